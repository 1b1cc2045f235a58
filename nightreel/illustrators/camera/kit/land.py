"""The land: the road over the salt, crust, rocks and dunes, stakes, prints, what stands far off."""

from collections.abc import Mapping
from math import cos, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Blend,
    Box,
    Capsule,
    Cone,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Prism,
    Repeat,
    Rough,
    Shape,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Lamp, Material, Solid


def causeway(order: Order) -> Made:
    """A raised road along z: crown, two worn tracks, shoulders down to the ground. Options:
    material, track, ditch (width of the shoulders).
    """
    w, h, d = order.size
    fall = order.number("ditch", 1.1)
    crown = order.material("material", "road_gravel")
    outline = (
        (-w / 2 - fall, -0.02),
        (-w / 2, h - 0.02),
        (-w / 4, h),
        (w / 4, h),
        (w / 2, h - 0.02),
        (w / 2 + fall, -0.02),
    )
    track = Mirror(Moved(Box(0.5, 0.012, d), (0.82, h - 0.006, 0)), "x")
    stones = Repeat(
        Mirror(Moved(Rough(Ellipsoid(0.2, 0.16, 0.26), 0.03, 0.3), (w / 2 + 0.1, h - 0.1, 0)), "x"),
        2,
        1.7,
        int(d / 1.7),
    )
    return Made(
        (
            part(Prism(outline, d), crown),
            part(track, order.material("track", "road_track"), casts=False),
            part(stones, order.material("stone", "concrete"), casts=False),
        )
    )


def ruts(order: Order) -> Made:
    """Two wheel ruts along z pressed through the crust. Options: material, track (between them)."""
    w, h, d = order.size
    mud = order.material("material", "mud")
    rut = Moved(
        Rough(Ellipsoid(w / 2, h, d / 2), h * 0.5, 1.3), (order.number("track", 1.7) / 2, 0, 0)
    )
    return Made((part(Mirror(rut, "x"), mud, casts=False),))


def crust(order: Order) -> Made:
    """A place where the crust has been put through: mud that shines, plates tipped up around it.
    Options: material, mud, count.
    """
    w, h, _ = order.size
    plate, mud = order.material("material", "salt_edge"), order.material("mud", "mud")
    out: list[Solid] = [
        part(Rough(Ellipsoid(w * 0.42, 0.03, w * 0.34), 0.014, 1.1), mud, casts=False),
        part(
            Rough(Ellipsoid(w * 0.2, 0.04, w * 0.3), 0.014, 1.1),
            mud,
            (w * 0.22, 0, 0.1),
            casts=False,
        ),
    ]
    count = int(order.number("count", 6))
    for i in range(count):
        angle = 360 * (i + 0.6 * order.roll(i)) / count
        a = radians(angle)
        size = w * (0.30 + 0.22 * order.roll(i + 10))
        away = w * (0.40 + 0.16 * order.roll(i + 20))
        tip = 56 + 28 * order.roll(i + 40) if i else 18.0
        at = (away * sin(a), 0.0, away * cos(a))
        out.append(part(_flake(order, size, h * 0.3, i), plate, at, angle + 180, pitch=-tip))
    return Made(tuple(out))


def _flake(order: Order, size: float, thick: float, number: int) -> Shape:
    """A plate of crust with five corners, standing on its broken edge."""
    k = 0.75 + 0.35 * order.roll(number + 30)
    outline = (
        (-0.5 * size, 0.0),
        (-0.56 * size, 0.42 * size),
        (-0.1 * size, 0.66 * size * k),
        (0.42 * size * k, 0.5 * size),
        (0.52 * size, 0.03),
    )
    return Prism(outline, thick)


def rocks(order: Order) -> Made:
    """A few stones lying together. Options: material, count."""
    w, h, d = order.size
    stone = order.material("material", "concrete_dark")
    out: list[Solid] = []
    for i in range(int(order.number("count", 4))):
        k = 0.3 + 0.7 * order.roll(i)
        shape = Rough(Ellipsoid(0.3 * k * w, 0.7 * k * h, 0.26 * k * d), 0.06 * k, 0.7)
        at = ((order.roll(i + 10) - 0.5) * w, 0, (order.roll(i + 20) - 0.5) * d)
        out.append(part(shape, stone, at, order.roll(i + 30) * 180))
    return Made(tuple(out))


def dune(order: Order) -> Made:
    """A low drift, long along x, its steep side to the front. Options: material."""
    w, h, d = order.size
    back = Ellipsoid(w / 2, h, d / 2)
    lip = Moved(Ellipsoid(w * 0.36, h * 0.8, d * 0.22), (w * 0.04, 0, -d * 0.2))
    return Made(
        (
            part(
                Rough(Blend(h * 0.8, back, lip), h * 0.05, 1.6),
                order.material("material", "salt_loose"),
                casts=False,
            ),
        )
    )


def salt_heap(order: Order) -> Made:
    """A heap of salt as a grader leaves it: a blunt cone. Options: material."""
    w, h, _ = order.size
    shape = Rough(
        Blend(
            0.3,
            Cone(w / 2, w * 0.06, h),
            Moved(Ellipsoid(w * 0.4, h * 0.4, w * 0.34), (w * 0.2, 0, 0.1)),
        ),
        0.05,
        0.7,
    )
    return Made((part(shape, order.material("material", "salt_loose")),))


def dead_tree(order: Order) -> Made:
    """A tree that died of salt: a bent trunk and bare limbs. Options: material."""
    _, h, _ = order.size
    bend = 0.3 * h * (order.roll(1) - 0.3)
    top = (bend, h * 0.55, 0.1)
    limbs: list[Shape] = [Capsule((0, 0, 0), top, 0.14 * h / 3, 0.07 * h / 3)]
    for i in range(6):
        a = 6.2832 * (i / 6 + 0.1 * order.roll(i + 3))
        k = 0.35 + 0.65 * order.roll(i + 10)
        root = (bend * k, h * 0.55 * k, 0.1 * k)
        elbow = (root[0] + cos(a) * 0.2 * h, root[1] + 0.2 * h, root[2] + sin(a) * 0.2 * h)
        end = (
            elbow[0] + cos(a + 0.5) * 0.16 * h,
            elbow[1] + 0.14 * h,
            elbow[2] + sin(a + 0.5) * 0.14 * h,
        )
        limbs += [
            Capsule(root, elbow, 0.05 * h / 3, 0.03 * h / 3),
            Capsule(elbow, end, 0.03 * h / 3, 0.012),
        ]
    return Made((part(Blend(0.06, *limbs), order.material("material", "wood_gray")),))


def tumbleweed(order: Order) -> Made:
    """A ball of dead weed, caught and salted over. Options: material."""
    w, _, _ = order.size
    r = w / 2
    hoops = [
        Moved(
            Torus(r * (0.7 + 0.3 * order.roll(i)), 0.014),
            (0, r * 0.9, 0),
            40.0 * i,
            90 * order.roll(i + 9),
            70 * order.roll(i + 19),
        )
        for i in range(7)
    ]
    return Made((part(Union(*hoops), order.material("material", "wood_pale")),))


def debris(order: Order) -> Made:
    """Boards, a sheet of iron and a can, where the wind left them. Options: material, count."""
    w, _, d = order.size
    wood = order.material("material", "wood_gray")
    out: list[Solid] = []
    for i in range(int(order.number("count", 5))):
        at = ((order.roll(i) - 0.5) * w, 0.01, (order.roll(i + 10) - 0.5) * d)
        turn, tip = order.roll(i + 20) * 180, 14 * order.roll(i + 30)
        out.append(part(Box(0.7 + order.roll(i + 40), 0.04, 0.14), wood, at, turn, roll=tip))
    sheet = Box(1.1, 0.02, 0.7)
    out.append(part(sheet, order.material("sheet", "corrugated"), (0.1 * w, 0.04, 0.1 * d), 30, 9))
    out.append(
        part(
            Moved(Cylinder(0.09, 0.3), (0, 0.09, 0), roll=90),
            order.material("can", "rust"),
            (-0.3 * w, 0, 0.2 * d),
            70,
        )
    )
    return Made(tuple(out))


# --- what people left on the flat


def stakes(order: Order) -> Made:
    """Survey stakes away along -z, `every` meters apart, `count` of them, each with a ribbon and a
    tin tag. Options: material, count, every, tally (strokes in fives under the tag).
    """
    w, h, _ = order.size
    count, every = max(1, int(order.number("count", 1))), order.number("every", 20.0)
    middle = -every * (count - 1) / 2
    stake = Union(Box(w, h - 0.05, w, 0.005), Moved(Cone(w * 0.62, 0.02, 0.07), (0, h - 0.06, 0)))
    ribbon = Union(
        Moved(Box(w + 0.02, 0.05, w + 0.02, 0.01), (0, h - 0.15, 0)),
        Capsule((w / 2, h - 0.13, 0), (w / 2 + 0.16, h - 0.19, 0.03), 0.022, 0.016),
        Capsule((w / 2 + 0.16, h - 0.19, 0.03), (w / 2 + 0.33, h - 0.15, 0.0), 0.016, 0.02),
    )
    tag = Moved(Cylinder(0.06, 0.012), (0, h - 0.32, w / 2 + 0.016), pitch=90)
    strokes = {
        "like": "creosote",
        "pattern": "bars",
        "color": [0.17, 0.12, 0.075],
        "other": [0.5, 0.5, 0.5],
        "scale": 0.018,
    }
    tally = Order(order.size, options={"m": strokes}).material("m", "creosote")
    rows = Repeat(Box(w * 0.9, 0.035, w + 0.006), 1, 0.055, 6)
    out = [
        part(
            Repeat(stake, 2, every, count), order.material("material", "creosote"), (0, 0, middle)
        ),
        part(
            Repeat(ribbon, 2, every, count),
            order.material("ribbon", "ribbon"),
            (0, 0, middle),
            casts=False,
        ),
        part(
            Repeat(tag, 2, every, count),
            order.material("tag", "tag_tin"),
            (0, 0, middle),
            casts=False,
        ),
    ]
    if order.flag("tally"):
        out.append(part(rows, tally, (0, h * 0.42, 0), casts=False))
    return Made(tuple(out))


def bootprints(order: Order) -> Made:
    """A line of prints going to -z that ends at the origin with both feet together. Options: count
    (strides), stride, going (it goes on: no pair at the end), pressed (material).
    """
    stride, count = order.number("stride", 0.8), max(1, int(order.number("count", 12)))
    pressed, rim = order.material("pressed", "salt_pressed"), order.material("rim", "salt_edge")
    out: list[Solid] = []
    for i, x in enumerate((-0.14, 0.14)):
        middle = stride * (count - 1 + i)
        line = Repeat(_print(0.0), 2, stride * 2, count)
        edge = Repeat(_print(0.028), 2, stride * 2, count)
        out.append(part(edge, rim, (x, -0.008, middle + 0.5), casts=False))
        out.append(part(line, pressed, (x, 0.0, middle + 0.5), casts=False))
    if not order.flag("going"):
        out.append(
            part(Mirror(Moved(_print(0.03), (0.14, 0, 0))), rim, (0, -0.008, 0), casts=False)
        )
        out.append(part(Mirror(Moved(_print(0.0), (0.14, 0, 0))), pressed, casts=False))
    return Made(tuple(out))


def _print(more: float) -> Shape:
    """A boot's sole and heel, toe to -z, `more` meters wider all around."""
    return Union(
        Moved(Ellipsoid(0.062 + more, 0.012, 0.105 + more), (0, 0, -0.07)),
        Moved(Ellipsoid(0.048 + more, 0.014, 0.05 + more), (0, 0, 0.11)),
    )


def coverall(order: Order) -> Made:
    """A station coverall lying flat on its back, head to +z, arms out. Options: words (on its
    pocket), folded (sleeves in, as in a barracks).
    """
    cloth = order.material("material", "coverall_flat")
    name = lettered("white", order.word("words", "OCHOA"), 0.052, ink=(0.1, 0.06, 0.05))
    dark, button = order.material("seam", "cab_dark"), order.material("button", "brass")
    if order.flag("folded"):
        return Made(
            (
                part(Box(0.46, 0.05, 0.36, 0.025), cloth),
                part(Box(0.44, 0.05, 0.34, 0.025), cloth, (0.01, 0.05, 0)),
                part(Box(0.2, 0.045, 0.33, 0.022), cloth, (-0.09, 0.1, 0), 3),
                part(Box(0.19, 0.008, 0.08), name, (0.12, 0.098, -0.06), top=name),
            )
        )
    trunk = Union(
        Moved(Box(0.56, 0.12, 0.66, 0.055), (0, 0, 0.12)),
        Moved(Box(0.48, 0.11, 0.30, 0.05), (0, 0, -0.3)),
    )
    sleeves = Mirror(
        Union(
            Capsule((0.24, 0.055, 0.36), (0.60, 0.05, 0.30), 0.085, 0.075),
            Capsule((0.60, 0.05, 0.30), (0.90, 0.045, 0.36), 0.075, 0.062),
        )
    )
    legs = Mirror(
        Union(
            Capsule((0.13, 0.06, -0.42), (0.20, 0.055, -0.85), 0.105, 0.095),
            Capsule((0.20, 0.055, -0.85), (0.24, 0.05, -1.24), 0.095, 0.08),
        )
    )
    collar = Moved(Torus(0.085, 0.03), (0, 0.10, 0.48))
    hollow = Mirror(
        Union(
            Moved(Ellipsoid(0.02, 0.04, 0.045), (0.955, 0.045, 0.37)),
            Moved(Ellipsoid(0.055, 0.045, 0.02), (0.245, 0.05, -1.315)),
        )
    )
    return Made(
        (
            part(Rough(Blend(0.09, trunk, sleeves, legs), 0.012, 0.22), cloth),
            part(collar, cloth),
            part(Ellipsoid(0.075, 0.02, 0.075), dark, (0, 0.105, 0.48)),
            part(hollow, dark),
            part(Repeat(Cylinder(0.016, 0.012), 2, 0.13, 7), button, (0, 0.118, 0.05)),
            part(Box(0.02, 0.004, 0.98), dark, (0.035, 0.114, 0.0)),
            part(Box(0.20, 0.012, 0.07), name, (-0.15, 0.112, 0.24), top=name),
            part(Box(0.42, 0.02, 0.06), order.material("belt", "leather"), (0, 0.105, -0.17)),
        )
    )


# --- what stands far off


def far_station(order: Order) -> Made:
    """The station as it shows across the flat, along x: low block, lattice mast with a lamp on top,
    two billboard reflectors. Options: material, mirrors (the beacon that its lamp follows).
    """
    w, h, _ = order.size
    gray = order.material("material", "far_haze")
    mast = Union(
        Capsule((0, 0, 0), (0, h, 0), 0.011 * h, 0.006 * h),
        *(Capsule((0, h * 0.92, 0), (s * h * 0.42, 0, 0), 0.0025 * h) for s in (-1, 1)),
    )
    out = [
        part(Box(w * 0.30, h * 0.10, w * 0.06), gray, (-w * 0.30, 0, 0)),
        part(mast, gray, (-w * 0.12, 0, 0)),
        *_billboard(gray, w, h, w * 0.16),
        *_billboard(gray, w, h, w * 0.40),
    ]
    lamps: tuple[Lamp, ...] = ()
    if order.has("lit") and not order.has("broken"):
        out.append(
            part(
                Sphere(0.018 * h),
                order.material("lamp", "lamp_red"),
                (-w * 0.12, h * 1.02, 0),
                casts=False,
            )
        )
        lamps = (Lamp((-w * 0.12, h * 1.02, -1), (1.0, 0.07, 0.035), 60, 60, haze=6.0),)
    return Made(tuple(out), lamps)


def _billboard(gray: Material, w: float, h: float, x: float) -> list[Solid]:
    face = Prism(
        (
            (-0.09 * w, h * 0.06),
            (-0.09 * w, h * 0.5),
            (-0.07 * w, h * 0.56),
            (0.07 * w, h * 0.56),
            (0.09 * w, h * 0.5),
            (0.09 * w, h * 0.06),
        ),
        h * 0.03,
    )
    legs = Repeat(Capsule((0, 0, h * 0.16), (0, h * 0.5, 0), h * 0.008), 0, w * 0.045, 4)
    return [part(face, gray, (x, 0, 0), pitch=-7), part(legs, gray, (x, 0, 0))]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "causeway": Kind(causeway, (3.4, 0.4, 120.0)),
        "ruts": Kind(ruts, (0.4, 0.03, 5.0)),
        "crust": Kind(crust, (1.6, 0.15, 1.6)),
        "rocks": Kind(rocks, (1.6, 0.4, 1.2)),
        "dune": Kind(dune, (7.0, 0.5, 2.6)),
        "salt_heap": Kind(salt_heap, (3.0, 1.4, 3.0)),
        "dead_tree": Kind(dead_tree, (2.0, 3.4, 2.0)),
        "tumbleweed": Kind(tumbleweed, (0.7, 0.6, 0.7)),
        "debris": Kind(debris, (2.6, 0.3, 2.0)),
        "stakes": Kind(stakes, (0.085, 1.2, 0.085)),
        "bootprints": Kind(bootprints, (0.4, 0.02, 10.0)),
        "coverall": Kind(coverall, (1.9, 0.15, 1.9)),
        "far_station": Kind(far_station, (90.0, 38.0, 6.0)),
    }
)
