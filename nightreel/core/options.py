"""What can be done here, and the three or four of it that are offered."""

from collections.abc import Iterator

from msgspec import Struct

from nightreel.core.dice import Dice, weighted
from nightreel.core.intent import Intent, Kind, Risk
from nightreel.core.legality import act_ready, plan
from nightreel.core.plan import Plan, in_scope, present
from nightreel.core.risk import risk_of
from nightreel.core.state import State
from nightreel.core.world import World

OFFERED = 4


class Option(Struct, frozen=True):
    """Something that could be offered: legal, with its risk and how much the story wants it."""

    intent: Intent
    plan: Plan
    risk: Risk
    kind: Kind
    weight: int


def options(world: World, state: State) -> list[Option]:
    """Return everything legal worth offering, in a fixed order. Never empty while the run lives."""
    found: dict[tuple[str, str], Option] = {}
    for intent in _candidates(world, state):
        planned = plan(world, state, intent)
        if not isinstance(planned, Plan):
            continue
        option = Option(
            intent=intent,
            plan=planned,
            risk=risk_of(world, state, planned),
            kind=planned.kind,
            weight=_weight(world, state, planned),
        )
        if option.weight > 0:
            found.setdefault((planned.key, planned.target or ""), option)
    return list(found.values())


def _candidates(world: World, state: State) -> Iterator[Intent]:
    for act in world.acts.values():
        if act_ready(world, state, act):
            yield Intent(act.verbs[0], act.target, act.tool)
    for way in world.places[state.place].exits:
        yield Intent(way.verb, way.to)
    for thing in in_scope(world, state):
        for verb in ("examine", "search", "take", "open", "read", "break"):
            yield Intent(verb, thing.id)
        if thing.filmable:
            yield Intent("film", thing.id)
        if "audible" in thing.traits:
            yield Intent("listen", thing.id)
    for threat in state.threats:
        if present(state, threat) and world.threats[threat].sense == "light":
            yield Intent("film", threat)
            yield Intent("fight", threat)
    yield from (Intent(verb) for verb in ("search", "hide", "listen", "wait", "treat", "film"))
    yield from (Intent("light_on"), Intent("light_off"))


def _weight(world: World, state: State, it: Plan) -> int:
    """How much the story wants this offered: the act's own pull, news, and what presses now."""
    pressed = any(t.stage >= 2 and t.distance <= 1 for t in state.threats.values())
    weight = 4 * it.pull
    match it.verb:
        case "move" | "climb" if it.exit is not None:
            weight += 10 if it.exit.to not in state.visited else 2
            weight += 8 if pressed else 0
        case "examine" | "read" | "film":
            weight = 0 if _done(state, it) else weight
        case "search":
            weight = 0 if f"search:{it.target}" in state.seen and not it.found else weight
        case "listen":
            weight = 0 if f"listen:{it.target}" in state.seen else weight
        case "break":
            weight = weight if it.found or state.prop(it.target or "", "locked") else 2
        case "hide":
            weight = 24 if pressed and not state.hidden else 2 if state.phase == "dread" else 0
        case "light_on":
            weight = 40 if world.is_dark(state) else 0
        case "light_off":
            weight = 14 if pressed else 0 if world.is_dark(state) else 10
        case "wait":
            weight = 3 if state.hidden else 1
        case _:
            pass
    if it.act is not None and "ward" in it.act.verbs and pressed:
        weight += 20
    return weight // 3 if it.intent.key in state.recent else weight


def _done(state: State, it: Plan) -> bool:
    if it.verb == "film":
        return it.target in state.filmed
    return f"{it.verb}:{it.target}" in state.seen


def offer(world: World, state: State, dice: Dice, avoid: frozenset[str] = frozenset()) -> list[Option]:
    """Return three or four options that differ in kind, at least one of them not desperate.

    Args:
        world: the rules.
        state: the scene's state.
        dice: a stream of the scene's own.
        avoid: keys of intents offered just before (on "other choices").
    """
    pool = options(world, state)
    fresh = [o for o in pool if o.intent.key not in avoid]
    pool = fresh if len(fresh) >= 3 else pool
    chosen: list[Option] = []
    while pool and len(chosen) < OFFERED:
        weights = [_fitting(o, chosen) for o in pool]
        option = weighted(dice, pool, weights)
        chosen.append(option)
        pool = [o for o in pool if not _alike(o, option)]
    return _with_a_way_out(chosen, pool)


def _fitting(option: Option, chosen: list[Option]) -> int:
    """Weight within a hand: what is of another kind than the rest counts four times."""
    same = sum(o.kind == option.kind for o in chosen)
    moves = sum(o.plan.exit is not None for o in chosen)
    crowded = option.plan.exit is not None and moves >= 2
    return max(1, option.weight * 4 // (4 if same else 1) // (1 + same) // (6 if crowded else 1))


def _alike(a: Option, b: Option) -> bool:
    if a.intent.key == b.intent.key:
        return True
    return a.plan.target == b.plan.target and a.plan.exit is None and a.plan.act is None


def _with_a_way_out(chosen: list[Option], rest: list[Option]) -> list[Option]:
    """A hand of desperate options only is no choice: put the mildest of the rest in."""
    if all(o.risk == "desperate" for o in chosen):
        milder = next((o for o in rest if o.risk != "desperate"), None)
        if milder is not None:
            return [*chosen[:-1], milder]
    return chosen
