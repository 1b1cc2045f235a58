"""What somebody says: the words as typed, and to whom."""

from collections.abc import Sequence

from nightreel.core.intent import WORDS_LIMIT, Intent
from nightreel.narrators.storyteller.reading_lexicon import Match
from nightreel.narrators.storyteller.reading_nouns import Scene
from nightreel.narrators.storyteller.reading_words import QUOTE, Clause, Token

_AFTER = "\"' *_~.,;:!?…-"
_TO = frozenset({"to", "at", "into", "through", "over", "on", "with", "toward", "towards", "back"})
_HOW = frozenset(
    {"out", "loud", "aloud", "loudly", "quietly", "softly", "back", "again", "up", "over"}
)
_NO_WORDS = frozenset(
    {
        "something",
        "anything",
        "a",
        "word",
        "words",
        "stuff",
        "things",
        "wait",
        "and",
        "song",
        "out",
        "loud",
    }
)
_LEADS = frozenset({"that", "to", "about"})


def spoken(text: str, start: int, end: int) -> str | None:
    """Return what was said, as typed, without quotes around it and stops after it, or None."""
    words = " ".join(text[start:end].split()).lstrip("\"' *_~:,;.-").rstrip(_AFTER)
    return words[:WORDS_LIMIT].strip() or None


def say(scene: Scene, text: str, clause: Clause, match: Match) -> Intent:
    """Return the intent of a clause with a verb of speech at its head."""
    tokens = clause.tokens
    quote = next((t for t in tokens if t.word == QUOTE), None)
    at = match.end
    to, at = _addressee(scene, tokens, at)
    after, last = _addressee_after(scene, tokens, at)
    target = to or after or _through(scene, match)
    if quote is not None:
        return _call(scene, target, spoken(text, quote.start, quote.end), match)
    while at < last and (tokens[at].word in _HOW or tokens[at].mark):
        at += 1
    while at < last and tokens[at].word in _LEADS and (to or tokens[at].word != "to"):
        at += 1
    rest = tokens[at:last]
    if all(t.word in _NO_WORDS or t.mark for t in rest) or _only_how(rest):
        return _call(scene, target, None, match)
    # All between the words that are not said: braces, dots and smileys belong to it.
    end = tokens[last].start if last < len(tokens) else len(text)
    return _call(scene, target, spoken(text, tokens[at - 1].end, end), match)


def _through(scene: Scene, match: Match) -> str | None:
    """What the verb itself names, where there is one: "radio for help"."""
    found = scene.find((match.entry.phrase[0],))
    return next((n.id for n in found.named if n.kind == "thing" and _hears(scene, n.id)), None)


def quoted(scene: Scene, text: str, clause: Clause) -> Intent:
    """Return the intent of a bare quotation."""
    token = next(t for t in clause.tokens if t.word == QUOTE)
    return Intent("call", words=spoken(text, token.start, token.end))


def exclaimed(text: str) -> Intent:
    """Return the intent of a text that is itself what is said: "hello?"."""
    return Intent("call", words=spoken(text, 0, len(text)))


def _call(scene: Scene, target: str | None, words: str | None, match: Match) -> Intent:
    return Intent("call", target, manner=match.entry.manner, words=words)


def _only_how(rest: Sequence[Token]) -> bool:
    """Whether what follows says how: "as loud as I can"."""
    return len(rest) > 1 and rest[0].word == "as" and rest[1].word in ("loud", "loudly", "hard")


def _addressee(scene: Scene, tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    """Somebody named right after the verb: "ask the voice who it is", "shout at him to stop"."""
    start = at
    while at < len(tokens) and tokens[at].word in _TO:
        at += 1
    run: list[Token] = []
    here = at
    while here < len(tokens) and len(run) < 4 and not tokens[here].mark:
        run.append(tokens[here])
        here += 1
        who = _who(scene, run, sure=at > start)
        if who is not None:
            return who or None, here
    return None, start


def _addressee_after(scene: Scene, tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    """Somebody named at the end: "say hello to the dog", "call for help on the radio"."""
    for here in range(max(at, len(tokens) - 5), len(tokens) - 1):
        if tokens[here].word in _TO and here >= at:
            who = _who(scene, tokens[here + 1 :], sure=True)
            if who is not None:
                return who or None, here
    return None, len(tokens)


def _who(scene: Scene, tokens: Sequence[Token], *, sure: bool) -> str | None:
    """Return who or what is named, "" for somebody who is not there, None for nobody at all."""
    chunks = scene.chunks(tokens)
    if len(chunks) != 1 or tokens[-1].word in scene.lex.words["determiners"]:
        return None
    words = chunks[0].words
    sets = scene.lex.words
    if len(words) == 1 and words[0] in sets["somebody"] | sets["someone_heard"] | {"her"}:
        return (scene.facing() or "") if sure or words[0] in ("him", "it", "them", "her") else None
    found = scene.find(words)
    for named in found.named:
        if named.kind == "threat":
            return named.id if _faces(scene, named.id) else ""
        if named.kind == "thing" and _hears(scene, named.id):
            return named.id
    return None


def _faces(scene: Scene, threat: str) -> bool:
    return scene.state.threats[threat].stage >= 1


def _hears(scene: Scene, thing: str) -> bool:
    """Whether something can be spoken to: it is alive, it carries sound, or an act says so."""
    acts = scene.world.acts_by_target.get(thing, ())
    traits = scene.world.things[thing].traits
    return bool({"alive", "audible"} & traits) or any("call" in a.verbs for a in acts)
