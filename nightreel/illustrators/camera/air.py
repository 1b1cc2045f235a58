"""Sky, hour and weather: what light comes from outside, and what hangs in the air."""

from math import cos, exp, radians, sin

import numpy as np
from msgspec import Struct

from nightreel.illustrators.camera.noise import scatter, smooth
from nightreel.illustrators.camera.shapes import Floats, Point
from nightreel.illustrators.camera.solids import Color

_F = np.float32


class Air(Struct, frozen=True):
    """The sky over a scene.

    Attributes:
        sun: direction toward the sun, or toward the moon at night.
        beam: light that comes from there; `zenith` and `horizon` the colors of the sky, `glow` what
            the sun adds around itself.
        dust: color of what is blown about; `fog` its density per meter.
        wall: height in radians of a wall of dust in the west; 0 is none.
        stars: 0 none, 1 a clear night.
    """

    sun: Point
    beam: Color
    zenith: Color
    horizon: Color
    glow: Color
    dust: Color
    fog: float
    wall: float = 0.0
    stars: float = 0.0


def air(elevation: float, dust: Color, fog: float, wall: float, thick: float) -> Air:
    """Return the air when the sun stands so high (degrees; below -9 the moon is up).

    `thick` (0 to 1) is how much of the sky the dust hides.
    """
    day = _smoothstep(-4.0, 14.0, elevation)
    dusk = exp(-(((elevation - 1.0) / 6.5) ** 2))
    night = 1 - _smoothstep(-11.0, -3.0, elevation)
    zenith = _add(
        _times((0.20, 0.34, 0.62), day),
        _times((0.070, 0.095, 0.215), dusk * 0.9),
        (0.0065, 0.0088, 0.016),
    )
    horizon = _add(
        _times((0.72, 0.70, 0.66), day), _times((0.31, 0.175, 0.12), dusk), (0.022, 0.027, 0.038)
    )
    glow = _times((1.5, 0.66, 0.22), dusk + day * 0.5)
    if night > 0.5:
        sun, beam = _direction(64.0, 34.0), _times((0.105, 0.128, 0.175), night)
        glow = (0.02, 0.024, 0.032)
    else:
        high = max(elevation, 2.2)
        warm = _smoothstep(20.0, 2.0, elevation)
        sun = _direction(262.0, high)
        strength = 2.4 * _smoothstep(-2.5, 8.0, elevation) + 0.55 * dusk
        beam = _times((1.0, 0.88 - 0.34 * warm, 0.72 - 0.50 * warm), strength)
    lit = 0.75 * day + 0.34 * dusk + 0.022
    cloud = _times(dust, lit)
    zenith, horizon = _mix(zenith, cloud, thick * 0.9), _mix(horizon, cloud, thick)
    beam, glow = _times(beam, 1 - thick * 0.96), _times(glow, 1 - thick)
    return Air(sun, beam, zenith, horizon, glow, cloud, fog, wall, stars=night * (1 - thick))


def sky(air: Air, dx: Floats, dy: Floats, dz: Floats) -> Floats:
    """Return the color of the sky in these directions, (3, n)."""
    up = np.maximum(dy, _F(0))
    k = np.exp(-up * _F(5.5))
    out = _color(air.zenith) * (1 - k) + _color(air.horizon) * k
    toward = np.maximum(dx * _F(air.sun[0]) + dy * _F(air.sun[1]) + dz * _F(air.sun[2]), _F(0))
    west = np.maximum(-dx, _F(0))
    low = np.exp(-np.abs(dy - _F(max(air.sun[1], 0.0))) * _F(7))
    out = out + _color(air.glow) * (
        toward**6 * _F(0.14) + toward**60 * _F(0.4) + low * west**2 * _F(0.3)
    )
    disc = np.clip((toward - _F(0.99915)) * _F(2600), 0, 1)
    out = out + _color(air.beam) * (disc * _F(6) + toward**500 * _F(0.5))
    out = _clouds(air, out, dx, dy, dz, toward)
    if air.stars > 0.05:
        out = out + _stars(dx, dy, dz) * _F(0.09 * air.stars)
    return _wall(air, out, dx, dy, dz) if air.wall > 0 else out


def _clouds(air: Air, out: Floats, dx: Floats, dy: Floats, dz: Floats, toward: Floats) -> Floats:
    """Streaks on a plane high up, brighter toward the sun."""
    over = _F(1) / (np.maximum(dy, _F(0)) + _F(0.07))
    u, v = dx * over * _F(0.035), dz * over * _F(0.075)
    n = smooth(u, v) * _F(0.65) + smooth(u * 3.1, v * 2.3) * _F(0.35)
    k = np.clip((n - _F(0.5)) * 4, 0, 1) * np.clip(dy * 9, 0, 1) * _F(0.5)
    lit = (
        _color(air.horizon) * _F(0.85)
        + _color(air.glow) * (toward**3 * _F(0.28))
        + _color(air.zenith) * _F(0.25)
    )
    return out + (lit - out) * k * _F(0.75)


def _stars(dx: Floats, dy: Floats, dz: Floats) -> Floats:
    h = np.sqrt(dx * dx + dz * dz) + _F(1e-5)
    cu, cv = np.arctan2(dx, dz) * _F(150), dy / h * _F(150)
    iu, iv = np.floor(cu), np.floor(cv)
    there = scatter(iu, iv)
    return np.where((there > 0.985) & (dy > 0.05), ((there - _F(0.985)) * _F(66)) ** 2, _F(0))


def _wall(air: Air, out: Floats, dx: Floats, dy: Floats, dz: Floats) -> Floats:
    """A front of dust along the west, billowing, its foot darker than its crest."""
    round_ = np.arctan2(dz, -dx)  # 0 is west
    rise = np.arcsin(np.clip(dy, -1, 1))
    crest = air.wall * (0.35 + 0.65 * np.cos(np.clip(round_ * _F(0.62), -1.57, 1.57)))
    billow = smooth(round_ * _F(0.17), rise * _F(0.3), 1.8) - _F(0.5)
    fine = smooth(round_ * _F(0.6), rise * _F(0.9), 1.6) - _F(0.5)
    edge = crest * (1 + billow * _F(1.1) + fine * _F(0.22)) - rise
    k = np.clip(edge / _F(0.012 + air.wall * 0.3), 0, 1)
    shade = (
        _F(0.62)
        + np.clip(rise / _F(max(air.wall, 0.02)), 0, 1) * _F(0.5)
        + billow * _F(0.9)
        + fine * _F(0.5)
    )
    return out + (_color(air.dust) * shade - out) * k * _F(0.96)


def _color(c: Color) -> Floats:
    return np.array(c, np.float32)[:, None]


def _direction(azimuth: float, elevation: float) -> Point:
    a, e = radians(azimuth), radians(elevation)
    return sin(a) * cos(e), sin(e), cos(a) * cos(e)


def _smoothstep(lo: float, hi: float, v: float) -> float:
    t = min(1.0, max(0.0, (v - lo) / (hi - lo)))
    return t * t * (3 - 2 * t)


def _times(c: Color, k: float) -> Color:
    return c[0] * k, c[1] * k, c[2] * k


def _add(*cs: Color) -> Color:
    return sum(c[0] for c in cs), sum(c[1] for c in cs), sum(c[2] for c in cs)


def _mix(a: Color, b: Color, k: float) -> Color:
    return _add(_times(a, 1 - k), _times(b, k))
