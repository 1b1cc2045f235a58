"""What this surface needs of whoever makes films and pages of runs."""

from pathlib import Path
from typing import Literal, Protocol

State = Literal["made", "awaited", "lost"]
Form = Literal["html", "md", "json"]


class Keepsakes(Protocol):
    """Makes and keeps what is left of a run."""

    async def film(self, run: str) -> Path | None:
        """Return the file of the run's film, an MP4 with its WebVTT beside it; None if not made."""
        ...

    async def wind(self, run: str, patience: float) -> State:
        """Have the film of a run that is over made, unless it is, and wait so many seconds.

        It goes on being made when nobody waits.
        """
        ...

    async def export(self, run: str, form: Form) -> str:
        """Return the run as text. Raises `RunUnknown`, `WorldChanged`, `LedgerBusy`."""
        ...
