"""A pack as its author wrote it: the loaded pack, with file and line of every sentence."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from msgspec import Struct
from pydantic import ValidationError

from nightreel.core.conditions import ALWAYS, Condition, parse
from nightreel.core.effects import Effect
from nightreel.core.world import World
from nightreel.worlds.loader import load
from nightreel.worlds.model import LineModel, PackModel
from nightreel.worlds.pack import Pack
from nightreel.worlds.problems import BadPack, Problem
from nightreel.worlds.reader import Marks, Path_, read_tree, where


class Told(Struct, frozen=True):
    """A line of prose and where it stands. `key` is the pool it is drawn from."""

    key: str
    text: str
    when: Condition
    path: Path_


class Rule(Struct, frozen=True):
    """A condition of the rules or of a set, and where it stands."""

    when: Condition
    path: Path_


class Order(Struct, frozen=True):
    """An effect that an author ordered, and where."""

    effect: Effect
    path: Path_


class Source:
    """Everything the checks look at."""

    def __init__(self, pack: Pack, model: PackModel, marks: Marks) -> None:
        self.pack, self.model, self._marks = pack, model, marks
        self.world: World = pack.world
        self.told = tuple(_told(model))
        self.rules = (*_rules(pack.world), *_sights(pack))
        self.orders = tuple(_orders(pack.world))

    def problem(self, path: Path_, what: str, mend: str) -> Problem:
        """Return a problem that points at an entry, or at the nearest one above it."""
        file, line = where(self._marks, path)
        return Problem(file, line, what, mend)


def read(folder: Path) -> Source:
    """Return the pack in a folder with its marks.

    Raises:
        BadPack: it cannot be loaded.
    """
    tree, marks = read_tree(folder)
    with suppress(ValidationError):  # the loader says it better
        _refuse_stageless(PackModel.model_validate(tree), marks)
    pack = load(folder)
    return Source(pack, PackModel.model_validate(tree), marks)


def _refuse_stageless(model: PackModel, marks: Marks) -> None:
    """A threat that begins below its first stage is in none, and the loader would trip over it."""
    below = [
        Problem(
            *where(marks, ("threats", i, "stages")),
            f"`{i}` begins below its first stage",
            "begin the first stage at 0",
        )
        for i, threat in model.threats.items()
        if min(s.at for s in threat.stages) > threat.start.get("heat", 0)
    ]
    if below:
        raise BadPack(below)


def did_you_mean(word: str, known: Iterable[str], at_least: float = 0.6) -> str:
    """Return a mend for a word that nothing goes by."""
    close = get_close_matches(word, list(known), n=1, cutoff=at_least)
    return f"did you mean `{close[0]}`?" if close else "check the spelling, add it, or take it out"


# --- prose


def _told(model: PackModel) -> Iterator[Told]:
    for key, value, path in _pools(model):
        yield from _lines(key, value, path)


def _lines(key: str, value: Any, path: Path_) -> Iterator[Told]:
    if isinstance(value, dict):
        for inner, item in cast("dict[str, Any]", value).items():
            yield from _lines(f"{key}.{inner}", item, (*path, inner))
        return
    if value is None:
        return
    items = cast("list[Any]", value) if isinstance(value, list) else [value]
    for at, item in enumerate(items):
        it = item if isinstance(item, LineModel) else _as_line(item)
        if it.text:
            yield Told(key, it.text, parse(it.when) if it.when else ALWAYS, (*path, at))


def _as_line(item: Any) -> LineModel:
    return LineModel.model_validate({"text": item} if isinstance(item, str) else item)


_FIELDS = {
    "place": ("first", "again", "quiet", "hide", "search", "found", "alt"),
    "wound": ("tell", "ache", "treat"),
    "mishap": ("setback", "disaster"),
    "ending": ("text", "epitaph"),
}


def _pools(model: PackModel) -> Iterator[tuple[str, Any, Path_]]:
    """The pools by the names the loader gives them, each with its path in the files."""
    yield "world.prologue", model.world.prologue, ("world", "prologue")
    for kind, fields in _FIELDS.items():
        for i, it in getattr(model, f"{kind}s").items():
            for field in fields:
                yield f"{kind}.{i}.{field}", getattr(it, field), (f"{kind}s", i, field)
    for i, thing in model.things.items():
        yield f"thing.{i}.look", thing.look, ("things", i, "look")
        yield f"thing.{i}", thing.tell, ("things", i, "tell")
        yield f"refuse.thing.{i}", thing.refuse, ("things", i, "refuse")
    for i, act in model.acts.items():
        yield f"act.{i}", act.tell, ("acts", i, "tell")
        yield f"act.{i}.reaction", act.reaction, ("acts", i, "reaction")
        yield f"refuse.act.{i}", act.refuse or None, ("acts", i, "refuse")
    for i, storylet in model.storylets.items():
        yield f"storylet.{i}", storylet.tell, ("storylets", i, "tell")
    for i, threat in model.threats.items():
        yield f"threat.{i}", threat.lines, ("threats", i, "lines")
    for key, pool in model.lines.items():
        yield key, pool, ("lines", key)


# --- rules


def _rules(world: World) -> Iterator[Rule]:
    for place in world.places.values():
        for at, way in enumerate(place.exits):
            yield Rule(way.when, ("places", place.id, "exits", at, "when"))
    for act in world.acts.values():
        yield Rule(act.when, ("acts", act.id, "when"))
    for storylet in world.storylets.values():
        yield Rule(storylet.when, ("storylets", storylet.id, "when"))
    for mishap in world.mishaps.values():
        yield Rule(mishap.when, ("mishaps", mishap.id, "when"))
    for threat in world.threats.values():
        yield Rule(threat.barred, ("threats", threat.id, "barred"))
        for at, lure in enumerate(threat.lures):
            yield Rule(lure.when, ("threats", threat.id, "lures", at, "when"))


def _sights(pack: Pack) -> Iterator[Rule]:
    for place, found in pack.sets.items():
        for at, prop in enumerate(found.props):
            yield Rule(prop.when, ("sets", place, "props", at, "when"))


def _orders(world: World) -> Iterator[Order]:
    yield from _listed(world.midnight_do, "world", "midnight", "do")
    for thing in world.things.values():
        for verb, effects in thing.does.items():
            yield from _listed(effects, "things", thing.id, "do", verb)
    for act in world.acts.values():
        for field in ("do", "cost", "setback", "disaster"):
            yield from _listed(getattr(act, field), "acts", act.id, field)
    for storylet in world.storylets.values():
        yield from _listed(storylet.do, "storylets", storylet.id, "do")
    for mishap in world.mishaps.values():
        yield from _listed(mishap.setback, "mishaps", mishap.id, "setback_do")


def _listed(effects: tuple[Effect, ...], *path: str) -> Iterator[Order]:
    for at, effect in enumerate(effects):
        yield Order(effect, (*path, at))
