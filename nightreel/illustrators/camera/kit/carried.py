"""Tools that can be carried: they lie where they were put, or hang if `hung`."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.laying import laid, tipped
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cylinder,
    Moved,
    Prism,
    Repeat,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Solid


def jack_handle(order: Order) -> Made:
    """A bent steel bar with a socket at one end. Options: hung, material, socket."""
    w, h, _ = order.size
    steel = order.material("material", "steel")
    r = h / 2
    solids = [
        part(Capsule((-w * 0.46, r, -r), (w * 0.02, r, -r), r), steel),
        part(Capsule((w * 0.02, r, -r), (w * 0.38, r * 2.6, -r), r), steel),
        part(Cylinder(r * 2.0, w * 0.11, 0.004), steel, (w * 0.36, r * 2.4, -r), roll=-80),
        part(
            Cylinder(r * 1.2, w * 0.012),
            order.material("socket", "black"),
            (w * 0.467, r * 4.2, -r),
            roll=-80,
        ),
    ]
    return laid(order, solids)


def water_can(order: Order) -> Made:
    """A jerry can with a strapped cap and a wire handle; `empty` lies on its side, open."""
    w, h, d = order.size
    tin = order.material("material", "steel_olive")
    strap, wire = order.material("strap", "leather"), order.material("wire", "steel_dark")
    body = h * 0.78
    press = order.material("press", "cloth_olive")
    solids = [
        part(Box(w, body, d, 0.035), tin),
        part(
            Capsule((-w * 0.36, body * 0.15, -d * 0.49), (w * 0.36, body * 0.85, -d * 0.49), 0.014),
            press,
        ),
        part(
            Capsule((w * 0.36, body * 0.15, -d * 0.49), (-w * 0.36, body * 0.85, -d * 0.49), 0.014),
            press,
        ),
        part(Cylinder(0.045, 0.05), tin, (-w * 0.28, body - 0.01, 0)),
        part(Torus(0.075, 0.009), wire, (w * 0.12, body + 0.02, 0), pitch=90),
    ]
    cap = Cylinder(0.055, 0.035, 0.008)
    if not order.has("empty"):
        solids.append(part(cap, wire, (-w * 0.28, body + 0.035, 0)))
        solids.append(part(Box(0.03, 0.012, d * 0.9, 0.005), strap, (-w * 0.28, body + 0.07, 0)))
        return Made(tuple(solids))
    solids.append(part(cap, wire, (-w * 0.44, body + 0.05, -d * 0.3)))
    return Made(tipped(solids, 90, (0, d / 2, -body / 2)))


def shovel(order: Order) -> Made:
    """A long-handled shovel, blade to the right, worn aslant. Options: hung, dug (mud on it)."""
    w, h, _ = order.size
    ash, steel = order.material("material", "hickory"), order.material("blade", "steel")
    neck = w * 0.24
    blade = Prism(
        [
            (neck, h * 0.22),
            (neck + 0.06, h * 0.5),
            (w * 0.44, h * 0.46),
            (w * 0.5, h * 0.12),
            (w * 0.455, -h * 0.36),
            (neck + 0.05, -h * 0.5),
            (neck, -h * 0.22),
        ],
        0.014,
    )
    solids = [
        part(Capsule((-w / 2 + 0.02, 0, -0.03), (neck, 0, -0.03), 0.021, 0.018), ash),
        part(Capsule((neck - 0.16, 0, -0.03), (neck + 0.06, 0, -0.025), 0.026), steel),
        part(blade, steel, (0, 0, -0.02), pitch=0),
        part(Capsule((neck + 0.05, 0, -0.03), (w * 0.42, 0, -0.03), 0.012), steel),
    ]
    if order.flag("dug"):
        solids.append(
            part(
                Box(0.16, h * 0.5, 0.02, 0.01),
                order.material("mud", "gravel"),
                (w * 0.4, -h * 0.28, -0.03),
            )
        )
    return laid(order, solids, 72)


def bolt_cutters(order: Order) -> Made:
    """Long red handles in a V, short jaws, a paper tag on one arm. Options: hung."""
    w, h, _ = order.size
    red, jaw = order.material("material", "steel_red"), order.material("jaw", "steel_dark")
    x = w * 0.27
    solids = [
        part(Capsule((-w * 0.49, h * 0.42, -0.03), (x - 0.04, h * 0.05, -0.03), 0.02, 0.017), red),
        part(
            Capsule((-w * 0.49, -h * 0.42, -0.03), (x - 0.04, -h * 0.05, -0.03), 0.02, 0.017), red
        ),
    ]
    grips = Union(
        Capsule((-w * 0.5, h * 0.43, -0.03), (-w * 0.36, h * 0.32, -0.03), 0.026),
        Capsule((-w * 0.5, -h * 0.43, -0.03), (-w * 0.36, -h * 0.32, -0.03), 0.026),
    )
    beak = Prism(
        [
            (x - 0.05, 0.045),
            (x + 0.05, 0.062),
            (x + 0.15, 0.05),
            (w / 2, 0.004),
            (x + 0.11, 0.006),
            (x + 0.09, 0),
            (x + 0.11, -0.006),
            (w / 2, -0.004),
            (x + 0.15, -0.05),
            (x + 0.05, -0.062),
            (x - 0.05, -0.045),
        ],
        0.035,
    )
    solids += [
        part(grips, order.material("grip", "rubber")),
        part(beak, jaw, (0, 0, -0.03)),
        part(Cylinder(0.022, 0.05), order.material("bolt", "steel"), (x, 0, -0.01), pitch=-90),
        part(
            Box(0.10, 0.06, 0.004),
            order.material("tag", "card"),
            (-w * 0.14, h * 0.26, -0.055),
            roll=12,
            front=lettered(order.material("tag", "card"), "FENCE|GANG", 0.018, 0.03),
        ),
    ]
    return laid(order, solids, 84)


def fire_axe(order: Order) -> Made:
    """A red-headed axe on a long handle, head to the right. Options: hung."""
    w, h, _ = order.size
    ash, red = order.material("material", "hickory"), order.material("head", "steel_red")
    x = w * 0.40
    head = Prism(
        [
            (x - 0.04, h * 0.17),
            (x + 0.05, h * 0.17),
            (x + 0.05, 0.02),
            (x + 0.06, -h * 0.2),
            (x + 0.10, -h * 0.52),
            (x - 0.09, -h * 0.52),
            (x - 0.04, -h * 0.2),
        ],
        0.045,
    )
    pick = Prism([(x - 0.03, h * 0.17), (x + 0.04, h * 0.17), (x + 0.005, h * 0.48)], 0.03)
    edge = Prism(
        [
            (x + 0.10, -h * 0.52),
            (x + 0.112, -h * 0.62),
            (x, -h * 0.66),
            (x - 0.10, -h * 0.62),
            (x - 0.09, -h * 0.52),
        ],
        0.018,
    )
    solids = [
        part(Capsule((-w * 0.48, 0, -0.03), (w * 0.44, 0, -0.03), 0.022, 0.02), ash),
        part(Capsule((-w * 0.5, -0.012, -0.03), (-w * 0.4, 0, -0.03), 0.028, 0.022), ash),
        part(head, red, (0, 0, -0.03)),
        part(pick, red, (0, 0, -0.03)),
        part(edge, order.material("edge", "spool"), (0, 0, -0.03)),
    ]
    return laid(order, solids, 78)


def crank(order: Order) -> Made:
    """An engine's starting crank: socket, arm, and a grip bound with tape. Options: hung."""
    w, h, _ = order.size
    steel = order.material("material", "steel_gray")
    tape = order.material("tape", "rope")
    r = 0.021
    low, high = (-w * 0.18, -h * 0.45, -r), (w * 0.18, h * 0.45, -r)
    solids = [
        part(Capsule((-w * 0.5, low[1], -r), low, r), steel),
        part(Capsule(low, high, r), steel),
        part(Capsule(high, (w * 0.5, high[1], -r), r), steel),
        part(Cylinder(0.036, w * 0.24, 0.006), tape, (w * 0.24, high[1], -r), roll=-90),
        part(
            Cylinder(0.034, 0.1, 0.004),
            order.material("socket", "steel_dark"),
            (-w * 0.4, low[1], -r),
            roll=90,
        ),
    ]
    return laid(order, solids)


def flare(order: Order) -> Made:
    """A hand flare: a red card tube with a waxed cap and a ring. Options: hung."""
    w, h, _ = order.size
    r = h / 2
    red = order.material("material", "red_card")
    solids = [
        part(Cylinder(r, w * 0.74, 0.004), red, (-w * 0.5, r, 0), roll=-90),
        part(
            Cylinder(r * 1.06, w * 0.1), order.material("band", "bone"), (-w * 0.24, r, 0), roll=-90
        ),
        part(
            Cylinder(r * 1.02, w * 0.045),
            order.material("base", "bakelite"),
            (-w * 0.5, r, 0),
            roll=-90,
        ),
        part(
            Cylinder(r * 1.12, w * 0.15, 0.006),
            order.material("cap", "steel_white"),
            (w * 0.24, r, 0),
            roll=-90,
        ),
        part(
            Torus(r * 0.85, 0.006),
            order.material("ring", "brass"),
            (w * 0.43, r * 0.7, 0),
            pitch=12,
        ),
    ]
    return Made(tuple(solids))


def coil(order: Order) -> Made:
    """A coil of rope with an eye spliced in its end and a rag at the half. Options: hung."""
    w, h, _ = order.size
    rope = order.material("material", "rope")
    r = h / 6.5
    ring = w / 2 - r
    solids: list[Solid] = [
        part(Torus(ring, r), rope, (0.0, r, 0.0)),
        part(Torus(ring * 0.95, r), rope, (0.012, r * 2.7, -0.01), roll=3),
        part(Torus(ring * 0.98, r), rope, (-0.012, r * 4.3, 0.012), pitch=3, roll=-3),
        part(Torus(ring * 0.76, r), rope, (0.02, r, -0.02)),
        part(Torus(ring * 0.78, r), rope, (0.0, r * 2.6, 0.0), pitch=-2),
        part(Capsule((ring * 0.9, r * 3.0, -ring * 0.3), (ring * 0.8, r, -ring * 1.25), r), rope),
        part(Torus(r * 2.4, r * 0.85), rope, (ring * 0.72, r, -ring * 1.25 - r * 2.4)),
        part(
            Box(r * 3.6, r * 2.6, r * 2.8, 0.012),
            order.material("rag", "linen"),
            (-ring * 0.72, r * 3.4, -ring * 0.62),
            turn=40,
        ),
    ]
    if order.flag("hung"):
        return Made(tipped(solids, -90, (0, 0, 0)))
    return Made(tuple(solids))


def patch_cord(order: Order) -> Made:
    """A yard of thick cord, looped, with a brass plug at each end. Options: hung."""
    w, _, _ = order.size
    cord = order.material("material", "cables")
    brass = order.material("plug", "brass")
    r, ring = 0.013, w * 0.3
    solids = [
        part(Torus(ring, r), cord, (0, r, 0)),
        part(Torus(ring * 0.97, r), cord, (0.015, r * 2.7, 0.01), roll=4),
        part(Capsule((-ring * 0.9, r, -ring * 0.4), (-ring * 1.15, r, -ring * 1.3), r), cord),
        part(Capsule((ring * 0.9, r * 2, -ring * 0.4), (ring * 0.6, r, -ring * 1.45), r), cord),
    ]
    for x, z, turn in ((-ring * 1.15, -ring * 1.3, 15.0), (ring * 0.6, -ring * 1.45, -18.0)):
        plug = Union(
            Moved(Cylinder(0.022, 0.07, 0.004), (0, 0.0, 0), pitch=-90),
            Moved(Cylinder(0.012, 0.13), (0, 0, 0), pitch=-90),
            Moved(Cylinder(0.027, 0.02), (0, 0, -0.05), pitch=-90),
        )
        solids.append(part(plug, brass, (x, 0.024, z), turn=turn))
    tag = order.material("tag", "card")
    solids.append(
        part(
            Box(0.09, 0.004, 0.05),
            tag,
            (ring * 0.2, 0.03, -ring * 1.35),
            turn=20,
            top=lettered(tag, "SWITCH", 0.018),
        )
    )
    return Made(tuple(solids))


def duckboards(order: Order) -> Made:
    """Two lengths of slatted walkway, one laid crooked on the other. Options: hung."""
    w, h, d = order.size
    wood, runner = order.material("material", "wood_gray"), order.material("runner", "wood")
    pitch = d / 10
    slats = Repeat(Box(w, 0.03, pitch * 0.6, 0.004), 2, pitch, 10)
    solids: list[Solid] = []
    for y, x, turn in ((0.0, 0.0, 0.0), (h / 2, w * 0.24, 6.0)):
        solids.append(part(slats, wood, (x, y + 0.05, 0), turn=turn))
        runners = Repeat(Box(0.05, 0.05, d * 0.98, 0.004), 0, w * 0.72, 2)
        solids.append(part(runners, runner, (x, y, 0), turn=turn))
    return Made(tuple(solids))


def felt_roll(order: Order) -> Made:
    """A roll of felt standing on its end, tied twice, with a ticket."""
    w, h, _ = order.size
    felt, dark = order.material("material", "felt"), order.material("dark", "rubber")
    cord, ticket = order.material("cord", "rope"), order.material("ticket", "card")
    r = w / 2
    solids = [
        part(Cylinder(r, h, 0.02), felt),
        part(Box(0.05, h, r * 0.5, 0.012), felt, (r * 0.86, 0, -r * 0.42), turn=-24),
        *(part(Torus(r * k, 0.006), dark, (0, h, 0), casts=False) for k in (0.3, 0.52, 0.74)),
        *(part(Torus(r + 0.006, 0.012), cord, (0, h * k, 0)) for k in (0.3, 0.72)),
        part(
            Box(0.2, 0.12, 0.006),
            ticket,
            (0.02, h * 0.48, -r - 0.012),
            front=lettered(ticket, "DOOR|Q ROOM", 0.032, 0.06),
        ),
    ]
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "jack_handle": Kind(jack_handle, (0.68, 0.045, 0.045)),
        "water_can": Kind(water_can, (0.28, 0.44, 0.17)),
        "shovel": Kind(shovel, (1.45, 0.31, 0.06)),
        "bolt_cutters": Kind(bolt_cutters, (0.92, 0.34, 0.06)),
        "fire_axe": Kind(fire_axe, (0.92, 0.40, 0.06)),
        "crank": Kind(crank, (0.9, 0.42, 0.05)),
        "flare": Kind(flare, (0.32, 0.06, 0.06)),
        "coil": Kind(coil, (0.56, 0.16, 0.56)),
        "patch_cord": Kind(patch_cord, (0.4, 0.05, 0.4)),
        "duckboards": Kind(duckboards, (0.52, 0.16, 1.84)),
        "felt_roll": Kind(felt_roll, (0.42, 1.3, 0.42)),
    }
)
