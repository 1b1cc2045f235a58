"""A plan: an intent that can be tried here and now, with everything the rules need to try it."""

from msgspec import Struct

from nightreel.core.effects import Effect
from nightreel.core.intent import Intent, Kind, Risk, Verb
from nightreel.core.state import CARRIED, State
from nightreel.core.world import Act, Exit, Thing, World

PRESENT = 3
"""A threat at this distance or nearer can be seen, filmed and faced."""


class Plan(Struct, frozen=True):
    """An intent that can be tried, and everything the rules need to try it.

    Attributes:
        key: prose key of the outcome: `act.<id>` or `verbs.<verb>`.
        do: effects when it works; `cost`, `setback`, `disaster` come from acts.
        found: things that come into view when it works.
        prepared: bonus on the dice for tools and care.
        minutes: what it takes; the world's pace is added by the rules.
    """

    intent: Intent
    key: str
    verb: Verb
    target: str | None = None
    tool: str | None = None
    risk: Risk = "safe"
    kind: Kind = "curious"
    minutes: int = 2
    noise: int = 0
    pull: int = 2
    prepared: int = 0
    do: tuple[Effect, ...] = ()
    cost: tuple[Effect, ...] = ()
    setback: tuple[Effect, ...] = ()
    disaster: tuple[Effect, ...] = ()
    found: tuple[str, ...] = ()
    act: Act | None = None
    exit: Exit | None = None


def in_scope(world: World, state: State) -> list[Thing]:
    """Return the things that can be acted on: lying here in view, or carried."""
    return [world.things[t] for t, s in state.things.items() if s.where in (CARRIED, state.place)]


def present(state: State, threat: str) -> bool:
    """Whether a threat is there to be faced."""
    it = state.threats[threat]
    return it.stage >= 1 and it.distance <= PRESENT
