"""From an intent to a plan: what it means here and now, or why it cannot be tried.

The same function judges buttons and typed actions, so nothing is offered that would be refused.
"""

from nightreel.core.effects import Saw
from nightreel.core.intent import RISKS, Intent, Refusal
from nightreel.core.plan import Plan, present
from nightreel.core.state import State
from nightreel.core.verbs import PLAIN
from nightreel.core.world import Act, World


def plan(world: World, state: State, intent: Intent) -> Plan | Refusal:
    """Return what the intent means here, or why it cannot be tried."""
    intent = _normal(world, state, intent)
    applicable, refused = _acts_for(world, state, intent)
    if applicable:
        return _plan_act(intent, applicable[0])
    planned = PLAIN[intent.verb](world, state, intent)
    return refused if refused and isinstance(planned, Refusal) else planned


def _normal(world: World, state: State, intent: Intent) -> Intent:
    """Put tool and target the right way round ("use generator on crank")."""
    if intent.tool and intent.target in world.things:
        swapped = world.acts_by_target.get(intent.tool, ())
        if any(a.tool == intent.target for a in swapped):
            return Intent(intent.verb, intent.tool, intent.target, intent.manner, intent.words)
    return intent


def act_ready(world: World, state: State, act: Act) -> bool:
    """Whether everything an act asks for is so, its tool included."""
    return _act_near(state, act) and _act_open(world, state, act)


def _act_near(state: State, act: Act) -> bool:
    threat = act.target in state.threats
    near = present(state, act.target) if threat else state.here(act.target)
    return near and (not act.at or state.place in act.at)


def _act_open(world: World, state: State, act: Act) -> bool:
    return (
        (act.tool is None or state.here(act.tool))
        and (act.beat is None or state.beat == act.beat)
        and not (act.once and f"act:{act.id}" in state.seen)
        and act.when.holds(world, state)
    )


def _acts_for(world: World, state: State, intent: Intent) -> tuple[list[Act], Refusal | None]:
    near = [
        act
        for act in world.acts_by_target.get(intent.target or "", ())
        if intent.verb in act.verbs and _act_near(state, act) and intent.tool in (None, act.tool)
    ]
    ready = [act for act in near if _act_open(world, state, act)]
    # Of what could be meant, the least dangerous is; then what is done with just what was named.
    ready.sort(key=lambda act: (RISKS.index(act.risk), act.tool != intent.tool))
    if not near or ready:
        return ready, None
    if intent.target in state.threats:
        return [], Refusal("not_near")
    told = next((a for a in near if a.tool is None or state.here(a.tool)), None)
    slots = {"thing": world.name_of(intent.target or "")}
    return [], Refusal(f"act.{told.id}", slots) if told else Refusal("nothing_to_use", slots)


def _plan_act(intent: Intent, act: Act) -> Plan:
    once = (Saw(f"act:{act.id}"),) if act.once else ()
    return Plan(
        intent=intent,
        key=f"act.{act.id}",
        verb=intent.verb,
        target=act.target,
        tool=act.tool,
        risk=act.risk,
        kind=act.kind,
        minutes=act.minutes,
        noise=act.noise,
        pull=act.pull,
        prepared=1 if act.tool else 0,
        do=(*once, *act.do),
        cost=act.cost,
        setback=(*once, *act.setback),
        disaster=(*once, *act.disaster),
        act=act,
    )
