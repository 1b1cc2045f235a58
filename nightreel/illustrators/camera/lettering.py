"""Words painted on things: signs, plates, stencils."""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nightreel.illustrators.camera.shapes import Floats

_F = np.float32
_HEIGHT = 48


@cache
def _sheet(words: str) -> Floats:
    """Return the words as coverage (rows from the top), letters 48 pixels high, lines by `|`."""
    font = ImageFont.load_default(_HEIGHT * 1.25)
    lines = words.split("|")
    wide = max(int(font.getlength(line)) for line in lines) + 8
    image = Image.new("L", (wide, _HEIGHT * 4 // 3 * len(lines)))
    draw = ImageDraw.Draw(image)
    for i, line in enumerate(lines):
        middle = (wide / 2, _HEIGHT * 4 // 3 * (i + 0.5))
        draw.text(middle, line, fill=255, font=font, anchor="mm")
    out = np.asarray(image, np.float32) / 255
    out.setflags(write=False)
    return out


def letters(words: str, u: Floats, v: Floats) -> Floats:
    """Return how much of a letter lies at (u, v), in letter heights, words centered on (0, 0)."""
    if not words:
        return np.zeros(u.shape, np.float32)
    sheet = _sheet(words)
    high, wide = sheet.shape
    i = np.floor(u * _F(_HEIGHT) + _F(wide / 2)).astype(np.int32)
    j = np.floor(_F(high / 2) - v * _F(_HEIGHT)).astype(np.int32)
    on = (i >= 0) & (i < wide) & (j >= 0) & (j < high)
    return np.where(on, sheet[np.clip(j, 0, high - 1), np.clip(i, 0, wide - 1)], _F(0))
