"""From a sentence back to the pool that an author has to mend."""

import re
from collections import defaultdict

from nightreel.core.sentences import digest_of, sentences
from nightreel.worlds.pack import Pack

_SLOT = re.compile(r"\{[A-Za-z]+\}")


class Lines:
    """Knows where each sentence of a pack stands."""

    def __init__(self, pack: Pack) -> None:
        self._plain: dict[str, str] = {}
        self._slotted: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        for key, lines in pack.pools.items():
            for line in lines:
                for sentence in sentences(line.text):
                    self._put(key, sentence)

    def key_of(self, text: str) -> str | None:
        """Return the key of the pool that the text, or its first known sentence, was drawn from."""
        for sentence in sentences(text) or [text]:
            key = self._plain.get(digest_of(sentence)) or self._matched(sentence)
            if key is not None:
                return key
        return None

    def _put(self, key: str, sentence: str) -> None:
        if not _SLOT.search(sentence):
            self._plain.setdefault(digest_of(sentence), key)
            return
        parts = [re.escape(part) for part in _SLOT.split(sentence)]
        self._slotted[_last(sentence)].append((re.compile(".+".join(parts)), key))

    def _matched(self, sentence: str) -> str | None:
        """Try the lines that end like the sentence, then those that end in a slot."""
        for group in (_last(sentence), ""):
            for pattern, key in self._slotted.get(group, ()):
                if pattern.fullmatch(sentence):
                    return key
        return None


def _last(sentence: str) -> str:
    word = sentence.split()[-1]
    return "" if "{" in word else word
