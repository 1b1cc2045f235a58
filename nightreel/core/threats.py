"""What the threats do after a turn's action.

Each is drawn by one thing (sound, light, time), and gives way to its lack. Nothing strikes unseen:
a threat
must have stood at hand in the scene that the player acted on.
"""

from msgspec import Struct

from nightreel.core.dice import Dice, chance
from nightreel.core.effects import (
    Drawn,
    Effect,
    Ended,
    Exposed,
    Neared,
    Nerved,
    Staged,
    Struck,
    Wounded,
    apply,
)
from nightreel.core.facts import Fact
from nightreel.core.intent import Grade
from nightreel.core.plan import Plan
from nightreel.core.risk import DEADLY, SHIELD_TURNS, STORM, in_storm, shielded
from nightreel.core.state import FAR, State
from nightreel.core.world import Threat, World

_EVASIONS = frozenset({"hide", "move", "run", "climb", "ward", "fight", "light_off"})
# Percent a turn that an awake threat comes nearer by itself, by stage.
_ADVANCE = (0, 12, 28, 45)


class Step(Struct, frozen=True):
    """What a threat did: effects in order, and what there is to tell."""

    effects: tuple[Effect, ...] = ()
    facts: tuple[Fact, ...] = ()


def step(
    world: World, scene: State, state: State, threat: Threat, act: Plan, grade: Grade, dice: Dice
) -> Step:
    """Return what the threat does once the action's own effects are in `state`.

    It strikes only where it stood at hand in the `scene` that was acted on, and still does.
    """
    if threat.sense == "time":
        return _weather(world, state, threat)
    stood = scene.threats[threat.id]
    at_hand = stood.distance == 0 and stood.stage >= 2 and state.threats[threat.id].distance == 0
    if at_hand and not _evaded(threat, act, grade):
        return _strike(world, state, threat, act)
    return _move(world, state, threat, act, dice)


def _evaded(threat: Threat, act: Plan, grade: Grade) -> bool:
    """A good answer, whether plain or the world's own, turns the blow; a failed one does not."""
    if grade in ("setback", "disaster"):
        return False
    if act.verb in _EVASIONS or (act.act is not None and "ward" in act.act.verbs):
        return True
    return threat.sense == "sound" and act.verb in ("wait", "listen") and act.noise == 0


def _strike(world: World, state: State, threat: Threat, act: Plan) -> Step:
    it = state.threats[threat.id]
    deadly = it.stage >= DEADLY and (it.strikes >= 1 or act.verb == "hesitate")
    if deadly or it.strikes >= 2:
        effects: tuple[Effect, ...] = (Struck(threat.id), Ended(threat.ending))
        return Step(effects, (Fact("strike", threat.id),))
    effects = (Struck(threat.id), Wounded(threat.wound), Nerved(-1), Neared(threat.id, 2))
    del world
    return Step(effects, (Fact("strike", threat.id),))


def _lure(world: World, state: State, threat: Threat, act: Plan) -> int:
    total = sum(lure.by for lure in threat.lures if lure.when.holds(world, state))
    if threat.sense == "sound":
        deaf = "deaf" in world.places[state.place].tags
        total += 0 if deaf else state.noise
    if threat.sense == "light" and act.verb == "film":
        total += 1
    if act.verb == "hesitate":
        total += 1
    return total


def nearest(world: World, state: State, threat: Threat) -> int:
    """The nearest a threat can come here."""
    if threat.barred.holds(world, state):
        return 2
    tags = world.places[state.place].tags
    return 0 if threat.where == "anywhere" or threat.where in tags else 1


def _move(world: World, state: State, threat: Threat, act: Plan, dice: Dice) -> Step:
    effects: list[Effect] = []
    facts: list[Fact] = []
    before = state.threats[threat.id]
    lure = _lure(world, state, threat, act)
    drift = lure if lure else (-1 if state.hidden else 0)
    if drift:
        effects.append(Drawn(threat.id, drift))
    heat = max(0, before.heat + drift)
    stage = threat.stage_for(heat)
    if stage != before.stage:
        effects.append(Staged(threat.id, stage))
        facts.append(Fact("rise" if stage > before.stage else "sink", threat.id))
    closer = _closer(state, before.distance, stage, lure, act, dice)
    bound = nearest(world, state, threat)
    distance = FAR if stage == 0 else max(bound, min(FAR - 1, before.distance + closer))
    if distance != before.distance:
        effects.append(Neared(threat.id, distance - before.distance))
    after_was_near = before.distance <= 1 and before.stage >= 2
    if after_was_near and distance >= 2:
        facts.append(Fact("evade" if act.verb in _EVASIONS else "leave", threat.id))
    return Step(tuple(effects), tuple(facts))


def _closer(state: State, distance: int, stage: int, lure: int, act: Plan, dice: Dice) -> int:
    """Return the change of distance; the dice are always rolled once, so that streams stay in
    step.
    """
    coming = chance(dice, min(95, _ADVANCE[min(stage, 3)] + 18 * max(0, lure)))
    if stage == 0:
        return 0
    # Out of sight is out of mind, until it has come for you; then it is only a matter of time.
    if (state.hidden and stage < DEADLY) or (distance <= 1 and act.verb in _EVASIONS):
        return 1
    return -1 if coming else 0


def _weather(world: World, state: State, threat: Threat) -> Step:
    effects: list[Effect] = []
    facts: list[Fact] = []
    before = state.threats[threat.id]
    stage = threat.stage_for(state.minutes)
    if stage != before.stage:
        effects.append(Staged(threat.id, stage))
        facts.append(Fact("rise", threat.id))
    now = apply(state, Staged(threat.id, stage))
    outside = in_storm(world, now)
    distance = max(3, FAR - stage) if not outside else max(0, 4 - stage)
    if distance != before.distance:
        effects.append(Neared(threat.id, distance - before.distance))
    level = state.exposure + (stage - STORM + 1) if outside else 0
    if level != state.exposure:
        effects.append(Exposed(level))
    if outside:
        more, told = _exposed(world, state, threat, level, stage)
        effects += more
        facts += told
    return Step(tuple(effects), tuple(facts))


def _exposed(
    world: World, state: State, threat: Threat, level: int, stage: int
) -> tuple[list[Effect], list[Fact]]:
    """Weather kills by patience: a wound at the second turn out in it, the end from the fifth
    on.
    """
    patience = SHIELD_TURNS if shielded(world, state) else 0
    if level >= 5 + patience and stage > STORM:
        return [Struck(threat.id), Ended(threat.ending)], [Fact("strike", threat.id)]
    if level >= 2 + patience and threat.wound not in state.wounds:
        return [Struck(threat.id), Wounded(threat.wound)], [Fact("strike", threat.id)]
    if patience and state.exposure == 0:
        return [], [Fact("shielded", threat.id)]
    return [], []
