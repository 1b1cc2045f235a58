"""What a game needs of a screen. There are two: live, for terminals; plain, for all else."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from msgspec import Struct

from nightreel.surfaces.terminal.pages import Page
from nightreel.surfaces.terminal.stills import Canvas, Still


class Asking(Struct, frozen=True):
    """That a line is awaited.

    Attributes:
        deadline: when the time to act runs out, in ms since the epoch; None when no clock runs.
    """

    deadline: int | None = None
    paused: bool = False


class Heard(Struct, frozen=True):
    """A line that the player gave."""

    text: str


class Gone(Struct, frozen=True):
    """There will be no more lines: the end of the input, Ctrl-D, or an `error` that says why."""

    error: OSError | None = None


Hear = Callable[[Heard | Gone], None]


class Screen(Protocol):
    """Shows pages, and gives one line for each time that it is asked. Used inside `with`."""

    def __enter__(self) -> Self:
        """Take the terminal."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Give it back as it was, whatever happened."""
        ...

    def listen(self, hear: Hear) -> None:
        """Say who hears the lines."""
        ...

    def width(self) -> int:
        """Return how many columns there are for a page."""
        ...

    def canvas(self) -> Canvas | None:
        """Return how much room there is for a picture; None where none can be shown."""
        ...

    def show(self, page: Page, above: Still | None = None) -> None:
        """Show a page under what was shown before, after a blank line.

        A picture above it is shown where there is a canvas.
        """
        ...

    def ask(self, asking: Asking, draft: str = "") -> None:
        """Await one line; asked again, go on awaiting it under other terms.

        A draft is a line to be mended. What is being typed goes first.
        """
        ...

    def hold(self) -> None:
        """Await nothing until asked; what is typed stays."""
        ...

    @property
    def draft(self) -> str:
        """What has been typed and not given yet."""
        ...

    async def reveal(self, page: Page) -> None:
        """Show what fate is, with a moment's tension where there is motion."""
        ...
