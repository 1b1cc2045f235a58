"""What people do and see: commands, buttons, menus, forms, files, private answers."""

import asyncio

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from tests.discord.emulator import Impossible, Kind, NotInTime, Reply, Unclickable
from tests.discord.emulator.rehearsal import rehearsal
from tests.discord.emulator.sample import picture


async def test_a_command_is_answered_with_a_message_that_everybody_sees() -> None:
    async with rehearsal() as stage:
        started = await stage.ada.slash(stage.channel, "play", world="relay-ten")
        message = await stage.channel.next_message()
        assert message is started.original
        assert message.text == "Welcome to relay-ten."
        assert [button.label for button in message.buttons][:2] == ["Left", "Right"]
        assert started.reply_kind is Reply.MESSAGE
        assert started.acknowledged is not None
        assert 0 < started.acknowledged < 3000


async def test_a_click_is_answered_by_the_locked_message_and_a_new_one() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        click = await stage.bob.click(message, label="Left")
        assert click.reply_kind is Reply.UPDATE
        assert click.user.name == "bob"
        assert [look.text for look in message.history] == [
            "Welcome to relay-nine.",
            "You go left.",
        ]
        assert not message.live
        following = await stage.discord.message_where(lambda one: one.text == "Another room.")
        assert following.live


async def test_a_subcommand_is_found_by_its_whole_name() -> None:
    async with rehearsal() as stage:
        status = await stage.ada.slash(stage.channel, "run status")
        assert status.private == ["It runs."]


async def test_a_private_answer_is_seen_by_its_user_alone() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        asked = await stage.ada.click(message, label="Ask")
        assert asked.private == ["Only you see this."]
        assert asked.public == []
        assert [one.text for one in stage.ada.private_messages] == asked.private
        assert stage.bob.private_messages == []
        assert stage.channel.messages == [message]


async def test_a_form_is_filled_in_and_answered() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        asked = await stage.ada.click(message, label="Write")
        assert asked.modal is not None
        assert asked.modal.title == "Write in"
        assert list(asked.modal.fields) == ["text"]
        sent = await stage.ada.submit(asked.modal, {"text": "pry the hatch"})
        assert sent.kind is Kind.MODAL
        assert message.text == "You pry the hatch."


async def test_a_client_sends_no_form_that_breaks_its_own_rules() -> None:
    async with rehearsal() as stage:
        asked = await stage.ada.click(await stage.scene(), label="Write")
        with pytest.raises(Impossible, match="300 characters"):
            await stage.ada.submit(asked.modal, {"text": "x" * 301})
        with pytest.raises(Impossible, match="filled in"):
            await stage.ada.submit(asked.modal, {})
        with pytest.raises(Impossible, match="not \\['txt'\\]"):
            await stage.ada.submit(asked.modal, {"txt": "run"})
        with pytest.raises(Impossible, match="no form"):
            await stage.bob.submit(asked.modal, {"text": "run"})


async def test_a_menu_gives_what_is_chosen() -> None:
    async with rehearsal() as stage:
        menu = (await stage.ada.slash(stage.channel, "menu")).original
        assert menu is not None
        chosen = await stage.bob.select(menu, custom_id="worlds", values=["salt-flat"])
        assert chosen.private == ["World: salt-flat"]
        people = await stage.bob.select(menu, custom_id="people", values=[stage.ada.id])
        assert people.private == ["People: ada"]
        with pytest.raises(Unclickable, match="offers"):
            await stage.bob.select(menu, custom_id="worlds", values=["the moon"])
        with pytest.raises(Unclickable, match="1 to 2"):
            await stage.bob.select(menu, custom_id="people", values=[])


async def test_an_option_completes_while_it_is_typed() -> None:
    async with rehearsal() as stage:
        offered = await stage.ada.autocomplete(stage.channel, "play", "world", "relay")
        assert [choice.value for choice in offered] == ["relay-nine", "relay-ten"]
        with pytest.raises(Impossible, match="completes no"):
            await stage.ada.autocomplete(stage.channel, "play", "pictures", "t")


async def test_a_client_offers_only_what_is_registered() -> None:
    async with rehearsal() as stage:
        with pytest.raises(Impossible, match="no /dance"):
            await stage.ada.slash(stage.channel, "dance")
        with pytest.raises(Impossible, match="no subcommand"):
            await stage.ada.slash(stage.channel, "run away")
        with pytest.raises(Impossible, match="needs one of"):
            await stage.ada.slash(stage.channel, "run")
        with pytest.raises(Impossible, match="needs \\['text'\\]"):
            await stage.ada.slash(stage.channel, "say")
        with pytest.raises(Impossible, match="does not take"):
            await stage.ada.slash(stage.channel, "play", pictures="yes")
        with pytest.raises(Impossible, match="not \\['worlds'\\]"):
            await stage.ada.slash(stage.channel, "play", worlds="relay-nine")


async def test_a_person_can_be_named_in_an_option() -> None:
    async with rehearsal() as stage:
        said = await stage.ada.slash(stage.channel, "say", text="hello", to=stage.bob)
        assert said.public == ["Bob: hello"]


async def test_nobody_is_pinged_by_what_allowed_mentions_holds_back() -> None:
    async with rehearsal() as stage:
        text = f"@everyone look, {stage.bob.mention}"
        said = await stage.ada.slash(stage.channel, "say", text=text)
        assert said.original is not None
        assert said.original.text == text
        assert said.original.pinged == frozenset()


# --- at once --------------------------------------------------------------------------------------


async def test_two_clicks_at_once_both_arrive_before_either_is_answered() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        before = len(stage.discord.exchanges)
        clicks = await asyncio.gather(
            stage.ada.click(message, label="Left"), stage.bob.click(message, label="Right")
        )
        assert all(click.acknowledged for click in clicks)
        asked = stage.discord.exchanges.since(before)
        assert clicks[1].opened < asked[0].at
        assert [look.text for look in message.history[1:]] == ["You go left.", "You go right."]


async def test_a_press_need_not_be_waited_for() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        presses = [await stage.ada.click(message, label="Ask", wait=False) for _ in range(4)]
        assert [press.acknowledged for press in presses] == [None] * 4
        assert [(await press.answered()).private for press in presses] == [
            ["Only you see this."]
        ] * 4


async def test_a_disabled_button_can_be_pressed_only_by_who_has_not_seen_it_go() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        seen = message.as_seen()
        await stage.ada.click(message, label="Left")
        with pytest.raises(Unclickable, match="can't be pressed"):
            await stage.bob.click(message, label="Right")
        late = await stage.bob.stale_click(seen, label="Right")
        assert late.acknowledged is not None
        assert late.source is message


async def test_nobody_presses_what_is_not_there_for_them() -> None:
    async with rehearsal() as stage:
        message = await stage.scene()
        with pytest.raises(Unclickable, match="0 buttons"):
            await stage.ada.click(message, label="Fly")
        with pytest.raises(Impossible, match="which button"):
            await stage.ada.click(message)
        stage.channel.deny(stage.club.guild.members[stage.bob.id], "view_channel")
        with pytest.raises(Unclickable, match="does not see"):
            await stage.bob.click(message, label="Left")
        asked = await stage.ada.click(message, label="Ask")
        with pytest.raises(Unclickable, match="only ada sees"):
            stage.bob.must_reach(asked.replies[0])
        seen = message.as_seen()
        await stage.ada.delete(asked.replies[0])
        stage.discord.world.remove(message)
        with pytest.raises(Unclickable, match="deleted"):
            await stage.ada.stale_click(seen, label="Left")


async def test_a_wait_that_fails_tells_what_happened_instead() -> None:
    async with rehearsal() as stage:
        await stage.scene()
        with pytest.raises(NotInTime, match=r"callback -> 200[\s\S]*1 shards connected"):
            await stage.discord.message_where(lambda one: one.text == "never", within=0.01)


# --- answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("private", [True, False])
async def test_a_bot_that_thinks_fills_its_place_later(private: bool) -> None:
    async with rehearsal() as stage:
        thinking = await stage.ada.slash(stage.channel, "think", private=private)
        assert thinking.reply_kind is Reply.DEFERRED_MESSAGE
        assert thinking.original is not None
        assert thinking.original.loading
        assert thinking.private == thinking.public == []
        stage.bot.may_answer.set()
        reply = await thinking.reply()
        assert reply is thinking.original
        assert (reply.text, reply.ephemeral) == ("Thought.", private)
        assert reply.edited_ms is None


async def test_follow_ups_can_be_edited_and_the_answer_taken_back() -> None:
    async with rehearsal() as stage:
        followed = await stage.ada.slash(stage.channel, "follow")
        assert followed.original is not None
        await followed.original.becomes(deleted=True)
        assert [one.text for one in followed.replies] == ["second, again", "for you"]
        assert followed.private == ["for you"]
        (second, _) = followed.followups
        assert [look.text for look in second.history] == ["second", "second, again"]


async def test_a_picture_is_kept_shown_and_served() -> None:
    async with rehearsal() as stage:
        message = await stage.scene(pictures=True)
        (shown,) = message.media
        assert shown.alt == "A grey wall"
        assert message.picture() == picture()
        assert (message.uploads[0].width, message.uploads[0].height) == (32, 18)
        assert await stage.bot.http.get_from_cdn(shown.url) == picture()
        (callback,) = stage.discord.exchanges.about(message)
        assert callback.answer["resource"]["message"]["attachments"] == []


async def test_a_file_over_the_guilds_limit_is_refused() -> None:
    async with rehearsal() as stage:
        small = stage.discord.guild("Small", filesize_limit=1000)
        channel = small.text_channel("games")
        small.member(stage.ada)
        sent = await stage.ada.slash(channel, "picture", size=1000)
        assert [one.name for one in (await sent.reply()).uploads] == ["tape.mp4"]
        refused = await stage.ada.slash(channel, "picture", size=1001)
        assert (await refused.reply()).text == "413 40005"


async def test_the_same_person_plays_in_two_guilds_and_by_direct_message() -> None:
    async with rehearsal() as stage:
        other = stage.discord.guild("Other", premium_tier=2, locale="de")
        channel = other.text_channel("spiele", nsfw=True)
        other.member(stage.ada)
        there = await stage.scene(channel)
        direct = await stage.scene(stage.ada.direct)
        here = await stage.scene()
        assert [one.channel for one in (there, direct, here)] == [
            channel,
            stage.ada.direct,
            stage.channel,
        ]
        with pytest.raises(Impossible, match="does not see"):
            await stage.bob.slash(channel, "play")


@pytest.mark.parametrize("order", ["event first", "answer first"])
async def test_event_and_answer_come_in_either_order(order: str) -> None:
    async with rehearsal(order=order) as stage:
        message = await stage.scene()
        await stage.ada.click(message, label="Left")
        await stage.channel.next_message()
        await stage.channel.next_message()
        assert [one.text for one in stage.channel.messages] == ["You go left.", "Another room."]
