"""What simcord, a simulation of Discord by other people, says of the bot.

The emulator beside this is ours, and may share our mistakes: where both judges agree, a mistake has
to be made twice. It judges commands and who is offered them, interactions and their deadlines,
permissions, mentions, what a client lets people press or send, and the limits of messages.

What it can't judge: a connection (it has no sockets, heartbeats, resumes or rate limits); two who
press at once (its people wait until the bot is done, so such presses are handed to it directly);
nonces (it takes them and forgets them); what may be uploaded (it asks for no right to attach files
and knows no size); the time that answers take. Threads, films and kills are left to the emulator.
"""

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")
pytest.importorskip("simcord", reason="simcord is not installed")

import discord
import simcord
import structlog
from structlog.testing import capture_logs

from nightreel.core.events import Accepted, Opened
from nightreel.core.typed import LIMIT
from nightreel.director.clocks import HandClock
from nightreel.store.verify import verify
from nightreel.surfaces.discord.bot import Bot
from nightreel.surfaces.discord.texts import ANSWERS
from tests.discord.emulator.wire import Json, obj
from tests.discord.simulated import (
    Table,
    a_table,
    buttons,
    choices,
    labels,
    now,
    pressable,
    text,
)

KIND = discord.InteractionResponseType
NOBODY: Json = {"parse": []}


@pytest.fixture(autouse=True)
def every_line_is_logged() -> None:
    """Whoever opened a house before in this process may have set the log to warnings only."""
    structlog.reset_defaults()


async def test_everybody_is_offered_the_commands_and_managers_those_for_managers() -> None:
    async with a_table() as table:
        manager = table.guild.create_role(
            "Mods", permissions=discord.Permissions(manage_guild=True)
        )
        mo = table.guild.add_member(table.env.create_user("mo"), roles=[manager])
        offered = set(table.ada.available_commands(table.channel))
        assert {"play", "help", "privacy", "run status", "tape show", "world about"} <= offered
        more = set(mo.available_commands(table.channel)) - offered
        assert more
        assert all(name.startswith("admin") for name in more)


async def test_a_world_is_completed_while_it_is_typed() -> None:
    async with a_table() as table:
        found = await table.ada.autocomplete(table.channel, "play", "world", "rel")
        assert [one["value"] for one in found] == ["relay-nine"]


async def test_play_brings_the_intro_for_everybody() -> None:
    async with a_table() as table:
        said = await table.ada.slash(table.channel, "play", clock=0)
        assert said.acknowledged
        assert not said.ephemeral
        assert labels(table.last) == ["Play", "Play without pictures"]
        assert table.last.flags.components_v2


async def test_the_first_press_locks_the_intro_and_brings_the_first_turn() -> None:
    async with a_table() as table:
        await table.ada.slash(table.channel, "play", clock=0)
        intro = table.last
        begun = await table.bo.click(intro, label="Play without pictures")
        assert kinds(table, begun) == [KIND.message_update]
        assert pressable(table.again(intro)) == []
        assert now(table.last).turn == 1
        assert {"Write in", "Eject"} <= set(labels(table.last))


async def test_a_choice_is_answered_by_the_locked_message_and_a_new_one() -> None:
    async with a_table() as table:
        message = await table.begin()
        pressed = await table.ada.click(message, custom_id=choices(message)[0])
        assert kinds(table, pressed) == [KIND.message_update]
        assert pressed.response is not None
        assert pressed.response.id == message.id
        assert pressable(table.again(message)) == []
        assert table.last.id != message.id
        assert now(table.last).turn == 2
        assert not pressed.followups


async def test_what_is_locked_can_be_pressed_by_nobody() -> None:
    async with a_table() as table:
        message = await table.begin()
        button = choices(message)[0]
        await table.ada.click(message, custom_id=button)
        with pytest.raises(simcord.SetupError, match="could not interact"):
            await table.bo.click(message, custom_id=button)


async def test_two_presses_at_once_are_one_turn_and_a_private_line() -> None:
    async with a_table() as table:
        message = await table.begin()
        first, second = choices(message)[:2]
        told = [table.press(table.ada, message, first), table.press(table.bo, message, second)]
        await table.env.settle()
        won, lost = (table.answer_to(one) for one in told)
        assert kinds(table, won) == [KIND.message_update]
        assert kinds(table, lost) == [KIND.channel_message]
        assert lost.ephemeral
        assert text(lost.response)
        assert now(table.last).turn == 2
        await one_turn_each(table, turns=1)


async def test_a_press_on_an_earlier_turn_gets_a_private_line() -> None:
    async with a_table() as table:
        message = await table.begin()
        button = choices(message)[0]
        await table.ada.click(message, custom_id=button)
        late = table.press(table.bo, message, button)
        await table.env.settle()
        assert table.answer_to(late).ephemeral
        assert now(table.last).turn == 2
        await one_turn_each(table, turns=1)


async def test_words_of_ones_own_are_asked_for_in_a_box_and_count_as_a_turn() -> None:
    async with a_table() as table:
        message = await table.begin()
        box = await table.ada.click(message, label="Write in")
        assert box.modal is not None
        with pytest.raises(simcord.SetupError, match="max_length"):
            await table.ada.submit_modal(box, {"words": "x" * (LIMIT + 1)})
        sent = await table.ada.submit_modal(box, {"words": "wait and listen"})
        assert kinds(table, sent) == [KIND.message_update]
        assert "wait and listen" in text(table.again(message))
        assert now(table.last).turn == 2
        await one_turn_each(table, turns=1)


async def test_words_for_a_turn_that_is_over_are_given_back_in_private() -> None:
    async with a_table() as table:
        message = await table.begin()
        box = await table.bo.click(message, label="Write in")
        await table.ada.click(message, custom_id=choices(message)[0])
        sent = await table.bo.submit_modal(box, {"words": "wait and listen"})
        assert sent.ephemeral
        assert "wait and listen" in text(sent.response)
        await one_turn_each(table, turns=1)


async def test_eject_asks_its_host_once_and_in_private_and_then_ends_the_run() -> None:
    async with a_table() as table:
        message = await table.begin()
        stranger = await table.bo.click(message, label="Eject")
        assert stranger.ephemeral
        assert stranger.response is not None
        assert buttons(stranger.response) == []
        asked = await table.ada.click(message, label="Eject")
        assert asked.ephemeral
        assert asked.response is not None
        [yes] = [one for one in pressable(asked.response) if ":end:" in one["custom_id"]]
        ended = await table.ada.click(asked.response, custom_id=yes["custom_id"])
        assert kinds(table, ended) == [KIND.message_update]
        assert ended.response is not None
        assert text(ended.response) == ANSWERS["ended"]
        assert pressable(table.again(message)) == []
        assert labels(table.last) == ["Play again"]


async def test_where_the_bot_may_not_write_it_says_so_in_private() -> None:
    async with a_table() as table:
        silent = discord.PermissionOverwrite(send_messages=False)
        nook = table.guild.create_text_channel(
            "nook", overwrites={table.guild.default_role: silent}
        )
        said = await table.ada.slash(nook, "play")
        assert said.ephemeral
        assert "send messages" in text(said.response)
        assert nook.history() == []


async def test_what_the_gateway_says_twice_is_answered_once() -> None:
    """A second answer to one interaction is refused with 40060, and costs nothing."""
    async with a_table() as table:
        message = await table.begin()
        told = table.press(table.ada, message, choices(message)[0])
        with capture_logs() as logs:
            table.env.backend.emit("INTERACTION_CREATE", told)
            await table.env.settle()
        # Which of the two is answered first is a matter of luck, and of no other consequence.
        late = [one for one in logs if one["event"] in ("answer_late", "answer_lost")]
        assert ["40060" in one["why"] for one in late] == [True]
        answered = table.answer_to(told)
        assert len(kinds(table, answered)) == 2
        assert now(table.last).turn == 2
        await one_turn_each(table, turns=1)


async def test_an_answer_after_three_seconds_is_refused_and_costs_nothing() -> None:
    async with a_table() as table:
        table.gate.shut()
        said = await table.ada.slash(table.channel, "play", clock=0)
        await table.env.advance_time(3.5)
        with capture_logs() as logs:
            table.gate.open()
            await table.env.settle()
        assert ["10062" in one["why"] for one in logs if one["event"] == "answer_late"] == [True]
        assert not said.acknowledged
        assert table.channel.history() == []
        assert [type(getattr(e, "original", e)) for e in table.env.errors] == [discord.NotFound]
        assert now(await table.begin()).turn == 1


async def test_a_slow_ledger_is_acknowledged_in_time_and_the_turn_goes_on() -> None:
    async with a_table() as table:
        message = await table.begin()
        table.gate.shut()
        told = table.press(table.ada, message, choices(message)[0])
        await table.env.advance_time(2.0)
        pressed = table.answer_to(told)
        assert kinds(table, pressed) == [KIND.deferred_message_update]
        await table.env.advance_time(10.0)
        table.gate.open()
        await table.env.settle()
        assert pressable(table.again(message)) == []
        assert now(table.last).turn == 2
        await one_turn_each(table, turns=1)


async def test_buttons_of_the_live_turn_answer_after_a_restart() -> None:
    async with a_table() as table:
        message = await table.begin()
        button = choices(message)[0]
        await table.env.bot.close()
        bot = Bot(table.director, table.rooms, HandClock(), shard_count=2)
        await table.env.restart_bot(bot)
        pressed = await table.ada.click(message, custom_id=button)
        assert kinds(table, pressed) == [KIND.message_update]
        assert now(table.last).turn == 2
        await one_turn_each(table, turns=1)


async def test_no_message_of_a_long_run_breaks_a_limit_or_calls_anybody() -> None:
    async with a_table() as table:
        loud = f"@everyone @here <@{table.bo.id}> <@&{table.guild.id}> **go**"
        message = await table.begin()
        with capture_logs() as logs:
            for turn in range(2, 14):
                if turn == 3:
                    box = await table.ada.click(message, label="Write in")
                    await table.ada.submit_modal(box, {"words": loud})
                else:
                    await table.ada.click(message, custom_id=choices(message)[0])
                message = table.last
                if not choices(message):
                    break
        unfit = ("message_unfit", "answer_lost", "not_answered", "press_failed")
        assert [one for one in logs if one["event"] in unfit] == []
        stored = table.env.backend.messages[table.channel.id].values()
        assert not any(m.ping_user_ids or m.ping_role_ids or m.mention_everyone for m in stored)
        said = bodies(table)
        assert len(said) > 12
        assert all(body.get("allowed_mentions") == NOBODY for body in said)


# --- what happened


def kinds(table: Table, result: simcord.InteractionResult) -> list[discord.InteractionResponseType]:
    """Return how the bot has tried to answer an interaction, each time."""
    tried = table.asked("POST", f"/{result._interaction.token}/callback")
    return [KIND(body["type"]) for body in tried]


def bodies(table: Table) -> list[Json]:
    """Return every message that the bot has asked Discord to show."""
    answers = [obj(body.get("data")) for body in table.asked("POST", "/callback")]
    shown = [body for body in answers if "components" in body and "title" not in body]
    sent = table.asked("POST", "/messages")
    changed = [r for r in table.env.http_requests if r.method == "PATCH"]
    edits = [obj(r.json) for r in changed if "/messages/" in r.path]
    return [*shown, *sent, *edits]


async def one_turn_each(table: Table, turns: int) -> None:
    """Check that so many turns were played, each accepted and told once."""
    run = now(table.last).run
    events = [record.event for record in await table.ledger.read(run)]
    accepted = [event.turn for event in events if isinstance(event, Accepted)]
    assert accepted == list(range(1, turns + 1))
    opened = [event.scene.turn for event in events if isinstance(event, Opened)]
    assert opened == list(range(1, turns + 2))
    world = table.director.packs["relay-nine"].world
    verdict = await verify(table.ledger, run, world.start)
    assert verdict.ok, verdict
