"""What stands before the lens and what the lens does, at the picture's own low resolution.

Every function takes and returns a picture [H, W, 3], float32 from 0 to 1. Nothing here knows tape.
"""

import numpy as np
from numpy.random import Generator

from nightreel.illustrators.camera.look_planes import (
    BOX,
    Plane,
    chance,
    grid,
    ramp,
    resized,
    resized_rgb,
    softened,
    three,
    wander,
)

_SIDE, _COVER, _GLASS = 11, 12, 13
_MASK = (96, 54)
_GLASS_MASK = (240, 135)
_MOST_STEPS = 28


def swept(picture: Plane, across: float, down: float) -> Plane:
    """Return the picture blurred along a movement of (across, down) of its own pixels.

    Light is summed, not its encoding, so that a lamp draws a bright streak instead of a gray one.
    """
    steps = min(_MOST_STEPS, int(np.ceil(max(abs(across), abs(down)))))
    if steps < 1:
        return picture
    height, width = picture.shape[:2]
    most = int(max(abs(across), abs(down)) / 2) + 1
    light = np.pad(picture * picture, ((most, most), (most, most), (0, 0)), mode="edge")
    total = np.zeros_like(picture)
    for place in np.linspace(-0.5, 0.5, steps + 1):
        y, x = most + round(place * down), most + round(place * across)
        total += light[y : y + height, x : x + width]
    total *= np.float32(1 / (steps + 1))
    return np.sqrt(total)


def from_cover(picture: Plane, seed: int, strength: float) -> Plane:
    """Return the picture with dark edges of what the camera hides behind, far out of focus."""
    dice = chance(seed, _COVER)
    x, y = grid(_MASK[1], _MASK[0])
    style = int(dice.integers(3))
    rough = [wander(dice, _MASK[0], 9) * 0.035 + wander(dice, _MASK[0], 4) * 0.03 for _ in "ab"]
    tall = [wander(dice, _MASK[1], 7) * 0.025 + wander(dice, _MASK[1], 3) * 0.03 for _ in "ab"]
    lean = np.float32(dice.uniform(-0.07, 0.07))
    above = ramp(y - rough[0][None, :] + lean * (x - 0.5), 0.24, 0.08)
    below = ramp(y - rough[1][None, :] + lean * (x - 0.5), 0.76, 0.95)
    left = ramp(x - tall[0][:, None] + lean * (y - 0.5), 0.24, 0.09)
    right = ramp(x - tall[1][:, None] + lean * (y - 0.5), 0.77, 0.92)
    pairs = ((above, below), (left, right), (left, below))
    first, second = pairs[style]
    cover = 1 - (1 - first) * (1 - second)
    mask = resized(np.ascontiguousarray(cover, dtype=np.float32), _size(picture))
    mask = np.clip(mask, 0, 1)[..., None] * np.float32(strength * 0.96)
    # What is that near catches a little of the light of the scene, and no detail.
    glow = picture.mean(axis=(0, 1), dtype=np.float32) * np.float32(0.22) + np.float32(0.012)
    return picture * (1 - mask) + glow * mask


def through_glass(picture: Plane, seed: int, strength: float) -> Plane:
    """Return the picture through a windshield: dust, the wipers' arcs, reflections, a pillar."""
    dice = chance(seed, _GLASS)
    x, y = grid(_GLASS_MASK[1], _GLASS_MASK[0])
    if dice.integers(2):
        x = 1 - x
    size = _size(picture)
    dust, papers, frame = (
        np.clip(resized(mask.astype(np.float32), size), 0, 1)[..., None]
        for mask in (_dust(dice, x, y), _papers(dice, x, y), _frame(dice, x, y))
    )
    light = picture.mean(axis=(0, 1), dtype=np.float32)
    veil = light * np.float32(0.9) + three(0.045, 0.042, 0.035)
    seen = picture + (veil - picture * np.float32(0.35)) * (dust * np.float32(strength))
    # The cabin's side of the glass mirrors what light falls in.
    turned = np.ascontiguousarray(resized_rgb(picture, (24, 14), BOX)[::-1, ::-1])
    shine = resized_rgb(turned * np.float32(0.10), size) + papers * three(0.030, 0.032, 0.036)
    seen += np.clip(shine, 0, 1) * np.float32(strength)
    frame *= np.float32(0.35 + 0.65 * strength)
    return seen * (1 - frame) + (light * np.float32(0.1) + np.float32(0.012)) * frame


def _dust(dice: Generator, x: Plane, y: Plane) -> Plane:
    """Return how thick the dust lies, 0 to 1: thin where the wipers pass, a rim where they turn."""
    tall, wide = y.shape[0], x.shape[1]
    clear = np.zeros((tall, wide), dtype=np.float32)
    rim = np.zeros_like(clear)
    for pivot, reach in ((0.30, 0.92), (0.86, 0.86)):
        far = np.hypot((x - np.float32(pivot)) * 1.45, y - np.float32(1.06))
        far += np.float32(dice.uniform(-0.02, 0.02))
        clear = np.maximum(clear, ramp(far, reach, reach - 0.03) * ramp(far, 0.10, 0.16))
        rim = np.maximum(rim, np.exp(-(((far - np.float32(reach)) / 0.012) ** 2)))
    patches = resized(dice.random((9, 16), dtype=np.float32), (wide, tall)) * np.float32(0.5)
    grains = dice.standard_normal((tall, wide), dtype=np.float32)
    specks = softened(np.maximum(grains - np.float32(2.3), 0), 1, 1) * np.float32(2.2)
    outside = (np.float32(0.3) + patches) * (1 - clear)
    return outside * 0.62 + rim * (1 - clear * 0.5) * 0.2 + specks * 0.5 + 0.03


def _papers(dice: Generator, x: Plane, y: Plane) -> Plane:
    """Return where something pale on the dash shines back from the glass, 0 to 1."""
    slant = np.float32(dice.uniform(0.35, 0.6))
    start = dice.uniform(0.5, 0.72)
    along = x + slant * y
    papers = ramp(along, start, start + 0.02) * ramp(along, start + 0.24, start + 0.20)
    return papers * ramp(y, 0.42, 0.72) * ramp(y, 0.99, 0.93)


def _frame(dice: Generator, x: Plane, y: Plane) -> Plane:
    """Return where the car's own body stands before the view: pillar, dash, roof; 0 to 1."""
    lean = np.float32(dice.uniform(0.16, 0.22))
    edge = np.float32(0.155) - lean * (y - np.float32(0.5)) * np.float32(0.55)
    pillar = ramp(edge - x, -0.012, 0.02)
    top_of_dash = np.float32(0.915) + 0.05 * (x - np.float32(0.62)) ** 2
    dash = ramp(y - top_of_dash, -0.012, 0.02)
    roof = ramp(np.float32(0.055) + 0.04 * (x - np.float32(0.6)) ** 2 - y, -0.02, 0.02)
    return 1 - (1 - pillar) * (1 - dash) * (1 - roof)


def wounded(picture: Plane, seed: int, amount: float) -> Plane:
    """Return the picture with sight failing from one edge: soft, dark, drained toward red."""
    side = int(chance(seed, _SIDE).integers(4))
    height, width = picture.shape[:2]
    x, y = grid(height, width)
    from_edge = (x + 0.12 * y, 1 - x + 0.12 * y, y + 0.18 * np.abs(x - 0.5) * 2, 1 - x + 0.4 * y)
    reach = 0.18 + 0.62 * amount
    away = np.broadcast_to(from_edge[side], (height, width)).astype(np.float32)
    dark = ramp(away, reach, -0.12)[..., None] * np.float32(amount)
    haze = ramp(away, reach + 0.25, 0.0)[..., None] * np.float32(min(1.0, amount * 1.6))
    tiny = resized_rgb(picture, (max(8, width // 6), max(8, height // 6)), BOX)
    soft = resized_rgb(softened(tiny, 1, 1), (width, height))
    seen = picture + (soft - picture) * haze
    shade = 1 - dark * three(0.72, 0.86, 0.86)
    return seen * shade + dark * three(0.018, 0.0, 0.0)


def exposed(picture: Plane) -> Plane:
    """Return the picture after the lens and the sensor: halo, flare, smear column, vignette."""
    height, width = picture.shape[:2]
    peak = np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2])
    hot = picture * ramp(peak, 0.66, 1.0)[..., None]
    tiny = resized_rgb(hot, (max(8, width // 4), max(8, height // 4)), BOX)
    near = softened(softened(tiny, 2, 2), 2, 1)
    far = softened(softened(tiny, 9, 6), 9, 6)
    flare = softened(softened(tiny, 16, 0), 12, 0)
    # A charge-coupled sensor of the day leaked along its columns under a bright lamp.
    column = softened(tiny.mean(axis=0, keepdims=True, dtype=np.float32), 1, 0)
    glow = near * 0.34 + far * 0.55 + flare * 0.16 + column * 0.28
    glow = resized_rgb(glow.astype(np.float32), (width, height)).clip(0, 1)
    glow *= three(0.95, 0.92, 0.86)
    lit = picture + glow - picture * glow
    x, y = grid(height, width)
    corner = ((x - 0.5) * 1.9) ** 2 + ((y - 0.5) * 1.75) ** 2
    return lit * (1 - np.float32(0.42) * ramp(corner, 0.25, 1.9))[..., None]


def _size(picture: Plane) -> tuple[int, int]:
    return picture.shape[1], picture.shape[0]
