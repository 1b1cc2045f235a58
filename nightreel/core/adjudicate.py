"""A turn decided: plan, fate and dice in, an outcome of effects and facts out. Pure and instant."""

from msgspec import Struct

from nightreel.core.curve import draw_storylet, phase_of
from nightreel.core.dice import Dice, Fate, pick
from nightreel.core.effects import (
    Charged,
    Did,
    Effect,
    Ended,
    Happened,
    Hid,
    Neared,
    Nerved,
    Passed,
    Phased,
    Put,
    Saw,
    Sounded,
    Went,
    Wounded,
    apply,
)
from nightreel.core.facts import Fact
from nightreel.core.intent import Grade, Intent, Risk, Verb
from nightreel.core.plan import Plan
from nightreel.core.risk import risk_of
from nightreel.core.state import WOUNDS_LIMIT, State
from nightreel.core.threats import nearest, step
from nightreel.core.world import Mishap, World

_STAYS_HIDDEN = frozenset({"hide", "wait", "listen", "hesitate", "ward"})
_FATE = {"lucky": 2, "normal": 0, "unlucky": -2}


class Outcome(Struct, frozen=True):
    """What the rules decided. All that a turn changes is in `effects`, in order.

    Attributes:
        key: prose key of what was tried, `act.<id>` or `verbs.<verb>`.
        rolled: two dice plus everything that counted, for the curious; 0 when nothing was rolled.
    """

    intent: Intent
    key: str
    verb: Verb
    target: str | None
    tool: str | None
    fate: Fate
    risk: Risk
    grade: Grade
    rolled: int
    effects: tuple[Effect, ...]
    facts: tuple[Fact, ...]

    @property
    def worked(self) -> bool:
        """Whether what was tried came about."""
        return self.grade in ("triumph", "success", "cost")


class _Turn:
    """Effects and facts in the making, with the state they have led to so far."""

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.scene = self.state = state
        self.effects: list[Effect] = []
        self.facts: list[Fact] = []

    def emit(self, *effects: Effect) -> None:
        for effect in effects:
            # A ledger must not depend on where the player was when an order was read.
            bound = effect
            if isinstance(effect, Put) and effect.where == "here":
                bound = Put(effect.thing, self.state.place)
            self.effects.append(bound)
            self.state = apply(self.state, bound)

    def tell(self, kind: str, about: str) -> None:
        self.facts.append(Fact(kind, about))  # pyright: ignore[reportArgumentType]

    @property
    def over(self) -> bool:
        return self.state.ending is not None


def adjudicate(world: World, state: State, plan: Plan, fate: Fate, dice: Dice) -> Outcome:
    """Return what comes of the plan. The same arguments give the same outcome, always."""
    risk = risk_of(world, state, plan)
    rolled = _score(state, plan, fate, dice)
    grade = _grade(risk, rolled) if plan.verb != "hesitate" else "cost"
    turn = _Turn(world, state)
    if state.hidden and plan.verb not in _STAYS_HIDDEN:
        turn.emit(Hid(hidden=False))
    turn.tell("act", plan.key)
    _carry_out(turn, plan, risk, grade, dice)
    _spend(turn, plan)
    _let_threats_act(turn, plan, grade, dice)
    _close_turn(turn, plan, dice)
    return Outcome(
        intent=plan.intent,
        key=plan.key,
        verb=plan.verb,
        target=plan.target,
        tool=plan.tool,
        fate=fate,
        risk=risk,
        grade=grade,
        rolled=rolled,
        effects=tuple(turn.effects),
        facts=tuple(turn.facts),
    )


def _score(state: State, plan: Plan, fate: Fate, dice: Dice) -> int:
    care = plan.intent.manner == "careful"
    against = len(state.wounds) + (state.nerve <= 1)
    return dice.roll(6) + dice.roll(6) + plan.prepared + care + _FATE[fate] - against


def _grade(risk: Risk, score: int) -> Grade:
    """Careful acts are safe: they work, if not always cheaply. The more is risked, the more is
    lost.
    """
    if risk == "safe":
        return "triumph" if score >= 12 else "success" if score >= 4 else "cost"
    steps = {"risky": (11, 7, 5, 2), "desperate": (12, 9, 7, 5)}[risk]
    grades: tuple[Grade, ...] = ("triumph", "success", "cost", "setback")
    for grade, at in zip(grades, steps, strict=True):
        if score >= at:
            return grade
    return "disaster"


# --- the action itself


def _carry_out(turn: _Turn, plan: Plan, risk: Risk, grade: Grade, dice: Dice) -> None:
    if plan.verb == "hesitate":
        if turn.state.phase in ("dread", "crisis"):
            turn.emit(Nerved(-1))
        return
    if plan.noise:
        turn.emit(Sounded(plan.noise))
    if grade in ("triumph", "success", "cost"):
        _succeed(turn, plan, grade, dice)
    elif grade == "setback":
        _set_back(turn, plan, dice)
    else:
        _fail(turn, plan, risk, dice)


def _succeed(turn: _Turn, plan: Plan, grade: Grade, dice: Dice) -> None:
    turn.emit(*plan.do)
    for found in plan.found:
        turn.tell("found", found)
    if any(isinstance(e, Went) for e in plan.do):
        turn.tell("arrive", turn.state.place)
    if grade == "cost":
        if plan.cost:
            turn.emit(*plan.cost)
        elif plan.act is None:
            _pay(turn, dice)
        else:
            turn.emit(Passed(4))
    if grade == "triumph" and plan.risk != "safe":
        turn.emit(Nerved(1))


def _pay(turn: _Turn, dice: Dice) -> None:
    """What a success costs when the world does not say: noise, time, nerve or light."""
    costs: dict[str, Effect] = {"noise": Sounded(1), "time": Passed(5)}
    if turn.state.nerve > 1 and turn.state.phase in ("dread", "crisis"):
        costs["nerve"] = Nerved(-1)
    if turn.state.lamp and turn.state.battery > 10:
        costs["battery"] = Charged(-6)
    cost = pick(dice, tuple(costs))
    turn.emit(costs[cost])
    turn.tell("cost", cost)


def _set_back(turn: _Turn, plan: Plan, dice: Dice) -> None:
    if plan.act is not None:
        turn.emit(*plan.setback)
        return
    mishap = _mishap(turn, plan, dice)
    turn.emit(*mishap.setback)
    turn.tell("mishap", mishap.id)


def _fail(turn: _Turn, plan: Plan, risk: Risk, dice: Dice) -> None:
    if plan.exit is not None and plan.exit.fall and risk == "desperate":
        turn.emit(Ended(plan.exit.fall))
    elif plan.act is not None and plan.disaster:
        turn.emit(*plan.disaster)
    else:
        mishap = _mishap(turn, plan, dice)
        turn.emit(Wounded(mishap.wound))
        turn.tell("mishap", mishap.id)


def _mishap(turn: _Turn, plan: Plan, dice: Dice) -> Mishap:
    fits = [
        m
        for m in turn.world.mishaps.values()
        if ("any" in m.verbs or plan.verb in m.verbs) and m.when.holds(turn.world, turn.state)
    ]
    particular = [m for m in fits if "any" not in m.verbs]
    return pick(dice, particular or fits)


# --- what it takes, and what answers
# ---------------------------------------------------------------


def _spend(turn: _Turn, plan: Plan) -> None:
    world, before = turn.world, turn.scene
    hasty = {"careful": 3, "plain": 2, "bold": 1}[plan.intent.manner]
    minutes = plan.minutes * hasty // 2 + world.pace
    turn.emit(Passed(minutes))
    if turn.state.lamp:
        turn.emit(Charged(-(1 + minutes // 10)))
    _tell_battery(turn, before.battery)
    opens = world.opens_at
    for hour, at in (("dusk", world.dusk), ("night", world.night)):
        if opens + before.minutes < at <= opens + turn.state.minutes:
            turn.tell("hour", hour)
    if turn.state.minutes >= world.midnight and not turn.over:
        turn.emit(*world.midnight_do)
        turn.tell("hour", "midnight")


def _tell_battery(turn: _Turn, before: int) -> None:
    if turn.state.battery == 0 < before:
        turn.tell("low", "dead")
    elif turn.state.battery <= 15 < before:
        turn.tell("low", "battery")


def _let_threats_act(turn: _Turn, plan: Plan, grade: Grade, dice: Dice) -> None:
    nerve = turn.scene.nerve
    for threat in turn.world.threats.values():
        if turn.over:
            return
        stepped = step(turn.world, turn.scene, turn.state, threat, plan, grade, dice)
        turn.emit(*stepped.effects)
        turn.facts.extend(stepped.facts)
    if len(turn.state.wounds) > WOUNDS_LIMIT:
        turn.emit(Ended(turn.world.exhausted))
    if turn.state.nerve <= 1 < nerve:
        turn.tell("low", "nerve")


def _close_turn(turn: _Turn, plan: Plan, dice: Dice) -> None:
    looked = f"look:{turn.state.place}"
    if looked not in turn.state.seen and turn.world.can_see(turn.state):
        turn.emit(Saw(looked))
    turn.emit(Did(plan.intent.key))
    if turn.over:
        turn.tell("ending", turn.state.ending or "")
        return
    phase = phase_of(turn.state)
    if phase != turn.state.phase:
        turn.emit(Phased(phase))
    if any(f.kind == "strike" for f in turn.facts):
        return
    storylet = draw_storylet(turn.world, turn.state, dice)
    if storylet is not None:
        turn.emit(*(e for e in storylet.do if _can_be(turn, e)), Happened(storylet.id))
        turn.tell("storylet", storylet.id)


def _can_be(turn: _Turn, effect: Effect) -> bool:
    """Whether an incident can do that here: no threat comes nearer than it can come."""
    if not isinstance(effect, Neared) or effect.by >= 0:
        return True
    threat = turn.world.threats[effect.threat]
    now = turn.state.threats[effect.threat].distance
    return now + effect.by >= nearest(turn.world, turn.state, threat)
