"""Nobody there, a host who is gone, a place asleep: no run dies alone, or blocks its channel."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.events import Accepted
from nightreel.director.clocks import HandClock
from nightreel.surfaces.discord.texts import HALTED
from tests.discord.emulator import Emulator, Message
from tests.discord.rooms import Night, a_bot, a_night, choices, is_end, living, now, run_id
from tests.doubles import Painter

SEND = "POST /channels/{channel_id}/messages"


async def safe(night: Night, message: Message) -> str:
    run = await night.run_of(message)
    world = night.director.packs[run.world].world
    return str(choices(message)[living(world, run)].custom_id)


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110 - nobody says when
            await asyncio.sleep(0)


async def test_a_run_that_only_the_clock_plays_stands_still_after_three_turns(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.go_on(await night.begin(clock=15))
        (stage,) = night.bot.stages.live
        for turn in (2, 3, 4):
            await night.still(message)
            clock.advance(15_000)
            message = await night.discord.message_where(
                lambda m: f"turn {turn + 1}\n" in m.text  # noqa: B023
            )
        await until(lambda: stage.halted == "idle" and stage.run.paused)
        await night.discord.until(lambda: HALTED["idle"] in message.text, "it to be said")
        records = await night.ledger.read(run_id(message))
        assert [r.event.via for r in records if isinstance(r.event, Accepted)][1:] == ["clock"] * 3
        await night.people[1].click(message, label="Resume")
        await until(lambda: not stage.run.paused)


async def test_a_gateway_that_is_back_starts_no_clock_on_a_turn_that_nobody_sees(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.go_on(await night.begin(clock=30))
        await night.still(message)
        (stage,) = night.bot.stages.live
        night.discord.faults.lose_request(SEND, times=10**6)
        await night.ada.click(message, custom_id=await safe(night, message))
        for seconds in (1, 2, 4):
            await until(lambda: stage.delivery.waiting)
            clock.advance(seconds * 1000)
        await until(lambda: stage.halted == "late" and stage.run.paused)
        night.bot._line.down(0)
        clock.advance(6_000)
        await until(lambda: stage.halted == "lost")
        night.bot._line.up(0)
        await until(lambda: not stage.run.paused)
        clock.advance(6_000)
        await until(lambda: stage.halted == "late" and stage.run.paused)
        clock.advance(60_000)
        night.discord.faults.lift()
        records = await night.ledger.read(run_id(message))
        assert "clock" not in [r.event.via for r in records if isinstance(r.event, Accepted)]


async def test_a_host_who_is_erased_leaves_the_run_to_the_others(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.go_on(await night.begin(crew="host"))
        panel = (await night.ada.slash(night.channel, "privacy")).replies[0]
        asked = await (await night.ada.click(panel, label="Erase")).reply()
        await night.ada.click(asked, label="Erase me")
        pressed = await night.people[1].click(message, custom_id=await safe(night, message))
        assert not pressed.private
        await night.next(2)


async def test_who_minds_the_place_can_hand_on_the_run_of_a_host_who_is_gone(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        message = await night.go_on(await night.begin(crew="host"))
        mod = night.guild.member("mod", permissions=("manage_channels",))
        panel = (await mod.slash(night.channel, "run settings")).replies[0]
        crew = next(s.custom_id for s in panel.selects if ":crew:" in s.custom_id)
        await mod.select(panel, custom_id=crew, values=["open"])
        pressed = await night.people[1].click(message, custom_id=await safe(night, message))
        assert not pressed.private


async def test_after_a_while_without_its_host_anybody_may_play_on(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.go_on(await night.begin(crew="host"))
        await night.still(message)
        (stage,) = night.bot.stages.live
        clock.advance(10 * 60_000)
        await until(lambda: stage.halted == "idle" and stage.run.settings.crew == "open")
        await night.discord.until(lambda: "Resume" in [b.label for b in message.buttons], "Resume")
        await night.people[1].click(message, label="Resume")
        await until(lambda: not stage.run.paused)


async def test_a_thread_that_fell_asleep_is_woken(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        thread = night.guild.thread(night.channel, "chatter")
        message = await night.go_on(await night.begin(channel=thread))
        thread.archive()
        await night.ada.click(message, custom_id=await safe(night, message))
        assert now(await night.turn(3, thread)).turn == 3


async def test_without_the_right_to_upload_turns_are_told_all_the_same(tmp_path: Path) -> None:
    async with a_night(tmp_path, illustrator=Painter()) as night:
        message = await night.go_on(await night.begin(pictures=True))
        night.channel.deny(night.guild.bot, "attach_files")
        await night.ada.click(message, custom_id=await safe(night, message))
        third = await night.turn(3)
        assert not third.media
        await night.ada.click(third, custom_id=await safe(night, third))
        await night.turn(4)


async def test_a_run_stopped_while_it_could_not_post_is_told_to_have_ended(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.go_on(await night.begin())
        night.channel.deny(night.guild.bot, "send_messages")
        await night.ada.click(message, custom_id=await safe(night, message))
        (stage,) = night.bot.stages.live
        await until(lambda: stage.delivery.halted)
        night.channel.inherit(night.guild.bot)
        await night.ada.slash(night.channel, "run stop")
        await night.discord.message_where(is_end)


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800"])
async def test_a_name_of_nothing_gives_way_to_the_accounts_own(tmp_path: Path, name: str) -> None:
    async with a_night(tmp_path) as night:
        night.ada.user.display = name
        message = await night.begin()
        await night.go_on(message)
        await night.discord.until(lambda: "**player0**:" in message.text, "who it was")


async def test_an_end_pressed_just_before_a_crash_says_who_plays_it_again(tmp_path: Path) -> None:
    async with Emulator() as discord:
        guild = discord.guild("Reel Club")
        channel, ada = guild.text_channel("games"), guild.member("ada")
        async with a_bot(tmp_path, discord) as (bot, director, ledger):
            night = Night(discord, bot, director, ledger, guild, channel, ada, (ada,))
            await night.begin()
            await ada.slash(channel, "run stop")
            end = await night.shown(await discord.message_where(is_end))
            held = discord.faults.hold(SEND)
            await ada.click(end, label="Play again")
            await held.reached()
        discord.faults.lift()
        held.release()
        async with a_bot(tmp_path, discord):
            await discord.until(lambda: "plays it again" in end.text, "who plays it again")
            assert not end.live
