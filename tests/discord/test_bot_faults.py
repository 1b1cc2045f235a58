"""Whatever fails between us and Discord: the run goes on, or stands still and says why."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.events import Accepted
from nightreel.director.clocks import HandClock
from nightreel.narrators.storyteller import Storyteller
from nightreel.surfaces.discord.texts import HALTED, WRITTEN_TAPES
from tests.director.games import packs
from tests.discord.emulator import Emulator, Message
from tests.discord.emulator.permissions import BOT, bits
from tests.discord.rooms import Night, a_night, choices, is_end, now, pressable, run_id
from tests.doubles import Held, Painter

SEND = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
LOST_MS = 6_000


async def press(night: Night, message: Message) -> None:
    await night.ada.click(message, custom_id=choices(message)[0].custom_id)


async def paused(night: Night, message: Message, why: str) -> None:
    """Wait until the run stands still, for that reason."""
    await until(lambda: night.bot.stages.live[0].halted == why)
    await stands(night, message)


async def stands(night: Night, message: Message, *, still: bool = True) -> None:
    """Wait until the run stands still, or does not."""
    async with asyncio.timeout(10):
        while (await night.run_of(message)).paused is not still:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def runs_on(night: Night, message: Message) -> None:
    await stands(night, message, still=False)


def sleeping(night: Night) -> bool:
    """Whether the delivery waits before it tries again."""
    return night.bot.stages.live[0].delivery.waiting


async def until(so: Callable[[], bool]) -> None:
    """Wait until something of the bot's is so."""
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110 - nobody says when
            await asyncio.sleep(0)


# --- REST


async def test_a_long_rate_limit_is_waited_out_while_the_clock_stands(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.play(await night.begin(clock=30), 1)
        await night.still(message)
        night.discord.faults.rate_limit(120.0, SEND)
        await press(night, message)
        await night.discord.until(lambda: bool(night.discord.exchanges.failed), "the limit")
        await night.still(message, shown=False)
        clock.advance(LOST_MS)
        await paused(night, message, "late")
        clock.advance(114_000)
        following = await night.turn(3)
        await runs_on(night, following)
        await night.discord.until(lambda: "moment passes" in following.text, "its clock")
        records = await night.ledger.read(run_id(message))
        assert [r.event.via for r in records if isinstance(r.event, Accepted)] == ["choice"] * 2
        await night.intact(message)


@pytest.mark.parametrize("route", [SEND, EDIT])
async def test_a_few_server_errors_are_nothing(tmp_path: Path, route: str) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        night.discord.faults.fail(route, status=502, times=1)
        last = await night.play(message, 3)
        assert now(last).turn == 4
        await night.intact(last)


async def test_what_hangs_pauses_the_clock_and_lets_it_go_on(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.play(await night.begin(), 1)
        held = night.discord.faults.hold(SEND)
        await press(night, message)
        await held.reached()
        await night.still(message, shown=False)
        clock.advance(LOST_MS)
        await paused(night, message, "late")
        held.release()
        following = await night.turn(3)
        await runs_on(night, following)
        await night.discord.until(lambda: pressable(following) is not None, "its buttons")
        await press(night, following)
        await night.next(3)


async def test_an_outage_is_caught_up_with_and_nothing_is_there_twice(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.play(await night.begin(), 1)
        night.discord.faults.lose_request(SEND, times=5)
        await press(night, message)
        for seconds in (1, 2, 4, 8, 15):
            await until(lambda: sleeping(night))
            tries = len(night.discord.exchanges.to(SEND))
            clock.advance(seconds * 1000)
            await until(lambda: len(night.discord.exchanges.to(SEND)) > tries)  # noqa: B023
        following = await night.turn(3)
        await runs_on(night, following)
        assert [m for m in night.channel.messages if "turn 3\n" in m.text] == [following]
        await press(night, following)
        await night.next(3)


@pytest.mark.parametrize("fault", ["unknown_interaction", "already_acknowledged"])
async def test_an_answer_that_discord_refuses_costs_nothing_but_itself(
    tmp_path: Path, fault: str
) -> None:
    held = Held(Storyteller(packs()))
    async with a_night(tmp_path, narrator=held) as night:
        message = await night.begin()
        getattr(night.discord.faults, fault)()
        await press(night, message)
        await night.discord.until(lambda: not message.live, "the lock, by an edit")
        held.go.set()
        following = await night.next(1)
        assert now(following).turn == 2
        await night.intact(message)


async def test_an_answer_that_is_lost_on_its_way_is_not_sent_twice(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        night.discord.faults.lose_answer(SEND)
        await press(night, message)
        following = await night.turn(2)
        await press(night, following)
        await night.turn(3)
        turns = [m for m in night.channel.messages if "turn 2\n" in m.text]
        assert turns == [following]


async def test_slow_answers_slow_nothing_but_themselves(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        night.discord.faults.slow(0.05)
        last = await night.play(message, 4)
        assert now(last).turn == 5
        assert night.discord.findings(at_the_end=False) == []


# --- messages, channels, permissions


async def test_a_live_message_that_a_moderator_deletes_comes_back(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.play(await night.begin(), 1)
        mod = night.guild.member("mod", permissions=("manage_messages",))
        await mod.delete(message)
        again = await night.discord.message_where(lambda m: m is not message and m.live)
        assert now(again).turn == 2
        await press(night, again)
        await night.next(2)


async def test_a_message_deleted_while_its_turn_is_told_stops_nothing(tmp_path: Path) -> None:
    held = Held(Storyteller(packs()))
    async with a_night(tmp_path, narrator=held) as night:
        message = await night.begin()
        await press(night, message)
        await held.begun.wait()
        mod = night.guild.member("mod", permissions=("manage_messages",))
        await mod.delete(message)
        held.go.set()
        assert now(await night.next(1)).turn == 2


async def test_old_messages_that_are_deleted_stay_deleted(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.play(await night.begin(), 3)
        mod = night.guild.member("mod", permissions=("manage_messages",))
        sent = len(night.discord.exchanges.to(SEND))
        for old in night.channel.messages[:-1]:
            await mod.delete(old)
        await night.play(message, 1)
        assert len(night.discord.exchanges.to(SEND)) == sent + 1


async def test_a_channel_that_is_deleted_pauses_its_run_for_good_and_no_other(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        other = night.guild.text_channel("other")
        message = await night.begin()
        second = await night.begin(channel=other)
        night.channel.delete()
        await stands(night, message)
        room = await night.bot.stages.shared.register.room(run_id(message))
        assert room is not None
        assert room.halted == "channel"
        assert now(await night.play(second, 1)).turn == 2
        await night.intact(message)


async def test_a_permission_taken_away_pauses_the_run_until_it_is_back(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        night.channel.deny(night.guild.bot, "send_messages")
        await press(night, message)
        await paused(night, message, "forbidden")
        asked = await night.ada.slash(night.channel, "run status")
        assert "paused" in await asked.told()
        night.channel.inherit(night.guild.bot)
        await night.ada.slash(night.channel, "run resume")
        following = await night.turn(2)
        await press(night, following)
        await night.next(2)
        await night.intact(message)


async def test_without_the_right_to_upload_the_end_is_told_all_the_same(tmp_path: Path) -> None:
    async with a_night(tmp_path, illustrator=Painter()) as night:
        message = await night.begin(pictures=True)
        kept = BOT & ~bits(("attach_files",))
        night.guild.change_bot_permissions(kept)
        await night.ada.slash(night.channel, "run stop")
        end = await night.discord.message_where(is_end)
        assert not end.media
        await night.intact(message)


async def test_a_film_that_is_too_large_is_said_to_be(tmp_path: Path) -> None:
    async with a_night(tmp_path, films=True) as night:
        message = await night.play(await night.begin(pictures=True), 2)
        night.guild.guild.filesize_limit = 9_000  # less than anybody was told
        await night.ada.slash(night.channel, "run stop")
        end = await night.shown(await night.discord.message_where(is_end))
        await night.discord.until(lambda: WRITTEN_TAPES["large"] in end.text, "it to be said")
        assert not end.media
        await night.intact(message)


# --- the gateway


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_gateway_that_is_lost_pauses_runs_and_lets_them_go_on(
    tmp_path: Path, resumable: bool
) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        message = await night.play(await night.begin(clock=30), 1)
        await night.still(message)
        night.discord.gateway.down = True
        await night.discord.drop_gateway(resumable=resumable)
        await until(lambda: 0 in night.bot._line._cut)
        clock.advance(LOST_MS)
        await paused(night, message, "lost")
        await night.discord.until(lambda: HALTED["lost"] in message.text, "it to be said")
        clock.advance(600_000)
        night.discord.gateway.down = False
        await night.discord.bot_online(within=30)
        await runs_on(night, message)
        await night.discord.until(lambda: "moment passes" in message.text, "the clock", within=20)
        await press(night, message)
        assert now(await night.next(2)).turn == 3
        await night.intact(message)


async def test_a_short_loss_of_the_gateway_is_nothing(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        await night.discord.drop_gateway()
        pressed = await night.ada.click(
            message, custom_id=choices(message)[0].custom_id, wait=False
        )
        await pressed.answered(within=20)  # it is replayed
        assert now(await night.next(1)).turn == 2


async def test_with_two_shards_only_the_runs_of_the_lost_one_stand_still(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, emulator=Emulator(shards=2), clock=clock) as night:
        other = night.discord.guild("Night Shift")
        channel, bo = other.text_channel("tapes"), other.member("bo")
        first = await night.begin()
        second = await night.begin(bo, channel)
        await night.still(first)
        await night.still(second)
        shards = [(g.id >> 22) % 2 for g in (night.guild, other)]
        assert sorted(shards) == [0, 1]
        night.discord.gateway.down = True
        night.discord.gateway.drop(resumable=True, code=4000, shard=shards[0])
        await until(lambda: shards[0] in night.bot._line._cut)
        clock.advance(LOST_MS)
        await stands(night, first)
        assert not (await night.run_of(second)).paused
        night.discord.gateway.down = False
        await night.discord.bot_online(within=30)
        await runs_on(night, first)
