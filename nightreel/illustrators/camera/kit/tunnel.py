"""The cable tunnel: trays, brackets, the sump, a jacket on its bracket, a ladder."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Blend,
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Prism,
    Repeat,
    Rough,
    Sphere,
    Torus,
)
from nightreel.illustrators.camera.solids import Lamp, Solid


def cable_trays(order: Order) -> Made:
    """Trays along both walls of a tunnel, running along z; width is between the walls.

    Options: bracket (meters from one to the next).
    """
    w, h, d = order.size
    steel, cable = order.material("material", "steel_gray"), order.material("cable", "cables")
    lace = order.material("lace", "rope")
    every = order.number("bracket", 1.6)
    count = max(2, int(d / every))
    deep = 0.24
    side = w / 2 - deep / 2
    solids: list[Solid] = []
    # Each side by itself: one box around both walls would take in every ray down the tunnel.
    for x, y in ((s * side, k * h) for s in (-1, 1) for k in (0.40, 0.70)):
        inner = x - deep / 2 if x > 0 else x + deep / 2
        ties = Repeat(Box(deep * 0.86, 0.085, 0.022, 0.01), 2, 0.4, int(d / 0.4))
        solids += [
            part(Box(deep, 0.022, d), steel, (x, y, 0)),
            part(Box(0.018, 0.07, d), steel, (inner, y, 0)),
            part(Box(deep * 0.8, 0.075, d, 0.035), cable, (x, y + 0.022, 0), top=cable),
            part(ties, lace, (x, y + 0.022, 0)),
        ]
    arms = Repeat(Box(0.04, h * 0.5, 0.05), 2, every, count)
    solids += [part(arms, steel, (k * (w / 2 - 0.025), h * 0.32, 0)) for k in (-1, 1)]
    solids += _mischief(order, side, h)
    return Made(tuple(solids))


def _mischief(order: Order, x: float, h: float) -> list[Solid]:
    """A cable dragged out of its lacing, and a brass tag wired on upside down."""
    cable, brass = order.material("loose", "rubber"), order.material("tag", "brass")
    y = h * 0.40
    return [
        part(Capsule((-x + 0.06, y + 0.1, -0.5), (-x + 0.19, y - 0.07, -0.05), 0.02), cable),
        part(Capsule((-x + 0.19, y - 0.07, -0.05), (-x + 0.06, y + 0.1, 0.5), 0.02), cable),
        part(Cylinder(0.055, 0.008), brass, (x - 0.14, y - 0.06, -0.7), pitch=-90),
        part(
            Box(0.07, 0.07, 0.012),
            brass,
            (x - 0.14, y - 0.095, -0.712),
            front=lettered(brass, "6", 0.06, 0.035),
        ),
    ]


def sump(order: Order) -> Made:
    """A square pit, black water in it, half of its grating down and half lifted on edge."""
    w, h, d = order.size
    rim = order.material("rim", "concrete")
    iron, water = order.material("material", "sump_grate"), order.material("water", "water")
    half = d / 2
    return Made(
        (
            part(Box(w + 0.2, h, 0.1, 0.01), rim, (0, 0, -half - 0.05)),
            part(Box(w + 0.2, h, 0.1, 0.01), rim, (0, 0, half + 0.05)),
            part(Repeat(Box(0.1, h, d), 0, w + 0.1, 2), rim),
            part(Box(w, 0.012, d), water, (0, 0.0, 0)),
            part(Box(w, 0.025, half - 0.02), iron, (0, h, half / 2)),
            part(Box(w, 0.03, half), iron, (0, h + 0.29, half * 0.1), pitch=-74),
            part(
                Repeat(Box(0.03, 0.03, half), 0, w - 0.03, 2),
                order.material("frame", "rust"),
                (0, h + 0.29, half * 0.1),
                pitch=-74,
            ),
            part(
                Repeat(Capsule((0, 0, 0), (0, 0.28, 0), 0.018), 0, 0.3, 2),
                order.material("rail", "rust"),
                (w * 0.22, 0.0, -half + 0.05),
            ),
            part(
                Capsule(
                    (w * 0.22 - 0.15, 0.06, -half + 0.05),
                    (w * 0.22 + 0.15, 0.06, -half + 0.05),
                    0.018,
                ),
                order.material("rail", "rust"),
            ),
            part(
                Ellipsoid(0.07, 0.012, 0.07),
                order.material("saucer", "cell_glass"),
                (-w * 0.22, 0.014, -half * 0.35),
            ),
        )
    )


def hung_jacket(order: Order) -> Made:
    """A canvas work jacket hung from a bracket by its loop, buttoned, its sleeves straight down."""
    w, h, d = order.size
    cloth, dark = order.material("material", "jacket"), order.material("lining", "leather")
    s = w / 2
    body = Blend(
        0.05,
        Moved(Box(w * 0.56, h * 0.66, d * 0.62, 0.07), (0, 0.0, 0)),
        Capsule((-s * 0.10, h * 0.84, 0), (-s * 0.62, h * 0.70, 0), d * 0.24),
        Capsule((s * 0.10, h * 0.84, 0), (s * 0.62, h * 0.70, 0), d * 0.24),
    )
    sleeve = Capsule((s * 0.66, h * 0.68, 0), (s * 0.98, h * 0.08, -0.02), 0.07, 0.056)
    collar = Prism(
        [(-0.13, 0.0), (-0.02, -0.09), (-0.02, -0.02), (-0.05, 0.07), (-0.12, 0.06)], d * 0.5
    )
    solids = [
        part(Rough(body, 0.012, 0.3), cloth),
        part(Mirror(sleeve), cloth),
        part(Mirror(Moved(Cylinder(0.066, 0.05, 0.01), (s * 0.98, h * 0.03, -0.02))), dark),
        part(Mirror(collar), dark, (0, h * 0.88, -d * 0.14)),
        part(Box(0.014, h * 0.72, 0.012), dark, (0.015, 0.02, -d * 0.315)),
        part(
            Repeat(Sphere(0.018), 1, h * 0.14, 5),
            order.material("button", "brass"),
            (-0.03, h * 0.37, -d * 0.33),
        ),
        part(Mirror(Moved(Box(0.12, 0.14, 0.016, 0.006), (s * 0.30, h * 0.12, -d * 0.315))), dark),
        part(Torus(0.045, 0.009), dark, (0, h * 0.97, 0.0), pitch=90),
        part(
            Capsule((0, h * 1.0, 0.16), (0, h * 1.01, -0.08), 0.022),
            order.material("bracket", "rust"),
        ),
    ]
    return Made(tuple(solids))


def ladder(order: Order) -> Made:
    """A ladder standing against something. Options: material, rungs (spacing in meters)."""
    w, h, _ = order.size
    iron = order.material("material", "rust")
    gap = order.number("rungs", 0.28)
    return Made(
        (
            part(Repeat(Capsule((0, 0.02, 0), (0, h, 0), 0.024), 0, w, 2), iron),
            part(
                Repeat(
                    Capsule((-w / 2, 0, 0), (w / 2, 0, 0), 0.018),
                    1,
                    gap,
                    max(1, int((h - 0.1) / gap)),
                ),
                iron,
                (0, h / 2, 0),
            ),
        )
    )


def shaft(order: Order) -> Made:
    """A hatch's shaft in a ceiling, `at` the ceiling; `open` lets daylight down if `day` is set."""
    w, h, d = order.size
    dark, sky = order.material("material", "black"), order.material("sky", "daysky")
    opened = order.has("open") or order.has("broken") or order.flag("always")
    day = opened and order.flag("day")
    rim = order.material("rim", "steel_dark")
    solids = (
        part(Box(w, 0.012, d), sky if day else dark, (0, -0.012, 0), casts=False),
        part(Repeat(Box(0.06, 0.09, d + 0.12), 0, w + 0.06, 2), rim, (0, -0.09, 0), casts=False),
        part(Repeat(Box(w + 0.12, 0.09, 0.06), 2, d + 0.06, 2), rim, (0, -0.09, 0), casts=False),
    )
    del h
    lamp = Lamp(
        (0, 0.4, 0), (0.86, 0.92, 1.0), order.number("power", 9.0), 7.0, (0, -1, 0), 30.0, haze=2.2
    )
    return Made(solids, (lamp,) if day else ())


def drips(order: Order) -> Made:
    """Salt that has crept down a wall in a fringe; stands against it. Options: material."""
    w, h, d = order.size
    salt = order.material("material", "salt")
    solids: list[Solid] = []
    for i in range(4):
        tall = h * (0.45 + 0.55 * order.roll(i))
        x = (i - 1.5) * w / 4 + (order.roll(i + 9) - 0.5) * w * 0.1
        solids.append(
            part(Rough(Ellipsoid(w * 0.15, tall / 2, d), 0.01, 0.12), salt, (x, h - tall / 2, 0))
        )
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "cable_trays": Kind(cable_trays, (1.6, 1.55, 20.0)),
        "sump": Kind(sump, (0.85, 0.07, 0.9)),
        "hung_jacket": Kind(hung_jacket, (0.62, 0.82, 0.24)),
        "ladder": Kind(ladder, (0.42, 1.6, 0.05)),
        "shaft": Kind(shaft, (0.8, 0.1, 0.8)),
        "drips": Kind(drips, (0.7, 0.6, 0.03)),
    }
)
