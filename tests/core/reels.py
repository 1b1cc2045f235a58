"""Ledgers that could have been written, for hypothesis to choose from."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core import events as ev
from nightreel.core.adjudicate import Outcome
from nightreel.core.canonical import digest
from nightreel.core.effects import Did, Effect, Flagged, Nerved, Passed
from nightreel.core.events import Event
from nightreel.core.intent import Choice, Intent
from nightreel.core.run import Run, fold
from nightreel.core.scene import Scene
from nightreel.core.settings import RunSettings
from nightreel.core.state import State
from tests.core.hut import world
from tests.core.walking import after

START = world().start
LISTEN, WAIT = Intent("listen"), Intent("wait")
PEOPLE = ("ada", "bo", "cy")
CHOICES = (Choice("Listen", LISTEN, "safe", "careful"), Choice("Wait", WAIT, "safe", "careful"))


def started(**settings: object) -> ev.Started:
    return ev.Started("hut", "1", "0" * 64, 7, "ada", RunSettings(**settings), digest(START))  # pyright: ignore[reportArgumentType]


def opened(turn: int, take: int = 0) -> ev.Opened:
    dispatch = f"Turn {turn} of take {take}. It is quiet."
    return ev.Opened(Scene(turn, f"You listen, {turn}.", dispatch, "A hut.", "A hut.", CHOICES))


def accepted(turn: int, actor: str = "ada") -> ev.Accepted:
    return ev.Accepted(turn, actor, "choice", LISTEN, 0)


def resolved(turn: int, state: State, minutes: int = 5) -> ev.Resolved:
    effects: tuple[Effect, ...] = (
        Nerved(-1),
        Passed(minutes),
        Flagged(f"f{turn}.{minutes}"),
        Did("listen::"),
    )
    outcome = Outcome(
        LISTEN, "verbs.listen", "listen", None, None, "normal", "safe", "success", 9, effects, ()
    )
    return ev.Resolved(turn, outcome, digest(after(state, effects)))


def a_turn(run: Run, actor: str = "ada", minutes: int = 5) -> list[Event]:
    """A whole turn on an open run: accepted, resolved, the next scene."""
    return [
        accepted(run.turn, actor),
        resolved(run.turn, run.state, minutes),
        opened(run.turn + 1, run.take),
    ]


def opening() -> list[Event]:
    return [started(), opened(1)]


def played(turns: int) -> list[Event]:
    """A ledger of so many turns."""
    events = opening()
    for _ in range(turns):
        events += a_turn(fold(START, events))
    return events


Move = Callable[[Run, st.DrawFn], list[Event]]


def _who(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(PEOPLE))


def _changed(run: Run, draw: st.DrawFn) -> list[Event]:
    clock = draw(st.sampled_from([None, 30, 90]))
    return [ev.Changed("ada", replace(run.settings, clock=clock))]


def _balloted(run: Run, draw: st.DrawFn) -> list[Event]:
    choice = Choice("Wait", WAIT, "safe", "careful")
    return [
        ev.Balloted(run.turn, "bo", choice, "wait"),
        ev.Voted(run.turn, "bo", len(run.choices)),
    ]


# What may happen on an open turn, and how.
_MOVES: dict[str, Move] = {
    "turn": lambda run, draw: a_turn(run, _who(draw), draw(st.integers(1, 9))),
    "again": lambda run, draw: a_turn(run, _who(draw), draw(st.integers(1, 9))),
    "rewind": lambda run, draw: [ev.Rewound(draw(st.integers(1, run.turn)), "ada")],
    "join": lambda run, draw: [ev.Joined(_who(draw))],
    "leave": lambda run, draw: [ev.Left(_who(draw))],
    "vote": lambda run, draw: [
        ev.Voted(run.turn, _who(draw), draw(st.integers(0, len(run.choices) - 1)))
    ],
    "ballot": _balloted,
    "deal": lambda run, draw: [ev.Regenerated(run.turn, CHOICES[:1])],
    "clock": lambda run, draw: [ev.ClockSet(run.turn, draw(st.integers(1, 99)) * 1000)],
    "stop": lambda run, draw: [ev.ClockStopped(run.turn)],
    "pause": lambda run, draw: [ev.Paused("ada", 4000), ev.Resumed("ada")],
    "film": lambda run, draw: [ev.Filmed(run.turn, "f" * 64, "camera", "taken")],
    "change": _changed,
}


@st.composite
def ledgers(draw: st.DrawFn, most: int = 14) -> list[Event]:
    """A ledger of an open run, some of it rewound."""
    events = opening()
    for move in draw(st.lists(st.sampled_from(sorted(_MOVES)), max_size=most)):
        events += _MOVES[move](fold(START, events), draw)
    return events


def kept(run: Run) -> dict[str, object]:
    """What of a run must be the same after a rewind as if the undone had never been."""
    names: Sequence[str] = (
        *("state", "turn", "status", "scene", "outcome", "ballots", "votes", "hand", "offered"),
        *("told", "last_actors", "accepted", "frames"),
    )
    return {name: getattr(run, name) for name in names}
