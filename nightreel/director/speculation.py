"""PREPARE: while people read, the next turn is told for each choice on offer.

Fate is fixed by seed and turn, and dice by the intent, so a prepared branch is exact. It is thrown
away when another is
taken, and it is only ever taken once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog

from nightreel.core.intent import Intent
from nightreel.director.telling import Telling

log = structlog.get_logger()

KEPT = 256
Tell = Callable[[Intent], Awaitable[Telling]]


class Prepared:
    """Tellings prepared for turns that may come, by turn key and intent. Owns its tasks."""

    def __init__(self, at_once: int = 2) -> None:
        self._told: OrderedDict[tuple[str, Intent], asyncio.Task[Telling]] = OrderedDict()
        self._room = asyncio.Semaphore(at_once)

    def prepare(self, key: str, intents: list[Intent], tell: Tell) -> None:
        """Begin to tell each branch of a turn, a few at a time."""
        self._drop_run(key.rsplit("/", 2)[0])
        for intent in intents:
            task = asyncio.get_running_loop().create_task(self._one(intent, tell))
            task.add_done_callback(_read)
            self._told[key, intent] = task
        while len(self._told) > KEPT:
            self._told.popitem(last=False)[1].cancel()

    async def take(self, key: str, intent: Intent) -> Telling | None:
        """Return the branch if it was prepared, or is being prepared; drop its siblings."""
        task = self._told.pop((key, intent), None)
        self._drop_run(key.rsplit("/", 2)[0])
        if task is None:
            return None
        try:
            return await task
        except Exception as error:  # noqa: BLE001 - it is told anew instead
            log.info("branch_lost", key=key, why=repr(error))
            return None

    async def close(self) -> None:
        """Stop preparing."""
        tasks = list(self._told.values())
        self._told.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _one(self, intent: Intent, tell: Tell) -> Telling:
        async with self._room:
            return await tell(intent)

    def _drop_run(self, run: str) -> None:
        for name in [n for n in self._told if n[0].rsplit("/", 2)[0] == run]:
            self._told.pop(name).cancel()


def _read(task: "asyncio.Task[Telling]") -> None:
    """Take the exception of a task that nobody will await."""
    if not task.cancelled():
        task.exception()
