"""The composition root: the one place that knows everybody. Lifetimes are one exit stack."""

import asyncio
import gc
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from nightreel.director.clocks import SystemClock
from nightreel.director.director import Director
from nightreel.director.durable import DurableExecutor
from nightreel.director.memory import MemoryExecutor
from nightreel.illustrators.null import NoPictures
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.clock import Clock
from nightreel.ports.illustrator import Illustrator
from nightreel.ports.ledger import Ledger
from nightreel.ports.media import Media
from nightreel.ports.rooms import Register
from nightreel.projector import Make, Projector
from nightreel.settings import Settings
from nightreel.store.database import Database
from nightreel.store.media import FolderMedia, MemoryMedia
from nightreel.store.memory import MemoryLedger
from nightreel.store.sql import SqlLedger
from nightreel.store.sql_rooms import SqlRooms
from nightreel.telemetry import set_up
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped

FILM_PATIENCE = 60.0
"""Seconds for a frame where no settings say otherwise."""
DATABASE_PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""

Size = tuple[int, int]


def packs(folders: tuple[Path, ...] = ()) -> dict[str, Pack]:
    """Return the worlds that ship, and those in more folders, by id. Raises `BadPack`."""
    found = [load(folder) for folder in (*shipped().values(), *folders)]
    return {pack.world.id: pack for pack in found}


def keep_time() -> None:
    """Keep the event loop punctual, once a game is open. Only for a process that is ours alone.

    It sets what the whole process shares: what is collected, and how threads take turns.
    """
    # The worlds stay for good. Gone through again and again, they would hold the event loop for
    # 100 ms at each full collection.
    gc.collect()
    gc.freeze()
    # The camera and the ledgers' threads queue for the interpreter with the loop. With Python's
    # 5 ms a turn it came 50 ms late among 12 runs with pictures; so 15, at no cost to a frame.
    sys.setswitchinterval(0.0005)


@asynccontextmanager
async def open_ledger(settings: Settings) -> AsyncGenerator[Ledger]:
    """Open the ledger alone: for lists, exports and verification."""
    settings.home.mkdir(parents=True, exist_ok=True)
    async with SqlLedger.open(settings.ledger_url, SystemClock()) as ledger:
        yield ledger


def open_media(settings: Settings) -> Media:
    """Return where the pictures of the settings are. There is nothing to close."""
    return FolderMedia(settings.media)


@asynccontextmanager
async def _camera(
    worlds: Mapping[str, Pack], media: Media, size: Size, *, clean: bool, patience: float
) -> AsyncGenerator[Illustrator]:
    """Open the camera, with earlier frames to fall back on."""

    def made():
        from nightreel.illustrators.camera import Camera
        from nightreel.illustrators.fallback import Fallback
        from nightreel.illustrators.filmable import Filmable

        camera = Camera(worlds, size=size, clean=clean)
        fallback = Fallback(camera, media, patience)
        return camera, fallback, Filmable(fallback, {w for w, pack in worlds.items() if pack.sets})

    # Numpy and Pillow take a tenth of a second to import: not on the loop.
    camera, fallback, filmable = await asyncio.to_thread(made)
    async with camera, fallback:
        yield filmable


class House(Struct, frozen=True):
    """What is open: who runs the games, where they are kept, who winds their tapes, who is who."""

    director: Director
    ledger: Ledger
    media: Media
    projector: Projector | None
    register: Register


@asynccontextmanager
async def open_app(
    settings: Settings,
    worlds: Mapping[str, Pack] | None = None,
    on_over: Make | None = None,
    illustrator: Illustrator | None = None,
) -> AsyncGenerator[Director]:
    """Open a director alone; everything else as `open_house`."""
    async with open_house(settings, worlds, on_over, illustrator) as house:
        yield house.director


@asynccontextmanager
async def open_house(
    settings: Settings,
    worlds: Mapping[str, Pack] | None = None,
    on_over: Make | None = None,
    illustrator: Illustrator | None = None,
) -> AsyncGenerator[House]:
    """Open everything on the ledger of the settings, with durable turns.

    Args:
        settings: of this process.
        worlds: what can be played; those of the settings by default.
        on_over: called behind the play with each run that ends here and has frames, one at a time.
            It makes the tape.
        illustrator: who films; the camera by default.
    """
    set_up(settings.log_level)
    known = worlds if worlds is not None else await asyncio.to_thread(packs, settings.worlds)
    async with AsyncExitStack() as stack:
        settings.home.mkdir(parents=True, exist_ok=True)
        database = await stack.enter_async_context(
            Database.open(settings.ledger_url, DATABASE_PATIENCE)
        )
        ledger = SqlLedger(database, SystemClock())
        media, storyteller = open_media(settings), Storyteller(known)
        projector = Projector(ledger, on_over) if on_over is not None else None
        if illustrator is None:
            patience, clean = settings.film_patience, settings.clean_picture
            camera = _camera(known, media, settings.size, clean=clean, patience=patience)
            illustrator = await stack.enter_async_context(camera)
        director = Director(
            ledger,
            known,
            narrator=storyteller,
            understudy=storyteller,
            illustrator=illustrator,
            media=media,
            clock=SystemClock(),
            executor=partial(DurableExecutor, settings.turns_url),
            tell_patience=settings.tell_patience,
            film_patience=settings.film_patience,
            on_over=projector.over if projector else None,
        )
        if projector:
            await stack.enter_async_context(projector)
        await stack.enter_async_context(director)
        yield House(director, ledger, media, projector, SqlRooms(database))


@asynccontextmanager
async def open_in_memory(
    worlds: Mapping[str, Pack],
    clock: Clock | None = None,
    illustrator: Illustrator | None = None,
    media: Media | None = None,
    *,
    frames: bool = False,
    size: Size = (768, 432),
) -> AsyncGenerator[Director]:
    """Open a director that keeps nothing: for simulation.

    Args:
        worlds: what can be played.
        clock: the system's by default.
        illustrator: whoever films the runs that have pictures; nobody by default.
        media: where the pictures go; nowhere that lasts by default.
        frames: whether the camera films, if nobody else is named.
        size: of its frames.
    """
    set_up("warning")
    storyteller = Storyteller(worlds)
    media = media or MemoryMedia()
    async with AsyncExitStack() as stack:
        if frames and illustrator is None:
            camera = _camera(worlds, media, size, clean=False, patience=FILM_PATIENCE)
            illustrator = await stack.enter_async_context(camera)
        director = Director(
            MemoryLedger(),
            worlds,
            narrator=storyteller,
            understudy=storyteller,
            illustrator=illustrator or NoPictures(),
            media=media,
            clock=clock or SystemClock(),
            executor=MemoryExecutor,
            film_patience=FILM_PATIENCE,
        )
        yield await stack.enter_async_context(director)
