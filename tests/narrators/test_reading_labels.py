"""Whoever types what a button says gets what the button does."""

import pytest
from msgspec.structs import replace

from nightreel.core.adjudicate import adjudicate
from nightreel.core.dice import Stream, fate_of, pick
from nightreel.core.effects import apply
from nightreel.core.intent import Choice, Intent
from nightreel.core.legality import plan
from nightreel.core.options import Option, options
from nightreel.core.plan import Plan
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.narrators.storyteller.drawing import Drawer
from nightreel.narrators.storyteller.labels import label_of
from nightreel.narrators.storyteller.reading import read_intent
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped

WALKS, TURNS = 17, 25
MEANT = 0.97
"""Share of labels that must read back; a few say "it" of what only the picture shows."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(shipped()["relay-nine"])


def next_state(world: World, state: State, option: Option, seed: int) -> State:
    dice = Stream(seed, "walk", state.turn)
    for effect in adjudicate(world, state, option.plan, fate_of(seed, state.turn), dice).effects:
        state = apply(state, effect)
    return state


def same(world: World, state: State, option: Option, typed: str) -> bool:
    reading = read_intent(world, state, typed)
    if not isinstance(reading, Intent):
        return False
    planned = plan(world, state, reading)
    if not isinstance(planned, Plan) or planned.key != option.plan.key:
        return False
    # "Listen" on a button does not say to what.
    unsaid = option.plan.verb == "listen" and world.name_of(option.plan.target or "") not in typed
    return planned.target == option.plan.target or unsaid


def misread(pack: Pack, seed: int) -> tuple[int, list[str]]:
    """Walk at random; return how many labels were typed, and those that were misread."""
    world = pack.world
    place = sorted(world.places)[seed % len(world.places)]
    state = replace(world.start, place=place, lamp=True, flags=("power",))
    tried, wrong = 0, list[str]()
    for turn in range(TURNS):
        found = options(world, state)
        for option in found:
            drawer = Drawer(
                pack, state, Stream(seed, "label", turn, option.intent.key), frozenset()
            )
            choice = Choice("", option.intent, option.risk, option.kind)
            label = label_of(world, state, drawer, choice)
            tried += 1
            if not same(world, state, option, label):
                wrong.append(f"{state.place}: {label} ({option.intent.key})")
        state = next_state(world, state, pick(Stream(seed, "choice", turn), found), seed)
        if state.ending:
            break
    return tried, wrong


def test_a_label_typed_is_the_button_pressed(pack: Pack) -> None:
    results = [misread(pack, seed) for seed in range(WALKS)]
    tried = sum(n for n, _ in results)
    wrong = [w for _, ws in results for w in ws]
    assert tried > 1000
    assert len(wrong) <= (1 - MEANT) * tried, sorted(set(wrong))[:40]
