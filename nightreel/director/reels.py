"""Runs as they stand: folded from the ledger, kept at hand, and moved on by compare-and-swap."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

from msgspec import Struct, structs

from nightreel.core.canonical import digest
from nightreel.core.events import Event, Rewound, Started
from nightreel.core.run import Run, Status, fold, rewound, step
from nightreel.ports.errors import LedgerConflict, WorldChanged
from nightreel.ports.ledger import Ledger, Record, Summary, summary_of
from nightreel.worlds.pack import Pack

KEPT = 512
"""Folded runs kept at hand; any other is folded again when it is asked for."""


class Live(Struct, frozen=True):
    """A run with the head it was folded to."""

    id: str
    run: Run
    head: int
    hash: str


class Reels:
    """Loads runs and appends to them. Holds no truth: everything here can be thrown away."""

    def __init__(
        self, ledger: Ledger, packs: Mapping[str, Pack], told: Callable[[str, list[Record]], None]
    ) -> None:
        self._ledger, self._packs, self._told = ledger, packs, told
        self._kept: OrderedDict[str, Live] = OrderedDict()

    async def load(self, run: str) -> Live:
        """Return the run as the ledger has it now.

        Raises:
            RunUnknown: no such run. WorldChanged: its world is not the one it was begun with.
        """
        kept = self._kept.get(run)
        records = await self._ledger.read(run, kept.head if kept else 0)
        if kept is None:
            return self._keep(self._folded(run, records))
        if not records:
            return kept
        if any(isinstance(r.event, Rewound) for r in records):
            return self._keep(self._folded(run, await self._ledger.read(run)))
        folded = kept.run
        for record in records:
            folded = step(folded, record.event)
        return self._keep(Live(run, folded, records[-1].seq, records[-1].hash))

    async def create(self, run: str, events: Sequence[Event]) -> Live:
        """Begin a run. Raises `RunExists` when its id is taken."""
        pack = self._packs[self._first(events).world]
        made = fold(pack.world.start, events)
        records = await self._ledger.create(summary_of(run, made), events)
        self._told(run, records)
        return self._keep(Live(run, made, records[-1].seq, records[-1].hash))

    async def append(self, live: Live, *events: Event) -> Live:
        """Append events to the run as it was loaded.

        The fold comes first, so what does not fit is never written; the ledger's compare-and-swap
        on the
        head comes second, so whoever decided on an older head has decided nothing.

        Raises:
            LedgerConflict: the run has moved on. Load and decide again.
        """
        moved = live.run
        for event in events:
            if isinstance(event, Rewound):
                past = [r.event for r in await self._ledger.read(live.id)][: live.head]
                moved = rewound(self._start(live.run.world), [*past, event])
            else:
                moved = step(moved, event)
        summary = structs.replace(summary_of(live.id, moved), hash=live.hash)
        try:
            records = await self._ledger.append(summary, live.head, events)
        except LedgerConflict:
            self._kept.pop(live.id, None)
            raise
        self._told(live.id, records)
        return self._keep(Live(live.id, moved, records[-1].seq, records[-1].hash))

    async def records(self, run: str, after: int = 0) -> list[Record]:
        """Return a run's records after a number."""
        return await self._ledger.read(run, after)

    async def summaries(
        self, status: Status | None = None, limit: int = 50, hosts: Sequence[str] = ()
    ) -> list[Summary]:
        """Return summaries of runs, the latest touched first; of these hosts, if any are named."""
        return await self._ledger.runs(status, limit, hosts)

    def forget(self, run: str) -> None:
        """Drop a folded run."""
        self._kept.pop(run, None)

    def _keep(self, live: Live) -> Live:
        self._kept[live.id] = live
        self._kept.move_to_end(live.id)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return live

    def _start(self, world: str):
        return self._packs[world].world.start

    def _folded(self, run: str, records: Sequence[Record]) -> Live:
        events = [r.event for r in records]
        first = self._first(events)
        pack = self._packs.get(first.world)
        if pack is None or first.state != digest(pack.world.start):
            raise WorldChanged(f"run {run} was begun with another {first.world}")
        return Live(run, fold(pack.world.start, events), records[-1].seq, records[-1].hash)

    @staticmethod
    def _first(events: Sequence[Event]) -> Started:
        first = events[0]
        if not isinstance(first, Started):
            raise WorldChanged("the ledger does not begin with `started`")
        return first


def run_id_of(name: str) -> str:
    """Return the id that follows from a name, so that asking twice is asking for one run."""
    return blake2b(name.encode(), digest_size=5).hexdigest()
