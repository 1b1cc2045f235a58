"""/tape: what was played on a server."""

import discord
from discord import app_commands
from discord.app_commands import Choice, Group

from nightreel.core.run import Run
from nightreel.ports.errors import NightreelError
from nightreel.ports.rooms import Room
from nightreel.surfaces.discord.answering import Interaction, say, tell
from nightreel.surfaces.discord.layouts.panels import A_PAGE, status, tapes
from nightreel.surfaces.discord.limits import rated, restricted
from nightreel.surfaces.discord.shown import Listed, status_of
from nightreel.surfaces.discord.stage import link_of
from nightreel.surfaces.discord.stages import Stages
from nightreel.surfaces.discord.wire import NOBODY, as_file
from nightreel.surfaces.words import ENDED

LOOKED_AT = 100
"""Rooms among which those are looked for that somebody may see."""


class TapeCommands(Group):
    """The tapes of a server."""

    def __init__(self, stages: Stages) -> None:
        super().__init__(name="tape", description="What was played on this server", guild_only=True)
        self._stages, self._shared = stages, stages.shared

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """What has been played here."""
        await interaction.response.defer(ephemeral=True)
        await say(interaction, tapes(await self._listed(interaction)))

    @app_commands.command()
    @app_commands.describe(tape="Which one")
    async def show(self, interaction: Interaction, tape: str) -> None:
        """A tape, to watch again."""
        room = await self._shared.register.room(tape.strip())
        if room is None or room.standing == "lobby" or not _may_see(interaction, room):
            await tell(interaction, "no_tape")
            return
        stage = self._stages.find(room.run)
        if room.standing == "live" and stage is not None:
            names = self._shared.cast.names
            shown = status_of(room.run, stage.run, stage.strip.pack, names, link_of(stage))
            await say(interaction, status(shown))
            return
        run = await self._shared.director.run(room.run)
        if not rated(run.settings.rating, restricted=restricted(interaction.channel)):
            await tell(interaction, "age")  # it would be there for all to see
            return
        await interaction.response.defer(thinking=True)
        view, files = await self._stages.ended(room)
        sent = [as_file(upload) for upload in files]
        await interaction.followup.send(view=view, files=sent, allowed_mentions=NOBODY)

    @show.autocomplete("tape")
    async def _tapes(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        wanted = typed.casefold().strip()
        listed = await self._listed(interaction)
        told = ((f"{t.title}, turn {t.turn}, {t.ended} ({t.run})", t.run) for t in listed)
        return [Choice(name=n[:100], value=r) for n, r in told if wanted in n.casefold()]

    async def _listed(self, interaction: Interaction) -> list[Listed]:
        rooms = await self._shared.register.rooms(guild=str(interaction.guild_id), limit=LOOKED_AT)
        seen = [r for r in rooms if r.standing != "lobby" and _may_see(interaction, r)]
        listed: list[Listed] = []
        for room in seen[:A_PAGE]:
            try:
                run = await self._shared.director.run(room.run)
            except NightreelError:
                continue  # begun and never written, or of a world that is not here any more
            listed.append(self._line(room, run))
        return listed

    def _line(self, room: Room, run: Run) -> Listed:
        title = self._shared.director.packs[run.world].world.title
        ended = ENDED[run.ending.how] if run.ending else "still running"
        return Listed(room.run, title, run.turn, ended, room.played or room.created)


def _may_see(interaction: Interaction, room: Room) -> bool:
    """Whether somebody may see a run's channel. One that we can't judge by is not shown."""
    if str(interaction.guild_id) != room.guild or interaction.guild is None:
        return False
    if str(interaction.channel_id) == room.channel:
        return True
    channel = interaction.guild.get_channel_or_thread(int(room.channel))
    member = interaction.user
    if channel is None or not isinstance(member, discord.Member):
        return False
    rights = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private():
        # Who is in it we are not told, unless we ask for all members of the server.
        return rights.view_channel and rights.manage_threads
    return rights.view_channel
