"""The ledger port: append-only records of a run, hash-chained, with one compare-and-swap."""

from collections.abc import Sequence
from typing import Protocol

import msgspec
from msgspec import Struct

from nightreel.core.canonical import GENESIS, canonical, chained
from nightreel.core.events import Event
from nightreel.core.run import Run, Status

_decoder = msgspec.json.Decoder(Event)


class Record(Struct, frozen=True):
    """One link of the chain. `body` is the canonical JSON of the event; `hash` covers it and the
    parent's hash.
    """

    seq: int
    parent: str
    hash: str
    body: bytes

    @property
    def event(self) -> Event:
        """The event, decoded. Raises `msgspec.ValidationError` when the body is not one."""
        return _decoder.decode(self.body)


class Summary(Struct, frozen=True):
    """What a list of runs shows; written in the same transaction as the records it sums up."""

    run: str
    world: str
    status: Status
    turn: int
    take: int = 0
    ending: str | None = None
    deadline: int | None = None
    head: int = 0
    hash: str = GENESIS
    host: str = ""


class Ledger(Protocol):
    """Where runs are kept. Every method may raise `LedgerBroken`, and nothing else than named."""

    async def create(self, summary: Summary, events: Sequence[Event]) -> list[Record]:
        """Begin a run. Raises `RunExists` when the id is taken."""
        ...

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        """Append events if the head is still record number `after`: all of them or none.

        Raises `LedgerConflict` when it is not, `RunUnknown` when there is no such run.
        """
        ...

    async def read(self, run: str, after: int = 0) -> list[Record]:
        """Return the records with a higher number than `after`, in order. Raises `RunUnknown`."""
        ...

    async def summary(self, run: str) -> Summary:
        """Return the run's summary. Raises `RunUnknown`."""
        ...

    async def runs(
        self, status: Status | None = None, limit: int = 50, hosts: Sequence[str] = ()
    ) -> list[Summary]:
        """Return summaries, the latest touched first; of these hosts alone, if any are named."""
        ...


def chain(parent: str, seq: int, events: Sequence[Event]) -> list[Record]:
    """Return the records that follow record number `seq`, whose hash is `parent`."""
    records: list[Record] = []
    for event in events:
        seq += 1
        body = canonical(event)
        record = Record(seq, parent, chained(parent, body), body)
        records.append(record)
        parent = record.hash
    return records


def summary_of(run_id: str, run: Run) -> Summary:
    """Return the summary of a folded run (head and hash are the store's to fill in)."""
    return Summary(
        run=run_id,
        world=run.world,
        status=run.status,
        turn=run.turn,
        take=run.take,
        ending=run.ending.ending or run.ending.how if run.ending else None,
        deadline=run.deadline,
        host=run.host,
    )
