"""Type on tape: the one font there is, what it can show, and lines that fit.

The font is the one inside Pillow (Aileron, a subset), so that a tape looks the same everywhere. It
has ASCII, curly quotes and the ellipsis, and draws an empty box for the rest: what it lacks is
written with what it has.
"""

import unicodedata

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

SIZE = 22
"""Height of a caption's type, in pixels."""

_SPELLED = str.maketrans(
    {
        "\N{EM DASH}": " - ",
        "\N{EN DASH}": "-",
        "\N{FIGURE DASH}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{PRIME}": "'",
        "\N{DOUBLE PRIME}": '"',
        "„": "“",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{BULLET}": "·",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "€": "EUR",
        "£": "GBP",
    }
)
_NEVER = "\ue000"
"""A private character: what the font draws for it, it draws for everything that it lacks."""
UNKNOWN = "?"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


class Line(Struct, frozen=True):
    """A line of type: as the font shows it, and the words as they were written."""

    shown: str
    told: str


class Lettering:
    """The font in the sizes that a tape uses, and what it can show. One for each encoding."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}
        self._has: dict[str, bool] = {}
        self._box = self._drawn(_NEVER)

    def font(self, size: int = SIZE) -> Font:
        """Return the font in a size in pixels."""
        if size not in self._fonts:
            self._fonts[size] = ImageFont.load_default(size)
        return self._fonts[size]

    def shown(self, text: str) -> str:
        """Return the text in one line, in characters that the font has."""
        folded = " ".join(text.translate(_SPELLED).split())
        return " ".join("".join(map(self._nearest, folded)).split())

    def wrapped(self, text: str, width: int, size: int = SIZE) -> list[Line]:
        """Return the text in lines of at most `width` pixels. A longer word is broken."""
        lines: list[Line] = []
        line, told = "", ""
        for word in text.split():
            shown = self.shown(word)
            whole = f"{line} {shown}".strip()
            if self.width(whole, size) <= width:
                line, told = whole, f"{told} {word}".strip()
                continue
            if line:
                lines.append(Line(line, told))
            *full, line = self._broken(shown, width, size)
            lines += [Line(part, word if part is full[0] else "") for part in full]
            told = "" if full else word
        return [*lines, Line(line, told)] if line else lines

    def cut(self, text: str, width: int, size: int = SIZE) -> str:
        """Return as much of the shown text as fits one line, with an ellipsis where it was cut."""
        line = self.shown(text)
        if self.width(line, size) <= width:
            return line
        while line and self.width(f"{line}…", size) > width:
            line = line[:-1].rstrip()
        return f"{line}…"

    def width(self, line: str, size: int = SIZE) -> float:
        """Return how wide a line is, in pixels."""
        return self.font(size).getlength(line)

    def _broken(self, word: str, width: int, size: int) -> list[str]:
        parts = [""]
        for char in word:
            if parts[-1] and self.width(parts[-1] + char, size) > width:
                parts.append("")
            parts[-1] += char
        return parts

    def _nearest(self, char: str) -> str:
        if self._can(char):
            return char
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Mn", "Me"):
            return ""
        plain = unicodedata.normalize("NFKD", char)
        kept = "".join(c for c in plain if self._can(c))
        return kept if kept.strip() else UNKNOWN

    def _can(self, char: str) -> bool:
        if char not in self._has:
            self._has[char] = char == " " or self._drawn(char) not in (self._box, b"")
        return self._has[char]

    def _drawn(self, char: str) -> bytes:
        glyph = Image.new("L", (3 * SIZE, 2 * SIZE))
        ImageDraw.Draw(glyph).text((2, 2), char, fill=255, font=self.font())
        return glyph.tobytes() if glyph.getbbox() else b""
