"""Where cables go: the box on the mast, the runs, the round lid in the ground."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.frames import strut
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cut,
    Cylinder,
    Mirror,
    Moved,
    Repeat,
    Rough,
    Sphere,
    Torus,
)
from nightreel.illustrators.camera.solids import Material, Solid


def junction_box(order: Order) -> Made:
    """A steel box at head height: nine cables go up into it and eight come out. `open` lets its lid
    hang on its chain and shows two rows of brass studs. Options: material, up (height of the box).
    """
    w, h, d = order.size
    steel, y = order.material("material", "steel_gray"), order.number("up", 1.5)
    black = order.material("cable", "cable_black")
    cable = Repeat(Capsule((0, -0.2, 0), (0, 0, 0), 0.0165), 0, w / 9.4, 9)
    over = Repeat(Capsule((0, 0, 0), (0, 0.2, 0), 0.0165), 0, w / 8.4, 8)
    solids = [
        part(cable, black, (0, y, -d * 0.3)),
        part(over, black, (0, y + h, -d * 0.3)),
    ]
    if order.has("open") or order.has("broken"):
        solids += _opened(order, steel, y)
    else:
        solids += [
            part(Box(w, h, d, 0.01), steel, (0, y, -d / 2)),
            part(
                Box(w + 0.03, h + 0.03, 0.035, 0.01),
                order.material("lid", "steel_gray"),
                (0, y - 0.015, -d - 0.01),
            ),
            part(
                Cylinder(0.025, w),
                order.material("hinge", "rust"),
                (w / 2, y + h + 0.005, -d - 0.01),
                roll=90,
            ),
            part(
                Mirror(Moved(Sphere(0.02), (w / 2 - 0.035, 0, 0))),
                order.material("screw", "brass"),
                (0, y + 0.03, -d - 0.03),
            ),
        ]
        if order.has("stiff"):
            rust = order.material("hinge", "rust")
            solids.append(
                part(
                    Rough(Box(w + 0.05, 0.08, 0.05), 0.015, 0.07),
                    rust,
                    (0, y + h - 0.06, -d - 0.012),
                )
            )
            solids.append(
                part(Repeat(Box(0.03, 0.14, 0.01), 0, 0.11, 3), rust, (0, y + h - 0.18, -d - 0.025))
            )
    return Made(tuple(solids))


def cable_run(order: Order) -> Made:
    """Cables side by side, `count` of them, `height` high, in clamps. Options: material."""
    w, h, _ = order.size
    count = max(1, int(order.number("count", 9)))
    run = Repeat(Capsule((0, 0, 0), (0, h, 0), 0.0165), 0, w / (count + 0.4), count)
    solids = [part(run, order.material("material", "cable_black"))]
    clamps = int(h / 0.9)
    if clamps:
        band = Repeat(Box(w * 1.05, 0.05, 0.08, 0.01), 1, 0.9, clamps)
        solids.append(part(band, order.material("clamp", "zinc"), (0, h / 2, 0)))
    return Made(tuple(solids))


def _opened(order: Order, steel: Material, y: float) -> list[Solid]:
    w, h, d = order.size
    studs = Repeat(Moved(Cylinder(0.014, 0.05), pitch=-90), 0, w / 7.2, 6)
    chain = order.material("chain", "worn")
    return [
        part(
            Cut(Box(w, h, d, 0.01), Moved(Box(w - 0.04, h - 0.04, d), (0, 0.02, -0.04))),
            steel,
            (0, y, -d / 2),
        ),
        part(Box(w - 0.05, h - 0.05, 0.01), order.material("back", "rust"), (0, y + 0.025, -0.045)),
        part(
            Repeat(studs, 1, h * 0.42, 2), order.material("stud", "brass"), (0, y + h * 0.5, -0.05)
        ),
        part(
            Repeat(Box(w * 0.8, 0.035, 0.006), 1, h * 0.42, 2),
            order.material("label", "paper"),
            (0, y + h * 0.36, -0.055),
        ),
        part(
            Box(w + 0.03, h + 0.03, 0.03, 0.01),
            order.material("lid", "steel_gray"),
            (0.05, y - h - 0.14, -d - 0.04),
            roll=9,
            pitch=6,
        ),
        strut((-w * 0.4, y + 0.02, -d), (-w * 0.35, y - 0.14, -d - 0.03), 0.011, chain),
        strut((w * 0.42, y + 0.02, -d), (w * 0.40, y - 0.12, -d - 0.03), 0.011, chain),
    ]


def manhole(order: Order) -> Made:
    """A round steel lid in a concrete collar, with two lifting eyes, and words on it; `open` stands
    it back on its hinge over rungs and the dark, `stiff` has salt in its seam. Options: material,
    words.
    """
    w, h, _ = order.size
    r = w / 2
    collar, lid = order.material("collar", "concrete"), order.material("material", "steel_lid")
    words, pale = order.word("words", "CABLE 1"), (0.60, 0.57, 0.48)
    named = lettered("stencil", words, w * 0.17, color=lid.color, ink=pale)
    ring = Cut(Cylinder(r + 0.34, h, 0.03), Moved(Cylinder(r - 0.02, h * 2), (0, h * 0.15, 0)))
    eyes = Mirror(Moved(Torus(0.055, 0.016), (r * 0.72, 0.075, 0), turn=90, pitch=90))
    iron = order.material("eye", "worn")
    if order.has("open") or order.has("broken"):
        back = (0.0, h + r + 0.02, r + 0.16)
        return Made(
            (
                part(ring, collar),
                part(Cylinder(r + 0.03, 0.05, 0.01), lid, back, pitch=102, top=named),
                part(eyes, iron, back, pitch=102),
                part(Cylinder(r - 0.02, 0.02), order.material("dark", "black"), (0, h * 0.15, 0)),
                part(
                    Repeat(Capsule((-0.17, 0, 0), (0.17, 0, 0), 0.02), 1, 0.13, 2),
                    order.material("rungs", "rust"),
                    (0, h * 0.62, r - 0.12),
                ),
                part(Cylinder(0.035, 0.5), iron, (0.25, h, r + 0.12), roll=90),
            )
        )
    solids = [
        part(ring, collar),
        part(Cylinder(r, 0.05, 0.01), lid, (0, h - 0.01, 0), top=named),
        part(eyes, iron, (0, h, 0)),
        part(Cylinder(0.035, 0.5), iron, (0.25, h + 0.01, r + 0.06), roll=90),
    ]
    if order.has("stiff"):
        crust = Cut(Torus(r + 0.02, 0.045), Moved(Box(0.5, 1, 0.5), (0.1, -0.5, -r)))
        solids.append(
            part(Rough(crust, 0.02, 0.12), order.material("crust", "chalk"), (0, h - 0.005, 0))
        )
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "junction_box": Kind(junction_box, (0.34, 0.36, 0.2)),
        "cable_run": Kind(cable_run, (0.42, 8.0, 0.05)),
        "manhole": Kind(manhole, (0.95, 0.34, 0.95)),
    }
)
