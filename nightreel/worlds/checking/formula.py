"""Conditions taken apart, for what has to reason about them: what would have to be so?

The rules test a condition as a whole; a search wants to know which part of it is missing. So
negations are pushed down to the leaves, and words such as `dark` or `night` are spelled out by
places, flags and minutes.
"""

import ast
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, cast

from msgspec import Struct

from nightreel.core.conditions import Condition
from nightreel.core.state import CARRIED, WITHIN, State
from nightreel.core.world import World

Compare = Literal["<", "<=", ">", ">=", "==", "!="]

COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_SIGN: dict[type[ast.cmpop], Compare] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_OPPOSITE: dict[Compare, Compare] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
}


class Is(Struct, frozen=True):
    """A yes-or-no leaf: `at` (any of several places), `here`, `has`, `flag`, `prop` and more."""

    kind: str
    about: tuple[str, ...] = ()
    so: bool = True

    def __str__(self) -> str:
        told = f"{self.about[0]}.{self.about[1]}" if self.kind == "prop" else _called(self)
        return told if self.so else f"not {told}"


class Count(Struct, frozen=True):
    """A leaf that compares a number: `clock(van) >= 3`, `minutes >= 160`, `stage(dust) < 2`."""

    kind: str
    about: str
    compare: Compare
    bound: int

    def __str__(self) -> str:
        told = f"{self.kind}({self.about})" if self.about else self.kind
        return f"{told} {self.compare} {self.bound}"


class All(Struct, frozen=True):
    """Every part holds; with no parts, always."""

    parts: tuple["Formula", ...] = ()


class Any(Struct, frozen=True):
    """One part holds; with no parts, never."""

    parts: tuple["Formula", ...] = ()


Leaf = Is | Count
Formula = Is | Count | All | Any


def _called(leaf: Is) -> str:
    return f"{leaf.kind}({', '.join(leaf.about)})" if leaf.about else leaf.kind


def every(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction, flat."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else (part,))
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def either(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction, flat."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Any) else (part,))
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


def leaves(it: Formula) -> Iterator[Leaf]:
    """Yield every leaf."""
    match it:
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield it


def formula(world: World, when: Condition) -> Formula:
    """Return the condition as a formula. The loader has parsed it before, so it can be read."""
    if not when.source.strip():
        return All()
    # `break` is a verb of ours and a word of Python's (as in `core.conditions`).
    source = when.source.strip().replace("(break)", "(break_)")
    return _built(world, ast.parse(source, mode="eval").body, so=True)


def _built(world: World, node: ast.expr, *, so: bool) -> Formula:
    match node:
        case ast.BoolOp(op=op, values=values):
            join = every if isinstance(op, ast.And) == so else either
            return join(_built(world, v, so=so) for v in values)
        case ast.UnaryOp(operand=operand):
            return _built(world, operand, so=not so)
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=int(bound))]):
            compare = _SIGN[type(op)]
            return _number(left, compare if so else _OPPOSITE[compare], bound)
        case ast.Name(id=name):
            return _word(world, name, so=so)
        case ast.Attribute(value=ast.Name(id=thing), attr=prop):
            return Is("prop", (thing, prop), so)
        case ast.Call(func=ast.Name(id=name), args=args):
            return _asked(world, name, tuple(ast.unparse(a).rstrip("_") for a in args), so=so)
        case _:
            raise ValueError(f"`{ast.unparse(node)}` was no condition, and was loaded all the same")


def _number(left: ast.expr, compare: Compare, bound: int) -> Formula:
    if isinstance(left, ast.Call):
        return Count(cast("ast.Name", left.func).id, ast.unparse(left.args[0]), compare, bound)
    return Count(cast("ast.Name", left).id, "", compare, bound)


def _asked(world: World, name: str, about: tuple[str, ...], *, so: bool) -> Formula:
    if name == "tagged":
        return Is("at", places_tagged(world, about[0]), so)
    return Is(name, about, so)


def _word(world: World, name: str, *, so: bool) -> Formula:
    """Spell a word of the condition language out."""
    dusk, night = world.dusk - world.opens_at, world.night - world.opens_at
    words: dict[str, Callable[[], Formula]] = {
        "dark": lambda: every((Is("lamp", so=False), unlit(world))),
        "lit": lambda: either((Is("lamp"), negated(unlit(world)))),
        "day": lambda: Count("minutes", "", "<", dusk),
        "dusk": lambda: every((Count("minutes", "", ">=", dusk), Count("minutes", "", "<", night))),
        "night": lambda: Count("minutes", "", ">=", night),
        "indoors": lambda: Is("at", places_tagged(world, "indoors")),
        "outdoors": lambda: Is("at", places_tagged(world, "outdoors")),
        "wounded": lambda: Count("wounds", "", ">=", 1),
        "shaken": lambda: Count("nerve", "", "<=", 1),
        "cornered": lambda: cornered(world),
    }
    spelled = words[name]() if name in words else Is(name)
    return spelled if so else negated(spelled)


def negated(it: Formula) -> Formula:
    """Return the formula that holds when the other does not."""
    match it:
        case All(parts):
            return either(negated(p) for p in parts)
        case Any(parts):
            return every(negated(p) for p in parts)
        case Is(kind, about, so):
            return Is(kind, about, not so)
        case Count(kind, about, compare, bound):
            return Count(kind, about, _OPPOSITE[compare], bound)


def places_tagged(world: World, tag: str) -> tuple[str, ...]:
    """Return the ids of the places with the tag."""
    return tuple(p.id for p in world.places.values() if tag in p.tags)


def unlit(world: World) -> Formula:
    """Return when the place the player is in has no light of its own."""
    night = Count("minutes", "", ">=", world.night - world.opens_at)
    classes: dict[tuple[bool, bool], list[str]] = {}
    for place in world.places.values():
        by_night = "dark" not in place.tags
        power = place.power and bool({"dark", "indoors"} & place.tags)
        classes.setdefault((by_night, power), []).append(place.id)
    return either(
        every(
            (
                Is("at", tuple(places)),
                *((night,) if by_night else ()),
                *((Is("flag", ("power",), so=False),) if power else ()),
            )
        )
        for (by_night, power), places in classes.items()
    )


def cornered(world: World) -> Formula:
    """Return when a threat that can strike is at hand."""
    return either(
        every((Count("stage", t, ">=", 2), Count("distance", t, "<=", 0))) for t in world.threats
    )


# --- truth


def holds(world: World, state: State, it: Formula) -> bool:
    """Return whether it is so in a state."""
    match it:
        case All(parts):
            return all(holds(world, state, p) for p in parts)
        case Any(parts):
            return any(holds(world, state, p) for p in parts)
        case Is():
            return is_so(state, it)
        case Count():
            return COMPARE[it.compare](counted(world, state, it), it.bound)


def counted(world: World, state: State, it: Count) -> int:
    """Return the number that the leaf compares."""
    match it.kind:
        case "stage":
            return state.threats[it.about].stage
        case "distance":
            return state.threats[it.about].distance
        case "heat":
            return state.threats[it.about].heat
        case "clock":
            return state.clocks.get(it.about, 0)
        case "hour":
            return world.hour(state) // 60
        case "wounds":
            return len(state.wounds)
        case "carrying":
            return len(state.carried)
        case _:
            return getattr(state, it.kind)


_ASK: dict[str, Callable[[State, tuple[str, ...]], bool]] = {
    "at": lambda s, a: s.place in a,
    "here": lambda s, a: s.here(a[0]),
    "has": lambda s, a: s.things[a[0]].where == CARRIED,
    "inside": lambda s, a: s.things[a[0]].where == WITHIN + a[1],
    "prop": lambda s, a: a[1] in s.things[a[0]].props,
    "flag": lambda s, a: a[0] in s.flags,
    "known": lambda s, a: a[0] in s.facts,
    "seen": lambda s, a: a[0] in s.storylets,
    "beat": lambda s, a: s.beat == a[0],
    "visited": lambda s, a: a[0] in s.visited,
    "wound": lambda s, a: a[0] in s.wounds,
    "lamp": lambda s, _: s.lamp,
    "hidden": lambda s, _: s.hidden,
    "done": lambda s, a: f"act:{a[0]}" in s.seen,
    "ended": lambda s, a: s.ending == a[0],
}


def is_so(state: State, it: Is) -> bool:
    """Return whether a yes-or-no leaf holds. What only prose can ask (`verb`, `on`) never does."""
    ask = _ASK.get(it.kind)
    return (ask(state, it.about) if ask else False) == it.so
