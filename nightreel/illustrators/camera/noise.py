"""Noise that repeats without a seam, made once and looked up: clouds, stains, grain of stone."""

from functools import cache

import numpy as np

from nightreel.illustrators.camera.shapes import Floats

_F = np.float32
SIDE = 512


@cache
def tile(slope: float = 1.7, seed: int = 9) -> Floats:
    """Return a (512, 512) tile of noise, 0 to 1 with mean 0.5; a greater slope is smoother.

    A spectrum of random phases falling with the frequency: it repeats by itself.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    f = np.fft.fftfreq(SIDE)[:, None] ** 2 + np.fft.rfftfreq(SIDE)[None, :] ** 2
    f[0, 0] = 1.0
    spectrum = np.exp(2j * np.pi * rng.random(f.shape)) / f ** (slope / 2)
    spectrum[0, 0] = 0
    wave = np.fft.irfft2(spectrum, s=(SIDE, SIDE))
    out = 0.5 + wave / (wave.std() * 5.0)
    out = np.clip(out, 0, 1).astype(np.float32)
    out.setflags(write=False)
    return out


def smooth(u: Floats, v: Floats, slope: float = 1.7, seed: int = 9) -> Floats:
    """Return noise at (u, v), in repeats of the tile, between its points."""
    data = tile(slope, seed).ravel()
    x, y = u * _F(SIDE), v * _F(SIDE)
    x0, y0 = np.floor(x), np.floor(y)
    fx, fy = x - x0, y - y0
    i, j = x0.astype(np.int32) & (SIDE - 1), y0.astype(np.int32) & (SIDE - 1)
    i1, j1 = (i + 1) & (SIDE - 1), ((j + 1) & (SIDE - 1)) * SIDE
    j *= SIDE
    a, b = data[j + i], data[j1 + i]
    a += (data[j + i1] - a) * fx
    b += (data[j1 + i1] - b) * fx
    return a + (b - a) * fy


def quick(u: Floats, v: Floats, slope: float = 1.7, seed: int = 9) -> Floats:
    """Return noise at the tile's point nearest to (u, v)."""
    i = (u * _F(SIDE)).astype(np.int32) & (SIDE - 1)
    j = (v * _F(SIDE)).astype(np.int32) & (SIDE - 1)
    return tile(slope, seed).ravel()[j * SIDE + i]


def scatter(*cells: Floats) -> Floats:
    """Return a number of 0 to 1 for each cell of whole coordinates, unlike its neighbors'."""
    h = np.full(cells[0].shape, 0x9E3779B9, np.uint32)
    for cell in cells:
        h ^= cell.astype(np.int32).view(np.uint32)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        h ^= h >> np.uint32(16)
    return (h >> np.uint32(8)).astype(np.float32) * _F(1 / (1 << 24))
