"""Aerials: billboard reflectors of mesh with their feed horns, a horn on a pole, a dish."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from nightreel.illustrators.camera.kit.frames import (
    Bowl,
    Flare,
    Lattice,
    Ribs,
    Sheet,
    leaned,
    strut,
)
from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cone,
    Cut,
    Cylinder,
    Ellipsoid,
    Mirror,
    Moved,
    Repeat,
    Rough,
    Sphere,
    Torus,
)
from nightreel.illustrators.camera.solids import Solid


def billboard(order: Order) -> Made:
    """A reflector of mesh as high as a house of six floors, hollow to its front, on trusses behind,
    with a feed horn on a boom before it. Options: material, frame, bare (no horn), far (coarse: for
    one that is never seen from near), legs, chewed (the horn has lost its cover), ladder (cut away
    at ten feet).
    """
    w, h, d = order.size
    frame = order.material("frame", "zinc")
    sheet = Sheet(w, h, 2.2, 1.6, 0.04)
    solids = [
        part(sheet, order.material("material", "billboard"), (0, 0.8, 0), casts=False),
        part(Ribs(sheet, 3.0, 0.085, 0.12), frame, (0, 0.8, 0)),
        part(Capsule((-w / 2, 0.8, 0), (w / 2, 0.8, 0), 0.13), frame, (0, 0, -1.1)),
    ]
    legs = max(2, int(order.number("legs", 4)))
    for k in range(legs):
        x = (k - (legs - 1) / 2) * (w * 0.82) / (legs - 1)
        solids += _buttress(order, x, h, d, far=order.flag("far"))
    if not order.flag("bare"):
        solids += _feed(order, h)
    if order.flag("ladder"):
        solids += _stump(order, w)
    return Made(tuple(solids))


def _buttress(order: Order, x: float, h: float, d: float, *, far: bool) -> list[Solid]:
    """An upright behind the mesh, a leg leaning against it from far back, and what joins them."""
    frame, feet = order.material("frame", "zinc"), order.material("feet", "concrete")

    def bow(y: float) -> float:
        return -(x * x * 2.2 / 121.0) - (y / h) ** 2 * 1.6 + 0.3

    top, foot = (x, h * 0.92, bow(h * 0.92)), (x, 0.0, d)
    if far:
        return [strut(foot, top, 0.16, frame)]
    turn, pitch, long = leaned(foot, top)
    solids = [
        part(Lattice(0.42, long, 0.9, 0.05, 0.026), frame, foot, turn, pitch, casts=False),
        strut(foot, top, 0.045, frame),
        strut((x, 0, bow(0)), (x, h * 0.5, bow(h * 0.5)), 0.10, frame),
        strut((x, h * 0.5, bow(h * 0.5)), top, 0.09, frame),
        part(Box(1.0, 0.5, 1.0, 0.03), feet, foot),
        part(Box(0.9, 0.9, 0.9, 0.03), feet, (x, 0, bow(0))),
    ]
    for k, (up, back) in enumerate(((0.30, 0.26), (0.30, 0.55), (0.62, 0.55), (0.62, 0.80))):
        on_leg = tuple(foot[i] + (top[i] - foot[i]) * back for i in range(3))
        on_face = (x, h * up, bow(h * up))
        solids.append(
            strut(on_face, (on_leg[0], on_leg[1], on_leg[2]), 0.05 if k % 2 else 0.06, frame)
        )
    return solids


def _feed(order: Order, h: float) -> list[Solid]:
    """A boom that leans out in front, a horn that looks back from it, a winch house at its foot."""
    frame = order.material("frame", "zinc")
    foot, end = (0.0, 0.6, -5.0), (0.0, h * 0.52, -14.5)
    turn, pitch, long = leaned(foot, end)
    horn = (0.0, h * 0.52 + 0.3, -13.4)
    skin = order.material("horn", "steel_white")
    mouth = Flare((2.3, 1.9), 0.5, 2.2)
    return [
        part(Lattice(0.6, long, 1.1, 0.06, 0.03), frame, foot, turn, pitch, casts=False),
        strut(foot, end, 0.05, frame),
        part(
            mouth,
            skin,
            horn,
            180,
            -14,
            front=order.material("mouth", "black" if order.flag("chewed") else "canvas"),
        ),
        part(Box(0.7, 0.7, 1.0, 0.03), skin, (0, h * 0.52 + 0.35, -15.6)),
        strut(end, (-8.5, h * 0.93, -2.2), 0.035, frame),
        strut(end, (8.5, h * 0.93, -2.2), 0.035, frame),
        strut(end, (0, 0.4, -24.0), 0.035, frame),
        part(Box(0.8, 0.6, 0.8, 0.02), order.material("feet", "concrete"), (0, 0, -24.0)),
        part(
            Cut(Box(1.0, 0.95, 1.3, 0.02), Moved(Box(0.6, 0.7, 0.8), (0, 0.05, 0.5))),
            order.material("house", "iron_walls"),
            (1.0, 0, -5.2),
        ),
        part(Box(1.2, 0.6, 1.0, 0.02), order.material("feet", "concrete"), (0, 0, -5.0)),
    ]


def _stump(order: Order, w: float) -> list[Solid]:
    """A ladder at the back of the mesh: cut away at ten feet, its cut ends painted."""
    rail, x = order.material("frame", "zinc"), w * 0.41
    rails = Mirror(Capsule((0.2, 3.05, 0), (0.2, 12.0, 0), 0.03))
    paint = Mirror(Moved(Cylinder(0.05, 0.16), (0.2, 2.98, 0)))
    z = -(x * x * 2.2 / 121.0) + 0.55
    return [
        part(rails, rail, (x - 0.6, 0, z), pitch=-4),
        part(
            Repeat(Capsule((-0.2, 0, 0), (0.2, 0, 0), 0.02), 1, 0.32, 27),
            rail,
            (x - 0.6, 7.5, z - 0.5),
            pitch=-4,
        ),
        part(paint, order.material("paint", "paint_yellow"), (x - 0.6, 0, z), pitch=-4),
    ]


def pole_horn(order: Order) -> Made:
    """A loudspeaker horn on a pole, looking to its front, a wasp nest in its throat and its
    cable coming down in clips; `cut` leaves the cable hanging in two parts. Options: material.
    """
    _, h, _ = order.size
    gray, pole = order.material("material", "steel_gray"), order.material("pole", "wood_gray")
    tilt, up = 9.0, h - 0.25
    cone = Cut(Cone(0.50, 0.09, 0.95), Cone(0.47, 0.06, 0.90))
    solids = [
        part(Cone(0.14, 0.10, h), pole),
        part(Box(0.75, 0.5, 0.75, 0.05), order.material("footing", "concrete")),
        part(cone, gray, (0, up + 0.14, -1.1), pitch=90 - tilt),
        part(Torus(0.49, 0.035), gray, (0, up + 0.14, -1.1), pitch=90 - tilt),
        part(Cylinder(0.14, 0.35, 0.03), gray, (0, up, -0.22), pitch=90 - tilt),
        part(
            Rough(Ellipsoid(0.20, 0.16, 0.16), 0.04, 0.12),
            order.material("nest", "nest"),
            (0.20, up + 0.05, -0.88),
        ),
        part(Capsule((0, up - 0.05, 0), (0, up - 0.05, -0.3), 0.05), gray),
    ]
    return Made((*solids, *_cable(order, up)))


def _cable(order: Order, up: float) -> list[Solid]:
    black, bright = order.material("cable", "rubber"), order.material("bright", "copper")
    clip = Box(0.10, 0.04, 0.06)
    x, z = 0.04, 0.16
    solids = [part(Repeat(clip, 1, 0.8, 4), order.material("clip", "worn"), (x, up - 1.6, z))]
    line = [(x, up - 0.3, z), (x + 0.03, 3.3, z), (x + 0.10, 2.5, z + 0.10), (x, 1.7, z + 0.05)]
    foot = [(x + 0.05, 0.5, z + 0.34), (x + 0.05, 0.0, z + 0.36)]
    if order.has("cut"):
        line = [*line[:2], (x + 0.16, 2.4, z + 0.12), (x + 0.42, 1.85, z + 0.30)]
        foot = [(x + 0.30, 1.20, z + 0.55), (x + 0.10, 0.75, z + 0.42), *foot]
        solids += [part(Sphere(0.055), bright, line[-1]), part(Sphere(0.055), bright, foot[0])]
    else:
        foot = [line[-1], *foot]
    for run in (line, foot):
        solids += [strut(a, b, 0.034, black) for a, b in pairwise(run)]
    return solids


def small_dish(order: Order) -> Made:
    """A mesh dish a yard across on a clamp, its bowl to the front, tilted `down` degrees;
    `filmed_wide` leaves the clamp scraped bright. Options: material, down, nest (wire in its bowl).
    """
    w, _, _ = order.size
    r, down = w / 2, order.number("down", 24.0)
    rim = order.material("frame", "zinc")
    dish = Bowl(r, 0.20 * w, 0.02)
    clamp = order.material("clamp", "worn" if order.has("filmed_wide") else "zinc_rusty")
    up = 0.55
    solids = [
        part(dish, order.material("material", "dish_mesh"), (0, up, -0.12), pitch=-down),
        part(Torus(r, 0.025), rim, (0, up, -0.12), pitch=90 - down),
        part(Capsule((0, -0.45, 0.05), (0, up, 0.02), 0.032), rim),
        part(Box(0.16, 0.2, 0.14, 0.02), clamp, (0, -0.16, 0.04)),
        part(Sphere(0.06), rim, (0, up - 0.17, -0.50)),
    ]
    solids += [
        strut((s * r * 0.8, up + dy, -0.15 - dz), (0, up - 0.17, -0.50), 0.014, rim, casts=False)
        for s, dy, dz in ((-1, -0.2, 0.1), (1, -0.2, 0.1), (0, 0.4, -0.15))
    ]
    if order.flag("nest"):
        solids.append(
            part(
                Rough(Ellipsoid(0.17, 0.06, 0.14), 0.03, 0.07),
                order.material("wire", "zinc_rusty"),
                (0.04, up - 0.26, -0.10),
            )
        )
    if order.has("filmed_wide"):
        solids.append(
            part(
                Box(0.20, 0.035, 0.02),
                order.material("scrape", "worn"),
                (0.0, -0.05, -0.03),
                roll=20,
            )
        )
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "billboard": Kind(billboard, (22.0, 18.3, 9.0)),
        "pole_horn": Kind(pole_horn, (1.0, 5.5, 1.2)),
        "mesh_dish": Kind(small_dish, (0.92, 0.92, 0.4)),
    }
)
