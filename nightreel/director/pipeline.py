"""A turn after ACCEPT, as recorded steps: TELL (with DECIDE in it), FILM beside it, COMMIT.

The same code runs durable and in memory; only `step` differs. Steps take nothing and return JSON
text, so that a
replay sees what the first run saw. Each step is safe to run again until it is recorded, and never
after.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import msgspec
from msgspec import Struct

from nightreel.core.canonical import digest
from nightreel.core.clock import next_deadline
from nightreel.core.events import ClockSet, Event, Finished, Opened, Resolved
from nightreel.core.run import Run
from nightreel.core.run import step as fold_step
from nightreel.director.filming import UNFILMED, Filming, Frame, shot_of
from nightreel.director.reels import Reels
from nightreel.director.scenes import after, decide, facts_of, scene_of
from nightreel.director.speculation import Prepared
from nightreel.director.telling import Teller, Telling
from nightreel.ports.clock import Clock
from nightreel.ports.errors import LedgerBusy, LedgerConflict
from nightreel.ports.narrator import Brief, Part
from nightreel.worlds.pack import Pack

COMMIT_TRIES = 12
NOTHING = ""
"""What TELL returns when the turn is committed already."""


class Step(Protocol):
    """Runs a step once and gives its recorded text ever after."""

    def __call__(self, name: str, work: Callable[[], Awaitable[str]], /) -> Awaitable[str]:
        """Run `work`, or return what it returned before."""
        ...


class TurnKey(Struct, frozen=True):
    """Names a resolution. A rewind makes the same turn another take, which is resolved anew."""

    run: str
    turn: int
    take: int

    def __str__(self) -> str:
        return f"{self.run}/{self.turn}/{self.take}"

    @classmethod
    def parse(cls, text: str) -> "TurnKey":
        """Return the key that was written."""
        run, turn, take = text.rsplit("/", 2)
        return cls(run, int(turn), int(take))

    def fits(self, run: Run) -> bool:
        """Whether the run is resolving this very turn."""
        return run.status == "resolving" and run.turn == self.turn and run.take == self.take


class Pipeline:
    """What a turn consists of, with everything it needs."""

    def __init__(
        self,
        reels: Reels,
        packs: Mapping[str, Pack],
        teller: Teller,
        filming: Filming,
        prepared: Prepared,
        clock: Clock,
        notice: Callable[[TurnKey, Part], None],
    ) -> None:
        self._reels, self._packs, self._teller = reels, packs, teller
        self._filming, self._prepared, self._clock = filming, prepared, clock
        self._notice = notice

    async def __call__(self, key_text: str, step: Step) -> str:
        """Resolve the turn named by the key, to its commit. Calling again is harmless."""
        key = TurnKey.parse(key_text)
        brief: asyncio.Future[Brief] = asyncio.get_running_loop().create_future()
        telling = asyncio.ensure_future(step("tell", lambda: self._tell(key, brief)))
        try:
            # Steps are numbered as they are called: TELL, FILM, COMMIT, one after another, so that
            # a replay fits.
            # FILM starts as soon as the brief is known; a replayed TELL brings it at its end.
            await asyncio.wait({telling, brief}, return_when=asyncio.FIRST_COMPLETED)
            if telling.done() and telling.result() == NOTHING:
                return "committed before"
            if telling.done() and not brief.done():
                told = msgspec.json.decode(telling.result(), type=Telling)
                brief.set_result(Brief(told.brief, told.alt))
            filmed = await step("film", lambda: self._film(key, brief.result()))
            told_text = await telling
        finally:
            telling.cancel()
            brief.cancel()
        return await step("commit", lambda: self._commit(key, told_text, filmed))

    async def _tell(self, key: TurnKey, brief: "asyncio.Future[Brief]") -> str:
        live = await self._reels.load(key.run)
        if not key.fits(live.run) or live.run.accepted is None:
            return NOTHING
        intent = live.run.accepted.intent

        def told(part: Part) -> None:
            self._notice(key, part)
            if isinstance(part, Brief) and not brief.done():
                brief.set_result(part)

        telling = await self._prepared.take(str(key), intent)
        if telling is None:
            world = self._packs[live.run.world].world
            facts = facts_of(world, live.run, decide(world, live.run, intent))
            telling = await self._teller.tell(facts, told)
        return msgspec.json.encode(telling).decode()

    async def _film(self, key: TurnKey, brief: Brief) -> str:
        run = (await self._reels.load(key.run)).run
        frame = UNFILMED
        if run.settings.pictures and run.accepted is not None and key.fits(run):
            world = self._packs[run.world].world
            outcome = decide(world, run, run.accepted.intent)
            frame = await self._filming.take(shot_of(world, key.run, run, outcome, brief))
        return msgspec.json.encode(frame).decode()

    async def _commit(self, key: TurnKey, told: str, filmed: str) -> str:
        telling = msgspec.json.decode(told, type=Telling)
        frame = msgspec.json.decode(filmed, type=Frame)
        for attempt in range(COMMIT_TRIES):
            live = await self._reels.load(key.run)
            if not key.fits(live.run):
                return "committed before"
            try:
                await self._reels.append(live, *self._events(key, live.run, telling, frame))
            except LedgerConflict:
                continue  # somebody joined or paused meanwhile: the turn is still ours
            except LedgerBusy:
                await asyncio.sleep(0.05 * (attempt + 1))
                continue
            return "committed"
        raise LedgerBusy(f"{key} could not be committed in {COMMIT_TRIES} tries")

    def _events(self, key: TurnKey, run: Run, telling: Telling, frame: Frame) -> list[Event]:
        """COMMIT writes these in one transaction. The outcome is the recorded one, never decided
        twice.
        """
        outcome = telling.outcome
        if outcome is None:
            raise LedgerConflict(f"{key} was told without an outcome")
        state = after(run.state, outcome)
        resolved = Resolved(turn=key.turn, outcome=outcome, state=digest(state))
        opened = Opened(scene_of(key.turn + 1, telling))
        events: list[Event] = [resolved, opened, *frame.of(key.turn + 1)]
        if state.ending:
            events.append(self._finished(run, key, state.ending, telling))
            return events
        moved = run
        for event in events:
            moved = fold_step(moved, event)
        deadline = next_deadline(moved, self._clock.now())
        if deadline is not None:
            events.append(ClockSet(moved.turn, deadline))
        return events

    def _finished(self, run: Run, key: TurnKey, ending: str, telling: Telling) -> Finished:
        kind = self._packs[run.world].world.endings[ending].kind
        return Finished(key.turn + 1, ending, kind, telling.ending)  # pyright: ignore[reportArgumentType]
