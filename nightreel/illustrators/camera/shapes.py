"""Signed distance fields: shapes that say how far a point is from their surface, in meters.

Formulas after I. Quilez, "distance functions" (iquilezles.org). Points come as three float32 arrays
x, y, z of one length, y up. Distances may be a little too short, never too long by more than a
quarter: the marcher allows for that. A shape is a value; `lo` and `hi` are the corners of a box
around it.
"""

from collections.abc import Sequence
from math import cos, hypot, radians, sin
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
"""float32 in truth: what numpy says of arithmetic with scalars cannot be followed by a checker."""

Point = tuple[float, float, float]

_F = np.float32


class Shape(Protocol):
    """Something with a surface."""

    @property
    def lo(self) -> Point:
        """The lower corner of a box around it."""
        ...

    @property
    def hi(self) -> Point:
        """The upper corner of a box around it."""
        ...

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """Return the distance of each point from the surface, negative inside."""
        ...


class Box:
    """A box of width, height and depth, standing on the origin; `bevel` rounds its edges."""

    def __init__(self, width: float, height: float, depth: float, bevel: float = 0.0) -> None:
        self._half = (width / 2, height / 2, depth / 2)
        self._bevel = min(bevel, *self._half)
        self.lo: Point = (-width / 2, 0.0, -depth / 2)
        self.hi: Point = (width / 2, height, depth / 2)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        a, b, c = self._half
        r = self._bevel
        qx = np.abs(x) - _F(a - r)
        qy = np.abs(y - _F(b)) - _F(b - r)
        qz = np.abs(z) - _F(c - r)
        inside = np.minimum(np.maximum(np.maximum(qx, qy), qz), _F(0))
        np.maximum(qx, _F(0), out=qx)
        np.maximum(qy, _F(0), out=qy)
        np.maximum(qz, _F(0), out=qz)
        return np.sqrt(qx * qx + qy * qy + qz * qz) + inside - _F(r)


class Cylinder:
    """An upright cylinder standing on the origin."""

    def __init__(self, radius: float, height: float, bevel: float = 0.0) -> None:
        self._r, self._h, self._bevel = radius, height / 2, min(bevel, radius, height / 2)
        self.lo: Point = (-radius, 0.0, -radius)
        self.hi: Point = (radius, height, radius)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        b = self._bevel
        qr = np.sqrt(x * x + z * z) - _F(self._r - b)
        qy = np.abs(y - _F(self._h)) - _F(self._h - b)
        inside = np.minimum(np.maximum(qr, qy), _F(0))
        np.maximum(qr, _F(0), out=qr)
        np.maximum(qy, _F(0), out=qy)
        return np.sqrt(qr * qr + qy * qy) + inside - _F(b)


class Cone:
    """An upright cone cut at the top: radius `foot` at the origin, `top` at `height`."""

    def __init__(self, foot: float, top: float, height: float) -> None:
        self._foot, self._top, self._height = foot, top, height
        r = max(foot, top)
        self._slope = height / hypot(height, foot - top)
        self.lo: Point = (-r, 0.0, -r)
        self.hi: Point = (r, height, r)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        along = np.clip(y / _F(self._height), _F(0), _F(1))
        radius = _F(self._foot) + _F(self._top - self._foot) * along
        side = (np.sqrt(x * x + z * z) - radius) * _F(self._slope)
        return np.maximum(side, np.abs(y - _F(self._height / 2)) - _F(self._height / 2))


class Sphere:
    """A ball around the origin."""

    def __init__(self, radius: float) -> None:
        self._r = radius
        self.lo: Point = (-radius, -radius, -radius)
        self.hi: Point = (radius, radius, radius)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        return np.sqrt(x * x + y * y + z * z) - _F(self._r)


class Ellipsoid:
    """A ball stretched to the radii a, b, c."""

    def __init__(self, a: float, b: float, c: float) -> None:
        self._a, self._b, self._c = a, b, c
        self.lo: Point = (-a, -b, -c)
        self.hi: Point = (a, b, c)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`; a bound rather than the distance."""
        u, v, w = x / _F(self._a), y / _F(self._b), z / _F(self._c)
        k0 = np.sqrt(u * u + v * v + w * w)
        u, v, w = u / _F(self._a), v / _F(self._b), w / _F(self._c)
        k1 = np.sqrt(u * u + v * v + w * w)
        return k0 * (k0 - _F(1)) / np.maximum(k1, _F(1e-6))


class Capsule:
    """A rod with round ends from point a to point b, of radius `r` at a and `end` at b."""

    def __init__(self, a: Point, b: Point, r: float, end: float | None = None) -> None:
        self._a, self._r = a, r
        self._taper = (r if end is None else end) - r
        self._d = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
        self._dd = max(sum(v * v for v in self._d), 1e-9)
        w = max(r, r + self._taper)
        self.lo: Point = (min(a[0], b[0]) - w, min(a[1], b[1]) - w, min(a[2], b[2]) - w)
        self.hi: Point = (max(a[0], b[0]) + w, max(a[1], b[1]) + w, max(a[2], b[2]) + w)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        dx, dy, dz = self._d
        px, py, pz = x - _F(self._a[0]), y - _F(self._a[1]), z - _F(self._a[2])
        h = (px * _F(dx) + py * _F(dy) + pz * _F(dz)) * _F(1 / self._dd)
        np.clip(h, _F(0), _F(1), out=h)
        px -= h * _F(dx)
        py -= h * _F(dy)
        pz -= h * _F(dz)
        away = np.sqrt(px * px + py * py + pz * pz)
        return away - (_F(self._r) + _F(self._taper) * h if self._taper else _F(self._r))

    def straight(self, axis: int) -> bool:
        """Return whether the rod lies across an axis, or along it with ends alike."""
        d = self._d
        return d[axis] == 0 or (not self._taper and all(d[i] == 0 for i in range(3) if i != axis))


class Torus:
    """A ring lying flat around the origin: `radius` of the ring, `tube` of the rod."""

    def __init__(self, radius: float, tube: float) -> None:
        self._r, self._t = radius, tube
        w = radius + tube
        self.lo: Point = (-w, -tube, -w)
        self.hi: Point = (w, tube, w)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        q = np.sqrt(x * x + z * z) - _F(self._r)
        return np.sqrt(q * q + y * y) - _F(self._t)


class Prism:
    """A flat outline in x and y (its corners in order), `depth` thick along z around the origin."""

    def __init__(self, outline: Sequence[tuple[float, float]], depth: float) -> None:
        self._points, self._half = tuple(outline), depth / 2
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        self.lo: Point = (min(xs), min(ys), -depth / 2)
        self.hi: Point = (max(xs), max(ys), depth / 2)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        nearest = np.full(x.shape, _F(1e9), np.float32)
        outside = np.ones(x.shape, bool)
        last = self._points[-1]
        for x1, y1 in self._points:
            x0, y0 = last
            ex, ey = x0 - x1, y0 - y1
            wx, wy = x - _F(x1), y - _F(y1)
            h = np.clip((wx * _F(ex) + wy * _F(ey)) * _F(1 / (ex * ex + ey * ey)), _F(0), _F(1))
            bx, by = wx - _F(ex) * h, wy - _F(ey) * h
            np.minimum(nearest, bx * bx + by * by, out=nearest)
            low, high, left = y >= _F(y1), y < _F(y0), _F(ex) * wy > _F(ey) * wx
            outside ^= (low & high & left) | ~(low | high | left)
            last = (x1, y1)
        flat = np.sqrt(nearest)
        flat = np.where(outside, flat, -flat)
        return np.maximum(flat, np.abs(z) - _F(self._half))


class Moved:
    """A shape elsewhere: tilted about x by `pitch`, about z by `roll`, turned about y, moved."""

    def __init__(
        self,
        shape: Shape,
        at: Point = (0, 0, 0),
        turn: float = 0,
        pitch: float = 0,
        roll: float = 0,
    ) -> None:
        self._shape, self._at = shape, at
        self._rows = rotation(turn, pitch, roll)
        self.lo, self.hi = boxed(shape, self._rows, at)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        px, py, pz = x - _F(self._at[0]), y - _F(self._at[1]), z - _F(self._at[2])
        return self._shape.distance(*unturned(self._rows, px, py, pz))


class Union:
    """Shapes taken together."""

    def __init__(self, *shapes: Shape) -> None:
        self._shapes = shapes
        self.lo, self.hi = _around(shapes)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        out = self._shapes[0].distance(x, y, z)
        for shape in self._shapes[1:]:
            out = np.minimum(out, shape.distance(x, y, z))
        return out


class Blend:
    """Shapes grown into each other over `soft` meters, as clay would be."""

    def __init__(self, soft: float, *shapes: Shape) -> None:
        self._k, self._shapes = soft, shapes
        lo, hi = _around(shapes)
        swell = _swell(soft, len(shapes))
        self.lo: Point = (lo[0] - swell, lo[1] - swell, lo[2] - swell)
        self.hi: Point = (hi[0] + swell, hi[1] + swell, hi[2] + swell)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        k = _F(self._k)
        out = self._shapes[0].distance(x, y, z)
        for shape in self._shapes[1:]:
            d = shape.distance(x, y, z)
            h = np.maximum(k - np.abs(out - d), _F(0)) / k
            out = np.minimum(out, d) - h * h * k * _F(0.25)
        return out


class Cut:
    """A shape with others taken out of it."""

    def __init__(self, shape: Shape, *out: Shape) -> None:
        self._shape, self._out = shape, out
        self.lo, self.hi = shape.lo, shape.hi

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        d = self._shape.distance(x, y, z)
        for shape in self._out:
            d = np.maximum(d, -shape.distance(x, y, z))
        return d


class Repeat:
    """A shape again and again: `count` copies on an axis (0, 1, 2), `spacing` apart, centered.

    A copy may reach into the next one, and no further.
    """

    def __init__(self, shape: Shape, axis: int, spacing: float, count: int) -> None:
        self._shape, self._axis, self._spacing, self._count = shape, axis, spacing, count
        reach = spacing * (count - 1) / 2
        lo, hi = list(shape.lo), list(shape.hi)
        self._middle = (lo[axis] + hi[axis]) / 2
        self._alone = count == 1 or (hi[axis] - lo[axis] <= spacing and _even(shape, axis))
        lo[axis] -= reach
        hi[axis] += reach
        self.lo: Point = (lo[0], lo[1], lo[2])
        self.hi: Point = (hi[0], hi[1], hi[2])

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        along = (x, y, z)[self._axis]
        s, half = _F(self._spacing), (self._count - 1) / 2
        at = along / s + _F(half)
        # The nearest copy is the one whose middle is. Rounded half-up: numpy rounds half to even,
        # which would give copies of two widths.
        off = at - _F(self._middle / self._spacing)
        nearest = np.clip(np.floor(off + _F(0.5)), _F(0), _F(self._count - 1))
        out = self._copy(x, y, z, (at - nearest) * s)
        if not self._alone:
            other = np.clip(nearest + np.sign(off - nearest), _F(0), _F(self._count - 1))
            out = np.minimum(out, self._copy(x, y, z, (at - other) * s))
        return out

    def _copy(self, x: Floats, y: Floats, z: Floats, along: Floats) -> Floats:
        p = [x, y, z]
        p[self._axis] = along
        return self._shape.distance(*p)


class Mirror:
    """A shape and its reflection: `axes` of "x" and "z" that are folded at 0, to the side on which
    the shape is.
    """

    def __init__(self, shape: Shape, axes: str = "x") -> None:
        self._shape = shape
        lo, hi = list(shape.lo), list(shape.hi)
        self._sides: dict[int, np.float32] = {}
        for axis, name in ((0, "x"), (2, "z")):
            if name in axes:
                self._sides[axis] = _F(1 if lo[axis] + hi[axis] >= 0 else -1)
                hi[axis] = max(-lo[axis], hi[axis])
                lo[axis] = -hi[axis]
        self.lo: Point = (lo[0], lo[1], lo[2])
        self.hi: Point = (hi[0], hi[1], hi[2])

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        p = [x, y, z]
        for axis, side in self._sides.items():
            p[axis] = np.abs(p[axis]) * side
        return self._shape.distance(*p)


class Rough:
    """A shape with an uneven surface: `depth` meters high bumps, `size` meters apart."""

    def __init__(self, shape: Shape, depth: float, size: float) -> None:
        self._shape, self._depth, self._k = shape, depth, 6.2832 / size
        # The bumps of depth 1 and wave number 1 rise by 1.6 a meter where they are steepest.
        self._slack = min(1.0, 1.25 / (1 + 1.6 * depth * self._k))
        self.lo: Point = (shape.lo[0] - depth, shape.lo[1] - depth, shape.lo[2] - depth)
        self.hi: Point = (shape.hi[0] + depth, shape.hi[1] + depth, shape.hi[2] + depth)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        k = _F(self._k)
        waves = np.sin(x * k + y) * np.sin(y * k * _F(1.3) + z) * np.sin(z * k + x * _F(0.7))
        fine = np.sin(x * k * _F(2.7) - z) * np.sin(z * k * _F(2.3) + y * k)
        smooth = self._shape.distance(x, y, z)
        d = smooth + _F(self._depth) * (waves * _F(0.65) + fine * _F(0.35))
        if self._slack == 1:
            return d
        return np.maximum(d * _F(self._slack), smooth - _F(self._depth))


def rotation(turn: float, pitch: float = 0, roll: float = 0) -> tuple[Point, Point, Point]:
    """Return the rows of the rotation that rolls about z, pitches about x, then turns about y.

    Degrees. A front that looks to -z looks to -x at turn 90.
    """
    ct, st = cos(radians(turn)), sin(radians(turn))
    cp, sp = cos(radians(pitch)), sin(radians(pitch))
    cr, sr = cos(radians(roll)), sin(radians(roll))
    return (
        (ct * cr + st * sp * sr, -ct * sr + st * sp * cr, st * cp),
        (cp * sr, cp * cr, -sp),
        (-st * cr + ct * sp * sr, st * sr + ct * sp * cr, ct * cp),
    )


def unturned(
    rows: tuple[Point, Point, Point], x: Floats, y: Floats, z: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the vectors turned back: the transposed rotation of each."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    if b == d == f == h == 0:  # turned about y alone, as nearly everything is
        return x * _F(a) + z * _F(g), y, x * _F(c) + z * _F(i)
    return (
        x * _F(a) + y * _F(d) + z * _F(g),
        x * _F(b) + y * _F(e) + z * _F(h),
        x * _F(c) + y * _F(f) + z * _F(i),
    )


def turned(
    rows: tuple[Point, Point, Point], x: Floats, y: Floats, z: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the vectors turned."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    return (
        x * _F(a) + y * _F(b) + z * _F(c),
        x * _F(d) + y * _F(e) + z * _F(f),
        x * _F(g) + y * _F(h) + z * _F(i),
    )


def boxed(shape: Shape, rows: tuple[Point, Point, Point], at: Point) -> tuple[Point, Point]:
    """Return the corners of a box around the shape once it is turned and moved."""
    corners = corners_of(shape, rows, at)
    xs, ys, zs = zip(*corners, strict=True)
    return (min(xs), min(ys), min(zs)), (max(xs), max(ys), max(zs))


def corners_of(shape: Shape, rows: tuple[Point, Point, Point], at: Point) -> list[Point]:
    """Return the eight corners of the shape's box, turned and moved."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    x, y, z = at
    return [
        (a * u + b * v + c * w + x, d * u + e * v + f * w + y, g * u + h * v + i * w + z)
        for u in (shape.lo[0], shape.hi[0])
        for v in (shape.lo[1], shape.hi[1])
        for w in (shape.lo[2], shape.hi[2])
    ]


def _swell(soft: float, count: int) -> float:
    """Return by how much shapes that all meet in one place grow there when they are blended."""
    out = 0.0
    for _ in range(count - 1):
        out += max(soft - out, 0.0) ** 2 / soft / 4
    return out


def _even(shape: Shape, axis: int) -> bool:
    """Return whether a shape is known to be its own mirror image across its middle on an axis: of
    such copies the one whose middle is nearest is the nearest.
    """
    match shape:
        case Box() | Cylinder() | Cone() | Sphere() | Ellipsoid() | Torus():
            return True
        case Capsule():
            return shape.straight(axis)
        case _:
            return False


def _around(shapes: Sequence[Shape]) -> tuple[Point, Point]:
    lo = tuple(min(s.lo[i] for s in shapes) for i in range(3))
    hi = tuple(max(s.hi[i] for s in shapes) for i in range(3))
    return (lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])
