"""Verbs done with oneself: go, hide, speak, tend, light, film."""

from nightreel.core.effects import (
    Advanced,
    Charged,
    Drawn,
    Effect,
    Filmed,
    Flagged,
    Healed,
    Hid,
    Lamp,
    Marked,
    Neared,
    Saw,
    Spoke,
    Went,
)
from nightreel.core.handling import break_
from nightreel.core.intent import WORDS_LIMIT, Intent, Refusal, Risk
from nightreel.core.plan import Plan, in_scope, present
from nightreel.core.scope import about, thing_for
from nightreel.core.state import State
from nightreel.core.world import World

IMPROVISED = "improvised"
"""Flag: the one bandage torn from your own clothes is used."""


def move(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Go by a way: walk, climb or run."""
    way = world.places[state.place].exit_to(intent.target) if intent.target else None
    if way is None and (thing := world.things.get(intent.target or "")):
        return Refusal("not_climbable", about(thing))
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


def hide(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Get out of sight, where there is cover."""
    if state.hidden:
        return Refusal("already_done")
    cover = "hide" in world.places[state.place].tags
    if intent.target in world.things:
        thing = thing_for(world, state, intent)
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


def wait(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Let time go by; who hides stays hidden."""
    del world
    still = (Hid(hidden=True),) if state.hidden else ()
    return Plan(
        intent=intent, key="verbs.wait", verb="wait", kind="careful", minutes=8, pull=1, do=still
    )


def listen(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Listen, to a thing or to the place."""
    if intent.target in world.things:
        thing = thing_for(world, state, intent)
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


def fight(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Lay hands on a threat that has a body, or break a thing."""
    if intent.target in world.things:
        return break_(world, state, Intent("break", intent.target, intent.tool, intent.manner))
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


def ward(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Hold something off: only acts of the world can."""
    del world
    if intent.target in state.threats and not present(state, intent.target):
        return Refusal("not_near")
    return Refusal("nobody")


def call(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Say words aloud."""
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


def treat(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Bind a wound, with supplies or once with what you wear."""
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


def light_on(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Switch the lamp on."""
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


def light_off(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Switch the lamp off."""
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


def film(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Film a thing, a threat or the place."""
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
        thing = thing_for(world, state, intent)
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


def hesitate(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Do nothing while the clock runs out."""
    del world, state
    return Plan(intent=intent, key="hesitate", verb="hesitate", minutes=6, kind="careful")
