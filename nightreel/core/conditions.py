"""Conditions of a pack: `lamp and not door.open and stage(dust) >= 2`, parsed once, tested often.

Python's own grammar is the grammar; only the forms below are let through, and nothing is evaluated.
"""

import ast
import operator
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from nightreel.core.state import WITHIN, State


class Setting(Protocol):
    """What conditions ask of a world; `World` is one."""

    @property
    def opens_at(self) -> int:
        """Minute of the day at which a run begins."""
        ...

    @property
    def dusk(self) -> int:
        """Minute of the day from which it is dusk."""
        ...

    @property
    def night(self) -> int:
        """Minute of the day from which it is night."""
        ...

    def hour(self, state: State, /) -> int:
        """Return the minute of the day, 0 to 1439."""
        ...

    def is_night(self, state: State, /) -> bool:
        """Whether the sky gives no light."""
        ...

    def can_see(self, state: State, /) -> bool:
        """Whether there is light to see by."""
        ...

    def tags(self, state: State, /) -> frozenset[str]:
        """Return the tags of the place."""
        ...


class Moment(Struct, frozen=True):
    """What a condition can ask about besides the state: the action just done, for lines of
    prose.
    """

    verb: str = ""
    grade: str = ""
    on: str = ""


NOW = Moment()

Test = Callable[[Setting, State, Moment], bool]
Number = Callable[[Setting, State, Moment], int]


class BadCondition(ValueError):
    """A condition of a pack that cannot be read. The author must act; the text says how."""


class Condition(Struct, frozen=True):
    """A parsed condition. Equal when its source is.

    Attributes:
        names: what it refers to, as `(kind, id)` pairs, for the linter: `thing`, `place`, `tag`,
            `flag`, `fact`, `storylet`, `threat`, `clock`, `wound`, `prop` (`thing.prop`).
    """

    source: str
    test: Test
    names: frozenset[tuple[str, str]] = frozenset()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    def holds(self, world: Setting, state: State, moment: Moment = NOW) -> bool:
        """Return whether it is so."""
        return self.test(world, state, moment)


ALWAYS = Condition("", lambda _w, _s, _m: True)
NEVER = Condition("never", lambda _w, _s, _m: False)

_WORDS: dict[str, Test] = {
    "dark": lambda w, s, _: not w.can_see(s),
    "lit": lambda w, s, _: w.can_see(s),
    "lamp": lambda _w, s, _: s.lamp,
    "day": lambda w, s, _: w.opens_at + s.minutes < w.dusk,
    "dusk": lambda w, s, _: w.dusk <= w.opens_at + s.minutes < w.night,
    "night": lambda w, s, _: w.is_night(s),
    "indoors": lambda w, s, _: "indoors" in w.tags(s),
    "outdoors": lambda w, s, _: "outdoors" in w.tags(s),
    "hidden": lambda _w, s, _: s.hidden,
    "wounded": lambda _w, s, _: bool(s.wounds),
    "shaken": lambda _w, s, _: s.nerve <= 1,
    "cornered": lambda _w, s, _: s.cornered,
}

_NUMBERS: dict[str, Number] = {
    "turn": lambda _w, s, _: s.turn,
    "minutes": lambda _w, s, _: s.minutes,
    "hour": lambda w, s, _: w.hour(s) // 60,
    "wounds": lambda _w, s, _: len(s.wounds),
    "nerve": lambda _w, s, _: s.nerve,
    "battery": lambda _w, s, _: s.battery,
    "noise": lambda _w, s, _: s.noise,
    "carrying": lambda _w, s, _: len(s.carried),
}

# name -> (kind of its argument, test)
_CALLS: dict[str, tuple[str, Callable[[Setting, State, Moment, str], bool]]] = {
    "here": ("thing", lambda _w, s, _m, t: s.here(t)),
    "has": ("thing", lambda _w, s, _m, t: s.has(t)),
    "at": ("place", lambda _w, s, _m, p: s.place == p),
    "visited": ("place", lambda _w, s, _m, p: p in s.visited),
    "tagged": ("tag", lambda w, s, _m, t: t in w.tags(s)),
    "flag": ("flag", lambda _w, s, _m, f: f in s.flags),
    "known": ("fact", lambda _w, s, _m, f: f in s.facts),
    "seen": ("storylet", lambda _w, s, _m, x: x in s.storylets),
    "beat": ("storylet", lambda _w, s, _m, x: s.beat == x),
    "wound": ("wound", lambda _w, s, _m, x: x in s.wounds),
    "verb": ("verb", lambda _w, _s, m, v: m.verb == v),
    "grade": ("grade", lambda _w, _s, m, g: m.grade == g),
    "on": ("target", lambda _w, _s, m, t: m.on == t),
}

_COUNTS: dict[str, tuple[str, Callable[[Setting, State, Moment, str], int]]] = {
    "stage": ("threat", lambda _w, s, _m, t: s.threats[t].stage),
    "distance": ("threat", lambda _w, s, _m, t: s.threats[t].distance),
    "clock": ("clock", lambda _w, s, _m, c: s.clocks.get(c, 0)),
}

_COMPARE: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.names: set[tuple[str, str]] = set()

    def test(self, node: ast.expr) -> Test:
        match node:
            case ast.BoolOp(op=op, values=values):
                tests = [self.test(v) for v in values]
                if isinstance(op, ast.And):
                    return lambda w, s, m: all(t(w, s, m) for t in tests)
                return lambda w, s, m: any(t(w, s, m) for t in tests)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.test(operand)
                return lambda w, s, m: not inner(w, s, m)
            case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=int(bound))]) if (
                not isinstance(bound, bool)
            ):
                return self.compared(left, _COMPARE.get(type(op)), bound)
            case ast.Name(id=name) if name in _WORDS:
                return _WORDS[name]
            case ast.Attribute(value=ast.Name(id=thing), attr=prop):
                self.names |= {("thing", thing), ("prop", f"{thing}.{prop}")}
                return lambda _w, s, _m: prop in s.things[thing].props
            case ast.Call(
                func=ast.Name(id="inside"), args=[ast.Name(id=t), ast.Name(id=holder)], keywords=[]
            ):
                self.names |= {("thing", t), ("holder", holder)}
                return lambda _w, s, _m: s.things[t].where == WITHIN + holder
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=arg)], keywords=[]) if (
                name in _CALLS
            ):
                kind, call = _CALLS[name]
                arg = arg.rstrip("_")
                self.names.add((kind, arg))
                return lambda w, s, m: call(w, s, m, arg)
            case _:
                raise self.bad(node)

    def compared(
        self, left: ast.expr, compare: Callable[[int, int], bool] | None, bound: int
    ) -> Test:
        if compare is None:
            raise self.bad(left)
        number = self.number(left)
        return lambda w, s, m: compare(number(w, s, m), bound)

    def number(self, node: ast.expr) -> Number:
        match node:
            case ast.Name(id=name) if name in _NUMBERS:
                return _NUMBERS[name]
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=arg)], keywords=[]) if (
                name in _COUNTS
            ):
                kind, count = _COUNTS[name]
                self.names.add((kind, arg))
                return lambda w, s, m: count(w, s, m, arg)
            case _:
                raise self.bad(node)

    def bad(self, node: ast.expr) -> BadCondition:
        return BadCondition(
            f"`{ast.unparse(node)}` is no condition (in `{self.source}`); "
            "docs/worlds.md lists them under Conditions"
        )


def parse(source: str) -> Condition:
    """Return the condition of that source; an empty source always holds.

    Raises:
        BadCondition: it is not of the forms listed in docs/worlds.md.
    """
    if not source.strip():
        return ALWAYS
    try:
        # `break` is a verb of ours and a word of Python's.
        tree = ast.parse(source.strip().replace("(break)", "(break_)"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadCondition(f"`{source}` cannot be read: check brackets, `and`, `or`") from None
    parser = _Parser(source)
    try:
        test = parser.test(tree.body)
    except RecursionError:
        raise BadCondition(f"`{source[:60]}…` is nested too deeply") from None
    return Condition(source, test, frozenset(parser.names))
