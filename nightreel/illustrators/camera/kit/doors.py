"""Doors by their state, hatches, windows."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.kit.palette import lettered
from nightreel.illustrators.camera.shapes import Box, Capsule, Cylinder, Repeat
from nightreel.illustrators.camera.solids import Solid

AJAR = 78.0


def door(order: Order) -> Made:
    """A leaf in a frame, hinged at its left; `open` swings it in, `broken` leaves it hanging.

    Options: material, frame, glass (a wired pane in its upper half), words (stencil at eye height),
    sealed (packed with felt), plain (no handle).
    """
    w, h, d = order.size
    leaf = order.material("material", "steel_gray")
    frame = order.material("frame", "steel_dark")
    swung = AJAR if order.has("open") else 52.0 if order.has("broken") else 0.0
    hang = 4.0 if order.has("broken") else 0.0
    jamb = 0.07
    solids = [
        part(Box(jamb, h + jamb, d + 0.06), frame, (-w / 2 - jamb / 2, 0, 0)),
        part(Box(jamb, h + jamb, d + 0.06), frame, (w / 2 + jamb / 2, 0, 0)),
        part(Box(w + 2 * jamb, jamb, d + 0.06), frame, (0, h, 0)),
    ]
    hinge = (-w / 2, 0.0, 0.0)
    solids += [_hung(s, hinge, -swung, hang) for s in _leaf(order, w, h, d, leaf.pattern)]
    if order.has("sealed"):
        felt = order.material("seal", "felt")
        solids += [
            part(Box(0.14, h, 0.12, 0.05), felt, (-w / 2, 0, -d / 2)),
            part(Box(0.14, h, 0.12, 0.05), felt, (w / 2, 0, -d / 2)),
            part(Box(w, 0.14, 0.12, 0.05), felt, (0, 0, -d / 2)),
            part(Box(w, 0.14, 0.12, 0.05), felt, (0, h - 0.14, -d / 2)),
        ]
    return Made(tuple(solids))


def _leaf(order: Order, w: float, h: float, d: float, pattern: str) -> list[Solid]:
    """The leaf's parts, with the hinge at the origin."""
    material = order.material("material", "steel_gray")
    del pattern
    out = [part(Box(w - 0.01, h, d * 0.7, 0.006), material, (w / 2, 0, 0))]
    if order.flag("glass"):
        pane = order.material("pane", "glass")
        out.append(part(Box(w * 0.6, h * 0.32, d * 0.8), pane, (w / 2, h * 0.55, 0)))
    if not order.flag("plain"):
        out.append(
            part(
                Capsule(
                    (w - 0.10, h * 0.48, -d * 0.5 - 0.05),
                    (w - 0.22, h * 0.48, -d * 0.5 - 0.05),
                    0.018,
                ),
                order.material("handle", "brass"),
            )
        )
        out.append(
            part(
                Box(0.07, 0.2, d + 0.02, 0.01),
                order.material("handle", "brass"),
                (w - 0.1, h * 0.42, 0),
            )
        )
    words = order.word("words")
    if words:
        plate = order.material("plate", "white")
        ink = (0.04, 0.04, 0.04)
        sign = lettered("white", words, 0.075, 0.08, color=plate.color, ink=ink)
        wide = max(0.2, 0.058 * max(len(line) for line in words.split("|")))
        out.append(
            part(
                Box(min(wide, w * 0.9), 0.16, 0.012),
                plate,
                (w / 2, h * 0.74, -d * 0.36),
                front=sign,
            )
        )
    if order.flag("ribs"):
        out.append(
            part(
                Repeat(Box(w * 0.86, 0.05, 0.05, 0.01), 1, h / 4, 3),
                material,
                (w / 2, h * 0.46, -d * 0.36),
            )
        )
    return out


def _hung(solid: Solid, hinge: tuple[float, float, float], turn: float, roll: float) -> Solid:
    from nightreel.illustrators.camera.kit.making import placed

    moved = placed(Made((solid,)), hinge, turn).solids[0]
    del roll
    return moved


def hatch(order: Order) -> Made:
    """A lid in a collar on the ground; `open` stands it up on its hinge at the back.

    Options: material, collar.
    """
    w, h, d = order.size
    collar = order.material("collar", "concrete")
    lid = order.material("material", "steel_dark")
    solids = [
        part(Box(w + 0.4, h, 0.2, 0.02), collar, (0, 0, -d / 2 - 0.1)),
        part(Box(w + 0.4, h, 0.2, 0.02), collar, (0, 0, d / 2 + 0.1)),
        part(Box(0.2, h, d, 0.02), collar, (-w / 2 - 0.1, 0, 0)),
        part(Box(0.2, h, d, 0.02), collar, (w / 2 + 0.1, 0, 0)),
    ]
    if order.has("open") or order.has("broken"):
        solids.append(part(Box(w, 0.06, d, 0.01), lid, (0, h + d / 2, d / 2 + 0.05), pitch=-84))
        solids.append(part(Box(w, 0.02, d), order.material("dark", "black"), (0, 0.02, 0)))
        solids.append(
            part(
                Repeat(Capsule((-0.18, 0, 0), (0.18, 0, 0), 0.018), 1, 0.14, 3),
                order.material("rungs", "rust"),
                (0, h * 0.4, d / 2 - 0.1),
            )
        )
    else:
        solids.append(part(Box(w, 0.06, d, 0.01), lid, (0, h - 0.02, 0)))
        solids.append(
            part(
                Capsule((-0.12, h + 0.07, -d * 0.3), (0.12, h + 0.07, -d * 0.3), 0.02),
                order.material("handle", "rust"),
            )
        )
        solids.append(
            part(Cylinder(0.05, 0.08), order.material("handle", "rust"), (0, h, d * 0.44))
        )
    return Made(tuple(solids))


def window(order: Order) -> Made:
    """A frame on a wall, with a pane if `blind`, and with as many bars as `bars` says."""
    w, h, d = order.size
    frame = order.material("material", "wood_gray")
    solids = [
        part(Box(w + 0.12, 0.07, d + 0.04), frame, (0, -0.07, 0)),
        part(Box(w + 0.12, 0.07, d + 0.04), frame, (0, h, 0)),
        part(Box(0.06, h, d + 0.04), frame, (-w / 2 - 0.03, 0, 0)),
        part(Box(0.06, h, d + 0.04), frame, (w / 2 + 0.03, 0, 0)),
        part(Box(0.035, h, d), frame, (0, 0, 0)),
    ]
    if order.flag("blind"):
        solids.append(part(Box(w, h, 0.01), order.material("pane", "glass"), (0, 0, 0.01)))
    bars = int(order.number("bars", 0))
    if bars:
        gap = w / (bars + 1)
        solids.append(
            part(
                Repeat(Capsule((0, 0, 0), (0, h, 0), 0.012), 0, gap, bars),
                order.material("bar", "iron_black"),
                (0, 0, d),
            )
        )
    return Made(tuple(solids))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "door": Kind(door, (0.9, 2.05, 0.08)),
        "hatch": Kind(hatch, (0.8, 0.35, 0.8)),
        "window": Kind(window, (1.1, 0.8, 0.06)),
    }
)
