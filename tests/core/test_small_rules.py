"""Grades of risk and luck, and small rules, in the smallest world that has everything."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from nightreel.core.adjudicate import adjudicate
from nightreel.core.dice import Fate, Stream
from nightreel.core.effects import Put
from nightreel.core.intent import Grade, Intent, Risk
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.core.world import Storylet
from tests.core import hut
from tests.core.hut import Loaded
from tests.core.walking import Trial, after, legal, tried

GRADES: tuple[Grade, ...] = ("triumph", "success", "cost", "setback", "disaster")


# --- grades --------------------------------------------------------------------------------------


def graded(risk: Risk, fate: Fate = "normal", **changes: Any) -> Iterator[int]:
    """How well each throw of two dice goes with that risk; 0 is best."""
    world = hut.world((hut.act("try", risk=risk),))
    state = replace(world.start, **changes)
    planned = legal(world, state, Intent("use", "rope"))
    for one in range(1, 7):
        for two in range(1, 7):
            outcome = adjudicate(world, state, planned, fate, Loaded(one, two, 100))
            yield GRADES.index(outcome.grade)


def share(grades: Iterator[int], worst: Grade) -> float:
    """How many of 36 throws end so or better."""
    return sum(g <= GRADES.index(worst) for g in grades) / 36


def test_the_more_is_risked_the_more_is_lost() -> None:
    kinds: tuple[Risk, ...] = ("safe", "risky", "desperate")
    # A triumph over a risk comes easier than one over nothing; from success on it is the other way.
    safe, risky, desperate = ([max(1, g) for g in graded(r)] for r in kinds)
    assert all(s <= r <= d for s, r, d in zip(safe, risky, desperate, strict=True))
    assert max(safe) == GRADES.index("cost")
    assert max(risky) == GRADES.index("setback")
    assert max(graded("risky", "unlucky")) == max(desperate) == GRADES.index("disaster")


def test_risks_are_worth_taking_and_desperation_is_a_gamble() -> None:
    assert share(graded("risky"), "cost") > 0.8
    assert 0.4 < share(graded("desperate"), "cost") < 0.65


@pytest.mark.parametrize("risk", ["safe", "risky", "desperate"])
def test_luck_helps_and_its_lack_hurts(risk: Risk) -> None:
    lucky, normal, unlucky = (list(graded(risk, f)) for f in ("lucky", "normal", "unlucky"))
    assert all(a <= b <= c for a, b, c in zip(lucky, normal, unlucky, strict=True))
    assert lucky != normal != unlucky


@pytest.mark.parametrize("worse", [{"wounds": ("bite", "bite")}, {"nerve": 1}])
def test_wounds_and_fear_make_nothing_better(worse: Mapping[str, Any]) -> None:
    well, ill = list(graded("risky")), list(graded("risky", **worse))
    assert all(a <= b for a, b in zip(well, ill, strict=True))
    assert well != ill


def test_care_takes_time_and_lowers_the_risk() -> None:
    world = hut.world((hut.act("try", risk="risky", minutes=10),))
    plain = tried(world, 1, world.start, Intent("use", "rope"))
    careful = tried(world, 1, world.start, Intent("use", "rope", manner="careful"))
    assert (plain.outcome.risk, careful.outcome.risk) == ("risky", "safe")
    assert careful.after.minutes > plain.after.minutes


def test_hesitation_is_no_throw_of_dice(trials: list[Trial]) -> None:
    for trial in trials:
        if trial.outcome.verb == "hesitate":
            assert (trial.outcome.grade, trial.outcome.risk) != ("disaster", "desperate")
            assert trial.outcome.grade == "cost"


# --- small rules of the hut ----------------------------------------------------------------------


def test_what_lies_inside_comes_into_view_when_the_chest_is_opened() -> None:
    world = hut.world()
    trial = tried(world, 1, world.start, Intent("open", "chest"))
    assert trial.after.things["coin"].where == "hut"
    assert trial.told("found") == ["coin"]


def test_where_a_thing_is_revealed_is_written_down_as_a_place() -> None:
    world = hut.world()
    trial = tried(world, 1, world.start, Intent("open", "chest"))
    assert Put("coin", "hut") in trial.outcome.effects


def test_an_act_that_can_be_done_once_is_done_once() -> None:
    world = hut.world((hut.act("tie", once=True),))
    state = tried(world, 1, world.start, Intent("use", "rope")).after
    assert not isinstance(plan(world, state, Intent("use", "rope")), Plan)


def test_tool_and_target_may_be_said_either_way_round() -> None:
    tie = hut.act("tie", target="chest", tool="rope")
    world = hut.world((tie,))
    one = legal(world, world.start, Intent("use", "chest", "rope"))
    other = legal(world, world.start, Intent("use", "rope", "chest"))
    assert one.act == other.act == tie


def test_a_storylet_happens_once_or_after_its_rest() -> None:
    bell = Storylet("bell", frozenset({"calm", "unease"}), do=hut.orders("nerve +1"))
    world = hut.world(storylets=(bell, Storylet("owl", bell.phases, cooldown=4)))
    state, happened = world.start, list[tuple[str, int]]()
    for _ in range(60):
        trial = tried(world, 5, state, Intent("wait"))
        happened += [(s, trial.after.turn) for s in trial.told("storylet")]
        assert trial.after.beat == next(iter(trial.told("storylet")), None)
        state = trial.after
        if state.ending:
            break
    owls = [turn for storylet, turn in happened if storylet == "owl"]
    assert [s for s, _ in happened].count("bell") == 1
    assert len(owls) >= 2
    assert all(b - a >= 4 for a, b in pairwise(owls))


def test_the_stalker_strikes_whoever_stays_and_spares_whoever_goes() -> None:
    world = hut.world()
    state = hut.stalked(world.start, 2, 0)
    struck = tried(world, 1, state, Intent("search"))
    assert struck.told("strike") == ["stalker"]
    assert struck.after.wounds[-1:] == ("bite",)
    assert struck.after.threats["stalker"].distance == 2
    spared = tried(world, 1, state, Intent("move", "hill"))
    assert spared.told("strike") == []
    assert spared.after.threats["stalker"].distance >= 1


def test_weather_wounds_at_the_second_turn_and_kills_from_the_fifth() -> None:
    world = hut.world(storylets=())
    state = hut.stormy(world, exposure=0)
    told: list[tuple[int, list[str], str | None]] = []
    for turn in range(1, 9):
        dice = Stream(2, "turn", turn)
        planned = replace(legal(world, state, Intent("wait")), risk="safe")
        outcome = adjudicate(world, state, planned, "lucky", dice)
        state = after(state, outcome.effects)
        strikes = [f.id for f in outcome.facts if f.kind == "strike"]
        told.append((turn, strikes, state.ending))
        if state.ending:
            break
    assert told[0][1] == []
    assert told[1][1] == ["storm"]
    assert state.ending == "lost"
    assert told[-1][0] >= 4
