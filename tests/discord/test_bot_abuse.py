"""What lost games before: clicks that come twice, at once, too late, or for something else.

Each time: one turn, one commit, one call to each provider, and a private line for whoever lost.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.events import Accepted, Opened
from nightreel.core.intent import Intent
from nightreel.director.clocks import HandClock
from nightreel.narrators.storyteller import Storyteller
from tests.director.games import packs
from tests.discord.emulator import Interaction, Kind, Message, Reply
from tests.discord.rooms import Night, a_night, choices, is_end, now, run_id
from tests.doubles import Counting, Held, Painter, Reading


class Witnesses:
    """A narrator and an illustrator who note what they were asked for."""

    def __init__(self) -> None:
        self.narrator, self.painter = Counting(Storyteller(packs())), Painter()

    def once_each(self, turns: int) -> None:
        """Check that each of that many turns was told once, and each scene filmed once."""
        assert Counter(self.narrator.told) == Counter(range(1, turns + 1))
        filmed = Counter(shot.turn for shot in self.painter.shots)
        assert filmed == Counter(range(1, turns + 2))


async def only_one(night: Night, message: Message, presses: Sequence[Interaction]) -> Message:
    """Check that one press of a turn counted and the rest were told so; return the next turn."""
    before = message.history[0]
    turn = next(int((b.custom_id or "").split(":")[3]) for b in before.buttons)
    following = await night.next(turn)
    # On a slow machine all are put off; whoever lost is told after that.
    won = [p for p in presses if p.reply_kind is Reply.UPDATE]
    won = won or [p for p in presses if p.reply_kind is Reply.DEFERRED_UPDATE and not p.private]
    assert len(won) == 1, [(p.reply_kind, p.private) for p in presses]
    for lost in presses:
        if lost is not won[0]:
            assert await lost.told()
    records = await night.ledger.read(run_id(message))
    accepted = [r.event for r in records if isinstance(r.event, Accepted)]
    assert [e.turn for e in accepted].count(turn) == 1
    scenes = [r.event for r in records if isinstance(r.event, Opened)]
    assert [e.scene.turn for e in scenes].count(turn + 1) == 1
    shown = [m for m in night.channel.messages if m.live]
    assert shown == [following]
    await night.intact(message)
    return following


async def test_the_same_button_pressed_four_times_at_once_is_one_turn(tmp_path: Path) -> None:
    seen = Witnesses()
    async with a_night(tmp_path, narrator=seen.narrator, illustrator=seen.painter) as night:
        message = await night.begin(pictures=True)
        button = choices(message)[0].custom_id
        four = await asyncio.gather(*(night.ada.click(message, custom_id=button) for _ in range(4)))
        await only_one(night, message, four)
        seen.once_each(1)


async def test_two_buttons_pressed_at_once_are_one_turn(tmp_path: Path) -> None:
    seen = Witnesses()
    async with a_night(tmp_path, narrator=seen.narrator, illustrator=seen.painter) as night:
        message = await night.begin(pictures=True)
        first, second = choices(message)[:2]
        both = await asyncio.gather(
            night.ada.click(message, custom_id=first.custom_id),
            night.ada.click(message, custom_id=second.custom_id),
        )
        await only_one(night, message, both)
        seen.once_each(1)


async def test_twenty_people_pressing_at_once_are_one_turn(tmp_path: Path) -> None:
    seen = Witnesses()
    async with a_night(
        tmp_path, people=20, narrator=seen.narrator, illustrator=seen.painter
    ) as night:
        message = await night.begin(pictures=True)
        offered = choices(message)
        clicks = await asyncio.gather(
            *(
                person.click(message, custom_id=offered[n % len(offered)].custom_id)
                for n, person in enumerate(night.people)
            )
        )
        await only_one(night, message, clicks)
        seen.once_each(1)


async def test_a_button_and_a_box_sent_at_once_are_one_turn(tmp_path: Path) -> None:
    seen = Witnesses()
    async with a_night(tmp_path, narrator=seen.narrator, illustrator=seen.painter) as night:
        message = await night.begin(pictures=True)
        bo = night.people[1]
        box = (await bo.click(message, label="Write in")).modal
        both = await asyncio.gather(
            night.ada.click(message, custom_id=choices(message)[0].custom_id),
            bo.submit(box, {"words": "wait and listen"}),
        )
        await only_one(night, message, both)
        seen.once_each(1)
        if both[1].private:
            assert "wait and listen" in both[1].private[0]


async def test_a_button_and_the_clock_at_once_are_one_turn(tmp_path: Path) -> None:
    clock, seen = HandClock(), Witnesses()
    async with a_night(
        tmp_path, clock=clock, narrator=seen.narrator, illustrator=seen.painter
    ) as night:
        message = await night.play(await night.begin(pictures=True, clock=30), 1)
        await night.still(message)
        assert "moment passes" in message.text
        click = night.ada.click(message, custom_id=choices(message)[0].custom_id)
        clock.advance(30_000)
        answer = await click
        following = await night.next(2)
        records = await night.ledger.read(run_id(message))
        turns = [r.event.turn for r in records if isinstance(r.event, Accepted)]
        assert turns == [1, 2]
        assert answer.reply_kind is Reply.UPDATE or await answer.told()
        assert now(following).turn == 3
        seen.once_each(2)
        await night.intact(message)


async def test_the_clock_acts_once_and_only_on_its_own_turn(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.begin(clock=30)
        await night.still(message)
        clock.advance(60_000)  # the intro has none: nobody is hurried through it
        message = await night.play(message, 1)
        await night.still(message)
        clock.advance(29_000)
        message = await night.play(message, 1)
        await night.still(message)
        clock.advance(29_000)  # the clock of turn 2 would have rung by now
        assert now(message).turn == 3
        await night.still(message)
        clock.advance(1_000)
        following = await night.next(3)
        records = await night.ledger.read(run_id(following))
        how = [r.event.via for r in records if isinstance(r.event, Accepted)]
        assert how == ["choice", "choice", "clock"]
        await night.discord.until(lambda: "Nobody moved" in message.text, "what the clock did")


async def test_a_press_while_the_turn_before_is_told_is_answered_and_changes_nothing(
    tmp_path: Path,
) -> None:
    held = Held(Storyteller(packs()))
    async with a_night(tmp_path, narrator=held) as night:
        message = await night.begin()
        seen = message.as_seen()
        await night.ada.click(message, custom_id=choices(message)[0].custom_id)
        await held.begun.wait()
        late = await night.people[1].stale_click(seen, custom_id=choices(seen)[1].custom_id)
        assert await late.told()
        assert not message.live
        held.go.set()
        await night.next(1)
        await night.intact(message)


async def test_play_again_pressed_twice_begins_one_run(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        end = await ended(night)
        seen = end.as_seen()
        both = await asyncio.gather(
            night.ada.click(end, label="Play again"),
            night.people[1].stale_click(seen, label="Play again"),
        )
        first = await night.turn(1)
        await night.discord.until(lambda: any(p.private for p in both), "the other one's answer")
        assert [bool(p.private) for p in both].count(True) == 1
        assert run_id(first) != run_id(end)
        assert len(await night.director.runs()) == 2
        late = await night.people[2].stale_click(seen, label="Play again")
        assert await late.told()
        assert len(await night.director.runs()) == 2


async def test_play_pressed_by_five_at_once_begins_one_run(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await night.ada.slash(night.channel, "play", pictures=False)
        intro = await night.channel.next_message()
        clicks = await asyncio.gather(*(p.click(intro, label="Play") for p in night.people))
        await night.turn(1)
        assert [p.reply_kind for p in clicks].count(Reply.UPDATE) == 1
        assert sum(bool(p.private) for p in clicks) == 4
        assert len(await night.director.runs()) == 1


async def test_two_intros_in_one_channel_begin_one_run(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await asyncio.gather(*(p.slash(night.channel, "play") for p in night.people[:2]))
        first, second = night.channel.messages
        both = await asyncio.gather(
            night.ada.click(first, label="Play without pictures"),
            night.people[1].click(second, label="Play without pictures"),
        )
        await night.turn(1)
        assert sum(bool(p.private) for p in both) == 1
        assert len(await night.director.runs()) == 1


async def test_eject_during_a_turn_ends_the_run_once(tmp_path: Path) -> None:
    held = Held(Storyteller(packs()))
    async with a_night(tmp_path, narrator=held) as night:
        message = await night.begin()
        question = (await night.ada.click(message, label="Eject")).replies[0]
        await night.ada.click(message, custom_id=choices(message)[0].custom_id)
        await held.begun.wait()
        twice = question.as_seen()
        await asyncio.gather(
            night.ada.stale_click(twice, label="Eject the tape"),
            night.ada.stale_click(twice, label="Eject the tape"),
        )
        held.go.set()
        end = await night.discord.message_where(is_end)
        assert (await night.run_of(end)).status == "over"
        assert not [m for m in night.channel.messages if m.live and m is not end]
        await night.intact(end)


async def test_eject_asks_once_and_is_for_the_host_or_a_moderator(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        stranger = await night.people[1].click(message, label="Eject")
        assert "end" not in [b.custom_id for b in stranger.replies[0].buttons]
        assert stranger.private
        assert not stranger.replies[0].buttons
        mod = night.guild.member("mod", permissions=("manage_channels",))
        question = (await mod.click(message, label="Eject")).replies[0]
        assert question.buttons
        await mod.click(question, label="Eject the tape")
        end = await night.discord.message_where(is_end)
        await night.intact(end)


async def test_twenty_turns_as_fast_as_they_come(tmp_path: Path) -> None:
    seen = Witnesses()
    async with a_night(tmp_path, narrator=seen.narrator, illustrator=seen.painter) as night:
        message = await night.begin(pictures=True)
        last = await night.play(message, 20)
        turns = (await night.run_of(last)).turn
        assert turns == 21 or is_end(last)
        assert Counter(seen.narrator.told) == Counter(range(1, len(seen.narrator.told) + 1))
        shown = [m.text.split("turn ")[1].split()[0] for m in night.channel.messages[1:]]
        assert len(shown) == len(set(shown))
        await night.intact(last)


async def test_a_box_opened_on_one_turn_and_sent_on_the_next_loses_nothing(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        bo = night.people[1]
        box = (await bo.click(message, label="Write in")).modal
        following = await night.play(message, 1)
        sent = await bo.submit(box, {"words": "stand still and listen"})
        assert "stand still and listen" in await sent.told()
        assert now(following).turn == 2
        again = await bo.click(sent.replies[0], label="Write it in now")
        assert again.modal is not None
        (field,) = [c["component"] for c in again.modal.data["components"]]
        assert field["value"] == "stand still and listen"
        await bo.submit(again.modal, {"words": field["value"]})
        await night.next(2)
        records = await night.ledger.read(run_id(message))
        typed = [r.event.text for r in records if isinstance(r.event, Accepted) and r.event.text]
        assert typed == ["stand still and listen"]


async def test_two_boxes_sent_at_once_are_one_turn_and_both_keep_their_words(
    tmp_path: Path,
) -> None:
    reading = Reading(Storyteller(packs()), Intent("wait"))
    async with a_night(tmp_path, narrator=reading) as night:
        message = await night.begin()
        bo = night.people[1]
        boxes = [(await p.click(message, label="Write in")).modal for p in (night.ada, bo)]
        both = await asyncio.gather(
            night.ada.submit(boxes[0], {"words": "sit on the bumper"}),
            bo.submit(boxes[1], {"words": "sit on the roof"}),
        )
        await only_one(night, message, both)
        lost = next(p for p in both if p.private)
        assert "sit on the" in lost.private[0]


async def test_a_press_in_a_take_that_was_rewound_counts_for_nothing(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.play(await night.begin(), 2)
        seen = message.as_seen()
        back = await night.ada.slash(night.channel, "run rewind", turns=1)
        assert back.private
        again = await night.discord.message_where(lambda m: m.live and m is not message)
        assert now(again).turn == 2
        late = await night.ada.stale_click(seen, custom_id=choices(seen)[0].custom_id)
        assert await late.told()
        await night.discord.until(lambda: "never happened" in message.text, "the old take undone")
        assert (await night.run_of(again)).turn == 2


async def test_a_button_that_is_not_ours_or_forged_is_answered(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        for forged in ("nr:act:0000000000:1:0:0:0", "nr:act:x", "hello", "nr:panel:admin:runs:0"):
            data = {"custom_id": forged, "component_type": 2}
            opened = night.ada._open(Kind.COMPONENT, message.channel, data, source=message)
            assert await (await opened.answered()).told()
        assert (await night.run_of(message)).turn == 1


async def ended(night: Night) -> Message:
    """A run that its host has ended."""
    message = await night.begin()
    await night.ada.slash(night.channel, "run stop")
    end = await night.next(now(message).turn if message.live else 1)
    return await night.shown(end)
