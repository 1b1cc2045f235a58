"""A screen of paper: pages are kept as text, and what the player types is written down before."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from nightreel.surfaces.terminal.pages import WIDTH, Page
from nightreel.surfaces.terminal.screen import Asking, Gone, Hear, Heard
from nightreel.surfaces.terminal.stills import Canvas, Still

Move = str | Callable[[], None]
"""A line to give, or something that happens instead while a line is awaited."""


class Paper:
    """Gives one line each time that it is asked; when there are none left, the player goes."""

    def __init__(self, *moves: Move, canvas: Canvas | None = None) -> None:
        self.pages: list[str] = []
        self.above: list[Still | None] = []
        self.room = canvas
        self.asked: list[Asking] = []
        self.drafts: list[str] = []
        self.draft = ""
        self.during: dict[str, str] = {}
        self.moves = list(moves)
        self._waiting = False
        self._hear: Hear | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        return None

    @property
    def text(self) -> str:
        return "\n\n".join(self.pages)

    def listen(self, hear: Hear) -> None:
        self._hear = hear

    def width(self) -> int:
        return WIDTH

    def canvas(self) -> Canvas | None:
        return self.room

    def show(self, page: Page, above: Still | None = None) -> None:
        self.pages.append("\n".join(line.plain for line in page))
        self.above.append(above)
        for words, line in list(self.during.items()):
            if words in self.pages[-1]:
                del self.during[words]
                self._say(Heard(line))

    def ask(self, asking: Asking, draft: str = "") -> None:
        self.asked.append(asking)
        self.drafts.append(draft)
        if self._waiting:
            return
        self._waiting = True
        move = self.moves.pop(0) if self.moves else None
        if move is None:
            self._say(Gone())
        elif isinstance(move, str):
            self._waiting = False
            self._say(Heard(move))
        else:
            move()

    def hold(self) -> None:
        self._waiting = False

    async def reveal(self, page: Page) -> None:
        self.show(page)

    def _say(self, heard: Heard | Gone) -> None:
        assert self._hear is not None
        self._hear(heard)
