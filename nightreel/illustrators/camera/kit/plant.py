"""The generator hall: the engine, its fuel, its batteries, and the stair that goes down to it."""

from collections.abc import Mapping
from math import atan2, cos, degrees, hypot, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part, placed
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
    Shape,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Solid


def generator(order: Order) -> Made:
    """A three-cylinder diesel along x on a plinth, flywheel to the left.

    `running` makes the flywheel a blur; `primed` shows fuel in the sight glass; until then a rag is
    tied over the air intake.
    """
    w, h, d = order.size
    green, dark = order.material("material", "engine_green"), order.material("iron", "iron_black")
    base = 0.42
    x0 = w * 0.06
    solids: list[Solid] = [
        part(
            Box(w, base, d, 0.03),
            order.material("plinth", "concrete"),
            top=order.material("tray", "steel_dark"),
        ),
        part(Box(w * 0.62, h * 0.36, d * 0.52, 0.05), green, (x0, base, 0)),
        part(
            Repeat(Cylinder(0.11, 0.02), 0, w * 0.18, 3),
            dark,
            (x0, base + h * 0.17, -d * 0.26),
            pitch=-90,
        ),
        *_cylinders(order, x0, base),
        part(
            Capsule(
                (x0 - w * 0.24, base + h * 0.66, d * 0.26),
                (x0 + w * 0.24, base + h * 0.66, d * 0.26),
                0.075,
            ),
            dark,
        ),
        part(Box(w * 0.2, h * 0.44, d * 0.6, 0.04), green, (w * 0.44, base, 0)),
        part(Cylinder(d * 0.27, w * 0.16, 0.03), dark, (w * 0.36, base + h * 0.27, 0), roll=-90),
        part(
            Box(0.3, 0.17, 0.012),
            order.material("plate", "brass"),
            (x0, base + h * 0.22, -d * 0.265),
            front=lettered(order.material("plate", "brass"), "1959", 0.09, 0.085),
        ),
        *_flywheel(order, (-w * 0.39, base + h * 0.20, 0), h * 0.47),
        *_intake(order, (x0 - w * 0.28, base + h * 0.60, -d * 0.30)),
        *_sight(order, (x0 + w * 0.14, base + h * 0.32, -d * 0.30)),
    ]
    return Made(tuple(solids))


def _cylinders(order: Order, x: float, base: float) -> list[Solid]:
    """Three cylinders with cooling fins, their heads, and the rockers on top."""
    w, h, d = order.size
    green, dark = order.material("material", "engine_green"), order.material("iron", "iron_black")
    step = w * 0.18
    fins = Repeat(Box(w * 0.15, 0.016, d * 0.39, 0.004), 1, 0.07, 4)
    barrel, head = Box(w * 0.14, h * 0.30, d * 0.36, 0.03), Box(w * 0.13, h * 0.13, d * 0.30, 0.03)
    rocker = Capsule((0, 0, 0), (0, 0.14, 0), 0.02)
    return [
        part(Repeat(barrel, 0, step, 3), green, (x, base + h * 0.34, 0)),
        part(Repeat(fins, 0, step, 3), dark, (x, base + h * 0.48, 0)),
        part(Repeat(head, 0, step, 3), green, (x, base + h * 0.63, 0)),
        part(
            Repeat(rocker, 0, step / 2, 6),
            order.material("rocker", "steel"),
            (x, base + h * 0.75, 0),
        ),
    ]


def _flywheel(order: Order, at: tuple[float, float, float], r: float) -> list[Solid]:
    """The wheel in the x plane; a blur that one sees through when it runs."""
    x, y, z = at
    iron = order.material("wheel", "steel_gray")
    guard = order.material("guard", "steel_red")
    across = Capsule((x - 0.34, 0.9, z - r), (x - 0.34, 0.9, z + r), 0.022)
    post = Capsule((0, 0, 0), (0, 0.9, 0), 0.022)
    ring = Cut(Cylinder(r, 0.15, 0.02), Moved(Cylinder(r * 0.80, 0.5), (0, -0.1, 0)))
    out = [
        part(ring, iron, (x + 0.075, y, z), roll=90),
        part(Cylinder(r * 0.2, 0.26, 0.02), iron, (x + 0.13, y, z), roll=90),
        part(across, guard),
        part(Repeat(post, 2, r * 2, 2), guard, (x - 0.34, 0, z)),
    ]
    if order.has("running"):
        out.append(
            part(
                Cylinder(r * 0.82, 0.03),
                order.material("blur", "flywheel_blur"),
                (x + 0.015, y, z),
                roll=90,
                casts=False,
            )
        )
        return out
    spokes: list[Shape] = [
        Capsule(
            (0, r * 0.15 * cos(a), r * 0.15 * sin(a)),
            (0, r * 0.84 * cos(a), r * 0.84 * sin(a)),
            0.045,
            0.035,
        )
        for a in (radians(72 * k + 18) for k in range(5))
    ]
    out.append(part(Union(*spokes), iron, (x, y, z)))
    return out


def _intake(order: Order, at: tuple[float, float, float]) -> list[Solid]:
    """The air intake: a can on a bent pipe; a rag is tied over it until the engine is primed."""
    x, y, z = at
    dark = order.material("iron", "iron_black")
    out = [
        part(Capsule((x + 0.1, y, z + 0.2), (x, y, z), 0.05), dark),
        part(Cylinder(0.13, 0.24, 0.02), dark, (x, y, z)),
    ]
    if order.has("running") or order.has("primed"):
        out.append(
            part(Cylinder(0.135, 0.05), order.material("screen", "grating"), (x, y + 0.24, z))
        )
        return out
    rag = order.material("rag", "rag")
    out.append(part(Cylinder(0.145, 0.10, 0.04), rag, (x, y + 0.19, z)))
    out.append(part(Ellipsoid(0.13, 0.06, 0.04), rag, (x - 0.11, y + 0.22, z - 0.14), roll=24))
    out.append(part(Ellipsoid(0.13, 0.06, 0.04), rag, (x + 0.11, y + 0.22, z - 0.14), roll=-24))
    out.append(
        part(
            Mirror(Capsule((0.02, 0, 0), (0.07, -0.17, 0), 0.03, 0.04)), rag, (x, y + 0.2, z - 0.15)
        )
    )
    return out


def _sight(order: Order, at: tuple[float, float, float]) -> list[Solid]:
    """The sight glass: clear, or a finger of fuel."""
    x, y, z = at
    full = order.has("primed") or order.has("running")
    glass = (
        order.material("fuel", "fuel_lit" if order.has("running") else "fuel")
        if full
        else order.material("glass", "cell_glass")
    )
    brass = order.material("fitting", "brass")
    return [
        part(Cylinder(0.05, 0.2), glass, (x, y, z)),
        part(Repeat(Cylinder(0.06, 0.03), 1, 0.2, 2), brass, (x, y + 0.085, z)),
    ]


def fuel_cock(order: Order) -> Made:
    """A brass tap at knee height on an upright pipe; `open` has its bar along the pipe, else across
    it with a lead seal hanging. Options: run (meters it goes on to the right, along the
    floor), back (meters to the left, at its top).
    """
    _, h, _ = order.size
    pipe, brass = order.material("pipe", "copper"), order.material("material", "brass")
    run = order.number("run", 0.0)
    y = h * 0.72
    back = order.number("back", 0.0)
    solids = [
        part(Capsule((0, 0.06, 0), (0, h, 0), 0.028), pipe),
        *((part(Capsule((0, 0.06, 0), (run, 0.06, 0), 0.028), pipe),) if run else ()),
        *((part(Capsule((0, h, 0), (-back, h, 0), 0.028), pipe),) if back else ()),
        part(Cylinder(0.06, 0.15, 0.012), brass, (0, y - 0.075, 0)),
        part(Cylinder(0.045, 0.11, 0.01), brass, (0, y, 0), pitch=-90),
        part(Repeat(Cylinder(0.05, 0.025), 1, 0.18, 2), brass, (0, y - 0.012, 0)),
    ]
    bar = Box(0.30, 0.05, 0.03, 0.012)
    if order.has("open"):
        solids.append(part(bar, order.material("bar", "steel_red"), (0, y + 0.11, -0.13), roll=90))
        return Made(tuple(solids))
    solids.append(part(bar, order.material("bar", "steel_red"), (0.11, y - 0.025, -0.13)))
    solids.append(
        part(
            Capsule((0.22, y, -0.14), (0.22, y - 0.09, -0.15), 0.008),
            order.material("wire", "steel"),
        )
    )
    solids.append(
        part(
            Cylinder(0.028, 0.014),
            order.material("seal", "lead"),
            (0.22, y - 0.13, -0.15),
            pitch=-90,
        )
    )
    return Made(tuple(solids))


def cradle_drum(order: Order) -> Made:
    """A drum lying along x on a cradle, a dipstick cap on its top, a tap at its right foot."""
    w, h, _ = order.size
    r = 0.30
    y = h - r
    steel, wood = order.material("material", "steel_blue"), order.material("cradle", "wood_gray")
    saddle = Prism([(-0.42, 0), (0.42, 0), (0.3, y - r * 0.5), (-0.3, y - r * 0.5)], 0.1)
    solids = [
        part(Cylinder(r, w, 0.02), steel, (w / 2, y, 0), roll=90),
        part(Repeat(Torus(r, 0.02), 1, w / 3.05, 4), steel, (0, y, 0), roll=90),
        part(Repeat(Moved(saddle, turn=90), 0, w * 0.6, 2), wood),
        part(Cylinder(0.045, 0.06, 0.008), order.material("cap", "brass"), (w * 0.1, h - 0.015, 0)),
        part(
            Capsule((w * 0.1, h, 0), (w * 0.1, h + 0.14, 0), 0.014),
            order.material("stick", "steel"),
        ),
        part(
            Box(0.5, 0.16, 0.01),
            order.material("word", "linen"),
            (0, y - 0.08, -r - 0.004),
            front=lettered(order.material("word", "linen"), "DIESEL", 0.115, 0.08),
        ),
    ]
    return Made(tuple(solids))


def cells(order: Order) -> Made:
    """Two banks of glass cells on oak shelves, A over B, a needle over each, lead straps upward.
    `drained` has the needles down in the red and the cells gone dull. Options: count (of a row).
    """
    w, h, d = order.size
    count = max(2, round(order.number("count", 12)))
    step = (w - 0.16) / count
    oak, lead = order.material("material", "wood"), order.material("lead", "lead")
    drained = order.has("drained")
    jar = order.material("cell", "cell_drained" if drained else "cell")
    solids = [
        part(Repeat(Box(0.09, h, d), 0, w / 2 - 0.05, 3), oak),
        part(Repeat(Box(w, 0.06, d), 1, h * 0.40, 2), oak, (0, h * 0.42, 0)),
        part(Box(w, 0.05, 0.05), oak, (0, h - 0.05, d / 2 - 0.03)),
    ]
    for i, name in enumerate(("B", "A")):
        y = h * (0.22 + 0.40 * i) + 0.06
        tall = h * 0.25
        full = 0.36 if drained else 0.84
        solids += [
            part(
                Repeat(Box(step * 0.80, tall * full, d * 0.66, 0.012), 0, step, count),
                jar,
                (0, y, 0),
            ),
            part(
                Repeat(Box(step * 0.80, tall * (1 - full), d * 0.66, 0.012), 0, step, count),
                order.material("clear", "cell_glass"),
                (0, y + tall * full, 0),
            ),
            part(
                Repeat(
                    Union(Cylinder(0.026, 0.06), Moved(Sphere(0.032), (0, 0.06, 0))),
                    0,
                    step / 2,
                    count * 2,
                ),
                order.material("fur", "bone"),
                (0, y + tall, 0),
            ),
            part(Box(w - 0.3, 0.02, 0.05), lead, (0, y + tall + 0.05, 0.03)),
            *_needle(order, (-w * 0.5 - 0.22, y + tall * 0.75, -d * 0.3), name, drained),
        ]
    straps = Repeat(Box(0.06, h * 0.8, 0.02), 0, 0.3, 2)
    solids.append(part(straps, lead, (w * 0.40, h * 0.9, d * 0.3)))
    solids.append(
        part(
            Box(0.05, 0.26, 0.02, 0.006),
            order.material("thermometer", "bone"),
            (w * 0.1, h * 0.92, -d * 0.42),
        )
    )
    return Made(tuple(solids))


def _needle(order: Order, at: tuple[float, float, float], name: str, low: bool) -> list[Solid]:
    """A bank's meter in a case, lettered; its needle up, or down in the red."""
    case, face = order.material("case", "bakelite"), order.material("face", "bone")
    red, ink = order.material("red", "red_card"), order.material("ink", "black")
    tilt = 52.0 if low else -18.0
    made = Made(
        (
            part(Box(0.34, 0.36, 0.1, 0.02), case, (0, -0.18, 0.05)),
            part(Cylinder(0.15, 0.012), face, (0, 0, -0.002), pitch=-90),
            part(
                Prism([(-0.14, 0.02), (-0.05, 0.02), (-0.08, 0.11), (-0.12, 0.08)], 0.01),
                red,
                (0, 0, -0.017),
            ),
            part(
                Moved(Capsule((0, 0, 0), (0, 0.13, 0), 0.011, 0.007), (0, -0.05, 0), roll=tilt),
                ink,
                (0, 0, -0.024),
            ),
            part(
                Box(0.14, 0.14, 0.012),
                face,
                (0, -0.34, 0.05),
                front=lettered(face, name, 0.12, 0.07),
            ),
        )
    )
    return list(placed(made, at, 0).solids)


def steel_stair(order: Order) -> Made:
    """A straight steel stair that climbs toward the back from the origin at its foot, to a landing;
    red rails. Options: steps, landing (depth in meters), rail.
    """
    w, h, d = order.size
    count = max(3, round(order.number("steps", 12)))
    steel, rail = order.material("material", "steel_dark"), order.material("rail", "steel_red")
    tread = order.material("tread", "stair_tread")
    pitch = degrees(atan2(h, d))
    long = hypot(h, d)
    step = Moved(Box(w, 0.04, d / count * 0.92), (0, -0.02, 0), pitch=pitch)
    post = Moved(Box(0.035, 0.95, 0.035), (0, 0, 0), pitch=pitch)
    posts = Repeat(Repeat(post, 2, long * 0.46, 3), 0, w + 0.04, 2)
    middle = (0.0, h / 2, d / 2)
    rails = Repeat(Capsule((0, 0.95, 0.0), (0, h + 0.95, d), 0.026), 0, w + 0.04, 2)
    solids = [
        part(Repeat(step, 2, long / count, count), tread, middle, pitch=-pitch),
        part(
            Repeat(Box(0.05, 0.22, long + 0.1, 0.006), 0, w + 0.04, 2),
            steel,
            (0, h / 2 - 0.19, d / 2),
            pitch=-pitch,
        ),
        part(posts, rail, middle, pitch=-pitch),
        part(rails, rail),
    ]
    deep = order.number("landing", 1.1)
    if deep:
        top = Capsule((0, h + 0.95, d), (0, h + 0.95, d + deep), 0.026)
        solids.append(part(Box(w + 0.3, 0.06, deep), tread, (0, h - 0.06, d + deep / 2)))
        solids.append(
            part(Repeat(Box(0.07, h - 0.06, 0.07), 0, w + 0.1, 2), steel, (0, 0, d + deep - 0.1))
        )
        solids.append(part(Moved(top, (-(w / 2 + 0.02) * order.number("side", 1.0), 0, 0)), rail))
    return Made(tuple(solids))


def hoist(order: Order) -> Made:
    """A hoist on a beam along x, its chain hanging `size` height down at x = depth."""
    w, h, d = order.size
    iron = order.material("material", "iron_black")
    link = Repeat(Moved(Torus(0.04, 0.013), pitch=90), 1, 0.08, max(2, round(h / 0.08)))
    return Made(
        (
            part(Box(w, 0.26, 0.12), order.material("beam", "steel_gray"), (0, 0, 0)),
            part(Box(0.3, 0.34, 0.24, 0.03), order.material("body", "hazard"), (d, -0.34, 0)),
            part(link, iron, (d, -0.34 - h / 2, 0)),
            part(
                Cut(Torus(0.09, 0.022), Moved(Box(0.12, 0.2, 0.12), (0.09, -0.1, 0.05))),
                iron,
                (d, -0.44 - h, 0),
                pitch=90,
            ),
        )
    )


def duct(order: Order) -> Made:
    """A round duct or pipe along x with flanges. Options: material, flanges (how many)."""
    w, h, _ = order.size
    r = h / 2
    steel = order.material("material", "steel_gray")
    count = max(1, round(order.number("flanges", 3)))
    return Made(
        (
            part(Cylinder(r, w), steel, (w / 2, r, 0), roll=90),
            part(Repeat(Cylinder(r * 1.28, 0.035), 1, w / count, count), steel, (0, r, 0), roll=90),
        )
    )


def valve(order: Order) -> Made:
    """A handwheel on a stub of pipe against a wall. Options: material, wheel."""
    w, h, d = order.size
    wheel = order.material("wheel", "steel_red")
    return Made(
        (
            part(
                Cylinder(h * 0.18, d),
                order.material("material", "steel_gray"),
                (0, h / 2, 0),
                pitch=-90,
            ),
            part(Torus(w / 2, 0.02), wheel, (0, h / 2, -d), pitch=90),
            part(Mirror(Capsule((0, 0, 0), (w / 2, 0, 0), 0.014)), wheel, (0, h / 2, -d)),
            part(Capsule((0, h / 2 - w / 2, -d), (0, h / 2 + w / 2, -d), 0.014), wheel),
        )
    )


def tally(order: Order) -> Made:
    """A row of tool hooks on a wall and a chalk tally under them. Options: count, marks."""
    w, h, _ = order.size
    count = max(1, round(order.number("count", 9)))
    chalk = order.material("chalk", "bone")
    marks = max(1, round(order.number("marks", 7)))
    board = order.material("material", "slate")
    return Made(
        (
            part(Box(w, h, 0.02), board, (0, 0, -0.01)),
            part(
                Repeat(Capsule((0, 0.03, -0.02), (0, 0, -0.08), 0.012), 0, w / count, count),
                order.material("hook", "steel"),
                (0, h * 0.82, 0),
            ),
            part(
                Repeat(Box(0.014, h * 0.2, 0.006), 0, 0.06, marks),
                chalk,
                (-w * 0.2, h * 0.2, -0.022),
            ),
            part(Box(w * 0.9, 0.01, 0.006), chalk, (0, h * 0.5, -0.022)),
        )
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "generator": Kind(generator, (3.0, 1.55, 1.3)),
        "fuel_cock": Kind(fuel_cock, (0.3, 0.62, 0.2)),
        "cradle_drum": Kind(cradle_drum, (0.92, 1.0, 0.62)),
        "cells": Kind(cells, (4.2, 1.7, 0.42)),
        "steel_stair": Kind(steel_stair, (0.95, 2.5, 3.0)),
        "hoist": Kind(hoist, (4.0, 1.0, 0.6)),
        "duct": Kind(duct, (3.0, 0.2, 0.2)),
        "valve": Kind(valve, (0.3, 0.3, 0.16)),
        "tally": Kind(tally, (1.6, 0.6, 0.1)),
    }
)
