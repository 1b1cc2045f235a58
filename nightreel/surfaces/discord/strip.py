"""A run as a strip of turns: what each message has to show, folded from the ledger.

Only the latest turns are kept: a message of an earlier one was finished before, or was let go.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, structs

from nightreel.core.events import (
    Accepted,
    Balloted,
    Event,
    Filmed,
    Finished,
    Joined,
    Opened,
    Paused,
    Resumed,
    Rewound,
    Voted,
)
from nightreel.core.run import Run
from nightreel.director.watching import Notice
from nightreel.ports.ledger import Record
from nightreel.ports.narrator import Reaction
from nightreel.surfaces.discord.shown import Heard
from nightreel.surfaces.reel import Reel
from nightreel.worlds.pack import Pack

KEPT = 3
"""Turns kept: the one that is played, the one before it, and one for a rewind."""

PATIENCE = 3
"""Turns without a sign after which nobody waits for a player."""

Key = tuple[int, int]
"""A take and a turn of it."""

PLAYED = ("choice", "write_in", "vote")
"""By whom a turn was really played: neither the clock nor auto-play."""


class Moment(Struct, frozen=True):
    """A turn as its message shows it.

    Attributes:
        run: as it last stood while this was its turn.
        past: whether the run has gone on from here, or was rewound.
    """

    run: Run
    heard: Heard = Heard()
    past: bool = False

    @property
    def key(self) -> Key:
        """Which turn of which take it is."""
        return self.run.take, self.run.turn


class Strip:
    """Takes a run's records one by one, and keeps what its latest messages show."""

    def __init__(self, run_id: str, pack: Pack, records: Sequence[Record]) -> None:
        self._reel = Reel(run_id, pack, records[:1])
        self.moments: dict[Key, Moment] = {}
        self.acted: Counter[str] = Counter()
        self.paused_by = ""
        self.seen: dict[str, int] = {}
        for record in records[1:]:
            self.take(record)

    @property
    def id(self) -> str:
        """The run's id."""
        return self._reel.id

    @property
    def pack(self) -> Pack:
        """The run's world."""
        return self._reel.pack

    @property
    def run(self) -> Run:
        """The run as of the last record taken."""
        return self._reel.run

    @property
    def seq(self) -> int:
        """Number of the last record taken."""
        return self._reel.seq

    @property
    def absent(self) -> list[str]:
        """Players who are waited for, and have done nothing for some turns."""
        if self.run.settings.crew not in ("vote", "rotation"):
            return []
        since = self.run.turn - PATIENCE
        return [p for p in self.run.players if self.seen.get(p, 1) < since]

    @property
    def now(self) -> Moment | None:
        """The turn that the run stands at."""
        return self.moments.get((self.run.take, self.run.turn))

    def take(self, record: Record) -> Event:
        """Move on by the next record and return its event."""
        event = self._reel.take(record)
        if isinstance(event, Joined | Accepted | Voted | Balloted):
            self.seen[event.actor] = self.run.turn
        match event:
            case Opened(scene):
                self._pass(Heard(scene.reaction, scene.fate or ""))
                self._keep(Moment(self.run))
            case Rewound():
                self._pass(Heard())
                self._keep(Moment(self.run))
            case Filmed() | Finished():
                self._renew()
            case Accepted(_, actor, via):
                if via in PLAYED:
                    self.acted[actor] += 1
                self._renew()
            case Paused(by):
                self.paused_by = by
                self._renew()
            case Resumed():
                self.paused_by = ""
                self._renew()
            case _:
                self._renew()
        return event

    def hear(self, notice: Notice) -> bool:
        """Take a part of a turn that is being told; return whether a message changes by it."""
        now = self.now
        if now is None or now.run.turn != notice.turn or not isinstance(notice.part, Reaction):
            return False
        self._keep(structs.replace(now, heard=Heard(notice.part.text)))
        return True

    def _pass(self, heard: Heard) -> None:
        """The turn played last is past, whatever take it was of."""
        if self.moments:
            key = next(reversed(self.moments))
            last = self.moments[key]
            self.moments[key] = structs.replace(last, heard=heard, past=True)

    def _renew(self) -> None:
        now = self.now
        if now is not None and not now.past:
            # What an action changes is the next scene's to show: this one stays where it was.
            shown = structs.replace(self.run, state=now.run.state)
            self.moments[now.key] = structs.replace(now, run=shown)

    def _keep(self, moment: Moment) -> None:
        self.moments[moment.key] = moment
        while len(self.moments) > KEPT:
            del self.moments[next(iter(self.moments))]
