"""Tapes of the runs that end, made behind the play. It knows when; how is told to it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Self

import structlog

from nightreel.core.events import Filmed
from nightreel.core.run import effective
from nightreel.ports.ledger import Ledger, Record

log = structlog.get_logger()

Make = Callable[[str], Awaitable[object]]
"""Makes the tape of the run with that id."""


class Projector:
    """Makes a tape of each run that it is told of, one at a time. Owns its tasks.

    A tape that fails is logged and not tried again: the ledger is there to make it from, any time.
    """

    def __init__(
        self, ledger: Ledger, make: Make, *, patience: float = 300.0, drain: float = 30.0
    ) -> None:
        """Set it up.

        Args:
            ledger: where the runs are.
            make: makes a tape. It must not block the loop.
            patience: seconds that a tape may take.
            drain: seconds that are waited, in the end, for tapes still being made.
        """
        self._ledger, self._make = ledger, make
        self._patience, self._drain = patience, drain
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._one = asyncio.Semaphore(1)  # a machine that plays games encodes one film, not ten
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._closed = True
        tasks = set(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=self._drain)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def at_work(self, run: str) -> bool:
        """Whether the run's tape is being made, or waits for its turn."""
        return run in self._tasks

    async def wait(self, run: str, patience: float) -> None:
        """Wait so many seconds for the run's tape, which goes on being made. Raises nothing."""
        task = self._tasks.get(run)
        if task is not None:
            await asyncio.wait({task}, timeout=patience)

    def over(self, run: str) -> None:
        """Say that a run has ended, or that its tape is wanted. Returns at once."""
        if self._closed or run in self._tasks:
            return
        task = asyncio.get_running_loop().create_task(self._project(run))
        self._tasks[run] = task
        task.add_done_callback(lambda _: self._tasks.pop(run, None))

    async def _project(self, run: str) -> None:
        try:
            async with self._one, asyncio.timeout(self._patience):
                records = await self._ledger.read(run)
                # A long run takes longer to read than a loop may stand still.
                if await asyncio.to_thread(_filmed, records):
                    await self._make(run)
        except Exception as error:  # noqa: BLE001 - nobody awaits this, and a game goes on without
            log.error("tape_failed", run=run, why=repr(error))  # noqa: TRY400


def _filmed(records: Sequence[Record]) -> bool:
    """Whether there is a frame that still counts."""
    events = effective([record.event for record in records])
    return any(isinstance(e, Filmed) and e.media is not None for e in events)
