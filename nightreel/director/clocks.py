"""The system's clock, one timer a run, and a clock that tests and simulations turn by hand."""

import asyncio
import heapq
import time
from collections.abc import Callable

from nightreel.ports.clock import Clock, Timer


class SystemClock:
    """Time as the machine has it; timers on the running loop."""

    def now(self) -> int:
        """Return milliseconds since the epoch."""
        return time.time_ns() // 1_000_000

    def call_at(self, when: int, ring: Callable[[], None]) -> Timer:
        """Ring once at that time, or at once when it is past."""
        delay = max(0, when - self.now()) / 1000
        return asyncio.get_running_loop().call_later(delay, ring)


class _Bell:
    def __init__(self, ring: Callable[[], None]) -> None:
        self.ring: Callable[[], None] | None = ring

    def cancel(self) -> None:
        self.ring = None


class HandClock:
    """Time that stands until it is moved. Timers ring in order while it moves."""

    def __init__(self, now: int = 750_000_000_000) -> None:
        self._now = now
        self._bells: list[tuple[int, int, _Bell]] = []
        self._set = 0

    def now(self) -> int:
        """Return milliseconds since the epoch."""
        return self._now

    def call_at(self, when: int, ring: Callable[[], None]) -> Timer:
        """Ring once when the clock is moved to that time or past it."""
        bell = _Bell(ring)
        self._set += 1
        heapq.heappush(self._bells, (when, self._set, bell))
        return bell

    def advance(self, milliseconds: int) -> None:
        """Move time on and ring what is due."""
        self._now += milliseconds
        while self._bells and self._bells[0][0] <= self._now:
            bell = heapq.heappop(self._bells)[2]
            if bell.ring is not None:
                bell.ring()


class Timers:
    """One timer a run: a new one for a run takes the place of its old one. No task, no polling."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timers: dict[str, Timer] = {}

    def set(self, run: str, when: int, ring: Callable[[], None]) -> None:
        """Set the run's timer."""
        self.cancel(run)

        def rung() -> None:
            self._timers.pop(run, None)
            ring()

        self._timers[run] = self._clock.call_at(when, rung)

    def cancel(self, run: str) -> None:
        """Cancel the run's timer, if it has one."""
        timer = self._timers.pop(run, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        """Cancel all."""
        for run in list(self._timers):
            self.cancel(run)
