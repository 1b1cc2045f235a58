"""The words players use, from `lexicon.toml`: phrases for verbs, small words, what is refused."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from nightreel.core.intent import Manner, Verb

GAP = "*"
_PARTICLES = frozenset(
    {"on", "off", "up", "down", "out", "away", "apart", "over", "back", "open", "shut", "in"}
)
_PARTED = frozenset({"use", "take", "drop", "open", "close", "break", "treat", "ward"})
_REACH = 8
"""Words that may stand in a phrase's gap: "get the whole sorry thing on tape"."""


class Entry(Struct, frozen=True):
    """A phrase and what it may mean. `docs` of the fields are at the head of `lexicon.toml`."""

    phrase: tuple[str, ...]
    verbs: tuple[Verb, ...] = ()
    senses: frozenset[str] = frozenset()
    manner: Manner = "plain"
    way: str | None = None
    frame: str | None = None
    refuses: str | None = None


class Match(Struct, frozen=True):
    """An entry found at the head of a clause, and which of the clause's words it took."""

    entry: Entry
    taken: frozenset[int]

    @property
    def end(self) -> int:
        """Index of the first word after the phrase (its gap apart)."""
        at = min(self.taken)
        while at in self.taken:
            at += 1
        return at


class Lexicon(Struct, frozen=True):
    """All phrases by first word, longest first, and the sets of small words."""

    entries: dict[str, tuple[Entry, ...]]
    words: dict[str, frozenset[str]]
    alike: dict[str, frozenset[str]]
    typos: dict[str, str]
    guards: dict[str, re.Pattern[str]]
    known: frozenset[str]
    count: int

    def head(self, words: Sequence[str], at: int) -> Match | None:
        """Return the longest phrase that begins at a word, or None."""
        for root in roots(words[at]):
            for entry in self.entries.get(root, ()):
                taken = self._fits(entry.phrase, words, at)
                if taken:
                    return Match(entry, taken)
        return None

    def senses(self, word: str) -> frozenset[str]:
        """Return the senses of a single word as a verb, a starter's being those of *start*."""
        found: frozenset[str] = frozenset()
        agent = (word[:-2], word[:-1]) if word.endswith("er") else ()
        for root in (*roots(word), *agent):
            for entry in self.entries.get(root, ()):
                if len(entry.phrase) == 1:
                    found |= entry.senses
        return found

    def _fits(
        self, phrase: tuple[str, ...], words: Sequence[str], at: int
    ) -> frozenset[int] | None:
        taken = {at}
        here = at + 1
        for step in range(1, len(phrase)):
            if phrase[step] == GAP:
                found = self._after_gap(phrase[step + 1 :], words, here)
                return None if found is None else frozenset(taken) | found
            while here < len(words) and words[here] in self.words["light_touch"]:
                here += 1
            if here >= len(words) or words[here] != phrase[step]:
                return None
            taken.add(here)
            here += 1
        return frozenset(taken)

    def _after_gap(
        self, tail: tuple[str, ...], words: Sequence[str], here: int
    ) -> frozenset[int] | None:
        """The object first, then the rest of the phrase, then nothing or another part."""
        for start in range(here + 1, min(here + _REACH, len(words) - len(tail)) + 1):
            end = start + len(tail)
            closed = end == len(words) or words[end] in self.words["after_gap"]
            if closed and tuple(words[start:end]) == tail:
                return frozenset(range(start, end))
        return None


@lru_cache(maxsize=4096)
def roots(word: str) -> tuple[str, ...]:
    """Return a word and what it may be a form of: `opens`, `opening`, `opened` to `open`."""
    found = [word]
    for ending in ("s", "es", "ing", "ed", "d", "in"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"] if ending in ("ing", "in") else [stem]
            if len(stem) > 3 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    return tuple(dict.fromkeys(found))


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once from the package."""
    source = files("nightreel.narrators.storyteller").joinpath("lexicon.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    entries = [e for row in data["verb"] for e in _entries(row)]
    count = len(entries)
    entries += [e for entry in entries for e in _parted(entry)]
    for reason in ("nonsense", "impossible"):
        entries += [Entry(tuple(p.split()), refuses=reason) for p in data["nothing"][reason]]
    words = {name: frozenset(listed) for name, listed in data["words"].items()}
    words["commands"] = frozenset(data["guards"]["commands"])
    words["weapons"] = frozenset(data["nothing"]["weapons"])
    small = ("determiners", "prepositions", "idle", "no", "it", "somebody")
    words["small"] = frozenset[str]().union(*(words[name] for name in small))
    words["unnamed"] = words["idle"] | words["compass"]
    after = ("prepositions", "idle", "before", "joins")
    words["after_gap"] = frozenset[str]().union(*(words[name] for name in after))
    words["light_touch"] = words["careful"] | words["bold"]
    return Lexicon(
        entries=_by_head(entries),
        words=words,
        alike=_alike(data["alike"]),
        typos=data["typos"],
        guards={n: re.compile("|".join(data["guards"][n])) for n in ("harm", "leap", "meta")},
        known=frozenset(w for e in entries for w in e.phrase).union(*words.values()),
        count=count,
    )


def _entries(row: dict[str, Any]) -> list[Entry]:
    return [
        Entry(
            phrase=tuple(phrase.split()),
            verbs=tuple(row["is"]),
            senses=frozenset(row.get("sense", ())),
            manner=cast(Manner, row.get("manner", "plain")),
            way=row.get("way"),
            frame=row.get("frame"),
        )
        for phrase in row["say"]
    ]


def _parted(entry: Entry) -> list[Entry]:
    """Return "switch the lamp off" beside "switch off the lamp"."""
    phrase = entry.phrase
    if len(phrase) != 2 or phrase[1] not in _PARTICLES or entry.verbs[0] not in _PARTED:
        return []
    return [replace(entry, phrase=(phrase[0], GAP, phrase[1]))]


def _by_head(entries: list[Entry]) -> dict[str, tuple[Entry, ...]]:
    by_head: dict[str, list[Entry]] = {}
    for entry in entries:
        by_head.setdefault(entry.phrase[0], []).append(entry)
    return {head: tuple(sorted(found, key=_long_first)) for head, found in by_head.items()}


def _long_first(entry: Entry) -> int:
    return -sum(w != GAP for w in entry.phrase)


def _alike(groups: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    """Turn the groups round: from a typed word to the world's words that it may stand for."""
    turned: dict[str, set[str]] = {}
    for word, likes in groups.items():
        for like in likes:
            turned.setdefault(like, set()).add(word)
    return {like: frozenset(words) for like, words in turned.items()}
