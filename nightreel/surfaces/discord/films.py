"""What Discord has to know of the films that somebody makes of runs: a file, and how large."""

from pathlib import Path
from typing import Protocol

from nightreel.ports.errors import NightreelError


class FilmLost(NightreelError):
    """The operator must act: a film could not be made. The log says why; the ledger has the run."""


class Films(Protocol):
    """Makes films."""

    async def film(self, run: str, limit: int) -> Path:
        """Return the film of a run that is over and has pictures, no larger than so many bytes.

        Raises `NightreelError`, `OSError` or `TimeoutError` when it could not be made.
        """
        ...
