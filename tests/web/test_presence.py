"""When all have gone the tape stands still; a clock that ran out while nobody could play is new."""

import asyncio

import pytest

from nightreel.core.events import Accepted, ClockSet, Paused
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Join, Pause, Resume, Start, Stop
from nightreel.director.director import Director
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.errors import LedgerBusy
from nightreel.store.memory import MemoryLedger
from nightreel.surfaces.people import OWNER
from nightreel.surfaces.web.feeds import ABSENT_MS, Feeds
from tests.director.games import WORLD, Game, a_long_life, direct, packs, spin
from tests.doubles import Held, Jammed
from tests.web.test_feeds import feeds_of

ADA, BO = "web-ada", "web-bo"
CLOCKED = RunSettings(clock=60, pictures=False)
UNCLOCKED = RunSettings(clock=None, pictures=False)
AUTO = RunSettings(clock=None, auto=60, pictures=False)


async def begun(
    director: Director, settings: RunSettings = CLOCKED, host: str = ADA, *others: str
) -> Game:
    """A run on its second turn, which is the first with a clock."""
    receipt = await director.submit(Start(WORLD, host, settings, a_long_life()))
    game = Game(director, receipt.run)
    for other in others:
        assert (await game.submit(Join(game.name, other))).accepted
    await game.turn(host)
    return game


async def visit(feeds: Feeds, game: Game, actor: str | None = ADA) -> None:
    """Look at the run, and leave."""
    async with feeds.looking(game.name, actor, None):
        pass


async def later(feeds: Feeds, clock: HandClock, milliseconds: int = ABSENT_MS) -> None:
    """Let time pass, and all that comes of it happen."""
    clock.advance(milliseconds)
    await spin()
    pending = set(feeds._tasks) - set(feeds._following.values())
    if pending:
        await asyncio.wait(pending, timeout=5)


@pytest.mark.parametrize("settings", [CLOCKED, AUTO], ids=["clock", "auto"])
async def test_when_the_last_player_has_gone_the_tape_stands_still(settings: RunSettings) -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        game = await begun(director, settings)
        await visit(feeds, game)
        await later(feeds, clock, ABSENT_MS - 1)
        assert not (await game.run()).paused, "a reload takes less"
        await later(feeds, clock, 1)
        run = await game.run()
        assert (run.paused, run.turn) == (True, 2)
        await later(feeds, clock, 3_600_000)
        assert (await game.run()).turn == 2, "nobody dies of a closed window"
        assert (await game.submit(Resume(game.name, ADA))).accepted
        if settings.clock:
            assert (await game.run()).deadline == clock.now() + 60_000 - ABSENT_MS


async def test_a_reload_stops_nothing() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        game = await begun(director)
        await visit(feeds, game)
        await later(feeds, clock, ABSENT_MS - 1)
        async with feeds.looking(game.name, ADA, None):
            await later(feeds, clock)
            assert await game.count(Paused) == 0
        await later(feeds, clock, ABSENT_MS - 1)
        assert await game.count(Paused) == 0, "the time begins anew with each leaving"
        await later(feeds, clock, 1)
        assert await game.count(Paused) == 1


async def test_one_player_who_stays_is_enough() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        game = await begun(director, CLOCKED, ADA, BO)
        async with feeds.looking(game.name, BO, None):
            await visit(feeds, game, ADA)
            await later(feeds, clock)
            assert not (await game.run()).paused
        await later(feeds, clock)
        assert (await game.run()).paused


async def test_two_windows_of_one_player_are_one_player() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        game = await begun(director)
        async with feeds.looking(game.name, ADA, None):
            await visit(feeds, game, ADA)
            await later(feeds, clock)
            assert not (await game.run()).paused


async def test_who_only_watches_keeps_nothing_going_and_stops_nothing() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        game = await begun(director)
        await visit(feeds, game, None)
        await later(feeds, clock)
        assert await game.count(Paused) == 0, "players have not been here yet"
        async with feeds.looking(game.name, None, None):
            await visit(feeds, game, ADA)
            await visit(feeds, game, None)
            await later(feeds, clock)
            assert (await game.run()).paused


@pytest.mark.parametrize("other", ["discord-77", "bo"])
async def test_a_run_that_somebody_plays_elsewhere_goes_on(other: str) -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        game = await begun(director, CLOCKED, ADA, other)
        await visit(feeds, game)
        await later(feeds, clock)
        assert await game.count(Paused) == 0


async def test_the_owners_own_run_stands_still_like_any() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        game = await begun(director, CLOCKED, OWNER)
        await visit(feeds, game, OWNER)
        await later(feeds, clock)
        assert (await game.run()).paused


async def test_what_does_not_tick_is_left_alone() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director, feeds_of(director, clock) as feeds:
        untimed, over, paused = [await begun(director, s) for s in (UNCLOCKED, CLOCKED, CLOCKED)]
        await over.submit(Stop(over.name, ADA))
        await paused.submit(Pause(paused.name, ADA))
        games = (untimed, over, paused)
        before = [await game.records() for game in games]
        for game in games:
            await visit(feeds, game)
        await later(feeds, clock)
        assert [await game.records() for game in games] == before


async def test_a_turn_that_ends_long_after_all_have_gone_starts_no_clock() -> None:
    """Its scene would come with one, and nobody there to see it."""
    clock, held = HandClock(), Held(Storyteller(packs()))
    held.go.set()
    async with (
        direct(clock=clock, narrator=held) as director,
        feeds_of(director, clock) as feeds,
    ):
        game = await begun(director)
        held.begun.clear()
        held.go.clear()
        async with feeds.looking(game.name, ADA, None):
            assert (await game.act(0, ADA)).accepted
            await held.begun.wait()
        clock.advance(ABSENT_MS)
        await spin()
        assert (await game.run()).status == "resolving"
        held.go.set()
        await game.settled()
        await later(feeds, clock, 0)
        run = await game.run()
        assert (run.turn, run.paused) == (3, True)


async def test_who_is_back_before_it_is_done_plays_on() -> None:
    clock, held = HandClock(), Held(Storyteller(packs()))
    held.go.set()
    async with (
        direct(clock=clock, narrator=held) as director,
        feeds_of(director, clock) as feeds,
    ):
        game = await begun(director)
        held.begun.clear()
        held.go.clear()
        async with feeds.looking(game.name, ADA, None):
            assert (await game.act(0, ADA)).accepted
            await held.begun.wait()
        clock.advance(ABSENT_MS)
        await spin()
        async with feeds.looking(game.name, ADA, None):
            held.go.set()
            await game.settled()
            await later(feeds, clock, 0)
            assert await game.count(Paused) == 0


async def test_a_house_that_closes_takes_nobody_to_have_left() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director:
        async with feeds_of(director, clock) as feeds:
            game = await begun(director)
            await visit(feeds, game)
            async with feeds.looking(game.name, ADA, None):
                await feeds.close()
            await visit(feeds, game)
        await later(feeds, clock)
        assert await game.count(Paused) == 0
        assert feeds._tasks == set()


async def test_a_ledger_that_is_busy_then_is_no_crash() -> None:
    clock, ledger = HandClock(), Jammed(MemoryLedger())
    async with (
        direct(clock=clock, ledger=ledger) as director,
        feeds_of(director, clock) as feeds,
    ):
        game = await begun(director)
        await visit(feeds, game)
        ledger.jam(Paused, 99)
        await later(feeds, clock)
        assert not (await game.run()).paused


# --- clocks of before ----------------------------------------------------------------------------


async def test_a_clock_that_ran_out_while_the_house_was_shut_is_new_for_who_comes() -> None:
    clock, ledger = HandClock(), MemoryLedger()
    async with direct(clock=clock, ledger=ledger) as before:
        name = (await begun(before)).name
    clock.advance(3_600_000)
    async with direct(clock=clock, ledger=ledger) as director, feeds_of(director, clock) as feeds:
        game = Game(director, name)
        await visit(feeds, game, None)
        assert await game.count(ClockSet) == 1, "who watches has no time to lose"
        async with feeds.looking(name, ADA, None):
            assert (await game.run()).deadline == clock.now() + 60_000
        # And once only: whoever reloads at the last moment has gained nothing by it.
        await later(feeds, clock, 10_000)
        async with feeds.looking(name, ADA, None):
            await later(feeds, clock, 49_999)
            async with feeds.looking(name, ADA, None):
                assert await game.count(ClockSet) == 2
                assert (await game.run()).deadline == clock.now() + 1
                clock.advance(1)
                assert (await game.settled()).turn == 3
        accepted = [e for e in await game.events() if isinstance(e, Accepted)]
        assert [e.via for e in accepted] == ["choice", "clock"]


async def test_a_run_that_could_not_be_taken_care_of_is_the_next_time() -> None:
    clock, ledger = HandClock(), Jammed(MemoryLedger())
    async with direct(clock=clock, ledger=ledger) as before:
        name = (await begun(before)).name
    clock.advance(3_600_000)
    async with direct(clock=clock, ledger=ledger) as director, feeds_of(director, clock) as feeds:
        ledger.jam_a_read(0)
        with pytest.raises(LedgerBusy):
            await visit(feeds, Game(director, name))
        async with feeds.looking(name, ADA, None):
            assert (await director.run(name)).deadline == clock.now() + 60_000
