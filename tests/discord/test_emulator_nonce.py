"""A nonce that is enforced makes one message of two requests, as Discord does."""

from typing import Any

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from tests.discord.emulator.rehearsal import rehearsal


async def test_a_message_sent_twice_with_a_nonce_is_one_message() -> None:
    async with rehearsal() as stage:
        room: Any = stage.bot.get_partial_messageable(stage.channel.id)
        first = await room.send("once", nonce="7.1")
        second = await room.send("once", nonce="7.1")
        assert first.id == second.id
        assert len(stage.channel.messages) == 1
        assert (await room.send("once", nonce="7.2")).id != first.id


async def test_a_nonce_is_forgotten_after_some_minutes_and_with_its_message() -> None:
    async with rehearsal() as stage:
        room: Any = stage.bot.get_partial_messageable(stage.channel.id)
        first = await room.send("once", nonce="7.1")
        await first.delete()
        assert (await room.send("once", nonce="7.1")).id != first.id
        stage.discord.skip(600)
        await room.send("once", nonce="7.1")
        assert len(stage.channel.messages) == 2
