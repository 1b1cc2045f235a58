"""Lamps, lit and broken."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cone,
    Cut,
    Cylinder,
    Mirror,
    Repeat,
    Sphere,
)
from nightreel.illustrators.camera.solids import Lamp

WARM = (1.0, 0.74, 0.44)
COLD = (0.80, 1.0, 0.90)


def burns(order: Order) -> bool:
    """Return whether a lamp gives light: by its place's power or lit, and not broken."""
    if order.has("broken") or order.flag("dead"):
        return False
    return order.powered or order.has("lit") or order.flag("always")


def _shining(on: bool, lamp: Lamp) -> tuple[Lamp, ...]:
    """Return the light that a lamp gives: none when it does not burn."""
    return (lamp,) if on else ()


def tube(order: Order) -> Made:
    """A fluorescent tube under a ceiling; `at` is the ceiling. Options: dead, power, always."""
    w, _, _ = order.size
    on = burns(order)
    glass = order.material("tube", "tube" if on else "bulb_dead")
    case = order.material("material", "steel_white")
    solids = (
        part(Box(w, 0.07, 0.14, 0.01), case, (0, -0.09, 0), casts=False),
        part(
            Capsule((-w / 2 + 0.05, -0.13, 0), (w / 2 - 0.05, -0.13, 0), 0.022), glass, casts=False
        ),
    )
    return Made(
        solids,
        _shining(
            on,
            Lamp(
                (0, -0.22, 0),
                COLD,
                order.number("power", 2.6),
                12.0,
                (0, -1, 0),
                88,
                shadows=order.flag("shadows"),
                haze=0.2,
            ),
        ),
    )


def bulb(order: Order) -> Made:
    """A bulb in an enamel shade on a flex; `at` is the ceiling, height is the flex."""
    w, h, _ = order.size
    on = burns(order)
    shade = Cut(Cone(w / 2, w / 7, w * 0.4), Cone(w / 2 - 0.015, w / 7, w * 0.36))
    solids = (
        part(
            Capsule((0, -h, 0), (0, 0, 0), 0.008), order.material("flex", "bakelite"), casts=False
        ),
        part(shade, order.material("material", "steel_green"), (0, -h - w * 0.2, 0), casts=False),
        part(
            Sphere(0.045),
            order.material("bulb", "bulb" if on else "bulb_dead"),
            (0, -h - w * 0.16, 0),
            casts=False,
        ),
    )
    return Made(
        solids,
        _shining(
            on,
            Lamp(
                (0, -h - w * 0.25, 0),
                WARM,
                order.number("power", 3.2),
                12.0,
                (0, -1, 0),
                84,
                shadows=order.flag("shadows"),
            ),
        ),
    )


def bulkhead(order: Order) -> Made:
    """A caged lamp on a wall, shining to its front. Options: red, power, always, dead."""
    w, h, d = order.size
    on, red = burns(order), order.flag("red")
    name = ("lamp_red" if red else "bulb") if on else ("glass_red" if red else "bulb_dead")
    solids = (
        part(
            Cylinder(w / 2, d * 0.4),
            order.material("material", "steel_dark"),
            (0, h / 2, 0),
            pitch=-90,
            casts=False,
        ),
        part(Sphere(w * 0.36), order.material("bulb", name), (0, h / 2, -d * 0.5), casts=False),
        part(
            Mirror(Capsule((w * 0.2, 0.02, -d), (w * 0.2, h - 0.02, -d), 0.008)),
            order.material("cage", "iron_black"),
            casts=False,
        ),
    )
    color = (1.0, 0.07, 0.04) if red else WARM
    return Made(
        solids,
        _shining(
            on,
            Lamp(
                (0, h / 2, -d * 1.2),
                color,
                order.number("power", 1.8),
                10.0,
                shadows=order.flag("shadows"),
            ),
        ),
    )


def post_lamp(order: Order) -> Made:
    """A lamp on a pole, its head over the front. Options: power, always, dead."""
    _, h, d = order.size
    on = burns(order)
    steel = order.material("material", "steel_gray")
    solids = (
        part(Cylinder(0.06, h), steel),
        part(Capsule((0, h - 0.05, 0), (0, h + 0.1, -d), 0.035), steel),
        part(Cut(Cone(0.26, 0.09, 0.2), Cone(0.23, 0.06, 0.18)), steel, (0, h - 0.06, -d)),
        part(
            Sphere(0.075),
            order.material("bulb", "bulb" if on else "bulb_dead"),
            (0, h - 0.03, -d),
            casts=False,
        ),
    )
    return Made(
        solids,
        _shining(
            on,
            Lamp(
                (0, h - 0.15, -d),
                WARM,
                order.number("power", 16.0),
                26.0,
                (0, -1, 0),
                74,
                shadows=True,
            ),
        ),
    )


def beacon(order: Order) -> Made:
    """A drum of red glass on a gearbox; `lit` burns red, `broken` is open and dark."""
    w, h, _ = order.size
    on = burns(order)
    steel = order.material("material", "steel_gray")
    glass = order.material("glass", "lamp_red" if on else "glass_red")
    drum = Cylinder(w * 0.4, h * 0.55)
    solids = [
        part(Box(w * 0.7, h * 0.22, w * 0.7, 0.02), steel),
        part(Cylinder(w * 0.46, h * 0.06), steel, (0, h * 0.22, 0)),
        part(Cone(w * 0.46, w * 0.16, h * 0.14), steel, (0, h * 0.84, 0)),
        part(
            Repeat(Cylinder(w * 0.41, 0.012), 1, h * 0.1, 5), steel, (0, h * 0.55, 0), casts=False
        ),
    ]
    if order.has("broken"):
        solids.append(part(Cut(drum, Box(w, h * 0.4, w)), glass, (0, h * 0.28, 0), casts=False))
        solids.append(
            part(Sphere(0.05), order.material("dead", "bulb_dead"), (0, h * 0.5, 0), casts=False)
        )
    else:
        solids.append(part(drum, glass, (0, h * 0.28, 0), casts=False))
    return Made(
        tuple(solids),
        _shining(
            on,
            Lamp((0, h * 0.6, 0), (1.0, 0.07, 0.035), order.number("power", 9.0), 30.0, haze=2.0),
        ),
    )


def pilot(order: Order) -> Made:
    """A row of small lamps, `count` of them; red, amber or green by `color`."""
    w, h, d = order.size
    on = burns(order)
    count = max(1, int(order.number("count", 4)))
    hue = {"red": [1.0, 0.08, 0.04], "amber": [1.0, 0.5, 0.1], "green": [0.2, 1.0, 0.3]}
    glow = {
        "like": "bulb",
        "color": hue.get(order.word("color", "amber"), hue["amber"]),
        "glow": 4.0 if on else 0.0,
    }
    lit = Order(order.size, options={"m": glow}).material("m", "bulb")
    row = Repeat(Sphere(h / 2), 0, w / count, count)
    return Made((part(row, lit, (0, h / 2, -d), casts=False),))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "tube": Kind(tube, (1.3, 0.1, 0.14)),
        "bulb": Kind(bulb, (0.34, 0.5, 0.34)),
        "bulkhead": Kind(bulkhead, (0.2, 0.26, 0.12)),
        "post_lamp": Kind(post_lamp, (0.5, 4.5, 0.9)),
        "beacon": Kind(beacon, (0.9, 1.0, 0.9)),
        "pilot": Kind(pilot, (0.4, 0.03, 0.01)),
    }
)
