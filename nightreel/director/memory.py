"""The executor for simulation and tests: runs a turn where it is called, records nothing but the
ledger.
"""

from collections.abc import Awaitable, Callable
from typing import Self

from nightreel.director.pipeline import Step

Resolve = Callable[[str, Step], Awaitable[str]]


class MemoryExecutor:
    """Executes turns in this process. A turn cut short is resolved anew by whoever asks next."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def execute(self, key: str) -> None:
        """Resolve the turn to its commit."""
        await self._resolve(key, direct)

    async def forget(self, run: str) -> None:
        """Do nothing: nothing was recorded."""


async def direct(name: str, work: Callable[[], Awaitable[str]], /) -> str:
    """Run a step and record nothing."""
    del name
    return await work()
