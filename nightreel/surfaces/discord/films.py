"""What Discord has to know of the films that somebody makes of runs: a file, and how large."""

from pathlib import Path
from typing import Protocol


class Films(Protocol):
    """Makes films."""

    async def film(self, run: str, limit: int) -> Path | None:
        """Return the film of a run that is over, no larger than so many bytes.

        None when there are no pictures. Raises `NightreelError`, `OSError` or `TimeoutError` when
        it could not be made.
        """
        ...
