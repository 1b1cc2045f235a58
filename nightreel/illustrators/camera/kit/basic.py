"""Plain parts for authors of sets: a box, a rod, a ball of any material."""

from collections.abc import Mapping
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind, Made, Order, part
from nightreel.illustrators.camera.shapes import Box, Cylinder, Ellipsoid, Rough


def block(order: Order) -> Made:
    """A box. Options: material, front, top, bevel, pitch."""
    w, h, d = order.size
    faces = {n: order.material(n, "concrete") for n in ("front", "top") if n in order.options}
    solid = part(
        Box(w, h, d, order.number("bevel", 0.01)),
        order.material("material", "concrete"),
        pitch=order.number("pitch", 0),
        front=faces.get("front"),
        top=faces.get("top"),
    )
    return Made((solid,))


def rod(order: Order) -> Made:
    """An upright cylinder, or one lying along x if `lying`. Options: material."""
    w, h, _ = order.size
    material = order.material("material", "steel")
    if order.flag("lying"):
        return Made((part(Cylinder(w / 2, h), material, (h / 2, w / 2, 0), roll=90),))
    return Made((part(Cylinder(w / 2, h), material),))


def lump(order: Order) -> Made:
    """Something round and uneven: a rock, a heap, a sack. Options: material, rough."""
    w, h, d = order.size
    shape = Rough(Ellipsoid(w / 2, h, d / 2), order.number("rough", 0.06) * h, max(w, d) * 0.4)
    return Made((part(shape, order.material("material", "gravel")),))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "block": Kind(block, (1.0, 1.0, 1.0)),
        "rod": Kind(rod, (0.08, 2.0, 0.08)),
        "lump": Kind(lump, (0.8, 0.4, 0.7)),
    }
)
