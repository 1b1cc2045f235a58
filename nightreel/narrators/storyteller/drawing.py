"""Drawing lines from a pack's pools: what fits now, what is particular, what was not told yet."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from nightreel.core.conditions import NOW, Moment
from nightreel.core.dice import Stream, pick
from nightreel.core.sentences import digest_of, sentences
from nightreel.core.state import State
from nightreel.worlds.pack import Line, Pack

_SLOT = re.compile(r"\{([A-Za-z]+)\}")
# A line that makes the slot the subject of a singular verb reads wrong for "the duckboards".
_SINGULAR = re.compile(r"\{[Tt]hing\} (?:is|was|has|does|[a-z]+(?:[^s]s))\b")

NO_SLOTS: Mapping[str, str] = MappingProxyType({})


class Drawer:
    """Draws lines for one scene. Remembers what it drew, so that one scene does not repeat itself
    either.
    """

    def __init__(self, pack: Pack, state: State, dice: Stream, told: frozenset[str]) -> None:
        self.pack, self.state, self._dice = pack, state, dice
        self._told = set(told)
        self.moment: Moment = NOW
        self.plural = False

    def draw(
        self, *keys: str, most: int = 2, cut: bool = True, slots: Mapping[str, str] = NO_SLOTS
    ) -> str | None:
        """Return a line of at most `most` sentences from the first pool that has one, or None.

        A line is told whole if any fits; only what must be told is `cut` to its first sentences.
        """
        for key in keys:
            for whole in (True, False) if cut else (True,):
                line = self._from(key, most, slots, whole=whole)
                if line is not None:
                    return line
        return None

    def peek(self, key: str, **slots: str) -> str | None:
        """Return a line without caring whether it was told (labels, answers)."""
        fitting = self._fitting(key, slots)
        return filled(pick(self._dice, fitting).text, slots) if fitting else None

    def claim(self, text: str) -> bool:
        """Take a text as told; False when one of its sentences was told before."""
        marks = [digest_of(s) for s in sentences(text)]
        if len(set(marks)) < len(marks) or any(m in self._told for m in marks):
            return False
        self._told.update(marks)
        return True

    def _from(self, key: str, most: int, slots: Mapping[str, str], *, whole: bool) -> str | None:
        fitting = self._fitting(key, slots)
        particular = [line for line in fitting if line.when.source]
        plain = [line for line in fitting if not line.when.source]
        # What fits this very moment is told three times out of four; else it would crowd out the
        # rest.
        pools = [particular, plain] if self._dice.roll(4) > 1 else [plain, particular]
        for pool in pools:
            left = list(pool)
            while left:
                line = left.pop(self._dice.roll(len(left)) - 1)
                # Sentences are the author's; what a player said is part of one, whatever it holds.
                told = [filled(sentence, slots) for sentence in sentences(line.text)]
                if whole and len(told) > most:
                    continue
                text = " ".join(told[:most])
                if self.claim(text):
                    return text
        return None

    def _fitting(self, key: str, slots: Mapping[str, str]) -> list[Line]:
        return [line for line in self.pack.pools.get(key, ()) if self._fits(line, slots)]

    def _fits(self, line: Line, slots: Mapping[str, str]) -> bool:
        if self.plural and _SINGULAR.search(line.text):
            return False
        if any(name.lower() not in slots for name in _SLOT.findall(line.text)):
            return False
        return line.when.holds(self.pack.world, self.state, self.moment)


def filled(text: str, slots: Mapping[str, str]) -> str:
    """Return the text with its slots filled; `{Thing}` is `{thing}` with a capital letter."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        filler = slots.get(name.lower(), "")
        return filler[:1].upper() + filler[1:] if name[0].isupper() else filler

    made = _SLOT.sub(value, text)
    # What a player said may open a sentence: 'hello' becomes 'Hello'.
    at = 1 if made[:1] in "'\"" else 0
    return made[:at] + made[at : at + 1].upper() + made[at + 1 :]
