"""How late an event comes to many who look on, and how soon a click is answered."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time_ns
from typing import Any

from msgspec import Struct

from nightreel.bench.measuring import Figures, Series, figures

RUNS, ONLOOKERS, TURNS = 20, 10, 15
PACE = 0.75
"""Seconds between the turns of a run: faster than anybody reads."""
LATE = 100
"""Milliseconds from which on an event is late."""
PATIENCE = 120.0


class _Browser:
    """Speaks just enough HTTP: a cookie, JSON, and streams that are read line by line."""

    def __init__(self, port: int) -> None:
        self._port, self._cookie = port, ""

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON that is answered."""
        reader, writer = await self._ask("POST", path, json.dumps(body))
        try:
            length = await self._head(reader)
            return json.loads(await reader.readexactly(length))
        finally:
            writer.close()

    async def events(self, path: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """Yield events by name."""
        reader, writer = await self._ask("GET", path, "")
        try:
            await self._head(reader)
            name = ""
            while line := (await reader.readline()).decode():
                field, _, value = line.strip().partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, json.loads(value)
        finally:
            writer.close()

    async def _ask(
        self, method: str, path: str, body: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            "Connection: close",
            f"Cookie: {self._cookie}",
            *(("Content-Type: application/json", f"Content-Length: {len(body)}") if body else ()),
        ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        await writer.drain()
        return reader, writer

    async def _head(self, reader: asyncio.StreamReader) -> int:
        length = 0
        while (line := (await reader.readline()).decode().strip()) or not length:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                self._cookie = value.partition(";")[0]
            elif name.lower() == "content-length":
                length = int(value)
            elif not line:
                break
        return length


class _Seen(Struct):
    """What all onlookers saw."""

    late: Series
    answers: Series
    views: int = 0
    missed: int = 0


def web() -> Figures:
    """Let 200 look on at 20 runs that are played at once, through one server process."""
    return asyncio.run(asyncio.wait_for(_web(), PATIENCE))


async def _web() -> Figures:
    seen = _Seen(Series(), Series())
    with TemporaryDirectory() as home:
        async with served(Path(home)) as (port, process):
            async with asyncio.TaskGroup() as group:
                for number in range(RUNS):
                    group.create_task(_run(port, number, seen))
            memory = _memory(process)
    return figures(
        "web",
        seen.late,
        {
            "streams": RUNS * ONLOOKERS,
            "views": seen.views,
            "missed": seen.missed,
            f"later_than_{LATE}_ms": sum(m > LATE for m in seen.late.millis),
            "click_answered_p50_ms": round(seen.answers.at(0.5), 1),
            "click_answered_p99_ms": round(seen.answers.at(0.99), 1),
            "server_memory_mb": memory,
        },
    )


@asynccontextmanager
async def served(home: Path) -> AsyncGenerator[tuple[int, int]]:
    """Start a server of its own; give its port and its process."""
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "nightreel.cli", "serve", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "NIGHTREEL_HOME": str(home)},
    )
    if server.stdout is None:
        raise RuntimeError("the server was started without an output")
    try:
        told = (await server.stdout.readline()).decode()
        yield int(told.partition("127.0.0.1:")[2].partition("/")[0]), server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        await server.wait()


async def _run(port: int, number: int, seen: _Seen) -> None:
    """Play one run, with its onlookers; stop when it is over or has had its turns."""
    player = _Browser(port)
    await player.post("/api/session", {})
    settings = {"clock": None, "pictures": False}
    begun = await player.post("/api/runs", {"settings": settings, "seed": number})
    run = begun["run"]
    code = (await player.post(f"/api/runs/{run}/watch", {}))["watch"]
    async with asyncio.TaskGroup() as group:
        for _ in range(ONLOOKERS):
            group.create_task(_look(port, f"/api/runs/{run}/events?watch={code}", seen))
        await asyncio.sleep(PACE * (1 + number / RUNS))  # they don't all click in one moment
        for turn in range(1, TURNS + 1):
            act = {"turn": turn, "take": 0, "hand": 0, "choice": 0}
            began = perf_counter()
            answer = await player.post(f"/api/runs/{run}/act", act)
            seen.answers.millis.append((perf_counter() - began) * 1000)
            await asyncio.sleep(PACE)
            if answer.get("status") != "accepted":
                break
        await player.post(f"/api/runs/{run}/stop", {})


async def _look(port: int, path: str, seen: _Seen) -> None:
    last = 0
    async for name, view in _Browser(port).events(path):
        if name != "view":
            continue
        # The server said when it sent; both are on one machine, by one clock.
        seen.late.millis.append(time_ns() / 1e6 - view["clock"]["now"])
        seen.views += 1
        seen.missed += view["seq"] <= last
        last = view["seq"]
        if view["status"] == "over":
            return


def _memory(process: int) -> float:
    """Return the memory that a process holds, in MB; 0 where that can't be read."""
    try:
        with open(f"/proc/{process}/status", encoding="ascii") as status:  # noqa: PTH123 - no path
            line = next(line for line in status if line.startswith("VmRSS:"))
        return round(int(line.split()[1]) / 1e3, 1)
    except (OSError, StopIteration):
        return 0.0
