"""Interactions: from a user's press to the bot's answer, with Discord's deadlines between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe

from . import payloads
from .errors import already_acknowledged, unknown_interaction, unknown_webhook
from .gateway import Gateway, Session
from .modals import Modal
from .things import Channel, Message, User
from .wire import Json, Kind, Reply
from .world import World

TOKEN_LIFE = 15 * 60.0
"""Seconds for which an interaction's token opens its webhook."""


@dataclass(eq=False)
class Interaction:
    """One press, choice, command or modal of one user, and everything the bot made of it."""

    world: World = field(repr=False)
    id: int
    token: str = field(repr=False)
    kind: Kind
    user: User
    channel: Channel
    data: Json
    opened: float
    source: Message | None = None
    trigger: "Interaction | None" = None
    acknowledged: float | None = None
    response: Json | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list[Message])
    modal: Modal | None = None
    choices: list[Json] = field(default_factory=list[Json])
    refused: list[int] = field(default_factory=list[int])
    sessions: list[Session] = field(default_factory=list[Session], repr=False)
    excused: str | None = None

    @property
    def delivered(self) -> bool:
        """Whether any process was there to hear of it."""
        return bool(self.sessions)

    @property
    def reply_kind(self) -> Reply | None:
        return Reply(self.response["type"]) if self.response else None

    @property
    def replies(self) -> list[Message]:
        """Messages that answer it: its own first, if it has one, then those that follow."""
        made = self.reply_kind in (Reply.MESSAGE, Reply.DEFERRED_MESSAGE)
        own = [self.original] if made and self.original else []
        return [one for one in [*own, *self.followups] if not one.deleted]

    @property
    def private(self) -> list[str]:
        """What only its user was told, text by text."""
        return [one.text for one in self.replies if one.ephemeral and not one.loading]

    @property
    def public(self) -> list[str]:
        return [one.text for one in self.replies if not one.ephemeral and not one.loading]

    async def answered(self, within: float = 5.0) -> "Interaction":
        """Wait until the bot has acknowledged it, or was refused when it tried.

        Raises:
            NotInTime: When it has done neither after that many seconds.
        """

        def look() -> Interaction | None:
            return self if self.acknowledged is not None or self.refused else None

        return await self.world.bell.until(look, within, f"an answer to {self}")

    async def reply(self, within: float = 5.0) -> Message:
        """Return the first message that answers it, once the bot thinks no more.

        Raises:
            NotInTime: When there is none after that many seconds.
        """

        def look() -> Message | None:
            return next((one for one in self.replies if not one.loading), None)

        return await self.world.bell.until(look, within, f"a reply to {self}")

    async def told(self, within: float = 5.0) -> str:
        """Return the first text that only its user is told, once it is there.

        Raises:
            NotInTime: When there is none after that many seconds.
        """

        def look() -> str | None:
            return next(iter(self.private), None)

        return await self.world.bell.until(look, within, f"a private answer to {self}")

    def __str__(self) -> str:
        what = self.data.get("custom_id") or self.data.get("name")
        return f"{self.kind.name.lower()} {what!r} of {self.user.name}"


class Interactions:
    """Opens interactions and holds answers to their deadlines."""

    def __init__(self, world: World, gateway: Gateway, acknowledge_within: float) -> None:
        self.world, self.gateway = world, gateway
        self.acknowledge_within = acknowledge_within
        self.all: list[Interaction] = []
        self._by_token: dict[str, Interaction] = {}
        gateway.lost.append(self._excuse)

    def open(
        self,
        kind: Kind,
        user: User,
        channel: Channel,
        data: Json,
        *,
        source: Message | None = None,
        trigger: Interaction | None = None,
    ) -> Interaction:
        """Tell the bot of it, at once and without waiting for anything."""
        interaction = Interaction(
            self.world,
            self.world.ids.mint(),
            token_urlsafe(48),
            kind,
            user,
            channel,
            data,
            self.world.clock.seconds(),
            source,
            trigger,
        )
        self.all.append(interaction)
        self._by_token[interaction.token] = interaction
        guild = channel.guild.id if channel.guild else None
        told = self.gateway.tell(guild, "INTERACTION_CREATE", self.payload(interaction))
        interaction.sessions = told
        return interaction

    def to_answer(self, interaction_id: int, token: str) -> Interaction:
        """Return the interaction a callback is for.

        Raises:
            Refused: When there is none, it is too late, or it has been answered.
        """
        found = self._by_token.get(token)
        if found is None or found.id != interaction_id:
            raise unknown_interaction()
        if found.acknowledged is not None:
            found.refused.append(40060)
            raise already_acknowledged()
        if self.world.clock.seconds() - found.opened > self.acknowledge_within:
            found.refused.append(10062)
            raise unknown_interaction()
        return found

    def by_webhook(self, application: int, token: str) -> Interaction:
        """Return the interaction whose webhook is used.

        Raises:
            Refused: When its token is no good, not yet or no more.
        """
        found = self._by_token.get(token)
        if found is None or application != self.world.bot.id or found.acknowledged is None:
            raise unknown_webhook()
        if self.world.clock.seconds() - found.opened > TOKEN_LIFE:
            raise unknown_webhook()
        return found

    def known(self, token: str) -> Interaction | None:
        return self._by_token.get(token)

    def acknowledge(self, interaction: Interaction, response: Json, arrived: float) -> None:
        """Note the answer; `arrived` is when its request came in."""
        interaction.acknowledged = (arrived - interaction.opened) * 1000
        interaction.response = response

    def left_alone(self, *, at_the_end: bool) -> list[Interaction]:
        """Return what was heard and not answered: in time, or (at the end) at all."""
        now = self.world.clock.seconds()
        return [
            one
            for one in self.all
            if one.delivered
            and one.acknowledged is None
            and not one.excused
            and (at_the_end or now - one.opened > self.acknowledge_within)
        ]

    def _excuse(self, session: Session) -> None:
        """A killed process can't answer what it was told."""
        for one in self.left_alone(at_the_end=True):
            if session in one.sessions:
                one.excused = "the process that was told was gone"

    # --- what is sent ----------------------------------------------------------------------------

    def payload(self, interaction: Interaction) -> Json:
        """Return the interaction as the gateway tells it."""
        channel, user = interaction.channel, interaction.user
        guild = channel.guild
        known: Json = {
            "id": str(interaction.id),
            "application_id": str(self.world.bot.id),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": {
                **payloads.channel(channel),
                "permissions": str(channel.permissions_of(user)),
            },
            "locale": user.locale,
            "app_permissions": str(channel.permissions_of(self.world.bot)),
            "attachment_size_limit": guild.upload_limit if guild else 10_485_760,
            "entitlements": [],
            "context": 0 if guild else 1,
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
        }
        if interaction.source:
            known["message"] = payloads.message(interaction.source, self.world.bot.id)
        if guild is None:
            return {**known, "user": payloads.user(user)}
        member = payloads.member(guild.members[user.id])
        return known | {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": {**member, "permissions": str(channel.permissions_of(user))},
        }


def metadata(interaction: Interaction) -> Json:
    """Return what a message says of the interaction that it answers."""
    guild = interaction.channel.guild
    known: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": payloads.user(interaction.user),
        "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
    }
    if interaction.kind is Kind.COMPONENT and interaction.source:
        known["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind is Kind.MODAL and interaction.trigger:
        known["triggering_interaction_metadata"] = metadata(interaction.trigger)
    return known


def delays(interactions: Sequence[Interaction]) -> list[float]:
    """Return how long each answered interaction waited, in milliseconds, shortest first."""
    return sorted(one.acknowledged for one in interactions if one.acknowledged is not None)
