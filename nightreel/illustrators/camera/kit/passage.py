"""What a corridor is made of: doors, pipes, bulbs in cages, a stair down, light from outside."""

from collections.abc import Mapping
from math import atan2, degrees, hypot
from types import MappingProxyType

from nightreel.illustrators.camera.kit.lights import WARM, burns
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import PRINT, lettered, material_of
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Repeat,
    Torus,
)
from nightreel.illustrators.camera.solids import Lamp, Solid


def pipe_run(order: Order) -> Made:
    """Pipes lying along x side by side, in clips. `count` of them; `at` is their lower edge."""
    w, h, d = order.size
    count = max(1, int(order.number("count", 3)))
    gap = d / count
    radius = min(h / 2, gap * 0.42)
    clip = Repeat(
        Repeat(Box(0.04, radius * 2.3, radius * 2.3, 0.01), 2, gap, count),
        0,
        2.4,
        max(1, int(w / 2.4)),
    )
    return Made(
        (
            part(
                Repeat(Capsule((-w / 2, 0, 0), (w / 2, 0, 0), radius), 2, gap, count),
                order.material("material", "steel_green"),
                (0, radius, 0),
            ),
            part(clip, order.material("clip", "rust"), (0, -radius * 0.15, 0)),
        )
    )


def caged_bulb(order: Order) -> Made:
    """A bulb in a cage under a ceiling; `at` is the ceiling. Options: power, dim, always, dead."""
    w, h, _ = order.size
    on = burns(order)
    glass = material_of(
        {"like": "bulb", "glow": order.number("glow", 5.0)} if on else "bulb_dead", "bulb"
    )
    cage = order.material("cage", "iron_black")
    solids = (
        part(
            Cylinder(w * 0.55, 0.07),
            order.material("material", "steel_dark"),
            (0, -0.07, 0),
            casts=False,
        ),
        part(Ellipsoid(w * 0.32, h * 0.4, w * 0.32), glass, (0, -0.07 - h * 0.36, 0), casts=False),
        part(
            Mirror(Capsule((w * 0.44, -0.06, 0), (w * 0.36, -h - 0.03, 0), 0.010)),
            cage,
            casts=False,
        ),
        part(
            Mirror(Capsule((0, -0.06, w * 0.44), (0, -h - 0.03, w * 0.36), 0.010), "z"),
            cage,
            casts=False,
        ),
        part(Torus(w * 0.40, 0.010), cage, (0, -h * 0.75, 0), casts=False),
    )
    power = order.number("power", 2.6)
    lamps = (
        (Lamp((0, -h - 0.15, 0), WARM, power, order.number("reach", 9.0), haze=0.5),)
        if on and power
        else ()
    )
    return Made(solids, lamps)


def stair_down(order: Order) -> Made:
    """A steel stair that goes down: treads, stringers, rails, the walls of its pit.

    `at` is the edge of the floor; it descends to +z. Size: width, depth of the pit, length.
    """
    w, h, d = order.size
    steel = order.material("material", "steel")
    rail = order.material("rail", "rail_yellow")
    wall = order.material("wall", "concrete_dark")
    steps = 9
    lean = degrees(atan2(h, d * 0.9))
    out = [
        part(Box(w * 0.96, 0.03, 0.05), order.material("nosing", "hazard"), (0, -0.012, 0.02)),
        part(Capsule((-w * 0.42, 0.95, 0.0), (-w * 0.42, 0.95 - h * 0.8, d * 0.8), 0.03), rail),
        part(Capsule((w * 0.42, 0.95, 0.0), (w * 0.42, 0.95 - h * 0.8, d * 0.8), 0.03), rail),
        part(Mirror(Capsule((w * 0.42, 0, 0), (w * 0.42, 0.95, 0), 0.03)), rail, (0, 0, 0.02)),
        part(
            Mirror(Capsule((w * 0.42, -h * 0.4, 0), (w * 0.42, 0.95 - h * 0.42, 0), 0.025)),
            rail,
            (0, 0, d * 0.41),
        ),
        part(
            Repeat(Box(0.05, 0.24, hypot(h, d) * 0.98), 0, w * 0.93, 2),
            steel,
            (0, -h / 2 - 0.1, d * 0.47 + 0.1),
            pitch=lean,
        ),
        part(Box(0.1, 6, d + 0.4), wall, (-w / 2 - 0.05, -3, d / 2 + 0.2)),
        part(Box(0.1, 6, d + 0.4), wall, (w / 2 + 0.05, -3, d / 2 + 0.2)),
        part(Box(w + 0.4, 6.5, 0.1), wall, (0, -3.2, d + 0.35)),
        part(Box(w + 0.4, 0.1, d + 0.4), wall, (0, order.number("head", 2.4), d / 2 + 0.1)),
        part(
            Box(w + 0.4, 0.1, d + 0.4), order.material("pit", "black"), (0, -h - 0.15, d / 2 + 0.1)
        ),
        part(Box(1.1, 1.95, 0.04), order.material("pit", "black"), (0, -h, d + 0.33)),
    ]
    # One step, laid level again, and repeated down the slope.
    run = hypot(h, d * 0.9)
    tread = Moved(Box(w * 0.9, 0.04, d * 0.085), (0, 0, 0), pitch=-lean)
    middle = (0.0, -h / 2 - 0.1, d * 0.45 + 0.14)
    out.append(
        part(
            Repeat(tread, 2, run / steps, steps),
            order.material("tread", "steel_dark"),
            middle,
            pitch=lean,
        )
    )
    nosing = Capsule((-w * 0.45, 0, 0), (w * 0.45, 0, 0), 0.022)
    edge = (0.0, middle[1] + 0.03, middle[2] + d * 0.042)
    out.append(
        part(
            Repeat(nosing, 2, run / steps, steps),
            order.material("worn", "worn"),
            edge,
            pitch=lean,
            casts=False,
        )
    )
    below = (Lamp((0, -h + 0.5, d - 0.1), WARM, 3.0, 7.0, haze=0.6),) if order.powered else ()
    return Made(tuple(out), below)


def swing_door(order: Order) -> Made:
    """A door on a two-way spring, with a round window and a kick plate. Options: words, number."""
    w, h, d = order.size
    frame = order.material("frame", "steel_dark")
    leaf = order.material("material", "steel_gray")
    front = -d / 2
    out = [
        part(Repeat(Box(0.10, h + 0.10, d + 0.20), 0, w + 0.10, 2), frame),
        part(Box(w + 0.20, 0.10, d + 0.20), frame, (0, h, 0)),
        part(Box(w - 0.01, h, d * 0.7, 0.006), leaf),
        part(
            Torus(0.16, 0.022),
            order.material("rim", "brass"),
            (0, h * 0.72, front * 0.7),
            pitch=-90,
        ),
        part(
            Cylinder(0.155, 0.012),
            order.material("pane", "glass"),
            (0, h * 0.72, front * 0.7),
            pitch=-90,
        ),
        part(
            Box(w * 0.86, 0.26, 0.012),
            order.material("kick", "brass"),
            (0, 0.03, front * 0.8),
            casts=False,
        ),
        part(
            Box(0.09, 0.34, 0.012),
            order.material("kick", "brass"),
            (w * 0.36, h * 0.44, front * 0.8),
            casts=False,
        ),
    ]
    out += _names(order, w, h, front * 0.8)
    return Made(tuple(out))


def _names(order: Order, w: float, h: float, front: float) -> list[Solid]:
    """The name stenciled at the height of the eyes, and a brass number above it."""
    words, number = order.word("words"), order.word("number")
    out: list[Solid] = []
    if words:
        high = min(0.085, w * 0.86 / max(len(words), 1) * 1.55)
        out.append(
            part(
                Box(w * 0.9, 0.13, 0.01),
                lettered("white", words, high, 0.065, ink=PRINT),
                (0, h * 0.555, front - 0.004),
                casts=False,
            )
        )
    if number:
        out.append(
            part(
                Box(0.13, 0.15, 0.012),
                lettered("brass", number, 0.11, 0.075, ink=PRINT),
                (0, h * 0.875, front - 0.004),
                casts=False,
            )
        )
    return out


def room_door(order: Order) -> Made:
    """A painted steel door against a wall, shut. Options: words, number, wired (a glass pane)."""
    w, h, d = order.size
    frame = order.material("frame", "steel_dark")
    leaf = order.material("material", "steel_green")
    front = -d / 2
    brass = order.material("handle", "brass")
    out = [
        part(Repeat(Box(0.10, h + 0.10, d + 0.20), 0, w + 0.10, 2), frame),
        part(Box(w + 0.20, 0.10, d + 0.20), frame, (0, h, 0)),
        part(Box(w - 0.01, h, d * 0.7, 0.006), leaf),
        part(
            Capsule((w * 0.36, h * 0.47, front - 0.05), (w * 0.22, h * 0.47, front - 0.05), 0.02),
            brass,
        ),
        part(Box(0.07, 0.2, d + 0.02, 0.01), brass, (w * 0.37, h * 0.41, -0.01)),
    ]
    if order.flag("wired"):
        out.append(
            part(
                Box(w * 0.66, h * 0.29, d * 0.8),
                order.material("pane", "glass_wired"),
                (0, h * 0.63, 0),
            )
        )
        out.append(part(Repeat(Box(w * 0.7, 0.03, d), 1, h * 0.3, 2), frame, (0, h * 0.77, 0)))
    out += _names(order, w, h, front * 0.85)
    return Made(tuple(out))


def daylight(order: Order) -> Made:
    """Light that comes in at an opening, to its front. Options: dusk, power."""
    dusk = order.flag("dusk")
    color = (1.0, 0.55, 0.28) if dusk else (0.95, 0.92, 0.85)
    lamp = Lamp(
        (0, 1.3, -0.2), color, order.number("power", 2.0), 9.0, (0, -0.25, -1), 70, haze=0.8
    )
    return Made((), (lamp,))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "pipe_run": Kind(pipe_run, (10.0, 0.14, 0.5)),
        "caged_bulb": Kind(caged_bulb, (0.2, 0.22, 0.2)),
        "stair_down": Kind(stair_down, (2.0, 2.2, 2.8)),
        "swing_door": Kind(swing_door, (0.95, 2.08, 0.08)),
        "room_door": Kind(room_door, (0.9, 2.05, 0.08)),
        "daylight": Kind(daylight, (1.0, 1.0, 1.0)),
    }
)
