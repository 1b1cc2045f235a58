"""A picture as half blocks: two pixels a cell, one the color of the sign, one of the ground.

Pure, and slow enough (some 10 ms) to belong on a thread. Pictures are data from anywhere: what is
none, or too large to be one of ours, gives nothing.
"""

from io import BytesIO

from msgspec import Struct
from PIL import Image, ImageFilter

HALF = "▀"
_KINDS = ("JPEG", "PNG", "WEBP")
_BYTES_LIMIT = 16_000_000
_SIDE_LIMIT = 4096
"""Pixels. A picture that claims more is not decoded: it may be a bomb."""

_NIGHT = 0.34
"""Mean brightness under which a frame is lifted: cells have no glow of their own."""
_LIT = 100
"""Tone of the brightest parts from which on the lift is whole: in a frame that is black, it would
show noise alone.
"""
_GAIN = 1.4
"""The most that tones are spread."""
_SHARPER = ImageFilter.UnsharpMask(radius=1, percent=35, threshold=2)
"""What a cell averages away, edges most of all, given back in part."""


class Canvas(Struct, frozen=True):
    """What a screen has room for, in cells."""

    columns: int
    rows: int


class Still(Struct, frozen=True):
    """A picture ready for a terminal with true color: each row is one line, and resets its end."""

    rows: tuple[str, ...]


def still(data: bytes, canvas: Canvas) -> Still | None:
    """Return the picture as large as the canvas allows, its proportions kept.

    None means that the bytes are no picture.
    """
    if not data or len(data) > _BYTES_LIMIT:
        return None
    try:
        small = _developed(data, canvas)
    except Exception:  # noqa: BLE001 - decoders raise whatever they stumble over
        return None
    return Still(_rows(small)) if small else None


def _developed(data: bytes, canvas: Canvas) -> Image.Image | None:
    """Decode, shrink and lift: a cell is twice as high as it is wide, and holds two pixels."""
    with Image.open(BytesIO(data), formats=_KINDS) as image:
        if max(image.size) > _SIDE_LIMIT:
            return None
        width, height = image.size
        scale = min(canvas.columns / width, 2 * canvas.rows / height)
        size = max(1, round(width * scale)), max(2, 2 * round(height * scale / 2))
        image.draft("RGB", (2 * size[0], 2 * size[1]))  # a JPEG can be decoded smaller
        small = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    return _lifted(small).filter(_SHARPER)


def _lifted(image: Image.Image) -> Image.Image:
    """Spread the tones, and raise the middle ones of a dark frame."""
    tones = image.convert("L").histogram()
    low, high, seen = _at(tones, 0.005), _at(tones, 0.995), min(1.0, _at(tones, 0.9) / _LIT)
    gain = 1 + (min(_GAIN, max(1.0, 245 / max(1, high - low))) - 1) * seen
    spread = [min(1.0, max(0.0, (value - low) * gain / 255)) for value in range(256)]
    mean = sum(n * spread[value] for value, n in enumerate(tones)) / sum(tones)
    bend = 1 - 0.4 * seen * max(0.0, 1 - mean / _NIGHT)
    return image.point([round(255 * tone**bend) for tone in spread] * 3)


def _at(tones: list[int], share: float) -> int:
    """Return the tone under which that share of the pixels is."""
    left = sum(tones) * share
    for value, n in enumerate(tones):
        left -= n
        if left < 0:
            return value
    return 255


def _rows(image: Image.Image) -> tuple[str, ...]:
    width, height = image.size
    pixels = image.tobytes()
    line = 3 * width
    rows: list[str] = []
    for top in range(0, height * line, 2 * line):
        row, before = "", ("", "")
        for at in range(top, top + line, 3):
            upper, lower = _triple(pixels, at), _triple(pixels, at + line)
            if (upper, lower) != before:
                row += f"\x1b[38;2;{upper};48;2;{lower}m"
                before = upper, lower
            row += HALF
        rows.append(f"{row}\x1b[0m")
    return tuple(rows)


def _triple(pixels: bytes, at: int) -> str:
    return f"{pixels[at]};{pixels[at + 1]};{pixels[at + 2]}"
