"""The bot from its token to its end, and the link by which people bring it to their server."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

import discord

from nightreel.ports.errors import NightreelError
from nightreel.surfaces.discord.bot import Bot

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    attach_files=True,
    read_message_history=True,
)
"""All that the bot asks a server for. Why each: docs/discord.md."""
SCOPES = ("bot", "applications.commands")


class BadToken(NightreelError):
    """The operator must act: Discord does not know the token."""

    player_text = (
        "Discord does not take this token. Copy it anew: discord.com/developers/applications, "
        "your application, Bot, Reset Token. Then set DISCORD_TOKEN to it."
    )


class Unreachable(NightreelError):
    """Time must act, or the operator: Discord can't be reached."""

    player_text = "Discord can't be reached from here. Is there a network, and is Discord up?"


async def run_bot(bot: Bot, token: str, up: Callable[[str], None]) -> None:
    """Run until a signal asks to stop. `up` is told once when everything is there.

    Raises:
        BadToken: Discord does not know the token.
        Unreachable: there was no way to log in.
    """
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    with suppress(NotImplementedError):  # Windows ends a process without asking
        loop.add_signal_handler(signal.SIGTERM, ending.set)
    try:
        async with bot:
            await _log_in(bot, token)
            await _connected(bot, up, ending)
    finally:
        with suppress(NotImplementedError):
            loop.remove_signal_handler(signal.SIGTERM)


async def _connected(bot: Bot, up: Callable[[str], None], ending: asyncio.Event) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            connected = group.create_task(bot.connect())
            telling = group.create_task(_tell(bot, up))
            stopped = group.create_task(ending.wait())
            await asyncio.wait({connected, stopped}, return_when=asyncio.FIRST_COMPLETED)
            for task in (telling, stopped):
                task.cancel()
            await bot.close()
    except* discord.ConnectionClosed as errors:
        raise _closed(errors.exceptions[0]) from errors


async def _log_in(bot: discord.Client, token: str) -> None:
    try:
        await bot.login(token)
    except discord.LoginFailure as error:
        raise BadToken(str(error)) from error
    except (discord.HTTPException, OSError) as error:
        raise Unreachable(repr(error)) from error


def _closed(error: BaseException) -> NightreelError:
    """What it means that Discord has closed the gateway for good."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    return BadToken(str(error)) if code == 4004 else Unreachable(repr(error))


async def _tell(bot: Bot, up: Callable[[str], None]) -> None:
    await bot.wait_until_ready()
    servers = len(bot.guilds)
    up(f"{bot.user} on {servers} server{'' if servers == 1 else 's'}")


async def invite_link(token: str) -> str:
    """Return the link by which the bot is brought to a server. Raises `BadToken`, `Unreachable`."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        await _log_in(client, token)
        application = await client.application_info()
        return discord.utils.oauth_url(application.id, permissions=PERMISSIONS, scopes=SCOPES)
