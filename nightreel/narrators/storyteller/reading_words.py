"""From a line of text to clauses: quotes apart, typing errors mended, one clause a step."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from nightreel.core.intent import Manner
from nightreel.narrators.storyteller.reading_lexicon import Lexicon, roots

MOST_CHARS = 400
MOST_TOKENS = 80
MOST_MENDED = 10
"""Unknown words that are compared with all known ones; a page of gibberish must stay cheap."""
MOST_CLAUSES = 5
MOST_QUOTES = 3

QUOTE = '"'
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,.;!?:—\n]")  # noqa: RUF001 - as phones type it
_SPEECH = re.compile(r"\"([^\"]+)\"?|(?<!\w)'([^']+(?:\w'\w[^']*)*)'(?!\w)")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})  # noqa: RUF001
_BEFORE_NOUNS = frozenset({"the", "a", "that", "this", "her", "his", "my"})
_STOPS = frozenset(".;!?:—\n")
_LATIN_END = 0x250


class Token(Struct, frozen=True):
    """A word as it is compared, and where it stands; or a mark; or a whole quotation."""

    word: str
    start: int
    end: int

    @property
    def mark(self) -> bool:
        """Whether it parts clauses."""
        return self.word in (",", ".")


class Clause(Struct, frozen=True):
    """One step: its words without "I would like to", its manner, and whether it says not to."""

    tokens: tuple[Token, ...]
    manner: Manner = "plain"
    negated: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(t.word for t in self.tokens)


def plain_text(text: str) -> str:
    """Return the text with one kind of quotes and single spaces, cut to what is read."""
    folded = unicodedata.normalize("NFKC", text[:MOST_CHARS]).translate(_CURLY)
    return " ".join(folded.split())[:MOST_CHARS]


def is_foreign(text: str) -> bool:
    """Whether most letters are of a script that the lexicon has no words in."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(ord(c) < _LATIN_END for c in letters) * 2 < len(letters)


def tokens_of(text: str, lex: Lexicon) -> list[Token]:
    """Return the tokens. A quotation is one token where somebody says it, else it is its words."""
    found: list[Token] = []
    at = 0
    for quotes, match in enumerate(_SPEECH.finditer(text)):
        before = _plain_tokens(text, at, match.start())
        group = 1 if match[1] else 2
        inner = Token(QUOTE, match.start(group), match.end(group))
        spoken = quotes < MOST_QUOTES and _spoken(
            lex, [*found, *before], _plain_tokens(text, match.end(), len(text))
        )
        found += [*before, *([inner] if spoken else _plain_tokens(text, inner.start, inner.end))]
        at = match.end()
    found += _plain_tokens(text, at, len(text))
    return found[:MOST_TOKENS]


def _spoken(lex: Lexicon, before: Sequence[Token], after: Sequence[Token]) -> bool:
    words = [t.word for t in before if not t.mark]
    heads = [lex.head(words, at) for at in range(max(0, len(words) - 5), len(words))]
    if not words or any(m and m.entry.frame == "say" for m in heads):
        return True
    rest = [t.word for t in after if not t.mark][:2]
    matches = [lex.head(rest, at) for at in range(len(rest))]
    return any(m is not None and m.entry.frame == "say" for m in matches)


def _plain_tokens(text: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        raw = match[0]
        word = "." if raw in _STOPS else _bare(raw)
        if word:
            found.append(Token(word, match.start(), match.end()))
    return found


def _bare(raw: str) -> str:
    word = raw.lower().replace("'", "")
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c))


# --- typing errors


class Vocabulary(Struct, frozen=True):
    """Words that may have been meant: nouns in reach, verbs, nouns of all the world."""

    near: tuple[str, ...]
    verbs: tuple[str, ...]
    far: tuple[str, ...]
    known: Collection[str]
    joined: dict[str, tuple[str, str]]
    phrases: Collection[tuple[str, ...]]


def mended(
    tokens: Sequence[Token], vocabulary: Vocabulary, typos: Mapping[str, str], *, boldly: bool
) -> list[Token]:
    """Return the tokens with what nobody would know replaced by what was likely meant.

    Args:
        tokens: as typed.
        vocabulary: what may have been meant.
        typos: the commonest errors, too short to be guessed.
        boldly: look beyond the nouns in reach; for texts that made no sense as typed, since words
            that no lexicon holds ("fell", "stuck") are as near to a verb as errors are.
    """
    out: list[Token] = []
    left = MOST_MENDED
    for token in _rejoined(tokens, vocabulary):
        word = token.word
        if word in typos:
            words: Sequence[str] = typos[word].split()
        elif word in vocabulary.joined and word not in vocabulary.known:
            words = vocabulary.joined[word]
        elif left and is_strange(word, vocabulary):
            left -= 1
            first = not out or out[-1].mark
            words = (_meant(word, vocabulary, first=first) if boldly else _near(word, vocabulary),)
        else:
            words = (word,)
        out += [Token(w, token.start, token.end) for w in words]
    return out


def _rejoined(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """Write "note book" as one word where the world knows it as one."""
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        both = last.word + token.word if last else ""
        phrase = last is not None and (last.word, token.word) in vocabulary.phrases
        noun = len(out) > 1 and out[-2].word in _BEFORE_NOUNS
        if last and len(both) >= 6 and both in vocabulary.near and (noun or not phrase):
            out[-1] = Token(both, last.start, token.end)
        else:
            out.append(token)
    return out


def is_strange(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether no list holds the word and it may be an error."""
    if len(word) < 4 or len(word) > 16 or not word.isalpha() or not word.isascii():
        return False
    return not any(r in vocabulary.known for r in roots(word))


def _near(word: str, vocabulary: Vocabulary) -> str:
    return _closest(word, vocabulary.near, 1) or word


def _meant(word: str, vocabulary: Vocabulary, *, first: bool) -> str:
    near = (vocabulary.verbs, vocabulary.near) if first else (vocabulary.near, vocabulary.verbs)
    for most in (1, 2) if len(word) >= 7 else (1,):
        for words in (*near, vocabulary.far):
            found = _closest(word, words, most)
            if found is not None:
                return found
    return word


def _closest(word: str, words: Sequence[str], most: int) -> str | None:
    found = process.extractOne(word, words, scorer=OSA.distance, score_cutoff=most)
    if found is None:
        return None
    best = found[0]
    return best if best[0] == word[0] or best[:2] == word[1::-1] else None


# --- clauses


class Cutter:
    """Cuts tokens into clauses. Speech runs to the end: what is said may hold any word."""

    def __init__(self, lex: Lexicon, tokens: Sequence[Token], nouns: Collection[str]) -> None:
        self.lex, self.tokens, self.nouns = lex, tokens, nouns
        self.words = [t.word for t in tokens]

    def clauses(self) -> list[Clause]:
        """Return the steps in order, those that only say when or why left out."""
        out: list[Clause] = []
        at = 0
        while at < len(self.words) and len(out) < MOST_CLAUSES:
            start, manner, negated = self.skip(at)
            aside = self.words[at] in self.lex.words["before"] and self.words[at] not in (
                "so",
                "then",
                "but",
            )
            end = self._end(max(start, at + 1) if aside else start, aside=aside)
            if end > start and not aside:
                out.append(Clause(tuple(self.tokens[start:end]), manner, negated))
            at = max(end, at + 1)
        return out

    def skip(self, at: int) -> tuple[int, Manner, bool]:
        """Return where the step's own words begin, and the manner and negation said before them."""
        manner: Manner = "plain"
        negated = False
        words, sets = self.words, self.lex.words
        while at < len(words):
            word = words[at]
            match = self.lex.head(words, at)
            if match and len(match.entry.phrase) > 1:
                break
            if word in sets["no"]:
                negated = True
            elif word in sets["careful"]:
                manner = "careful"
            elif word in sets["bold"]:
                manner = "bold"
            elif self._stops(at):
                negated = True
            elif not (
                word in sets["fillers"]
                or self.tokens[at].mark
                or word == "but"
                or self._leads_in(at)
            ):
                break
            at += 1
        return at, manner, negated

    def _leads_in(self, at: int) -> bool:
        """Whether a verb only leads to the next: "go and hide", "try to open", "start digging"."""
        rest = at + 1
        if self.words[at] in ("think", "guess", "hope") and rest < len(self.words):
            return self.words[rest] in self.lex.words["fillers"]
        if rest < len(self.words) and self.words[rest] in ("and", "to"):
            rest += 1
        if rest >= len(self.words) or self.lex.head(self.words, rest) is None:
            return False
        word = self.words[at]
        noun = self.words[rest] in self.nouns
        if word in ("try", "go", "come", "help", "goes", "begin", "begins"):
            return not noun and self.words[rest] not in self.lex.words["prepositions"]
        starting = word in ("start", "starts", "keep", "keeps", "continue", "continues")
        return starting and rest == at + 1 and self.words[rest].endswith("ing")

    def _stops(self, at: int) -> bool:
        if self.words[at] != "stop" or at + 1 >= len(self.words):
            return False
        return self.words[at + 1].endswith("ing") and self.lex.head(self.words, at + 1) is not None

    def _end(self, start: int, *, aside: bool) -> int:
        match = self.lex.head(self.words, start) if start < len(self.words) else None
        if match and match.entry.frame == "say" and not aside:
            return len(self.words)
        for at in range(start, len(self.words)):
            word = self.words[at]
            if word == "." or (aside and word == ","):
                return at
            if at > start and not aside and self._parts(at):
                return at
        return len(self.words)

    def _parts(self, at: int) -> bool:
        word = self.words[at]
        if word in self.lex.words["before"]:
            return True
        return (word == "," or word in self.lex.words["joins"]) and self._verb_at(at + 1)

    def _verb_at(self, at: int) -> bool:
        start, _, negated = self.skip(at)
        if start >= len(self.words):
            return False
        alone = start + 1 >= len(self.words) or self.tokens[start + 1].mark
        if self.words[start] in self.nouns and (alone or start == at):
            return not alone and self.words[start + 1] in self.lex.words["determiners"]
        return negated or self.lex.head(self.words, start) is not None
