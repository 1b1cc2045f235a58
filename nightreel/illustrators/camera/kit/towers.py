"""The mast: its foot with ladder and cage, its guys, and the platform on top."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import structs

from nightreel.illustrators.camera.kit.frames import Lattice, Strokes, strut, triple
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Point,
    Repeat,
    Rough,
    Torus,
)
from nightreel.illustrators.camera.solids import Solid

LENGTH = 9.0
"""Of one piece of a mast; each is marched by itself."""
RUNG = 0.3


def lattice_mast(order: Order) -> Made:
    """A square lattice mast; width and depth are its own. Options: material, ladder (with a cage,
    on its front), footing, platform (what is seen of it from below), panel, far (throws no shadow).
    """
    w, h, _ = order.size
    steel = order.material("material", "zinc")
    whole = max(1, round(h / LENGTH))
    piece = h / whole
    panel = order.number("panel", piece / 8)
    lattice = Lattice(w, piece, panel, 0.055, 0.028)
    # A lattice is too fine for shadows: its legs throw them.
    solids = [part(lattice, steel, (0, k * piece, 0), casts=False) for k in range(whole)]
    if not order.flag("far"):
        leg = Capsule((0, 0, 0), (0, h, 0), 0.05)
        solids += [part(leg, steel, (x * w / 2, 0, z * w / 2)) for x in (-1, 1) for z in (-1, 1)]
    if order.flag("ladder"):
        ladder = _ladder(order, w / 2 + 0.16, h)
        solids += [structs.replace(s, casts=not order.flag("far")) for s in ladder]
    if order.flag("footing"):
        foot = order.material("foot", "concrete")
        name = lettered(foot, "PRUIT I", 0.11, 0.22)
        solids.append(part(Box(w + 0.6, 0.42, w + 0.9, 0.02), foot, front=name))
    if order.flag("platform"):
        solids.append(part(Box(2.6, 0.12, 2.6), order.material("deck", "steel_dark"), (0, h, 0)))
        solids.append(
            part(
                Mirror(Moved(Box(0.05, 0.05, 2.5), (1.22, 0, 0))),
                order.material("rail", "zinc"),
                (0, h + 1.0, 0),
            )
        )
    return Made(tuple(solids))


def _ladder(order: Order, out: float, h: float) -> list[Solid]:
    """Rungs, the lowest six worn to the metal, between rails; hoops and straps from head height."""
    steel, rail = order.material("rungs", "zinc_rusty"), order.material("material", "zinc")
    rung = Capsule((-0.19, 0, 0), (0.19, 0, 0), 0.018)
    many = int((h - 0.6) / RUNG) - 6
    solids = [
        part(
            Repeat(rung, 1, RUNG, 6), order.material("worn", "worn"), (0, 0.75 + 2.5 * RUNG, -out)
        ),
        part(Repeat(rung, 1, RUNG, many), steel, (0, 0.75 + (5.5 + many / 2) * RUNG, -out)),
        part(Mirror(Capsule((0.21, 0.3, 0), (0.21, h + 0.9, 0), 0.026)), rail, (0, 0, -out)),
    ]
    low = 2.5
    hoops = int((h - low) / 0.9)
    solids.append(
        part(
            Repeat(Torus(0.37, 0.02), 1, 0.9, hoops),
            rail,
            (0, low + (hoops - 1) * 0.45, -out - 0.3),
        )
    )
    for x, z in ((0.27, -0.25), (0.0, -0.37)):
        strap = Capsule((x, low, z), (x, low + (hoops - 1) * 0.9, z), 0.016)
        solids.append(part(Mirror(strap) if x else strap, rail, (0, 0, -out - 0.3)))
    if order.flag("cord"):
        cord = order.material("lacing", "rope")
        solids.append(part(Rough(Ellipsoid(0.03, 0.05, 0.03), 0.01, 0.03), cord, (0.1, 0.75, -out)))
        solids.append(part(Capsule((0.1, 0.75, 0), (0.13, 0.52, -0.03), 0.011), cord, (0, 0, -out)))
    return solids


def guy(order: Order) -> Made:
    """A guy from its anchor to `top` (meters from the anchor). Options: material, tackle
    (turnbuckle, grease), glove (a stiff glove gripping it), block (the anchor), second (another
    top, of a second wire), begins and ends (meters along it, for a piece of one),
    far (throws no shadow).
    """
    top = triple(order, "top", (0.0, 20.0, 12.0))
    wire = order.material("material", "wire")
    start = _toward((0, 0.35, 0), top, order.number("begins", 0.35))
    end = _toward((0, 0.35, 0), top, order.number("ends", 0.0)) if "ends" in order.options else top
    near = not order.flag("far")
    solids = [strut(start, end, order.number("radius", 0.035), wire, casts=near)]
    if "second" in order.options:
        second = triple(order, "second", top)
        solids.append(
            strut(_toward((0, 0.35, 0), second, 0.3), second, order.number("radius", 0.035), wire)
        )
    if order.flag("block"):
        solids.append(part(Box(1.3, 0.45, 1.5, 0.03), order.material("anchor", "concrete")))
        solids.append(part(Torus(0.1, 0.035), order.material("eye", "rust"), (0, 0.5, 0), pitch=90))
    if order.flag("tackle"):
        solids += _tackle(order, top)
    if order.flag("glove"):
        at = _toward((0, 0.35, 0), top, 2.0)
        solids.append(
            part(
                Rough(Ellipsoid(0.075, 0.10, 0.075), 0.02, 0.06),
                order.material("hide", "leather"),
                at,
            )
        )
        solids.append(
            strut(
                at,
                (at[0] + 0.03, at[1] - 0.19, at[2] - 0.03),
                0.045,
                order.material("hide", "leather"),
            )
        )
    return Made(tuple(solids))


def _tackle(order: Order, top: Point) -> list[Solid]:
    """A turnbuckle, wired so that it cannot back off, and grease worked into the wire above it."""
    iron, bright = order.material("eye", "rust"), order.material("locked", "worn")
    a, b, c = (_toward((0, 0.35, 0), top, k) for k in (0.25, 0.95, 2.35))
    mid = _toward((0, 0.35, 0), top, 0.6)
    return [
        strut(a, b, 0.05, iron),
        strut(a, _toward(a, top, 0.12), 0.085, iron),
        strut(_toward(b, top, -0.12), b, 0.085, iron),
        part(Torus(0.075, 0.012), bright, mid, pitch=35),
        part(Torus(0.075, 0.012), bright, mid, pitch=-20, roll=25),
        strut(b, c, 0.047, order.material("grease", "bakelite")),
        part(Cylinder(0.10, 0.22, 0.01), order.material("can", "steel_green"), (0.45, 0.45, -0.35)),
        strut(
            (0.45, 0.5, -0.35), (0.52, 0.88, -0.38), 0.018, order.material("paddle", "wood_pale")
        ),
    ]


def platform(order: Order) -> Made:
    """A platform of grating with toe boards, and a hole at `hole_x`, `hole_z` for the ladder. The
    rails of its sides are `railing`s.
    """
    w, h, d = order.size
    hx, hz, hole = order.number("hole_x", 0.0), order.number("hole_z", -0.8), 0.75
    grate, steel = order.material("material", "platform_grating"), order.material("frame", "zinc")
    left, right = hx - hole / 2 + w / 2, w / 2 - hx - hole / 2
    back = d / 2 - hz - hole / 2
    front = hz - hole / 2 + d / 2
    solids = [part(Box(w, 0.05, back), grate, (0, h - 0.05, d / 2 - back / 2))]
    if front > 0.05:
        solids.append(part(Box(w, 0.05, front), grate, (0, h - 0.05, -d / 2 + front / 2)))
    if left > 0.05:
        solids.append(part(Box(left, 0.05, hole), grate, (-w / 2 + left / 2, h - 0.05, hz)))
    if right > 0.05:
        solids.append(part(Box(right, 0.05, hole), grate, (w / 2 - right / 2, h - 0.05, hz)))
    floor = len(solids)
    rim = Box(0.05, 0.09, hole)
    solids += [
        part(Mirror(Moved(Box(0.03, 0.14, d), (w / 2, 0, 0))), steel, (0, h - 0.05, 0)),
        part(Mirror(Moved(Box(w, 0.14, 0.03), (0, 0, d / 2)), "z"), steel, (0, h - 0.05, 0)),
        part(Mirror(Moved(rim, (hole / 2, 0, 0))), steel, (hx, h - 0.06, hz)),
        part(
            Mirror(Moved(Box(hole, 0.09, 0.05), (0, 0, hole / 2)), "z"), steel, (hx, h - 0.06, hz)
        ),
        part(
            Mirror(Moved(Box(0.09, 0.16, d), (w * 0.25, 0, 0))),
            order.material("beam", "steel_dark"),
            (0, h - 0.22, 0),
        ),
    ]
    bolt = order.material("bolt", "paint_yellow")
    solids.append(part(Torus(0.055, 0.012), bolt, (w * 0.3, h + 0.006, d * 0.2)))
    plate = lettered(steel, "NOT YET", 0.06)
    solids.append(part(Box(0.36, 0.01, 0.1), steel, (w * 0.3, h, d * 0.2 - 0.13), top=plate))
    # The deck throws the shadow; its trim would only cost.
    trim = (structs.replace(s, casts=False) for s in solids[floor:])
    return Made((*solids[:floor], *trim))


def railing(order: Order) -> Made:
    """One side of a pipe rail, `width` long, at the hip: posts, two pipes. Options: material, bend
    (meters that the top pipe stands out to the front, in the middle), lace (a bow tied to it).
    """
    w, h, _ = order.size
    pipe = order.material("material", "rail_paint")
    bend, r = order.number("bend", 0.0), 0.024
    half = w / 2
    solids = [
        part(Mirror(Capsule((half, 0, 0), (half, h, 0), r)), pipe),
        part(Capsule((-half, h * 0.52, 0), (half, h * 0.52, 0), r * 0.85), pipe),
    ]
    if bend:
        b = 0.16
        line = [
            (-half, 0.0),
            (-b * 2, 0.0),
            (-b, bend * 0.75),
            (0.0, bend),
            (b, bend * 0.75),
            (b * 2, 0.0),
            (half, 0.0),
        ]
        solids.append(part(Strokes(line, r), pipe, (0, h, 0), pitch=-90))
    else:
        solids.append(part(Capsule((-half, h, 0), (half, h, 0), r), pipe))
    if order.flag("lace"):
        lace = order.material("ribbon", "white")
        for side in (-1, 1):
            bow = Torus(0.035, 0.007)
            solids.append(part(bow, lace, (half * 0.5 + side * 0.035, h - 0.03, -0.03), pitch=90))
            solids.append(
                strut(
                    (half * 0.5, h - 0.03, -0.03),
                    (half * 0.5 + side * 0.03, h - 0.2, -0.035),
                    0.008,
                    lace,
                )
            )
    return Made(tuple(solids))


def _toward(a: Point, b: Point, meters: float) -> Point:
    """Return the point so many meters from a toward b; less than 0 is away from it."""
    d = [b[i] - a[i] for i in range(3)]
    long = max(sum(v * v for v in d) ** 0.5, 1e-6)
    return a[0] + d[0] / long * meters, a[1] + d[1] / long * meters, a[2] + d[2] / long * meters


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "lattice_mast": Kind(lattice_mast, (0.9, 36.0, 0.9)),
        "guy": Kind(guy, (0.1, 1.0, 0.1)),
        "platform": Kind(platform, (2.6, 36.0, 2.6)),
        "railing": Kind(railing, (2.6, 1.02, 0.1)),
    }
)
