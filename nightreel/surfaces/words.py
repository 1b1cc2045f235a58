"""How things stand, in words: what every surface says of a scene, whatever it looks like there."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from nightreel.core.intent import Risk
from nightreel.core.state import State
from nightreel.core.world import Threat, World

MARKS: Mapping[Risk, str] = MappingProxyType({"safe": "·", "risky": "!", "desperate": "!!"})
"""A risk at a glance. The word stands beside it: nothing is told by a sign or a color alone."""

ENDED: Mapping[str, str] = MappingProxyType(
    {"death": "a death", "survival": "you lived", "truth": "the truth", "stopped": "stopped"}
)
"""How a run ended, by `Finished.how`."""

STOPPED = "Stopped here"
"""What stands for the title of an ending where there is none."""

_NEAR = {0: "at hand", 1: "near", 2: "near"}


class Felt(Struct, frozen=True):
    """A threat as it is felt. `near` says how near it is; empty when its words say so, or far."""

    text: str
    near: str = ""


class Progress(Struct, frozen=True):
    """A way toward an ending: how many of its steps are made."""

    name: str
    filled: int
    size: int


def place_of(world: World, state: State) -> str:
    """Return the place's name, as a heading."""
    name = world.places[state.place].name
    return name[:1].upper() + name[1:]


def hour_of(world: World, state: State) -> str:
    """Return the time of day in the story, such as 18:40."""
    hours, minutes = divmod(world.hour(state), 60)
    return f"{hours:02}:{minutes:02}"


def lamp_of(state: State) -> str:
    """Return what the lamp does, and what is left in it."""
    if state.battery == 0:
        return "lamp dead"
    return f"lamp {'on' if state.lamp else 'off'}, battery {state.battery}%"


def felt(world: World, state: State) -> list[Felt]:
    """Return the threats as they are felt: those awake, and the weather always."""
    told: list[Felt] = []
    for threat in world.threats.values():
        now = state.threats[threat.id]
        if now.stage >= 1 or threat.sense == "time":
            told.append(Felt(threat.stages[now.stage].felt, _reach(threat, now.distance)))
    return told


def wounds_of(world: World, state: State) -> list[str]:
    """Return the wounds by name, each once, with how often when it is more than once."""
    return [
        world.wounds[wound].name + (f" x{times}" if times > 1 else "")
        for wound, times in Counter(state.wounds).items()
    ]


def begun(world: World, state: State) -> list[Progress]:
    """Return the ways on which a step was made."""
    return [
        Progress(c.name, state.clocks[c.id], c.size)
        for c in world.clocks.values()
        if state.clocks.get(c.id, 0) > 0
    ]


def _reach(threat: Threat, distance: int) -> str:
    """How near it is. Weather is everywhere: its words say already how near."""
    return "" if threat.sense == "time" else _NEAR.get(distance, "")
