"""What fell through before: between two notes, while an answer was under way, a ledger was busy."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.events import Paused, Resumed
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Command, Pause, PlayAgain, Receipt, Resume
from nightreel.director.judging import GAME
from nightreel.director.texts import SAID
from nightreel.ports.errors import LedgerBusy
from tests.discord.emulator import Emulator, Message
from tests.discord.rooms import Night, a_bot, a_night, choices, is_end, is_intro, now, run_id

ANSWER = "POST /interactions/{interaction_id}/{interaction_token}/callback"
SEND = "POST /channels/{channel_id}/messages"


async def eject(night: Night, message: Message) -> Message:
    question = (await night.ada.click(message, label="Eject")).replies[0]
    await night.ada.click(question, label="Eject the tape")
    return await night.discord.message_where(is_end)


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110 - nobody says when
            await asyncio.sleep(0)


class Busy:
    """A director that is too busy for the first order of a kind."""

    def __init__(self, night: Night, kind: type[Command]) -> None:
        self._submit, self._kind, self.refused = night.director.submit, kind, 0

    async def submit(self, command: Command) -> Receipt:
        if isinstance(command, self._kind) and not self.refused:
            self.refused += 1
            return Receipt("refused", "", 0, "busy", SAID["busy"])
        return await self._submit(command)


async def test_a_run_that_was_over_before_anybody_noted_it_gives_its_channel_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Emulator() as discord:
        guild = discord.guild("Reel Club")
        channel, ada = guild.text_channel("games"), guild.member("ada")
        async with a_bot(tmp_path, discord) as (bot, director, ledger):
            night = Night(discord, bot, director, ledger, guild, channel, ada, (ada,))
            message = await night.begin()
            died = asyncio.Event()

            async def dies(*_: Any, **__: Any) -> None:
                died.set()
                await asyncio.Event().wait()

            monkeypatch.setattr(bot.stages.shared.register, "update", dies)
            await ada.slash(channel, "run stop")
            async with asyncio.timeout(10):
                await died.wait()
        async with a_bot(tmp_path, discord) as (bot, _, _):
            end = await discord.message_where(is_end)
            await until(lambda: not bot.stages.live)
            room = await bot.stages.shared.register.room(run_id(message))
            assert room is not None
            assert room.standing == "over"
            await ada.click(end, label="Play again")
            await discord.message_where(lambda m: m.live and m is not end and not is_intro(m))


async def test_a_press_that_is_answered_while_the_run_ends_leaves_no_live_buttons(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin(crew="host")
        question = (await night.ada.click(message, label="Eject")).replies[0]
        gate = night.discord.faults.hold(ANSWER)
        await night.people[1].click(message, custom_id=choices(message)[0].custom_id, wait=False)
        await gate.reached()
        await night.ada.click(question, label="Eject the tape")
        await night.discord.message_where(is_end)
        gate.release()
        await night.discord.until(lambda: not message.live, "the last turn without its buttons")


async def test_play_again_while_the_ledger_is_busy_can_be_pressed_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_night(tmp_path) as night:
        end = await eject(night, await night.begin())
        busy = Busy(night, PlayAgain)
        monkeypatch.setattr(night.director, "submit", busy.submit)
        first = await night.ada.click(end, label="Play again")
        assert await first.told() == SAID["busy"]
        await night.discord.until(lambda: end.live, "the button to be there still")
        await night.ada.click(end, label="Play again")
        assert now(await night.turn(1)).run != run_id(end)
        assert len(await night.director.runs()) == 2


async def test_words_for_a_message_that_is_not_known_yet_leave_it_as_it_is(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        night.discord.faults.lose_answer(SEND, times=1)
        await night.ada.click(message, custom_id=choices(message)[0].custom_id)
        second = await night.turn(2)
        box = (await night.ada.click(second, label="Write in")).modal
        await night.ada.submit(box, {"words": "wait here"})
        await night.turn(3)
        assert "turn 2" in second.text
        assert not any("Your words" in look.text for look in second.history)


async def test_words_are_given_back_when_the_database_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        box = (await night.ada.click(message, label="Write in")).modal

        async def busy(*_: Any) -> None:
            raise LedgerBusy("locked")

        monkeypatch.setattr(night.bot.stages.shared.register, "rules", busy)
        sent = await night.ada.submit(box, {"words": "wait here"})
        assert "wait here" in await sent.told()


async def test_two_switches_at_once_are_both_thrown(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        seen, before = message.as_seen(), (await night.run_of(message)).settings
        await asyncio.gather(
            night.ada.stale_click(seen, label="Auto: off"),
            night.ada.stale_click(seen, label="Picture: off"),
        )
        after = (await night.run_of(message)).settings
        assert after.auto is not None
        assert after.pictures is not before.pictures


async def test_a_resume_for_which_the_ledger_is_busy_is_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.begin()
        await night.still(message)
        (stage,) = night.bot.stages.live
        night.bot._line.down(0)
        clock.advance(6_000)
        await until(lambda: stage.run.paused)
        busy = Busy(night, Resume)
        monkeypatch.setattr(night.director, "submit", busy.submit)
        night.bot._line.up(0)
        await until(lambda: not stage.run.paused)
        assert busy.refused == 1


async def test_who_paused_a_run_is_not_overruled_when_discord_has_caught_up(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.begin()
        (stage,) = night.bot.stages.live
        held = night.discord.faults.hold(SEND)
        await night.ada.click(message, custom_id=choices(message)[0].custom_id)
        await held.reached()
        await night.still(message, shown=False)
        await night.director.submit(Pause(stage.strip.id, stage.run.host))
        clock.advance(6_000)
        held.release()
        await night.discord.message_where(lambda m: m is not message and m.live)
        await night.still(message)
        records = await night.ledger.read(run_id(message))
        pauses = [r.event for r in records if isinstance(r.event, Paused | Resumed)]
        assert [(type(e), e.by == GAME) for e in pauses] == [(Paused, False)]


async def test_one_host_pressing_four_intros_at_once_begins_as_many_as_allowed(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        places = [night.channel, *(night.guild.text_channel(n) for n in "bcd")]
        for place in places:
            await night.ada.slash(place, "play", pictures=False, clock=0)
        intros = [place.messages[0] for place in places]
        clicks = await asyncio.gather(
            *(night.ada.click(intro, label="Play without pictures") for intro in intros)
        )
        await until(lambda: len(night.bot.stages.live) == 2)
        assert sum(bool(click.private) for click in clicks) == 2
        assert len(await night.director.runs()) == 2


async def test_a_harsh_tape_stands_where_its_channel_is_not_restricted_any_more(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        red = night.guild.text_channel("red", nsfw=True)
        message = await night.begin(channel=red, rating="harsh")
        red.nsfw = False
        red.world.change_channel(red)
        other = night.guild.text_channel("other")  # told after it, so that is heard by now
        await night.ada.slash(other, "help")
        pressed = await night.ada.click(message, custom_id=choices(message)[0].custom_id)
        assert "age-restricted" in await pressed.told()
        assert (await night.run_of(message)).turn == 1
