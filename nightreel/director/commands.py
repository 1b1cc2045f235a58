"""What can be asked of the director, and what it answers."""

from typing import Literal

from msgspec import Struct

from nightreel.core.settings import RunSettings


class Start(Struct, frozen=True):
    """Begin a run. With a `key`, asking twice begins one run."""

    world: str
    host: str
    settings: RunSettings = RunSettings()
    seed: int | None = None
    key: str | None = None


class Act(Struct, frozen=True):
    """Take the choice with that index (0-based) on that turn. In a vote crew this is a vote.

    A surface says which take of the turn and which hand of choices the player saw, so that a click
    never takes what was dealt meanwhile; None stands for whatever is there now.
    """

    run: str
    turn: int
    actor: str
    choice: int
    take: int | None = None
    hand: int | None = None


class WriteIn(Struct, frozen=True):
    """Do what was typed. In a vote crew this puts it on the ballot, with the writer's vote.

    `take` is as for `Act`.
    """

    run: str
    turn: int
    actor: str
    text: str
    take: int | None = None


class Expire(Struct, frozen=True):
    """The clock of that turn has run out."""

    run: str
    turn: int


class AutoPlay(Struct, frozen=True):
    """Take a choice by itself on that turn, if auto-play is on."""

    run: str
    turn: int


class Regenerate(Struct, frozen=True):
    """Offer other choices for the same scene. `take` and `hand` are as for `Act`."""

    run: str
    turn: int
    actor: str
    take: int | None = None
    hand: int | None = None


class Pause(Struct, frozen=True):
    """Stop the clock and take no actions."""

    run: str
    actor: str


class Resume(Struct, frozen=True):
    """Go on."""

    run: str
    actor: str


class ExtendClock(Struct, frozen=True):
    """Give the open turn so many seconds more; None takes the clock off it."""

    run: str
    turn: int
    actor: str
    seconds: int | None


class Rewind(Struct, frozen=True):
    """Go back that many turns.

    `turn` and `take` say from where, as the player saw it: pressed twice, it is one rewind. None
    stands for where the run is now.
    """

    run: str
    actor: str
    turns: int = 1
    turn: int | None = None
    take: int | None = None


class Restart(Struct, frozen=True):
    """End this run where it stands and begin a new one like it."""

    run: str
    actor: str


class PlayAgain(Struct, frozen=True):
    """Begin a new run like one that is over. Pressed twice, it is one new run."""

    run: str
    actor: str


class Stop(Struct, frozen=True):
    """End the run where it stands."""

    run: str
    actor: str


class Change(Struct, frozen=True):
    """Play by other settings from now on.

    `seen` is what they were when that was asked for: only what differs from it is changed, so that
    two switches at once are both thrown. None stands for all of them.
    """

    run: str
    actor: str
    settings: RunSettings
    seen: RunSettings | None = None


class Join(Struct, frozen=True):
    """A player is here."""

    run: str
    actor: str


class Leave(Struct, frozen=True):
    """A player is gone."""

    run: str
    actor: str


Command = (
    Start
    | Act
    | WriteIn
    | Expire
    | AutoPlay
    | Regenerate
    | Pause
    | Resume
    | ExtendClock
    | Rewind
    | Restart
    | PlayAgain
    | Stop
    | Change
    | Join
    | Leave
)


class Receipt(Struct, frozen=True):
    """The answer to a command, at once.

    Attributes:
        status: `accepted`; `duplicate`, the very same was accepted before; `stale`, meant for
        another turn or
            too late; `refused`, with a reason.
        reason: a word for programs; `player_text` is the same for people.
        run: the run it is about (a new one, for `Start`, `Restart` and `PlayAgain`).
        seq: number of the run's last record when this was answered.
    """

    status: Literal["accepted", "duplicate", "stale", "refused"]
    run: str
    turn: int = 0
    reason: str = ""
    player_text: str = ""
    seq: int = 0

    @property
    def accepted(self) -> bool:
        """Whether it was taken."""
        return self.status == "accepted"
