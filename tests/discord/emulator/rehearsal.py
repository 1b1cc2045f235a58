"""A stage for tests of the emulator itself: the sample bot in a guild with a channel and people."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from .emulator import Emulator, GuildHandle
from .pointing import running
from .sample import Sample
from .things import Channel, Message
from .users import Person


@dataclass
class Stage:
    """What a test plays with."""

    discord: Emulator
    bot: Sample
    club: GuildHandle
    channel: Channel
    ada: Person
    bob: Person

    async def scene(self, channel: Channel | None = None, *, pictures: bool = False) -> Message:
        """Start a run and return its first message."""
        started = await self.ada.slash(channel or self.channel, "play", pictures=pictures)
        assert started.original is not None
        return started.original


@asynccontextmanager
async def rehearsal(
    *, judged: bool = True, bot: dict[str, Any] | None = None, **options: Any
) -> AsyncGenerator[Stage]:
    """Open an emulator and run the sample bot in it; judge the bot when it is over."""
    async with Emulator(**options) as discord:
        club = discord.guild("Reel Club")
        channel = club.text_channel("games")
        ada, bob = club.members("Ada", "Bob")
        sample = Sample(**(bot or {}))
        async with running(discord, sample):
            await discord.commands_registered("play", "run")
            yield Stage(discord, sample, club, channel, ada, bob)
            if judged:
                discord.verdict()
