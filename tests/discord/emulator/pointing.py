"""Points discord.py at an emulator: in this process for a while, or in another one for good.

The bot stays as it is. discord.py keeps both addresses as class attributes, which have to be set
before it logs in.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord

    from .emulator import Emulator

_SITE = """\
# Written by the Discord emulator for one test: points discord.py at it before the bot starts.
import discord.gateway
import discord.http
import yarl

discord.http.Route.BASE = {rest!r}
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL({gateway!r})
"""


@contextmanager
def pointed_at(rest: str, gateway: str) -> Generator[None]:
    """Let discord.py in this process talk to these addresses while the context is open."""
    import discord.gateway
    import discord.http
    import yarl

    route, socket = discord.http.Route, discord.gateway.DiscordWebSocket
    before = route.BASE, socket.DEFAULT_GATEWAY
    route.BASE, socket.DEFAULT_GATEWAY = rest, yarl.URL(gateway)
    try:
        yield
    finally:
        route.BASE, socket.DEFAULT_GATEWAY = before


def environment(rest: str, gateway: str, token: str, folder: Path) -> dict[str, str]:
    """Return the environment for a bot that runs as its own process, written into an empty folder.

    The folder holds a `sitecustomize.py`, which Python imports before anything else.
    """
    site = folder / "sitecustomize.py"
    site.write_text(_SITE.format(rest=rest, gateway=gateway), encoding="utf-8")
    path = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), "DISCORD_TOKEN": token}


@asynccontextmanager
async def running(emulator: "Emulator", client: "discord.Client") -> AsyncGenerator[None]:
    """Run a client of this process against an emulator while the context is open.

    Raises:
        Whatever ends the client before the context does.
    """
    with emulator.pointed():
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(client.start(emulator.token))
            try:
                await emulator.bot_online()
                yield
            finally:
                await client.close()
                playing.cancel()
