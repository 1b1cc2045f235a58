"""The ledger in a database: SQLite by default, any other by its URL."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Self

from nightreel.core.events import Event
from nightreel.core.run import Status
from nightreel.ports.clock import Clock
from nightreel.ports.ledger import Record, Summary
from nightreel.store import statements
from nightreel.store.database import Database


class SqlLedger:
    """Keeps runs in a database. Any number of processes may have the same one open.

    Every method may raise `LedgerBusy` (it could not be done now, and was not) and `LedgerBroken`
    besides what it names. A write that is cancelled may still be done; the next one with the same
    `after` then meets a `LedgerConflict`.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, clock: Clock, *, patience: float = 5.0) -> AsyncGenerator[Self]:
        """Open the ledger, its tables brought up to date, and close it in the end.

        Args:
            url: such as `sqlite:////var/lib/nightreel/runs.db` (an absolute path has four slashes).
            clock: what the times in the table of runs are taken from.
            patience: seconds to wait for another process that is writing.
        """
        async with Database.open(url, patience) as database:
            yield cls(database, clock)

    async def create(self, summary: Summary, events: Sequence[Event]) -> list[Record]:
        """Begin a run. Raises `RunExists` when the id is taken."""
        now = self._clock.now()
        return await self._database.write(statements.create, summary, events, now)

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        """Append if the head is still number `after`. Raises `LedgerConflict`, `RunUnknown`."""
        now = self._clock.now()
        return await self._database.write(statements.append, summary, after, events, now)

    async def read(self, run: str, after: int = 0) -> list[Record]:
        """Return the records with a higher number than `after`. Raises `RunUnknown`."""
        return await self._database.read(statements.read, run, after)

    async def summary(self, run: str) -> Summary:
        """Return the run's summary. Raises `RunUnknown`."""
        return await self._database.read(statements.summary, run)

    async def runs(
        self, status: Status | None = None, limit: int = 50, hosts: Sequence[str] = ()
    ) -> list[Summary]:
        """Return summaries, the latest touched first; of these hosts alone, if any are named."""
        return await self._database.read(statements.latest, status, limit, hosts)
