"""The yard: the half-sunk block and its door, the shed from outside, drain, drums, paths."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.frames import Strokes, Trail, strut
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
    Rough,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Lamp, Solid


def bunker(order: Order) -> Made:
    """A low concrete block half sunk in banked salt, a doorway in its front at `door` (meters from
    its middle) and a dark passage behind it. Options: material, roof, bank, door, door_width,
    door_height, far (no more of it than is seen from far off).
    """
    w, h, d = order.size
    wall, x = order.material("material", "concrete"), order.number("door", 0.0)
    dw, dh = order.number("door_width", 1.34), order.number("door_height", 2.2)
    bank = order.material("bank", "salt_bank")
    slope = [(-3.6, 0.0), (0.0, 0.0), (0.0, h * 0.74), (-0.5, h * 0.74)]
    other = [(-px, y) for px, y in reversed(slope)]
    tar = order.material("tar", "tar")
    solids = [
        part(
            Box(w + 0.5, 0.28, d + 0.5, 0.03),
            order.material("roof", "concrete_dark"),
            (0, h, 0),
            top=tar,
        ),
        part(Prism(slope, d - 0.7), bank, (-w / 2 + 0.02, 0, 0.35)),
        part(Prism(other, d - 0.7), bank, (w / 2 - 0.02, 0, 0.35)),
    ]
    black = order.material("end", "black")
    if order.flag("far"):
        solids.append(part(Box(w, h, d, 0.03), wall))
        solids.append(part(Box(dw, dh, 0.1), black, (x, 0, -d / 2), casts=False))
        return Made(tuple(solids))
    hole = Moved(Box(dw, dh, 3.4), (x, 0, -d / 2 + 1.6))
    lining = Cut(Box(dw + 0.02, dh, 2.5), Moved(Box(dw - 0.05, dh - 0.05, 2.6), (0, 0.02, 0)))
    gutter, step = order.material("gutter", "concrete_dark"), order.material("step", "slab_worn")
    pipe = Capsule((0, 0.2, 0), (0, h, 0), 0.055)
    solids += [
        part(Cut(Box(w, h, d, 0.03), hole), wall),
        part(lining, order.material("inside", "concrete_dark"), (x, 0, -d / 2 + 2.0)),
        part(Box(dw, dh, 0.05), black, (x, 0, -d / 2 + 3.22), casts=False),
        part(Box(w, 0.10, 0.42, 0.02), gutter, (0, 0, -d / 2 - 0.2), casts=False),
        part(Box(dw + 0.7, 0.04, 1.2, 0.01), step, (x, 0.08, -d / 2 - 0.5), casts=False),
        part(pipe, order.material("pipe", "rust"), (w * 0.36, 0, -d / 2 - 0.08)),
        *_stains(order, w, h, d),
        *_cowls(order, h, w),
    ]
    return Made(tuple(solids))


def _stains(order: Order, w: float, h: float, d: float) -> list[Solid]:
    """A rust stain to every yard of the wall's foot, of uneven length."""
    rust = order.material("stain", "rust_stain")
    out: list[Solid] = []
    for side in (-1, 1):
        n = int(w * 0.30)
        high = 0.35 + 0.2 * order.roll(3 + side)
        row = Repeat(Ellipsoid(0.07 + 0.04 * order.roll(side + 9), high, 0.012), 0, 0.95, n)
        out.append(part(row, rust, (side * w * 0.33, 0.08, -d / 2), casts=False))
    del h
    return out


def _cowls(order: Order, h: float, w: float) -> list[Solid]:
    """Vents on the roof; one has a cowl that turns with the wind."""
    zinc = order.material("vent", "zinc_rusty")
    return [
        part(Cylinder(0.16, 0.75), zinc, (-w * 0.30, h + 0.25, 0.5)),
        part(
            Moved(Cylinder(0.24, 0.5, 0.05), (0, 0, 0)),
            zinc,
            (-w * 0.30, h + 1.08, 0.34),
            pitch=62,
            turn=40,
        ),
        part(Repeat(Cylinder(0.13, 0.55), 0, 1.3, 2), zinc, (w * 0.18, h + 0.25, 1.2)),
        part(Repeat(Cylinder(0.22, 0.12, 0.04), 0, 1.3, 2), zinc, (w * 0.18, h + 0.82, 1.2)),
        strut((w * 0.42, h, 1.0), (w * 0.42, h + 4.2, 1.0), 0.035, zinc),
    ]


def block_door(order: Order) -> Made:
    """A steel door a hand thick, a 9 stenciled at eye level, bare metal around its lock. `open`
    stands it back on its stop, `broken` leaves it a hand's breadth in with its lock hanging out,
    `locked` shows in the lever. Options: material, light (a thread of it beneath the door).
    """
    w, h, d = order.size
    steel = order.material("frame", "steel_dark")
    swung = (
        96.0
        if order.has("open") and not order.has("broken")
        else 15.0
        if order.has("broken") or order.has("open")
        else 0.0
    )
    solids = [
        part(Mirror(Moved(Box(0.10, h, 0.16), (w / 2 - 0.02, 0, 0))), steel),
        part(Box(w, 0.10, 0.16), steel, (0, h - 0.08, 0)),
        part(Box(w, 0.035, 0.3), order.material("sill", "worn"), (0, 0.0, 0)),
    ]
    leaf = Made((*_plate(order, w - 0.16, h - 0.1, d), *_lock(order, w - 0.16, h, d)))
    solids += placed(leaf, (-w / 2 + 0.08, 0.0, -0.02), -swung).solids
    if order.flag("light") and not swung:
        solids.append(
            part(
                Box(w - 0.18, 0.022, 0.02),
                order.material("thread", "thread"),
                (0, 0.034, -d / 2 - 0.03),
                casts=False,
            )
        )
    lamps = ()
    if order.flag("light") and not order.has("open"):
        lamps = (Lamp((0, 0.1, -0.35), (1.0, 0.7, 0.34), 0.5 if not swung else 2.0, 5.0),)
    return Made(tuple(solids), lamps)


def _plate(order: Order, w: float, h: float, d: float) -> list[Solid]:
    """The leaf, with its hinges at the origin."""
    steel = order.material("material", "steel_door")
    nine = lettered("stencil", "9", 0.46, 0.30, color=steel.color, ink=(0.72, 0.70, 0.62))
    hinge = order.material("hinge", "steel_dark")
    strap = Repeat(Box(w * 0.5, 0.09, 0.03, 0.01), 1, h * 0.66, 2)
    return [
        part(Box(w, h, d, 0.01), steel, (w / 2, 0, 0)),
        part(Box(0.62, 0.60, 0.012), steel, (w / 2, 1.28, -d / 2 - 0.004), front=nine),
        part(strap, hinge, (w * 0.25, h * 0.5, -d / 2 - 0.012)),
        part(
            Repeat(Cylinder(0.045, 0.22), 1, h * 0.66, 2),
            hinge,
            (-0.01, h * 0.5 - 0.07, -d / 2 - 0.02),
        ),
        part(
            Repeat(Repeat(Sphere(0.022), 0, w - 0.12, 2), 1, 0.19, 10), hinge, (w / 2, 1.05, -d / 2)
        ),
    ]


def _lock(order: Order, w: float, h: float, d: float) -> list[Solid]:
    del h
    bare, brass = order.material("bare", "worn"), order.material("brass", "brass")
    x, y, z = w - 0.17, 1.02, -d / 2
    if order.has("broken"):
        torn = order.material("torn", "black")
        return [
            part(Rough(Box(0.24, 0.34, 0.02), 0.02, 0.1), torn, (x + 0.02, y - 0.17, z - 0.004)),
            strut((x - 0.02, y + 0.10, z), (x + 0.02, y - 0.16, z - 0.17), 0.022, bare),
            part(
                Box(0.17, 0.24, 0.09, 0.01),
                brass,
                (x + 0.02, y - 0.40, z - 0.20),
                pitch=-28,
                roll=17,
            ),
            part(Rough(Box(0.05, 0.7, d + 0.02), 0.03, 0.14), bare, (w - 0.01, y - 0.3, 0)),
        ]
    solids = [
        part(Rough(Cylinder(0.17, 0.006), 0.012, 0.15), bare, (x, y, z), pitch=-90),
        part(Cylinder(0.055, 0.03, 0.008), brass, (x, y + 0.02, z - 0.002), pitch=-90),
        part(Box(0.014, 0.05, 0.01), order.material("torn", "black"), (x, y - 0.005, z - 0.028)),
    ]
    lever = (
        (x - 0.24, y - 0.18, z - 0.06) if order.has("locked") else (x - 0.02, y - 0.42, z - 0.06)
    )
    solids.append(
        strut((x - 0.02, y - 0.18, z - 0.06), lever, 0.024, order.material("lever", "steel_dark"))
    )
    if not order.has("locked"):
        solids.append(part(Torus(0.035, 0.008), brass, (x, y - 0.04, z - 0.06), pitch=90))
    return solids


def drain(order: Order) -> Made:
    """An iron grating in the ground, bolted at its corners, rags jammed between the bars."""
    w, _, d = order.size
    iron, rag = order.material("material", "iron_polished"), order.material("rag", "cloth_rag")
    bars = max(3, round(w / 0.085))
    return Made(
        (
            part(
                Cut(
                    Box(w + 0.16, 0.06, d + 0.16, 0.01),
                    Moved(Box(w - 0.08, 0.2, d - 0.08), (0, 0, 0)),
                ),
                order.material("frame", "rust"),
            ),
            part(Box(w - 0.08, 0.016, d - 0.08), order.material("dark", "black")),
            part(
                Repeat(Box(0.038, 0.045, d - 0.06, 0.008), 0, (w - 0.06) / bars, bars),
                iron,
                (0, 0.012, 0),
            ),
            part(Box(w - 0.08, 0.04, 0.045), iron, (0, 0.012, 0)),
            part(
                Mirror(Moved(Cylinder(0.032, 0.09, 0.01), (w / 2, 0, d / 2)), "xz"),
                order.material("bolt", "worn"),
            ),
            part(Rough(Ellipsoid(0.15, 0.09, 0.12), 0.03, 0.1), rag, (0.09, 0.035, -0.04)),
            part(
                Rough(Ellipsoid(0.11, 0.07, 0.07), 0.03, 0.1),
                order.material("rag_two", "cloth_gray"),
                (-0.04, 0.05, -0.13),
            ),
        )
    )


def drums(order: Order) -> Made:
    """A row of empty oil drums, `count` of them. Options: material."""
    _, h, _ = order.size
    count = max(1, int(order.number("count", 3)))
    drum = Union(
        Cylinder(0.29, h, 0.015),
        *(Moved(Torus(0.29, 0.018), (0, h * k, 0)) for k in (0.02, 0.34, 0.67, 0.985)),
    )
    top = order.material("lid", "rust")
    return Made((part(Repeat(drum, 0, 0.70, count), order.material("material", "rust"), top=top),))


def butt(order: Order) -> Made:
    """A water butt on bricks."""
    w, h, _ = order.size
    hoop = order.material("hoop", "rust")
    return Made(
        (
            part(Repeat(Box(0.24, 0.22, w), 0, w * 0.6, 2), order.material("bricks", "brick")),
            part(
                Cylinder(w / 2, h - 0.22, 0.03),
                order.material("material", "planks_gray"),
                (0, 0.22, 0),
                top=order.material("dark", "black"),
            ),
            part(Repeat(Torus(w / 2, 0.018), 1, h * 0.28, 3), hoop, (0, 0.22 + h * 0.38, 0)),
        )
    )


def shed(order: Order) -> Made:
    """A corrugated shed from outside: a doorway for a roller door in its front at `door` (meters
    from its middle), `door_width` wide. Options: material, roof, rise, goal (left or right: the
    wall with a chalked goal), goal_at.
    """
    w, h, d = order.size
    walls, roof = order.material("material", "iron_walls"), order.material("roof", "iron_roof")
    rise = order.number("rise", 1.1)
    x, dw, dh = (
        order.number("door", 0.0),
        order.number("door_width", 4.2),
        order.number("door_height", 3.3),
    )
    gable = [(-w / 2, 0.0), (w / 2, 0.0), (w / 2, h), (0.0, h + rise), (-w / 2, h)]
    half = (w / 2 + 0.25) / (w / 2)
    sheet = [
        (0.0, h + rise + 0.06),
        (-w / 2 * half, h - rise * (half - 1) + 0.06),
        (-w / 2 * half, h - rise * (half - 1)),
        (0.0, h + rise),
    ]
    solids = [
        part(Cut(Prism(gable, d), Moved(Box(dw, dh, 3.0), (x, 0, -d / 2))), walls),
        part(Prism(sheet, d + 0.4), roof),
        part(Prism([(-px, y) for px, y in reversed(sheet)], d + 0.4), roof),
        part(Box(dw - 0.04, dh, 0.04), order.material("dark", "black"), (x, 0, -d / 2 + 1.4)),
        part(Box(1.1, 0.9, 0.03), order.material("patch", "rust"), (w * 0.36, 0.7, -d / 2 - 0.02)),
    ]
    if order.flag("goal"):
        line = [(-1.5, 0.0), (-1.5, 1.35), (1.5, 1.35), (1.5, 0.0)]
        side = 1.0 if order.word("goal") == "right" else -1.0
        goal = part(Strokes(line, 0.035), order.material("chalk", "chalk"), turn=-90 * side)
        solids += placed(
            Made((goal,)), (side * (w / 2 + 0.01), 0.05, order.number("goal_at", 0.0)), 0
        ).solids
    return Made(tuple(solids))


def roller_door(order: Order) -> Made:
    """A slatted door in guides, down to `gap` meters from the ground, its drum above, its chain at
    its right. Options: material, gap, chain (on the front).
    """
    w, h, _ = order.size
    gap = order.number("gap", 0.4)
    steel, dark = order.material("material", "steel_slats"), order.material("guide", "steel_dark")
    n = max(1, int((h - gap) / 0.16))
    solids = [
        part(
            Repeat(Moved(Box(w, 0.155, 0.06, 0.028), (0, -0.0775, 0)), 1, (h - gap) / n, n),
            steel,
            (0, gap + (h - gap) / 2, 0),
        ),
        part(Box(w, 0.10, 0.09, 0.02), dark, (0, gap - 0.06, 0)),
        part(Mirror(Moved(Box(0.12, h, 0.14), (w / 2 + 0.05, 0, 0))), dark),
        part(Box(w + 0.3, 0.42, 0.42, 0.1), order.material("drum", "steel_gray"), (0, h - 0.06, 0)),
    ]
    if order.flag("chain"):
        link = Torus(0.035, 0.012)
        solids.append(
            part(
                Repeat(Moved(link, pitch=90), 1, 0.085, int((h - 0.5) / 0.085)),
                order.material("links", "zinc_rusty"),
                (w / 2 - 0.25, 0.5 + (h - 0.5) / 2, -0.20),
            )
        )
    return Made(tuple(solids))


def trail(order: Order) -> Made:
    """A path on the ground, its edges worn. Options: material, wander."""
    w, h, d = order.size
    shape = Trail(w, h, d, order.number("wander", 0.14))
    return Made((part(shape, order.material("material", "cinder_path"), casts=False),))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "bunker": Kind(bunker, (22.0, 2.7, 10.0)),
        "block_door": Kind(block_door, (1.34, 2.2, 0.11)),
        "drain": Kind(drain, (0.62, 0.06, 0.62)),
        "drums": Kind(drums, (0.58, 0.88, 0.58)),
        "water_butt": Kind(butt, (0.85, 1.4, 0.85)),
        "iron_shed": Kind(shed, (9.0, 3.6, 14.0)),
        "roller_door": Kind(roller_door, (4.2, 3.3, 0.1)),
        "trail": Kind(trail, (1.9, 0.03, 20.0)),
    }
)
