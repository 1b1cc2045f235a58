"""Answers to interactions: the callback, and the webhook that an interaction's token opens."""

from collections.abc import Callable

from . import checks
from .drafts import Draft
from .errors import Malformed, unknown_message, unknown_webhook
from .interactions import Interaction, Interactions, metadata
from .looks import Look
from .modals import Modal
from .payloads import message as message_payload
from .rest import Answer, Call, Route
from .things import FILESIZE_LIMITS, Message
from .wire import Flag, Json, Kind, Reply
from .world import World

_COMMAND_MESSAGE = 20
_UPDATES = {Reply.UPDATE, Reply.DEFERRED_UPDATE}
_SUITS = {
    Kind.COMMAND: {Reply.MESSAGE, Reply.DEFERRED_MESSAGE, Reply.MODAL},
    Kind.COMPONENT: {Reply.MESSAGE, Reply.DEFERRED_MESSAGE, Reply.MODAL, *_UPDATES},
    Kind.MODAL: {Reply.MESSAGE, Reply.DEFERRED_MESSAGE, *_UPDATES},
    Kind.AUTOCOMPLETE: {Reply.CHOICES},
}


class InteractionRoutes:
    """Handlers for callbacks and for webhook messages."""

    def __init__(self, world: World, interactions: Interactions) -> None:
        self.world, self.interactions = world, interactions

    def table(self) -> list[Route]:
        hook = "/webhooks/{webhook_id}/{webhook_token}"
        answer = "/interactions/{interaction_id}/{interaction_token}/callback"
        return [
            Route(f"POST {answer}", self.answer, open=True),
            Route(f"POST {hook}", self.follow_up, open=True),
            Route(f"GET {hook}/messages/@original", self.get_original, open=True),
            Route(f"PATCH {hook}/messages/@original", self.edit_original, open=True),
            Route(f"DELETE {hook}/messages/@original", self.delete_original, open=True),
            Route(f"GET {hook}/messages/{{message_id}}", self.get, open=True),
            Route(f"PATCH {hook}/messages/{{message_id}}", self.edit, open=True),
            Route(f"DELETE {hook}/messages/{{message_id}}", self.delete, open=True),
        ]

    # --- the callback ----------------------------------------------------------------------------

    def answer(self, call: Call) -> Answer:
        """Take the first answer, and only that. One that is malformed doesn't count as one."""
        interaction = self.interactions.to_answer(
            call.id("interaction_id"), call.word("interaction_token")
        )
        reply = self._reply(interaction, call)
        data: Json = call.body.get("data") or {}
        doing: dict[Reply, Callable[[Interaction, Call, Json], Message | None]] = {
            Reply.MESSAGE: self._message,
            Reply.DEFERRED_MESSAGE: self._thinking,
            Reply.UPDATE: self._update,
            Reply.DEFERRED_UPDATE: self._defer_update,
            Reply.CHOICES: self._choices,
            Reply.MODAL: self._modal,
        }
        message = doing[reply](interaction, call, data)
        self.interactions.acknowledge(interaction, call.body, call.arrived)
        call.exchange.interaction = interaction.id
        with_body = call.query.get("with_response") in ("1", "true", "True")
        return Answer(
            self._callback(interaction, reply, message) if with_body else None,
            status=200 if with_body else 204,
            message=message,
            channel=interaction.channel,
        )

    def _reply(self, interaction: Interaction, call: Call) -> Reply:
        given = call.body.get("type")
        if given not in _SUITS[interaction.kind]:
            raise Malformed([f"a {interaction.kind.name} is not answered with type {given}"])
        if given in _UPDATES and interaction.source is None:
            raise Malformed([f"type {given} updates a message, and there is none"])
        return Reply(given)

    def _message(self, interaction: Interaction, call: Call, data: Json) -> Message:
        private = bool(int(data.get("flags") or 0) & Flag.EPHEMERAL)
        interaction.original = self._post(interaction, call, data, private=private)
        return interaction.original

    def _thinking(self, interaction: Interaction, _call: Call, data: Json) -> Message:
        private = int(data.get("flags") or 0) & Flag.EPHEMERAL
        look = Look(self.world.clock.seconds(), flags=Flag.LOADING | private)
        interaction.original = self._place(interaction, look, private=bool(private))
        return interaction.original

    def _update(self, interaction: Interaction, call: Call, data: Json) -> Message:
        interaction.original = self._source(interaction)
        return self._change(interaction, interaction.original, call, data)

    def _defer_update(self, interaction: Interaction, _call: Call, _data: Json) -> Message:
        interaction.original = self._source(interaction)
        return interaction.original

    def _choices(self, interaction: Interaction, _call: Call, data: Json) -> None:
        choices: list[Json] = data.get("choices") or []
        if problems := checks.choice_problems(choices):
            raise Malformed(problems)
        interaction.choices = choices

    def _modal(self, interaction: Interaction, _call: Call, data: Json) -> None:
        if problems := checks.modal_problems(data):
            raise Malformed(problems)
        interaction.modal = Modal(data, interaction)

    def _source(self, interaction: Interaction) -> Message:
        if interaction.source is None or interaction.source.deleted:
            raise unknown_message()
        return interaction.source

    def _callback(self, interaction: Interaction, reply: Reply, message: Message | None) -> Json:
        told: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
        if message is None:
            return {"interaction": told}
        told |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        # What the bot only thinks about has an id and no message yet: documented, and discord.py
        # would take the answer for one of another type.
        if reply not in (Reply.MESSAGE, Reply.UPDATE):
            return {"interaction": told}
        resource = {"type": int(reply), "message": self._payload(message)}
        return {"interaction": told, "resource": resource}

    # --- the webhook -----------------------------------------------------------------------------

    def follow_up(self, call: Call) -> Answer:
        """Send another message; the first one fills the place of a bot that thinks."""
        interaction = self._opened(call)
        original = interaction.original
        if original and original.loading and not original.deleted:
            return self._changed(interaction, original, call)
        private = bool(int(call.body.get("flags") or 0) & Flag.EPHEMERAL)
        message = self._post(interaction, call, call.body, private=private)
        message.reference = self._answers(interaction)
        interaction.followups.append(message)
        return Answer(self._payload(message), message=message)

    def get_original(self, call: Call) -> Answer:
        message = self._original(self._opened(call))
        return Answer(self._payload(message), message=message)

    def edit_original(self, call: Call) -> Answer:
        interaction = self._opened(call)
        return self._changed(interaction, self._original(interaction), call)

    def delete_original(self, call: Call) -> Answer:
        return self._removed(self._original(self._opened(call)))

    def get(self, call: Call) -> Answer:
        message = self._own(call, self._opened(call))
        return Answer(self._payload(message), message=message)

    def edit(self, call: Call) -> Answer:
        interaction = self._opened(call)
        return self._changed(interaction, self._own(call, interaction), call)

    def delete(self, call: Call) -> Answer:
        return self._removed(self._own(call, self._opened(call)))

    def _opened(self, call: Call) -> Interaction:
        given = call.word("webhook_id")
        if not given.isdecimal():
            raise unknown_webhook()
        interaction = self.interactions.by_webhook(int(given), call.word("webhook_token"))
        call.exchange.interaction = interaction.id
        call.exchange.channel = interaction.channel.id
        return interaction

    def _original(self, interaction: Interaction) -> Message:
        if interaction.original is None or interaction.original.deleted:
            raise unknown_message()
        return interaction.original

    def _own(self, call: Call, interaction: Interaction) -> Message:
        """Return a message that this token opens: what it made, and what was pressed."""
        wanted = call.id("message_id")
        mine = [interaction.original, interaction.source, *interaction.followups]
        for message in mine:
            if message and message.id == wanted and not message.deleted:
                return message
        raise unknown_message()

    # --- messages --------------------------------------------------------------------------------

    def _post(self, interaction: Interaction, call: Call, data: Json, *, private: bool) -> Message:
        draft = self._draft(interaction, call, data, private=private)
        message = self._place(interaction, draft.look(), private=private)
        message.pinged = frozenset() if private else draft.pings()
        message.mentioned = draft.mentioned(message.pinged)
        return message

    def _place(self, interaction: Interaction, look: Look, *, private: bool) -> Message:
        if interaction.channel.deleted:
            raise unknown_webhook()
        message = Message(
            self.world.ids.mint(),
            interaction.channel,
            self.world.bot,
            [look],
            self.world.clock.milliseconds(),
            reader=interaction.user if private else None,
            kind=_COMMAND_MESSAGE if interaction.kind is Kind.COMMAND else 0,
            from_webhook=True,
            cause=metadata(interaction),
        )
        return self.world.post(message)

    def _answers(self, interaction: Interaction) -> Json | None:
        """Return what a follow-up stands under: the message that answered first."""
        first = interaction.original
        if first is None or first.deleted:
            return None
        return {"type": 0, "channel_id": str(first.channel.id), "message_id": str(first.id)}

    def _changed(self, interaction: Interaction, message: Message, call: Call) -> Answer:
        changed = self._change(interaction, message, call, call.body)
        return Answer(self._payload(changed), message=changed)

    def _change(
        self, interaction: Interaction, message: Message, call: Call, data: Json
    ) -> Message:
        draft = self._draft(interaction, call, data, before=message)
        self.world.edit(message, draft.look())
        return message

    def _removed(self, message: Message) -> Answer:
        self.world.remove(message)
        return Answer(status=204, message=message)

    def _draft(
        self,
        interaction: Interaction,
        call: Call,
        data: Json,
        *,
        before: Message | None = None,
        private: bool = False,
    ) -> Draft:
        guild = interaction.channel.guild
        limit = guild.upload_limit if guild else FILESIZE_LIMITS[0]
        old = before.now if before else None
        return Draft(self.world, interaction.channel, data, call.form, limit, old, private)

    def _payload(self, message: Message) -> Json:
        return message_payload(message, self.world.bot.id)
