"""What an intent names, if it is here: the question every verb asks first."""

from nightreel.core.intent import Intent, Refusal
from nightreel.core.state import State
from nightreel.core.world import Thing, World


def thing_for(world: World, state: State, intent: Intent, *, eyes: bool = False) -> Thing | Refusal:
    """Return the thing acted on if it is here (and can be seen, when that is needed)."""
    target = intent.target
    if target is None or target not in world.things:
        return Refusal("not_here", {"words": world.name_of(target) if target else "that"})
    thing = world.things[target]
    if not state.here(target):
        return Refusal("not_here", {"words": thing.the})
    if eyes and not world.can_see(state):
        return Refusal("dark")
    if intent.verb in thing.refuses:
        return Refusal(f"thing.{thing.id}.{intent.verb}", {"thing": thing.the})
    return thing


def about(thing: Thing, **more: str) -> dict[str, str]:
    return {"thing": thing.the, **more}
