"""Frames of Relay Nine follow its state: what is there is seen, and what is not there is not."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from msgspec import structs

from nightreel.core.sight import threats_in_view
from nightreel.core.state import State
from nightreel.illustrators.camera import Camera
from nightreel.illustrators.camera.camera import dread
from nightreel.illustrators.camera.checking import faults
from nightreel.illustrators.camera.look import encode
from nightreel.illustrators.camera.scene import Unfilmable, build
from tests.illustrators.filming import (
    FULL,
    WORLD,
    a_camera,
    brightness,
    difference,
    filmed,
    found,
    found_at,
    gone,
    having,
    indoors,
    laid,
    of_full,
    order,
    relay,
    there,
)

PLACES = tuple(relay().world.places)
OUTSIDE = tuple(p for p in PLACES if not indoors(p))
THINGS = tuple(t for t in relay().world.things if found_at(t))
LINEMAN = "lineman"

SOME_THINGS = ("van", "warning_sign", "axe_case", "photograph", "stakes", "first_aid_tin")
SOME_MEETINGS = (("salt_flat", 1, 3), ("mess", 2, 1), ("corridor", 3, 0), ("corridor", 1, 3))


# --- the same, and another


def test_the_same_shot_gives_the_same_bytes_in_another_camera() -> None:
    shot = order(there("guard_hut", threats={LINEMAN: (2, 1)}))
    one, two = (encode(a_camera(clean=False).study(shot).image) for _ in range(2))
    assert one == two


DIGEST = """
import hashlib
from nightreel.illustrators.camera.look import encode
from tests.illustrators.filming import a_camera, order, there
shot = order(there("yard", "night"), "dog", turn=4)
print(hashlib.sha256(encode(a_camera(clean=False).study(shot).image)).hexdigest())
"""


@pytest.mark.slow
def test_the_same_shot_gives_the_same_bytes_in_another_process() -> None:
    there_ = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", DIGEST], capture_output=True, text=True, timeout=60, check=True
    )
    shot = order(there("yard", "night"), "dog", turn=4)
    here = encode(a_camera(clean=False).study(shot).image)
    assert there_.stdout.strip() == hashlib.sha256(here).hexdigest()


@pytest.mark.parametrize("place", PLACES)
def test_two_turns_in_one_place_are_not_the_same_picture(place: str) -> None:
    state = there(place)
    takes = [laid(state, turn=turn, size=(32, 18)).take for turn in (1, 2, 3)]
    assert len({take.name for take in takes[:2]}) == 2
    assert len({take.view for take in takes}) == 3


def test_another_turn_has_other_bytes() -> None:
    state = there("mess")
    one, two = (a_camera().study(order(state, turn=turn)).image for turn in (1, 2))
    assert np.abs(one.astype(float) - two).mean() > 5


@pytest.mark.parametrize("size", [(333, 187), (128, 72)])
def test_a_frame_has_the_size_that_was_asked_for(size: tuple[int, int]) -> None:
    camera = Camera({WORLD: relay()}, size=size)
    assert camera.study(order(there("quiet_room"))).image.shape == (size[1], size[0], 3)


def test_a_draft_is_computed_smaller_and_shown_as_large() -> None:
    shot = structs.replace(order(there("quiet_room")), quality="draft")
    study = a_camera((768, 432)).study(shot)
    assert (study.buffer.width, study.buffer.height) == (320, 180)
    assert study.image.shape == (432, 768, 3)


# --- sets


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_set_with_several_shots(place: str) -> None:
    marks = relay().sets[place].shots
    assert len([m for m in marks if not m.glass]) >= 2
    assert build(relay(), there(place)).solids


def test_the_camera_finds_no_fault_with_the_sets() -> None:
    assert faults(relay()) == []


def test_a_place_without_a_set_cannot_be_filmed() -> None:
    bare = structs.replace(relay(), sets={})
    with pytest.raises(Unfilmable, match="`mess` has no set"):
        build(bare, there("mess"))


# --- things


def shown_and_missed(thing: str) -> None:
    """A thing fills part of the picture when one looks at it; without it, that part is another."""
    place = found_at(thing)
    assert place is not None
    state = found(there(place, lamp=True), thing)
    present = laid(state, thing)
    assert present.seen(thing) >= of_full(120)
    without = laid(gone(state, thing), take=present.take)
    assert without.seen(thing) == 0
    changed = difference(present, without)
    inside = float(changed[present.box(thing)].mean())
    own = float(changed[present.buffer.owned(thing)].mean())
    beyond = changed[~present.box(thing, grown=0.2)]
    assert own > 0.04
    assert inside > (0.008 if thing in THIN else 0.02)
    if thing not in LAMPS:
        assert float(beyond.mean() if beyond.size else 0.0) < inside / 4


LAMPS = {"beacon": "it turns red all that is near it"}
"""Things that light what stands around them, so that more than themselves goes with them."""
THIN = {"handrail": "pipes all round: the boxes around them are air"}
"""Things of which little is in their boxes, as those lie in the picture."""


@pytest.mark.parametrize("thing", SOME_THINGS)
def test_a_thing_that_is_looked_at_is_seen_and_one_that_is_gone_is_not(thing: str) -> None:
    shown_and_missed(thing)


@pytest.mark.slow
@pytest.mark.parametrize("thing", sorted(set(THINGS) - set(SOME_THINGS)))
def test_every_thing_can_be_looked_at_and_taken_away(thing: str) -> None:
    shown_and_missed(thing)


def test_only_what_is_carried_from_the_start_is_never_filmed() -> None:
    assert set(relay().world.things) - set(THINGS) == {"camcorder"}


@pytest.mark.parametrize("place", ["causeway", "mess", "mast_top"])
def test_what_is_put_down_lies_where_it_was_put(place: str) -> None:
    state = having(there(place, lamp=True), "shovel")
    assert laid(state, "shovel").seen("shovel") >= of_full(120)


CHANGES = [
    *((t.id, "open") for t in relay().world.things.values() if "openable" in t.traits),
    *((t.id, "broken") for t in relay().world.things.values() if "breakable" in t.traits),
]
SOME_CHANGES = [("block_door", "open"), ("axe_case", "broken"), ("cupboard", "open")]


def changed(thing: str, prop: str) -> None:
    """A thing in another state is another picture there."""
    place = found_at(thing)
    assert place is not None
    state = there(place, lamp=True)
    before = laid(having(state, thing), thing)
    after = laid(having(state, thing, prop), take=before.take)
    box = before.box(thing) | after.box(thing)
    assert float(difference(before, after)[box].mean()) > 0.01


@pytest.mark.parametrize(("thing", "prop"), SOME_CHANGES)
def test_an_open_or_broken_thing_is_seen_to_be_so(thing: str, prop: str) -> None:
    changed(thing, prop)


@pytest.mark.slow
@pytest.mark.parametrize(("thing", "prop"), sorted(set(CHANGES) - set(SOME_CHANGES)))
def test_whatever_can_be_opened_or_broken_is_seen_to_be_so(thing: str, prop: str) -> None:
    changed(thing, prop)


# --- light


def test_a_broken_lamp_is_dark() -> None:
    night = there("mast_top", "night", lamp=True)
    burning, broken = (having(night, "beacon", prop) for prop in ("lit", "broken"))
    assert build(relay(), burning).light.lamps
    assert not build(relay(), broken).light.lamps
    take = laid(burning).take
    bright, dark = (float(laid(s, take=take).lit().mean()) for s in (burning, broken))
    assert dark < bright * 0.9


@pytest.mark.parametrize("place", ["salt_flat"])
def test_night_is_darker_than_dusk_and_dusk_than_day(place: str) -> None:
    take = laid(there(place), size=(32, 18)).take
    day, dusk, night = (
        brightness(filmed(there(place, h, lamp=h == "night"), take=take))
        for h in ("day", "dusk", "night")
    )
    assert night < dusk * 0.9
    assert dusk < day


@pytest.mark.slow
@pytest.mark.parametrize("place", OUTSIDE)
def test_night_is_darker_than_day_everywhere_under_the_sky(place: str) -> None:
    take = laid(there(place), size=(32, 18)).take
    day, night = (filmed(there(place, h, lamp=h == "night"), take=take) for h in ("day", "night"))
    assert brightness(night) < brightness(day) * 0.75


def test_the_lamp_grows_dim_as_the_battery_runs_down() -> None:
    state = there("cable_tunnel", lamp=True)
    take = laid(state).take
    seen = [
        float(laid(structs.replace(state, battery=left), take=take).lit().mean())
        for left in (50, 30, 10, 1)
    ]
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] < seen[0] * 0.6


def test_without_any_light_nothing_of_the_place_is_seen() -> None:
    study = filmed(there("cable_tunnel", lamp=False))
    assert study.scene.dark
    assert study.solids_seen == 0
    assert brightness(study) < 0.1


POWERED = tuple(p.id for p in relay().world.places.values() if p.power)


@pytest.mark.parametrize("place", POWERED)
def test_power_lights_a_place(place: str) -> None:
    without, with_ = (
        build(relay(), there(place, "night", lamp=False, power=p)) for p in (False, True)
    )
    assert without.dark
    assert not with_.dark
    assert len(with_.light.lamps) > len(without.light.lamps)
    frame = filmed(there(place, "night", lamp=False, power=True))
    assert brightness(frame) > 0.12
    assert frame.solids_seen


def test_dust_hides_what_is_far() -> None:
    state = there("gate")
    dust = state.threats["dust"]
    clear, thick = (
        laid(structs.replace(state, threats={**state.threats, "dust": it}))
        for it in (structs.replace(dust, stage=stage) for stage in (0, 4))
    )
    t = clear.buffer.t
    far = np.isfinite(t) & (t > 20)
    assert far.sum() > 500
    lumas = (np.maximum(it.lit()[1, far], 1e-4) for it in (clear, thick))
    spread = [float(np.log(luma).std()) for luma in lumas]
    assert spread[1] < spread[0] * 0.5


# --- somebody


FAR_BELOW = {"mast_top": "he stands at the foot of the mast, thirty-six meters down"}
"""Places where a figure is smaller than elsewhere."""


def met(place: str, stage: int, distance: int, size: tuple[int, int] = FULL) -> tuple[int, bool]:
    """Return how many pixels the lineman fills, and whether the rules say that he is seen."""
    state = there(place, "dusk", lamp=True, threats={LINEMAN: (stage, distance)})
    expected = LINEMAN in threats_in_view(relay().world, state)
    return laid(state, turn=stage + distance, size=size).seen(LINEMAN), expected


def stands_as_the_rules_say(place: str, stage: int, distance: int) -> None:
    shown, expected = met(place, stage, distance)
    assert (shown > 0) == expected, (place, stage, distance, shown)
    if expected:
        assert shown >= (24 if place in FAR_BELOW else 40), (place, stage, distance, shown)


@pytest.mark.parametrize(("place", "stage", "distance"), SOME_MEETINGS)
def test_somebody_is_filmed_where_the_rules_have_him(place: str, stage: int, distance: int) -> None:
    stands_as_the_rules_say(place, stage, distance)


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_somebody_is_filmed_in_every_place_stage_and_distance_if_and_only_if_seen(
    place: str,
) -> None:
    for stage in range(1, len(relay().world.threats[LINEMAN].stages)):
        for distance in range(5):
            stands_as_the_rules_say(place, stage, distance)


def test_who_comes_nearer_is_larger() -> None:
    sizes = [met("salt_flat", 2, distance)[0] for distance in (3, 2, 1, 0)]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0] * 20


def test_what_is_only_heard_is_never_seen() -> None:
    state = there("corridor", threats={"answer": (3, 0)})
    assert a_camera().study(order(state)).bodies == ()


def test_dread_grows_with_nearness_and_stage() -> None:
    def of(stage: int, distance: int) -> float:
        return dread(relay(), there("yard", threats={LINEMAN: (stage, distance)}))

    assert of(0, 0) == 0
    assert of(2, 4) == 0
    assert of(1, 2) < of(1, 1) < of(1, 0) <= of(3, 0)
    assert of(1, 1) < of(3, 1)


# --- the shot follows the action


def test_looking_moves_in() -> None:
    state = there("corridor")
    wide, close = laid(state, turn=2), laid(state, "axe_case", turn=2)
    assert close.take.name == "look"
    assert close.seen("axe_case") > 4 * wide.seen("axe_case")


@pytest.mark.parametrize("place", PLACES)
def test_hiding_lowers_the_camera(place: str) -> None:
    state = structs.replace(there(place), hidden=True)
    taken = laid(state, size=(32, 18)).take
    marks = relay().sets[place].shots
    assert taken.name == "hide" or taken.name == getattr(relay().sets[place].hide, "name", "")
    assert taken.view.eye[1] < min(max(m.eye[1] for m in marks), 1.55)


def test_haste_tilts_the_picture() -> None:
    def rolled(verb: str) -> float:
        shot = structs.replace(order(there("yard"), turn=3), verb=verb)
        return abs(a_camera().study(shot).take.view.roll)

    assert rolled("run") > 5 * rolled("wait")


@pytest.mark.parametrize("thing", ["van", "ruths_pickup", "crawler"])
def test_in_a_vehicle_one_looks_through_its_glass(thing: str) -> None:
    shot = order(there(found_at(thing) or "", lamp=True), thing)
    assert a_camera().study(structs.replace(shot, inside=True)).take.glass
    assert not a_camera().study(shot).take.glass


def seen_in(state: State) -> frozenset[str]:
    return frozenset(s.owner for s in build(relay(), state).solids if s.owner)


@pytest.mark.parametrize("place", PLACES)
def test_a_set_holds_the_things_that_the_rules_have_there_and_no_others(place: str) -> None:
    state = there(place, lamp=True)
    here = {t for t, it in state.things.items() if it.where == place}
    assert seen_in(state) == here
