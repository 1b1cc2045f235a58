"""A run as a fold over its events: `Run = fold(events)`. The one place that says what an event
means.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, assert_never

from msgspec import Struct, structs

from nightreel.core.effects import apply
from nightreel.core.events import (
    Accepted,
    Balloted,
    Changed,
    ClockSet,
    ClockStopped,
    Event,
    Filmed,
    Finished,
    Joined,
    Left,
    Opened,
    Paused,
    Regenerated,
    Resolved,
    Resumed,
    Rewound,
    Started,
    Voted,
)
from nightreel.core.intent import Choice
from nightreel.core.scene import Scene
from nightreel.core.sentences import digests
from nightreel.core.settings import RunSettings
from nightreel.core.state import State

Status = Literal["open", "resolving", "over"]

LATEST = 2
"""Frames of a place that are remembered besides an early one: enough for any illustrator, and a run
that stays in one room for ever does not grow.
"""
STAND_IN = "previous"
"""The rung of a frame that shows an earlier one again."""


class BrokenLedger(ValueError):
    """The events cannot have happened in this order. Operator must act; `str` names the event."""


class Run(Struct, frozen=True):
    """One playthrough, as its ledger tells it.

    Attributes:
        status: `open` for an action, `resolving` one, or `over`.
        turn: the turn of the scene that is shown.
        take: how often the run was rewound; with run and turn it names a resolution.
        accepted: the action being resolved, or the latest one that was.
        told: digests of every sentence told, so that none is told twice.
        offered: intents of the choices shown on this turn, all hands of it.
        last_actors: who acted on the latest turns, latest last.
        written: the latest turn on which a write-in was taken.
        frames: hashes of the frames taken of each place, nearest first: the latest few, and an
            early one.
    """

    world: str
    digest: str
    seed: int
    host: str
    settings: RunSettings
    state: State
    status: Status = "open"
    turn: int = 1
    take: int = 0
    scene: Scene | None = None
    accepted: Accepted | None = None
    outcome: Resolved | None = None
    deadline: int | None = None
    paused: bool = False
    left: int | None = None
    players: tuple[str, ...] = ()
    last_actors: tuple[str, ...] = ()
    written: int | None = None
    ballots: tuple[Choice, ...] = ()
    votes: dict[str, int] = {}
    hand: int = 0
    offered: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    frames: dict[str, tuple[str, ...]] = {}
    ending: Finished | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Everything that can be picked now: the scene's choices, then write-ins on the ballot."""
        return (*(self.scene.choices if self.scene else ()), *self.ballots)


_replace = structs.replace


def begin(start: State, event: Started) -> Run:
    """Return the run as it is after its first event, given the world's opening state."""
    return Run(
        world=event.world,
        digest=event.digest,
        seed=event.seed,
        host=event.host,
        settings=event.settings,
        state=start,
        players=(event.host,),
    )


def fold(start: State, events: Sequence[Event]) -> Run:
    """Return the run that the events make, those undone by a rewind left out.

    Raises:
        BrokenLedger: the first event is not `Started`, or an event does not fit where it stands.
    """
    if not events or not isinstance(events[0], Started):
        raise BrokenLedger("a ledger begins with `started`")
    run = begin(start, events[0])
    for at in range(1, len(events)):
        event = events[at]
        run = rewound(start, events[: at + 1]) if isinstance(event, Rewound) else step(run, event)
    return run


def rewound(start: State, events: Sequence[Event]) -> Run:
    """Return the run after its last event, a `Rewound`: the kept past, folded anew."""
    last = events[-1]
    if not isinstance(last, Rewound):
        raise BrokenLedger("`rewound` expected")
    takes = sum(isinstance(e, Rewound) for e in events)
    settings = [e.settings for e in events if isinstance(e, Changed | Started)][-1]
    run = fold(start, _until(effective(events[:-1]), last.to))
    return _replace(
        run,
        take=takes,
        settings=settings,
        players=_present(events),
        deadline=None,
        paused=False,
        left=None,
    )


def _present(events: Sequence[Event]) -> tuple[str, ...]:
    """Return who is here: people do not come and go by a rewind."""
    here: list[str] = []
    for event in events:
        if isinstance(event, Started):
            here = [event.host]
        elif isinstance(event, Joined) and event.actor not in here:
            here.append(event.actor)
        elif isinstance(event, Left) and event.actor in here:
            here.remove(event.actor)
    return tuple(here)


def effective(events: Sequence[Event]) -> list[Event]:
    """Return the events that still count: what a rewind undid is left out."""
    kept: list[Event] = []
    for event in events:
        if isinstance(event, Rewound):
            kept = _until(kept, event.to)
        else:
            kept.append(event)
    return kept


def _until(events: Iterable[Event], turn: int) -> list[Event]:
    """The events up to and with the scene that opened the turn (and its frame)."""
    kept: list[Event] = []
    opened = False
    for event in events:
        if opened and not (isinstance(event, Filmed) and event.turn == turn):
            break
        kept.append(event)
        opened = opened or (isinstance(event, Opened) and event.scene.turn == turn)
    if not opened:
        raise BrokenLedger(f"rewound to turn {turn}, which never opened")
    return kept


def step(run: Run, event: Event) -> Run:  # noqa: C901 - one case an event
    """Return the run after one more event (any but `Started` and `Rewound`).

    Raises:
        BrokenLedger: the event does not fit the run as it is.
    """
    match event:
        case Started() | Rewound():
            raise BrokenLedger(f"`{type(event).__name__}` cannot be applied alone")
        case Opened(scene):
            first = run.scene is None and scene.turn == run.turn
            _expect(first or (_is_resolved(run) and scene.turn == run.turn + 1), event, run)
            return _opened(run, scene)
        case Accepted():
            _expect(run.status == "open" and event.turn == run.turn, event, run)
            return _accepted(run, event)
        case Resolved():
            fits = run.status == "resolving" and event.turn == run.turn
            _expect(fits and not _is_resolved(run), event, run)
            return _resolved(run, event)
        case Filmed():
            return _filmed(run, event)
        case ClockSet(turn, deadline):
            _expect(run.status == "open" and turn == run.turn, event, run)
            return _replace(run, deadline=deadline, left=None)
        case ClockStopped(turn):
            _expect(turn == run.turn, event, run)
            return _replace(run, deadline=None)
        case Paused(_, left):
            _expect(run.status != "over", event, run)
            return _replace(run, paused=True, left=left, deadline=None)
        case Resumed():
            return _replace(run, paused=False, left=None)
        case Joined(actor):
            here = run.players if actor in run.players else (*run.players, actor)
            return _replace(run, players=here)
        case Left(actor):
            votes = {a: c for a, c in run.votes.items() if a != actor}
            players = tuple(a for a in run.players if a != actor)
            return _replace(run, players=players, votes=votes)
        case Balloted(turn, _, choice):
            _expect(run.status == "open" and turn == run.turn, event, run)
            return _replace(run, ballots=(*run.ballots, choice))
        case Voted(turn, actor, choice):
            offered = 0 <= choice < len(run.choices)
            _expect(run.status == "open" and turn == run.turn and offered, event, run)
            return _replace(run, votes={**run.votes, actor: choice})
        case Regenerated(turn, choices):
            _expect(run.status == "open" and turn == run.turn and run.scene is not None, event, run)
            return _regenerated(run, choices)
        case Changed(_, settings):
            # Another clock begins anew; what was left on the old one is no time on this one.
            left = run.left if settings.clock == run.settings.clock else None
            return _replace(run, settings=settings, left=left)
        case Finished():
            _expect(run.status != "over", event, run)
            return _replace(run, status="over", ending=event, deadline=None)
        case _:
            assert_never(event)


def _expect(fits: bool, event: Event, run: Run) -> None:
    if not fits:
        name = type(event).__name__.lower()
        raise BrokenLedger(f"`{name}` does not fit turn {run.turn}, which is {run.status}")


def _is_resolved(run: Run) -> bool:
    """Whether the turn that is resolving has its outcome, and waits for its scene."""
    return run.status == "resolving" and run.outcome is not None and run.outcome.turn == run.turn


def _accepted(run: Run, event: Accepted) -> Run:
    offered = len(run.scene.choices) if run.scene else 0
    voted_in = event.via == "vote" and event.choice is not None and event.choice >= offered
    typed = event.via == "write_in" or voted_in
    written = event.turn if typed else run.written
    return _replace(run, status="resolving", accepted=event, deadline=None, written=written)


def _opened(run: Run, scene: Scene) -> Run:
    offered = frozenset(c.intent.key for c in scene.choices)
    told = run.told | digests(scene.reaction) | digests(scene.dispatch)
    return _replace(
        run,
        status="open",
        turn=scene.turn,
        scene=scene,
        ballots=(),
        votes={},
        hand=0,
        offered=offered,
        told=told,
        deadline=None,
    )


def _filmed(run: Run, event: Filmed) -> Run:
    if run.scene is None or run.scene.turn != event.turn:
        return run
    filmed = _replace(run, scene=_replace(run.scene, frame=event.media))
    if event.media is None or event.rung == STAND_IN:
        return filmed  # a frame with a fault on it is nothing to go by
    place = run.state.place
    known = tuple(f for f in run.frames.get(place, ()) if f != event.media)
    kept = (event.media, *known[: LATEST - 1], *known[LATEST - 1 :][-1:])
    return _replace(filmed, frames={**run.frames, place: kept})


def _resolved(run: Run, event: Resolved) -> Run:
    state = run.state
    for effect in event.outcome.effects:
        state = apply(state, effect)
    actor = run.accepted.actor if run.accepted else ""
    return _replace(run, state=state, outcome=event, last_actors=(*run.last_actors, actor)[-8:])


def _regenerated(run: Run, choices: tuple[Choice, ...]) -> Run:
    scene = _replace(run.scene, choices=choices) if run.scene else None
    return _replace(
        run,
        scene=scene,
        hand=run.hand + 1,
        votes={},
        ballots=(),
        offered=run.offered | {c.intent.key for c in choices},
    )
