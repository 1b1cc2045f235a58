"""What crosses the wire: bodies of requests, and what the interface answers.

People are told apart by their seat ("player 1"), never by an id: whoever watches learns no more
than who sits at the table.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from nightreel.core.dice import Fate
from nightreel.core.events import Via
from nightreel.core.intent import Grade, Kind, Risk
from nightreel.core.run import Status
from nightreel.core.settings import Crew

SAFE_INTEGER = 2**53 - 1
"""The largest whole number that a browser reads as it was written."""

Turn = Annotated[int, Field(ge=1, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Body(BaseModel):
    """What is sent to us: nothing but what is named, and nothing taken for what it is not."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Empty(Body):
    """Nothing more to say."""


class SessionBody(Body):
    """Asks for a seat in this house. `key` is the access key, where one is needed."""

    key: str | None = Field(default=None, max_length=1000)


class SettingsBody(Body):
    """How a run is played: seconds to act, seconds until auto-play acts, who may act."""

    clock: int | None = Field(default=60, ge=5, le=86_400)
    auto: int | None = Field(default=None, ge=1, le=3600)
    crew: Crew = "open"
    pictures: bool = True
    prepare: bool = False


class StartBody(Body):
    """Begins a run. The same `key` twice begins one run."""

    world: str = Field(default="relay-nine", max_length=100)
    settings: SettingsBody = Field(default_factory=SettingsBody)
    seed: int | None = Field(default=None, ge=0, le=SAFE_INTEGER)
    key: str | None = Field(default=None, min_length=8, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")


class ActBody(Body):
    """Takes a choice of the hand and take that were on the screen."""

    turn: Turn
    take: Count
    hand: Count
    choice: Annotated[int, Field(ge=0, le=1000)]


class WriteInBody(Body):
    """Does what was typed."""

    turn: Turn
    take: Count
    text: str


class RegenerateBody(Body):
    """Asks for other choices."""

    turn: Turn
    take: Count
    hand: Count


class RewindBody(Body):
    """Goes back so many turns from the one that was on the screen."""

    turns: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    turn: Turn
    take: Count


class ClockBody(Body):
    """Gives the turn so many seconds more; null takes the clock off it."""

    turn: Turn
    seconds: Annotated[int, Field(ge=1, le=86_400)] | None


class ChangeBody(Body):
    """Plays by other settings from now on."""

    settings: SettingsBody


# --- answers


class Problem(BaseModel):
    """An error, as RFC 9457 has it. `player_text` can be shown; `reason` is for programs."""

    type: str = "about:blank"
    title: str
    status: int
    reason: str
    player_text: str
    turn: int | None = None
    seq: int | None = None


class SessionOut(BaseModel):
    """Who is asking, for as long as the cookie is kept."""

    player: str
    key_needed: bool = False


class WorldOut(BaseModel):
    """A world that can be played."""

    id: str
    title: str
    version: str
    date: str
    pitch: str
    helps: list[str]
    filmed: bool


class RunOut(BaseModel):
    """A run in a list. `mine` means that whoever asks sits in the host's seat."""

    run: str
    world: str
    title: str
    turn: int
    status: Status
    ending: str | None
    mine: bool


class ReceiptOut(BaseModel):
    """A command that was taken, now or before (`duplicate`)."""

    status: Literal["accepted", "duplicate"]
    run: str
    turn: int
    seq: int
    reason: str = ""
    player_text: str = ""


class WatchOut(BaseModel):
    """A link that lets somebody look on, and do nothing else."""

    watch: str
    url: str


class TapeOut(BaseModel):
    """The film of a run: `made`; `awaited`, ask again; `lost`; or `none`, as nothing was filmed."""

    state: Literal["made", "awaited", "lost", "none"]
    url: str | None = None
    captions: str | None = None
    size: int | None = None


class HealthOut(BaseModel):
    """That the game is there."""

    status: Literal["playing"] = "playing"


# --- a run as it is shown


class WorldRef(BaseModel):
    """The world that a run is played in."""

    id: str
    title: str
    date: str


class SceneOut(BaseModel):
    """What is shown now, and what led here: `action` as chosen or typed, `how` it went, and who."""

    turn: int
    place: str
    hour: str
    reaction: str
    dispatch: str
    alt: str
    frame: str | None
    fate: Fate | None
    grade: Grade | None
    action: str
    how: str
    by: str


class ChoiceOut(BaseModel):
    """An offered action. `typed` is a write-in on the ballot."""

    label: str
    risk: Risk
    kind: Kind
    votes: int
    typed: bool


class ThreatOut(BaseModel):
    """A threat as it is felt."""

    text: str
    near: str


class WayOut(BaseModel):
    """A way toward an ending."""

    name: str
    filled: int
    size: int


class ConditionOut(BaseModel):
    """How things stand. `dread` is from 0 to 1."""

    lamp: bool
    battery: int
    light: str
    threats: list[ThreatOut]
    wounds: list[str]
    carrying: list[str]
    ways: list[WayOut]
    dread: float


class ClockOut(BaseModel):
    """The time to act, in ms since the epoch by the server's clock, which said `now` as it sent."""

    deadline: int | None
    left: int | None
    seconds: int | None
    now: int


class AcceptedOut(BaseModel):
    """The action that is being resolved, or was the last one."""

    by: str
    via: Via
    label: str
    choice: int | None


class EndingOut(BaseModel):
    """How the run ended."""

    title: str
    how: Literal["death", "survival", "truth", "stopped"]
    told: str
    cause: str
    text: str
    epitaph: str
    turns: int
    seed: int
    world: str
    version: str


class View(BaseModel):
    """All that is to be seen of a run, as of record number `seq`."""

    run: str
    seq: int
    turn: int
    take: int
    hand: int
    status: Status
    paused: bool
    world: WorldRef
    scene: SceneOut
    choices: list[ChoiceOut]
    votes: dict[str, int]
    condition: ConditionOut
    clock: ClockOut
    accepted: AcceptedOut | None
    settings: SettingsBody
    players: list[str]
    host: str
    filmed: bool
    ending: EndingOut | None


class OldChoiceOut(BaseModel):
    """A choice that was offered."""

    label: str
    risk: Risk
    taken: bool


class MomentOut(BaseModel):
    """A turn of the story so far, with the choices that it offered."""

    turn: int
    place: str
    hour: str
    action: str
    how: str
    by: str
    reaction: str
    dispatch: str
    alt: str
    frame: str | None
    choices: list[OldChoiceOut]


class StoryOut(BaseModel):
    """The story so far; what a rewind undid is left out."""

    seq: int
    moments: list[MomentOut]


class YouOut(BaseModel):
    """Who looks at the stream: a seat, once they have acted or joined."""

    seat: str | None
    host: bool
    readonly: bool


class PartOut(BaseModel):
    """A part of the turn that is being told. Not history yet: the view that follows is."""

    turn: int
    take: int
    kind: Literal["reaction", "dispatch", "coda"]
    text: str
