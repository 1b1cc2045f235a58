"""From a geometry buffer to a picture: surfaces, lamps, torch, shadows, fog."""

from collections.abc import Sequence
from math import cos, radians

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nightreel.illustrators.camera.air import Air, sky
from nightreel.illustrators.camera.noise import quick
from nightreel.illustrators.camera.patterns import paint, spots
from nightreel.illustrators.camera.shadows import crevices, lit
from nightreel.illustrators.camera.shapes import Floats, Point
from nightreel.illustrators.camera.solids import Color, Lamp, Solid
from nightreel.illustrators.camera.view import NOTHING, Buffer, ball

_F = np.float32


class Light(Struct, frozen=True):
    """All the light of a scene.

    Attributes:
        air: what is outside.
        outside: how much of the sky's light comes in here: 1 outdoors, less or none indoors.
        inside: light of no direction, from lamps that shine off walls.
        torch: strength of the lamp on the camera, 0 off to 1 full.
    """

    air: Air
    outside: float
    inside: Color
    lamps: tuple[Lamp, ...] = ()
    torch: float = 0.0


class Surfaces(Struct):
    """What was hit, as flat arrays: indexes, points, normals, colors."""

    hit: np.ndarray
    at: Floats
    normal: Floats
    color: Floats
    gloss: Floats
    glow: Floats


def expose(buffer: Buffer, light: Light, casters: Sequence[Solid]) -> Floats:
    """Return the picture in linear light, (3, height * width)."""
    s = _surfaces(buffer)
    out = np.zeros((3, buffer.t.size), np.float32)
    above = np.flatnonzero(buffer.material == NOTHING)
    if above.size:
        out[:, above] = sky(light.air, *(d[above] for d in buffer.dirs))
    if s.hit.size:
        out[:, s.hit] = _shade(buffer, s, light, casters)
    return _fog(buffer, _veiled(buffer, out, light), light)


def _veiled(buffer: Buffer, out: Floats, light: Light) -> Floats:
    """Lay weaves too fine to see over what is behind them, lit as a whole."""
    some = np.flatnonzero(buffer.veiled != NOTHING)
    if not some.size:
        return out
    colors = np.array([m.color for m in buffer.materials], np.float32).T
    sky_ = np.array(light.air.zenith, np.float32) + np.array(light.air.horizon, np.float32)
    sun = np.array(light.air.beam, np.float32) * _F(0.3)
    lit_ = (sky_ * _F(0.6) + sun) * _F(light.outside) + np.array(light.inside, np.float32)
    dx, dy = (v[some] for v in _off_axis(buffer))
    beam = np.exp(-(dx * dx + dy * dy) * _F(3.2)) * _F(0.16 * light.torch)
    lit_ = lit_[:, None] + np.array(TORCH, np.float32)[:, None] * beam
    k = buffer.veil[some]
    out[:, some] = out[:, some] * (1 - k) + colors[:, buffer.veiled[some]] * lit_ * k
    return out


def _surfaces(buffer: Buffer) -> Surfaces:
    hit = np.flatnonzero(buffer.material != NOTHING)
    t = buffer.t[hit]
    at = np.stack([_F(buffer.view.eye[i]) + buffer.dirs[i][hit] * t for i in range(3)])
    normal = buffer.normal[:, hit].copy()
    color = np.zeros((3, hit.size), np.float32)
    gloss, glow = np.zeros(hit.size, np.float32), np.zeros(hit.size, np.float32)
    which = buffer.material[hit]
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(len(buffer.materials) + 1))
    for number, material in enumerate(buffer.materials):
        some = order[ends[number] : ends[number + 1]]
        if not some.size:
            continue
        pixels = hit[some]
        x, y, z = buffer.local[:, pixels]
        there = spots(x, y, z, buffer.axis[pixels], t[some] * _F(buffer.pixel))
        skin = paint(material, there)
        color[:, some] = skin.color
        gloss[some] = skin.gloss if skin.gloss is not None else material.gloss
        glow[some] = skin.glow if skin.glow is not None else material.glow
        if skin.bump:
            seen = np.clip(1 - there.size * 6, 0, 1) * _F(skin.bump)
            for i in range(3):
                normal[i, some] += (
                    quick(there.u * _F(0.37) + i * 0.31, there.v * _F(0.37) + i * 0.17, 1.2)
                    - _F(0.5)
                ) * seen
    normal /= np.maximum(np.sqrt((normal * normal).sum(axis=0)), _F(1e-6))
    return Surfaces(hit, at, normal, color, gloss, glow)


def _shade(buffer: Buffer, s: Surfaces, light: Light, casters: Sequence[Solid]) -> Floats:
    half = _Half(buffer, s)
    closeness = half.full(half.crevices())
    upness = s.normal[1] * _F(0.5) + _F(0.5)
    air = light.air
    above = np.array(air.zenith, np.float32) * _F(0.75) + np.array(air.horizon, np.float32) * _F(
        0.45
    )
    below = np.array(air.horizon, np.float32) * _F(0.35) + np.array(air.beam, np.float32) * _F(
        0.10 * max(air.sun[1], 0.1)
    )
    ambient = (below[:, None] + (above - below)[:, None] * upness) * _F(light.outside)
    ambient += np.array(light.inside, np.float32)[:, None] * (_F(0.7) + upness * _F(0.5))
    total = ambient * closeness
    eye = np.array(buffer.view.eye, np.float32)[:, None]
    back = eye - s.at
    back /= np.maximum(np.sqrt((back * back).sum(axis=0)), _F(1e-5))
    shine = np.zeros_like(total)
    if light.outside > 0.3 and max(air.beam) > 0.004:
        toward = np.repeat(np.array(air.sun, np.float32)[:, None], s.hit.size, axis=1)
        k = half.full(half.lit(toward, None, casters, 26))
        _lay(
            s,
            toward,
            back,
            np.array(air.beam, np.float32)[:, None] * k * _F(light.outside),
            total,
            shine,
        )
    for lamp in light.lamps:
        _lamp(s, lamp, back, half, casters, total, shine)
    if light.torch > 0:
        _torch(buffer, s, light.torch, back, half, casters, total, shine)
    return s.color * total + shine + s.color * s.glow


def _lay(
    s: Surfaces, toward: Floats, back: Floats, beam: Floats, total: Floats, shine: Floats
) -> None:
    """Add light from one side: dull by Lambert, shining by Blinn and Phong."""
    facing = np.maximum((s.normal * toward).sum(axis=0), _F(0))
    total += beam * facing
    if s.gloss.max(initial=0) > 0:
        h = toward + back
        h /= np.maximum(np.sqrt((h * h).sum(axis=0)), _F(1e-5))
        k = np.maximum((s.normal * h).sum(axis=0), _F(0)) ** 34
        shine += beam * (k * s.gloss * _F(0.8) * (facing > 0))


def _lamp(
    s: Surfaces,
    lamp: Lamp,
    back: Floats,
    half: "_Half",
    casters: Sequence[Solid],
    total: Floats,
    shine: Floats,
) -> None:
    v = np.array(lamp.at, np.float32)[:, None] - s.at
    far = np.sqrt((v * v).sum(axis=0))
    toward = v / np.maximum(far, _F(1e-4))
    k = _F(lamp.power) / (_F(0.25) + far * far) * np.clip(1 - far / _F(lamp.reach), 0, 1)
    if lamp.aim is not None:
        k = k * _cone(-toward, lamp.aim, lamp.spread)
    if lamp.shadows:
        k = k * half.full(half.lit(toward, far, casters, 12, k))
    _lay(s, toward, back, np.array(lamp.color, np.float32)[:, None] * k, total, shine)


def _cone(out: Floats, aim: Point, spread: float) -> Floats:
    a = np.array(aim, np.float32)
    a /= max(float(np.sqrt((a * a).sum())), 1e-6)
    c = out[0] * a[0] + out[1] * a[1] + out[2] * a[2]
    edge = _F(cos(radians(spread)))
    return np.clip((c - edge) / (1 - edge) * _F(1.6), 0, 1)


TORCH: Color = (1.0, 0.87, 0.66)
TORCH_REACH = 16.0
"""Meters beyond which the torch's shadows are not looked for."""
FAINT = 0.006
"""A light weaker than this on a point is not asked for its shadow there."""


def _torch(
    buffer: Buffer,
    s: Surfaces,
    power: float,
    back: Floats,
    half: "_Half",
    casters: Sequence[Solid],
    total: Floats,
    shine: Floats,
) -> None:
    """The lamp sits on top of the camera: what it lights throws its shadow down and behind."""
    right, up, forward = buffer.view.axes()
    eye = np.array(buffer.view.eye, np.float32)
    at = eye + np.array(up, np.float32) * _F(0.16) + np.array(right, np.float32) * _F(0.07)
    v = at[:, None] - s.at
    far = np.sqrt((v * v).sum(axis=0))
    toward = v / np.maximum(far, _F(1e-4))
    c = -(toward * np.array(forward, np.float32)[:, None]).sum(axis=0)
    spot = np.exp(-((np.arccos(np.clip(c, -1, 1)) / _F(0.36)) ** 2)) + _F(0.085)
    k = _F(34.0 * power) * spot / (_F(4.6) + far * far)
    k = k * half.full(half.lit(toward, far, _before(buffer, casters), 40, k))
    # A body takes less of it: where it stands the picture goes dim.
    k = k * (1 - _F(0.35) * _spared(buffer)[s.hit])
    _lay(s, toward, back, np.array(TORCH, np.float32)[:, None] * k, total, shine)


def _before(buffer: Buffer, casters: Sequence[Solid]) -> list[Solid]:
    """Return what the torch can throw a shadow of: what is before the lens, and not too far."""
    eye, (_, _, forward) = buffer.view.eye, buffer.view.axes()
    out: list[Solid] = []
    for solid in casters:
        middle, radius = ball(solid)
        d = [middle[i] - eye[i] for i in range(3)]
        ahead = sum(d[i] * forward[i] for i in range(3)) > -radius
        if ahead and sum(v * v for v in d) < (TORCH_REACH + radius) ** 2:
            out.append(solid)
    return out


class _Half:
    """Every second pixel of every second row: enough for shadows, at a quarter of the price."""

    def __init__(self, buffer: Buffer, s: Surfaces) -> None:
        self._w, self._h, self._pixel = buffer.width, buffer.height, buffer.pixel
        rank = np.full(buffer.width * buffer.height, -1, np.int32)
        rank[s.hit] = np.arange(s.hit.size, dtype=np.int32)
        grid = rank.reshape(buffer.height, buffer.width)
        self._small = grid[::2, ::2]
        self._some = self._small[self._small >= 0]
        self._s, self._hit, self._buffer = s, s.hit, buffer
        rough = buffer.normal[:, s.hit[self._some]]
        self._off = s.at[:, self._some] + rough * (
            _F(0.012) + buffer.t[s.hit[self._some]] * _F(0.004)
        )
        self._taps = self._between(s.hit)

    def _between(self, hit: NDArray[np.intp]) -> list[tuple[NDArray[np.int32], Floats]]:
        """Return the four coarse samples around each surface pixel, with weights. What belongs to
        another solid counts next to nothing, or edges would be dotted with their background's dark.
        """
        high, wide = self._small.shape
        owner = self._buffer.solid.reshape(self._h, self._w)[::2, ::2].ravel()
        rows, columns = np.divmod(hit.astype(np.int32), np.int32(self._w))
        mine = self._buffer.solid[hit]
        taps: list[tuple[NDArray[np.int32], Floats]] = []
        for down in (0, 1):
            y = np.minimum(rows // 2 + (rows & 1) * down, high - 1)
            for aside in (0, 1):
                x = np.minimum(columns // 2 + (columns & 1) * aside, wide - 1)
                at = y * np.int32(wide) + x
                taps.append((at, np.where(owner[at] == mine, _F(1), _F(1e-3))))
        total = sum(weight for _, weight in taps)
        return [(at, weight / total) for at, weight in taps]

    def lit(
        self,
        toward: Floats,
        far: Floats | None,
        casters: Sequence[Solid],
        hardness: float,
        strength: Floats | None = None,
    ) -> Floats:
        v = toward[:, self._some]
        n = self._buffer.normal[:, self._hit[self._some]]
        facing = (v * n).sum(axis=0) > _F(-0.05)
        away = far[self._some] if far is not None else np.full(v.shape[1], _F(80), np.float32)
        out = np.zeros(v.shape[1], np.float32)
        if strength is not None:
            facing &= strength[self._some] > _F(FAINT)
        some = np.flatnonzero(facing)
        out[some] = lit(self._off[:, some], v[:, some], away[some] - _F(0.05), casters, hardness)
        return out

    def crevices(self) -> Floats:
        h, w = self._small.shape
        at, normal = np.zeros((3, h * w), np.float32), np.zeros((3, h * w), np.float32)
        t = np.full(h * w, np.inf, np.float32)
        there = np.flatnonzero(self._small.ravel() >= 0)
        at[:, :] = _F(1e4)
        at[:, there] = self._s.at[:, self._some]
        normal[:, there] = self._buffer.normal[:, self._hit[self._some]]
        t[there] = self._buffer.t[self._hit[self._some]]
        return crevices(t, at, normal, w, h, self._pixel * 2)[there]

    def full(self, values: Floats) -> Floats:
        """Return the values for every surface pixel, from the samples around it."""
        grid = np.ones(self._small.size, np.float32)
        grid[self._small.ravel() >= 0] = values
        out = np.zeros(self._hit.size, np.float32)
        for at, weight in self._taps:
            out += grid[at] * weight
        return out


def _fog(buffer: Buffer, out: Floats, light: Light) -> Floats:
    """Thin what is far into the color of the air, and add what lamps light up in it."""
    air = light.air
    t = np.minimum(buffer.t, _F(400.0))
    clear = _spared(buffer)
    veil = (1 - np.exp(-t * _F(air.fog))) * (1 - clear)
    ground = np.isfinite(buffer.t)
    base = np.array(air.horizon, np.float32) * _F(0.55) + np.array(air.dust, np.float32) * _F(0.45)
    thick = min(1.0, air.fog * 14)
    base = base * _F(1 - thick) + np.array(air.dust, np.float32) * _F(thick)
    veil = np.where(ground, veil, veil * _F(thick))
    out = out + (base[:, None] * _F(max(light.outside, 0.03)) - out) * veil
    for lamp in light.lamps:
        out = out + np.array(lamp.color, np.float32)[:, None] * _halo(buffer, lamp, t, air.fog)
    if light.torch > 0:
        dx, dy = _off_axis(buffer)
        near = 1 - np.exp(-np.minimum(t, 9.0) * _F(air.fog * 1.6 + 0.002))
        motes = quick(dx * _F(0.31) + _F(0.13), dy * _F(0.31), 1.6)
        beam = np.exp(-(dx * dx + dy * dy) * _F(2.2)) * near * (_F(0.55) + motes * _F(0.9))
        beam = beam * _F(0.075 * light.torch) * (1 - clear)
        out = out + np.array(TORCH, np.float32)[:, None] * beam
    return out


def _spared(buffer: Buffer) -> Floats:
    """Return how much the air and the torch leave alone, for every pixel."""
    clear = [w.clear if isinstance(w, Solid) else 0.0 for w in buffer.solids]
    return np.array([*clear, 0.0], np.float32)[buffer.solid]


def _halo(buffer: Buffer, lamp: Lamp, t: Floats, fog: float) -> Floats:
    """Light scattered toward the eye along each ray, by the closed form for a point light."""
    q = [lamp.at[i] - buffer.view.eye[i] for i in range(3)]
    b = buffer.dirs[0] * _F(q[0]) + buffer.dirs[1] * _F(q[1]) + buffer.dirs[2] * _F(q[2])
    away = np.sqrt(np.maximum(_F(sum(v * v for v in q)) - b * b, _F(0.004)))
    through = (np.arctan((t - b) / away) - np.arctan(-b / away)) / away
    k = through * _F(lamp.power * lamp.haze * (0.004 + fog * 0.35) * 0.25)
    if lamp.aim is not None:
        mid = np.clip(b, 0, t)
        v = np.stack([buffer.dirs[i] * mid - _F(q[i]) for i in range(3)])
        v /= np.maximum(np.sqrt((v * v).sum(axis=0)), _F(1e-4))
        k = k * _cone(v, lamp.aim, lamp.spread)
    return k


def _off_axis(buffer: Buffer) -> tuple[Floats, Floats]:
    w, h = buffer.width, buffer.height
    x = ((np.arange(w, dtype=np.float32) + _F(0.5)) / w - _F(0.5)) * _F(2 * w / h)
    y = ((np.arange(h, dtype=np.float32) + _F(0.5)) / h - _F(0.5)) * 2
    xx, yy = np.meshgrid(x, y)
    return xx.ravel(), yy.ravel()


def tone(linear: Floats, bright: float) -> tuple[Floats, float]:
    """Return the picture as the camcorder's automatic exposure has it (gamma-encoded, 0 to 1), and
    how much it had to amplify (0 to 1).

    `bright` is the mean it aims at. It cannot amplify without end: night stays night.
    """
    luma = linear[0] * _F(0.3) + linear[1] * _F(0.59) + linear[2] * _F(0.11)
    mean = float(np.exp(np.log(luma + _F(0.0015)).mean()))
    # It will not burn out what it is pointed at: the brightest thirtieth holds it back.
    some = luma[::7]
    brightest = max(1, some.size // 30)
    high = float(np.partition(some, -brightest)[-brightest])
    gain = float(np.clip(min(bright / max(mean, 1e-4), 0.55 / max(high, 1e-4)), 0.5, 7.0))
    x = linear * _F(gain)
    x = x * (_F(1) + x * _F(0.11)) / (_F(0.72) + x)  # after E. Reinhard, with a shoulder for lamps
    x = np.clip(x, 0, 1) ** _F(1 / 2.2)
    out = x + (x * x * (3 - 2 * x) - x) * _F(0.75)
    return out, float(np.clip((gain - 1) / 6, 0, 1))
