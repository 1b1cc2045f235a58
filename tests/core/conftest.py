"""A shipped world and a few thousand turns on it, made once."""

from collections.abc import Iterator
from itertools import islice

import pytest

from nightreel.core.dice import Stream
from nightreel.core.intent import Intent
from nightreel.core.legality import plan
from nightreel.core.options import options
from nightreel.core.plan import Plan
from nightreel.core.world import World
from nightreel.worlds.loader import load
from nightreel.worlds.pack import shipped
from tests.core.walking import HABITS, Trial, Turn, scattered, tried, typed, walk


@pytest.fixture(scope="session")
def world() -> World:
    return load(shipped()["relay-nine"]).world


@pytest.fixture(scope="session")
def nights(world: World) -> list[Turn]:
    """Turns of nights played in every habit, half of them begun in the middle."""
    turns: list[Turn] = []
    for seed in range(64):
        start = scattered(world, seed) if seed // len(HABITS) % 2 else None
        turns += walk(world, seed, HABITS[seed % len(HABITS)], start)
    return turns


@pytest.fixture(scope="session")
def trials(world: World, nights: list[Turn]) -> list[Trial]:
    """The turns played, and whatever else could have been done in many scenes."""
    branches = [
        tried(world, turn.seed, turn.before, option.intent)
        for turn in nights[::8]
        for option in turn.options
    ]
    middles = [trial for seed in range(1000, 1120) for trial in _all_that_can_be_done(world, seed)]
    return [*nights, *branches, *middles]


def _all_that_can_be_done(world: World, seed: int) -> Iterator[Trial]:
    state = scattered(world, seed)
    intents = [option.intent for option in options(world, state)]
    intents += [t.intent for t in islice(_typed(world, seed), 5)]
    for intent in [*intents, Intent("hesitate")]:
        yield tried(world, seed, state, intent)


def _typed(world: World, seed: int) -> Iterator[Plan]:
    state, dice = scattered(world, seed), Stream(seed, "typed")
    for _ in range(60):
        planned = plan(world, state, typed(world, state, dice))
        if isinstance(planned, Plan):
            yield planned
