"""Text as text: whole sentences, filled slots, nothing empty, nothing too long."""

import re
from collections.abc import Iterator

from nightreel.core.sentences import sentences
from nightreel.simulate.shown import Finding, Shown

MOST = 3
"""Sentences in a dispatch; an opening and an ending may have more."""
ALT_LIMIT = 300

_QUOTES = "'\"\u2018\u2019\u201c\u201d("
_BEGINS = re.compile(rf"^[{_QUOTES}A-Z0-9À-Þ]")
_ENDS = re.compile(rf"[.!?…][{_QUOTES})]*$")
_FAULTS = (
    (re.compile(r"[{}]"), "an unfilled slot"),
    (re.compile(r"\s{2}"), "two spaces"),
    (re.compile(r"\s[,.;:!?](?!\.)"), "a space before a mark"),
    (re.compile(r"[,;:][,;:.]|(?<!\.)\.\.(?!\.)|\.,"), "two marks together"),
    (re.compile(r"[a-z]{2}[.!?] +[a-z]"), "a sentence begins with a small letter"),
    (re.compile(r"\b(the|an?|of|to|in|and|is|at|on|with|for) \1\b", re.IGNORECASE), "a word twice"),
    (re.compile(r"\b[Tt]he (?:the|your|[A-Z][a-z]+'s)\b"), "an article too many"),
    (re.compile(r"\w_\w|<\w+"), "a program's word"),
)


class Hygiene:
    """Rule (e)."""

    def check(self, shown: Shown) -> Iterator[Finding]:
        """Yield what is wrong with the text of a scene."""
        scene, opening = shown.scene, shown.before is None
        over = shown.state.ending is not None
        parts = {"dispatch": scene.dispatch, "alt": scene.alt}
        parts |= {} if opening else {"reaction": scene.reaction}
        parts |= {"ending": shown.ending} if over else {}
        for part, text in parts.items():
            yield from (Finding("text", text[:200], f"{part}: {why}") for why in _faults(text))
        if not (opening or over) and len(sentences(scene.dispatch)) > MOST:
            yield Finding("text", scene.dispatch, f"dispatch: more than {MOST} sentences")
        if len(scene.alt) > ALT_LIMIT:
            yield Finding("text", scene.alt[:80], f"alt: longer than {ALT_LIMIT}")


def _faults(text: str) -> Iterator[str]:
    if not text.strip():
        yield "empty"
        return
    if not _BEGINS.match(text):
        yield "does not begin with a capital"
    if not _ENDS.search(text):
        yield "has no end mark"
    yield from (why for pattern, why in _FAULTS if pattern.search(text))
