"""Distances that a marcher can trust: the right sign, and never too long."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightreel.illustrators.camera.shapes import (
    Floats,
    Point,
    Prism,
    Shape,
    rotation,
    turned,
    unturned,
)
from tests.illustrators.solid_shapes import (
    ANGLE,
    LONG,
    PLAIN,
    ROUND,
    TOGETHER,
    Case,
    around,
    blended,
    distance,
    longest,
    mirrored,
    outlines,
    roughened,
    within,
)

FEW = settings(max_examples=40, deadline=None)
CLEAR = 2e-3
"""Meters from a surface within which float32 may call it either way."""

SHARP = st.one_of(PLAIN, ROUND, TOGETHER, mirrored())
EVERY = st.one_of(
    SHARP.map(lambda c: c.shape),
    blended().map(lambda b: b[0]),
    roughened().map(lambda r: r[0]),
)


@given(SHARP, st.integers(0, 999))
@FEW
def test_a_distance_is_negative_inside_and_positive_outside(it: Case, seed: int) -> None:
    points = around(it.shape, 300, seed)
    d = distance(it.shape, points)
    sure = abs(d) > CLEAR
    assert (it.inside(points)[sure] == (d[sure] < 0)).all()


@given(EVERY, st.integers(0, 999))
@FEW
def test_the_box_around_a_shape_holds_all_of_it(shape: Shape, seed: int) -> None:
    points = around(shape, 400, seed, grown=1.0)
    inside = points[distance(shape, points) < -CLEAR]
    assert (inside >= np.array(shape.lo) - CLEAR).all()
    assert (inside <= np.array(shape.hi) + CLEAR).all()


@given(EVERY, st.integers(0, 99))
@FEW
def test_a_distance_is_never_longer_than_the_way_by_more_than_a_quarter(
    shape: Shape, seed: int
) -> None:
    assert longest(shape, seed) <= LONG


@given(blended(), st.integers(0, 999))
@FEW
def test_what_is_blended_holds_its_parts_and_nothing_far_from_them(
    it: tuple[Shape, list[Case]], seed: int
) -> None:
    shape, parts = it
    points = around(shape, 300, seed)
    d = distance(shape, points)
    apart = np.min([distance(c.shape, points) for c in parts], axis=0)
    assert (d <= apart + CLEAR).all()
    assert (d >= apart - 0.5 / 4 - CLEAR).all()


@given(roughened(), st.integers(0, 999))
@FEW
def test_bumps_are_no_higher_than_they_were_ordered(
    it: tuple[Shape, Case, float], seed: int
) -> None:
    shape, smooth, depth = it
    points = around(shape, 300, seed)
    off = abs(distance(shape, points) - distance(smooth.shape, points))
    assert off.max() <= depth + 1e-4


@given(outlines(), st.integers(0, 999))
@FEW
def test_a_prism_is_inside_where_its_outline_is(
    outline: list[tuple[float, float]], seed: int
) -> None:
    shape = Prism(outline, 1.0)
    points = around(shape, 200, seed)
    points[:, 2] = 0
    d = distance(shape, points)
    for (x, y, _), there in zip(points, d, strict=True):
        if abs(there) > CLEAR:
            assert within(outline, x, y) == (there < 0)


def _vectors(seed: int) -> tuple[Floats, Floats, Floats]:
    x, y, z = np.random.default_rng(seed).normal(size=(3, 50)).astype(np.float32)
    return x, y, z


@given(ANGLE, ANGLE, ANGLE, st.integers(0, 99))
def test_turning_back_undoes_turning(turn: float, pitch: float, roll: float, seed: int) -> None:
    rows = rotation(turn, pitch, roll)
    there = _vectors(seed)
    back = unturned(rows, *turned(rows, *there))
    forth = turned(rows, *unturned(rows, *there))
    np.testing.assert_allclose(back, there, atol=1e-5)
    np.testing.assert_allclose(forth, there, atol=1e-5)


@given(ANGLE, ANGLE, ANGLE)
def test_a_rotation_keeps_lengths_and_hands(turn: float, pitch: float, roll: float) -> None:
    rows = np.array(rotation(turn, pitch, roll))
    np.testing.assert_allclose(rows @ rows.T, np.eye(3), atol=1e-9)
    assert np.linalg.det(rows) == pytest.approx(1)


@pytest.mark.parametrize(
    ("turn", "looks"), [(0, (0, 0, -1)), (90, (-1, 0, 0)), (180, (0, 0, 1)), (270, (1, 0, 0))]
)
def test_a_front_looks_where_authors_are_told(turn: float, looks: Point) -> None:
    front = [np.array([v], np.float32) for v in (0, 0, -1)]
    there = turned(rotation(turn), front[0], front[1], front[2])
    np.testing.assert_allclose([v[0] for v in there], looks, atol=1e-6)
