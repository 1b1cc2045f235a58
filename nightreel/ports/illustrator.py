"""The illustrator port: facts and a brief in, a frame out."""

from typing import Protocol

from msgspec import Struct

from nightreel.core.state import State


class Shot(Struct, frozen=True):
    """What to film.

    Attributes:
        state: the state after the turn, which the frame must agree with.
        brief: the picture in words.
        focus: what was acted on, if anything: a thing, place or threat.
        verb: the action, for the camera's movement.
        references: content hashes of earlier frames of the same place, nearest first.
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
    references: tuple[str, ...] = ()


class Frame(Struct, frozen=True):
    """A picture that was taken. `media` is its content hash; None means there is none."""

    media: str | None
    by: str
    rung: str = "taken"


class Illustrator(Protocol):
    """Takes frames. Raises `ProviderError` and nothing else."""

    @property
    def name(self) -> str:
        """What a frame says it was taken by."""
        ...

    async def film(self, shot: Shot) -> Frame:
        """Take the frame."""
        ...
