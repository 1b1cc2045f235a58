"""What somebody types becomes what they meant, on many scenes of a shipped world."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from nightreel.core.intent import Intent
from nightreel.core.state import CARRIED, State, ThingState, ThreatState
from nightreel.core.world import World
from nightreel.narrators.storyteller.reading import read_intent
from nightreel.worlds.loader import load
from nightreel.worlds.pack import shipped

Row = tuple[str, str, str]


def rows() -> list[Row]:
    """The table: scene, what is typed, what it means."""
    found: list[Row] = []
    scene = ""
    for line in Path(__file__).with_name("test_reading_rows.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            scene = line.strip("[]")
        elif line and not line.startswith("#"):
            typed, meaning = line.rsplit(" -> ", 1)
            found.append((scene, typed, meaning))
    return found


@pytest.fixture(scope="module")
def world() -> World:
    return load(shipped()["relay-nine"]).world


def at(
    world: World,
    place: str,
    *carried: str,
    props: Mapping[str, tuple[str, ...]] | None = None,
    here: tuple[str, ...] = (),
    **more: object,
) -> State:
    """A scene: a place, what is carried, what was found, and what else differs."""
    start = world.start
    things = dict(start.things)
    for thing in carried:
        things[thing] = ThingState(CARRIED, things[thing].props)
    for thing in here:
        things[thing] = ThingState(place, things[thing].props)
    for thing, marks in (props or {}).items():
        things[thing] = ThingState(things[thing].where, marks)
    visited = tuple(sorted({*start.visited, place}))
    given = {"place": place, "things": things, "visited": visited, "lamp": True, "turn": 5, **more}
    return replace(start, **given)


def faced(world: World, threat: str, stage: int, distance: int) -> dict[str, ThreatState]:
    heat = world.threats[threat].stages[stage].at
    return {**world.start.threats, threat: ThreatState(heat, stage, distance)}


@pytest.fixture(scope="module")
def scenes(world: World) -> dict[str, State]:
    lineman, voice = faced(world, "lineman", 2, 1), faced(world, "answer", 2, 1)
    power = ("aerial", "power")
    return {
        "causeway": replace(world.start, turn=5, lamp=False),
        "gate": at(world, "gate"),
        "gate_cutters": at(world, "gate", "bolt_cutters", "ruths_notebook"),
        "hut": at(world, "guard_hut", props={"hut_desk": ("open",)}, lamp=False),
        "hut_shut": at(world, "guard_hut"),
        "yard": at(world, "yard", visited=("causeway", "gate", "yard")),
        "yard_key": at(world, "yard", "block_key"),
        "shed": at(world, "vehicle_shed"),
        "dig": at(world, "causeway", "shovel"),
        "board": at(world, "causeway", "boards", props={"van": ("bogged", "dug")}),
        "boarded": at(world, "causeway", props={"van": ("boarded", "bogged", "dug")}),
        "mast_foot": at(world, "mast_foot"),
        "mast_top": at(world, "mast_top", flags=power),
        "field": at(world, "antenna_field", "jack_handle"),
        "flat": at(world, "salt_flat", "compass"),
        "corridor": at(world, "corridor", "jack_handle"),
        "control": at(world, "control_room", "reel_one", "channel_card", flags=power),
        "hall": at(world, "equipment_hall", "patch_cord"),
        "quiet": at(world, "quiet_room", "felt_roll"),
        "bunk": at(world, "bunk_room"),
        "mess": at(world, "mess", "water_can", visited=("bunk_room", "causeway", "mess")),
        "generator": at(world, "generator_hall", "crank_handle", props={"generator": ("primed",)}),
        "lineman": at(
            world,
            "yard",
            "relief_slip",
            "jack_handle",
            "block_key",
            threats=lineman,
            facts=("relief",),
        ),
        "lineman_bare": at(world, "yard", threats=lineman),
        "voice": at(world, "corridor", "whistle", threats=voice, facts=("echo_first",)),
        "hurt": at(
            world, "corridor", "water_can", wounds=("cut_hand", "scoured_eyes", "turned_ankle")
        ),
        "tunnel": at(world, "cable_tunnel"),
    }


def read_as(world: World, state: State, typed: str) -> str:
    """The reading as the table writes it."""
    reading = read_intent(world, state, typed)
    if not isinstance(reading, Intent):
        return f"!{reading.reason}"
    return " ".join(p for p in (reading.verb, reading.target, reading.tool) if p)


def test_the_table_is_long_enough() -> None:
    assert len(rows()) >= 220


@pytest.mark.parametrize(("scene", "typed", "meaning"), rows())
def test_it_means(
    world: World, scenes: dict[str, State], scene: str, typed: str, meaning: str
) -> None:
    assert read_as(world, scenes[scene], typed) in meaning.split(" / ")
