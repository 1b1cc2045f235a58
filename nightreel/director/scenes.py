"""From a run to the facts of its next scene, and from a telling to the scene. Pure."""

from nightreel.core.adjudicate import Outcome, adjudicate
from nightreel.core.dice import Stream, fate_of
from nightreel.core.effects import apply
from nightreel.core.intent import Choice, Intent
from nightreel.core.lean import lean_of
from nightreel.core.legality import plan
from nightreel.core.options import offer
from nightreel.core.plan import Plan
from nightreel.core.run import Run
from nightreel.core.scene import Scene
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.director.telling import Telling
from nightreel.ports.errors import IllegalAction
from nightreel.ports.narrator import Facts


def decide(world: World, run: Run, intent: Intent) -> Outcome:
    """DECIDE: return what comes of the intent on the run's open turn. Raises `IllegalAction`."""
    planned = plan(world, run.state, intent)
    if not isinstance(planned, Plan):
        raise IllegalAction(
            f"{intent.key} was refused: {planned.reason}", "That can't be done here."
        )
    dice = Stream(run.seed, "turn", run.turn, intent.key)
    return adjudicate(world, run.state, planned, fate_of(run.seed, run.turn), dice)


def after(state: State, outcome: Outcome) -> State:
    """Return the state that an outcome leads to."""
    for effect in outcome.effects:
        state = apply(state, effect)
    return state


def offers_for(
    world: World, seed: int, state: State, hand: int, avoid: frozenset[str]
) -> tuple[Choice, ...]:
    """Return the choices of a scene, without labels; none when the run has ended."""
    if state.ending:
        return ()
    dice = Stream(seed, "offer", state.turn, hand)
    lean = lean_of(world, Stream(seed, "lean"))
    offered = offer(world, state, dice, avoid, lean)
    return tuple(Choice("", o.intent, o.risk, o.kind) for o in offered)


def facts_of(world: World, run: Run, outcome: Outcome) -> Facts:
    """Return what a narrator needs for the scene after an outcome."""
    state = after(run.state, outcome)
    return Facts(
        world=run.world,
        seed=run.seed,
        turn=run.turn + 1,
        state=state,
        before=run.state,
        outcome=outcome,
        offers=offers_for(world, run.seed, state, 0, frozenset()),
        told=run.told,
    )


def opening_facts(world: World, seed: int, state: State) -> Facts:
    """Return what a narrator needs for a run's first scene."""
    return Facts(
        world=world.id,
        seed=seed,
        turn=state.turn,
        state=state,
        offers=offers_for(world, seed, state, 0, frozenset()),
    )


def current_facts(run: Run, offers: tuple[Choice, ...] = (), hand: int = 0) -> Facts:
    """Return the facts of the scene that is shown now: for write-ins and other choices."""
    return Facts(
        world=run.world,
        seed=run.seed,
        turn=run.turn,
        state=run.state,
        offers=offers,
        told=run.told,
        hand=hand,
    )


def scene_of(turn: int, telling: Telling) -> Scene:
    """Return the scene that a telling makes."""
    outcome = telling.outcome
    choices = tuple(
        Choice(label, c.intent, c.risk, c.kind)
        for label, c in zip(telling.labels, telling.offers, strict=True)
    )
    return Scene(
        turn=turn,
        reaction=telling.reaction,
        dispatch=telling.dispatch,
        brief=telling.brief,
        alt=telling.alt,
        choices=choices,
        fate=outcome.fate if outcome else None,
        grade=outcome.grade if outcome else None,
        narrated_by=telling.narrated_by,
    )
