"""The plain screen: lines in, lines out, and no escape code ever. For pipes and screen readers."""

import asyncio
import os
from types import TracebackType
from typing import Self, TextIO

from rich.text import Text

from nightreel.ports.clock import Clock
from nightreel.surfaces.terminal.pages import WIDTH, Page
from nightreel.surfaces.terminal.safe import safe
from nightreel.surfaces.terminal.screen import Asking, Gone, Hear, Heard
from nightreel.surfaces.terminal.stills import Still

MOST = 8192
"""Bytes of a line that are kept. Whatever is longer is too long for the director anyway."""


class PlainScreen:
    """Reads only while a line is awaited, so a script is never ahead of its scene."""

    def __init__(self, source: TextIO, target: TextIO, clock: Clock) -> None:
        self._fd, self._target, self._clock = source.fileno(), target, clock
        # On a terminal the line that is typed is on the screen already.
        self._echoes = not source.isatty()
        self._pending = b""
        self._ended = self._asked = self._reading = False
        self._told: int | None = None
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
        self._read(wanted=False)

    @property
    def draft(self) -> str:
        """Nothing: what is being typed is with the terminal, and stays there."""
        return ""

    def listen(self, hear: Hear) -> None:
        """Say who hears the lines."""
        self._hear = hear

    def width(self) -> int:
        """Return the width of a page: always the same, so that the same game is the same text."""
        return WIDTH

    def canvas(self) -> None:
        """Return None: pictures are told in words here."""

    def show(self, page: Page, above: Still | None = None) -> None:
        """Write the page and a blank line."""
        del above
        before = "\n" if self._asked and not self._echoes else ""
        self._write(before + "".join(f"{line.plain.rstrip()}\n" for line in page) + "\n")
        if before:
            self._write("> ")

    def ask(self, asking: Asking, draft: str = "") -> None:
        """Await a line. How much time there is is said once."""
        del draft
        if asking.deadline is not None and asking.deadline != self._told:
            left = max(1, round((asking.deadline - self._clock.now()) / 1000))
            self.show([Text(f"You have {left} seconds." if left > 1 else "You have a second.")])
        self._told = asking.deadline
        if not self._asked:
            self._asked = True
            if not self._echoes:
                self._write("> ")
            self._give()

    def hold(self) -> None:
        """Await nothing."""
        if self._asked and not self._echoes:
            self._write("\n")
        self._asked = False
        self._read(wanted=False)

    async def reveal(self, page: Page) -> None:
        """Show it; nothing moves here."""
        self.show(page)

    # --- lines in

    def _give(self) -> None:
        """Give the line that is awaited, if it is there."""
        if not self._asked or self._hear is None:
            return
        line, found, rest = self._pending.partition(b"\n")
        if not found and not self._ended:
            self._read(wanted=True)
            return
        self._read(wanted=False)
        self._asked, self._pending = False, rest
        if not found and not line:
            self._hear(Gone())
            return
        text = line.decode("utf-8", "replace").removesuffix("\r")
        if self._echoes:
            self._write(f"> {safe(text)}".rstrip() + "\n\n")
        else:
            self._write("\n")
        self._hear(Heard(text))

    def _read(self, *, wanted: bool) -> None:
        loop = asyncio.get_running_loop()
        if wanted and not self._reading:
            try:
                loop.add_reader(self._fd, self._readable)
                self._reading = True
            except PermissionError:  # a file, or /dev/null: it never keeps anyone waiting
                loop.call_soon(self._readable)
        elif not wanted and self._reading:
            loop.remove_reader(self._fd)
            self._reading = False

    def _readable(self) -> None:
        data = os.read(self._fd, 65536)
        self._ended = not data
        self._pending += data
        if b"\n" not in self._pending:
            self._pending = self._pending[:MOST]
        try:
            self._give()
        except OSError as error:  # the loop would log it and wait for ever
            if self._hear is not None:
                self._hear(Gone(error))

    def _write(self, text: str) -> None:
        self._target.write(text)
        self._target.flush()
