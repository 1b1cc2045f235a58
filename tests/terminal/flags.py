"""Pictures whose every pixel is known, somebody who takes them, and terminals read back."""

import re
from io import BytesIO

from PIL import Image

from nightreel.ports.illustrator import Picture, Shot
from nightreel.surfaces.terminal.stills import HALF

RED, BLUE = (200, 40, 40), (40, 40, 200)

CELL = re.compile(rf"(?:\x1b\[38;2;([0-9;]+);48;2;[0-9;]+m)?{HALF}")
ROW = re.compile(rf"(?:(?:\x1b\[[0-9;]*m)?{HALF})+\x1b\[0m")
Color = tuple[int, int, int]


def flag(top: Color = RED, bottom: Color = BLUE, size: tuple[int, int] = (320, 180)) -> bytes:
    """Return a PNG with one color above another."""
    image = Image.new("RGB", size, bottom)
    image.paste(top, (0, 0, size[0], size[1] // 2))
    data = BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def of_turn(turn: int) -> bytes:
    """Return the flag of a turn: each looks different."""
    return flag(size=(320 + 32 * turn, 180))


class Flags:
    """Shows a flag for each turn, or what else was asked for; None is a frame that is lost."""

    name = "flags"

    def __init__(self, shown: dict[int, bytes | None] | None = None) -> None:
        self.shown = shown or {}

    async def film(self, shot: Shot) -> Picture | None:
        data = self.shown.get(shot.turn, of_turn(shot.turn))
        return Picture(data or b"", "image/png", self.name)


def pictures(text: str) -> list[tuple[int, int]]:
    """Return columns and rows of every picture in what a terminal was sent."""
    found: list[tuple[int, int]] = []
    at = -2
    lines = text.split("\n")
    for number, line in enumerate(lines):
        row = ROW.search(line)
        if row is None:
            continue
        columns = row[0].count(HALF)
        if number == at + 1 and found[-1][0] == columns:
            found[-1] = columns, found[-1][1] + 1
        else:
            found.append((columns, 1))
        at = number
    return found
