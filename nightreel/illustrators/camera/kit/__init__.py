"""The prop library: every kind of thing that a set can hold. docs/sets.md lists them."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind

FAMILIES = (
    "basic",
    "bodies",
    "carried",
    "keepsakes",
    "tapes",
    "storage",
    "tunnel",
    "plant",
    "furniture",
    "doors",
    "lights",
    "vehicles",
    "fences",
    "land",
    "huts",
    "guardroom",
    "towers",
    "antennas",
    "crawler",
    "block",
    "workshop",
    "hatches",
    "chamber",
    "console",
    "corridor",
    "passage",
    "racks",
    "radio",
)


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by name.

    Raises:
        RuntimeError: two families have a kind of the same name.
    """
    found: dict[str, Kind] = {}
    for family in FAMILIES:
        more: Mapping[str, Kind] = import_module(f"{__name__}.{family}").KINDS
        if twice := found.keys() & more.keys():
            raise RuntimeError(f"{family} has kinds that are there already: {sorted(twice)}")
        found |= more
    return MappingProxyType(found)
