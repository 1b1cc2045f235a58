"""What somebody wants to do, as structure: a label is for people, an intent is for the rules."""

from typing import Literal, get_args

from msgspec import Struct

Verb = Literal[
    "move",
    "climb",
    "run",
    "examine",
    "search",
    "take",
    "drop",
    "use",
    "open",
    "close",
    "break",
    "read",
    "hide",
    "wait",
    "listen",
    "fight",
    "ward",
    "call",
    "treat",
    "light_on",
    "light_off",
    "film",
    "hesitate",
]
VERBS: tuple[Verb, ...] = get_args(Verb)

Risk = Literal["safe", "risky", "desperate"]
RISKS: tuple[Risk, ...] = get_args(Risk)

Manner = Literal["plain", "careful", "bold"]
Kind = Literal["bold", "careful", "curious", "strange"]
Grade = Literal["triumph", "success", "cost", "setback", "disaster"]

WORDS_LIMIT = 120
"""Characters of speech that the rules keep; the rest is not heard."""


class Intent(Struct, frozen=True, omit_defaults=True):
    """A structured action.

    Attributes:
        target: id of a thing, exit's place or threat; None for the place itself.
        tool: id of a second thing.
        words: what is said aloud, when something is.
    """

    verb: Verb
    target: str | None = None
    tool: str | None = None
    manner: Manner = "plain"
    words: str | None = None

    @property
    def key(self) -> str:
        """A short name for "the same thing again"."""
        return f"{self.verb}:{self.target or ''}:{self.tool or ''}"


class Choice(Struct, frozen=True):
    """An offered action. `risk` is what the rules will use, not a hint."""

    label: str
    intent: Intent
    risk: Risk
    kind: Kind


class Refusal(Struct, frozen=True):
    """Why an intent cannot be tried here: `reason` names the pool of answers, `slots` fill them."""

    reason: str
    slots: dict[str, str] = {}
