"""Verbs done to things: each says what it means for any thing, or why it cannot be tried."""

from nightreel.core.effects import (
    Cleared,
    Effect,
    Marked,
    Put,
    Saw,
)
from nightreel.core.intent import Intent, Refusal
from nightreel.core.plan import Plan
from nightreel.core.scope import about, thing_for
from nightreel.core.state import CARRIED, WITHIN, State
from nightreel.core.world import Thing, World


def _children(state: State, holder: str) -> tuple[str, ...]:
    return tuple(t for t, s in state.things.items() if s.where == WITHIN + holder)


def _reveal(found: tuple[str, ...]) -> tuple[Effect, ...]:
    return tuple(Put(t, "here") for t in found)


def _aid(state: State, thing: Thing) -> int:
    return max((n for tool, n in thing.aids.items() if state.here(tool)), default=0)


def examine(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Look at a thing; at no thing in particular, search the place."""
    if intent.target is None:
        return search(world, state, intent)
    thing = thing_for(world, state, intent, eyes=True)
    if isinstance(thing, Refusal):
        return thing
    again = f"examine:{thing.id}" in state.seen
    return Plan(
        intent=intent,
        key="verbs.examine",
        verb="examine",
        target=thing.id,
        pull=1 if again else 2,
        do=(Saw(f"examine:{thing.id}"), *(() if again else thing.does.get("examine", ()))),
    )


def search(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Go through a thing, or the place."""
    if intent.target is None or intent.target == state.place:
        found = _children(state, state.place)
        return Plan(
            intent=intent,
            key="verbs.search",
            verb="search",
            target=state.place,
            minutes=5,
            do=(Saw(f"search:{state.place}"), *_reveal(found)),
            found=found,
        )
    thing = thing_for(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "searchable" not in thing.traits:
        return Refusal("nothing_here", about(thing))
    props = state.things[thing.id].props
    shut = "openable" in thing.traits and "open" not in props and "broken" not in props
    if shut and ("locked" in props or "stiff" in props):
        return Refusal("locked", about(thing))
    found = _children(state, thing.id)
    opened = (Marked(thing.id, "open"),) if shut else ()
    return Plan(
        intent=intent,
        key="verbs.search",
        verb="search",
        target=thing.id,
        minutes=4,
        pull=3 if f"search:{thing.id}" not in state.seen else 1,
        do=(Saw(f"search:{thing.id}"), *opened, *_reveal(found), *thing.does.get("search", ())),
        found=found,
    )


def take(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Pick a thing up. One bulky thing at a time."""
    thing = thing_for(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if state.has(thing.id):
        return Refusal("already_have", about(thing))
    if "portable" not in thing.traits:
        return Refusal("fixed", about(thing))
    bulky = any("bulky" in world.things[t].traits for t in state.carried)
    if "bulky" in thing.traits and bulky:
        return Refusal("hands_full", about(thing))
    return Plan(
        intent=intent,
        key="verbs.take",
        verb="take",
        target=thing.id,
        kind="bold",
        minutes=1,
        pull=4,
        do=(Put(thing.id, CARRIED), *thing.does.get("take", ())),
    )


def drop(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Put a carried thing down."""
    thing = thing_for(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if not state.has(thing.id):
        return Refusal("not_carrying", about(thing))
    if "fixed" in thing.traits:
        return Refusal("impossible")
    return Plan(
        intent=intent,
        key="verbs.drop",
        verb="drop",
        target=thing.id,
        minutes=1,
        do=(Put(thing.id, "here"),),
    )


def open_(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Open a thing, by its key if it has one; a stiff one by force."""
    thing = thing_for(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    props = state.things[thing.id].props
    if "openable" not in thing.traits:
        return Refusal("not_openable", about(thing))
    if "open" in props or "broken" in props:
        return Refusal("already_open", about(thing))
    has_key = thing.key is not None and state.here(thing.key)
    if "locked" in props and not has_key:
        return Refusal("locked", about(thing))
    stiff = "stiff" in props
    found = _children(state, thing.id)
    freed = tuple(Cleared(thing.id, p) for p in ("locked", "stiff") if p in props)
    return Plan(
        intent=intent,
        key="verbs.open",
        verb="open",
        target=thing.id,
        risk="risky" if stiff else "safe",
        kind="bold" if stiff else "curious",
        minutes=5 if stiff else 2,
        noise=1 if stiff else 0,
        pull=4,
        prepared=_aid(state, thing),
        do=(Marked(thing.id, "open"), *freed, *_reveal(found), *thing.does.get("open", ())),
        found=found,
    )


def close(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Close a thing."""
    thing = thing_for(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "openable" not in thing.traits:
        return Refusal("not_openable", about(thing))
    if not state.prop(thing.id, "open") or state.prop(thing.id, "broken"):
        return Refusal("already_closed", about(thing))
    return Plan(
        intent=intent,
        key="verbs.close",
        verb="close",
        target=thing.id,
        kind="careful",
        minutes=1,
        pull=1,
        do=(Cleared(thing.id, "open"), *thing.does.get("close", ())),
    )


def break_(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Break a thing, or force it open."""
    thing = thing_for(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "breakable" not in thing.traits:
        stuck = "openable" in thing.traits and not state.prop(thing.id, "open")
        if not stuck:
            return Refusal("unbreakable", about(thing))
        return open_(world, state, Intent("open", thing.id, intent.tool, intent.manner))
    props = state.things[thing.id].props
    if "broken" in props:
        return Refusal("already_broken", about(thing))
    found = _children(state, thing.id)
    gone = tuple(Cleared(thing.id, p) for p in ("locked", "stiff", "running", "lit") if p in props)
    return Plan(
        intent=intent,
        key="verbs.break",
        verb="break",
        target=thing.id,
        tool=intent.tool,
        risk="risky",
        kind="bold",
        minutes=5,
        noise=2,
        pull=2,
        prepared=_aid(state, thing),
        do=(Marked(thing.id, "broken"), *gone, *_reveal(found), *thing.does.get("break", ())),
        found=found,
    )


def read(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Read what is written."""
    thing = thing_for(world, state, intent, eyes=True)
    if isinstance(thing, Refusal):
        return thing
    if "readable" not in thing.traits:
        return Refusal("not_readable", about(thing))
    again = f"read:{thing.id}" in state.seen
    return Plan(
        intent=intent,
        key="verbs.read",
        verb="read",
        target=thing.id,
        minutes=3,
        pull=1 if again else 3,
        do=(Saw(f"read:{thing.id}"), *(() if again else thing.does.get("read", ()))),
    )
