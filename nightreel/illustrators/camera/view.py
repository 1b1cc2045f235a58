"""What the lens sees: rays, and for each of them the nearest surface (a geometry buffer).

Solids are taken one at a time, nearest first: each is marched only along the rays that cross its
box, between where they enter it and where something nearer was met. So the price of a frame is the
area of what is in it, not the number of things times the number of pixels.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, radians, sin, tan

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nightreel.illustrators.camera.patterns import holes, share
from nightreel.illustrators.camera.rooms import Room
from nightreel.illustrators.camera.shapes import (
    Floats,
    Point,
    Shape,
    corners_of,
    turned,
    unturned,
)
from nightreel.illustrators.camera.solids import Material, Solid

_F = np.float32
STEPS = 44
NOTHING = -1
NEAR = 0.02
"""Meters before the lens from which on something can be seen."""
_EDGES = tuple((i, i | bit) for bit in (1, 2, 4) for i in range(8) if not i & bit)
"""Pairs of a box's corners, as `corners_of` orders them, that are joined by an edge."""


class View(Struct, frozen=True):
    """A camera: where it is, what it is turned to, how wide it sees.

    Attributes:
        eye, to: meters.
        lens: height of the picture in degrees.
        roll: tilt in degrees, clockwise.
    """

    eye: Point
    to: Point
    lens: float = 50.0
    roll: float = 0.0

    def axes(self) -> tuple[Point, Point, Point]:
        """Return right, up and forward, each of length 1."""
        return _axes(self.eye, self.to, self.roll)

    def seen(self, point: Point, width: int, height: int) -> tuple[float, float, float]:
        """Return column, row and depth of a point, in pixels and meters; depth <= 0 is behind."""
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = _axes(self.eye, self.to, self.roll)
        dx, dy, dz = point[0] - self.eye[0], point[1] - self.eye[1], point[2] - self.eye[2]
        depth = dx * cx + dy * cy + dz * cz
        scale = height / (2 * tan(radians(self.lens) / 2) * max(depth, 1e-6))
        x = (dx * ax + dy * ay + dz * az) * scale + width / 2
        y = height / 2 - (dx * bx + dy * by + dz * bz) * scale
        return x, y, depth


@lru_cache(64)
def _axes(eye: Point, to: Point, roll: float) -> tuple[Point, Point, Point]:
    f = np.subtract(to, eye).astype(np.float64)
    f /= max(float(np.sqrt((f * f).sum())), 1e-9)
    r = np.array([f[2], 0.0, -f[0]])
    r /= max(float(np.sqrt((r * r).sum())), 1e-9)
    u = np.cross(f, r)
    c, s = cos(radians(roll)), sin(radians(roll))
    return _point(r * c + u * s), _point(u * c - r * s), _point(f)


def _point(v: NDArray[np.float64]) -> Point:
    return float(v[0]), float(v[1]), float(v[2])


class Buffer:
    """For every pixel: distance, normal, place on the surface (in the solid's own meters), and
    which solid and material it is. Arrays are flat, rows from the top.

    A weave too fine to be seen thread by thread is a veil: how much of it lies before the pixel,
    and its material.
    """

    def __init__(self, view: View, width: int, height: int) -> None:
        self.view, self.width, self.height = view, width, height
        right, up, forward = view.axes()
        k = tan(radians(view.lens) / 2)
        u = ((np.arange(width, dtype=np.float32) + _F(0.5)) * _F(2 / width) - 1) * _F(
            k * width / height
        )
        v = (1 - (np.arange(height, dtype=np.float32) + _F(0.5)) * _F(2 / height)) * _F(k)
        uu, vv = np.meshgrid(u, v)
        length = _F(1) / np.sqrt(uu * uu + vv * vv + 1)
        self.dirs = tuple(
            ((_F(right[i]) * uu + _F(up[i]) * vv + _F(forward[i])) * length).ravel()
            for i in range(3)
        )
        self.cosine = length.ravel()
        n = width * height
        self.pixel = 2 * k / height
        self.t = np.full(n, np.inf, np.float32)
        self.normal = np.zeros((3, n), np.float32)
        self.local = np.zeros((3, n), np.float32)
        self.axis = np.zeros(n, np.int8)
        self.solid = np.full(n, NOTHING, np.int16)
        self.material = np.full(n, NOTHING, np.int16)
        self.veil = np.zeros(n, np.float32)
        self.veiled = np.full(n, NOTHING, np.int16)
        self.solids: list[Solid | Room | None] = []
        self.materials: list[Material] = []
        self._index: dict[Material, int] = {}

    # --- filling

    def ground(self, height: float, material: Material) -> None:
        """Lay an endless flat ground at a height."""
        dx, dy, dz = self.dirs
        eye = self.view.eye
        down = np.minimum(dy, _F(-1e-5))
        t = _F(height - eye[1]) / down
        hit = np.flatnonzero((dy < -1e-5) & (t > 0) & (t < self.t))
        t = t[hit]
        self._write(hit, t, self._number(material), self._own(None))
        self.normal[:, hit] = np.array([[0], [1], [0]], np.float32)
        self.axis[hit] = 1
        self.local[0, hit] = eye[0] + dx[hit] * t
        self.local[1, hit] = height
        self.local[2, hit] = eye[2] + dz[hit] * t

    def room(self, room: Room) -> None:
        """Put the inside of a room around what is there."""
        dx, dy, dz = self.dirs
        t, nx, ny, nz = room.leave(self.view.eye, dx, dy, dz)
        hit = np.flatnonzero(t < self.t)
        t = t[hit]
        self._write(hit, t, self._number(room.wall), self._own(room))
        for i, n in enumerate((nx, ny, nz)):
            self.normal[i, hit] = n[hit]
            self.local[i, hit] = self.view.eye[i] + self.dirs[i][hit] * t
        self.axis[hit] = np.abs(self.normal[:, hit]).argmax(axis=0)
        self.material[hit[self.normal[1, hit] > 0.5]] = self._number(room.floor)
        self.material[hit[self.normal[1, hit] < -0.5]] = self._number(room.ceiling)

    def add(self, solids: Sequence[Solid], stop: Callable[[], None] = lambda: None) -> None:
        """March solids in, the nearest first. `stop` is called between them and may raise."""
        for solid in sorted(solids, key=self._nearness):
            stop()
            self._march(solid)

    def _nearness(self, solid: Solid) -> float:
        middle, radius = ball(solid)
        d = [middle[i] - self.view.eye[i] for i in range(3)]
        return sum(v * v for v in d) ** 0.5 - radius

    def _own(self, what: Solid | Room | None) -> int:
        self.solids.append(what)
        return len(self.solids) - 1

    def _number(self, material: Material) -> int:
        if material not in self._index:
            self._index[material] = len(self.materials)
            self.materials.append(material)
        return self._index[material]

    def _write(self, hit: NDArray[np.intp], t: Floats, material: int, solid: int) -> None:
        self.t[hit] = t
        self.material[hit] = material
        self.solid[hit] = solid

    def rect(self, solid: Solid) -> tuple[int, int, int, int] | None:
        """Return the columns and rows (left, top, right, bottom) that a solid's box covers."""
        corners = corners_of(solid.shape, solid.rows, solid.at)
        points = [self.view.seen(c, self.width, self.height) for c in corners]
        front = [p for p in points if p[2] > NEAR]
        if not front:
            return None
        if len(front) < len(points):
            front += [
                self.view.seen(self._crossing(corners, points, i, j), self.width, self.height)
                for i, j in _EDGES
                if (points[i][2] > NEAR) != (points[j][2] > NEAR)
            ]
        left, right = min(p[0] for p in front), max(p[0] for p in front)
        top, bottom = min(p[1] for p in front), max(p[1] for p in front)
        box = (
            max(0, int(left)),
            max(0, int(top)),
            min(self.width, int(right) + 2),
            min(self.height, int(bottom) + 2),
        )
        return box if box[0] < box[2] and box[1] < box[3] else None

    @staticmethod
    def _crossing(corners: Sequence[Point], points: Sequence[Point], i: int, j: int) -> Point:
        """Return where an edge of a box comes out in front of the lens."""
        k = (NEAR - points[i][2]) / (points[j][2] - points[i][2])
        a, b = corners[i], corners[j]
        return tuple(a[n] + (b[n] - a[n]) * k for n in range(3))  # pyright: ignore[reportReturnType]

    def _march(self, solid: Solid) -> None:
        rect = self.rect(solid)
        if rect is None:
            return
        left, top, right, bottom = rect
        rows = np.arange(top, bottom, dtype=np.intp)[:, None] * self.width
        pixels = (rows + np.arange(left, right, dtype=np.intp)[None, :]).ravel()
        local = unturned(solid.rows, *(d[pixels] for d in self.dirs))
        eye = self._seen_from(solid)
        enter, leave = slab(solid.shape.lo, solid.shape.hi, eye, local)
        leave = np.minimum(leave, self.t[pixels])
        keep = np.flatnonzero(enter < leave)
        if not keep.size:
            return
        pixels = pixels[keep]
        local = tuple(d[keep] for d in local)
        near, t = march(solid, eye, local, enter[keep], leave[keep], self.pixel)
        if near.size:
            self._met(solid, pixels[near], eye, tuple(d[near] for d in local), t)

    def _seen_from(self, solid: Solid) -> Point:
        """Return where the eye is, in the solid's own meters."""
        off = [np.array([self.view.eye[i] - solid.at[i]], np.float32) for i in range(3)]
        x, y, z = unturned(solid.rows, *off)
        return float(x[0]), float(y[0]), float(z[0])

    def _met(
        self, solid: Solid, pixels: NDArray[np.intp], eye: Point, d: tuple[Floats, ...], t: Floats
    ) -> None:
        x, y, z = (_F(eye[i]) + d[i] * t for i in range(3))
        n = normal(solid.shape, x, y, z, t * _F(self.pixel))
        axis = np.abs(n).argmax(axis=0).astype(np.int8)
        if solid.material.cut:
            solidly = self._woven(solid.material, pixels, (x, y, z), axis, t)
            pixels, t, axis, n = pixels[solidly], t[solidly], axis[solidly], n[:, solidly]
            x, y, z = x[solidly], y[solidly], z[solidly]
        self._write(pixels, t, self._number(solid.material), self._own(solid))
        for material, faces in (
            (solid.front, n[2] < -0.6),
            (solid.top, n[1] > 0.6),
            (solid.bottom, n[1] < -0.6),
        ):
            if material is not None:
                self.material[pixels[faces]] = self._number(material)
        self.axis[pixels] = axis
        self.normal[:, pixels] = turned(solid.rows, n[0], n[1], n[2])
        self.local[0, pixels], self.local[1, pixels], self.local[2, pixels] = x, y, z

    def _woven(
        self,
        material: Material,
        pixels: NDArray[np.intp],
        at: tuple[Floats, Floats, Floats],
        axis: NDArray[np.int8],
        t: Floats,
    ) -> NDArray[np.bool_]:
        """Return where a thread is met; where threads are too fine to tell, lay a veil instead."""
        fine, open_ = holes(material, *at, axis, t * _F(self.pixel))
        thin = pixels[fine]
        self.veil[thin] = 1 - (1 - self.veil[thin]) * _F(1 - share(material))
        self.veiled[thin] = self._number(material)
        return ~fine & ~open_

    def owned(self, owner: str) -> NDArray[np.bool_]:
        """Return which pixels (height, width) show something of a thing or threat."""
        mine = np.array([isinstance(s, Solid) and s.owner == owner for s in self.solids] + [False])
        return mine[self.solid].reshape(self.height, self.width)


def ball(solid: Solid) -> tuple[Point, float]:
    """Return the middle and radius of a ball around a solid."""
    points = corners_of(solid.shape, solid.rows, solid.at)
    (ax, ay, az), (bx, by, bz) = points[0], points[7]
    radius = 0.5 * ((bx - ax) ** 2 + (by - ay) ** 2 + (bz - az) ** 2) ** 0.5
    return ((ax + bx) / 2, (ay + by) / 2, (az + bz) / 2), radius


def slab(
    lo: Point, hi: Point, eye: Sequence[float] | Sequence[Floats], d: tuple[Floats, ...]
) -> tuple[Floats, Floats]:
    """Return where rays enter and leave a box, in units of `d`; entering is never behind."""
    enter, leave = (
        np.full(d[0].shape, _F(1e-3), np.float32),
        np.full(d[0].shape, _F(np.inf), np.float32),
    )
    for i in range(3):
        safe = np.where(np.abs(d[i]) < _F(1e-7), _F(1e-7), d[i])
        t0, t1 = (lo[i] - 1e-3 - eye[i]) / safe, (hi[i] + 1e-3 - eye[i]) / safe
        np.maximum(enter, np.minimum(t0, t1), out=enter)
        np.minimum(leave, np.maximum(t0, t1), out=leave)
    return enter, leave


def march(
    solid: Solid, eye: Point, d: tuple[Floats, ...], enter: Floats, leave: Floats, pixel: float
) -> tuple[NDArray[np.intp], Floats]:
    """Sphere-trace the rays. Return which of them hit, and how far along."""
    live = np.arange(enter.size)
    t = enter.copy()
    dx, dy, dz = d
    hits: list[NDArray[np.intp]] = []
    places: list[Floats] = []
    for _ in range(STEPS):
        gap = solid.shape.distance(_F(eye[0]) + dx * t, _F(eye[1]) + dy * t, _F(eye[2]) + dz * t)
        met = gap < t * _F(pixel * 0.4) + _F(4e-4)
        t = t + gap * _F(0.92)
        gone = t > leave
        if met.any():
            hits.append(live[met & ~gone])
            places.append(t[met & ~gone])
        on = ~(met | gone)
        left = int(np.count_nonzero(on))
        if not left:
            break
        if left < on.size:
            live, t, leave, dx, dy, dz = live[on], t[on], leave[on], dx[on], dy[on], dz[on]
    if not hits:
        return np.empty(0, np.intp), np.empty(0, np.float32)
    return np.concatenate(hits), np.concatenate(places)


_CORNERS = ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1))


def normal(shape: Shape, x: Floats, y: Floats, z: Floats, size: Floats) -> Floats:
    """Return outward normals (3, n) by the four-point difference of I. Quilez."""
    h = np.maximum(size * _F(0.5), _F(8e-4))
    out = np.zeros((3, x.size), np.float32)
    for a, b, c in _CORNERS:
        d = shape.distance(x + h * a, y + h * b, z + h * c)
        out[0] += a * d
        out[1] += b * d
        out[2] += c * d
    out /= np.maximum(np.sqrt((out * out).sum(axis=0)), _F(1e-9))
    return out
