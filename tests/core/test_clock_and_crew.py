"""When time is up, and who may act."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core import events as ev
from nightreel.core.clock import GRACE_MS, auto_due, may_expire, next_deadline
from nightreel.core.crew import all_voted, may_act, tally
from nightreel.core.dice import Stream
from nightreel.core.run import Run, fold, step
from nightreel.core.settings import Crew, RunSettings
from tests.core.hut import Loaded
from tests.core.reels import START, played, started

NOW = 1_000_000


def a_run(turns: int = 2, **changes: Any) -> Run:
    return replace(fold(START, played(turns)), **changes)


def test_the_clock_gives_the_seconds_that_were_set() -> None:
    assert next_deadline(a_run(settings=RunSettings(clock=45)), NOW) == NOW + 45_000


def test_nobody_dies_reading_the_introduction() -> None:
    assert next_deadline(a_run(turns=0), NOW) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "resolving"},
        {"status": "over"},
        {"paused": True},
        {"settings": RunSettings(clock=None)},
    ],
)
def test_no_clock_runs_when_nobody_is_asked_to_act(changes: Mapping[str, Any]) -> None:
    assert next_deadline(a_run(**changes), NOW) is None


def test_after_a_pause_the_clock_goes_on_with_what_was_left() -> None:
    assert next_deadline(a_run(left=1234), NOW) == NOW + 1234


def test_auto_play_acts_after_its_delay_and_only_when_it_is_on() -> None:
    on = RunSettings(auto=7)
    assert auto_due(a_run(settings=on), NOW) == NOW + 7000
    assert auto_due(a_run(), NOW) is None
    assert auto_due(a_run(settings=on, paused=True), NOW) is None
    assert auto_due(a_run(settings=on, status="over"), NOW) is None


@given(st.integers(-2000, 2000), st.integers(1, 5))
def test_a_clock_acts_only_on_its_own_turn_and_only_when_its_time_is_up(
    late: int, turn: int
) -> None:
    run = a_run(deadline=NOW)
    assert may_expire(run, turn, NOW + late) == (turn == run.turn and late >= -GRACE_MS)


@pytest.mark.parametrize(
    "changes", [{"deadline": None}, {"paused": True}, {"status": "resolving"}, {"status": "over"}]
)
def test_a_clock_that_was_stopped_does_not_act(changes: Mapping[str, Any]) -> None:
    run = a_run(**{"deadline": NOW, **changes})
    assert not may_expire(run, run.turn, NOW + 1)


@pytest.mark.parametrize(
    ("crew", "last", "players", "actor", "reason"),
    [
        ("open", "ada", ("ada", "bo"), "zoe", None),
        ("vote", "ada", ("ada", "bo"), "ada", None),
        ("host", "bo", ("ada", "bo"), "ada", None),
        ("host", "bo", ("ada", "bo"), "bo", "not_host"),
        ("rotation", "ada", ("ada", "bo"), "bo", None),
        ("rotation", "ada", ("ada", "bo"), "ada", "not_your_turn"),
        ("rotation", "ada", ("ada",), "ada", None),
        ("rotation", "clock", ("ada", "bo"), "ada", None),
    ],
)
def test_the_crew_says_who_may_act(
    crew: Crew, last: str, players: tuple[str, ...], actor: str, reason: str | None
) -> None:
    run = a_run(settings=RunSettings(crew=crew), last_actors=(last,), players=players)
    assert may_act(run, actor) == reason


def test_in_rotation_the_first_to_act_is_anybody() -> None:
    run = a_run(settings=RunSettings(crew="rotation"), last_actors=())
    assert may_act(run, "ada") is None


def test_all_have_voted_when_everybody_here_has() -> None:
    run = a_run(players=("ada", "bo"), votes={"ada": 0, "gone": 1})
    assert not all_voted(run)
    assert all_voted(step(run, ev.Voted(run.turn, "bo", 1)))
    assert not all_voted(a_run(players=()))


def test_most_votes_win_and_no_votes_decide_nothing() -> None:
    votes = {"a": 2, "b": 0, "c": 2}
    assert tally(a_run(votes=votes), Loaded(1)) == 2
    assert tally(a_run(votes={}), Loaded(1)) is None


def test_ties_are_broken_by_the_runs_dice_whoever_voted_first() -> None:
    one, other = a_run(votes={"a": 2, "b": 0}), a_run(votes={"b": 0, "a": 2})
    counts = Counter(tally(one, Stream(seed, "ballot", 3)) for seed in range(1000))
    assert set(counts) == {0, 2}
    assert all(n > 400 for n in counts.values())
    for seed in range(50):
        dice = Stream(seed, "ballot", 3), Stream(seed, "ballot", 3)
        assert tally(one, dice[0]) == tally(other, dice[1])


def test_a_run_starts_with_the_settings_it_was_given() -> None:
    run = fold(START, [started(clock=None, crew="vote"), *played(0)[1:]])
    assert run.settings == RunSettings(clock=None, crew="vote")
