"""How far a state is from a goal, if nothing that was won could be lost again.

The relaxed plan of Hoffmann and Nebel's FF planner (JAIR 14, 2001): costs of leaves are carried forward from what
is so, then the ways that were cheapest are collected backward from the goal. Numbers count: what needs a clock at
three looks for three ways to move it.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from nightreel.core.state import State
from nightreel.core.world import World, holder_of
from nightreel.worlds.checking.formula import (
    All,
    Any,
    Count,
    Formula,
    Is,
    Leaf,
    counted,
    holds,
    leaves,
)
from nightreel.worlds.checking.serving import adds, serves
from nightreel.worlds.checking.ways import Way

NEVER = 1_000_000
UNKNOWN = 9
"""Cost of a leaf that no way is known to serve: dear, but an author's world may surprise."""


class Led(Struct, frozen=True):
    """A relaxed plan: ways in a sensible order, and how many steps it takes at least."""

    ways: tuple[Way, ...]
    steps: int
    wishes: tuple[Leaf, ...] = ()


class Relaxed:
    """The relaxed problem of one goal, with everything left out that cannot matter to it."""

    def __init__(self, world: World, every_way: Sequence[Way], goal: Is) -> None:
        self.world = world
        self.goal = goal
        servers = _servers(every_way)
        relevant, self._leaves = _relevant(world, servers, every_way, goal)
        self.ways = tuple(relevant)
        self._index = {leaf: n for n, leaf in enumerate(self._leaves)}
        self._users: dict[int, list[int]] = defaultdict(list)
        self._gives: list[list[int]] = []
        self._adds: list[list[tuple[int, int]]] = []
        served: set[int] = set()
        for n, way in enumerate(self.ways):
            for leaf in set(leaves(way.needs)):
                self._users[self._index[leaf]].append(n)
            given = [i for i, leaf in enumerate(self._leaves) if _serves(way, leaf)]
            added = [(i, by) for i, leaf in enumerate(self._leaves) if (by := _adds(way, leaf))]
            self._gives.append(given)
            self._adds.append(added)
            served |= {*given, *(i for i, _ in added)}
        self._unserved = [
            n for n, leaf in enumerate(self._leaves) if n not in served and not _found(leaf)
        ]
        self._heres = {
            leaf.about[0]: n for n, leaf in enumerate(self._leaves) if _found(leaf) and leaf.about
        }

    def plan(self, state: State) -> Led | None:
        """Return a relaxed plan from the state to the goal; None when even that is impossible."""
        return _Pass(self, state).led()

    def lying(self, state: State) -> tuple[Mapping[int, list[int]], Mapping[str, list[int]]]:
        """Return which things come into view by going to a place, and by opening a holder."""
        by_place: dict[int, list[int]] = defaultdict(list)
        by_holder: dict[str, list[int]] = defaultdict(list)
        for thing, leaf in self._heres.items():
            where = state.things[thing].where
            if where in self.world.places:
                by_place[self._index[Is("at", (where,))]].append(leaf)
            elif (holder := holder_of(where)) is not None:
                by_holder[holder].append(leaf)
        return by_place, by_holder


def _found(leaf: Leaf) -> bool:
    return isinstance(leaf, Is) and leaf.kind == "here" and leaf.so


def _serves(way: Way, leaf: Leaf) -> bool:
    return isinstance(leaf, Is) and any(serves(e, leaf) for e in way.gives)


def _adds(way: Way, leaf: Leaf) -> int:
    return sum(adds(e, leaf) for e in way.gives) if isinstance(leaf, Count) else 0


def _servers(every_way: Sequence[Way]) -> list[Way]:
    return list(every_way)


def _relevant(
    world: World, servers: Iterable[Way], every_way: Sequence[Way], goal: Leaf
) -> tuple[list[Way], list[Leaf]]:
    """Return the ways that may matter to the goal, and every leaf they ask for, searching backward."""
    del servers
    seen: dict[Leaf, None] = {goal: None}
    chosen: dict[int, None] = {}
    queue = [goal]
    for leaf in queue:
        more: list[Leaf] = []
        for n, way in enumerate(every_way):
            if n not in chosen and _matters(world, way, leaf):
                chosen[n] = None
                more += leaves(way.needs)
        if _found(leaf):
            more += (Is("at", (place,)) for place in world.places)
        for new in more:
            if new not in seen:
                seen[new] = None
                queue.append(new)
    return [every_way[n] for n in sorted(chosen)], list(seen)


def _matters(world: World, way: Way, leaf: Leaf) -> bool:
    if _serves(way, leaf) or _adds(way, leaf):
        return True
    if way.reveals is None or not isinstance(leaf, Is) or not _found(leaf):
        return False
    return holder_of(world.things[leaf.about[0]].where) == way.reveals


class _Pass:
    """One evaluation: costs forward, then the plan backward."""

    def __init__(self, of: Relaxed, state: State) -> None:
        self._of, self._state = of, state
        count = len(of._leaves)  # noqa: SLF001 - two halves of one algorithm
        self.costs = [NEVER] * count
        self.best: list[tuple[int, ...]] = [()] * count
        self._way_costs = [NEVER] * len(of.ways)
        self._gaps: dict[int, int] = {}
        self._moved: dict[int, dict[int, int]] = defaultdict(dict)
        self._queue: list[tuple[int, int]] = []
