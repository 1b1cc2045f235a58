"""What a player types is data: cleaned here, or refused with a reason, before anybody reads it."""

import re
import unicodedata

LIMIT = 300
"""Characters in a write-in."""

_MARKUP = re.compile(
    r"<[/!?@#:a-z]|&[a-z#0-9]+;|@everyone|@here|https?:|www\.|```|\[[^\]]*\]\(|discord\.gg",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Return the text in NFC with folded white space; `why_not` has passed it before."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def why_not(text: str) -> str | None:
    """Return why a typed text is refused (`empty`, `too_long`, `control`, `markup`), or None."""
    if len(text) > LIMIT * 4:
        return "too_long"
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and not c.isspace() for c in text):
        return "control"
    cleaned = clean(text)
    if not any(c.isalnum() for c in cleaned):
        return "empty"
    if len(cleaned) > LIMIT:
        return "too_long"
    if any(unicodedata.category(c) == "Cf" and c != "\u200d" for c in cleaned):
        return "control"
    return "markup" if _MARKUP.search(cleaned) else None
