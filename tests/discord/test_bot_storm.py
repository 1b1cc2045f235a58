"""A thousand turns, each under some abuse that a crowd could come up with."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.dice import Stream, pick
from nightreel.core.events import Accepted, Opened
from nightreel.narrators.storyteller import Storyteller
from tests.director.games import packs
from tests.discord.emulator import Interaction, Message, Reply, Seen
from tests.discord.rooms import Night, a_night, choices, is_end, now, run_id
from tests.doubles import Counting

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
TURNS = 1000
WORDS = ("wait and listen", "look around", "shout for Ruth", "sit down", "call out", "turn back")

Abuse = Callable[["Storm", Message], Awaitable[Sequence[Interaction]]]


class Storm:
    """A crowd with dice. Each abuse plays a turn, whatever else it does; it returns its presses."""

    def __init__(self, night: Night, seed: int) -> None:
        self.night, self.dice = night, Stream(seed, "storm", 0)
        self.before: Seen | None = None

    def somebody(self):
        return pick(self.dice, list(self.night.people))

    def some(self, message: Message) -> str:
        return str(pick(self.dice, choices(message)).custom_id)

    async def one_press(self, message: Message) -> Sequence[Interaction]:
        return [await self.somebody().click(message, custom_id=self.some(message))]

    async def the_same_again_and_again(self, message: Message) -> Sequence[Interaction]:
        who, button = self.somebody(), self.some(message)
        times = pick(self.dice, [2, 3, 4])
        return await asyncio.gather(*(who.click(message, custom_id=button) for _ in range(times)))

    async def everybody_at_once(self, message: Message) -> Sequence[Interaction]:
        return await asyncio.gather(
            *(p.click(message, custom_id=self.some(message)) for p in self.night.people)
        )

    async def a_box_and_a_button(self, message: Message) -> Sequence[Interaction]:
        one, other = self.night.people[:2]
        box = (await one.click(message, label="Write in")).modal
        return await asyncio.gather(
            one.submit(box, {"words": pick(self.dice, list(WORDS))}),
            other.click(message, custom_id=self.some(message)),
        )

    async def a_press_on_the_turn_before(self, message: Message) -> Sequence[Interaction]:
        if self.before is None or self.before.message.deleted:
            return await self.one_press(message)
        old = pick(self.dice, choices(self.before)).custom_id
        return await asyncio.gather(
            self.somebody().stale_click(self.before, custom_id=old),
            self.somebody().click(message, custom_id=self.some(message)),
        )

    async def other_choices_and_a_button(self, message: Message) -> Sequence[Interaction]:
        seen, button = message.as_seen(), self.some(message)
        both = await asyncio.gather(
            self.somebody().click(message, label="Other choices"),
            self.somebody().stale_click(seen, custom_id=button),
        )
        if both[1].private:  # the other hand came first: what was seen is not there any more
            await self.night.discord.until(
                lambda: message.live and now(message).hand > 0, "another hand"
            )
            return [*both, *await self.one_press(message)]
        return both

    async def settings_and_a_button(self, message: Message) -> Sequence[Interaction]:
        seen, button = message.as_seen(), self.some(message)
        host = self.night.ada
        auto = next(b for b in message.buttons if (b.label or "").startswith("Auto"))
        return await asyncio.gather(
            host.click(message, custom_id=auto.custom_id),
            host.click(message, custom_id=auto.custom_id),
            self.somebody().stale_click(seen, custom_id=button),
        )

    async def a_pause_between(self, message: Message) -> Sequence[Interaction]:
        await self.night.ada.slash(self.night.channel, "run pause")
        await self.night.discord.until(lambda: "Resume" in _labels(message), "it to stand still")
        await self.somebody().click(message, label="Resume")
        await self.night.discord.until(lambda: bool(choices_live(message)), "it to go on")
        return await self.one_press(message)

    async def the_message_taken_away(self, message: Message) -> Sequence[Interaction]:
        turn = now(message).turn
        await self.night.guild.member("mod", permissions=("manage_messages",)).delete(message)
        fresh = await self.night.discord.message_where(
            lambda m: m is not message and bool(choices_live(m)) and now(m).turn == turn
        )
        return await self.one_press(fresh)


ABUSES: tuple[Abuse, ...] = (
    Storm.one_press,
    Storm.the_same_again_and_again,
    Storm.everybody_at_once,
    Storm.a_box_and_a_button,
    Storm.a_press_on_the_turn_before,
    Storm.other_choices_and_a_button,
    Storm.settings_and_a_button,
    Storm.a_pause_between,
    Storm.the_message_taken_away,
)


async def test_a_thousand_turns_of_abuse_are_a_thousand_turns(tmp_path: Path) -> None:
    narrator = Counting(Storyteller(packs()))
    async with a_night(tmp_path, narrator=narrator) as night:
        storm, played, ends = Storm(night, 20_261_129), 0, list[Message]()
        message = await night.begin()
        while played < TURNS:
            message = await a_turn(storm, message)
            played += 1
            if is_end(message):
                ends.append(message)
                message = await anew(storm, message)
        accepted = Counter[tuple[str, int]]()
        for last in (*ends, message):
            await night.intact(last)
            accepted.update(await once_each(night, run_id(last)))
        assert sum(accepted.values()) == played == len(narrator.told)
        assert len(await night.director.runs(limit=500)) == len(ends) + 1


async def a_turn(storm: Storm, message: Message) -> Message:
    """Play a turn under some abuse; return what is to be played next."""
    night, turn = storm.night, now(message).turn
    seen = message.as_seen()
    presses = await pick(storm.dice, list(ABUSES))(storm, message)
    storm.before = seen
    following = await night.next(turn, message.channel, run_id(message))
    for press in presses:
        assert press.reply_kind is not Reply.MESSAGE or press.private, str(press)
    return following


async def anew(storm: Storm, end: Message) -> Message:
    """Press *Play again*, two at once; return the first turn."""
    seen = end.as_seen()
    storm.before = None
    await asyncio.gather(*(p.stale_click(seen, label="Play again") for p in storm.night.people[:2]))
    run = run_id(end)
    return await storm.night.discord.message_where(
        lambda m: bool(choices_live(m)) and run_id(m) != run
    )


async def once_each(night: Night, run: str) -> Counter[tuple[str, int]]:
    """Check that each turn was accepted once and opened once; return them."""
    events = [r.event for r in await night.ledger.read(run)]
    accepted = Counter((run, e.turn) for e in events if isinstance(e, Accepted))
    opened = Counter(e.scene.turn for e in events if isinstance(e, Opened))
    assert set(accepted.values()) | set(opened.values()) == {1}
    return accepted


def choices_live(message: Message):
    return [b for b in choices(message) if b.pressable and not message.deleted]


def _labels(message: Message) -> list[str]:
    return [b.label or "" for b in message.buttons]
