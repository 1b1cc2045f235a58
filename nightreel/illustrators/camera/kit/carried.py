"""Tools and instruments that can be carried: they lie on the ground, or hang if `hung`."""

from collections.abc import Mapping
from math import cos, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cone,
    Cut,
    Cylinder,
    Ellipsoid,
    Moved,
    Point,
    Prism,
    Repeat,
    Shape,
    Sphere,
    Torus,
    Union,
)
from nightreel.illustrators.camera.solids import Material, Solid


def lettered(material: Material, words: str, scale: float, lift: float = 0.0) -> Material:
    """Return a material with words on it: `scale` meters a line, around the height `lift`."""
    return Material(
        "lettering",
        material.color,
        (0.05, 0.045, 0.04),
        scale=scale,
        grime=material.grime,
        words=words,
        lift=lift,
    )


def laid(solids: list[Solid], tilt: float, up: float) -> Made:
    """Return parts drawn standing in x and y, laid down: tilted back by `tilt` degrees, raised."""
    rows = _pitched(tilt)
    return Made(tuple(_turned(s, rows, up) for s in solids))


def _pitched(tilt: float) -> tuple[Point, Point, Point]:
    c, s = cos(radians(tilt)), sin(radians(tilt))
    return (1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)


def _turned(solid: Solid, rows: tuple[Point, Point, Point], up: float) -> Solid:
    from msgspec import structs

    at = [sum(r[k] * solid.at[k] for k in range(3)) for r in rows]
    mixed = [
        tuple(sum(r[k] * solid.rows[k][j] for k in range(3)) for j in range(3)) for r in rows
    ]
    return structs.replace(
        solid,
        at=(at[0], at[1] + up, at[2]),
        rows=tuple((m[0], m[1], m[2]) for m in mixed),
    )
