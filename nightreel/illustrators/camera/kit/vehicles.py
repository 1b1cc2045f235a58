"""Vehicles: a panel van by how deep it stands in the crust, and a pickup."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from msgspec import structs

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part, placed
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import (
    Blend,
    Box,
    Capsule,
    Cut,
    Cylinder,
    Ellipsoid,
    Floats,
    Mirror,
    Moved,
    Point,
    Prism,
    Repeat,
    Rough,
    Shape,
    Torus,
    Union,
    rotation,
)
from nightreel.illustrators.camera.solids import Lamp, Solid

_F = np.float32
Rows = tuple[Point, Point, Point]


class Hull:
    """Bodywork: a side outline in x and y, `width` across z, its sides leaning in above `waist`.

    `lean` is meters in per meter up; `soft` rounds where the sides meet roof and ends.
    """

    def __init__(
        self,
        outline: Sequence[tuple[float, float]],
        width: float,
        lean: float = 0.0,
        waist: float = 0.0,
        soft: float = 0.08,
    ) -> None:
        self._side = Prism(outline, 1e3)
        self._half, self._lean, self._waist, self._soft = width / 2, lean, waist, soft
        lo, hi = self._side.lo, self._side.hi
        self.lo: Point = (lo[0], lo[1], -width / 2)
        self.hi: Point = (hi[0], hi[1], width / 2)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`."""
        flat = self._side.distance(x, y, z)
        inward = np.maximum(y - _F(self._waist), _F(0)) * _F(self._lean)
        across = np.abs(z) - _F(self._half) + inward
        k = _F(self._soft)
        h = np.maximum(k - np.abs(flat - across), _F(0)) / k
        return np.maximum(flat, across) + h * h * k * _F(0.25)


def tilted(solids: Sequence[Solid], drop: float, pitch: float, roll: float) -> list[Solid]:
    """Return solids let down by `drop` meters and tilted about the origin, in degrees."""
    rows = rotation(0, pitch, roll)
    return [
        structs.replace(s, at=_turned(rows, s.at, -drop), rows=_product(rows, s.rows))
        for s in solids
    ]


def _turned(rows: Rows, p: Point, rise: float) -> Point:
    x, y, z = (sum(row[k] * p[k] for k in range(3)) for row in rows)
    return x, y + rise, z


def _product(a: Rows, b: Rows) -> Rows:
    x, y, z = (
        (
            row[0] * b[0][0] + row[1] * b[1][0] + row[2] * b[2][0],
            row[0] * b[0][1] + row[1] * b[1][1] + row[2] * b[2][1],
            row[0] * b[0][2] + row[1] * b[1][2] + row[2] * b[2][2],
        )
        for row in a
    )
    return x, y, z


def _quiet(solids: Sequence[Solid]) -> tuple[Solid, ...]:
    """Return solids of which only the large ones throw shadows: each that does costs time."""
    return tuple(structs.replace(s, casts=s.casts and _size(s) > 0.5) for s in solids)


def _size(solid: Solid) -> float:
    lo, hi = solid.shape.lo, solid.shape.hi
    return (hi[0] - lo[0]) * (hi[1] - lo[1]) * (hi[2] - lo[2])


def _wheels(base: float, radius: float, track: float, wide: float = 0.22) -> tuple[Shape, Shape]:
    """Four tires and four hubs; `track` is between the outer faces."""
    reach = track / 2
    tire = Moved(Cylinder(radius, wide, 0.03), (0, radius, reach - wide), pitch=90)
    hub = Moved(Cylinder(radius * 0.58, wide, 0.02), (0, radius, reach - wide + 0.012), pitch=90)
    return (
        Repeat(Mirror(tire, "z"), 0, base, 2),
        Repeat(Mirror(hub, "z"), 0, base, 2),
    )


def _at_wheels(shape: Shape, base: float, out: float) -> Shape:
    return Repeat(Mirror(Moved(shape, (0, 0, out)), "z"), 0, base, 2)


# --- the van, built along x with its nose to +x

_BASE, _TRACK, _TIRE = 2.75, 1.92, 0.34
_SHELL = (
    (-2.42, 0.40),
    (-2.42, 1.95),
    (-2.34, 2.10),
    (-2.10, 2.16),
    (0.95, 2.16),
    (1.18, 2.08),
    (1.83, 1.32),
    (2.38, 1.14),
    (2.48, 0.98),
    (2.48, 0.40),
)


def van(order: Order) -> Made:
    """A white panel van, somebody else's name on its side. State: bogged (to the hubs), gunned
    (tail down, mud up its flanks), dug (wheels clear, in pits), boarded (level on slats), freed
    (on its way, lights on).
    """
    body = [*_van_body(order), *_van_trim(order)]
    drop, pitch, roll = _stance(order)
    # In the van's own frame x is forward: tilting about z lowers its nose, about x its side.
    solids = tilted(body, drop, roll, pitch)
    solids += _footing(order)
    lamps: tuple[Lamp, ...] = ()
    if order.has("freed"):
        aim = (1.0, -0.12, 0.0)
        lamps = tuple(Lamp((2.6, 0.8, z), (1, 0.88, 0.66), 14, 30, aim, 34) for z in (-0.7, 0.7))
    return placed(Made(_quiet(solids), lamps), (0, 0, 0), 90)


def _stance(order: Order) -> tuple[float, float, float]:
    """How far down it is, in meters, its nose up and its lean, in degrees."""
    if not order.has("bogged"):
        return 0.0, 0.0, 0.0
    if order.has("boarded"):
        return 0.04, 0.0, 0.0
    if order.has("dug"):
        return (0.26, 2.5, -3.5) if order.has("gunned") else (0.22, -1.0, -4.0)
    return (0.42, 4.5, -5.5) if order.has("gunned") else (0.36, -2.5, -7.0)


def _van_body(order: Order) -> list[Solid]:
    paint = order.material("material", "paint_white")
    glass, dark = order.material("glass", "windshield"), order.material("dark", "cab_dark")
    tire, hub = _wheels(_BASE, _TIRE, _TRACK)
    arches = Repeat(Moved(Cylinder(0.43, 1.93), (0, 0.36, -0.965), pitch=90), 0, _BASE, 2)
    screen = ((1.24, 2.03), (1.80, 1.375), (1.83, 1.39), (1.27, 2.045))
    side = ((0.42, 1.36), (0.42, 1.94), (1.10, 1.94), (1.55, 1.36))
    return [
        part(Hull(_SHELL, 1.92, 0.07, 1.1, 0.16), paint),
        part(Prism(screen, 1.52), glass),
        part(Prism(side, 1.86), glass),
        part(Mirror(Moved(Box(0.02, 0.5, 0.6), (-2.44, 1.42, 0.42)), "z"), glass, casts=False),
        part(arches, dark),
        part(tire, order.material("rubber", "rubber")),
        part(hub, order.material("hubs", "galvanized")),
        part(Box(4.5, 0.25, 1.6), dark, (0, 0.28, 0)),
    ]


def _van_trim(order: Order) -> list[Solid]:
    seam, chrome = order.material("seam", "steel_dark"), order.material("bumper", "steel_dark")
    lamp = order.material("headlamp", "headlamp_lit" if order.has("freed") else "headlamp")
    name = order.word("words", "FLOWERS")
    text = lettered("paint_white", name, 0.24, 0.21, ink=(0.24, 0.33, 0.26))
    seams = Union(Box(0.025, 1.3, 1.935), Moved(Box(0.025, 1.45, 1.935), (-1.32, 0.08, 0)))
    number = lettered("white", "LR 4 719", 0.1, 0.065, ink=(0.05, 0.07, 0.2))
    out = [
        part(Box(0.14, 0.16, 1.9, 0.04), chrome, (2.48, 0.42, 0)),
        part(Box(0.12, 0.16, 1.9, 0.04), chrome, (-2.44, 0.40, 0)),
        part(Box(0.06, 0.30, 1.66, 0.02), seam, (2.46, 0.68, 0)),
        part(Box(0.03, 0.025, 1.0), order.material("trim", "chrome"), (2.49, 0.82, 0)),
        part(Mirror(Moved(Cylinder(0.115, 0.1, 0.03), (2.43, 0.83, 0.64), roll=-90), "z"), lamp),
        part(
            Mirror(Moved(Box(0.05, 0.36, 0.12), (-2.43, 0.80, 0.84)), "z"),
            order.material("tail", "tail_red"),
        ),
        part(seams, seam, (0.36, 0.5, 0), casts=False),
        part(Box(1.75, 0.04, 1.94), seam, (-1.0, 1.28, 0), casts=False),
        part(Box(0.03, 1.5, 0.03), seam, (-2.435, 0.56, 0), casts=False),
        part(Mirror(Moved(Box(0.1, 0.24, 0.16, 0.03), (1.42, 1.38, 1.08)), "z"), seam),
        part(Box(0.52, 0.13, 0.02), number, (-2.45, 0.62, 0), turn=90, front=number, casts=False),
    ]
    for turn, z in ((0, -0.928), (180, 0.928)):
        out.append(
            part(
                Box(1.9, 0.42, 0.03),
                order.material("material", "paint_white"),
                (-0.95, 1.42, z),
                turn,
                pitch=4.0,
                front=text,
                casts=False,
            )
        )
    if order.has("gunned") and not order.has("freed"):
        fan = (
            (-2.42, 0.42),
            (-2.42, 1.25),
            (-2.0, 1.45),
            (-1.5, 1.12),
            (-1.0, 0.98),
            (-0.7, 0.6),
            (-0.55, 0.42),
        )
        out.append(part(Prism(fan, 1.945), order.material("splash", "mud_dry"), casts=False))
    return out


def _footing(order: Order) -> list[Solid]:
    """What the wheels stand in or on, level with the ground."""
    if not order.has("bogged"):
        return []
    mud, dry = order.material("mud", "mud"), order.material("spoil", "mud_dry")
    if order.has("dug"):
        out = [
            part(
                _at_wheels(Ellipsoid(0.62, 0.035, 0.5), _BASE, 0.9),
                order.material("brine", "brine"),
                casts=False,
            ),
            part(_at_wheels(Rough(Torus(0.62, 0.10), 0.03, 0.9), _BASE, 0.9), mud, casts=False),
            part(
                _at_wheels(
                    Rough(
                        Blend(
                            0.2,
                            Ellipsoid(0.62, 0.40, 0.5),
                            Moved(Ellipsoid(0.34, 0.30, 0.4), (0.4, 0, 0.12)),
                        ),
                        0.045,
                        1.1,
                    ),
                    3.3,
                    1.98,
                ),
                dry,
            ),
        ]
    else:
        out = [
            part(_at_wheels(Rough(Ellipsoid(0.78, 0.10, 0.62), 0.03, 1.0), _BASE, 0.86), mud),
            part(
                _at_wheels(Box(0.6, 0.03, 0.42), _BASE, 1.55), order.material("crust", "salt_edge")
            ),
        ]
        out += _plates(order)
    if order.has("gunned"):
        out.append(
            part(Rough(Ellipsoid(1.3, 0.09, 1.3), 0.035, 1.2), dry, (-3.3, 0, 0), casts=False)
        )
    if order.has("boarded"):
        slat = Repeat(Box(0.1, 0.045, 0.62), 0, 0.15, 42)
        rails = Mirror(Moved(Box(6.4, 0.05, 0.08), (0, 0, 0.22)), "z")
        board = Union(Moved(slat, (0, 0.05, 0)), rails)
        out.append(
            part(Mirror(Moved(board, (-1.0, 0, 0.86)), "z"), order.material("boards", "wood_gray"))
        )
    return out


def _plates(order: Order) -> list[Solid]:
    """Crust broken up on edge around the wheels."""
    crust = order.material("crust", "salt_edge")
    out: list[Solid] = []
    for i, (x, z) in enumerate(
        ((1.9, 1.7), (0.5, 1.75), (-1.9, 1.8), (-2.9, 0.9), (-2.6, -1.8), (1.2, -1.9), (2.3, -1.3))
    ):
        size = 0.42 + order.roll(i) * 0.35
        shape = Prism(
            (
                (-size / 2, 0),
                (-size * 0.3, size * 0.6),
                (size * 0.25, size * 0.75),
                (size / 2, 0.1),
            ),
            0.06,
        )
        out.append(
            part(
                shape,
                crust,
                (x, -0.04, z),
                order.roll(i + 20) * 360,
                pitch=-38 - 24 * order.roll(i + 40),
            )
        )
    return out


# --- the pickup, built along x with its nose to +x


def pickup(order: Order) -> Made:
    """A blue pickup, parked, wheels chocked, stands and a blanket in its bed. Options: material."""
    paint = order.material("material", "paint_blue")
    glass, dark = order.material("glass", "windshield"), order.material("dark", "cab_dark")
    low = (
        (-2.45, 0.42),
        (-2.45, 1.12),
        (0.55, 1.14),
        (1.15, 1.14),
        (2.30, 1.06),
        (2.42, 0.96),
        (2.44, 0.42),
    )
    cab = ((-0.52, 1.08), (-0.46, 1.72), (-0.34, 1.79), (0.62, 1.79), (0.76, 1.73), (1.20, 1.08))
    side = ((-0.34, 1.17), (-0.30, 1.68), (0.62, 1.68), (0.94, 1.17))
    screen = ((0.82, 1.69), (1.18, 1.16), (1.205, 1.175), (0.845, 1.70))
    bed = Moved(Box(1.78, 1.0, 1.62), (-1.46, 0.62, 0))
    tire, hub = _wheels(2.95, 0.35, 1.86, 0.21)
    arches = Repeat(Moved(Cylinder(0.44, 1.87), (0, 0.38, -0.935), pitch=90), 0, 2.95, 2)
    solids = [
        part(Cut(Hull(low, 1.86, 0.05, 0.75, 0.12), bed), paint),
        part(Hull(cab, 1.74, 0.16, 1.15, 0.14), paint),
        part(Prism(side, 1.66), glass),
        part(Prism(screen, 1.40), glass),
        part(Box(0.03, 0.4, 1.2), glass, (-0.5, 1.22, 0), roll=-5),
        part(arches, dark),
        part(tire, order.material("rubber", "rubber")),
        part(hub, order.material("hubs", "paint_white")),
        part(Box(4.4, 0.2, 1.4), dark, (0, 0.34, 0)),
        *_pickup_trim(order),
        *_pickup_load(order),
    ]
    return placed(Made(_quiet(solids)), (0, 0, 0), 90)


def _pickup_trim(order: Order) -> list[Solid]:
    chrome, seam = order.material("bumper", "chrome"), order.material("seam", "steel_dark")
    number = lettered("white", "RA 93 06", 0.1, 0.065, ink=(0.3, 0.03, 0.03))
    return [
        part(Box(0.12, 0.17, 1.84, 0.04), chrome, (2.48, 0.46, 0)),
        part(Box(0.12, 0.17, 1.84, 0.04), chrome, (-2.5, 0.42, 0)),
        part(Box(0.04, 0.22, 1.5), seam, (2.42, 0.72, 0)),
        part(
            Mirror(Moved(Cylinder(0.1, 0.08), (2.37, 0.84, 0.68), roll=-90), "z"),
            order.material("headlamp", "headlamp"),
        ),
        part(
            Mirror(Moved(Box(0.05, 0.26, 0.12), (-2.45, 0.72, 0.82)), "z"),
            order.material("tail", "tail_red"),
        ),
        part(Box(0.03, 0.03, 1.56), seam, (-2.46, 1.06, 0), casts=False),
        part(Box(0.5, 0.13, 0.02), number, (-2.575, 0.44, 0), turn=90, front=number, casts=False),
        part(Repeat(Box(0.02, 0.62, 1.875), 0, 1.28, 2), seam, (0.26, 0.50, 0), casts=False),
        part(Mirror(Moved(Box(0.08, 0.2, 0.18, 0.03), (0.95, 1.16, 1.0)), "z"), seam),
        part(
            Box(3.2, 0.05, 1.88),
            order.material("stripe", "paint_white"),
            (-0.3, 0.86, 0),
            casts=False,
        ),
    ]


def _pickup_load(order: Order) -> list[Solid]:
    steel = order.material("stands", "steel_dark")
    stands = Union(
        Capsule((-2.2, 0.8, 0.25), (-0.7, 1.55, 0.40), 0.022),
        Capsule((-2.25, 0.8, -0.1), (-0.65, 1.45, 0.05), 0.022),
        Capsule((-0.7, 1.55, 0.40), (-0.15, 1.98, 0.62), 0.015),
    )
    chock = Prism(((-0.16, 0), (0.16, 0), (0.12, 0.18)), 0.2)
    salt = order.material("drift", "salt_loose")
    return [
        part(stands, steel),
        part(
            Rough(Ellipsoid(0.55, 0.28, 0.45), 0.05, 0.9),
            order.material("blanket", "cloth_gray"),
            (-1.6, 0.72, -0.35),
        ),
        part(Mirror(Moved(chock, (-2.02, 0, 0.82)), "z"), order.material("chocks", "wood_pale")),
        part(
            _at_wheels(Rough(Ellipsoid(0.62, 0.15, 0.28), 0.025, 0.9), 2.95, 0.86),
            salt,
            casts=False,
        ),
    ]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {"van": Kind(van, (1.92, 2.16, 4.96)), "pickup": Kind(pickup, (1.86, 1.8, 4.98))}
)
