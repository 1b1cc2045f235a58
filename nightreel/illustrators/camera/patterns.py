"""Surfaces: what color each point of a material has, how it shines and glows, how bumpy it is.

Every pattern fades to its mean where its repeat is smaller than a pixel, so that far things do not
sparkle.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nightreel.illustrators.camera.lettering import letters
from nightreel.illustrators.camera.noise import quick, scatter, smooth
from nightreel.illustrators.camera.shapes import Floats
from nightreel.illustrators.camera.solids import Material

Bytes = NDArray[np.int8]
Truths = NDArray[np.bool_]
_F = np.float32


class Spots(Struct):
    """Points of one material: (n,) arrays. `x`, `y`, `z` in the solid's meters, `u` and `v` on the
    face, `size` of a pixel there in meters.
    """

    x: Floats
    y: Floats
    z: Floats
    u: Floats
    v: Floats
    size: Floats
    flat: Truths

    def clear(self, period: float) -> Floats:
        """Return how much of a pattern of this period can be seen: 1 all, 0 none."""
        return np.clip(_F(1.6) - self.size * _F(3.2 / period), _F(0), _F(1))


class Skin(Struct):
    """What a pattern gives: color (3, n), bumps (n,) of slope, gloss (n,) and glow (n,)."""

    color: Floats
    bump: float = 0.0
    gloss: Floats | None = None
    glow: Floats | None = None


Paint = Callable[[Material, Spots], Skin]


def spots(x: Floats, y: Floats, z: Floats, axis: Bytes, size: Floats) -> Spots:
    """Return points with coordinates on their faces."""
    u = np.where(axis == 0, z, x)
    v = np.where(axis == 1, z, y)
    return Spots(x, y, z, u, v, size, axis == 1)


def paint(material: Material, at: Spots) -> Skin:
    """Return how the material looks at the points."""
    skin = PAINTS[material.pattern](material, at)
    if material.grime:
        stain = smooth(at.u * _F(0.11) + at.y * _F(0.02), at.v * _F(0.07) + _F(0.31))
        fine = quick(at.u * _F(0.83), at.v * _F(0.71))
        dirt = np.clip((stain - _F(0.45)) * 3, 0, 1) * _F(0.55) + fine * _F(0.3)
        skin.color = skin.color * (1 - _F(material.grime) * dirt)
    return skin


def _base(m: Material, n: int) -> Floats:
    return np.repeat(np.array(m.color, np.float32)[:, None], n, axis=1)


def _mix(m: Material, k: Floats) -> Floats:
    a, b = np.array(m.color, np.float32)[:, None], np.array(m.other, np.float32)[:, None]
    return a + (b - a) * k


def _line(w: Floats, period: float, width: float, soft: Floats) -> Floats:
    """Return 1 on lines of a width every period, 0 between, softened over a pixel."""
    off = np.abs(w - np.round(w / _F(period)) * _F(period))
    return np.clip((_F(width / 2) + soft - off) / np.maximum(soft * 2, _F(1e-4)), 0, 1)


def _plain(m: Material, at: Spots) -> Skin:
    return Skin(_base(m, at.u.size))


def _concrete(m: Material, at: Spots) -> Skin:
    broad = smooth(at.u * _F(0.05), at.v * _F(0.05))
    fine = quick(at.u * _F(0.6), at.v * _F(0.6), 1.1)
    k = (broad - _F(0.5)) * _F(0.5) + (fine - _F(0.5)) * _F(0.5)
    color = _base(m, at.u.size) * (1 + k)
    joint = _line(at.u, m.scale, 0.03, at.size) * at.clear(m.scale) * _F(0.45)
    if m.scale < 20:
        joint = np.maximum(
            joint, _line(at.v, m.scale, 0.03, at.size) * at.clear(m.scale) * _F(0.45)
        )
    return Skin(color * (1 - joint), bump=0.25)


def _plaster(m: Material, at: Spots) -> Skin:
    """Painted in two: `other` up to 1.2 m, with a line between."""
    k = np.clip((_F(1.2) - at.y) / np.maximum(at.size, _F(0.004)), 0, 1)
    color = _mix(m, np.where(at.flat, _F(0), k))
    line = np.abs(at.y - _F(1.22)) < np.maximum(at.size, _F(0.025))
    color = np.where(line & ~at.flat, color * _F(0.5), color)
    peel = smooth(at.u * _F(0.16), at.v * _F(0.16), 1.5)
    color *= 1 + (peel - _F(0.5)) * _F(0.5)
    bare = peel > _F(0.74)
    color = np.where(bare, _F(0.32), color)
    return Skin(color, bump=0.12)


def _salt(m: Material, at: Spots) -> Skin:
    """Crust: polygons with raised pale rims."""
    s = _F(1 / m.scale)
    wu = at.u * s + smooth(at.u * _F(0.05), at.v * _F(0.05)) * _F(1.6)
    wv = at.v * s + smooth(at.v * _F(0.05), at.u * _F(0.05) + _F(0.5)) * _F(1.6)
    iu, iv = np.floor(wu), np.floor(wv)
    near = np.full(wu.shape, _F(9), np.float32)
    second = near.copy()
    for du in (-1, 0, 1):
        for dv in (-1, 0, 1):
            cu, cv = iu + du, iv + dv
            ox = cu + scatter(cu, cv) - wu
            oy = cv + scatter(cv, cu, cu) - wv
            d = ox * ox + oy * oy
            second = np.minimum(second, np.maximum(near, d))
            near = np.minimum(near, d)
    rim = np.clip(1 - (np.sqrt(second) - np.sqrt(near)) * 6, 0, 1) * at.clear(m.scale * 1.2)
    broad = smooth(at.u * _F(0.012), at.v * _F(0.012))
    fine = quick(at.u * _F(0.4), at.v * _F(0.4), 1.0)
    # Pressure ridges, tens of meters apart: what there is to see from high up.
    field = smooth(at.u * _F(0.0041), at.v * _F(0.0041), 1.9)
    ridge = np.clip(1 - np.abs(field * _F(9) % 1 - _F(0.5)) * _F(9), 0, 1) * at.clear(4.0)
    color = _mix(m, np.clip((broad - _F(0.42)) * 2.2, 0, 1) * _F(0.8)) * (1 + ridge * _F(0.16))
    color = color * (_F(0.86) + rim * _F(0.3) + (fine - _F(0.5)) * _F(0.25))
    return Skin(color, bump=0.35)


def _gravel(m: Material, at: Spots) -> Skin:
    s = _F(1 / m.scale)
    stone = scatter(np.floor(at.u * s * 9), np.floor(at.v * s * 9))
    fine = quick(at.u * _F(0.5), at.v * _F(0.5), 0.8)
    broad = smooth(at.u * _F(0.04), at.v * _F(0.04))
    c = at.clear(m.scale / 5)
    k = (stone - _F(0.5)) * _F(0.55) * c + (fine - _F(0.5)) * _F(0.6) + (broad - _F(0.5)) * _F(0.5)
    return Skin(_base(m, at.u.size) * (1 + k), bump=0.5)


def _planks(m: Material, at: Spots) -> Skin:
    """Boards running along v (upright on walls, along z on floors)."""
    row = np.floor(at.u / _F(m.scale))
    tone = scatter(row) * _F(0.35) - _F(0.17)
    grain = quick(at.u * _F(1.9) + row * _F(0.37), at.v * _F(0.06) + row * _F(0.13), 1.2)
    gap = _line(at.u + _F(m.scale / 2), m.scale, 0.012, at.size) * at.clear(m.scale)
    color = _base(m, at.u.size) * (1 + tone + (grain - _F(0.5)) * _F(0.6))
    return Skin(color * (1 - gap * _F(0.75)), bump=0.15)


def _wood(m: Material, at: Spots) -> Skin:
    grain = smooth(at.u * _F(0.09), at.v * _F(1.1), 1.4)
    ring = np.sin((grain * 9 + at.v * 3) * _F(6.28)) * _F(0.5) + _F(0.5)
    return Skin(_mix(m, ring * _F(0.55)), bump=0.08)


def _corrugated(m: Material, at: Spots) -> Skin:
    wave = np.sin(at.u * _F(6.2832 / m.scale)) * at.clear(m.scale * 0.7)
    rust = np.clip((smooth(at.u * _F(0.1), at.v * _F(0.05)) - _F(0.5)) * 4, 0, 1)
    color = _mix(m, rust * _F(0.75)) * (1 + wave * _F(0.38))
    return Skin(color, bump=0.05)


def _brick(m: Material, at: Spots) -> Skin:
    h, w = _F(m.scale * 0.33), _F(m.scale)
    row = np.floor(at.v / h)
    u = at.u + row * w * _F(0.5)
    col = np.floor(u / w)
    tone = scatter(row, col) * _F(0.5) - _F(0.25)
    mortar = np.maximum(
        _line(at.v, float(h), 0.014, at.size), _line(u, float(w), 0.014, at.size)
    ) * at.clear(m.scale * 0.5)
    fine = quick(at.u * _F(0.9), at.v * _F(0.9), 1.0) - _F(0.5)
    color = _base(m, at.u.size) * (1 + tone + fine * _F(0.4))
    other = np.array(m.other, np.float32)[:, None]
    return Skin(color + (other - color) * mortar, bump=0.2)


def _tiles(m: Material, at: Spots) -> Skin:
    cu, cv = np.floor(at.u / _F(m.scale)), np.floor(at.v / _F(m.scale))
    check = (cu + cv) % 2
    tone = scatter(cu, cv) * _F(0.16) - _F(0.08)
    joint = np.maximum(_line(at.u, m.scale, 0.01, at.size), _line(at.v, m.scale, 0.01, at.size))
    seen = at.clear(m.scale)
    color = _mix(m, check * seen + _F(0.5) * (1 - seen)) * (1 + tone * seen)
    return Skin(color * (1 - joint * seen * _F(0.5)), bump=0.03)


def _lino(m: Material, at: Spots) -> Skin:
    """Polished by feet along the middle."""
    worn = np.exp(-((at.u / _F(max(m.scale, 0.1))) ** 2)) * _F(0.35)
    marble = smooth(at.u * _F(0.3), at.v * _F(0.2), 1.2)
    color = _mix(m, np.clip((marble - _F(0.4)) * _F(1.5), 0, 1) * _F(0.5))
    gloss = np.full(at.u.shape, m.gloss, np.float32) * (_F(0.6) + worn * 2)
    return Skin(color * (1 + worn), bump=0.04, gloss=gloss)


def _steel(m: Material, at: Spots) -> Skin:
    rust = np.clip((smooth(at.u * _F(0.21), at.v * _F(0.13), 1.5) - _F(0.55)) * 5, 0, 1)
    fine = quick(at.u * _F(0.9), at.v * _F(0.9), 1.2) - _F(0.5)
    gloss = np.float32(m.gloss) * (1 - rust)
    return Skin(_mix(m, rust * _F(0.8)) * (1 + fine * _F(0.25)), bump=0.06, gloss=gloss)


def _rust(m: Material, at: Spots) -> Skin:
    k = np.clip((smooth(at.u * _F(0.3), at.v * _F(0.3), 1.4) - _F(0.35)) * 2.5, 0, 1)
    return Skin(_mix(m, k), bump=0.3)


def _cloth(m: Material, at: Spots) -> Skin:
    fold = smooth(at.u * _F(0.5), at.v * _F(0.16), 2.0) - _F(0.5)
    weave = quick(at.u * _F(2.1), at.v * _F(2.1), 0.6) - _F(0.5)
    return Skin(_base(m, at.u.size) * (1 + fold * _F(1.1) + weave * _F(0.25)), bump=0.4)


def _stripes(m: Material, at: Spots) -> Skin:
    k = _line(at.u, m.scale, m.scale * 0.45, at.size)
    seen = at.clear(m.scale)
    return Skin(_mix(m, k * seen + _F(0.45) * (1 - seen)), bump=0.1)


def _hazard(m: Material, at: Spots) -> Skin:
    k = _line(at.u + at.v, m.scale, m.scale * 0.5, at.size)
    return Skin(_mix(m, k))


def _cells(at: Spots, w: float, h: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Return column, row, and the place inside the cell (-1 to 1)."""
    cu, cv = np.floor(at.u / _F(w)), np.floor(at.v / _F(h))
    return cu, cv, (at.u / _F(w) - cu) * 2 - 1, (at.v / _F(h) - cv) * 2 - 1


def _switches(m: Material, at: Spots) -> Skin:
    """A panel of toggles and pilot lamps; they burn if the material glows."""
    cu, cv, pu, pv = _cells(at, m.scale, m.scale)
    seen = at.clear(m.scale * 0.8)
    kind = scatter(cu, cv)
    round_ = pu * pu + pv * pv
    knob = (round_ < _F(0.22)) & (kind < _F(0.75))
    pilot = (round_ < _F(0.16)) & (kind > _F(0.8))
    color = _base(m, at.u.size)
    color = color * (1 - _F(0.7) * knob * seen)
    red = scatter(cv, cu, cu) > _F(0.5)
    glass = np.stack(
        [np.where(red, 0.55, 0.3), np.where(red, 0.12, 0.4), np.full(cu.shape, 0.1)]
    ).astype(np.float32)
    lit = pilot * seen
    color = color + (glass - color) * lit
    edge = np.maximum(np.abs(pu), np.abs(pv)) > _F(0.93)
    return Skin(color * (1 - edge * seen * _F(0.25)), glow=lit * _F(m.glow))


def _rack(m: Material, at: Spots) -> Skin:
    """Units one above another: faceplates with handles, meters, vents, a row of lamps."""
    h = 0.22
    row = np.floor(at.v / _F(h))
    pv = at.v / _F(h) - row
    seen = at.clear(0.12)
    kind = scatter(row + _F(7) * np.floor(at.u / _F(0.8)))
    color = _base(m, at.u.size) * (_F(0.75) + kind * _F(0.5))
    vents = (kind < 0.35) & (_line(at.u, 0.05, 0.022, at.size) > 0.5) & (np.abs(pv - 0.5) < 0.28)
    cu, _, pu, _ = _cells(at, 0.2, h)
    dial = (kind > 0.35) & (kind < 0.7) & ((pu * 0.1) ** 2 + ((pv - 0.5) * h) ** 2 < 0.0034)
    knobs = (kind > 0.7) & (pu**2 * 0.01 + ((pv - 0.35) * h) ** 2 < 0.0006)
    lamp = (scatter(row, cu) > 0.55) & ((pu * 0.1) ** 2 + ((pv - 0.82) * h) ** 2 < 0.00016)
    color = color * (1 - _F(0.75) * (vents | knobs) * seen)
    color = np.where(dial & (seen > 0.2), np.array([[0.7], [0.66], [0.5]], np.float32), color)
    seam = _line(at.v, h, 0.012, at.size) * seen
    warm = np.array([[0.9], [0.45], [0.12]], np.float32)
    color = np.where(lamp, warm * (0.35 + 0.65 * (m.glow > 0)), color * (1 - seam * _F(0.7)))
    return Skin(
        color.astype(np.float32),
        glow=lamp * seen * _F(m.glow),
        gloss=np.full(row.shape, m.gloss, np.float32),
    )


def _dials(m: Material, at: Spots) -> Skin:
    """Round meters with needles, in a row; they are lit if the material glows."""
    cu, cv, pu, pv = _cells(at, m.scale, m.scale)
    r = np.sqrt(pu * pu + pv * pv)
    face = r < _F(0.72)
    tilt = (scatter(cu, cv) - _F(0.5)) * _F(1.6)
    needle = (np.abs(pu - tilt * (pv + _F(0.6))) < _F(0.07)) & (pv > -0.5) & (r < 0.65)
    color = _base(m, at.u.size)
    pale = np.array([[0.72], [0.68], [0.52]], np.float32)
    seen = at.clear(m.scale * 0.8)
    color = np.where(face & (seen > 0.15), pale, color)
    color = np.where((needle | ((r > 0.72) & (r < 0.82))) & (seen > 0.15), _F(0.03), color)
    return Skin(color.astype(np.float32), glow=face * seen * _F(m.glow * 0.6))


def _jacks(m: Material, at: Spots) -> Skin:
    _, _, pu, pv = _cells(at, m.scale, m.scale)
    r = np.sqrt(pu * pu + pv * pv)
    seen = at.clear(m.scale)
    brass = np.array([[0.6], [0.45], [0.18]], np.float32)
    color = _base(m, at.u.size)
    ring = ((r < 0.55) & (r > 0.3)) * seen
    color = color + (brass - color) * ring
    return Skin(color * (1 - (r <= 0.3) * seen * _F(0.9)))


def _paper(m: Material, at: Spots) -> Skin:
    """Sheets with lines of writing; no word can be read."""
    row = np.floor(at.v / _F(m.scale))
    word = scatter(row, np.floor(at.u / _F(m.scale * 1.7)))
    line = (np.abs(at.v / _F(m.scale) - row - _F(0.5)) < _F(0.2)) & (word > _F(0.25))
    return Skin(_mix(m, line * at.clear(m.scale) * _F(0.6)))


def _lettering(m: Material, at: Spots) -> Skin:
    """The material's words, `scale` meters high, centered on the face, in `other` on `color`."""
    return Skin(
        _mix(m, letters(m.words, at.u / _F(m.scale), (at.v - _F(m.lift)) / _F(m.scale))), bump=0.03
    )


def _screen(m: Material, at: Spots) -> Skin:
    """A tube's face: lines of light."""
    line = np.sin(at.v * _F(6.2832 / 0.012)) * at.clear(0.012)
    blob = smooth(at.u * _F(1.7), at.v * _F(1.1), 1.5)
    k = np.clip(blob * 1.6 - _F(0.2) + line * _F(0.2), 0, 1)
    return Skin(_mix(m, k), glow=k * _F(m.glow), gloss=np.full(k.shape, 0.5, np.float32))


def _wedges(m: Material, at: Spots) -> Skin:
    """Foam wedges in squares, turned by quarters: ridges that catch light, valleys that do not."""
    cu, cv, pu, pv = _cells(at, m.scale, m.scale)
    w = np.where((cu + cv) % 2 > 0, pu, pv)
    ridge = 1 - np.abs((w * 1.5 + 3) % 1 * 2 - 1)
    seen = at.clear(m.scale * 0.7)
    k = ridge * seen + _F(0.5) * (1 - seen)
    edge = (np.maximum(np.abs(pu), np.abs(pv)) > 0.95) * seen
    return Skin(_base(m, at.u.size) * (_F(0.12) + k * _F(1.25)) * (1 - edge * _F(0.6)), bump=0.1)


def _skin(m: Material, at: Spots) -> Skin:
    """Hide and hair."""
    hair = quick(at.u * _F(1.3), at.v * _F(0.4) + at.x * _F(0.2), 1.0) - _F(0.5)
    return Skin(_mix(m, np.clip(hair * 2 + _F(0.2), 0, 1)), bump=0.5)


def _tar(m: Material, at: Spots) -> Skin:
    k = quick(at.u * _F(0.7), at.v * _F(0.7), 0.9) - _F(0.5)
    return Skin(_base(m, at.u.size) * (1 + k), bump=0.3)


def _canvas(m: Material, at: Spots) -> Skin:
    sag = smooth(at.u * _F(0.13), at.v * _F(0.4), 2.0) - _F(0.5)
    seam = _line(at.u, m.scale, 0.03, at.size) * at.clear(m.scale)
    return Skin(_base(m, at.u.size) * (1 + sag * _F(0.9)) * (1 - seam * _F(0.4)), bump=0.25)


def _bars(m: Material, at: Spots) -> Skin:
    return Skin(_mix(m, _line(at.u, m.scale, m.scale * 0.3, at.size) * at.clear(m.scale)))


PAINTS: Mapping[str, Paint] = MappingProxyType(
    {
        "plain": _plain, "concrete": _concrete, "plaster": _plaster, "salt": _salt,
        "gravel": _gravel, "planks": _planks, "wood": _wood, "corrugated": _corrugated,
        "brick": _brick, "tiles": _tiles, "lino": _lino, "steel": _steel, "rust": _rust,
        "cloth": _cloth, "mesh": _steel, "chainlink": _steel, "grating": _steel,
        "switches": _switches, "rack": _rack, "paper": _paper, "screen": _screen, "jacks": _jacks,
        "wedges": _wedges, "bars": _bars, "glass": _plain, "stripes": _stripes, "skin": _skin,
        "tar": _tar, "canvas": _canvas, "dials": _dials, "lettering": _lettering,
        "hazard": _hazard,
    }
)  # fmt: skip


def share(m: Material) -> float:
    """Return how much of a woven material is thread."""
    return {"chainlink": 0.2, "mesh": 0.34}.get(m.pattern, 0.5)


FINE = 5.5
"""Pixels that a repeat of a weave must fill for its threads to be drawn one by one: with fewer they
beat against the rows.
"""


def holes(
    m: Material, x: Floats, y: Floats, z: Floats, axis: Bytes, size: Floats
) -> tuple[Truths, Truths]:
    """Return where a weave is too fine for such pixels, and where it lets the eye through."""
    at = spots(x, y, z, axis, size)
    s = _F(m.scale)
    slanted = m.pattern == "chainlink"
    a, b = ((at.u + at.v) / s, (at.u - at.v) / s) if slanted else (at.u / s, at.v / s)
    edge = _F(1 - np.sqrt(1 - share(m))) / 2
    thread = (np.abs(a - np.round(a)) < edge) | (np.abs(b - np.round(b)) < edge)
    return at.size * _F(FINE) > s, ~thread
