"""Illustrators that fail, each in the way that its name says; and one that does not."""

import asyncio
from io import BytesIO
from typing import Any

from PIL import Image

from nightreel.core.state import State
from nightreel.ports.illustrator import Picture, Shot

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def a_shot(*references: str, turn: int = 2) -> Shot:
    return Shot("run", "hut", turn, 7, State("hut"), "A hut.", "A hut.", references=references)


def a_picture(kind: str = "image/jpeg", size: tuple[int, int] = (160, 90)) -> bytes:
    """A gradient with colors in it, encoded."""
    image = Image.linear_gradient("L").resize(size)
    out = BytesIO()
    Image.merge("RGB", (image, image.rotate(180), image.rotate(90))).save(out, FORMATS[kind])
    return out.getvalue()


class Steady:
    """Takes the same good picture, every time."""

    name = "steady"

    def __init__(self, kind: str = "image/jpeg") -> None:
        self.kind = kind

    async def film(self, shot: Shot) -> Picture | None:
        return Picture(a_picture(self.kind), self.kind, self.name)


class Failing:
    """Takes the first so many pictures, and then fails as its subclass does."""

    name = "failing"

    def __init__(self, good: int = 0) -> None:
        self.good = good

    async def film(self, shot: Shot) -> Picture | None:
        if self.good > 0:
            self.good -= 1
            return Picture(a_picture(), "image/jpeg", self.name)
        return await self.fail()

    async def fail(self) -> Any:
        raise NotImplementedError


class Silent(Failing):
    """Hangs, and lets itself be cancelled."""

    async def fail(self) -> Any:
        await asyncio.Event().wait()


class Stubborn(Failing):
    """Hangs, and gives in only to the second attempt to cancel it."""

    async def fail(self) -> Any:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()


class Broken(Failing):
    """Raises whatever it was given."""

    def __init__(self, error: BaseException, good: int = 0) -> None:
        super().__init__(good)
        self.error = error

    async def fail(self) -> Any:
        raise self.error


class Garbage(Failing):
    """Returns whatever it was given."""

    def __init__(self, made: object, good: int = 0) -> None:
        super().__init__(good)
        self.made = made

    async def fail(self) -> Any:
        return self.made
