"""What a message shows: one look a state, and finders for tests to read it by.

A message is the list of its looks, the last of which is what players see now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .wire import LINK_BUTTON, SELECTS, Flag, Json, Part, obj


@dataclass(frozen=True)
class Upload:
    """A file that somebody attached."""

    id: int
    name: str
    data: bytes = field(repr=False)
    content_type: str
    description: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Button:
    """A button as a player sees it."""

    custom_id: str | None
    label: str | None
    emoji: str | None
    style: int
    disabled: bool
    url: str | None

    @property
    def pressable(self) -> bool:
        return not self.disabled and self.style != LINK_BUTTON


@dataclass(frozen=True)
class Select:
    """A select menu as a player sees it; `options` holds the values of a string select."""

    custom_id: str
    kind: int
    options: tuple[str, ...]
    labels: tuple[str, ...]
    disabled: bool
    fewest: int
    most: int
    placeholder: str | None


@dataclass(frozen=True)
class Media:
    """A picture or file that a component shows."""

    url: str
    alt: str | None
    attachment: int | None


@dataclass(frozen=True)
class Look:
    """One state of a message."""

    at: float
    content: str = ""
    embeds: Sequence[Json] = ()
    components: Sequence[Json] = ()
    uploads: Sequence[Upload] = ()
    flags: int = 0

    @property
    def loading(self) -> bool:
        """Whether the bot is still thinking."""
        return bool(self.flags & Flag.LOADING)

    @property
    def texts(self) -> list[str]:
        """Every text in it, in reading order."""
        written = [self.content] if self.content else []
        for embed in self.embeds:
            written += [embed[key] for key in ("title", "description") if embed.get(key)]
        return written + [part["content"] for part in walk(self.components) if _is_text(part)]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[Button]:
        return [_button(part) for part in walk(self.components) if part["type"] == Part.BUTTON]

    @property
    def selects(self) -> list[Select]:
        return [_select(part) for part in walk(self.components) if part["type"] in SELECTS]

    @property
    def media(self) -> list[Media]:
        """Pictures and files that components show."""
        return [shown for part in walk(self.components) for shown in _media(part)]

    @property
    def live(self) -> bool:
        """Whether anything in it can still be pressed or chosen."""
        return any(button.pressable for button in self.buttons) or any(
            not select.disabled for select in self.selects
        )


def walk(parts: Sequence[Json]) -> Iterator[Json]:
    """Yield every component, outer ones first, in reading order."""
    for part in parts:
        yield part
        yield from walk(part.get("components") or ())
        for single in ("accessory", "component"):
            if part.get(single):
                yield from walk([part[single]])


def _is_text(part: Json) -> bool:
    return part["type"] == Part.TEXT


def _button(part: Json) -> Button:
    emoji = obj(part.get("emoji"))
    return Button(
        custom_id=part.get("custom_id"),
        label=part.get("label"),
        emoji=emoji.get("name"),
        style=part["style"],
        disabled=bool(part.get("disabled")),
        url=part.get("url"),
    )


def _select(part: Json) -> Select:
    options: list[Json] = part.get("options") or []
    return Select(
        custom_id=part["custom_id"],
        kind=part["type"],
        options=tuple(option["value"] for option in options),
        labels=tuple(option["label"] for option in options),
        disabled=bool(part.get("disabled")),
        fewest=part.get("min_values", 1),
        most=part.get("max_values", 1),
        placeholder=part.get("placeholder"),
    )


def _media(part: Json) -> Iterator[Media]:
    items: list[Json] = part["items"] if part["type"] == Part.GALLERY else [part]
    for item in items:
        media = item.get("media") or item.get("file")
        if media:
            attachment = media.get("attachment_id")
            yield Media(
                url=media["url"],
                alt=item.get("description"),
                attachment=int(attachment) if attachment else None,
            )
