"""Nights on a world, walked by dice: the material that the rules and the storyteller are held against.

A night begins at the world's opening, or somewhere in the middle of one (`scattered`), so that a few
thousand turns see what a player would need weeks to reach.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nightreel.core.adjudicate import Outcome, adjudicate
from nightreel.core.dice import Dice, Fate, Stream, chance, fate_of, pick, weighted
from nightreel.core.effects import Effect, Flagged, Marked, apply
from nightreel.core.intent import VERBS, Intent
from nightreel.core.legality import plan
from nightreel.core.options import Option, offer, options
from nightreel.core.plan import Plan
from nightreel.core.state import CARRIED, FAR, State, ThingState, ThreatState
from nightreel.core.world import World

Habit = Literal["buttons", "story", "anything", "idle"]
"""Presses any button; does what the story wants most; types any legal thing; mostly does nothing."""
HABITS: tuple[Habit, ...] = ("buttons", "story", "anything", "idle")
PHASES = ("calm", "unease", "dread", "crisis", "release")
MANNERS = ("plain", "careful", "bold")
MOST = 45
"""Turns of a night, if nothing ends it."""


class Turn(Struct, frozen=True):
    """One turn of a night. `options` is all that could be offered, `hand` what was."""

    seed: int
    before: State
    options: tuple[Option, ...]
    hand: tuple[Option, ...]
    plan: Plan
    fate: Fate
    outcome: Outcome
    after: State

    def __str__(self) -> str:
        where = f"seed {self.seed}, turn {self.before.turn}, {self.before.place}"
        return f"{where}: {self.plan.intent.key} {self.outcome.risk} {self.outcome.grade}"


def walk(world: World, seed: int, habit: Habit, start: State | None = None) -> Iterator[Turn]:
    """Yield the turns of a night until it ends, one way or another."""
    state = start or world.start
    own = Stream(seed, "walk", habit)
    for _ in range(MOST):
        turn = a_turn(world, seed, state, habit, own)
        yield turn
        state = turn.after
        if state.ending:
            return


def a_turn(world: World, seed: int, state: State, habit: Habit, own: Dice) -> Turn:
    """One turn: a hand is dealt, something is done, the world answers."""
    could = tuple(options(world, state))
    hand = tuple(offer(world, state, Stream(seed, "offer", state.turn, 0)))
    planned = legal(world, state, _wish(world, state, habit, could, hand, own))
    fate = fate_of(seed, state.turn)
    outcome = resolve(world, seed, state, planned)
    return Turn(seed, state, could, hand, planned, fate, outcome, after(state, outcome.effects))


def resolve(world: World, seed: int, state: State, planned: Plan) -> Outcome:
    """What comes of a plan, with the turn's own fate and the action's own dice."""
    dice = Stream(seed, "turn", state.turn, planned.intent.key)
    return adjudicate(world, state, planned, fate_of(seed, state.turn), dice)


def after(state: State, effects: tuple[Effect, ...]) -> State:
    """The state that effects lead to."""
    for effect in effects:
        state = apply(state, effect)
    return state


def legal(world: World, state: State, intent: Intent) -> Plan:
    """The plan of an intent that must be legal."""
    planned = plan(world, state, intent)
    assert isinstance(planned, Plan), f"{intent.key} is refused: {planned.reason}"
    return planned


def _wish(
    world: World,
    state: State,
    habit: Habit,
    could: tuple[Option, ...],
    hand: tuple[Option, ...],
    own: Dice,
) -> Intent:
    match habit:
        case "buttons":
            return pick(own, hand).intent
        case "story":
            fair = [o for o in could if o.risk != "desperate"] or list(could)
            return weighted(own, fair, [o.weight**2 for o in fair]).intent
        case "idle":
            return Intent("hesitate") if chance(own, 70) else pick(own, hand).intent
        case "anything":
            tries = (typed(world, state, own) for _ in range(40))
            legal_ones = (t for t in tries if isinstance(plan(world, state, t), Plan))
            return next(legal_ones, Intent("hesitate"))


def typed(world: World, state: State, own: Dice) -> Intent:
    """Any verb on anything in reach, in any manner: legal or not."""
    here = [t for t in world.things if state.here(t)]
    ways = [e.to for e in world.places[state.place].exits]
    targets = (None, *here, *world.threats, *ways, *state.wounds)
    tools = (None, None, None, *here)
    verb = pick(own, VERBS)
    words = "is anybody there" if verb == "call" else None
    return Intent(verb, pick(own, targets), pick(own, tools), pick(own, MANNERS), words)


# --- in the middle of a night -------------------------------------------------------------------


def scattered(world: World, seed: int) -> State:
    """A state of a night under way: somewhere, some time, with some things found, done and awake."""
    dice = Stream(seed, "scattered")
    place = pick(dice, tuple(world.places))
    start = replace(
        world.start,
        place=place,
        minutes=dice.roll(400) - 1,
        turn=2 + dice.roll(30),
        battery=pick(dice, (0, 1, 2, 8, 17, 60, 100)),
        lamp=chance(dice, 50),
        nerve=dice.roll(6) - 1,
        phase=pick(dice, PHASES),
        wounds=tuple(sorted(pick(dice, tuple(world.wounds)) for _ in range(dice.roll(4) - 1))),
        visited=tuple(sorted({place, *(p for p in world.places if chance(dice, 60))})),
        seen=(),
        flags=tuple(sorted(f for f in _flags(world) if chance(dice, 35))),
        facts=tuple(sorted(f for f in world.facts if chance(dice, 40))),
        clocks={c: min(dice.roll(3) - 1, k.size - 1) for c, k in world.clocks.items()},
        things=_things(world, place, dice),
    )
    start = replace(start, lamp=start.lamp and start.battery > 0)
    return replace(start, threats={t: _threat(world, start, t, dice) for t in world.threats})


def _orders(world: World) -> list[Effect]:
    return [e for a in world.acts.values() for e in (*a.do, *a.cost, *a.setback, *a.disaster)]


def _flags(world: World) -> list[str]:
    return sorted({e.flag for e in _orders(world) if isinstance(e, Flagged)})


def _things(world: World, place: str, dice: Dice) -> dict[str, ThingState]:
    marks: dict[str, set[str]] = {}
    for order in _orders(world):
        if isinstance(order, Marked):
            marks.setdefault(order.thing, set()).add(order.prop)
    things = dict(world.start.things)
    bulky = 0
    for thing in world.things.values():
        where, props = things[thing.id].where, set(things[thing.id].props)
        props |= {m for m in sorted(marks.get(thing.id, ())) if chance(dice, 30)}
        if "portable" in thing.traits and chance(dice, 60):
            heavy = "bulky" in thing.traits
            where = place if heavy and bulky else pick(dice, (CARRIED, CARRIED, place))
            bulky += heavy and where == CARRIED
        things[thing.id] = ThingState(where, tuple(sorted(props)))
    return things


def _threat(world: World, state: State, threat: str, dice: Dice) -> ThreatState:
    rules = world.threats[threat]
    if rules.sense == "time":
        return ThreatState(0, rules.stage_for(state.minutes), 3 if state.minutes else FAR)
    heat = dice.roll(rules.stages[-1].at + 4) - 1
    stage = rules.stage_for(heat)
    tags = world.places[state.place].tags
    nearest = 2 if rules.barred.holds(world, state) else 0
    nearest = nearest or (0 if rules.where == "anywhere" or rules.where in tags else 1)
    distance = FAR if stage == 0 else max(nearest, dice.roll(FAR) - 1)
    return ThreatState(heat, stage, distance, dice.roll(3) - 1 if stage >= 2 else 0)
