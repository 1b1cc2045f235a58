"""For makers of things that can be carried: drawn as they would hang on a wall, then laid down."""

from collections.abc import Iterable
from math import cos, radians, sin

from msgspec import structs

from nightreel.illustrators.camera.kit.making import Made, Order, Rows
from nightreel.illustrators.camera.shapes import Point, rotation
from nightreel.illustrators.camera.solids import Material, Solid


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
    at = [sum(r[k] * solid.at[k] for k in range(3)) for r in rows]
    mixed = [tuple(sum(r[k] * solid.rows[k][j] for k in range(3)) for j in range(3)) for r in rows]
    return structs.replace(
        solid,
        at=(at[0] + to[0], at[1] + to[1], at[2] + to[2]),
        rows=(_point(mixed[0]), _point(mixed[1]), _point(mixed[2])),
    )


def _point(values: tuple[float, ...]) -> Point:
    return values[0], values[1], values[2]


def lettered(like: Material, words: str, scale: float, lift: float = 0.0) -> Material:
    """Return a material with words on it: letters `scale` meters high, around the height `lift`."""
    return structs.replace(
        like, pattern="lettering", other=(0.05, 0.04, 0.035), scale=scale, words=words, lift=lift
    )
