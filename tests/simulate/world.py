"""The small world of these tests, and scenes in it with faults planted at will."""

from contextlib import AbstractAsyncContextManager
from functools import cache
from pathlib import Path

from msgspec import structs

from nightreel.app import open_in_memory
from nightreel.core.adjudicate import Outcome
from nightreel.core.effects import Effect, apply
from nightreel.core.facts import Fact
from nightreel.core.intent import Choice, Intent, Verb
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.core.risk import risk_of
from nightreel.core.scene import Scene
from nightreel.core.state import State, ThreatState
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.ports.illustrator import Illustrator
from nightreel.simulate.shown import Shown
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack

REACTION = "You wipe the lens."
ALT = "A track."


@cache
def pump_house() -> Pack:
    return load(Path(__file__).parent / "pack")


def opened(
    clock: HandClock, illustrator: Illustrator | None = None
) -> AbstractAsyncContextManager[Director]:
    return open_in_memory({"pump-house": pump_house()}, clock, illustrator)


def at(place: str, *effects: Effect, lamp: bool = True, battery: int = 60) -> State:
    """Return the opening state, moved to a place and changed."""
    start = pump_house().world.start
    state = structs.replace(start, place=place, lamp=lamp, battery=battery)
    for effect in effects:
        state = apply(state, effect)
    return state


def near(threat: str, state: State, stage: int = 2, distance: int = 1) -> State:
    """Return the state with a threat that is awake and close."""
    it = ThreatState(heat=6, stage=stage, distance=distance)
    return structs.replace(state, threats={**state.threats, threat: it})


def offered(state: State, *intents: Intent) -> tuple[Choice, ...]:
    """Return honest choices for the intents."""
    world = pump_house().world
    plans = [(i, plan(world, state, i)) for i in intents]
    return tuple(
        Choice(f"{i.verb.capitalize()} {n}", i, risk_of(world, state, p), p.kind)
        for n, (i, p) in enumerate(plans)
        if isinstance(p, Plan)
    )


def honest(state: State) -> tuple[Choice, ...]:
    return offered(state, Intent("wait"), Intent("listen"), Intent("search"))


def did(verb: Verb, target: str | None = None, *effects: Effect) -> Outcome:
    """Return an outcome that went well."""
    return Outcome(
        intent=Intent(verb, target),
        key=f"verbs.{verb}",
        verb=verb,
        target=target,
        tool=None,
        fate="normal",
        risk="safe",
        grade="success",
        rolled=7,
        effects=effects,
        facts=(Fact("act", f"verbs.{verb}"),),
    )


def scene(
    dispatch: str,
    state: State,
    *,
    before: State | None = None,
    outcome: Outcome | None = None,
    reaction: str = REACTION,
    alt: str = ALT,
    choices: tuple[Choice, ...] | None = None,
    ending: str = "",
) -> Shown:
    """Return a scene that is sound but for what it is given."""
    shown = Scene(
        turn=5,
        reaction=reaction,
        dispatch=dispatch,
        brief=alt,
        alt=alt,
        choices=honest(state) if choices is None else choices,
    )
    return Shown(
        seed=7,
        before=before or state,
        state=state,
        outcome=outcome or did("wait"),
        scene=shown,
        ending=ending,
    )
