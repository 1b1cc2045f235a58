"""/play, /help and /privacy."""

from typing import Any, Literal, TypeAlias

from discord import app_commands
from discord.app_commands import Choice, Command, Range

from nightreel.core.settings import Crew, Rating, RunSettings
from nightreel.surfaces.discord.answering import Interaction, say, tell
from nightreel.surfaces.discord.beginnings import Beginnings
from nightreel.surfaces.discord.layouts.panels import helping, privacy
from nightreel.surfaces.discord.limits import restricted, usual
from nightreel.surfaces.discord.panels import Panels
from nightreel.surfaces.discord.shown import Playable

OFFERED = 25
"""Things that Discord lists beside an option."""
NO_CLOCK = 0
Clock: TypeAlias = Range[int, 0, 86_400]
SHORTEST = 5
"""Seconds of the shortest clock; anything between is brought up to it."""


def general_commands(beginnings: Beginnings, panels: Panels) -> list[Command[Any, ..., None]]:
    """Return the commands that belong to no group."""

    @app_commands.command(name="play")
    @app_commands.guild_only()
    @app_commands.describe(
        world="Which world; more of each: /world about",
        pictures="Whether the camera films",
        crew="Who acts",
        clock="Seconds to act; 0 for no clock",
        rating="How harsh it may get",
        thread="Play in a thread of its own",
    )
    async def play(
        interaction: Interaction,
        world: str | None = None,
        pictures: bool | None = None,
        crew: Crew | None = None,
        clock: Clock | None = None,
        rating: Rating | None = None,
        thread: Literal["here", "in a thread"] = "here",
    ) -> None:
        """Bring a tape into this channel, or into a thread of its own."""
        if interaction.guild_id is None:
            await tell(interaction, "no_private")
            return
        rules = await beginnings.rules(interaction)
        known = beginnings.worlds(rules)
        settings = RunSettings(
            clock=rules.clock if clock is None else _clock(clock),
            crew=crew or rules.crew,
            pictures=rules.pictures if pictures is None else pictures,
            rating=rating or usual(rules.rating, restricted=restricted(interaction.channel)),
            cooldown=rules.cooldown,
        )
        if world is None and known:
            world = known[0].id
        chosen = named(known, world or "")
        await beginnings.bring(interaction, chosen, settings, thread=thread != "here")

    @play.autocomplete("world")
    async def _worlds(interaction: Interaction, typed: str) -> list[Choice[str]]:
        rules = await beginnings.rules(interaction)
        return offered(beginnings.worlds(rules), typed)

    @app_commands.command(name="help")
    async def help_(interaction: Interaction) -> None:
        """How a tape is played, and every command."""
        await say(interaction, helping(panels.known))

    @app_commands.command(name="privacy")
    async def privacy_(interaction: Interaction) -> None:
        """See, export or erase what is kept about you."""
        await say(interaction, privacy())

    return [play, help_, privacy_]


def offered(worlds: list[Playable], typed: str) -> list[Choice[str]]:
    """Return the worlds whose name has what was typed so far."""
    wanted = typed.casefold().strip()
    found = [w for w in worlds if wanted in w.title.casefold() or wanted in w.id]
    return [Choice(name=w.title[:100], value=w.id) for w in found[:OFFERED]]


def named(worlds: list[Playable], name: str) -> str:
    """Return the id of a world that somebody typed by its title, or as it is."""
    wanted = name.casefold().strip()
    return next((w.id for w in worlds if w.title.casefold() == wanted), name)


def _clock(seconds: int) -> int | None:
    return None if seconds == NO_CLOCK else max(SHORTEST, seconds)
