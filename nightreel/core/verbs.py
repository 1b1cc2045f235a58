"""The plain verbs, for any thing of any world: one table, and `use`, which finds the right one."""

from collections.abc import Callable, Mapping

from nightreel.core.conduct import (
    call,
    fight,
    film,
    hesitate,
    hide,
    light_off,
    light_on,
    listen,
    move,
    treat,
    wait,
    ward,
)
from nightreel.core.handling import break_, close, drop, examine, open_, read, search, take
from nightreel.core.intent import Intent, Refusal, Verb
from nightreel.core.plan import Plan
from nightreel.core.scope import about, thing_for
from nightreel.core.state import State
from nightreel.core.world import World


def use(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Use a thing, or one thing on another, where no act of the world says how."""
    if intent.target in state.threats and intent.tool:
        return fight(world, state, Intent("fight", intent.target, intent.tool))
    thing = thing_for(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "medical" in thing.traits:
        return treat(world, state, Intent("treat"))
    tool = world.things.get(intent.tool or "")
    if tool and thing.key == tool.id and state.here(tool.id):
        return open_(world, state, Intent("open", thing.id))
    if tool and tool.id in thing.aids and state.here(tool.id):
        return break_(world, state, Intent("break", thing.id, tool.id, intent.manner))
    if tool:
        return Refusal("no_effect", about(thing, tool=tool.the))
    if "openable" in thing.traits and not state.prop(thing.id, "open"):
        return open_(world, state, Intent("open", thing.id))
    if "readable" in thing.traits:
        return read(world, state, Intent("read", thing.id))
    return Refusal("nothing_to_use", about(thing))


Rule = Callable[[World, State, Intent], Plan | Refusal]
PLAIN: Mapping[Verb, Rule] = {
    "move": move,
    "climb": move,
    "run": move,
    "examine": examine,
    "search": search,
    "take": take,
    "drop": drop,
    "use": use,
    "open": open_,
    "close": close,
    "break": break_,
    "read": read,
    "hide": hide,
    "wait": wait,
    "listen": listen,
    "fight": fight,
    "ward": ward,
    "call": call,
    "treat": treat,
    "light_on": light_on,
    "light_off": light_off,
    "film": film,
    "hesitate": hesitate,
}
