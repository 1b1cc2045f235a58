"""Shapes with their oracles: who says, by another way, which points lie inside."""

from collections.abc import Callable

import numpy as np
from hypothesis import strategies as st
from msgspec import Struct
from numpy.typing import NDArray

from nightreel.illustrators.camera.shapes import (
    Blend,
    Box,
    Capsule,
    Cone,
    Cut,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Point,
    Prism,
    Repeat,
    Rough,
    Shape,
    Sphere,
    Torus,
    Union,
)

Points = NDArray[np.float64]
"""(n, 3), in meters."""
Inside = Callable[[Points], NDArray[np.bool_]]

LONG = 1.25
"""By how much a distance may be too long."""


class Case(Struct, frozen=True):
    """A shape, and what lies inside of it."""

    shape: Shape
    inside: Inside


def distance(shape: Shape, points: Points) -> NDArray[np.float64]:
    """Return the shape's own distances."""
    x, y, z = (np.ascontiguousarray(points[:, i], np.float32) for i in range(3))
    return np.asarray(shape.distance(x, y, z), np.float64)


def around(shape: Shape, count: int, seed: int, grown: float = 0.5) -> Points:
    """Return points in and around the shape's box."""
    lo, hi = np.array(shape.lo, float), np.array(shape.hi, float)
    more = np.maximum((hi - lo) * grown, 0.02)
    return np.random.default_rng(seed).uniform(lo - more, hi + more, (count, 3))


def surface(shape: Shape, count: int, seed: int) -> Points:
    """Return points of the shape's surface: where the sign changes between two points."""
    a = around(shape, count * 12, seed)
    inner = a[distance(shape, a) < 0]
    if not len(inner):
        return np.empty((0, 3))
    rng = np.random.default_rng(seed + 1)
    inner = inner[rng.integers(0, len(inner), count)]
    size = np.linalg.norm(np.array(shape.hi) - np.array(shape.lo)) * 2 + 1
    way = rng.normal(size=(count, 3))
    outer: Points = inner + way / np.linalg.norm(way, axis=1, keepdims=True) * size
    for _ in range(30):
        middle = (inner + outer) / 2
        within = distance(shape, middle) < 0
        inner[within], outer[~within] = middle[within], middle[~within]
    return outer


def longest(shape: Shape, seed: int = 1, count: int = 300) -> float:
    """Return by how much, at the most, a distance outside exceeds that of the nearest known point
    of the surface: a true distance is never above 1.
    """
    skin = surface(shape, count * 4, seed)
    points = around(shape, count, seed + 2)
    d = distance(shape, points)
    points, d = points[d > 0.02], d[d > 0.02]
    if not len(skin) or not len(points):
        return 0.0
    nearest = np.sqrt(((points[:, None, :] - skin[None]) ** 2).sum(axis=2)).min(axis=1)
    return float((d / np.maximum(nearest, 1e-6)).max())


# --- one shape at a time


def _length(least: float, most: float) -> st.SearchStrategy[float]:
    """Lengths (or degrees) in hundredths: they shrink to what can be read."""
    return st.integers(round(least * 100), round(most * 100)).map(lambda n: n / 100)


SIZE = _length(0.1, 3.0)
THIN = _length(0.05, 0.4)
PLACE = st.tuples(*[_length(-2.0, 2.0)] * 3)


def _box(w: float, h: float, d: float) -> Case:
    return Case(
        Box(w, h, d),
        lambda p: (abs(p[:, 0]) < w / 2) & (p[:, 1] > 0) & (p[:, 1] < h) & (abs(p[:, 2]) < d / 2),
    )


def _flat(p: Points) -> NDArray[np.float64]:
    return np.hypot(p[:, 0], p[:, 2])


def _cylinder(r: float, h: float) -> Case:
    return Case(Cylinder(r, h), lambda p: (_flat(p) < r) & (p[:, 1] > 0) & (p[:, 1] < h))


def _cone(foot: float, top: float, h: float) -> Case:
    return Case(
        Cone(foot, top, h),
        lambda p: (_flat(p) < foot + (top - foot) * p[:, 1] / h) & (p[:, 1] > 0) & (p[:, 1] < h),
    )


def _sphere(r: float) -> Case:
    return Case(Sphere(r), lambda p: np.linalg.norm(p, axis=1) < r)


def _ellipsoid(a: float, b: float, c: float) -> Case:
    return Case(Ellipsoid(a, b, c), lambda p: np.linalg.norm(p / np.array([a, b, c]), axis=1) < 1)


def _capsule(a: Point, b: Point, r: float) -> Case:
    start, way = np.array(a), np.array(b) - np.array(a)

    def inside(p: Points) -> NDArray[np.bool_]:
        k = np.clip((p - start) @ way / max(way @ way, 1e-12), 0, 1)
        return np.linalg.norm(p - start - k[:, None] * way, axis=1) < r

    return Case(Capsule(a, b, r), inside)


def _torus(r: float, tube: float) -> Case:
    return Case(Torus(r, tube), lambda p: np.hypot(_flat(p) - r, p[:, 1]) < tube)


@st.composite
def outlines(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Outlines that do not cross themselves: corners by their angle around a middle."""
    count = draw(st.integers(3, 9))
    radii = draw(st.lists(_length(0.2, 2.0), min_size=count, max_size=count))
    turn = draw(_length(0.0, 6.0))
    angles = [turn + 2 * np.pi * i / count for i in range(count)]
    return [(r * np.cos(a), r * np.sin(a)) for r, a in zip(radii, angles, strict=True)]


def within(outline: list[tuple[float, float]], x: float, y: float) -> bool:
    """Return whether a ray to the right crosses the outline an odd number of times."""
    crossed = False
    for i, (x1, y1) in enumerate(outline):
        x0, y0 = outline[i - 1]
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            crossed = not crossed
    return crossed


def _prism(outline: list[tuple[float, float]], depth: float) -> Case:
    def inside(p: Points) -> NDArray[np.bool_]:
        flat = np.array([within(outline, x, y) for x, y in p[:, :2]])
        return flat & (abs(p[:, 2]) < depth / 2)

    return Case(Prism(outline, depth), inside)


PLAIN: st.SearchStrategy[Case] = st.one_of(
    st.builds(_box, SIZE, SIZE, SIZE),
    st.builds(_cylinder, SIZE, SIZE),
    st.builds(_cone, SIZE, SIZE, SIZE),
    st.builds(_sphere, SIZE),
    st.builds(_capsule, PLACE, PLACE, THIN),
    st.builds(_torus, SIZE, THIN),
    st.builds(_prism, outlines(), SIZE),
)
"""Shapes whose distance is the true one, or short."""


def _egg(r: float, tall: float, deep: float) -> Case:
    return _ellipsoid(r, r * tall, r * deep)


ROUND: st.SearchStrategy[Case] = st.builds(
    _egg, _length(0.2, 1.0), _length(0.5, 1.6), _length(0.5, 1.6)
)
"""Ellipsoids, no more than about three to one: the kit has none that are longer."""


# --- together


def _moved(it: Case, at: Point, turn: float, pitch: float, roll: float) -> Case:
    t, p, r = np.radians([turn, pitch, roll])
    about_y = np.array([[np.cos(t), 0, np.sin(t)], [0, 1, 0], [-np.sin(t), 0, np.cos(t)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    rows = about_y @ about_x @ about_z
    return Case(Moved(it.shape, at, turn, pitch, roll), lambda q: it.inside((q - at) @ rows))


def _union(*them: Case) -> Case:
    shapes = Union(*(c.shape for c in them))
    return Case(shapes, lambda p: np.any([c.inside(p) for c in them], axis=0))


def _cut(it: Case, *out: Case) -> Case:
    def inside(p: Points) -> NDArray[np.bool_]:
        return it.inside(p) & ~np.any([c.inside(p) for c in out], axis=0)

    return Case(Cut(it.shape, *(c.shape for c in out)), inside)


def _repeat(it: Case, axis: int, count: int) -> Case:
    reach = max(abs(it.shape.lo[axis]), abs(it.shape.hi[axis]))
    spacing = reach * 2.05 + 0.01
    offsets = [spacing * (i - (count - 1) / 2) for i in range(count)]
    step = np.eye(3)[axis]
    return Case(
        Repeat(it.shape, axis, spacing, count),
        lambda p: np.any([it.inside(p - step * o) for o in offsets], axis=0),
    )


def _mirror(it: Case, axes: str) -> Case:
    flips = [np.array([x, 1, z]) for x in (1, -1) for z in (1, -1)]
    flips = [f for f in flips if all(f[i] > 0 or n in axes for i, n in ((0, "x"), (2, "z")))]
    return Case(Mirror(it.shape, axes), lambda p: np.any([it.inside(p * f) for f in flips], axis=0))


ANGLE = _length(-180.0, 180.0)
TOGETHER: st.SearchStrategy[Case] = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.builds(_moved, inner, PLACE, ANGLE, ANGLE, ANGLE),
        st.builds(_union, inner, inner),
        st.builds(_cut, inner, inner),
        st.builds(_repeat, inner, st.integers(0, 2), st.integers(1, 4)),
    ),
    max_leaves=4,
)
"""Shapes of shapes. A mirrored one is apart: it must lie on its own side to be a bound."""


@st.composite
def mirrored(draw: st.DrawFn) -> Case:
    """A shape to the right of (or around) the plane in which it is mirrored."""
    it = draw(PLAIN)
    aside = max(0.0, -min(it.shape.lo)) + draw(_length(0.0, 0.5))
    return _mirror(
        _moved(it, (aside, 0.0, aside), 0, 0, 0), draw(st.sampled_from(["x", "z", "xz"]))
    )


@st.composite
def blended(draw: st.DrawFn) -> tuple[Shape, list[Case]]:
    """Shapes grown into each other, and what they are apart."""
    them = [draw(PLAIN), draw(PLAIN)]
    return Blend(draw(_length(0.02, 0.5)), *(c.shape for c in them)), them


@st.composite
def roughened(draw: st.DrawFn) -> tuple[Shape, Case, float]:
    """A shape with bumps, no steeper than the kit's, and how high they are."""
    it = draw(PLAIN)
    size = draw(_length(0.2, 1.0))
    depth = size * draw(st.sampled_from([0.005, 0.01, 0.02]))
    return Rough(it.shape, depth, size), it, depth
