"""Who acts on Discord: the most, each in turn, or one alone while the others watch."""

from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from msgspec import structs

from nightreel.core.crew import tally
from nightreel.core.dice import Stream
from nightreel.core.events import Accepted, Joined, Left
from nightreel.core.intent import Intent
from nightreel.director.clocks import HandClock
from nightreel.director.judging import CREW
from nightreel.narrators.storyteller import Storyteller
from tests.director.games import living, packs
from tests.discord.emulator import Interaction, Message, Person
from tests.discord.rooms import Night, a_night, choices, now, run_id
from tests.doubles import Reading


async def take(message: Message, who: Person, index: int = 0) -> Interaction:
    """Press a choice: a vote, where the crew votes."""
    return await who.click(message, custom_id=choices(message)[index].custom_id)


async def write(message: Message, who: Person, words: str) -> Interaction:
    box = (await who.click(message, label="Write in")).modal
    return await who.submit(box, {"words": words})


async def shows(night: Night, message: Message, part: str) -> None:
    await night.discord.until(lambda: part in message.text, part)


async def accepted(night: Night, message: Message) -> list[Accepted]:
    records = await night.ledger.read(run_id(message))
    return [r.event for r in records if isinstance(r.event, Accepted)]


async def a_safe_choice(night: Night, message: Message) -> int:
    """A choice that nobody dies of."""
    run = await night.run_of(message)
    return living(night.director.packs[run.world].world, run)


async def at_turn_two(night: Night, *voters: Person) -> Message:
    """A vote with a clock, on its second turn; those voters are on the tape, and nobody else."""
    message = await night.begin(crew="vote", clock=60)
    safe = await a_safe_choice(night, message)
    for voter in reversed(voters):  # the host is waited for from the beginning
        await take(message, voter, safe)
    message = await night.turn(2)
    await night.still(message)
    return message


# --- vote ----------------------------------------------------------------------------------------


async def test_votes_are_counted_where_everybody_sees_them_and_may_be_changed(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin(crew="vote")
        ada, bo, cy = night.people[:3]
        assert "By vote: 0 of 1 so far." in message.text
        await take(message, bo, 0)
        await shows(night, message, "By vote: 1 of 2 so far.")
        await shows(night, message, "**1 vote**: player1")
        await take(message, cy, 0)
        await shows(night, message, "**2 votes**: player1, player2")
        await take(message, bo, 1)
        await shows(night, message, "**1 vote**: player2")
        assert "**1 vote**: player1" in message.text
        assert message.text.count("vote**") == 2
        assert len(night.channel.messages) == 2
        run = await night.run_of(message)
        assert sorted(run.votes.values()) == [0, 1]
        await take(message, ada, 1)
        await night.next(1)
        (taken,) = await accepted(night, message)
        assert (taken.actor, taken.via, taken.choice) == (CREW, "vote", 1)
        await shows(night, message, "By vote: ")
        await night.intact(message)


async def test_the_same_vote_again_is_answered_and_counts_once(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin(crew="vote")
        bo = night.people[1]
        await take(message, bo)
        again = await take(message, bo)
        assert await again.told() == "Your vote is on that already. It may be changed."
        assert list((await night.run_of(message)).votes.values()) == [0]


async def test_words_of_ones_own_join_the_ballot(tmp_path: Path) -> None:
    reading = Reading(Storyteller(packs()), Intent("call", words="anybody"))
    async with a_night(tmp_path, narrator=reading) as night:
        message = await night.begin(crew="vote")
        offered = len(choices(message))
        await write(message, night.people[1], "shout for anybody")
        await shows(night, message, "shout for anybody (safe, written in) **1 vote**: player1")
        assert len(choices(message)) == offered + 1
        await take(message, night.ada, offered)
        await night.next(1)
        (taken,) = await accepted(night, message)
        assert (taken.via, taken.choice, taken.intent.verb) == ("vote", offered, "call")
        await shows(night, message, "By vote: shout for anybody")
        await night.intact(message)


async def test_a_vote_is_closed_when_everybody_on_the_tape_has_voted(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        ada, bo = night.people[:2]
        message = await at_turn_two(night, ada, bo)
        assert "By vote: 0 of 2 so far." in message.text
        safe = await a_safe_choice(night, message)
        await take(message, ada, safe)
        assert (await night.run_of(message)).status == "open"
        await take(message, bo, safe)
        await night.next(2)
        assert [e.via for e in await accepted(night, message)] == ["vote", "vote"]


async def test_one_voter_alone_waits_for_others_as_long_as_the_clock_runs(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await at_turn_two(night, night.ada)
        safe = await a_safe_choice(night, message)
        await take(message, night.ada, safe)
        await shows(night, message, "By vote: 1 of 1 so far.")
        assert (await night.run_of(message)).status == "open"
        clock.advance(60_000)
        await night.next(2)
        taken = (await accepted(night, message))[-1]
        assert (taken.turn, taken.via, taken.choice) == (2, "vote", safe)


async def test_one_who_joins_a_lone_voter_decides_with_them(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await at_turn_two(night, night.ada)
        safe = await a_safe_choice(night, message)
        await take(message, night.ada, safe)
        await take(message, night.people[1], safe)
        await night.next(2)
        assert [e.via for e in await accepted(night, message)] == ["vote", "vote"]


async def test_the_clock_closes_a_vote_that_not_everybody_came_to(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        ada, bo, cy = night.people[:3]
        message = await at_turn_two(night, ada, bo, cy)
        safe = await a_safe_choice(night, message)
        await take(message, bo, safe)
        await shows(night, message, "By vote: 1 of 3 so far.")
        clock.advance(60_000)
        await night.next(2)
        taken = (await accepted(night, message))[-1]
        assert (taken.turn, taken.via, taken.choice) == (2, "vote", safe)


async def test_a_vote_without_votes_is_hesitation_when_the_clock_closes_it(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await at_turn_two(night, *night.people[:2])
        clock.advance(60_000)
        await night.next(2)
        await shows(night, message, "Nobody moved, and the moment passed.")
        assert (await accepted(night, message))[-1].via == "clock"


async def test_a_tie_is_decided_by_the_runs_own_dice(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin(crew="vote")
        await take(message, night.people[1], 1)
        run = await night.run_of(message)
        tied = structs.replace(run, votes={**run.votes, run.host: 0})
        falls = tally(tied, Stream(run.seed, "ballot", run.turn))
        await take(message, night.ada, 0)
        await night.next(1)
        (taken,) = await accepted(night, message)
        assert taken.choice == falls


async def test_a_vote_that_comes_too_late_is_told_so(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin(crew="vote")
        seen = message.as_seen()
        await take(message, night.ada, await a_safe_choice(night, message))
        await night.turn(2)
        late = await night.people[1].stale_click(seen, custom_id=choices(seen)[0].custom_id)
        assert "Too late" in await late.told()
        assert len(await accepted(night, message)) == 1


async def test_a_voter_who_does_nothing_for_three_turns_is_not_waited_for(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        ada, bo, cy = night.people[:3]
        message = await at_turn_two(night, ada, bo, cy)
        for turn in range(2, 5):
            safe = await a_safe_choice(night, message)
            await take(message, ada, safe)
            await take(message, bo, safe)
            assert (await night.run_of(message)).status == "open"  # cy is waited for
            clock.advance(60_000)
            message = await night.turn(turn + 1)
            await night.still(message)
        await shows(night, message, "By vote: 0 of 2 so far.")
        safe = await a_safe_choice(night, message)
        await take(message, ada, safe)
        await take(message, bo, safe)
        message = await night.turn(6)
        await take(message, cy, await a_safe_choice(night, message))
        await shows(night, message, "By vote: 1 of 3 so far.")  # and is back


# --- rotation ------------------------------------------------------------------------------------


async def test_in_a_rotation_nobody_acts_twice_in_a_row_and_is_told_privately(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        ada, bo = night.people[:2]
        message = await night.go_on(await night.begin(crew="rotation"), who=lambda _: bo)
        await shows(night, message, "player1 moved last. Now somebody else.")
        safe = await a_safe_choice(night, message)
        for no in (await take(message, bo, safe), await bo.click(message, label="Write in")):
            assert await no.told() == "You moved last. Let somebody else take this one."
        assert message.live
        assert (await night.run_of(message)).turn == 2
        await take(message, ada, safe)
        await night.turn(3)
        await night.intact(message)


async def test_whoever_is_alone_in_a_rotation_goes_on(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await night.go_on(await night.begin(crew="rotation"), 3)


async def test_in_a_rotation_somebody_gone_for_three_turns_is_let_go(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        ada, bo, cy = night.people[:3]
        message = await night.go_on(await night.begin(crew="rotation"), who=lambda _: cy)
        message = await night.go_on(message, 4, who=lambda turn: (ada, bo)[turn % 2])
        await night.discord.until(lambda: now(message).turn == 6, "turn 6")
        told = await (await ada.slash(night.channel, "run status")).told()
        assert "Here: player0, player1" in told
        assert "player2" not in told
        message = await night.go_on(message, who=lambda _: cy)
        records = await night.ledger.read(run_id(message))
        gone = [r.event.actor for r in records if isinstance(r.event, Left)]
        came = [r.event.actor for r in records if isinstance(r.event, Joined)]
        assert len(gone) == 1
        assert came.count(gone[0]) == 2


# --- host ----------------------------------------------------------------------------------------


async def test_in_a_host_crew_the_others_watch(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin(crew="host")
        bo = night.people[1]
        assert "player0 acts on this tape." in message.text
        for label in (choices(message)[0].label, "Write in", "Other choices", "Auto: off"):
            no = await bo.click(message, label=label)
            assert await no.told() == "Only the one who started this tape can do that."
        assert message.live
        following = await night.go_on(message)
        assert [e.actor for e in await accepted(night, following)] == [
            (await night.run_of(following)).host
        ]


async def test_auto_and_pictures_are_the_hosts_in_every_crew(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        for label in ("Auto: off", "Picture: off"):
            no = await night.people[1].click(message, label=label)
            assert await no.told() == "Only the one who started this tape can do that."
        await night.ada.click(message, label="Auto: off")
        await night.ada.click(message, label="Picture: off")
        await night.discord.until(lambda: "Auto: 45 s" in labels(message), "auto")
        assert "Picture: full" in labels(message)


def labels(message: Message) -> list[str | None]:
    return [button.label for button in message.buttons]
