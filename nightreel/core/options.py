"""What can be done here, and the three or four of it that are offered."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from nightreel.core.dice import Dice, weighted
from nightreel.core.intent import Intent, Kind, Risk, Verb
from nightreel.core.lean import leaning
from nightreel.core.legality import act_ready, plan
from nightreel.core.plan import Plan, in_scope, present
from nightreel.core.risk import risk_of
from nightreel.core.state import State, replace
from nightreel.core.world import World

OFFERED = 4
_ENOUGH = 6
"""Fewer options than this, and used-up ones are offered too."""
_LEADING = 16
"""From this weight on, an option moves the story."""


class Option(Struct, frozen=True):
    """Something that could be offered: legal, with its risk and how much the story wants it."""

    intent: Intent
    plan: Plan
    risk: Risk
    kind: Kind
    weight: int


def options(world: World, state: State, lean: str | None = None) -> list[Option]:
    """Return everything legal worth offering, in a fixed order. Never empty while the run lives."""
    found: dict[tuple[str, str], Option] = {}
    spare: dict[tuple[str, str], Option] = {}
    leant = leaning(world, state, lean)
    for intent in _candidates(world, state):
        planned = plan(world, state, intent)
        if not isinstance(planned, Plan):
            continue
        option = Option(
            intent=intent,
            plan=planned,
            risk=risk_of(world, state, planned),
            kind=planned.kind,
            weight=_weight(world, state, planned) + leant.weight(planned),
        )
        name = (planned.key, planned.target or "")
        if option.weight <= 0:
            spare.setdefault(name, replace(option, weight=1))
            continue
        if option.intent.key in state.recent:
            option = replace(option, weight=max(1, option.weight // 3))
        found.setdefault(name, option)
    # In a place that is used up, what was done once may be done again.
    again = [o for name, o in spare.items() if name not in found and o.plan.act is None]
    return [*found.values(), *again[: max(0, _ENOUGH - len(found))]]


def _candidates(world: World, state: State) -> Iterator[Intent]:
    for act in world.acts.values():
        if act_ready(world, state, act):
            # Acts may share their first verb; each is reached by one of its own.
            yield from (Intent(verb, act.target, act.tool) for verb in act.verbs)
    for way in world.places[state.place].exits:
        yield Intent(way.verb, way.to)
    for thing in in_scope(world, state):
        # What is in your pockets has been looked at enough; a letter has not.
        carried = state.has(thing.id)
        verbs: tuple[Verb, ...] = ("examine", "search", "take", "open", "read", "break")
        for verb in ("read", "search") if carried else verbs:
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
    if it.act is not None:
        return weight + (20 if pressed and "ward" in it.act.verbs else 0)
    if it.exit is not None:
        return weight + (0 if it.exit.to in state.visited else 12) + (8 if pressed else 0)
    match it.verb:
        case "light_on" | "light_off":
            return _lamp_weight(world, state, it, pressed=pressed)
        case "hide":
            return 24 if pressed and not state.hidden else 2 if state.phase == "dread" else 0
        case "wait":
            return 3 if state.hidden else 1
        case _:
            return 0 if _used_up(state, it) else _plain_weight(state, it, weight)


def _used_up(state: State, it: Plan) -> bool:
    """Whether this was done here, and doing it again would show nothing new."""
    match it.verb:
        case "film":
            return it.target in state.filmed
        case "examine" | "read" | "listen":
            return f"{it.verb}:{it.target}" in state.seen
        case "search":
            return not it.found and _turned_out(state, it.target or "")
        case _:
            return False


def _plain_weight(state: State, it: Plan, weight: int) -> int:
    match it.verb:
        case "examine" | "film":
            return 3
        case "listen":
            return 4
        case "break":
            return weight if it.found or state.prop(it.target or "", "locked") else 2
        case _:
            return weight


def _turned_out(state: State, where: str) -> bool:
    """Whether the player has seen that there is nothing more in a place or a thing."""
    opened = where in state.things and state.prop(where, "open")
    return opened or f"search:{where}" in state.seen


def _lamp_weight(world: World, state: State, it: Plan, *, pressed: bool) -> int:
    dark = world.is_dark(state)
    if it.verb == "light_on":
        return (10 if pressed else 40) if dark else 0
    return 14 if pressed else 0 if dark else 10


def offer(
    world: World,
    state: State,
    dice: Dice,
    avoid: frozenset[str] = frozenset(),
    lean: str | None = None,
) -> list[Option]:
    """Return three or four options that differ in kind, at least one of them not desperate.

    Args:
        world: the rules.
        state: the scene's state.
        dice: a stream of the scene's own.
        avoid: keys of intents offered just before (on "other choices").
        lean: the goal that the run's story leans to.
    """
    every = options(world, state, lean)
    fresh = [o for o in every if o.intent.key not in avoid]
    pool = fresh if len(fresh) >= 3 else every
    chosen: list[Option] = []
    while pool and len(chosen) < OFFERED:
        # The first two of a hand lead somewhere, if anything does; the others are for character.
        leading = [o for o in pool if o.weight >= _LEADING] if len(chosen) < 2 else []
        hand = leading or pool
        weights = [_fitting(o, chosen) ** 2 if leading else _fitting(o, chosen) for o in hand]
        option = weighted(dice, hand, weights)
        chosen.append(option)
        pool = [o for o in pool if not _alike(o, option)]
    rest = [o for o in every if o not in chosen]
    # What was not offered just before mends a hand before what was.
    return _mended(chosen, sorted(rest, key=lambda o: (o.intent.key in avoid, -o.weight)))


def _fitting(option: Option, chosen: list[Option]) -> int:
    """Weight within a hand: what is of another kind than the rest counts four times."""
    same = sum(o.kind == option.kind for o in chosen)
    moves = sum(o.plan.exit is not None for o in chosen)
    crowded = option.plan.exit is not None and moves >= 2
    return max(1, option.weight * 4 // (4 if same else 1) // (1 + same) // (6 if crowded else 1))


def _alike(a: Option, b: Option) -> bool:
    if a.intent.key == b.intent.key:
        return True
    if a.plan.verb == b.plan.verb == "listen":
        return True
    same = a.plan.target is not None and a.plan.target == b.plan.target
    return same and a.plan.exit is None and a.plan.act is None


def _mended(hand: list[Option], rest: list[Option]) -> list[Option]:
    """See that a hand holds a way to leave, something not desperate, and two kinds of doing.

    Where there are such options at all; the last of a hand give way first.
    """
    checks: tuple[Callable[[Option], bool], ...] = (
        lambda o: o.plan.exit is not None,
        lambda o: o.risk != "desperate",
        lambda o: bool(hand) and o.kind != hand[0].kind,
    )
    kept: list[Option] = []
    for wanted in checks:
        if any(wanted(o) for o in hand):
            kept += [o for o in hand if wanted(o)][:1]
            continue
        found = next((o for o in rest if wanted(o)), None)
        if found is None:
            continue
        given = [o for o in hand[1:] if o not in kept] if len(hand) >= OFFERED else []
        hand = [*(o for o in hand if not given or o is not given[-1]), found]
        kept.append(found)
    return hand
