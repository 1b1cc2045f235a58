"""What was shown on a turn, beside what was so: the material of every check."""

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from nightreel.core.adjudicate import Outcome
from nightreel.core.effects import apply
from nightreel.core.scene import Scene
from nightreel.core.sentences import sentences
from nightreel.core.state import State

# Quotes, typed or curly (an apostrophe inside a word closes nothing), and lettering: what stands on
# a sign or a tape box, in capitals.
_QUOTED = re.compile(
    "\u201c[^\u201d]*\u201d?"
    r"|\"[^\"]*\"?"
    "|(?<!\\w)\u2018(?:[^\u2019]|\u2019(?=\\w))*\u2019(?!\\w)"
    r"|(?<!\w)'(?:[^']|'(?=\w))*'(?!\w)"
    r"|\b[A-Z]{3,}\b"
)


class Shown(Struct, frozen=True, dict=True):
    """One scene of a run.

    Attributes:
        before: the state that was acted in; None for an opening.
        state: the state that the scene shows.
        ending: the text of the ending, on the last scene.
    """

    seed: int
    before: State | None
    state: State
    outcome: Outcome | None
    scene: Scene
    ending: str = ""

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every state that prose may speak of: a turn's words begin in one and end in another."""
        if self.before is None or self.outcome is None:
            return (self.state,)
        passed = [self.before]
        for effect in self.outcome.effects:
            passed.append(apply(passed[-1], effect))
        return (*passed, self.state)


class Finding(Struct, frozen=True):
    """Something that does not agree. `rule` names the check, `why` says what disagrees."""

    rule: str
    text: str
    why: str
    seed: int = 0
    turn: int = 0


class Said(Struct, frozen=True):
    """A sentence, and the same in lower case with everything inside quotes blotted out."""

    part: str
    text: str
    bare: str


def told(shown: Shown) -> Iterator[Said]:
    """Yield every sentence of a scene with the part it stands in, labels and alt text included."""
    parts = (
        ("reaction", shown.scene.reaction),
        ("dispatch", shown.scene.dispatch),
        ("ending", shown.ending),
        ("alt", shown.scene.alt),
        *(("label", choice.label) for choice in shown.scene.choices),
    )
    for part, text in parts:
        yield from _said(part, text)


def _said(part: str, text: str) -> Iterator[Said]:
    # Quotes are blotted out in the whole text, because one may run over several sentences.
    bare = _QUOTED.sub(lambda m: "·" * len(m[0]), text)
    at = 0
    for sentence in sentences(text):
        at = text.find(sentence, at)
        yield Said(part, sentence, bare[at : at + len(sentence)].lower())
        at += len(sentence)
