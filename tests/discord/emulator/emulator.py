"""The whole emulator: one port, one Discord, one bot, and the people and faults of a test."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from . import pointing
from .clock import Clock
from .commands import Book
from .errors import Refused
from .exchanges import Exchanges
from .faults import Faults
from .gateway import Gateway
from .interactions import Interaction, Interactions
from .limits import Limits, Rate
from .openapi import Description, description_path
from .permissions import BOT, EVERYONE, Permissions, bits
from .rest import PREFIX, Rest
from .routes_applications import ApplicationRoutes
from .routes_interactions import InteractionRoutes
from .routes_messages import MessageRoutes
from .things import Channel, Guild, Member, Message, Role, User
from .users import PATIENCE, Person
from .verdict import Finding, Judge
from .wire import NEWS_CHANNEL, VOICE_CHANNEL
from .world import World

TOKEN = "an.emulated.token"  # noqa: S105 (opens nothing but this)
MOST_BYTES = 200 * 1024 * 1024


class Emulator:
    """A Discord of one's own. Open it as an async context; it picks a port.

    Args:
        shards: How many shards `GET /gateway/bot` recommends.
        acknowledge_within: Seconds for which an interaction takes its first answer.
        rates: Rate limits by route; others are generous. `limits.LIKE_DISCORD` is a set.
        order: Which the bot learns first of what it has asked for: the event or the answer.
        granted_intents: Privileged intents that the application has; asking for others closes the
            gateway with 4014.
        token: What the bot has to present.
    """

    def __init__(
        self,
        *,
        shards: int = 1,
        acknowledge_within: float = 3.0,
        rates: dict[str, Rate] | None = None,
        order: Literal["event first", "answer first"] = "event first",
        granted_intents: int = 0,
        token: str = TOKEN,
        description: Path | None = None,
    ) -> None:
        self.token = token
        self.clock = Clock()
        self.judge = Judge()
        self.faults = Faults()
        self.world = World(self.clock, self.transcript)
        self.gateway = Gateway(self.world, self.judge, token, shards, granted_intents)
        self.world.listeners.append(self.gateway.hear)
        self.book = Book(self.world)
        self._interactions = Interactions(self.world, self.gateway, acknowledge_within)
        self._rest = Rest(
            self.world,
            self.judge,
            self.faults,
            Limits(self.clock, rates or {}),
            Description(description or description_path()),
            token,
            [
                *ApplicationRoutes(self.world, self.gateway, self.book).table(),
                *MessageRoutes(self.world).table(),
                *InteractionRoutes(self.world, self._interactions).table(),
            ],
            self._note_refusal,
            answers_first=order == "answer first",
        )
        self._runner: web.AppRunner | None = None

    # --- lifetime --------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_get("/gateway", self.gateway.connect)
        app.router.add_get("/gateway/", self.gateway.connect)
        app.router.add_get("/attachments/{channel}/{file}/{name}", self._file)
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._rest.serve)
        app.router.add_route("*", "/{elsewhere:.*}", self._rest.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.world.base = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.gateway.drop(resumable=False, code=1001)
        if self._runner:
            await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        upload = self.world.file(int(request.match_info["file"]))
        if upload is None:
            raise web.HTTPNotFound
        return web.Response(body=upload.data, content_type=upload.content_type.split(";")[0])

    # --- where it is -----------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where REST is, as discord.py's Route.BASE has it."""
        return self.world.base + PREFIX

    @property
    def gateway_url(self) -> str:
        return self.gateway.url

    def pointed(self) -> AbstractContextManager[None]:
        """Point discord.py in this process here while the context is open."""
        return pointing.pointed_at(self.url, self.gateway_url)

    def environment(self, folder: Path) -> dict[str, str]:
        """Return the environment that points discord.py in another process here."""
        return pointing.environment(self.url, self.gateway_url, self.token, folder)

    # --- what there is ---------------------------------------------------------------------------

    @property
    def bot(self) -> User:
        return self.world.bot

    def guild(
        self,
        name: str,
        *,
        bot_permissions: Permissions = BOT,
        everyone: Permissions = EVERYONE,
        locale: str = "en-US",
        premium_tier: int = 0,
        filesize_limit: int | None = None,
    ) -> "GuildHandle":
        """Make a guild that the bot is in. `filesize_limit` overrides what the tier allows."""
        guild = self.world.add_guild(
            name,
            bot_permissions=bits(bot_permissions),
            everyone=bits(everyone),
            locale=locale,
            premium_tier=premium_tier,
            filesize_limit=filesize_limit,
        )
        return GuildHandle(guild, self)

    def person(self, name: str, *, locale: str = "en-US") -> Person:
        """Make somebody who is in no guild yet."""
        return self.as_person(self.world.add_user(name, locale=locale))

    def as_person(self, user: User) -> Person:
        return Person(self.world, self._interactions, self.book, user)

    @property
    def interactions(self) -> list[Interaction]:
        """Every interaction so far, oldest first."""
        return list(self._interactions.all)

    @property
    def exchanges(self) -> Exchanges:
        """Everything the bot asked over REST so far."""
        return self._rest.exchanges

    # --- waiting ---------------------------------------------------------------------------------

    async def bot_online(self, *, shards: int | None = None, within: float = PATIENCE) -> None:
        """Wait until that many shards (by default all) are connected and have been welcomed."""
        wanted = self.gateway.shards if shards is None else shards

        def look() -> bool | None:
            return len(self.gateway.connected()) >= wanted or None

        await self.world.bell.until(look, within, "the bot to come online")

    async def commands_registered(self, *names: str, within: float = PATIENCE) -> None:
        """Wait until the bot has registered these commands, in any guild or everywhere."""

        def look() -> bool | None:
            shelves = [self.book.everywhere, *self.book.by_guild.values()]
            known = {one["name"] for shelf in shelves for one in shelf.values()}
            return set(names) <= known or None

        await self.world.bell.until(look, within, f"the commands {names}")

    async def message_where(
        self, wanted: Callable[[Message], bool], *, within: float = PATIENCE
    ) -> Message:
        """Return the newest message anywhere that is as wanted, once there is one.

        Raises:
            NotInTime: When there is none after that many seconds.
        """

        def look() -> Message | None:
            channels = self.world.channels.values()
            found = [one for channel in channels for one in channel.messages if wanted(one)]
            return max(found, key=lambda one: one.id, default=None)

        return await self.world.bell.until(look, within, "a message")

    async def until(self, wanted: Callable[[], bool], what: str, within: float = PATIENCE) -> None:
        """Wait until something is true; it is asked again whenever anything has happened here.

        Raises:
            NotInTime: When it is not after that many seconds.
        """
        await self.world.bell.until(lambda: wanted() or None, within, what)

    # --- faults of the gateway -------------------------------------------------------------------

    async def drop_gateway(self, *, resumable: bool = True, code: int = 4000) -> None:
        """Break the bot's connections. What happens meanwhile is replayed if it may resume."""
        self.gateway.drop(resumable=resumable, code=code)

    async def ask_to_reconnect(self) -> None:
        """Send op 7."""
        self.gateway.ask_to_reconnect()

    async def invalidate_session(self, *, resumable: bool = False) -> None:
        """Send op 9."""
        self.gateway.invalidate(resumable=resumable)

    def skip(self, seconds: float) -> None:
        """Let that much time pass for deadlines and rate limits."""
        self.clock.skip(seconds)

    # --- judging ---------------------------------------------------------------------------------

    @property
    def unchecked(self) -> str | None:
        """Why nothing is held to Discord's OpenAPI description, or None when it is."""
        return self._rest.description.skipped

    def findings(self, *, at_the_end: bool = True) -> list[Finding]:
        """Return what the bot did that Discord would not forgive."""
        alone = self._interactions.left_alone(at_the_end=at_the_end)
        return [
            *self.judge.findings,
            *(Finding("silence", f"nobody answered {one}") for one in alone),
        ]

    def verdict(self, *, at_the_end: bool = True) -> None:
        """Raise AssertionError with every finding, if there is any.

        With `at_the_end` an interaction counts as left alone even while it could still be answered.
        """
        found = self.findings(at_the_end=at_the_end)
        if found:
            raise AssertionError("\n".join(map(str, found)))

    def forgive_silence(self, interaction: Interaction, reason: str) -> None:
        """Let an interaction go unanswered; a test means it to."""
        interaction.excused = reason

    def transcript(self, last: int = 30) -> str:
        """Return the last exchanges and what waits, for whoever reads a failure."""
        exchanges = self.exchanges[-last:] if len(self.exchanges) else self.exchanges
        waiting = [f"  unanswered: {one}" for one in self._interactions.left_alone(at_the_end=True)]
        wires = f"  {len(self.gateway.connected())} shards connected"
        return "\n".join([f"  {one}" for one in exchanges] + waiting + [wires])

    def _note_refusal(self, token: str, refusal: Refused, fault: str) -> None:
        interaction = self._interactions.known(token)
        if interaction and interaction.acknowledged is None:
            interaction.excused = f"fault: {fault}"
            if refusal.status not in (429, 500, 502):
                interaction.refused.append(refusal.code)


class GuildHandle:
    """A guild in a test's hands: makes channels, roles and people in it."""

    def __init__(self, guild: Guild, emulator: Emulator) -> None:
        self.guild = guild
        self._emulator, self._world = emulator, emulator.world

    @property
    def id(self) -> int:
        return self.guild.id

    @property
    def name(self) -> str:
        return self.guild.name

    @property
    def bot(self) -> Member:
        """The bot, for overwrites and roles."""
        return self.guild.members[self._world.bot.id]

    @property
    def everyone(self) -> Role:
        return self.guild.everyone

    def text_channel(self, name: str, *, nsfw: bool = False, topic: str | None = None) -> Channel:
        return self._world.add_channel(self.guild, name, nsfw=nsfw, topic=topic)

    def voice_channel(self, name: str) -> Channel:
        """Make a voice channel, of which only its chat is there."""
        return self._world.add_channel(self.guild, name, kind=VOICE_CHANNEL)

    def news_channel(self, name: str) -> Channel:
        return self._world.add_channel(self.guild, name, kind=NEWS_CHANNEL)

    def thread(self, parent: Channel, name: str, *, private: bool = False) -> Channel:
        """Make a thread that somebody other than the bot has started."""
        return self._world.add_thread(parent, name, self.guild.owner, private=private)

    def role(self, name: str, permissions: Permissions = 0) -> Role:
        return self._world.add_role(self.guild, name, bits(permissions))

    def member(
        self,
        who: str | Person,
        *,
        permissions: Permissions = 0,
        roles: tuple[Role, ...] = (),
        locale: str = "en-US",
    ) -> Person:
        """Let somebody in, by name or from elsewhere; permissions come by a role of their own."""
        known = isinstance(who, Person)
        person = who if known else self._emulator.person(who, locale=locale)
        granted = bits(permissions)
        own = (self.role(f"{person.name}'s", granted),) if granted else ()
        self._world.add_member(self.guild, person.user, (*roles, *own))
        return person

    def members(self, *names: str) -> list[Person]:
        """Let several people in at once."""
        return [self.member(name) for name in names]

    def change_bot_permissions(self, permissions: Permissions) -> None:
        """Give the bot's own role other permissions."""
        (own, *_) = self.bot.roles
        self._world.change_role(self.guild, own, bits(permissions))

    def change_everyone(self, permissions: Permissions) -> None:
        """Give @everyone other permissions."""
        self._world.change_role(self.guild, self.guild.everyone, bits(permissions))

    def remove_bot(self) -> None:
        """Kick the bot out."""
        self._world.remove_member(self.guild, self._world.bot)
