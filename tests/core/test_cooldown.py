"""After words of its own, a crew does without for some turns."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core import events as ev
from nightreel.core.crew import cooling
from nightreel.core.intent import Choice, Intent
from nightreel.core.run import Run, fold, step
from nightreel.core.settings import RunSettings
from tests.core.reels import START, played


def a_run(turn: int, written: int | None, cooldown: int) -> Run:
    run = fold(START, played(1))
    return replace(run, turn=turn, written=written, settings=RunSettings(cooldown=cooldown))


@given(written=st.integers(1, 50), cooldown=st.integers(0, 20))
def test_a_write_in_is_taken_again_after_as_many_turns_as_were_set(
    written: int, cooldown: int
) -> None:
    turns = range(written + 1, written + cooldown + 3)
    waits = [cooling(a_run(turn, written, cooldown)) for turn in turns]
    assert waits == [*range(cooldown, 0, -1), 0, 0]


@given(turn=st.integers(1, 50), cooldown=st.integers(0, 20))
def test_who_has_written_nothing_waits_for_nothing(turn: int, cooldown: int) -> None:
    assert cooling(a_run(turn, None, cooldown)) == 0


@given(turn=st.integers(1, 50), cooldown=st.integers(0, 20))
def test_a_turn_on_which_words_were_taken_is_not_barred_by_them(turn: int, cooldown: int) -> None:
    assert cooling(a_run(turn, turn, cooldown)) == 0


def test_only_words_that_were_taken_count() -> None:
    run = fold(START, played(1))
    wait = Intent("wait")
    ballot = Choice("hum a tune", wait, "safe", "careful")
    offered = len(run.choices)
    balloted = step(run, ev.Balloted(run.turn, "ada", ballot, "hum a tune"))
    assert balloted.written is None
    typed = step(run, ev.Accepted(run.turn, "ada", "write_in", wait, None, "hum a tune"))
    elected = step(balloted, ev.Accepted(run.turn, "crew", "vote", wait, offered))
    chosen = step(balloted, ev.Accepted(run.turn, "crew", "vote", wait, 0))
    clicked = step(run, ev.Accepted(run.turn, "ada", "choice", wait, 0))
    assert [r.written for r in (typed, elected, chosen, clicked)] == [
        run.turn,
        run.turn,
        None,
        None,
    ]
