"""The bot: Discord's events become calls, and nothing else happens here.

It asks for the least: to know guilds and channels, and that messages were taken away. What people
write is never seen.
"""

import asyncio
from typing import Any

import discord
import structlog
from discord.app_commands import CommandTree

from nightreel.director.director import Director
from nightreel.ports.clock import Clock
from nightreel.ports.rooms import Register
from nightreel.surfaces.discord import custom_ids
from nightreel.surfaces.discord.answering import Interaction, answered, apologise, tell
from nightreel.surfaces.discord.beginnings import Beginnings
from nightreel.surfaces.discord.cast import Cast
from nightreel.surfaces.discord.commands_admin import AdminCommands
from nightreel.surfaces.discord.commands_play import general_commands
from nightreel.surfaces.discord.commands_run import RunCommands
from nightreel.surfaces.discord.commands_tape import TapeCommands
from nightreel.surfaces.discord.commands_world import WorldCommands
from nightreel.surfaces.discord.custom_ids import LobbyPress, PanelPress, Press, Pressed
from nightreel.surfaces.discord.films import Films
from nightreel.surfaces.discord.layouts.writing import FIELD
from nightreel.surfaces.discord.limits import Pace, restricted
from nightreel.surfaces.discord.line import Line
from nightreel.surfaces.discord.panels import Panels
from nightreel.surfaces.discord.presses import Presses
from nightreel.surfaces.discord.stage import Shared, Stage
from nightreel.surfaces.discord.stages import Stages
from nightreel.surfaces.discord.wire import NOBODY, DiscordWire

log = structlog.get_logger()

SMALLEST = 10 * 1024 * 1024
"""Bytes that every guild takes; for one that is not known yet."""
RATE_WAIT = 30.0
"""Seconds of a rate limit that are waited out inside a call; a longer one is the queue's affair."""


class Tree(CommandTree["Bot"]):
    """Commands, each of which has an answer whatever goes wrong."""

    async def on_error(
        self, interaction: Interaction, error: discord.app_commands.AppCommandError, /
    ) -> None:
        """Answer an error."""
        await apologise(interaction, getattr(error, "original", error))


class Bot(discord.AutoShardedClient):
    """Nightreel on Discord. Holds no state that a restart would lose."""

    def __init__(
        self,
        director: Director,
        register: Register,
        clock: Clock,
        films: Films | None = None,
        **options: Any,
    ) -> None:
        """Set it up.

        Args:
            director: of the runs.
            register: of rooms, posts, rules and people.
            clock: what time it is.
            films: makes the films of runs; None for none.
            options: discord.py's, for tests and large bots.
        """
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=NOBODY,
            max_ratelimit_timeout=RATE_WAIT,
            **options,
        )
        cast = Cast(register)
        shared = Shared(
            director, register, cast, DiscordWire(self), clock, films, self._limit, self._restricted
        )
        self.stages = Stages(shared)
        self._line = Line(self.stages, clock, lambda: self.shard_count or 1)
        self._presses = Presses(self.stages, Pace(clock))
        self._beginnings = Beginnings(self.stages)
        self._panels = Panels(self.stages)
        self._answering: set[asyncio.Task[Any]] = set()
        self.tree = Tree(self)
        self._fill(self.tree)

    def _fill(self, tree: Tree) -> None:
        for command in general_commands(self._beginnings, self._panels):
            tree.add_command(command)
        tree.add_command(RunCommands(self.stages, self._presses, self._beginnings))
        tree.add_command(TapeCommands(self.stages))
        tree.add_command(WorldCommands(self._beginnings))
        tree.add_command(AdminCommands(self._panels))

    # --- its life

    async def setup_hook(self) -> None:
        """Tell Discord the commands, and set up what was live when the process ended."""
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            # Those of the last start are still there.
            log.error("commands_not_told", why=str(error))  # noqa: TRY400
        self._line.opens()
        await self.stages.restore()

    async def close(self) -> None:
        """End: let every run go as it is. The ledger has it."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        await self._line.close()
        await self.stages.close()
        await super().close()

    def _limit(self, guild: str) -> int:
        """How many bytes a file may have in a guild."""
        known = self.get_guild(int(guild))
        return known.filesize_limit if known is not None else SMALLEST

    def _restricted(self, guild: str, channel: str) -> bool:
        """Whether a channel is age-restricted; one that is not known is not."""
        known = self.get_guild(int(guild))
        return known is not None and restricted(known.get_channel_or_thread(int(channel)))

    # --- presses

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press on a button or a menu, or a box that was sent."""
        if interaction.type not in (
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        ):
            return  # the tree has it
        task = asyncio.current_task()
        if task is not None:  # held, because nobody else does while it waits
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        data: Any = interaction.data or {}
        press = custom_ids.read(str(data.get("custom_id", "")))
        opens = isinstance(press, Press) and press.verb == "write"
        await answered(interaction, lambda: self._pressed(interaction, press), defers=not opens)

    async def _pressed(self, interaction: Interaction, press: Pressed | None) -> None:
        data: Any = interaction.data or {}
        match press:
            case Press(verb="say"):
                await self._presses.sent(interaction, press, _typed(data))
            case Press(verb="again"):
                await self._beginnings.again(interaction, press)
            case Press():
                await self._presses.pressed(interaction, press)
            case LobbyPress():
                await self._beginnings.pressed(interaction, press)
            case PanelPress():
                await self._panels.pressed(interaction, press)
            case None:
                await tell(interaction, "gone")

    # --- what others do to our messages and channels

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Somebody has taken a message away."""
        for stage in self.stages.played_in(str(payload.channel_id)):
            stage.delivery.lost(str(payload.message_id))

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Somebody has taken many messages away."""
        for stage in self.stages.played_in(str(payload.channel_id)):
            for message in payload.message_ids:
                stage.delivery.lost(str(message))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        await self._channel_gone(str(channel.id))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread is gone."""
        await self._channel_gone(str(payload.thread_id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """We were sent away, or the guild is gone."""
        for stage in self.stages.live:
            if stage.room.guild == str(guild.id):
                await self._close(stage)

    async def _channel_gone(self, channel: str) -> None:
        for stage in self.stages.played_in(channel):
            await self._close(stage)

    async def _close(self, stage: Stage) -> None:
        if stage.run.status != "over":
            await stage.halt("channel")

    # --- the line

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """A shard has gone."""
        if not self.is_closed():
            self._line.down(shard_id)

    async def on_shard_ready(self, shard_id: int) -> None:
        """A shard is there, with everything new."""
        self._line.up(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """A shard is back, with everything that it missed."""
        self._line.up(shard_id)


def _typed(data: Any) -> str:
    """Return what a box that was sent holds. A label wraps its field."""
    for row in data.get("components", ()):
        for field in (row.get("component"), *row.get("components", ())):
            if field and field.get("custom_id") == FIELD:
                return str(field.get("value", ""))
    return ""
