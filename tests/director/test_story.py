"""Anything in any order: the director against a small model of what a run may be.

The model knows no rules of the world. Whether an action ends the run it reads off the run; who may
act, which turn it is, when time is up and who has voted it works out by itself.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import Struct, field

from nightreel.core.intent import Intent
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.core.risk import risk_of
from nightreel.core.run import Run, fold
from nightreel.core.settings import Crew, RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import (
    Act,
    AutoPlay,
    Change,
    Command,
    Expire,
    ExtendClock,
    Join,
    Leave,
    Pause,
    PlayAgain,
    Receipt,
    Regenerate,
    Restart,
    Resume,
    Rewind,
    Start,
    Stop,
    WriteIn,
)
from nightreel.director.director import Director
from nightreel.director.executor import MakeExecutor
from nightreel.director.memory import MemoryExecutor
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.ledger import Ledger, Record
from nightreel.store.memory import MemoryLedger
from nightreel.store.verify import check
from tests.director.games import (
    HOST,
    PATIENCE,
    WORLD,
    a_file,
    direct,
    durable,
    once_each,
    packs,
    spin,
    still,
    told_once,
    watch,
)
from tests.doubles import Counting, Held

# To find the shortest story that fails takes minutes, and is worth them.
pytestmark = pytest.mark.timeout(900)
T = TypeVar("T")
ACTORS = (HOST, "bo", "cy")
BALLOT = 8
actors = st.sampled_from(ACTORS)
turns = st.sampled_from([0, 0, 0, 0, -1, 1])
crews = st.sampled_from(["open", "host", "vote", "rotation"])
clocks = st.sampled_from([None, 10, 60])


class Model(Struct):
    """What a run may be, as far as its players can tell."""

    crew: Crew
    clock: int | None
    prepare: bool = False
    host: str = HOST
    status: Literal["open", "resolving", "over"] = "open"
    turn: int = 1
    take: int = 0
    hand: int = 0
    paused: bool = False
    left: int | None = None
    deadline: int | None = None
    players: list[str] = field(default_factory=lambda: [HOST])
    votes: dict[str, int] = field(default_factory=dict[str, int])
    ballots: int = 0
    acted: list[str] = field(default_factory=list[str])

    @property
    def settings(self) -> RunSettings:
        return RunSettings(clock=self.clock, crew=self.crew, prepare=self.prepare)

    def may(self, actor: str, turn: int) -> bool:
        """Whether the actor may do something about the scene."""
        if self.status != "open" or self.paused or turn != self.turn:
            return False
        if self.crew == "host":
            return actor == self.host
        alone = not any(p != actor for p in self.players)
        return self.crew != "rotation" or alone or self.acted[-1:] != [actor]

    def may_host(self, actor: str) -> bool:
        return self.crew != "host" or actor == self.host

    def taken(self, actor: str) -> None:
        self.acted.append(actor)
        self.status, self.deadline = "resolving", None

    def resolved(self, now: int, *, over: bool) -> None:
        self.turn += 1
        self.status = "over" if over else "open"
        self.scene_begins(now)

    def scene_begins(self, now: int) -> None:
        self.hand, self.votes, self.ballots = 0, {}, 0
        self.clock_begins(now)

    def clock_begins(self, now: int, left: int | None = None) -> None:
        runs = self.status == "open" and not self.paused and self.turn > 1
        time = left if left is not None else self.clock * 1000 if self.clock else None
        self.deadline = now + time if runs and self.clock and time is not None else None

    def comes(self, actor: str) -> None:
        if actor not in self.players:
            self.players.append(actor)

    def votes_for(self, actor: str, choice: int) -> None:
        self.comes(actor)
        self.votes[actor] = choice
        self.counts()

    def counts(self) -> None:
        """The crew acts as soon as nobody is waited for."""
        voting = self.crew == "vote" and self.status == "open" and not self.paused
        # One voter alone waits for the clock, for others may come.
        alone = len(self.players) == 1 and self.deadline is not None
        if voting and self.players and not alone and all(p in self.votes for p in self.players):
            self.taken("crew")

    def time_is_up(self) -> None:
        self.taken("crew" if self.crew == "vote" and self.votes else "clock")


class Story(RuleBasedStateMachine):
    """Players, time and misfortune, on one run after another."""

    holds = True
    """Whether a turn can be held up in the middle, to see what happens meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.clock = HandClock()
        self.ledger = self.do(self.a_ledger())
        self.held = Held(Counting(Storyteller(packs())))
        self.world = packs()[WORLD].world
        self.held.go.set()
        self.looking: asyncio.Future[None]

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    # --- the stage --------------------------------------------------------------------------------

    @initialize(seed=st.integers(0, 2**32 - 1), crew=crews, clock=clocks, prepare=st.booleans())
    def begin(self, seed: int, crew: Crew, clock: int | None, *, prepare: bool) -> None:
        self.model = Model(crew, clock, prepare)
        self.director = self.do(self.opened())
        start = Start(WORLD, HOST, self.model.settings, seed)
        self.name = self.do(self.director.submit(start)).run
        self.looks()

    async def a_ledger(self) -> Ledger:
        return MemoryLedger()

    def an_executor(self) -> MakeExecutor:
        return MemoryExecutor

    async def opened(self) -> Director:
        director = direct(
            ledger=self.ledger,
            narrator=self.held,
            clock=self.clock,
            executor=self.an_executor(),
        )
        return await director.__aenter__()

    async def calm(self) -> None:
        """Let everything go on that can."""
        await spin(60)

    def looks(self) -> None:
        """Somebody watches from here on."""
        self.seen: list[Record] = []

        async def look(director: Director, name: str, seen: list[Record]) -> None:
            async for item in watch(director, name):
                if isinstance(item, Record):
                    seen.append(item)

        async def begin() -> None:
            self.looking = asyncio.ensure_future(look(self.director, self.name, self.seen))

        self.do(begin())

    def teardown(self) -> None:
        if hasattr(self, "director"):
            self.do(self.stops_looking())
            self.do(self.director.__aexit__())
        self.do(self.stack.aclose())
        self.runner.close()

    @property
    def run(self) -> Run:
        return self.do(self.director.run(self.name))

    async def moved_on(self, milliseconds: int) -> None:
        self.clock.advance(milliseconds)

    def goes_on(self) -> None:
        """Let everything happen that can; a turn that is not held up is resolved."""
        self.do(self.calm())
        run, model = self.run, self.model
        if model.prepare and run.status != "resolving":
            self.held.go.set()  # it was told before anybody could hold it up
        if model.status == "resolving" and self.held.go.is_set():
            model.resolved(self.clock.now(), over=run.status == "over")

    def asks(self, command: Command, *, accepted: bool) -> Receipt:
        before = len(self.do(self.director.records(self.name)))
        receipt = self.do(self.director.submit(command))
        assert receipt.accepted is accepted, (command, receipt, self.model)
        if not accepted:
            assert receipt.player_text
            assert receipt.reason
            assert len(self.do(self.director.records(self.name))) == before
        return receipt

    # --- acting -----------------------------------------------------------------------------------

    @rule(actor=actors, choice=st.integers(-1, 5), off=turns, hold=st.booleans())
    def act(self, actor: str, choice: int, off: int, *, hold: bool) -> None:
        model, turn = self.model, self.model.turn + off
        there = 0 <= choice < len(self.run.choices)
        may = model.may(actor, turn) and there
        again = model.crew == "vote" and model.votes.get(actor) == choice
        if hold and may and self.holds:
            self.held.go.clear()
        self.asks(Act(self.name, turn, actor, choice), accepted=may and not again)
        if may and model.crew == "vote":
            if not again:
                model.votes_for(actor, choice)
        elif may:
            model.comes(actor)
            model.taken(actor)
        if model.status != "resolving":
            self.held.go.set()
        self.goes_on()

    @rule(actor=actors, verb=st.sampled_from(["listen", "wait"]), off=turns)
    def write_in(self, actor: str, verb: Literal["listen", "wait"], off: int) -> None:
        model, run, turn = self.model, self.run, self.model.turn + off
        intent = Intent(verb)
        may = model.may(actor, turn)
        can = isinstance(plan(self.world, run.state, intent), Plan)
        found = [i for i, c in enumerate(run.choices) if c.intent == intent]
        at = found[0] if found else len(run.choices)
        if model.crew == "vote":
            full = not found and model.ballots >= BALLOT
            can = can and not full and model.votes.get(actor) != at
        self.asks(WriteIn(self.name, turn, actor, verb), accepted=may and can)
        if may and can and model.crew == "vote":
            model.ballots += not found
            model.votes_for(actor, at)
        elif may and can:
            model.comes(actor)
            model.taken(actor)
        self.goes_on()

    @rule(actor=actors, text=st.sampled_from(["", "  ", "<@1> hi", "x" * 400, "qwrt zxcv bnmp"]))
    def write_nonsense(self, actor: str, text: str) -> None:
        self.asks(WriteIn(self.name, self.model.turn, actor, text), accepted=False)

    @precondition(lambda self: not self.held.go.is_set())
    @rule()
    def let_go(self) -> None:
        self.held.go.set()
        self.goes_on()

    # --- time -------------------------------------------------------------------------------------

    @rule(milliseconds=st.sampled_from([1, 400, 5000, 9600, 10_000, 60_000, 3_600_000]))
    def time_passes(self, milliseconds: int) -> None:
        self.do(self.moved_on(milliseconds))
        deadline = self.model.deadline
        if deadline is not None and deadline <= self.clock.now():
            self.model.time_is_up()
        self.goes_on()

    @rule(off=turns)
    def expire(self, off: int) -> None:
        model, now = self.model, self.clock.now()
        due = model.deadline is not None and now >= model.deadline - 400
        self.asks(Expire(self.name, model.turn + off), accepted=due and off == 0)
        if due and off == 0:
            model.time_is_up()
        self.goes_on()

    @rule(off=turns)
    def play_by_itself(self, off: int) -> None:
        self.asks(AutoPlay(self.name, self.model.turn + off), accepted=False)

    @rule(actor=actors)
    def pause(self, actor: str) -> None:
        model = self.model
        can = model.status != "over" and not model.paused and model.may_host(actor)
        self.asks(Pause(self.name, actor), accepted=can)
        if can:
            left = model.deadline - self.clock.now() if model.deadline is not None else None
            model.left = max(1000, left) if left is not None else None
            model.paused, model.deadline = True, None

    @rule(actor=actors)
    def resume(self, actor: str) -> None:
        model = self.model
        can = model.paused and model.may_host(actor)
        self.asks(Resume(self.name, actor), accepted=can)
        if can:
            model.paused = False
            model.clock_begins(self.clock.now(), model.left)
            model.left = None
            model.counts()
        self.goes_on()

    @rule(actor=actors, seconds=st.sampled_from([None, 30, 0, -5, 10**12]), off=turns)
    def extend(self, actor: str, seconds: int | None, off: int) -> None:
        model = self.model
        can = model.may(actor, model.turn + off) and model.deadline is not None
        can = can and (seconds is None or 1 <= seconds <= 86_400)
        self.asks(ExtendClock(self.name, model.turn + off, actor, seconds), accepted=can)
        if can and model.deadline is not None:
            later = max(model.deadline, self.clock.now())
            model.deadline = None if seconds is None else later + seconds * 1000
            model.counts()
            self.goes_on()

    # --- the room ---------------------------------------------------------------------------------

    @rule(actor=actors)
    def join(self, actor: str) -> None:
        self.asks(Join(self.name, actor), accepted=actor not in self.model.players)
        self.model.comes(actor)
        self.goes_on()

    @rule(actor=actors)
    def leave(self, actor: str) -> None:
        model = self.model
        self.asks(Leave(self.name, actor), accepted=actor in model.players)
        if actor in model.players:
            model.players.remove(actor)
            model.votes.pop(actor, None)
            model.counts()
        self.goes_on()

    @rule(actor=actors, crew=crews, clock=clocks)
    def change(self, actor: str, crew: Crew, clock: int | None) -> None:
        model = self.model
        other = (crew, clock) != (model.crew, model.clock)
        changed = RunSettings(clock=clock, crew=crew, prepare=model.prepare)
        self.asks(Change(self.name, actor, changed), accepted=actor == self.model.host and other)
        if actor == self.model.host and other:
            ticks = clock != model.clock
            model.crew, model.clock = crew, clock
            if ticks:
                model.left = None
            if ticks and model.status == "open":
                model.clock_begins(self.clock.now())
            model.counts()
        self.goes_on()

    # --- back, and elsewhere ----------------------------------------------------------------------

    @rule(actor=st.sampled_from([HOST, HOST, HOST, "bo"]), back=st.integers(0, 4))
    def rewind(self, actor: str, back: int) -> None:
        model = self.model
        may = model.status == "open" and actor == model.host
        can = may and back >= 1 and model.turn - back >= 1
        self.asks(Rewind(self.name, actor, back), accepted=can)
        if can:
            model.turn -= back
            model.take += 1
            model.paused, model.left = False, None
            del model.acted[model.turn - 1 :]
            model.scene_begins(self.clock.now())
        self.goes_on()

    @rule(actor=actors, off=turns)
    def regenerate(self, actor: str, off: int) -> None:
        model = self.model
        may = model.may(actor, model.turn + off)
        command = Regenerate(self.name, model.turn + off, actor)
        receipt = self.do(self.director.submit(command))
        assert receipt.accepted == (may and receipt.reason != "no_other_choices"), receipt
        if receipt.accepted:
            model.hand += 1
            model.votes, model.ballots = {}, 0

    @rule(actor=actors)
    def stop(self, actor: str) -> None:
        can = self.model.status != "over" and actor == self.model.host
        self.asks(Stop(self.name, actor), accepted=can)
        if can:
            self.model.status, self.model.deadline = "over", None
            self.held.go.set()
        self.goes_on()

    @rule(actor=actors)
    def play_again(self, actor: str) -> None:
        over = self.model.status == "over"
        receipt = self.asks(PlayAgain(self.name, actor), accepted=over)
        if over:
            self.turns_to(receipt.run, lambda: PlayAgain(self.name, actor), actor)

    @rule(actor=actors)
    def restart(self, actor: str) -> None:
        can = self.model.status == "over" or actor == self.model.host
        receipt = self.asks(Restart(self.name, actor), accepted=can)
        if can:
            self.held.go.set()
            self.do(self.calm())
            self.turns_to(receipt.run, lambda: Restart(self.name, actor), self.model.host)

    def turns_to(self, new: str, again: Callable[[], Command], host: str) -> None:
        """The old run is proved for the last time, and the same asked again; then the new one."""
        receipt = self.do(self.director.submit(again()))
        assert (receipt.status, receipt.run) == ("duplicate", new)
        self.ledger_holds()
        self.name = new
        was = self.model
        self.model = Model(was.crew, was.clock, was.prepare, host, players=[host])
        self.do(self.stops_looking())
        self.looks()
        self.goes_on()

    async def stops_looking(self) -> None:
        self.looking.cancel()
        await asyncio.gather(self.looking, return_exceptions=True)

    # --- misfortune -------------------------------------------------------------------------------

    @rule(away=st.sampled_from([0, 5000, 3_600_000]))
    def crash(self, away: int) -> None:
        """The process is gone in the middle of whatever it does; another one takes care."""
        self.do(self.stops_looking())
        self.do(self.director.__aexit__())
        self.held.go.set()
        self.do(self.moved_on(away))
        self.director = self.do(self.opened())
        self.do(self.director.attach(self.name))
        self.looks()
        deadline = self.model.deadline
        if deadline is not None and deadline <= self.clock.now():
            self.model.clock_begins(self.clock.now())
        self.goes_on()

    @precondition(lambda self: self.model.may(HOST, self.model.turn) and self.model.crew != "vote")
    @rule(away=st.sampled_from([0, 3_600_000]))
    def act_and_crash(self, away: int) -> None:
        """Accepted, and gone: the turn had begun or had not."""
        self.asks(Act(self.name, self.model.turn, HOST, 0), accepted=True)
        self.model.comes(HOST)
        self.model.taken(HOST)
        self.crash(away)

    @rule(actor=actors)
    def somebody_attaches(self, actor: str) -> None:
        """A surface that is opened once more changes nothing."""
        self.do(self.director.attach(self.name))
        self.goes_on()

    # --- what must hold ---------------------------------------------------------------------------

    @invariant()
    def the_run_is_what_the_model_says(self) -> None:
        run, model = self.run, self.model
        said = (run.status, run.turn, run.take, run.hand, run.paused, run.deadline)
        assert said == (
            model.status,
            model.turn,
            model.take,
            model.hand,
            model.paused,
            model.deadline,
        ), model
        assert list(run.players) == model.players
        if run.status == "open":
            assert run.votes == model.votes
            assert len(run.ballots) == model.ballots
        assert list(run.last_actors) == model.acted[: run.turn - 1][-8:]
        assert run.settings == model.settings

    @invariant()
    def ledger_holds(self) -> None:
        records = self.do(self.ledger.read(self.name))
        verdict = check(records, self.world.start, self.do(self.ledger.summary(self.name)))
        assert verdict.ok, verdict
        events = [record.event for record in records]
        assert fold(self.world.start, events) == self.run
        once_each(events)
        told_once(events)

    @invariant()
    def choices_can_be_taken_at_the_risk_they_show(self) -> None:
        run = self.run
        assert bool(run.choices) is (run.state.ending is None)
        for choice in run.choices if run.status == "open" else ():
            planned = plan(self.world, run.state, choice.intent)
            assert isinstance(planned, Plan)
            assert risk_of(self.world, run.state, planned) == choice.risk
            assert choice.label

    @invariant()
    def a_watcher_saw_everything(self) -> None:
        records = self.do(self.ledger.read(self.name))

        async def look() -> None:
            async with asyncio.timeout(PATIENCE):
                while len(self.seen) < len(records):
                    await spin(1)

        self.do(look())
        assert self.seen == records


class RecordedStory(Story):
    """The same on files, with every step recorded."""

    holds = False

    async def a_ledger(self) -> Ledger:
        self.home = Path(self.stack.enter_context(TemporaryDirectory()))
        return await self.stack.enter_async_context(a_file(self.home, self.clock))

    def an_executor(self) -> MakeExecutor:
        return durable(self.home)

    async def calm(self) -> None:
        await still(self.director)


suppressed = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
Story.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, suppress_health_check=suppressed
)
RecordedStory.TestCase.settings = settings(
    max_examples=10, stateful_step_count=30, suppress_health_check=suppressed
)
TestStory = Story.TestCase
TestRecordedStory = pytest.mark.slow(RecordedStory.TestCase)
