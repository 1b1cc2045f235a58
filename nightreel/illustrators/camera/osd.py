"""What the camcorder prints into its picture: its own pixel letters and small signs.

Stamps are shapes, not colors: each can be read in black and white.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nightreel.illustrators.camera.look_planes import Plane

_FONT = """
A0E11111F111111 B1E11111E11111E C0E11101010110E D1C12111111121C E1F10101E10101F F1F10101E101010
G0E11101713110F H1111111F111111 I0E04040404040E J0702020202120C K11121418141211 L1010101010101F
M111B1515111111 N11191915131311 O0E11111111110E P1E11111E101010 Q0E11111115120D R1E11111E141211
S0F10100E01011E T1F040404040404 U1111111111110E V111111110A0A04 W11111115151B11 X11110A040A1111
Y11110A04040404 Z1F01020408101F
00E11131519110E 1040C040404040E 20E11010204081F 31F02040201110E 402060A121F0202 51F101E0101110E
60608101E11110E 71F010204080808 80E11110E11110E 90E11110F01020C
:00040400040400 .00000000000C0C -0000001F000000 /01010204081010 %18190204081303 '04040800000000
,00000000040408 !04040404040004 ?0E110102040004 +0004041F040400
"""
"""Five by seven: a sign, then two hex digits a row from the top, the high bit on the left."""

_WIDE, _TALL, _STEP = 5, 7, 6
_ROWS_OF_LAMP = ("1100000000100", "1111111101001", "1111111100010", "1111111101101",
                 "1111111100010", "1111111101001", "1100000000100")  # fmt: skip
_ROWS_OF_DOT = ("01110", "11111", "11111", "11111", "01110")
_PIPS = 8
_CELLS = 4


class Display(Struct, frozen=True):
    """What the camcorder shows of itself.

    `battery` is in percent, `level` the sound's from 0 to 1; without a level there is no meter.
    """

    clock: str
    date: str
    counter: str
    battery: int = 100
    recording: bool = True
    level: float | None = None
    lamp: bool = False
    mode: str = "SP"


class Stamp(Struct, frozen=True):
    """A sign to print at (x, y): how white, how red and how outlined each pixel is, 0 to 1."""

    x: int
    y: int
    ink: Plane
    red: Plane
    edge: Plane


def stamps(display: Display, size: tuple[int, int]) -> tuple[Stamp, ...]:
    """Return the signs of the four corners for a picture of `size` (width, height).

    Signs that no font has are left blank. In a very small picture corners are cut at the edge.
    """
    width, height = size
    scale = max(1, round(min(height / 168, width / 260)))
    side, top = round(width * 0.05), round(height * 0.062)
    foot = height - round(height * 0.078)
    row = (_TALL + 3) * scale
    corners = (
        (_recording(display), -1, top),
        (_power(display), 1, top),
        (_text(display.counter), 1, top + row),
        (_text(display.date), -1, foot - row - _TALL * scale),
        (_text(display.clock), -1, foot - _TALL * scale),
        (_meter(display.level), 1, foot - _TALL * scale),
    )
    found: list[Stamp] = []
    for (ink, red), hand, y in corners:
        x = side if hand < 0 else width - side - ink.shape[1] * scale
        stamp = _stamp(ink, red, scale, x, y, size)
        if stamp is not None:
            found.append(stamp)
    return tuple(found)


def _stamp(
    ink: Plane, red: Plane, scale: int, x: int, y: int, size: tuple[int, int]
) -> Stamp | None:
    line = max(1, round(scale / 2))
    x, y = x - line, y - line
    left, above = max(0, -x), max(0, -y)
    view = (slice(above, max(above, size[1] - y)), slice(left, max(left, size[0] - x)))
    large, colored = (_enlarged(cells, scale, line)[view] for cells in (ink, red))
    if large.size == 0 or not large.any():
        return None
    outline = _outlined(_enlarged((ink > 0).astype(np.float32), scale, line), line)[view]
    return Stamp(x=x + left, y=y + above, ink=large, red=colored, edge=outline)


def _enlarged(cells: Plane, scale: int, margin: int) -> Plane:
    return np.pad(np.repeat(np.repeat(cells, scale, 0), scale, 1), margin)


def _outlined(ink: Plane, line: int) -> Plane:
    grown = ink
    for axis in (0, 1):
        around = [np.roll(grown, step, axis) for step in range(-line, line + 1)]
        grown = np.maximum.reduce(around)
    return grown


def _font() -> dict[str, NDArray[np.uint8]]:
    return {word[0]: np.frombuffer(bytes.fromhex(word[1:]), np.uint8) for word in _FONT.split()}


def _text(text: str) -> tuple[Plane, Plane]:
    font = _font()
    ink = np.zeros((_TALL, max(1, len(text) * _STEP - 1)), dtype=np.float32)
    for i, sign in enumerate(text.upper()):
        rows = font.get(sign)
        if rows is not None:
            bits = np.unpackbits(rows[:, None], axis=1)[:, 8 - _WIDE :]
            ink[:, i * _STEP : i * _STEP + _WIDE] = bits
    return ink, np.zeros_like(ink)


def _drawn(rows: tuple[str, ...]) -> Plane:
    return np.array([[float(cell) for cell in row] for row in rows], dtype=np.float32)


def _beside(*parts: tuple[Plane, Plane]) -> tuple[Plane, Plane]:
    """Return (ink, red) of the parts in one row, four cells apart."""
    gap = np.zeros((_TALL, 4), dtype=np.float32)
    inks: list[Plane] = []
    reds: list[Plane] = []
    for ink, red in parts:
        inks += [ink, gap]
        reds += [red, gap]
    return np.hstack(inks[:-1]), np.hstack(reds[:-1])


def _recording(display: Display) -> tuple[Plane, Plane]:
    if not display.recording:
        return _beside(_text("STBY"), _text(display.mode))
    dot = np.pad(_drawn(_ROWS_OF_DOT), ((1, 1), (0, 0)))
    return _beside((dot, dot), _text("REC"), _text(display.mode))


def _power(display: Display) -> tuple[Plane, Plane]:
    battery = _battery(display.battery)
    if not display.lamp:
        return battery
    lamp = _drawn(_ROWS_OF_LAMP)
    return _beside((lamp, np.zeros_like(lamp)), battery)


def _battery(percent: int) -> tuple[Plane, Plane]:
    """Return a battery with up to four cells; an empty one keeps its frame."""
    ink = np.zeros((_TALL, _CELLS * 4 + 5), dtype=np.float32)
    ink[0, :-2] = ink[-1, :-2] = 1
    ink[:, 0] = ink[:, -3] = 1
    ink[2:5, -2:] = 1
    full = -(-max(0, min(100, percent)) * _CELLS // 100)
    for cell in range(full):
        ink[2:5, 2 + cell * 4 : 5 + cell * 4] = 1
    return ink, np.zeros_like(ink)


def _meter(level: float | None) -> tuple[Plane, Plane]:
    """Return a row of pips: tall ones for the sound there is, low ones for the rest."""
    ink = np.zeros((_TALL, _PIPS * 4 - 1), dtype=np.float32)
    if level is None:
        return ink, ink
    loud = round(max(0.0, min(1.0, level)) * _PIPS)
    for pip in range(_PIPS):
        top = 0 if pip < loud else _TALL - 2
        ink[top:, pip * 4 : pip * 4 + 3] = 1
    return ink, np.zeros_like(ink)
