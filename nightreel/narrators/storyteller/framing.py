"""The picture in words, from the state: a brief for an illustrator, and alt text for a person."""

from nightreel.core.sight import subject, threats_in_view
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.ports.narrator import Brief, Facts
from nightreel.worlds.pack import Pack

ALT_LIMIT = 300
HERE_LEAST = 60
"""Characters that the place keeps in alt text, however much there is to say of the rest."""
_REACH = {0: "at arm's length", 1: "a few steps off", 2: "across the way", 3: "far off"}


def brief_of(pack: Pack, facts: Facts) -> Brief:
    """Return what the picture of this scene shows. Nothing that is not so in the state."""
    world, state = pack.world, facts.state
    place = pack.pools[f"place.{state.place}.alt"][0].text.rstrip(".")
    if not world.can_see(state):
        black = "Black, but for the recording light" if state.battery else "Black"
        text = _joined((black, "Nothing can be made out"))
        return Brief(text=text, alt=text)
    here, light = _capital(place), _light(world, state)
    weather, threats = _weather(world, state), _threats(pack, state)
    text = _joined((here, light, *_subject(world, facts), *weather, *threats))
    alt = text if len(text) <= ALT_LIMIT else _shortened(here, _joined((*threats, light, *weather)))
    return Brief(text=text, alt=alt)


def _joined(parts: tuple[str, ...]) -> str:
    return ". ".join(parts) + "."


def _shortened(here: str, rest: str) -> str:
    """Return alt text that fits: the place is cut short first, who is in the picture last."""
    room = max(HERE_LEAST, ALT_LIMIT - len(rest) - 1)
    return _cut(f"{_cut(here + '.', room)} {rest}", ALT_LIMIT)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _light(world: World, state: State) -> str:
    if state.lamp:
        return "Lit by the camera lamp"
    if "indoors" in world.tags(state):
        windows = "dark" not in world.tags(state) and not world.is_night(state)
        return "Gray window light" if windows else "Lit by a ceiling bulb"
    dusk = world.opens_at + state.minutes >= world.dusk
    return "Dusk" if dusk else "Late afternoon light"


def _subject(world: World, facts: Facts) -> tuple[str, ...]:
    it = facts.outcome
    of = subject(world, facts.state, it.verb, it.target, it.tool) if it else None
    if of is None:
        return ()
    thing = world.things[of.thing]
    if of.inside:
        return (f"Seen from inside {thing.the}",)
    props = facts.state.things[thing.id].props
    shown = [p for p in ("open", "broken", "running", "lit") if p in props]
    told = f"{thing.the} ({', '.join(shown)})" if shown else thing.the
    return (f"In the middle, {told}",)


def _weather(world: World, state: State) -> tuple[str, ...]:
    if "outdoors" not in world.tags(state):
        return ()
    weather = ((t, state.threats[t.id].stage) for t in world.threats.values() if t.sense == "time")
    return tuple(_capital(threat.stages[stage].felt) for threat, stage in weather if stage)


def _threats(pack: Pack, state: State) -> tuple[str, ...]:
    """Return each of those in view, by the name and the bearing that the world gives it."""
    told: list[str] = []
    for threat in threats_in_view(pack.world, state):
        it, body = state.threats[threat], pack.film.bodies.get(threat)
        where = f"{_capital(pack.world.name_of(threat))}, {_REACH[it.distance]}"
        bearing = body.bearing(it.stage) if body else ""
        told.append(f"{where}, {bearing}" if bearing else where)
    return tuple(told)
