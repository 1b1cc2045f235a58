"""What a player types is data: cleaned here, or refused with a reason, before anybody reads it."""

import re
import unicodedata

LIMIT = 300
"""Characters in a write-in."""

_MARKUP = re.compile(
    r"<[/!?@#:a-z]|&[a-z#0-9]+;|@everyone|@here|https?:|www\.|```|\[[^\]]*\]\(|discord\.gg",
    re.IGNORECASE,
)


# Letters by name that show nothing.
_FILLERS = "\u115f\u1160\u3164\uffa0"


def _unreadable(char: str) -> bool:
    # An emoji may be newer than this Python's tables.
    emoji = "\U0001f000" <= char <= "\U0001faff"
    return (
        unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and not char.isspace() and not emoji
    )


def clean(text: str) -> str:
    """Return the text in NFC with folded white space; `why_not` has passed it before."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def why_not(text: str) -> str | None:
    """Return why a typed text is refused (`empty`, `too_long`, `control`, `markup`), or None."""
    if len(text) > LIMIT * 4:
        return "too_long"
    if any(_unreadable(c) for c in text):
        return "control"
    cleaned = clean(text)
    if not any(c.isalnum() and c not in _FILLERS for c in cleaned):
        return "empty"
    if len(cleaned) > LIMIT:
        return "too_long"
    if any(unicodedata.category(c) == "Cf" and c != "\u200d" for c in cleaned):
        return "control"
    return "markup" if _MARKUP.search(cleaned) else None
