"""Live views of runs: each run is followed and drawn once, however many look at it.

Invariants held here:
- A feed's task lives as long as somebody looks, and is ended with the last of them or with `close`.
- An onlooker's queue is bounded. Views are whole, so whoever falls behind is given the latest one
  instead of all that came before it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any, Literal

import structlog
from fastapi.sse import format_sse_event
from pydantic import BaseModel

from nightreel.core.run import BrokenLedger
from nightreel.director.commands import Pause
from nightreel.director.director import Director
from nightreel.director.watching import Notice
from nightreel.ports.clock import Clock, Timer
from nightreel.ports.errors import LedgerBroken, LedgerBusy, NightreelError, WorldChanged
from nightreel.ports.ledger import Record
from nightreel.surfaces.people import OWNER
from nightreel.surfaces.web.identity import PREFIX
from nightreel.surfaces.web.problems import problem_of
from nightreel.surfaces.web.told import Told

log = structlog.get_logger()

PING_SECONDS = 15.0
"""After so long without a word a comment is sent, or something in between would close the line."""
LOOK_SECONDS = 3.0
"""How often a run that somebody looks at is looked up, in case another process moves it on."""
ABSENT_MS = 20_000
"""After the last player has gone: a reload takes less. Then the tape stands still."""
BEHIND = 64
"""What waits for an onlooker before it is dropped for one view of how things are."""
RETRY_MS = 1000

Name = Literal["you", "view", "part", "gone"]


class Onlooker:
    """One who looks at a run. `actor` is who they are in it; None for who only watches."""

    def __init__(self, actor: str | None) -> None:
        self.actor = actor
        self.you = b""
        self._waiting: deque[bytes] = deque()
        self._woken = asyncio.Event()
        self._ended = False

    @property
    def behind(self) -> bool:
        """Whether so much waits that it is better dropped."""
        return len(self._waiting) >= BEHIND

    def give(self, *messages: bytes) -> None:
        """Put messages in line."""
        self._waiting.extend(messages)
        self._woken.set()

    def drop(self) -> None:
        """Forget what waits."""
        self._waiting.clear()

    def end(self) -> None:
        """Let the stream end when all is sent."""
        self._ended = True
        self._woken.set()

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield messages until it is ended; a comment when there has been none for a while."""
        while True:
            while self._waiting:
                yield self._waiting.popleft()
            if self._ended:
                return
            self._woken.clear()
            try:
                async with asyncio.timeout(PING_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                yield format_sse_event(comment="still here")


class Feed:
    """A run as those see it who look at it now."""

    def __init__(self, director: Director, clock: Clock, told: Told, look: float) -> None:
        self._director, self._clock, self.told, self._look_after = director, clock, told, look
        self.onlookers: set[Onlooker] = set()
        self._inbox: deque[Record | Notice] = deque()
        self._woken = asyncio.Event()
        self._gone = b""

    def admit(self, onlooker: Onlooker, seen: int | None) -> None:
        """Let somebody look who has seen the run up to a record, or nothing of it."""
        onlooker.give(format_sse_event(retry=RETRY_MS))
        if self._gone:  # lost, and not forgotten yet
            onlooker.give(self._gone)
            onlooker.end()
            return
        self._say_you(onlooker)
        if seen != self.told.seq:
            onlooker.give(self._view())
        onlooker.give(*(event("part", part) for part in self.told.parts))
        self.onlookers.add(onlooker)

    async def follow(self) -> None:
        """Tell the onlookers what happens, for ever; return when the run can't be followed."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen())
                await self._tell()
        except* Exception as errors:  # noqa: BLE001 - nobody awaits this: they would look for ever
            self._lose(errors.exceptions[0])

    def _lose(self, error: Exception) -> None:
        """Tell everybody that there is nothing to follow any more."""
        match error:
            case NightreelError():
                wrong = error
            case BrokenLedger():
                wrong = LedgerBroken(str(error))
            case _:  # what it was goes to the log, and none of it to the page
                wrong = NightreelError(repr(error))
        log.error("feed_lost", run=self.told.id, why=repr(error))
        self._gone = event("gone", problem_of(wrong).problem)
        for onlooker in self.onlookers:
            if onlooker.behind:
                onlooker.drop()
            onlooker.give(self._gone)
            onlooker.end()

    async def _listen(self) -> None:
        while True:
            # A ledger that is locked for a moment is no reason to send everybody away.
            with suppress(LedgerBusy):
                async with aclosing(self._director.watch(self.told.id, self.told.seq)) as stream:
                    async for item in stream:
                        self._inbox.append(item)
                        self._woken.set()
            await asyncio.sleep(self._look_after)

    async def _tell(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._look_after):
                    await self._woken.wait()
            except TimeoutError:
                await self._look()
            self._woken.clear()
            # What one transaction wrote comes together: the watch gives it without a pause, so all
            # of it is here now, and is shown as one view.
            moved = False
            while self._inbox:
                item = self._inbox.popleft()
                if isinstance(item, Record):
                    moved = self._take(item) or moved
                    continue
                if moved:
                    self._show()
                    moved = False
                part = self.told.hear(item)
                if part is not None:
                    self._all(event("part", part))
            if moved:
                self._show()

    async def _look(self) -> None:
        """See whether another process has moved the run on: its records reach no watcher here."""
        with suppress(LedgerBusy):
            self._inbox.extend(await self._director.records(self.told.id, self.told.seq))

    def _take(self, record: Record) -> bool:
        if record.seq != self.told.seq + 1:
            return False  # looked up already, or out of turn: the next look finds what is missing
        self.told.take(record)
        return True

    def _show(self) -> None:
        for onlooker in self.onlookers:
            self._say_you(onlooker)
        self._all(self._view())

    def _say_you(self, onlooker: Onlooker) -> None:
        you = event("you", self.told.you(onlooker.actor))
        if you != onlooker.you:
            onlooker.you = you
            onlooker.give(you)

    def _view(self) -> bytes:
        return event("view", self.told.view(self._clock.now()), self.told.seq)

    def _all(self, message: bytes) -> None:
        for onlooker in self.onlookers:
            if onlooker.behind:
                onlooker.drop()
                onlooker.give(onlooker.you, self._view())
            else:
                onlooker.give(message)


class Feeds:
    """The feeds of all runs that somebody looks at. Owns their tasks; `close` ends them."""

    def __init__(self, director: Director, clock: Clock, look: float = LOOK_SECONDS) -> None:
        self._director, self._clock, self._look_after = director, clock, look
        self._feeds: dict[str, Feed] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._following: dict[str, asyncio.Task[None]] = {}
        self._leaving: dict[str, Timer] = {}
        self._attached: set[str] = set()
        self._closed = False

    async def told(self, run_id: str) -> Told:
        """Return the run as it stands. Raises `RunUnknown`, `WorldChanged`, `LedgerBusy`."""
        run = await self._director.run(run_id)
        records = await self._director.records(run_id)
        pack = self._director.packs[run.world]
        try:
            # A long run takes longer to fold than a loop may stand still.
            return await asyncio.to_thread(Told, run_id, pack, records)
        except BrokenLedger as error:
            raise LedgerBroken(str(error)) from error

    @asynccontextmanager
    async def looking(
        self, run_id: str, actor: str | None, seen: int | None
    ) -> AsyncGenerator[Onlooker]:
        """Look at a run, as somebody who acts in it or as one who only watches.

        Raises:
            RunUnknown, WorldChanged, LedgerBusy, LedgerBroken: there is nothing to look at.
        """
        if actor is not None and run_id not in self._attached:
            # Once in this process: a clock that it minds already must not be set anew.
            await self._director.attach(run_id)
            self._attached.add(run_id)
        feed = await self._feed(run_id)
        onlooker = Onlooker(actor)
        feed.admit(onlooker, seen)
        if self._closed:
            onlooker.end()
        if actor is not None:
            self._stay(run_id)
        try:
            yield onlooker
        finally:
            self._left(run_id, feed, onlooker)

    async def close(self) -> None:
        """End every stream and every task. Nobody is taken to have left."""
        self._closed = True
        for timer in self._leaving.values():
            timer.cancel()
        for feed in self._feeds.values():
            for onlooker in feed.onlookers:
                onlooker.end()
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _feed(self, run_id: str) -> Feed:
        feed = self._feeds.get(run_id)
        if feed is None:
            told = await self.told(run_id)
            # Somebody else may have come meanwhile: theirs is followed already.
            feed = self._feeds.get(run_id)
            if feed is None:
                feed = self._feeds[run_id] = Feed(
                    self._director, self._clock, told, self._look_after
                )
                task = self._own(feed.follow(), lambda: self._forget(run_id, feed))
                self._following[run_id] = task
        return feed

    def _forget(self, run_id: str, feed: Feed) -> None:
        if self._feeds.get(run_id) is feed:
            del self._feeds[run_id]
            self._following.pop(run_id, None)

    def _own(self, work: Coroutine[Any, Any, None], done: Callable[[], None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)

        def ended(finished: asyncio.Task[None]) -> None:
            self._tasks.discard(finished)
            done()

        task.add_done_callback(ended)
        return task

    # --- who is here

    def _left(self, run_id: str, feed: Feed, onlooker: Onlooker) -> None:
        feed.onlookers.discard(onlooker)
        if onlooker.actor is not None and not self._played(run_id) and not self._closed:
            when = self._clock.now() + ABSENT_MS
            self._stay(run_id)
            self._leaving[run_id] = self._clock.call_at(when, lambda: self._absent(run_id))
        if not feed.onlookers and self._feeds.get(run_id) is feed:
            self._following.pop(run_id).cancel()
            self._forget(run_id, feed)

    def _played(self, run_id: str) -> bool:
        """Whether one of those who look at the run acts in it."""
        feed = self._feeds.get(run_id)
        return feed is not None and any(o.actor is not None for o in feed.onlookers)

    def _stay(self, run_id: str) -> None:
        timer = self._leaving.pop(run_id, None)
        if timer is not None:
            timer.cancel()

    def _absent(self, run_id: str) -> None:
        self._leaving.pop(run_id, None)
        if not self._closed:
            self._own(self._pause(run_id), lambda: None)

    async def _pause(self, run_id: str) -> None:
        """Let the tape stand still when all have gone: nobody dies of a closed window."""
        try:
            # A turn that is still being told will bring the next clock.
            run = await self._director.settled(run_id)
            if self._played(run_id):
                return  # somebody is back
            ours = all(p == OWNER or p.startswith(PREFIX) for p in run.players)
            ticks = run.deadline is not None or run.settings.auto is not None
            if ours and ticks and run.status != "over" and not run.paused:
                await self._director.submit(Pause(run_id, run.host))
        except (LedgerBusy, LedgerBroken, WorldChanged) as error:
            log.warning("not_paused", run=run_id, why=repr(error))


def event(name: Name, data: BaseModel, seq: int | None = None) -> bytes:
    """Return an event as it goes over the wire."""
    body = data.model_dump_json()
    return format_sse_event(event=name, data_str=body, id=None if seq is None else str(seq))
