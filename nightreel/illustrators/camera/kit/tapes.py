"""Tape: reels, and the recorder they were made on."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.laying import tipped
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cut,
    Cylinder,
    Moved,
    Repeat,
    Shape,
    Torus,
)
from nightreel.illustrators.camera.solids import Solid


def reel(order: Order) -> Made:
    """A tape reel lying on its box, a little over the edge; `heard` has its end loose.

    Options: words (on the box's edge), box, leader (yellow).
    """
    w, _, _ = order.size
    r = w / 2
    box = order.material("box", "card")
    deep = w * 0.24
    words = order.word("words")
    solids: list[Solid] = [
        part(Box(w * 1.08, deep, w * 1.08, 0.004), box, (r * 0.1, 0, 0.02)),
        part(
            Box(w * 0.7, deep * 0.74, 0.006),
            order.material("label", "linen"),
            (r * 0.1, deep * 0.13, 0.02 - w * 0.542),
            front=lettered(order.material("label", "linen"), words, deep * 0.55, deep * 0.37),
        ),
    ]
    if order.has("heard"):
        tape = order.material("tape", "tape_brown")
        solids.append(
            part(
                Capsule((-r * 0.95, deep + 0.01, -0.02), (-r * 1.25, 0.012, -r * 0.5), 0.007), tape
            )
        )
        solids.append(part(Torus(r * 0.34, 0.007), tape, (-r * 1.2, 0.009, -r * 0.85)))
        solids.append(part(Torus(r * 0.22, 0.007), tape, (-r * 0.8, 0.012, -r * 1.15), roll=8))
    disc = tipped(spool(order, r), 84, (-r * 0.12, deep + 0.018, -0.02))
    return Made((*solids, *disc))


def spool(order: Order, r: float) -> tuple[Solid, ...]:
    """Return a reel of radius `r` standing, its middle at the origin, thickness toward -z."""
    holes: list[Shape] = [
        Moved(Cylinder(r * 0.22, 0.02), (x * r * 0.56, y * r * 0.56, 0.005), pitch=-90)
        for x, y in ((0.0, 1.0), (0.866, -0.5), (-0.866, -0.5))
    ]
    face = Cut(Moved(Cylinder(r, 0.006), (0, 0, 0), pitch=-90), *holes)
    plastic, tape = order.material("material", "spool"), order.material("tape", "tape_brown")
    pack = order.number("pack", 0.88)
    parts = [
        part(face, plastic, (0, 0, -0.014)),
        part(Moved(Cylinder(r, 0.006), (0, 0, 0), pitch=-90), plastic, (0, 0, 0.006)),
        part(Moved(Cylinder(r * pack, 0.014), (0, 0, 0.0), pitch=-90), tape, (0, 0, 0.003)),
        part(
            Moved(Cylinder(r * 0.12, 0.01), (0, 0, 0), pitch=-90),
            order.material("hub", "bakelite"),
            (0, 0, -0.018),
        ),
    ]
    if order.flag("leader"):
        yellow = order.material("yellow", "leader")
        parts.append(
            part(Moved(Cylinder(r * 0.34, 0.008), (0, 0, 0), pitch=-90), yellow, (0, 0, -0.013))
        )
        parts.append(
            part(Capsule((r * 0.6, r * 0.7, -0.006), (r * 1.15, r * 0.2, -0.02), 0.008), yellow)
        )
    return tuple(parts)


def recorder(order: Order) -> Made:
    """A tape recorder in a leather case, its lid up. Options: reels (all tape on the right)."""
    w, h, d = order.size
    leather, deck = order.material("material", "leather"), order.material("deck", "steel")
    knob = order.material("knob", "bakelite")
    r = w * 0.2
    solids: list[Solid] = [
        part(Box(w, h * 0.86, d, 0.015), leather),
        part(Box(w * 0.94, h * 0.12, d * 0.92, 0.004), deck, (0, h * 0.84, 0)),
        part(Box(w * 0.9, h * 0.5, 0.01), deck, (0, h * 0.2, -d / 2)),
        part(
            Repeat(Cylinder(0.016, 0.025), 0, w * 0.14, 4),
            knob,
            (w * 0.16, h * 0.42, -d / 2),
            pitch=-90,
        ),
        part(
            Box(w * 0.24, h * 0.36, 0.014),
            order.material("meter", "bone"),
            (-w * 0.28, h * 0.27, -d / 2),
        ),
        part(Box(w * 0.3, 0.02, d * 0.14, 0.005), knob, (0, h * 0.96, -d * 0.34)),
        part(
            Torus(w * 0.2, 0.014),
            order.material("strap", "leather"),
            (w * 0.5, 0.014, -d * 0.52),
            roll=4,
        ),
        part(
            Torus(w * 0.155, 0.014),
            order.material("strap", "leather"),
            (w * 0.52, 0.034, -d * 0.5),
            roll=-5,
        ),
        part(
            Cut(
                Box(w * 0.96, d * 0.8, 0.012, 0.01),
                Moved(Box(w * 0.86, d * 0.68, 1), (0, d * 0.06, 0)),
            ),
            order.material("lid", "spool"),
            (0, h * 0.95, d * 0.47),
            pitch=14,
        ),
    ]
    for side, full in ((-1, 0.3), (1, 0.9)):
        at = (side * w * 0.225, h * 0.98, d * 0.1)
        if order.flag("reels"):
            sub = Order(order.size, options={"pack": full, "leader": side > 0})
            solids += tipped(spool(sub, r), 90, at)
        else:
            solids.append(part(Cylinder(0.02, 0.03), knob, (at[0], h * 0.96, at[2])))
            solids.append(
                part(
                    Cylinder(r * 0.5, 0.006),
                    order.material("dish", "steel_dark"),
                    (at[0], h * 0.955, at[2]),
                )
            )
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "reel": Kind(reel, (0.2, 0.2, 0.05)),
        "recorder": Kind(recorder, (0.4, 0.14, 0.3)),
    }
)
