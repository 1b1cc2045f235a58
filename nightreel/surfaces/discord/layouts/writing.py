"""The box to write an action in."""

from discord import TextStyle
from discord.ui import Label, Modal, TextInput

from nightreel.core.typed import LIMIT
from nightreel.surfaces.discord.custom_ids import Press

FIELD = "words"
"""The custom id of the field."""


class Box(Modal):
    """A modal that discord.py need not keep: what is sent with it is read from its custom id."""

    def is_finished(self) -> bool:
        """Return True: there is nothing to keep."""
        return True


def writing(press: Press, words: str = "") -> Box:
    """Return the box for the turn on which *write in* was pressed, with words already in it."""
    meant = Press("say", press.run, press.turn, press.take, press.hand)
    box = Box(title=f"Turn {press.turn}", timeout=None, custom_id=meant.custom_id)
    field: TextInput[Box] = TextInput(
        custom_id=FIELD,
        style=TextStyle.paragraph,
        placeholder="Pry the hatch open with the shovel",
        default=words[:LIMIT] or None,
        min_length=1,
        max_length=LIMIT,
    )
    box.add_item(
        Label(
            text="What do you do?",
            description="A short sentence in your own words is plenty.",
            component=field,
        )
    )
    return box
