"""Shapes of steelwork: lattice masts, curved sheets and their ribs, tracks, hoops, lines."""

from collections.abc import Sequence
from math import acos, atan2, degrees, hypot

import numpy as np
from msgspec import ValidationError, convert

from nightreel.illustrators.camera.kit.making import Order, part
from nightreel.illustrators.camera.shapes import Capsule, Floats, Point
from nightreel.illustrators.camera.solids import Material, Solid

_F = np.float32


class Lattice:
    """A square mast standing on the origin: four legs, a ring every `panel`, a diagonal between.

    Its ends are open: they are cut off at its box.
    """

    def __init__(self, width: float, height: float, panel: float, leg: float, brace: float) -> None:
        self._half, self._panel, self._leg, self._brace = width / 2, panel, leg, brace
        w = width / 2 + leg
        self.lo: Point = (-w, 0.0, -w)
        self.hi: Point = (w, height, w)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        w, p = _F(self._half), _F(self._panel)
        x, z = np.abs(x), np.abs(z)
        out = np.maximum(x, z) - w  # from the plane of the nearest face
        along = np.minimum(x, z)
        corner = along - w
        flat = out * out
        leg = np.sqrt(flat + corner * corner) - _F(self._leg)
        beyond = np.maximum(corner, _F(0))
        level = y / p
        fold = np.abs(level - _F(2) * np.floor(level * _F(0.5) + _F(0.5)))  # 0 to 1 and back
        to_ring = np.minimum(fold, _F(1) - fold) * p
        flat = flat + beyond * beyond
        ring = to_ring * to_ring
        # The diagonal rises from the middle of a face to its corner over one panel.
        run = _F(self._half / hypot(self._half, self._panel))
        rise = _F(self._panel / hypot(self._half, self._panel))
        diagonal = along * rise - fold * p * run
        near = np.minimum(ring, diagonal * diagonal)
        return np.minimum(leg, np.sqrt(flat + near) - _F(self._brace))


class Sheet:
    """An upright sheet on the x axis whose sides and top come forward (-z): `bow` meters at its
    sides, `lean` at its top.
    """

    def __init__(self, width: float, height: float, bow: float, lean: float, thick: float) -> None:
        self._x, self._y = bow / (width / 2) ** 2, lean / height**2
        self._thick = thick / 2
        self._slope = 1 / hypot(1, 2 * bow / (width / 2), 2 * lean / height)
        self.lo: Point = (-width / 2, 0.0, -bow - lean - thick)
        self.hi: Point = (width / 2, height, thick)

    def off(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """Return how far points are behind the sheet."""
        return (z + x * x * _F(self._x) + y * y * _F(self._y)) * _F(self._slope)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        return np.abs(self.off(x, y, z)) - _F(self._thick)


class Ribs:
    """Bars in squares of `pitch` along a sheet, `behind` it."""

    def __init__(self, sheet: Sheet, pitch: float, radius: float, behind: float = 0.0) -> None:
        self._sheet, self._pitch, self._r, self._behind = sheet, pitch, radius, behind
        self.lo: Point = sheet.lo
        self.hi: Point = (sheet.hi[0], sheet.hi[1], sheet.hi[2] + behind + radius)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        p = _F(self._pitch)
        flat = self._sheet.off(x, y, z) - _F(self._behind)
        across = np.abs(x / p - np.floor(x / p) - _F(0.5)) * p
        up = np.abs(y / p - np.floor(y / p + _F(0.5))) * p
        near = np.minimum(across, up)
        return np.sqrt(flat * flat + near * near) - _F(self._r)


class Strokes:
    """Rods of radius `r` along lines through points in x and y; `closed` joins the ends."""

    def __init__(
        self, points: Sequence[tuple[float, float]], r: float, *, closed: bool = False
    ) -> None:
        ends = (*points[1:], points[0]) if closed else points[1:]
        self._lines, self._r = tuple(zip(points, ends, strict=False)), r
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        self.lo: Point = (min(xs) - r, min(ys) - r, -r)
        self.hi: Point = (max(xs) + r, max(ys) + r, r)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        nearest = np.full(x.shape, _F(1e9), np.float32)
        for (x0, y0), (x1, y1) in self._lines:
            ex, ey = x1 - x0, y1 - y0
            px, py = x - _F(x0), y - _F(y0)
            h = (px * _F(ex) + py * _F(ey)) * _F(1 / max(ex * ex + ey * ey, 1e-9))
            np.clip(h, _F(0), _F(1), out=h)
            px -= h * _F(ex)
            py -= h * _F(ey)
            np.minimum(nearest, px * px + py * py, out=nearest)
        return np.sqrt(nearest + z * z) - _F(self._r)


class Band:
    """A track: a belt in y and z around two wheels of `radius`, its links standing out of it."""

    def __init__(
        self, length: float, radius: float, width: float, thick: float, link: float
    ) -> None:
        self._run, self._r, self._half = length / 2 - radius, radius, width / 2
        self._thick, self._k = thick, 6.2832 / link
        self.lo: Point = (-width / 2, 0.0, -length / 2 - 0.02)
        self.hi: Point = (width / 2, 2 * radius + 0.02, length / 2 + 0.02)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        up = y - _F(self._r)
        on = np.clip(z, _F(-self._run), _F(self._run))
        dz = z - on
        away = np.sqrt(up * up + dz * dz) - _F(self._r)
        turn = np.where(dz == 0, _F(0), np.arctan2(np.abs(dz), np.abs(up)) * _F(self._r))
        links = np.sin((np.abs(on) + turn) * _F(self._k))
        half = _F(self._thick / 2)
        belt = np.abs(away + half) - half - np.clip(links * 2, -1, 1) * _F(0.012)
        return np.maximum(belt, np.abs(x) - _F(self._half)) * _F(0.85)


class Arch:
    """A hoop or a tilt over hoops: walls and a round top along z, open at both ends."""

    def __init__(
        self, width: float, height: float, length: float, bend: float, thick: float
    ) -> None:
        self._half, self._high, self._bend, self._thick = width / 2, height, bend, thick / 2
        self.lo: Point = (-width / 2 - thick, 0.0, -length / 2)
        self.hi: Point = (width / 2 + thick, height + thick, length / 2)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        b = _F(self._bend)
        qx = np.abs(x) - _F(self._half) + b
        qy = y - _F(self._high) + b
        inside = np.minimum(np.maximum(qx, qy), _F(0))
        np.maximum(qx, _F(0), out=qx)
        np.maximum(qy, _F(0), out=qy)
        edge = np.sqrt(qx * qx + qy * qy) + inside - b
        ends = np.abs(z) - _F(self.hi[2])
        return np.maximum(np.abs(edge) - _F(self._thick), ends)


class Flare:
    """A square horn along z: `throat` wide at the back (+z end at `length`), `mouth` at -z."""

    def __init__(self, mouth: tuple[float, float], throat: float, length: float) -> None:
        self._mouth, self._throat, self._length = mouth, throat / 2, length
        w, h = mouth[0] / 2, mouth[1] / 2
        self._slope = length / hypot(length, max(w, h) - throat / 2)
        self.lo: Point = (-w, -h, 0.0)
        self.hi: Point = (w, h, length)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        k = np.clip(z / _F(self._length), _F(0), _F(1))
        w = _F(self._mouth[0] / 2) + _F(self._throat - self._mouth[0] / 2) * k
        h = _F(self._mouth[1] / 2) + _F(self._throat - self._mouth[1] / 2) * k
        side = np.maximum(np.abs(x) - w, np.abs(y) - h) * _F(self._slope)
        return np.maximum(side, np.abs(z - _F(self._length / 2)) - _F(self._length / 2))


class Trail:
    """A strip along z whose edges wander: a path, a road of cinders."""

    def __init__(self, width: float, height: float, length: float, wander: float) -> None:
        self._half, self._high, self._long, self._w = width / 2, height / 2, length / 2, wander
        w = width / 2 + wander * 1.6
        self.lo: Point = (-w, 0.0, -length / 2)
        self.hi: Point = (w, height, length / 2)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        side = np.sign(x)
        edge = np.sin(z * _F(1.1) + side) + np.sin(z * _F(2.9) - side * 2) * _F(0.6)
        out = np.abs(x) - _F(self._half) - edge * _F(self._w)
        up = np.abs(y - _F(self._high)) - _F(self._high)
        return np.maximum(np.maximum(out * _F(0.8), up), np.abs(z) - _F(self._long))


class Bowl:
    """A shallow bowl open to -z: `r` its radius, `deep` meters deep, its mouth at z = 0."""

    def __init__(self, r: float, deep: float, thick: float) -> None:
        self._k, self._deep, self._r, self._t = deep / (r * r), deep, r, thick / 2
        self.lo: Point = (-r, -r, -thick)
        self.hi: Point = (r, r, deep + thick)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        q = x * x + y * y
        skin = np.abs(z - _F(self._deep) + q * _F(self._k)) * _F(0.75) - _F(self._t)
        return np.maximum(skin, np.sqrt(q) - _F(self._r))


def strut(a: Point, b: Point, r: float, material: Material, *, casts: bool = True) -> Solid:
    """Return a rod from a to b in a box no wider than itself, however it lies."""
    d = tuple(b[i] - a[i] for i in range(3))
    long = max(hypot(*d), 1e-6)
    pitch, turn = degrees(acos(d[1] / long)), degrees(atan2(d[0], d[2]))
    return part(Capsule((0, 0, 0), (0, long, 0), r), material, a, turn, pitch, casts=casts)


def leaned(a: Point, b: Point) -> tuple[float, float, float]:
    """Return turn, pitch and length that bring what stands upright at a to lean toward b."""
    d = tuple(b[i] - a[i] for i in range(3))
    long = max(hypot(*d), 1e-6)
    return degrees(atan2(d[0], d[2])), degrees(acos(d[1] / long)), long


def triple(order: Order, name: str, otherwise: Point) -> Point:
    """Return an option that is three numbers.

    Raises:
        ValueError: it is something else.
    """
    value = order.options.get(name)
    if value is None:
        return otherwise
    try:
        return convert(value, Point)
    except ValidationError as error:
        raise ValueError(f"{name}: {error}") from None
