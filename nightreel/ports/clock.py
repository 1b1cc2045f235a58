"""The clock port. Nobody asks the machine for the time but the system clock."""

from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """Something that will ring once."""

    def cancel(self) -> None:
        """Make it not ring."""
        ...


class Clock(Protocol):
    """Time as the director needs it."""

    def now(self) -> int:
        """Return milliseconds since the epoch."""
        ...

    def call_at(self, when: int, ring: Callable[[], None]) -> Timer:
        """Ring once at that many milliseconds since the epoch (at once when that is past)."""
        ...
