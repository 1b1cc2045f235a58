"""A pack in memory: the rules' world beside the pools of prose."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from msgspec import Struct

from nightreel.core.conditions import Condition
from nightreel.core.world import World
from nightreel.worlds.filmed import Film, FilmSet, Prop


class Line(Struct, frozen=True):
    """A line of prose that may be drawn while its condition holds."""

    text: str
    when: Condition


class Pack(Struct, frozen=True):
    """A loaded world.

    Attributes:
        pools: lines by dotted key, such as `place.yard.again` or `refuse.locked`.
        digest: SHA-256 over the rules and prose as written; a run remembers it. Sets are not in
            it: a world may be built more finely while people play it.
        plurals: ids of things whose names are plural.
        sets: places as a camera finds them; `forms` are what movable things look like, and `film`
            what it must know besides.
        helps: the lines that explain the game.
    """

    world: World
    pools: Mapping[str, tuple[Line, ...]]
    digest: str
    pitch: str
    helps: tuple[str, ...]
    plurals: frozenset[str]
    sets: Mapping[str, FilmSet] = MappingProxyType({})
    forms: Mapping[str, Prop] = MappingProxyType({})
    film: Film = Film()


def shipped() -> dict[str, Path]:
    """Return the folders of the worlds that ship, by id."""
    root = Path(str(files("nightreel.worlds"))) / "packs"
    return {p.name: p for p in sorted(root.iterdir()) if (p / "world.yaml").exists()}


def flatten(prefix: str, value: Any, into: dict[str, Any]) -> None:
    """Put the lists of a nested mapping under dotted keys."""
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            flatten(f"{prefix}.{key}" if prefix else str(key), inner, into)
    else:
        into[prefix] = value
