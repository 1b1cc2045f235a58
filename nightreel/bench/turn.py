"""What a frame adds to a turn: durable turns with pictures, against the camera's own time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from nightreel.app import keep_time, open_app, packs
from nightreel.bench.measuring import Figures, Heart, Series, figures
from nightreel.core.settings import RunSettings
from nightreel.director.commands import Act, Start
from nightreel.director.director import Director
from nightreel.illustrators.camera import Camera
from nightreel.ports.illustrator import Picture, Shot
from nightreel.settings import Settings

WORLD = "relay-nine"
TURNS = 30
HOST = "bench"


class Timed:
    """A camera with a watch: `millis` of every frame, from the order to the picture."""

    def __init__(self, camera: Camera) -> None:
        self._camera, self.millis, self.name = camera, list[float](), camera.name

    async def film(self, shot: Shot) -> Picture:
        """Take the frame."""
        began = perf_counter()
        try:
            return await self._camera.film(shot)
        finally:
            self.millis.append((perf_counter() - began) * 1000)


def turn() -> Figures:
    """Play durable turns with pictures; see how late the event loop was meanwhile."""
    return asyncio.run(_turn())


@asynccontextmanager
async def _opened(folder: Path) -> AsyncGenerator[tuple[Director, Timed]]:
    worlds = packs()
    settings = Settings(home=folder)  # pyright: ignore[reportCallIssue] - the rest has defaults
    async with Camera(worlds) as camera:
        timed = Timed(camera)
        async with open_app(settings, worlds, illustrator=timed) as director:
            yield director, timed


async def _turn() -> Figures:
    series = Series()
    with TemporaryDirectory() as folder:
        async with _opened(Path(folder)) as (director, timed):
            keep_time()
            receipt = await director.submit(
                Start(WORLD, HOST, RunSettings(clock=None, pictures=True), seed=75)
            )
            async with Heart() as heart:
                await _played(director, receipt.run, series)
    frames = timed.millis[1:]
    engine = sorted(t - f for t, f in zip(series.millis, frames, strict=False))
    return figures(
        "turn",
        series,
        {
            "frame_p50": round(sorted(frames)[len(frames) // 2], 1),
            "times_the_frames": round(sum(series.millis) / sum(frames), 3),
            "engine_p50": round(engine[len(engine) // 2], 1),
            "engine_p95": round(engine[int(len(engine) * 0.95)], 1),
            "loop_late_ms": round(heart.longest, 1),
        },
    )


async def _played(director: Director, name: str, series: Series) -> None:
    run = await director.run(name)
    while run.status == "open" and run.turn <= TURNS and run.choices:
        began = perf_counter()
        await director.submit(Act(name, run.turn, HOST, run.turn % len(run.choices)))
        run = await director.settled(name)
        series.millis.append((perf_counter() - began) * 1000)
