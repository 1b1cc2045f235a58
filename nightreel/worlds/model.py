"""The pack format as pydantic models: what an author may write. docs/worlds.md explains each
field.
"""

from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from nightreel.core.intent import Kind, Risk, Verb
from nightreel.core.state import Phase
from nightreel.worlds.filmed import FilmModel, PropModel, SetModel

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Order = Annotated[str, Field(min_length=3, max_length=80)]
When = Annotated[str, Field(max_length=300)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LineModel(_Model):
    """A line of prose with the condition under which it may be drawn."""

    text: str = Field(min_length=1, max_length=1200)
    when: When = ""


def _as_line(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


Line = Annotated[LineModel, BeforeValidator(_as_line)]
Pool = Annotated[list[Line], BeforeValidator(_as_list)]
Verbs = Annotated[list[Verb], BeforeValidator(_as_list)]
Ids = Annotated[list[Id], BeforeValidator(_as_list)]


class StartModel(_Model):
    """Where and how a run begins."""

    place: Id
    clock: str = Field(pattern=r"^\d\d:\d\d$")
    carried: list[Id] = []
    battery: int = Field(80, ge=0, le=100)
    nerve: int = Field(4, ge=1, le=5)
    lamp: bool = False


class HoursModel(_Model):
    """When the light goes."""

    dusk: str = Field(pattern=r"^\d\d:\d\d$")
    night: str = Field(pattern=r"^\d\d:\d\d$")


class MidnightModel(_Model):
    """From so many minutes on, these orders are carried out every turn: a run must end."""

    minutes: int = Field(ge=60)
    do: list[Order]


class ClockModel(_Model):
    """A progress clock."""

    name: str
    size: int = Field(ge=1, le=12)
    hint: str = ""


class WorldModel(_Model):
    """The world's own page."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)
    title: str
    version: str
    date: str
    start: StartModel
    hours: HoursModel
    midnight: MidnightModel
    pace: int = Field(5, ge=0, le=30)
    exhausted: Id
    clocks: dict[Id, ClockModel] = {}
    flags: dict[Id, str] = {}
    facts: dict[Id, str] = {}
    pitch: str = Field(max_length=160)
    prologue: Pool
    help: list[str]


class ExitModel(_Model):
    """A way out of a place."""

    to: Id
    way: str
    verb: Literal["move", "climb"] = "move"
    when: When = ""
    risk: Risk = "safe"
    minutes: int = Field(2, ge=0, le=60)
    fall: Id | None = None


class PlaceModel(_Model):
    """A place."""

    name: str
    tags: list[Id] = []
    power: Literal["light"] | None = None
    exits: list[ExitModel] = []
    alt: str = Field(max_length=120)
    first: Pool
    again: Pool
    quiet: Pool = []
    hide: Pool = []
    search: Pool = []
    found: Pool = []


class ThingModel(_Model):
    """A thing."""

    name: str
    nouns: list[str] = []
    proper: bool = False
    plural: bool = False
    place: str | None = None
    inside: Id | None = None
    traits: list[Id] = []
    props: list[Id] = []
    key: Id | None = None
    aids: dict[Id, int] = {}
    do: dict[Verb, list[Order]] = {}
    look: Pool
    tell: dict[str, Pool] = {}
    refuse: dict[Verb, str] = {}


class ActModel(_Model):
    """An act of this world."""

    verb: Verbs
    target: Id
    goal: Id | None = None
    tool: Id | None = None
    at: Ids = []
    when: When = ""
    beat: Id | None = None
    risk: Risk = "safe"
    kind: Kind = "curious"
    label: str = Field(max_length=80)
    minutes: int = Field(5, ge=0, le=120)
    noise: int = Field(0, ge=0, le=5)
    pull: int = Field(2, ge=1, le=5)
    once: bool = False
    do: list[Order] = []
    cost: list[Order] = []
    setback: list[Order] = []
    disaster: list[Order] = []
    refuse: str = ""
    reaction: Pool = []
    tell: dict[Literal["triumph", "success", "cost", "setback", "disaster"], Pool] = {}


class StoryletModel(_Model):
    """An incident."""

    phase: Annotated[list[Phase], BeforeValidator(_as_list)]
    when: When = ""
    weight: int = Field(2, ge=1, le=10)
    cooldown: int = Field(0, ge=0)
    do: list[Order] = []
    opens: list[Id] = []
    signs: bool = False
    tell: Pool


class StageModel(_Model):
    """A stage of a threat."""

    id: Id
    at: int = Field(ge=0)
    felt: str


class LureModel(_Model):
    """What draws a threat."""

    when: When
    by: int


class ThreatModel(_Model):
    """A threat."""

    name: str
    sense: Literal["sound", "light", "time"]
    start: dict[Literal["heat", "distance"], int] = {}
    stages: list[StageModel] = Field(min_length=2, max_length=6)
    where: Literal["outdoors", "indoors", "anywhere"]
    wound: Id
    shield: Id | None = None
    ending: Id
    barred: When = ""
    signs: list[str]
    lures: list[LureModel] = []
    lines: dict[str, Any]


class WoundModel(_Model):
    """A wound."""

    name: str
    hinders: list[Verb] = []
    tell: Pool
    ache: Pool
    treat: Pool


class MishapModel(_Model):
    """What goes wrong."""

    when: When = ""
    verbs: list[Verb | Literal["any"]]
    wound: Id
    setback_do: list[Order] = []
    setback: Pool
    disaster: Pool


class EndingModel(_Model):
    """An ending."""

    kind: Literal["death", "survival", "truth"]
    title: str
    cause: str
    text: Pool
    epitaph: str = Field(max_length=100)


class PackModel(_Model):
    """A whole pack."""

    world: WorldModel
    places: dict[Id, PlaceModel]
    things: dict[Id, ThingModel]
    acts: dict[Id, ActModel] = {}
    storylets: dict[Id, StoryletModel] = {}
    threats: dict[Id, ThreatModel]
    wounds: dict[Id, WoundModel]
    mishaps: dict[Id, MishapModel]
    endings: dict[Id, EndingModel]
    lines: dict[str, Pool]
    sets: dict[Id, SetModel] = {}
    forms: dict[Id, PropModel] = {}
    film: FilmModel = FilmModel()
