"""Connections: lost, resumed, refused; shards, intents, and a bot that is a process of its own."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

import aiohttp
import discord as library

from tests.discord.emulator import Emulator
from tests.discord.emulator.pointing import running
from tests.discord.emulator.rehearsal import Stage, rehearsal
from tests.discord.emulator.sample import Sample

ROOT = Path(__file__).parents[2]


async def back(stage: Stage, connections: int) -> None:
    """Wait until the bot has connected so many times in all, and is connected."""
    gateway = stage.discord.gateway
    await stage.discord.until(
        lambda: gateway.connections == connections and bool(gateway.connected()),
        f"{connections} connections",
    )


async def test_what_happens_while_the_gateway_is_gone_is_replayed() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        await stage.discord.drop_gateway()
        missed = await stage.ada.click(message, label="Ask", wait=False)
        await stage.ada.say(stage.channel, "while you were away")
        assert not missed.delivered
        assert (await missed.answered()).private == ["Only you see this."]
        async with asyncio.timeout(5):
            while await stage.bot.seen.get() != "":
                pass
        assert (stage.discord.gateway.resumed, stage.discord.gateway.identified) == (1, 1)
        assert stage.bot.resumes == 1


async def test_a_session_that_is_lost_is_identified_anew_and_hears_nothing_of_before() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        await stage.discord.drop_gateway(resumable=False)
        missed = await stage.ada.click(message, label="Ask", wait=False)
        await stage.discord.until(lambda: stage.discord.gateway.identified == 2, "a new session")
        assert (await stage.ada.click(message, label="Ask")).private
        assert missed.acknowledged is None
        assert not missed.delivered


async def test_op_7_makes_the_bot_resume_elsewhere() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        await stage.discord.ask_to_reconnect()
        await back(stage, 2)
        assert (stage.discord.gateway.resumed, stage.discord.gateway.identified) == (1, 1)
        assert (await stage.ada.click(message, label="Ask")).private


@pytest.mark.parametrize("resumable", [True, False])
async def test_op_9_makes_the_bot_resume_or_identify(resumable: bool) -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        await stage.discord.invalidate_session(resumable=resumable)
        await back(stage, 2)
        gateway = stage.discord.gateway
        assert (gateway.resumed, gateway.identified) == ((1, 1) if resumable else (0, 2))
        assert (await stage.ada.click(message, label="Ask")).private


async def test_a_wrong_token_is_refused_by_rest() -> None:
    async with Emulator(token="right") as discord:  # noqa: S106 (opens nothing)
        client = Sample()
        with discord.pointed():
            with pytest.raises(library.LoginFailure):
                await client.start("wrong")
            await client.close()
        assert [one.status for one in discord.exchanges] == [401]


async def test_a_wrong_token_closes_the_gateway_with_4004() -> None:
    closed: list[int] = []
    with pytest.RaisesGroup(pytest.RaisesExc(library.ConnectionClosed)):
        async with rehearsal() as stage:
            closed = stage.discord.gateway.closed
            stage.discord.gateway.token = "changed meanwhile"  # noqa: S105 (opens nothing)
            await stage.discord.drop_gateway(resumable=False)
            await asyncio.Event().wait()
    assert closed == [4000, 4004]


async def test_an_intent_that_was_not_granted_closes_the_gateway_with_4014() -> None:
    async with Emulator() as discord:
        client = Sample()
        client._connection._intents.message_content = True
        with discord.pointed():
            with pytest.raises(library.PrivilegedIntentsRequired):
                await client.start(discord.token)
            await client.close()


async def test_who_may_not_read_what_others_write_gets_it_blank() -> None:
    async with rehearsal() as stage:
        await stage.ada.say(stage.channel, "a secret")
        await stage.scene()
        async with asyncio.timeout(5):
            assert [await stage.bot.seen.get() for _ in range(2)] == ["", ""]
    async with rehearsal(granted_intents=1 << 15) as stage:
        next(iter(stage.discord.gateway.sessions.values())).intents |= 1 << 15
        await stage.ada.say(stage.channel, "a secret")
        async with asyncio.timeout(5):
            assert await stage.bot.seen.get() == "a secret"


async def test_each_shard_hears_of_its_own_guilds() -> None:
    async with rehearsal(shards=2) as stage:
        other = stage.discord.guild("Other")
        channel = other.text_channel("games")
        other.member(stage.ada)
        await stage.scene()
        await stage.scene(channel)
        first, second = stage.bot.get_guild(stage.club.id), stage.bot.get_guild(other.id)
        assert first is not None
        assert second is not None
        assert {first.shard_id, second.shard_id} == {0, 1}
        assert [len(one.sessions) for one in stage.discord.interactions] == [1, 1]


async def test_the_bot_learns_of_everything_that_changes_in_a_guild() -> None:
    async with rehearsal() as stage:
        channel = stage.club.text_channel("late", topic="about nothing")
        thread = stage.club.thread(channel, "a thread")
        role = stage.club.role("Watchers", "manage_messages")
        await stage.scene(thread)
        guild = stage.bot.get_guild(stage.club.id)
        assert guild is not None
        known = guild.get_channel(channel.id)
        assert isinstance(known, library.TextChannel)
        assert known.topic == "about nothing"
        assert guild.get_thread(thread.id) is not None
        assert guild.get_role(role.id) is not None
        channel.delete()
        await stage.scene()
        assert guild.get_channel(channel.id) is None
        stage.club.remove_bot()
        elsewhere = stage.discord.guild("Elsewhere")
        there = elsewhere.text_channel("games")
        elsewhere.member(stage.ada)
        await stage.scene(there)
        assert stage.bot.get_guild(stage.club.id) is None


async def test_members_can_be_asked_for() -> None:
    async with rehearsal() as stage:
        await stage.scene()
        guild = stage.bot.get_guild(stage.club.id)
        assert guild is not None
        found = await guild.query_members(user_ids=[stage.bob.id], cache=False)
        assert [one.name for one in found] == ["bob"]
        assert [one.name for one in await guild.query_members("ad", limit=5)] == ["ada"]


async def test_an_op_that_there_is_not_is_found_and_closes_the_gateway() -> None:
    async with Emulator() as discord, aiohttp.ClientSession() as http:
        async with http.ws_connect(discord.gateway_url) as socket:
            hello = await socket.receive_json()
            await socket.send_json({"op": 1, "d": None})
            beat = await socket.receive_json()
            await socket.send_json({"op": 99, "d": None})
            assert (await socket.receive()).data == 4001
        assert (hello["op"], beat["op"]) == (10, 11)
        assert [str(one) for one in discord.findings()] == ["gateway: the bot sent op 99"]


# --- as a process of its own ----------------------------------------------------------------------


async def start(discord: Emulator, folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.discord.emulator.sample",
        env=discord.environment(folder),
        cwd=ROOT,
    )


@pytest.mark.slow
async def test_a_bot_that_is_killed_and_started_again_knows_its_buttons(tmp_path: Path) -> None:
    async with Emulator() as discord:
        club = discord.guild("Reel Club")
        channel, ada = club.text_channel("games"), club.member("Ada")
        first = await start(discord, tmp_path)
        await discord.commands_registered("play", within=20)
        await discord.bot_online(within=20)
        message = (await ada.slash(channel, "play")).original
        assert message is not None
        stopped = await ada.click(message, label="Slow", wait=False)
        await discord.until(lambda: stopped.delivered, "the click to arrive")
        first.send_signal(signal.SIGKILL)
        await first.wait()
        await discord.until(lambda: not discord.gateway.connected(), "the connection to break")
        unheard = await ada.click(message, label="Ask", wait=False)
        second = await start(discord, tmp_path)
        await discord.until(lambda: discord.gateway.identified == 2, "a new process", within=20)
        click = await ada.click(message, label="Left", within=20)
        assert click.acknowledged is not None
        assert message.text == "You go left."
        assert (stopped.delivered, stopped.acknowledged) == (True, None)
        assert not unheard.delivered
        second.terminate()
        await second.wait()
        discord.verdict()


async def test_running_ends_with_what_ended_the_bot() -> None:
    async with Emulator() as discord:
        discord.faults.fail("PUT", status=400)
        with pytest.raises(ExceptionGroup) as failed:
            async with running(discord, Sample()):
                pass
        assert failed.value.subgroup(library.HTTPException) is not None
