"""The composition root: the one place that knows everybody. Lifetimes are one exit stack."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from nightreel.director.clocks import SystemClock
from nightreel.director.director import Director
from nightreel.director.durable import DurableExecutor
from nightreel.director.memory import MemoryExecutor
from nightreel.illustrators.null import NoPictures
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.clock import Clock
from nightreel.ports.ledger import Ledger
from nightreel.settings import Settings
from nightreel.store.memory import MemoryLedger
from nightreel.store.sql import SqlLedger
from nightreel.telemetry import set_up
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped


def packs(folders: tuple[Path, ...] = ()) -> dict[str, Pack]:
    """Return the worlds that ship, and those in more folders, by id. Raises `BadPack`."""
    found = [load(folder) for folder in (*shipped().values(), *folders)]
    return {pack.world.id: pack for pack in found}


@asynccontextmanager
async def open_ledger(settings: Settings) -> AsyncGenerator[Ledger]:
    """Open the ledger alone: for lists, exports and verification."""
    settings.home.mkdir(parents=True, exist_ok=True)
    async with SqlLedger.open(settings.ledger_url, SystemClock()) as ledger:
        yield ledger


@asynccontextmanager
async def open_app(
    settings: Settings, worlds: Mapping[str, Pack] | None = None
) -> AsyncGenerator[Director]:
    """Open a director on the ledger of the settings, with durable turns."""
    set_up(settings.log_level)
    known = worlds if worlds is not None else await asyncio.to_thread(packs, settings.worlds)
    async with AsyncExitStack() as stack:
        ledger = await stack.enter_async_context(open_ledger(settings))
        storyteller = Storyteller(known)
        director = Director(
            ledger,
            known,
            narrator=storyteller,
            understudy=storyteller,
            illustrator=NoPictures(),
            clock=SystemClock(),
            executor=partial(DurableExecutor, settings.turns_url),
            tell_patience=settings.tell_patience,
            film_patience=settings.film_patience,
        )
        yield await stack.enter_async_context(director)


@asynccontextmanager
async def open_in_memory(
    worlds: Mapping[str, Pack], clock: Clock | None = None
) -> AsyncGenerator[Director]:
    """Open a director that keeps nothing: for simulation."""
    set_up("warning")
    storyteller = Storyteller(worlds)
    director = Director(
        MemoryLedger(),
        worlds,
        narrator=storyteller,
        understudy=storyteller,
        illustrator=NoPictures(),
        clock=clock or SystemClock(),
        executor=MemoryExecutor,
    )
    async with director:
        yield director
