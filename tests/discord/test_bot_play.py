"""/play: what it offers, what the run has of it, and what is said where none can be played."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.surfaces.discord.custom_ids import LobbyPress, read
from tests.discord.emulator import Channel, Impossible, Kind, Message
from tests.discord.rooms import (
    Night,
    a_night,
    asked,
    is_intro,
    menu,
    two_worlds,
)


async def intro(night: Night, channel: Channel | None = None, **options: Any) -> Message:
    """Say /play, and return the intro that comes."""
    channel = channel or night.channel
    await night.ada.slash(channel, "play", **options)
    return await night.discord.message_where(lambda m: m.channel is channel and is_intro(m))


def offer(message: Message) -> LobbyPress:
    """What an intro's first button would begin."""
    press = read(message.buttons[0].custom_id or "")
    assert isinstance(press, LobbyPress)
    return press


async def test_play_offers_worlds_by_what_was_typed_so_far(tmp_path: Path) -> None:
    async with a_night(tmp_path, worlds=two_worlds()) as night:
        offered = await night.ada.autocomplete(night.channel, "play", "world", "")
        assert [c.value for c in offered] == ["relay-nine", "relay-ten"]
        offered = await night.ada.autocomplete(night.channel, "play", "world", " TEN")
        assert [(c.name, c.value) for c in offered] == [("Relay Ten", "relay-ten")]
        assert await night.ada.autocomplete(night.channel, "play", "world", "atlantis") == []


@pytest.mark.parametrize("named", ["relay-ten", "Relay Ten", " relay ten "])
async def test_play_takes_a_world_by_its_title_or_its_id(tmp_path: Path, named: str) -> None:
    async with a_night(tmp_path, worlds=two_worlds()) as night:
        message = await intro(night, world=named)
        assert "Relay Ten" in message.text
        assert offer(message).world == "relay-ten"


async def test_play_says_kindly_that_there_is_no_such_world(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        told = await asked(night.channel, night.ada, "play", world="atlantis")
        assert told == "That world isn't played on this server."
        assert night.channel.messages == []


async def test_another_world_can_be_picked_on_the_intro(tmp_path: Path) -> None:
    async with a_night(tmp_path, worlds=two_worlds()) as night:
        message = await intro(night, world="relay-nine", clock=45, crew="vote")
        bo = night.people[1]
        await bo.select(message, values=["relay-ten"])
        assert "## Relay Ten" in message.text
        assert offer(message).world == "relay-ten"
        assert (offer(message).settings.clock, offer(message).settings.crew) == (45, "vote")
        await bo.click(message, label="Play without pictures")
        run = await night.run_of(await night.turn(1))
        assert (run.world, run.settings.clock, run.settings.crew) == ("relay-ten", 45, "vote")


async def test_no_world_is_picked_on_an_intro_that_was_played(tmp_path: Path) -> None:
    async with a_night(tmp_path, worlds=two_worlds()) as night:
        message = await intro(night)
        select = menu(message, "world")
        await night.ada.click(message, label="Play without pictures")
        await night.turn(1)
        data = {"custom_id": select, "component_type": 3, "values": ["relay-ten"]}
        late = night.ada._open(Kind.COMPONENT, night.channel, data, source=message)
        assert "just before you" in await late.told()
        assert "Relay Ten" not in message.text


@pytest.mark.parametrize(
    ("clock", "kept", "shown"), [(0, None, "no clock"), (2, 5, "5 s"), (90, 90, "90 s")]
)
async def test_the_clock_of_play_is_what_the_run_has(
    tmp_path: Path, clock: int, kept: int | None, shown: str
) -> None:
    async with a_night(tmp_path) as night:
        message = await intro(night, clock=clock)
        assert shown in message.text
        assert ("a clock runs" in message.text) is bool(clock)
        await night.ada.click(message, label="Play without pictures")
        assert (await night.run_of(await night.turn(1))).settings.clock == kept


async def test_crew_rating_and_pictures_of_play_are_what_the_run_has(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await intro(night, crew="rotation", rating="mild", pictures=True)
        assert "everybody in turn" in message.text
        assert "mild rating" in message.text
        await night.ada.click(message, label="Play")
        settings = (await night.run_of(await night.turn(1))).settings
        assert (settings.crew, settings.rating, settings.pictures) == ("rotation", "mild", True)


async def test_play_in_a_thread_makes_one_and_says_where(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        said = await night.ada.slash(night.channel, "play", thread="in a thread")
        told = await said.told()
        thread = the_thread(night)
        assert told == f"<#{thread.id}>"
        assert thread.parent is night.channel
        assert night.channel.messages == []
        (message,) = thread.messages
        await night.people[1].click(message, label="Play without pictures")
        await night.play(await night.turn(1, thread), 1)
        assert night.channel.messages == []


async def test_a_thread_asked_for_in_a_thread_is_its_channels(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        inside = night.guild.thread(night.channel, "chatter")
        await (await night.ada.slash(inside, "play", thread="in a thread")).told()
        made = the_thread(night, but=inside)
        assert made.parent is night.channel
        assert inside.messages == []


async def test_a_run_can_be_played_inside_a_thread_that_is_there(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        inside = night.guild.thread(night.channel, "chatter")
        message = await night.begin(channel=inside)
        await night.play(message, 1)
        assert {m.channel for m in inside.messages} == {inside}


@pytest.mark.parametrize("kind", ["voice_channel", "news_channel"])
async def test_where_there_are_no_threads_play_says_so(tmp_path: Path, kind: str) -> None:
    async with a_night(tmp_path) as night:
        channel = getattr(night.guild, kind)("elsewhere")
        told = await asked(channel, night.ada, "play", thread="in a thread")
        assert told == "There are no threads for tapes here. Play in the channel itself."
        assert channel.messages == []
        message = await night.begin(channel=channel)
        await night.play(message, 1)


async def test_play_while_a_tape_runs_says_so_and_where(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        told = await asked(night.channel, night.people[1], "play")
        assert "One at a time." in told
        assert message.url in told
        assert len(night.channel.messages) == 2
        thread = await night.people[1].slash(night.channel, "play", thread="in a thread")
        assert (await thread.told()).startswith("<#")


@pytest.mark.parametrize("lacking", ["send_messages", "attach_files", "read_message_history"])
async def test_play_names_the_permission_that_is_missing(tmp_path: Path, lacking: str) -> None:
    async with a_night(tmp_path) as night:
        night.channel.deny(night.guild.bot, lacking)
        told = await asked(night.channel, night.ada, "play")
        assert "I can't post in this channel." in told
        assert lacking.replace("_", " ") in told
        assert night.channel.messages == []


@pytest.mark.parametrize("lacking", ["create_public_threads", "send_messages_in_threads"])
async def test_a_thread_is_not_made_that_could_not_be_played_in(
    tmp_path: Path, lacking: str
) -> None:
    async with a_night(tmp_path) as night:
        night.channel.deny(night.guild.bot, lacking)
        told = await asked(night.channel, night.ada, "play", thread="in a thread")
        assert lacking.replace("_", " ") in told
        assert not [c for c in night.guild.guild.channels.values() if c.is_thread]


async def test_a_permission_that_is_lost_before_the_press_is_named_too(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await intro(night)
        night.channel.deny(night.guild.bot, "send_messages")
        pressed = await night.ada.click(message, label="Play without pictures")
        assert "send messages" in await pressed.told()
        assert await night.director.runs() == []


async def test_tapes_are_not_played_in_private(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        with pytest.raises(Impossible):
            await night.ada.slash(night.ada.direct, "play")
        command = next(c for c in night.discord.book.everywhere.values() if c["name"] == "play")
        data = {"id": command["id"], "name": "play", "type": 1}
        forged = night.ada._open(Kind.COMMAND, night.ada.direct, data)
        assert "not in private" in await forged.told()


def the_thread(night: Night, but: Channel | None = None) -> Channel:
    """The one thread of the guild, besides another one."""
    channels = night.guild.guild.channels.values()
    (thread,) = (c for c in channels if c.is_thread and c is not but)
    return thread
