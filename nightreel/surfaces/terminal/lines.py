"""What a typed line asks for: a number, a command after a colon, or the player's own words."""

import re
from typing import Literal, get_args

from msgspec import Struct

Word = Literal[
    "pause",
    "resume",
    "rewind",
    "regenerate",
    "restart",
    "again",
    "auto",
    "clock",
    "picture",
    "settings",
    "help",
    "quit",
]
WORDS: tuple[Word, ...] = get_args(Word)


class Usage(Struct, frozen=True):
    """A command as help shows it."""

    usage: str
    help: str


COMMANDS = (
    Usage("pause", "stop the tape, and the clock with it"),
    Usage("resume", "let it run on"),
    Usage("rewind [n]", "go back n turns (1 if you don't say)"),
    Usage("regenerate", "offer other choices for this scene"),
    Usage("restart", "leave this tape where it is and begin a new one"),
    Usage("again", "after the end: another tape"),
    Usage("auto [seconds]", "let the game act by itself; :auto off takes over again"),
    Usage("clock [seconds]", "the time to act; :clock off takes it away"),
    Usage("picture", "see this scene's picture again, and read what is in it"),
    Usage("settings", "how this tape is played"),
    Usage("quit", "leave; the tape can be resumed"),
)


class Pick(Struct, frozen=True):
    """A choice, by its number on the screen."""

    number: int


class Words(Struct, frozen=True):
    """An action in the player's words."""

    text: str


class Order(Struct, frozen=True):
    """A command. `number` is what was given with it; `off` that it was turned off."""

    word: Word
    number: int | None = None
    off: bool = False


class Unknown(Struct, frozen=True):
    """A command that is none, with what to say about it."""

    say: str


Asked = Pick | Words | Order | Unknown

_HURRIED: dict[str, Word] = {"p": "pause"}
"""Who types a single letter with the clock running wants it to stop."""
_PICK = re.compile(r"\s*(\d{1,3})[.)]?\s*")
_NUMBERED: frozenset[Word] = frozenset({"rewind", "auto", "clock"})
_SWITCHED: frozenset[Word] = frozenset({"auto", "clock"})


def read(line: str) -> Asked:
    """Return what the line asks for."""
    picked = _PICK.fullmatch(line)
    if picked:
        return Pick(int(picked[1]))
    if line.strip() == "?":
        return Order("help")
    if line.lstrip().startswith(":"):
        return _order(line.strip()[1:].split())
    return Words(line)


def _order(parts: list[str]) -> Asked:
    typed = parts[0].lower() if parts else ""
    fits: list[Word] = [w for w in WORDS if w.startswith(typed)]
    fits = [w for w in fits if w == _HURRIED.get(typed, typed)] or fits
    if not typed or not fits:
        return Unknown(f"There is no :{typed[:20]}. Type ? for what there is.")
    if len(fits) > 1:
        return Unknown(f"Which one: {', '.join(f':{w}' for w in fits)}?")
    return _with(fits[0], parts[1:])


def _with(word: Word, given: list[str]) -> Asked:
    usage = next((c.usage for c in COMMANDS if c.usage.startswith(word)), word)
    if not given:
        return Order(word)
    if len(given) == 1 and given[0].lower() == "off" and word in _SWITCHED:
        return Order(word, off=True)
    if len(given) == 1 and re.fullmatch(r"[0-9]{1,6}", given[0]) and word in _NUMBERED:
        return Order(word, int(given[0]))
    return Unknown(f"It goes like this: :{usage}")
