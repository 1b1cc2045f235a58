"""Who and what is in the picture. One rule, for whoever films it and whoever puts it in words."""

from msgspec import Struct

from nightreel.core.plan import present
from nightreel.core.state import State
from nightreel.core.world import World

WITHIN_WALLS = 2
"""Indoors nobody is seen from farther than this."""
_BODIES = frozenset({"light"})
"""What a threat is drawn by, if it is somebody: voices and weather are never seen as figures."""


def threats_in_view(world: World, state: State) -> tuple[str, ...]:
    """Return the ids of the threats that can be seen as somebody, in the pack's order."""
    if not world.can_see(state):
        return ()
    reach = None if "outdoors" in world.tags(state) else WITHIN_WALLS
    return tuple(
        threat.id
        for threat in world.threats.values()
        if threat.sense in _BODIES
        and present(state, threat.id)
        and (reach is None or state.threats[threat.id].distance <= reach)
    )


def things_in_view(world: World, state: State) -> tuple[str, ...]:
    """Return the ids of the things that stand or lie here to be seen, in the pack's order.

    What is carried, gone, or inside something is not.
    """
    if not world.can_see(state):
        return ()
    return tuple(t for t, it in state.things.items() if it.where == state.place)


_HANDLED_FROM_WITHIN = frozenset({"use", "move", "run"})


class Subject(Struct, frozen=True):
    """The thing that a picture is of. `inside`: it is seen from within, through its glass."""

    thing: str
    inside: bool = False


def subject(
    world: World, state: State, verb: str, target: str | None, tool: str | None
) -> Subject | None:
    """Return what the picture is of after something was done to `target` with `tool`.

    It is of nothing in particular when that is out of view, when one films from hiding, and when
    somebody stands there: then the picture is of them.
    """
    if target is None or target not in things_in_view(world, state):
        return None
    if state.hidden or threats_in_view(world, state):
        return None
    vehicle = "vehicle" in world.things[target].traits
    return Subject(target, vehicle and tool is None and verb in _HANDLED_FROM_WITHIN)
