"""Every kind of prop, in whatever state a thing may be in."""

import ast
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from itertools import combinations
from math import isfinite
from pathlib import Path

import numpy as np
import pytest

from nightreel.illustrators.camera import kit
from nightreel.illustrators.camera.air import air
from nightreel.illustrators.camera.checking import refreshed
from nightreel.illustrators.camera.kit import kinds, palette
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, placed
from nightreel.illustrators.camera.kit.palette import PALETTE, material_of
from nightreel.illustrators.camera.light import Light, expose, tone
from nightreel.illustrators.camera.shots import bounds
from nightreel.illustrators.camera.view import Buffer, View
from tests.illustrators.solid_shapes import LONG, longest

USUAL = ("open", "broken", "running", "lit", "locked", "sealed")
NAMES = sorted(kinds())
NOON = Light(air(30, (0.4, 0.3, 0.2), 0.004, 0, 0), 1.0, (0.05, 0.05, 0.05), (), 0.6)
PAGE = (Path(__file__).parents[2] / "docs" / "sets.md").read_text(encoding="utf-8")


def states(most: int) -> Iterator[frozenset[str]]:
    for count in range(most + 1):
        yield from (frozenset(some) for some in combinations(USUAL, count))


def made(kind: Kind, state: frozenset[str] = frozenset(), *, powered: bool = False) -> Made:
    return kind.make(Order(kind.size, state, powered, seed=7))


def sound(it: Made) -> bool:
    """Return whether everything of a prop is somewhere, and of some size."""
    corners = [v for s in it.solids for v in (*s.shape.lo, *s.shape.hi, *s.at)]
    corners += [v for lamp in it.lamps for v in (*lamp.at, lamp.power, lamp.reach)]
    thick = all(s.shape.lo[i] < s.shape.hi[i] for s in it.solids for i in range(3))
    return thick and all(isfinite(v) for v in corners)


def seen(it: Made) -> tuple[Buffer, Light]:
    """Return the prop alone, filmed from its front and a little from above and aside."""
    lo, hi = bounds(it.solids)
    middle = tuple((lo[i] + hi[i]) / 2 for i in range(3))
    far = max(sum((hi[i] - lo[i]) ** 2 for i in range(3)) ** 0.5, 0.05) * 1.25
    eye = (middle[0] + far * 0.35, middle[1] + far * 0.4, middle[2] - far * 0.85)
    buffer = Buffer(View(eye, (middle[0], middle[1], middle[2]), 50), 96, 54)
    buffer.add(it.solids)
    return buffer, Light(NOON.air, NOON.outside, NOON.inside, it.lamps, NOON.torch)


@pytest.mark.parametrize("name", NAMES)
def test_a_prop_can_be_made_in_every_state_with_and_without_power(name: str) -> None:
    for state in states(1):
        for powered in (False, True):
            it = made(kinds()[name], state, powered=powered)
            assert it.solids or it.lamps or powered or not state
            assert sound(it), (name, state, powered)


@pytest.mark.slow
def test_props_can_be_made_in_all_states_at_once() -> None:
    for name in NAMES:
        for state in states(len(USUAL)):
            assert sound(made(kinds()[name], state)), (name, state)


@pytest.mark.parametrize("name", NAMES)
def test_a_prop_alone_can_be_filmed(name: str) -> None:
    it = made(kinds()[name], frozenset({"lit"}), powered=True)
    if not it.solids:
        assert it.lamps, "neither to be seen nor to see by"
        return
    buffer, light = seen(it)
    assert ((buffer.solid >= 0) | (buffer.veiled >= 0)).any()
    linear = expose(buffer, light, [s for s in it.solids if s.casts])
    assert np.isfinite(linear).all()
    assert (linear >= 0).all()
    picture, gain = tone(linear, 0.3)
    assert np.isfinite(picture).all()
    assert 0 <= gain <= 1


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_part_of_a_prop_leads_the_marcher_past_itself(name: str) -> None:
    for state in (frozenset[str](), frozenset({"open", "lit"}), frozenset({"broken"})):
        for at, solid in enumerate(made(kinds()[name], state).solids):
            assert longest(solid.shape, 3, 70) <= LONG, (name, at, state)


def test_a_prop_belongs_to_the_thing_that_it_is_and_stands_where_it_is_put() -> None:
    it = placed(made(kinds()["table"]), (3.0, 0.0, -2.0), 90, "desk_of_hers")
    assert {s.owner for s in it.solids} == {"desk_of_hers"}
    lo, hi = bounds(it.solids)
    assert lo[0] < 3 < hi[0]
    assert lo[2] < -2 < hi[2]
    wide, _, deep = (hi[i] - lo[i] for i in range(3))
    assert deep > wide, "turned a quarter, what was wide is deep"


def test_every_kind_belongs_to_one_family() -> None:
    homes = Counter(
        name for family in kit.FAMILIES for name in import_module(f"{kit.__name__}.{family}").KINDS
    )
    assert [name for name, count in homes.items() if count > 1] == []


def test_every_name_of_a_material_is_given_once() -> None:
    tree = ast.parse(Path(palette.__file__).read_text(encoding="utf-8"))
    names = Counter(
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value in PALETTE
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_there_are_at_least_35_kinds() -> None:
    assert len(NAMES) >= 35


def test_every_kind_is_on_the_page_for_authors() -> None:
    for name in NAMES:
        assert f"\n- `{name}` (" in PAGE
    assert refreshed(PAGE) == PAGE, "write refreshed(page) to docs/sets.md"


def test_every_material_is_on_the_page_for_authors() -> None:
    for name in PALETTE:
        assert f"`{name}`" in PAGE


@pytest.mark.parametrize("wrong", ["marble", {"like": "marble"}, {"color": "red"}, 7])
def test_a_material_that_is_none_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="material"):
        material_of(wrong, "salt")


def test_a_material_may_be_like_another() -> None:
    it = material_of({"like": "lino", "gloss": 0.9}, "salt")
    assert it.pattern == PALETTE["lino"].pattern
    assert it.gloss == 0.9
    assert it.color == PALETTE["lino"].color
