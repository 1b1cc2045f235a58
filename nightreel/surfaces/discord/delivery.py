"""Makes what players see what it should be: one queue a run, each step the first difference.

It never works from a list of edits. After every step it asks again what should be there, so what
was overtaken meanwhile is not sent, and a crash or an outage is only a larger difference.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog
from discord.ui import LayoutView
from msgspec import structs

from nightreel.ports.clock import Clock
from nightreel.ports.errors import LedgerBusy
from nightreel.ports.rooms import Post, Posts, Room
from nightreel.surfaces.discord.wants import Key, Want
from nightreel.surfaces.discord.wire import (
    Closed,
    Gone,
    Later,
    Sent,
    Unfit,
    Upload,
    Wire,
    repoint,
)

log = structlog.get_logger()

PATIENCE = 60.0
"""Seconds that one call to Discord may take, rate limits that discord.py waits out counted in."""
ANSWER = 3.5
"""Seconds that an answer to a press is waited for: after three Discord takes none."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between tries while Discord fails; the last one over and over, until it takes what is
sent.
"""
LONGEST = 600.0
"""Seconds that are waited at most, whatever Discord asks for."""


class Source(Protocol):
    """What a delivery asks of its run."""

    def wanted(self) -> list[Want]:
        """Return the messages that should be there."""
        ...

    async def files(self, want: Want) -> Sequence[Upload]:
        """Return the files that a message shows."""
        ...

    def lighter(self, want: Want) -> bool:
        """Go without what Discord would not take. Return whether there is less to send now."""
        ...

    def behind(self, want: Want) -> None:
        """A message is not as it should be."""
        ...

    def caught_up(self) -> None:
        """Every message is as it should be."""
        ...

    def settled(self) -> bool:
        """Whether the run is over and nothing will be wanted any more."""
        ...


class Delivery:
    """Delivers one run. `wake` tells it that something may have changed."""

    def __init__(
        self,
        room: Room,
        posts: Sequence[Post],
        store: Posts,
        wire: Wire,
        source: Source,
        halt: Callable[[str], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._room, self._store, self._wire = room, store, wire
        self._source, self._halt = source, halt
        # Not everything that was shown is written down, so what is not finished is shown once more.
        self._posts = {p.key: p if p.done else structs.replace(p, digest="") for p in posts}
        # What was begun to be sent by a process that died then may be there, or not.
        self._unsure = {key for key, p in self._posts.items() if p.message is None and not p.done}
        self._pictures: dict[Key, tuple[str, ...]] = {}
        self._answering: dict[Key, int] = {}
        self._unsaved: set[Key] = set()
        self._awake, self._rested = asyncio.Event(), asyncio.Event()
        self._awake.set()
        self._failures = 0
        self.halted = self.waiting = False

    @property
    def posts(self) -> dict[Key, Post]:
        """The messages that there are, by what they show."""
        return self._posts

    def wake(self) -> None:
        """Look again for what has to be done."""
        self._awake.set()

    def retry(self) -> None:
        """Try again, though it was of no use before."""
        self.halted, self._failures = False, 0
        self._rested.set()
        self.wake()

    # --- answers to presses, which change a message as well

    def answering(self, key: Key) -> None:
        """A press on a message is being answered: it is not edited meanwhile."""
        self._answering[key] = self._answering.get(key, 0) + 1

    def answered(self, key: Key) -> None:
        """The press has its answer."""
        left = self._answering.get(key, 0) - 1
        if left > 0:
            self._answering[key] = left
        else:
            self._answering.pop(key, None)
        self.wake()

    def shown(self, want: Want, message: str, pictures: tuple[str, ...]) -> None:
        """A press was answered by the message as it should be."""
        self._keep(want, Sent(message, pictures))

    def unknown(self, key: Key) -> None:
        """Nobody knows what the message shows now: it is edited once more."""
        if key in self._posts:
            self._posts[key] = structs.replace(self._posts[key], digest="", done=False)
        self.wake()

    async def reopen(self, key: Key) -> None:
        """A message that was finished will be shown anew; written down before it is."""
        post = self._posts.get(key)
        if post is not None:
            self._note(structs.replace(post, digest="", done=False))
            await self._save()

    def lost(self, message: str) -> None:
        """Somebody has taken a message away."""
        for key, post in list(self._posts.items()):
            if post.message == message and not post.done:
                self._posts[key] = structs.replace(post, digest="")
                self.wake()

    # --- the queue

    async def run(self) -> None:
        """Deliver until the run is over and shown to be."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            while not self.halted and await self._step():
                pass
            await self._saved()
            # A message whose press is being answered is looked at when that is done.
            if self._source.settled() and not self._answering and not self._difference():
                return

    def _difference(self) -> Want | None:
        """The first message that is not as it should be, and may be touched."""
        for want in self._source.wanted():
            if want.key in self._answering:
                continue
            post = self._posts.get(want.key)
            if post is None or not (post.done or post.digest == want.digest):
                return want
        return None

    async def _step(self) -> bool:
        """Make one message what it should be. Return whether there may be more to do."""
        want = self._difference()
        if want is None:
            self._source.caught_up()
            return False
        self._source.behind(want)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._show(want)
        except Gone:
            await self._taken_away(want)
        except Closed as error:
            # Without the right to upload, an end can be told all the same.
            if error.why == "channel" or not self._source.lighter(want):
                await self._stop(error.why, error)
        except (Later, TimeoutError, LedgerBusy) as error:
            await self._wait(error)
        except (Unfit, ValueError) as error:
            # It would be refused for ever; the next state of the message may fit.
            log.error("message_unfit", run=self._room.run, key=want.key, why=str(error))  # noqa: TRY400
            if not self._source.lighter(want):
                self._keep(want, None)
        else:
            self._failures = 0
        return not self.halted

    async def _wait(self, error: Exception) -> None:
        """Wait as long as Discord asks for, or a little longer each time."""
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        if isinstance(error, Later) and error.seconds is not None:
            pause = min(error.seconds, LONGEST)
        log.warning("discord_late", run=self._room.run, wait=pause, why=repr(error))
        await self._sleep(pause)

    async def _sleep(self, seconds: float) -> None:
        self._rested.clear()
        self.waiting = True
        when = self._clock.now() + int(seconds * 1000)
        timer = self._clock.call_at(when, self._rested.set)
        try:
            await self._rested.wait()
        finally:
            timer.cancel()
            self.waiting = False

    async def _stop(self, why: str, error: Exception) -> None:
        log.warning("discord_closed", run=self._room.run, reason=why, why=str(error))
        self.halted = True
        await self._halt(why)

    # --- one message

    async def _show(self, want: Want) -> None:
        post = self._posts.get(want.key)
        if want.key in self._unsure and post is not None:
            post = await self._found(post, want)
        if post is None or post.message is None:
            await self._send(want, post or self._fresh(want.key))
        else:
            await self._edit(want, post, post.message)

    async def _send(self, want: Want, post: Post) -> None:
        self._posts[want.key] = post
        self._unsaved.add(want.key)
        await self._save()
        # Whatever becomes of this call, the message may be there from now on.
        self._unsure.add(want.key)
        files = await self._source.files(want)
        sent = await self._wire.send(self._room.channel, want.draw(), files, post.nonce)
        self._unsure.discard(want.key)
        self._sent(want, post, sent)

    async def _edit(self, want: Want, post: Post, message: str) -> None:
        view, files = await self._drawn(want)
        sent = await self._wire.edit(self._room.channel, message, view, files)
        self._sent(want, post, sent)

    def _sent(self, want: Want, post: Post, sent: Sent) -> None:
        """Keep what was sent, unless something came while we were at it: an answer that may have
        been drawn over, or a reason to show it anew.
        """
        if want.key in self._answering or self._posts.get(want.key) is not post:
            self._note(structs.replace(post, message=sent.message, digest="", done=False))
        else:
            self._keep(want, sent)

    async def _drawn(self, want: Want) -> tuple[LayoutView, Sequence[Upload] | None]:
        """The message, showing the pictures that it has; sent again where we don't know them."""
        known = self._pictures.get(want.key, ())
        if len(known) == want.pictures:
            return repoint(want.draw(), known), None
        return want.draw(), await self._source.files(want)

    async def _found(self, post: Post, want: Want) -> Post:
        """The post with its message, if one was sent before."""
        mark = f":{post.run}:{post.turn}:{post.take}:"
        found = await self._wire.find(post.channel, mark)
        self._unsure.discard(want.key)
        taken = {p.message for p in self._posts.values()}
        if found is None or found.message in taken:
            return post
        return self._note(structs.replace(post, message=found.message))

    async def _taken_away(self, want: Want) -> None:
        """Somebody has deleted the message: the live one is sent again, another is let go."""
        post = self._posts[want.key]
        self._pictures.pop(want.key, None)
        if want.live:
            again = structs.replace(post, message=None, digest="", nonce=_next(post.nonce))
        else:
            again = structs.replace(post, done=True)
        self._note(again)

    def _keep(self, want: Want, sent: Sent | None) -> None:
        post = self._posts.get(want.key) or self._fresh(want.key)
        message = sent.message if sent else post.message
        self._note(structs.replace(post, message=message, digest=want.digest, done=want.final))
        if sent is not None:
            self._pictures[want.key] = sent.pictures
        if want.final:
            self._pictures.pop(want.key, None)

    def _note(self, post: Post) -> Post:
        """Keep a post at hand; what a restart has to know of it is written down in time."""
        before, self._posts[post.key] = self._posts.get(post.key), post
        if before is None or (before.message, before.done) != (post.message, post.done):
            self._unsaved.add(post.key)
        return post

    def _fresh(self, key: Key) -> Post:
        take, turn, slot = key
        nonce = f"{self._room.run}{take}.{turn}{slot[0]}0"
        return Post(self._room.run, take, turn, slot, self._room.channel, nonce)

    async def _saved(self) -> None:
        try:
            await self._save()
        except LedgerBusy as error:
            log.warning("posts_not_saved", run=self._room.run, why=str(error))

    async def _save(self) -> None:
        """Write down what is not yet, in one go. A failure is made good by the next one."""
        keys = frozenset(self._unsaved)
        if keys:
            await self._store.put(*(self._posts[key] for key in keys))
            self._unsaved -= keys


def _next(nonce: str) -> str:
    """The nonce of a message sent anew, which must not be taken for the first one."""
    head, slot, times = nonce.rpartition(next(c for c in reversed(nonce) if c.isalpha()))
    return f"{head}{slot}{int(times) + 1}"
