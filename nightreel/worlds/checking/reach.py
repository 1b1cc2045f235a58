"""The map: places and things that no way leads to, and ways that lead nowhere."""

from collections.abc import Iterator

from nightreel.core.effects import Ended, Put, Went
from nightreel.core.state import CARRIED, GONE
from nightreel.core.world import Act, Thing, World, holder_of
from nightreel.worlds.checking.rules import TRAIT_FOR, effects
from nightreel.worlds.checking.source import Source
from nightreel.worlds.problems import Problem


def lint_map(source: Source) -> Iterator[Problem]:
    """Yield what is wrong with the map."""
    world = source.world
    yield from _places(source)
    sent = {e.place for e in effects(source) if isinstance(e, Went)}
    reached = _reached(world, {world.start.place, *sent})
    for place in sorted(world.places.keys() - reached):
        what = f"no way leads to `{place}`"
        yield source.problem(("places", place), what, "add an exit to it, or an act with `go`")
    for place in sorted(reached):
        if world.start.place not in _reached(world, {place}) and not _left(source, place):
            what = f"`{place}` is a trap: no way leads back to `{world.start.place}`"
            yield source.problem(("places", place), what, "add a way out, or an ending there")
    yield from _things(source)


def one_way(source: Source) -> Iterator[str]:
    """Yield exits without a way back."""
    for place in source.world.places.values():
        for way in place.exits:
            to = source.world.places.get(way.to)
            if to is not None and to.exit_to(place.id) is None:
                yield f"{way.way}: from {place.id} to {to.id}, and no way back"


def _places(source: Source) -> Iterator[Problem]:
    for place in source.world.places.values():
        if len(place.tags & {"indoors", "outdoors"}) != 1:
            what = f"`{place.id}` is neither indoors nor outdoors, or both"
            yield source.problem(("places", place.id, "tags"), what, "give it one of the two tags")
        seen: set[str] = set()
        for at, way in enumerate(place.exits):
            path = ("places", place.id, "exits", at)
            if way.to in seen:
                what = f"a second way from `{place.id}` to `{way.to}` is never taken"
                yield source.problem(path, what, "keep one; join their conditions with `or`")
            if way.to == place.id:
                yield source.problem(path, f"{way.way} leads back into `{place.id}`", "mend `to`")
            seen.add(way.to)


def _reached(world: World, start: set[str]) -> set[str]:
    queue = list(start)
    for place in queue:
        if place in world.places:
            queue += (e.to for e in world.places[place].exits if e.to not in queue)
    return set(queue)


def _left(source: Source, place: str) -> bool:
    """Whether a place without a way back is left by an act, or the run can end there."""
    inside = _reached(source.world, {place})
    for act in source.world.acts.values():
        for effect in (*act.do, *act.setback, *act.disaster):
            away = isinstance(effect, Went) and effect.place not in inside
            if (away or isinstance(effect, Ended)) and _done_in(source.world, act, inside):
                return True
    falls = (
        e.fall for p in inside & source.world.places.keys() for e in source.world.places[p].exits
    )
    return any(falls)


def _done_in(world: World, act: Act, places: set[str]) -> bool:
    if act.at:
        return bool(set(act.at) & places)
    target = world.things.get(act.target)
    return target is None or target.where in places or "portable" in target.traits


def _things(source: Source) -> Iterator[Problem]:
    world = source.world
    placed = {e.thing for e in effects(source) if isinstance(e, Put) and e.where != GONE}
    for thing in world.things.values():
        if thing.id in placed or thing.where in (CARRIED, *world.places):
            continue
        why = _hidden_for_ever(source, thing)
        if why:
            mend = "give the holder the trait searchable, openable or breakable, or reveal it"
            yield source.problem(("things", thing.id), f"`{thing.id}` is never found: {why}", mend)


def _hidden_for_ever(source: Source, thing: Thing) -> str:
    holder = holder_of(thing.where)
    if holder is None:
        return f"it is {thing.where}, and nothing brings it"
    seen = {thing.id}
    while holder in source.world.things:
        inner = source.world.things[holder]
        if holder in seen:
            return f"it lies in itself, by way of `{holder}`"
        seen.add(holder)
        ways = {v for v in ("search", "open", "break") if TRAIT_FOR[v] in inner.traits}
        if not ways - inner.refuses:
            return f"`{holder}` can be neither searched nor opened nor broken"
        if inner.where in source.world.places or inner.where == CARRIED:
            return ""
        holder = holder_of(inner.where) or ""
    return "" if holder in source.world.places else f"`{holder}` is nowhere"
