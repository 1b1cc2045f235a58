"""The events of a run. The ledger is a list of these; everything else is a fold over it."""

from typing import Literal

from msgspec import Struct

from nightreel.core.adjudicate import Outcome
from nightreel.core.intent import Choice, Intent
from nightreel.core.scene import Scene
from nightreel.core.settings import RunSettings

Via = Literal["choice", "write_in", "clock", "auto", "vote"]


class _Event(Struct, frozen=True, tag_field="kind", tag=str.lower):
    pass


class Started(_Event, frozen=True):
    """A run began. `state` is the digest of the opening state, so that a changed pack is
    noticed.
    """

    world: str
    version: str
    digest: str
    seed: int
    host: str
    settings: RunSettings
    state: str


class Opened(_Event, frozen=True):
    """A scene was shown: the first one, or the one after a turn."""

    scene: Scene


class Accepted(_Event, frozen=True):
    """Somebody's action was taken for this turn. The turn is resolving from here on."""

    turn: int
    actor: str
    via: Via
    intent: Intent
    choice: int | None = None
    text: str | None = None


class Resolved(_Event, frozen=True):
    """The rules decided. `state` is the digest of the state that the effects lead to."""

    turn: int
    outcome: Outcome
    state: str


class Filmed(_Event, frozen=True):
    """The frame of a scene was taken (or not: `media` None), and by which rung of the ladder."""

    turn: int
    media: str | None
    by: str
    rung: str


class ClockSet(_Event, frozen=True):
    """The time to act runs out at `deadline`, in milliseconds since the epoch."""

    turn: int
    deadline: int


class ClockStopped(_Event, frozen=True):
    """There is no deadline for this turn any more."""

    turn: int


class Paused(_Event, frozen=True):
    """The clock stands; `left` milliseconds were left on it."""

    by: str
    left: int | None = None


class Resumed(_Event, frozen=True):
    """The run goes on."""

    by: str


class Joined(_Event, frozen=True):
    """A player is here."""

    actor: str


class Left(_Event, frozen=True):
    """A player is gone."""

    actor: str


class Balloted(_Event, frozen=True):
    """A write-in became an option to vote on; its index follows those of the choices."""

    turn: int
    actor: str
    choice: Choice
    text: str


class Voted(_Event, frozen=True):
    """A player's one vote, which may change until the turn resolves."""

    turn: int
    actor: str
    choice: int


class Regenerated(_Event, frozen=True):
    """Other choices for the same scene."""

    turn: int
    choices: tuple[Choice, ...]


class Rewound(_Event, frozen=True):
    """The run is back at the start of an earlier turn; what came after is history no more."""

    to: int
    by: str


class Changed(_Event, frozen=True):
    """The run's settings are others from now on."""

    by: str
    settings: RunSettings


class Finished(_Event, frozen=True):
    """The run is over: an ending of the world, or `stopped` by its people."""

    turn: int
    ending: str | None
    how: Literal["death", "survival", "truth", "stopped"]
    text: str = ""


Event = (
    Started
    | Opened
    | Accepted
    | Resolved
    | Filmed
    | ClockSet
    | ClockStopped
    | Paused
    | Resumed
    | Joined
    | Left
    | Balloted
    | Voted
    | Regenerated
    | Rewound
    | Changed
    | Finished
)
