"""Every door of a house, and knocks that no browser would make: bytes as a stranger sends them."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from nightreel.director.clocks import HandClock
from nightreel.ports.clock import Clock
from tests.web.houses import PATIENCE, House

PROBLEM = "application/problem+json"
NOBODYS_FRAME = "f" * 64

_SEEN = {"turn": 1, "take": 0}
BODIES: Mapping[str, dict[str, Any]] = {
    "/api/session": {"key": None},
    "/api/runs": {"settings": {"clock": None, "pictures": False}, "seed": 7},
    "/act": {**_SEEN, "hand": 0, "choice": 0},
    "/write-in": {**_SEEN, "text": "listen"},
    "/regenerate": {**_SEEN, "hand": 0},
    "/rewind": {**_SEEN, "turns": 1},
    "/clock": {"turn": 1, "seconds": 30},
    "/settings": {"settings": {"clock": 30}},
}
"""What fits the routes that want more than nothing, by how their path ends."""


class Door(Struct, frozen=True):
    """A route as it can be asked for."""

    method: str
    path: str
    body: dict[str, Any] | None = None

    @property
    def comes_in(self) -> bool:
        """Whether this is where one becomes somebody: the one door without a cookie."""
        return (self.method, self.path) == ("POST", "/api/session")


class Answer(Struct, frozen=True):
    """What came back; of a stream only how it began."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def problem(self) -> dict[str, Any]:
        assert self.kind == PROBLEM, (self.status, self.kind, self.body)
        return msgspec.json.decode(self.body)


def doors(house: House, run: str) -> list[Door]:
    """Every route that the description names, asked for one run."""
    return list(_doors(house.web.app.openapi(), run))


def _doors(openapi: Mapping[str, Any], run: str) -> Iterator[Door]:
    for pattern, methods in openapi["paths"].items():
        path = pattern.format(run=run, digest=NOBODYS_FRAME)
        for method in methods:
            ends = (body for end, body in BODIES.items() if path.endswith(end))
            empty: dict[str, Any] = {}
            yield Door(method.upper(), path, next(ends, empty) if method == "post" else None)


async def knock(visitor: httpx.AsyncClient, door: Door, **more: Any) -> Answer:
    """Ask at a door. Of a stream of events nothing is read."""
    async with visitor.stream(door.method, door.path, json=door.body, **more) as answer:
        streams = answer.headers.get("content-type", "").startswith("text/event-stream")
        body = b"" if streams else await answer.aread()
        return Answer(answer.status_code, answer.headers, body)


def hand(clock: Clock) -> HandClock:
    """Return the clock of a house as one that is moved by hand."""
    assert isinstance(clock, HandClock)
    return clock


async def true(so: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something is so that nobody tells of."""
    async with asyncio.timeout(seconds):
        while not so():  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)


async def raw(
    house: House,
    target: str,
    *headers: str,
    method: str = "GET",
    host: str | None = None,
    body: bytes = b"",
) -> Answer:
    """Send a request to the letter: nothing is normalised on the way."""
    port = httpx.URL(house.address).port
    host = f"127.0.0.1:{port}" if host is None else host
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
        writer.close()
        await writer.wait_closed()
    first, *named = head.decode("latin-1").split("\r\n")
    found = [(name, value) for name, _, value in (line.partition(": ") for line in named)]
    return Answer(int(first.split()[1]), httpx.Headers(found), rest)
