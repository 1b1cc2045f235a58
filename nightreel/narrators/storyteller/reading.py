"""From what somebody typed to an intent that the rules can judge. No model, no network.

`read_intent` decides what was meant, never whether it may be done: `core.legality.plan` says that
afterwards. It may ask the rules which of several meanings could be tried. It knows no world: names
and acts come from the world it is given, and English comes from `lexicon.toml`.
"""

from collections.abc import Sequence

from msgspec import Struct

from nightreel.core.intent import Intent, Refusal
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.narrators.storyteller.reading_acts import (
    ActWords,
    intent_for,
    labelled,
    words_of_acts,
)
from nightreel.narrators.storyteller.reading_clauses import ClauseReader
from nightreel.narrators.storyteller.reading_guards import hurts, refused
from nightreel.narrators.storyteller.reading_lexicon import Lexicon, lexicon
from nightreel.narrators.storyteller.reading_nouns import Atlas, Scene, atlas_of
from nightreel.narrators.storyteller.reading_speech import exclaimed
from nightreel.narrators.storyteller.reading_words import (
    Clause,
    Cutter,
    Token,
    is_foreign,
    is_strange,
    mended,
    plain_text,
    tokens_of,
)

WORLDS_KEPT = 8
UNCLEAR_WORDS = 60
_DOUBTFUL = frozenset({"unclear", "not_here", "no_way", "nothing_here", "nobody", "say_what"})


class Guide(Struct, frozen=True):
    """What is made of a world once."""

    world: World
    atlas: Atlas
    acts: tuple[ActWords, ...]


_guides: dict[int, Guide] = {}


def _guide_to(world: World, lex: Lexicon) -> Guide:
    """Return the world's guide. Worlds have no hash: the cache goes by identity, and holds them."""
    guide = _guides.get(id(world))
    if guide is None:
        if len(_guides) >= WORLDS_KEPT:
            _guides.clear()
        guide = Guide(world, atlas_of(world, lex), words_of_acts(world, lex))
        _guides[id(world)] = guide
    return guide


def read_intent(world: World, state: State, text: str) -> Intent | Refusal:
    """Return what a typed action means here. Total: any text gives an intent or a reason.

    Args:
        world: the rules.
        state: the scene's state.
        text: as typed; the caller has seen to its length.
    """
    typed = plain_text(text)
    lex = lexicon()
    guide = _guide_to(world, lex)
    if is_foreign(typed):
        return _unclear(typed)
    scene = Scene(world, state, lex, guide.atlas)
    vocabulary = scene.vocabulary
    tokens = mended(tokens_of(typed, lex), vocabulary, lex.typos, boldly=False)
    reader = _Reader(scene, guide, typed, tokens)
    reading = reader.read()
    if not reader.doubtful(reading) or not any(is_strange(t.word, vocabulary) for t in tokens):
        return reading
    tokens = mended(tokens, vocabulary, lex.typos, boldly=True)
    again = _Reader(scene, guide, typed, tokens).read()
    vague = isinstance(reading, Refusal) and reading.reason == "unclear"
    return again if isinstance(again, Intent) or vague else reading


def _unclear(typed: str) -> Refusal:
    words = typed.strip("\"' .,;:!?*_~")[:UNCLEAR_WORDS].strip()
    return Refusal("unclear", {"words": words}) if words else Refusal("nonsense")


class _Reader:
    """Reads one text: guards first, then clause by clause until one says what is done."""

    def __init__(self, scene: Scene, guide: Guide, typed: str, tokens: Sequence[Token]) -> None:
        self.scene, self.guide, self.typed, self.tokens = scene, guide, typed, tokens
        self.lex = scene.lex
        self.words = [t.word for t in tokens if not t.mark]
        self.bare = typed.lower().replace("'", "")
        self.clauses = Cutter(self.lex, tokens, scene.nouns).clauses()
        self.reader = ClauseReader(scene, guide.acts, typed)
        self.skipped = False

    def read(self) -> Intent | Refusal:
        if hurts(self.lex, self.bare):
            return Refusal("harm_self")
        if not self.words:
            return _unclear(self.typed)
        act = labelled(self.scene, self.guide.acts, self.words)
        if act is not None:
            return intent_for(self.scene, act)
        return self._guarded() or self._greeting() or self._steps() or self._fallback()

    def doubtful(self, reading: Intent | Refusal) -> bool:
        """Whether a reading may rest on a word that was typed wrong."""
        return self.skipped or (isinstance(reading, Refusal) and reading.reason in _DOUBTFUL)

    def _guarded(self) -> Refusal | None:
        """What is said aloud is free; only who is spoken to is looked at."""
        first = self.clauses[0] if self.clauses else None
        bare = self.bare
        if first is not None and self.reader.speaks(first):
            bare = " ".join(first.words[:3])
        tags = self.scene.world.places[self.scene.state.place].tags
        return refused(self.lex, tags, self.guide.atlas.vocabulary.far, bare)

    def _greeting(self) -> Intent | None:
        """Words that are said, not done: "hello?", "who are you"."""
        greetings = self.lex.words["greetings"]
        opening = (" ".join(self.words[:n]) in greetings for n in (1, 2, 3))
        if not any(opening) or len(self.words) > 10:
            return None
        told = self.lex.head(self.words, 1) if len(self.words) > 1 else None
        asked = self.typed.rstrip().endswith("?")
        return (
            exclaimed(self.typed) if asked or told is None or len(told.entry.phrase) == 0 else None
        )

    def _steps(self) -> Intent | Refusal | None:
        """The first clause that can be read; those that only prepare for another give way to it."""
        held: Intent | Refusal | None = None
        before: str | None = None
        for clause in self.clauses:
            if clause.negated:
                held = held or self._left(clause)
                continue
            read = self.reader.read(clause, before)
            if read.reading is None:
                self.skipped = True
                continue
            if isinstance(read.reading, Refusal) and held is not None:
                break
            if not read.prepares:
                return held if held is not None and _is_wait(read.reading) else read.reading
            held, before = held or read.reading, read.about
        return held

    def _left(self, clause: Clause) -> Intent | Refusal:
        """What comes of "don't": keeping still is a thing to do, leaving something alone is not."""
        if any(w in self.lex.words["still"] for w in clause.words[:1]) and len(clause.words) <= 4:
            return Intent("wait")
        return Refusal("not_doing")

    # --- no verb at the head

    def _fallback(self) -> Intent | Refusal:
        if all(w in self.lex.words["no"] or w in self.lex.words["fillers"] for w in self.words):
            said_no = any(w in self.lex.words["no"] for w in self.words)
            return Refusal("not_doing") if said_no else _unclear(self.typed)
        for clause in self.clauses:
            reading = self.reader.without_verb(clause)
            if reading is not None:
                return reading
        if self.words[0] in self.lex.words["questions"]:
            return Refusal("meta")
        last = self.typed.rstrip()[-1:]
        if last in ("?", "!") and len(self.words) <= 4 and "".join(self.words).isalpha():
            return exclaimed(self.typed)
        return _unclear(self.typed)


def _is_wait(reading: Intent | Refusal | None) -> bool:
    return isinstance(reading, Intent) and reading.verb == "wait"
