"""Ids as Discord makes them: time in the upper bits, so that whoever reads one knows its age."""

from .clock import Clock

EPOCH = 1_420_070_400_000
"""The first second of 2015, in milliseconds; where Discord's time begins."""

_DAY = 86_400_000


class Snowflakes:
    """Mints ids that grow and never repeat."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._guilds = 0

    def mint(self) -> int:
        """Return a new id of this moment."""
        self._last = max(self._last + 1, (self._clock.milliseconds() - EPOCH) << 22)
        return self._last

    def mint_guild(self) -> int:
        """Return an id whose neighbours fall on neighbouring shards.

        A guild's shard is its id's time modulo the number of shards. Guilds of one test are made
        within one millisecond and would all share a shard.
        """
        self._guilds += 1
        yesterday = self._clock.milliseconds() - EPOCH - _DAY
        return ((yesterday // 1000 * 1000 + self._guilds) << 22) | self._guilds


def shard_of(guild: int | None, shards: int) -> int:
    """Return the shard that hears of a guild; direct messages belong to the first one."""
    return 0 if guild is None else (guild >> 22) % shards
