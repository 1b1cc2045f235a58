"""The illustrator port: facts and a brief in, a picture out."""

from typing import Literal, Protocol

from msgspec import Struct

from nightreel.core.intent import Grade
from nightreel.core.state import State

Quality = Literal["draft", "full"]


class Shot(Struct, frozen=True):
    """What to film.

    Attributes:
        state: the state after the turn, which the frame must agree with.
        brief: the picture in words.
        verb: the action, for the camera's movement; empty for an opening.
        focus: the thing that the picture is of (`core.sight.subject`), if it is of one; `inside`
            when it is filmed from within it.
        references: content hashes of earlier frames of the same place, nearest first.
        quality: what the run has asked for.
        before: the place in which the action began; another than the state's is an arrival. None
            for an opening.
        grade: how the action went; None for an opening.
    """

    run: str
    world: str
    turn: int
    seed: int
    state: State
    brief: str
    alt: str
    verb: str = ""
    focus: str | None = None
    inside: bool = False
    references: tuple[str, ...] = ()
    quality: Quality = "full"
    before: str | None = None
    grade: Grade | None = None


class Picture(Struct, frozen=True):
    """A picture, encoded.

    Attributes:
        data: the file's bytes.
        kind: its media type: `image/jpeg`, `image/png` or `image/webp`.
        by: who took it.
        rung: how: `taken`, or `previous` for an earlier frame of the place that stands in for it.
    """

    data: bytes
    kind: str
    by: str
    rung: str = "taken"


class Illustrator(Protocol):
    """Takes pictures. Raises `ProviderError` and nothing else; can be cancelled."""

    @property
    def name(self) -> str:
        """What a frame says it was taken by."""
        ...

    async def film(self, shot: Shot) -> Picture | None:
        """Take the picture. None means that this one takes none, ever."""
        ...
