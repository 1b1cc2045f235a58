"""The storyteller: the narrator port on a writer's pools."""

import asyncio
from collections.abc import AsyncIterator, Mapping

from nightreel.core.conditions import Moment
from nightreel.core.dice import Stream
from nightreel.core.intent import Choice, Intent, Refusal
from nightreel.narrators.storyteller.composing import Composer, counter
from nightreel.narrators.storyteller.drawing import Drawer
from nightreel.narrators.storyteller.framing import brief_of
from nightreel.narrators.storyteller.labels import label_of
from nightreel.narrators.storyteller.reading import read_intent
from nightreel.ports.narrator import Brief, Coda, Dispatch, Facts, Labels, Part, Reaction
from nightreel.worlds.pack import Pack


class Storyteller:
    """Tells what the rules decided, in the words of the world's author."""

    name = "storyteller"

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._packs = packs

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        """Yield reaction, dispatch, brief and labels. Never raises for a pack that passed the
        linter.
        """
        drawer = self._drawer(facts, "tell")
        if facts.outcome is not None:
            yield Reaction(self._reaction(facts, drawer))
        yield Dispatch(Composer(self._packs[facts.world], facts, drawer).dispatch())
        yield self._brief(facts)
        if facts.state.ending:
            yield self._coda(facts.state.ending, drawer)
        yield self._labels(facts)

    async def phrase(self, facts: Facts) -> Labels:
        """Return labels for the offers alone."""
        return self._labels(facts)

    async def interpret(self, facts: Facts, text: str) -> Intent | Refusal:
        """Return what a typed action means here, by rules: verbs, fuzzy nouns, no model."""
        world = self._packs[facts.world].world
        # Reading three hundred hostile characters takes milliseconds, and the first reading a file.
        return await asyncio.to_thread(read_intent, world, facts.state, text)

    async def answer(self, facts: Facts, refusal: Refusal) -> str:
        """Return the answer inside the fiction; what a player typed comes back as text only."""
        drawer = self._drawer(facts, "answer", refusal.reason, *refusal.slots.values())
        drawer.plural = False
        for reason in (refusal.reason, "impossible"):
            text = drawer.peek(f"refuse.{reason}", **refusal.slots)
            if text:
                return text
        return "That can't be done here."

    def _drawer(self, facts: Facts, *purpose: str) -> Drawer:
        dice = Stream(facts.seed, facts.turn, facts.hand, *purpose)
        drawer = Drawer(self._packs[facts.world], facts.state, dice, facts.told)
        if (done := facts.outcome) is not None:
            drawer.moment = Moment(done.verb, done.grade, done.target or "")
        return drawer

    def _reaction(self, facts: Facts, drawer: Drawer) -> str:
        outcome = facts.outcome
        if outcome is None:
            return ""
        world = self._packs[facts.world].world
        slots = {"thing": world.name_of(outcome.target)} if outcome.target else {}
        drawer.plural = outcome.target in self._packs[facts.world].plurals
        keys = (f"{outcome.key}.reaction", f"reaction.{outcome.verb}", "reaction.any")
        drawn = drawer.draw(*keys, most=2, slots=slots)
        return drawn or f"The counter turns over: {counter(facts.state)}."

    def _brief(self, facts: Facts) -> Brief:
        return brief_of(self._packs[facts.world], facts)

    @staticmethod
    def _coda(ending: str, drawer: Drawer) -> Coda:
        drawn = drawer.draw(f"ending.{ending}.text", most=9)
        return Coda(drawn or drawer.peek(f"ending.{ending}.text") or "The tape ends here.")

    def _labels(self, facts: Facts) -> Labels:
        drawer = self._drawer(facts, "labels")
        world = self._packs[facts.world].world
        return Labels(tuple(label_of(world, facts.state, drawer, c) for c in facts.offers))


def labelled(offers: tuple[Choice, ...], labels: Labels) -> tuple[Choice, ...]:
    """Return the offers with their labels."""
    pairs = zip(offers, labels.labels, strict=True)
    return tuple(Choice(label, c.intent, c.risk, c.kind) for c, label in pairs)
