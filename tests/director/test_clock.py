"""The countdown: a deadline in the ledger, and one timer a run that can act once, on its turn."""

import asyncio

import pytest

from nightreel.core.events import Accepted, ClockSet, Finished
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock, SystemClock
from nightreel.director.commands import (
    Act,
    AutoPlay,
    Change,
    Expire,
    ExtendClock,
    Join,
    Pause,
    Regenerate,
    Restart,
    Resume,
    Rewind,
    Start,
    Stop,
)
from nightreel.director.director import Director
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.errors import RunUnknown
from nightreel.store.memory import MemoryLedger
from tests.director.conftest import ADirector
from tests.director.games import HOST, WORLD, Game, begin, direct, living, packs, still
from tests.doubles import Hasty, Held, Jammed

SECOND = 1000
MINUTE = 60 * SECOND
CLOCKED = RunSettings(clock=60)


@pytest.fixture
async def director(a_director: ADirector, clock: HandClock) -> Director:
    return await a_director(clock=clock)


@pytest.fixture
async def game(director: Director) -> Game:
    """A run on turn 2, whose minute has just begun."""
    game = await begin(director, CLOCKED)
    await game.turn()
    return game


async def passed(game: Game, clock: HandClock, milliseconds: int) -> int:
    """Return the turn when that time has passed and everything that rang has acted."""
    clock.advance(milliseconds)
    return (await game.settled()).turn


async def clicks_by_the_clock(game: Game) -> list[int]:
    return [e.turn for e in await game.events() if isinstance(e, Accepted) and e.via == "clock"]


# --- running out ---------------------------------------------------------------------------------


async def test_nobody_is_hurried_through_the_first_scene(
    director: Director, clock: HandClock
) -> None:
    game = await begin(director, CLOCKED)
    assert (await game.run()).deadline is None
    assert await passed(game, clock, 24 * 60 * MINUTE) == 1
    assert (await game.submit(Expire(game.name, 1))).status == "stale"


async def test_every_later_scene_has_its_full_time(game: Game, clock: HandClock) -> None:
    for turn in (2, 3, 4):
        assert (await game.run()).turn == turn
        assert (await game.run()).deadline == clock.now() + MINUTE
        clock.advance(7 * SECOND)
        await game.turn()


async def test_hesitation_is_what_happens_when_time_runs_out(game: Game, clock: HandClock) -> None:
    assert await passed(game, clock, MINUTE - 1) == 2
    assert await passed(game, clock, 1) == 3
    accepted = [e for e in await game.events() if isinstance(e, Accepted)][-1]
    assert (accepted.actor, accepted.via, accepted.intent.verb) == ("clock", "clock", "hesitate")
    assert (await game.run()).deadline == clock.now() + MINUTE
    await game.sound()


async def test_a_clock_acts_once_and_only_on_its_own_turn(game: Game, clock: HandClock) -> None:
    assert await passed(game, clock, MINUTE) == 3
    for turn in (1, 2, 3, 4):
        receipt = await game.submit(Expire(game.name, turn))
        assert receipt.status == "stale"
        assert receipt.player_text
    assert (await game.settled()).turn == 3
    assert await clicks_by_the_clock(game) == [2]


async def test_no_other_turns_clock_acts_when_this_one_is_due(game: Game, clock: HandClock) -> None:
    await game.turn()
    clock.advance(MINUTE - 300)  # due, by the grace that timers have, and not rung yet
    for turn in (1, 2, 4):
        assert (await game.submit(Expire(game.name, turn))).status == "stale"
    assert (await game.submit(Expire(game.name, 3))).accepted
    assert (await game.settled()).turn == 4


async def test_a_click_at_the_last_moment_counts_and_the_clock_stands_down(
    game: Game, clock: HandClock
) -> None:
    assert await passed(game, clock, MINUTE - 1) == 2
    await game.turn()
    assert await passed(game, clock, 1) == 3
    assert await clicks_by_the_clock(game) == []
    assert await passed(game, clock, MINUTE - 2) == 3
    assert await passed(game, clock, 1) == 4


async def test_a_clock_does_not_run_while_a_turn_plays_out(
    a_director: ADirector, clock: HandClock
) -> None:
    held = Held(Storyteller(packs()))
    held.go.set()
    game = await begin(await a_director(clock=clock, narrator=held), CLOCKED)
    await game.turn()
    held.go.clear()
    held.begun.clear()
    assert (await game.act(living(game.world, await game.run()))).accepted
    await held.begun.wait()
    clock.advance(10 * MINUTE)
    assert (await game.submit(Expire(game.name, 2))).status == "stale"
    held.go.set()
    assert (await game.settled()).turn == 3
    assert (await game.run()).deadline == clock.now() + MINUTE
    assert await clicks_by_the_clock(game) == []


async def test_three_turns_go_by_for_somebody_who_fell_asleep(game: Game, clock: HandClock) -> None:
    for turn in (3, 4, 5):
        assert await passed(game, clock, MINUTE) == turn
    assert await clicks_by_the_clock(game) == [2, 3, 4]
    await game.sound()


async def test_a_run_has_one_timer_and_none_when_it_is_over(game: Game, clock: HandClock) -> None:
    for _ in range(3):
        await game.turn()
        await game.submit(Join(game.name, f"p{(await game.run()).turn}"))
    assert timers(clock) == 1
    assert (await game.submit(Stop(game.name, HOST))).accepted
    await game.settled()
    assert timers(clock) == 0
    assert game.director._timers._timers == {}


def timers(clock: HandClock) -> int:
    return sum(bell.ring is not None for _, _, bell in clock._bells)


async def test_closing_the_director_leaves_no_timer(clock: HandClock) -> None:
    async with direct(clock=clock) as director:
        game = await begin(director, CLOCKED)
        await game.turn()
        assert timers(clock) == 1
    assert timers(clock) == 0


async def test_a_clock_that_rings_while_the_ledger_is_busy_rings_again(
    a_director: ADirector, clock: HandClock
) -> None:
    ledger = Jammed(MemoryLedger())
    game = await begin(await a_director(clock=clock, ledger=ledger), CLOCKED)
    await game.turn()
    ledger.jam(Accepted)
    clock.advance(MINUTE)
    await game.settled()
    for _ in range(60):
        clock.advance(SECOND)
        if (await game.settled()).turn == 3:
            break
    assert await clicks_by_the_clock(game) == [2]


async def test_a_clock_that_rings_too_early_rings_again(a_director: ADirector) -> None:
    clock = Hasty()
    game = await begin(await a_director(clock=clock), CLOCKED)
    await game.turn()
    assert await passed(game, clock, MINUTE - clock.early) == 2
    clock.early = 0
    assert await passed(game, clock, clock.early + 5 * SECOND) == 3
    assert await clicks_by_the_clock(game) == [2]


async def test_the_system_clock_rings_for_a_time_that_is_past() -> None:
    clock, rang = SystemClock(), asyncio.Event()
    clock.call_at(clock.now() - MINUTE, rang.set)
    async with asyncio.timeout(10):
        await rang.wait()


# --- paused, extended, taken off -----------------------------------------------------------------


async def test_a_paused_clock_keeps_what_was_left_on_it(game: Game, clock: HandClock) -> None:
    clock.advance(20 * SECOND)
    assert (await game.submit(Pause(game.name, "bo"))).accepted
    assert (await game.run()).deadline is None
    assert await passed(game, clock, 24 * 60 * MINUTE) == 2
    assert (await game.act(0)).reason == "paused"
    assert (await game.write("listen")).reason == "paused"
    assert (await game.submit(Expire(game.name, 2))).status == "stale"
    assert (await game.submit(Resume(game.name, "cy"))).accepted
    assert (await game.run()).deadline == clock.now() + 40 * SECOND
    assert await passed(game, clock, 40 * SECOND - 1) == 2
    assert await passed(game, clock, 1) == 3
    assert (await game.sound()).deadline == clock.now() + MINUTE


async def test_a_pause_in_the_last_instant_leaves_a_second_to_breathe(
    game: Game, clock: HandClock
) -> None:
    clock.advance(MINUTE - 1)
    assert (await game.submit(Pause(game.name, HOST))).accepted
    assert (await game.submit(Resume(game.name, HOST))).accepted
    assert (await game.run()).deadline == clock.now() + SECOND


async def test_pausing_and_resuming_twice_is_said_so_and_changes_nothing(
    game: Game, clock: HandClock
) -> None:
    clock.advance(20 * SECOND)
    assert (await game.submit(Resume(game.name, HOST))).status == "duplicate"
    assert (await game.submit(Pause(game.name, HOST))).accepted
    clock.advance(20 * SECOND)
    again = await game.submit(Pause(game.name, HOST))
    assert (again.status, bool(again.player_text)) == ("duplicate", True)
    assert (await game.submit(Resume(game.name, HOST))).accepted
    assert (await game.run()).deadline == clock.now() + 40 * SECOND


async def test_a_pause_while_a_turn_plays_out_holds_the_next_one(
    a_director: ADirector, clock: HandClock
) -> None:
    held = Held(Storyteller(packs()))
    held.go.set()
    game = await begin(await a_director(clock=clock, narrator=held), CLOCKED)
    await game.turn()
    held.go.clear()
    held.begun.clear()
    assert (await game.act(living(game.world, await game.run()))).accepted
    await held.begun.wait()
    assert (await game.submit(Pause(game.name, HOST))).accepted
    held.go.set()
    run = await game.settled()
    assert (run.turn, run.paused, run.deadline) == (3, True, None)
    assert await passed(game, clock, 10 * MINUTE) == 3
    assert (await game.submit(Resume(game.name, HOST))).accepted
    assert (await game.sound()).deadline == clock.now() + MINUTE


async def test_an_extended_clock_acts_at_its_new_time_and_not_at_its_old_one(
    game: Game, clock: HandClock
) -> None:
    clock.advance(50 * SECOND)
    assert (await game.submit(ExtendClock(game.name, 2, HOST, 30))).accepted
    assert (await game.run()).deadline == clock.now() + 40 * SECOND
    assert await passed(game, clock, 40 * SECOND - 1) == 2
    assert await passed(game, clock, 1) == 3
    assert (await game.run()).deadline == clock.now() + MINUTE


async def test_a_clock_that_was_taken_off_is_off_for_that_turn(
    game: Game, clock: HandClock
) -> None:
    assert (await game.submit(ExtendClock(game.name, 2, HOST, None))).accepted
    assert (await game.run()).deadline is None
    assert await passed(game, clock, 24 * 60 * MINUTE) == 2
    assert (await game.submit(ExtendClock(game.name, 2, HOST, 30))).reason == "no_clock"
    await game.turn()
    assert (await game.sound()).deadline == clock.now() + MINUTE


@pytest.mark.parametrize("turn", [1, 3])
async def test_another_turns_clock_cannot_be_extended(game: Game, turn: int) -> None:
    receipt = await game.submit(ExtendClock(game.name, turn, HOST, 30))
    assert (receipt.status, bool(receipt.player_text)) == ("stale", True)


@pytest.mark.parametrize("seconds", [0, -1, -3600, 10**15])
async def test_an_extension_that_is_none_is_refused(
    game: Game, clock: HandClock, seconds: int
) -> None:
    """Or anybody could end the others' time, or write a number that no database can hold."""
    deadline = (await game.run()).deadline
    receipt = await game.submit(ExtendClock(game.name, 2, "bo", seconds))
    assert receipt.status == "refused"
    assert receipt.player_text
    assert (await game.run()).deadline == deadline


async def test_other_choices_do_not_buy_time(game: Game, clock: HandClock) -> None:
    clock.advance(20 * SECOND)
    deadline = (await game.run()).deadline
    assert (await game.submit(Regenerate(game.name, 2, HOST))).accepted
    assert (await game.run()).deadline == deadline
    assert await passed(game, clock, 40 * SECOND) == 3


async def test_a_rewind_gives_the_scene_its_full_time_and_the_old_clock_is_gone(
    game: Game, clock: HandClock
) -> None:
    await game.turns(2)
    clock.advance(50 * SECOND)
    assert (await game.submit(Rewind(game.name, HOST, 2))).accepted
    assert (await game.run()).deadline == clock.now() + MINUTE
    assert await passed(game, clock, 10 * SECOND) == 2
    assert await passed(game, clock, 50 * SECOND) == 3
    await game.sound()


async def test_a_rewind_to_the_first_scene_has_no_clock(game: Game, clock: HandClock) -> None:
    assert (await game.submit(Rewind(game.name, HOST, 1))).accepted
    assert (await game.run()).deadline is None
    assert await passed(game, clock, 10 * MINUTE) == 1


async def test_a_rewind_sets_its_clock_in_the_same_breath(
    a_director: ADirector, clock: HandClock
) -> None:
    """Killed in between, or refused, the run would stand without a clock for good."""
    ledger = Jammed(MemoryLedger())
    game = await begin(await a_director(clock=clock, ledger=ledger), CLOCKED)
    await game.turns(2)
    ledger.jam(ClockSet)
    receipt = await game.submit(Rewind(game.name, HOST))
    run = await game.run()
    assert receipt.accepted is (run.turn == 2)
    assert run.deadline is not None


# --- other settings ------------------------------------------------------------------------------


async def change(game: Game, clock: int | None) -> str:
    receipt = await game.submit(Change(game.name, HOST, RunSettings(clock=clock)))
    return receipt.status if receipt.accepted else receipt.reason


async def test_a_clock_that_is_turned_off_stops_at_once(game: Game, clock: HandClock) -> None:
    assert await change(game, None) == "accepted"
    assert (await game.run()).deadline is None
    assert await passed(game, clock, 10 * MINUTE) == 2
    await game.turn()
    assert (await game.sound()).deadline is None


async def test_a_clock_that_is_turned_on_begins_at_once(game: Game, clock: HandClock) -> None:
    assert await change(game, None) == "accepted"
    clock.advance(10 * MINUTE)
    assert await change(game, 30) == "accepted"
    assert (await game.run()).deadline == clock.now() + 30 * SECOND
    assert await passed(game, clock, 30 * SECOND) == 3
    assert (await game.sound()).deadline == clock.now() + 30 * SECOND


async def test_another_clock_gives_the_open_turn_its_full_time(
    game: Game, clock: HandClock
) -> None:
    clock.advance(59 * SECOND)
    assert await change(game, 10) == "accepted"
    assert (await game.run()).deadline == clock.now() + 10 * SECOND
    assert await passed(game, clock, 9 * SECOND) == 2
    assert await passed(game, clock, 1 * SECOND) == 3


async def test_another_clock_while_paused_holds_from_the_resumption_on(
    game: Game, clock: HandClock
) -> None:
    assert (await game.submit(Pause(game.name, HOST))).accepted
    assert await change(game, 10) == "accepted"
    assert (await game.run()).deadline is None
    assert (await game.submit(Resume(game.name, HOST))).accepted
    assert (await game.run()).deadline == clock.now() + 10 * SECOND


async def test_a_clock_changed_on_the_first_scene_waits_for_the_second(
    director: Director, clock: HandClock
) -> None:
    game = await begin(director, CLOCKED)
    assert await change(game, 10) == "accepted"
    assert (await game.run()).deadline is None
    await game.turn()
    assert (await game.run()).deadline == clock.now() + 10 * SECOND


async def test_a_clock_changed_while_a_turn_plays_out_counts_from_the_next_scene(
    a_director: ADirector, clock: HandClock
) -> None:
    held = Held(Storyteller(packs()))
    game = await begin(await a_director(clock=clock, narrator=held), CLOCKED)
    assert (await game.act(living(game.world, await game.run()))).accepted
    await held.begun.wait()
    assert await change(game, 10) == "accepted"
    held.go.set()
    assert (await game.settled()).deadline == clock.now() + 10 * SECOND
    await game.sound()


@pytest.mark.parametrize("seconds", [-1, 0, 4, 86_401, 10**18])
async def test_a_clock_that_nobody_could_play_by_is_refused(
    game: Game, director: Director, seconds: int
) -> None:
    before = await game.records()
    assert await change(game, seconds) == "bad_settings"
    assert await game.records() == before
    started = await director.submit(Start(WORLD, HOST, RunSettings(clock=seconds)))
    assert (started.status, started.reason) == ("refused", "bad_settings")
    assert started.player_text


async def test_the_same_settings_again_are_a_duplicate_that_says_so(game: Game) -> None:
    receipt = await game.submit(Change(game.name, HOST, CLOCKED))
    assert receipt.status == "duplicate"
    assert receipt.reason
    assert "again" not in receipt.player_text  # nothing jams: there is nothing to try again


# --- after a restart -----------------------------------------------------------------------------


async def test_a_clock_that_ran_out_while_nobody_could_play_is_reset_and_not_expired(
    a_director: ADirector, clock: HandClock
) -> None:
    ledger = MemoryLedger()
    async with direct(ledger=ledger, clock=clock) as before:
        name = (game := await begin(before, CLOCKED)).name
        await game.turns(2)
    clock.advance(60 * MINUTE)
    after = await a_director(ledger=ledger, clock=clock)
    game = Game(after, name)
    assert (await game.settled()).turn == 3
    run = await after.attach(name)
    assert (run.turn, run.deadline) == (3, clock.now() + MINUTE)
    assert await clicks_by_the_clock(game) == []
    assert await passed(game, clock, MINUTE - 1) == 3
    assert await passed(game, clock, 1) == 4
    await game.sound()


async def test_a_clock_that_still_runs_goes_on_where_it_was(
    a_director: ADirector, clock: HandClock
) -> None:
    ledger = MemoryLedger()
    async with direct(ledger=ledger, clock=clock) as before:
        name = (game := await begin(before, CLOCKED)).name
        await game.turn()
    clock.advance(20 * SECOND)
    after = await a_director(ledger=ledger, clock=clock)
    records = await after.records(name)
    assert (await after.attach(name)).deadline == clock.now() + 40 * SECOND
    assert await after.records(name) == records
    assert await passed(Game(after, name), clock, 40 * SECOND) == 3


async def test_a_paused_run_is_still_paused_after_a_restart(
    a_director: ADirector, clock: HandClock
) -> None:
    ledger = MemoryLedger()
    async with direct(ledger=ledger, clock=clock) as before:
        name = (game := await begin(before, CLOCKED)).name
        await game.turn()
        clock.advance(20 * SECOND)
        await game.submit(Pause(name, HOST))
    clock.advance(60 * MINUTE)
    game = Game(await a_director(ledger=ledger, clock=clock), name)
    assert (await game.director.attach(name)).paused
    assert await passed(game, clock, 60 * MINUTE) == 2
    assert (await game.submit(Resume(name, HOST))).accepted
    assert (await game.run()).deadline == clock.now() + 40 * SECOND


async def test_attaching_finishes_the_turn_that_was_being_resolved(
    a_director: ADirector, clock: HandClock
) -> None:
    ledger, held = MemoryLedger(), Held(Storyteller(packs()))
    async with direct(ledger=ledger, clock=clock, narrator=held) as before:
        name = (game := await begin(before, CLOCKED)).name
        assert (await game.act(living(game.world, await game.run()))).accepted
        await held.begun.wait()
    game = Game(await a_director(ledger=ledger, clock=clock), name)
    await game.director.attach(name)
    run = await game.settled()
    assert (run.turn, run.status, run.deadline) == (2, "open", clock.now() + MINUTE)
    await game.sound()


async def test_attaching_twice_is_one_clock(a_director: ADirector, clock: HandClock) -> None:
    ledger = MemoryLedger()
    async with direct(ledger=ledger, clock=clock) as before:
        name = (game := await begin(before, CLOCKED)).name
        await game.turn()
    clock.advance(60 * MINUTE)
    director = await a_director(ledger=ledger, clock=clock)
    await asyncio.gather(*(director.attach(name) for _ in range(5)))
    assert timers(clock) == 1
    game = Game(director, name)
    assert await passed(game, clock, MINUTE) == 3
    assert await clicks_by_the_clock(game) == [2]


async def test_nobody_can_attach_to_a_run_that_is_not_there(director: Director) -> None:
    with pytest.raises(RunUnknown) as caught:
        await director.attach("0000000000")
    assert caught.value.player_text


# --- auto-play -----------------------------------------------------------------------------------

AUTO = RunSettings(clock=None, auto=5)


async def auto_played(game: Game) -> list[int]:
    return [e.turn for e in await game.events() if isinstance(e, Accepted) and e.via == "auto"]


async def test_auto_play_takes_a_choice_after_its_delay_and_goes_on(
    director: Director, clock: HandClock
) -> None:
    game = await begin(director, AUTO)
    assert await passed(game, clock, 5 * SECOND - 1) == 1
    assert await passed(game, clock, 1) == 2
    assert await passed(game, clock, 5 * SECOND) == 3
    assert await auto_played(game) == [1, 2]
    await game.sound()


async def test_auto_play_never_takes_a_desperate_choice_while_there_is_another(
    director: Director, clock: HandClock
) -> None:
    for seed in range(20):
        game = await begin(director, AUTO, seed=seed)
        run = await game.run()
        for _ in range(5):
            clock.advance(5 * SECOND)
            now = await game.settled()
            taken = next(e for e in (await game.events())[::-1] if isinstance(e, Accepted))
            assert taken.via == "auto"
            assert taken.choice is not None
            risks = [c.risk for c in run.choices]
            assert risks[taken.choice] != "desperate" or set(risks) == {"desperate"}
            if now.status == "over":
                assert any(isinstance(e, Finished) for e in await game.events())
                break
            run = now
        assert (await game.submit(Stop(game.name, HOST))).status in ("accepted", "duplicate")


async def test_auto_play_stops_when_it_is_turned_off(director: Director, clock: HandClock) -> None:
    game = await begin(director, AUTO)
    assert await passed(game, clock, 5 * SECOND) == 2
    clock.advance(4 * SECOND)
    assert (await game.submit(Change(game.name, HOST, RunSettings(clock=None)))).accepted
    assert await passed(game, clock, 60 * MINUTE) == 2
    assert timers(clock) == 0
    late = await game.submit(AutoPlay(game.name, 2))
    assert (late.status, bool(late.player_text)) == ("stale", True)
    await game.turn()
    assert await passed(game, clock, 60 * MINUTE) == 3


async def test_auto_play_waits_while_the_run_is_paused(
    director: Director, clock: HandClock
) -> None:
    game = await begin(director, AUTO)
    assert (await game.submit(Pause(game.name, HOST))).accepted
    assert await passed(game, clock, 60 * MINUTE) == 1
    assert (await game.submit(Resume(game.name, HOST))).accepted
    assert await passed(game, clock, 5 * SECOND) == 2


async def test_a_click_comes_before_auto_play_and_starts_its_delay_anew(
    director: Director, clock: HandClock
) -> None:
    game = await begin(director, AUTO)
    clock.advance(4 * SECOND)
    await game.turn()
    assert await passed(game, clock, 5 * SECOND - 1) == 2
    assert await passed(game, clock, 1) == 3
    assert await auto_played(game) == [2]


async def test_auto_play_is_not_put_off_by_people_coming_in(
    director: Director, clock: HandClock
) -> None:
    game = await begin(director, AUTO)
    for second in range(5):
        clock.advance(SECOND)
        await game.submit(Join(game.name, f"p{second}"))
    assert (await game.settled()).turn == 2


@pytest.mark.parametrize(("auto", "via"), [(5, "auto"), (59, "auto"), (61, "clock"), (90, "clock")])
async def test_of_auto_play_and_the_clock_the_earlier_one_acts(
    director: Director, clock: HandClock, auto: int, via: str
) -> None:
    game = await begin(director, RunSettings(clock=60, auto=auto))
    await game.turn()
    assert await passed(game, clock, min(auto, 60) * SECOND) == 3
    assert [e for e in await game.events() if isinstance(e, Accepted)][-1].via == via


async def test_a_restarted_run_keeps_its_clock_and_the_old_one_has_none(
    game: Game, clock: HandClock
) -> None:
    receipt = await game.submit(Restart(game.name, HOST))
    new = Game(game.director, receipt.run)
    assert (await new.run()).settings == CLOCKED
    await new.turn()
    assert (await new.run()).deadline == clock.now() + MINUTE
    assert timers(clock) == 1
    await game.sound()
    await new.sound()


async def test_a_run_takes_no_time_from_another(director: Director, clock: HandClock) -> None:
    one, two = await begin(director, CLOCKED), await begin(director, RunSettings(clock=30))
    await one.turn()
    await two.turn()
    clock.advance(30 * SECOND)
    assert ((await one.settled()).turn, (await two.settled()).turn) == (2, 3)
    assert (await director.submit(Act(one.name, 2, HOST, 0))).accepted
    clock.advance(30 * SECOND)
    assert (await two.settled()).turn == 4


# --- two processes -------------------------------------------------------------------------------


async def here_and_there(a_director: ADirector, clock: HandClock) -> tuple[Game, Game]:
    """One run in two processes that share a ledger and nothing else."""
    ledger = MemoryLedger()
    here = await begin(await a_director(ledger=ledger, clock=clock), CLOCKED)
    await here.turn()
    return here, Game(await a_director(ledger=ledger, clock=clock), here.name)


async def test_a_clock_that_was_taken_off_elsewhere_falls_silent(
    a_director: ADirector, clock: HandClock
) -> None:
    here, there = await here_and_there(a_director, clock)
    assert (await there.submit(ExtendClock(there.name, 2, HOST, None))).accepted
    assert await passed(here, clock, MINUTE) == 2
    assert timers(clock) == 0


async def test_a_clock_whose_run_was_paused_elsewhere_falls_silent(
    a_director: ADirector, clock: HandClock
) -> None:
    here, there = await here_and_there(a_director, clock)
    assert (await there.submit(Pause(there.name, HOST))).accepted
    assert await passed(here, clock, MINUTE) == 2
    assert timers(clock) == 0
    assert (await there.submit(Resume(there.name, HOST))).accepted
    assert await passed(there, clock, MINUTE) == 3


async def test_a_clock_whose_run_was_stopped_elsewhere_falls_silent(
    a_director: ADirector, clock: HandClock
) -> None:
    here, there = await here_and_there(a_director, clock)
    assert (await there.submit(Stop(there.name, HOST))).accepted
    await passed(here, clock, MINUTE)
    assert timers(clock) == 0


async def test_a_clock_that_was_extended_elsewhere_rings_when_it_is_due(
    a_director: ADirector, clock: HandClock
) -> None:
    here, there = await here_and_there(a_director, clock)
    assert (await there.submit(ExtendClock(there.name, 2, HOST, 3600))).accepted
    there.director._timers.close()  # that process is gone: only this one is left to ring
    rings = Counting(here.director)
    assert await passed(here, clock, MINUTE) == 2
    for _ in range(3599):
        clock.advance(SECOND)
        await here.settled()
    assert await passed(here, clock, SECOND) == 3
    assert rings.expired <= 3
    assert await clicks_by_the_clock(here) == [2]


@pytest.mark.parametrize(
    "reads",
    [
        0,
        pytest.param(
            1,
        ),
    ],
)
async def test_a_clock_that_was_extended_elsewhere_is_minded_though_the_ledger_is_busy(
    a_director: ADirector, clock: HandClock, reads: int
) -> None:
    memory = MemoryLedger()
    ledger = Jammed(memory)
    here = await begin(await a_director(ledger=ledger, clock=clock), CLOCKED)
    await here.turn()
    there = Game(await a_director(ledger=memory, clock=clock), here.name)
    assert (await there.submit(ExtendClock(there.name, 2, HOST, 30))).accepted
    there.director._timers.close()  # that process is gone: only this one is left to ring
    ledger.jam_a_read(reads)
    clock.advance(MINUTE)
    await still(here.director)
    for _ in range(30):
        clock.advance(SECOND)
        await still(here.director)
    assert (await here.run()).turn == 3


class Counting:
    """Counts how often a director tells itself that time is up."""

    def __init__(self, director: Director) -> None:
        self.expired = 0
        rang = director._rang

        def counted(command: Expire | AutoPlay) -> None:
            self.expired += 1
            rang(command)

        director._rang = counted
