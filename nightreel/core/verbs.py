"""The plain verbs: what each means for any thing of any world, or why it cannot be tried."""

from collections.abc import Callable, Mapping

from nightreel.core.effects import (
    Advanced,
    Charged,
    Cleared,
    Drawn,
    Effect,
    Filmed,
    Flagged,
    Healed,
    Hid,
    Lamp,
    Marked,
    Neared,
    Put,
    Saw,
    Spoke,
    Went,
)
from nightreel.core.intent import WORDS_LIMIT, Intent, Refusal, Risk, Verb
from nightreel.core.plan import Plan, in_scope, present
from nightreel.core.state import CARRIED, WITHIN, State
from nightreel.core.world import Thing, World

IMPROVISED = "improvised"
"""Flag: the one bandage torn from your own clothes is used."""


def _thing(world: World, state: State, intent: Intent, *, eyes: bool = False) -> Thing | Refusal:
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


def _about(thing: Thing, **more: str) -> dict[str, str]:
    return {"thing": thing.the, **more}


def _children(state: State, holder: str) -> tuple[str, ...]:
    return tuple(t for t, s in state.things.items() if s.where == WITHIN + holder)


def _reveal(found: tuple[str, ...]) -> tuple[Effect, ...]:
    return tuple(Put(t, "here") for t in found)


def _aid(state: State, thing: Thing) -> int:
    return max((n for tool, n in thing.aids.items() if state.here(tool)), default=0)


def _move(world: World, state: State, intent: Intent) -> Plan | Refusal:
    way = world.places[state.place].exit_to(intent.target) if intent.target else None
    if way is None and (thing := world.things.get(intent.target or "")):
        return Refusal("not_climbable", _about(thing))
    if way is None:
        return Refusal("no_way")
    if not way.when.holds(world, state):
        return Refusal("blocked", {"way": way.way})
    running = intent.verb == "run"
    return Plan(
        intent=intent,
        key=f"verbs.{'run' if running else way.verb}",
        verb="run" if running else way.verb,
        target=way.to,
        risk="risky" if running and way.risk == "safe" else way.risk,
        kind="bold" if running or way.risk != "safe" else "careful",
        minutes=way.minutes // 2 if running else way.minutes,
        noise=1 if running else 0,
        do=(Went(way.to),),
        exit=way,
    )


def _examine(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if intent.target is None:
        return _search(world, state, intent)
    thing = _thing(world, state, intent, eyes=True)
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


def _search(world: World, state: State, intent: Intent) -> Plan | Refusal:
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
    thing = _thing(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "searchable" not in thing.traits:
        return Refusal("nothing_here", _about(thing))
    props = state.things[thing.id].props
    shut = "openable" in thing.traits and "open" not in props and "broken" not in props
    if shut and ("locked" in props or "stiff" in props):
        return Refusal("locked", _about(thing))
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


def _take(world: World, state: State, intent: Intent) -> Plan | Refusal:
    thing = _thing(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if state.has(thing.id):
        return Refusal("already_have", _about(thing))
    if "portable" not in thing.traits:
        return Refusal("fixed", _about(thing))
    bulky = any("bulky" in world.things[t].traits for t in state.carried)
    if "bulky" in thing.traits and bulky:
        return Refusal("hands_full", _about(thing))
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


def _drop(world: World, state: State, intent: Intent) -> Plan | Refusal:
    thing = _thing(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if not state.has(thing.id):
        return Refusal("not_carrying", _about(thing))
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


def _open(world: World, state: State, intent: Intent) -> Plan | Refusal:
    thing = _thing(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    props = state.things[thing.id].props
    if "openable" not in thing.traits:
        return Refusal("not_openable", _about(thing))
    if "open" in props or "broken" in props:
        return Refusal("already_open", _about(thing))
    has_key = thing.key is not None and state.here(thing.key)
    if "locked" in props and not has_key:
        return Refusal("locked", _about(thing))
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


def _close(world: World, state: State, intent: Intent) -> Plan | Refusal:
    thing = _thing(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "openable" not in thing.traits:
        return Refusal("not_openable", _about(thing))
    if not state.prop(thing.id, "open") or state.prop(thing.id, "broken"):
        return Refusal("already_closed", _about(thing))
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


def _break(world: World, state: State, intent: Intent) -> Plan | Refusal:
    thing = _thing(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "breakable" not in thing.traits:
        stuck = "openable" in thing.traits and not state.prop(thing.id, "open")
        if not stuck:
            return Refusal("unbreakable", _about(thing))
        return _open(world, state, Intent("open", thing.id, intent.tool, intent.manner))
    props = state.things[thing.id].props
    if "broken" in props:
        return Refusal("already_broken", _about(thing))
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


def _read(world: World, state: State, intent: Intent) -> Plan | Refusal:
    thing = _thing(world, state, intent, eyes=True)
    if isinstance(thing, Refusal):
        return thing
    if "readable" not in thing.traits:
        return Refusal("not_readable", _about(thing))
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


def _hide(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if state.hidden:
        return Refusal("already_done")
    cover = "hide" in world.places[state.place].tags
    if intent.target in world.things:
        thing = _thing(world, state, intent)
        if isinstance(thing, Refusal):
            return thing
        cover = cover or "hideable" in thing.traits
    if not cover and not any("hideable" in t.traits for t in in_scope(world, state)):
        return Refusal("no_cover")
    return Plan(
        intent=intent,
        key="verbs.hide",
        verb="hide",
        target=state.place,
        kind="careful",
        minutes=6,
        do=(Hid(hidden=True),),
    )


def _wait(world: World, state: State, intent: Intent) -> Plan | Refusal:
    del world
    still = (Hid(hidden=True),) if state.hidden else ()
    return Plan(
        intent=intent, key="verbs.wait", verb="wait", kind="careful", minutes=8, pull=1, do=still
    )


def _listen(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if intent.target in world.things:
        thing = _thing(world, state, intent)
        if isinstance(thing, Refusal):
            return thing
    target = intent.target if intent.target in world.things else state.place
    still = (Hid(hidden=True),) if state.hidden else ()
    return Plan(
        intent=intent,
        key="verbs.listen",
        verb="listen",
        target=target,
        kind="careful",
        minutes=4,
        pull=1 if f"listen:{target}" in state.seen else 2,
        do=(Saw(f"listen:{target}"), *still),
    )


def _fight(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if intent.target in world.things:
        return _break(world, state, Intent("break", intent.target, intent.tool, intent.manner))
    bodies = [t for t in state.threats if world.threats[t].sense == "light" and present(state, t)]
    foe = intent.target if intent.target in bodies else next(iter(bodies), None)
    if foe is None:
        return Refusal("nobody")
    if state.threats[foe].distance > 1:
        return Refusal("not_near")
    return Plan(
        intent=intent,
        key="verbs.fight",
        verb="fight",
        target=foe,
        tool=intent.tool,
        risk="desperate",
        kind="bold",
        noise=1,
        prepared=1 if intent.tool else 0,
        do=(Neared(foe, 2), Drawn(foe, -2)),
    )


def _ward(world: World, state: State, intent: Intent) -> Plan | Refusal:
    del world
    if intent.target in state.threats and not present(state, intent.target):
        return Refusal("not_near")
    return Refusal("nobody")


def _call(world: World, state: State, intent: Intent) -> Plan | Refusal:
    words = (intent.words or "").strip()[:WORDS_LIMIT]
    if not words:
        return Refusal("say_what")
    heard = any(t.stage >= 1 for i, t in state.threats.items() if world.threats[i].sense == "sound")
    return Plan(
        intent=intent,
        key="verbs.call",
        verb="call",
        target=state.place,
        risk="risky" if heard else "safe",
        kind="strange",
        minutes=2,
        noise=2,
        pull=1,
        do=(Spoke(words),),
    )


def _treat(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if not state.wounds:
        return Refusal("unhurt")
    wound = intent.target if intent.target in state.wounds else state.wounds[0]
    tin = next((t for t in in_scope(world, state) if "medical" in t.traits), None)
    if tin is not None and not state.prop(tin.id, "spent"):
        used = "spent" if state.prop(tin.id, "used") else "used"
        do: tuple[Effect, ...] = (Healed(wound), Marked(tin.id, used))
        risk: Risk = "safe"
    elif IMPROVISED in state.flags:
        return Refusal("no_supplies")
    else:
        do, risk = (Healed(wound), Flagged(IMPROVISED)), "risky"
    return Plan(
        intent=intent,
        key="verbs.treat",
        verb="treat",
        target=wound,
        risk=risk,
        kind="careful",
        minutes=7,
        pull=4,
        do=do,
    )


def _light_on(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if state.lamp:
        return Refusal("lamp_already_on")
    if state.battery == 0:
        return Refusal("dead_battery")
    return Plan(
        intent=intent,
        key="verbs.light_on",
        verb="light_on",
        kind="bold",
        minutes=1,
        pull=5 if world.is_dark(state) else 1,
        do=(Lamp(lit=True),),
    )


def _light_off(world: World, state: State, intent: Intent) -> Plan | Refusal:
    del world
    if not state.lamp:
        return Refusal("lamp_already_off")
    return Plan(
        intent=intent,
        key="verbs.light_off",
        verb="light_off",
        kind="careful",
        minutes=1,
        pull=1,
        do=(Lamp(lit=False),),
    )


def _film(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if state.battery == 0:
        return Refusal("dead_battery")
    if not world.can_see(state):
        return Refusal("dark")
    subject = intent.target or state.place
    risk: Risk = "safe"
    if subject in state.threats:
        if not present(state, subject):
            return Refusal("not_near")
        risk = "risky"
    elif subject in world.things:
        thing = _thing(world, state, intent)
        if isinstance(thing, Refusal):
            return thing
    else:
        subject = state.place
    new = subject not in state.filmed
    gain: tuple[Effect, ...] = (Filmed(subject), Advanced("footage", 1)) if new else ()
    return Plan(
        intent=intent,
        key="verbs.film",
        verb="film",
        target=subject,
        risk=risk,
        kind="strange" if subject in state.threats else "curious",
        minutes=3,
        pull=2 if new else 1,
        do=(Charged(-2), *gain),
    )


def _use(world: World, state: State, intent: Intent) -> Plan | Refusal:
    if intent.target in state.threats and intent.tool:
        return _fight(world, state, Intent("fight", intent.target, intent.tool))
    thing = _thing(world, state, intent)
    if isinstance(thing, Refusal):
        return thing
    if "medical" in thing.traits:
        return _treat(world, state, Intent("treat"))
    tool = world.things.get(intent.tool or "")
    if tool and thing.key == tool.id and state.here(tool.id):
        return _open(world, state, Intent("open", thing.id))
    if tool and tool.id in thing.aids and state.here(tool.id):
        return _break(world, state, Intent("break", thing.id, tool.id, intent.manner))
    if tool:
        return Refusal("no_effect", _about(thing, tool=tool.the))
    if "openable" in thing.traits and not state.prop(thing.id, "open"):
        return _open(world, state, Intent("open", thing.id))
    if "readable" in thing.traits:
        return _read(world, state, Intent("read", thing.id))
    return Refusal("nothing_to_use", _about(thing))


def _hesitate(world: World, state: State, intent: Intent) -> Plan | Refusal:
    del world, state
    return Plan(intent=intent, key="hesitate", verb="hesitate", minutes=6, kind="careful")


Rule = Callable[[World, State, Intent], Plan | Refusal]
PLAIN: Mapping[Verb, Rule] = {
    "move": _move,
    "climb": _move,
    "run": _move,
    "examine": _examine,
    "search": _search,
    "take": _take,
    "drop": _drop,
    "use": _use,
    "open": _open,
    "close": _close,
    "break": _break,
    "read": _read,
    "hide": _hide,
    "wait": _wait,
    "listen": _listen,
    "fight": _fight,
    "ward": _ward,
    "call": _call,
    "treat": _treat,
    "light_on": _light_on,
    "light_off": _light_off,
    "film": _film,
    "hesitate": _hesitate,
}
