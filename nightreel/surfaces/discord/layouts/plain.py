"""Text as Discord's markdown that stays text: nothing in it comes alive, nothing hides in it."""

import re
import unicodedata

_JOINER = "\u200d"
BREAK = "\u200b"
"""A space without width: what it breaks is no mention any more, and looks the same."""

# A colon makes an emoji or an address only when something follows it at once; a full stop an
# address only inside one. Prose has few of either.
_MARKS = re.compile(r"[\\`*_~|>#\[\]<]|:(?=\S)|(?<=\w)\.(?=\w)")
_FIRST = re.compile(r"^(?:(?=-)|(\d+)(?=\.))")
_MENTION = re.compile(r"@(?=\S)")
_UNIT = re.compile(rf"\\.|@{BREAK}|.", re.DOTALL)


def visible(text: str) -> str:
    """Return the text in one line, without what is not seen and yet turns or hides what is."""
    return " ".join("".join(c for c in text if c.isspace() or _shown(c)).split())


def plain(text: str) -> str:
    """Return the text in one line of markdown that shows exactly that text."""
    marked = _MARKS.sub(lambda m: f"\\{m[0]}", visible(text))
    marked = _FIRST.sub(lambda m: f"{m[1] or ''}\\", marked)
    return _MENTION.sub(f"@{BREAK}", marked)


def fit(text: str, limit: int) -> str:
    """Return `plain` of the text in at most `limit` characters, marks and all."""
    whole = plain(text)
    if len(whole) <= limit:
        return whole
    kept = ""
    for unit in _UNIT.findall(whole):
        if len(kept) + len(unit) >= limit:
            break
        kept += unit
    return f"{kept.rstrip()}…"


def short(text: str, limit: int) -> str:
    """Return the text for where markdown is not read (labels, alt texts), in `limit` characters."""
    shown = visible(text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1].rstrip()}…"


def _shown(char: str) -> bool:
    # Emoji may be newer than this Python's tables.
    if char == _JOINER or "\U0001f000" <= char <= "\U0001faff":
        return True
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
