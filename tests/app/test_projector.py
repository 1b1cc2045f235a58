"""Tapes of the runs that end: made behind the play, one at a time, and never in its way."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from blockbuster import blockbuster_ctx

from nightreel.core.settings import RunSettings
from nightreel.director.commands import PlayAgain, Stop
from nightreel.director.director import Director
from nightreel.ports.illustrator import Illustrator
from nightreel.projector import Projector
from nightreel.store.memory import MemoryLedger
from tests.director.games import HOST, QUIET, Game, a_short_life, begin, direct, spin
from tests.doubles import Clumsy, Painter

FILMED = RunSettings(clock=None, pictures=True)
SOON = 0.05


class Lab:
    """Makes tapes when it is let to, and notes them."""

    def __init__(self, *, ready: bool = True) -> None:
        self.begun: list[str] = []
        self.made: list[str] = []
        self.stopped: list[str] = []
        self.go = asyncio.Event()
        if ready:
            self.go.set()

    async def make(self, run: str) -> str:
        self.begun.append(run)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped.append(run)
            raise
        self.made.append(run)
        return f"{run}.mp4"


def filming(
    ledger: MemoryLedger, projector: Projector, illustrator: Illustrator | None = None
) -> Director:
    return direct(ledger=ledger, illustrator=illustrator or Painter(), on_over=projector.over)


async def stop(game: Game) -> None:
    assert (await game.submit(Stop(game.name, HOST))).accepted
    await game.settled()


async def until(so: Callable[[], bool]) -> None:
    for _ in range(5000):
        if so():
            return
        await spin(1)
    raise AssertionError("it never came about")


async def test_a_run_that_ends_gets_its_tape_while_others_are_played() -> None:
    ledger, lab = MemoryLedger(), Lab(ready=False)
    async with Projector(ledger, lab.make) as projector, filming(ledger, projector) as director:
        ended, other = await begin(director, FILMED), await begin(director, FILMED)
        await ended.turn()
        await stop(ended)
        await until(lambda: lab.begun == [ended.name])
        with blockbuster_ctx():
            assert (await other.turn()).turn == 2
            again = await director.submit(PlayAgain(ended.name, HOST))
            assert again.accepted
        lab.go.set()
        await until(lambda: lab.made == [ended.name])
    assert lab.begun == [ended.name]


async def test_an_ending_of_the_world_gets_its_tape_too() -> None:
    ledger, lab = MemoryLedger(), Lab()
    async with Projector(ledger, lab.make) as projector, filming(ledger, projector) as director:
        game = await begin(director, FILMED, seed=a_short_life())
        while (await game.run()).status == "open":
            await game.act(0)
            await game.settled()
    assert lab.made == [game.name]


@pytest.mark.parametrize("illustrator", [None, Clumsy()], ids=["off", "lost"])
async def test_a_run_without_frames_gets_none(illustrator: Illustrator | None) -> None:
    ledger, lab = MemoryLedger(), Lab()
    settings = FILMED if illustrator else QUIET
    async with (
        Projector(ledger, lab.make) as projector,
        filming(ledger, projector, illustrator) as director,
    ):
        game = await begin(director, settings)
        await game.turn()
        await stop(game)
    assert lab.begun == []


async def test_tapes_are_made_one_at_a_time() -> None:
    ledger, lab = MemoryLedger(), Lab(ready=False)
    async with Projector(ledger, lab.make) as projector, filming(ledger, projector) as director:
        games = [await begin(director, FILMED) for _ in range(3)]
        for game in games:
            await stop(game)
        await spin()
        assert len(lab.begun) == 1
        lab.go.set()
    assert lab.made == [game.name for game in games]


async def _breaks(run: str) -> None:
    raise RuntimeError(run)


async def _hangs(run: str) -> None:
    del run
    await asyncio.Event().wait()


@pytest.mark.parametrize("make", [_breaks, _hangs])
async def test_a_tape_that_fails_takes_nothing_with_it(
    make: Callable[[str], Awaitable[object]],
) -> None:
    ledger, lab = MemoryLedger(), Lab()
    first: list[str] = []

    async def made(run: str) -> object:
        if not first:
            first.append(run)
            return await make(run)
        return await lab.make(run)

    async with (
        Projector(ledger, made, patience=SOON) as projector,
        filming(ledger, projector) as director,
    ):
        one, two = await begin(director, FILMED), await begin(director, FILMED)
        await stop(one)
        await stop(two)
        assert (await one.run()).status == "over"
    assert (first, lab.made) == ([one.name], [two.name])


async def test_closing_waits_for_a_tape_and_no_longer_than_it_says() -> None:
    tasks = asyncio.all_tasks()
    ledger, lab = MemoryLedger(), Lab(ready=False)
    async with (
        Projector(ledger, lab.make, drain=SOON) as projector,
        filming(ledger, projector) as director,
    ):
        games = [await begin(director, FILMED) for _ in range(2)]
        for game in games:
            await stop(game)
        await until(lambda: len(lab.begun) == 1)
    assert (lab.made, lab.stopped) == ([], [games[0].name])
    assert asyncio.all_tasks() == tasks


async def test_what_is_said_twice_or_too_late_is_not_done_again() -> None:
    ledger, lab = MemoryLedger(), Lab(ready=False)
    async with Projector(ledger, lab.make) as projector, filming(ledger, projector) as director:
        game = await begin(director, FILMED)
        await stop(game)
        projector.over(game.name)
        lab.go.set()
    projector.over(game.name)
    await spin()
    assert lab.made == [game.name]
