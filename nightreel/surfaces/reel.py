"""The run as it has been told here so far: a fold over records, never ahead of what was shown."""

from collections.abc import Sequence

from nightreel.core.events import Event, Rewound
from nightreel.core.run import Run, fold, rewound, step
from nightreel.ports.ledger import Record
from nightreel.worlds.pack import Pack


class Reel:
    """Takes a run's records one by one. `run` and `seq` are as of the last one taken."""

    def __init__(self, run_id: str, pack: Pack, records: Sequence[Record]) -> None:
        self.id, self.pack = run_id, pack
        self._start = pack.world.start
        self._events = [r.event for r in records]
        self.run: Run = fold(self._start, self._events)
        self.seq = records[-1].seq

    def take(self, record: Record) -> Event:
        """Move on by the next record and return its event."""
        event = record.event
        self._events.append(event)
        if isinstance(event, Rewound):
            self.run = rewound(self._start, self._events)
        else:
            self.run = step(self.run, event)
        self.seq = record.seq
        return event
