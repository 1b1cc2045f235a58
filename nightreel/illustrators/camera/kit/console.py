"""The operator's desk: a curved console of forty switches, and the chair before it."""

from collections.abc import Mapping
from math import cos, radians, sin
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part, placed
from nightreel.illustrators.camera.kit.palette import lettered, material_of
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cut,
    Cylinder,
    Ellipsoid,
    Moved,
    Point,
    Repeat,
    Shape,
    Sphere,
)
from nightreel.illustrators.camera.solids import Lamp, Material, Solid

BAYS = (-60.0, -30.0, 0.0, 30.0, 60.0)
"""Where the console's five panels stand around the operator, in degrees from straight ahead."""
INNER, OUTER, DESK = 0.82, 1.56, 0.74
SLOPE = 52.0


def console(order: Order) -> Made:
    """A curved desk around the origin, where its operator sits with his back to -z.

    Five sloping panels of eight switches, two rows of pilot lamps that burn when the place has
    power, and hooded meters behind. `raised`: the level knob is hard over and its meter in the red.
    """
    glow = 3.2 if order.powered else 0.0
    solids = [*_desk(order)]
    for number, angle in enumerate(BAYS):
        middle = number == 2
        made = Made((*_panel(order, number, glow), *(() if middle else _meters(glow))))
        solids += placed(made, (0, 0, 0), angle).solids
    solids += _level(order)
    solids += _headphones(order)
    lamps: list[Lamp] = []
    if order.powered:
        lamps.append(Lamp((0, 1.0, 1.0), (1.0, 0.42, 0.16), 0.5, 4.0, haze=0.2))
    if order.has("raised"):
        lamps.append(Lamp((0, 1.25, 1.1), (1.0, 0.12, 0.05), 0.7, 4.0, haze=0.2))
    return Made(tuple(solids), tuple(lamps))


def _ring(outer: float, inner: float, height: float, keep: float) -> Shape:
    """A flat ring around the origin, what lies before `keep` along z cut off."""
    hole = Moved(Cylinder(inner, height + 0.4), (0, -0.2, 0))
    back = Moved(Box(outer * 2 + 1, height + 0.4, 3.0), (0, -0.2, keep - 1.5))
    shape = Cut(Cylinder(outer, height), hole, back)
    shape.lo = (-outer, 0.0, keep)
    return shape


def _desk(order: Order) -> list[Solid]:
    steel = order.material("material", "panel_gray")
    dark = order.material("trim", "panel_dark")
    return [
        part(
            _ring(OUTER, INNER, 0.05, 0.26),
            steel,
            (0, DESK, 0),
            top=order.material("top", "lino_desk"),
        ),
        part(
            _ring(INNER + 0.012, INNER - 0.006, 0.055, 0.26),
            order.material("edge", "steel"),
            (0, DESK - 0.003, 0),
        ),
        part(_ring(OUTER - 0.10, OUTER - 0.18, DESK, 0.3), dark),
        part(_ring(OUTER + 0.06, OUTER - 0.0, 1.31, 0.34), dark),
        part(Box(0.06, DESK, OUTER - INNER - 0.06, 0.01), steel, (-1.13, 0, 0.31), turn=90),
        part(Box(0.06, DESK, OUTER - INNER - 0.06, 0.01), steel, (1.13, 0, 0.31), turn=90),
        part(
            Box(0.46, 0.006, 0.30),
            order.material("blotter", "baize"),
            (0, DESK + 0.05, 0.98),
            casts=False,
        ),
        part(
            Capsule((-0.17, 0, 0), (0.02, 0, 0), 0.008),
            order.material("pencil", "hazard"),
            (0, DESK + 0.06, 0.81),
            casts=False,
        ),
    ]


def _slope(along: float, off: float, x: float = 0.0) -> Point:
    """A point on a panel: so far up its slope, so far off its face."""
    c, s = cos(radians(SLOPE)), sin(radians(SLOPE))
    return x, DESK + 0.06 + c * along + s * off, 1.15 + s * along - c * off


def _panel(order: Order, number: int, glow: float) -> list[Solid]:
    """One sloping panel, in the frame where it stands straight ahead."""
    steel = order.material("panel", "panel_dark")
    lever = order.material("lever", "bakelite")
    red = {"like": "lamp_red", "glow": glow} if glow else "glass_red"
    wide = 0.66
    out = [
        part(Box(0.70, 0.44, 0.05, 0.006), steel, _slope(0, 0), pitch=SLOPE),
        part(
            Box(wide * 0.94, 0.03, 0.012),
            _CAPTIONS[number],
            _slope(0.14, 0.027),
            pitch=SLOPE,
            casts=False,
        ),
        part(
            Repeat(Capsule((0, 0, 0), (0, 0.035, -0.05), 0.011, 0.015), 0, 0.08, 8),
            lever,
            _slope(0.06, 0.02),
            pitch=SLOPE,
            casts=False,
        ),
        part(
            Repeat(Box(0.05, 0.05, 0.012), 0, 0.08, 8),
            order.material("plate", "panel_gray"),
            _slope(0.05, 0.027),
            pitch=SLOPE,
            casts=False,
        ),
    ]
    if number != 2:
        pilots = Repeat(Repeat(Sphere(0.019), 0, 0.08, 8), 1, 0.075, 2)
        out.append(
            part(
                pilots, material_of(red, "glass_red"), _slope(0.27, 0.028), pitch=SLOPE, casts=False
            )
        )
    else:
        pilots = Repeat(Repeat(Sphere(0.019), 0, 0.08, 3), 1, 0.075, 2)
        out.append(
            part(
                pilots,
                material_of(red, "glass_red"),
                _slope(0.27, 0.028, -0.2),
                pitch=SLOPE,
                casts=False,
            )
        )
    if number == 4:
        far = {"like": "bulb", "color": [1.0, 0.75, 0.4], "glow": 9.0 if glow else 0.0}
        out.append(
            part(
                Sphere(0.024),
                material_of(far, "bulb"),
                _slope(0.36, 0.03, 0.2),
                pitch=SLOPE,
                casts=False,
            )
        )
    out.append(part(Box(0.80, 0.03, 0.26, 0.008), steel, (0, 1.31, 1.50)))
    return out


_CAPTIONS = tuple(
    lettered("white", words, 0.026, 0.015, color=(0.62, 0.60, 0.54), ink=(0.05, 0.05, 0.05))
    for words in (
        "ONE    TWO   THREE  FOUR   FIVE   SIX   SEVEN  EIGHT",
        "         TEN  GATE  YARD  MAST  MESS  BUNK  SHED",
        "A.GAIN  B.GAIN  LEVEL  ECHO  PATH  SEND  REC  HOLD",
        "NORTH  HORIZ  POL.A  POL.B  AFC   KLY.1  KLY.2  DUMP",
        "BATT.A  BATT.B  TONE   LINE  LAMP  ALARM  FAR  STAKE",
    )
)  # fmt: skip


def _meters(glow: float) -> list[Solid]:
    """Hooded meters behind a panel: three round faces in a box under a lip."""
    face = material_of({"like": "dials", "scale": 0.21, "glow": 1.0 if glow else 0.0}, "dials")
    box = material_of("panel_dark", "panel_dark")
    return [part(Box(0.72, 0.26, 0.16, 0.01), box, (0, 1.06, 1.50), front=face)]


def _level(order: Order) -> list[Solid]:
    """The level knob and the one large meter it moves, on the middle panel."""
    raised = order.has("raised")
    lit = order.powered or raised
    dark = order.material("trim", "panel_dark")
    face: Material = material_of("meter_lit" if lit else "ivory", "ivory")
    swing = 58.0 if raised else -22.0
    red = material_of("lamp_red" if raised else "glass_red", "glass_red")
    knob = _slope(0.27, 0.03, 0.16)
    return [
        part(Box(0.72, 0.26, 0.16, 0.01), dark, (0, 1.06, 1.50)),
        part(Cylinder(0.115, 0.02), dark, (0, 1.18, 1.425), pitch=-90, top=face),
        part(
            Box(0.016, 0.115, 0.008),
            order.material("needle", "black"),
            (0, 1.135, 1.398),
            roll=-swing,
            casts=False,
        ),
        part(Box(0.035, 0.10, 0.008), red, (0.066, 1.185, 1.40), roll=-50, casts=False),
        part(Sphere(0.032), red, (0.25, 1.18, 1.415), casts=False),
        part(Sphere(0.032), red, (-0.25, 1.18, 1.415), casts=False),
        part(
            Cylinder(0.062, 0.05, 0.01), order.material("knob", "bakelite"), knob, pitch=SLOPE - 90
        ),
        part(
            Box(0.016, 0.06, 0.012),
            order.material("mark", "white"),
            _slope(0.27, 0.088, 0.16),
            pitch=SLOPE,
            roll=-130 if raised else 40,
            casts=False,
        ),
    ]


def _headphones(order: Order) -> list[Solid]:
    """Three pair on hooks along the desk's left end."""
    black = order.material("phones", "bakelite")
    cup = Ellipsoid(0.022, 0.045, 0.045)
    return [
        part(Repeat(cup, 2, 0.16, 3), black, (-1.20, 0.56, 0.62), casts=False),
        part(
            Repeat(Capsule((0, 0, 0), (0, 0.13, 0), 0.014), 2, 0.16, 3),
            black,
            (-1.19, 0.58, 0.62),
            casts=False,
        ),
    ]


def operator_chair(order: Order) -> Made:
    """A wooden swivel chair on casters, with salt on its seat in two patches."""
    wood = order.material("material", "wood")
    iron = order.material("iron", "iron_black")
    salt = order.material("salt", "salt")
    star = [
        part(
            Capsule(
                (0, 0.16, 0), (0.27 * sin(radians(a)), 0.07, 0.27 * cos(radians(a))), 0.028, 0.022
            ),
            iron,
        )
        for a in (45, 135, 225, 315)
    ]
    solids = [
        *star,
        part(Cylinder(0.035, 0.30), iron, (0, 0.14, 0)),
        part(
            Box(0.46, 0.06, 0.46, 0.03), wood, (0, 0.43, 0), top=order.material("seat", "leather")
        ),
        part(Box(0.11, 0.008, 0.17, 0.004), salt, (-0.10, 0.488, -0.03), casts=False),
        part(Box(0.11, 0.008, 0.17, 0.004), salt, (0.10, 0.488, -0.03), casts=False),
        part(Repeat(Box(0.045, 0.36, 0.02, 0.008), 0, 0.11, 4), wood, (0, 0.50, 0.22), pitch=8),
        part(Box(0.46, 0.13, 0.035, 0.012), wood, (0, 0.84, 0.275), pitch=8),
        part(Repeat(Box(0.05, 0.03, 0.40, 0.012), 0, 0.50, 2), wood, (0, 0.68, 0.02)),
        part(Repeat(Box(0.035, 0.22, 0.035), 0, 0.50, 2), wood, (0, 0.46, -0.12)),
    ]
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "console": Kind(console, (3.1, 1.35, 1.6)),
        "operator_chair": Kind(operator_chair, (0.5, 0.98, 0.5)),
    }
)
