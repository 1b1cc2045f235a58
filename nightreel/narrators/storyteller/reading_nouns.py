"""What a typed noun may name here: things, ways, threats, wounds, and what is always there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from nightreel.core.plan import in_scope, present
from nightreel.core.state import WITHIN, State
from nightreel.core.world import Exit, World
from nightreel.narrators.storyteller.reading_lexicon import Lexicon
from nightreel.narrators.storyteller.reading_words import Token, Vocabulary

Kind = Literal["thing", "exit", "threat", "wound", "here", "lamp", "camera", "self", "scenery"]
Phrase = tuple[str, ...]

FULL, NOUN, HEAD, PART = 4, 3, 2, 1
"""How good a name is: whole, a noun of the author's, a name's last word, any other word of it."""

WHOLE = 5
"""Added to a score where the name ends the noun: "gate chain" is a chain, "chain gate" is none."""

_WORD = re.compile(r"[a-z0-9]+")
_DROPPED = frozenset({"the", "a", "an", "of"})


class Named(Struct, frozen=True):
    """Something a noun names."""

    kind: Kind
    id: str = ""


class Chunk(Struct, frozen=True):
    """A noun's words as typed, with the preposition before them."""

    prep: str
    words: Phrase
    start: int
    end: int


class Found(Struct, frozen=True):
    """What a chunk names, several when they fit alike; `far` when it is known but not here."""

    named: tuple[Named, ...] = ()
    score: int = 0
    far: bool = False


class Atlas(Struct, frozen=True):
    """The names of a world, made once: by thing, threat and wound; by way; and all together."""

    names: Mapping[Named, tuple[tuple[Phrase, int], ...]]
    ways: Mapping[str, tuple[tuple[Exit, frozenset[str], frozenset[str]], ...]]
    far: Mapping[Phrase, int]
    places: Mapping[str, frozenset[str]]
    vocabulary: Vocabulary


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return a noun without its plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def stems(text: str) -> Phrase:
    """Return the words of a name as they are compared."""
    bare = text.lower().replace("'", "").replace("’", "")  # noqa: RUF001 - an author may type it
    return tuple(stem(w) for w in _WORD.findall(bare) if w not in _DROPPED)


def _phrases(name: str, nouns: Sequence[str]) -> Iterator[tuple[Phrase, int]]:
    words = stems(name)
    yield words, FULL
    for noun in nouns:
        yield stems(noun), NOUN
    if len(words) > 1:
        yield words[-1:], HEAD
        for word in words[:-1]:
            if len(word) > 2:
                yield (word,), PART


def atlas_of(world: World, lex: Lexicon) -> Atlas:
    """Return the names of a world."""
    names: dict[Named, tuple[tuple[Phrase, int], ...]] = {}
    for thing in world.things.values():
        names[Named("thing", thing.id)] = tuple(_phrases(thing.name, thing.nouns))
    for threat in world.threats.values():
        names[Named("threat", threat.id)] = tuple(_phrases(threat.name, threat.signs))
    for wound in world.wounds.values():
        names[Named("wound", wound.id)] = tuple(_phrases(wound.name, ()))
    far: dict[Phrase, int] = {}
    for named, phrases in names.items():
        if named.kind == "thing":
            for phrase, rank in phrases:
                far[phrase] = max(rank, far.get(phrase, 0))
    for place in world.places.values():
        for phrase, rank in _phrases(place.name, ()):
            far[phrase] = max(rank, far.get(phrase, 0))
    ways = {
        p.id: tuple(
            (e, frozenset(stems(e.way)), frozenset(stems(world.places[e.to].name))) for e in p.exits
        )
        for p in world.places.values()
    }
    places = {p.id: frozenset(stems(p.name)) for p in world.places.values()}
    return Atlas(names, ways, far, places, _vocabulary(world, lex, far))


def _vocabulary(world: World, lex: Lexicon, far: Mapping[Phrase, int]) -> Vocabulary:
    nouns = {w for phrase in far for w in phrase}
    raw = {w for t in world.things.values() for n in (t.name, *t.nouns) for w in _raw(n)}
    raw |= {w for p in world.places.values() for w in _raw(p.name)}
    raw |= {w for p in world.places.values() for e in p.exits for w in _raw(e.way)}
    told = {w for t in world.threats.values() for n in (t.name, *t.signs) for w in _raw(n)}
    told |= {w for a in world.acts.values() for w in _raw(a.label)}
    verbs = {e.phrase[0] for listed in lex.entries.values() for e in listed if len(e.phrase[0]) > 3}
    verbs |= {w for w in lex.words["prepositions"] | lex.words["light"] if len(w) > 3}
    joined = {a + b: (a, b) for t in world.things.values() for a, b in _pairs(t.name, *t.nouns)}
    joined |= {a + b: (a, b) for p in world.places.values() for a, b in _pairs(p.name)}
    return Vocabulary(
        near=(),
        verbs=tuple(sorted(verbs)),
        far=tuple(sorted(w for w in nouns | raw if len(w) > 3)),
        known=lex.known | nouns | raw | told | frozenset(lex.alike),
        joined=joined,
        phrases=frozenset(e.phrase[:2] for listed in lex.entries.values() for e in listed),
    )


def _raw(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("'", ""))


def _pairs(*names: str) -> Iterator[tuple[str, str]]:
    for name in names:
        words = _raw(name)
        if len(words) == 2:
            yield words[0], words[1]


class Scene:
    """What can be named at this moment."""

    def __init__(self, world: World, state: State, lex: Lexicon, atlas: Atlas) -> None:
        self.world, self.state, self.lex, self.atlas = world, state, lex, atlas
        self.phrases: dict[Phrase, list[tuple[int, Named]]] = {}
        for thing in in_scope(world, state):
            self._put(Named("thing", thing.id))
        for threat in state.threats:
            self._put(Named("threat", threat))
        for wound in state.wounds:
            self._put(Named("wound", wound))
        self.ways = atlas.ways[state.place]
        self.nouns = {w for phrase in self.phrases for w in phrase}
        self.nouns |= {w for _, way, to in self.ways for w in way | to} | atlas.places[state.place]

    def _put(self, named: Named) -> None:
        for phrase, rank in self.atlas.names[named]:
            self.phrases.setdefault(phrase, []).append((rank, named))

    @property
    def vocabulary(self) -> Vocabulary:
        """The world's vocabulary with what is in reach first."""
        it = self.atlas.vocabulary
        near = {
            w for t in in_scope(self.world, self.state) for n in (t.name, *t.nouns) for w in _raw(n)
        }
        near |= {w for _, way, to in self.ways for w in way | to}
        return Vocabulary(
            tuple(sorted(w for w in near if len(w) > 3)),
            it.verbs,
            it.far,
            it.known,
            it.joined,
            it.phrases,
        )

    def facing(self, *, bodies: bool = False) -> str | None:
        """Return the nearest threat there to be faced; of `bodies`, those that can be seen."""
        senses = ("light",) if bodies else ("light", "sound")
        near = [t for t in self.state.threats if present(self.state, t)]
        near = [t for t in near if self.world.threats[t].sense in senses]
        return min(near, key=lambda t: self.state.threats[t].distance, default=None)

    def is_here(self, words: Phrase) -> bool:
        """Whether the words are the whole name of this place."""
        return frozenset(words) == self.atlas.places[self.state.place]

    def names(self, word: str) -> bool:
        """Whether a word is part of a name here."""
        return stem(word) in self.nouns

    # --- chunks

    def chunks(self, tokens: Sequence[Token], taken: frozenset[int] = frozenset()) -> list[Chunk]:
        """Return the nouns of a clause: runs of words between the small ones."""
        out: list[Chunk] = []
        prep, run = "", list[Token]()
        sets = self.lex.words

        def close(after: str) -> str:
            if run:
                words = self._alike(tuple(stem(t.word) for t in run))
                out.append(Chunk(prep, words, run[0].start, run[-1].end))
                run.clear()
            return after

        for at, token in enumerate(tokens):
            word = token.word
            named = stem(word) in self.nouns
            if at in taken:
                prep = close(_prep_of(prep, word, sets) if at else "")
            elif word in sets["prepositions"]:
                prep = close(word)
            elif token.mark or word in sets["joins"]:
                prep = close("and")
            elif word in sets["determiners"]:
                prep = close("") if run and tokens[at - 1].word != "of" else prep
            elif word in sets["light_touch"] or (word in sets["unnamed"] and not named):
                continue
            else:
                run.append(token)
                if word in sets["it"] or (word in sets["somebody"] and not named):
                    prep = close("")
        close("")
        return out

    def _alike(self, words: Phrase) -> Phrase:
        """Put the scene's own word for its like: "hallway" where there is a corridor."""
        out: list[str] = []
        for word in words:
            likes = self.lex.alike.get(word, frozenset()) if word not in self.nouns else ()
            out.append(next((w for w in sorted(likes) if w in self.nouns), word))
        return tuple(out)

    # --- names

    def find(self, words: Phrase) -> Found:
        """Return what the words name: what is here first, then whether it is known elsewhere."""
        here = self._best(words)
        far = _longest(words, self.atlas.far)
        if here.named and not _better_far(here.score, far):
            return here
        always = self._always(words) if far < 20 or self.is_here(words) else None
        if always is not None:
            return Found((always,), 10)
        return Found(far=True, score=far) if far else Found()

    def _best(self, words: Phrase) -> Found:
        best, named = 0, list[Named]()
        for start in range(len(words)):
            for end in range(start + 1, min(start + 4, len(words)) + 1):
                for rank, it in self.phrases.get(words[start:end], ()):
                    score = 10 * (end - start) + rank + (WHOLE if end == len(words) else 0)
                    if score > best:
                        best, named = score, []
                    if score == best and it not in named:
                        named.append(it)
        return Found(tuple(named), best)

    def _always(self, words: Phrase) -> Named | None:
        sets = self.lex.words
        last = words[-1] if words else ""
        for kind, name in (("lamp", "light"), ("camera", "camera"), ("self", "me")):
            if last in sets[name] or last + "s" in sets[name]:
                return Named(kind)  # pyright: ignore[reportArgumentType]
        place = self.atlas.places[self.state.place]
        if place & set(words) and place >= {w for w in words if w not in sets["room"]}:
            return Named("here")
        if last in sets["room"]:
            return Named("here")
        return (
            Named("scenery") if last in sets["scenery"] or last + "s" in sets["scenery"] else None
        )

    def exits(self, words: Phrase) -> list[tuple[float, Exit]]:
        """Return the ways the words may name, best first; rare words count more."""
        wanted = set(words)
        scored = [(self._fit(wanted, way | to), e) for e, way, to in self.ways]
        return sorted(((s, e) for s, e in scored if s > 0), key=lambda pair: -pair[0])

    def _fit(self, wanted: set[str], own: frozenset[str]) -> float:
        hits = wanted & own
        return sum(1 / sum(w in way | to for _, way, to in self.ways) for w in hits) + 0.01 * len(
            hits
        )

    def known_place(self, words: Phrase) -> str | None:
        """Return a place elsewhere that the words name, or where a thing they name lies."""
        wanted = frozenset(words)
        for place, own in self.atlas.places.items():
            if place != self.state.place and (
                own == wanted or (len(own & wanted) and own & wanted == wanted)
            ):
                return place
        for named, phrases in self.atlas.names.items():
            if named.kind == "thing" and any(p == words and r >= NOUN for p, r in phrases):
                where = self.state.things[named.id].where
                if where in self.world.places and not where.startswith(WITHIN):
                    return where
        return None


def _prep_of(prep: str, word: str, sets: Mapping[str, frozenset[str]]) -> str:
    return word if word in sets["prepositions"] else prep


def _longest(words: Phrase, known: Mapping[Phrase, int]) -> int:
    best = 0
    for start in range(len(words)):
        for end in range(start + 1, min(start + 4, len(words)) + 1):
            rank = known.get(words[start:end], 0)
            if rank > PART:
                best = max(best, 10 * (end - start) + rank + (WHOLE if end == len(words) else 0))
    return best


def _better_far(here: int, far: int) -> bool:
    """A whole longer name from elsewhere beats a part of a name here, not an author's noun."""
    here_words, here_rank = divmod(here - WHOLE if here % 10 >= WHOLE else here, 10)
    far_words, far_rank = divmod(far - WHOLE if far % 10 >= WHOLE else far, 10)
    if here_rank <= PART:
        return far_words >= here_words
    return far_words > here_words and (far_rank == FULL or here_rank == HEAD)
