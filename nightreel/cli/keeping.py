"""What the browser's surface keeps of runs: films among the tapes, pages and texts on demand."""

import asyncio
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from nightreel.app import House
from nightreel.ports.errors import IllegalAction, WorldChanged
from nightreel.settings import Settings
from nightreel.surfaces.web.keepsakes import Form, State
from nightreel.tape.export import as_json, as_markdown
from nightreel.tape.maker import make_page
from nightreel.worlds.pack import Pack

SECRET_BYTES = 32


class Kept:
    """Finds and makes what is left of the runs of a house."""

    def __init__(self, settings: Settings, worlds: Mapping[str, Pack], house: House) -> None:
        self._tapes, self._worlds, self._house = settings.tapes, worlds, house

    async def film(self, run: str) -> Path | None:
        """Return the file of the run's film; None if it is not made."""
        # A run that is over never changes, and its film appears whole: it is there or it is not.
        path = self._path(run)
        return path if await asyncio.to_thread(path.is_file) else None

    async def wind(self, run: str, patience: float) -> State:
        """Have the film of a run that is over made, unless it is, and wait so many seconds."""
        projector = self._house.projector
        if await self.film(run) is not None:
            return "made"
        if projector is None:
            return "lost"
        projector.over(run)
        await projector.wait(run, patience)
        if projector.at_work(run):
            return "awaited"
        return "made" if await self.film(run) is not None else "lost"

    async def export(self, run: str, form: Form) -> str:
        """Return the run as text. Raises `RunUnknown`, `WorldChanged`, `LedgerBusy`."""
        summary = await self._house.ledger.summary(run)
        pack = self._worlds.get(summary.world)
        if pack is None:
            raise WorldChanged(f"world {summary.world} is not here")
        records = await self._house.ledger.read(run)
        if form == "html":
            film = await self.film(run)
            return await make_page(self._house.media, run, records, pack, film=film)
        write = as_json if form == "json" else as_markdown
        return await asyncio.to_thread(write, run, records, pack)

    def _path(self, run: str) -> Path:
        return self._tapes / f"{run}.mp4"


def web_secret(settings: Settings) -> str:
    """Return what cookies and watch links are signed with, kept beside the ledger.

    Raises:
        OSError: it can't be read, or written the first time.
        IllegalAction: there is a file of that name with no secret in it.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / "web.secret"
    if not path.exists():
        _write_once(path, secrets.token_hex(SECRET_BYTES))
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < SECRET_BYTES:  # anybody could sign with it
        raise IllegalAction(f"{path} holds no secret", f"{path} holds no secret. Delete it.")
    return secret


def _write_once(path: Path, text: str) -> None:
    """Write a file that only we can read. It appears whole, and the first of several stays."""
    half = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(text)
        with suppress(FileExistsError):
            path.hardlink_to(half)
    finally:
        half.unlink(missing_ok=True)
