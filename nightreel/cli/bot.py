"""`nightreel bot`: the game on Discord."""

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from nightreel.cli.edge import run_to_end, settings_of_home

if TYPE_CHECKING:
    from nightreel.settings import Settings


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
    import asyncio

    from nightreel.app import keep_time, open_house, packs
    from nightreel.cli.uploads import Uploads
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
