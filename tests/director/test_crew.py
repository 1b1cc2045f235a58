"""Who may act: anybody, the host, the most, or not the same twice."""

import asyncio

import pytest

from nightreel.core.events import Accepted, Balloted, Voted
from nightreel.core.intent import Intent
from nightreel.core.settings import Crew, RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import (
    Act,
    Change,
    Expire,
    ExtendClock,
    Join,
    Leave,
    Pause,
    Receipt,
    Regenerate,
    Restart,
    Resume,
    Rewind,
    Stop,
    WriteIn,
)
from nightreel.director.director import Director
from nightreel.narrators.storyteller import Storyteller
from tests.director.conftest import ADirector
from tests.director.games import HOST, Game, begin, living, packs
from tests.doubles import Reading


@pytest.fixture
async def director(a_director: ADirector, clock: HandClock) -> Director:
    return await a_director(clock=clock)


async def crewed(
    director: Director, crew: Crew, *others: str, clock: int | None = None, seed: int | None = None
) -> Game:
    game = await begin(director, RunSettings(clock=clock, crew=crew), seed=seed)
    for other in others:
        assert (await director.submit(Join(game.name, other))).accepted
    return game


async def accepted(game: Game) -> list[Accepted]:
    return [e for e in await game.events() if isinstance(e, Accepted)]


def refused(receipt: Receipt, reason: str) -> bool:
    return (receipt.status, receipt.reason, bool(receipt.player_text)) == ("refused", reason, True)


# --- open ----------------------------------------------------------------------------------------


async def test_in_an_open_crew_the_first_click_counts_whoever_it_is(director: Director) -> None:
    game = await crewed(director, "open")
    for actor in ("bo", "cy", "bo", "bo"):
        await game.turn(actor)
    run = await game.sound()
    assert [e.actor for e in await accepted(game)] == ["bo", "cy", "bo", "bo"]
    assert run.players == (HOST, "bo", "cy")


async def test_whoever_leaves_may_come_back_by_acting(director: Director) -> None:
    game = await crewed(director, "open", "bo")
    assert (await director.submit(Leave(game.name, "bo"))).accepted
    assert (await game.run()).players == (HOST,)
    await game.turn("bo")
    assert (await game.sound()).players == (HOST, "bo")


@pytest.mark.parametrize("command", [Join, Leave])
async def test_coming_and_going_twice_is_a_duplicate_that_says_so(
    director: Director, command: type[Join | Leave]
) -> None:
    game = await crewed(director, "open", *(["bo"] if command is Leave else []))
    assert (await director.submit(command(game.name, "bo"))).accepted
    before = await game.records()
    again = await director.submit(command(game.name, "bo"))
    assert again.status == "duplicate"
    assert again.reason
    assert "again" not in again.player_text  # nothing jams: there is nothing to try again
    assert await game.records() == before


# --- host ----------------------------------------------------------------------------------------


async def test_in_a_host_crew_nobody_else_may_touch_anything(director: Director) -> None:
    game = await crewed(director, "host", "bo", clock=60)
    await game.turn()
    for command in (
        Act(game.name, 2, "bo", 0),
        WriteIn(game.name, 2, "bo", "listen"),
        Regenerate(game.name, 2, "bo"),
        ExtendClock(game.name, 2, "bo", 30),
        Pause(game.name, "bo"),
        Rewind(game.name, "bo"),
        Change(game.name, "bo", RunSettings()),
        Stop(game.name, "bo"),
        Restart(game.name, "bo"),
    ):
        assert refused(await director.submit(command), "not_host"), command
    assert (await director.submit(Pause(game.name, HOST))).accepted
    assert refused(await director.submit(Resume(game.name, "bo")), "not_host")
    assert (await director.submit(Resume(game.name, HOST))).accepted
    await game.turn()
    await game.sound()


@pytest.mark.parametrize("crew", ["open", "vote", "rotation"])
async def test_only_the_host_rewinds_stops_and_changes_the_rules(
    director: Director, crew: Crew
) -> None:
    game = await crewed(director, crew)
    await game.turn()
    for command in (
        Rewind(game.name, "bo"),
        Change(game.name, "bo", RunSettings(clock=None, crew="open")),
        Stop(game.name, "bo"),
        Restart(game.name, "bo"),
    ):
        assert refused(await director.submit(command), "not_host"), command


async def test_the_clock_is_nobodys_guest(director: Director, clock: HandClock) -> None:
    """Hesitation comes about in every crew."""
    for crew in ("open", "host", "vote", "rotation"):
        game = await crewed(director, crew, "bo", clock=60)
        assert (await game.act(living(game.world, await game.run()), HOST)).accepted
        if crew == "vote":
            assert (await game.act(0, "bo")).accepted
        assert (await game.settled()).turn == 2
        clock.advance(60_000)
        assert (await game.settled()).turn == 3, crew
        assert (await accepted(game))[-1].via == "clock"
        await game.sound()
        await director.submit(Stop(game.name, HOST))


# --- vote ----------------------------------------------------------------------------------------


async def test_a_vote_may_be_changed_until_everybody_has_one(director: Director) -> None:
    game = await crewed(director, "vote", "bo", "cy")
    assert (await game.act(0, "bo")).accepted
    assert (await game.act(1, "bo")).accepted
    assert (await game.act(1, "bo")).status == "duplicate"
    assert (await game.act(1, "cy")).accepted
    run = await game.run()
    assert (run.status, run.votes) == ("open", {"bo": 1, "cy": 1})
    assert (await game.act(0, HOST)).accepted
    run = await game.settled()
    taken = (await accepted(game))[0]
    assert (taken.actor, taken.via, taken.choice) == ("crew", "vote", 1)
    assert (run.turn, run.votes) == (2, {})
    await game.sound()


async def test_the_last_vote_and_its_decision_are_one(director: Director) -> None:
    game = await crewed(director, "vote", "bo")
    await game.act(0, "bo")
    await game.act(0, HOST)
    await game.settled()
    kinds = [type(e).__name__ for e in await game.events()]
    assert kinds.index("Accepted") == kinds.index("Voted", kinds.index("Voted") + 1) + 1


async def test_whoever_plays_alone_decides_alone(director: Director) -> None:
    game = await crewed(director, "vote")
    await game.turns(2)
    assert [e.via for e in await accepted(game)] == ["vote", "vote"]


async def test_a_tie_falls_the_same_way_each_time_and_not_always_to_the_first(
    director: Director,
) -> None:
    fell: dict[int, set[int | None]] = {}
    for seed in range(12):
        for order in (("bo", 0, "cy", 1), ("cy", 1, "bo", 0)):
            game = await crewed(director, "vote", "bo", "cy", seed=seed)
            assert (await director.submit(Leave(game.name, HOST))).accepted
            assert (await game.act(order[1], order[0])).accepted
            assert (await game.act(order[3], order[2])).accepted
            await game.settled()
            fell.setdefault(seed, set()).add((await accepted(game))[0].choice)
    assert all(len(choices) == 1 for choices in fell.values())
    assert {choice for choices in fell.values() for choice in choices} == {0, 1}


async def test_a_write_in_goes_on_the_ballot_with_the_writers_vote(director: Director) -> None:
    game = await crewed(director, "vote", "bo", "cy")
    offered = len((await game.run()).choices)
    assert (await game.write("I listen at the wind for a while", "bo")).accepted
    run = await game.run()
    assert run.votes == {"bo": offered}
    assert run.choices[offered].intent.verb == "listen"
    assert run.choices[offered].label == "I listen at the wind for a while"
    assert (await game.act(offered, "cy")).accepted
    assert (await game.act(0, HOST)).accepted
    await game.settled()
    taken = (await accepted(game))[0]
    assert (taken.choice, taken.intent.verb, taken.actor) == (offered, "listen", "crew")
    assert (await game.sound()).ballots == ()


async def test_the_same_idea_twice_is_one_option_with_two_votes(director: Director) -> None:
    game = await crewed(director, "vote", "bo", "cy")
    assert (await game.write("listen", "bo")).accepted
    assert (await game.write("listen!", "cy")).accepted
    run = await game.run()
    assert len(run.ballots) == 1
    assert set(run.votes.values()) == {len(run.choices) - 1}
    assert await game.count(Balloted) == 1
    assert await game.count(Voted) == 2


async def test_a_write_in_that_is_on_offer_already_is_a_vote_for_it(
    a_director: ADirector,
) -> None:
    reading = Reading(Storyteller(packs()), Intent("wait"))
    game = await crewed(await a_director(narrator=reading), "vote", "bo")
    reading.read = (await game.run()).choices[1].intent
    assert (await game.write("that one", "bo")).accepted
    run = await game.run()
    assert (run.ballots, run.votes) == ((), {"bo": 1})


async def test_a_ballot_that_is_full_says_so(a_director: ADirector) -> None:
    reading = Reading(Storyteller(packs()), Intent("wait"))
    game = await crewed(await a_director(narrator=reading), "vote")
    for number in range(8):
        reading.read = Intent("call", words=f"hello {number}")
        assert (await game.write(f"shout hello {number}", f"p{number}")).accepted
    reading.read = Intent("call", words="one too many")
    receipt = await game.write("shout one too many", "p9")
    assert receipt.status == "refused"
    assert receipt.player_text != (await game.act(99, "p9")).player_text
    assert len((await game.run()).ballots) == 8
    await game.sound()


@pytest.mark.parametrize("choice", [-1, 99, 2**70])
async def test_there_is_no_vote_for_what_is_not_offered(director: Director, choice: int) -> None:
    for crew in ("vote", "open"):
        game = await crewed(director, crew)
        assert refused(await game.act(choice), "no_such_choice")


async def test_when_time_runs_out_the_votes_that_are_there_decide(
    director: Director, clock: HandClock
) -> None:
    game = await crewed(director, "vote", "bo", "cy", clock=60)
    for actor in (HOST, "bo", "cy"):
        await game.act(0, actor)
    run = await game.settled()
    choice = living(game.world, run)
    assert (await game.act(choice, "bo")).accepted
    clock.advance(60_000)
    assert (await game.settled()).turn == 3
    taken = (await accepted(game))[-1]
    assert (taken.via, taken.choice) == ("vote", choice)
    await game.sound()


async def test_when_time_runs_out_and_nobody_voted_it_is_hesitation(
    director: Director, clock: HandClock
) -> None:
    game = await crewed(director, "vote", clock=60)
    await game.turn()
    clock.advance(60_000)
    assert (await game.settled()).turn == 3
    assert (await accepted(game))[-1].intent == Intent("hesitate")


async def test_whoever_leaves_takes_their_vote_along(director: Director, clock: HandClock) -> None:
    game = await crewed(director, "vote", "bo", "cy", clock=60)
    for actor in (HOST, "bo", "cy"):
        await game.act(0, actor)
    await game.settled()
    assert (await game.act(1, "bo")).accepted
    assert (await director.submit(Leave(game.name, "bo"))).accepted
    assert (await game.run()).votes == {}
    clock.advance(60_000)
    await game.settled()
    assert (await accepted(game))[-1].via == "clock"


async def test_when_the_last_who_has_not_voted_leaves_the_vote_is_closed(
    director: Director,
) -> None:
    """Without a clock nothing else would close it: all who are left have voted."""
    game = await crewed(director, "vote", "bo")
    assert (await game.act(living(game.world, await game.run()), HOST)).accepted
    assert (await director.submit(Leave(game.name, "bo"))).accepted
    assert (await game.settled()).turn == 2
    await game.sound()


async def test_other_choices_take_the_votes_for_the_old_ones_away(director: Director) -> None:
    game = await crewed(director, "vote", "bo", "cy")
    assert (await game.write("listen", "bo")).accepted
    assert (await game.act(1, "cy")).accepted
    assert (await director.submit(Regenerate(game.name, 1, "bo"))).accepted
    run = await game.sound()
    assert (run.votes, run.ballots) == ({}, ())


async def test_a_rewind_takes_votes_and_ballots_away(director: Director) -> None:
    game = await crewed(director, "vote", "bo")
    for _ in range(2):
        await game.act(0, "bo")
        await game.act(0, HOST)
        await game.settled()
    assert (await game.write("listen", "bo")).accepted
    assert (await director.submit(Rewind(game.name, HOST))).accepted
    run = await game.sound()
    assert (run.turn, run.votes, run.ballots) == (2, {}, ())
    assert run.players == (HOST, "bo")


async def test_whoever_came_in_since_is_still_here_after_a_rewind(director: Director) -> None:
    """The story goes back; people do not leave the room. Or a vote closes without them."""
    game = await crewed(director, "vote")
    await game.turns(2)
    assert (await director.submit(Join(game.name, "bo"))).accepted
    assert (await director.submit(Rewind(game.name, HOST, 2))).accepted
    assert (await game.run()).players == (HOST, "bo")


async def test_the_last_vote_and_the_end_of_time_at_once_are_one_decision(
    director: Director, clock: HandClock
) -> None:
    game = await crewed(director, "vote", "bo", clock=60)
    for actor in (HOST, "bo"):
        await game.act(0, actor)
    run = await game.settled()
    choice = living(game.world, run)
    assert (await game.act(choice, HOST)).accepted
    clock.advance(60_000 - 300)
    receipts = await asyncio.gather(
        director.submit(Act(game.name, run.turn, "bo", choice)),
        director.submit(Expire(game.name, run.turn)),
        director.submit(Leave(game.name, "bo")),
    )
    assert all(r.accepted or r.player_text for r in receipts)
    assert (await game.settled()).turn == run.turn + 1
    await game.sound()


# --- rotation ------------------------------------------------------------------------------------


async def test_in_a_rotation_nobody_acts_twice_in_a_row(director: Director) -> None:
    game = await crewed(director, "rotation", "bo")
    await game.turn(HOST)
    for command in (
        Act(game.name, 2, HOST, 0),
        WriteIn(game.name, 2, HOST, "listen"),
    ):
        assert refused(await director.submit(command), "not_your_turn")
    await game.turn("bo")
    assert refused(await game.act(0, "bo"), "not_your_turn")
    await game.turn(HOST)
    await game.sound()


async def test_whoever_is_alone_in_a_rotation_goes_on_alone(director: Director) -> None:
    game = await crewed(director, "rotation", "bo")
    await game.turn(HOST)
    assert (await director.submit(Leave(game.name, "bo"))).accepted
    await game.turn(HOST)
    await game.turn(HOST)


async def test_somebody_new_may_act_at_once_in_a_rotation(director: Director) -> None:
    game = await crewed(director, "rotation")
    await game.turn(HOST)
    await game.turn("bo")
    assert refused(await game.act(0, "bo"), "not_your_turn")


async def test_a_hesitation_is_nobodys_turn(director: Director, clock: HandClock) -> None:
    game = await crewed(director, "rotation", "bo", clock=60)
    await game.turn(HOST)
    clock.advance(60_000)
    assert (await game.settled()).turn == 3
    await game.turn(HOST)


async def test_a_rewind_gives_a_turn_back_to_who_had_it(director: Director) -> None:
    game = await crewed(director, "rotation", "bo")
    await game.turn(HOST)
    await game.turn("bo")
    assert (await director.submit(Rewind(game.name, HOST))).accepted
    assert refused(await game.act(0, HOST), "not_your_turn")
    await game.turn("bo")
    await game.sound()


# --- the crew changes ----------------------------------------------------------------------------


async def test_votes_count_for_nothing_once_the_crew_is_open(director: Director) -> None:
    game = await crewed(director, "vote", "bo", "cy")
    assert (await game.act(1, "bo")).accepted
    assert (
        await director.submit(Change(game.name, HOST, RunSettings(clock=None, crew="open")))
    ).accepted
    await game.turn("cy")
    assert (await accepted(game))[0].via == "choice"
    await game.sound()


async def test_a_crew_that_begins_to_vote_in_mid_turn_votes_on_that_turn(
    director: Director,
) -> None:
    game = await crewed(director, "open", "bo")
    assert (
        await director.submit(Change(game.name, HOST, RunSettings(clock=None, crew="vote")))
    ).accepted
    assert (await game.act(0, "bo")).accepted
    assert (await game.run()).status == "open"
    assert (await game.act(0, HOST)).accepted
    assert (await game.settled()).turn == 2
    await game.sound()


async def test_a_vote_that_everybody_left_in_is_closed_when_the_pause_is_over(
    director: Director,
) -> None:
    """The last who had not voted left while the run was paused: nobody is waited for any more."""
    game = await crewed(director, "vote", "bo")
    assert (await game.act(living(game.world, await game.run()), HOST)).accepted
    assert (await director.submit(Pause(game.name, HOST))).accepted
    assert (await director.submit(Leave(game.name, "bo"))).accepted
    assert (await game.settled()).turn == 1
    assert (await director.submit(Resume(game.name, HOST))).accepted
    assert (await game.settled()).turn == 2
    await game.sound()


async def test_a_vote_is_closed_when_the_crew_votes_again_and_everybody_has(
    director: Director,
) -> None:
    game = await crewed(director, "vote", "bo")
    assert (await game.act(living(game.world, await game.run()), HOST)).accepted
    settings = (await game.run()).settings
    open_crew = RunSettings(clock=None, crew="open")
    assert (await director.submit(Change(game.name, HOST, open_crew))).accepted
    assert (await director.submit(Leave(game.name, "bo"))).accepted
    assert (await director.submit(Change(game.name, HOST, settings))).accepted
    assert (await game.settled()).turn == 2
    await game.sound()
