"""Furniture: tables, chairs, desks, shelves, the bunk, lockers, the cupboard."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from msgspec import structs

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
    Repeat,
    Rough,
    Torus,
)
from nightreel.illustrators.camera.solids import Lamp, Solid


def table(order: Order) -> Made:
    """A table on four legs; `cloth` lays a material over it that hangs down all round.

    Options: material, cloth, legs, hang (meters the cloth hangs down).
    """
    w, h, d = order.size
    legs = order.material("legs", "steel_gray")
    leg = Box(0.055, h - 0.04, 0.055, 0.006)
    solids = [part(Mirror(Moved(leg, (w / 2 - 0.07, 0, d / 2 - 0.07)), "xz"), legs)]
    if "cloth" not in order.options:
        wood = order.material("material", "wood_pale")
        solids.append(part(Box(w, 0.04, d, 0.006), wood, (0, h - 0.04, 0)))
        solids.append(part(Box(w - 0.16, 0.09, d - 0.16, 0.004), wood, (0, h - 0.13, 0)))
        return Made(tuple(solids))
    cloth = order.material("cloth", "oilcloth_blue")
    fall = order.number("hang", 0.22)
    solids.append(part(Box(w + 0.02, 0.03, d + 0.02, 0.012), cloth, (0, h - 0.03, 0)))
    for s in (-1, 1):
        scallop = Repeat(Cylinder(0.105, 0.014), 0, 0.2, max(1, round(w / 0.2)))
        solids.append(part(Box(w + 0.02, fall, 0.014), cloth, (0, h - fall, s * (d / 2 + 0.01))))
        solids.append(
            part(scallop, cloth, (0, h - fall + 0.045, s * (d / 2 + 0.01) + 0.007), pitch=-90)
        )
        solids.append(part(Box(0.014, fall, d + 0.02), cloth, (s * (w / 2 + 0.01), h - fall, 0)))
    return Made(tuple(solids))


def chair(order: Order) -> Made:
    """A plain wooden chair, facing front: its back behind. Options: material."""
    w, h, d = order.size
    wood = order.material("material", "wood")
    seat = h * 0.5
    leg = Capsule((w * 0.42, 0.02, -d * 0.42), (w * 0.38, seat, -d * 0.38), 0.019)
    solids = [
        part(Box(w, 0.035, d, 0.015), wood, (0, seat, 0)),
        part(Mirror(leg), wood),
        part(Mirror(Capsule((w * 0.43, 0.02, d * 0.46), (w * 0.40, h, d * 0.5), 0.02)), wood),
        part(Box(w * 0.82, h * 0.14, 0.024, 0.01), wood, (0, h * 0.84, d * 0.47), pitch=3),
        part(Box(w * 0.82, h * 0.07, 0.022, 0.01), wood, (0, h * 0.66, d * 0.46), pitch=3),
        part(Box(w * 0.8, 0.025, 0.025), wood, (0, seat * 0.42, -d * 0.4)),
    ]
    return Made(tuple(solids))


def stool(order: Order) -> Made:
    """A round stool or, if `box`, a wooden crate to sit on. Options: material, words."""
    w, h, d = order.size
    wood = order.material("material", "wood_pale")
    if order.flag("box"):
        face = lettered(wood, order.word("words"), h * 0.16, h * 0.5)
        slat = order.material("slat", "planks_gray")
        return Made(
            (
                part(Box(w, h, d, 0.008), slat, front=slat),
                part(
                    Box(w * 0.8, h * 0.44, 0.02),
                    wood,
                    (0, h * 0.3, -d / 2),
                    front=face if order.word("words") else None,
                ),
            )
        )
    leg = Capsule((w * 0.34, 0.02, d * 0.34), (w * 0.22, h - 0.02, d * 0.22), 0.018)
    return Made(
        (part(Cylinder(w / 2, 0.04, 0.01), wood, (0, h - 0.04, 0)), part(Mirror(leg, "xz"), wood))
    )


def desk(order: Order) -> Made:
    """A steel desk, drawers at its right seen from the chair side (front); `open` has one out.

    Options: material, top, drawers (2 to 4), modesty (panel at the back).
    """
    w, h, d = order.size
    steel = order.material("material", "steel_gray")
    wide = min(0.46, w * 0.36)
    count = max(2, round(order.number("drawers", 3)))
    tall = (h - 0.16) / count
    x = w / 2 - wide / 2
    solids = [
        part(Box(w, 0.035, d, 0.008), steel, (0, h - 0.035, 0), top=order.material("top", "lino")),
        part(
            Box(wide, h - 0.115, d - 0.06),
            order.material("inside", "steel_dark") if order.has("open") else steel,
            (x, 0.08, 0),
        ),
        part(Box(w - 0.04, h * 0.55, 0.02), steel, (0, h * 0.4, d / 2 - 0.03)),
        part(Mirror(Moved(Box(0.05, h - 0.03, 0.05), (w / 2 - 0.035, 0, d / 2 - 0.05))), steel),
        part(Box(0.05, h - 0.03, 0.05), steel, (-w / 2 + 0.035, 0, -d / 2 + 0.05)),
    ]
    for i in range(count):
        out = 0.3 if order.has("open") and i == count - 1 else 0.0
        solids += _drawer(
            order, (x, 0.09 + i * tall, -d / 2 + 0.02), (wide - 0.03, tall - 0.02, d * 0.7), out
        )
    return Made(tuple(solids))


def _drawer(
    order: Order, at: tuple[float, float, float], size: tuple[float, float, float], out: float
) -> list[Solid]:
    w, h, d = size
    x, y, z = at
    steel, grip = order.material("material", "steel_gray"), order.material("grip", "steel")
    made = [
        part(Box(w, h, 0.025, 0.006), steel, (x, y, z - out)),
        part(Box(w * 0.4, 0.022, 0.03, 0.008), grip, (x, y + h * 0.62, z - out - 0.025)),
    ]
    if out:
        tray = Cut(
            Box(w * 0.94, h * 0.8, out + 0.1), Moved(Box(w * 0.88, h, out + 0.08), (0, 0.01, 0))
        )
        made.append(part(tray, steel, (x, y + 0.01, z - out / 2 + 0.05)))
        made.append(
            part(
                Box(w * 0.86, 0.006, out),
                order.material("lining", "paper"),
                (x, y + 0.03, z - out / 2),
            )
        )
    del d
    return made


def shelves(order: Order) -> Made:
    """Open shelves on four posts. Options: material, posts, boards (how many), load (0 to 1)."""
    w, h, d = order.size
    wood, post = order.material("material", "wood_pale"), order.material("posts", "steel_gray")
    count = max(2, round(order.number("boards", 4)))
    step = (h - 0.12) / (count - 1)
    solids = [
        part(Mirror(Moved(Box(0.04, h, 0.04), (w / 2 - 0.02, 0, d / 2 - 0.02)), "xz"), post),
        part(Repeat(Box(w, 0.03, d), 1, step, count), wood, (0, 0.08 + step * (count - 1) / 2, 0)),
    ]
    for i in range(round(order.number("load", 0.5) * (count - 1) * 2)):
        level, side = i // 2, i % 2
        wide = w * (0.18 + 0.2 * order.roll(i))
        tall = step * (0.3 + 0.4 * order.roll(i + 20))
        kind = ("card", "steel_olive", "steel_gray", "wood_gray")[int(order.roll(i + 40) * 3.99)]
        x = (side - 0.5) * w * 0.5 + (order.roll(i + 60) - 0.5) * w * 0.08
        solids.append(
            part(
                Box(wide, tall, d * 0.7, 0.008),
                order.material("load_material", kind),
                (x, 0.11 + level * step, 0),
                turn=(order.roll(i + 80) - 0.5) * 16,
            )
        )
    return Made(tuple(solids))


def tool_shelf(order: Order) -> Made:
    """A board on brackets against a wall, tins and a jar on it. Options: material, count."""
    w, h, d = order.size
    count = max(0, round(order.number("count", 4)))
    tins = ("steel_red", "steel_olive", "card", "steel_blue", "brass")
    solids = [
        part(Box(w, 0.03, d, 0.004), order.material("material", "wood_pale")),
        part(
            Mirror(Moved(Box(0.03, 0.16, d * 0.9), (w * 0.4, -0.16, 0))),
            order.material("bracket", "iron_black"),
        ),
    ]
    for i in range(count):
        r = 0.035 + 0.03 * order.roll(i)
        tall = h * (0.4 + 0.5 * order.roll(i + 9))
        x = (i + 0.5) / count * w - w / 2 + (order.roll(i + 18) - 0.5) * 0.05
        solids.append(
            part(Cylinder(r, tall, 0.006), order.material("tin", tins[i % len(tins)]), (x, 0.03, 0))
        )
    return Made(tuple(solids))


def bunk(order: Order) -> Made:
    """An iron double bunk along x, its head to the right: a striped mattress with a hollow below,
    bare springs above. Options: words (on the blanket's hem).
    """
    w, h, d = order.size
    iron, spring = order.material("material", "steel_dark"), order.material("springs", "bedsprings")
    low, top = 0.42, h * 0.78
    solids = [
        part(Mirror(Capsule((w / 2, 0, d / 2), (w / 2, h, d / 2), 0.026), "xz"), iron),
        *(part(Mirror(Moved(Box(w, 0.045, 0.03), (0, y, d / 2)), "z"), iron) for y in (low, top)),
        *(
            part(Repeat(Box(0.03, 0.03, d), 0, w, 2), iron, (0, y, 0))
            for y in (h - 0.03, top, low + 0.32)
        ),
        *(
            part(
                Repeat(Capsule((0, low, 0), (0, low + 0.34, 0), 0.012), 2, d / 5, 4),
                iron,
                (s * w / 2, 0, 0),
            )
            for s in (-1, 1)
        ),
        *(
            part(
                Repeat(Capsule((0, top, 0), (0, h - 0.02, 0), 0.012), 2, d / 5, 4),
                iron,
                (s * w / 2, 0, 0),
            )
            for s in (-1, 1)
        ),
        part(Box(w, 0.02, d * 0.96), spring, (0, top + 0.02, 0)),
        part(Box(w * 0.98, 0.02, d * 0.94), spring, (0, low + 0.01, 0)),
        *_bedding(order, low),
    ]
    return Made(tuple(solids))


def _bedding(order: Order, low: float) -> list[Solid]:
    """Mattress, pillow, and the blanket folded back at one corner; letters on its hem."""
    w, _, d = order.size
    hollow = Ellipsoid(w * 0.36, 0.12, d * 0.26)
    mattress = Cut(Box(w * 0.94, 0.16, d * 0.9, 0.05), Moved(hollow, (0.02, 0.19, d * 0.08)))
    blanket, fold = order.material("blanket", "blanket"), order.material("fold", "linen")
    pillow = Rough(Box(0.34, 0.11, d * 0.62, 0.05), 0.008, 0.2)
    spread = Rough(Box(w * 0.44, 0.05, d * 0.98, 0.025), 0.006, 0.3)
    corner = Box(w * 0.17, 0.018, d * 0.46, 0.008)
    x = -w * 0.26
    out = [
        part(mattress, order.material("mattress", "mattress"), (0, low + 0.03, 0)),
        part(pillow, fold, (w * 0.38, low + 0.17, 0)),
        part(spread, blanket, (x, low + 0.155, -0.01)),
        part(Box(w * 0.44, 0.24, 0.025, 0.01), blanket, (x, low - 0.04, -d * 0.5)),
        part(corner, fold, (w * 0.01, low + 0.207, -d * 0.26), turn=24, roll=-3),
    ]
    words = order.word("words")
    if words:
        hem = structs.replace(lettered(blanket, words, 0.07, 0.05), other=(0.6, 0.58, 0.5))
        at = (x, low - 0.02, -d * 0.5 - 0.016)
        out.append(part(Box(0.42, 0.1, 0.01), blanket, at, front=hem))
    return out


def hooks(order: Order) -> Made:
    """A rail of coat hooks on a wall, a shadow of grease below each.

    Options: count, loop (string on one), material.
    """
    w, h, _ = order.size
    count = max(1, round(order.number("count", 6)))
    step = w / count
    solids = [
        part(Box(w, h, 0.022, 0.004), order.material("material", "wood_gray"), (0, 0, -0.011)),
        part(
            Repeat(Capsule((0, 0.05, -0.02), (0, 0.02, -0.075), 0.012), 0, step, count),
            order.material("hook", "iron_black"),
        ),
        part(
            Repeat(Cylinder(0.055, 0.004), 0, step, count),
            order.material("grease", "coverall"),
            (0, -0.16, 0),
            pitch=-90,
            casts=False,
        ),
    ]
    if order.flag("loop"):
        x = (round(count * 0.7) - (count - 1) / 2) * step
        solids.append(
            part(
                Torus(0.09, 0.008),
                order.material("string", "rope"),
                (x, -0.06, -0.06),
                pitch=84,
                roll=8,
            )
        )
    return Made(tuple(solids))


def setting(order: Order) -> Made:
    """A place laid for one: plate, knife and cup. Options: wet (a ring under the cup)."""
    w, _, _ = order.size
    white, steel = order.material("material", "mess_enamel"), order.material("knife", "spool")
    r = w * 0.29
    solids = [
        part(Cut(Cylinder(r, 0.022, 0.008), Moved(Cylinder(r * 0.72, 0.03), (0, 0.012, 0))), white),
        part(Torus(r * 0.96, 0.006), order.material("rim", "steel_blue"), (0, 0.02, 0)),
        part(Box(0.03, 0.01, r * 1.1, 0.004), steel, (r * 1.4, 0, r * 0.2)),
        part(
            Box(0.026, 0.016, r * 0.8, 0.006),
            order.material("haft", "bakelite"),
            (r * 1.4, 0, -r * 0.7),
        ),
        part(
            Cut(Cylinder(0.05, 0.1, 0.008), Moved(Cylinder(0.042, 0.1), (0, 0.02, 0))),
            white,
            (r * 1.0, 0, r * 1.35),
        ),
        part(Torus(0.034, 0.009), white, (r * 1.0 + 0.065, 0.055, r * 1.35), pitch=90),
    ]
    if order.flag("wet"):
        solids.append(
            part(Torus(0.085, 0.012), order.material("water", "water"), (r * 0.97, 0.0, r * 1.32))
        )
    return Made(tuple(solids))


def duties(order: Order) -> Made:
    """A card of duties on a wall, a peg beside each of its lines. Options: words."""
    w, h, _ = order.size
    paper = order.material("material", "card")
    words = order.word("words", "WASH|DRY|STOVE")
    return Made(
        (
            part(Box(w, h, 0.012), paper, front=lettered(paper, words, h * 0.22, h / 2)),
            part(
                Repeat(Cylinder(0.014, 0.07), 0, 0.035, 3),
                order.material("peg", "wood"),
                (w * 0.37, h * 0.2, 0),
                pitch=-90,
            ),
        )
    )


def reveal(order: Order) -> Made:
    """The thickness of a wall round a window, from outside; `sun` shines in through it.

    Options: sun, power, color, haze, aim (meters below the sill that the light falls, `deep` meters
    in and `aside` to the right).
    """
    w, h, d = order.size
    wall = Cut(Box(w + 5.0, h + 4.0, d), Moved(Box(w, h, d * 4), (0, 2.0, 0)))
    solid = part(wall, order.material("material", "concrete"), (0, -2.0, d / 2 + 0.01))
    if not order.flag("sun"):
        return Made((solid,))
    fall, deep, aside = (
        order.number("aim", 1.0),
        order.number("deep", 2.2),
        order.number("aside", 0.0),
    )
    back = 6.0
    toward = (aside, -(fall + h / 2), -deep)
    k = back / (toward[0] ** 2 + toward[1] ** 2 + toward[2] ** 2) ** 0.5
    at = (-toward[0] * k, h / 2 - toward[1] * k, -toward[2] * k)
    color = order.options.get("color")
    hue = (1.0, 0.80, 0.55)
    if isinstance(color, list | tuple):
        r, g, b = (float(v) for v in cast("list[float]", color))
        hue = (r, g, b)
    lamp = Lamp(
        at,
        hue,
        order.number("power", 150.0),
        22.0,
        toward,
        19.0,
        shadows=True,
        haze=order.number("haze", 0.5),
    )
    return Made((solid,), (lamp,))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "table": Kind(table, (1.2, 0.75, 0.7)),
        "chair": Kind(chair, (0.42, 0.9, 0.42)),
        "stool": Kind(stool, (0.36, 0.48, 0.36)),
        "desk": Kind(desk, (1.4, 0.76, 0.7)),
        "shelves": Kind(shelves, (1.2, 1.9, 0.4)),
        "tool_shelf": Kind(tool_shelf, (1.0, 0.22, 0.2)),
        "setting": Kind(setting, (0.42, 0.1, 0.42)),
        "duties": Kind(duties, (0.34, 0.3, 0.02)),
        "reveal": Kind(reveal, (1.5, 0.62, 0.3)),
        "hooks": Kind(hooks, (1.4, 0.1, 0.08)),
        "bunk": Kind(bunk, (1.98, 1.78, 0.86)),
    }
)
