"""How a world looks to a camera: sets, what stands in them, where the camera may stand. The values
that a pack is compiled to, and the models of what an author may write. docs/sets.md explains each.

Meters; x to the east, y up, z to the north. `turn` is in degrees: at 0 a front looks south, at 90
west, at 180 north, at 270 east.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, cast

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field

from nightreel.core.conditions import ALWAYS, Condition

Point = tuple[float, float, float]
NO_OPTIONS: Mapping[str, Any] = MappingProxyType({})


class Prop(Struct, frozen=True):
    """Something standing in a set.

    Attributes:
        kind: what the camera's prop library calls it.
        thing: the thing that it is, if it is one; it is drawn in the thing's state, and where the
            thing is. Others are always there while `when` holds.
        size: width, height, depth; None for the kind's own.
        options: whatever else the kind understands.
    """

    kind: str
    at: Point = (0.0, 0.0, 0.0)
    turn: float = 0.0
    size: Point | None = None
    thing: str | None = None
    when: Condition = ALWAYS
    options: Mapping[str, Any] = NO_OPTIONS


class Mark(Struct, frozen=True):
    """A place for the camera: where it is, what it looks at, height of its picture in degrees."""

    name: str
    eye: Point
    to: Point
    lens: float = 50.0
    glass: bool = False


class Gap(Struct, frozen=True):
    """A hole in a room's wall: a doorway, a window."""

    wall: str
    along: float
    width: float
    height: float
    sill: float = 0.0


class Walls(Struct, frozen=True):
    """The room that a set is: corners, and the names of its materials."""

    lo: Point
    hi: Point
    wall: Any
    floor: Any
    ceiling: Any
    gaps: tuple[Gap, ...] = ()


class Stand(Struct, frozen=True):
    """Where a threat with a body stands at one distance, when the camera should not choose."""

    at: Point
    shot: str | None = None
    pose: str | None = None
    turn: float | None = None


class FilmSet(Struct, frozen=True):
    """A place, as a camera finds it.

    Attributes:
        ground: material of the ground; None has none.
        room: the room around it, if it is indoors.
        spots: where a movable thing lies when it is here; others lie at `loose` points, in order.
        stands: by threat and distance.
        light: color of the light of no direction (lamps of the set apart).
        haze: how much the air of this place holds, 1 as outdoors.
    """

    ground: Any
    room: Walls | None
    props: tuple[Prop, ...]
    spots: Mapping[str, Prop]
    loose: tuple[Point, ...]
    shots: tuple[Mark, ...]
    hide: Mark | None
    stands: Mapping[str, Mapping[int, Stand]]
    light: Point
    haze: float
    outside: float


class Body(Struct, frozen=True):
    """A threat that can be seen: its kind, and for each of its stages a pose, and what that is
    called in alt text.
    """

    kind: str
    poses: tuple[str, ...]
    bearings: tuple[str, ...] = ()
    options: Mapping[str, Any] = NO_OPTIONS

    def pose(self, stage: int) -> str:
        """Return how it holds itself in a stage."""
        return self.poses[min(stage, len(self.poses) - 1)]

    def bearing(self, stage: int) -> str:
        """Return the same in words; empty when the world has none."""
        return self.bearings[min(stage, len(self.bearings) - 1)] if self.bearings else ""


class Weather(Struct, frozen=True):
    """A threat that is weather: for each stage how thick it is, how high its front stands
    (radians), how much of the sky it hides (0 to 1).
    """

    color: Point
    fog: tuple[float, ...]
    wall: tuple[float, ...]
    thick: tuple[float, ...]


class Film(Struct, frozen=True):
    """What the camera must know of the whole world."""

    date: str = ""
    bodies: Mapping[str, Body] = MappingProxyType({})
    weather: Mapping[str, Weather] = MappingProxyType({})
    voices: tuple[str, ...] = ()


# --- what an author may write

Triple = tuple[float, float, float]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PropModel(BaseModel):
    """A prop; more fields than these are the kind's own."""

    model_config = ConfigDict(extra="allow", frozen=True)
    kind: Name
    at: Triple = (0, 0, 0)
    turn: float = 0
    size: Triple | None = None
    thing: Name | None = None
    when: str = ""


class SpotModel(_Model):
    """Where a movable thing lies."""

    at: Triple
    turn: float = 0


class MarkModel(_Model):
    """A place for the camera."""

    name: Name
    eye: Triple
    to: Triple
    lens: float = Field(50, ge=10, le=110)
    glass: bool = False


class GapModel(_Model):
    """A hole in a wall."""

    wall: Literal["n", "s", "e", "w"]
    along: float = 0
    width: float = Field(0.9, gt=0)
    height: float = Field(2.05, gt=0)
    sill: float = 0


class RoomModel(_Model):
    """The room around a set, centered on the origin."""

    size: Triple
    wall: Any = "concrete"
    floor: Any = "concrete"
    ceiling: Any = "concrete"
    gaps: list[GapModel] = []


class StandModel(_Model):
    """Where a threat stands."""

    at: Triple
    shot: Name | None = None
    pose: Name | None = None
    turn: float | None = None


class SetModel(_Model):
    """A place's set."""

    ground: Any = None
    room: RoomModel | None = None
    props: list[PropModel] = []
    spots: dict[Name, SpotModel] = {}
    loose: list[Triple] = []
    shots: list[MarkModel] = Field(min_length=2)
    hide: MarkModel | None = None
    stands: dict[Name, dict[Literal["hand", "near", "across", "far"], StandModel]] = {}
    light: Triple = (0.0, 0.0, 0.0)
    haze: float = Field(1.0, ge=0, le=10)
    outside: float | None = None


class BodyModel(_Model):
    """A threat's body."""

    kind: Name
    poses: list[Name] = Field(min_length=1)
    bearings: list[str] = []
    options: dict[str, Any] = {}


class WeatherModel(_Model):
    """A threat that is weather; one number for each of its stages."""

    color: Triple
    fog: list[float]
    wall: list[float]
    thick: list[float]


class FilmModel(_Model):
    """The camera's page of the world."""

    date: str = ""
    bodies: dict[Name, BodyModel] = {}
    weather: dict[Name, WeatherModel] = {}
    voices: list[Name] = []


DISTANCES: Mapping[str, int] = MappingProxyType({"hand": 0, "near": 1, "across": 2, "far": 3})


def plain(value: Any) -> Any:
    """Return a field that the format does not know, with its numbers and truths read: the reader
    gives text alone.
    """
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return {key: plain(inner) for key, inner in items}
    if isinstance(value, list):
        return [plain(inner) for inner in cast("list[Any]", value)]
    if not isinstance(value, str):
        return value
    if value in ("true", "false"):
        return value == "true"
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value


def prop_of(it: PropModel, when: Condition = ALWAYS) -> Prop:
    """Return the prop that was written."""
    return Prop(it.kind, it.at, it.turn, it.size, it.thing, when, plain(it.model_extra or {}))


def film_of(it: FilmModel) -> Film:
    """Return the camera's page."""
    return Film(
        date=it.date,
        bodies={
            i: Body(b.kind, tuple(b.poses), tuple(b.bearings), plain(b.options))
            for i, b in it.bodies.items()
        },
        weather={
            i: Weather(w.color, tuple(w.fog), tuple(w.wall), tuple(w.thick))
            for i, w in it.weather.items()
        },
        voices=tuple(it.voices),
    )


def set_of(it: SetModel, props: tuple[Prop, ...], forms: Mapping[str, PropModel]) -> FilmSet:
    """Return the set that was written. `props` are its props, compiled; `forms` what movable things
    look like.
    """
    return FilmSet(
        ground=plain(it.ground),
        room=_walls(it.room) if it.room else None,
        props=props,
        spots={i: _spot(forms[i], s) for i, s in it.spots.items() if i in forms},
        loose=tuple(it.loose),
        shots=tuple(_mark(m) for m in it.shots),
        hide=_mark(it.hide) if it.hide else None,
        stands={
            i: {DISTANCES[d]: Stand(s.at, s.shot, s.pose, s.turn) for d, s in by.items()}
            for i, by in it.stands.items()
        },
        light=it.light,
        haze=it.haze,
        outside=it.outside if it.outside is not None else (0.0 if it.room else 1.0),
    )


def _walls(it: RoomModel) -> Walls:
    w, h, d = it.size
    gaps = tuple(Gap(g.wall, g.along, g.width, g.height, g.sill) for g in it.gaps)
    return Walls(
        (-w / 2, 0.0, -d / 2),
        (w / 2, h, d / 2),
        plain(it.wall),
        plain(it.floor),
        plain(it.ceiling),
        gaps,
    )


def _mark(it: MarkModel) -> Mark:
    return Mark(it.name, it.eye, it.to, it.lens, it.glass)


def _spot(form: PropModel, spot: SpotModel) -> Prop:
    return Prop(
        form.kind, spot.at, spot.turn, form.size, None, ALWAYS, plain(form.model_extra or {})
    )
