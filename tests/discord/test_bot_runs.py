"""Whole runs on Discord: from /play to the tape, by one, by five, in several channels at once."""

import asyncio
import io
import itertools
from pathlib import Path

import av
import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from tests.discord.emulator import Channel, GuildHandle, Message, Person
from tests.discord.rooms import Night, a_night, choices, is_end, run_id

pytestmark = pytest.mark.slow
CALLS_A_TURN = 8


async def test_one_player_plays_from_the_command_to_the_tape(tmp_path: Path) -> None:
    async with a_night(tmp_path, films=True) as night:
        message = await night.begin(pictures=True)
        end = await night.play_out(message)
        assert "turns" in end.text
        assert end.media[-1].url.endswith(".mp4")
        assert seconds_of(film_of(end)) > 1
        assert all(one.alt for one in end.media)
        run = await night.run_of(end)
        assert run.status == "over"
        await night.intact(end)
        assert most_calls(night, end) <= CALLS_A_TURN
        # Locked, then what came of it: at most three edits, its answer counted.
        assert all(len(m.history) - 1 <= 3 for m in night.channel.messages if m is not end)


async def test_five_players_take_turns_in_one_run(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin(crew="rotation")
        end = await night.play_out(message, who=lambda turn: night.people[turn % 5])
        run = await night.run_of(end)
        assert run.status == "over"
        named = [person.name for person in night.people if person.name in end.text]
        assert len(named) == min(5, run.turn)
        await night.intact(end)


async def test_three_channels_of_two_guilds_play_at_once_and_share_nothing(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        second = night.guild.text_channel("annex")
        other = night.discord.guild("Night Shift")
        third = other.text_channel("tapes")
        places: list[tuple[GuildHandle, Channel, list[Person]]] = [
            (night.guild, night.channel, [night.ada]),
            (night.guild, second, list(night.people[1:4])),
            (other, third, other.members("Nia", "Oz", "Pim")),
        ]
        ends = await asyncio.gather(*(a_whole_run(night, *place) for place in places))
        assert len({run_id(end) for end in ends}) == 3
        for end in ends:
            assert {run_id(m) for m in end.channel.messages if choices(m)} <= {run_id(end)}
            await night.intact(end)


async def a_whole_run(
    night: Night, guild: GuildHandle, channel: Channel, people: list[Person]
) -> Message:
    message = await night.begin(people[0], channel)
    return await night.play_out(message, who=lambda turn: people[turn % len(people)])


async def test_old_turns_stay_readable_without_controls(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.play(await night.begin(), 5)
        await night.discord.until(lambda: sum(m.live for m in night.channel.messages) == 1, "one")
        old = [m for m in night.channel.messages[1:] if m is not message]
        assert [m.buttons for m in old] == [[]] * 5
        assert all("player0" in m.text and "Fate" in m.text for m in old)


async def test_a_turn_keeps_its_place_and_hour_when_its_action_leads_elsewhere(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        message = await night.play(await night.begin(), 6)
        await night.discord.until(lambda: sum(m.live for m in night.channel.messages) == 1, "one")
        places = {m.text.splitlines()[0] for m in night.channel.messages[1:]}
        assert len(places) > 1
        for old in night.channel.messages[1:]:
            heads = [look.text.splitlines()[:2] for look in old.history]
            assert heads == [heads[0]] * len(heads)
        assert message.live


async def test_a_turn_is_locked_by_the_answer_to_its_press(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        chosen = choices(message)[1]
        click = await night.ada.click(message, custom_id=chosen.custom_id)
        assert click.reply_kind is not None
        assert click.reply_kind.name == "UPDATE"
        locked = message.history[1]
        assert not locked.live
        marked = [b.label for b in locked.buttons if (b.label or "").startswith("▶")]
        assert marked == [f"▶ {chosen.label}"]
        await night.next(1)


async def test_a_run_without_pictures_sends_none(tmp_path: Path) -> None:
    async with a_night(tmp_path, films=True) as night:
        end = await night.play_out(await night.begin())
        assert all(not m.media for m in night.channel.messages)
        assert "kept in words" in end.text


def film_of(end: Message) -> bytes:
    return end.uploads[-1].data


def seconds_of(film: bytes) -> float:
    with av.open(io.BytesIO(film), "r") as opened:
        return (opened.duration or 0) / 1_000_000


def most_calls(night: Night, end: Message) -> int:
    """The most calls that any turn took, from its press to the message of the next."""
    sent = [m for m in night.channel.messages[1:] if not is_end(m)]
    times = [m.history[0].at for m in sent]
    calls = [one.at for one in night.discord.exchanges.within(night.channel)]
    counts = [sum(start < at <= stop for at in calls) for start, stop in itertools.pairwise(times)]
    assert counts
    return max(counts)
