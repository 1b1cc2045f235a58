"""What stands in the guard hut: the steel desk, the field telephone, the key board, the roster."""

from collections.abc import Mapping
from math import cos, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cone,
    Cut,
    Cylinder,
    Mirror,
    Moved,
    Point,
    Repeat,
    Shape,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Solid


def steel_desk(order: Order) -> Made:
    """A steel desk, its drawer and knee space to the front: blotter, the ring of a cup. State: open
    (the drawer out, lined with newspaper). Options: material, bare (nothing on top).
    """
    w, h, d = order.size
    steel, dark = order.material("material", "steel_gray"), order.material("dark", "cab_dark")
    pedestal = w * 0.36
    x = w / 2 - pedestal / 2
    out = [
        part(
            Box(w, 0.045, d, 0.012), steel, (0, h - 0.045, 0), top=order.material("top", "lino_top")
        ),
        part(Box(pedestal, h - 0.12, d - 0.06, 0.01), steel, (x, 0.07, 0.01)),
        part(Box(0.05, h - 0.05, d - 0.06), steel, (-w / 2 + 0.03, 0, 0.01)),
        part(Box(w - 0.1, h * 0.62, 0.03), steel, (0, h * 0.3, d / 2 - 0.06)),
        part(
            Repeat(Box(pedestal - 0.05, 0.012, 0.02), 1, 0.22, 2),
            dark,
            (x, 0.3, -d / 2 + 0.03),
            casts=False,
        ),
        part(
            Repeat(Box(0.14, 0.022, 0.03), 1, 0.22, 2),
            order.material("pull", "chrome"),
            (x, 0.23, -d / 2 + 0.01),
        ),
        part(Mirror(Moved(Box(0.05, 0.07, d - 0.1), (w / 2 - 0.12, 0, 0))), dark),
        *_drawer(order, pedestal, h, d, x),
    ]
    if not order.flag("bare"):
        out.append(
            part(
                Box(w * 0.42, 0.012, d * 0.6),
                order.material("blotter", "felt_green"),
                (-w * 0.2, h, -0.03),
            )
        )
        out.append(
            part(
                Torus(0.042, 0.007),
                order.material("ring", "stain"),
                (-w * 0.42, h + 0.002, -d * 0.1),
                casts=False,
            )
        )
    return Made(tuple(out))


def _drawer(order: Order, pedestal: float, h: float, d: float, x: float) -> list[Solid]:
    steel = order.material("material", "steel_gray")
    wide, tall, deep = pedestal - 0.04, 0.17, d * 0.72
    y = h - 0.05 - tall
    out = 0.40 if order.has("open") else 0.0
    face = (x, y, -d / 2 + 0.015 - out)
    solids = [
        part(Box(wide, tall - 0.02, 0.03, 0.005), steel, face),
        part(
            Box(0.14, 0.022, 0.03), order.material("pull", "chrome"), (x, y + 0.07, face[2] - 0.025)
        ),
    ]
    if not out:
        boot = Capsule((-0.05, 0, 0), (0.06, 0.02, 0), 0.035)
        solids.append(
            part(
                boot,
                order.material("mark", "stain"),
                (x - 0.09, y + 0.03, face[2] + 0.012),
                casts=False,
            )
        )
        return solids
    box = Cut(
        Box(wide - 0.02, tall - 0.04, deep),
        Moved(Box(wide - 0.06, tall, deep - 0.04), (0, 0.02, 0)),
    )
    at = (x, y, face[2] + deep / 2)
    solids.append(part(box, steel, at))
    solids.append(
        part(
            Box(wide - 0.07, 0.02, deep - 0.05),
            order.material("lining", "paper"),
            (x, y + 0.02, at[2]),
            3,
        )
    )
    solids.append(
        part(
            Box(wide * 0.3, 0.03, 0.07, 0.01),
            order.material("pad", "wood"),
            (x + 0.07, y + 0.04, at[2] + 0.02),
            24,
        )
    )
    return solids


def field_phone(order: Order) -> Made:
    """A crank telephone in a canvas case, its receiver across the top. State: answered (the
    receiver lies crooked), broken (case split, receiver and bell apart). Options: cord
    (meters to its back).
    """
    w, h, d = order.size
    canvas, black = order.material("material", "canvas"), order.material("receiver", "bakelite")
    brass, strap = order.material("crank", "chrome"), order.material("strap", "leather")
    reach = order.number("cord", 0.35)
    cord = part(
        Union(
            Capsule((-w * 0.3, 0.015, d / 2), (-w * 0.3, 0.015, d / 2 + reach), 0.013),
            Capsule((-w * 0.3, 0.015, d / 2 + reach), (-w * 0.3, 0.32, d / 2 + reach), 0.013),
        ),
        black,
    )
    if order.has("broken"):
        return Made((cord, *_smashed(order)))
    case = (
        part(Box(w, h * 0.68, d, 0.02), canvas),
        part(Box(w * 0.96, 0.02, d * 0.96), black, (0, h * 0.68, 0)),
        part(
            Union(
                Moved(Box(0.03, h * 0.69, d + 0.012), (-w * 0.32, 0, 0)),
                Moved(Box(0.03, h * 0.69, d + 0.012), (w * 0.32, 0, 0)),
            ),
            strap,
        ),
        part(
            Union(
                Capsule((w / 2, h * 0.36, 0), (w / 2 + 0.05, h * 0.36, 0), 0.013),
                Capsule((w / 2 + 0.05, h * 0.36, 0), (w / 2 + 0.05, h * 0.62, -0.03), 0.011),
                Capsule((w / 2 + 0.05, h * 0.62, -0.03), (w / 2 + 0.11, h * 0.62, -0.03), 0.016),
            ),
            brass,
        ),
        part(
            Box(0.11, 0.05, 0.006),
            lettered("enamel", "GATE", 0.035, 0.025, ink=(0.05, 0.05, 0.05)),
            (0, h * 0.34, -d / 2 - 0.004),
            front=lettered("enamel", "GATE", 0.035, 0.025, ink=(0.05, 0.05, 0.05)),
        ),
        part(Mirror(Box(0.03, 0.06, d * 0.5), "x"), black, (0, h * 0.68, 0)),
    )
    turn, shift, lean = (24.0, 0.05, 9.0) if order.has("answered") else (0.0, 0.0, 0.0)
    handset = part(_handset(w), black, (shift, h * 0.68 + 0.075, -0.01), turn, roll=lean)
    cotton = part(
        Sphere(0.026),
        order.material("cotton", "white"),
        (
            shift + w * 0.42 * cos(radians(turn)),
            h * 0.68 + 0.03 + shift * 0.5,
            -0.01 - w * 0.42 * sin(radians(turn)),
        ),
    )
    return Made((cord, *case, handset, cotton))


def _handset(w: float) -> Shape:
    r = w * 0.46
    return Union(
        Capsule((-r, 0.02, 0), (r, 0.02, 0), 0.022),
        Moved(Cone(0.045, 0.035, 0.06), (-r, -0.045, 0)),
        Moved(Cone(0.045, 0.035, 0.06), (r, -0.045, 0)),
    )


def _smashed(order: Order) -> tuple[Solid, ...]:
    w, h, d = order.size
    canvas, black = order.material("material", "canvas"), order.material("receiver", "bakelite")
    shards = Union(
        *(
            Moved(
                Box(0.05 + 0.04 * order.roll(i), 0.014, 0.03),
                ((order.roll(i + 9) - 0.5) * w * 1.7, 0.0, (order.roll(i + 19) - 0.6) * d * 1.8),
                order.roll(i + 29) * 180,
            )
            for i in range(9)
        )
    )
    half = Moved(Box(0.05, 0.03, 0.05), (w * 0.55, 0.0, -d * 0.7), 30)
    return (
        part(Box(w * 0.56, h * 0.52, d, 0.02), canvas, (-w * 0.24, 0, 0), roll=14),
        part(Box(w * 0.44, h * 0.4, d, 0.02), canvas, (w * 0.36, 0.0, 0.02), 24, roll=-62),
        part(Union(shards, half), black),
        part(Capsule((w * 0.1, 0.03, -d * 0.75), (w * 0.5, 0.05, -d * 0.95), 0.022), black),
        part(
            Cylinder(0.05, 0.025, 0.012), order.material("bell", "brass"), (-w * 0.55, 0, -d * 0.7)
        ),
        part(
            Moved(Cylinder(0.04, 0.1), (0, 0.04, 0), roll=90),
            order.material("magneto", "copper"),
            (w * 0.05, 0, -d * 0.45),
            30,
        ),
    )


TAGS = (
    "BLOCK",
    "SHED",
    "MAST",
    "TUNNEL",
    "GATE",
    "MESS",
    "HALL",
    "CELL",
    "HUT",
    "LINE",
    "OIL",
    "FAR STAKE",
)


def key_board(order: Order) -> Made:
    """A board of twelve hooks in two rows on a wall, a tag over each; its back is to +z.
    Paper tags hang in a clot on one hook unless `bare`. Options: material, bare.
    """
    w, h, d = order.size
    out = [
        part(Box(w, h, d, 0.008), order.material("material", "wood_pale")),
        part(
            Mirror(Moved(Sphere(0.015), (w / 2 - 0.03, h / 2, -d / 2))),
            order.material("screw", "brass"),
        ),
    ]
    gap = w / 6.4
    hook = Union(
        Capsule((0, 0.03, 0), (0, 0.03, -0.045), 0.010),
        Capsule((0, 0.03, -0.045), (0, -0.005, -0.055), 0.010),
        Capsule((0, -0.005, -0.055), (0, -0.005, -0.03), 0.010),
    )
    rows = Repeat(Repeat(hook, 0, gap, 6), 1, h * 0.46, 2)
    out.append(part(rows, order.material("hook", "iron_black"), (0, h * 0.42, -d / 2)))
    for i, tag in enumerate(TAGS):
        x, y = (i % 6 - 2.5) * gap, h * (0.78 if i < 6 else 0.32)
        face = lettered(
            "enamel", tag, gap * (0.2 if len(tag) < 7 else 0.13), gap * 0.17, ink=(0.08, 0.05, 0.03)
        )
        out.append(
            part(
                Box(gap * 0.84, gap * 0.34, 0.006),
                face,
                (x, y, -d / 2 - 0.004),
                front=face,
                casts=False,
            )
        )
    if not order.flag("bare"):
        x, y = -2.5 * gap, h * 0.60
        sheets = Union(
            *(
                Moved(
                    Box(0.055, 0.1, 0.006),
                    (0.012 * i - 0.02, -0.02 * i, -0.008 * i),
                    14 * i - 24,
                    roll=16 * i - 26,
                )
                for i in range(4)
            )
        )
        out.append(part(sheets, order.material("slips", "card"), (x, y, -d / 2 - 0.06)))
    return Made(tuple(out))


def duty_roster(order: Order) -> Made:
    """A typed sheet of three names week after week, behind celluloid riveted to the wall (its back
    is to +z); columns ruled in red, the last box empty. Options: words (its head).
    """
    w, h, d = order.size
    sheet = order.material("material", "roster_paper")
    head = lettered(
        "roster_paper",
        order.word("words", "DUTY ROSTER"),
        h * 0.075,
        h * 0.06,
        ink=(0.06, 0.05, 0.05),
    )
    red = order.material("rule", "tail_red")
    columns = Repeat(Box(0.007, h * 0.74, 0.004), 0, w * 0.2, 5)
    return Made(
        (
            part(Box(w, h, d), order.material("celluloid", "celluloid")),
            part(Box(w * 0.9, h * 0.78, 0.006), sheet, (0, h * 0.06, -d / 2)),
            part(Box(w * 0.9, h * 0.12, 0.006), head, (0, h * 0.855, -d / 2), front=head),
            part(columns, red, (0, h * 0.07, -d / 2 - 0.004), casts=False),
            part(Box(w * 0.9, 0.008, 0.004), red, (0, h * 0.8, -d / 2 - 0.004), casts=False),
            part(
                Box(w * 0.19, h * 0.07, 0.008),
                order.material("empty", "white"),
                (w * 0.34, h * 0.075, -d / 2 - 0.003),
                casts=False,
            ),
            part(
                Repeat(Repeat(Sphere(0.014), 0, w * 0.94, 2), 1, h * 0.95, 2),
                order.material("rivet", "chrome"),
                (0, h / 2, -d / 2),
            ),
        )
    )


def wastebasket(order: Order) -> Made:
    """A wire basket with a ball of paper in it."""
    w, h, _ = order.size
    tin = order.material("material", "steel_green")
    return Made(
        (
            part(
                Cut(Cone(w * 0.4, w / 2, h), Moved(Cone(w * 0.36, w * 0.46, h), (0, 0.03, 0))), tin
            ),
            part(Sphere(0.07), order.material("paper", "white"), (0.02, h * 0.55, 0.02)),
        )
    )


def office_chair(order: Order) -> Made:
    """A wooden chair with a slatted back, front to -z. Options: material."""
    w, h, d = order.size
    wood = order.material("material", "wood")
    legs = Mirror(Moved(Box(0.04, 0.44, 0.04), (w / 2 - 0.04, 0, d / 2 - 0.04)), "xz")
    stiles = Mirror(Moved(Box(0.04, h - 0.4, 0.035), (w / 2 - 0.04, 0.42, d / 2 - 0.03)))
    slats = Repeat(Box(w - 0.08, 0.07, 0.02), 1, 0.15, 3)
    return Made(
        (
            part(Box(w, 0.04, d, 0.015), wood, (0, 0.43, 0)),
            part(Union(legs, stiles), wood),
            part(slats, wood, (0, 0.66, d / 2 - 0.03)),
        )
    )


def staples(order: Order) -> Made:
    """A cord stapled along a wall (its back is to +z), a staple every hand."""
    w, h, _ = order.size
    ends: tuple[Point, Point, Point] = ((-w / 2, h, 0), (w / 2 - 0.1, h, 0), (w / 2, h - 0.12, 0))
    cord = Union(Capsule(ends[0], ends[1], 0.008), Capsule(ends[1], ends[2], 0.008))
    clips = Repeat(Box(0.01, 0.025, 0.02), 0, 0.14, max(1, int(w / 0.14)))
    return Made(
        (
            part(cord, order.material("material", "bakelite")),
            part(clips, order.material("clip", "chrome"), (0, h - 0.012, 0)),
        )
    )


def boot_brush(order: Order) -> Made:
    """A brush on a nail by a door."""
    _, h, _ = order.size
    return Made(
        (
            part(Box(0.09, h * 0.5, 0.03, 0.01), order.material("material", "wood")),
            part(Box(0.08, h * 0.46, 0.05), order.material("bristle", "dog"), (0, 0.01, -0.035)),
            part(Capsule((0, h * 0.5, 0), (0, h, 0), 0.02), order.material("material", "wood")),
        )
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "steel_desk": Kind(steel_desk, (1.35, 0.76, 0.68)),
        "field_phone": Kind(field_phone, (0.28, 0.22, 0.17)),
        "key_board": Kind(key_board, (0.96, 0.44, 0.03)),
        "duty_roster": Kind(duty_roster, (0.48, 0.64, 0.012)),
        "wastebasket": Kind(wastebasket, (0.28, 0.34, 0.28)),
        "office_chair": Kind(office_chair, (0.42, 0.92, 0.42)),
        "staples": Kind(staples, (1.0, 0.9, 0.02)),
        "boot_brush": Kind(boot_brush, (0.1, 0.36, 0.05)),
    }
)
