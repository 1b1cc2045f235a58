"""The line to Discord's gateway: while it is cut nobody can press anything, so the runs that it
reaches stand still, and go on by themselves.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from nightreel.ports.clock import Clock, Timer
from nightreel.surfaces.discord.stage import Stage
from nightreel.surfaces.discord.stages import Stages

log = structlog.get_logger()

EVERY = -1
"""Stands for all shards, as long as none has been there."""
PATIENCE_MS = 6_000
"""How long a shard may be away before its runs are paused: a resume takes a second or two."""


class Line:
    """Minds the shards. Owns its tasks."""

    def __init__(
        self, stages: Stages, clock: Clock, shards: Callable[[], int], patience: int = PATIENCE_MS
    ) -> None:
        """Set it up. `shards` says how many there are, which Discord decides at the start."""
        self._stages, self._clock, self._patience = stages, clock, patience
        self._shards = shards
        self._there: set[int] = set()
        self._cut: dict[int, Timer] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    def opens(self) -> None:
        """Begin with every shard away."""
        self._set(EVERY)

    def down(self, shard: int) -> None:
        """A shard has gone. Said again, it has not gone later."""
        self._there.discard(shard)
        self._set(shard)

    def _set(self, shard: int) -> None:
        if shard not in self._cut:
            when = self._clock.now() + self._patience
            self._cut[shard] = self._clock.call_at(when, lambda: self._own(self._halt(shard)))

    def up(self, shard: int) -> None:
        """A shard is back."""
        self._there.add(shard)
        timer = self._cut.pop(shard, None)
        if timer is not None:
            timer.cancel()
        self._own(self._go_on(shard))

    async def close(self) -> None:
        """Mind nothing any more."""
        for timer in self._cut.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _halt(self, shard: int) -> None:
        # One at a time: what goes on must not be halted again by who is behind the times.
        async with self._turn:
            cut = [s for s in self._stages.live if self._away(s)]
            if cut:
                log.warning("gateway_lost", shard=shard, runs=len(cut))
                await self._stages.halt(self._away)

    def _away(self, stage: Stage) -> bool:
        return self._shard(stage) not in self._there

    async def _go_on(self, shard: int) -> None:
        async with self._turn:
            await self._stages.go_on(lambda stage: self._shard(stage) == shard)

    def _shard(self, stage: Stage) -> int:
        # Discord's own rule for which shard has a guild.
        return (int(stage.room.guild) >> 22) % max(1, self._shards())

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
