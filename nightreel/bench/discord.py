"""How soon the bot acknowledges a press while 200 runs are live, and what it asks of Discord.

The bot is a process of its own, so what the emulated Discord does is not counted as the bot's. A
time is taken there, from where an interaction is sent to where its answer's request arrives: both
ways through the loopback are in it, and so is what the two take from each other on their cores.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from msgspec import Struct

from nightreel.bench.crowd import Crowd, Hall
from nightreel.bench.emulated import Bot, all_busy, emulator, even_paced, running
from nightreel.bench.measuring import Figures, Heart, Series, figures

if TYPE_CHECKING:
    from tests.discord.emulator import Emulator, Exchange, Interaction

BESIDE = 5
"""Clicks a second in the other channels while the camera films."""
SETTLED = 3.0
"""Seconds until nothing of the last click is under way."""
SCENE = "POST /channels/{channel_id}/messages"
"""The call that brings a scene to a channel."""


class Size(Struct, frozen=True):
    """How much is played.

    Attributes:
        guilds: with so many `channels` each, one run a channel; a guild takes ten at most.
        clicks: without pictures, so many a second (`rate`) over all channels.
        idle: seconds for which nobody does anything.
        filmed: runs with pictures, so many `turns` each.
    """

    guilds: int = 20
    channels: int = 10
    clicks: int = 1200
    rate: float = 20.0
    idle: float = 10.0
    filmed: int = 4
    turns: int = 6


More = dict[str, float | str]


def discord(size: Size | None = None) -> Figures:
    """Play 200 runs at once on an emulated Discord; then film four more.

    Raises:
        BadBench: there is no emulator here, or something that it needs is missing.
    """
    return asyncio.run(_discord(size or Size()))


async def _discord(size: Size) -> Figures:
    async with emulator() as discord:
        halls = [Hall(discord, f"Hall {n}", size.channels) for n in range(size.guilds)]
        studio = Hall(discord, "Studio", size.filmed)
        with TemporaryDirectory() as folder, even_paced():
            async with running(discord, Path(folder)) as bot:
                return await _Evening(discord, bot, halls, studio).measured(size)


class _Evening:
    """The parts of the measurement, one after the other."""

    def __init__(self, discord: "Emulator", bot: Bot, halls: Sequence[Hall], studio: Hall) -> None:
        self._discord, self._bot = discord, bot
        self._halls, self._studio = halls, studio
        self._crowd = Crowd(discord, "halls")

    async def measured(self, size: Size) -> Figures:
        """Begin all runs, play them, leave them alone, film."""
        empty = self._bot.memory
        await self._crowd.begin(self._halls, filmed=False)
        starts = _delays(self._all)
        await asyncio.sleep(SETTLED)
        presses, played = await self._played(size)
        await asyncio.sleep(SETTLED)
        memory = self._bot.memory
        more: More = {
            "p99_ms": _ms(presses, 0.99),
            "runs": sum(len(hall.channels) for hall in self._halls),
            **played,
            "starts_p99_ms": _ms(starts, 0.99),
            "memory_mb": memory,
            "memory_without_runs_mb": empty,
            **await self._idle(size.idle),
            **await self._filmed(size),
            "never_acknowledged": sum(one.acknowledged is None for one in self._all),
            "complaints": len(self._discord.findings()),
        }
        return figures("discord", presses, more)

    @property
    def _all(self) -> "Sequence[Interaction]":
        return self._discord.interactions

    async def _played(self, size: Size) -> tuple[Series, More]:
        """Let the crowd loose on all runs."""
        pressed, asked = len(self._all), len(self._discord.exchanges)
        machine, bot, own, began = all_busy(), self._bot.busy, process_time(), perf_counter()
        async with Heart() as heart:
            await self._crowd.play(self._halls, size.clicks, size.rate)
        took, bot = perf_counter() - began, self._bot.busy - bot
        others = max(0.0, all_busy() - machine - bot - (process_time() - own) * 1000)
        presses = self._all[pressed:]
        await self._crowd.answered(presses)
        exchanges = self._discord.exchanges.since(asked)
        return _delays(presses), {
            "presses_a_second": round(len(presses) / took, 1),
            "calls_a_second": round(len(exchanges) / took, 1),
            **_calls("calls_a_turn", exchanges, self._halls),
            "busy_percent": round(bot / took / 10, 1),
            # With others at work on the cores, the times above are as much theirs.
            "others_busy_percent": round(others / took / 10, 1),
            "emulator_late_ms": round(heart.longest, 1),
        }

    async def _idle(self, seconds: float) -> More:
        """See what the bot does while nobody does anything."""
        busy, waits, asked = self._bot.busy, self._bot.waits, len(self._discord.exchanges)
        await asyncio.sleep(seconds)
        return {
            "idle_s": seconds,
            "idle_cpu_ms": round(self._bot.busy - busy, 1),
            "idle_wakeups": self._bot.waits - waits,
            "idle_calls": len(self._discord.exchanges) - asked,
        }

    async def _filmed(self, size: Size) -> More:
        """Play runs with pictures, each as fast as it can be, and the others beside them."""
        crew = Crowd(self._discord, "studio")
        await crew.begin([self._studio], filmed=True)
        pressed, asked = len(self._all), len(self._discord.exchanges)
        async with asyncio.TaskGroup() as group:
            # As long as it takes: it is cancelled.
            beside = group.create_task(self._crowd.play(self._halls, 1_000_000, BESIDE))
            scenes = Series()
            scenes.millis = await crew.play_on(self._studio, size.turns)
            beside.cancel()
        presses = self._all[pressed:]
        await crew.answered(presses)
        delays = _delays(presses)
        return {
            "filming_presses": len(presses),
            "filming_p50_ms": _ms(delays, 0.5),
            "filming_p99_ms": _ms(delays, 0.99),
            "filming_worst_ms": _ms(delays, 1),
            "filmed_scene_p50_ms": _ms(scenes, 0.5),
            "filmed_scene_worst_ms": _ms(scenes, 1),
            **_calls("filmed_calls_a_turn", self._discord.exchanges.since(asked), [self._studio]),
        }


def _delays(presses: "Iterable[Interaction]") -> Series:
    series = Series()
    series.millis = [one.acknowledged for one in presses if one.acknowledged is not None]
    return series


def _ms(series: Series, share: float) -> float:
    return round(series.at(share), 1)


def _calls(name: str, exchanges: "Iterable[Exchange]", halls: Sequence[Hall]) -> More:
    """Return how many calls a turn took: from one scene in its channel to the next one."""
    there = {channel.id for hall in halls for channel in hall.channels}
    counts = sorted(_turns(one for one in exchanges if one.channel in there))
    return {
        "turns" if name == "calls_a_turn" else "filmed_turns": len(counts),
        f"{name}_mean": round(sum(counts) / len(counts), 2) if counts else 0.0,
        f"{name}_worst": counts[-1] if counts else 0,
    }


def _turns(exchanges: "Iterable[Exchange]") -> Iterator[int]:
    """Yield the number of calls of each turn that was brought to its end."""
    counts: defaultdict[int | None, int] = defaultdict(int)
    for one in exchanges:
        counts[one.channel] += 1
        if one.route == SCENE:
            yield counts.pop(one.channel)
