"""What is no action in the world: orders to the game, powers nobody has, harm to oneself."""

import re
from collections.abc import Collection

from nightreel.core.intent import Refusal
from nightreel.narrators.storyteller.reading_lexicon import Lexicon


def hurts(lex: Lexicon, text: str) -> bool:
    """Return whether somebody speaks of harming themselves. The text is as in `refused`."""
    return lex.guards["harm"].search(text) is not None


def refused(
    lex: Lexicon, tags: frozenset[str], nouns: Collection[str], text: str
) -> Refusal | None:
    """Return why a text is no action, or None.

    Args:
        lex: the lexicon.
        tags: the tags of the place; a leap from a high one is meant to kill.
        nouns: nouns of the world; what a world has is neither a command nor an impossible weapon.
        text: in lower case, without apostrophes.
    """
    if "high" in tags and lex.guards["leap"].search(text):
        return Refusal("harm_self")
    alone = text.strip(" .?")
    if lex.guards["meta"].search(text) or (alone in lex.words["commands"] and alone not in nouns):
        return Refusal("meta")
    armed = {w for w in lex.words["weapons"].difference(nouns) if re.search(rf"\b{w}s?\b", text)}
    # "Gun the engine" is no weapon.
    return Refusal("impossible") if armed and not re.match(r"\W*(?:i )?gun\b", text) else None
