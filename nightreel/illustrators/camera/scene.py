"""From a state to what stands before the camera: props in their state, things where they are,
lamps, air. The rules say what is there; this only builds it.
"""

from zlib import crc32

from msgspec import Struct, structs

from nightreel.core.sight import things_in_view
from nightreel.core.state import State
from nightreel.core.world import Threat, World
from nightreel.illustrators.camera.air import Air, air
from nightreel.illustrators.camera.kit import kinds
from nightreel.illustrators.camera.kit.making import Made, Order, placed
from nightreel.illustrators.camera.kit.palette import material_of
from nightreel.illustrators.camera.light import Light
from nightreel.illustrators.camera.rooms import Room
from nightreel.illustrators.camera.shapes import Point
from nightreel.illustrators.camera.solids import Color, Lamp, Material, Solid
from nightreel.worlds.filmed import FilmSet, Prop, Walls
from nightreel.worlds.pack import Pack

CLEAR: Color = (0.45, 0.36, 0.26)
HAZE = 0.0035
"""Density of the air per meter on a fine day."""


class Unfilmable(ValueError):
    """The world has no set for a place, or the set asks for what the camera has not. Author must
    act; `str` says what.
    """


class Scene(Struct, frozen=True):
    """All that can be filmed in a place as it is now.

    Attributes:
        drawn: ids of the things that are in it.
        dark: whether there is nothing to see by.
    """

    set: FilmSet
    solids: tuple[Solid, ...]
    room: Room | None
    ground: Material | None
    light: Light
    drawn: tuple[str, ...]
    dark: bool

    def of(self, owner: str) -> tuple[Solid, ...]:
        """Return the solids of a thing."""
        return tuple(s for s in self.solids if s.owner == owner)


def build(pack: Pack, state: State) -> Scene:
    """Return the scene.

    Raises:
        Unfilmable: the place has no set, or a prop or material of it is unknown.
    """
    found = pack.sets.get(state.place)
    if found is None:
        raise Unfilmable(f"`{state.place}` has no set")
    try:
        return _built(pack, found, state)
    except ValueError as error:
        raise Unfilmable(f"set `{state.place}`: {error}") from None


def _built(pack: Pack, found: FilmSet, state: State) -> Scene:
    world = pack.world
    power = world.places[state.place].power and "power" in state.flags
    made = [
        _made(prop, state, power=power, seed=crc32(f"{state.place}/{at}".encode()))
        for at, prop in enumerate(found.props)
        if _there(world, prop, state)
    ]
    standing = {p.thing for p in found.props if p.thing}
    lying = [t for t, it in state.things.items() if it.where == state.place and t not in standing]
    for thing, prop in zip(lying, _spots(pack, found, lying), strict=True):
        made.append(_made(prop, state, power=power, seed=crc32(thing.encode()), owner=thing))
    light = _light(pack, found, state, tuple(lamp for m in made for lamp in m.lamps))
    return Scene(
        set=found,
        solids=tuple(s for m in made for s in m.solids),
        room=_room(found.room) if found.room else None,
        ground=material_of(found.ground, "salt") if found.ground is not None else None,
        light=light,
        drawn=things_in_view(world, state),
        dark=not world.can_see(state),
    )


def _there(world: World, prop: Prop, state: State) -> bool:
    if prop.thing is not None and state.things[prop.thing].where != state.place:
        return False
    return prop.when.holds(world, state)


def _made(prop: Prop, state: State, *, power: bool, seed: int, owner: str = "") -> Made:
    kind = kinds().get(prop.kind)
    if kind is None:
        raise ValueError(f"no kind of prop `{prop.kind}`")
    owner = owner or prop.thing or ""
    model = owner or str(prop.options.get("mirrors", ""))
    it = state.things.get(model)
    order = Order(
        size=prop.size or kind.size,
        state=frozenset(it.props) if it else frozenset(),
        powered=power,
        seed=seed,
        options=prop.options,
    )
    return placed(kind.make(order), prop.at, prop.turn, owner)


def _spots(pack: Pack, found: FilmSet, lying: list[str]) -> list[Prop]:
    """Return the movable things of a place where they lie: at their spots, or wherever is free."""
    out: list[Prop] = []
    free = iter(found.loose)
    for thing in lying:
        form = found.spots.get(thing)
        if form is None:
            form = pack.forms.get(thing)
            if form is None:
                raise ValueError(f"thing `{thing}` lies here and has no form")
            form = structs.replace(form, at=next(free, _beyond(found, len(out))))
        out.append(form)
    return out


def _beyond(found: FilmSet, number: int) -> Point:
    """Where to lay one more thing when an author's places are full: before the first mark."""
    mark = found.shots[0]
    k = 0.45 + 0.08 * number
    x, _, z = (mark.eye[i] + (mark.to[i] - mark.eye[i]) * k for i in range(3))
    return x, 0.0, z


def _room(walls: Walls) -> Room:
    return Room(
        walls.lo,
        walls.hi,
        material_of(walls.wall, "concrete"),
        material_of(walls.floor, "concrete"),
        material_of(walls.ceiling, "ceiling"),
        walls.gaps,
    )


def _light(pack: Pack, found: FilmSet, state: State, lamps: tuple[Lamp, ...]) -> Light:
    torch = 0.0
    if state.lamp and state.battery > 0:
        torch = 0.35 + 0.65 * min(1.0, state.battery / 55)
    bounced = sum(lamp.power for lamp in lamps) * (0.011 if found.room else 0.001)
    inside = tuple(found.light[i] + _tint(lamps)[i] * min(bounced, 0.2) for i in range(3))
    over = overhead(pack, state, found.haze)
    return Light(over, found.outside, (inside[0], inside[1], inside[2]), lamps, torch)


def _tint(lamps: tuple[Lamp, ...]) -> Color:
    """Return the color of the lamps together, each by its power."""
    total = sum(lamp.power for lamp in lamps)
    if not total:
        return (1.0, 1.0, 1.0)
    r, g, b = (sum(lamp.color[i] * lamp.power for lamp in lamps) / total for i in range(3))
    return r, g, b


def overhead(pack: Pack, state: State, haze: float = 1.0) -> Air:
    """Return the air at this hour, in this weather."""
    world = pack.world
    now = world.opens_at + state.minutes
    color, fog, wall, thick = CLEAR, HAZE, 0.0, 0.0
    for threat, weather in pack.film.weather.items():
        stage = _progress(world.threats[threat], state)
        color = weather.color
        fog = max(fog, _at(weather.fog, stage))
        wall, thick = max(wall, _at(weather.wall, stage)), max(thick, _at(weather.thick, stage))
    return air(elevation(world, now), color, fog * haze, wall, thick)


def _progress(threat: Threat, state: State) -> float:
    """Return how far weather is: its stage, and the share of the way to the next one."""
    stage = state.threats[threat.id].stage
    if threat.sense != "time" or stage + 1 >= len(threat.stages):
        return float(stage)
    since, until = threat.stages[stage].at, threat.stages[stage + 1].at
    share = (state.minutes - since) / max(until - since, 1)
    # It comes on slowly, and then all at once.
    return stage + min(max(share, 0.0), 0.97) ** 2


def _at(values: tuple[float, ...], stage: float) -> float:
    """Return the value at a stage, or between two."""
    if not values:
        return 0.0
    low = min(int(stage), len(values) - 1)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (stage - int(stage))


def elevation(world: World, minute: int) -> float:
    """Return how high the sun stands, in degrees: 0 at the world's dusk, -10 at its night."""
    if minute <= world.dusk:
        return min(60.0, (world.dusk - minute) * 0.14)
    return max(-24.0, -10.0 * (minute - world.dusk) / max(world.night - world.dusk, 1))
