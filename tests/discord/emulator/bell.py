"""Waiting for something to become true, without polling and without sleeping."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from .errors import NotInTime

T = TypeVar("T")


class Bell:
    """Rings whenever the emulated world changes; whoever waits looks again."""

    def __init__(self, happened: Callable[[], str]) -> None:
        self._happened = happened
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everybody who waits."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def until(self, look: Callable[[], T | None], within: float, what: str) -> T:
        """Return what `look` sees once it sees something.

        Raises:
            NotInTime: After that many seconds; with what happened instead.
        """
        try:
            async with asyncio.timeout(within):
                while (seen := look()) is None:
                    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiting.add(waiter)
                    await waiter
        except TimeoutError:
            raise NotInTime(
                f"waited {within} s for {what}; what happened:\n{self._happened()}"
            ) from None
        return seen
