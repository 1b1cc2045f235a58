"""What players type, read by the narrator inside a deadline, or by its understudy.

Nothing is decided here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import structlog

from nightreel.core.intent import Choice, Intent, Refusal
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.director.reels import Live
from nightreel.director.scenes import current_facts
from nightreel.director.telling import DISPATCH_LIMIT, cut
from nightreel.ports.narrator import Narrator
from nightreel.worlds.pack import Pack

log = structlog.get_logger()
T = TypeVar("T")


class Understanding:
    """Asks a narrator what words mean in the scene that is shown."""

    def __init__(
        self, packs: Mapping[str, Pack], narrator: Narrator, understudy: Narrator, patience: float
    ) -> None:
        self._packs, self._patience = packs, patience
        self._narrator, self._understudy = narrator, understudy

    async def read(self, live: Live, text: str) -> Plan | Refusal:
        """Return what a typed action would be, or why it cannot be tried here."""
        facts = current_facts(live.run)
        read = await self._asked(live, lambda n: n.interpret(facts, text))
        if not isinstance(read, Intent):
            return read
        return plan(self._packs[live.run.world].world, live.run.state, read)

    async def answer(self, live: Live, refused: Refusal) -> str:
        """Return what the fiction says to an action that cannot be tried."""
        facts = current_facts(live.run)
        said = cut(await self._asked(live, lambda n: n.answer(facts, refused)), DISPATCH_LIMIT)
        return said or await self._understudy.answer(facts, refused)

    async def label(self, live: Live, offers: tuple[Choice, ...], hand: int) -> tuple[str, ...]:
        """Return labels for other choices in the same scene."""
        facts = current_facts(live.run, offers, hand)
        labels = (await self._asked(live, lambda n: n.phrase(facts))).labels
        if len(labels) == len(offers) and all(label.strip() for label in labels):
            return labels
        return (await self._understudy.phrase(facts)).labels

    async def _asked(self, live: Live, ask: Callable[[Narrator], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self._patience):
                return await ask(self._narrator)
        except Exception as error:  # noqa: BLE001 - a bug in a provider is no reason to lose a game
            log.warning("narrator_failed", run=live.id, turn=live.run.turn, why=repr(error))
            return await ask(self._understudy)
