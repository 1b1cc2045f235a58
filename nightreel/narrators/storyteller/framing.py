"""The picture in words, from the state: a brief for an illustrator, and alt text for a person."""

from nightreel.core.plan import present
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.ports.narrator import Brief, Facts
from nightreel.worlds.pack import Pack

ALT_LIMIT = 300
_REACH = {0: "at arm's length", 1: "a few steps off", 2: "across the way", 3: "far off"}


def brief_of(pack: Pack, facts: Facts) -> Brief:
    """Return what the picture of this scene shows. Nothing that is not so in the state."""
    world, state = pack.world, facts.state
    place = pack.pools[f"place.{state.place}.alt"][0].text.rstrip(".")
    seen = world.can_see(state)
    black = "Black, but for the recording light" if state.battery else "Black"
    parts = [f"{place[:1].upper()}{place[1:]}" if seen else black]
    parts.append(_light(world, state))
    if seen:
        parts += _focus(world, facts)
        parts += _threats(world, state)
    text = ". ".join(p for p in parts if p) + "."
    return Brief(text=text, alt=text if len(text) <= ALT_LIMIT else text[: ALT_LIMIT - 1] + "…")


def _light(world: World, state: State) -> str:
    if not world.can_see(state):
        return "Nothing can be made out"
    if state.lamp:
        return "Lit by the camera lamp"
    if "indoors" in world.places[state.place].tags:
        windows = "dark" not in world.places[state.place].tags and not world.is_night(state)
        return "Grey window light" if windows else "Lit by a ceiling bulb"
    dusk = world.opens_at + state.minutes >= world.dusk
    return "Dusk" if dusk else "Late afternoon light"


def _focus(world: World, facts: Facts) -> list[str]:
    outcome = facts.outcome
    thing = world.things.get(outcome.target or "") if outcome else None
    if thing is None or not facts.state.here(thing.id) or "fixed" in thing.traits:
        return []
    props = facts.state.things[thing.id].props
    shown = [p for p in ("open", "broken", "running", "lit") if p in props]
    told = f"{thing.the} ({', '.join(shown)})" if shown else thing.the
    return [f"In the middle, {told}"]


def _threats(world: World, state: State) -> list[str]:
    told: list[str] = []
    outdoors = "outdoors" in world.places[state.place].tags
    for threat in world.threats.values():
        it = state.threats[threat.id]
        if threat.sense == "time" and outdoors and it.stage:
            told.append(threat.stages[it.stage].felt.capitalize())
        elif threat.sense == "light" and present(state, threat.id):
            told.append(f"A figure {_REACH[it.distance]}: {threat.stages[it.stage].felt}")
    return told
