"""Telling watchers what happened: records as they are committed, and parts of a turn as they
become whole.
"""

import asyncio

from msgspec import Struct

from nightreel.core.events import Finished, Opened, Rewound
from nightreel.ports.ledger import Record
from nightreel.ports.narrator import Part


class Notice(Struct, frozen=True):
    """A part of a turn that is being told. Not history yet: the record that follows is."""

    run: str
    turn: int
    part: Part


_ENDS = (Opened, Finished, Rewound)
"""Events after which nothing of a turn is being told any more."""

BACKLOG = 1000
"""What a watcher may fall behind before it has to read from the ledger again."""


class Watch:
    """One watcher's queue. `lagged` says that it missed something and must read the ledger."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Record | Notice] = asyncio.Queue(BACKLOG)
        self.lagged = False

    def put(self, item: Record | Notice) -> None:
        """Give the watcher something; a full queue marks it as lagging instead of blocking
        anyone.
        """
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self.lagged = True

    async def get(self) -> Record | Notice:
        """Wait for the next thing."""
        return await self._queue.get()

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return self._queue.empty()


class Watching:
    """Who watches which run.

    The parts of a turn are kept while it is being told, whoever watches: one who comes back in the
    middle of it hears them.
    """

    def __init__(self) -> None:
        self._watches: dict[str, set[Watch]] = {}
        self._telling: dict[str, list[Notice]] = {}

    def open(self, run: str) -> tuple[Watch, list[Notice]]:
        """Begin to watch a run. Returns what was told of its turn before, too."""
        watch = Watch()
        self._watches.setdefault(run, set()).add(watch)
        return watch, list(self._telling.get(run, ()))

    def close(self, run: str, watch: Watch) -> None:
        """Stop watching."""
        watches = self._watches.get(run, set())
        watches.discard(watch)
        if not watches:
            self._watches.pop(run, None)

    def tell(self, run: str, *items: Record | Notice) -> None:
        """Tell a run's watchers."""
        for item in items:
            if isinstance(item, Notice):
                self._telling.setdefault(run, []).append(item)
            elif run in self._telling and isinstance(item.event, _ENDS):
                del self._telling[run]
        for watch in self._watches.get(run, ()):
            for item in items:
                watch.put(item)
