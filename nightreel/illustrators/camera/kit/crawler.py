"""A dead tracked carrier with a canvas tilt."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.frames import Arch, Band, strut
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cut,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Prism,
    Repeat,
    Sphere,
)
from nightreel.illustrators.camera.solids import Solid


def crawler(order: Order) -> Made:
    """A tracked carrier, its nose to the front: tracks, cab without its driver's door, canvas tilt
    gone through at the hoops. `tried` leaves the cover of its starter hanging, scorched.

    Options: material, canvas.
    """
    w, h, d = order.size
    return Made(
        (*_tracks(order, w, d), *_hull(order, w, d), *_cab(order, w, h, d), *_tilt(order, w, h, d))
    )


def _tracks(order: Order, w: float, d: float) -> list[Solid]:
    rust, dark = order.material("track", "rust"), order.material("wheel", "steel_dark")
    out = w / 2 - 0.28
    band = Band(d * 0.92, 0.46, 0.52, 0.09, 0.21)
    road = Repeat(Moved(Cylinder(0.30, 0.3), (-0.15, 0.40, 0), roll=-90), 2, 0.82, 5)
    drive = Moved(Cylinder(0.36, 0.34), (-0.17, 0.46, 0), roll=-90)
    hub = Repeat(Moved(Cylinder(0.10, 0.46, 0.02), (-0.23, 0.42, 0), roll=-90), 2, 0.82, 5)
    end = d * 0.46 - 0.46
    solids: list[Solid] = []
    for side in (-1, 1):
        x = side * out
        solids += [
            part(band, rust, (x, 0, 0)),
            part(road, dark, (x, 0, 0)),
            part(hub, order.material("hub", "zinc_rusty"), (x, 0, 0)),
            part(drive, order.material("track", "zinc_rusty"), (x, 0, -end)),
            part(drive, dark, (x, 0, end)),
            part(
                Box(0.56, 0.05, d * 0.96, 0.01),
                order.material("material", "steel_ochre"),
                (x, 0.98, 0),
            ),
        ]
    return solids


def _hull(order: Order, w: float, d: float) -> list[Solid]:
    """The tub between the tracks, with a sloped nose, lamps, a tow hook, and what leaked."""
    paint, inner = order.material("material", "steel_ochre"), w - 1.12
    side = [
        (-d / 2, 0.62),
        (-d * 0.44, 0.42),
        (d * 0.46, 0.42),
        (d * 0.48, 1.05),
        (-d * 0.40, 1.05),
        (-d / 2, 0.95),
    ]
    # Prisms lie along z: turned by a quarter, x becomes -z.
    outline = [(-z, y) for z, y in side]
    lamp = Moved(Cylinder(0.14, 0.12, 0.02), (w * 0.30, 0, 0), pitch=-90)
    solids = [
        part(Prism(outline, inner), paint, turn=90),
        part(Box(w * 0.62, 0.62, 0.9, 0.06), paint, (0, 1.0, -d * 0.40)),
        part(
            Repeat(Box(0.05, 0.36, 0.03), 0, 0.14, 9),
            order.material("grille", "black"),
            (0, 1.13, -d * 0.40 - 0.45),
        ),
        part(Mirror(lamp), order.material("lamp", "steel_dark"), (0, 1.25, -d * 0.44)),
        part(
            Mirror(Moved(Sphere(0.115), (w * 0.30, 0, 0))),
            order.material("glass", "bulb_dead"),
            (0, 1.25, -d * 0.44 - 0.08),
        ),
        part(
            Box(w * 0.8, 0.16, 0.10, 0.02),
            order.material("bumper", "rust"),
            (0, 0.68, -d / 2 - 0.03),
        ),
        part(Box(0.20, 0.2, 0.2, 0.05), order.material("bumper", "rust"), (0, 0.5, -d / 2 - 0.08)),
        part(Box(0.9, 0.07, 0.6, 0.02), order.material("pan", "oil_black"), (0, 0.10, 0.2)),
    ]
    return [*solids, *_battery(order, w, d)]


def _battery(order: Order, w: float, d: float) -> list[Solid]:
    """A box on the right guard, shut; `tried` has its lid up, its leads out, soot on the nose."""
    paint, black = order.material("guard", "steel_green"), order.material("scorch", "soot")
    x, y, z = w / 2 - 0.26, 1.03, -d * 0.05
    if not order.has("tried"):
        return [
            part(Box(0.44, 0.34, 0.62, 0.015), paint, (x, y, z)),
            part(Box(0.48, 0.04, 0.66, 0.01), paint, (x, y + 0.33, z)),
            part(
                Capsule((0, 0, -0.1), (0, 0, 0.1), 0.016),
                order.material("knob", "worn"),
                (x + 0.25, y + 0.27, z),
            ),
        ]
    lead = order.material("lead", "copper")
    return [
        part(
            Cut(Box(0.44, 0.34, 0.62, 0.015), Moved(Box(0.38, 0.4, 0.56), (0, 0.05, 0))),
            paint,
            (x, y, z),
        ),
        part(Box(0.48, 0.04, 0.66, 0.01), paint, (x - 0.20, y + 0.36, z), roll=104),
        part(Box(0.30, 0.24, 0.48), order.material("cell", "bakelite"), (x, y + 0.06, z)),
        strut((x + 0.05, y + 0.31, z - 0.15), (x + 0.30, y + 0.10, z - 0.22), 0.02, lead),
        strut((x + 0.30, y + 0.10, z - 0.22), (x + 0.28, y - 0.22, z - 0.30), 0.02, lead),
        part(Ellipsoid(0.03, 0.30, 0.40), black, (w * 0.31, 1.42, -d * 0.38)),
        part(Ellipsoid(0.36, 0.26, 0.03), black, (w * 0.12, 1.30, -d * 0.40 - 0.45)),
        part(Ellipsoid(0.42, 0.02, 0.40), black, (w * 0.10, 1.625, -d * 0.38)),
    ]


def _cab(order: Order, w: float, h: float, d: float) -> list[Solid]:
    """The cab: two panes in front (one gone), a window on the right, no door on the left."""
    paint = order.material("material", "steel_ochre")
    wide, tall, deep = w * 0.80, h * 0.44, 1.45
    z, floor = -d * 0.255, 1.02
    shell = Cut(
        Box(wide, tall, deep, 0.07),
        Moved(Box(wide - 0.12, tall - 0.12, deep - 0.12), (0, 0.06, 0)),
        Mirror(Moved(Box(wide * 0.41, tall * 0.44, 0.4), (wide * 0.235, tall * 0.46, -deep / 2))),
        Moved(Box(0.4, tall * 0.44, deep * 0.55), (wide / 2, tall * 0.46, -0.05)),
        Moved(Box(0.4, tall * 0.84, deep * 0.60), (-wide / 2, tall * 0.05, -0.1)),
        Moved(Box(wide * 0.5, tall * 0.3, 0.4), (0, tall * 0.52, deep / 2)),
    )
    iron = order.material("track", "rust")
    seat = order.material("seat", "leather")
    return [
        part(shell, paint, (0, floor, z)),
        part(Box(wide + 0.1, 0.05, deep + 0.14, 0.02), paint, (0, floor + tall, z - 0.02)),
        part(
            Box(wide * 0.40, tall * 0.43, 0.02),
            order.material("pane", "glass"),
            (wide * 0.235, floor + tall * 0.465, z - deep / 2 + 0.03),
        ),
        part(Box(wide * 0.42, 0.5, 0.12, 0.04), seat, (-wide * 0.22, floor + 0.18, z + 0.48)),
        part(Box(wide * 0.42, 0.14, 0.42, 0.04), seat, (-wide * 0.22, floor + 0.12, z + 0.26)),
        part(
            Mirror(Capsule((0.09, 0, 0), (0.09, 0.62, 0.12), 0.022)),
            order.material("lever", "steel_dark"),
            (-wide * 0.22, floor + 0.05, z - 0.3),
        ),
        part(
            Box(0.1, 0.03, 0.5, 0.005),
            order.material("sill", "worn"),
            (-wide / 2 - 0.02, floor + 0.02, z - 0.1),
        ),
        part(Box(0.26, 0.02, 0.30), iron, (-wide / 2 - 0.16, 0.72, z - 0.1)),
        part(Mirror(Box(0.02, 0.12, 0.26)), iron, (-wide / 2 - 0.16, 0.72, z - 0.1)),
        strut((wide * 0.40, floor + tall, z + 0.5), (wide * 0.40, h + 0.35, z + 0.55), 0.055, iron),
    ]


def _tilt(order: Order, w: float, h: float, d: float) -> list[Solid]:
    """The bed: sides, a tailboard, hoops, and the canvas over them, with holes."""
    canvas, paint = order.material("canvas", "tilt"), order.material("material", "steel_ochre")
    long, z, bed = d * 0.50, d * 0.215, 1.05
    wide, tall = w * 0.84, h - bed - 0.34
    cloth = Cut(
        Arch(wide, tall, long, 0.55, 0.04),
        Moved(Ellipsoid(0.34, 0.30, 0.22), (wide * 0.34, tall * 0.93, -long * 0.18)),
        Moved(Ellipsoid(0.22, 0.5, 0.16), (wide * 0.47, tall * 0.55, long * 0.16)),
        Moved(Ellipsoid(0.42, 0.3, 0.2), (-wide * 0.30, tall * 0.96, long * 0.16)),
        Moved(Ellipsoid(0.3, 0.34, 0.26), (-wide * 0.5, tall * 0.35, -long * 0.30)),
        Moved(Ellipsoid(0.3, 0.4, 0.3), (wide * 0.5, 0.05, long * 0.46)),
    )
    brown, pale = (0.26, 0.125, 0.06), (0.42, 0.27, 0.15)
    nine = lettered("stencil", "9", 0.30, 0.19, color=brown, ink=pale)
    return [
        part(Mirror(Moved(Box(0.06, 0.40, long, 0.015), (wide / 2, 0, 0))), paint, (0, bed, z)),
        part(Box(wide, 0.40, 0.06, 0.015), paint, (0, bed, z + long / 2)),
        part(Box(wide, 0.06, long), order.material("slats", "planks_gray"), (0, bed, z)),
        part(
            Box(0.52, 0.36, 0.012),
            order.material("track", "rust"),
            (wide / 2 + 0.036, bed + 0.02, z - 0.3),
            270,
            front=nine,
        ),
        part(cloth, canvas, (0, bed + 0.34, z)),
        part(
            Repeat(Arch(wide - 0.08, tall - 0.04, 0.045, 0.53, 0.045), 2, long / 3.02, 4),
            order.material("hoop", "rust"),
            (0, bed + 0.34, z),
        ),
        part(
            Box(wide * 0.96, tall * 0.9, 0.03),
            order.material("dark", "black"),
            (0, bed + 0.34, z - long / 2 + 0.1),
        ),
    ]


KINDS: Mapping[str, Kind] = MappingProxyType({"crawler": Kind(crawler, (3.2, 2.95, 6.6))})
