"""A short run to keep, read and damage: real events over a world of one place."""

from collections.abc import Callable, Sequence

from nightreel.core.adjudicate import Outcome
from nightreel.core.canonical import digest
from nightreel.core.effects import Did, Effect, Nerved, Passed
from nightreel.core.events import (
    Accepted,
    Changed,
    ClockSet,
    Event,
    Filmed,
    Joined,
    Opened,
    Resolved,
    Rewound,
    Started,
)
from nightreel.core.intent import Choice, Intent
from nightreel.core.run import fold
from nightreel.core.scene import Scene
from nightreel.core.settings import RunSettings
from nightreel.core.state import State
from nightreel.ports.clock import Timer
from nightreel.ports.ledger import Summary, summary_of

START = State(place="hut")
LISTEN = Intent("listen")
EFFECTS: tuple[Effect, ...] = (Nerved(-1), Passed(5), Did("verbs.listen"))


class Ticking:
    """A clock that is a second further on at every look."""

    def __init__(self) -> None:
        self._now = 0

    def now(self) -> int:
        self._now += 1000
        return self._now

    def call_at(self, when: int, ring: Callable[[], None]) -> Timer:
        raise NotImplementedError("a ledger sets no timers")


def started() -> Started:
    return Started("hut", "1", "0" * 64, 7, "ada", RunSettings(), digest(START))


def opened(turn: int = 1) -> Opened:
    choice = Choice("Listen", LISTEN, "safe", "careful")
    return Opened(Scene(turn, "", f"Turn {turn}. Größe: ∞.", "A hut.", "A hut.", (choice,)))


def opening() -> list[Event]:
    return [started(), opened()]


def turn(number: int, state: State) -> list[Event]:
    """A whole turn from its action to the next scene. `state` is the one after it."""
    outcome = Outcome(
        LISTEN, "verbs.listen", "listen", None, None, "normal", "safe", "success", 0, EFFECTS, ()
    )
    return [
        Accepted(number, "ada", "choice", LISTEN, 0),
        Resolved(number, outcome, digest(state)),
        opened(number + 1),
        ClockSet(number + 1, 60_000),
    ]


def story() -> list[Event]:
    """Seventeen events: three turns, of which two are rewound, and one is played again."""
    after = [State("hut", minutes=5 * n, turn=1 + n, nerve=4 - n, recent=_acts(n)) for n in (1, 2)]
    return [
        *opening(),
        Joined("bo"),
        *turn(1, after[0]),
        Filmed(2, "f" * 64, "camera", "taken"),
        Changed("ada", RunSettings(clock=None, pictures=True)),
        *turn(2, after[1]),
        Rewound(2, "ada"),
        *turn(2, after[1])[:2],
        Joined("cy"),
    ]


def _acts(number: int) -> tuple[str, ...]:
    return ("verbs.listen",) * number


def summed(run: str, events: Sequence[Event]) -> Summary:
    """The summary of a run that consists of these events."""
    return summary_of(run, fold(START, events))


def joined(*actors: str) -> list[Event]:
    return [Joined(actor) for actor in actors]
