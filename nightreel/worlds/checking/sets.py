"""Sets that do not fit their world. What only the camera knows, such as the kinds of props and the
names of materials, its own checks say.
"""

from collections.abc import Iterator

from msgspec import structs

from nightreel.core.effects import Put
from nightreel.core.sight import threats_in_view
from nightreel.core.state import CARRIED, ThreatState
from nightreel.core.world import holder_of
from nightreel.worlds.checking.source import Source, did_you_mean
from nightreel.worlds.filmed import SetModel
from nightreel.worlds.problems import Problem
from nightreel.worlds.reader import Path_

MARKS = 2
"""A place filmed from one mark alone would be one picture again and again."""


def lint_sets(source: Source) -> Iterator[Problem]:
    """Yield what is wrong with the sets of a pack; nothing at all when it has none."""
    if not source.model.sets:
        return
    for place in source.world.places:
        if place not in source.model.sets:
            what = f"`{place}` has no set, and other places have"
            yield source.problem(("places", place), what, f"add `sets: {{{place}: ...}}`")
    whereabouts = {thing: can_be(source, thing) for thing in source.world.things}
    for place, found in source.model.sets.items():
        path: Path_ = ("sets", place)
        if place not in source.world.places:
            mend = did_you_mean(place, source.world.places)
            yield source.problem(path, f"there is no place `{place}`", mend)
            continue
        yield from _props(source, place, found, whereabouts)
        yield from _spots(source, place, found, whereabouts)
        yield from _marks(source, place, found)
        yield from _stands(source, place, found)
    yield from _forms(source, whereabouts)
    yield from _film(source)


def can_be(source: Source, thing: str) -> frozenset[str]:
    """Return the places in which a thing may ever stand or lie in view."""
    world, seen = source.world, set[str]()
    places = set[str]()
    follow: str | None = thing
    while follow is not None and follow in world.things and follow not in seen:
        seen.add(follow)
        if "portable" in world.things[follow].traits:
            return frozenset(world.places)
        holder = holder_of(world.things[follow].where)
        places |= {holder or world.things[follow].where} & set(world.places)
        follow = holder
    for order in source.orders:
        if isinstance(order.effect, Put) and order.effect.thing == thing:
            places |= _put(source, order.effect.where, order.path)
    return frozenset(places)


def _put(source: Source, where: str, path: Path_) -> set[str]:
    everywhere = set(source.world.places)
    if where == CARRIED:
        return everywhere
    if where != "here":
        return {where} & everywhere
    act = source.world.acts.get(str(path[1])) if path[0] == "acts" else None
    return set(act.at) if act and act.at else everywhere


def _thing(source: Source, thing: str, path: Path_) -> Iterator[Problem]:
    if thing not in source.world.things:
        mend = did_you_mean(thing, source.world.things)
        yield source.problem(path, f"there is no thing `{thing}`", mend)


def _threat(source: Source, threat: str, path: Path_) -> Iterator[Problem]:
    if threat not in source.world.threats:
        mend = did_you_mean(threat, source.world.threats)
        yield source.problem(path, f"there is no threat `{threat}`", mend)


def _props(
    source: Source, place: str, found: SetModel, whereabouts: dict[str, frozenset[str]]
) -> Iterator[Problem]:
    for at, prop in enumerate(found.props):
        path: Path_ = ("sets", place, "props", at)
        mirrored = (prop.model_extra or {}).get("mirrors")
        if mirrored is not None:
            yield from _thing(source, str(mirrored), (*path, "mirrors"))
        if prop.thing is None:
            continue
        yield from _thing(source, prop.thing, (*path, "thing"))
        if place not in whereabouts.get(prop.thing, frozenset({place})):
            what = f"`{prop.thing}` is never at {place}"
            mend = "use `mirrors:` for one side of a thing that stands elsewhere, or take it out"
            yield source.problem((*path, "thing"), what, mend)


def _spots(
    source: Source, place: str, found: SetModel, whereabouts: dict[str, frozenset[str]]
) -> Iterator[Problem]:
    for thing in found.spots:
        path: Path_ = ("sets", place, "spots", thing)
        yield from _thing(source, thing, path)
        if place not in whereabouts.get(thing, frozenset({place})):
            yield source.problem(path, f"`{thing}` is never at {place}", "take the spot out")
        if thing in source.world.things and thing not in source.model.forms:
            what = f"`{thing}` has a spot and no form, so nothing would lie there"
            yield source.problem(path, what, f"add `forms: {{{thing}: {{kind: ...}}}}`")


def _marks(source: Source, place: str, found: SetModel) -> Iterator[Problem]:
    path: Path_ = ("sets", place, "shots")
    if sum(not mark.glass for mark in found.shots) < MARKS:
        what = f"`{place}` has fewer than {MARKS} shots that are not through glass"
        yield source.problem(path, what, "add a shot from another side")
    for at, mark in enumerate(found.shots):
        if mark.eye == mark.to:
            what = f"the shot `{mark.name}` looks at where it stands"
            yield source.problem((*path, at), what, "move `to` away from `eye`")
        if mark.name in {earlier.name for earlier in found.shots[:at]}:
            what = f"two shots of `{place}` are called `{mark.name}`"
            yield source.problem((*path, at, "name"), what, "give one of them another name")


def _stands(source: Source, place: str, found: SetModel) -> Iterator[Problem]:
    names = {mark.name for mark in found.shots}
    for threat, stands in found.stands.items():
        path: Path_ = ("sets", place, "stands", threat)
        yield from _threat(source, threat, path)
        if threat in source.world.threats and threat not in source.model.film.bodies:
            what = f"`{threat}` has a place to stand and no body"
            yield source.problem(path, what, "give it one under `film: {bodies: ...}`")
        for distance, stand in stands.items():
            if stand.shot is not None and stand.shot not in names:
                what = f"`{place}` has no shot `{stand.shot}`"
                yield source.problem(
                    (*path, distance, "shot"), what, did_you_mean(stand.shot, names)
                )


def _forms(source: Source, whereabouts: dict[str, frozenset[str]]) -> Iterator[Problem]:
    for thing in source.model.forms:
        yield from _thing(source, thing, ("forms", thing))
    for thing, places in whereabouts.items():
        if thing in source.model.forms:
            continue
        standing = {
            place
            for place, found in source.model.sets.items()
            if any(prop.thing == thing for prop in found.props)
        }
        unseen = sorted(places & source.model.sets.keys() - standing)
        if unseen:
            what = f"`{thing}` can be at {', '.join(unseen[:3])}, and nothing shows it there"
            mend = f"add `forms: {{{thing}: {{kind: ...}}}}`, or a prop with `thing: {thing}`"
            yield source.problem(("things", thing), what, mend)


def _film(source: Source) -> Iterator[Problem]:
    film, threats = source.model.film, source.world.threats
    for page, named in (
        ("bodies", list(film.bodies)),
        ("weather", list(film.weather)),
        ("voices", film.voices),
    ):
        for at, threat in enumerate(named):
            key = at if page == "voices" else threat
            yield from _threat(source, threat, ("film", page, key))
    seen = _seen(source)
    for threat in threats.values():
        path: Path_ = ("film", "bodies", threat.id)
        if threat.id in seen and threat.id not in film.bodies:
            what = f"`{threat.id}` comes by {threat.sense}, so it is seen, and it has no body"
            yield source.problem(path, what, "give it one under `film: {bodies: ...}`")
        if threat.id not in seen and threat.id in film.bodies:
            what = f"`{threat.id}` comes by {threat.sense}: its body is never seen"
            yield source.problem(path, what, "take the body out")
    for name, body in film.bodies.items():
        if body.bearings and len(body.bearings) != len(body.poses):
            what = f"`{name}` has {len(body.poses)} poses, and {len(body.bearings)} bearings"
            mend = "say each pose in words, or none"
            yield source.problem(("film", "bodies", name, "bearings"), what, mend)
    yield from _weather(source)


def _seen(source: Source) -> tuple[str, ...]:
    """Which threats the rules ever show as somebody: with all of them here, and light."""
    here = dict.fromkeys(source.world.threats, ThreatState(stage=1, distance=0))
    state = structs.replace(source.world.start, lamp=True, threats=here)
    return threats_in_view(source.world, state)


def _weather(source: Source) -> Iterator[Problem]:
    for name, weather in source.model.film.weather.items():
        threat = source.world.threats.get(name)
        if threat is None:
            continue
        for field in ("fog", "wall", "thick"):
            values: list[float] = getattr(weather, field)
            if len(values) != len(threat.stages):
                what = (
                    f"`{field}` has {len(values)} numbers, and `{name}` {len(threat.stages)} stages"
                )
                path: Path_ = ("film", "weather", name, field)
                yield source.problem(path, what, "give one number for each stage")
