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
import structlog
from msgspec import Struct

from nightreel.core.canonical import digest
from nightreel.core.clock import next_deadline
from nightreel.core.events import ClockSet, Event, Filmed, Finished, Opened, Resolved
from nightreel.core.intent import Intent
from nightreel.core.run import Run
from nightreel.core.run import step as fold_step
from nightreel.director.reels import Reels
from nightreel.director.scenes import after, decide, facts_of, scene_of
from nightreel.director.speculation import Prepared
from nightreel.director.telling import Teller, Telling
from nightreel.ports.clock import Clock
from nightreel.ports.errors import LedgerBusy, LedgerConflict
from nightreel.ports.illustrator import Frame, Illustrator, Shot
from nightreel.ports.narrator import Brief, Part
from nightreel.worlds.pack import Pack

log = structlog.get_logger()

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
        illustrator: Illustrator,
        prepared: Prepared,
        clock: Clock,
        notice: Callable[[TurnKey, Part], None],
        film_patience: float,
    ) -> None:
        self._reels, self._packs, self._teller = reels, packs, teller
        self._illustrator, self._prepared, self._clock = illustrator, prepared, clock
        self._notice, self._film_patience = notice, film_patience

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
        live = await self._reels.load(key.run)
        frame = Frame(media=None, by="none", rung="off")
        accepted = live.run.accepted
        if live.run.settings.pictures and accepted is not None and key.fits(live.run):
            frame = await self._take(key, live.run, accepted.intent, brief)
        return msgspec.json.encode(frame).decode()

    async def _take(self, key: TurnKey, run: Run, intent: Intent, brief: Brief) -> Frame:
        outcome = decide(self._packs[run.world].world, run, intent)
        shot = Shot(
            run=key.run,
            world=run.world,
            turn=key.turn + 1,
            seed=run.seed,
            state=after(run.state, outcome),
            brief=brief.text,
            alt=brief.alt,
            verb=outcome.verb,
            focus=outcome.target,
            references=(run.scene.frame,) if run.scene and run.scene.frame else (),
        )
        try:
            async with asyncio.timeout(self._film_patience):
                return await self._illustrator.film(shot)
        except Exception as error:  # noqa: BLE001 - a bug in a provider is no reason to lose a game
            log.warning("frame_lost", run=key.run, turn=key.turn, why=repr(error))
            return Frame(media=None, by=self._illustrator.name, rung="lost")

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
        events: list[Event] = [resolved, Opened(scene_of(key.turn + 1, telling))]
        if frame.rung != "off":
            events.append(Filmed(key.turn + 1, frame.media, frame.by, frame.rung))
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
