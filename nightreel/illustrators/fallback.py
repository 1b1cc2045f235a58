"""An illustrator around another: what that one fails to film is shown as it was last seen.

Rung by rung: the picture; the last frame of the place with a tape fault on it; none.
"""

import asyncio
from io import BytesIO
from typing import Self

import structlog
from PIL import Image

from nightreel.core.dice import Stream
from nightreel.core.run import STAND_IN
from nightreel.illustrators.fault import SIDE_LIMIT, faulted
from nightreel.ports.errors import ProviderBusy, ProviderError
from nightreel.ports.illustrator import Illustrator, Picture, Shot
from nightreel.ports.media import Media

log = structlog.get_logger()

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
BYTES_LIMIT = 16_000_000
RESERVE = 3.0
"""Seconds kept back from the patience, to find the earlier frame and spoil it; half of a patience
that is short."""
LAST_WORDS = 1.0
"""Seconds that providers have, in the end, to give in."""


class NoPicture(ProviderError):
    """What came of a provider is no picture."""


class Fallback:
    """Films with another illustrator, and never longer than its patience.

    Its tasks are its own: `async with` it.
    """

    def __init__(self, illustrator: Illustrator, media: Media, patience: float) -> None:
        """Wrap an illustrator.

        Args:
            illustrator: whoever takes the pictures. It may hang, raise or return anything.
            media: where earlier frames are.
            patience: seconds that a shot may take altogether.
        """
        self._illustrator, self._media = illustrator, media
        self._patience = patience - min(RESERVE, patience / 2)
        self._asked: set[asyncio.Task[Picture | None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        asked = set(self._asked)
        for task in asked:
            task.cancel()
        if asked:
            await asyncio.wait(asked, timeout=LAST_WORDS)

    @property
    def name(self) -> str:
        """The name of whoever takes the pictures."""
        return self._illustrator.name

    async def film(self, shot: Shot) -> Picture | None:
        """Return the picture, or the last frame of the place with a fault on it.

        Raises `ProviderError` when there is neither.
        """
        try:
            picture = await self._ask(shot)
            if picture is not None:
                await asyncio.to_thread(_check, picture)
        except Exception as error:  # noqa: BLE001 - a bug in a provider is no reason to lose a frame
            log.warning("not_filmed", run=shot.run, turn=shot.turn, why=repr(error))
            return await self._previous(shot, error)
        return picture

    async def _ask(self, shot: Shot) -> Picture | None:
        """Ask in a task of its own, so that one which will not be cancelled is left behind."""

        async def film() -> Picture | None:
            return await self._illustrator.film(shot)

        task = asyncio.get_running_loop().create_task(film())
        self._asked.add(task)
        task.add_done_callback(self._answered)
        try:
            await asyncio.wait({task}, timeout=self._patience)
        finally:
            task.cancel()
        if not task.done():
            raise ProviderBusy(f"{self.name}: no picture in {self._patience:g} s")
        if task.cancelled():
            raise ProviderBusy(f"{self.name} gave up")
        return task.result()

    def _answered(self, task: "asyncio.Task[Picture | None]") -> None:
        self._asked.discard(task)
        if not task.cancelled():
            task.exception()  # too late for anybody: take it, or asyncio complains

    async def _previous(self, shot: Shot, why: Exception) -> Picture:
        seed = Stream(shot.seed, "fault", shot.turn).roll(2**63)
        for digest in shot.references:
            data = await self._media.get(digest)
            if data is None:
                continue
            try:
                spoiled = await asyncio.to_thread(faulted, data, seed)
            except (OSError, ValueError) as error:
                log.warning("not_a_picture", media=digest, why=repr(error))
                continue
            return Picture(spoiled, "image/jpeg", self.name, STAND_IN)
        raise ProviderBusy(f"{self.name}: no picture, and none of this place before") from why


def _check(picture: object) -> None:
    """Raise unless it is a picture that can be decoded, of the kind that it says."""
    if not isinstance(picture, Picture):
        raise NoPicture(f"not a picture but {type(picture).__name__}")
    if not picture.data or len(picture.data) > BYTES_LIMIT:
        raise NoPicture(f"{len(picture.data)} bytes")
    if picture.kind not in KINDS:
        raise NoPicture(f"of no kind that is shown: {picture.kind}")
    with Image.open(BytesIO(picture.data), formats=[KINDS[picture.kind]]) as image:
        if max(image.size) > SIDE_LIMIT:
            raise NoPicture(f"{image.size} pixels")
        image.load()  # cut short, it would be found out only when it is shown
