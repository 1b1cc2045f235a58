"""The bot is killed at any instant, and started again: nothing is lost, and nothing doubled."""

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.dice import Stream, pick
from nightreel.core.events import Accepted, Opened
from nightreel.director.clocks import SystemClock
from nightreel.store.sql import SqlLedger
from nightreel.store.verify import verify
from tests.director.games import WORLD, packs
from tests.discord.emulator import Channel, Emulator, Message, NotInTime, Person
from tests.discord.processes import BotProcess, a_process
from tests.discord.rooms import is_end, is_intro, now, press_of, presses, run_id

pytestmark = [pytest.mark.slow, pytest.mark.timeout(500)]

TURNS = 100
KILLS = 24
SEND = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
ANSWER = "POST /interactions/{interaction_id}/{interaction_token}/callback"


class Victim:
    """A run on a bot that gets killed, now before a request is done and now after."""

    def __init__(self, discord: Emulator, bot: BotProcess, channel: Channel, ada: Person) -> None:
        self.discord, self.bot, self.channel, self.ada = discord, bot, channel, ada
        self.dice = Stream(2611, "kills", 0)

    async def live(self) -> Message:
        """Return the one message that can be played, or the end that can be begun anew."""

        def one() -> bool:
            return len(self.alive()) == 1

        await self.discord.until(one, "one message to play on", within=20)
        return self.alive()[0]

    def alive(self) -> list[Message]:
        verbs = ("act", "again")
        return [m for m in self.channel.messages if any(p.verb in verbs for p in presses(m))]

    async def press(self, message: Message, *, wait: bool = True) -> None:
        """Press something that goes on with it."""
        button = next(b for b in message.buttons if (p := press_of(b)) and p.verb in _ON)
        await self.ada.click(message, custom_id=button.custom_id, wait=wait)

    async def a_turn(self, message: Message) -> Message:
        before = standing(message)
        await self.press(message)
        await self.discord.until(
            lambda: any(standing(m) != before for m in self.alive()), "the next turn", within=20
        )
        return await self.live()

    async def a_turn_with_a_kill(self, message: Message) -> Message:
        """Kill it somewhere in a turn, start it again, and press until the turn is played."""
        before = standing(message)
        await pick(self.dice, [self.at_once, self.at_a_request, self.after_a_request])(message)
        await self.bot.start()
        fresh = await self.live()
        if standing(fresh) == before:  # the press died with it, before anybody had it in writing
            fresh = await self.a_turn(fresh)
        return fresh

    async def at_once(self, message: Message) -> None:
        """The press is hardly there."""
        await self.press(message, wait=False)
        await self.bot.kill()

    async def at_a_request(self, message: Message) -> None:
        """It asks Discord for something, which is done, or not, after its death."""
        gate = self.discord.faults.hold(pick(self.dice, [SEND, EDIT, ANSWER]))
        await self.press(message, wait=False)
        with suppress(TimeoutError):  # a turn told at once needs no edit
            await gate.reached(within=5)
        await self.bot.kill()
        self.discord.faults.lift()
        gate.release()

    async def after_a_request(self, message: Message) -> None:
        """It has asked, it was done, and it never heard so."""
        lost = self.discord.faults.lose_answer(pick(self.dice, [SEND, EDIT, ANSWER]))
        await self.press(message, wait=False)
        with suppress(NotInTime):
            await self.discord.until(lambda: lost.times == 0, "it to ask", within=5)
        await self.bot.kill()
        self.discord.faults.lift()


_ON = ("act", "again")


async def test_a_bot_killed_at_random_points_of_a_hundred_turns_loses_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    async with Emulator() as discord:
        guild = discord.guild("Reel Club")
        channel, ada = guild.text_channel("games"), guild.member("ada")
        async with a_process(discord, tmp_path) as bot:
            victim = Victim(discord, bot, channel, ada)
            await ada.slash(channel, "play", pictures=False, clock=0)
            intro = await discord.message_where(is_intro)
            await ada.click(intro, label="Play")
            message = await victim.live()
            when = {int(n * TURNS / KILLS) for n in range(KILLS)}
            for turn in range(TURNS):
                step = victim.a_turn_with_a_kill if turn in when else victim.a_turn
                message = await step(message)
            await bot.kill()
            runs = {run_id(m) for m in channel.messages if m is not intro}
            for run in runs:
                await as_the_ledger_says(tmp_path, run, channel)
        discord.verdict()


def standing(message: Message) -> tuple[str, int, bool]:
    """Which turn of which run a message is, and whether the run is over."""
    if is_end(message):
        return run_id(message), -1, True
    return run_id(message), now(message).turn, False


async def as_the_ledger_says(folder: Path, run: str, channel: Channel) -> None:
    """Check that the ledger is whole, and that each of its turns has one message that tells it."""
    url = f"sqlite:///{folder}/home/nightreel.db"
    async with SqlLedger.open(url, SystemClock()) as ledger:
        verdict = await verify(ledger, run, packs()[WORLD].world.start)
        assert verdict.ok, verdict
        events = [r.event for r in await ledger.read(run)]
    accepted = Counter(e.turn for e in events if isinstance(e, Accepted))
    scenes = {e.scene.turn: e.scene for e in events if isinstance(e, Opened)}
    assert set(accepted.values()) <= {1}
    over = events[-1].__class__.__name__ == "Finished"
    told = Counter[int]()
    for message in channel.messages:
        turn = turn_of(message, run)
        if turn is not None and not is_end(message):
            told[turn] += 1
            assert said(scenes[turn].dispatch) in said(message.text)
    expected = set(scenes) - ({max(scenes)} if over else set[int]())
    assert set(told) == expected
    assert set(told.values()) == {1}, {t: n for t, n in told.items() if n > 1}
    assert sum(is_end(m) and run_id(m) == run for m in channel.messages) == int(over)


def said(text: str) -> str:
    """The text as it is read, its escapes taken away."""
    return "".join(text.replace("\\", "").split())


def turn_of(message: Message, run: str) -> int | None:
    """The turn of a run that a message has ever shown."""
    shown = (b for look in message.history for b in look.buttons)
    found = (p for b in shown if (p := press_of(b)) is not None and p.run == run)
    return next((p.turn for p in found), None)


async def test_a_bot_that_is_asked_to_end_ends_cleanly_and_plays_on_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with Emulator() as discord:
        guild = discord.guild("Reel Club")
        channel, ada = guild.text_channel("games"), guild.member("ada")
        async with a_process(discord, tmp_path) as bot:
            victim = Victim(discord, bot, channel, ada)
            await ada.slash(channel, "play", pictures=False)
            await ada.click(await discord.message_where(is_intro), label="Play")
            message = await victim.a_turn(await victim.live())
            assert await bot.terminate() == 0
            await bot.start()
            following = await victim.a_turn(message)
            assert now(following).turn == 3
            asked = await ada.slash(channel, "run status")
            assert "turn 3" in await asked.told()
        discord.verdict()


async def test_both_channels_of_a_killed_bot_play_on(tmp_path: Path) -> None:
    async with Emulator() as discord:
        guild, other = discord.guild("Reel Club"), discord.guild("Night Shift")
        places = [(guild.text_channel("a"), guild.member("ada"))]
        places.append((other.text_channel("b"), other.member("bo")))
        async with a_process(discord, tmp_path) as bot:
            victims = [Victim(discord, bot, *place) for place in places]
            for victim in victims:
                await victim.ada.slash(victim.channel, "play", pictures=False, clock=0)
                intro = await discord.message_where(lambda m: m.channel is victim.channel)  # noqa: B023
                await victim.ada.click(intro, label="Play")
            messages = await asyncio.gather(*(v.live() for v in victims))
            for victim, message in zip(victims, messages, strict=True):
                await victim.press(message, wait=False)
            await bot.kill()
            await bot.start()
            for victim in victims:
                await victim.a_turn(await victim.live())
            await bot.kill()
        discord.verdict()
