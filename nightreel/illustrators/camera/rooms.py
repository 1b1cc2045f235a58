"""The inside of a room: walls, floor and ceiling that a ray meets from within, with openings in
the walls through which it goes on.
"""

import numpy as np
from msgspec import Struct

from nightreel.illustrators.camera.shapes import Floats, Point
from nightreel.illustrators.camera.solids import Material
from nightreel.worlds.filmed import Gap

_F = np.float32


class Room(Struct, frozen=True):
    """A room. `lo` and `hi` are its inner corners."""

    lo: Point
    hi: Point
    wall: Material
    floor: Material
    ceiling: Material
    openings: tuple[Gap, ...] = ()

    def leave(
        self, eye: Point, dx: Floats, dy: Floats, dz: Floats
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Return where rays from `eye` meet the walls from inside: distance (inf through an
        opening, or where the ray never was inside), and the x, y, z of the face's inner normal.
        """
        near = np.full(dx.shape, _F(-np.inf), np.float32)
        far = np.full(dx.shape, _F(np.inf), np.float32)
        axis = np.zeros(dx.shape, np.int8)
        for i, d in enumerate((dx, dy, dz)):
            safe = np.where(np.abs(d) < _F(1e-7), _F(1e-7), d)
            t0, t1 = (_F(self.lo[i] - eye[i]) / safe, _F(self.hi[i] - eye[i]) / safe)
            out = np.maximum(t0, t1)
            np.maximum(near, np.minimum(t0, t1), out=near)
            axis[out < far] = i
            np.minimum(far, out, out=far)
        hit = (far > near) & (far > 0)
        t = np.where(hit, far, _F(np.inf))
        sign = [-np.sign(d) * (axis == i) for i, d in enumerate((dx, dy, dz))]
        for opening in self.openings:
            t[self._through(opening, eye, t, (dx, dy, dz), axis)] = np.inf
        return t, sign[0], sign[1], sign[2]

    def _through(
        self, hole: Gap, eye: Point, t: Floats, d: tuple[Floats, Floats, Floats], axis: Floats
    ) -> np.ndarray:
        across, side = (0, 2) if hole.wall in "ew" else (2, 0)
        facing = d[across] > 0 if hole.wall in "ne" else d[across] < 0
        there = (axis == across) & facing & np.isfinite(t)
        s = np.where(there, t, _F(0))
        middle = (self.lo[side] + self.hi[side]) / 2 + hole.along
        u = np.abs(_F(eye[side] - middle) + d[side] * s)
        v = _F(eye[1] - self.lo[1] - hole.sill) + d[1] * s
        return there & (u < _F(hole.width / 2)) & (v > 0) & (v < _F(hole.height))
