"""Tapes of a server: who finds them, who sees them, and where they are shown."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from tests.discord.emulator import Channel, GuildHandle, Message, Person
from tests.discord.rooms import Night, a_night, asked, run_id


async def stopped(night: Night, channel: Channel | None = None, **options: Any) -> Message:
    """A tape that its host has taken out."""
    channel = channel or night.channel
    message = await night.begin(channel=channel, **options)
    await night.ada.slash(channel, "run stop")
    end = await night.next(1, channel, run_id(message))
    return await night.shown(end)


async def test_tapes_are_listed_and_found_by_what_is_typed(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        assert "No tape has been made" in await asked(night.channel, night.ada, "tape list")
        ended = run_id(await stopped(night))
        running = run_id(await night.begin())
        told = await asked(night.channel, night.people[1], "tape list")
        assert f"`{ended}` Relay Nine · 1 turn · stopped" in told
        assert f"`{running}` Relay Nine · 1 turn · still running" in told
        offered = await night.ada.autocomplete(night.channel, "tape show", "tape", "STOPPED")
        assert [c.value for c in offered] == [ended]


async def test_a_tape_is_shown_to_all_and_one_that_runs_as_its_status(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        ended = run_id(await stopped(night))
        shown = await night.ada.slash(night.channel, "tape show", tape=ended)
        reply = await shown.reply()
        assert not reply.ephemeral
        assert f"tape {ended}" in reply.text
        message = await night.begin()
        told = await asked(night.channel, night.ada, "tape show", tape=run_id(message))
        assert message.url in told
        unknown = await asked(night.channel, night.ada, "tape show", tape="0123456789")
        assert unknown == "There is no tape with that number here."


async def hidden(night: Night, channel: Channel, run: str, who: Person) -> bool:
    """Whether somebody gets nothing of a tape, by any of the ways to it."""
    listed = await asked(channel, who, "tape list")
    offered = await who.autocomplete(channel, "tape show", "tape", "")
    shown = await (await who.slash(channel, "tape show", tape=run)).reply()
    seen = run in listed or run in [c.value for c in offered]
    return not seen and shown.ephemeral and "no tape" in shown.text


async def test_tapes_of_channels_that_one_may_not_see_are_not_there(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        secret = night.guild.text_channel("secret")
        run = run_id(await stopped(night, secret))
        bo = night.people[1]
        assert not await hidden(night, night.channel, run, bo)
        secret.deny(night.guild.guild.members[bo.id], "view_channel")
        assert await hidden(night, night.channel, run, bo)
        assert not await hidden(night, night.channel, run, night.ada)


async def test_tapes_of_a_private_thread_are_for_who_is_in_it(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        thread = night.guild.thread(night.channel, "whispers", private=True)
        assert thread.thread is not None
        thread.thread.members |= {night.ada.id, night.discord.bot.id}
        run = run_id(await stopped(night, thread))
        assert await hidden(night, night.channel, run, night.people[1])
        assert not await hidden(night, thread, run, night.ada)
        mod = night.guild.member("mod", permissions=("manage_threads",))
        assert not await hidden(night, night.channel, run, mod)


async def test_tapes_of_another_server_are_not_there(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        run = run_id(await stopped(night))
        other: GuildHandle = night.discord.guild("Night Shift")
        other.member(night.ada)
        assert await hidden(night, other.text_channel("tapes"), run, night.ada)


async def test_a_harsh_tape_is_shown_where_a_harsh_one_may_be_played(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        red = night.guild.text_channel("red", nsfw=True)
        run = run_id(await stopped(night, red, rating="harsh"))
        told = await asked(night.channel, night.ada, "tape show", tape=run)
        assert "age-restricted" in told
        shown = await night.ada.slash(red, "tape show", tape=run)
        assert f"tape {run}" in (await shown.reply()).text
