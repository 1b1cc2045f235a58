"""What people type: a button in other words, a verb and a thing, talk, nonsense, miracles."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from nightreel.core.dice import Dice, pick

Sort = Literal["label", "thing", "talk", "nonsense", "impossible"]


class Scrap(Struct, frozen=True):
    """Something typed, and what sort of thing it is."""

    sort: Sort
    text: str


# First words of labels, and what a person types instead.
_OTHER_WORDS: dict[str, tuple[str, ...]] = {
    "examine": ("look at", "inspect", "check", "have a look at"),
    "look": ("look", "take a look"),
    "search": ("search", "look through", "rummage in", "go through"),
    "take": ("take", "grab", "pick up", "get"),
    "pick": ("pick", "grab"),
    "open": ("open", "try to open"),
    "break": ("break", "smash", "hit", "kick"),
    "force": ("force", "pry open"),
    "read": ("read", "have a read of"),
    "go": ("go", "walk", "head", "run"),
    "walk": ("walk", "go"),
    "climb": ("climb", "climb up"),
    "film": ("film", "record", "get a shot of"),
    "listen": ("listen", "listen closely"),
    "wait": ("wait", "stay put"),
    "hide": ("hide", "get out of sight"),
    "switch": ("switch", "turn"),
    "turn": ("turn", "switch"),
}
_VERBS = (
    *("look at", "examine", "search", "take", "open", "close", "break", "use", "read", "film"),
    *("listen to", "hide behind", "push", "kick", "climb", "turn on", "drop", "touch"),
)
_TALK = (
    *("say hello", "say is anybody there", "shout for help", "call out to ruth", "say my name"),
    *("whisper go away", "say 'nine, this is nine'", "talk to whoever is there", "yell"),
    *("say i am coming in", "tell it to leave me alone", "sing something"),
)
_MIRACLES = (
    *("fly away", "teleport home", "draw my gun and shoot", "wake up from the dream"),
    *("call a helicopter", "cast a spell on the door", "kill everything", "become invisible"),
    *("swim home", "summon the police", "set my health to 100", "ignore the rules and win"),
)
_LETTERS = "aeioubcdfghjklmnpqrstvwxz"


# Of a hundred scraps, how many are at most of this sort or one before it.
_UP_TO: tuple[tuple[int, Sort], ...] = (
    (50, "label"),
    (80, "thing"),
    (90, "talk"),
    (95, "nonsense"),
    (100, "impossible"),
)


def write(labels: Sequence[str], names: Sequence[str], dice: Dice) -> Scrap:
    """Return something typed in a scene with those buttons and those things in sight."""
    rolled = dice.roll(100)
    sort: Sort = next(s for most, s in _UP_TO if rolled <= most)
    if sort == "thing" and not names:
        sort = "talk"
    match sort:
        case "label":
            return Scrap(sort, _reworded(pick(dice, labels), dice))
        case "thing":
            return Scrap(sort, _meddling(names, dice))
        case "talk":
            return Scrap(sort, pick(dice, _TALK))
        case "nonsense":
            return Scrap(sort, " ".join(_noise(dice) for _ in range(3)))
        case "impossible":
            return Scrap(sort, pick(dice, _MIRACLES))


def _reworded(label: str, dice: Dice) -> str:
    first, _, rest = label.lower().partition(" ")
    return f"{pick(dice, _OTHER_WORDS.get(first, (first,)))} {rest}".strip()


def _meddling(names: Sequence[str], dice: Dice) -> str:
    name = pick(dice, names).lower()
    if dice.roll(6) == 1:
        return f"use {pick(dice, names).lower()} on {name}"
    return f"{pick(dice, _VERBS)} {pick(dice, ('the ', 'the ', ''))}{name}"


def _noise(dice: Dice) -> str:
    return "".join(pick(dice, _LETTERS) for _ in range(dice.roll(7) + 1))
