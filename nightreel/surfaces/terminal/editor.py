"""A line being typed: bytes in, at whatever pieces they come, and lines out. Knows no terminal.

The line stays when the game moves on, because the game never sees it before Enter.
"""

import codecs
import unicodedata
from typing import Literal

from nightreel.surfaces.terminal.safe import safe

LIMIT = 1000
"""Characters kept: more than the director takes, so that a long line is answered, not cut."""

PASTE_ON, PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"
"""Ask the terminal to mark what is pasted, so that its line ends are not taken for Enter."""

_PASTED, _PASTED_END = "[200~", "[201~"
_ENTER, _END, _ERASE, _KILL, _WORD = "\r\n", "\x04", "\x7f\x08", "\x15", "\x17"

Shape = Literal["text", "escape", "control", "single", "string"]
"""Where the reader stands in what a key sends: ESC, ESC [ ..., ESC O x, ESC ] ... BEL."""


class Editor:
    """Collects one line. `open` says whether Enter counts; it closes with each line that it gives.

    So a second Enter, too quick or pasted, presses nothing on a scene that nobody has read.
    """

    def __init__(self) -> None:
        self.text = ""
        self.open = False
        self.ended = False
        self._last = ""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._shape: Shape = "text"
        self._sequence = ""
        self._pasting = False

    def feed(self, data: bytes) -> str | None:
        """Take what was typed. Return the line if this completed one; `ended` is set by Ctrl-D."""
        line: str | None = None
        for char in self._decode(data):
            if self._shape != "text":
                self._escaped(char)
            elif char == "\x1b":
                self._shape, self._sequence = "escape", ""
            elif self._pasting:
                self._put(" " if char in "\r\n\t" else char)
            elif char in _ENTER:
                line = self._entered() or line
            else:
                self._key(char)
        return line

    def _entered(self) -> str | None:
        if not self.open or not self.text.strip():
            return None
        line, self.text, self.open = self.text, "", False
        self._last = line
        return line

    def _key(self, char: str) -> None:
        if char in _ERASE:
            self._erase()
        elif char == _KILL:
            self.text = ""
        elif char == _WORD:
            self.text = self.text.rstrip().rpartition(" ")[0]
            self.text += " " if self.text else ""
        elif char == _END:
            self.ended = self.ended or not self.text
        else:
            self._put(" " if char == "\t" else char)

    def _put(self, char: str) -> None:
        if len(self.text) < LIMIT:
            self.text += safe(char)

    def _erase(self) -> None:
        """Take away what a person sees as one sign: marks go with the letter under them."""
        while self.text:
            gone, self.text = self.text[-1], self.text[:-1]
            if not unicodedata.combining(gone) and not self.text.endswith("\u200d"):
                return

    def _escaped(self, char: str) -> None:
        """Read through what a special key sends. Only Up and the marks of a paste count."""
        match self._shape:
            case "escape":
                shapes: dict[str, Shape] = {"[": "control", "O": "single"}
                self._shape = shapes.get(char, "string" if char in "]P_^X" else "text")
                self._sequence = char
            case "control":
                self._sequence += char
                if "@" <= char <= "~":
                    self._shape = "text"
                    self._obey(self._sequence)
            case "single":
                self._shape = "text"
                self._obey(f"[{char}")
            case _:
                # A string ends with BEL, or with ESC and a backslash that is read as an escape.
                ends: dict[str, Shape] = {"\x1b": "escape", "\x07": "text"}
                self._shape = ends.get(char, "string")

    def _obey(self, sequence: str) -> None:
        if sequence == _PASTED:
            self._pasting = True
        elif sequence == _PASTED_END:
            self._pasting = False
        elif sequence == "[A" and not self.text:
            self.text = self._last
