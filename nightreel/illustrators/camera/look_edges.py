"""Enlarging a small rendered plane without its stairs.

A renderer with one ray a pixel draws slanted edges as stairs, and enlarging makes them large. Where
the plane has a clear direction, values are averaged along the edge and never across it.
"""

import numpy as np
from numpy.typing import NDArray

from nightreel.illustrators.camera.look_planes import SMOOTH, Plane, resized, softened

_HALF = ((1.8, 1.0), (4.6, 0.9), (8.6, 0.55))
_TAPS = tuple((sign * reach, weight) for sign in (-1, 1) for reach, weight in _HALF)
_UNSURE = 0.36
_FAINTEST = 8e-5
_MOST_SHARE = 0.2


def unstepped(plane: Plane, size: tuple[int, int]) -> Plane:
    """Return the plane at `size` (width, height), with edges that run smoothly."""
    large = resized(plane, size)
    if size[0] < plane.shape[1] * 1.3:
        return large
    clear, turn = _directions(plane)
    energy = resized(clear, size, SMOOTH)
    chosen = np.flatnonzero(energy > _UNSURE)
    most = int(_MOST_SHARE * energy.size)
    if chosen.size > most:
        strongest = np.argpartition(energy.ravel()[chosen], chosen.size - most)[-most:]
        chosen = np.sort(chosen[strongest])
    if chosen.size == 0:
        return large
    flat = large.ravel().copy()
    share = np.minimum((energy.ravel()[chosen] - np.float32(_UNSURE)) * np.float32(6), 1)
    row, col = np.divmod(chosen.astype(np.int32), np.int32(size[0]))
    small_row = row * plane.shape[0] // size[1]
    angle = turn[small_row, col * plane.shape[1] // size[0]]
    line = _averaged(large, (row, col), (np.cos(angle), np.sin(angle)))
    flat[chosen] += (line - flat[chosen]) * share
    return flat.reshape(large.shape)


def _directions(plane: Plane) -> tuple[Plane, Plane]:
    """Return how clearly each pixel lies on an edge, 0 to 1, and the edge's angle in radians."""
    held = np.pad(plane, 1, mode="edge")
    gx = (held[1:-1, 2:] - held[1:-1, :-2]) * np.float32(0.5)
    gy = (held[2:, 1:-1] - held[:-2, 1:-1]) * np.float32(0.5)
    near = softened(gx * gx + gy * gy, 1, 1)
    xx, yy, xy = (softened(softened(p, 2, 2), 1, 1) for p in (gx * gx, gy * gy, gx * gy))
    across, slant, whole = yy - xx, 2 * xy, xx + yy + np.float32(_FAINTEST)
    clear = np.sqrt(across * across + slant * slant) / whole
    # Flat ground inside a corner has a direction too, borrowed from both its walls: it is no edge.
    there = np.minimum(near * np.float32(2) / whole, 1)
    return clear * clear * there, np.arctan2(-slant, across) * np.float32(0.5)


def _averaged(
    plane: Plane, at: tuple[NDArray[np.int32], NDArray[np.int32]], along: tuple[Plane, Plane]
) -> Plane:
    """Return the mean along the edge through each pixel `at` (row, column); `along` is (x, y)."""
    height, width = plane.shape
    flat = plane.ravel()
    row, col = (part.astype(np.float32) for part in at)
    total = flat[at[0] * np.int32(width) + at[1]]
    weights = 1.0
    for reach, weight in _TAPS:
        x = np.clip(col + along[0] * np.float32(reach), 0, width - 1.001)
        y = np.clip(row + along[1] * np.float32(reach), 0, height - 1.001)
        x0, y0 = x.astype(np.int32), y.astype(np.int32)
        fx, fy = x - x0, y - y0
        corner = y0 * np.int32(width) + x0
        above, below = flat[corner], flat[corner + np.int32(width)]
        above += (flat[corner + np.int32(1)] - above) * fx
        below += (flat[corner + np.int32(width + 1)] - below) * fx
        total += (above + (below - above) * fy) * np.float32(weight)
        weights += weight
    return total / np.float32(weights)
