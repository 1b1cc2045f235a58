"""What is in the shed: bench, painted outlines of tools, nests; and light that falls in."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.frames import Strokes, triple
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Repeat,
    Rough,
    Sphere,
)
from nightreel.illustrators.camera.solids import Lamp, Solid

_TOOLS: Mapping[str, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        "saw": (
            (0, 0.02), (0.08, -0.05), (0.14, 0.0), (0.62, 0.03), (0.62, 0.09), (0.14, 0.15),
            (0.02, 0.13),
        ),
        "brace": (
            (0, 0), (0.03, 0), (0.03, 0.12), (0.14, 0.15), (0.14, 0.27), (0.03, 0.30),
            (0.06, 0.42), (-0.04, 0.42), (-0.01, 0.28), (0.10, 0.25), (0.10, 0.17), (-0.01, 0.14),
        ),
        "mallet": (
            (0, 0), (0.05, 0), (0.05, 0.26), (0.15, 0.26), (0.15, 0.40), (-0.10, 0.40),
            (-0.10, 0.26), (0, 0.26),
        ),
        "cutters": (
            (0, 0), (0.045, 0), (0.10, 0.52), (0.15, 0), (0.195, 0), (0.15, 0.58), (0.21, 0.74),
            (0.12, 0.80), (0.075, 0.72), (0.02, 0.80), (-0.02, 0.72), (0.05, 0.58),
        ),
        "hook": (
            (0, 0), (0.05, 0), (0.08, 0.22), (0.20, 0.22), (0.23, 0), (0.28, 0), (0.24, 0.28),
            (0.16, 0.30), (0.17, 0.46), (0.08, 0.56), (0.00, 0.48), (0.04, 0.44), (0.09, 0.49),
            (0.12, 0.44), (0.11, 0.30), (0.04, 0.28),
        ),
    }
)  # fmt: skip
"""Outlines of tools, in meters."""


def outlines(order: Order) -> Made:
    """Painted outlines of tools over a bench, and a mallet that still hangs in its own. Options:
    material (the paint), board.
    """
    w, h, _ = order.size
    paint = order.material("material", "white")
    board = order.material("board", "planks_dark")
    marks = (
        ("saw", -0.44, 0.62),
        ("saw", -0.44, 0.28),
        ("brace", -0.06, 0.40),
        ("mallet", 0.10, 0.42),
        ("hook", 0.22, 0.36),
        ("cutters", 0.38, 0.10),
    )
    solids = [part(Box(w, h, 0.03), board)]
    for name, x, y in marks:
        line = Strokes(_TOOLS[name], 0.013, closed=True)
        solids.append(part(line, paint, (x * w, y * h, -0.016), casts=False))
    x, y = 0.10 * w, 0.42 * h
    solids += [
        part(Box(0.04, 0.30, 0.04), order.material("wood", "wood"), (x + 0.025, y, -0.05)),
        part(
            Box(0.22, 0.11, 0.11, 0.02),
            order.material("head", "wood_pale"),
            (x + 0.025, y + 0.27, -0.07),
        ),
    ]
    return Made(tuple(solids))


def workbench(order: Order) -> Made:
    """A bench of two-inch plank with a vise and a chest of drawers under it. Options: material."""
    w, h, d = order.size
    plank, leg = order.material("material", "planks_bench"), order.material("leg", "wood_gray")
    iron, chest = order.material("vise", "steel_blue"), order.material("chest", "steel_green")
    dark = order.material("handle", "worn")
    return Made(
        (
            part(Box(w, 0.06, d, 0.01), plank, (0, h - 0.06, 0)),
            part(Box(w - 0.1, 0.14, 0.04), leg, (0, h - 0.2, -d / 2 + 0.08)),
            part(Mirror(Moved(Box(0.10, h - 0.06, 0.10), (w / 2 - 0.12, 0, -d / 2 + 0.12))), leg),
            part(Box(w - 0.3, 0.05, d - 0.2), leg, (0, 0.16, 0.05)),
            part(Box(0.72, 0.58, 0.5, 0.01), chest, (w * 0.24, 0.22, 0.0)),
            part(
                Repeat(Box(0.66, 0.012, 0.02), 1, 0.14, 4),
                order.material("seam", "black"),
                (w * 0.24, 0.50, -0.25),
            ),
            part(
                Repeat(Capsule((-0.09, 0, 0), (0.09, 0, 0), 0.012), 1, 0.14, 4),
                dark,
                (w * 0.24, 0.50, -0.27),
            ),
            part(Box(0.17, 0.13, 0.24, 0.02), iron, (-w * 0.34, h, -d * 0.30)),
            part(Box(0.20, 0.16, 0.06, 0.015), iron, (-w * 0.34, h, -d * 0.30 - 0.22)),
            part(
                Capsule((-0.14, 0.05, 0), (0.14, 0.05, 0), 0.014),
                dark,
                (-w * 0.34, h - 0.02, -d * 0.30 - 0.29),
            ),
            part(
                Repeat(Cylinder(0.055, 0.12, 0.005), 0, 0.15, 4),
                order.material("tins", "tin"),
                (w * 0.05, h, d * 0.28),
            ),
            part(
                Cylinder(0.16, 0.30, 0.01),
                order.material("bucket", "zinc_rusty"),
                (-w * 0.12, 0.0, -0.05),
            ),
        )
    )


def pinholes(order: Order) -> Made:
    """Bolt holes in an iron wall that daylight comes through, in rows. Options: material."""
    w, h, _ = order.size
    glow = order.material("material", "day_spot")
    solids: list[Solid] = []
    for k in range(3):
        n = int(w / (0.9 + 0.3 * order.roll(k)))
        row = Repeat(Sphere(0.013 + 0.006 * order.roll(k + 9)), 0, w / n * 0.97, n)
        solids.append(
            part(
                row, glow, ((order.roll(k + 20) - 0.5) * 0.3, h * (0.25 + 0.3 * k), 0), casts=False
            )
        )
    return Made(tuple(solids))


def nests(order: Order) -> Made:
    """A beam under a roof with a row of swallows' nests along it, a lip of white to each."""
    w, h, d = order.size
    n = max(1, int(order.number("count", 5)))
    mud, lime = order.material("nest", "nest"), order.material("lime", "white")
    return Made(
        (
            part(Box(w, h, d, 0.01), order.material("material", "steel_dark")),
            part(
                Repeat(Rough(Ellipsoid(0.09, 0.07, 0.07), 0.015, 0.06), 0, 0.42, n),
                mud,
                (0.2, h * 0.45, -d / 2 - 0.03),
                casts=False,
            ),
            part(
                Repeat(Box(0.10, 0.10, 0.01), 0, 0.42, n),
                lime,
                (0.2, h * 0.05 - 0.06, -d / 2 - 0.012),
                casts=False,
            ),
        )
    )


def fallen_light(order: Order) -> Made:
    """Light that comes in at an opening and shines to the front, downward. Options: power, spread,
    haze, color, drop.
    """
    hue = triple(order, "color", (0.78, 0.86, 1.0))
    lamp = Lamp(
        (0, 0, 0),
        hue,
        order.number("power", 3.0),
        order.number("reach", 9.0),
        (0, order.number("drop", -0.15), -1),
        order.number("spread", 70.0),
        shadows=order.flag("shadows"),
        haze=order.number("haze", 0.5),
    )
    return Made((), (lamp,))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "outlines": Kind(outlines, (3.0, 1.2, 0.05)),
        "workbench": Kind(workbench, (2.6, 0.86, 0.75)),
        "pinholes": Kind(pinholes, (6.0, 3.0, 0.1)),
        "nests": Kind(nests, (7.0, 0.22, 0.14)),
        "fallen_light": Kind(fallen_light, (1.0, 1.0, 1.0)),
    }
)
