"""How dangerous a plan is. The risk on a button and the risk in the rules are this one function."""

from nightreel.core.intent import RISKS, Risk
from nightreel.core.plan import Plan
from nightreel.core.state import State
from nightreel.core.world import World

# Nothing to stumble over, and nothing given away: light and dark, wounds and fear do not matter to
# these.
_STILL = frozenset(
    {"wait", "listen", "examine", "read", "light_on", "light_off", "drop", "hesitate"}
)
# What may be done with a threat at hand without making it worse.
_ANSWERS = frozenset(
    {"hide", "ward", "move", "run", "climb", "light_on", "light_off", "wait", "fight", "call"}
)

_FLIGHT = frozenset({"move", "run", "climb", "hide"})

DEADLY = 3
"""From this stage on a threat pursues: getting away is not free any more."""

SHIELD_TURNS = 3
"""Exposure that a shield takes before the weather gets through it."""

STORM = 3
"""From this stage of a threat of time on, being in the open is dangerous in itself."""


def in_storm(world: World, state: State, place: str | None = None) -> bool:
    """Whether the player stands (or would, at `place`) in the open in weather that can kill."""
    if "outdoors" not in world.places[place or state.place].tags:
        return False
    if place is None and state.hidden and _cab_here(world, state):
        return False
    return any(
        state.threats[t.id].stage >= STORM for t in world.threats.values() if t.sense == "time"
    )


def _cab_here(world: World, state: State) -> bool:
    """Whether there is a vehicle to sit it out in."""
    return any("vehicle" in t.traits and state.here(t.id) for t in world.things.values())


def shielded(world: World, state: State) -> bool:
    """Whether something carried takes the worst of the weather."""
    return any(t.shield and state.has(t.shield) for t in world.threats.values())


def risk_of(world: World, state: State, plan: Plan) -> Risk:
    """Return the risk: the plan's own, raised by what stands against it, lowered by care."""
    level = RISKS.index(plan.risk)
    if plan.verb not in _STILL:
        level += not world.can_see(state)
        level += any(plan.verb in world.wounds[w].hinders for w in state.wounds)
        level += state.nerve == 0
    # A way is as exposed as where it leads: going in is a mercy, going out is announced.
    leads_to = plan.exit.to if plan.exit is not None else None
    storm = in_storm(world, state, leads_to) and not _sheltered(world, state)
    # Care lowers what lies in the act; none helps against weather, or what stands there.
    level += {"careful": -1, "plain": 0, "bold": 1}[plan.intent.manner]
    level = max(0, level)
    level += state.cornered and plan.verb not in _ANSWERS and not _is_answer(plan)
    level += _pursued(state) and (plan.verb in _FLIGHT or (_is_answer(plan) and not plan.tool))
    return RISKS[min(2, level + storm)]


def _sheltered(world: World, state: State) -> bool:
    """Whether a shield will take whatever this turn in the open brings."""
    return shielded(world, state) and state.exposure < SHIELD_TURNS


def _pursued(state: State) -> bool:
    return any(t.stage >= DEADLY and t.distance <= 1 for t in state.threats.values())


def _is_answer(plan: Plan) -> bool:
    return plan.act is not None and "ward" in plan.act.verbs
