"""/admin: what a server decides for itself. Shown to whoever may manage it, and asked again."""

import discord
from discord import app_commands
from discord.app_commands import Group
from discord.ui import LayoutView

from nightreel.surfaces.discord.answering import Interaction, say, tell
from nightreel.surfaces.discord.layouts.rules import ruled
from nightreel.surfaces.discord.panels import Panels


class AdminCommands(Group):
    """The rules of a server."""

    def __init__(self, panels: Panels) -> None:
        super().__init__(
            name="admin",
            description="Limits, channels, worlds, hosts and defaults of this server",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._panels = panels

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Whether somebody may; a server can let others see the command."""
        if interaction.permissions.manage_guild:
            return True
        await tell(interaction, "not_manager")
        return False

    @app_commands.command()
    async def rules(self, interaction: Interaction) -> None:
        """All rules of this server, in words."""
        await say(interaction, ruled(await self._panels.ruled(interaction), self._panels.known))

    @app_commands.command()
    async def limits(self, interaction: Interaction) -> None:
        """How much is played here at once, and how fast."""
        await say(interaction, await self._page(interaction, "runs"))

    @app_commands.command()
    async def defaults(self, interaction: Interaction) -> None:
        """What a tape is like unless /play says otherwise."""
        await say(interaction, await self._page(interaction, "crew"))

    @app_commands.command()
    async def access(self, interaction: Interaction) -> None:
        """Channels, worlds, and who may start a tape."""
        await say(interaction, await self._page(interaction, "channels"))

    async def _page(self, interaction: Interaction, field: str) -> LayoutView:
        return self._panels.page(await self._panels.ruled(interaction), field)
