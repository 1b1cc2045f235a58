"""What a set is made of: solids of a material, and lamps. Values only."""

from typing import Literal

from msgspec import Struct

from nightreel.illustrators.camera.shapes import Point, Shape, rotation

Color = tuple[float, float, float]
"""Linear reflectance or light, red, green, blue."""

Pattern = Literal[
    "plain",
    "concrete",
    "plaster",
    "salt",
    "gravel",
    "planks",
    "wood",
    "corrugated",
    "brick",
    "tiles",
    "lino",
    "steel",
    "rust",
    "cloth",
    "mesh",
    "chainlink",
    "grating",
    "switches",
    "rack",
    "paper",
    "screen",
    "jacks",
    "wedges",
    "bars",
    "glass",
    "stripes",
    "skin",
    "tar",
    "canvas",
    "dials",
    "lettering",
    "hazard",
]


class Material(Struct, frozen=True):
    """How a surface looks.

    Attributes:
        color: what it is mostly; `other` is what its pattern draws with.
        scale: meters of one repeat of the pattern.
        gloss: 0 dull to 1 shining.
        glow: light that it gives off by itself, as a multiple of its color.
        grime: 0 clean to 1 filthy: stains, and darker toward the foot.
        cut: whether the pattern has holes that one sees through (mesh, chain link, grating).
        words: what is lettered on it (`lettering`), lines parted by `|`, around the height `lift`.
    """

    pattern: Pattern = "plain"
    color: Color = (0.4, 0.4, 0.4)
    other: Color = (0.1, 0.1, 0.1)
    scale: float = 1.0
    gloss: float = 0.0
    glow: float = 0.0
    grime: float = 0.3
    cut: bool = False
    words: str = ""
    lift: float = 0.0


class Lamp(Struct, frozen=True):
    """A light.

    Attributes:
        at: where, in meters.
        power: brightness of a surface that faces it one meter away.
        reach: meters beyond which it is not counted.
        aim: where it points; None shines all around. `spread` is half its cone in degrees.
        shadows: whether things stand in its way.
        haze: how much of it hangs in the air, 1 as of a bare bulb.
    """

    at: Point
    color: Color = (1.0, 0.85, 0.65)
    power: float = 4.0
    reach: float = 18.0
    aim: Point | None = None
    spread: float = 60.0
    shadows: bool = False
    haze: float = 1.0


class Solid(Struct, frozen=True):
    """A shape of some material, somewhere.

    Attributes:
        at, rows: its place and rotation in the world.
        front, top, bottom: other materials for faces that look to its own -z, up, or down.
        owner: id of the thing or threat that it belongs to; empty for the set itself.
        casts: whether it throws shadows.
        clear: a figure that the air's dust goes around: fog counts less on it (0 none, 1 all).
    """

    shape: Shape
    material: Material
    at: Point = (0.0, 0.0, 0.0)
    rows: tuple[Point, Point, Point] = rotation(0)
    front: Material | None = None
    top: Material | None = None
    bottom: Material | None = None
    owner: str = ""
    casts: bool = True
    clear: float = 0.0
