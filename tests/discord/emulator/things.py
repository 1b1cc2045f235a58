"""The things a Discord is made of: users, roles, members, guilds, channels, messages.

They hold state and answer questions about it. Changing them, and telling the bot, is the world's.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import permissions
from .looks import Button, Look, Media, Select, Upload
from .wire import DIRECT, PRIVATE_THREAD, PUBLIC_THREAD, Flag, Json

if TYPE_CHECKING:
    from .world import World

FILESIZE_LIMITS = {0: 10_485_760, 1: 10_485_760, 2: 52_428_800, 3: 104_857_600}
"""Bytes that one file may have, by the guild's premium tier."""


@dataclass(eq=False)
class User:
    """Somebody with an account, the bot included."""

    id: int
    name: str
    display: str
    bot: bool = False
    locale: str = "en-US"
    takes_direct_messages: bool = True

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int = 1
    managed: bool = False
    mentionable: bool = False


@dataclass(eq=False)
class Member:
    """A user in a guild."""

    guild: "Guild"
    user: User
    joined_ms: int
    roles: list[Role] = field(default_factory=list[Role])
    nick: str | None = None

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def permissions(self) -> int:
        """What they may do before any channel has its say."""
        granted = [self.guild.everyone.permissions, *(role.permissions for role in self.roles)]
        return permissions.total(granted, owner=self.guild.owner is self.user)


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    owner: User
    everyone: Role
    locale: str = "en-US"
    premium_tier: int = 0
    filesize_limit: int | None = None
    nsfw_level: int = 0
    roles: dict[int, Role] = field(default_factory=dict[int, Role])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    channels: dict[int, "Channel"] = field(default_factory=dict[int, "Channel"])

    @property
    def upload_limit(self) -> int:
        """Bytes that one uploaded file may have here."""
        return self.filesize_limit or FILESIZE_LIMITS[self.premium_tier]


@dataclass(eq=False)
class Thread:
    """What only a thread has."""

    owner: int
    created_ms: int
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    archive_after: int = 1440
    members: set[int] = field(default_factory=set[int])


@dataclass(eq=False)
class Channel:
    """A text channel, a thread, or a direct conversation."""

    world: "World"
    id: int
    kind: int
    name: str
    guild: Guild | None = None
    parent: "Channel | None" = None
    thread: Thread | None = None
    nsfw: bool = False
    topic: str | None = None
    position: int = 0
    recipients: list[User] = field(default_factory=list[User])
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    sent: dict[int, "Message"] = field(default_factory=dict[int, "Message"])
    deleted: bool = False
    _taken: int = 0

    @property
    def messages(self) -> list["Message"]:
        """What everybody in the channel sees, oldest first."""
        return [one for one in self.sent.values() if one.reader is None and not one.deleted]

    @property
    def age_restricted(self) -> bool:
        return self.nsfw or (self.parent is not None and self.parent.nsfw)

    @property
    def is_thread(self) -> bool:
        return self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)

    @property
    def is_direct(self) -> bool:
        return self.kind == DIRECT

    def permissions_of(self, user: User) -> int:
        """Return what somebody may do here: roles, then this channel's overwrites."""
        if self.guild is None:
            return permissions.IN_DIRECT if user in self.recipients or user.bot else 0
        member = self.guild.members.get(user.id)
        if member is None:
            return 0
        place = self.parent if self.is_thread and self.parent else self
        here = permissions.within(
            member.permissions,
            place.overwrites,
            self.guild.id,
            [role.id for role in member.roles],
            user.id,
        )
        return here if self._lets_in(user, here) else 0

    def may(self, user: User, *names: str) -> bool:
        """Say whether somebody has all of these permissions here."""
        here = self.permissions_of(user)
        return all(here & permissions.BITS[name] for name in names)

    async def next_message(self, within: float = 5.0) -> "Message":
        """Return the bot's oldest message here that this has not returned before.

        Raises:
            NotInTime: When there is none after that many seconds.
        """

        def look() -> Message | None:
            fresh = (one for one in self.messages if one.id > self._taken and one.author.bot)
            return next(fresh, None)

        message = await self.world.bell.until(look, within, f"the next message in #{self.name}")
        self._taken = message.id
        return message

    def allow(self, target: Role | Member, *names: str) -> None:
        """Grant permissions here by an overwrite, whatever roles say."""
        self.world.overwrite(self, target, allow=permissions.bits(names))

    def deny(self, target: Role | Member, *names: str) -> None:
        """Take permissions away here by an overwrite, whatever roles say."""
        self.world.overwrite(self, target, deny=permissions.bits(names))

    def inherit(self, target: Role | Member) -> None:
        """Drop the overwrite for somebody, so that roles decide again."""
        self.world.overwrite(self, target)

    def delete(self) -> None:
        """Delete the channel, with its threads and messages, as a moderator would."""
        self.world.remove_channel(self)

    def archive(self, *, locked: bool = False) -> None:
        """Close a thread."""
        self.world.change_thread(self, archived=True, locked=locked)

    def _lets_in(self, user: User, here: int) -> bool:
        if self.kind != PRIVATE_THREAD or self.thread is None:
            return True
        return user.id in self.thread.members or bool(here & permissions.BITS["manage_threads"])


@dataclass(eq=False)
class Message:
    """A message through all of its states. `history[-1]` is what is seen now."""

    id: int
    channel: Channel
    author: User
    history: list[Look]
    created_ms: int
    reader: User | None = None
    kind: int = 0
    from_webhook: bool = False
    cause: Json | None = None
    reference: Json | None = None
    pinged: frozenset[str] = frozenset()
    mentioned: list[User] = field(default_factory=list[User])
    edited_ms: int | None = None
    thread: Channel | None = None
    deleted: bool = False
    nonce: str | None = None

    @property
    def now(self) -> Look:
        return self.history[-1]

    def as_seen(self) -> "Seen":
        """Return what a client shows now, to be clicked when it is shown no more."""
        return Seen(self, self.now)

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.reader is not None

    @property
    def is_v2(self) -> bool:
        return bool(self.now.flags & Flag.COMPONENTS_V2)

    @property
    def edits(self) -> int:
        return len(self.history) - 1

    @property
    def url(self) -> str:
        guild = self.channel.guild.id if self.channel.guild else "@me"
        return f"https://discord.com/channels/{guild}/{self.channel.id}/{self.id}"

    # What tests ask of a message most often is what it shows now.

    @property
    def content(self) -> str:
        return self.now.content

    @property
    def components(self) -> list[Json]:
        return list(self.now.components)

    @property
    def embeds(self) -> list[Json]:
        return list(self.now.embeds)

    @property
    def text(self) -> str:
        return self.now.text

    @property
    def loading(self) -> bool:
        return self.now.loading

    @property
    def live(self) -> bool:
        return self.now.live

    @property
    def buttons(self) -> list[Button]:
        return self.now.buttons

    @property
    def selects(self) -> list[Select]:
        return self.now.selects

    @property
    def media(self) -> list[Media]:
        return self.now.media

    @property
    def uploads(self) -> list[Upload]:
        """Every file that was sent with it, shown by a component or not."""
        return list(self.now.uploads)

    def button(self, label: str) -> Button:
        """Return the one button with this label."""
        (found,) = (button for button in self.buttons if button.label == label)
        return found

    def picture(self) -> bytes:
        """Return the bytes of the first picture that a component shows."""
        shown = {one.attachment for one in self.media}
        return next(one.data for one in self.uploads if one.id in shown)

    async def becomes(self, within: float = 5.0, **ways: object) -> "Message":
        """Wait until each named property has the given value, and return the message.

        Raises:
            NotInTime: When they don't after that many seconds.
        """

        def look() -> Message | None:
            fits = all(getattr(self, name) == wanted for name, wanted in ways.items())
            return self if fits else None

        return await self.channel.world.bell.until(look, within, f"message {self.id} {ways}")


@dataclass(frozen=True)
class Seen:
    """A message as a client that has missed the last edits still shows it."""

    message: Message
    look: Look
