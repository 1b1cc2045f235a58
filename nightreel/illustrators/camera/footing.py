"""Where a body can stand in a set: how high the floor is there, and whether something is in the
way.
"""

from collections.abc import Sequence

import numpy as np

from nightreel.illustrators.camera.shapes import Floats, boxed, unturned
from nightreel.illustrators.camera.solids import Solid
from nightreel.illustrators.camera.view import march, slab

_F = np.float32
STEP = 0.46
"""Nobody stands on what is higher than this."""
ROOM = 0.24
"""Half the width that a body takes."""
_HEIGHTS = (0.35, 0.75, 1.15, 1.6)


class Footing:
    """The ground of a set, with everything that stands on it."""

    def __init__(self, solids: Sequence[Solid]) -> None:
        self._boxed = [(s, *boxed(s.shape, s.rows, s.at)) for s in solids]

    def height(self, x: float, z: float) -> float:
        """Return how high one stands at a place: on a road, a step, a grating; 0 on the ground."""
        best = 0.0
        for solid, lo, hi in self._boxed:
            if lo[0] < x < hi[0] and lo[2] < z < hi[2] and best < hi[1] < STEP:
                best = max(best, _top(solid, x, z))
        return best

    def free(self, x: float, y: float, z: float) -> bool:
        """Return whether a body that stands there would be in nothing else."""
        near = [
            solid
            for solid, lo, hi in self._boxed
            if lo[0] - ROOM < x < hi[0] + ROOM
            and lo[2] - ROOM < z < hi[2] + ROOM
            and lo[1] < y + 1.8
            and hi[1] > y + _HEIGHTS[0]
        ]
        return all(_gap(solid, x, y, z) > ROOM for solid in near)


def _top(solid: Solid, x: float, z: float) -> float:
    """Meet the solid from above; 0 when it is not met."""
    start = _local(solid, [x], [STEP], [z])
    eye = float(start[0][0]), float(start[1][0]), float(start[2][0])
    ray = unturned(solid.rows, *(np.array([v], np.float32) for v in (0.0, -1.0, 0.0)))
    enter, leave = slab(solid.shape.lo, solid.shape.hi, eye, ray)
    if enter[0] >= leave[0]:
        return 0.0
    _, met = march(solid, eye, ray, enter, leave, 1e-3)
    return STEP - float(met[0]) if met.size else 0.0


def _gap(solid: Solid, x: float, y: float, z: float) -> float:
    """Return the least distance of the solid from the middle of a body."""
    n = len(_HEIGHTS)
    at = _local(solid, [x] * n, [y + h for h in _HEIGHTS], [z] * n)
    return float(solid.shape.distance(*at).min())


def _local(
    solid: Solid, xs: Sequence[float], ys: Sequence[float], zs: Sequence[float]
) -> tuple[Floats, Floats, Floats]:
    """Return points in the solid's own meters."""
    off = (np.array(v, np.float32) - _F(solid.at[i]) for i, v in enumerate((xs, ys, zs)))
    return unturned(solid.rows, *off)
