"""Films for Discord: those among the tapes, and smaller ones where they are too large."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from nightreel.app import House
from nightreel.cli.keeping import Kept
from nightreel.settings import Settings
from nightreel.surfaces.discord.films import FilmLost
from nightreel.tape.film.making import TapeOptions
from nightreel.tape.maker import make_run_tape
from nightreel.worlds.pack import Pack

FILM_PATIENCE = 300.0
"""Seconds that a film is waited for before the end is shown without it."""


class Uploads:
    """Films small enough to be uploaded."""

    def __init__(self, settings: Settings, worlds: Mapping[str, Pack], house: House) -> None:
        self._kept = Kept(settings, worlds, house)
        self._worlds, self._house = worlds, house
        self._one = asyncio.Semaphore(1)  # a machine that plays games encodes one film, not ten

    async def film(self, run: str, limit: int) -> Path:
        """Return the film of a run that is over, no larger than so many bytes.

        Raises `FilmLost`, `NightreelError`, `OSError`, `TimeoutError`: it could not be made.
        """
        state = await self._kept.wind(run, FILM_PATIENCE)
        film = await self._kept.film(run)
        if film is None:
            raise FilmLost(f"the film of {run} is {state}")
        if (await asyncio.to_thread(film.stat)).st_size <= limit:
            return film
        return await self._smaller(run, film, limit)

    async def _smaller(self, run: str, film: Path, limit: int) -> Path:
        small = film.with_name(f"{run}-{limit}.mp4")
        options = TapeOptions(limit=limit, captions=False)
        async with self._one, asyncio.timeout(FILM_PATIENCE):
            if not await asyncio.to_thread(small.is_file):
                ledger, media = self._house.ledger, self._house.media
                await make_run_tape(ledger, media, self._worlds, run, small, options)
        return small
