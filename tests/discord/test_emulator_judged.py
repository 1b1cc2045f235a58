"""Where the emulator was found wrong by a second judge, or by Discord's own description.

simcord and the emulator disagreed; who is right was settled by what Discord documents and by what
discord.py makes of it.
"""

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

import discord
from discord.http import Route

from tests.discord.emulator import Channel
from tests.discord.emulator.checks import message_problems, modal_problems
from tests.discord.emulator.modals import Modal
from tests.discord.emulator.rehearsal import Stage, rehearsal
from tests.discord.emulator.wire import Flag, Json, Part

PICTURE: Json = {"media": {"url": "https://example.org/wall.png"}}


# --- limits


@pytest.mark.parametrize(("fewest", "most"), [(2, 1), (2, None)])
def test_a_menu_cannot_want_more_values_than_it_takes(fewest: int, most: int | None) -> None:
    row = {"type": Part.ROW, "components": [menu(min_values=fewest, max_values=most)]}
    [problem] = message_problems("", [], [row], Flag.COMPONENTS_V2)
    assert problem == "a select wants at least 2 values and at most 1"


def test_null_bounds_of_a_menu_are_one_value() -> None:
    open_ended = menu(min_values=None, max_values=None)
    row = {"type": Part.ROW, "components": [open_ended]}
    assert message_problems("", [], [row], Flag.COMPONENTS_V2) == []
    form = a_form({"type": Part.LABEL, "label": "Where?", "component": open_ended})
    assert modal_problems(form) == []
    [label] = Modal(form, asker=None).filled({"worlds": ["a"]})
    assert label["component"]["values"] == ["a"]


def test_a_description_may_be_left_out_but_not_be_empty() -> None:
    for given, wrong in ((None, 0), ("A grey wall", 0), ("", 1)):
        gallery = {"type": Part.GALLERY, "items": [{**PICTURE, "description": given}]}
        thumbnail = {"type": Part.THUMBNAIL, **PICTURE, "description": given}
        section = {
            "type": Part.SECTION,
            "components": [{"type": Part.TEXT, "content": "Here"}],
            "accessory": thumbnail,
        }
        found = message_problems("", [], [gallery, section], Flag.COMPONENTS_V2)
        assert len(found) == 2 * wrong
        field = {"type": Part.TEXT_INPUT, "custom_id": "words", "style": 2}
        label = {"type": Part.LABEL, "label": "What?", "description": given, "component": field}
        assert len(modal_problems(a_form(label))) == wrong


# --- mentions


async def test_everyone_is_called_only_by_who_may() -> None:
    async with rehearsal() as stage:
        assert await pinged(stage, "@everyone") == frozenset()
        stage.channel.allow(stage.club.bot, "mention_everyone")
        assert await pinged(stage, "@everyone") == {"everyone"}


async def test_a_role_is_called_where_it_may_be_or_by_who_may_call_everyone() -> None:
    async with rehearsal() as stage:
        role = stage.club.role("Crew")
        text = f"<@&{role.id}> {stage.bob.mention}"
        assert await pinged(stage, text) == {str(stage.bob.id)}
        role.mentionable = True
        assert await pinged(stage, text) == {str(stage.bob.id), str(role.id)}


async def test_a_kind_of_mention_is_let_through_or_named_and_not_both() -> None:
    async with rehearsal(judged=False) as stage:
        both = {"parse": ["users"], "users": [str(stage.bob.id)]}
        with pytest.raises(discord.HTTPException) as refused:
            await say(stage, stage.channel, both)
        assert refused.value.code == 50035
        await say(stage, stage.channel, {"parse": ["users"], "users": []})


# --- interactions


async def test_a_bot_that_thinks_is_told_of_no_message_yet() -> None:
    async with rehearsal() as stage:
        asked = await stage.ada.slash(stage.channel, "think", private=True)
        stage.bot.may_answer.set()
        await asked.reply()
        told = [e.answer for e in stage.discord.exchanges if e.interaction == asked.id]
        assert told[0]["interaction"]["response_message_loading"]
        assert "resource" not in told[0]


def menu(**bounds: int | None) -> Json:
    options = [{"label": one, "value": one} for one in "abc"]
    return {"type": Part.STRING_SELECT, "custom_id": "worlds", "options": options, **bounds}


def a_form(part: Json) -> Json:
    return {"custom_id": "form", "title": "A form", "components": [part]}


async def pinged(stage: Stage, text: str) -> frozenset[str]:
    """Return who is called by what the bot says, if it holds nothing back."""
    channel = stage.bot.get_partial_messageable(stage.channel.id)
    said = await channel.send(text, allowed_mentions=discord.AllowedMentions.all())
    return stage.channel.sent[said.id].pinged


async def say(stage: Stage, channel: Channel, allowed: Json) -> None:
    route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id)
    body = {"content": "Look.", "allowed_mentions": allowed}
    await stage.bot.http.request(route, json=body)
