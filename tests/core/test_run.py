"""A run is a fold over its events, and what does not fit is a broken ledger."""

from collections.abc import Callable
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core import events as ev
from nightreel.core.canonical import canonical, digest
from nightreel.core.events import Event
from nightreel.core.run import BrokenLedger, Run, begin, effective, fold, rewound, step
from nightreel.core.sentences import digests
from nightreel.core.settings import RunSettings
from tests.core.reels import (
    CHOICES,
    START,
    a_turn,
    accepted,
    kept,
    ledgers,
    opened,
    opening,
    played,
    resolved,
    started,
)


def opened_turns(events: list[Event]) -> list[int]:
    return [e.scene.turn for e in events if isinstance(e, ev.Opened)]


# --- the fold ------------------------------------------------------------------------------------


@given(ledgers())
def test_a_ledger_read_at_once_is_the_ledger_read_event_by_event(events: list[Event]) -> None:
    run = begin(START, started())
    for at, event in enumerate(events[1:], 2):
        past = events[:at]
        run = rewound(START, past) if isinstance(event, ev.Rewound) else step(run, event)
    assert run == fold(START, events)


@given(ledgers())
def test_a_ledger_is_read_as_it_was_written(events: list[Event]) -> None:
    written = canonical(events)
    read = msgspec.json.decode(written, type=list[Event])
    assert read == events
    assert canonical(read) == written
    assert digest(fold(START, read).state) == digest(fold(START, events).state)


@given(ledgers())
def test_what_a_resolution_says_of_the_state_is_so(events: list[Event]) -> None:
    for at, event in enumerate(events):
        if isinstance(event, ev.Resolved):
            assert digest(fold(START, events[: at + 1]).state) == event.state


@given(ledgers())
def test_folding_leaves_the_start_as_it_was(events: list[Event]) -> None:
    before = canonical(START)
    fold(START, events)
    assert canonical(START) == before


@given(ledgers())
def test_all_that_was_shown_counts_as_told(events: list[Event]) -> None:
    run = fold(START, events)
    assert run.scene is not None
    assert run.told >= digests(run.scene.dispatch) | digests(run.scene.reaction)


def test_the_events_that_are_known_are_told_apart_by_name() -> None:
    kinds = get_args(Event)
    assert len({kind.__name__.lower() for kind in kinds}) == len(kinds)


# --- rewinding -----------------------------------------------------------------------------------


@given(ledgers())
def test_what_still_counts_holds_no_rewind_and_no_turn_twice(events: list[Event]) -> None:
    counts = effective(events)
    assert not any(isinstance(e, ev.Rewound) for e in counts)
    assert opened_turns(counts) == list(range(1, len(opened_turns(counts)) + 1))
    assert effective(counts) == counts


@given(ledgers())
def test_what_still_counts_stands_in_the_order_in_which_it_was_written(
    events: list[Event],
) -> None:
    rest = iter(events)
    assert all(any(event is other for other in rest) for event in effective(events))


@given(ledgers())
def test_a_run_is_what_it_were_if_the_undone_had_never_been(events: list[Event]) -> None:
    assert kept(fold(START, events)) == kept(fold(START, effective(events)))


@given(ledgers(), st.data())
def test_a_rewind_leads_back_to_the_scene_as_it_was_opened(
    events: list[Event], data: st.DataObject
) -> None:
    run = fold(START, events)
    to = data.draw(st.integers(1, run.turn))
    back = fold(START, [*events, ev.Rewound(to, "ada")])
    counts = effective(events)
    opening_at = next(
        at for at, e in enumerate(counts) if isinstance(e, ev.Opened) and e.scene.turn == to
    )
    then = fold(START, counts[: opening_at + 1])
    assert (back.turn, back.status, back.state) == (to, "open", then.state)
    assert (back.votes, back.ballots, back.told) == ({}, (), then.told)
    assert back.scene is not None
    assert then.scene is not None
    assert replace(back.scene, frame=None) == then.scene
    assert (back.deadline, back.paused, back.left) == (None, False, None)


@given(ledgers())
def test_each_rewind_makes_another_take(events: list[Event]) -> None:
    run = fold(START, events)
    assert run.take == sum(isinstance(e, ev.Rewound) for e in events)
    assert fold(START, [*events, ev.Rewound(1, "ada")]).take == run.take + 1


@given(ledgers())
def test_settings_are_not_history_and_outlive_a_rewind(events: list[Event]) -> None:
    settings = RunSettings(clock=33, crew="vote")
    run = fold(START, [*events, ev.Changed("ada", settings), ev.Rewound(1, "ada")])
    assert run.settings == settings


def test_people_are_not_history_and_outlive_a_rewind() -> None:
    events = [*played(2), ev.Joined("bo"), ev.Left("ada")]
    assert fold(START, [*events, ev.Rewound(2, "ada")]).players == ("bo",)


def test_a_frame_stays_with_the_scene_that_a_rewind_leads_to() -> None:
    events = [*played(1), ev.Filmed(2, "f" * 64, "camera", "taken")]
    events += a_turn(fold(START, events))
    scene = fold(START, [*events, ev.Rewound(2, "ada")]).scene
    assert scene is not None
    assert scene.frame == "f" * 64


@given(ledgers(), st.integers(-3, 40))
def test_nobody_rewinds_to_a_turn_that_never_opened(events: list[Event], to: int) -> None:
    if to not in opened_turns(effective(events)):
        with pytest.raises(BrokenLedger, match=f"turn {to}"):
            fold(START, [*events, ev.Rewound(to, "ada")])


# --- what does not fit ---------------------------------------------------------------------------


def an_open() -> Run:
    """Turn 3 is open, with two choices and a clock."""
    return fold(START, [*played(2), ev.ClockSet(3, 60_000)])


def a_resolving() -> Run:
    return step(an_open(), accepted(3))


def a_resolved() -> Run:
    run = a_resolving()
    return step(run, resolved(3, run.state))


def an_over() -> Run:
    return step(an_open(), ev.Finished(3, None, "stopped"))


@pytest.mark.parametrize(
    ("run", "event"),
    [
        (an_open, started()),
        (an_open, ev.Rewound(1, "ada")),
        (an_open, accepted(2)),
        (an_open, accepted(4)),
        (a_resolving, accepted(3)),
        (a_resolved, accepted(3)),
        (an_over, accepted(3)),
        (an_open, resolved(3, START)),
        (a_resolving, resolved(2, START)),
        (an_over, resolved(3, START)),
        (an_open, ev.ClockSet(2, 9)),
        (a_resolving, ev.ClockSet(3, 9)),
        (an_over, ev.ClockSet(3, 9)),
        (an_open, ev.Voted(2, "ada", 0)),
        (a_resolving, ev.Voted(3, "ada", 0)),
        (an_open, ev.Balloted(2, "ada", CHOICES[0], "listen")),
        (a_resolving, ev.Balloted(3, "ada", CHOICES[0], "listen")),
        (an_open, ev.Regenerated(2, CHOICES)),
        (a_resolving, ev.Regenerated(3, CHOICES)),
        (a_resolved, resolved(3, START)),
        (an_open, opened(4)),
        (an_open, opened(3)),
        (a_resolving, opened(4)),
        (a_resolved, opened(9)),
        (an_over, opened(4)),
        (an_open, ev.ClockStopped(2)),
        (an_open, ev.Voted(3, "ada", 2)),
        (an_open, ev.Voted(3, "ada", -1)),
        (an_over, ev.Finished(3, None, "stopped")),
        (an_over, ev.Paused("ada")),
    ],
)
def test_what_does_not_fit_is_a_broken_ledger(run: Callable[[], Run], event: Event) -> None:
    with pytest.raises(BrokenLedger, match=f"(?i){type(event).__name__}"):
        step(run(), event)


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([], "begins with"),
        ([opened(1)], "begins with"),
        ([*opening(), started()], "started"),
        ([*opening(), accepted(1), accepted(1)], "accepted"),
        ([*opening(), resolved(1, START)], "resolved"),
    ],
)
def test_a_ledger_that_cannot_have_happened_is_not_read(events: list[Event], why: str) -> None:
    with pytest.raises(BrokenLedger, match=f"(?i){why}"):
        fold(START, events)


def test_only_a_rewind_rewinds() -> None:
    with pytest.raises(BrokenLedger, match="rewound"):
        rewound(START, played(2))


# --- one event at a time -------------------------------------------------------------------------


def test_a_run_begins_with_its_host() -> None:
    run = fold(START, opening())
    assert (run.turn, run.status, run.players, run.host) == (1, "open", ("ada",), "ada")


def test_an_accepted_action_stops_the_clock() -> None:
    run = a_resolving()
    assert (run.status, run.deadline) == ("resolving", None)


def test_votes_are_one_a_head_and_change() -> None:
    run = step(step(an_open(), ev.Voted(3, "ada", 0)), ev.Voted(3, "ada", 1))
    assert run.votes == {"ada": 1}


def test_who_leaves_takes_the_vote_along() -> None:
    run = step(step(an_open(), ev.Joined("bo")), ev.Voted(3, "bo", 0))
    assert step(run, ev.Left("bo")).votes == {}


def test_a_scene_opens_without_votes_and_with_the_first_hand() -> None:
    run = step(step(an_open(), ev.Regenerated(3, CHOICES[:1])), ev.Voted(3, "ada", 0))
    assert run.hand == 1
    opened_next = fold(START, [*played(2), ev.Voted(3, "ada", 0), *a_turn(an_open())])
    assert (opened_next.votes, opened_next.hand) == ({}, 0)


def test_other_choices_replace_the_choices_and_all_hands_are_remembered() -> None:
    run = step(an_open(), ev.Regenerated(3, CHOICES[1:]))
    assert run.choices == CHOICES[1:]
    assert run.offered == {choice.intent.key for choice in CHOICES}


def test_a_frame_of_another_turn_changes_nothing() -> None:
    run = an_open()
    assert step(run, ev.Filmed(2, "f" * 64, "camera", "taken")) == run


def test_a_pause_keeps_what_was_left_on_the_clock() -> None:
    run = step(an_open(), ev.Paused("ada", 4000))
    assert (run.paused, run.left, run.deadline) == (True, 4000, None)
    run = step(run, ev.Resumed("ada"))
    assert (run.paused, run.left) == (False, None)


def test_the_latest_actors_are_remembered_in_order() -> None:
    events = opening()
    for actor in "abcdefghij":
        events += a_turn(fold(START, events), actor)
    assert fold(START, events).last_actors == tuple("cdefghij")


def test_a_finished_run_is_over_and_has_no_clock() -> None:
    run = an_over()
    assert (run.status, run.deadline) == ("over", None)
    assert run.ending == ev.Finished(3, None, "stopped")
