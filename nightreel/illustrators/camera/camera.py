"""The built-in camera: a state in, a frame of tape out. Made on one thread of its own, beside the
event loop; the same state gives the same bytes.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image as Pillow

from nightreel.core.state import State
from nightreel.illustrators.camera import look as tape
from nightreel.illustrators.camera.blocking import Blocking, Body, Framed
from nightreel.illustrators.camera.light import expose, tone
from nightreel.illustrators.camera.scene import Scene, Unfilmable, build
from nightreel.illustrators.camera.shapes import Floats
from nightreel.illustrators.camera.shots import HURRIED, Take, named
from nightreel.illustrators.camera.view import Buffer
from nightreel.ports.errors import ProviderError
from nightreel.ports.illustrator import Picture, Shot
from nightreel.worlds.pack import Pack

Image = NDArray[np.uint8]
LINES = {"full": 288, "draft": 180}
"""Lines of the picture that are computed; the tape has no more to show."""


class Study(Struct):
    """A frame with what is known of it.

    Attributes:
        image: (height, width, 3), as on tape.
        buffer: the geometry, at the computed size; `buffer.owned(id)` says where a thing is.
        take: how it was taken.
        bodies: ids of the threats that stand in it.
    """

    image: Image
    buffer: Buffer
    take: Take
    scene: Scene
    bodies: tuple[str, ...]

    @property
    def solids_seen(self) -> int:
        """How many pixels of the computed picture show something."""
        return int((self.buffer.material >= 0).sum())

    def save(self, path: Path) -> None:
        """Write the frame as a file of the kind that the path names."""
        Pillow.fromarray(self.image).save(path)


class Cancelled(Exception):
    """Nobody waits for this frame any more."""


class Camera:
    """Films runs of these worlds. `size` is of the finished frame; `clean` leaves the tape out."""

    name = "camera"

    def __init__(
        self, packs: Mapping[str, Pack], *, size: tuple[int, int] = (768, 432), clean: bool = False
    ) -> None:
        self._packs, self._size, self._clean = packs, size, clean
        self._pool: ThreadPoolExecutor | None = None

    async def __aenter__(self) -> Self:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="camera")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def film(self, shot: Shot) -> Picture:
        """Take the frame.

        Raises:
            ProviderError: the world has no set for the place or a faulty one, or the camera is
                closed. Nothing else.
        """
        if self._pool is None:
            raise ProviderError("the camera is closed")
        stop = Event()

        def check() -> None:
            if stop.is_set():
                raise Cancelled

        loop = asyncio.get_running_loop()
        try:
            data = await loop.run_in_executor(self._pool, self._encoded, shot, check)
        except (ArithmeticError, LookupError, ValueError) as error:
            # `Unfilmable` is one of these; the others are what a set can still get wrong.
            raise ProviderError(f"{type(error).__name__}: {error}") from error
        finally:
            stop.set()
        return Picture(data=data, kind="image/jpeg", by=self.name)

    def _encoded(self, shot: Shot, check: Callable[[], None]) -> bytes:
        study = self.study(shot, check)
        check()
        return tape.encode(study.image)

    def study(
        self,
        shot: Shot,
        check: Callable[[], None] = lambda: None,
        mark: str | None = None,
        take: Take | None = None,
    ) -> Study:
        """Take the frame here and now, in this thread, and return it with what is known of it.

        Args:
            shot: what to film.
            check: called between steps; what it raises ends the work.
            mark: name of the set's mark to film from, instead of choosing.
            take: how to film it, instead of choosing.

        Raises:
            Unfilmable: there is no such world, it has no set for the place, or the set no such
                mark.
        """
        pack = self._packs.get(shot.world)
        if pack is None:
            raise Unfilmable(f"no world `{shot.world}`")
        scene = build(pack, shot.state)
        chosen = take or (_marked(scene, mark) if mark else None)
        take, buffer, cast = self._framed(pack, scene, shot, self._computed(shot), check, chosen)
        check()
        picture, gain = _exposed(scene, buffer, cast, check)
        worn, display = _wear(pack, shot, take, gain), _display(pack, shot)
        image = tape.develop(picture, self._size, worn, display, clean=self._clean)
        return Study(image, buffer, take, scene, tuple(threat for threat, _ in cast))

    @staticmethod
    def _framed(
        pack: Pack,
        scene: Scene,
        shot: Shot,
        size: tuple[int, int],
        check: Callable[[], None],
        chosen: Take | None,
    ) -> Framed:
        return Blocking(pack, scene, shot, check).framed(size, chosen)

    def _computed(self, shot: Shot) -> tuple[int, int]:
        lines = min(LINES[shot.quality], self._size[1])
        return max(2, round(lines * self._size[0] / self._size[1])), lines


def _marked(scene: Scene, mark: str) -> Take:
    take = named(scene, mark)
    if take is None:
        marks = ", ".join(m.name for m in scene.set.shots)
        raise Unfilmable(f"no shot `{mark}` here; there are {marks}")
    return take


def _exposed(
    scene: Scene, buffer: Buffer, cast: tuple[Body, ...], check: Callable[[], None]
) -> tuple[Floats, float]:
    """Return the picture (height, width, 3), from 0 to 1, and how much it had to be amplified."""
    width, height = buffer.width, buffer.height
    if scene.dark:
        return _black(width, height), 1.0
    bodies = (solid for _, body in cast for solid in body)
    casters = [solid for solid in (*scene.solids, *bodies) if solid.casts]
    linear = expose(buffer, scene.light, casters)
    check()
    picture, gain = tone(linear, _aim(scene))
    return picture.reshape(3, height, width).transpose(1, 2, 0), gain


def _black(width: int, height: int) -> Floats:
    """Nothing but the camera's own red light on whatever is near."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    near = np.exp(-(((x / width - 0.5) * 2.2) ** 2 + ((y / height - 1.05) * 2.4) ** 2) * 2)
    return np.stack(
        [near * np.float32(0.06), near * np.float32(0.012), near * np.float32(0.01)], axis=-1
    )


def _aim(scene: Scene) -> float:
    """Return the mean brightness that the exposure aims at: less by night and under lamps."""
    air = scene.light.air
    outside = scene.light.outside * (0.055 + 0.245 * min(1.0, sum(air.horizon) / 1.3) ** 1.6)
    return max(outside, 0.052 if scene.room else 0.047)


def dread(pack: Pack, state: State) -> float:
    """Return how near the worst of the threats is, 0 to 1; weather counts less."""
    worst = 0.0
    for threat, it in state.threats.items():
        if it.stage == 0 or it.distance > 3:
            continue
        near = (1.0, 0.72, 0.45, 0.25)[it.distance] * (0.55 + 0.15 * min(it.stage, 3))
        worst = max(worst, near * (0.35 if threat in pack.film.weather else 1.0))
    return worst


def _voice(pack: Pack, state: State) -> tuple[float, float]:
    """Return how much a voice hums in the picture, and how much of an echo it throws."""
    hum = echo = 0.0
    for threat in pack.film.voices:
        it = state.threats[threat]
        if it.stage >= 1 and it.distance <= 3:
            hum = max(hum, 0.22 * it.stage + 0.1 * (3 - it.distance))
            echo = max(
                echo,
                0.0 if it.stage < 2 else 0.2 * (it.stage - 1) + 0.2 * (2 - min(it.distance, 2)),
            )
    return min(hum, 1.0), min(echo, 1.0)


def _wear(pack: Pack, shot: Shot, take: Take, gain: float) -> tape.Tape:
    state = shot.state
    hum, echo = _voice(pack, state)
    hurry = 9.0 if shot.verb in HURRIED else 0.0
    return tape.Tape(
        seed=shot.seed & 0xFFFFFFFF,
        frame=shot.turn,
        wear=0.12 + 0.88 * dread(pack, state),
        gain=gain,
        smear=(hurry * (1 if shot.turn % 2 else -1), hurry * 0.25),
        hurt=min(1.0, 0.32 * len(state.wounds)),
        hum=hum,
        echo=echo,
        hidden=state.hidden,
        glass=take.glass,
    )


def _display(pack: Pack, shot: Shot) -> tape.Display:
    world, state = pack.world, shot.state
    hour = world.hour(state)
    second = (shot.turn * 17 + shot.seed) % 60
    hum, _ = _voice(pack, state)
    return tape.Display(
        clock=f"{hour // 60:02}:{hour % 60:02}:{second:02}",
        date=pack.film.date or world.date,
        counter=f"{state.minutes // 60}:{state.minutes % 60:02}:{second:02}",
        battery=state.battery,
        recording=state.ending is None,
        level=min(1.0, 0.08 + 0.22 * state.noise + hum),
        lamp=state.lamp,
        mode="SP",
    )
