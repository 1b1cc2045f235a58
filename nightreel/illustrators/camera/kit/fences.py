"""Chain-link fences, the gates with the welded 9, and what holds them shut."""

from collections.abc import Mapping
from itertools import pairwise
from math import atan2, cos, degrees, hypot, pi, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part, placed
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Moved,
    Point,
    Prism,
    Repeat,
    Rough,
    Shape,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Solid

ARM = (0.42, -0.34)
"""How far the arms that carry the barbed strands go up, and out to the front."""


def fence(order: Order) -> Made:
    """A run of chain link along x on posts, three barbed strands leaning to the front. Options:
    every (meters between posts), bare (no barbed strands), ramp (grit drifted against its front),
    torn (-1 or 1: the end at which its mesh curls back).
    """
    w, h, _ = order.size
    every = order.number("every", 3.0)
    count = max(2, round(w / every) + 1)
    gap = w / (count - 1)
    steel, wire = order.material("post", "galvanized"), order.material("wire", "wire_salted")
    out = [
        part(Box(w, h, 0.03), order.material("material", "fence_mesh"), casts=order.flag("shade")),
        part(Repeat(Cylinder(0.045, h), 0, gap, count), steel),
        part(Capsule((-w / 2, h, 0), (w / 2, h, 0), 0.026), steel, casts=False),
    ]
    if not order.flag("bare"):
        arm = Capsule((0, 0, 0), (0, ARM[0], ARM[1]), 0.03)
        out.append(part(Repeat(arm, 0, gap, count), steel, (0, h, 0), casts=False))
        out.append(part(_strands(w), wire, (0, h, 0), casts=False))
        white = order.material("insulator", "porcelain")
        knob = Repeat(Cylinder(0.055, 0.13, 0.03), 0, gap, count)
        out.append(part(knob, white, (0, h + 0.02, 0), casts=False))
    if order.flag("ramp"):
        heap = Rough(Ellipsoid(w / 2, 0.32, 0.75), 0.05, 1.4)
        out.append(part(heap, order.material("grit", "salt_loose"), (0, -0.04, -0.3), casts=False))
    torn = order.number("torn", 0)
    if torn:
        out += _curl(order, w, h, 1 if torn > 0 else -1)
    return Made(tuple(out))


def _strands(w: float) -> Shape:
    """Three strands along the arms, with barbs."""
    out: list[Shape] = []
    for k in (0.35, 0.68, 1.0):
        y, z = ARM[0] * k, ARM[1] * k
        out.append(Capsule((-w / 2, y, z), (w / 2, y, z), 0.014))
    barb = Union(
        Capsule((-0.03, -0.04, 0), (0.03, 0.04, 0), 0.008),
        Capsule((-0.03, 0.04, 0), (0.03, -0.04, 0), 0.008),
    )
    out.append(Repeat(Moved(barb, (0, ARM[0], ARM[1])), 0, 0.3, max(1, int(w / 0.3))))
    return Union(*out)


def _curl(order: Order, w: float, h: float, side: int) -> list[Solid]:
    """A flap of mesh bent out of the plane at one end, and the cut strands hanging."""
    mesh, wire = order.material("material", "fence_mesh"), order.material("wire", "wire_salted")
    x = side * w / 2
    ends = Union(
        Capsule((x, h + 0.3, -0.25), (x + side * 0.35, h - 0.5, -0.3), 0.014),
        Capsule((x + side * 0.35, h - 0.5, -0.3), (x + side * 0.28, 0.5, -0.42), 0.014),
        Capsule((x, h + 0.1, -0.1), (x + side * 0.6, h - 0.9, 0.1), 0.014),
    )
    flap = placed(
        Made((part(Box(0.9, h * 0.66, 0.03), mesh, (side * 0.45, 0.02, 0), casts=False),)),
        (x, 0, 0),
        side * 52,
    ).solids
    return [*flap, part(ends, wire, casts=False)]


# --- the gates


def gates(order: Order) -> Made:
    """A pair of tall gates between concrete posts, half of a welded 9 on each. State: slack
    (dragged apart, one in and one out), open or broken (the right one drifted in). Options:
    material, frame, number, post.
    """
    w, h, _ = order.size
    left, right = _swings(order)
    reach = w / 2 - 0.02
    leaves = (
        (_leaf(order, reach, h, 1, _nine_left(h)), -w / 2, -left),
        (_leaf(order, reach, h, -1, _nine_right(h)), w / 2, right),
    )
    post = order.material("post", "concrete")
    solids: list[Solid] = [
        part(Box(0.32, h + 0.12, 0.32, 0.02), post, (-w / 2 - 0.2, 0, 0)),
        part(Box(0.32, h + 0.12, 0.32, 0.02), post, (w / 2 + 0.2, 0, 0)),
        part(Box(w, 0.03, 0.5), order.material("sill", "concrete_dark")),
    ]
    for leaf, x, turn in leaves:
        solids += placed(Made(tuple(leaf)), (x, 0, 0), turn).solids
    return Made(tuple(solids))


def _swings(order: Order) -> tuple[float, float]:
    """How far each gate stands in, in degrees; less than 0 is out."""
    if order.has("open") or order.has("broken"):
        return 9.0, 64.0
    if order.has("slack"):
        return 9.5, -9.5
    return 0.0, 0.0


def _leaf(order: Order, reach: float, h: float, side: int, nine: Shape) -> list[Solid]:
    """One gate with its hinge at the origin, reaching to `side`."""
    steel = order.material("frame", "galvanized")
    a, b = side * 0.06, side * reach
    bars: list[tuple[Point, Point]] = [
        ((a, 0.12, 0), (a, h, 0)),
        ((b, 0.12, 0), (b, h, 0)),
        ((a, 0.12, 0), (b, 0.12, 0)),
        ((a, h, 0), (b, h, 0)),
        ((a, h * 0.42, 0), (b, h * 0.42, 0)),
    ]
    frame = Union(*(Capsule(p, q, 0.038) for p, q in bars))
    spikes = Repeat(Capsule((0, 0, 0), (0, 0.22, -0.1), 0.016), 0, 0.42, int(reach / 0.42))
    middle = side * (reach / 2 + 0.03)
    return [
        part(frame, steel),
        part(
            Box(reach - 0.1, h - 0.15, 0.02),
            order.material("material", "fence_mesh"),
            (middle, 0.13, 0),
            casts=False,
        ),
        # The number stands before the mesh: its own corner is at the meeting edge of the gates.
        part(nine, order.material("number", "rust"), (b + side * 0.02, 0, -0.07)),
        part(spikes, steel, (middle, h, 0), casts=False),
    ]


def _nine(h: float) -> tuple[Point, Point, float]:
    """The middles of a 9's bowl and of its tail, and the radius of both."""
    r = h * 0.175
    return (0.0, h * 0.70, 0.0), (0.0, h * 0.37, 0.0), r


def _arc(middle: Point, radius: float, start: float, end: float, steps: int) -> list[Shape]:
    """A bent rod in x and y, from one angle to another in degrees, 0 to the right."""
    at = [radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    points = [(middle[0] + radius * cos(a), middle[1] + radius * sin(a), 0.0) for a in at]
    return [Capsule(p, q, 0.05) for p, q in pairwise(points)]


def _nine_left(h: float) -> Shape:
    """The left half of a 9 about x = 0: half a ring, and the end of the tail."""
    bowl, tail, r = _nine(h)
    return Union(*_arc(bowl, r, 94, 266, 6), *_arc(tail, r, -94, -158, 3))


def _nine_right(h: float) -> Shape:
    """The right half: half a ring, and the stem going down and round."""
    bowl, tail, r = _nine(h)
    stem = Capsule((r, bowl[1], 0), (r, tail[1], 0), 0.05)
    return Union(*_arc(bowl, r, -86, 86, 6), stem, *_arc(tail, r, 0, -86, 4))


def gate_chain(order: Order) -> Made:
    """Three turns of chain with a padlock, around the meeting stiles of gates at the origin. State:
    slack (dragged out between them), open or broken (run out, hanging from the left, a link apart).
    """
    rust = order.material("material", "chain_rust")
    if order.has("broken") or order.has("open"):
        return Made(_run_out(order))
    if order.has("slack"):
        far, near = (-0.16, 1.28, 0.40), (0.16, 1.24, -0.40)
        low, lower = (0.0, 1.08, 0.0), (0.02, 0.98, -0.05)
        lines = ((far, low), (low, near), ((-0.2, 1.2, 0.4), lower), (lower, (0.2, 1.16, -0.4)))
        ends = (_ring((-0.08, 1.27, 0.42), 0.11, 0), _ring((0.08, 1.22, -0.42), 0.11, 0))
        solids = (
            *(part(_links(p, q), rust, casts=False) for p, q in lines),
            *(part(e, rust, casts=False) for e in ends),
        )
        return Made((*solids, *_padlock(order, (0.02, 0.80, -0.06))))
    turns = (_ring((0, 1.12 + 0.085 * i, 0), 0.125, 4.0 - 4.0 * i) for i in range(3))
    tail = part(_links((0.03, 1.12, -0.15), (0.01, 0.98, -0.16)), rust)
    return Made(
        (*(part(t, rust, casts=False) for t in turns), tail, *_padlock(order, (0.01, 0.84, -0.17)))
    )


def _links(a: Point, b: Point) -> Shape:
    """A length of chain: links standing and lying by turns."""
    d = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
    flat = hypot(d[0], d[2])
    turn, pitch = degrees(atan2(d[0], d[2])), -degrees(atan2(d[1], flat))
    count = max(2, round(hypot(flat, d[1]) / 0.062) + 1)
    out: list[Shape] = []
    for i in range(count):
        k = i / (count - 1)
        at = (a[0] + d[0] * k, a[1] + d[1] * k, a[2] + d[2] * k)
        out.append(Moved(Torus(0.036, 0.0135), at, turn, pitch, 90.0 if i % 2 else 0.0))
    return Union(*out)


def _ring(middle: Point, radius: float, tilt: float) -> Shape:
    """Chain once around something upright."""
    count = 12
    out: list[Shape] = []
    for i in range(count):
        a = 2 * pi * i / count
        at = (
            middle[0] + radius * cos(a),
            middle[1] + tilt * 0.01 * cos(a),
            middle[2] + radius * sin(a),
        )
        out.append(Moved(Torus(0.036, 0.0135), at, -degrees(a), 0.0, 90.0 if i % 2 else tilt))
    return Union(*out)


def _padlock(order: Order, at: Point) -> tuple[Solid, ...]:
    x, y, z = at
    return (
        part(Box(0.135, 0.13, 0.06, 0.015), order.material("lock", "brass"), at),
        part(
            Moved(Torus(0.045, 0.014), (0, 0, 0), pitch=90),
            order.material("shackle", "chrome"),
            (x, y + 0.145, z),
        ),
        part(
            Box(0.03, 0.05, 0.01), order.material("keyway", "bakelite"), (x, y + 0.035, z - 0.032)
        ),
    )


def _run_out(order: Order) -> tuple[Solid, ...]:
    rust = order.material("material", "chain_rust")
    heap = Union(
        *(
            Moved(_ring((0, 0, 0), 0.10 + 0.03 * i, 6.0), (-0.1 + 0.1 * i, 0.03 + 0.05 * i, -0.3))
            for i in range(2)
        )
    )
    link = Moved(Torus(0.055, 0.017), (0.66, 0.03, -0.75), roll=12)
    return (
        part(_ring((-0.12, 1.24, 0.28), 0.10, 0.0), rust),
        part(_links((-0.12, 1.20, 0.18), (-0.16, 0.06, 0.05)), rust),
        part(_links((-0.16, 0.04, 0.05), (-0.12, 0.04, -0.2)), rust),
        part(heap, rust),
        part(_links((0.08, 0.035, -0.36), (0.46, 0.035, -0.62)), rust),
        part(link, order.material("bright", "chrome")),
        part(
            Box(0.135, 0.06, 0.13, 0.015),
            order.material("lock", "brass"),
            (0.24, 0.0, -0.1),
            turn=35,
        ),
        part(Torus(0.045, 0.014), order.material("shackle", "chrome"), (0.30, 0.03, 0.0)),
    )


# --- boards with words


def sign(order: Order) -> Made:
    """A board with words, lines parted by `|`. Options: words, letter (meters high), ink, material,
    legs (height of two posts under it), shot (small holes in it), rim (a border of this color).
    """
    w, h, d = order.size
    base = order.material("material", "enamel")
    ink = order.options.get("ink", [0.30, 0.03, 0.02])
    letter = order.number("letter", 0.12)
    text = {
        "like": order.options.get("material", "enamel"),
        "pattern": "lettering",
        "other": ink,
        "words": order.word("words"),
        "scale": letter,
        "lift": h / 2,
    }
    face = Order(order.size, options={"m": text}).material("m", "enamel")
    legs = order.number("legs", 0)
    out = [part(Box(w, h, d, 0.008), base, (0, legs, 0), front=face)]
    if "rim" in order.options:
        out.append(
            part(
                Box(w + 0.06, h + 0.06, d * 0.8),
                order.material("rim", "steel_red"),
                (0, legs - 0.03, d * 0.3),
            )
        )
    if legs:
        leg = Box(0.07, legs + h * 0.9, 0.05)
        out.append(part(Repeat(leg, 0, w * 0.7, 2), order.material("leg", "galvanized"), (0, 0, d)))
    holes = [_hole(order, i, w, h, legs, d) for i in range(int(order.number("shot", 0)))]
    if holes:
        out.append(part(Union(*holes), order.material("hole", "rust"), casts=False))
    return Made(tuple(out))


def _hole(order: Order, number: int, w: float, h: float, legs: float, d: float) -> Shape:
    """Where somebody shot at a sign."""
    x = (order.roll(number) - 0.5) * w * 0.85
    y = legs + h * (0.12 + 0.76 * order.roll(number + 50))
    radius = 0.022 + 0.012 * order.roll(number + 90)
    return Moved(Cylinder(radius, 0.01), (x, y, -d / 2 - 0.004), pitch=90)


def warning_sign(order: Order) -> Made:
    """An enamel warning that people shot at, and below it a newer plate that they let alone.
    Options: words and order, for the one and the other.
    """
    w, _, d = order.size
    upper = Order(
        (w, w * 0.62, d),
        seed=order.seed,
        options={"words": order.word("words"), "letter": w * 0.105, "shot": 9, "rim": "steel_red"},
    )
    lower = Order(
        (w * 0.72, w * 0.27, d),
        options={
            "words": order.word("order"),
            "letter": w * 0.058,
            "ink": [0.05, 0.05, 0.05],
            "material": "steel_white",
        },
    )
    bolts = Repeat(Sphere(0.016), 0, w * 0.62, 2)
    above = placed(sign(upper), (0, w * 0.36, 0), 0).solids
    return Made(
        (
            *above,
            *sign(lower).solids,
            part(bolts, order.material("bolt", "rust"), (0, w * 0.135, -d * 0.6)),
        )
    )


def post(order: Order) -> Made:
    """Posts by a road: `count` of them along z, `every` meters apart, some still with a reflector.
    Options: material, count, every, bare (no reflectors).
    """
    w, h, _ = order.size
    count, every = max(1, int(order.number("count", 1))), order.number("every", 10.0)
    body = order.material("material", "wood_gray")
    out = [part(Repeat(Box(w, h, w, 0.01), 2, every, count), body)]
    out.append(
        part(
            Repeat(Moved(Box(w + 0.01, 0.16, w + 0.01), (0, h - 0.2, 0)), 2, every, count),
            order.material("band", "white"),
            casts=False,
        )
    )
    if not order.flag("bare"):
        disc = Moved(Cylinder(0.055, w + 0.05, 0.01), (0, h - 0.12, -w / 2 - 0.025), pitch=90)
        out.append(
            part(Repeat(disc, 2, every, count), order.material("reflector", "amber"), casts=False)
        )
    return Made(tuple(out))


def mile_post(order: Order) -> Made:
    """A waist-high post of cast iron with a lettered plate to both sides, a line of grease pencil
    under the front one, leaning. Options: words, pencil.
    """
    _, h, _ = order.size
    iron = order.material("material", "cast_iron")
    told = order.word("words", "RELAY 9|1/2 MILE")
    face = lettered("enamel", told, 0.075, 0.13, ink=(0.03, 0.03, 0.03))
    pencil = order.word("pencil", "1 kHz HERE|RADIO OFF")
    below = lettered("cast_iron", pencil, 0.045, 0.075, ink=(0.75, 0.6, 0.06))
    lean = 4.0
    outline = ((-0.14, 0), (0.14, 0), (0.12, h * 0.92), (0.07, h), (-0.07, h), (-0.12, h * 0.92))
    solids = (
        part(Prism(outline, 0.14), iron, roll=lean),
        part(Box(0.46, 0.26, 0.04, 0.01), face, (-0.055, h * 0.66, -0.085), roll=lean, front=face),
        part(Box(0.24, 0.16, 0.012), iron, (-0.038, h * 0.44, -0.073), roll=lean, front=below),
        part(
            Box(0.46, 0.26, 0.04, 0.01),
            face,
            (-0.055, h * 0.66, 0.085),
            180,
            roll=-lean,
            front=face,
        ),
        part(Cylinder(0.24, 0.06, 0.02), order.material("foot", "concrete")),
    )
    return Made(solids)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "fence": Kind(fence, (6.0, 2.74, 0.1)),
        "gates": Kind(gates, (5.2, 3.0, 0.1)),
        "gate_chain": Kind(gate_chain, (0.4, 1.4, 0.4)),
        "sign": Kind(sign, (1.0, 0.6, 0.03)),
        "warning_sign": Kind(warning_sign, (1.22, 1.2, 0.03)),
        "posts": Kind(post, (0.1, 0.95, 0.1)),
        "mile_post": Kind(mile_post, (0.3, 1.0, 0.2)),
    }
)
