"""The smallest world that has everything: a hut, a hill, a stalker drawn by light, and a storm."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from nightreel.core.effects import Effect, Passed, parse_order
from nightreel.core.state import State, ThreatState
from nightreel.core.world import (
    Act,
    Clock,
    Ending,
    Exit,
    Mishap,
    Place,
    Stage,
    Storylet,
    Thing,
    Threat,
    World,
    Wound,
    initial_things,
    initial_threats,
)

PLACES = {
    "hut": Place("hut", "hut", frozenset({"indoors", "hide"}), (Exit("hill", "the door"),)),
    "hill": Place("hill", "hill", frozenset({"outdoors"}), (Exit("hut", "the door"),)),
}
THINGS = {
    "rope": Thing("rope", "rope", (), "hut", frozenset({"portable"})),
    "chest": Thing("chest", "chest", (), "hut", frozenset({"openable", "breakable"})),
    "coin": Thing("coin", "coin", (), "in:chest", frozenset({"portable"})),
    "mask": Thing("mask", "mask", (), "hill", frozenset({"portable"})),
}
STAGES = tuple(Stage(f"stage{at}", 4 * at, "") for at in range(4))
THREATS = {
    "stalker": Threat("stalker", "stalker", "light", STAGES, "anywhere", "bite", "caught"),
    "storm": Threat(
        "storm",
        "storm",
        "time",
        tuple(Stage(f"storm{at}", 100 * at, "") for at in range(5)),
        "outdoors",
        "blinded",
        "lost",
        shield="mask",
    ),
}


def orders(*texts: str) -> tuple[Effect, ...]:
    """Effects as a pack writes them."""
    return tuple(parse_order(text) for text in texts)


def act(id_: str, **fields: Any) -> Act:
    """An act on the rope, unless the fields say otherwise."""
    given: Mapping[str, Any] = {"verbs": ("use",), "target": "rope", "label": id_, **fields}
    return Act(id=id_, **given)


def world(
    acts: tuple[Act, ...] = (), storylets: tuple[Storylet, ...] = (), **changes: Any
) -> World:
    """The hut, with acts and storylets of the test's own."""
    start = State(
        place="hut",
        things=initial_things(THINGS),
        threats=initial_threats(THREATS),
        clocks={"way": 0},
        visited=("hut",),
        seen=("look:hut",),
    )
    given: Mapping[str, Any] = {
        "opens_at": 600,
        "dusk": 1140,
        "night": 1200,
        "midnight": 840,
        "pace": 2,
        "midnight_do": (),
        **changes,
    }
    return World(
        id="hut",
        title="The Hut",
        version="1",
        date="today",
        start=start,
        exhausted="spent",
        places=PLACES,
        things=THINGS,
        acts={a.id: a for a in acts},
        storylets={s.id: s for s in storylets},
        threats=THREATS,
        wounds={w: Wound(w, w) for w in ("bite", "blinded", "bruise")},
        mishaps={"slip": Mishap("slip", frozenset({"any"}), "bruise", setback=(Passed(1),))},
        endings={e: Ending(e, "death", e, e) for e in ("caught", "lost", "spent")},
        clocks={"way": Clock("way", "The way", 3, "")},
        facts={},
        **given,
    )


def stalked(state: State, stage: int, distance: int, strikes: int = 0) -> State:
    """The state with the stalker so far away and so awake."""
    stalker = ThreatState(STAGES[stage].at, stage, distance, strikes)
    return replace(state, threats={**state.threats, "stalker": stalker})


def stormy(world: World, **changes: Any) -> State:
    """On the hill, with the storm at a stage that can kill."""
    storm = replace(world.start.threats["storm"], stage=3, distance=1)
    threats = {**world.start.threats, "storm": storm}
    state = replace(world.start, place="hill", minutes=350, threats=threats)
    return replace(state, **changes)


class Loaded:
    """Dice that show what they were given, the last of it for ever; a die has no more than its
    sides.
    """

    def __init__(self, *rolls: int) -> None:
        self._rolls = list(rolls)

    def roll(self, sides: int) -> int:
        """The next number."""
        rolled = self._rolls.pop(0) if len(self._rolls) > 1 else self._rolls[0]
        return min(rolled, sides)
