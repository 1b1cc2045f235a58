"""Nights on a world, walked by dice: the material that rules and storyteller are held against.

A night begins at the world's opening, or in the middle of one (`scattered`), so that a few thousand
turns see what players would need weeks to reach.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from nightreel.core.adjudicate import Outcome, adjudicate
from nightreel.core.dice import Dice, Stream, chance, fate_of, pick, weighted
from nightreel.core.effects import Cleared, Effect, Flagged, Marked, apply
from nightreel.core.intent import VERBS, Intent, Manner
from nightreel.core.lean import lean_of
from nightreel.core.legality import plan
from nightreel.core.options import Option, offer, options
from nightreel.core.plan import Plan
from nightreel.core.state import CARRIED, FAR, Phase, State, ThingState, ThreatState
from nightreel.core.world import World

Habit = Literal["buttons", "story", "anything", "idle"]
"""Presses any button; does what the story wants most; types what is legal; mostly does nothing."""
HABITS: tuple[Habit, ...] = get_args(Habit)
MANNERS: tuple[Manner, ...] = get_args(Manner)
PHASES: tuple[Phase, ...] = get_args(Phase)
MOST = 40
"""Turns of a night, if nothing ends it."""


class Trial(Struct, frozen=True):
    """Something tried in a state, and what came of it."""

    seed: int
    before: State
    plan: Plan
    outcome: Outcome
    after: State

    def __str__(self) -> str:
        where = f"seed {self.seed}, turn {self.before.turn}, {self.before.place}"
        return f"{where}: {self.plan.intent} {self.outcome.risk} {self.outcome.grade}"

    def told(self, kind: str) -> list[str]:
        """The ids of the facts of one kind."""
        return [f.id for f in self.outcome.facts if f.kind == kind]


class Turn(Trial, frozen=True):
    """One turn of a night. `options` is all that could be offered, `hand` what was."""

    options: tuple[Option, ...]
    hand: tuple[Option, ...]


def walk(world: World, seed: int, habit: Habit, start: State | None = None) -> Iterator[Turn]:
    """Yield the turns of a night until it ends, one way or another."""
    state = start or world.start
    own = Stream(seed, "walk", habit)
    lean = lean_of(world, Stream(seed, "lean"))
    for _ in range(MOST):
        could = tuple(options(world, state, lean))
        hand = tuple(dealt(world, seed, state))
        trial = tried(world, seed, state, _wish(world, state, habit, could, hand, own))
        yield Turn(seed, state, trial.plan, trial.outcome, trial.after, options=could, hand=hand)
        state = trial.after
        if state.ending:
            return


def dealt(world: World, seed: int, state: State, hand: int = 0) -> list[Option]:
    """The choices of a scene."""
    dice = Stream(seed, "offer", state.turn, hand)
    return offer(world, state, dice, lean=lean_of(world, Stream(seed, "lean")))


def tried(world: World, seed: int, state: State, intent: Intent) -> Trial:
    """What comes of an intent that must be legal, with the turn's fate and the action's dice."""
    planned = legal(world, state, intent)
    dice = Stream(seed, "turn", state.turn, planned.intent.key)
    outcome = adjudicate(world, state, planned, fate_of(seed, state.turn), dice)
    return Trial(seed, state, planned, outcome, after(state, outcome.effects))


def after(state: State, effects: Sequence[Effect]) -> State:
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
            fits = (t for t in tries if isinstance(plan(world, state, t), Plan))
            return next(fits, Intent("hesitate"))


def typed(world: World, state: State, own: Dice) -> Intent:
    """Any verb on anything in reach, in any manner: legal or not."""
    here = [t for t in world.things if state.here(t)]
    ways = [e.to for e in world.places[state.place].exits]
    targets = (None, *here, *world.threats, *ways, *state.wounds)
    tools = (None, None, None, *here)
    verb = pick(own, VERBS)
    words = "is anybody there" if verb == "call" else None
    return Intent(verb, pick(own, targets), pick(own, tools), pick(own, MANNERS), words)


# --- in the middle of a night --------------------------------------------------------------------


def scattered(world: World, seed: int) -> State:
    """A state of a night under way: somewhere, some time, with things found, done and awake."""
    dice = Stream(seed, "scattered")
    place = pick(dice, tuple(world.places))
    battery = pick(dice, (0, 1, 2, 8, 17, 60, 100))
    start = replace(
        world.start,
        place=place,
        minutes=dice.roll(300) - 1,
        turn=1 + dice.roll(30),
        battery=battery,
        lamp=chance(dice, 50) and battery > 0,
        nerve=dice.roll(6) - 1,
        phase=pick(dice, PHASES),
        wounds=tuple(sorted(pick(dice, tuple(world.wounds)) for _ in range(dice.roll(3) - 1))),
        visited=tuple(sorted({place, *(p for p in world.places if chance(dice, 60))})),
        seen=(),
        flags=tuple(f for f in _flags(world) if chance(dice, 35)),
        facts=tuple(f for f in sorted(world.facts) if chance(dice, 40)),
        clocks={c: dice.roll(3) - 1 for c in world.clocks},
        things=_things(world, place, dice),
    )
    return replace(start, threats={t: _threat(world, start, t, dice) for t in world.threats})


def _orders(world: World) -> list[Effect]:
    return [e for a in world.acts.values() for e in (*a.do, *a.cost, *a.setback, *a.disaster)]


def _flags(world: World) -> list[str]:
    return sorted({e.flag for e in _orders(world) if isinstance(e, Flagged)})


def _things(world: World, place: str, dice: Dice) -> dict[str, ThingState]:
    things = dict(world.start.things)
    for order in _orders(world):
        if isinstance(order, Marked | Cleared) and chance(dice, 25):
            old = things[order.thing]
            others = {p for p in old.props if p != order.prop}
            props = others | {order.prop} if isinstance(order, Marked) else others
            things[order.thing] = ThingState(old.where, tuple(sorted(props)))
    laden = False
    for thing in world.things.values():
        if "portable" not in thing.traits or not chance(dice, 60):
            continue
        bulky = "bulky" in thing.traits
        where = place if bulky and laden else pick(dice, (CARRIED, CARRIED, place))
        laden = laden or (bulky and where == CARRIED)
        things[thing.id] = ThingState(where, things[thing.id].props)
    return things


def _threat(world: World, state: State, threat: str, dice: Dice) -> ThreatState:
    rules = world.threats[threat]
    if rules.sense == "time":
        stage = rules.stage_for(state.minutes)
        return ThreatState(0, stage, max(3, FAR - stage))
    heat = dice.roll(rules.stages[-1].at + 4) - 1
    stage = rules.stage_for(heat)
    tags = world.places[state.place].tags
    barred = rules.barred.holds(world, state)
    nearest = 2 if barred else 0 if rules.where == "anywhere" or rules.where in tags else 1
    distance = max(nearest, dice.roll(FAR) - 1) if stage else FAR
    return ThreatState(heat, stage, distance, dice.roll(2) - 1 if stage >= 2 else 0)
