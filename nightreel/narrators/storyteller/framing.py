"""The picture in words, from the state: a brief for an illustrator, and alt text for a person."""

from nightreel.core.sight import things_in_view, threats_in_view
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
    weather, threats = _weather(world, state), _threats(world, state)
    text = _joined((here, light, *_focus(world, facts), *weather, *threats))
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


def _focus(world: World, facts: Facts) -> tuple[str, ...]:
    outcome = facts.outcome
    thing = world.things.get(outcome.target or "") if outcome else None
    if (
        thing is None
        or "fixed" in thing.traits
        or thing.id not in things_in_view(world, facts.state)
    ):
        return ()
    props = facts.state.things[thing.id].props
    shown = [p for p in ("open", "broken", "running", "lit") if p in props]
    told = f"{thing.the} ({', '.join(shown)})" if shown else thing.the
    return (f"In the middle, {told}",)


def _weather(world: World, state: State) -> tuple[str, ...]:
    if "outdoors" not in world.tags(state):
        return ()
    weather = ((t, state.threats[t.id].stage) for t in world.threats.values() if t.sense == "time")
    return tuple(_capital(threat.stages[stage].felt) for threat, stage in weather if stage)


def _threats(world: World, state: State) -> tuple[str, ...]:
    """Return each of those in view, by the name that its world gives it."""
    told: list[str] = []
    for threat in threats_in_view(world, state):
        it = state.threats[threat]
        felt = world.threats[threat].stages[it.stage].felt
        told.append(f"{_capital(world.name_of(threat))}, {_REACH[it.distance]}: {felt}")
    return tuple(told)
