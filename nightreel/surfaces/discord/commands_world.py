"""/world: what can be played here."""

from discord import app_commands
from discord.app_commands import Choice, Group

from nightreel.surfaces.discord.answering import Interaction, say, tell
from nightreel.surfaces.discord.beginnings import Beginnings
from nightreel.surfaces.discord.commands_play import named, offered
from nightreel.surfaces.discord.layouts.panels import about
from nightreel.surfaces.discord.layouts.panels import worlds as listed


class WorldCommands(Group):
    """The worlds of a server."""

    def __init__(self, beginnings: Beginnings) -> None:
        super().__init__(name="world", description="What can be played", guild_only=True)
        self._beginnings = beginnings

    @app_commands.command(name="list")
    async def list_(self, interaction: Interaction) -> None:
        """What can be played."""
        rules = await self._beginnings.rules(interaction)
        await say(interaction, listed(self._beginnings.worlds(rules)))

    @app_commands.command(name="about")
    @app_commands.describe(world="Which one")
    async def about_(self, interaction: Interaction, world: str) -> None:
        """More of one world."""
        rules = await self._beginnings.rules(interaction)
        worlds = self._beginnings.worlds(rules)
        known, chosen = {w.id: w for w in worlds}, named(worlds, world)
        if chosen not in known:
            await tell(interaction, "not_this_world")
            return
        await say(interaction, about(known[chosen]))

    @about_.autocomplete("world")
    async def _worlds(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        rules = await self._beginnings.rules(interaction)
        return offered(self._beginnings.worlds(rules), typed)
