"""How props are made: what a maker is told, and what it gives back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct, structs

from nightreel.illustrators.camera.kit.palette import material_of
from nightreel.illustrators.camera.shapes import Point, Shape, rotation
from nightreel.illustrators.camera.solids import Lamp, Material, Solid

Rows = tuple[Point, Point, Point]


class Order(Struct, frozen=True):
    """What a prop is to be like.

    Attributes:
        size: width, height, depth in meters.
        state: properties of the thing that it is: open, broken, running, lit, ...
        powered: whether the place has its light.
        seed: for what differs between two of a kind.
        options: the kind's own fields, as the set's author wrote them.
    """

    size: Point
    state: frozenset[str] = frozenset()
    powered: bool = False
    seed: int = 0
    options: Mapping[str, Any] = MappingProxyType({})

    def has(self, prop: str) -> bool:
        """Return whether the thing is so."""
        return prop in self.state

    def number(self, name: str, otherwise: float) -> float:
        """Return an option that is a number."""
        value = self.options.get(name, otherwise)
        return float(value) if isinstance(value, int | float) else otherwise

    def word(self, name: str, otherwise: str = "") -> str:
        """Return an option that is text."""
        return str(self.options.get(name, otherwise))

    def flag(self, name: str) -> bool:
        """Return whether an option is set."""
        return bool(self.options.get(name, False))

    def material(self, name: str, otherwise: str) -> Material:
        """Return an option that is a material: a name of the palette, or a mapping over one."""
        return material_of(self.options.get(name), otherwise)

    def roll(self, number: int) -> float:
        """Return a number of 0 to 1 that is this prop's own; `number` tells them apart."""
        h = (self.seed * 0x9E3779B1 + number * 0x85EBCA77) & 0xFFFFFFFF
        h = ((h ^ (h >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
        return ((h ^ (h >> 12)) & 0xFFFF) / 0xFFFF


class Made(Struct, frozen=True):
    """A prop, in its own meters: standing on the origin, front to -z."""

    solids: tuple[Solid, ...]
    lamps: tuple[Lamp, ...] = ()


Maker = Callable[[Order], Made]


class Kind(Struct, frozen=True):
    """A kind of prop: its maker, and the size it has unless told otherwise."""

    make: Maker
    size: Point


def part(
    shape: Shape,
    material: Material,
    at: Point = (0.0, 0.0, 0.0),
    turn: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    *,
    front: Material | None = None,
    top: Material | None = None,
    bottom: Material | None = None,
    casts: bool = True,
) -> Solid:
    """Return a solid of a prop."""
    rows = rotation(turn, pitch, roll)
    return Solid(shape, material, at, rows, front, top, bottom, casts=casts)


def placed(made: Made, at: Point, turn: float, owner: str = "") -> Made:
    """Return the prop where it stands in the set, as the property of a thing."""
    rows = rotation(turn)
    solids = tuple(
        structs.replace(
            s, at=moved(rows, s.at, at), rows=product(rows, s.rows), owner=owner or s.owner
        )
        for s in made.solids
    )
    lamps = tuple(
        structs.replace(
            lamp,
            at=moved(rows, lamp.at, at),
            aim=moved(rows, lamp.aim, (0, 0, 0)) if lamp.aim else None,
        )
        for lamp in made.lamps
    )
    return Made(solids, lamps)


def together(*made: Made) -> Made:
    """Return several as one."""
    return Made(
        tuple(s for m in made for s in m.solids), tuple(lamp for m in made for lamp in m.lamps)
    )


def moved(rows: Rows, point: Point, to: Point) -> Point:
    """Return the point turned, then moved."""
    x, y, z = (sum(rows[i][k] * point[k] for k in range(3)) + to[i] for i in range(3))
    return x, y, z


def product(a: Rows, b: Rows) -> Rows:
    """Return the rotation that does `b`, then `a`."""
    m = [tuple(sum(a[i][k] * b[k][j] for k in range(3)) for j in range(3)) for i in range(3)]
    return (
        (m[0][0], m[0][1], m[0][2]),
        (m[1][0], m[1][1], m[1][2]),
        (m[2][0], m[2][1], m[2][2]),
    )
