"""Furniture with doors and fires: lockers, the cupboard, the range, the sink."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part, placed
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cone,
    Cut,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Point,
    Repeat,
    Rough,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Lamp, Material, Solid

SWUNG = (148.0, 112.0, 98.0, 122.0)
"""How far each locker's door stands open, in degrees."""


def lockers(order: Order) -> Made:
    """A row of steel lockers with names on tape; `open` has every door open, `stiff` none.

    Options: material, names (by `|`, one may be empty).
    """
    w, h, d = order.size
    names = order.word("names", "HALE|OCHOA|PRUITT|").split("|")
    each = w / len(names)
    steel, dark = order.material("material", "locker_gray"), order.material("inside", "steel_dark")
    opened = order.has("open") or order.has("broken")
    solids: list[Solid] = []
    if opened:
        inside = Repeat(Box(each - 0.03, h - 0.2, d), 0, each, len(names))
        solids.append(part(Cut(Box(w, h, d), Moved(inside, (0, 0.14, -0.04))), steel))
        solids.append(part(Box(w - 0.02, h - 0.1, 0.02), dark, (0, 0.05, d / 2 - 0.03)))
        solids.append(part(Box(w - 0.02, 0.02, d * 0.8), steel, (0, h * 0.78, 0.02)))
        solids += _locker_things(order, each, h, d)
    else:
        solids.append(part(Box(w, h, d, 0.004), steel))
        solids.append(
            part(
                Repeat(Box(0.012, h - 0.14, 0.01), 0, each, len(names) - 1), dark, (0, 0.09, -d / 2)
            )
        )
    for i, name in enumerate(names):
        at = ((i - (len(names) - 1) / 2) * each - each / 2 + 0.012, 0.1, -d / 2 - 0.012)
        leaf = Made(tuple(_leaf(order, each - 0.024, h - 0.16, name, i)))
        solids += placed(leaf, at, SWUNG[i % 4] if opened else 0).solids
    return Made(tuple(solids))


def _leaf(order: Order, w: float, h: float, name: str, number: int) -> list[Solid]:
    """A locker's door, hinged at the origin: louvers high and low, a latch, a strip of tape."""
    steel, tape = order.material("material", "locker_gray"), order.material("tape", "linen")
    dark = order.material("inside", "steel_dark")
    louvers = Union(
        *(
            Moved(Repeat(Box(w * 0.5, 0.016, 0.012), 1, 0.055, 3), (0, y * h, 0))
            for y in (0.12, 0.90)
        )
    )
    out = [
        part(Box(w, h, 0.02, 0.006), steel, (w / 2, 0, 0)),
        part(louvers, dark, (w / 2, 0, -0.012)),
        part(
            Box(0.03, 0.12, 0.03, 0.008),
            order.material("latch", "steel"),
            (w * 0.88, h * 0.48, -0.02),
        ),
    ]
    if name:
        sign = lettered(tape, name, 0.062, 0.037)
        out.append(part(Box(w * 0.86, 0.078, 0.008), tape, (w / 2, h * 0.74, -0.013), front=sign))
    elif not name:
        out.append(
            part(
                Box(w * 0.84, h * 0.55, 0.006),
                order.material("wiped", "wiped"),
                (w / 2, h * 0.28, -0.011),
            )
        )
    if number == 1:
        out.append(part(Ellipsoid(w * 0.26, 0.10, 0.012), dark, (w * 0.52, h * 0.17, -0.008)))
    return out


def _locker_things(order: Order, each: float, h: float, d: float) -> list[Solid]:
    """What hangs in the lockers: hangers, a calendar that stopped, Sunday shoes."""
    wire, paper = order.material("wire", "steel"), order.material("calendar", "paper")
    hanger = Union(
        Capsule((0, 0.06, 0), (-0.13, -0.02, 0), 0.012),
        Capsule((0, 0.06, 0), (0.13, -0.02, 0), 0.012),
        Capsule((-0.13, -0.02, 0), (0.13, -0.02, 0), 0.012),
    )
    march = lettered(paper, "MARCH", 0.055, 0.27)
    cloth = order.material("coat", "coverall")
    return [
        part(Repeat(hanger, 0, each, 4), wire, (0, h * 0.68, 0)),
        part(Box(0.24, 0.32, 0.01), paper, (-each * 0.5, h * 0.38, d / 2 - 0.05), front=march),
        part(Rough(Box(0.26, 0.74, 0.12, 0.05), 0.012, 0.2), cloth, (-each * 1.5, h * 0.31, 0.06)),
        part(
            Repeat(Ellipsoid(0.045, 0.06, 0.13), 0, 0.11, 2),
            order.material("shoes", "bakelite"),
            (each * 0.5, 0.17, -0.02),
        ),
    ]


def cupboard(order: Order) -> Made:
    """A tall painted cupboard with one door, wedged shut; `open` shows its papered shelves.

    Options: material, ajar (degrees when it is not open).
    """
    w, h, d = order.size
    cream, paper = order.material("material", "cream"), order.material("lining", "linen")
    swing = 108.0 if order.has("open") or order.has("broken") else order.number("ajar", 0)
    solids: list[Solid] = [
        part(Box(w + 0.08, 0.06, d + 0.06, 0.01), cream, (0, h - 0.06, 0)),
        part(Box(w + 0.04, 0.09, d + 0.03, 0.006), cream),
    ]
    if swing:
        hollow = Moved(Box(w - 0.08, h - 0.22, d), (0, 0.12, -0.04))
        step = (h - 0.22) / 4
        solids.append(part(Cut(Box(w, h, d), hollow), cream))
        solids.append(
            part(
                Repeat(Box(w - 0.06, 0.025, d * 0.86), 1, step, 3),
                paper,
                (0, 0.12 + step * 2, 0.02),
            )
        )
        solids.append(
            part(
                Repeat(Repeat(Torus(0.055, 0.006), 0, 0.2, 2), 1, step, 2),
                order.material("rings", "rust"),
                (0, 0.148 + step * 1.5, -0.02),
            )
        )
    else:
        solids.append(part(Box(w, h, d), cream))
        solids.append(
            part(
                Box(0.05, 0.03, 0.05, 0.004),
                order.material("wedge", "card"),
                (w * 0.34, h * 0.9, -d / 2 - 0.02),
            )
        )
    leaf = Made(tuple(_cupboard_door(order, w - 0.04, h - 0.18)))
    solids += placed(leaf, (-w / 2 + 0.02, 0.1, -d / 2 - 0.014), swing).solids
    return Made(tuple(solids))


def _cupboard_door(order: Order, w: float, h: float) -> list[Solid]:
    cream = order.material("material", "cream")
    panel = order.material("panel", "linen")
    return [
        part(Box(w, h, 0.026, 0.006), cream, (w / 2, 0, 0)),
        part(
            Cut(
                Box(w - 0.1, h * 0.42, 0.012),
                Moved(Box(w - 0.14, h * 0.42 - 0.04, 1), (0, 0.02, 0)),
            ),
            panel,
            (w / 2, h * 0.52, -0.016),
        ),
        part(
            Cut(
                Box(w - 0.1, h * 0.40, 0.012),
                Moved(Box(w - 0.14, h * 0.40 - 0.04, 1), (0, 0.02, 0)),
            ),
            panel,
            (w / 2, h * 0.06, -0.016),
        ),
        part(Sphere(0.03), order.material("knob", "bakelite"), (w * 0.9, h * 0.5, -0.05)),
        part(
            Box(w * 0.3, 0.02, 0.006), order.material("stain", "rust"), (w * 0.7, h * 0.475, -0.016)
        ),
    ]


def kitchen_range(order: Order) -> Made:
    """A black iron range with its flue, a kettle and a scuttle; `lit` has a bright line round the
    fire door and warms the room.
    """
    w, h, d = order.size
    iron, bright = order.material("material", "range_iron"), order.material("rail", "steel")
    lit = order.has("lit")
    x = -w * 0.22
    glow = order.material("ember", "ember") if lit else order.material("cold", "black")
    solids: list[Solid] = [
        part(Box(w, h - 0.1, d, 0.02), iron, (0, 0.1, 0)),
        part(Mirror(Moved(Cylinder(0.035, 0.1), (w * 0.42, 0, d * 0.36)), "xz"), iron),
        part(Box(w + 0.06, 0.05, d + 0.06, 0.015), iron, (0, h - 0.03, 0)),
        part(Box(w * 0.36, h * 0.32, 0.02, 0.01), glow, (x, h * 0.52, -d / 2)),
        part(Box(w * 0.30, h * 0.25, 0.035, 0.015), iron, (x, h * 0.555, -d / 2 - 0.01)),
        part(Box(w * 0.42, h * 0.56, 0.03, 0.015), iron, (w * 0.22, h * 0.26, -d / 2 - 0.005)),
        part(Box(w * 0.32, h * 0.2, 0.03, 0.015), iron, (x, h * 0.22, -d / 2 - 0.005)),
        part(
            Mirror(Capsule((w * 0.22 - w * 0.04, 0, 0), (w * 0.22 + w * 0.14, 0, 0), 0.014)),
            bright,
            (0, h * 0.72, -d / 2 - 0.05),
        ),
        part(
            Capsule(
                (-w * 0.48, h * 0.92, -d / 2 - 0.09), (w * 0.48, h * 0.92, -d / 2 - 0.09), 0.016
            ),
            bright,
        ),
        part(
            Cylinder(0.15, 0.02),
            glow if lit else order.material("plate", "steel_dark"),
            (x, h + 0.02, -d * 0.1),
        ),
        part(Cylinder(0.085, 2.0), iron, (w * 0.26, h, d * 0.22)),
        part(
            Box(0.3, 0.34, 0.05, 0.02),
            order.material("cloth", "linen"),
            (w * 0.30, h * 0.6, -d / 2 - 0.115),
        ),
        *_kettle(order, (x, h + 0.04, -d * 0.1)),
        *_scuttle(order, (-w / 2 - 0.24, 0, -d * 0.12)),
    ]
    solids += _kindling(order, x, glow)
    lamps = (
        Lamp((x, h * 0.35, -d / 2 - 0.8), (1.0, 0.42, 0.12), 2.4, 6.0),
        Lamp((x, h + 0.4, -d * 0.2), (1.0, 0.45, 0.15), 1.3, 5.0),
    )
    return Made(tuple(solids), lamps if lit else ())


def _kindling(order: Order, x: float, glow: Material) -> list[Solid]:
    """The shelf over the range: a match lies ready on it; when the fire is lit its bars glow."""
    w, h, d = order.size
    up, back = h + 0.62, d / 2
    shelf = Box(w * 0.62, 0.035, 0.16)
    out = [part(shelf, order.material("shelf", "wood"), (-w * 0.2, up, back + 0.02))]
    if order.has("lit"):
        slits = Repeat(Box(w * 0.22, 0.016, 0.012), 1, 0.05, 3)
        return [*out, part(slits, glow, (x, h * 0.31, -back - 0.024), casts=False)]
    foot, head = (-w * 0.34, up + 0.05, back - 0.08), (-w * 0.18, up + 0.05, back - 0.12)
    out.append(part(Capsule(foot, head, 0.009), order.material("match", "wood_pale")))
    out.append(part(Sphere(0.015), order.material("match_head", "red_card"), head))
    return out


def _kettle(order: Order, at: Point) -> tuple[Solid, ...]:
    tin, black = order.material("kettle", "mess_enamel"), order.material("handle", "bakelite")
    made = Made(
        (
            part(Cone(0.125, 0.085, 0.14), tin),
            part(Ellipsoid(0.085, 0.04, 0.085), tin, (0, 0.14, 0)),
            part(Sphere(0.018), black, (0, 0.19, 0)),
            part(Capsule((0.1, 0.05, 0), (0.2, 0.14, 0), 0.026, 0.014), tin),
            part(Cut(Torus(0.1, 0.012), Box(0.4, 0.4, 0.4)), black, (0, 0.15, 0), pitch=90),
            part(Cylinder(0.128, 0.012), black, (0, 0, 0)),
        )
    )
    return placed(made, at, 28).solids


def _scuttle(order: Order, at: Point) -> tuple[Solid, ...]:
    tin = order.material("scuttle", "steel_dark")
    made = Made(
        (
            part(Cut(Cone(0.13, 0.19, 0.3), Moved(Cone(0.11, 0.18, 0.3), (0, 0.05, 0))), tin),
            part(
                Rough(Ellipsoid(0.15, 0.06, 0.15), 0.02, 0.09),
                order.material("coke", "cinders"),
                (0, 0.2, 0),
            ),
            part(
                Cut(Torus(0.17, 0.011), Moved(Box(0.6, 0.4, 0.6), (0, -0.4, 0))),
                tin,
                (0, 0.3, 0),
                pitch=60,
            ),
        )
    )
    return placed(made, at, 20).solids


def sink(order: Order) -> Made:
    """A sink on a stand, two taps; above it hooks with lettered mugs. Options: names (by `|`)."""
    w, h, d = order.size
    stone, iron = order.material("material", "mess_enamel"), order.material("pipe", "steel_gray")
    basin = Cut(Box(w * 0.56, 0.22, d, 0.02), Moved(Box(w * 0.5, 0.24, d - 0.1), (0, 0.05, 0)))
    board = order.material("board", "wood_pale")
    solids: list[Solid] = [
        part(basin, stone, (-w * 0.2, h - 0.22, 0)),
        part(Box(w * 0.44, 0.035, d * 0.94), board, (w * 0.29, h - 0.04, 0)),
        part(
            Mirror(Moved(Box(0.05, h - 0.22, 0.05), (w * 0.46, 0, d * 0.4)), "xz"),
            order.material("legs", "wood_gray"),
        ),
        part(Capsule((-w * 0.2, 0, d * 0.1), (-w * 0.2, h - 0.2, d * 0.1), 0.03), iron),
        part(Box(w, 0.4, 0.02), order.material("splash", "tiles"), (0, h, d / 2 - 0.01)),
        part(
            Repeat(_tap(), 0, 0.2, 2),
            order.material("tap", "brass"),
            (-w * 0.2, h + 0.12, d / 2 - 0.02),
        ),
        part(Cylinder(0.16, 0.13, 0.01), order.material("basin", "cream"), (w * 0.28, 0.0, 0)),
        part(Box(w * 0.86, 0.06, 0.025), board, (0, h + 0.62, d / 2 - 0.012)),
    ]
    for i, name in enumerate(order.word("names", "H|O|P|").split("|")):
        solids += _mug(order, name, ((i - 1.5) * w * 0.21, h + 0.5, d / 2 - 0.085), i)
    return Made(tuple(solids))


def _tap() -> Union:
    return Union(
        Capsule((0, 0, 0), (0, 0, -0.14), 0.014),
        Capsule((0, 0, -0.14), (0, -0.05, -0.15), 0.014),
        Capsule((-0.04, 0.05, -0.06), (0.04, 0.05, -0.06), 0.012),
        Capsule((0, 0, -0.06), (0, 0.05, -0.06), 0.012),
    )


def _mug(order: Order, name: str, at: Point, number: int) -> list[Solid]:
    """A hook, and a mug that hangs on it if it has a letter."""
    x, y, z = at
    hook = part(
        Capsule((x, y + 0.15, z + 0.07), (x, y + 0.11, z), 0.012), order.material("hook", "brass")
    )
    if not name:
        return [
            hook,
            part(Box(0.07, 0.03, 0.004), order.material("strip", "linen"), (x, y + 0.12, z + 0.07)),
        ]
    white = order.material("mug", ("mess_enamel", "cream", "wiped")[number % 3])
    sign: Material = lettered(white, name, 0.11, 0.07)
    turn = 16.0 * (number - 1)
    return [
        hook,
        part(Cylinder(0.07, 0.15, 0.01), white, (x, y - 0.05, z)),
        part(Box(0.09, 0.13, 0.02, 0.006), white, (x, y - 0.04, z - 0.062), turn=turn, front=sign),
        part(Torus(0.042, 0.012), white, (x + 0.085, y + 0.03, z), pitch=90),
    ]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "lockers": Kind(lockers, (1.7, 1.86, 0.5)),
        "cupboard": Kind(cupboard, (0.8, 2.05, 0.46)),
        "range": Kind(kitchen_range, (1.1, 0.85, 0.62)),
        "sink": Kind(sink, (1.5, 0.88, 0.52)),
    }
)
