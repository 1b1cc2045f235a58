"""Which effect serves which leaf of a condition, and how much is missing."""

from collections.abc import Iterable

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
from nightreel.core.state import CARRIED, GONE, State
from nightreel.core.world import World
from nightreel.worlds.checking.formula import (
    COMPARE,
    All,
    Any,
    Compare,
    Count,
    Formula,
    Is,
    Leaf,
    counted,
    every,
    is_so,
    leaves,
    negated,
)


def serves(effect: Effect, leaf: Formula) -> bool:  # noqa: C901 - one line a case
    """Return whether the effect makes a yes-or-no leaf hold."""
    if not isinstance(leaf, Is):
        return False
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
            return by if (leaf.kind, leaf.about) == ("heat", threat) else 0
        case Neared(threat, by):
            return by if (leaf.kind, leaf.about) == ("distance", threat) else 0
        case Passed(minutes):
            return minutes if leaf.kind == "minutes" else int(leaf.kind == "turn")
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


def is_repeatable(needs: Formula, gives: Iterable[Effect]) -> bool:
    """Return whether something can be done twice: it does not undo what it needs."""
    for leaf in leaves(needs):
        if isinstance(leaf, Count):
            lasting = leaf.compare in (">", ">=") or not any(adds(e, leaf) for e in gives)
        else:
            lasting = leaf.kind != "done" and not any(serves(e, negated(leaf)) for e in gives)
        if not lasting:
            return False
    return True


# --- what is missing

_AIM = {">=": 0, ">": 1, "<=": 0, "<": -1, "==": 0, "!=": 1}


def gap(world: World, state: State, leaf: Leaf) -> int:
    """Return how far a leaf is from holding: 0 when it does, else signed (1 for an `Is`)."""
    if isinstance(leaf, Is):
        return int(not is_so(state, leaf))
    number = counted(world, state, leaf)
    return (
        0 if COMPARE[leaf.compare](number, leaf.bound) else leaf.bound + _AIM[leaf.compare] - number
    )


def simplified(world: World, it: Formula) -> Formula:
    """Return the formula with stages and hours told by what moves them: attention, and minutes."""
    match it:
        case All(parts):
            return every(simplified(world, p) for p in parts)
        case Any(parts):
            return Any(tuple(simplified(world, p) for p in parts))
        case Count("stage", threat, compare, bound):
            return _stage(world, threat, compare, bound)
        case Count("hour", _, (">=" | "<") as compare, bound):
            ahead = bound * 60 - world.opens_at
            return Count("minutes", "", compare, ahead if ahead >= 0 else ahead + 1440)
        case _:
            return it


def _stage(world: World, threat: str, compare: Compare, bound: int) -> Formula:
    stages = world.threats[threat].stages
    kind, about = ("minutes", "") if world.threats[threat].sense == "time" else ("heat", threat)

    def begins(stage: int) -> int:
        return stages[stage].at if stage < len(stages) else 100_000

    match compare:
        case ">=" | "<":
            return Count(kind, about, compare, begins(bound))
        case ">":
            return Count(kind, about, ">=", begins(bound + 1))
        case "<=":
            return Count(kind, about, "<", begins(bound + 1))
        case "==":
            least = Count(kind, about, ">=", begins(bound))
            return every((least, Count(kind, about, "<", begins(bound + 1))))
        case "!=":
            return Count("stage", threat, compare, bound)
