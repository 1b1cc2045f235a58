"""`nightreel bot`: the game on Discord."""

import asyncio
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightreel.cli.edge import run_to_end, settings_of_home

if TYPE_CHECKING:
    from nightreel.app import House
    from nightreel.settings import Settings
    from nightreel.worlds.pack import Pack

FILM_PATIENCE = 300.0
"""Seconds that a film is waited for before the end is shown without it."""


def bot(
    invite: Annotated[
        bool, typer.Option(help="Print the link that brings the bot to a server.")
    ] = False,
) -> None:
    """Play on Discord until Ctrl-C. The bot's token is read from DISCORD_TOKEN."""
    run_to_end(_inviting() if invite else _playing())


async def _inviting() -> None:
    settings = settings_of_home()
    token = _token(settings)
    from nightreel.surfaces.discord.running import invite_link

    print(await invite_link(token))


async def _playing() -> None:
    """Play until a signal asks to stop. Raises `IllegalAction`, `BadToken`, `Unreachable`."""
    settings = settings_of_home()
    token = _token(settings)
    from nightreel.app import keep_time, open_house, packs
    from nightreel.cli.winding import Winding
    from nightreel.director.clocks import SystemClock
    from nightreel.surfaces.discord.bot import Bot
    from nightreel.surfaces.discord.running import run_bot

    worlds = await asyncio.to_thread(packs, settings.worlds)
    winding = Winding(settings, worlds)
    async with open_house(settings, worlds, winding.make) as house:
        films = Uploads(settings, worlds, house)

        def up(told: str) -> None:
            keep_time()  # again, with all that was live in place
            print(f"Nightreel is {told}  (Ctrl-C ends it; every run goes on when it is back)")
            sys.stdout.flush()

        keep_time()
        await run_bot(Bot(house.director, house.register, SystemClock(), films), token, up)
        for line in winding.leaving():
            print(line, flush=True)


def _token(settings: "Settings") -> str:
    """Return the token. Raises `IllegalAction`: there is none, or nothing that could use it."""
    from nightreel.ports.errors import IllegalAction

    if settings.discord_token is None or not settings.discord_token.get_secret_value().strip():
        raise IllegalAction(
            "no token",
            "There is no token. Set DISCORD_TOKEN to the one of your application "
            "(discord.com/developers/applications, Bot, Reset Token); docs/discord.md has each "
            "step.",
        )
    if find_spec("discord") is None:
        raise IllegalAction(
            "no discord.py", "Discord needs one more package: pip install 'nightreel[discord]'"
        )
    return settings.discord_token.get_secret_value().strip()


class Uploads:
    """Films small enough to be uploaded."""

    def __init__(self, settings: "Settings", worlds: Mapping[str, "Pack"], house: "House") -> None:
        from nightreel.cli.keeping import Kept

        self._kept = Kept(settings, worlds, house)
        self._worlds, self._house = worlds, house
        self._one = asyncio.Semaphore(1)  # a machine that plays games encodes one film, not ten

    async def film(self, run: str, limit: int) -> Path:
        """Return the film of a run that is over, no larger than so many bytes.

        Raises `FilmLost`, `NightreelError`, `OSError`, `TimeoutError`: it could not be made.
        """
        from nightreel.surfaces.discord.films import FilmLost

        state = await self._kept.wind(run, FILM_PATIENCE)
        film = await self._kept.film(run)
        if film is None:
            raise FilmLost(f"the film of {run} is {state}")
        if (await asyncio.to_thread(film.stat)).st_size <= limit:
            return film
        return await self._smaller(run, film, limit)

    async def _smaller(self, run: str, film: Path, limit: int) -> Path:
        from nightreel.tape.film.making import TapeOptions
        from nightreel.tape.maker import make_run_tape

        small = film.with_name(f"{run}-{limit}.mp4")
        options = TapeOptions(limit=limit, captions=False)
        async with self._one, asyncio.timeout(FILM_PATIENCE):
            if not await asyncio.to_thread(small.is_file):
                ledger, media = self._house.ledger, self._house.media
                await make_run_tape(ledger, media, self._worlds, run, small, options)
        return small
