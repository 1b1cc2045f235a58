"""How long a tape takes: sixty scenes as the camera films them, with lines of the world itself."""

import asyncio
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from nightreel.app import keep_time, packs
from nightreel.bench.camera import WORLD, shots
from nightreel.bench.measuring import Figures, Heart, Series, figures
from nightreel.illustrators.camera import Camera, look
from nightreel.store.media import MemoryMedia
from nightreel.tape.film.making import TapeOptions, TapeReport, make_tape
from nightreel.tape.film.reel import End, Held, Mood, Reel, Title
from nightreel.worlds.pack import Pack

SCENES = 60
ROUNDS = 3
LIMITS = (None, 8_000_000, 2_000_000)


def tape() -> Figures:
    """Wind sixty scenes, without a limit and under two."""
    return asyncio.run(_tape())


async def _tape() -> Figures:
    media, series, more = MemoryMedia(), Series(), dict[str, float | str]()
    reel = await _reel(packs()[WORLD], media)
    keep_time()  # as where people play
    with TemporaryDirectory() as folder:
        out = Path(folder) / "tape.mp4"
        async with Heart() as heart:
            for _ in range(ROUNDS):
                began = perf_counter()
                await make_tape(reel, media, out)
                series.millis.append((perf_counter() - began) * 1000)
            for limit in LIMITS:
                began = perf_counter()
                report = await make_tape(reel, media, out, TapeOptions(limit=limit))
                more |= _told(limit, report, perf_counter() - began)
    more["loop_late_ms"] = round(heart.longest, 1)
    return figures("tape", series, more)


def _told(limit: int | None, report: TapeReport, seconds: float) -> dict[str, float | str]:
    name = f"{limit // 1_000_000}mb" if limit else "no_limit"
    return {
        f"{name}_bytes": report.size,
        f"{name}_s": round(seconds, 2),
        f"{name}_given_up": report.given_up or "nothing",
    }


async def _reel(pack: Pack, media: MemoryMedia) -> Reel:
    camera = Camera({WORLD: pack})
    # A loop that nothing else runs in: the frames are only wanted, not measured.
    frames = [
        await media.put(look.encode(camera.study(shot).image))
        for shot in islice(cycle(shots(pack)), SCENES)
    ]
    told = cycle(_dispatches(pack))
    cards = [
        Held(turn, next(told), "> Look again", frame, mood=Mood(turn / SCENES, 0.4, turn % 2))
        for turn, frame in enumerate(frames, 1)
    ]
    title = Title(pack.world.title, pack.world.date, 9)
    end = End(
        title="Bench",
        how="survival",
        line="Survival: it was measured.",
        epitaph="",
        turns=SCENES,
        crew=1,
        world=pack.world.title,
        seed=9,
    )
    return Reel("bench", title, tuple(cards), end)


def _dispatches(pack: Pack) -> Iterator[str]:
    """Two lines of the world's own together: what a turn says."""
    lines = [
        line.text for key, pool in pack.pools.items() if key.startswith("place.") for line in pool
    ]
    return (f"{a} {b}" for a, b in zip(lines[::2], lines[1::2], strict=False))
