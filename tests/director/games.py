"""A run in a test's hands: what players do to it, waiting for what comes of it, and the proof."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager, suppress
from functools import cache, partial
from pathlib import Path

from msgspec import structs

from nightreel.core.events import Accepted, Event, Finished, Opened, Resolved, Rewound, Started
from nightreel.core.intent import Intent
from nightreel.core.run import Run, effective, fold
from nightreel.core.scene import Scene
from nightreel.core.sentences import digest_of, sentences
from nightreel.core.settings import RunSettings
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.director.clocks import HandClock
from nightreel.director.commands import (
    Act,
    Change,
    Command,
    Join,
    Leave,
    Pause,
    Receipt,
    Regenerate,
    Resume,
    Rewind,
    Start,
    Stop,
    WriteIn,
)
from nightreel.director.director import Director
from nightreel.director.durable import DurableExecutor
from nightreel.director.executor import MakeExecutor
from nightreel.director.memory import MemoryExecutor
from nightreel.director.scenes import after, decide, offers_for
from nightreel.director.watching import Notice
from nightreel.illustrators.null import NoPictures
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.clock import Clock
from nightreel.ports.illustrator import Illustrator
from nightreel.ports.ledger import Ledger, Record
from nightreel.ports.media import Media
from nightreel.ports.narrator import Narrator
from nightreel.store.media import MemoryMedia
from nightreel.store.memory import MemoryLedger
from nightreel.store.sql import SqlLedger
from nightreel.store.verify import verify
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped

WORLD = "relay-nine"
HOST = "ada"
PATIENCE = 10.0
"""Seconds after which a test says that something hangs."""
QUIET = RunSettings(clock=None)
"""No countdown: time has no part in it."""


@cache
def packs() -> Mapping[str, Pack]:
    return {WORLD: load(shipped()[WORLD])}


def direct(
    *,
    ledger: Ledger | None = None,
    narrator: Narrator | None = None,
    understudy: Narrator | None = None,
    illustrator: Illustrator | None = None,
    media: Media | None = None,
    clock: Clock | None = None,
    executor: MakeExecutor = MemoryExecutor,
    tell_patience: float = 30.0,
    film_patience: float = 30.0,
    on_over: Callable[[str], object] | None = None,
    worlds: Mapping[str, Pack] | None = None,
) -> Director:
    """A director with the real thing wherever a test does not bring its own."""
    worlds = worlds or packs()
    storyteller = Storyteller(worlds)
    return Director(
        ledger or MemoryLedger(),
        worlds,
        narrator=narrator or storyteller,
        understudy=understudy or storyteller,
        illustrator=illustrator or NoPictures(),
        media=media or MemoryMedia(),
        clock=clock or HandClock(),
        executor=executor,
        tell_patience=tell_patience,
        film_patience=film_patience,
        on_over=on_over,
    )


def a_file(folder: Path, clock: Clock) -> AbstractAsyncContextManager[Ledger]:
    """A ledger in a file of that folder."""
    return SqlLedger.open(f"sqlite:///{folder}/runs.db", clock)


def durable(folder: Path) -> MakeExecutor:
    """The executor that records steps, in a file of that folder."""
    return partial(DurableExecutor, f"sqlite:///{folder}/turns.db")


def watch(director: Director, run: str, after: int = 0) -> AsyncGenerator[Record | Notice]:
    """Watch a run, and be able to stop: `aclosing(watch(...))`."""
    return director.watch(run, after)


@asynccontextmanager
async def watching(
    director: Director, run: str, after: int = 0
) -> AsyncGenerator[list[Record | Notice]]:
    """A list that fills with what a watcher sees."""
    seen: list[Record | Notice] = []

    async def look() -> None:
        async with aclosing(watch(director, run, after)) as stream:
            async for item in stream:
                seen.append(item)

    async with asyncio.TaskGroup() as group:
        looking = group.create_task(look())
        await spin()
        yield seen
        await spin()
        looking.cancel()


async def still(director: Director) -> None:
    """Wait until nothing goes on behind: no turn is resolved, no clock that rang is at work."""
    async with asyncio.timeout(PATIENCE):
        while tasks := set(director._tasks.values()):
            await asyncio.wait(tasks)


async def spin(times: int = 200) -> None:
    """Let everything that can go on, go on. For what must not happen."""
    for _ in range(times):
        await asyncio.sleep(0)


class Game:
    """One run and the director that it is played through."""

    def __init__(self, director: Director, name: str) -> None:
        self.director, self.name = director, name

    @property
    def world(self) -> World:
        return self.director.packs[WORLD].world

    # --- doing ------------------------------------------------------------------------------------

    async def submit(self, command: Command) -> Receipt:
        return await self.director.submit(command)

    async def act(self, choice: int = 0, actor: str = HOST, turn: int | None = None) -> Receipt:
        now = turn if turn is not None else (await self.run()).turn
        return await self.submit(Act(self.name, now, actor, choice))

    async def write(self, text: str, actor: str = HOST, turn: int | None = None) -> Receipt:
        now = turn if turn is not None else (await self.run()).turn
        return await self.submit(WriteIn(self.name, now, actor, text))

    async def turn(self, actor: str = HOST) -> Run:
        """Play a turn that does not end the run, to its end."""
        receipt = await self.act(living(self.world, await self.run()), actor)
        assert receipt.accepted, receipt
        return await self.settled()

    async def turns(self, count: int) -> Run:
        for _ in range(count):
            await self.turn()
        return await self.run()

    # --- waiting ----------------------------------------------------------------------------------

    async def settled(self) -> Run:
        """Wait until nothing goes on, and return the run."""
        await still(self.director)
        return await self.run()

    async def until(self, so: Callable[[Run], bool]) -> Run:
        """Wait until the run is so, by its records."""
        live = await self.director._reels.load(self.name)
        if so(live.run):
            return live.run
        stream = watch(self.director, self.name, live.head)
        async with asyncio.timeout(PATIENCE), aclosing(stream):
            async for item in stream:
                run = await self.run()
                if isinstance(item, Record) and so(run):
                    return run
        raise AssertionError("a watch has no end")

    # --- looking ----------------------------------------------------------------------------------

    async def run(self) -> Run:
        return await self.director.run(self.name)

    async def records(self) -> list[Record]:
        return await self.director.records(self.name)

    async def events(self) -> list[Event]:
        return [record.event for record in await self.records()]

    async def count(self, kind: type[Event]) -> int:
        return sum(isinstance(e, kind) for e in await self.events())

    async def sound(self) -> Run:
        """Return the run, proved to be what its ledger says, and its ledger to be possible."""
        verdict = await verify(self.director._reels._ledger, self.name, self.world.start)
        assert verdict.ok, verdict
        events, run = await self.events(), await self.run()
        assert fold(self.world.start, events) == run
        once_each(events)
        return run


def living(world: World, run: Run) -> int:
    """The first choice that does not end the run: fate is fixed, so it can be looked up."""
    for index, choice in enumerate(run.choices):
        if after(run.state, decide(world, run, choice.intent)).ending is None:
            return index
    raise AssertionError(f"seed {run.seed}: every choice of turn {run.turn} ends the run")


def dying(world: World, run: Run) -> int | None:
    """The first choice that ends the run, if there is one."""
    for index, choice in enumerate(run.choices):
        if after(run.state, decide(world, run, choice.intent)).ending is not None:
            return index
    return None


def started(seed: int) -> Run:
    """A run of the world that was just begun, without a ledger."""
    world = packs()[WORLD].world
    run = fold(world.start, [Started(WORLD, "", "", seed, HOST, QUIET, "")])
    return _shown(world, run, run.state)


def moved(run: Run, intent: Intent) -> Run:
    """The run after an action, told by nobody. For looking ahead: fate is fixed."""
    world = packs()[WORLD].world
    return _shown(world, run, after(run.state, decide(world, run, intent)))


def _shown(world: World, run: Run, state: State) -> Run:
    offers = offers_for(world, run.seed, state, 0, frozenset())
    return structs.replace(
        run, state=state, turn=state.turn, scene=Scene(state.turn, "", "", "", "", offers)
    )


@cache
def a_long_life() -> int:
    """A seed with which one can live long, and hesitate for a while without dying of it.

    Looked up, not written down: the world's authors may change who dies of what.
    """
    world = packs()[WORLD].world
    for seed in range(1, 10_000):
        with suppress(AssertionError):
            run = idle = started(seed)
            for _ in range(30):
                run = moved(run, run.choices[living(world, run)].intent)
            for turn in range(8):
                first = idle.choices[living(world, idle)].intent if turn == 0 else None
                idle = moved(idle, first or Intent("hesitate"))
                assert idle.state.ending is None
            return seed
    raise AssertionError("nobody lives long in this world")


@cache
def a_short_life() -> int:
    """A seed with which the first choice of each scene leads to an end soon."""
    for seed in range(1, 10_000):
        run = started(seed)
        while run.state.ending is None and run.turn < 25:
            run = moved(run, run.choices[0].intent)
        if run.state.ending:
            return seed
    raise AssertionError("nobody dies in this world")


def once_each(events: list[Event]) -> None:
    """One action accepted for each take of a turn, and each of them resolved once, at once."""
    take = 0
    accepted: Counter[tuple[int, int]] = Counter()
    resolved: Counter[tuple[int, int]] = Counter()
    for event in events:
        match event:
            case Rewound():
                take += 1
            case Accepted(turn):
                accepted[turn, take] += 1
            case Resolved(turn):
                resolved[turn, take] += 1
                assert accepted[turn, take] == 1, f"turn {turn}, take {take}: nobody had acted"
            case _:
                pass
    assert set(accepted.values()) <= {1}, f"accepted twice: {accepted}"
    assert set(resolved.values()) <= {1}, f"resolved twice: {resolved}"
    unresolved = set(accepted) - set(resolved)
    stopped = any(isinstance(e, Finished) and e.how == "stopped" for e in events)
    open_end = isinstance(_last_of_turn(events), Accepted)
    assert len(unresolved) <= (1 if stopped or open_end else 0), f"never resolved: {unresolved}"


def _last_of_turn(events: list[Event]) -> Event | None:
    turns = [e for e in events if isinstance(e, Accepted | Resolved)]
    return turns[-1] if turns else None


def told_once(events: list[Event]) -> None:
    """No sentence is told twice in the story as it stands."""
    scenes = [e.scene for e in effective(events) if isinstance(e, Opened)]
    told = [s for x in scenes for s in (*sentences(x.reaction), *sentences(x.dispatch))]
    times = Counter(digest_of(sentence) for sentence in told)
    again = {s for s in told if times[digest_of(s)] > 1}
    assert not again, f"told twice: {again}"


async def a_story(game: Game) -> None:
    """A bit of everything, always the same: what is written of it must be, too."""
    await game.submit(Join(game.name, "bo"))
    await game.turns(2)
    await game.submit(Regenerate(game.name, 3, "bo"))
    await game.turn("bo")
    await game.write("I listen for a while", "cy")
    await game.settled()
    await game.submit(Rewind(game.name, HOST, 2))
    await game.turn("cy")
    await game.submit(Change(game.name, HOST, RunSettings(clock=None, crew="vote")))
    await game.write("wait and see", "bo")
    await game.submit(Leave(game.name, "cy"))
    await game.act(living(game.world, await game.run()))
    await game.settled()
    await game.submit(Pause(game.name, "bo"))
    await game.submit(Resume(game.name, "bo"))
    await game.submit(Stop(game.name, HOST))
    await game.settled()


async def begin(
    director: Director, settings: RunSettings = QUIET, *, seed: int | None = None
) -> Game:
    seed = a_long_life() if seed is None else seed
    receipt = await director.submit(Start(WORLD, HOST, settings, seed))
    assert receipt.accepted, receipt
    return Game(director, receipt.run)
