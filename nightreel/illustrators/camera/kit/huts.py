"""Small buildings from outside: shells with openings, the plank guard hut; sun through a window."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from msgspec import structs

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part, placed
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cut,
    Cylinder,
    Mirror,
    Moved,
    Repeat,
    Shape,
    Union,
)
from nightreel.illustrators.camera.solids import Lamp, Solid

THICK = 0.14
_TURNS: Mapping[str, float] = MappingProxyType({"s": 0.0, "w": 90.0, "n": 180.0, "e": 270.0})


def shell(order: Order) -> Made:
    """Four walls with openings, and a roof. Options: openings, a list of [wall (s, n, e, w), meters
    along it to the right as one faces it, width, height, sill]; material, roof, eaves (how far the
    roof stands out), fall (degrees the roof falls to the back), floor.
    """
    w, h, d = order.size
    wall, roof = order.material("material", "concrete"), order.material("roof", "tar")
    found = _openings(order)
    solids: list[Solid] = []
    for side, turn in _TURNS.items():
        wide, deep = (w, d) if side in "sn" else (d - 2 * THICK, w)
        holes = [o for o in found if o[0] == side]
        shape = _pierced(wide, h, holes)
        solids += placed(
            Made((part(shape, wall, (0, 0, -deep / 2 + THICK / 2)),)), (0, 0, 0), turn
        ).solids
    eaves, fall = order.number("eaves", 0.25), order.number("fall", 0.0)
    solids.append(
        part(
            Box(w + 2 * eaves, 0.12, d + 2 * eaves, 0.01),
            roof,
            (0, h + 0.012 * fall * d, 0),
            pitch=fall,
        )
    )
    if order.options.get("floor"):
        solids.append(part(Box(w - 0.1, 0.05, d - 0.1), order.material("floor", "planks_floor")))
    return Made(tuple(solids))


def _openings(order: Order) -> list[tuple[str, float, float, float, float]]:
    written = cast("Sequence[Sequence[Any]]", order.options.get("openings", ()))
    return [
        (str(o[0]), float(o[1]), float(o[2]), float(o[3]), float(o[4]) if len(o) > 4 else 0.0)
        for o in written
    ]


def _pierced(
    wide: float, h: float, holes: Sequence[tuple[str, float, float, float, float]]
) -> Shape:
    panel = Box(wide, h, THICK)
    if not holes:
        return panel
    cut = (Moved(Box(hw, hh, THICK * 3), (along, sill, 0)) for _, along, hw, hh, sill in holes)
    return Cut(panel, *cut)


def guard_hut(order: Order) -> Made:
    """A plank hut: door to the front, a window to its right side as one leaves it (local -x), a tar
    roof that falls to the back, a stove pipe, a step. Options: material, words (over the
    door), shut.
    """
    w, h, d = order.size
    hollow = Order(
        order.size,
        seed=order.seed,
        options={
            "material": order.options.get("material", "planks_weathered"),
            "roof": "tar",
            "eaves": 0.28,
            "fall": 5.0,
            "floor": "planks_floor",
            "openings": (("s", 0.2, 0.86, 2.0, 0.02), ("w", 0.0, 1.3, 0.9, 1.0)),
        },
    )
    wood, dark = order.material("trim", "wood_gray"), order.material("inside", "cab_dark")
    corner = Mirror(Moved(Box(0.12, h, 0.12), (w / 2, 0, d / 2)), "xz")
    pipe = Union(
        Cylinder(0.07, 0.8),
        Moved(Cylinder(0.14, 0.05), (0, 0.84, 0)),
        Moved(Cylinder(0.05, 0.1), (0, 0.78, 0)),
    )
    door = structs.replace(
        order, size=(0.84, 1.98, 0.05), options={"ajar": 0 if order.flag("shut") else 34}
    )
    sash = Union(
        Moved(Box(1.46, 0.08, 0.2), (0, -0.08, 0)),
        Moved(Box(1.46, 0.08, 0.16), (0, 0.9, 0)),
        Moved(Box(0.08, 0.98, 0.16), (-0.69, -0.04, 0)),
        Moved(Box(0.08, 0.98, 0.16), (0.69, -0.04, 0)),
        Box(0.045, 0.9, 0.06),
        Moved(Box(1.3, 0.045, 0.06), (0, 0.43, 0)),
    )
    frame = Union(
        Moved(Box(0.09, 2.1, 0.1), (-0.475, 0, 0)),
        Moved(Box(0.09, 2.1, 0.1), (0.475, 0, 0)),
        Moved(Box(1.04, 0.1, 0.12), (0, 2.03, 0)),
    )
    return Made(
        (
            *shell(hollow).solids,
            *placed(plank_door(door), (0.2, 0.03, -d / 2 + 0.04), 0).solids,
            part(frame, wood, (0.2, 0, -d / 2), casts=False),
            part(
                sash, order.material("sash", "paint_white"), (-w / 2, 1.0, 0), turn=90, casts=False
            ),
            part(
                Box(1.3, 0.9, 0.02),
                order.material("pane", "glass"),
                (-w / 2 + 0.1, 1.0, 0),
                turn=90,
                casts=False,
            ),
            part(corner, wood, casts=False),
            part(pipe, order.material("pipe", "rust"), (w * 0.3, h, d * 0.25)),
            part(
                Box(1.1, 0.16, 0.6, 0.02),
                order.material("step", "concrete"),
                (0.2, 0, -d / 2 - 0.32),
            ),
            part(Box(w - 0.3, h - 0.2, 0.03), dark, (0, 0, d / 2 - 0.18), casts=False),
            *_title(order, d),
        )
    )


def plank_door(order: Order) -> Made:
    """A door of planks on battens, hinged at its left, no frame. Options: material, ajar (degrees
    that it stands out to the front), in (it goes the other way).
    """
    w, h, d = order.size
    plank, rib = order.material("material", "door_green"), order.material("batten", "wood_gray")
    swing = order.number("ajar", 0.0) * (-1 if order.flag("in") else 1)
    bars = Union(*(Moved(Box(w - 0.06, 0.1, d + 0.06), (0, h * k, 0)) for k in (0.15, 0.78)))
    knob = Capsule((0, 0, -0.08), (0, 0, 0.08), 0.03)
    leaf = (
        part(Box(w, h, d), plank, (w / 2, 0, 0)),
        part(bars, rib, (w / 2, 0, 0), casts=False),
        part(knob, order.material("knob", "brass"), (w - 0.08, h * 0.5, 0)),
    )
    return placed(Made(leaf), (-w / 2, 0, 0), swing)


def _title(order: Order, d: float) -> tuple[Solid, ...]:
    words = order.word("words", "GUARD")
    face = lettered("enamel", words, 0.15, 0.11, ink=(0.05, 0.06, 0.05))
    return (
        part(
            Box(0.13 * len(words) + 0.12, 0.22, 0.03), face, (0.2, 2.17, -d / 2 - 0.03), front=face
        ),
    )


def sunbeam(order: Order) -> Made:
    """Low sun through an opening: `at` is the middle of the opening in its wall, the front is where
    the light falls. Width and height are the opening's. Options: power, color, away (how far off
    the light is), above (how far up), aside, glow (how much of it hangs in the air).
    """
    w, h, _ = order.size
    away, above = order.number("away", 3.4), order.number("above", 0.9)
    aside = order.number("aside", 0.0)
    written = cast("Sequence[float]", order.options.get("color", (1.0, 0.62, 0.30)))
    color = (float(written[0]), float(written[1]), float(written[2]))
    dark = order.material("dark", "black")
    # Walls throw no shadow of their own: a mask outside the wall cuts the light to the opening.
    mask = (
        part(Mirror(Moved(Box(6, 8, 0.05), (w / 2 + 3, -4, 0))), dark, (0, 0, 0.2)),
        part(Box(w + 0.1, 5, 0.05), dark, (0, h / 2, 0.2)),
        part(Box(w + 0.1, 5, 0.05), dark, (0, -h / 2 - 5, 0.2)),
    )
    lamp = Lamp(
        (aside, above, away),
        color,
        order.number("power", 16.0),
        16.0,
        (-aside, -above, -away),
        40,
        shadows=True,
        haze=order.number("glow", 0.25),
    )
    return Made(mask, (lamp,))


def pole(order: Order) -> Made:
    """A pole with cross arms and insulators; wires go off along x if `wires` says how far. Options:
    wires, gauge (how thick they are: far ones want more, or they break up), material.
    """
    w, h, _ = order.size
    wood = order.material("material", "creosote")
    arm = Box(w, 0.1, 0.1)
    out = [
        part(Cylinder(0.11, h), wood),
        part(Union(Moved(arm, (0, h - 0.35, 0)), Moved(arm, (0, h - 0.9, 0))), wood, turn=90),
        part(
            Repeat(Cylinder(0.035, 0.12), 2, w / 4, 4),
            order.material("insulator", "porcelain"),
            (0, h - 0.25, 0),
            casts=False,
        ),
    ]
    reach = order.number("wires", 0)
    if reach:
        wire = Repeat(
            Capsule((-reach / 2, 0, 0), (reach / 2, 0, 0), order.number("gauge", 0.015)),
            2,
            w / 2,
            3,
        )
        out.append(part(wire, order.material("wire", "iron_black"), (0, h - 0.14, 0), casts=False))
    return Made(tuple(out))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "shell": Kind(shell, (6.0, 2.8, 4.0)),
        "guard_hut": Kind(guard_hut, (3.2, 2.5, 2.7)),
        "plank_door": Kind(plank_door, (0.84, 1.98, 0.05)),
        "sunbeam": Kind(sunbeam, (1.3, 0.9, 0.1)),
        "pole": Kind(pole, (1.8, 6.5, 0.2)),
    }
)
