"""A small real bot: every way in which discord.py talks to Discord that a game needs, and no game.

The emulator's own tests play it. It runs as a process of its own too:
`python -m tests.discord.emulator.sample`.
"""

import asyncio
import io
import os
import re
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.http import Route
from PIL import Image

WORLDS = ("relay-nine", "relay-ten", "salt-flat")


def picture(shade: int = 128) -> bytes:
    """Return a small PNG."""
    file = io.BytesIO()
    Image.new("L", (32, 18), shade).save(file, "PNG")
    return file.getvalue()


class Press(ui.DynamicItem[ui.Button[Any]], template=r"press:(?P<turn>\d+):(?P<choice>\w+)"):
    """A button that is known again after a restart."""

    def __init__(self, turn: int, choice: str, *, disabled: bool = False) -> None:
        self.turn, self.choice = turn, choice
        super().__init__(
            ui.Button(
                label=choice.title(),
                custom_id=f"press:{turn}:{choice}",
                style=discord.ButtonStyle.primary,
                disabled=disabled,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["turn"]), match["choice"])

    async def callback(self, interaction: discord.Interaction) -> None:
        client = interaction.client
        assert isinstance(client, Sample)
        await client.pressed(interaction, self.turn, self.choice)


class Scene(ui.LayoutView):
    """One message a turn: a picture, a text, two buttons, a menu."""

    def __init__(self, turn: int, text: str, *, shown: bool = False, locked: bool = False) -> None:
        super().__init__(timeout=None)
        inside: list[ui.Item[Any]] = []
        if shown:
            gallery = ui.MediaGallery[Any]()
            gallery.add_item(media="attachment://frame.png", description="A grey wall")
            inside.append(gallery)
        inside.append(ui.TextDisplay(text))
        row = ui.ActionRow[Any]()
        for choice in ("left", "right", "write", "ask", "slow", "twice"):
            if len(row.children) == 5:
                inside.append(row)
                row = ui.ActionRow[Any]()
            row.add_item(Press(turn, choice, disabled=locked))
        inside.append(row)
        self.add_item(ui.Container[Any](*inside, accent_colour=0x223344))


class Menu(ui.LayoutView):
    """A menu of worlds and one of people."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.chosen = ui.Select[Any](
            custom_id="worlds", options=[discord.SelectOption(label=one) for one in WORLDS]
        )
        self.chosen.callback = self._world
        self.people = ui.UserSelect[Any](custom_id="people", max_values=2)
        self.people.callback = self._people
        self.add_item(ui.ActionRow(self.chosen))
        self.add_item(ui.ActionRow(self.people))

    async def _world(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"World: {self.chosen.values[0]}", ephemeral=True)

    async def _people(self, interaction: discord.Interaction) -> None:
        names = ", ".join(one.name for one in self.people.values)
        await interaction.response.send_message(f"People: {names}", ephemeral=True)


class WriteIn(ui.Modal, title="Write in"):
    """A form with one field under a label."""

    def __init__(self, turn: int) -> None:
        super().__init__(custom_id=f"write:{turn}", timeout=None)
        self.turn = turn
        self.field = ui.TextInput[Any](
            custom_id="text", max_length=300, style=discord.TextStyle.long
        )
        self.add_item(ui.Label[Any](text="What do you do?", component=self.field))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        view = Scene(self.turn + 1, f"You {self.field.value}.")
        await interaction.response.edit_message(view=view)


class Sample(discord.AutoShardedClient):
    """The bot."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.errors: list[Exception] = []
        self.may_answer = asyncio.Event()
        self.seen: asyncio.Queue[str] = asyncio.Queue()
        self.resumes = 0

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Press)
        self.tree.add_command(Run())
        self.tree.command(name="play", description="Start a run")(play)
        self.tree.command(name="menu", description="Offer menus")(menu)
        self.tree.command(name="think", description="Think, then answer")(think)
        self.tree.command(name="say", description="Say something, whoever is mentioned in it")(say)
        self.tree.command(name="picture", description="Send a file of so many bytes")(long_picture)
        self.tree.command(name="follow", description="Answer, follow, edit and take back")(follow)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once. Discord wants five seconds between two shards, the emulator none."""

    async def on_message(self, message: discord.Message) -> None:
        self.seen.put_nowait(message.content)

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.resumes += 1

    async def pressed(self, interaction: discord.Interaction, turn: int, choice: str) -> None:
        """Answer a button, and keep what Discord answers to that."""
        try:
            await self._press(interaction, turn, choice)
        except discord.HTTPException as error:
            self.errors.append(error)

    async def _press(self, interaction: discord.Interaction, turn: int, choice: str) -> None:
        answer = interaction.response
        if choice == "write":
            await answer.send_modal(WriteIn(turn))
        elif choice == "ask":
            await answer.send_message("Only you see this.", ephemeral=True)
        elif choice == "slow":
            await self.may_answer.wait()
            await answer.send_message("At last.")
        elif choice == "twice":
            await answer.defer()
            callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
            await self.http.request(Route("POST", callback), json={"type": 6})
        else:
            await answer.edit_message(view=Scene(turn, f"You go {choice}.", locked=True))
            scene = Scene(turn + 1, "Another room.", shown=True)
            await interaction.followup.send(view=scene, file=frame(), wait=True)


def frame(shade: int = 128) -> discord.File:
    return discord.File(io.BytesIO(picture(shade)), "frame.png", description="A grey wall")


async def _worlds(
    _interaction: discord.Interaction, current: str
) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=one, value=one) for one in WORLDS if current in one]


@app_commands.describe(world="Where", pictures="Whether there are pictures")
@app_commands.autocomplete(world=_worlds)
async def play(
    interaction: discord.Interaction, world: str = WORLDS[0], pictures: bool = False
) -> None:
    view = Scene(1, f"Welcome to {world}.", shown=pictures)
    if pictures:
        await interaction.response.send_message(view=view, file=frame())
    else:
        await interaction.response.send_message(view=view)


async def menu(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(view=Menu())


@app_commands.rename(in_private="private")
async def think(interaction: discord.Interaction, in_private: bool) -> None:
    await interaction.response.defer(ephemeral=in_private, thinking=True)
    client = interaction.client
    assert isinstance(client, Sample)
    await client.may_answer.wait()
    await interaction.edit_original_response(content="Thought.")


async def say(interaction: discord.Interaction, text: str, to: discord.Member | None) -> None:
    greeting = f"{to.display_name}: " if to else ""
    await interaction.response.send_message(greeting + text)


async def long_picture(interaction: discord.Interaction, size: int) -> None:
    await interaction.response.defer()
    file = discord.File(io.BytesIO(b"x" * size), "tape.mp4")
    try:
        await interaction.followup.send(file=file)
    except discord.HTTPException as error:
        await interaction.followup.send(f"{error.status} {error.code}")


async def follow(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("first")
    second = await interaction.followup.send("second", wait=True)
    await second.edit(content="second, again")
    await interaction.followup.send("for you", ephemeral=True)
    await interaction.delete_original_response()


class Run(app_commands.Group):
    """Subcommands."""

    def __init__(self) -> None:
        super().__init__(name="run", description="The run in this channel")

    @app_commands.command(description="How it stands")
    async def status(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("It runs.", ephemeral=True)


def main() -> None:
    Sample().run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
