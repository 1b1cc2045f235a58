"""What happens though nobody presses: a tape that pauses itself, one that follows by itself."""

from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.events import Opened, Paused
from nightreel.director.clocks import HandClock
from nightreel.director.judging import GAME
from tests.discord.emulator import Message
from tests.discord.panels import a_manager, decide
from tests.discord.rooms import Night, a_night, is_end, is_intro, now, run_id


async def the_end(night: Night) -> Message:
    """Of a run, begun and lived through by the first choice of each turn, until it is over."""
    return await night.shown(await night.play(await night.begin(), 500))


async def test_a_tape_that_nobody_plays_pauses_itself_after_so_many_minutes(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        await decide(night, a_manager(night), idle=5)
        message = await night.go_on(await night.begin())
        await night.still(message)
        clock.advance(5 * 60_000 - 1_000)
        assert not (await night.run_of(message)).paused
        clock.advance(1_000)
        await night.discord.until(lambda: "Nobody has moved" in message.text, "a tape that stands")
        records = await night.ledger.read(run_id(message))
        assert [r.event.by for r in records if isinstance(r.event, Paused)] == [GAME]
        await night.people[1].click(message, label="Resume")
        await night.discord.until(lambda: now_or_none(message) == 2, "a tape that runs")


async def test_rules_that_change_hold_for_tapes_that_run(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        boss = a_manager(night)
        message = await night.go_on(await night.begin())
        await night.still(message)
        clock.advance(3 * 60_000)
        await decide(night, boss, idle=2)
        clock.advance(10)
        await night.discord.until(lambda: "Nobody has moved" in message.text, "a tape that stands")


async def test_the_next_tape_starts_by_itself_after_the_time_that_is_set(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        await decide(night, a_manager(night), again=60)
        end = await the_end(night)
        assert "The next tape starts by itself" in end.text
        clock.advance(59_000)
        assert len(await night.director.runs()) == 1
        clock.advance(1_000)
        fresh = await night.discord.message_where(lambda m: now_or_none(m) == 1)
        assert run_id(fresh) != run_id(end)
        await night.discord.until(lambda: "The house plays it again." in end.text, "by whom")
        assert not end.live


async def test_no_tape_starts_by_itself_unless_the_server_wants_it(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        end = await the_end(night)
        assert "by itself" not in end.text
        clock.advance(3_600_000)
        assert len(await night.director.runs()) == 1
        assert end.live


async def test_a_tape_that_was_ejected_is_followed_by_none(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        await decide(night, a_manager(night), again=30)
        message = await night.begin()
        question = (await night.ada.click(message, label="Eject")).replies[0]
        await night.ada.click(question, label="Eject the tape")
        end = await night.shown(await night.discord.message_where(is_end))
        assert "by itself" not in end.text
        clock.advance(3_600_000)
        assert len(await night.director.runs()) == 1
        assert end.button("Play again").pressable


async def test_whoever_plays_again_first_keeps_the_house_from_it(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        await decide(night, a_manager(night), again=30)
        end = await the_end(night)
        await night.people[1].click(end, label="Play again")
        fresh = await night.discord.message_where(lambda m: now_or_none(m) == 1)
        clock.advance(3_600_000)
        await night.still(fresh)
        assert len(await night.director.runs()) == 2
        await night.discord.until(lambda: "player1 plays it again." in end.text, "by whom")
        opened = [r for r in await night.ledger.read(run_id(fresh)) if isinstance(r.event, Opened)]
        assert len(opened) == 1


def now_or_none(message: Message) -> int | None:
    """The turn that can be played by a message."""
    playable = any(b.pressable for b in message.buttons) and not is_end(message)
    return now(message).turn if playable and not is_intro(message) else None
