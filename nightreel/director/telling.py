"""TELL: a narrator's parts, each shown as soon as it is whole, and an understudy for what does not
come.
"""

import asyncio
from collections.abc import Callable

import structlog
from msgspec import Struct, structs

from nightreel.core.adjudicate import Outcome
from nightreel.core.intent import Choice
from nightreel.core.sentences import sentences
from nightreel.ports.errors import ProviderError
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


class Teller:
    """Asks the narrator inside a deadline, and the understudy for the parts that are missing."""

    def __init__(self, narrator: Narrator, understudy: Narrator, patience: float) -> None:
        self.narrator, self.understudy, self._patience = narrator, understudy, patience

    async def tell(self, facts: Facts, told: Told) -> Telling:
        """Return the whole telling. Raises only if the understudy fails, which the built-in one
        does not.
        """
        telling = Telling(outcome=facts.outcome, offers=facts.offers)
        try:
            async with asyncio.timeout(self._patience):
                telling = await self._collect(self.narrator, facts, telling, told)
        except (ProviderError, TimeoutError) as error:
            log.warning(
                "narrator_failed", narrator=self.narrator.name, why=repr(error), turn=facts.turn
            )
        if not _whole(telling, facts):
            telling = await self._collect(self.understudy, facts, telling, told)
        return telling

    async def _collect(
        self, narrator: Narrator, facts: Facts, so_far: Telling, told: Told
    ) -> Telling:
        telling = so_far
        async for part in narrator.tell(facts):
            taken = _taken(telling, part, facts)
            if taken is not None:
                telling = structs.replace(taken, narrated_by=narrator.name)
                told(part)
        return telling


def _whole(telling: Telling, facts: Facts) -> bool:
    reacted = bool(telling.reaction) or facts.outcome is None
    labelled = len(telling.labels) == len(facts.offers)
    ended = bool(telling.ending) or facts.state.ending is None
    told = bool(telling.dispatch) and bool(telling.brief)
    return reacted and told and labelled and ended


def _taken(telling: Telling, part: Part, facts: Facts) -> Telling | None:
    """Return the telling with the part in it, or None when it is there already or cannot be
    used.
    """
    match part:
        case Reaction(text) if not telling.reaction and text.strip():
            return structs.replace(telling, reaction=cut(text, REACTION_LIMIT))
        case Dispatch(text) if not telling.dispatch and text.strip():
            return structs.replace(telling, dispatch=cut(text, DISPATCH_LIMIT))
        case Brief(text, alt) if not telling.brief and text.strip():
            return structs.replace(
                telling, brief=cut(text, DISPATCH_LIMIT), alt=cut(alt, ALT_LIMIT)
            )
        case Coda(text) if not telling.ending and text.strip():
            return structs.replace(telling, ending=cut(text, DISPATCH_LIMIT))
        case Labels(labels) if not telling.labels and len(labels) == len(facts.offers):
            return structs.replace(telling, labels=tuple(cut(x, LABEL_LIMIT) for x in labels))
        case _:
            return None


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
