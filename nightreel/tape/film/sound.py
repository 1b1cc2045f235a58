"""The sound of a tape, made here: hiss, wind, a drone that follows the threat, a last chord.

It is mono, quiet (never above -12 dBFS), the same for the same seed, and made in stretches, so that
a long film needs no more memory than a short one.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nightreel.tape.film.reel import How, Mood

Samples = NDArray[np.float32]
Levels = NDArray[np.float64]

PEAK = 0.25
"""-12 dBFS."""
_HISS_SECONDS, _WIND_SECONDS, _DRONE_SECONDS = 7, 19, 27
"""What lasts is made once and goes round. Lengths without a common measure hide that."""
_DRIFT = 1500
"""Milliseconds in which one mood turns into the next."""
_DRONE = ((55.0, 0.5), (55.37, 0.4), (82.6, 0.3), (110.2, 0.22), (164.7, 0.1))
"""Hertz and share. The pairs beat slowly; the upper ones are for small speakers."""
_CHORDS: dict[How, tuple[tuple[float, float], ...]] = {
    "death": ((73.4, 0.5), (77.8, 0.4), (103.8, 0.3), (146.8, 0.2)),
    "survival": ((110.0, 0.4), (164.8, 0.3), (220.0, 0.25), (277.2, 0.15)),
    "truth": ((440.0, 0.3), (441.1, 0.3), (880.0, 0.08)),
    "stopped": ((98.0, 0.3),),
    "running": (),
}
_CLUNK_SECONDS = 0.12


class Moods(Struct, frozen=True):
    """What a film sounds like over its time, in milliseconds.

    Attributes:
        at: when each mood begins; `moods` has as many.
        cuts: when the tape is cut.
        end_at: when the last card comes up.
        length: of the whole film.
    """

    at: tuple[int, ...]
    moods: tuple[Mood, ...]
    cuts: tuple[int, ...]
    end_at: int
    length: int
    how: How
    seed: int


class Bed:
    """The sound of one film, at one sample rate."""

    def __init__(self, moods: Moods, rate: int) -> None:
        rng = np.random.default_rng(moods.seed % 2**63)
        self.rate = rate
        self.length = moods.length * rate // 1000
        self._moods = moods
        self._hiss = _noise(rng, rate, _HISS_SECONDS, 900.0, 0.45 * rate)
        self._wind = _noise(rng, rate, _WIND_SECONDS, 90.0, 520.0)
        self._drone = _drone(rate)
        self._gusts = rng.uniform(0, 2 * np.pi, 3)
        self._clunk = _clunk(rng, rate)
        self._knots = _knots(moods)

    def stretch(self, start: int, stop: int) -> Samples:
        """Return the samples from number `start` up to `stop`, from -PEAK to PEAK."""
        coarse = np.arange(start, stop + self.rate // 20, self.rate // 20) / self.rate
        dread, wind, indoors = (
            np.interp(coarse * 1000, self._knots[0], k) for k in self._knots[1:]
        )
        gale = (0.012 + 0.075 * wind) * (1 - 0.65 * indoors) * self._gust(coarse)
        out = _round(self._hiss, start, stop) * np.float32(0.010)
        out += _round(self._wind, start, stop) * self._fine(gale, start, stop)
        if dread.max() > 0:
            out += _round(self._drone, start, stop) * self._fine(0.10 * dread**1.5, start, stop)
        self._add_clunks(out, start, stop)
        self._add_chord(out, start, stop)
        return np.float32(PEAK) * np.tanh(out / np.float32(PEAK))

    def _fine(self, coarse: Levels, start: int, stop: int) -> Samples:
        """Levels given twenty times a second, for every sample: enough to follow a mood."""
        step = self.rate // 20
        fine = np.interp(np.arange(stop - start) / step, np.arange(len(coarse)), coarse)
        return fine.astype(np.float32)

    def _gust(self, time: Levels) -> Levels:
        a, b, c = self._gusts
        swell = np.sin(0.39 * time + a) + 0.6 * np.sin(0.93 * time + b)
        return 1 + 0.3 * swell + 0.15 * np.sin(2.3 * time + c)

    def _add_clunks(self, out: Samples, start: int, stop: int) -> None:
        long = len(self._clunk)
        for cut in self._moods.cuts:
            first = cut * self.rate // 1000
            low, high = max(first, start), min(first + long, stop)
            if low < high:
                out[low - start : high - start] += self._clunk[low - first : high - first]

    def _add_chord(self, out: Samples, start: int, stop: int) -> None:
        chord = _CHORDS[self._moods.how]
        first = max(start, self._moods.end_at * self.rate // 1000)
        if not chord or first >= stop:
            return
        time = np.arange(first, stop) / self.rate
        since = time - self._moods.end_at / 1000
        left = self._moods.length / 1000 - time
        rise = 0.02 if self._moods.how == "death" else 1.2
        swell = np.clip(since / rise, 0, 1) * np.clip(left / 1.5, 0, 1) * np.exp(-0.25 * since)
        out[first - start :] += (0.17 * swell).astype(np.float32) * _tones(chord, since)


def _round(loop: Samples, start: int, stop: int) -> Samples:
    """The stretch of a sound that goes round and round."""
    at = start % len(loop)
    times = -(-(at + stop - start) // len(loop))
    return np.tile(loop, times)[at : at + stop - start]


def _tones(tones: Sequence[tuple[float, float]], time: Levels) -> Samples:
    total = np.zeros(len(time), np.float32)
    for pitch, share in tones:
        # The phase is wrapped while it is exact; single precision is enough for its sine.
        phase = (2 * np.pi * ((pitch * time) % 1.0)).astype(np.float32)
        total += np.float32(share) * np.sin(phase)
    return total


def _drone(rate: int) -> Samples:
    """The drone, its pitches moved a little so that it closes."""
    closed = [(round(pitch * _DRONE_SECONDS) / _DRONE_SECONDS, share) for pitch, share in _DRONE]
    return _tones(closed, np.arange(rate * _DRONE_SECONDS) / rate)


def _noise(rng: np.random.Generator, rate: int, seconds: int, low: float, high: float) -> Samples:
    """Noise between two pitches, in hertz, that goes round without a seam; about 1 loud."""
    count = rate * seconds
    pitch = np.fft.rfftfreq(count, 1 / rate)
    shape = 1 / (1 + (low / np.maximum(pitch, 1)) ** 4) / (1 + (pitch / high) ** 6)
    wave = np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * np.sqrt(shape), count)
    return (wave / np.std(wave)).astype(np.float32)


def _clunk(rng: np.random.Generator, rate: int) -> Samples:
    time = np.arange(int(_CLUNK_SECONDS * rate)) / rate
    thump = np.sin(2 * np.pi * 96 * time) * np.exp(-38 * time)
    click = rng.standard_normal(len(time)) * np.exp(-220 * time)
    return (0.09 * thump + 0.03 * click).astype(np.float32)


def _knots(moods: Moods) -> tuple[Levels, ...]:
    """Times and levels between which the moods are drawn as straight lines."""
    at: list[float] = [-1.0]
    first = moods.moods[0] if moods.moods else Mood()
    rows = [(first.dread, first.wind, first.indoors)]
    for when, mood in zip(moods.at, moods.moods, strict=True):
        at += [max(float(when), at[-1] + 1e-3), max(float(when), at[-1]) + _DRIFT]
        rows += [rows[-1], (mood.dread, mood.wind, mood.indoors)]
    levels = np.array(rows, np.float64)
    return np.array(at), levels[:, 0], levels[:, 1], levels[:, 2]
