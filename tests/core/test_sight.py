"""Who and what is in the picture: one rule for the camera and for the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core.plan import PRESENT
from nightreel.core.sight import WITHIN_WALLS, things_in_view, threats_in_view
from nightreel.core.state import CARRIED, GONE, ThingState
from nightreel.core.world import World
from tests.core.hut import stalked, stormy, world
from tests.core.walking import scattered


@pytest.mark.parametrize("place", ["hut", "hill"])
@pytest.mark.parametrize("stage", [0, 1, 3])
@pytest.mark.parametrize("distance", range(6))
def test_somebody_is_in_the_picture_when_near_enough_to_be_seen(
    place: str, stage: int, distance: int
) -> None:
    here = world()
    state = replace(stalked(here.start, stage, distance), place=place)
    near = distance <= (PRESENT if place == "hill" else WITHIN_WALLS)
    assert threats_in_view(here, state) == (("stalker",) if stage and near else ())


def test_nobody_and_nothing_is_seen_in_the_dark() -> None:
    here = world()
    night = replace(stalked(here.start, 3, 0), minutes=700)
    assert threats_in_view(here, night) == ("stalker",)
    assert things_in_view(here, night)
    dark = replace(night, lamp=False)
    assert (threats_in_view(here, dark), things_in_view(here, dark)) == ((), ())


def test_weather_is_nobody() -> None:
    here = world()
    assert threats_in_view(here, stormy(here)) == ()


@pytest.mark.parametrize(
    ("where", "seen"),
    [("hut", True), ("hill", False), (CARRIED, False), (GONE, False), ("in:chest", False)],
)
def test_a_thing_is_in_the_picture_where_it_lies(where: str, seen: bool) -> None:
    here = world()
    things = {**here.start.things, "rope": ThingState(where)}
    assert ("rope" in things_in_view(here, replace(here.start, things=things))) == seen


@given(st.integers(0, 5000))
def test_whatever_is_in_view_is_there_and_in_the_light(world: World, seed: int) -> None:
    state = scattered(world, seed)
    threats, things = threats_in_view(world, state), things_in_view(world, state)
    assert world.can_see(state) or not (threats or things)
    assert all(state.threats[t].distance <= PRESENT for t in threats)
    assert all(world.place_of(state, t) == state.place for t in things)
