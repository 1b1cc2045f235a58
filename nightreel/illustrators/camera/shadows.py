"""What stands in the light's way, and how closely things stand together."""

from collections.abc import Sequence

import numpy as np

from nightreel.illustrators.camera.shapes import Floats, unturned
from nightreel.illustrators.camera.solids import Solid
from nightreel.illustrators.camera.view import ball, slab

_F = np.float32
STEPS = 14


def lit(
    at: Floats, toward: Floats, far: Floats, casters: Sequence[Solid], hardness: float
) -> Floats:
    """Return how much of a light reaches points: 1 all, 0 none.

    Args:
        at: points (3, n), a little off their surfaces.
        toward: unit vectors (3, n) to the light.
        far: meters to it.
        casters: what may stand between.
        hardness: of the shadow's edge; 8 is soft, 60 hard.
    """
    out = np.ones(at.shape[1], np.float32)
    for solid in casters:
        middle, radius = ball(solid)
        cx, cy, cz = (_F(middle[i]) - at[i] for i in range(3))
        along = cx * toward[0] + cy * toward[1] + cz * toward[2]
        reach = radius * 1.15 + 0.02
        aside = cx * cx + cy * cy + cz * cz - along * along
        near = (aside < _F(reach * reach)) & (along > _F(-reach)) & (along < far + _F(reach))
        some = np.flatnonzero(near & (out > _F(0.03)))
        if some.size:
            seen = _past(solid, at[:, some], toward[:, some], far[some], hardness)
            out[some] = np.minimum(out[some], seen)
    return out


def _past(solid: Solid, at: Floats, toward: Floats, far: Floats, hardness: float) -> Floats:
    """March from the points to the light through one solid; keep the closest brush with it."""
    moved = (at[i] - _F(solid.at[i]) for i in range(3))
    x, y, z = unturned(solid.rows, *moved)
    d = unturned(solid.rows, toward[0], toward[1], toward[2])
    enter, leave = slab(solid.shape.lo, solid.shape.hi, (x, y, z), d)
    leave = np.minimum(leave, far)
    out = np.ones(x.size, np.float32)
    live = np.flatnonzero(enter < leave)
    t = np.maximum(enter[live], _F(0.015))
    for _ in range(STEPS):
        if not live.size:
            break
        gap = solid.shape.distance(
            x[live] + d[0][live] * t, y[live] + d[1][live] * t, z[live] + d[2][live] * t
        )
        out[live] = np.minimum(
            out[live], np.clip(gap * _F(hardness) / np.maximum(t, _F(0.1)), 0, 1)
        )
        t = t + np.maximum(gap, _F(0.012) + t * _F(0.01))
        on = (t < leave[live]) & (out[live] > _F(0.02))
        live, t = live[on], t[on]
    return out


def crevices(
    t: Floats, at: Floats, normal: Floats, width: int, height: int, pixel: float
) -> Floats:
    """Return ambient light left in corners: 1 open, toward 0 enclosed. From the picture alone.

    After Crytek's screen-space ambient occlusion, with a few fixed directions.
    """
    shape = (height, width)
    p = at.reshape(3, *shape)
    n = normal.reshape(3, *shape)
    depth = np.where(np.isfinite(t), t, _F(1e4)).reshape(shape)
    shut = np.zeros(shape, np.float32)
    count = 0
    for reach in (0.18, 0.6):
        step = np.clip(reach / (depth * _F(pixel)), 1, 14)
        for dy, dx in (
            (-1, 0),
            (1, 0),
            (0, -1),
            (0, 1),
            (-0.7, -0.7),
            (-0.7, 0.7),
            (0.7, -0.7),
            (0.7, 0.7),
        ):
            rows = np.clip(
                np.arange(height, dtype=np.float32)[:, None] + step * _F(dy), 0, height - 1
            ).astype(np.int32)
            cols = np.clip(
                np.arange(width, dtype=np.float32)[None, :] + step * _F(dx), 0, width - 1
            ).astype(np.int32)
            flat = rows * width + cols
            v = [p[i].ravel()[flat] - p[i] for i in range(3)]
            far2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + _F(1e-6)
            rise = (v[0] * n[0] + v[1] * n[1] + v[2] * n[2]) / np.sqrt(far2)
            shut += np.clip(rise - _F(0.08), 0, 1) / (1 + far2 * _F(1 / (reach * reach)))
            count += 1
    return np.clip(1 - shut.ravel() * _F(3.4 / count), 0.12, 1)
