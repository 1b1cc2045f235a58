"""For makers of things that can be carried: drawn as they would hang on a wall, then laid down."""

from collections.abc import Iterable
from math import cos, radians, sin

from msgspec import structs

from nightreel.illustrators.camera.kit.making import Made, Order, Rows, moved, product
from nightreel.illustrators.camera.shapes import Point, rotation
from nightreel.illustrators.camera.solids import Solid


def laid(order: Order, solids: Iterable[Solid], tip: float = 90.0) -> Made:
    """Return parts that were drawn hanging, backs at z = 0: so if the order says `hung`, else lying
    on their backs, tipped by `tip` degrees.
    """
    if order.flag("hung"):
        return Made(tuple(solids))
    return Made(tipped(solids, tip))


def tipped(solids: Iterable[Solid], tip: float, at: Point = (0, 0, 0)) -> tuple[Solid, ...]:
    """Return parts tipped about the x axis, their tops going to +z, then moved."""
    c, s = cos(radians(tip)), sin(radians(tip))
    rows: Rows = ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))
    return tuple(_turned(it, rows, at) for it in solids)


def rolled(solids: Iterable[Solid], roll: float, at: Point = (0, 0, 0)) -> tuple[Solid, ...]:
    """Return parts rolled about the z axis, then moved."""
    rows = rotation(0, 0, roll)
    return tuple(_turned(it, rows, at) for it in solids)


def _turned(solid: Solid, rows: Rows, to: Point) -> Solid:
    return structs.replace(solid, at=moved(rows, solid.at, to), rows=product(rows, solid.rows))
