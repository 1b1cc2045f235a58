"""What stands on a button."""

from nightreel.core.intent import Choice
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.narrators.storyteller.drawing import Drawer

LABEL_LIMIT = 80


def label_of(world: World, state: State, drawer: Drawer, choice: Choice) -> str:
    """Return the label of an offered choice, at most 80 characters."""
    planned = plan(world, state, choice.intent)
    if not isinstance(planned, Plan):
        return _plain(world, choice)
    if planned.act is not None:
        return planned.act.label
    slots = _slots(world, state, planned)
    verb = planned.verb
    keys = [f"labels.{verb}"]
    if planned.target in world.places and verb in ("search", "film"):
        keys.insert(0, f"labels.{verb}.place")
    if planned.target in world.threats:
        keys.insert(0, f"labels.{verb}.threat")
    label = next((text for key in keys if (text := drawer.peek(key, **slots))), None)
    return (label or _plain(world, choice))[:LABEL_LIMIT]


def _slots(world: World, state: State, planned: Plan) -> dict[str, str]:
    slots = {"place": f"the {world.places[state.place].name}"}
    if planned.exit is not None:
        slots |= {"way": planned.exit.way, "place": f"the {world.places[planned.exit.to].name}"}
    if planned.target:
        slots["thing"] = world.name_of(planned.target)
    if planned.tool:
        slots["tool"] = world.name_of(planned.tool)
    if wound := world.wounds.get(planned.target or ""):
        slots["wound"] = wound.name
    return slots


def _plain(world: World, choice: Choice) -> str:
    verb = choice.intent.verb.replace("_", " ").capitalize()
    target = choice.intent.target
    return f"{verb} {world.name_of(target)}"[:LABEL_LIMIT] if target else verb
