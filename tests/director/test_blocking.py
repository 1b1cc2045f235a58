"""Nothing blocks the event loop: not a disk, not a lock, not the engine of durable turns."""

import asyncio
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx

from nightreel.core.events import Resolved
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Join, PlayAgain, Rewind, Stop
from nightreel.narrators.storyteller.reading_lexicon import lexicon
from tests.director.games import HOST, Game, a_file, begin, direct, durable, packs, watching

EVERYTHING = RunSettings(clock=60, pictures=True, prepare=True)


async def test_nothing_blocks_the_loop_while_turns_are_played(
    tmp_path: Path, clock: HandClock
) -> None:
    packs()
    lexicon()
    async with (
        a_file(tmp_path, clock) as ledger,
        direct(ledger=ledger, executor=durable(tmp_path), clock=clock) as director,
    ):
        with blockbuster_ctx():
            game = await begin(director, EVERYTHING)
            async with watching(director, game.name):
                await game.turns(5)
                await asyncio.gather(*(game.submit(Join(game.name, f"p{n}")) for n in range(5)))
                await game.write("listen")
                await game.settled()
                await game.submit(Rewind(game.name, HOST, 2))
                clock.advance(60_000)
                await game.settled()
            await game.sound()
            await game.submit(Stop(game.name, HOST))
            again = await game.submit(PlayAgain(game.name, HOST))
            assert again.accepted
            assert await game.count(Resolved) == 7
            await director.runs()


async def test_nothing_blocks_the_loop_at_the_first_write_in_of_a_process() -> None:
    packs()
    lexicon.cache_clear()
    async with direct() as director:
        game = await begin(director)
        with blockbuster_ctx():
            assert (await game.write("listen")).accepted
            await game.settled()


async def test_an_idle_director_leaves_no_task_but_its_watchers(
    tmp_path: Path, clock: HandClock
) -> None:
    """An idle run polls nothing."""
    async with (
        a_file(tmp_path, clock) as ledger,
        direct(ledger=ledger, executor=durable(tmp_path), clock=clock) as director,
    ):
        before = asyncio.all_tasks()
        games = [await begin(director, EVERYTHING) for _ in range(3)]
        for game in games:
            await game.turns(2)
        for task in list(director._prepared._told.values()):
            await task
        async with asyncio.timeout(10):
            while extra := asyncio.all_tasks() - before:
                await asyncio.wait(extra)
        assert director._tasks == {}


@pytest.mark.slow
async def test_many_runs_at_once_are_each_their_own(tmp_path: Path, clock: HandClock) -> None:
    """Interleaved, they are what they are apart."""
    async with (
        a_file(tmp_path, clock) as ledger,
        direct(ledger=ledger, executor=durable(tmp_path), clock=clock) as director,
    ):
        games = [await begin(director, seed=seed % 4) for seed in range(12)]

        async def play(game: Game) -> list[str]:
            for _ in range(5):
                await game.act(0)
                await game.director.settled(game.name)
            await game.sound()
            return [record.hash for record in await game.records()]

        played = await asyncio.gather(*(play(game) for game in games))
        for at, hashes in enumerate(played):
            assert hashes == played[at % 4]
