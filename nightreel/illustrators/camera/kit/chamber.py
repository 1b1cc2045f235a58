"""A test chamber: foam points on every side, a wire floor, an armchair, a deck, a felted door."""

from collections.abc import Mapping
from math import hypot
from types import MappingProxyType

import numpy as np

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part, placed
from nightreel.illustrators.camera.kit.palette import PRINT, lettered
from nightreel.illustrators.camera.shapes import (
    Box,
    Capsule,
    Cylinder,
    Floats,
    Mirror,
    Moved,
    Point,
    Repeat,
    Sphere,
)
from nightreel.illustrators.camera.solids import Solid

_F = np.float32


class Points:
    """A field of four-sided points `deep` meters long on a back plate, looking up (+y).

    `width` by `depth` meters around the origin, about `cell` meters from point to point.
    """

    def __init__(self, width: float, depth: float, deep: float, cell: float) -> None:
        self._nx, self._nz = max(1, round(width / cell)), max(1, round(depth / cell))
        self._cx, self._cz = width / self._nx, depth / self._nz
        self._deep = deep
        self._lean = 1 / hypot(1, deep / (min(self._cx, self._cz) / 2))
        self.lo: Point = (-width / 2, 0.0, -depth / 2)
        self.hi: Point = (width / 2, deep, depth / 2)

    def distance(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """See `Shape`: over each half of a cell the surface is a plane, so this is nearly exact."""
        u = self._off(x, self._cx, self._nx)
        v = self._off(z, self._cz, self._nz)
        return (y - _F(self._deep) * (1 - np.maximum(u, v))) * _F(self._lean)

    @staticmethod
    def _off(w: Floats, cell: float, count: int) -> Floats:
        """How far from the middle of its cell, 0 to 1."""
        at = w / _F(cell) + _F(count / 2)
        return np.abs((at - np.floor(at)) * 2 - 1)


def foam(order: Order) -> Made:
    """A panel of foam points, front to -z, as wide and high as its size, as deep as they are long.

    Options: cell, up (it lies with its points up), down (it hangs), material.
    """
    w, h, d = order.size
    shape = Points(w, h, d, order.number("cell", 0.3))
    pitch = 0.0 if order.flag("up") else 180.0 if order.flag("down") else -90.0
    at = (0.0, 0.0, 0.0) if order.flag("up") or order.flag("down") else (0.0, h / 2, 0.0)
    return Made(
        (
            part(
                shape,
                order.material("material", "foam_point"),
                at,
                pitch=pitch,
                casts=order.flag("casts"),
            ),
        )
    )


def wire_floor(order: Order) -> Made:
    """Stretched wire that one walks on; `at` is its upper side. Open below."""
    w, _, d = order.size
    return Made(
        (
            part(
                Box(w, 0.012, d),
                order.material("material", "wire_stretched"),
                (0, -0.012, 0),
                casts=False,
            ),
        )
    )


def listening_chair(order: Order) -> Made:
    """A wooden armchair on felt feet, a headphone strap hanging off its back."""
    wood, felt = order.material("material", "wood_chair"), order.material("feet", "felt")
    pale = order.material("arms", "wood_worn")
    solids = [
        part(Mirror(Moved(Box(0.055, 0.66, 0.055, 0.01), (0.28, 0, 0))), wood, (0, 0.02, -0.24)),
        part(
            Mirror(Moved(Box(0.055, 1.10, 0.055, 0.01), (0.28, 0, 0))),
            wood,
            (0, 0.02, 0.26),
            pitch=6,
        ),
        part(Mirror(Moved(Cylinder(0.055, 0.03), (0.28, 0, -0.24))), felt),
        part(Mirror(Moved(Cylinder(0.055, 0.03), (0.28, 0, 0.26))), felt),
        part(
            Box(0.60, 0.06, 0.54, 0.02), wood, (0, 0.42, 0.0), top=order.material("seat", "leather")
        ),
        part(Mirror(Moved(Box(0.09, 0.045, 0.60, 0.018), (0.28, 0, 0))), pale, (0, 0.67, -0.03)),
        part(Repeat(Box(0.05, 0.56, 0.022, 0.008), 0, 0.105, 5), wood, (0, 0.47, 0.275), pitch=7),
        part(Box(0.62, 0.11, 0.04, 0.015), wood, (0, 1.02, 0.36), pitch=7),
        part(Mirror(Moved(Box(0.03, 0.05, 0.5), (0.28, 0, 0))), wood, (0, 0.20, 0)),
        part(
            Capsule((0.12, 1.12, 0.35), (0.13, 0.80, 0.31), 0.018),
            order.material("strap", "leather"),
        ),
        part(
            Capsule((0.20, 1.12, 0.35), (0.13, 0.80, 0.31), 0.018),
            order.material("strap", "leather"),
        ),
    ]
    return Made(tuple(solids))


def playback_deck(order: Order) -> Made:
    """A portable deck on a block of rubber, its lid up on the dry cells, two bare spindles."""
    w, h, d = order.size
    case = order.material("material", "steel_blue")
    low = h * 0.45
    deck = low + h * 0.30
    return Made(
        (
            part(Box(w * 1.15, low, d * 1.15, 0.02), order.material("rubber", "rubber")),
            part(
                Box(w, h * 0.30, d, 0.015),
                case,
                (0, low, 0),
                top=order.material("plate", "panel_gray"),
            ),
            part(
                Box(w, d * 0.86, 0.09, 0.015),
                case,
                (0, deck, d * 0.46),
                pitch=14,
                front=order.material("lining", "felt_pale"),
            ),
            part(
                Repeat(Cylinder(0.034, w * 0.7), 1, 0.08, 1),
                order.material("cells", "card"),
                (w * 0.35, deck + d * 0.30, d * 0.46),
                roll=90,
            ),
            part(
                Repeat(Cylinder(0.034, w * 0.7), 1, 0.08, 1),
                order.material("cells", "card"),
                (w * 0.35, deck + d * 0.52, d * 0.50),
                roll=90,
            ),
            part(
                Repeat(Cylinder(0.075, 0.014), 0, w * 0.46, 2),
                order.material("hub", "steel"),
                (0, deck, d * 0.10),
            ),
            part(
                Repeat(Cylinder(0.016, 0.055), 0, w * 0.46, 2),
                order.material("spindle", "brass"),
                (0, deck, d * 0.10),
            ),
            part(
                Box(0.15, 0.045, 0.06, 0.012),
                order.material("heads", "panel_dark"),
                (0, deck, -d * 0.22),
            ),
            part(
                Box(0.03, 0.012, 0.012),
                order.material("oxide", "rust"),
                (0, deck + 0.02, -d * 0.22 - 0.034),
                casts=False,
            ),
            part(
                Box(w * 0.6, 0.04, 0.01),
                lettered("paper", "LAST ONE IN HERE", 0.032, 0.02, ink=PRINT),
                (0, low + h * 0.12, -d / 2 - 0.005),
                casts=False,
            ),
            part(
                Capsule((-w * 0.22, 0, 0), (w * 0.22, 0, 0), 0.014),
                order.material("handle", "leather"),
                (0, low + h * 0.06, -d / 2 - 0.03),
            ),
        )
    )


def felt_door(order: Order) -> Made:
    """A door a foot thick, faced with gray cloth, with a wooden handle.

    Not sealed it stands a hand's width open; `sealed` it is shut and packed with pale felt all
    round. Options: inward (it swings toward its front), words, points (foam on its face).
    """
    w, h, d = order.size
    frame = order.material("frame", "steel_dark")
    thick = min(d, 0.3)
    sealed = order.has("sealed")
    turn = 0.0 if sealed else (-24.0 if order.flag("inward") else 24.0)
    hinge = (-w / 2, 0.0, -thick / 2 if order.flag("inward") else thick / 2)
    out = [
        part(Repeat(Box(0.12, h + 0.12, thick + 0.06), 0, w + 0.16, 2), frame),
        part(Box(w + 0.28, 0.12, thick + 0.06), frame, (0, h, 0)),
        part(Box(w + 0.1, h, 0.02), order.material("dark", "black"), (0, 0, thick / 2 + 0.02)),
    ]
    out += [
        _hung(s, hinge, -turn if order.flag("inward") else turn) for s in _leaf(order, w, h, thick)
    ]
    if sealed:
        felt = order.material("seal", "felt_pale")
        lip = -thick / 2 - 0.01
        out += [
            part(Repeat(Box(0.15, h, 0.16, 0.05), 0, w + 0.02, 2), felt, (0, 0, lip)),
            part(Box(w + 0.1, 0.15, 0.16, 0.05), felt, (0, h - 0.12, lip)),
            part(Box(w + 0.1, 0.13, 0.18, 0.05), felt, (0, 0, lip)),
        ]
    else:
        crumbs = Repeat(Sphere(0.022), 0, 0.13, 6)
        out.append(
            part(
                crumbs,
                order.material("crumbs", "felt_pale"),
                (0.05, 0.015, -thick / 2 - 0.1),
                turn=8,
                casts=False,
            )
        )
    return Made(tuple(out))


def _leaf(order: Order, w: float, h: float, thick: float) -> list[Solid]:
    """The leaf, its hinge line at the origin, its front at -thick from there or at 0."""
    cloth = order.material("material", "felt_gray")
    back = 0.0 if order.flag("inward") else -thick
    face = back
    out = [
        part(Box(w - 0.02, h - 0.02, thick, 0.03), cloth, (w / 2, 0.01, back + thick / 2)),
        part(
            Repeat(Box(w * 0.98, 0.035, 0.02), 1, h * 0.31, 4),
            order.material("batten", "wood_gray"),
            (w / 2, h * 0.485, face - 0.004),
            casts=False,
        ),
        part(
            Capsule((w - 0.16, h * 0.42, face - 0.09), (w - 0.16, h * 0.56, face - 0.09), 0.03),
            order.material("handle", "wood_pale"),
        ),
        part(
            Repeat(Box(0.05, 0.04, 0.10), 1, h * 0.13, 2),
            order.material("handle", "wood_pale"),
            (w - 0.16, h * 0.48, face - 0.04),
        ),
    ]
    if order.word("words"):
        out.append(
            part(
                Box(w * 0.6, 0.13, 0.012),
                lettered("white", order.word("words"), 0.075, 0.065, ink=PRINT),
                (w / 2, h * 0.70, face - 0.008),
                casts=False,
            )
        )
    return out


def _hung(solid: Solid, hinge: Point, turn: float) -> Solid:
    return placed(Made((solid,)), hinge, turn).solids[0]


def small_vent(order: Order) -> Made:
    """A slatted vent the size of a paperback."""
    w, h, d = order.size
    return Made(
        (
            part(Box(w, h, d, 0.006), order.material("material", "steel_gray")),
            part(
                Repeat(Box(w * 0.82, 0.014, 0.02), 1, h * 0.2, 4),
                order.material("slat", "black"),
                (0, h * 0.47, -d / 2),
                casts=False,
            ),
        )
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "foam": Kind(foam, (3.66, 2.4, 0.4)),
        "wire_floor": Kind(wire_floor, (3.66, 0.02, 3.66)),
        "listening_chair": Kind(listening_chair, (0.65, 1.15, 0.65)),
        "playback_deck": Kind(playback_deck, (0.44, 0.34, 0.36)),
        "felt_door": Kind(felt_door, (0.95, 2.0, 0.3)),
        "small_vent": Kind(small_vent, (0.18, 0.11, 0.06)),
    }
)
