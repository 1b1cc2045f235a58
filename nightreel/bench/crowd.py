"""A crowd: people in many channels of an emulated Discord, who click when the dice say so."""

import asyncio
from contextlib import suppress
from math import log
from typing import TYPE_CHECKING

from nightreel.core.dice import Stream, chance, pick
from nightreel.surfaces.discord.custom_ids import Press, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.discord.emulator import Channel, Emulator, Interaction, Message, Person

CLOCK = 300
"""Seconds to act: every run has a timer that is live, and none rings while it is measured."""
EACH = 2
"""Runs that one host may have at once."""
AT_ONCE = 4
"""Runs that are begun at a time."""
DOUBLE = 10
"""Percent of the clicks that come twice in one moment, of one player or of two."""
TRIES = 100
"""Channels that are looked into for one where a run waits for a click."""
PATIENCE = 30.0
"""Seconds for the bot's answer, and for the next scene."""


class Hall:
    """A guild with its channels, and its hosts, who are its players as well."""

    def __init__(self, discord: "Emulator", name: str, channels: int) -> None:
        guild = discord.guild(name)
        self.channels = [guild.text_channel(f"reel-{n}") for n in range(channels)]
        self.people = guild.members(*(f"{name} {n}" for n in range(-(-channels // EACH))))


class Crowd:
    """Everybody, on one Discord. The dice are their own: the same clicks are tried each time."""

    def __init__(self, discord: "Emulator", name: str) -> None:
        self._discord, self._dice = discord, Stream(1, "bench", name)

    # --- beginning

    async def begin(self, halls: "Sequence[Hall]", *, filmed: bool) -> None:
        """Begin a run in every channel, a few at a time."""
        gate = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for hall in halls:
                for n, channel in enumerate(hall.channels):
                    begun = self._begin(channel, hall.people[n // EACH], filmed, gate)
                    group.create_task(begun)

    async def _begin(
        self, channel: "Channel", host: "Person", filmed: bool, gate: asyncio.Semaphore
    ) -> None:
        async with gate:
            asked = await host.slash(channel, "play", within=PATIENCE, pictures=filmed, clock=CLOCK)
            intro = await asked.reply(PATIENCE)
            label = "Play" if filmed else "Play without pictures"
            await host.click(intro, label=label, within=PATIENCE)
            await self._after(channel, intro)

    # --- playing

    async def play(self, halls: "Sequence[Hall]", clicks: int, rate: float) -> None:
        """Click in random channels at random moments, so many times a second on the average."""
        loop = asyncio.get_running_loop()
        at = loop.time()
        for _ in range(clicks):
            at += self._gap(rate)
            await asyncio.sleep(at - loop.time())
            await self._somewhere(halls)

    async def play_on(self, hall: Hall, turns: int) -> list[float]:
        """Play all channels of a hall at once, each as soon as it can be.

        Return the milliseconds from each click to the scene that came of it.
        """
        async with asyncio.TaskGroup() as group:
            told = [group.create_task(self._turns(c, hall, turns)) for c in hall.channels]
        return [millis for task in told for millis in task.result()]

    async def _turns(self, channel: "Channel", hall: Hall, turns: int) -> list[float]:
        loop, took = asyncio.get_running_loop(), list[float]()
        for _ in range(turns):
            message, began = _latest(channel), loop.time()
            await self._click(message, pick(self._dice, hall.people))
            await self._after(channel, message)
            took.append((loop.time() - began) * 1000)
        return took

    def _gap(self, rate: float) -> float:
        """Seconds to the next of clicks that know nothing of each other."""
        return -log(self._dice.roll(1 << 30) / (1 << 30)) / rate

    async def _somewhere(self, halls: "Sequence[Hall]") -> None:
        """Click in a channel where a run waits for it: not where a turn is under way."""
        for _ in range(TRIES):
            hall = pick(self._dice, halls)
            message = _latest(pick(self._dice, hall.channels))
            if await self._click(message, pick(self._dice, hall.people)):
                if chance(self._dice, DOUBLE):
                    await self._click(message, pick(self._dice, hall.people))
                return

    async def _click(self, message: "Message", who: "Person") -> bool:
        """Press a choice, or *Play again*, without waiting for the answer; say whether one could.

        Nothing here lets the loop go on: two clicks in a row are sent in one moment.
        """
        there = _pressable(message)
        if there:
            await who.click(message, custom_id=pick(self._dice, there), wait=False)
        return bool(there)

    # --- waiting

    async def _after(self, channel: "Channel", message: "Message") -> None:
        """Wait until a later message of a channel can be played."""

        def there() -> bool:
            latest = _latest(channel)
            return latest.id > message.id and bool(_pressable(latest))

        await self._discord.until(there, f"a scene in #{channel.name}", PATIENCE)

    async def answered(self, presses: "Sequence[Interaction]") -> None:
        """Wait until all have their answer; not for ever, who never gets one is counted."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + PATIENCE
        for press in presses:
            with suppress(AssertionError, TimeoutError):
                await press.answered(max(0.0, ends - loop.time()))


def _latest(channel: "Channel") -> "Message":
    """Return what stands last in a channel, for everybody."""
    return channel.messages[-1]


def _pressable(message: "Message") -> list[str]:
    """Return the choices that can be taken; at the end, *Play again*."""
    pressed = [(b.custom_id or "", read(b.custom_id or "")) for b in message.buttons if b.pressable]
    return [i for i, p in pressed if isinstance(p, Press) and p.verb in ("act", "again")]
