"""A tape fault: an earlier frame as it plays back when the head has lost the track.

Bands slip sideways, lines tear, color drops out and snow runs along the tears. The same frame and
seed give the same bytes. It is numpy and Pillow at work for tens of milliseconds: call it in a
thread.
"""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.floating[Any]]
"""Height x width x 3, from 0 to 255."""

LUMA = (0.299, 0.587, 0.114)
"""Shares of red, green and blue in brightness (ITU-R BT.601, as on tape)."""
FORMATS = ("JPEG", "PNG", "WEBP")
"""Those of frames. Pillow would try others too, one of them with a program from outside."""
SIDE_LIMIT = 4096
"""Pixels. A picture that claims more is not decoded: it may be a bomb."""
QUALITY = 85
KEPT_COLOR = 0.3
"""What is left of the color."""
GRAIN = 2
"""Pixels, from side to side, of a grain of snow."""


def faulted(data: bytes, seed: int) -> bytes:
    """Return the picture with a fault on it, as a JPEG of the same size. `seed` is 0 or more.

    Raises `OSError` or `ValueError` when the data is no picture, or one too large to be a frame.
    """
    frame = np.asarray(_opened(data), dtype=np.float32)
    dice = default_rng(seed)
    frame = _slipped(frame, dice)
    frame = _faded(frame)
    frame = _torn(frame, dice)
    out = BytesIO()
    Image.fromarray(frame.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if max(image.size) > SIDE_LIMIT:
                raise ValueError(f"{image.size} pixels")
            return image.convert("RGB")
    except Image.DecompressionBombError as error:
        raise ValueError(str(error)) from error


def _slipped(frame: Pixels, dice: Generator) -> Pixels:
    """Three to five bands of the picture, displaced, each leaning into its slip."""
    height, width = _size(frame)
    # No line of a lost track is quite in its place.
    shifts = dice.normal(0, width / 640, height)
    for _ in range(int(dice.integers(3, 6))):
        top, tall = _band(height, dice, least=24, most=7)
        by = dice.uniform(0.04, 0.16) * width * int(dice.choice((-1, 1)))
        shifts[top : top + tall] += by * np.linspace(1.0, 0.25, tall) ** 2
    columns = (np.arange(width)[None, :] - shifts.astype(np.int64)[:, None]) % width
    return frame[np.arange(height)[:, None], columns]


def _size(frame: Pixels) -> tuple[int, int]:
    return int(frame.shape[0]), int(frame.shape[1])


def _band(height: int, dice: Generator, *, least: int, most: int) -> tuple[int, int]:
    """Return the top and height of a band, between those parts of the picture's height."""
    tall = int(dice.integers(max(1, height // least), max(2, height // most + 1)))
    return int(dice.integers(0, max(1, height - tall))), min(tall, height)


def _faded(frame: Pixels) -> Pixels:
    """Color goes before light does, and what is left of it lags to the right."""
    luma = (frame @ np.asarray(LUMA, dtype=np.float32))[..., None]
    chroma = (frame - luma) * KEPT_COLOR
    lag = max(1, frame.shape[1] // 96)
    chroma[:, lag:] = chroma[:, :-lag].copy()
    return luma * 0.92 + 10 + chroma


def _torn(frame: Pixels, dice: Generator) -> Pixels:
    """Two tears from side to side, gray with snow, and streaks that burn out around them."""
    height, width = _size(frame)
    for _ in range(2):
        top, tall = _band(height, dice, least=48, most=36)
        gray = frame[top : top + tall].mean(axis=2, keepdims=True)
        grains = dice.normal(0, 75, (tall, -(-width // GRAIN), 1)).repeat(GRAIN, axis=1)
        frame[top : top + tall] = gray * 0.5 + 60 + grains[:, :width]
        for _ in range(height // 18):
            line = int(dice.normal(top, height / 9)) % height
            start, long = int(dice.integers(0, width)), int(dice.integers(4, width // 9 + 5))
            streak = frame[line, start : start + long]
            burn = np.linspace(1.0, 0.0, len(streak))[:, None]
            streak += (dice.uniform(140, 230) - streak) * burn
    return frame
