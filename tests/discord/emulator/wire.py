"""What travels: JSON, and the numbers of Discord's that mean something."""

from enum import IntEnum, IntFlag
from typing import Any, TypeAlias, cast

Json: TypeAlias = dict[str, Any]


def obj(value: Any) -> Json:
    """Return a value that should be an object; an empty one when it is not."""
    return cast("Json", value) if isinstance(value, dict) else {}


def objs(value: Any) -> list[Json]:
    """Return a value that should be a list of objects; an empty one when it is not."""
    return cast("list[Json]", value) if isinstance(value, list) else []


class Flag(IntFlag):
    """Message flags that the emulator acts on."""

    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    COMPONENTS_V2 = 1 << 15


class Kind(IntEnum):
    """Interaction types."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Reply(IntEnum):
    """Interaction callback types."""

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class Part(IntEnum):
    """Component types."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset(
    {
        Part.STRING_SELECT,
        Part.USER_SELECT,
        Part.ROLE_SELECT,
        Part.MENTIONABLE_SELECT,
        Part.CHANNEL_SELECT,
    }
)
"""Component types that are chosen from."""

TEXT_CHANNEL = 0
DIRECT = 1
VOICE_CHANNEL = 2
NEWS_CHANNEL = 5
PUBLIC_THREAD = 11
PRIVATE_THREAD = 12

LINK_BUTTON = 5
