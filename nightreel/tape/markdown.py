"""Text as Markdown that stays text: what was typed shows as typed, and nothing comes alive."""

import re
import unicodedata

# Everything that begins, ends or makes markup in CommonMark or GitHub's flavour of it.
_MARKS = re.compile(r"[\\`*_{}\[\]<>|~#&$]")
_LIST = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^()([-+=:])(?=[\s=-]|$)")
# GitHub links bare addresses without being asked.
_ADDRESS = re.compile(r"(?i)(?<=\w)://|\bwww\.|(?<=\w)@(?=\w)|@")
_BREAK = "\u200b"
"""A zero-width space: keeps `@here` and `www.` from being recognised, and is not seen."""


def escaped(text: str) -> str:
    """Return the text as one line of Markdown that shows exactly that text."""
    folded = " ".join("".join(map(_visible, text)).split())
    marked = _MARKS.sub(lambda m: f"\\{m[0]}", folded)
    marked = _LIST.sub(lambda m: f"{m[1] or ''}\\{m[2] or m[4]}", marked)
    return _ADDRESS.sub(_broken, marked)


def _visible(char: str) -> str:
    """Control characters become spaces; what turns the writing direction or hides is left out."""
    kind = unicodedata.category(char)
    if kind == "Cc":
        return " "
    return "" if kind in ("Cf", "Cs") and char != "\u200d" else char


def _broken(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found[:-1]}{_BREAK}{found[-1]}" if found[-1] in "./" else f"{found}{_BREAK}"
