"""TELL: a narrator's parts, each shown as soon as it is whole, and an understudy for what does not
come.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable

import structlog
from msgspec import Struct, structs

from nightreel.core.adjudicate import Outcome
from nightreel.core.intent import Choice
from nightreel.core.sentences import sentences
from nightreel.ports.narrator import Brief, Coda, Dispatch, Facts, Labels, Narrator, Part, Reaction

log = structlog.get_logger()

LABEL_LIMIT = 80
REACTION_LIMIT = 200
DISPATCH_LIMIT = 1500
ALT_LIMIT = 300


class Telling(Struct, frozen=True):
    """A scene's words, whole. `outcome` is what they tell."""

    reaction: str = ""
    dispatch: str = ""
    brief: str = ""
    alt: str = ""
    labels: tuple[str, ...] = ()
    ending: str = ""
    narrated_by: str = ""
    outcome: Outcome | None = None
    offers: tuple[Choice, ...] = ()


Told = Callable[[Part], None]


def unheard(part: Part) -> None:
    """Nobody watches an opening or a prepared branch being told."""
    del part


class Teller:
    """Asks the narrator inside a deadline, and the understudy for the parts that are missing."""

    def __init__(self, narrator: Narrator, understudy: Narrator, patience: float) -> None:
        self.narrator, self.understudy, self._patience = narrator, understudy, patience

    async def tell(self, facts: Facts, told: Told) -> Telling:
        """Return the whole telling. Raises only if the understudy fails, which ours does not.

        What a narrator has said stands: it was shown, so the record must not have another.
        """
        making = _Making(facts, told)
        try:
            async with asyncio.timeout(self._patience):
                await making.collect(self.narrator)
        except Exception as error:  # noqa: BLE001 - a bug in a provider is no reason to lose a game
            log.warning(
                "narrator_failed", narrator=self.narrator.name, why=repr(error), turn=facts.turn
            )
        if not making.whole:
            await making.collect(self.understudy)
        return making.telling


class _Making:
    """A telling in the making: parts are taken once, as they will be recorded."""

    def __init__(self, facts: Facts, told: Told) -> None:
        self.telling = Telling(outcome=facts.outcome, offers=facts.offers)
        self._facts, self._told = facts, told

    @property
    def whole(self) -> bool:
        return _whole(self.telling, self._facts)

    async def collect(self, narrator: Narrator) -> None:
        """Take parts until the telling is whole; one that never ends is not waited for."""
        parts = narrator.tell(self._facts)
        try:
            async for part in parts:
                kept = _cut(part)
                taken = _taken(self.telling, kept, self._facts)
                if taken is not None:
                    self.telling = structs.replace(taken, narrated_by=narrator.name)
                    self._told(kept)
                if self.whole:
                    return
        finally:
            if isinstance(parts, AsyncGenerator):
                await parts.aclose()


def _whole(telling: Telling, facts: Facts) -> bool:
    reacted = bool(telling.reaction) or facts.outcome is None
    labelled = len(telling.labels) == len(facts.offers)
    ended = bool(telling.ending) or facts.state.ending is None
    told = bool(telling.dispatch) and bool(telling.brief)
    return reacted and told and labelled and ended


def _cut(part: Part) -> Part:
    """Return the part no longer than it may be."""
    match part:
        case Reaction(text):
            return Reaction(cut(text, REACTION_LIMIT))
        case Dispatch(text):
            return Dispatch(cut(text, DISPATCH_LIMIT))
        case Brief(text, alt):
            return Brief(cut(text, DISPATCH_LIMIT), cut(alt or text, ALT_LIMIT))
        case Coda(text):
            return Coda(cut(text, DISPATCH_LIMIT))
        case Labels(labels):
            return Labels(tuple(cut(label, LABEL_LIMIT) for label in labels))


def _taken(telling: Telling, part: Part, facts: Facts) -> Telling | None:
    """Return the telling with the part in it, or None when it is there or cannot be used."""
    match part:
        case Reaction(text) if not telling.reaction and text:
            return structs.replace(telling, reaction=text)
        case Dispatch(text) if not telling.dispatch and text:
            return structs.replace(telling, dispatch=text)
        case Brief(text, alt) if not telling.brief and text:
            return structs.replace(telling, brief=text, alt=alt)
        case Coda(text) if not telling.ending and text:
            return structs.replace(telling, ending=text)
        case Labels(labels) if _fit(telling, labels, facts):
            return structs.replace(telling, labels=labels)
        case _:
            return None


def _fit(telling: Telling, labels: tuple[str, ...], facts: Facts) -> bool:
    return not telling.labels and len(labels) == len(facts.offers) and all(labels)


def cut(text: str, limit: int) -> str:
    """Return the text in at most `limit` characters, whole sentences if that is possible."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    kept = ""
    for sentence in sentences(text):
        if len(kept) + len(sentence) + 1 > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[: limit - 1].rstrip() + "…"
