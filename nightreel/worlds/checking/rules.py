"""Rules that contradict one another, and what never comes to anything."""

from collections.abc import Iterator
from itertools import pairwise

from nightreel.core.effects import (
    Advanced,
    Cleared,
    Effect,
    Ended,
    Flagged,
    Learned,
    Marked,
    Put,
    Wounded,
)
from nightreel.core.world import Thing
from nightreel.worlds.checking.lint import ENGINE_FLAGS
from nightreel.worlds.checking.source import Source, did_you_mean
from nightreel.worlds.problems import Problem
from nightreel.worlds.reader import Path_

TRAITS = frozenset(
    {
        *("portable", "bulky", "openable", "searchable", "breakable", "readable", "hideable"),
        *("medical", "vehicle", "audible", "fixed", "alive"),
    }
)
TRAIT_FOR = {
    "take": "portable",
    "open": "openable",
    "close": "openable",
    "search": "searchable",
    "read": "readable",
    "break": "breakable",
}
"""What a thing must be for the verb to work on it by itself."""
_WITH_DO = frozenset({*TRAIT_FOR, "examine"})


def lint_rules(source: Source) -> Iterator[Problem]:
    """Yield what the rules say against themselves."""
    for thing in source.world.things.values():
        yield from _thing(source, thing)
        yield from _verbs(source, thing)
    yield from _acts(source)
    yield from _threats(source)
    yield from _endings(source)
    yield from _clocks(source)


def _thing(source: Source, thing: Thing) -> Iterator[Problem]:
    path: Path_ = ("things", thing.id)
    for trait in sorted(thing.traits - TRAITS):
        what = f"`{thing.id}` has the trait `{trait}`, which means nothing"
        yield source.problem((*path, "traits"), what, did_you_mean(trait, set(TRAITS)))
    if thing.key is not None and "openable" not in thing.traits:
        what = f"`{thing.id}` has a key and cannot be opened"
        yield source.problem((*path, "key"), what, "add the trait openable")
    if thing.aids and not thing.traits & {"openable", "breakable"}:
        what = f"`{thing.id}` has aids, and can be neither opened nor broken"
        yield source.problem((*path, "aids"), what, "add the trait openable or breakable")
    if "locked" in thing.props and not _unlocks(source, thing):
        what = f"`{thing.id}` is locked for ever"
        mend = "give it a key, or the trait breakable, or an act that unsets locked"
        yield source.problem((*path, "props"), what, mend)


def _unlocks(source: Source, thing: Thing) -> bool:
    if "openable" not in thing.traits:
        return True
    opened = any(
        isinstance(e, Cleared | Marked) and e.thing == thing.id and e.prop in ("locked", "open")
        for e in effects(source)
    )
    return opened or thing.key is not None or "breakable" in thing.traits


def _verbs(source: Source, thing: Thing) -> Iterator[Problem]:
    """Verbs that a thing refuses and allows at once, or does something with that it cannot do."""
    path: Path_ = ("things", thing.id)
    for verb in sorted(thing.refuses):
        if TRAIT_FOR.get(verb) in thing.traits:
            what = f"`{thing.id}` is {TRAIT_FOR[verb]}, and refuses to be: `refuse` wins"
            mend = f"take out refuse.{verb}, or the trait"
            yield source.problem((*path, "refuse", verb), what, mend)
    for verb in sorted(thing.does):
        where = (*path, "do", verb)
        if verb not in _WITH_DO:
            what = f"`do` of `{thing.id}` never happens: {verb} has no effects of a thing's own"
            yield source.problem(where, what, "write an act instead")
        elif TRAIT_FOR.get(verb, "portable") not in thing.traits and verb != "examine":
            what = f"`do` of `{thing.id}` never happens: without {TRAIT_FOR[verb]} no {verb}"
            yield source.problem(where, what, f"add the trait {TRAIT_FOR[verb]}")


def _acts(source: Source) -> Iterator[Problem]:
    world = source.world
    for act in world.acts.values():
        path: Path_ = ("acts", act.id)
        target = world.things.get(act.target)
        fixed = target is not None and "portable" not in target.traits
        if target is not None and fixed and act.at and target.where in world.places:
            moved = any(isinstance(e, Put) and e.thing == target.id for e in effects(source))
            if target.where not in act.at and not moved:
                what = f"`{act.id}` is done to `{target.id}`, which is never at {', '.join(act.at)}"
                yield source.problem((*path, "at"), what, f"its place is {target.where}")
    for i, storylet in source.model.storylets.items():
        for opened in storylet.opens:
            act = world.acts.get(opened)
            if act is None or act.beat != i:
                what = f"`{i}` opens `{opened}`, which " + (
                    "is no act" if act is None else f"does not say `beat: {i}`"
                )
                yield source.problem(
                    ("storylets", i, "opens"), what, "write the act with this beat"
                )


def _threats(source: Source) -> Iterator[Problem]:
    for threat in source.world.threats.values():
        path: Path_ = ("threats", threat.id, "stages")
        at = [stage.at for stage in threat.stages]
        if any(a >= b for a, b in pairwise(at)):
            what = f"the stages of `{threat.id}` do not rise"
            yield source.problem(path, what, "put them in order, each `at` above the last")
        ending = source.world.endings.get(threat.ending)
        if ending is not None and ending.kind != "death":
            what = f"`{threat.id}` ends in `{ending.id}`, which is no death"
            yield source.problem(("threats", threat.id, "ending"), what, "name a death")


def _endings(source: Source) -> Iterator[Problem]:
    world = source.world
    led = {e.ending for e in effects(source) if isinstance(e, Ended)} | {world.exhausted}
    led |= {t.ending for t in world.threats.values()}
    led |= {e.fall for p in world.places.values() for e in p.exits if e.fall is not None}
    for ending in world.endings.values():
        if ending.id not in led:
            what = f"no rule leads to the ending `{ending.id}`"
            mend = f"add `end {ending.id}` to an act, or name it in a threat or an exit"
            yield source.problem(("endings", ending.id), what, mend)


def _clocks(source: Source) -> Iterator[Problem]:
    moved = {e.clock for e in effects(source) if isinstance(e, Advanced) and e.by > 0}
    asked = {n for r in source.rules for kind, n in r.when.names if kind == "clock"}
    for clock in sorted(asked - moved - {"footage"}):
        if clock in source.world.clocks:
            what = f"the clock `{clock}` is asked for, and nothing moves it"
            mend = f"add `clock {clock} +1` to an act"
            yield source.problem(("world", "clocks", clock), what, mend)
    learned = {e.fact for e in effects(source) if isinstance(e, Learned)}
    every = [(r.when, r.path) for r in source.rules] + [(t.when, t.path) for t in source.told]
    for when, path in every:
        for kind, fact in sorted(when.names):
            if kind == "fact" and fact in source.world.facts and fact not in learned:
                what = f"`known({fact})` is asked for, and nothing teaches it"
                yield source.problem(path, what, f"add `know {fact}` somewhere")


def effects(source: Source) -> Iterator[Effect]:
    """Yield every effect that an author ordered."""
    return (o.effect for o in source.orders)


def loose_ends(source: Source) -> Iterator[str]:
    """Yield what is harmless and idle: set and never asked for, named and never used."""
    world = source.world
    ordered = list(effects(source))
    asked = {n for r in source.rules for _, n in r.when.names}
    asked |= {n for t in source.told for _, n in t.when.names}
    flags = {e.flag for e in ordered if isinstance(e, Flagged)} | ENGINE_FLAGS
    listed = set(source.model.world.flags)
    if idle := sorted(flags - asked - listed - ENGINE_FLAGS - {"power"}):
        yield f"flags set and never asked for: {', '.join(idle)}"
    if idle := sorted(listed - flags):
        yield f"flags on the world's page that nothing sets: {', '.join(idle)}"
    learned = {e.fact for e in ordered if isinstance(e, Learned)}
    if idle := sorted(set(world.facts) - learned):
        yield f"facts that nothing teaches: {', '.join(idle)}"
    wounds = {e.wound for e in ordered if isinstance(e, Wounded)}
    wounds |= {m.wound for m in world.mishaps.values()} | {t.wound for t in world.threats.values()}
    if idle := sorted(set(world.wounds) - wounds):
        yield f"wounds that nothing gives: {', '.join(idle)}"
    marked = {f"{e.thing}.{e.prop}" for e in ordered if isinstance(e, Marked)}
    plain = ("open", "broken", "locked", "running", "lit")
    if idle := sorted(p for p in marked - asked if p.partition(".")[2] not in plain):
        yield f"properties set and never asked for: {', '.join(idle)}"
