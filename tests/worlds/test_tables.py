"""The checker's own tables, held against the rules and the storyteller that they speak for."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

import nightreel.core
from nightreel.core.adjudicate import adjudicate
from nightreel.core.dice import Stream, fate_of, pick
from nightreel.core.intent import Choice
from nightreel.core.options import options
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.narrator import Facts
from nightreel.worlds.checking.formula import formula, holds
from nightreel.worlds.checking.play import after
from nightreel.worlds.checking.pools import REFUSALS, asked
from nightreel.worlds.checking.source import read
from nightreel.worlds.pack import Line, shipped

RELAY_NINE = shipped()["relay-nine"]


class Spy(Mapping[str, tuple[Line, ...]]):
    """Pools that remember what they were asked for."""

    def __init__(self, pools: Mapping[str, tuple[Line, ...]]) -> None:
        self.pools = pools
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> tuple[Line, ...]:
        self.asked.add(key)
        return self.pools[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pools)

    def __len__(self) -> int:
        return len(self.pools)


def turns(world: World, runs: int) -> Iterator[Facts]:
    for seed in range(runs):
        state = world.start
        while state.ending is None and state.turn < 60:
            dice = Stream(seed, state.turn)
            option = pick(dice, options(world, state))
            outcome = adjudicate(world, state, option.plan, fate_of(seed, state.turn), dice)
            before, state = state, after(state, outcome.effects)
            offers = tuple(Choice("", o.intent, o.risk, o.kind) for o in options(world, state)[:8])
            yield Facts(world.id, seed, state.turn, state, before, outcome, offers)


def states(world: World, runs: int) -> Iterator[State]:
    return (facts.state for facts in turns(world, runs))


def test_every_reason_for_a_refusal_is_in_the_table() -> None:
    source = "".join(
        p.read_text(encoding="utf-8") for p in Path(nightreel.core.__path__[0]).glob("*.py")
    )
    assert set(re.findall(r'Refusal\(\s*"(\w+)"', source)) == set(REFUSALS)


@pytest.mark.parametrize("name", ["small", "relay-nine"])
def test_conditions_taken_apart_mean_the_same(name: str, small_world: Path) -> None:
    source = read(small_world if name == "small" else RELAY_NINE)
    world = source.world
    every = {r.when for r in source.rules} | {t.when for t in source.told}
    whens = [(w, formula(world, w)) for w in every if w.source and "verb(" not in w.source]
    asked_now = [
        (w, f) for w, f in whens if not {"verb", "grade", "target"} & {k for k, _ in w.names}
    ]
    for state in states(world, 3):
        for when, taken_apart in asked_now:
            assert holds(world, state, taken_apart) == when.holds(world, state), when.source


def test_every_line_of_a_pack_is_known_by_its_pool(small_world: Path) -> None:
    for folder in (small_world, RELAY_NINE):
        source = read(folder)
        told: dict[str, list[str]] = {}
        for line in source.told:
            told.setdefault(line.key, []).append(line.text)
        pools = {key: [line.text for line in pool] for key, pool in source.pack.pools.items()}
        assert told == pools


@pytest.mark.parametrize("name", ["small", "relay-nine"])
async def test_a_storyteller_asks_for_nothing_but_what_is_in_the_table(
    name: str, small_world: Path
) -> None:
    pack = read(small_world if name == "small" else RELAY_NINE).pack
    spy = Spy(pack.pools)
    teller = Storyteller({pack.world.id: replace(pack, pools=spy)})
    for facts in turns(pack.world, 4):
        async for _ in teller.tell(facts):
            pass
    known = asked(pack.world)
    # What is done to nothing in particular is asked of a place called None, in vain.
    unknown = {key for key in spy.asked - known.keys() if not key.startswith("place.None.")}
    assert unknown == set()
