"""Small tools for planes: float32 arrays of one channel. They know nothing of cameras or tapes."""

from typing import Any, TypeAlias

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray
from PIL import Image

Plane: TypeAlias = NDArray[np.floating[Any]]
"""A channel [H, W], or a picture [H, W, 3] where the text says so.

It is float32 throughout. The type is wider because numpy's types widen float32 times a number.
"""

BICUBIC = Image.Resampling.BICUBIC
SMOOTH = Image.Resampling.BILINEAR
BOX = Image.Resampling.BOX
_FEW = 4


def three(first: float, second: float, third: float) -> Plane:
    """Return one number a channel [3]."""
    return np.array((first, second, third), dtype=np.float32)


def chance(*key: int) -> Generator:
    """Return the generator that belongs to this key and to no other."""
    return Generator(PCG64([part & 0xFFFFFFFFFFFFFFFF for part in key]))


def resized(plane: Plane, size: tuple[int, int], how: Image.Resampling = BICUBIC) -> Plane:
    """Return a new plane at `size` (width, height), in float from end to end."""
    if plane.shape == (size[1], size[0]):
        return plane.copy()
    return np.array(Image.fromarray(plane).resize(size, how), dtype=np.float32)


def resized_rgb(picture: Plane, size: tuple[int, int], how: Image.Resampling = BICUBIC) -> Plane:
    """Return a picture [H, W, 3] at `size` (width, height)."""
    return np.stack(
        [resized(np.ascontiguousarray(picture[..., c]), size, how) for c in range(3)], 2
    )


def softened(plane: Plane, across: int, down: int) -> Plane:
    """Return the plane (or picture) averaged over a box of the two radii, in pixels, edges held."""
    return _box(_box(plane, across, 1), down, 0)


def _box(plane: Plane, radius: int, axis: int) -> Plane:
    if radius < 1:
        return plane
    if radius <= _FEW:
        return _summed(plane, radius, axis)
    widths = [(0, 0)] * plane.ndim
    widths[axis] = (radius + 1, radius)
    sums = np.cumsum(np.pad(plane, widths, mode="edge"), axis=axis, dtype=np.float32)
    n = plane.shape[axis]
    span = 2 * radius + 1
    first = (slice(None),) * axis
    ahead, behind = sums[(*first, slice(span, span + n))], sums[(*first, slice(0, n))]
    return (ahead - behind) * np.float32(1 / span)


def _summed(plane: Plane, radius: int, axis: int) -> Plane:
    """Return the box average by plain sums: for a few pixels faster than running ones."""
    widths = [(0, 0)] * plane.ndim
    widths[axis] = (radius, radius)
    held = np.pad(plane, widths, mode="edge")
    n = plane.shape[axis]
    first = (slice(None),) * axis
    total = held[(*first, slice(0, n))] + held[(*first, slice(1, n + 1))]
    for step in range(2, 2 * radius + 1):
        total += held[(*first, slice(step, step + n))]
    total *= np.float32(1 / (2 * radius + 1))
    return total


def ramp(value: Plane, low: float, high: float) -> Plane:
    """Return a smooth step from 0 at `low` to 1 at `high`; falling when `high` is below `low`."""
    t = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (3 - 2 * t)


def grid(height: int, width: int) -> tuple[Plane, Plane]:
    """Return x [1, W] and y [H, 1], each from 0 at the first pixel's edge to 1 at the last's."""
    x = (np.arange(width, dtype=np.float32) + 0.5) / np.float32(width)
    y = (np.arange(height, dtype=np.float32) + 0.5) / np.float32(height)
    return x[None, :], y[:, None]


def wander(dice: Generator, count: int, knots: int) -> Plane:
    """Return `count` values of a smooth random line through about `knots` turns, within -1 to 1."""
    points = dice.uniform(-1, 1, max(2, knots)).astype(np.float32)
    return resized(points[None, :], (count, 1))[0].clip(-1, 1)


def cloud(dice: Generator, size: tuple[int, int], coarse: tuple[int, int]) -> Plane:
    """Return soft noise at `size`, grown from a grid of `coarse` (both width, height)."""
    width, height = max(2, coarse[0]), max(2, coarse[1])
    return resized(dice.standard_normal((height, width), dtype=np.float32), size)
