"""The prop library: every kind of thing that a set can hold. docs/sets.md lists them."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from nightreel.illustrators.camera.kit.making import Kind

FAMILIES = (
    "basic",
    "bodies",
    "doors",
    "lights",
)


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by name."""
    found: dict[str, Kind] = {}
    for family in FAMILIES:
        found.update(import_module(f"{__name__}.{family}").KINDS)
    return MappingProxyType(found)
