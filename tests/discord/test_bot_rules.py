"""The rules of a server: who sets them, what they hold for, and that they hold at once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.director.clocks import HandClock
from nightreel.ports.rooms import Rules
from nightreel.surfaces.discord.custom_ids import PanelPress
from tests.discord.emulator import Channel, Impossible, Kind, Person
from tests.discord.panels import a_manager, decide, panel
from tests.discord.rooms import Night, a_night, menu, run_id, two_worlds


async def rules_of(night: Night) -> Rules:
    return (await night.bot.stages.shared.register.rules(str(night.guild.id))).rules


async def refused(night: Night, who: Person, channel: Channel, **options: Any) -> str:
    return await (await who.slash(channel, "play", **options)).told()


# --- who sets them -------------------------------------------------------------------------------


async def test_every_rule_can_be_set_and_is_told_of(tmp_path: Path) -> None:
    async with a_night(tmp_path, worlds=two_worlds()) as night:
        boss, role = a_manager(night), night.guild.role("Regulars")
        await decide(night, boss, runs=5, runs_each=1, write_ins=4, idle=20, again=60)
        await decide(night, boss, crew="vote", clock=120, rating="mild", pictures="False")
        await decide(night, boss, cooldown=3, hosts=[role.id], worlds=["relay-ten"])
        await decide(night, boss, channels=[night.channel.id])
        assert await rules_of(night) == Rules(
            runs=5,
            runs_each=1,
            write_ins=4,
            channels=(str(night.channel.id),),
            worlds=("relay-ten",),
            hosts=(str(role.id),),
            idle=20,
            again=60,
            pictures=False,
            crew="vote",
            clock=120,
            rating="mild",
            cooldown=3,
        )
        told = (await panel(night, boss, "rules")).text
        for line in ("5 tapes at once", "After 20 min without a move", "2 min to act"):
            assert line in told
        for line in (f"Channels: <#{night.channel.id}>", "Worlds: Relay Ten", f"<@&{role.id}>"):
            assert line in told


async def test_a_panel_shows_what_it_changed_and_can_be_used_again(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        boss = a_manager(night)
        page = await panel(night, boss, "limits")
        for runs in ("3", "20", "1"):
            await boss.select(page, custom_id=menu(page, "runs"), values=[runs])
        assert (await rules_of(night)).runs == 1
        assert len(page.history) == 4


async def test_lists_can_be_emptied_again(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        boss = a_manager(night)
        await decide(night, boss, channels=[night.channel.id], worlds=["relay-nine"])
        await decide(night, boss, channels=[], worlds=[])
        assert await rules_of(night) == Rules()


async def test_of_two_managers_at_once_the_later_is_told_to_look_again(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        one, two = a_manager(night, "one"), a_manager(night, "two")
        first, second = await panel(night, one, "limits"), await panel(night, two, "limits")
        await one.select(first, custom_id=menu(first, "runs"), values=["3"])
        late = await two.select(second, custom_id=menu(second, "idle"), values=["60"])
        assert "Look again." in await late.told()
        rules = await rules_of(night)
        assert (rules.runs, rules.idle) == (3, 10)


async def test_two_managers_in_one_moment_do_not_overwrite_each_other(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        one, two = a_manager(night, "one"), a_manager(night, "two")
        first, second = await panel(night, one, "limits"), await panel(night, two, "limits")
        both = await asyncio.gather(
            one.select(first, custom_id=menu(first, "runs"), values=["3"]),
            two.select(second, custom_id=menu(second, "idle"), values=["60"]),
        )
        assert sum(bool(p.private) for p in both) == 1
        rules = await rules_of(night)
        assert (rules.runs, rules.idle) in ((3, 10), (10, 60))


async def test_rules_are_for_who_may_manage_the_server(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        with pytest.raises(Impossible):
            await night.ada.slash(night.channel, "admin limits")
        boss = a_manager(night)
        page = await panel(night, boss, "limits")
        data = {
            "custom_id": PanelPress("admin", "runs", 0).custom_id,
            "component_type": 3,
            "values": ["1"],
        }
        forged = night.ada._open(Kind.COMPONENT, night.channel, data, source=page)
        assert await forged.told() == "Only somebody who may manage this server can change that."
        assert await rules_of(night) == Rules()


async def test_a_panel_does_not_outlive_the_right_to_use_it(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        boss = a_manager(night)
        page = await panel(night, boss, "limits")
        night.guild.guild.members[boss.id].roles.clear()
        late = await boss.select(page, custom_id=menu(page, "runs"), values=["1"])
        assert "Only somebody who may manage" in await late.told()
        assert await rules_of(night) == Rules()


async def test_what_was_never_on_offer_is_not_set(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        boss = a_manager(night)
        page = await panel(night, boss, "limits")
        for what, value in (("runs", "9999"), ("version", "1"), ("idle", "")):
            custom_id = PanelPress("admin", what, 0).custom_id
            data = {"custom_id": custom_id, "component_type": 3, "values": [value]}
            forged = boss._open(Kind.COMPONENT, night.channel, data, source=page)
            assert await forged.told()
        assert await rules_of(night) == Rules()


async def test_rules_of_one_server_are_not_those_of_another(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await decide(night, a_manager(night), channels=[night.guild.text_channel("other").id])
        elsewhere = night.discord.guild("Night Shift")
        nia = elsewhere.member("Nia")
        await night.begin(nia, elsewhere.text_channel("tapes"))


# --- where, what and by whom ---------------------------------------------------------------------


async def test_tapes_are_begun_in_the_channels_that_are_allowed_and_their_threads(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        other = night.guild.text_channel("other")
        await decide(night, a_manager(night), channels=[other.id])
        for place in (night.channel, night.guild.thread(night.channel, "chatter")):
            assert "aren't played in this channel" in await refused(night, night.ada, place)
        await night.begin(channel=other)
        await night.begin(night.people[1], night.guild.thread(other, "annex"))


async def test_a_thread_that_is_allowed_allows_none_beside_it(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        inside = night.guild.thread(night.channel, "tapes")
        await decide(night, a_manager(night), channels=[inside.id])
        told = await refused(night, night.ada, inside, thread="in a thread")
        assert "aren't played in this channel" in told
        await night.begin(channel=inside)


async def test_worlds_that_are_not_allowed_are_not_there(tmp_path: Path) -> None:
    async with a_night(tmp_path, worlds=two_worlds()) as night:
        await night.ada.slash(night.channel, "play", world="relay-nine")
        waiting = await night.channel.next_message()
        await decide(night, a_manager(night), worlds=["relay-ten"])
        told = await refused(night, night.ada, night.channel, world="relay-nine")
        assert told == "That world isn't played on this server."
        late = await night.ada.click(waiting, label="Play")
        assert await late.told() == "That world isn't played on this server."
        offered = await night.ada.autocomplete(night.channel, "play", "world", "")
        assert [c.value for c in offered] == ["relay-ten"]
        await night.ada.slash(night.channel, "play")
        assert "Relay Ten" in (await night.channel.next_message()).text


async def test_only_some_roles_start_tapes_and_managers_always(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        boss, role = a_manager(night), night.guild.role("Regulars")
        await decide(night, boss, hosts=[role.id])
        assert "you aren't one of them yet" in await refused(night, night.ada, night.channel)
        regular = night.guild.member("Reg", roles=(role,))
        await regular.slash(night.channel, "play")
        intro = await night.channel.next_message()
        no = await night.ada.click(intro, label="Play")
        assert "you aren't one of them yet" in await no.told()
        await regular.click(intro, label="Play without pictures")
        message = await night.turn(1)
        await night.play(message, 1)  # playing is for everybody
        await night.begin(boss, night.guild.text_channel("second"))


@pytest.mark.parametrize(
    ("field", "why"), [("runs", "This server has as many"), ("runs_each", "You have as many")]
)
async def test_no_more_tapes_run_at_once_than_the_server_allows(
    tmp_path: Path, field: str, why: str
) -> None:
    async with a_night(tmp_path) as night:
        await decide(night, a_manager(night), **{field: 1})
        first = await night.begin()
        second = night.guild.text_channel("second")
        await night.ada.slash(second, "play")
        intro = await second.next_message()
        no = await night.ada.click(intro, label="Play without pictures")
        assert (await no.told()).startswith(why)
        await night.ada.slash(night.channel, "run stop")
        await night.next(1, run=run_id(first))
        await night.ada.click(intro, label="Play without pictures")
        await night.turn(1, second)


async def test_somebody_elses_tapes_are_not_mine(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await decide(night, a_manager(night), runs_each=1)
        await night.begin()
        await night.begin(night.people[1], night.guild.text_channel("second"))


async def test_somebody_writes_in_so_often_a_minute_and_loses_no_words(tmp_path: Path) -> None:
    clock = HandClock()
    async with a_night(tmp_path, clock=clock) as night:
        await decide(night, a_manager(night), write_ins=2)
        message = await night.begin()
        for words in ("fly to the moon", "swallow the moon"):
            box = (await night.ada.click(message, label="Write in")).modal
            await (await night.ada.submit(box, {"words": words})).answered()
        box = (await night.ada.click(message, label="Write in")).modal
        much = await (await night.ada.submit(box, {"words": "wait and listen"})).told()
        assert "Catch your breath" in much
        assert "wait and listen" in much
        box = (await night.people[2].click(message, label="Write in")).modal
        other = await night.people[2].submit(box, {"words": "fly to the moon"})
        assert "Catch your breath" not in "".join(other.private)
        clock.advance(60_001)
        box = (await night.ada.click(message, label="Write in")).modal
        again = await night.ada.submit(box, {"words": "fly to the moon"})
        assert "Catch your breath" not in "".join(again.private)


# --- what a tape is like -------------------------------------------------------------------------


async def test_play_takes_the_servers_defaults_unless_it_says_otherwise(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        boss = a_manager(night)
        await decide(night, boss, crew="rotation", clock="off", rating="mild", cooldown=2)
        await night.ada.slash(night.channel, "play")
        intro = await night.channel.next_message()
        for part in ("everybody in turn", "no clock", "mild rating", "rest for 2 turns"):
            assert part in intro.text
        await night.ada.slash(night.channel, "play", crew="host", clock=30, rating="tense")
        other = await night.channel.next_message()
        for part in ("the host acts", "30 s to act", "tense rating"):
            assert part in other.text


async def test_harsh_tapes_need_an_age_restricted_channel_or_a_thread_of_one(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        told = await refused(night, night.ada, night.channel, rating="harsh")
        assert "age-restricted" in told
        red = night.guild.text_channel("red", nsfw=True)
        await night.begin(channel=red, rating="harsh")
        message = await night.begin(channel=night.guild.thread(red, "annex"), rating="harsh")
        assert (await night.run_of(message)).settings.rating == "harsh"


async def test_a_harsh_default_is_tense_where_harsh_may_not_be(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await decide(night, a_manager(night), rating="harsh")
        message = await night.begin()
        assert (await night.run_of(message)).settings.rating == "tense"
        red = night.guild.text_channel("red", nsfw=True)
        message = await night.begin(channel=red)
        assert (await night.run_of(message)).settings.rating == "harsh"


async def test_harsh_is_no_setting_where_it_may_not_be(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        page = (await night.ada.slash(night.channel, "run settings")).replies[0]
        rating = menu(page, "rating")
        assert "harsh" not in next(s.options for s in page.selects if s.custom_id == rating)
        data = {"custom_id": rating, "component_type": 3, "values": ["harsh"]}
        forged = night.ada._open(Kind.COMPONENT, night.channel, data, source=page)
        assert "age-restricted" in await forged.told()
        assert (await night.run_of(message)).settings.rating == "tense"


async def test_a_tape_made_harsh_is_not_played_again_where_it_may_not_be(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        red = night.guild.text_channel("red", nsfw=True)
        message = await night.begin(channel=red)
        page = (await night.ada.slash(red, "run settings")).replies[0]
        await night.ada.select(page, custom_id=menu(page, "rating"), values=["harsh"])
        await night.ada.slash(red, "run stop")
        end = await night.shown(await night.next(1, red, run_id(message)))
        red.nsfw = False
        red.world.change_channel(red)
        again = await night.ada.click(end, label="Play again")
        assert "age-restricted" in await again.told()


async def test_own_words_rest_for_as_long_as_is_set_and_the_button_says_so(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path) as night:
        await decide(night, a_manager(night), cooldown=2)
        message = await night.begin()
        box = (await night.ada.click(message, label="Write in")).modal
        await night.ada.submit(box, {"words": "wait and listen"})
        for turn, label in ((2, "Write in (2 turns)"), (3, "Write in (1 turn)")):
            message = await night.turn(turn)
            button = message.button(label)
            assert button.disabled
            data = {"custom_id": button.custom_id, "component_type": 2}
            forged = night.people[1]._open(Kind.COMPONENT, night.channel, data, source=message)
            assert "need a rest" in await forged.told()
            message = await night.go_on(message)
        assert message.button("Write in").pressable
