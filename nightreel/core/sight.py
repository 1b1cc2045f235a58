"""Who and what is in the picture. One rule, for whoever films it and whoever puts it in words."""

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
