"""What a worn tape and its player do to a signal: time errors, bands, dropouts, noise.

Luma is a plane [H, W]; chroma is a pair of narrow planes [H, 96], I and Q. Every fault is drawn
from the tape's seed alike for any wear, and only weighted by it: more wear is more of the same.
"""

import numpy as np
from msgspec import Struct
from numpy.random import Generator
from numpy.typing import NDArray

from nightreel.illustrators.camera.look_planes import (
    BOX,
    Plane,
    chance,
    cloud,
    grid,
    resized,
    softened,
    wander,
)

_LINES, _BAND, _DROPS, _GRAIN, _STAIN, _HUM = 21, 22, 23, 24, 25, 26
_MOST_DROPS = 34


class Tape(Struct, frozen=True):
    """How this frame lies on its tape.

    Attributes:
        seed: Which tape: its faults, and the side of whatever stands before the lens.
        frame: Which frame of it: the noise, and where the bands have drifted to.
        wear: 0 to 1, growing as the threat nears: tracking, dropouts, unsteady lines, lost color.
        gain: 0 to 1, how much the camera had to amplify: noise, milky blacks, less color.
        smear: Blur by movement, in pixels of the finished frame (right, down).
        hurt: 0 to 1, a wound: blur and dark from one edge.
        hum: 0 to 1, something listens: broad soft bars.
        echo: 0 to 1, the voice is near: a faint double of the picture, ahead to the left.
        hidden: Filmed from hiding: dark edges out of focus.
        glass: Filmed through a windshield.
    """

    seed: int
    frame: int
    wear: float = 0.2
    gain: float = 0.0
    smear: tuple[float, float] = (0.0, 0.0)
    hurt: float = 0.0
    hum: float = 0.0
    echo: float = 0.0
    hidden: bool = False
    glass: bool = False


def slips(tape: Tape, size: tuple[int, int]) -> Plane:
    """Return how far each line [H] of a frame of `size` has slipped to the right, in pixels."""
    width, height = size
    lines = min(height, 432)
    dice = chance(tape.seed, tape.frame, _LINES)
    slow = wander(dice, lines, 7)
    quick = wander(dice, lines, 60)
    fine = dice.standard_normal(lines, dtype=np.float32)
    at = grid(lines, 1)[1][:, 0]
    slip = slow * (0.5 + 4.5 * tape.wear**1.5) + quick * (0.25 + 1.6 * tape.wear)
    slip += fine * (0.12 + 0.75 * tape.wear)
    slip += _field(lines) * (0.14 + 0.3 * tape.wear)
    # The top of the picture bends while the player finds its timing.
    slip += 46 * tape.wear**1.6 * np.exp(-at * 30) * dice.choice([-1.0, 1.0])
    for where, half, strength in _bands(tape):
        inside = np.clip(1 - np.abs(at - where) / half, 0, 1)
        slip += strength * inside**1.5 * (34 + 16 * quick + 7 * fine)
    slip += tape.hum * 5 * np.sin(np.float32(2 * np.pi) * (at * 1.5 + _hum_phase(tape)))
    slip += _head_switch(at) * (36 + 12 * fine + 30 * tape.wear)
    return resized(slip[None, :].astype(np.float32) * np.float32(width / 768), (height, 1), BOX)[0]


def _head_switch(at: Plane) -> Plane:
    """Return how much of each line the change of heads takes: the lowest two hundredths."""
    return np.clip((at - np.float32(0.979)) / np.float32(0.021), 0, 1) ** np.float32(0.7)


def _field(lines: int) -> Plane:
    return (np.arange(lines, dtype=np.float32) % 2) * 2 - 1


def _bands(tape: Tape) -> list[tuple[float, float, float]]:
    """Return tracking bands as (center, half height, strength), in shares of the picture."""
    dice = chance(tape.seed, _BAND)
    bands: list[tuple[float, float, float]] = []
    for begins in (0.22, 0.55):
        start, half = dice.uniform(0.1, 0.9), dice.uniform(0.028, 0.05)
        drift = dice.uniform(0.05, 0.11)
        strength = float(np.clip((tape.wear - begins) / (1.05 - begins), 0, 1))
        where = 0.04 + (start + drift * tape.frame) % 0.9
        bands.append((where, half * (0.7 + 0.6 * strength), strength))
    return bands


def _hum_phase(tape: Tape) -> np.float32:
    return np.float32((chance(tape.seed, _HUM).random() + 0.031 * tape.frame) % 1)


def slipped(plane: Plane, slip: Plane, beyond: float) -> Plane:
    """Return the plane with each line moved right by `slip` [H] of its pixels.

    What comes in from outside the line has the value `beyond`.
    """
    height, width = plane.shape
    most = max(4, int(np.abs(slip).max()) + 3)
    padded = np.pad(plane, ((0, 0), (most, most)), constant_values=beyond)
    floor = np.floor(slip)
    part = (slip - floor)[:, None]
    first = np.arange(height, dtype=np.intp) * padded.shape[1] + most - 1 - floor.astype(np.intp)
    along: NDArray[np.intp] = np.arange(width + 1, dtype=np.intp)
    taken = padded.ravel()[first[:, None] + along]
    return taken[:, 1:] + (taken[:, :-1] - taken[:, 1:]) * part


def grain(luma: Plane, tape: Tape) -> Plane:
    """Return the luma with the sensor's grain and the tape's, stronger in the dark."""
    height, width = luma.shape
    dice = chance(tape.seed, tape.frame, _GRAIN)
    # Sums of even chances stand in for normal ones, at a quarter of the time.
    fine = dice.random((height, width + 1), dtype=np.float32)
    fine = (fine[:, 1:] + fine[:, :-1] - np.float32(1)) * np.float32(3.46)
    sensor = cloud(dice, (width, height), (round(width / 2.1), round(height / 2.1)))
    shade = 1 - np.float32(0.68) * np.clip(luma, 0, 1)
    fine *= np.float32(0.0085 + 0.008 * tape.wear + 0.007 * tape.gain)
    sensor *= np.float32(0.008 + 0.030 * tape.gain + 0.003 * tape.wear)
    streaks = wander(dice, height, height // 2) * np.float32(0.003 + 0.010 * tape.wear)
    return luma + (fine + sensor + streaks[:, None]) * shade


def stained(color: tuple[Plane, Plane], tape: Tape, size: tuple[int, int]) -> tuple[Plane, Plane]:
    """Return the chroma with its soft blotches, and pale where the color is lost."""
    width, height = size
    tall, wide = color[0].shape
    dice = chance(tape.seed, tape.frame, _STAIN)
    at = grid(tall, 1)[1]
    kept = np.float32((1 - 0.42 * tape.gain) * (1 - 0.38 * tape.wear))
    keep = np.full((tall, 1), kept, dtype=np.float32)
    for where, half, strength in _bands(tape):
        keep *= 1 - np.float32(0.9 * strength) * np.clip(1.4 - np.abs(at - where) / half, 0, 1)
    keep *= 1 - np.float32(0.8) * _head_switch(at)
    blotch = np.float32(0.0045 + 0.0055 * tape.gain + 0.005 * tape.wear)
    thread = np.float32(0.004 + 0.006 * tape.wear + 0.004 * tape.gain)
    stains: list[Plane] = []
    # Most of the stains run between green and purple, so I gets the smaller part.
    for plane, part in zip(color, (0.6, 1.0), strict=True):
        soft = cloud(dice, (wide, tall), (max(3, width // 46), max(3, height // 16)))
        lines = dice.standard_normal((tall, wide), dtype=np.float32)
        lines = softened(lines, 2, 0) * np.float32(1.6)
        stains.append(plane * keep + soft * (blotch * part) + lines * thread)
    return stains[0], stains[1]


def banded(luma: Plane, tape: Tape) -> Plane:
    """Return the luma with what cannot be read: tracking bands, head switch, dropouts."""
    height = luma.shape[0]
    dice = chance(tape.seed, tape.frame, _DROPS)
    out = luma.copy()
    foot = max(2, round(height * 0.03))
    at = grid(height, 1)[1][:, 0]
    _torn(out, slice(height - foot, height), _head_switch(at)[height - foot :], dice)
    for where, half, strength in _bands(tape):
        first, last = (int(np.clip(where + s * half, 0, 1) * height) for s in (-1, 1))
        inside = np.clip(1 - np.abs(at[first:last] - where) / half, 0, 1)
        rough = np.clip(inside + 0.35 * dice.standard_normal(last - first), 0, 1) * inside**0.4
        _torn(out, slice(first, last), (rough * strength).astype(np.float32), dice)
    _drops(out, tape, dice)
    return out


def _torn(luma: Plane, rows: slice, share: Plane, dice: Generator) -> None:
    """Mix streaks into `rows` of the luma, in place, by each row's `share` [rows].

    Streaks go both ways from the local gray: a band must not make the picture brighter.
    """
    part = luma[rows]
    if part.size == 0:
        return
    noise = dice.standard_normal(part.shape, dtype=np.float32)
    noise = softened(noise, max(1, luma.shape[1] // 190), 0) * np.float32(2.4)
    level = softened(part, luma.shape[1] // 20, 2)
    streak = np.sign(noise) * np.maximum(np.abs(noise) - np.float32(0.55), 0)
    low = level + streak * (np.float32(0.10) + np.float32(0.5) * np.abs(level))
    part += (low - part) * np.clip(share, 0, 1)[:, None]


def _drops(luma: Plane, tape: Tape, dice: Generator) -> None:
    """Scratch short lines into the luma, in place, where the tape has lost its coat."""
    height, width = luma.shape
    thick = max(1, round(height / 432))
    places = dice.random((_MOST_DROPS, 4), dtype=np.float32)
    many = tape.wear**1.25 * _MOST_DROPS
    for i in range(int(np.ceil(many))):
        x, y, length, kind = (float(v) for v in places[i])
        weight = min(1.0, many - i) * (0.35 + 0.5 * kind)
        run = max(4, int((0.008 + 0.09 * length**3) * width))
        row, col = int(y * 0.96 * height), int(x * width)
        line = luma[row : row + thick, col : col + run]
        fall = np.linspace(1, 0.15, run, dtype=np.float32)[: line.shape[1]]
        target = np.float32(0.92 if kind > 0.42 else 0.0)
        line += (target - line) * (fall * np.float32(weight))


def doubled(luma: Plane, echo: float) -> Plane:
    """Return the luma with a faint second picture, four hundredths of its width to the left."""
    step = max(2, round(luma.shape[1] * 0.042))
    ahead = np.concatenate((luma[:, step:], np.repeat(luma[:, -1:], step, 1)), axis=1)
    return luma + (ahead - luma) * np.float32(0.36 * echo)


def combed(luma: Plane, across: float) -> Plane:
    """Return the luma as two fields of a moving picture: odd lines lie a part of the way behind."""
    step = round(across * 0.16)
    if step == 0:
        return luma
    out = luma.copy()
    later = luma[1::2]
    if step > 0:
        out[1::2, step:] = later[:, :-step]
    else:
        out[1::2, :step] = later[:, -step:]
    return out


def hummed(luma: Plane, tape: Tape) -> Plane:
    """Return the luma under one to three broad bars, which darken as much as they brighten."""
    bars = int(chance(tape.seed, _HUM, 1).integers(1, 4))
    at = grid(luma.shape[0], 1)[1]
    wave = np.sin(np.float32(2 * np.pi) * (at * np.float32(bars) + _hum_phase(tape)))
    # A whole number of periods, so that the picture as a whole stays as bright.
    return luma * (1 + np.float32(0.25 * tape.hum) * wave) + wave * np.float32(0.022 * tape.hum)
