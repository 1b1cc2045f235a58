"""Any number of clicks at once: one is taken, and everybody else is told."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from nightreel.core.events import Accepted, ClockSet, Finished, Regenerated, Rewound, Voted
from nightreel.core.intent import Intent, Refusal
from nightreel.core.legality import plan
from nightreel.core.settings import RunSettings
from nightreel.core.world import World
from nightreel.director.clocks import HandClock
from nightreel.director.commands import (
    Act,
    Command,
    Expire,
    Join,
    PlayAgain,
    Receipt,
    Regenerate,
    Restart,
    Rewind,
    Start,
    Stop,
    WriteIn,
)
from nightreel.director.director import Director
from nightreel.director.executor import MakeExecutor
from nightreel.director.memory import MemoryExecutor
from nightreel.narrators.storyteller import Storyteller
from nightreel.store.memory import MemoryLedger
from tests.director.conftest import ADirector
from tests.director.games import (
    HOST,
    QUIET,
    WORLD,
    Game,
    a_file,
    begin,
    durable,
    living,
    moved,
    packs,
    spin,
    started,
)
from tests.doubles import Counting, Crowded, Held, Interrupted, Reading, Tardy


@pytest.fixture
def counting() -> Counting:
    return Counting(Storyteller(packs()))


@pytest.fixture(params=["memory", "crowded", "durable"])
async def director(
    request: pytest.FixtureRequest,
    a_director: ADirector,
    counting: Counting,
    clock: HandClock,
    stack: AsyncExitStack,
    tmp_path: Path,
) -> Director:
    """Directors of every kind: one never waits for its ledger, one always does, one is real."""
    if request.param == "durable":
        ledger = await stack.enter_async_context(a_file(tmp_path, clock))
        executor = durable(tmp_path)
        return await a_director(ledger=ledger, narrator=counting, clock=clock, executor=executor)
    memory = MemoryLedger()
    ledger = Crowded(memory) if request.param == "crowded" else memory
    return await a_director(ledger=ledger, narrator=counting, clock=clock)


async def together(director: Director, commands: Sequence[Command]) -> list[Receipt]:
    return await asyncio.gather(*(director.submit(command) for command in commands))


def all_were_told(receipts: Sequence[Receipt]) -> Counter[str]:
    """Count the receipts by status; whoever was not taken has to read why."""
    for receipt in receipts:
        assert receipt.accepted or receipt.player_text, receipt
        assert receipt.accepted or receipt.reason, receipt
    return Counter(receipt.status for receipt in receipts)


async def one_turn_was_played(game: Game, counting: Counting, turn: int = 1) -> None:
    run = await game.settled()
    assert run.turn == turn + 1
    assert counting.told == list(range(1, turn + 1))
    await game.sound()


async def test_of_fifty_clicks_on_one_button_one_counts(
    director: Director, counting: Counting
) -> None:
    game = await begin(director)
    receipts = await together(director, [Act(game.name, 1, HOST, 0)] * 50)
    statuses = all_were_told(receipts)
    assert statuses["accepted"] == 1
    assert statuses["duplicate"] + statuses["stale"] == 49
    await one_turn_was_played(game, counting)


async def test_of_fifty_people_at_different_buttons_one_acts(
    director: Director, counting: Counting
) -> None:
    game = await begin(director)
    offered = len((await game.run()).choices)
    clicks = [Act(game.name, 1, f"p{n}", n % offered) for n in range(50)]
    receipts = await together(director, clicks)
    statuses = all_were_told(receipts)
    assert statuses == {"accepted": 1, "stale": 49}
    won = clicks[[r.accepted for r in receipts].index(True)]
    accepted = next(e for e in await game.events() if isinstance(e, Accepted))
    assert (accepted.actor, accepted.choice) == (won.actor, won.choice)
    await one_turn_was_played(game, counting)


async def test_a_click_a_write_in_and_the_clock_at_once_are_one_action(
    director: Director, counting: Counting, clock: HandClock
) -> None:
    game = await begin(director, RunSettings(clock=60))
    await game.turn()
    clock.advance(60_000 - 300)  # within the grace of an expiry, before the timer rings
    for order in ([0, 1, 2], [2, 1, 0]):
        run = await game.settled()
        commands: list[Command] = [
            Act(game.name, run.turn, HOST, living(game.world, run)),
            WriteIn(game.name, run.turn, "bo", "wait"),
            Expire(game.name, run.turn),
        ]
        receipts = await together(director, [commands[i] for i in order])
        assert all_were_told(receipts)["accepted"] == 1
        await one_turn_was_played(game, counting, run.turn)
        clock.advance(60_000 - 300)


async def test_the_same_write_in_twice_at_once_is_one_action(
    director: Director, counting: Counting
) -> None:
    game = await begin(director)
    receipts = await together(director, [WriteIn(game.name, 1, HOST, "listen")] * 10)
    statuses = all_were_told(receipts)
    assert statuses["accepted"] == 1
    assert statuses["duplicate"] + statuses["stale"] == 9
    await one_turn_was_played(game, counting)


async def test_a_click_while_the_last_turn_plays_out_is_told_to_wait(
    a_director: ADirector,
) -> None:
    held = Held(Storyteller(packs()))
    game = await begin(await a_director(narrator=held))
    assert (await game.act(0)).accepted
    await held.begun.wait()
    for command in (
        Act(game.name, 1, "bo", 1),
        Act(game.name, 2, "bo", 0),
        WriteIn(game.name, 1, "bo", "listen"),
        Expire(game.name, 1),
    ):
        receipt = await game.submit(command)
        assert receipt.status == "stale"
        assert receipt.player_text
    assert (await game.act(0, turn=1)).status == "duplicate"
    held.go.set()
    assert (await game.settled()).turn == 2
    assert await game.count(Accepted) == 1
    await game.sound()


async def test_whoever_comes_in_while_a_turn_plays_out_does_not_start_it_anew(
    a_director: ADirector, counting: Counting
) -> None:
    held = Held(counting)
    game = await begin(await a_director(narrator=held))
    assert (await game.act(0)).accepted
    await held.begun.wait()
    for name in ("bo", "cy"):
        assert (await game.submit(Join(game.name, name))).accepted
        await game.director.attach(game.name)
        await spin()
    held.go.set()
    await one_turn_was_played(game, counting)


async def test_twenty_turns_one_on_the_heels_of_the_other_are_twenty_turns(
    director: Director, counting: Counting
) -> None:
    game = await begin(director)
    await game.turns(20)
    await one_turn_was_played(game, counting, 20)


@pytest.mark.parametrize("executor", [MemoryExecutor, Tardy])
async def test_whoever_acts_the_moment_a_scene_is_shown_is_not_forgotten(
    a_director: ADirector, counting: Counting, executor: MakeExecutor
) -> None:
    """A surface acts on the record; the task that wrote it has not come to its end by then."""
    game = await begin(await a_director(narrator=counting, executor=executor))
    for turn in range(1, 6):
        run = await game.until(lambda run, turn=turn: run.status == "open" and run.turn == turn)
        assert (await game.act(living(game.world, run), turn=turn)).accepted
    await one_turn_was_played(game, counting, 5)


async def test_a_clock_that_is_over_the_moment_its_scene_is_shown_is_not_forgotten(
    a_director: ADirector, clock: HandClock
) -> None:
    game = await begin(await a_director(executor=Tardy, clock=clock), RunSettings(clock=5))
    await game.turn()
    assert (await game.act(living(game.world, await game.run()))).accepted
    await game.until(lambda run: run.status == "open" and run.turn == 3)
    assert (await game.submit(Expire(game.name, 3))).status == "stale"
    clock.advance(5000)
    assert (await game.submit(Expire(game.name, 3))).accepted
    assert (await game.settled()).turn == 4
    await game.sound()


async def test_play_again_pressed_by_everybody_is_one_new_run(director: Director) -> None:
    game = await begin(director)
    assert (await director.submit(Stop(game.name, HOST))).accepted
    receipts = await together(director, [PlayAgain(game.name, f"p{n}") for n in range(10)])
    assert all_were_told(receipts) == {"accepted": 1, "duplicate": 9}
    assert len({r.run for r in receipts}) == 1
    assert len(await director.runs()) == 2
    new = Game(director, receipts[0].run)
    first = next(n for n, receipt in enumerate(receipts) if receipt.accepted)
    run = await new.sound()
    assert (run.turn, run.host) == (1, f"p{first}")
    await game.sound()


async def test_restart_pressed_twice_is_one_new_run(director: Director) -> None:
    game = await begin(director)
    await game.turn()
    receipts = await together(director, [Restart(game.name, HOST)] * 10)
    assert all_were_told(receipts) == {"accepted": 1, "duplicate": 9}
    assert len({r.run for r in receipts}) == 1
    assert len(await director.runs()) == 2
    assert await game.count(Finished) == 1
    await game.sound()
    await Game(director, receipts[0].run).sound()


async def test_start_twice_with_one_key_is_one_run(director: Director) -> None:
    receipts = await together(director, [Start(WORLD, HOST, QUIET, key="channel/1")] * 10)
    assert all_were_told(receipts) == {"accepted": 1, "duplicate": 9}
    assert len({r.run for r in receipts}) == 1
    assert len(await director.runs()) == 1
    await Game(director, receipts[0].run).sound()


async def test_start_twice_without_a_key_is_two_runs_that_share_nothing(
    director: Director,
) -> None:
    one, two = [await begin(director), await begin(director)]
    await one.turns(3)
    assert (await two.run()).turn == 1
    await two.turns(3)
    assert (await one.run()).scene == (await two.run()).scene
    assert [r.hash for r in await one.records()] == [r.hash for r in await two.records()]


async def test_a_turn_that_plays_out_cannot_be_rewound(a_director: ADirector) -> None:
    held = Held(Storyteller(packs()))
    held.go.set()
    game = await begin(await a_director(narrator=held))
    await game.turns(2)
    held.go.clear()
    held.begun.clear()
    assert (await game.act(living(game.world, await game.run()))).accepted
    await held.begun.wait()
    receipt = await game.submit(Rewind(game.name, HOST))
    assert (receipt.status, receipt.reason) == ("refused", "resolving")
    assert receipt.player_text
    held.go.set()
    assert (await game.settled()).turn == 4
    assert await game.count(Rewound) == 0
    await game.sound()


async def test_rewind_pressed_twice_at_once_goes_back_twice_and_never_more(
    director: Director,
) -> None:
    """It is no toggle: each press is an order of its own."""
    game = await begin(director)
    await game.turns(4)
    receipts = await together(director, [Rewind(game.name, HOST)] * 2)
    assert all_were_told(receipts) == {"accepted": 2}
    assert (await game.settled()).turn == 3
    await game.sound()


async def test_a_rewind_goes_back_once_though_somebody_joins_in_the_middle_of_it(
    a_director: ADirector, clock: HandClock
) -> None:
    memory = MemoryLedger()
    ledger, elsewhere = Interrupted(memory), await a_director(ledger=memory, clock=clock)
    game = await begin(await a_director(ledger=ledger, clock=clock), RunSettings(clock=60))
    await game.turns(4)
    ledger.before(ClockSet, lambda: elsewhere.submit(Join(game.name, "bo")))
    assert (await game.submit(Rewind(game.name, HOST))).accepted
    assert await game.count(Rewound) == 1
    run = await game.sound()
    assert run.turn == 4
    assert run.deadline == clock.now() + 60_000


@pytest.mark.parametrize("rewind_first", [True, False])
async def test_a_rewind_and_a_click_at_once_leave_one_of_three_stories(
    director: Director, *, rewind_first: bool
) -> None:
    game = await begin(director)
    run = await game.turns(3)
    click = Act(game.name, run.turn, "bo", living(game.world, run))
    commands = [Rewind(game.name, HOST), click]
    receipts = await together(director, commands if rewind_first else commands[::-1])
    all_were_told(receipts)
    back, on = [r.accepted for r in (receipts if rewind_first else receipts[::-1])]
    assert back or on
    assert (await game.settled()).turn == run.turn + on - back
    await game.sound()


async def test_a_hundred_votes_at_once_all_count(director: Director, counting: Counting) -> None:
    game = await begin(director, RunSettings(clock=None, crew="vote"))
    votes = [Act(game.name, 1, f"p{n}", n % 2) for n in range(100)]
    receipts = await together(director, votes)
    assert all_were_told(receipts) == {"accepted": 100}
    run = await game.run()
    assert len(run.votes) == 100
    assert await game.count(Voted) == 100
    assert (await game.act(0)).accepted
    await one_turn_was_played(game, counting)


async def test_of_other_choices_asked_for_at_once_no_two_hands_are_the_same(
    director: Director,
) -> None:
    game = await begin(director)
    receipts = await together(director, [Regenerate(game.name, 1, "bo")] * 5)
    statuses = all_were_told(receipts)
    dealt = [e.choices for e in await game.events() if isinstance(e, Regenerated)]
    assert len(dealt) == statuses["accepted"] >= 1
    assert all(one != two for one, two in pairwise(dealt))
    assert (await game.sound()).hand == len(dealt)


async def test_a_stop_in_the_middle_of_a_turn_ends_the_run_where_it_stands(
    a_director: ADirector,
) -> None:
    held = Held(Storyteller(packs()))
    game = await begin(await a_director(narrator=held))
    assert (await game.act(0)).accepted
    await held.begun.wait()
    assert (await game.submit(Stop(game.name, HOST))).accepted
    held.go.set()
    run = await game.settled()
    assert (run.status, run.turn) == ("over", 1)
    await game.sound()
    again = await game.submit(Stop(game.name, HOST))
    assert (again.status, again.reason) == ("duplicate", "over")
    assert (await game.act(0)).status in ("stale", "duplicate")


async def test_a_write_in_that_was_read_in_another_take_cannot_stop_the_run(
    a_director: ADirector,
) -> None:
    """While it was read, somebody rewound and went elsewhere, where it cannot be done."""
    seed, here, elsewhere, intent = parting(packs()[WORLD].world)
    reading = Reading(Storyteller(packs()), intent)
    game = await begin(await a_director(narrator=reading), seed=seed)
    assert (await game.act(here)).accepted
    await game.settled()
    reading.go.clear()
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(game.write("do that", "bo", 2))
        await reading.begun.wait()
        assert (await game.submit(Rewind(game.name, HOST))).accepted
        assert (await game.act(elsewhere)).accepted
        await game.settled()
        reading.go.set()
    receipt = writing.result()
    assert (await game.settled()).status == "open"
    assert not receipt.accepted
    assert receipt.player_text
    await game.sound()


def parting(world: World) -> tuple[int, int, int, Intent]:
    """A seed, two choices of its first scene, and what can be done after one but not the other."""
    for seed in range(1000):
        run = started(seed)
        paths = [moved(run, c.intent) for c in run.choices]
        for (one, here), (two, there) in permutations(enumerate(paths), 2):
            if here.state.ending or there.state.ending:
                continue
            for choice in here.choices:
                if isinstance(plan(world, there.state, choice.intent), Refusal):
                    return seed, one, two, choice.intent
    raise AssertionError("no two choices lead apart")
