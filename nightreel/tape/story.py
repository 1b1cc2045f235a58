"""A run's records as a story: what was shown, what was done, and what a rewind undid."""

from collections.abc import Sequence

from msgspec import Struct

from nightreel.core.canonical import digest
from nightreel.core.events import (
    Accepted,
    Event,
    Filmed,
    Finished,
    Opened,
    Regenerated,
    Resolved,
    Rewound,
    Started,
)
from nightreel.core.run import BrokenLedger, Run, begin, rewound, step
from nightreel.core.scene import Scene
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.ports.errors import WorldChanged
from nightreel.ports.ledger import Record
from nightreel.worlds.pack import Pack


class Moment(Struct):
    """A scene, and the action that led to it (none for the first).

    Attributes:
        state: the state that the scene shows.
        label: what stood on the button, when one was taken.
        seq: number of the record that opened the scene; `hash` is its hash.
        undone: whether a rewind took it back.
    """

    scene: Scene
    state: State
    seq: int
    hash: str
    accepted: Accepted | None = None
    label: str = ""
    resolved: Resolved | None = None
    undone: bool = False


class Story(Struct, frozen=True):
    """A run from its first scene on.

    Attributes:
        players: everyone who acted themselves, in order of their first action.
        head: number and hash of the last record.
    """

    run: str
    started: Started
    moments: tuple[Moment, ...]
    ending: Finished | None
    players: tuple[str, ...]
    head: tuple[int, str]


def read(run: str, records: Sequence[Record], pack: Pack) -> Story:
    """Return the story of a run.

    Raises:
        BrokenLedger: the records cannot have happened in this order.
        WorldChanged: the run was begun with another version of its world.
    """
    reader = Reader(pack)
    for record in records:
        reader.take(record)
    if reader.started is None or reader.run is None:
        raise BrokenLedger("a ledger begins with `started`")
    return Story(
        run=run,
        started=reader.started,
        moments=tuple(reader.moments),
        ending=reader.run.ending,
        players=tuple(reader.players),
        head=(records[-1].seq, records[-1].hash),
    )


def clock_time(world: World, state: State) -> str:
    """Return the time of day, as on a station clock."""
    hours, minutes = divmod(world.hour(state), 60)
    return f"{hours:02}:{minutes:02}"


def epitaph(pack: Pack, ending: str) -> str | None:
    """Return the ending's epitaph, when the world has one for it."""
    lines = pack.pools.get(f"ending.{ending}.epitaph", ())
    return lines[0].text if lines else None


class Reader:
    """Folds the records one by one, and notes what each scene came of.

    `run` and `moments` are as of the last record taken. Each may raise as `read` does.
    """

    def __init__(self, pack: Pack) -> None:
        self._start = pack.world.start
        self._events: list[Event] = []
        self._accepted: Accepted | None = None
        self._resolved: Resolved | None = None
        self._label = ""
        self.started: Started | None = None
        self.run: Run | None = None
        self.moments: list[Moment] = []
        self.players: dict[str, None] = {}

    def take(self, record: Record) -> Event:
        """Move on by the next record and return its event."""
        event = record.event
        self._events.append(event)
        match event:
            case Started():
                self._begin(event)
            case Rewound(to):
                self.run = rewound(self._start, self._events)
                self._undo(to)
            case _:
                self._step(event, record)
        return event

    @property
    def label(self) -> str:
        """What stood on the button that was taken last; empty when none was."""
        return self._label

    def _begin(self, event: Started) -> None:
        if event.state != digest(self._start):
            raise WorldChanged(f"the run was begun with another {event.world}")
        self.started, self.run = event, begin(self._start, event)

    def _undo(self, to: int) -> None:
        for moment in self.moments:
            moment.undone = moment.undone or moment.scene.turn > to

    def _step(self, event: Event, record: Record) -> None:
        if self.run is None:
            raise BrokenLedger("a ledger begins with `started`")
        if isinstance(event, Accepted):
            self._accepted, self._resolved = event, None
            self._label = _label(self.run, event)
            if event.via in ("choice", "write_in"):
                self.players.setdefault(event.actor)
        self.run = step(self.run, event)
        match event:
            case Resolved():
                self._resolved = event
            case Opened(scene):
                self._open(scene, self.run.state, record)
            case Filmed() | Regenerated():
                self._redraw(self.run.scene)
            case _:
                pass

    def _open(self, scene: Scene, state: State, record: Record) -> None:
        self.moments.append(
            Moment(
                scene, state, record.seq, record.hash, self._accepted, self._label, self._resolved
            )
        )
        self._accepted, self._resolved, self._label = None, None, ""

    def _redraw(self, scene: Scene | None) -> None:
        """Keep the scene as it was seen last: with its picture, and its latest choices."""
        for moment in reversed(self.moments):
            if scene is not None and not moment.undone and moment.scene.turn == scene.turn:
                moment.scene = scene
                return


def _label(run: Run, event: Accepted) -> str:
    known = event.choice is not None and 0 <= event.choice < len(run.choices)
    return run.choices[event.choice].label if known and event.choice is not None else ""
