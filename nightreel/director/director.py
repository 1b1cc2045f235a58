"""The director's public face: submit a command, get a receipt; watch a run's events.

Invariants held here:
- Nothing is decided outside the ledger. A command is judged on a head and appended on that head;
when the head has
  moved, it is judged again. So one action is accepted a turn, from any number of clicks and
  processes.
- Every task is in `_tasks` and ends with `close`. Every wait on a provider has a deadline
(`Teller`, `Pipeline`).
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any, Self
from weakref import WeakValueDictionary

import structlog

from nightreel.core.clock import auto_due
from nightreel.core.crew import cooling
from nightreel.core.events import ClockSet, Finished
from nightreel.core.intent import Choice, Intent, Refusal
from nightreel.core.risk import risk_of
from nightreel.core.run import Run, Status
from nightreel.core.typed import clean, why_not
from nightreel.director.beginning import Beginning
from nightreel.director.clocks import Timers
from nightreel.director.commands import (
    AutoPlay,
    Command,
    Expire,
    PlayAgain,
    Receipt,
    Regenerate,
    Restart,
    Start,
    Stop,
    WriteIn,
)
from nightreel.director.executor import MakeExecutor
from nightreel.director.filming import Filming
from nightreel.director.judging import (
    Dealt,
    Judged,
    Typed,
    barred,
    judge,
    refusal,
    seen_now,
)
from nightreel.director.memory import direct
from nightreel.director.pipeline import Pipeline, TurnKey
from nightreel.director.reels import Live, Reels
from nightreel.director.scenes import (
    decide,
    facts_of,
    offers_for,
)
from nightreel.director.speculation import Prepared
from nightreel.director.telling import LABEL_LIMIT, Teller, Telling, cut, unheard
from nightreel.director.texts import SAID
from nightreel.director.understanding import Understanding
from nightreel.director.watching import Notice, Watching
from nightreel.ports.clock import Clock
from nightreel.ports.errors import (
    LedgerBroken,
    LedgerBusy,
    LedgerConflict,
    RunUnknown,
    WorldChanged,
)
from nightreel.ports.illustrator import Illustrator
from nightreel.ports.ledger import Ledger, Record, Summary
from nightreel.ports.media import Media
from nightreel.ports.narrator import Narrator, Part
from nightreel.worlds.pack import Pack

log = structlog.get_logger()

AGAIN_MS = 1000
"""After a ring that could not be heard, the next one."""

TRIES = 64
"""Judgements of a command before it is answered `busy`; each means that another went through."""


class Director:
    """Runs games. One for each process is enough; any number may share a ledger."""

    def __init__(
        self,
        ledger: Ledger,
        packs: Mapping[str, Pack],
        narrator: Narrator,
        understudy: Narrator,
        illustrator: Illustrator,
        media: Media,
        clock: Clock,
        executor: MakeExecutor,
        *,
        tell_patience: float = 30.0,
        film_patience: float = 60.0,
        on_over: Callable[[str], object] | None = None,
    ) -> None:
        """Put a director together. `on_over` is told of each run that ends here, once, later."""
        self._packs, self._clock, self._on_over = packs, clock, on_over
        self._media = media
        self._watching = Watching()
        self._reels = Reels(ledger, packs, self._committed)
        self._teller = Teller(narrator, understudy, tell_patience)
        self._understanding = Understanding(packs, narrator, understudy, tell_patience)
        self._prepared = Prepared()
        self._timers = Timers(clock)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._minded: dict[str, tuple[object, ...]] = {}
        self._closed = False
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        filming = Filming(illustrator, media, film_patience)
        self._beginning = Beginning(self._reels, packs, self._teller, filming)
        self._pipeline = Pipeline(
            self._reels, packs, self._teller, filming, self._prepared, clock, self._notice
        )
        self._executor = executor(self._pipeline)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._executor)
        # Accepted, but killed before the turn had begun: the ledger knows, the executor does not.
        for summary in await self._reels.summaries("resolving", 1000):
            self._resolve(TurnKey(summary.run, summary.turn, summary.take))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed = True
        self._timers.close()
        await self._prepared.close()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._stack.aclose()

    # --- asking

    @property
    def packs(self) -> Mapping[str, Pack]:
        """The worlds that can be played."""
        return self._packs

    async def run(self, run: str) -> Run:
        """Return the run as it stands. Raises `RunUnknown`, `WorldChanged`."""
        return (await self._reels.load(run)).run

    async def runs(
        self, status: Status | None = None, limit: int = 50, hosts: Sequence[str] = ()
    ) -> list[Summary]:
        """Return summaries of runs, the latest touched first; of these hosts, if any are named."""
        return await self._reels.summaries(status, limit, hosts)

    async def records(self, run: str, after: int = 0) -> list[Record]:
        """Return a run's records after a number. Raises `RunUnknown`."""
        return await self._reels.records(run, after)

    async def picture(self, digest: str) -> bytes | None:
        """Return the picture that a scene's `frame` names; None when it is gone. Raises nothing."""
        return await self._media.get(digest)

    async def watch(self, run: str, after: int = 0) -> AsyncGenerator[Record | Notice]:
        """Yield the run's records after a number, for ever; in between, parts of the turn being
        told.

        Each record comes once and in order. One who comes in the middle of a turn is given what was
        told of it in this process before.
        """
        watch, told = self._watching.open(run)
        try:
            for record in await self._reels.records(run, after):
                after = record.seq
                yield record
            for notice in told:
                yield notice
            while True:
                item = await watch.get()
                if watch.lagged:
                    watch.lagged = False
                    for record in await self._reels.records(run, after):
                        after = record.seq
                        yield record
                elif isinstance(item, Notice):
                    yield item
                elif item.seq == after + 1:
                    after = item.seq
                    yield item
                elif item.seq > after:
                    # Another process wrote in between; nobody told us, but a number is missing.
                    for record in await self._reels.records(run, after):
                        after = record.seq
                        yield record
        finally:
            self._watching.close(run, watch)

    async def settled(self, run: str) -> Run:
        """Wait until the run is not resolving a turn in this process, and return it."""
        while tasks := {t for name, t in self._tasks.items() if name.startswith(f"{run}/")}:
            await asyncio.wait(tasks)
        return await self.run(run)

    async def attach(self, run: str) -> Run:
        """Take care of a run from here: finish its turn, mind its clock. A clock that ran out
        meanwhile is reset.

        Nobody is punished for a time in which the game could not be reached.
        """
        for _ in range(TRIES):
            live = await self._reels.load(run)
            if live.run.status == "resolving":
                self._resolve(TurnKey(run, live.run.turn, live.run.take))
                return live.run
            now = self._clock.now()
            seconds = live.run.settings.clock
            if live.run.deadline is None or live.run.deadline > now or seconds is None:
                self._mind(live)
                return live.run
            try:
                live = await self._reels.append(live, ClockSet(live.run.turn, now + seconds * 1000))
            except LedgerConflict:
                continue
            self._mind(live)
            return live.run
        raise LedgerBusy(f"run {run} does not stand still")

    # --- commanding

    async def submit(self, command: Command) -> Receipt:
        """Return the receipt of a command, as soon as it is taken or not. The turn itself goes on
        behind.

        Raises:
            RunUnknown, WorldChanged, LedgerBroken: as they say; everything else is a receipt.
        """
        try:
            return await self._submit(command)
        except LedgerBusy:
            run = "" if isinstance(command, Start) else command.run
            return Receipt("refused", run, 0, "busy", SAID["busy"])

    async def _submit(self, command: Command) -> Receipt:
        match command:
            case Start():
                return self._begun(await self._beginning.start(command))
            case Restart(run, actor):
                return await self._restart(run, actor)
            case PlayAgain(run, actor):
                return self._begun(await self._beginning.again(run, actor))
            case WriteIn():
                return await self._write_in(command)
            case Regenerate():
                return await self._regenerate(command)
            case _:
                return await self._judged(command)

    async def _judged(self, command: Judged) -> Receipt:
        # A queue out of kindness to the ledger: what keeps a turn one turn is the swap in `append`.
        async with self._queue(command.run):
            for attempt in range(TRIES):
                live = await self._reels.load(command.run)
                judged = judge(self._world(live), live, command, self._clock.now())
                if isinstance(judged, Receipt):
                    return judged
                try:
                    live = await self._reels.append(live, *judged)
                except LedgerConflict:
                    await asyncio.sleep(0.001 * attempt)
                    continue
                self._went_on(live)
                return Receipt("accepted", live.id, live.run.turn, seq=live.head)
        raise LedgerBusy(f"run {command.run} does not stand still")

    def _queue(self, run: str) -> asyncio.Lock:
        return self._queues.setdefault(run, asyncio.Lock())

    def _went_on(self, live: Live) -> None:
        """Resolve what was accepted, mind the clock of what is open, forget what is over."""
        key = TurnKey(live.id, live.run.turn, live.run.take)
        if live.run.status == "resolving":
            self._timers.cancel(live.id)
            self._minded.pop(live.id, None)
            self._resolve(key)
            return
        self._mind(live)
        if live.run.status == "over":
            self._own(f"{live.id}/forget", self._forget(live.id))

    # --- beginning

    def _begun(self, begun: Live | Receipt) -> Receipt:
        if isinstance(begun, Receipt):
            return begun
        self._mind(begun)
        return Receipt("accepted", begun.id, begun.run.turn, seq=begun.head)

    async def _restart(self, run: str, actor: str) -> Receipt:
        stopped = await self._judged(Stop(run, actor))
        if stopped.status == "refused":
            return stopped
        return self._begun(await self._beginning.again(run))

    # --- words typed, other choices

    async def _write_in(self, command: WriteIn) -> Receipt:
        """A write-in is read first and judged after; reading costs no turn, whatever comes of
        it.
        """
        live = await self._reels.load(command.run)
        wrong = why_not(command.text)
        if wrong is not None:
            return refusal(live, wrong)
        text = clean(command.text)
        last = live.run.accepted
        if last is not None and (last.turn, last.actor, last.text) == (
            command.turn,
            command.actor,
            text,
        ):
            return refusal(live, "duplicate", "duplicate")
        no = barred(live, command.turn, command.actor)
        if no is not None:
            return no
        if not seen_now(live.run, command):
            return refusal(live, "moved_on", "stale")
        if cooling(live.run):
            return refusal(live, "cooling")
        read = await self._understanding.read(live, text)
        if isinstance(read, Refusal):
            said = await self._understanding.answer(live, read)
            return refusal(live, read.reason, text=said)
        choice = Choice(
            cut(text, LABEL_LIMIT),
            read.intent,
            risk_of(self._world(live), live.run.state, read),
            read.kind,
        )
        return await self._judged(
            Typed(command.run, command.turn, live.run.take, command.actor, text, choice)
        )

    async def _regenerate(self, command: Regenerate) -> Receipt:
        live = await self._reels.load(command.run)
        no = barred(live, command.turn, command.actor)
        if no is not None:
            return no
        if not seen_now(live.run, command):
            return refusal(live, "moved_on", "stale")
        run, hand = live.run, live.run.hand + 1
        offers = offers_for(self._world(live), run.seed, run.state, hand, run.offered)
        if {o.intent.key for o in offers} <= {c.intent.key for c in run.choices}:
            return refusal(live, "no_other_choices")
        labels = await self._understanding.label(live, offers, hand)
        dealt = tuple(
            Choice(cut(label, LABEL_LIMIT), o.intent, o.risk, o.kind)
            for label, o in zip(labels, offers, strict=True)
        )
        take = live.run.take
        return await self._judged(Dealt(live.id, command.turn, take, hand, command.actor, dealt))

    def _world(self, live: Live):
        return self._packs[live.run.world].world

    # --- what goes on behind

    def _own(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[name] = task

        def done(finished: asyncio.Task[None]) -> None:
            if self._tasks.get(name) is finished:
                del self._tasks[name]

        task.add_done_callback(done)
        return task

    def _resolve(self, key: TurnKey) -> None:
        """Begin to resolve a turn, unless this process is at it already."""
        if str(key) not in self._tasks and not self._closed:
            self._own(str(key), self._resolved(key))

    async def _resolved(self, key: TurnKey) -> None:
        try:
            live = await self._to_its_end(key)
        except Exception as error:  # noqa: BLE001 - nobody awaits this: what is raised would be lost
            log.error("turn_lost", run=key.run, turn=key.turn, why=repr(error))  # noqa: TRY400
            if isinstance(error, WorldChanged | RunUnknown | LedgerBroken):
                return  # an operator must act; trying again would not help
            # Left alone it would stand there until somebody restarts the process.
            again = self._clock.now() + AGAIN_MS
            self._timers.set(key.run, again, lambda: self._resolve(key))
            return
        self._went_on(live)
        self._prepare(live)

    async def _to_its_end(self, key: TurnKey) -> Live:
        try:
            await self._executor.execute(str(key))
        except Exception as error:  # noqa: BLE001 - a turn must end, whatever an engine raises
            # Recorded as failed, it would fail for ever: resolve it with no record but the ledger.
            log.error("turn_failed", run=key.run, turn=key.turn, why=repr(error))  # noqa: TRY400
            await self._pipeline(str(key), direct)
        live = await self._reels.load(key.run)
        if key.fits(live.run):  # an engine that remembers what the ledger has lost
            await self._pipeline(str(key), direct)
            live = await self._reels.load(key.run)
        return live

    async def _forget(self, run: str) -> None:
        try:
            await self._executor.forget(run)
        except Exception as error:  # noqa: BLE001 - untidy, and no harm to anybody
            log.warning("not_forgotten", run=run, why=repr(error))

    def _mind(self, live: Live) -> None:
        """Set the run's one timer: deadline or auto-play. A join or a vote leaves it alone."""
        run = live.run
        signs = (run.turn, run.take, run.status, run.paused, run.deadline, run.settings.auto)
        if self._minded.get(live.id) == signs:
            return
        self._timers.cancel(live.id)
        self._minded.pop(live.id, None)
        if run.status != "open" or run.paused:
            return
        auto = auto_due(run, self._clock.now())
        if run.deadline is not None and (auto is None or run.deadline <= auto):
            self._ring_at(live.id, run.deadline, Expire(live.id, run.turn))
        elif auto is not None:
            self._ring_at(live.id, auto, AutoPlay(live.id, run.turn))
        else:
            return
        self._minded[live.id] = signs

    def _ring_at(self, run: str, when: int, command: Expire | AutoPlay) -> None:
        self._timers.set(run, when, lambda: self._rang(command))

    def _rang(self, command: Expire | AutoPlay) -> None:
        self._own(f"{command.run}/clock/{command.turn}", self._act_on_time(command))

    async def _act_on_time(self, command: Expire | AutoPlay) -> None:
        receipt = await self.submit(command)
        again = receipt.reason == "busy"
        if not receipt.accepted and not again:
            # Another process has moved the run or its clock: mind it as it is now.
            self._minded.pop(command.run, None)
            try:
                self._mind(await self._reels.load(command.run))
            except LedgerBusy:
                again = True
        if again:  # the ledger was out of reach, and nobody else would ring
            self._ring_at(command.run, self._clock.now() + AGAIN_MS, command)

    def _prepare(self, live: Live) -> None:
        run = live.run
        if not run.settings.prepare or run.status != "open":
            return
        world = self._world(live)
        key = str(TurnKey(live.id, run.turn, run.take))

        async def tell(intent: Intent) -> Telling:
            return await self._teller.tell(
                facts_of(world, run, decide(world, run, intent)), unheard
            )

        self._prepared.prepare(key, [c.intent for c in run.choices], tell)

    def _committed(self, run: str, records: list[Record]) -> None:
        self._watching.tell(run, *records)
        # A run ends by one record and never again, so this is said once, by who wrote that. Later,
        # because nothing that is done about it may disturb the write.
        if self._on_over and any(isinstance(r.event, Finished) for r in records):
            asyncio.get_running_loop().call_soon(self._on_over, run)

    def _notice(self, key: TurnKey, part: Part) -> None:
        self._watching.tell(key.run, Notice(key.run, key.turn, part))
