"""What layouts are put together from, and Discord's limits for it.

The limits are those of Discord's reference for components (https://docs.discord.com, July 2026).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from discord import ButtonStyle, MediaGalleryItem, SelectOption
from discord.ui import ActionRow, Button, Item, LayoutView, MediaGallery, Select, TextDisplay

from nightreel.surfaces.discord.layouts.plain import short

TEXT = 4000
"""Characters of text in a message, its markdown counted."""
LABEL = 80
ALT = 1024
A_ROW = 5
"""Buttons side by side."""
OPTIONS = 25
OPTION = 100
"""Characters of an option's label, value or description."""
NOTHING = "…"
"""Stands where nothing is left that can be seen: Discord takes no empty texts and labels."""


class Layout(LayoutView):
    """A message's components.

    discord.py is told that nothing waits for presses on it: it would keep each message that was
    ever sent. A press is understood from its custom id alone.
    """

    def __init__(self, *items: Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)

    def is_finished(self) -> bool:
        """Return True: there is nothing to keep."""
        return True


def text(content: str) -> TextDisplay[Layout]:
    """A block of markdown."""
    return TextDisplay(content if content.strip() else NOTHING)


def small(content: str) -> str:
    """The markdown of a line in small letters."""
    return f"-# {content}"


def picture(name: str, alt: str, *, spoiler: bool = False) -> MediaGallery[Layout]:
    """A picture or film that is uploaded beside the message."""
    item = MediaGalleryItem(
        f"attachment://{name}", description=short(alt, ALT) or None, spoiler=spoiler
    )
    return MediaGallery(item)


def button(
    custom_id: str,
    label: str,
    style: ButtonStyle = ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> Button[Layout]:
    """A button; its label is cut where it must be."""
    return Button(
        style=style, label=short(label, LABEL) or NOTHING, custom_id=custom_id, disabled=disabled
    )


def rows(buttons: Sequence[Button[Layout]]) -> list[ActionRow[Layout]]:
    """Buttons in rows, in their order."""
    return [ActionRow(*buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW)]


def option(value: str, label: str, description: str = "", *, default: bool = False) -> SelectOption:
    """An option of a menu; its texts are cut where they must be."""
    return SelectOption(
        value=value,
        label=short(label, OPTION) or NOTHING,
        description=short(description, OPTION) or None,
        default=default,
    )


def menu(
    custom_id: str,
    placeholder: str,
    options: Iterable[SelectOption],
    *,
    disabled: bool = False,
    many: bool = False,
) -> ActionRow[Layout]:
    """A menu in a row of its own. With `many`, any number of options may be taken, or none."""
    offered = list(options)[:OPTIONS]
    most = len(offered) if many else 1
    select: Select[Layout] = Select(
        custom_id=custom_id,
        placeholder=placeholder,
        options=offered,
        min_values=0 if many else 1,
        max_values=most,
        disabled=disabled,
        required=False,
    )
    return ActionRow(select)


def moment(ms: int, style: str = "R") -> str:
    """A time that each reader's Discord shows by itself, and counts down by itself."""
    return f"<t:{ms // 1000}:{style}>"
