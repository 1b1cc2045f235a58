"""The emulated Discord: everything there is, every way it changes, and the events that tell of it.

Nothing here knows of HTTP, of sockets or of the bot. Whoever changes the world has been let to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import payloads
from .bell import Bell
from .clock import Clock
from .errors import Impossible
from .looks import Look, Upload
from .permissions import BOT, EVERYONE
from .snowflakes import Snowflakes
from .things import Channel, Guild, Member, Message, Role, Thread, User
from .wire import DIRECT, PRIVATE_THREAD, PUBLIC_THREAD, TEXT_CHANNEL, Json


@dataclass(frozen=True)
class Event:
    """Something that the gateway tells. `author` is who wrote the message it is about, if any."""

    name: str
    payload: Json
    guild: int | None
    author: User | None = None


class World:
    """All users, guilds, channels and messages."""

    def __init__(self, clock: Clock, happened: Callable[[], str]) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.bell = Bell(happened)
        self.base = ""
        self.held: list[Event] | None = None
        """Events that wait until the answer is out, while a request is handled that way round."""
        self.listeners: list[Callable[[Event], None]] = []
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._files: dict[int, tuple[Message, Upload]] = {}
        self.bot = self.add_user("Nightreel", bot=True)
        self.owner = self.add_user("Developer")

    def tell(self, event: Event) -> None:
        """Let everybody who listens know, and wake who waits."""
        if self.held is not None:
            self.held.append(event)
            return
        for listener in self.listeners:
            listener(event)
        self.bell.ring()

    # --- people and guilds -----------------------------------------------------------------------

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        user = User(self.ids.mint(), name.lower().replace(" ", "_"), name, bot=bot, locale=locale)
        self.users[user.id] = user
        return user

    def add_guild(
        self,
        name: str,
        *,
        bot_permissions: int = BOT,
        everyone: int = EVERYONE,
        locale: str = "en-US",
        premium_tier: int = 0,
        filesize_limit: int | None = None,
    ) -> Guild:
        """Make a guild with the bot in it; its permissions come by a role of its own."""
        owner = self.add_user(f"{name} owner")
        own_id = self.ids.mint_guild()
        guild = Guild(
            own_id,
            name,
            owner,
            Role(own_id, "@everyone", everyone, position=0),
            locale=locale,
            premium_tier=premium_tier,
            filesize_limit=filesize_limit,
        )
        guild.roles[own_id] = guild.everyone
        self.guilds[own_id] = guild
        invited = Role(self.ids.mint(), self.bot.display, bot_permissions, managed=True)
        guild.roles[invited.id] = invited
        for user, roles in ((owner, []), (self.bot, [invited])):
            guild.members[user.id] = Member(guild, user, self.clock.milliseconds(), roles)
        self.tell(Event("GUILD_CREATE", self.introduction(guild), guild.id))
        return guild

    def introduction(self, guild: Guild) -> Json:
        """Return a guild as the gateway introduces it: of its members only the bot."""
        threads = [one for one in guild.channels.values() if one.thread and not one.thread.archived]
        visible = [one for one in threads if one.permissions_of(self.bot)]
        return payloads.guild_create(guild, [guild.members[self.bot.id]], visible)

    def add_role(self, guild: Guild, name: str, permissions: int) -> Role:
        role = Role(self.ids.mint(), name, permissions, position=len(guild.roles))
        guild.roles[role.id] = role
        self._tell_guild("GUILD_ROLE_CREATE", guild, {"role": payloads.role(role)})
        return role

    def change_role(self, guild: Guild, role: Role, permissions: int) -> None:
        """Let a role grant other permissions from now on."""
        role.permissions = permissions
        self._tell_guild("GUILD_ROLE_UPDATE", guild, {"role": payloads.role(role)})

    def add_member(self, guild: Guild, user: User, roles: Iterable[Role] = ()) -> Member:
        member = Member(guild, user, self.clock.milliseconds(), list(roles))
        guild.members[user.id] = member
        self._tell_guild("GUILD_MEMBER_ADD", guild, payloads.member(member))
        return member

    def remove_member(self, guild: Guild, user: User) -> None:
        """Let somebody leave. When the bot leaves, the guild is gone for it."""
        del guild.members[user.id]
        if user is self.bot:
            self.tell(Event("GUILD_DELETE", {"id": str(guild.id)}, guild.id))
        else:
            self._tell_guild("GUILD_MEMBER_REMOVE", guild, {"user": payloads.user(user)})

    def _tell_guild(self, name: str, guild: Guild, payload: Json) -> None:
        self.tell(Event(name, {**payload, "guild_id": str(guild.id)}, guild.id))

    # --- channels --------------------------------------------------------------------------------

    def add_channel(
        self,
        guild: Guild,
        name: str,
        *,
        kind: int = TEXT_CHANNEL,
        nsfw: bool = False,
        topic: str | None = None,
    ) -> Channel:
        channel = Channel(
            self, self.ids.mint(), kind, name, guild, nsfw=nsfw, topic=topic,
            position=len(guild.channels),
        )  # fmt: skip
        self._open(channel)
        self._tell_channel("CHANNEL_CREATE", channel)
        return channel

    def add_thread(
        self,
        parent: Channel,
        name: str,
        owner: User,
        *,
        source: Message | None = None,
        private: bool = False,
    ) -> Channel:
        """Make a thread; one that starts from a message has the message's id."""
        thread = Channel(
            self,
            source.id if source else self.ids.mint(),
            PRIVATE_THREAD if private else PUBLIC_THREAD,
            name,
            parent.guild,
            parent=parent,
            thread=Thread(owner.id, self.clock.milliseconds(), members={owner.id}),
        )
        if source:
            source.thread = thread
        self._open(thread)
        self._tell_channel("THREAD_CREATE", thread, newly_created=True)
        return thread

    def change_thread(
        self, channel: Channel, *, archived: bool | None = None, locked: bool | None = None
    ) -> None:
        """Close, open or lock a thread; what is None stays."""
        thread = channel.thread
        if thread is None:
            raise Impossible(f"#{channel.name} is no thread")
        thread.archived = thread.archived if archived is None else archived
        thread.locked = thread.locked if locked is None else locked
        self._tell_channel("THREAD_UPDATE", channel)

    def change_channel(self, channel: Channel) -> None:
        """Tell that a channel's settings have changed."""
        self._tell_channel("THREAD_UPDATE" if channel.thread else "CHANNEL_UPDATE", channel)

    def direct(self, user: User) -> Channel:
        """Return the conversation between somebody and the bot, opening it if need be."""
        for channel in self.channels.values():
            if channel.is_direct and user in channel.recipients:
                return channel
        channel = Channel(self, self.ids.mint(), DIRECT, user.name, recipients=[user])
        self._open(channel)
        return channel

    def overwrite(
        self, channel: Channel, target: Role | Member, *, allow: int = 0, deny: int = 0
    ) -> None:
        """Extend a channel's exception for somebody; with nothing to allow or deny, drop it."""
        if allow or deny:
            allowed, denied = channel.overwrites.get(target.id, (0, 0))
            channel.overwrites[target.id] = (allowed & ~deny | allow, denied & ~allow | deny)
        else:
            channel.overwrites.pop(target.id, None)
        self.change_channel(channel)

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel and, silently, everything in it."""
        for thread in [one for one in self.channels.values() if one.parent is channel]:
            self.remove_channel(thread)
        channel.deleted = True
        del self.channels[channel.id]
        if channel.guild:
            del channel.guild.channels[channel.id]
        for message in channel.sent.values():
            message.deleted = True
        self._tell_channel("THREAD_DELETE" if channel.thread else "CHANNEL_DELETE", channel)

    def _open(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        if channel.guild:
            channel.guild.channels[channel.id] = channel

    def _tell_channel(self, name: str, channel: Channel, **more: object) -> None:
        guild = channel.guild.id if channel.guild else None
        self.tell(Event(name, {**payloads.channel(channel), **more}, guild))

    # --- messages --------------------------------------------------------------------------------

    def post(self, message: Message) -> Message:
        """Put a message where it belongs. Only its reader sees an ephemeral one."""
        message.channel.sent[message.id] = message
        self._keep_files(message)
        self._tell_message("MESSAGE_CREATE", message)
        return message

    def edit(self, message: Message, look: Look) -> None:
        """Give a message another look. Its former ones stay in its history."""
        if not message.now.loading:
            message.edited_ms = self.clock.milliseconds()
        message.history.append(look)
        self._keep_files(message)
        self._tell_message("MESSAGE_UPDATE", message)

    def remove(self, message: Message) -> None:
        message.deleted = True
        guild = message.channel.guild
        gone = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if guild:
            gone["guild_id"] = str(guild.id)
        if message.ephemeral:
            self.bell.ring()
        else:
            self.tell(Event("MESSAGE_DELETE", gone, guild.id if guild else None, message.author))

    def file_url(self, channel: Channel, upload: Upload) -> str:
        return f"{self.base}/attachments/{channel.id}/{upload.id}/{upload.name}"

    def file(self, upload_id: int) -> Upload | None:
        """Return a file while the message that carries it has it."""
        message, upload = self._files.get(upload_id, (None, None))
        if message is None or message.deleted or upload not in message.now.uploads:
            return None
        return upload

    def _keep_files(self, message: Message) -> None:
        for upload in message.now.uploads:
            self._files[upload.id] = (message, upload)

    def _tell_message(self, name: str, message: Message) -> None:
        if message.ephemeral:
            self.bell.ring()
            return
        guild = message.channel.guild
        payload = payloads.message(message, self.bot.id)
        if guild:
            payload["guild_id"] = str(guild.id)
            author = guild.members.get(message.author.id)
            if author:
                payload["member"] = payloads.member(author)
        if not message.channel.permissions_of(self.bot):
            self.bell.ring()
            return
        self.tell(Event(name, payload, guild.id if guild else None, message.author))
