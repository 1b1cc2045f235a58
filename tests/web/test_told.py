"""A run as it is told to a page: folded from its records, and from nothing else."""

import pytest

from nightreel.core.run import BrokenLedger
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Change, ExtendClock, Join, Leave, Pause, Rewind, Stop
from nightreel.director.watching import Notice
from nightreel.ports.narrator import Brief, Coda, Dispatch, Reaction
from nightreel.surfaces.web.told import Told, settings_of
from nightreel.surfaces.web.wire import SettingsBody, View
from tests.director.games import (
    HOST,
    WORLD,
    Game,
    a_short_life,
    a_story,
    begin,
    direct,
    living,
    packs,
    watching,
)

PACK = packs()[WORLD]
VOTING = RunSettings(clock=None, crew="vote")
IDS = ("ada", "bo", "cy", "web-1234")


async def told(game: Game) -> Told:
    return Told(game.name, PACK, await game.records())


async def view(game: Game, now: int = 0) -> View:
    return (await told(game)).view(now)


async def test_what_is_told_step_by_step_is_what_is_told_at_once() -> None:
    async with direct() as director:
        game = await begin(director)
        await a_story(game)
        records = await game.records()
        step_by_step = Told(game.name, PACK, records[:2])
        for at in range(2, len(records)):
            step_by_step.take(records[at])
            at_once = Told(game.name, PACK, records[: at + 1])
            assert step_by_step.view(0) == at_once.view(0)
            assert step_by_step.story() == at_once.story()
            assert step_by_step.run == at_once.run


async def test_no_view_names_anybody_by_an_id() -> None:
    async with direct() as director:
        game = await begin(director)
        await a_story(game)
        records = await game.records()
        for end in range(2, len(records) + 1):
            it = Told(game.name, PACK, records[:end])
            said = it.view(0).model_dump_json() + it.story().model_dump_json()
            assert not [name for name in IDS if f'"{name}"' in said]


async def test_votes_are_seen_by_seat_and_counted_by_choice() -> None:
    async with direct() as director:
        game = await begin(director, VOTING)
        for name in ("bo", "cy"):
            await game.submit(Join(game.name, name))
        await game.act(1, HOST)
        await game.act(0, "bo")
        it = await view(game)
        assert it.votes == {"player 1": 1, "player 2": 0}
        assert [choice.votes for choice in it.choices][:2] == [1, 1]
        await game.act(0, HOST)
        it = await view(game)
        assert it.votes == {"player 1": 0, "player 2": 0}
        assert [choice.votes for choice in it.choices][:2] == [2, 0]
        assert (it.status, it.accepted) == ("open", None)
        await game.write("listen", "bo")
        it = await view(game)
        typed = it.choices[-1]
        assert (typed.typed, typed.label, typed.votes) == (True, "listen", 1)
        assert not any(choice.typed for choice in it.choices[:-1])
        assert it.votes["player 2"] == len(it.choices) - 1


async def test_what_a_vote_decided_is_the_crews() -> None:
    async with direct() as director:
        game = await begin(director, VOTING)
        choice = living(game.world, await game.run())
        await game.act(choice)
        await game.settled()
        it = await view(game)
        assert (it.turn, it.votes, it.scene.by) == (2, {}, "crew")


async def test_whose_turn_it_is_not_is_told_by_who_acted_last() -> None:
    async with direct() as director:
        game = await begin(director, RunSettings(clock=None, crew="rotation"))
        await game.submit(Join(game.name, "bo"))
        await game.turn(HOST)
        it = await view(game)
        assert (it.settings.crew, it.scene.by, it.players) == (
            "rotation",
            "player 1",
            ["player 1", "player 2"],
        )
        assert not (await game.act(0, HOST)).accepted
        await game.turn("bo")
        assert (await view(game)).scene.by == "player 2"


async def test_a_seat_stays_somebodys_when_he_and_others_leave() -> None:
    async with direct() as director:
        game = await begin(director)
        for name in ("bo", "cy"):
            await game.submit(Join(game.name, name))
        await game.submit(Leave(game.name, "bo"))
        it = await told(game)
        assert it.view(0).players == ["player 1", "player 3"]
        assert (it.you("bo").seat, it.you("cy").seat) == (None, "player 3")
        await game.submit(Join(game.name, "di"))
        await game.submit(Join(game.name, "bo"))
        it = await told(game)
        assert it.view(0).players == ["player 1", "player 3", "player 4", "player 2"]
        assert it.you("bo").seat == "player 2", "the old seat, not a new one"


async def test_everybody_is_told_who_he_is() -> None:
    async with direct() as director:
        it = await told(await begin(director))
        assert it.you(HOST).model_dump() == {"seat": "player 1", "host": True, "readonly": False}
        assert it.you("bo").model_dump() == {"seat": None, "host": False, "readonly": False}
        assert it.you(None).model_dump() == {"seat": None, "host": False, "readonly": True}


async def test_a_clock_that_stands_still_tells_what_is_left() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director:
        game = await begin(director, RunSettings(clock=60))
        await game.turn()
        begun = clock.now()
        clock.advance(20_000)
        it = (await view(game, clock.now())).clock
        assert (it.deadline, it.left, it.seconds, it.now) == (
            begun + 60_000,
            None,
            60,
            begun + 20_000,
        )
        await game.submit(Pause(game.name, HOST))
        paused = await view(game, clock.now())
        assert (paused.paused, paused.clock.deadline, paused.clock.left) == (True, None, 40_000)


async def test_more_time_is_seen_and_changes_no_setting() -> None:
    clock = HandClock()
    async with direct(clock=clock) as director:
        game = await begin(director, RunSettings(clock=60))
        await game.turn()
        before = (await view(game)).clock
        assert (await game.submit(ExtendClock(game.name, 2, HOST, 30))).accepted
        after = (await view(game)).clock
        assert before.deadline
        assert (after.deadline, after.seconds) == (before.deadline + 30_000, 60)
        assert (await game.submit(ExtendClock(game.name, 2, HOST, None))).accepted
        assert (await view(game)).clock.deadline is None


async def test_what_a_rewind_undid_is_out_of_the_story() -> None:
    async with direct() as director:
        game = await begin(director)
        await game.turns(3)
        before = await told(game)
        await game.submit(Rewind(game.name, HOST, 2))
        it = await told(game)
        now = it.view(0)
        assert (now.turn, now.take, now.status) == (2, 1, "open")
        assert it.story().moments[:-1] == before.story().moments[:1]
        assert [m.turn for m in it.story().moments] == [1, 2]
        assert now.scene.dispatch == before.story().moments[1].dispatch
        assert not any(choice.taken for choice in it.story().moments[-1].choices)


async def test_a_story_says_which_choice_was_taken_and_what_was_typed() -> None:
    async with direct() as director:
        game = await begin(director)
        choice = living(game.world, await game.run())
        await game.act(choice)
        await game.settled()
        await game.write("listen")
        await game.settled()
        first, second, third = (await told(game)).story().moments
        assert [c.taken for c in first.choices].index(True) == choice
        assert sum(c.taken for c in first.choices) == 1
        assert not any(c.taken for c in second.choices), "what was typed was none of them"
        assert (second.action, third.action) == (first.choices[choice].label, "listen")
        assert third.by == "player 1"


async def test_while_a_turn_is_told_the_scene_is_the_one_that_was_acted_on() -> None:
    async with direct() as director:
        game = await begin(director)
        before = await view(game)
        async with watching(director, game.name) as seen:
            await game.write("listen")
            await game.settled()
        notices = [it for it in seen if isinstance(it, Notice)]
        records = await game.records()
        accepted = next(
            r.seq for r in records if r.seq > 2 and type(r.event).__name__ == "Accepted"
        )
        it = Told(game.name, PACK, records[:accepted])
        now = it.view(0)
        assert (now.status, now.scene, now.choices) == ("resolving", before.scene, before.choices)
        assert now.accepted
        assert now.accepted.model_dump() == {
            "by": "player 1",
            "via": "write_in",
            "label": "listen",
            "choice": None,
        }
        heard = [it.hear(notice) for notice in notices]
        assert [p.kind for p in heard if p] == ["reaction", "dispatch"]
        assert it.parts == [p for p in heard if p]
        for record in records[accepted:]:
            it.take(record)
        assert it.parts == [], "what was told has become the scene"
        assert it.view(0).accepted is None


async def test_of_what_is_told_only_what_belongs_to_the_turn_under_way_is_shown() -> None:
    async with direct() as director:
        game = await begin(director)
        it = await told(game)
        assert it.hear(Notice(game.name, 1, Reaction("Nobody has acted."))) is None
        await game.turn()
        records = await game.records()
        it = Told(game.name, PACK, records[:3])
        assert it.view(0).status == "resolving"
        assert it.hear(Notice(game.name, 2, Dispatch("Of another turn."))) is None
        assert it.hear(Notice(game.name, 1, Brief("For the picture.", "Of no use here."))) is None
        for part, kind in (
            (Reaction("a"), "reaction"),
            (Dispatch("b"), "dispatch"),
            (Coda("c"), "coda"),
        ):
            shown = it.hear(Notice(game.name, 1, part))
            assert shown
            assert (shown.turn, shown.take, shown.kind, shown.text) == (1, 0, kind, part.text)
        assert len(it.parts) == 3


async def test_a_death_is_told_with_its_cause_and_its_last_words() -> None:
    async with direct() as director:
        game = await begin(director, seed=a_short_life())
        while (await game.run()).status != "over":
            await game.act(0)
            await game.settled()
        it = await view(game)
        assert it.ending
        assert (it.choices, it.status, it.accepted) == ([], "over", None)
        assert it.ending.how in ("death", "survival", "truth")
        assert it.ending.title
        assert it.ending.told
        assert it.ending.text
        assert (it.ending.turns, it.ending.seed) == (it.turn - 1, a_short_life())
        assert (it.ending.world, it.ending.version) == (PACK.world.title, PACK.world.version)
        assert it.scene.dispatch, "the last scene stays on the screen"


async def test_a_run_that_was_stopped_ended_for_no_other_reason() -> None:
    async with direct() as director:
        game = await begin(director)
        await game.turns(2)
        await game.submit(Stop(game.name, HOST))
        it = await view(game)
        assert it.ending
        assert (it.ending.how, it.ending.turns, it.ending.cause, it.ending.epitaph) == (
            "stopped",
            2,
            "",
            "",
        )
        assert it.scene.turn == 3


async def test_settings_are_changed_as_far_as_they_are_shown() -> None:
    kept = RunSettings(clock=None, language="de", rating="mild", quality="draft")
    changed = settings_of(SettingsBody(clock=90, crew="host"), kept)
    assert (changed.clock, changed.crew, changed.pictures) == (90, "host", True)
    assert (changed.language, changed.rating, changed.quality) == ("de", "mild", "draft")
    async with direct() as director:
        game = await begin(director)
        await game.submit(Change(game.name, HOST, changed))
        assert (await view(game)).settings == SettingsBody(clock=90, crew="host")


def test_without_a_beginning_there_is_nothing_to_tell() -> None:
    with pytest.raises(BrokenLedger):
        _ = Told("0" * 10, PACK).run
