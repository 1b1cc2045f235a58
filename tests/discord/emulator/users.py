"""The people: they see what a client shows them, and do what a client lets them do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from . import commands
from .commands import Book, Value
from .errors import Impossible, Unclickable
from .interactions import Interaction, Interactions
from .looks import Button, Look, Select
from .modals import Filled, Modal
from .things import Channel, Member, Message, Role, Seen, User
from .wire import Json, Kind, Part
from .world import World

Given: TypeAlias = "Value | Person"
"""What a test gives for a command's option."""

PATIENCE = 5.0
"""Seconds that a test waits for the bot before it fails."""


@dataclass(frozen=True)
class Choice:
    """One line that an autocomplete offers."""

    name: str
    value: str | int | float


class Person:
    """Somebody who plays. Every verb sends at once, then waits for the bot's answer.

    With `wait=False` a verb returns as soon as it has sent. Verbs gathered with `asyncio.gather`
    are all sent before the bot can answer any of them.
    """

    def __init__(self, world: World, interactions: Interactions, book: Book, user: User) -> None:
        self.world, self.user = world, user
        self._interactions, self._book = interactions, book

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def mention(self) -> str:
        return self.user.mention

    @property
    def direct(self) -> Channel:
        """The conversation between this person and the bot."""
        return self.world.direct(self.user)

    @property
    def private_messages(self) -> list[Message]:
        """Every ephemeral message that only this person sees, oldest first."""
        channels = self.world.channels.values()
        return [
            one for channel in channels for one in channel.sent.values() if self._alone_sees(one)
        ]

    def _alone_sees(self, message: Message) -> bool:
        return message.reader is self.user and not message.deleted

    # --- commands --------------------------------------------------------------------------------

    async def slash(
        self,
        channel: Channel,
        line: str,
        /,
        *,
        wait: bool = True,
        within: float = PATIENCE,
        **options: Given,
    ) -> Interaction:
        """Use a command: "play", or "run status" with its subcommand.

        Raises:
            Impossible: When the client offers no such command, or not with these options.
            NotInTime: When the bot does not answer.
        """
        self._must_see(channel)
        typed = commands.typed(self._book, channel, self.user, line)
        given = {name: self._plain(value, channel) for name, value in options.items()}
        values, resolved = commands.values(typed, given)
        data = typed.data(values, resolved, channel.guild)
        return await self._done(self._open(Kind.COMMAND, channel, data), wait, within)

    async def autocomplete(
        self,
        channel: Channel,
        line: str,
        option: str,
        text: str,
        /,
        *,
        within: float = PATIENCE,
        **options: Given,
    ) -> list[Choice]:
        """Return what is offered while this person types `text` into an option.

        Raises:
            Impossible: When the client would not ask.
            NotInTime: When the bot does not answer.
        """
        self._must_see(channel)
        typed = commands.typed(self._book, channel, self.user, line)
        known = {one["name"]: one for one in typed.options}
        if not known.get(option, {}).get("autocomplete"):
            raise Impossible(f"/{line} completes no {option!r}")
        focused: Json = {
            "name": option,
            "type": known[option]["type"],
            "value": text,
            "focused": True,
        }
        others = [
            {"name": name, "type": known[name]["type"], "value": self._plain(value, channel)}
            for name, value in options.items()
        ]
        data = typed.data([*others, focused], {}, channel.guild)
        interaction = self._open(Kind.AUTOCOMPLETE, channel, data)
        await interaction.answered(within)
        return [Choice(one["name"], one["value"]) for one in interaction.choices]

    def _plain(self, value: Given, channel: Channel) -> Value:
        if not isinstance(value, Person):
            return value
        member = channel.guild.members.get(value.id) if channel.guild else None
        return member or value.user

    # --- components ------------------------------------------------------------------------------

    async def click(
        self,
        message: Message,
        *,
        label: str | None = None,
        custom_id: str | None = None,
        emoji: str | None = None,
        wait: bool = True,
        within: float = PATIENCE,
    ) -> Interaction:
        """Press a button as it is shown now.

        Raises:
            Unclickable: When there is no such button, or it can't be pressed.
            NotInTime: When the bot does not answer.
        """
        button = _pick(message.now, label, custom_id, emoji)
        return await self._press(message, button, wait, within)

    async def stale_click(
        self,
        seen: Seen,
        *,
        label: str | None = None,
        custom_id: str | None = None,
        emoji: str | None = None,
        wait: bool = True,
        within: float = PATIENCE,
    ) -> Interaction:
        """Press a button of a message as it was once seen, whatever it shows by now.

        Raises:
            Unclickable: When it could not be pressed then either, or the message is deleted.
            NotInTime: When the bot does not answer.
        """
        button = _pick(seen.look, label, custom_id, emoji)
        return await self._press(seen.message, button, wait, within)

    async def select(
        self,
        message: Message,
        *,
        values: Sequence[str | int],
        custom_id: str | None = None,
        wait: bool = True,
        within: float = PATIENCE,
    ) -> Interaction:
        """Choose from a menu; values of a menu of users, roles or channels are ids.

        Raises:
            Unclickable: When there is no such menu, or it doesn't offer that.
            NotInTime: When the bot does not answer.
        """
        menu = _menu(message.now, custom_id)
        chosen = [str(value) for value in values]
        unknown = set(chosen) - set(menu.options)
        if menu.kind == Part.STRING_SELECT and unknown:
            raise Unclickable(f"{menu.custom_id} offers {menu.options}, not {sorted(unknown)}")
        if not menu.fewest <= len(chosen) <= menu.most:
            raise Unclickable(f"{menu.custom_id} takes {menu.fewest} to {menu.most} values")
        self.must_reach(message)
        data: Json = {"custom_id": menu.custom_id, "component_type": menu.kind, "values": chosen}
        if menu.kind != Part.STRING_SELECT:
            data["resolved"] = self._resolved(message.channel, menu, chosen)
        opened = self._open(Kind.COMPONENT, message.channel, data, source=message)
        return await self._done(opened, wait, within)

    async def submit(
        self,
        modal: Modal | None,
        values: Mapping[str, Filled],
        *,
        wait: bool = True,
        within: float = PATIENCE,
    ) -> Interaction:
        """Fill in a form by its fields' custom_ids, and send it.

        Raises:
            Impossible: When no form stands before this person, or the client would not send that.
            NotInTime: When the bot does not answer.
        """
        if modal is None or modal.asker.user is not self.user:
            raise Impossible(f"no form stands before {self.name}")
        asker: Interaction = modal.asker
        data: Json = {
            "custom_id": modal.custom_id,
            "components": modal.filled(values),
            "resolved": {},
        }
        opened = self._open(Kind.MODAL, asker.channel, data, source=asker.source, trigger=asker)
        return await self._done(opened, wait, within)

    async def _press(
        self, message: Message, button: Button, wait: bool, within: float
    ) -> Interaction:
        if not button.pressable:
            raise Unclickable(f"{button.label or button.emoji!r} can't be pressed")
        self.must_reach(message)
        data = {"custom_id": button.custom_id, "component_type": int(Part.BUTTON)}
        opened = self._open(Kind.COMPONENT, message.channel, data, source=message)
        return await self._done(opened, wait, within)

    def _resolved(self, channel: Channel, menu: Select, chosen: Sequence[str]) -> Json:
        resolved: Json = {}
        kinds = {
            Part.USER_SELECT: commands.USER,
            Part.ROLE_SELECT: commands.ROLE,
            Part.CHANNEL_SELECT: commands.CHANNEL,
            Part.MENTIONABLE_SELECT: commands.MENTIONABLE,
        }
        for one in chosen:
            commands.resolve(kinds[Part(menu.kind)], self._thing(channel, int(one)), resolved)
        return resolved

    def _thing(self, channel: Channel, number: int) -> User | Member | Role | Channel:
        guild = channel.guild
        places = (guild.members, guild.roles, guild.channels) if guild else ()
        for place in places:
            if number in place:
                return place[number]
        if number not in self.world.users:
            raise Unclickable(f"there is nothing here with the id {number}")
        return self.world.users[number]

    # --- talking and moderating ------------------------------------------------------------------

    async def say(self, channel: Channel, text: str) -> Message:
        """Write a message of one's own.

        Raises:
            Impossible: When this person may not.
        """
        self._must_see(channel)
        needed = "send_messages_in_threads" if channel.is_thread else "send_messages"
        if not channel.may(self.user, needed):
            raise Impossible(f"{self.name} may not write in #{channel.name}")
        look = Look(self.world.clock.seconds(), text)
        moment = self.world.clock.milliseconds()
        return self.world.post(Message(self.world.ids.mint(), channel, self.user, [look], moment))

    async def delete(self, message: Message) -> None:
        """Delete a message: one's own, one that only oneself sees, or as a moderator any.

        Raises:
            Impossible: When this person may not.
        """
        mine = message.author is self.user or message.reader is self.user
        if not mine and not message.channel.may(self.user, "manage_messages"):
            raise Impossible(f"{self.name} may not delete what others wrote")
        self.world.remove(message)

    async def leave(self, channel: Channel) -> None:
        """Leave the guild that a channel is in."""
        if channel.guild:
            self.world.remove_member(channel.guild, self.user)

    def close_direct_messages(self) -> None:
        """Take no direct messages from now on."""
        self.user.takes_direct_messages = False

    # --- what a client lets through --------------------------------------------------------------

    def _must_see(self, channel: Channel) -> None:
        if channel.deleted or not channel.permissions_of(self.user):
            raise Impossible(f"{self.name} does not see #{channel.name}")

    def must_reach(self, message: Message) -> None:
        """Check that this person sees a message and can act on it.

        Raises:
            Unclickable: When they don't or can't.
        """
        if message.deleted:
            raise Unclickable("the message is deleted")
        if message.reader not in (None, self.user):
            raise Unclickable(f"{self.name} does not see what only {message.reader.name} sees")
        if message.channel.deleted or not message.channel.permissions_of(self.user):
            raise Unclickable(f"{self.name} does not see #{message.channel.name}")

    def _open(
        self,
        kind: Kind,
        channel: Channel,
        data: Json,
        source: Message | None = None,
        trigger: Interaction | None = None,
    ) -> Interaction:
        return self._interactions.open(
            kind, self.user, channel, data, source=source, trigger=trigger
        )

    async def _done(self, interaction: Interaction, wait: bool, within: float) -> Interaction:
        return await interaction.answered(within) if wait else interaction


def _pick(look: Look, label: str | None, custom_id: str | None, emoji: str | None) -> Button:
    wanted = {"label": label, "custom_id": custom_id, "emoji": emoji}
    asked = {key: value for key, value in wanted.items() if value is not None}
    if not asked:
        raise Impossible("which button? Give a label, a custom_id or an emoji")
    found = [
        button
        for button in look.buttons
        if all(getattr(button, key) == value for key, value in asked.items())
    ]
    if len(found) != 1:
        shown = [button.label or button.emoji for button in look.buttons]
        raise Unclickable(f"{len(found)} buttons are {asked}; shown are {shown}")
    return found[0]


def _menu(look: Look, custom_id: str | None) -> Select:
    found = [one for one in look.selects if custom_id in (None, one.custom_id)]
    if len(found) != 1:
        shown = [one.custom_id for one in look.selects]
        raise Unclickable(f"{len(found)} menus are {custom_id!r}; shown are {shown}")
    if found[0].disabled:
        raise Unclickable(f"{found[0].custom_id} can't be chosen from")
    return found[0]
