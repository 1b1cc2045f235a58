"""What slash commands answer: to whom, with what, and how kindly where there is nothing."""

from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.events import Paused, Resumed
from tests.discord.emulator import Channel, Message, Person, Reply
from tests.discord.rooms import (
    Night,
    a_night,
    asked,
    is_end,
    menu,
    now,
    run_id,
    two_worlds,
)

# --- /run ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["status", "pause", "resume", "rewind", "stop", "restart"])
async def test_run_commands_say_where_no_tape_is_running(tmp_path: Path, word: str) -> None:
    async with a_night(tmp_path) as night:
        told = await asked(night.channel, night.ada, f"run {word}")
        assert told == "No tape is running in this channel. /play starts one."


async def test_run_status_tells_how_it_stands_and_leads_to_it(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.go_on(await night.begin(clock=0, crew="rotation"))
        told = await asked(night.channel, night.people[1], "run status")
        assert "Relay Nine · turn 2" in told
        assert "Started by player0" in told
        assert f"tape {run_id(message)}" in told
        assert message.url in told
        assert "open" in told


async def test_anybody_pauses_and_resumes_a_tape_of_an_open_crew(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        bo, cy = night.people[1:3]
        assert await asked(night.channel, bo, "run pause") == "Done."
        await night.discord.until(lambda: "stands still" in message.text, "a tape that stands")
        assert await asked(night.channel, bo, "run pause") == (
            "The tape is paused. Resume it first."
        )
        assert await asked(night.channel, cy, "run resume") == "Done."
        await night.discord.until(lambda: bool(message.buttons[0].pressable), "a tape that runs")
        assert "isn't paused" in await asked(night.channel, cy, "run resume")
        records = await night.ledger.read(run_id(message))
        assert sum(isinstance(r.event, Paused | Resumed) for r in records) == 2


async def test_only_the_host_pauses_a_tape_of_a_host_crew(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await night.begin(crew="host")
        told = await asked(night.channel, night.people[1], "run pause")
        assert told == "Only the one who started this tape can do that."
        assert await asked(night.channel, night.ada, "run pause") == "Done."


async def test_the_host_alone_rewinds(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.go_on(await night.begin(), 2)
        mod = night.guild.member("mod", permissions=("manage_channels",))
        for other in (night.people[1], mod):
            told = await asked(night.channel, other, "run rewind")
            assert told == "Only the one who started this tape can do that."
        far = await asked(night.channel, night.ada, "run rewind", turns=3)
        assert far == "The tape doesn't go back that far."
        assert await asked(night.channel, night.ada, "run rewind", turns=2) == "Done."
        again = await night.turn(1)
        assert now(again).take == 1
        assert again is not message


@pytest.mark.parametrize("who", ["host", "mod", "stranger"])
@pytest.mark.parametrize("word", ["stop", "restart"])
async def test_the_host_or_a_moderator_ends_a_tape_and_nobody_else(
    tmp_path: Path, word: str, who: str
) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        mod = night.guild.member("mod", permissions=("manage_guild",))
        person = {"host": night.ada, "mod": mod, "stranger": night.people[1]}[who]
        told = await asked(night.channel, person, f"run {word}")
        if who == "stranger":
            assert told == "Only the one who started this tape can do that."
            assert message.live
            return
        end = await night.discord.message_where(
            lambda m: "taken out" in m.text and run_id(m) == run_id(message)
        )
        if word == "stop":
            assert told == "The tape is out. It is kept."
            assert is_end(end)
            return
        assert told == "Done."
        fresh = await night.turn(1)
        assert run_id(fresh) != run_id(message)
        await night.discord.until(lambda: f"{person.user.display} plays it" in end.text, "by whom")


async def test_a_restart_that_could_not_begin_leaves_the_tape_running(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        mod = night.guild.member("mod", permissions=("manage_channels",))
        for name in ("one", "two"):
            await night.begin(mod, night.guild.text_channel(name))
        told = await asked(night.channel, mod, "run restart")
        assert "as many tapes running as this server allows" in told
        assert (await night.run_of(message)).status == "open"
        assert message.live


# --- /run settings -------------------------------------------------------------------------------


async def settings_of(night: Night, who: Person, channel: Channel | None = None) -> Message:
    return (await who.slash(channel or night.channel, "run settings")).replies[0]


async def test_the_host_changes_how_a_tape_is_played_from_menus(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        panel = await settings_of(night, night.ada)
        for field, value in [
            ("crew", "vote"),
            ("clock", "120"),
            ("rating", "mild"),
            ("pictures", "draft"),
            ("cooldown", "2"),
        ]:
            change = await night.ada.select(panel, custom_id=menu(panel, field), values=[value])
            assert change.reply_kind is Reply.UPDATE
        settings = (await night.run_of(message)).settings
        assert (settings.crew, settings.clock, settings.rating) == ("vote", 120, "mild")
        assert (settings.pictures, settings.quality, settings.cooldown) == (True, "draft", 2)
        assert "the crew votes · 2 min to act · quick pictures · mild rating" in panel.text
        await night.discord.until(lambda: "By vote" in message.text, "the turn as a vote")


async def test_others_are_told_that_settings_are_the_hosts(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        panel = await settings_of(night, night.people[1])
        assert "Whoever started it may change it." in panel.text
        no = await night.people[1].select(panel, custom_id=menu(panel, "crew"), values=["host"])
        assert await no.told() == "Only the one who started this tape can do that."
        assert (await night.run_of(message)).settings.crew == "open"


async def test_what_is_so_already_is_no_change(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await night.begin(clock=77)
        panel = await settings_of(night, night.ada)
        clock = menu(panel, "clock")
        assert "77" in next(s.options for s in panel.selects if s.custom_id == clock)
        same = await night.ada.select(panel, custom_id=clock, values=["77"])
        assert await same.told() == "It is so already."


async def test_a_new_clock_of_the_settings_runs_at_once(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.go_on(await night.begin())
        assert "moment passes" not in message.text
        panel = await settings_of(night, night.ada)
        await night.ada.select(panel, custom_id=menu(panel, "clock"), values=["300"])
        await night.discord.until(lambda: "moment passes" in message.text, "a clock")


async def test_whoever_plays_again_is_the_host_of_what_follows(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await night.begin()
        await night.ada.slash(night.channel, "run stop")
        end = await night.shown(await night.discord.message_where(is_end))
        bo = night.people[1]
        await bo.click(end, label="Play again")
        message = await night.turn(1)
        assert "Started by player1" in await asked(night.channel, bo, "run status")
        assert "Only the one" in await asked(night.channel, night.ada, "run stop")
        assert "It is kept." in await asked(night.channel, bo, "run stop")
        await night.intact(message)


# --- the rest ------------------------------------------------------------------------------------


async def test_worlds_are_listed_and_told_of(tmp_path: Path) -> None:
    async with a_night(tmp_path, worlds=two_worlds()) as night:
        told = await asked(night.channel, night.ada, "world list")
        assert "Relay Nine" in told
        assert "Relay Ten" in told
        offered = await night.ada.autocomplete(night.channel, "world about", "world", "ten")
        assert [c.value for c in offered] == ["relay-ten"]
        for named in ("relay-ten", "Relay Ten"):
            about = await asked(night.channel, night.ada, "world about", world=named)
            assert about.startswith("### Relay Ten")
        about = await asked(night.channel, night.ada, "world about", world="atlantis")
        assert about == "That world isn't played on this server."


async def test_help_names_every_command_that_there_is(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        told = await asked(night.channel, night.ada, "help")
        for command in night.discord.book.everywhere.values():
            subs = [o["name"] for o in command.get("options", ()) if o["type"] == 1]
            names = [f"/{command['name']} {sub}" for sub in subs] or [f"/{command['name']}"]
            if command["name"] == "admin":
                names = ["/admin"]
            assert command["name"] == "help" or all(f"`{name}`" in told for name in names)
        assert "Relay Nine" in told


async def test_help_and_privacy_answer_in_private_messages_too(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        assert "/play" in await asked(night.ada.direct, night.ada, "help")
        panel = (await night.ada.slash(night.ada.direct, "privacy")).replies[0]
        told = await night.ada.click(panel, label="Export")
        assert await told.told() == "Nothing is kept about you."
