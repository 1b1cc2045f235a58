"""Turns played by the real rules with dice that fall as they are told; and played once more."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from nightreel.core.adjudicate import Outcome, adjudicate
from nightreel.core.curve import drawable
from nightreel.core.dice import Dice, Fate
from nightreel.core.effects import Effect, apply
from nightreel.core.intent import Intent
from nightreel.core.legality import plan
from nightreel.core.options import options
from nightreel.core.plan import Plan
from nightreel.core.state import State
from nightreel.core.world import World

Wanted = Literal["good", "setback", "disaster"]


class Luck(Struct, frozen=True):
    """How a turn is to go.

    Attributes:
        grade: whether what is tried works.
        comes: threats come nearer when they may.
        incident: id of the storylet that happens.
        nth: which of several small things (costs, mishaps) the dice fall on.
    """

    grade: Wanted = "good"
    comes: bool = False
    incident: str | None = None
    nth: int = 1


FAIR = Luck()


class Step(Struct, frozen=True):
    """A turn that was played: what was done, and how fate and every die fell."""

    intent: Intent
    fate: Fate
    rolls: tuple[int, ...]


class Played(Struct, frozen=True):
    """A step, and what came of it."""

    step: Step
    outcome: Outcome
    state: State


class Told:
    """Dice that fall as they are told.

    The rules roll two dice for the grade, small ones for what it costs, one of a hundred for every
    threat that moves, one for an incident, and one for which.
    """

    def __init__(self, two: tuple[int, int], luck: Luck, threats: int, point: int) -> None:
        self._two, self._luck, self._threats, self._point = two, luck, threats, point
        self._hundreds = 0
        self.rolls: list[int] = []

    def roll(self, sides: int) -> int:
        """Return the number that was asked for."""
        fallen = min(sides, self._fall(sides))
        self.rolls.append(fallen)
        return fallen

    def _fall(self, sides: int) -> int:
        if len(self.rolls) < 2:
            return self._two[len(self.rolls)]
        if self._hundreds > self._threats:
            return self._point
        if sides == 100:
            self._hundreds += 1
            happens = (
                self._luck.comes if self._hundreds <= self._threats else bool(self._luck.incident)
            )
            return 1 if happens else 100
        return self._luck.nth


class Again:
    """Dice that fall as they did before."""

    def __init__(self, rolls: Iterable[int]) -> None:
        self._rolls = iter(rolls)

    def roll(self, sides: int) -> int:
        """Return the next recorded number."""
        fallen = next(self._rolls)
        if not 1 <= fallen <= sides:
            raise ValueError(f"{fallen} cannot be rolled on {sides} sides")
        return fallen


class Recorded:
    """Any dice, with what they rolled."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self.rolls: list[int] = []

    def roll(self, sides: int) -> int:
        """Return the next roll of the dice within."""
        fallen = self._dice.roll(sides)
        self.rolls.append(fallen)
        return fallen


_LOW = ((1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4))
# Ordinary luck before great luck: a witness should not need a triumph at every step.
_FALLS: dict[Wanted, tuple[tuple[tuple[int, int], Fate], ...]] = {
    "good": (((4, 4), "normal"), ((6, 6), "lucky")),
    "setback": tuple((two, fate) for fate in ("normal", "unlucky") for two in _LOW),
    "disaster": (((1, 1), "unlucky"), ((1, 1), "normal")),
}


def play(world: World, state: State, intent: Intent, luck: Luck = FAIR) -> Played | None:
    """Return the turn played with that luck, or None when it cannot be had here."""
    planned = plan(world, state, intent)
    if not isinstance(planned, Plan):
        return None
    for two, fate in _FALLS[luck.grade]:
        played = _rolled(world, state, planned, fate, two, luck)
        if _as_wanted(played, luck.grade):
            return played if luck.incident is None else _with_incident(world, state, played, luck)
    return None


def _as_wanted(played: Played, grade: Wanted) -> bool:
    return played.outcome.worked if grade == "good" else played.outcome.grade == grade


def _rolled(
    world: World,
    state: State,
    planned: Plan,
    fate: Fate,
    two: tuple[int, int],
    luck: Luck,
    point: int = 0,
) -> Played:
    threats = sum(t.sense != "time" for t in world.threats.values())
    quiet = luck if point else Luck(luck.grade, luck.comes, None, luck.nth)
    dice = Told(two, quiet, threats, point)
    outcome = adjudicate(world, state, planned, fate, dice)
    step = Step(planned.intent, fate, tuple(dice.rolls))
    return Played(step, outcome, after(state, outcome.effects))


def _with_incident(world: World, state: State, played: Played, luck: Luck) -> Played | None:
    """Return the same turn with the incident at its end, if it could be drawn there."""
    planned = plan(world, state, played.step.intent)
    fitting = [] if played.state.ending else drawable(world, played.state)
    at = next((n for n, s in enumerate(fitting) if s.id == luck.incident), None)
    if at is None or not isinstance(planned, Plan):
        return None
    point = 1 + sum(s.weight for s in fitting[:at])
    two = (played.step.rolls[0], played.step.rolls[1])
    again = _rolled(world, state, planned, played.step.fate, two, luck, point)
    return again if luck.incident in again.state.storylets else None


def after(state: State, effects: Iterable[Effect]) -> State:
    """Return the state that the effects lead to."""
    for effect in effects:
        state = apply(state, effect)
    return state


class Replayed(Struct, frozen=True):
    """What a list of steps leads to when the rules play it again.

    Attributes:
        unoffered: intents among them that no button would have shown at their turn, in a run that
            leans to the goal that suits them best.
    """

    state: State
    unoffered: tuple[Intent, ...] = ()


def replay(world: World, steps: Sequence[Step]) -> Replayed | None:
    """Play the steps again from the opening; None when one of them is refused."""
    state = world.start
    leans = world.goals or (None,)
    unoffered: dict[str | None, list[Intent]] = {lean: [] for lean in leans}
    for step in steps:
        planned = plan(world, state, step.intent)
        if not isinstance(planned, Plan) or state.ending is not None:
            return None
        for lean, missed in unoffered.items():
            if not _offered(world, state, step.intent, lean):
                missed.append(step.intent)
        outcome = adjudicate(world, state, planned, step.fate, Again(step.rolls))
        state = after(state, outcome.effects)
    return Replayed(state, tuple(min(unoffered.values(), key=len)))


def _offered(world: World, state: State, intent: Intent, lean: str | None) -> bool:
    if intent.verb == "hesitate":
        return True
    return any(o.intent.key == intent.key for o in options(world, state, lean))
