"""What hangs on a corridor's walls: a notice board, an axe case, a speaker; and a mop."""

from collections.abc import Mapping
from math import cos, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import PRINT, lettered, material_of
from nightreel.illustrators.camera.shapes import (
    Blend,
    Box,
    Capsule,
    Cone,
    Cut,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Prism,
    Repeat,
    Rough,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Solid


def notice_board(order: Order) -> Made:
    """Green baize with overlapping papers under wire mesh, an open padlock on its edge."""
    w, h, d = order.size
    front = -d / 2
    frame = order.material("material", "wood")
    out = [
        part(Box(w, h, d), order.material("baize", "baize")),
        part(Mirror(Box(0.07, h + 0.14, d + 0.05, 0.008)), frame, (w / 2, -0.07, 0)),
        part(Mirror(Box(0.07, h + 0.14, d + 0.05, 0.008)), frame, (-w / 2, -0.07, 0)),
        part(Repeat(Box(w, 0.07, d + 0.05, 0.008), 1, h + 0.07, 2), frame, (0, h / 2 - 0.035, 0)),
    ]
    columns = max(3, round(w / 0.27))
    for k in range(columns * 2):
        column, row = k % columns, k // columns
        if k == columns - 1:
            continue
        x = (column - (columns - 1) / 2) * (w - 0.22) / (columns - 1) + (order.roll(k) - 0.5) * 0.05
        y = h * (0.53 if row == 0 else 0.06) + order.roll(k + 40) * h * 0.08
        sheet = {
            "like": "paper",
            "scale": 0.018 + order.roll(k + 9) * 0.012,
            "color": _sheet(order, k),
        }
        out.append(
            part(
                Box(0.21 + order.roll(k + 5) * 0.05, h * 0.40, 0.008),
                material_of(sheet, "paper"),
                (x, y, front - 0.006 - 0.004 * (k % 3)),
                roll=(order.roll(k + 20) - 0.5) * 9,
                casts=False,
            )
        )
    last = lettered("paper", "TRUCK LEAVES|GATE 1130|30 MARCH", 0.042, h * 0.26, ink=PRINT)
    out.append(
        part(
            Box(0.34, h * 0.46, 0.008), last, (-0.05, h * 0.25, front - 0.024), roll=2, casts=False
        )
    )
    out.append(
        part(
            Box(w - 0.02, h, 0.01),
            order.material("mesh", "mesh_fine"),
            (0, 0, front - 0.045),
            casts=False,
        )
    )
    out.append(
        part(
            Box(0.06, 0.07, 0.04, 0.01),
            order.material("lock", "brass"),
            (w / 2 + 0.0, h * 0.42, front - 0.05),
        )
    )
    out.append(
        part(
            Torus(0.026, 0.008),
            order.material("shackle", "steel"),
            (w / 2, h * 0.42 + 0.08, front - 0.05),
            pitch=90,
            roll=25,
        )
    )
    return Made(tuple(out))


def _sheet(order: Order, k: int) -> list[float]:
    shade = 0.45 + order.roll(k + 60) * 0.28
    warm = order.roll(k + 70) * 0.12
    return [shade, shade * (0.97 - warm * 0.4), shade * (0.86 - warm)]


def axe_case(order: Order) -> Made:
    """A shallow red box on a wall. `open`: its glass swung aside; `broken`: teeth round the frame.

    The axe is not part of it: see `cased_axe`.
    """
    w, h, d = order.size
    red = order.material("material", "steel_red")
    front = -d / 2
    frame = 0.075
    words = lettered("steel_red", "IN FIRE ONLY", 0.058, 0.05, ink=(0.75, 0.72, 0.66))
    out = [
        part(
            Cut(
                Box(w, h, d, 0.008),
                Moved(Box(w - 2 * frame, h - 2 * frame - 0.06, d), (0, frame + 0.06, -0.03)),
            ),
            red,
        ),
        part(
            Box(w - 2 * frame, h - 2 * frame - 0.06, 0.01),
            order.material("back", "red_pale"),
            (0, frame + 0.06, d / 2 - 0.035),
        ),
        part(
            Union(Prism(_HEAD, 0.004), Moved(Box(0.045, 0.56, 0.004), (0, -0.56, 0))),
            order.material("outline", "red_clean"),
            (0, h * 0.775, d / 2 - 0.04),
            casts=False,
        ),
        part(Box(w * 0.96, 0.10, 0.012), words, (0, 0.018, front - 0.006), casts=False),
        part(
            Repeat(Box(0.06, 0.025, 0.05), 1, h * 0.3, 2),
            order.material("clip", "steel"),
            (0, h * 0.5, d / 2 - 0.06),
        ),
        part(
            Capsule((0, 0, 0), (0.01, -0.16, 0), 0.008),
            order.material("chain", "steel"),
            (w / 2 + 0.02, h * 0.55, 0),
            casts=False,
        ),
    ]
    inner_w, inner_h = w - 2 * frame, h - 2 * frame - 0.06
    if order.has("broken"):
        teeth = [
            (-inner_w / 2, 0.0),
            (inner_w / 2, 0.0),
            (inner_w * 0.36, 0.11),
            (inner_w * 0.2, 0.03),
            (0.02, 0.10),
            (-inner_w * 0.18, 0.04),
            (-inner_w * 0.36, 0.14),
        ]
        glass = order.material("glass", "glass_wired")
        out.append(part(Prism(teeth, 0.012), glass, (0, frame + 0.06, front + 0.012), casts=False))
        out.append(
            part(
                Prism([(x, -y * 0.8) for x, y in reversed(teeth)], 0.012),
                glass,
                (0, h - frame, front + 0.012),
                casts=False,
            )
        )
    else:
        turn = 105.0 if order.has("open") else 0.0
        out += _lid(order, inner_w, inner_h, frame + 0.06, front, turn)
    return Made(tuple(out))


def _lid(order: Order, w: float, h: float, y: float, front: float, turn: float) -> list[Solid]:
    """The glazed front on its hinge at the left, `turn` degrees open."""
    glass = order.material("glass", "glass_wired")
    rim = order.material("rim", "steel_red")
    bars = Mirror(Box(0.03, h + 0.06, 0.02), "x")
    return [
        part(
            Moved(Box(w, h, 0.008), (w / 2, 0, 0)),
            glass,
            (-w / 2, y, front - 0.006),
            turn=turn,
            casts=False,
        ),
        part(Moved(bars, (0.0, -0.03, 0)), rim, (-w / 2, y, front - 0.008), turn=turn),
        part(
            Moved(Box(0.03, h + 0.06, 0.02), (w, -0.03, 0)),
            rim,
            (-w / 2, y, front - 0.008),
            turn=turn,
        ),
        part(
            Moved(Repeat(Box(w, 0.03, 0.02), 1, h + 0.03, 2), (w / 2, h / 2 - 0.015, 0)),
            rim,
            (-w / 2, y, front - 0.008),
            turn=turn,
        ),
        part(
            Moved(Cylinder(0.02, 0.03), (w, h * 0.5, -0.02)),
            order.material("catch", "brass"),
            (-w / 2, y, front - 0.01),
            turn=turn,
        ),
    ]


_HEAD = ((-0.04, -0.09), (0.07, -0.11), (0.15, -0.15), (0.15, 0.10), (0.07, 0.07), (-0.04, 0.06))


def cased_axe(order: Order) -> Made:
    """An axe hung upright in its case, head up."""
    _, h, _ = order.size
    return Made(
        (
            part(
                Capsule((0, 0, 0), (0, h, 0), 0.020, 0.018), order.material("handle", "wood_pale")
            ),
            part(Prism(_HEAD, 0.035), order.material("head", "red_bright"), (0, h * 0.90, -0.01)),
            part(
                Prism([(0.13, -0.15), (0.165, -0.16), (0.165, 0.11), (0.13, 0.10)], 0.02),
                order.material("edge", "steel"),
                (0, h * 0.90, -0.01),
            ),
        )
    )


def glass_litter(order: Order) -> Made:
    """Broken wired glass on a floor."""
    w, _, d = order.size
    glass = order.material("material", "glass_shard")
    rows = [
        part(
            Repeat(
                Box(0.05 + 0.05 * order.roll(k), 0.012, 0.05 + 0.04 * order.roll(k + 9)),
                0,
                w / 4,
                4,
            ),
            glass,
            (0, 0.002, d * (k / 4 - 0.4)),
            turn=order.roll(k + 20) * 50 - 25,
            casts=False,
        )
        for k in range(4)
    ]
    return Made(tuple(rows))


def wall_speaker(order: Order) -> Made:
    """A brown enamel box with a sunrise for a grille. `broken`: its grille stove in, off the wall
    and hanging by its lead.
    """
    w, h, d = order.size
    box = order.material("material", "enamel_brown")
    cloth = order.material("cloth", "canvas")
    front = -d / 2 - 0.002
    if order.has("broken"):
        drop = -h * 1.15
        torn = Rough(Ellipsoid(w * 0.3, h * 0.3, 0.10), 0.02, 0.1)
        return Made(
            (
                part(
                    Capsule((w * 0.2, h * 0.7, d / 2), (w * 0.05, drop + h * 0.98, 0), 0.016),
                    order.material("lead", "rubber"),
                    casts=False,
                ),
                part(
                    Cut(Box(w, h, d, 0.02), Moved(torn, (0, h * 0.5, -d / 2))),
                    box,
                    (0, drop, -0.05),
                    roll=24,
                    turn=22,
                ),
                part(
                    Cone(w * 0.24, w * 0.08, 0.06),
                    order.material("cone", "paper"),
                    (0.02, drop + h * 0.5, front - 0.03),
                    pitch=-70,
                    roll=24,
                ),
                part(
                    Repeat(Capsule((0, 0, 0), (0.03, -0.20, 0), 0.009), 0, 0.05, 2),
                    order.material("coil", "copper"),
                    (0.02, drop + h * 0.42, front - 0.12),
                    casts=False,
                ),
                part(
                    Mirror(Cylinder(0.03, 0.02)),
                    order.material("bolt", "steel"),
                    (0, h * 0.6, d / 2 - 0.03),
                    pitch=-90,
                ),
            )
        )
    ray = [
        part(
            Capsule((0, 0, 0), (0, h * 0.55, 0), 0.016, 0.024),
            box,
            (0, h * 0.16, front - 0.006),
            roll=a,
            casts=False,
        )
        for a in (-72, -36, 0, 36, 72)
    ]
    sun = Cut(Cylinder(h * 0.16, 0.03), Moved(Box(h, 0.2, h), (0, -0.1, -h / 2)))
    return Made(
        (
            part(Box(w, h, d, 0.025), box),
            part(
                Cut(Cylinder(h * 0.68, 0.012), Moved(Box(h * 2, 0.2, h * 2), (0, -0.1, -h))),
                cloth,
                (0, h * 0.16, front),
                pitch=-90,
                casts=False,
            ),
            part(sun, box, (0, h * 0.16, front), pitch=-90, casts=False),
            *ray,
            part(Box(w * 0.9, 0.03, 0.02), box, (0, h * 0.12, front)),
            part(
                Cylinder(0.016, 0.04),
                order.material("shaft", "steel"),
                (w * 0.36, h * 0.06, front),
                pitch=-90,
                casts=False,
            ),
            part(
                Capsule((w * 0.3, h, 0), (w * 0.3, h + 0.3, 0.02), 0.014),
                order.material("lead", "rubber"),
                casts=False,
            ),
        )
    )


def mop_bucket(order: Order) -> Made:
    """A mop standing head up in a bucket of its own rust."""
    rust = order.material("material", "rust")
    top = (-0.20, 1.44, 0.06)
    fall = [
        Capsule(
            top,
            (
                top[0] + 0.13 * sin(radians(a)),
                1.10 + 0.05 * (k % 3),
                top[2] - 0.05 + 0.12 * cos(radians(a)),
            ),
            0.045,
            0.028,
        )
        for k, a in enumerate(range(0, 360, 45))
    ]
    strands = Rough(Blend(0.035, *fall), 0.012, 0.05)
    return Made(
        (
            part(Cut(Cone(0.135, 0.175, 0.30), Moved(Cone(0.12, 0.165, 0.30), (0, 0.03, 0))), rust),
            part(Cylinder(0.145, 0.02), order.material("water", "rust"), (0, 0.17, 0)),
            part(
                Capsule((0.02, 0.05, 0), (-0.16, 1.32, 0.10), 0.017),
                order.material("handle", "wood_gray"),
            ),
            part(strands, order.material("mop", "linen_gray")),
            part(Cylinder(0.4, 0.005), order.material("stain", "rust"), (0.05, 0, 0), casts=False),
        )
    )


def stencil(order: Order) -> Made:
    """Words painted on a wall. Options: words, ground, ink."""
    w, h, _ = order.size
    like = order.word("ground", "white")
    return Made(
        (
            part(
                Box(w, h, 0.008),
                lettered(like, order.word("words"), h * 0.72, h / 2, ink=PRINT),
                casts=False,
            ),
        )
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "notice_board": Kind(notice_board, (1.5, 0.9, 0.06)),
        "axe_case": Kind(axe_case, (0.5, 0.95, 0.16)),
        "glass_litter": Kind(glass_litter, (0.8, 0.02, 0.6)),
        "cased_axe": Kind(cased_axe, (0.2, 0.62, 0.05)),
        "wall_speaker": Kind(wall_speaker, (0.42, 0.36, 0.16)),
        "mop_bucket": Kind(mop_bucket, (0.4, 1.5, 0.4)),
        "stencil": Kind(stencil, (0.8, 0.2, 0.01)),
    }
)
