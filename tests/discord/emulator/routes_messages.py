"""Channels, messages and threads, as the bot's own token opens them."""

from .drafts import Draft
from .errors import (
    Malformed,
    missing_access,
    missing_permissions,
    no_direct_messages,
    not_yours,
    thread_archived,
    thread_exists,
    unknown_channel,
    unknown_message,
)
from .payloads import channel as channel_payload
from .payloads import message as message_payload
from .payloads import thread_member
from .rest import NOTHING, Answer, Call, Route
from .things import FILESIZE_LIMITS, Channel, Message
from .wire import PRIVATE_THREAD, Json
from .world import World

REPLY = 19


NONCE_MS = 120_000
"""How long an enforced nonce is remembered. Discord says "a few minutes"."""


class MessageRoutes:
    """Handlers for everything under /channels."""

    def __init__(self, world: World) -> None:
        self.world = world

    def table(self) -> list[Route]:
        channel, message = "/channels/{channel_id}", "/channels/{channel_id}/messages/{message_id}"
        return [
            Route(f"GET {channel}", self.get_channel),
            Route(f"PATCH {channel}", self.change_channel),
            Route(f"DELETE {channel}", self.delete_channel),
            Route(f"POST {channel}/typing", self.type),
            Route(f"GET {channel}/messages", self.list),
            Route(f"POST {channel}/messages", self.send),
            Route(f"GET {message}", self.get),
            Route(f"PATCH {message}", self.edit),
            Route(f"DELETE {message}", self.delete),
            Route(f"POST {message}/threads", self.thread_from_message),
            Route(f"POST {channel}/threads", self.thread),
            Route(f"GET {channel}/thread-members", self.thread_members),
            Route(f"PUT {channel}/thread-members/@me", self.join_thread),
            Route(f"PUT {channel}/thread-members/{{user_id}}", self.add_to_thread),
            Route(f"DELETE {channel}/thread-members/{{user_id}}", self.remove_from_thread),
        ]

    # --- channels --------------------------------------------------------------------------------

    def get_channel(self, call: Call) -> Answer:
        channel = self._channel(call)
        return Answer(channel_payload(channel), channel=channel)

    def change_channel(self, call: Call) -> Answer:
        channel = self._channel(call)
        needed = "manage_threads" if channel.is_thread else "manage_channels"
        own = channel.thread is not None and channel.thread.owner == self.world.bot.id
        if channel.thread and not channel.thread.locked and set(call.body) == {"archived"}:
            needed = "send_messages_in_threads"  # whoever may write may wake it
        if not own:
            self._need(channel, needed)
        body = call.body
        channel.name = body.get("name", channel.name)
        channel.topic = body.get("topic", channel.topic)
        channel.nsfw = bool(body.get("nsfw", channel.nsfw))
        if channel.thread:
            self.world.change_thread(
                channel, archived=body.get("archived"), locked=body.get("locked")
            )
        else:
            self.world.change_channel(channel)
        return Answer(channel_payload(channel), channel=channel)

    def delete_channel(self, call: Call) -> Answer:
        channel = self._channel(call)
        self._need(channel, "manage_threads" if channel.is_thread else "manage_channels")
        payload = channel_payload(channel)
        self.world.remove_channel(channel)
        return Answer(payload, channel=channel)

    def type(self, call: Call) -> Answer:
        self._need(self._channel(call), "send_messages")
        return NOTHING

    # --- messages --------------------------------------------------------------------------------

    def list(self, call: Call) -> Answer:
        channel = self._channel(call)
        if not channel.may(self.world.bot, "read_message_history"):
            return Answer([], channel=channel)
        found = [one for one in channel.messages if _between(call.query, one.id)]
        limit = int(call.query.get("limit", 50))
        found = found[:limit] if "after" in call.query else found[-limit:]
        return Answer([self._payload(one) for one in reversed(found)], channel=channel)

    def send(self, call: Call) -> Answer:
        channel = self._channel(call)
        if channel.is_direct and not channel.recipients[0].takes_direct_messages:
            raise no_direct_messages()
        self._need_to_send(channel, call)
        sent_before = self._sent_before(channel, call)
        if sent_before:
            return self._told(sent_before)
        draft = self._draft(channel, call)
        look, pings = draft.look(), draft.pings()
        reference, kind = self._reference(channel, call.body)
        message = Message(
            self.world.ids.mint(),
            channel,
            self.world.bot,
            [look],
            self.world.clock.milliseconds(),
            kind=kind,
            reference=reference,
            pinged=pings,
            mentioned=draft.mentioned(pings),
            nonce=call.body.get("nonce"),
        )
        if channel.thread and channel.thread.archived:
            self.world.change_thread(channel, archived=False)
        self.world.post(message)
        return self._told(message)

    def _sent_before(self, channel: Channel, call: Call) -> Message | None:
        """The message that was sent with an enforced nonce a short while ago, if there is one."""
        nonce = call.body.get("nonce")
        if not nonce or not call.body.get("enforce_nonce"):
            return None
        since = self.world.clock.milliseconds() - NONCE_MS
        found = (m for m in channel.sent.values() if m.nonce == nonce and m.created_ms > since)
        return next((m for m in found if m.author is self.world.bot and not m.deleted), None)

    def _told(self, message: Message) -> Answer:
        nonce = {"nonce": message.nonce} if message.nonce else {}
        return Answer(self._payload(message) | nonce, message=message)

    def get(self, call: Call) -> Answer:
        message = self._message(call)
        self._need(message.channel, "read_message_history")
        return Answer(self._payload(message), message=message)

    def edit(self, call: Call) -> Answer:
        message = self._message(call)
        if message.author is not self.world.bot:
            raise not_yours()
        if message.channel.thread and message.channel.thread.archived:
            raise thread_archived()
        if call.form.files:
            self._need(message.channel, "attach_files")
        draft = self._draft(message.channel, call, message)
        self.world.edit(message, draft.look())
        return Answer(self._payload(message), message=message)

    def delete(self, call: Call) -> Answer:
        message = self._message(call)
        if message.author is not self.world.bot:
            self._need(message.channel, "manage_messages")
        self.world.remove(message)
        return Answer(status=204, message=message)

    def _draft(self, channel: Channel, call: Call, before: Message | None = None) -> Draft:
        limit = channel.guild.upload_limit if channel.guild else FILESIZE_LIMITS[0]
        old = before.now if before else None
        return Draft(self.world, channel, call.body, call.form, limit, old)

    def _reference(self, channel: Channel, body: Json) -> tuple[Json | None, int]:
        asked: Json | None = body.get("message_reference")
        if not asked:
            return None, 0
        target = channel.sent.get(int(asked["message_id"]))
        if target is None or target.deleted:
            if asked.get("fail_if_not_exists", True):
                raise Malformed([f"message {asked['message_id']} is not there to reply to"])
            return None, 0
        reference = {"type": 0, "channel_id": str(channel.id), "message_id": str(target.id)}
        return reference, REPLY

    def _payload(self, message: Message) -> Json:
        return message_payload(message, self.world.bot.id)

    # --- threads ---------------------------------------------------------------------------------

    def thread_from_message(self, call: Call) -> Answer:
        message = self._message(call)
        if message.thread:
            raise thread_exists()
        return self._start(message.channel, call, source=message)

    def thread(self, call: Call) -> Answer:
        return self._start(self._channel(call), call)

    def _start(self, parent: Channel, call: Call, source: Message | None = None) -> Answer:
        if parent.is_thread or parent.is_direct:
            raise Malformed([f"#{parent.name} takes no threads"])
        # discord.py's default and Discord's: what starts from no message is private.
        private = source is None and call.body.get("type", PRIVATE_THREAD) == PRIVATE_THREAD
        self._need(parent, "create_private_threads" if private else "create_public_threads")
        name: str = call.body.get("name") or ""
        if not 1 <= len(name) <= 100:
            raise Malformed([f"a thread's name has {len(name)} characters, of 1 to 100"])
        thread = self.world.add_thread(parent, name, self.world.bot, source=source, private=private)
        assert thread.thread is not None
        thread.thread.archive_after = call.body.get("auto_archive_duration") or 1440
        own = {"member": thread_member(thread, self.world.bot)}
        return Answer(channel_payload(thread) | own, status=201, channel=thread)

    def thread_members(self, call: Call) -> Answer:
        channel = self._thread(call)
        assert channel.thread is not None
        seats = sorted(channel.thread.members)
        return Answer([thread_member(channel, self.world.users[one]) for one in seats])

    def join_thread(self, call: Call) -> Answer:
        return self._seat(self._thread(call), self.world.bot.id)

    def add_to_thread(self, call: Call) -> Answer:
        channel = self._thread(call)
        self._need(channel, "send_messages")
        return self._seat(channel, call.id("user_id"))

    def remove_from_thread(self, call: Call) -> Answer:
        channel = self._thread(call)
        assert channel.thread is not None
        given = call.word("user_id")
        own = given == "@me"
        if not own:
            self._need(channel, "manage_threads")
        channel.thread.members.discard(self.world.bot.id if own else int(given))
        return NOTHING

    def _seat(self, channel: Channel, user: int) -> Answer:
        assert channel.thread is not None
        channel.thread.members.add(user)
        return NOTHING

    # --- who may ---------------------------------------------------------------------------------

    def _channel(self, call: Call) -> Channel:
        channel = self.world.channels.get(call.id("channel_id"))
        if channel is None:
            raise unknown_channel()
        if channel.guild and self.world.bot.id not in channel.guild.members:
            raise missing_access()
        if not channel.permissions_of(self.world.bot):
            raise missing_access()
        return channel

    def _thread(self, call: Call) -> Channel:
        channel = self._channel(call)
        if channel.thread is None:
            raise unknown_channel()
        return channel

    def _message(self, call: Call) -> Message:
        message = self._channel(call).sent.get(call.id("message_id"))
        if message is None or message.deleted or message.ephemeral:
            raise unknown_message()
        return message

    def _need_to_send(self, channel: Channel, call: Call) -> None:
        self._need(channel, "send_messages")
        if channel.thread and channel.thread.archived and channel.thread.locked:
            raise thread_archived()
        if call.form.files:
            self._need(channel, "attach_files")
        if call.body.get("embeds"):
            self._need(channel, "embed_links")

    def _need(self, channel: Channel, name: str) -> None:
        if name == "send_messages" and channel.is_thread:
            name = "send_messages_in_threads"
        if not channel.may(self.world.bot, name):
            raise missing_permissions()


def _between(query: dict[str, str], one: int) -> bool:
    before, after = query.get("before"), query.get("after")
    return (before is None or one < int(before)) and (after is None or one > int(after))
