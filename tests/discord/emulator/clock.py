"""The emulator's time: the machine's, which a test may put forward.

Nothing here waits. Putting time forward ages interactions and rate limits at once, so a test of a
late answer takes no longer than one of a prompt answer.
"""

import time
from datetime import UTC, datetime


class Clock:
    """Real time plus whatever a test has skipped."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def seconds(self) -> float:
        """Return seconds that only ever grow; for ages and deadlines."""
        return time.monotonic() + self._skipped

    def milliseconds(self) -> int:
        """Return milliseconds since the epoch; for ids and timestamps."""
        return time.time_ns() // 1_000_000 + int(self._skipped * 1000)

    def skip(self, seconds: float) -> None:
        """Let that much time pass at once."""
        self._skipped += seconds


def iso(milliseconds: int) -> str:
    """Return a moment as Discord writes it."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()
