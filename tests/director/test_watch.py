"""Whoever watches a run sees each record once and in order, and its turns while they are told."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from nightreel.core.events import Accepted, Joined, Opened, Resolved, Started
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Act, Join, Leave, Rewind
from nightreel.director.director import Director
from nightreel.director.watching import BACKLOG, Notice
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.errors import RunUnknown
from nightreel.ports.ledger import Record
from nightreel.ports.narrator import Brief, Dispatch, Labels, Reaction
from nightreel.store.memory import MemoryLedger
from tests.director.conftest import ADirector
from tests.director.games import (
    HOST,
    PATIENCE,
    Game,
    a_file,
    begin,
    durable,
    living,
    packs,
    spin,
    watch,
    watching,
)
from tests.doubles import Crowded, Held


@pytest.fixture
async def director(a_director: ADirector) -> Director:
    return await a_director()


def records(seen: Sequence[Record | Notice]) -> list[Record]:
    return [item for item in seen if isinstance(item, Record)]


def numbers(seen: Sequence[Record | Notice]) -> list[int]:
    return [record.seq for record in records(seen)]


async def coming_and_going(director: Director, run: str, times: int) -> None:
    for _ in range(times):
        await director.submit(Join(run, "bo"))
        await director.submit(Leave(run, "bo"))


async def test_whoever_comes_late_sees_everything_from_the_beginning(director: Director) -> None:
    game = await begin(director)
    await game.turns(3)
    async with watching(director, game.name) as seen:
        await game.turns(2)
    assert records(seen) == await game.records()


async def test_whoever_comes_back_goes_on_after_the_number_they_know(director: Director) -> None:
    game = await begin(director)
    await game.turns(2)
    known = (await game.records())[4].seq
    async with watching(director, game.name, known) as seen:
        await game.turn()
    assert records(seen) == (await game.records())[5:]


async def test_two_watchers_see_the_same_and_another_run_is_none_of_it(
    director: Director,
) -> None:
    game, other = await begin(director), await begin(director)
    async with watching(director, game.name) as one, watching(director, game.name, 1) as two:
        await other.turns(2)
        await game.turns(2)
    assert records(one) == await game.records()
    assert records(two) == (await game.records())[1:]


async def test_each_record_comes_once_and_in_order_while_everybody_writes(
    a_director: ADirector,
) -> None:
    director = await a_director(ledger=Crowded(MemoryLedger()))
    game = await begin(director)

    async def come_and_look(name: str) -> list[int]:
        async with watching(director, game.name) as seen:
            await director.submit(Join(game.name, name))
            await spin(300)
        return numbers(seen)

    # Watchers arrive between the commits of others: the seam of what is read and what is told.
    everybody = [come_and_look(f"p{n}") for n in range(12)]
    found = await asyncio.gather(*everybody, game.turns(3))
    whole = [r.seq for r in await game.records()]
    for seen in found[:-1]:
        assert isinstance(seen, list)
        assert seen == whole[: len(seen)]
        assert len(seen) >= 2 + 12


async def test_the_same_on_a_file_with_recorded_steps(
    a_director: ADirector, tmp_path: Path, clock: HandClock
) -> None:
    async with a_file(tmp_path, clock) as ledger:
        director = await a_director(ledger=ledger, executor=durable(tmp_path), clock=clock)
        game = await begin(director)
        async with watching(director, game.name) as seen:
            joins = [director.submit(Join(game.name, f"p{n}")) for n in range(10)]
            await asyncio.gather(*joins, game.turns(3))
        assert records(seen) == await game.records()


async def test_what_another_process_wrote_in_between_is_not_missed(
    a_director: ADirector,
) -> None:
    """A watcher hears only its own process, and must notice that a number is missing."""
    ledger = MemoryLedger()
    here, there = [await a_director(ledger=ledger), await a_director(ledger=ledger)]
    game = await begin(here)
    async with watching(here, game.name) as seen:
        assert (await there.submit(Join(game.name, "bo"))).accepted
        assert (await here.submit(Join(game.name, "cy"))).accepted
        assert (await there.submit(Leave(game.name, "bo"))).accepted
        await game.turn()
    assert records(seen) == await game.records()


async def test_a_turn_is_told_before_it_is_recorded_the_reaction_first(
    director: Director,
) -> None:
    game = await begin(director)
    async with watching(director, game.name, 2) as seen:
        await game.turn()
    told = [type(i.part) if isinstance(i, Notice) else type(i.event) for i in seen]
    assert told == [Accepted, Reaction, Dispatch, Brief, Labels, Resolved, Opened]
    assert {i.turn for i in seen if isinstance(i, Notice)} == {1}
    assert {i.run for i in seen if isinstance(i, Notice)} == {game.name}


async def test_the_reaction_is_there_before_the_rest_is_told(a_director: ADirector) -> None:
    held = Held(Storyteller(packs()))
    director = await a_director(narrator=held)
    game = await begin(director)
    async with watching(director, game.name, 2) as seen:
        assert (await game.act(living(game.world, await game.run()))).accepted
        await held.begun.wait()
        await spin()
        first = list(seen)
        held.go.set()
        run = await game.settled()
    assert [type(i.part) for i in first if isinstance(i, Notice)] == [Reaction]
    assert run.scene
    assert [i.part for i in first if isinstance(i, Notice)] == [Reaction(run.scene.reaction)]


async def test_a_watcher_that_falls_behind_catches_up_from_the_ledger(
    director: Director,
) -> None:
    game = await begin(director)
    async with aclosing(watch(director, game.name)) as slow:
        first = await anext(slow)
        assert isinstance(first, Record)
        assert isinstance(first.event, Started)
        await coming_and_going(director, game.name, BACKLOG // 2 + 100)
        await game.turn()
        whole = await game.records()
        assert len(whole) > BACKLOG + 100
        seen = [first.seq]
        async with asyncio.timeout(PATIENCE):
            while seen[-1] < whole[-1].seq:
                item = await anext(slow)
                if isinstance(item, Record):
                    seen.append(item.seq)
    assert seen == [r.seq for r in whole]


async def test_a_watcher_that_fell_behind_is_told_of_what_comes_after(
    director: Director,
) -> None:
    game = await begin(director)
    async with aclosing(watch(director, game.name)) as slow:
        seen = [await anext(slow), await anext(slow)]
        waiting = asyncio.ensure_future(anext(slow))  # it watches now, and nobody reads
        await spin()
        await coming_and_going(director, game.name, BACKLOG)
        seen.append(await waiting)
        async with asyncio.timeout(PATIENCE):
            while numbers(seen)[-1] < 2 + 2 * BACKLOG:
                seen.append(await anext(slow))
            await director.submit(Join(game.name, "cy"))
            last = await anext(slow)
    assert numbers(seen) == [*range(1, 3 + 2 * BACKLOG)]
    assert isinstance(last, Record)
    assert last.event == Joined("cy")


async def test_a_rewind_is_a_record_like_any_other(director: Director) -> None:
    game = await begin(director, RunSettings(clock=60))
    await game.turns(3)
    async with watching(director, game.name) as seen:
        await game.submit(Rewind(game.name, HOST, 2))
        await game.turn()
    assert records(seen) == await game.records()


async def test_nobody_watches_a_run_that_is_not_there(director: Director) -> None:
    with pytest.raises(RunUnknown):
        async with aclosing(watch(director, "0000000000")) as stream:
            await anext(stream)
    assert director._watching._watches == {}


async def test_whoever_stops_watching_is_forgotten(director: Director) -> None:
    game = await begin(director)
    async with watching(director, game.name), watching(director, game.name):
        assert len(director._watching._watches[game.name]) == 2
    assert director._watching._watches == {}
    await game.turn()


async def test_a_watcher_that_is_stuck_holds_nobody_up(director: Director) -> None:
    game: Game = await begin(director)
    async with aclosing(watch(director, game.name)) as stuck:
        await anext(stuck)
        await coming_and_going(director, game.name, BACKLOG)
        assert (await director.submit(Act(game.name, 1, HOST, 0))).accepted
        assert (await game.settled()).turn == 2
        (queue,) = director._watching._watches[game.name]
        assert queue._queue.qsize() <= BACKLOG


async def test_whoever_comes_back_in_mid_turn_hears_what_was_told_of_it(
    a_director: ADirector,
) -> None:
    held = Held(Storyteller(packs()))
    director = await a_director(narrator=held)
    game = await begin(director)
    await game.act()
    await held.begun.wait()
    async with watching(director, game.name) as seen:
        pass
    reaction = [item.part for item in seen if isinstance(item, Notice)]
    assert [type(part) for part in reaction] == [Reaction]
    held.go.set()
    await game.settled()
    async with watching(director, game.name) as seen:
        pass
    assert not [item for item in seen if isinstance(item, Notice)]
