"""The narrator port: facts in, words out. A narrator never decides what is so."""

from collections.abc import AsyncIterator
from typing import Protocol

from msgspec import Struct

from nightreel.core.adjudicate import Outcome
from nightreel.core.intent import Choice, Intent, Refusal
from nightreel.core.state import State


class Facts(Struct, frozen=True):
    """All that a narrator gets. Its size does not grow with the run, apart from `told` (5 bytes a
    sentence).

    Attributes:
        turn: number of the turn that the scene opens.
        before: the state acted in; None for an opening.
        state: the state now.
        outcome: what the rules decided; None for an opening.
        offers: the choices, without labels.
        told: digests of the sentences told in this run.
        hand: 0, or how many times other choices were asked for.
    """

    world: str
    seed: int
    turn: int
    state: State
    before: State | None = None
    outcome: Outcome | None = None
    offers: tuple[Choice, ...] = ()
    told: frozenset[str] = frozenset()
    hand: int = 0


class Reaction(Struct, frozen=True, tag=True):
    """The one-line answer, first of all."""

    text: str


class Dispatch(Struct, frozen=True, tag=True):
    """What happened, in one to three sentences."""

    text: str


class Brief(Struct, frozen=True, tag=True):
    """What the picture shows: for an illustrator, and as alt text for a person (300 characters)."""

    text: str
    alt: str


class Coda(Struct, frozen=True, tag=True):
    """The end of the story, when a run has reached one: four to seven sentences."""

    text: str


class Labels(Struct, frozen=True, tag=True):
    """A label for each offer, in their order, at most 80 characters each."""

    labels: tuple[str, ...]


Part = Reaction | Dispatch | Brief | Coda | Labels


class Narrator(Protocol):
    """Puts facts into words. Every method may raise `ProviderError`, and nothing else."""

    @property
    def name(self) -> str:
        """What a scene says it was narrated by."""
        ...

    def tell(self, facts: Facts) -> AsyncIterator[Part]:
        """Yield each part as soon as it is whole: reaction, dispatch, brief, coda, labels."""
        ...

    async def phrase(self, facts: Facts) -> Labels:
        """Return labels for the offers alone."""
        ...

    async def interpret(self, facts: Facts, text: str) -> Intent | Refusal:
        """Return what a typed action means in the scene, or why nothing can be made of it."""
        ...

    async def answer(self, facts: Facts, refusal: Refusal) -> str:
        """Return the answer inside the fiction to an action that cannot be tried."""
        ...
