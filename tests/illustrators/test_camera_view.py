"""Rays, rooms, and what of a set is nearest."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nightreel.illustrators.camera.kit.palette import PALETTE
from nightreel.illustrators.camera.rooms import Room
from nightreel.illustrators.camera.shapes import Box, Cylinder, Floats, Point, Sphere
from nightreel.illustrators.camera.solids import Solid
from nightreel.illustrators.camera.view import Buffer, View
from nightreel.worlds.filmed import Gap

WIDE, HIGH = 128, 72
FEW = settings(max_examples=40, deadline=None)
STONE = PALETTE["concrete"]


def meters(least: float, most: float) -> st.SearchStrategy[float]:
    return st.integers(round(least * 100), round(most * 100)).map(lambda n: n / 100)


POINTS = st.tuples(meters(-5, 5), meters(0.2, 3), meters(-5, 5))
VIEWS = st.builds(View, POINTS, POINTS, st.integers(24, 80).map(float), meters(-9, 9)).filter(
    lambda v: (v.eye[0] - v.to[0]) ** 2 + (v.eye[2] - v.to[2]) ** 2 > 0.5
)


def ball(at: Point, radius: float, owner: str = "ball") -> Solid:
    return Solid(Sphere(radius), STONE, at, owner=owner)


def placed(view: View, column: float, row: float, depth: float) -> Point:
    """Return the point that a view shows at shares of its width and height, so far away."""
    right, up, forward = view.axes()
    k = float(np.tan(np.radians(view.lens) / 2))
    a, b = (column * 2 - 1) * k * WIDE / HIGH, (1 - row * 2) * k
    x, y, z = (view.eye[i] + depth * (forward[i] + right[i] * a + up[i] * b) for i in range(3))
    return x, y, z


@given(VIEWS, meters(0.1, 0.9), meters(0.1, 0.9), meters(1, 9))
@FEW
def test_a_point_is_seen_where_its_rays_go(
    view: View, column: float, row: float, depth: float
) -> None:
    at = placed(view, column, row, depth)
    x, y, away = view.seen(at, WIDE, HIGH)
    assert (x, y, away) == pytest.approx((column * WIDE, row * HIGH, depth), abs=1e-3)
    buffer = Buffer(view, WIDE, HIGH)
    buffer.add([ball(at, depth * buffer.pixel * 2.5)])
    rows, columns = np.nonzero(buffer.owned("ball"))
    assert len(rows) >= 9
    assert columns.min() - 1 <= x - 0.5 <= columns.max() + 1
    assert rows.min() - 1 <= y - 0.5 <= rows.max() + 1
    assert columns.mean() == pytest.approx(x - 0.5, abs=1)
    assert rows.mean() == pytest.approx(y - 0.5, abs=1)
    middle = buffer.t[int(y) * WIDE + int(x)] * buffer.cosine[int(y) * WIDE + int(x)]
    assert middle == pytest.approx(depth, rel=0.1)


def test_what_lies_behind_is_not_seen() -> None:
    buffer = Buffer(View((0, 1, 0), (0, 1, 5)), WIDE, HIGH)
    buffer.add([ball((0, 1, -3), 1.0)])
    assert not buffer.owned("ball").any()


@given(VIEWS, st.lists(st.tuples(POINTS, meters(0.1, 0.8)), min_size=2, max_size=4))
@FEW
def test_the_nearest_solid_wins_in_whatever_order_they_come(
    view: View, balls: list[tuple[Point, float]]
) -> None:
    for at, radius in balls:
        assume(sum((at[i] - view.eye[i]) ** 2 for i in range(3)) > (radius + 0.1) ** 2)
    solids = [ball(at, radius, str(i)) for i, (at, radius) in enumerate(balls)]
    nearest = np.min([met_by(view, at, radius) for at, radius in balls], axis=0)
    pictures: list[Floats] = []
    for order in list(permutations(solids))[:6]:
        buffer = Buffer(view, WIDE, HIGH)
        for solid in order:
            buffer.add([solid])
        # A ray that grazes may be said to meet, a little too soon: an outline is a pixel fat.
        assert np.isclose(buffer.t, nearest, rtol=0.01, atol=0.02).mean() > 0.93
        pictures.append(buffer.t)
    for other in pictures[1:]:
        assert np.isclose(pictures[0], other, rtol=0.01, atol=0.02).mean() > 0.995


def met_by(view: View, at: Point, radius: float) -> Floats:
    """Return how far along every ray a ball is met, by the closed form."""
    x, y, z = (d.astype(np.float64) for d in Buffer(view, WIDE, HIGH).dirs)
    off = [view.eye[i] - at[i] for i in range(3)]
    b = x * off[0] + y * off[1] + z * off[2]
    inner = b * b - sum(v * v for v in off) + radius * radius
    t = -b - np.sqrt(np.maximum(inner, 0))
    return np.where((inner > 0) & (t > 0), t, np.inf)


def test_what_stands_before_something_hides_it() -> None:
    buffer = Buffer(View((0, 1, 0), (0, 1, 5)), WIDE, HIGH)
    buffer.ground(0.0, STONE)
    buffer.add([ball((0, 1, 6), 0.5, "far"), Solid(Box(3, 3, 0.2), STONE, (0, 0, 3), owner="wall")])
    assert not buffer.owned("far").any()
    assert buffer.owned("wall")[HIGH // 2, WIDE // 2]


@given(VIEWS)
@FEW
def test_normals_are_of_length_one_and_look_back_at_the_eye(view: View) -> None:
    at = placed(view, 0.5, 0.5, 3.0)
    buffer = Buffer(view, WIDE, HIGH)
    buffer.add([Solid(Cylinder(0.6, 1.2, 0.05), STONE, (at[0], at[1] - 0.6, at[2]))])
    hit = buffer.solid >= 0
    assume(hit.any())
    n = buffer.normal[:, hit]
    np.testing.assert_allclose((n * n).sum(axis=0), 1, atol=1e-3)
    facing: Floats = np.sum([n[i] * buffer.dirs[i][hit] for i in range(3)], axis=0)
    # Where a face ends behind an edge, a pixel's normal may be half of what it does not see.
    assert (facing < 0.05).mean() > 0.97


# --- rooms

FACES: dict[str, Point] = {
    "n": (0, 0, -1), "s": (0, 0, 1), "e": (-1, 0, 0), "w": (1, 0, 0),
    "floor": (0, 1, 0), "ceiling": (0, -1, 0),
}  # fmt: skip


def a_room(*openings: Gap) -> Room:
    m = PALETTE
    return Room((-2, 0, -3), (2, 2.5, 3), m["brick"], m["lino"], m["ceiling"], openings)


def met(room: Room, eye: Point, way: Point) -> tuple[float, Point]:
    d = [np.array([v], np.float32) for v in np.array(way) / np.linalg.norm(way)]
    t, x, y, z = room.leave(eye, d[0], d[1], d[2])
    return float(t[0]), (float(x[0]), float(y[0]), float(z[0]))


INSIDE = st.tuples(meters(-1.9, 1.9), meters(0.1, 2.4), meters(-2.9, 2.9))
WAYS = st.tuples(meters(-1, 1), meters(-1, 1), meters(-1, 1)).filter(
    lambda d: max(map(abs, d)) > 0.2
)


@given(INSIDE, WAYS)
def test_a_ray_from_inside_meets_the_face_that_it_goes_to(eye: Point, way: Point) -> None:
    room = a_room()
    size = float(np.linalg.norm(way))
    t, normal = met(room, eye, way)
    at = [eye[i] + way[i] / size * t for i in range(3)]
    for i in range(3):
        assert room.lo[i] - 1e-3 <= at[i] <= room.hi[i] + 1e-3
    axis = int(np.abs(normal).argmax())
    edge = room.hi[axis] if way[axis] > 0 else room.lo[axis]
    assert at[axis] == pytest.approx(edge, abs=1e-3)
    assert normal in FACES.values()
    assert normal[axis] * way[axis] < 0


@given(st.sampled_from("nsew"), meters(-1, 1), meters(0, 1), INSIDE, meters(-3, 3), meters(0, 2.4))
def test_an_opening_lets_through_what_goes_through_it(
    wall: str, along: float, sill: float, eye: Point, aside: float, height: float
) -> None:
    hole = Gap(wall, along, width=0.8, height=1.2, sill=sill)
    edge = {"n": 3.0, "s": -3.0, "e": 2.0, "w": -2.0}[wall]
    side = min(max(aside, -1.9), 1.9) if wall in "ns" else aside * 0.95
    to = (side, height, edge) if wall in "ns" else (edge, height, side)
    through = abs(side - along) < 0.4 and sill < height < sill + 1.2
    assume(abs(abs(side - along) - 0.4) > 0.01)
    assume(min(abs(height - sill), abs(height - sill - 1.2)) > 0.01)
    way = (to[0] - eye[0], to[1] - eye[1], to[2] - eye[2])
    t, _ = met(a_room(hole), eye, way)
    assert np.isinf(t) == through


def test_each_face_of_a_room_has_its_material() -> None:
    for way, name in (((0, 0, 1), "brick"), ((0.01, -1, 0), "lino"), ((0.01, 1, 0), "ceiling")):
        buffer = Buffer(View((0, 1.2, 0), (way[0], 1.2 + way[1], way[2])), WIDE, HIGH)
        buffer.room(a_room())
        middle = HIGH // 2 * WIDE + WIDE // 2
        assert buffer.materials[buffer.material[middle]] == PALETTE[name]


def test_through_an_opening_one_sees_the_ground_outside() -> None:
    buffer = Buffer(View((0, 1.5, 0), (0, 0.9, 3)), WIDE, HIGH)
    buffer.room(a_room(Gap("n", 0, 1.2, 2.2)))
    buffer.ground(-0.03, PALETTE["salt"])
    middle: Floats = buffer.t.reshape(HIGH, WIDE)[:, WIDE // 2]
    outside = buffer.materials.index(PALETTE["salt"])
    assert outside in buffer.material
    assert np.isinf(middle).any() or (middle > 3).any()
