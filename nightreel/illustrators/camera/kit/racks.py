"""Equipment halls: racks in bays, a klystron cabinet, the aerial switch, a trap in the floor."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import PRINT, lettered, material_of
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cylinder,
    Mirror,
    Repeat,
    Sphere,
    Torus,
)
from nightreel.illustrators.camera.solids import Lamp, Solid


def rack_row(order: Order) -> Made:
    """A row of racks, `bays` of them side by side along x, bolted at the foot and tied at the head.

    Their lamps burn when the place has power. `tags`: names on their cards, parted by `/`.
    """
    w, h, d = order.size
    bays = max(1, int(order.number("bays", 3)))
    wide = w / bays
    glow = 4.0 if order.powered else 0.0
    face = material_of({"like": "rack", "glow": glow}, "rack")
    steel = order.material("material", "panel_gray")
    dark = order.material("dark", "panel_dark")
    front = -d / 2
    solids = [
        part(Box(w, h, d - 0.04, 0.01), dark, front=face),
        part(Repeat(Box(0.07, h, 0.07, 0.008), 0, wide, bays + 1), steel, (0, 0, front)),
        part(Box(w + 0.07, 0.16, 0.09, 0.01), steel, (0, 0, front - 0.01)),
        part(Box(w + 0.07, 0.14, 0.09, 0.01), steel, (0, h - 0.14, front - 0.01)),
        part(
            Repeat(Repeat(Capsule((0, -0.07, 0), (0, 0.07, 0), 0.013), 1, 0.44, 5), 0, wide, bays),
            order.material("handle", "steel"),
            (-wide * 0.38, h * 0.5, front - 0.04),
            casts=False,
        ),
        part(
            Repeat(Repeat(Capsule((0, -0.07, 0), (0, 0.07, 0), 0.013), 1, 0.44, 5), 0, wide, bays),
            order.material("handle", "steel"),
            (wide * 0.38, h * 0.5, front - 0.04),
            casts=False,
        ),
        part(Box(w + 0.3, 0.12, 0.4), order.material("tray", "grating"), (0, h + 0.14, 0.05)),
        part(
            Repeat(Capsule((-w / 2, 0, 0), (w / 2, 0, 0), 0.035), 2, 0.09, 3),
            order.material("cable", "rubber"),
            (0, h + 0.18, 0.05),
        ),
        part(
            Repeat(Box(0.012, h * 0.2, d * 0.5), 0, w + 0.004, 2),
            order.material("louver", "grille"),
            (0, 0.15, 0.02),
            casts=False,
        ),
        *_ends(order, w, h),
        *_pilots(order, wide, bays, h, front),
        *_tags(order, wide, bays, h, front),
    ]
    lamps: tuple[Lamp, ...] = ()
    if order.powered:
        lamps = (Lamp((0, h * 0.55, front - 0.3), (1.0, 0.5, 0.2), 0.5, 4.0, haze=0.3),)
    return Made(tuple(solids), lamps)


def _ends(order: Order, w: float, h: float) -> list[Solid]:
    """The row's letter on both of its ends, if it has one."""
    letter = order.word("letter")
    if not letter:
        return []
    plate = lettered("white", letter, 0.34, 0.22, ink=PRINT)
    return [
        part(
            Box(0.34, 0.44, 0.012),
            plate,
            (side * (w / 2 + 0.004), h * 0.60, 0.0),
            turn=-90 * side,
            casts=False,
        )
        for side in (-1, 1)
    ]


def _pilots(order: Order, wide: float, bays: int, h: float, front: float) -> list[Solid]:
    """A jewel lamp at eye height on each bay, and a row of small ones below it."""
    on = order.powered
    green = {"like": "bulb", "color": [0.25, 1.0, 0.4], "glow": 4.5 if on else 0.0}
    red = material_of("lamp_red" if on else "glass_red", "glass_red")
    return [
        part(
            Repeat(Sphere(0.028), 0, wide, bays),
            red,
            (wide * 0.2, h * 0.72, front - 0.03),
            casts=False,
        ),
        part(
            Repeat(Repeat(Sphere(0.013), 0, 0.06, 4), 0, wide, bays),
            material_of(green, "bulb"),
            (-wide * 0.1, h * 0.52, front - 0.03),
            casts=False,
        ),
    ]


def _tags(order: Order, wide: float, bays: int, h: float, front: float) -> list[Solid]:
    """Cards with the bays' names at the height of the eyes."""
    names = [n for n in order.word("tags").split("/") if n]
    out: list[Solid] = []
    for k, name in enumerate(names[:bays]):
        x = (k - (bays - 1) / 2) * wide - wide * 0.06
        high = min(0.052, 0.36 / max(map(len, name.split("|"))) * 1.35)
        card = lettered("white", name, high, 0.07, ink=PRINT)
        tilt = (order.roll(k) - 0.5) * 12
        out.append(
            part(Box(0.34, 0.14, 0.012), card, (x, h * 0.60, front - 0.05), roll=tilt, casts=False)
        )
    return out


def klystron(order: Order) -> Made:
    """A cabinet as tall as a wardrobe with a brown porthole; with power a filament burns in it."""
    w, h, d = order.size
    front = -d / 2
    steel, dark = order.material("material", "steel_gray"), order.material("dark", "panel_dark")
    on = order.powered
    solids = [
        part(Box(w, h - 0.14, d, 0.02), steel, (0, 0.14, 0)),
        part(Box(w * 0.96, 0.14, d * 0.96), dark, front=order.material("vent", "grille")),
        part(Box(w * 0.86, h * 0.80, 0.04, 0.02), steel, (0, h * 0.14, front - 0.02)),
        part(
            Torus(0.215, 0.035),
            order.material("rim", "brass"),
            (0, h * 0.66, front - 0.05),
            pitch=-90,
        ),
        part(
            Cylinder(0.205, 0.02),
            order.material("glass", "glass_brown"),
            (0, h * 0.66, front - 0.03),
            pitch=-90,
        ),
        part(
            Box(0.26, 0.30, 0.012),
            lettered("hazard_plate", "DANGER|10 KW", 0.062, 0.20, ink=PRINT),
            (0, h * 0.30, front - 0.046),
            casts=False,
        ),
        part(_hand(), order.material("hand", "black"), (0, h * 0.315, front - 0.056), casts=False),
        part(
            Mirror(Capsule((w * 0.33, h * 0.44, 0), (w * 0.33, h * 0.53, 0), 0.022)),
            order.material("handle", "brass"),
            (0, 0, front - 0.08),
        ),
        part(Box(w * 0.5, 0.10, d * 0.5, 0.02), dark, (0, h, 0)),
        part(
            Repeat(Capsule((0, h * 0.5, 0), (0.05, 0.2, -0.1), 0.032), 2, 0.16, 2),
            order.material("hose", "rubber"),
            (w / 2 + 0.06, 0, 0),
        ),
        part(
            Capsule((0, h * 0.78, 0), (0.0, h * 1.5, 0), 0.06),
            order.material("guide", "copper"),
            (-w * 0.3, 0, d * 0.3),
        ),
        part(
            Cylinder(0.5, 0.006),
            order.material("bloom", "bloom"),
            (w / 2 + 0.2, 0.0, -0.16),
            casts=False,
        ),
    ]
    lamps: tuple[Lamp, ...] = ()
    if on:
        ember = order.material("ember", "filament")
        solids.append(
            part(
                Capsule((-0.06, 0, 0), (0.06, 0, 0), 0.045),
                ember,
                (0, h * 0.655, front - 0.045),
                casts=False,
            )
        )
        solids.append(
            part(
                Cylinder(0.19, 0.004),
                order.material("lit", "glass_lit"),
                (0, h * 0.66, front - 0.051),
                pitch=-90,
                casts=False,
            )
        )
        lamps = (
            Lamp(
                (0, h * 0.66, front - 0.1), (1.0, 0.42, 0.10), 2.2, 7.0, (0, -0.2, -1), 86, haze=0.4
            ),
        )
    return Made(tuple(solids), lamps)


def _hand() -> Repeat:
    """Four fingers of the hand on a warning plate."""
    return Repeat(Capsule((0, 0, 0), (0, 0.07, 0), 0.012), 0, 0.032, 4)


def aerial_switch(order: Order) -> Made:
    """A lever on a slate panel with two brass studs under it; `patched`: a cord joins them."""
    w, h, d = order.size
    front = -d / 2
    y0 = 0.75
    brass = order.material("brass", "brass_bright")
    solids = [
        part(Box(w, h, d, 0.01), order.material("material", "slate_panel"), (0, y0, 0)),
        part(
            Mirror(Cylinder(0.03, d + 0.06), "x"), brass, (0, y0 + h - 0.08, front + 0.1), pitch=-90
        ),
        part(
            Box(w * 0.9, 0.10, 0.012),
            lettered("white", "NORTH       FAR     HORIZON", 0.072, 0.05, ink=PRINT),
            (0, y0 + h * 0.885, front - 0.004),
            casts=False,
        ),
        part(
            Repeat(Cylinder(0.045, 0.05, 0.01), 0, w * 0.3, 3),
            brass,
            (0, y0 + h * 0.80, front),
            pitch=-90,
        ),
        part(Cylinder(0.075, 0.09, 0.015), brass, (0, y0 + h * 0.44, front), pitch=-90),
        part(
            Capsule((0, 0, 0), (0, h * 0.30, -0.04), 0.022),
            order.material("lever", "steel"),
            (0, y0 + h * 0.44, front - 0.09),
        ),
        part(
            Capsule((0, h * 0.26, -0.04), (0, h * 0.38, -0.06), 0.04),
            order.material("grip", "wood"),
            (0, y0 + h * 0.44, front - 0.09),
        ),
        part(
            Repeat(Cylinder(0.05, 0.09, 0.01), 0, w * 0.62, 2),
            brass,
            (0, y0 + h * 0.20, front),
            pitch=-90,
        ),
        part(
            Repeat(Cylinder(0.085, 0.008), 0, w * 0.62, 2),
            order.material("ring", "ivory"),
            (0, y0 + h * 0.20, front),
            pitch=-90,
            casts=False,
        ),
    ]
    if order.has("patched"):
        solids += _cord(order, w * 0.31, y0 + h * 0.20, front - 0.11)
    return Made(tuple(solids))


def _cord(order: Order, reach: float, y: float, z: float) -> list[Solid]:
    """A yard of braid hanging from stud to stud, with its plugs."""
    braid = order.material("cord", "braid")
    points = [
        (reach * k, y - 0.02 - 0.30 * (1 - k * k), z - 0.02)
        for k in (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0)
    ]
    out = [part(Capsule(a, b, 0.026), braid) for a, b in pairwise(points)]
    plug = Mirror(Capsule((reach, y - 0.05, z), (reach, y + 0.05, z), 0.042))
    return [*out, part(plug, order.material("plug", "brass_bright"))]


def floor_trap(order: Order) -> Made:
    """An iron lid in a floor, with a ring in it. Options: words."""
    w, h, d = order.size
    iron = order.material("material", "steel_dark")
    out = [
        part(Box(w + 0.16, h, d + 0.16, 0.005), order.material("frame", "steel")),
        part(Box(w, h + 0.012, d, 0.005), iron, top=order.material("tread", "tread")),
        part(
            Torus(0.09, 0.016), order.material("ring", "steel"), (0, h + 0.03, -d * 0.28), pitch=12
        ),
        part(
            Repeat(Box(0.16, 0.03, 0.06), 0, w * 0.6, 2),
            order.material("hinge", "rust"),
            (0, h, d * 0.5),
        ),
    ]
    return Made(tuple(out))


def ladder_hooks(order: Order) -> Made:
    """Iron hooks in a row on a wall, with nothing on them. Options: count."""
    w, _, d = order.size
    count = max(2, int(order.number("count", 5)))
    iron = order.material("material", "iron_black")
    hook = Capsule((0, 0, -d), (0, 0.10, -d), 0.018)
    return Made(
        (
            part(Box(w + 0.2, 0.12, 0.05, 0.01), order.material("board", "wood_gray")),
            part(Repeat(Capsule((0, 0.04, 0), (0, 0, -d), 0.018), 0, w / (count - 1), count), iron),
            part(Repeat(hook, 0, w / (count - 1), count), iron),
        )
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "rack_row": Kind(rack_row, (4.2, 2.6, 0.7)),
        "klystron": Kind(klystron, (1.15, 2.15, 0.95)),
        "aerial_switch": Kind(aerial_switch, (1.3, 1.35, 0.08)),
        "floor_trap": Kind(floor_trap, (0.9, 0.03, 0.9)),
        "ladder_hooks": Kind(ladder_hooks, (1.6, 0.2, 0.16)),
    }
)
