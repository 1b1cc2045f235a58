"""Text that a terminal can be given. What players and models write may hold escape codes."""

import unicodedata

# Unseen in print, and yet they may move the cursor, turn the writing round or hide what follows.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINER = "\u200d"


def safe(text: str) -> str:
    """Return the text in one line, without anything that a terminal would obey instead of show."""
    return "".join(" " if c.isspace() else c for c in text if c.isspace() or _shown(c))


def _shown(char: str) -> bool:
    return char == _JOINER or unicodedata.category(char) not in _UNSEEN
