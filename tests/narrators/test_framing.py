"""The picture in words: it says who is in the picture exactly when the rule of sight does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core.adjudicate import Outcome
from nightreel.core.intent import Intent
from nightreel.core.sight import subject, threats_in_view
from nightreel.core.state import CARRIED, ThingState, ThreatState
from nightreel.core.world import Stage, World
from nightreel.narrators.storyteller.framing import ALT_LIMIT, HERE_LEAST, brief_of
from nightreel.ports.narrator import Facts
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Line, Pack, shipped
from tests.core.walking import HABITS, scattered, tried, walk


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(shipped()["relay-nine"])


@pytest.fixture(scope="module")
def wordy(pack: Pack) -> Pack:
    """The same world by an author who never stops."""
    going_on = "and on and on, " * 20
    pools = {
        key: tuple(Line(f"{line.text}, {going_on}", line.when) for line in lines)
        if key.startswith("place.")
        else lines
        for key, lines in pack.pools.items()
    }
    threats = {
        t.id: replace(t, stages=tuple(Stage(s.id, s.at, f"{s.felt} {going_on}") for s in t.stages))
        for t in pack.world.threats.values()
    }
    return replace(pack, pools=pools, world=replace(pack.world, threats=threats))


def facts_of(world: World, seed: int) -> Facts:
    """The facts after something was done in the middle of a night."""
    state = scattered(world, seed)
    trial = tried(world, seed, state, Intent("hesitate"))
    target = sorted(world.things)[seed % len(world.things)]
    outcome: Outcome = replace(trial.outcome, verb="examine", target=target)
    after = trial.after if seed % 3 else state
    return Facts(world.id, seed, after.turn, after, before=state, outcome=outcome)


def named(world: World, alt: str) -> tuple[str, ...]:
    """The threats that stand in the picture, by the words."""
    how = "at arm's length|a few steps off|across the way|far off"
    return tuple(t.id for t in world.threats.values() if re.search(f"The {t.name}, (?:{how})", alt))


@given(seed=st.integers(0, 10_000))
def test_the_words_name_who_is_in_the_picture_and_nobody_else(pack: Pack, seed: int) -> None:
    facts = facts_of(pack.world, seed)
    brief, seen = brief_of(pack, facts), threats_in_view(pack.world, facts.state)
    assert named(pack.world, brief.alt) == named(pack.world, brief.text) == seen
    assert 0 < len(brief.alt) <= ALT_LIMIT


@given(seed=st.integers(0, 10_000))
def test_however_much_there_is_to_say_who_is_in_the_picture_is_said(wordy: Pack, seed: int) -> None:
    facts = facts_of(wordy.world, seed)
    alt = brief_of(wordy, facts).alt
    assert named(wordy.world, alt) == threats_in_view(wordy.world, facts.state)
    assert len(alt) <= ALT_LIMIT
    assert re.search(r"[.…]$", alt)
    if wordy.world.can_see(facts.state):
        here = wordy.pools[f"place.{facts.state.place}.alt"][0].text
        assert alt[1 : HERE_LEAST - 10] == here[1 : HERE_LEAST - 10]


def test_nights_have_somebody_in_the_picture_and_more_often_nobody(pack: Pack) -> None:
    seen: list[bool] = []
    for seed in range(12):
        for turn in walk(pack.world, seed, HABITS[seed % len(HABITS)]):
            facts = Facts("", seed, turn.after.turn, turn.after, turn.before, turn.outcome)
            expected = threats_in_view(pack.world, turn.after)
            assert named(pack.world, brief_of(pack, facts).alt) == expected
            seen.append(bool(expected))
    assert 10 < sum(seen) < len(seen) / 2


@given(seed=st.integers(0, 10_000))
def test_what_was_acted_on_is_in_the_middle_when_the_picture_is_of_it(
    pack: Pack, seed: int
) -> None:
    facts = facts_of(pack.world, seed)
    assert facts.outcome
    it = facts.outcome
    of = subject(pack.world, facts.state, it.verb, it.target, it.tool)
    assert ("In the middle" in brief_of(pack, facts).text) == (of is not None)


def test_whoever_drives_sees_through_the_windshield(pack: Pack) -> None:
    outcome = tried(pack.world, 1, pack.world.start, Intent("hesitate")).outcome
    driven = replace(outcome, verb="use", target="van", tool=None)
    facts = Facts("", 1, 1, pack.world.start, outcome=driven)
    assert "Seen from inside the van." in brief_of(pack, facts).alt
    dug = replace(facts, outcome=replace(driven, tool="shovel"))
    assert "In the middle, the van." in brief_of(pack, dug).alt


def test_what_is_carried_is_not_in_the_picture(pack: Pack) -> None:
    thing = next(t.id for t in pack.world.things.values() if "portable" in t.traits)
    for where, seen in (("gate", True), (CARRIED, False)):
        things = {**pack.world.start.things, thing: ThingState(where)}
        state = replace(pack.world.start, place="gate", things=things, lamp=True)
        outcome = tried(pack.world, 1, pack.world.start, Intent("hesitate")).outcome
        facts = Facts("", 1, 1, state, outcome=replace(outcome, target=thing))
        assert (pack.world.things[thing].the in brief_of(pack, facts).alt) == seen


def test_a_threat_is_called_by_its_own_name(pack: Pack) -> None:
    man = pack.world.threats["lineman"]
    known = {**pack.world.threats, "lineman": replace(man, name="heron")}
    renamed = replace(pack, world=replace(pack.world, threats=known))
    threats = {**pack.world.start.threats, "lineman": ThreatState(13, 2, 1)}
    facts = Facts("", 1, 1, replace(pack.world.start, threats=threats, lamp=True))
    bearing = pack.film.bodies["lineman"].bearing(2)
    assert f"The heron, a few steps off, {bearing}." in brief_of(renamed, facts).alt


@pytest.mark.parametrize(("place", "told"), [("yard", True), ("corridor", False)])
def test_weather_is_told_out_of_doors(pack: Pack, place: str, told: bool) -> None:
    threats = {**pack.world.start.threats, "dust": ThreatState(0, 2, 3)}
    state = replace(pack.world.start, place=place, threats=threats, lamp=True)
    felt = pack.world.threats["dust"].stages[2].felt.capitalize()
    assert (felt in brief_of(pack, Facts("", 1, 1, state)).alt) == told


def test_the_dark_shows_nothing_but_the_recording_light(pack: Pack) -> None:
    dark = replace(pack.world.start, place="corridor", lamp=False, battery=10)
    told = "Black, but for the recording light. Nothing can be made out."
    assert brief_of(pack, Facts("", 1, 1, dark)).alt == told
    dead = replace(dark, battery=0)
    assert brief_of(pack, Facts("", 1, 1, dead)).alt == "Black. Nothing can be made out."
