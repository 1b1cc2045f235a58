"""Which effect serves which leaf of a condition."""

from nightreel.core.effects import (
    Advanced,
    Charged,
    Cleared,
    Drawn,
    Effect,
    Ended,
    Flagged,
    Happened,
    Healed,
    Hid,
    Lamp,
    Learned,
    Marked,
    Neared,
    Nerved,
    Passed,
    Put,
    Sounded,
    Unflagged,
    Went,
    Wounded,
)
from nightreel.core.state import CARRIED, GONE
from nightreel.worlds.checking.formula import Count, Is

def serves(effect: Effect, leaf: Is) -> bool:
    """Return whether the effect makes a yes-or-no leaf hold."""
    match effect:
        case Went(place):
            return leaf.kind in ("at", "visited") and (place in leaf.about) == leaf.so
        case Put(thing, where):
            return bool(leaf.about) and leaf.about[0] == thing and _put_serves(where, leaf)
        case Marked(thing, prop) | Cleared(thing, prop):
            return leaf == Is("prop", (thing, prop), isinstance(effect, Marked))
        case Flagged(flag) | Unflagged(flag):
            return leaf == Is("flag", (flag,), isinstance(effect, Flagged))
        case Wounded(wound) | Healed(wound):
            return leaf == Is("wound", (wound,), isinstance(effect, Wounded))
        case Learned(fact):
            return leaf == Is("known", (fact,))
        case Happened(storylet):
            return leaf.so and leaf.about == (storylet,) and leaf.kind in ("seen", "beat")
        case Lamp(lit):
            return leaf == Is("lamp", (), lit)
        case Hid(hidden):
            return leaf == Is("hidden", (), hidden)
        case Ended(ending):
            return leaf == Is("ended", (ending,))
        case _:
            return False


def _put_serves(where: str, leaf: Is) -> bool:
    match leaf.kind:
        case "has":
            return (where == CARRIED) == leaf.so
        case "here":
            return (where != GONE) == leaf.so
        case "inside":
            return not leaf.so
        case _:
            return False


def adds(effect: Effect, leaf: Count) -> int:
    """Return by how much the effect moves the number that the leaf compares."""
    match effect:
        case Advanced(clock, by):
            return by if (leaf.kind, leaf.about) == ("clock", clock) else 0
        case Drawn(threat, by):
            return by if (leaf.kind, leaf.about) == ("stage", threat) else 0
        case Neared(threat, by):
            return by if (leaf.kind, leaf.about) == ("distance", threat) else 0
        case Passed(minutes):
            return minutes if leaf.kind in ("minutes", "hour", "weather") else 0
        case Wounded() | Healed():
            return (1 if isinstance(effect, Wounded) else -1) if leaf.kind == "wounds" else 0
        case Nerved(by):
            return by if leaf.kind == "nerve" else 0
        case Charged(by):
            return by if leaf.kind == "battery" else 0
        case Put(_, where):
            return (1 if where == CARRIED else -1) if leaf.kind == "carrying" else 0
        case Sounded(by):
            return by if leaf.kind == "noise" else 0
        case _:
            return 0
