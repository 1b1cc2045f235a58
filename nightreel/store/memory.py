"""A ledger that lasts as long as its process: for tests, simulations and games nobody keeps."""

from collections.abc import Sequence
from itertools import islice

from msgspec import structs

from nightreel.core.canonical import GENESIS
from nightreel.core.events import Event
from nightreel.core.run import Status
from nightreel.ports.errors import LedgerConflict, RunExists, RunUnknown
from nightreel.ports.ledger import Record, Summary, chain


class MemoryLedger:
    """Keeps runs in dicts.

    No method awaits between its check and its write, so on one event loop each of them is one
    transaction without a lock. It is not for use from several threads.
    """

    def __init__(self) -> None:
        self._records: dict[str, list[Record]] = {}
        # In the order of their latest write: a dict keeps the order of insertion.
        self._summaries: dict[str, Summary] = {}

    async def create(self, summary: Summary, events: Sequence[Event]) -> list[Record]:
        """Begin a run. Raises `RunExists` when the id is taken."""
        if summary.run in self._summaries:
            raise RunExists(f"run {summary.run} is already there")
        records = chain(GENESIS, 0, events)
        self._records[summary.run] = []
        self._write(summary, 0, GENESIS, records)
        return records

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        """Append if the head is still number `after`. Raises `LedgerConflict`, `RunUnknown`."""
        tip = self._known(summary.run)
        if tip.head != after:
            raise LedgerConflict(f"run {summary.run}: the head is {tip.head}, not {after}")
        records = chain(tip.hash, after, events)
        self._write(summary, tip.head, tip.hash, records)
        return records

    async def read(self, run: str, after: int = 0) -> list[Record]:
        """Return the records with a higher number than `after`. Raises `RunUnknown`."""
        self._known(run)
        return self._records[run][max(after, 0) :]

    async def summary(self, run: str) -> Summary:
        """Return the run's summary. Raises `RunUnknown`."""
        return self._known(run)

    async def runs(
        self, status: Status | None = None, limit: int = 50, hosts: Sequence[str] = ()
    ) -> list[Summary]:
        """Return summaries, the latest touched first; of these hosts alone, if any are named."""
        latest = reversed(self._summaries.values())
        fits = (s for s in latest if status in (None, s.status) and (not hosts or s.host in hosts))
        return list(islice(fits, limit))

    def _known(self, run: str) -> Summary:
        if run not in self._summaries:
            raise RunUnknown(f"there is no run {run}")
        return self._summaries[run]

    def _write(self, summary: Summary, head: int, tip: str, records: list[Record]) -> None:
        if records:
            head, tip = records[-1].seq, records[-1].hash
        self._records[summary.run] += records
        self._summaries.pop(summary.run, None)
        self._summaries[summary.run] = structs.replace(summary, head=head, hash=tip)
