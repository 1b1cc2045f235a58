"""A house in a test's hands: the real server on a real socket, and the people who come to it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
from msgspec import Struct, structs

from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.ports.clock import Clock
from nightreel.ports.errors import RunUnknown
from nightreel.surfaces.web.app import Web, create_web
from nightreel.surfaces.web.desk import WebOptions
from nightreel.surfaces.web.keepsakes import Form, Keepsakes, State
from nightreel.surfaces.web.pages import leaves
from nightreel.surfaces.web.server import LOCAL_NAMES, address_of, listen, serve
from tests.director.games import direct

PATIENCE = 10.0
OPTIONS = WebOptions(secret="0123456789abcdef", hosts=LOCAL_NAMES)  # noqa: S106 - of a test


class Shelf:
    """Keeps a film where a test puts one, and tells each run in a word."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder, self.wanted, self.state = folder, list[str](), "made"

    async def film(self, run: str) -> Path | None:
        path = self.folder / f"{run}.mp4" if self.folder else None
        return path if path and path.is_file() else None

    async def wind(self, run: str, patience: float) -> State:
        del patience
        self.wanted.append(run)
        return self.state if await self.film(run) or self.state != "made" else "lost"  # pyright: ignore[reportReturnType]

    async def export(self, run: str, form: Form) -> str:
        if run == "0" * 10:
            raise RunUnknown(run)
        return f"{form} of {run}"


class Event(Struct, frozen=True):
    """A server-sent event. `id` is the number of the record, where it has one."""

    name: str
    data: dict[str, Any]
    id: int | None = None


class Visitor(httpx.AsyncClient):
    """One browser: it keeps its cookies, and sends JSON."""

    async def come_in(self, key: str | None = None) -> "Visitor":
        answer = await self.post("/api/session", json={"key": key})
        assert answer.status_code == 200, answer.text
        return self

    async def start(self, **more: Any) -> str:
        settings = {"clock": None, "pictures": False, **more.pop("settings", {})}
        answer = await self.post("/api/runs", json={"settings": settings, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()["run"]

    async def view(self, run: str, **query: str) -> dict[str, Any]:
        answer = await self.get(f"/api/runs/{run}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def tell(self, run: str, what: str, **body: Any) -> httpx.Response:
        return await self.post(f"/api/runs/{run}/{what}", json=body)

    async def act(self, run: str, choice: int = 0, **seen: int) -> httpx.Response:
        if "turn" not in seen:
            now = await self.view(run)
            seen = {"turn": now["turn"], "take": now["take"], "hand": now["hand"]}
        return await self.tell(run, "act", choice=choice, **seen)

    @asynccontextmanager
    async def events(
        self, run: str, *, last: int | None = None, **query: str
    ) -> AsyncGenerator[AsyncIterator[Event]]:
        """Follow a run. The stream ends with the block."""
        headers = {} if last is None else {"Last-Event-ID": str(last)}
        path = f"/api/runs/{run}/events"
        async with self.stream("GET", path, headers=headers, params=query) as answer:
            assert answer.status_code == 200, await answer.aread()
            yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[Event]:
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            seq = int(fields["id"]) if "id" in fields else None
            yield Event(fields["event"], msgspec.json.decode(fields["data"]), seq)
            fields = {}
        else:
            fields = {}


async def until(events: AsyncIterator[Event], name: str, **so: Any) -> Event:
    """Return the next event of that name whose data is so."""
    async with asyncio.timeout(PATIENCE):
        async for it in events:
            if it.name == name and all(it.data.get(k) == v for k, v in so.items()):
                return it
    raise AssertionError(f"the stream ended before {name} {so}")


class House:
    """A server that is up. `visitor()` is a new browser each time."""

    def __init__(self, address: str, director: Director, web: Web, clock: Clock) -> None:
        self.address, self.director, self.web, self.clock = address, director, web, clock
        self._visitors: list[Visitor] = []

    def visitor(self) -> Visitor:
        visitor = Visitor(base_url=self.address, timeout=PATIENCE)
        self._visitors.append(visitor)
        return visitor

    async def player(self) -> Visitor:
        return await self.visitor().come_in()

    async def leave(self) -> None:
        for visitor in self._visitors:
            await visitor.aclose()


@asynccontextmanager
async def a_house(
    director: Director | None = None,
    *,
    keepsakes: Keepsakes | None = None,
    clock: Clock | None = None,
    options: WebOptions = OPTIONS,
    **more: Any,
) -> AsyncGenerator[House]:
    """Open a house. What is not brought is the real thing, kept in memory, its clock by hand.

    `more` are options of the house, such as `key`.
    """
    clock = clock or HandClock()
    async with director or direct(clock=clock) as opened:
        web = create_web(
            opened, keepsakes or Shelf(), clock, structs.replace(options, **more), leaves()
        )
        with listen("127.0.0.1", 0) as listening:
            address = address_of(listening)
            up: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            async with asyncio.TaskGroup() as group:
                group.create_task(serve(web, listening, up.set_result))
                stop = await up
                house = House(address, opened, web, clock)
                try:
                    yield house
                finally:
                    await house.leave()
                    stop()
