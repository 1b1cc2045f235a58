"""How much one visitor may ask for: rates as token buckets, and streams by number."""

from collections import Counter, OrderedDict
from collections.abc import Generator
from contextlib import contextmanager

from msgspec import Struct

from nightreel.ports.clock import Clock
from nightreel.surfaces.web.problems import Refused

REMEMBERED = 10_000
"""Visitors whose buckets are kept. Whoever is forgotten has a full one again."""


class Rate(Struct, frozen=True):
    """So many at once, and after that one every `seconds`."""

    burst: int
    seconds: float


class Limits(Struct, frozen=True):
    """What one visitor may ask for.

    Attributes:
        acts: everything that changes a run. Whoever clicks as fast as they can stays under it.
        starts: runs begun.
        sessions: seats asked for, by address.
        keeps: exports and films asked for.
        streams: open streams of one player.
        watchers: open streams from one address, of those who only watch: a household, or a school.
        all_streams: open streams of everybody.
        body: bytes of a request.
    """

    acts: Rate = Rate(40, 0.1)
    starts: Rate = Rate(6, 10)
    sessions: Rate = Rate(300, 1)
    keeps: Rate = Rate(20, 2)
    streams: int = 16
    watchers: int = 300
    all_streams: int = 1000
    body: int = 16_384


class Buckets:
    """One bucket a visitor."""

    def __init__(self, rate: Rate, clock: Clock) -> None:
        self._rate, self._clock = rate, clock
        self._due: OrderedDict[str, int] = OrderedDict()

    def take(self, visitor: str) -> None:
        """Take one. Raises `Refused`, with the seconds to wait, when there is none."""
        now = self._clock.now()
        # The bucket as one number: the time at which it is full again. In whole milliseconds: with
        # fractions of a second the last one in a bucket is there or not by how they round.
        each = round(self._rate.seconds * 1000)
        full = max(self._due.get(visitor, 0), now) + each
        over = full - now - self._rate.burst * each
        if over > 0:
            raise Refused(429, "too_many", retry_after=over // 1000 + 1)
        self._due[visitor] = full
        self._due.move_to_end(visitor)
        while len(self._due) > REMEMBERED:
            self._due.popitem(last=False)


class Turnstile:
    """Counts what is open, of each visitor and in all."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._open: Counter[str] = Counter()

    @contextmanager
    def through(self, visitor: str, each: int) -> Generator[None]:
        """Hold one of at most `each` open. Raises `Refused` when there are enough."""
        if self._open[visitor] >= each:
            raise Refused(429, "too_many", retry_after=5)
        if self._open.total() >= self._every:
            raise Refused(503, "full", retry_after=5)
        self._open[visitor] += 1
        try:
            yield
        finally:
            self._open[visitor] -= 1
            if not self._open[visitor]:
                del self._open[visitor]
