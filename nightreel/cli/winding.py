"""The films that are made while somebody plays: where each will be, and what came of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from nightreel.app import open_ledger, open_media
from nightreel.settings import Settings
from nightreel.tape.maker import make_run_tape
from nightreel.worlds.pack import Pack

State = Literal["awaited", "made", "lost"]


class Winding:
    """Makes the films of runs, and tells the player of them."""

    def __init__(self, settings: Settings, worlds: Mapping[str, Pack]) -> None:
        self._settings, self._worlds = settings, worlds
        self._films: dict[str, State] = {}
        self._owed: tuple[str, ...] = ()

    async def make(self, run: str) -> None:
        """Make the film of a run. Raises as `make_run_tape`."""
        self._films[run], came = "awaited", "lost"
        try:
            # On a ledger of its own: the game's may be closed by the time that the film is done.
            async with open_ledger(self._settings) as ledger:
                media = open_media(self._settings)
                await make_run_tape(ledger, media, self._worlds, run, self._path(run))
            came = "made"
        finally:
            self._films[run] = came

    def told(self, run: str, *, just_now: bool) -> str:
        """Say in one line where the film of a run is, or will be."""
        if just_now and self._films.setdefault(run, "awaited") == "awaited":
            return f"The film is being wound: {self._path(run)}"
        if self._path(run).exists():
            return f"The film is here: {self._path(run)}"
        return f"It has no film yet. To make one: nightreel tape {run}"

    def leaving(self) -> list[str]:
        """Return what to say to a player who leaves while films are being made; `left` follows."""
        self._owed = tuple(run for run, state in self._films.items() if state != "made")
        if any(self._films[run] == "awaited" for run in self._owed):
            return ["The film is still being wound. One moment; Ctrl-C leaves without it."]
        return []

    def left(self) -> list[str]:
        """Return what came of the films that were not there yet."""
        return [
            f"The film is here: {self._path(run)}"
            if self._films[run] != "lost" and self._path(run).exists()
            else f"The film was not finished. To make it: nightreel tape {run}"
            for run in self._owed
        ]

    def _path(self, run: str) -> Path:
        return self._settings.tapes / f"{run}.mp4"
