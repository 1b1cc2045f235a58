"""/run: the run that a channel plays."""

from discord import app_commands
from discord.app_commands import Group, Range

from nightreel.director.commands import Command, Pause, Resume, Rewind, Stop
from nightreel.director.texts import SAID
from nightreel.surfaces.discord.answering import Interaction, patiently, say, tell
from nightreel.surfaces.discord.beginnings import Beginnings
from nightreel.surfaces.discord.layouts.answers import refused, said
from nightreel.surfaces.discord.layouts.panels import settings, status
from nightreel.surfaces.discord.limits import restricted
from nightreel.surfaces.discord.presses import Presses
from nightreel.surfaces.discord.shown import RunStatus, status_of
from nightreel.surfaces.discord.stage import Stage, link_of
from nightreel.surfaces.discord.stages import Stages


class RunCommands(Group):
    """What can be done with the run of a channel."""

    def __init__(self, stages: Stages, presses: Presses, beginnings: Beginnings) -> None:
        super().__init__(
            name="run", description="The tape that is played in this channel", guild_only=True
        )
        self._stages, self._presses, self._beginnings = stages, presses, beginnings
        self._shared = stages.shared

    @app_commands.command(name="status")
    async def status_(self, interaction: Interaction) -> None:
        """How the tape in this channel is doing."""
        stage = await self._here(interaction)
        if stage is not None:
            await say(interaction, status(self._status(stage)))

    @app_commands.command()
    async def pause(self, interaction: Interaction) -> None:
        """Stop the tape, and the clock with it."""
        stage = await self._here(interaction)
        if stage is not None:
            who = await self._presses.actor(interaction, stage, anybody=True)
            await self._order(interaction, Pause(stage.strip.id, who))

    @app_commands.command()
    async def resume(self, interaction: Interaction) -> None:
        """Let the tape run on."""
        stage = await self._here(interaction)
        if stage is not None:
            who = await self._presses.actor(interaction, stage, anybody=True)
            await self._order(interaction, Resume(stage.strip.id, who))

    @app_commands.command()
    @app_commands.describe(turns="How many turns to go back")
    async def rewind(self, interaction: Interaction, turns: Range[int, 1, 50] = 1) -> None:
        """Go back some turns (whoever started it)."""
        stage = await self._here(interaction)
        if stage is not None:
            run, who = stage.run, await self._shared.cast.meet(interaction.user)
            rewind = Rewind(stage.strip.id, who.pseudonym, turns, run.turn, run.take)
            await self._order(interaction, rewind)

    @app_commands.command()
    async def stop(self, interaction: Interaction) -> None:
        """End the run and keep the tape."""
        stage = await self._here(interaction)
        who = await self._stopper(interaction, stage) if stage else None
        if stage is not None and who is not None:
            await self._order(interaction, Stop(stage.strip.id, who), "ended")

    @app_commands.command()
    async def restart(self, interaction: Interaction) -> None:
        """Leave the tape where it is and begin a new one."""
        stage = await self._here(interaction)
        who = await self._stopper(interaction, stage) if stage else None
        if stage is not None and who is not None:
            await self._beginnings.restart(interaction, stage, who)

    @app_commands.command(name="settings")
    async def settings_(self, interaction: Interaction) -> None:
        """How this tape is played: who acts, the clock, pictures."""
        stage = await self._here(interaction)
        if stage is not None:
            harsh = restricted(interaction.channel)
            await say(interaction, settings(self._status(stage), harsh=harsh))

    async def _here(self, interaction: Interaction) -> Stage | None:
        """The stage of the channel; None when its person was told that there is none."""
        stage = await self._stages.here(str(interaction.channel_id))
        if stage is None:
            await tell(interaction, "no_run")
        return stage

    async def _stopper(self, interaction: Interaction, stage: Stage) -> str | None:
        """As whom somebody may end the run; None when they were told that they may not."""
        who = await self._presses.stopper(interaction, stage)
        if who is None:
            await say(interaction, said(SAID["not_host"]))
        return who

    async def _order(self, interaction: Interaction, command: Command, done: str = "done") -> None:
        receipt = await patiently(interaction, self._shared.director.submit(command))
        if receipt.accepted:
            await tell(interaction, done)
        else:
            await say(interaction, refused(receipt))

    def _status(self, stage: Stage) -> RunStatus:
        names = self._shared.cast.names
        return status_of(stage.strip.id, stage.run, stage.strip.pack, names, link_of(stage))
