"""The live screen: pages above; at the bottom one line, with the countdown and what is typed.

Only that line is ever drawn again, in one write that ends with erasing the rest of the old one.
So nothing flickers, and the scrollback is a transcript.
"""

import asyncio
from types import TracebackType
from typing import Self, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from nightreel.ports.clock import Clock
from nightreel.surfaces.terminal.editor import PASTE_OFF, PASTE_ON, Editor
from nightreel.surfaces.terminal.pages import WIDTH, Page
from nightreel.surfaces.terminal.screen import Asking, Gone, Hear, Heard
from nightreel.surfaces.terminal.stills import HALF, Canvas, Still
from nightreel.surfaces.terminal.tty import Tty

MARGIN = "  "
HURRY = 10
"""Seconds from which on the countdown stands out."""
NARROWEST = 60
"""Columns of a terminal from which on a picture can be made out."""
TALLEST, SMALLEST = 20, 14
"""Rows of a picture: about 71 columns and 50. In between, half the terminal, so that the text under
it is on the screen as well.
"""
TENSION = (0.12, 0.12, 0.12, 0.12)
"""Seconds of each step before fate is told; together half a second."""


class LiveScreen:
    """A screen on a terminal that can erase a line."""

    def __init__(self, source: TextIO, target: TextIO, clock: Clock, *, motion: bool) -> None:
        self._console = Console(file=target, highlight=False, markup=False, emoji=False)
        self._target, self._clock, self._motion = target, clock, motion
        self._editor = Editor()
        self._asking: Asking | None = None
        self._suspense: Text | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._hear: Hear | None = None
        self._tty = Tty(source.fileno(), self._taken, self._given)

    def __enter__(self) -> Self:
        self._tty.open(self._typed, self._draw)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        self._still()
        self._tty.close()

    @property
    def draft(self) -> str:
        """What stands in the line."""
        return self._editor.text

    def listen(self, hear: Hear) -> None:
        """Say who hears the lines."""
        self._hear = hear

    def width(self) -> int:
        """Return the width of a page on this terminal as it is now."""
        return min(WIDTH, self._console.width - 2 * len(MARGIN))

    def canvas(self) -> Canvas | None:
        """Return the room for a picture, on a terminal that has the colors and the sign for it."""
        console = self._console
        columns, rows = console.size
        if console.color_system != "truecolor" or console.no_color or columns < NARROWEST:
            return None
        try:
            HALF.encode(self._target.encoding)
        except UnicodeEncodeError:
            return None
        return Canvas(columns - 2 * len(MARGIN), max(SMALLEST, min(TALLEST, rows // 2)))

    def show(self, page: Page, above: Still | None = None) -> None:
        """Write the page above the line, and the picture above the page, at once."""
        rows = [f"{MARGIN}{row}" for row in above.rows] if above else []
        rows += [self._styled(Text(MARGIN) + line) for line in page]
        text = "".join(f"{row}\x1b[K\r\n" for row in rows)
        self._write(f"\r{text}\x1b[K\r\n{self._line()}")

    def ask(self, asking: Asking, draft: str = "") -> None:
        """Open the line, with the draft in it if nothing is there."""
        self._asking = asking
        self._editor.open = True
        self._editor.text = self._editor.text or draft
        self._draw()

    def hold(self) -> None:
        """Close the line."""
        self._asking = None
        self._editor.open = False
        self._draw()

    async def reveal(self, page: Page) -> None:
        """Count up to what fate is, while the line is left alone; then show it."""
        try:
            for step, seconds in enumerate(TENSION if self._motion else (), 1):
                self._suspense = Text(f"Fate{' .' * step}", "dim")
                self._draw()
                await asyncio.sleep(seconds)
        finally:
            self._suspense = None
        self.show(page)

    # --- keys

    def _typed(self, data: bytes) -> None:
        line = self._editor.feed(data)
        if line is not None:
            # Whole, over as many rows as it takes: this one is not drawn again.
            self._write(f"\r\x1b[K{self._styled(Text(f'{MARGIN}> {line}'))}\r\n\r\n")
            self.hold()
            self._tell(Heard(line))
        elif self._editor.ended or not data:
            self._tell(Gone())
        self._draw()

    def _tell(self, heard: Heard | Gone) -> None:
        if self._hear is not None:
            self._hear(heard)

    # --- the line

    def _taken(self) -> None:
        self._write(PASTE_ON + self._line())

    def _given(self) -> None:
        self._write(f"\r\x1b[K{PASTE_OFF}")

    def _draw(self) -> None:
        """Draw the line, now and again when its countdown will show another second."""
        self._still()
        self._write(self._line())
        if self._asking is not None and self._asking.deadline is not None:
            left = self._asking.deadline - self._clock.now()
            if left > 0:
                later = ((left - 1) % 1000 + 1) / 1000
                self._tick = asyncio.get_running_loop().call_later(later, self._draw)

    def _still(self) -> None:
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None

    def _line(self) -> str:
        shown = self._suspense
        if shown is None:
            shown = self._window(self._lead(), self._editor.text)
        return f"\r{self._styled(shown)}\x1b[K"

    def _lead(self) -> Text:
        if self._asking is None:
            return Text("")
        if self._asking.paused:
            return Text("paused > ", "dim")
        if self._asking.deadline is None:
            return Text("> ", "bold")
        left = max(0, -(-(self._asking.deadline - self._clock.now()) // 1000))
        lead = Text(f"{left // 60}:{left % 60:02}", "bold red" if left <= HURRY else "dim")
        return lead.append(" > ", "bold")

    def _window(self, lead: Text, typed: str) -> Text:
        """The lead and the end of the text, in one row: more could not be drawn over."""
        room = max(1, self._console.width - len(MARGIN) - len(lead) - 2)
        if cell_len(typed) > room:
            while cell_len(typed) > room - 1:
                typed = typed[1:]
            typed = f"…{typed}"
        return Text(MARGIN) + lead + Text(typed)

    def _styled(self, line: Text) -> str:
        with self._console.capture() as captured:
            self._console.print(line, end="", soft_wrap=True)
        return captured.get()

    def _write(self, text: str) -> None:
        self._target.write(text)
        self._target.flush()
