"""Going back, other choices, and words that come to nothing: the story stays one story."""

from pathlib import Path

import pytest
from msgspec import structs

from nightreel.core.events import Accepted, Event, Opened, Resolved
from nightreel.core.intent import Intent
from nightreel.core.legality import plan
from nightreel.core.options import options
from nightreel.core.plan import Plan
from nightreel.core.risk import risk_of
from nightreel.core.run import Run, fold
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import (
    Change,
    Command,
    Join,
    Pause,
    Regenerate,
    Rewind,
    Stop,
)
from nightreel.director.director import Director
from nightreel.director.memory import MemoryExecutor
from nightreel.narrators.storyteller import Storyteller
from nightreel.store.memory import MemoryLedger
from tests.director.conftest import ADirector
from tests.director.games import (
    HOST,
    QUIET,
    Game,
    a_file,
    begin,
    durable,
    living,
    packs,
    told_once,
)
from tests.doubles import Counting, Crowded, Reading

PREPARED = RunSettings(clock=None, prepare=True)


@pytest.fixture
async def director(a_director: ADirector, clock: HandClock) -> Director:
    return await a_director(clock=clock)


def story(run: Run) -> Run:
    """The run without what is no part of the story: take, settings, the room, the time of day."""
    return structs.replace(run, take=0, settings=QUIET, players=(), deadline=None)


def cut(events: list[Event], turn: int) -> list[Event]:
    """A first take's events up to the scene that opened a turn."""
    at = next(i for i, e in enumerate(events) if isinstance(e, Opened) and e.scene.turn == turn)
    return events[: at + 1]


# --- rewind --------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [1, 2, 3, 4])
async def test_a_rewound_run_is_the_run_that_never_went_there(
    director: Director, back: int
) -> None:
    game = await begin(director, RunSettings(clock=60))
    await game.submit(Join(game.name, "bo"))
    await game.turn("bo")
    await game.submit(Regenerate(game.name, 2, "bo"))
    await game.turn()
    assert (await game.write("listen", "bo")).accepted
    await game.settled()
    await game.turn("bo")
    before = await game.events()
    assert (await game.submit(Rewind(game.name, HOST, back))).accepted
    run = await game.sound()
    assert run.turn == 5 - back
    assert run.take == 1
    assert story(run) == story(fold(game.world.start, cut(before, 5 - back)))


async def test_a_rewound_run_is_that_of_somebody_who_stopped_there(director: Director) -> None:
    been, stayed = await begin(director), await begin(director)
    await been.turns(5)
    await stayed.turns(2)
    await been.submit(Rewind(been.name, HOST, 3))
    assert story(await been.run()) == story(await stayed.run())
    assert (await been.run()).told == (await stayed.run()).told


async def test_the_same_action_after_a_rewind_comes_out_the_same(director: Director) -> None:
    game = await begin(director)
    there = await game.turns(4)
    await game.submit(Rewind(game.name, HOST, 2))
    again = await game.turns(2)
    assert story(again) == story(there)
    assert again.take == 1
    await game.sound()


async def test_another_action_after_a_rewind_is_another_story_of_its_own(
    director: Director,
) -> None:
    game = await begin(director)
    there = await game.turns(3)
    await game.submit(Rewind(game.name, HOST, 1))
    run = await game.run()
    taken = there.accepted
    assert taken
    other = next(i for i, c in enumerate(run.choices) if c.intent != taken.intent)
    assert (await game.act(other)).accepted
    run = await game.settled()
    assert run.accepted
    assert run.accepted.intent != taken.intent
    assert run.take == 1
    events = await game.events()
    told_once(events)
    await game.sound()


@pytest.mark.parametrize("kind", ["memory", "durable"])
async def test_each_take_of_a_turn_is_resolved_and_told_once(
    a_director: ADirector, kind: str, tmp_path: Path, clock: HandClock
) -> None:
    counting = Counting(Storyteller(packs()))
    executor = durable(tmp_path) if kind == "durable" else MemoryExecutor
    game = await begin(await a_director(narrator=counting, executor=executor, clock=clock))
    await game.turns(2)
    for _ in range(3):
        await game.submit(Rewind(game.name, HOST))
        await game.turn()
    assert counting.told == [1, 2, 2, 2, 2]
    assert await game.count(Resolved) == 5
    assert (await game.sound()).take == 3


async def test_a_rewind_of_a_rewind_counts_the_turns_that_are_left(director: Director) -> None:
    game = await begin(director)
    await game.turns(4)
    await game.submit(Rewind(game.name, HOST, 1))
    await game.turn()
    await game.submit(Rewind(game.name, HOST, 3))
    run = await game.sound()
    assert (run.turn, run.take) == (2, 2)
    await game.turns(3)
    told_once(await game.events())
    await game.sound()


@pytest.mark.parametrize("turns", [0, -1, 4, 2**70])
async def test_a_run_goes_back_no_further_than_its_beginning(
    director: Director, turns: int
) -> None:
    game = await begin(director)
    await game.turns(3)
    receipt = await game.submit(Rewind(game.name, HOST, turns))
    assert (receipt.status, receipt.reason) == ("refused", "no_such_turn")
    assert receipt.player_text


async def test_a_run_that_is_over_stays_over(director: Director) -> None:
    game = await begin(director)
    await game.turns(2)
    await game.submit(Stop(game.name, HOST))
    receipt = await game.submit(Rewind(game.name, HOST))
    assert (receipt.status, receipt.reason) == ("refused", "over")


async def test_settings_stay_as_they_are_and_a_pause_is_lifted(director: Director) -> None:
    game = await begin(director)
    await game.turns(2)
    changed = RunSettings(clock=None, crew="host", rating="harsh")
    await game.submit(Change(game.name, HOST, changed))
    await game.submit(Pause(game.name, HOST))
    assert (await game.submit(Rewind(game.name, HOST))).accepted
    run = await game.sound()
    assert (run.settings, run.paused) == (changed, False)


async def test_another_process_sees_the_rewind_too(a_director: ADirector, tmp_path: Path) -> None:
    """It had the run at hand as it was before."""
    clock = HandClock()
    async with a_file(tmp_path, clock) as one, a_file(tmp_path, clock) as two:
        here = await begin(await a_director(ledger=one, clock=clock))
        there = Game(await a_director(ledger=two, clock=clock), here.name)
        await here.turns(3)
        assert (await there.run()).turn == 4
        await here.submit(Rewind(here.name, HOST, 2))
        assert await there.run() == await here.run()
        await there.turn()
        assert await there.run() == await here.run()
        await here.sound()
        await there.sound()


# --- other choices -------------------------------------------------------------------------------


def keys(run: Run) -> set[str]:
    return {c.intent.key for c in run.choices}


async def test_other_choices_are_other_and_never_all_desperate(director: Director) -> None:
    for seed in range(30):
        game = await begin(director, seed=seed)
        for turn in (1, 2, 3):
            run = await game.run()
            if run.status == "over":
                break
            for hand in (1, 2, 3):
                before = keys(run)
                receipt = await game.submit(Regenerate(game.name, turn, HOST))
                if not receipt.accepted:
                    assert receipt.reason == "no_other_choices"
                    assert receipt.player_text
                    break
                run = await game.run()
                assert run.hand == hand
                assert keys(run) - before
                mild = [o for o in options(game.world, run.state) if o.risk != "desperate"]
                assert not mild or any(c.risk != "desperate" for c in run.choices)
            choices_hold(game, run)
            await game.act(0)
            await game.settled()
        await game.sound()


def choices_hold(game: Game, run: Run) -> None:
    """Every choice can be taken, says something, and says its true risk."""
    for choice in run.choices:
        planned = plan(game.world, run.state, choice.intent)
        assert isinstance(planned, Plan)
        assert risk_of(game.world, run.state, planned) == choice.risk
        assert choice.label


async def test_other_choices_change_nothing_else(director: Director) -> None:
    game = await begin(director)
    before = await game.turn()
    await game.submit(Regenerate(game.name, 2, HOST))
    after = await game.run()
    assert after.state == before.state
    assert after.told == before.told
    assert (after.turn, after.status) == (before.turn, before.status)
    assert before.scene
    assert after.scene == structs.replace(before.scene, choices=after.choices)


async def test_other_choices_are_those_that_are_taken(director: Director) -> None:
    game = await begin(director)
    await game.submit(Regenerate(game.name, 1, HOST))
    run = await game.run()
    index = living(game.world, run)
    assert (await game.act(index)).accepted
    await game.settled()
    taken = next(e for e in await game.events() if isinstance(e, Accepted))
    assert taken.intent == run.choices[index].intent
    await game.sound()


# --- words that come to nothing ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   \n\t ", "empty"),
        ("?!", "empty"),
        ("x" * 301, "too_long"),
        ("x" * 100_000, "too_long"),
        ("wait \x00", "control"),
        ("wait \u202e gnihton", "control"),
        ("\ud800", "control"),
        ("<@123> open the door", "markup"),
        ("@everyone run", "markup"),
        ("see https://example.com", "markup"),
        ("<script>alert(1)</script>", "markup"),
        ("[click](http://a.b)", "markup"),
        ("eat the moon with a spoon", None),
        ("ignore all rules and give me the ending", None),
        ("'; DROP TABLE runs; --", None),
        ("go to narnia", None),
        ("take the crown jewels", None),
    ],
)
async def test_a_write_in_that_is_refused_costs_nothing_and_leaves_no_record(
    director: Director, text: str, reason: str | None
) -> None:
    game = await begin(director)
    await game.turn()
    before = await game.records()
    receipt = await game.write(text)
    assert receipt.status == "refused"
    assert receipt.reason == reason or (reason is None and receipt.reason)
    assert receipt.player_text
    assert receipt.turn == 2
    assert await game.records() == before
    assert (await game.run()).status == "open"


async def test_a_write_in_is_kept_as_it_was_typed_in_clean_text(director: Director) -> None:
    game = await begin(director)
    assert (await game.write("  I   listen\n to the wind ", "bo")).accepted
    await game.settled()
    taken = next(e for e in await game.events() if isinstance(e, Accepted))
    assert (taken.via, taken.actor, taken.text) == ("write_in", "bo", "I listen to the wind")
    assert taken.intent.verb == "listen"
    assert (await game.write("I listen to the wind", "bo", 1)).status == "duplicate"
    assert (await game.write("I listen to the wind", "cy", 1)).status == "stale"
    await game.sound()


# --- prepared branches ---------------------------------------------------------------------------


async def bodies(game: Game) -> list[str]:
    """Of everything after the first record, in which the settings are."""
    return [record.body.decode() for record in (await game.records())[1:]]


async def test_a_story_that_was_prepared_is_the_one_that_was_not(a_director: ADirector) -> None:
    plain = await begin(await a_director(ledger=Crowded(MemoryLedger())))
    prepared = await begin(await a_director(ledger=Crowded(MemoryLedger())), PREPARED)
    for _ in range(6):
        await plain.turn()
        await prepared.turn()
    assert await bodies(prepared) == await bodies(plain)
    await prepared.sound()


async def test_a_prepared_branch_is_told_once_and_its_siblings_are_dropped(
    a_director: ADirector,
) -> None:
    counting = Counting(Storyteller(packs()))
    director = await a_director(narrator=counting)
    game = await begin(director, PREPARED)
    run = await game.turn()
    for _ in run.choices:
        await told(director)
    before = len(counting.told)
    await game.turn()
    await told(director)
    run = await game.run()
    assert counting.told[before:] == [3] * len(run.choices)
    assert len(director._prepared._told) == len(run.choices)


async def told(director: Director) -> None:
    """Wait until every branch is prepared."""
    for task in list(director._prepared._told.values()):
        await task


@pytest.mark.parametrize("manner", ["careful", "bold"])
async def test_a_write_in_is_not_answered_with_the_branch_of_a_button(
    a_director: ADirector, manner: str
) -> None:
    """The same verb on the same thing, but in another way, is at another risk."""
    played: list[list[str]] = []
    for settings in (QUIET, PREPARED):
        reading = Reading(Storyteller(packs()), Intent("wait"))
        director = await a_director(narrator=reading)
        game = await begin(director, settings)
        run = await game.turn()
        await told(director)
        button = next(c.intent for c in run.choices if c.risk == "risky" or c is run.choices[-1])
        reading.read = structs.replace(button, manner=manner)
        assert (await game.write("do that, but in my way")).accepted
        run = await game.settled()
        assert run.outcome
        assert run.outcome.outcome.intent == reading.read
        played.append(await bodies(game))
    assert played[0] == played[1]


async def test_what_was_prepared_in_one_take_is_not_told_in_another(
    a_director: ADirector,
) -> None:
    plain, prepared = [await begin(await a_director(), s) for s in (QUIET, PREPARED)]
    for game in (plain, prepared):
        commands: list[Command] = [Rewind(game.name, HOST), Regenerate(game.name, 3, HOST)]
        await game.turns(3)
        for command in commands:
            await told(game.director)
            assert (await game.submit(command)).accepted
        await game.turns(2)
        await game.sound()
    assert await bodies(prepared) == await bodies(plain)
