"""The rooms port: where runs are played, what was posted there, whose place it is, and who is who.

Nothing here decides a game: all of it may be lost, and every run still stands in the ledger.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from nightreel.core.settings import Crew, Rating, RunSettings
from nightreel.ports.errors import NightreelError

Standing = Literal["lobby", "live", "over"]


class RulesChanged(NightreelError):
    """The caller must act: somebody else changed the rules first. Read them again."""

    player_text = "Somebody changed these settings a moment ago. Look again."


class Asked(Struct, frozen=True):
    """What a run was asked to be like, before it began."""

    world: str
    settings: RunSettings = RunSettings()


class Room(Struct, frozen=True):
    """A run and the channel that it is played in.

    Attributes:
        host: the pseudonym of who asked for it.
        key: what its run is begun with, so that to begin it twice is to begin it once.
        standing: `lobby` until somebody presses Play; `live` is one run a channel.
        halted: why the game itself has paused the run; empty when it has not.
        created: and `played`, in milliseconds since the epoch. `played` is by a person.
    """

    run: str
    surface: str
    guild: str
    channel: str
    host: str
    asked: Asked
    key: str = ""
    standing: Standing = "lobby"
    halted: str = ""
    created: int = 0
    played: int = 0


class Post(Struct, frozen=True):
    """The message that shows something of a run.

    Attributes:
        slot: what it shows: `turn` or `end`. With run, take and turn, its key.
        nonce: sent with it, so that a message sent twice is one message.
        message: its id; None while it is not known to have been sent.
        digest: of what it was last made to show; empty when that is not known.
        done: it shows what it will always show, or somebody took it away: it is let be.
    """

    run: str
    take: int
    turn: int
    slot: str
    channel: str
    nonce: str
    message: str | None = None
    digest: str = ""
    done: bool = False

    @property
    def key(self) -> tuple[int, int, str]:
        """What names it within its run."""
        return self.take, self.turn, self.slot


class Rules(Struct, frozen=True):
    """What a guild has decided for itself.

    Attributes:
        runs: live at once in the guild; `runs_each`, of one host.
        write_ins: of one player in a minute.
        channels: ids of those where runs may be begun; empty for all.
        worlds: ids of those that may be played; empty for all.
        hosts: ids of the roles that may begin runs; empty for everybody.
        idle: minutes without a player after which a run pauses itself.
        again: seconds after which an ended run begins anew by itself; None for never.
    """

    runs: int = 10
    runs_each: int = 2
    write_ins: int = 6
    channels: tuple[str, ...] = ()
    worlds: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    idle: int = 10
    again: int | None = None
    pictures: bool = True
    crew: Crew = "open"
    clock: int | None = 60
    rating: Rating = "tense"
    cooldown: int = 0


class Ruled(Struct, frozen=True):
    """Rules with their version: how often they were changed."""

    rules: Rules = Rules()
    version: int = 0


class Person(Struct, frozen=True):
    """Who plays. The ledger knows the pseudonym alone."""

    account: str
    pseudonym: str
    name: str


class Rooms(Protocol):
    """Where runs are played. Every method of these ports may raise `LedgerBusy`, `LedgerBroken`."""

    async def open(self, room: Room) -> None:
        """Keep a new room; one that is there stays as it is."""
        ...

    async def claim(self, run: str, asked: Asked | None = None) -> Room | None:
        """Make the run the live one of its channel; return whichever has the channel then.

        A run that becomes live by this is as `asked`. None when it is unknown, or is over.
        """
        ...

    async def update(
        self,
        run: str,
        *,
        standing: Standing | None = None,
        halted: str | None = None,
        played: int | None = None,
    ) -> None:
        """Change what is given. A run that is over leaves its channel, and stays over."""
        ...

    async def unshown(self) -> list[Room]:
        """Return rooms of runs that are over, and of which something is shown, but not the end."""
        ...

    async def room(self, run: str) -> Room | None:
        """Return the room of a run."""
        ...

    async def rooms(
        self,
        *,
        channel: str | None = None,
        guild: str | None = None,
        standing: Standing | None = None,
        limit: int = 1000,
    ) -> list[Room]:
        """Return rooms, the latest created first."""
        ...


class Posts(Protocol):
    """What was posted of runs."""

    async def put(self, *posts: Post) -> None:
        """Keep posts, all or none, each in the place of the one with its key."""
        ...

    async def posts(self, run: str) -> list[Post]:
        """Return a run's posts, the earliest first."""
        ...


class Guilds(Protocol):
    """What guilds have decided for themselves."""

    async def rules(self, guild: str) -> Ruled:
        """Return a guild's rules; the usual ones when it has none."""
        ...

    async def amend(self, guild: str, rules: Rules, version: int) -> Ruled:
        """Put rules in the place of those with that version. Raises `RulesChanged`."""
        ...


class People(Protocol):
    """Who is who. To forget somebody is to cut the only thread between account and story."""

    async def meet(self, account: str, name: str) -> Person:
        """Return the person of an account, by that name from now on; a new one when unknown."""
        ...

    async def person(self, account: str) -> Person | None:
        """Return the person of an account, if it is known."""
        ...

    async def names(self, pseudonyms: Iterable[str]) -> Mapping[str, str]:
        """Return the names behind pseudonyms, as far as they are known."""
        ...

    async def forget(self, account: str) -> bool:
        """Forget an account; return whether it was known."""
        ...


class Register(Rooms, Posts, Guilds, People, Protocol):
    """All four, as a store keeps them."""
