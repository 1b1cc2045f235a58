"""Who may do what where: Discord's permission bits and the way it adds them up."""

from collections.abc import Iterable
from typing import Protocol, TypeAlias, runtime_checkable

_NAMES = [
    "create_instant_invite",
    "kick_members",
    "ban_members",
    "administrator",
    "manage_channels",
    "manage_guild",
    "add_reactions",
    "view_audit_log",
    "priority_speaker",
    "stream",
    "view_channel",
    "send_messages",
    "send_tts_messages",
    "manage_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "mention_everyone",
    "use_external_emojis",
    "view_guild_insights",
    "connect",
    "speak",
    "mute_members",
    "deafen_members",
    "move_members",
    "use_vad",
    "change_nickname",
    "manage_nicknames",
    "manage_roles",
    "manage_webhooks",
    "manage_expressions",
    "use_application_commands",
    "request_to_speak",
    "manage_events",
    "manage_threads",
    "create_public_threads",
    "create_private_threads",
    "use_external_stickers",
    "send_messages_in_threads",
    "use_embedded_activities",
    "moderate_members",
    "view_creator_monetization_analytics",
    "use_soundboard",
    "create_expressions",
    "create_events",
    "use_external_sounds",
    "send_voice_messages",
    "_47",
    "set_voice_channel_status",
    "send_polls",
    "use_external_apps",
    "pin_messages",
    "bypass_slowmode",
]

BITS = {name: 1 << place for place, name in enumerate(_NAMES)}
"""Each permission by its documented name, in lower case."""

ALL = sum(bit for name, bit in BITS.items() if not name.startswith("_"))


@runtime_checkable
class Valued(Protocol):
    """Whatever carries its bits in `value`, as a library's own permissions do."""

    @property
    def value(self) -> int: ...


Permissions: TypeAlias = int | Valued | str | Iterable[str]
"""Bits, an object with a `value`, one name or several names."""


def bits(permissions: Permissions) -> int:
    """Return permissions as Discord adds them up."""
    if isinstance(permissions, int):
        return permissions
    if isinstance(permissions, str):
        return BITS[permissions]
    if isinstance(permissions, Valued):  # before Iterable: discord.py's are both
        return permissions.value
    total = 0
    for name in permissions:
        total |= BITS[name]
    return total


BOT = bits(
    (
        "view_channel",
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "embed_links",
        "attach_files",
        "read_message_history",
    )
)
"""What the bot is invited with unless a test says otherwise."""

EVERYONE = BOT | bits(("add_reactions", "use_external_emojis", "use_application_commands"))
"""What a new guild lets everybody do."""

IN_DIRECT = EVERYONE | bits(("mention_everyone", "use_external_stickers"))
"""What both sides of a direct conversation may do."""

_NEEDS_SENDING = bits(("mention_everyone", "embed_links", "attach_files", "send_tts_messages"))


class Overwrites(Protocol):
    """A channel's exceptions: for each role or member, what is allowed and what is denied."""

    def get(self, target: int, /) -> tuple[int, int] | None: ...


def total(granted: Iterable[int], *, owner: bool) -> int:
    """Return what a member may do in the guild, before any channel has its say."""
    base = 0
    for one in granted:
        base |= one
    return ALL if owner or base & BITS["administrator"] else base


def within(
    base: int, overwrites: Overwrites, everyone: int, roles: Iterable[int], member: int
) -> int:
    """Return what is left of `base` in a channel with these overwrites."""
    if base & BITS["administrator"]:
        return ALL
    here = _apply(base, overwrites.get(everyone))
    allowed = denied = 0
    for role in roles:
        allow, deny = overwrites.get(role) or (0, 0)
        allowed, denied = allowed | allow, denied | deny
    here = here & ~denied | allowed
    return _implied(_apply(here, overwrites.get(member)))


def _apply(base: int, overwrite: tuple[int, int] | None) -> int:
    allow, deny = overwrite or (0, 0)
    return base & ~deny | allow


def _implied(here: int) -> int:
    if not here & BITS["view_channel"]:
        return 0
    if not here & (BITS["send_messages"] | BITS["send_messages_in_threads"]):
        here &= ~_NEEDS_SENDING
    return here
