"""The director's curve: calm, unease, dread, crisis, release; and the storylets drawn to fit it."""

from nightreel.core.dice import Dice, chance, weighted
from nightreel.core.state import Phase, State
from nightreel.core.world import Storylet, World

# Percent a turn that the world does something of its own, by phase: most when people can breathe.
_INCIDENTS = {"calm": 50, "unease": 60, "dread": 55, "crisis": 35, "release": 60}
_RELEASE_TURNS = 2
_UNEASE_FROM = 6


def phase_of(state: State) -> Phase:
    """Return the phase the state asks for, given the one it is in."""
    awake = [t for t in state.threats.values() if t.stage >= 2]
    if any(t.distance <= 1 for t in awake):
        return "crisis"
    if state.phase == "crisis":
        return "release"
    if state.phase == "release" and state.turn - state.phase_since < _RELEASE_TURNS:
        return "release"
    if any(t.distance <= 3 for t in awake):
        return "dread"
    stirring = any(t.stage >= 1 for t in state.threats.values())
    return "unease" if stirring or state.turn >= _UNEASE_FROM else "calm"


def drawable(world: World, state: State) -> list[Storylet]:
    """Return the storylets that could happen now."""
    return [s for s in world.storylets.values() if _fits(world, state, s)]


def _fits(world: World, state: State, storylet: Storylet) -> bool:
    if state.phase not in storylet.phases:
        return False
    last = state.storylets.get(storylet.id)
    if last is not None and (not storylet.cooldown or state.turn - last < storylet.cooldown):
        return False
    return storylet.when.holds(world, state)


def draw_storylet(world: World, state: State, dice: Dice) -> Storylet | None:
    """Return the incident of this turn, or None. One roll decides whether, a second which."""
    if not chance(dice, _INCIDENTS[state.phase]):
        return None
    fitting = drawable(world, state)
    return weighted(dice, fitting, [s.weight for s in fitting]) if fitting else None
