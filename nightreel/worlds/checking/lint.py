"""Names that lead nowhere: ids, flags, properties, facts and numbers of the rules and lines."""

from collections.abc import Iterator, Mapping
from typing import get_args

from nightreel.core.conditions import Condition
from nightreel.core.effects import (
    Advanced,
    Cleared,
    Drawn,
    Effect,
    Ended,
    Flagged,
    Happened,
    Healed,
    Learned,
    Marked,
    Neared,
    Put,
    Unflagged,
    Went,
    Wounded,
)
from nightreel.core.intent import VERBS, Grade
from nightreel.core.state import BATTERY_LIMIT, CARRIED, FAR, GONE, NERVE_LIMIT, WOUNDS_LIMIT
from nightreel.core.world import World
from nightreel.worlds.checking.formula import COMPARE, Count, formula, leaves
from nightreel.worlds.checking.source import Source, did_you_mean
from nightreel.worlds.problems import Problem
from nightreel.worlds.reader import Path_

ENGINE_FLAGS = frozenset({"spoke", "improvised"})
"""Flags that the rules set by themselves: words were said; a bandage was torn from clothes."""
ENGINE_TAGS = frozenset({"indoors", "outdoors", "dark", "high", "tight", "hide", "deaf", "open"})
_KINDS = {"holder": "place or thing", "target": "place, thing or threat"}


class Known:
    """What there is to speak of in a world, by the kinds that conditions and orders use."""

    def __init__(self, source: Source) -> None:
        world = source.world
        self.set_flags = ENGINE_FLAGS | {
            o.effect.flag for o in source.orders if isinstance(o.effect, Flagged)
        }
        things, places = set(world.things), set(world.places)
        tags = {tag for place in world.places.values() for tag in place.tags}
        self.by_kind: Mapping[str, set[str]] = {
            "thing": things,
            "place": places,
            "holder": things | places,
            "target": things | places | set(world.threats) | set(world.wounds),
            "tag": tags,
            "flag": set(self.set_flags),
            "fact": set(world.facts),
            "storylet": set(world.storylets),
            "threat": set(world.threats),
            "clock": set(world.clocks),
            "wound": set(world.wounds),
            "verb": set(VERBS),
            "grade": set(get_args(Grade)),
            "prop": _props(source),
            "ending": set(world.endings),
        }


def _props(source: Source) -> set[str]:
    """Every `thing.prop` that can ever be so: at the start, by an order, or by the plain verbs."""
    props = {f"{t.id}.{p}" for t in source.world.things.values() for p in t.props}
    marked = (o.effect for o in source.orders if isinstance(o.effect, Marked))
    props |= {f"{e.thing}.{e.prop}" for e in marked}
    plain = {"openable": ("open",), "breakable": ("broken",), "medical": ("used", "spent")}
    for thing in source.world.things.values():
        for trait in thing.traits & plain.keys():
            props |= {f"{thing.id}.{prop}" for prop in plain[trait]}
    return props


IDLE = frozenset({"flag", "prop", "tag"})
"""Kinds that may be asked for though nothing has them: the answer is always no."""


def lint_references(source: Source) -> Iterator[Problem]:
    """Yield what a run would break on: every reference to something that is not there."""
    known = Known(source)
    for when, path in _conditions(source):
        for kind, name in sorted(when.names):
            if kind not in IDLE and name not in known.by_kind[kind]:
                yield _missing(source, known, kind, name, path)
    for order in source.orders:
        yield from _effect(source, known, order.effect, order.path)
    for kind, name, path in _references(source):
        if name not in known.by_kind[kind]:
            yield _missing(source, known, kind, name, path)
    if not any("any" in m.verbs and not m.when.source for m in source.world.mishaps.values()):
        what = "no mishap fits everywhere, so a risk can be lost with nothing to come of it"
        yield source.problem(("mishaps",), what, "give one `verbs: [any]` and no `when`")


def lint_idle(source: Source) -> Iterator[Problem]:
    """Yield conditions whose answer can only be one."""
    known = Known(source)
    for when, path in _conditions(source):
        sound = True
        for kind, name in sorted(when.names):
            sound = sound and (kind in IDLE or name in known.by_kind[kind])
            if kind in IDLE and name not in known.by_kind[kind]:
                yield _missing(source, known, kind, name, path)
        if sound and when.source:
            yield from _impossible(source, when, path)
    for rule in source.rules:
        for kind, name in sorted(rule.when.names):
            if kind in ("verb", "grade", "target"):
                what = (
                    f"`{name}` in `{rule.when.source}` asks about the action just done: rules can't"
                )
                yield source.problem(rule.path, what, "only lines can ask verb, grade and on")


def _conditions(source: Source) -> Iterator[tuple[Condition, Path_]]:
    yield from ((r.when, r.path) for r in source.rules)
    yield from ((t.when, (*t.path, "when")) for t in source.told)


def _missing(source: Source, known: Known, kind: str, name: str, path: Path_) -> Problem:
    mend = did_you_mean(name, known.by_kind[kind])
    match kind:
        case "flag":
            return source.problem(path, f"nothing ever sets the flag `{name}`", mend)
        case "prop":
            # Only another property of the same thing can have been meant.
            owner = f"{name.partition('.')[0]}."
            alike = {p for p in known.by_kind["prop"] if p.startswith(owner)}
            mend = did_you_mean(name, alike, at_least=0.85)
            return source.problem(path, f"nothing ever sets `{name}`", mend)
        case "tag":
            return source.problem(path, f"no place has the tag `{name}`", mend)
        case _:
            return source.problem(path, f"there is no {_KINDS.get(kind, kind)} `{name}`", mend)


_RANGES = {
    "distance": (0, FAR),
    "nerve": (0, NERVE_LIMIT),
    "battery": (0, BATTERY_LIMIT),
    "wounds": (0, WOUNDS_LIMIT + 1),
    "hour": (0, 23),
}


def _impossible(source: Source, when: Condition, path: Path_) -> Iterator[Problem]:
    """Comparisons that no number fits."""
    for leaf in set(leaves(formula(source.world, when))):
        if isinstance(leaf, Count) and (limits := _range(source.world, leaf)) is not None:
            low, high = limits
            if not any(COMPARE[leaf.compare](n, leaf.bound) for n in range(low, high + 1)):
                what = f"`{leaf}` is never so: {leaf.kind} runs from {low} to {high}"
                yield source.problem(path, what, "mend the number")


def _range(world: World, leaf: Count) -> tuple[int, int] | None:
    match leaf.kind:
        case "stage":
            return 0, len(world.threats[leaf.about].stages) - 1
        case "clock":
            return 0, world.clocks[leaf.about].size
        case _:
            return _RANGES.get(leaf.kind)


def _effect(source: Source, known: Known, effect: Effect, path: Path_) -> Iterator[Problem]:
    for kind, name in _subjects(effect):
        if name not in known.by_kind[kind]:
            yield _missing(source, known, kind, name, path)
    if isinstance(effect, Put) and effect.where not in (
        *source.world.places,
        "here",
        CARRIED,
        GONE,
    ):
        what = f"`{effect.thing}` is put at `{effect.where}`, which is no place"
        yield source.problem(path, what, did_you_mean(effect.where, known.by_kind["place"]))


def _subjects(effect: Effect) -> list[tuple[str, str]]:
    """What an effect refers to that must be there already."""
    match effect:
        case Went(place):
            return [("place", place)]
        case Put(thing, _) | Marked(thing, _) | Cleared(thing, _):
            return [("thing", thing)]
        case Unflagged(flag):
            return [("flag", flag)]
        case Learned(fact):
            return [("fact", fact)]
        case Wounded(wound) | Healed(wound):
            return [("wound", wound)]
        case Drawn(threat, _) | Neared(threat, _):
            return [("threat", threat)]
        case Advanced(clock, _):
            return [("clock", clock)]
        case Happened(storylet):
            return [("storylet", storylet)]
        case Ended(ending):
            return [("ending", ending)]
        case _:
            return []


def _references(source: Source) -> Iterator[tuple[str, str, Path_]]:
    """Every field that names something else."""
    model = source.model
    yield "place", model.world.start.place, ("world", "start", "place")
    yield "ending", model.world.exhausted, ("world", "exhausted")
    for name in model.world.start.carried:
        yield "thing", name, ("world", "start", "carried")
    for i, place in model.places.items():
        for at, way in enumerate(place.exits):
            yield "place", way.to, ("places", i, "exits", at, "to")
            if way.fall is not None:
                yield "ending", way.fall, ("places", i, "exits", at, "fall")
    yield from _thing_references(source)
    yield from _act_references(source)
    for i, threat in model.threats.items():
        yield "wound", threat.wound, ("threats", i, "wound")
        yield "ending", threat.ending, ("threats", i, "ending")
        if threat.shield is not None:
            yield "thing", threat.shield, ("threats", i, "shield")
    for i, mishap in model.mishaps.items():
        yield "wound", mishap.wound, ("mishaps", i, "wound")


def _thing_references(source: Source) -> Iterator[tuple[str, str, Path_]]:
    for i, thing in source.model.things.items():
        if thing.place is not None and thing.place not in (CARRIED, GONE):
            yield "place", thing.place, ("things", i, "place")
        if thing.inside is not None:
            yield "holder", thing.inside, ("things", i, "inside")
        if thing.key is not None:
            yield "thing", thing.key, ("things", i, "key")
        for aid in thing.aids:
            yield "thing", aid, ("things", i, "aids", aid)


def _act_references(source: Source) -> Iterator[tuple[str, str, Path_]]:
    for i, act in source.model.acts.items():
        if act.target not in source.world.threats:
            yield "thing", act.target, ("acts", i, "target")
        if act.tool is not None:
            yield "thing", act.tool, ("acts", i, "tool")
        if act.goal is not None:
            yield "clock", act.goal, ("acts", i, "goal")
        if act.beat is not None:
            yield "storylet", act.beat, ("acts", i, "beat")
        for place in act.at:
            yield "place", place, ("acts", i, "at")
