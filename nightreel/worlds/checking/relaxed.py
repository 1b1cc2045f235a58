"""How far a state is from a goal, if nothing that was won could be lost again.

The relaxed plan of Hoffmann and Nebel's FF planner (JAIR 14, 2001): costs of leaves are carried
forward from what is so, then the ways that were cheapest are collected backward from the goal.
Numbers count: a clock that must stand at three asks for three ways to move it.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import astuple

from nightreel.core.effects import Effect
from nightreel.core.state import State
from nightreel.core.world import World, holder_of
from nightreel.worlds.checking.formula import All, Any, Count, Formula, Is, Leaf, leaves
from nightreel.worlds.checking.serving import adds, gap, is_repeatable, serves, simplified
from nightreel.worlds.checking.ways import Way

NEVER = 1_000_000
UNKNOWN = 9
"""Cost of a leaf that no way is known to serve: dear, but an author's world may surprise."""

# A formula over leaf numbers: a number, or whether all parts count, and the parts.
Compiled = int | tuple[bool, tuple["Compiled", ...]]


class Led(Struct, frozen=True):
    """A relaxed plan.

    Attributes:
        ways: in a sensible order.
        steps: how many it takes, about.
        wishes: what it needs and nothing serves.
    """

    ways: tuple[Way, ...]
    steps: int
    wishes: tuple[Leaf, ...] = ()


class Relaxed:
    """The relaxed problem of one goal, with everything left out that cannot matter to it.

    Without a goal it is the problem of everything at once.
    """

    def __init__(self, world: World, every_way: Sequence[Way], goal: Is | None = None) -> None:
        self.world = world
        needs = [simplified(world, way.needs) for way in every_way]
        goals = [goal] if goal else [leaf for need in needs for leaf in leaves(need)]
        chosen, self.leaves = _relevant(world, every_way, needs, goals)
        if goal is None:
            chosen = list(range(len(every_way)))
        self.ways = [every_way[n] for n in chosen]
        self.index = {leaf: n for n, leaf in enumerate(self.leaves)}
        self.needs = [self._compiled(needs[n]) for n in chosen]
        self.users: list[list[int]] = [[] for _ in self.leaves]
        for at, n in enumerate(chosen):
            for leaf in set(leaves(needs[n])):
                self.users[self.index[leaf]].append(at)
        near = Near(self.leaves)
        self.gives = [[self.index[f] for f in near.to(w) if _gives(w, f)] for w in self.ways]
        self.moves = [
            [(self.index[f], by) for f in near.to(w) if (by := _moves(w, f))] for w in self.ways
        ]
        self.again = [is_repeatable(w.needs, w.gives) for w in self.ways]
        served = {i for given in self.gives for i in given}
        served |= {i for moved in self.moves for i, _ in moved}
        self.finds = {f.about[0]: n for n, f in enumerate(self.leaves) if _is_find(f)}
        self.unserved = [
            n for n, f in enumerate(self.leaves) if n not in served and not _is_find(f)
        ]

    def plan(self, state: State) -> Led | None:
        """Return a relaxed plan from the state to the goal; None when even that is impossible."""
        return _Pass(self, state).led()

    def never(self) -> Iterator[tuple[Way, tuple[Leaf, ...]]]:
        """Yield the ways that nothing from the opening on leads to, with what is missing."""
        spread = _Pass(self, self.world.start, strict=True)
        for n, way in enumerate(self.ways):
            if spread.way_costs[n] >= NEVER:
                asked = dict.fromkeys(leaves(simplified(self.world, way.needs)))
                missing = (f for f in asked if spread.costs[self.index[f]] >= NEVER)
                yield way, tuple(missing)

    def _compiled(self, it: Formula) -> Compiled:
        match it:
            case All(parts) | Any(parts):
                return isinstance(it, All), tuple(self._compiled(p) for p in parts)
            case _:
                return self.index[it]


def _is_find(leaf: Leaf) -> bool:
    return isinstance(leaf, Is) and leaf.kind == "here" and leaf.so


def _is_known(leaf: Leaf) -> bool:
    """Whether every way to such a leaf is listed, so that none means never."""
    if isinstance(leaf, Count):
        return leaf.kind == "clock"
    return leaf.so and leaf.kind in ("prop", "flag", "known", "seen", "has", "at", "visited")


def _gives(way: Way, leaf: Leaf) -> bool:
    return isinstance(leaf, Is) and any(serves(e, leaf) for e in way.gives)


def _moves(way: Way, leaf: Leaf) -> int:
    return sum(adds(e, leaf) for e in way.gives) if isinstance(leaf, Count) else 0


def _relevant(
    world: World, every_way: Sequence[Way], needs: Sequence[Formula], goals: Sequence[Leaf]
) -> tuple[list[int], list[Leaf]]:
    """Return the ways that may matter to the goals, and every leaf they ask for, going backward."""
    asked: dict[Leaf, None] = dict.fromkeys(goals)
    chosen: set[int] = set()
    by_subject = _by_subject(world, every_way)
    queue = list(asked)
    for leaf in queue:
        more: list[Leaf] = []
        for n in {n for subject in _subjects(leaf) for n in by_subject.get(subject, ())} - chosen:
            if _matters(world, every_way[n], leaf):
                chosen.add(n)
                more += leaves(needs[n])
        if _is_find(leaf):
            more += (Is("at", (place,)) for place in world.places)
        queue += (new for new in dict.fromkeys(more) if new not in asked)
        asked |= dict.fromkeys(more)
    return sorted(chosen), list(asked)


def _subjects(it: Leaf | Effect) -> tuple[str, ...]:
    """Return the ids that a leaf or an effect is about; `""` for what concerns everybody."""
    if isinstance(it, Is):
        return it.about if it.about and (it.so or it.kind != "at") else ("",)
    if isinstance(it, Count):
        return (it.about,)
    return ("", *(v for v in astuple(it) if isinstance(v, str)))


def _by_subject(world: World, every_way: Sequence[Way]) -> Mapping[str, Sequence[int]]:
    by_subject: dict[str, list[int]] = defaultdict(list)
    for n, way in enumerate(every_way):
        subjects = {s for effect in way.gives for s in _subjects(effect)}
        if way.reveals is not None:
            subjects |= {t.id for t in world.things.values() if holder_of(t.where) == way.reveals}
        for subject in subjects:
            by_subject[subject].append(n)
    return by_subject


class Near:
    """Leaves by what they are about, so that not every effect is held against every leaf."""

    def __init__(self, every_leaf: Sequence[Leaf]) -> None:
        self._by_subject: dict[str, list[Leaf]] = defaultdict(list)
        for leaf in every_leaf:
            for subject in _subjects(leaf):
                self._by_subject[subject].append(leaf)

    def to(self, way: Way) -> list[Leaf]:
        """Return the leaves that the way could serve."""
        subjects = {s for effect in way.gives for s in _subjects(effect)}
        found = (leaf for s in sorted(subjects) for leaf in self._by_subject.get(s, ()))
        return list(dict.fromkeys(found))


def _matters(world: World, way: Way, leaf: Leaf) -> bool:
    if _gives(way, leaf) or _moves(way, leaf):
        return True
    if way.reveals is None or not isinstance(leaf, Is) or not _is_find(leaf):
        return False
    return holder_of(world.things[leaf.about[0]].where) == way.reveals


class _Pass:
    """One evaluation of one state: costs forward, then the plan backward."""

    def __init__(self, of: Relaxed, state: State, *, strict: bool = False) -> None:
        self.of, self.state, self.strict = of, state, strict
        count = len(of.leaves)
        self.costs = [NEVER] * count
        self.best: list[tuple[int, ...]] = [()] * count
        self.repeats = [0] * count
        self.way_costs = [NEVER] * len(of.ways)
        self.moved: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        self.queue: list[tuple[int, int]] = []
        self.gaps = [gap(of.world, state, leaf) for leaf in of.leaves]
        self.by_place, self.by_holder = self._lying()
        self._spread()

    def _lying(self) -> tuple[Mapping[int, list[int]], Mapping[str, list[int]]]:
        """Find out which things come into view by going to a place, and by opening a holder."""
        by_place: dict[int, list[int]] = defaultdict(list)
        by_holder: dict[str, list[int]] = defaultdict(list)
        for thing, leaf in self.of.finds.items():
            where = self.state.things[thing].where
            holder = holder_of(where)
            if holder is not None:
                by_holder[holder].append(leaf)
            elif where in self.of.world.places:
                by_place[self.of.index[Is("at", (where,))]].append(leaf)
        return by_place, by_holder

    # --- forward

    def _spread(self) -> None:
        for leaf, missing in enumerate(self.gaps):
            if not missing:
                self.costs[leaf] = 0
        for leaf in self.of.unserved:
            if not (self.strict and _is_known(self.of.leaves[leaf])):
                self.costs[leaf] = min(self.costs[leaf], UNKNOWN)
        for way in range(len(self.of.ways)):
            self._try(way)
        while self.queue:
            cost, leaf = heapq.heappop(self.queue)
            if cost > self.costs[leaf]:
                continue
            for way in self.of.users[leaf]:
                self._try(way)
            for found in self.by_place.get(leaf, ()):
                self._improve(found, cost, self.best[leaf])

    def _cost(self, needs: Compiled) -> int:
        if isinstance(needs, int):
            return self.costs[needs]
        everything, parts = needs
        if everything:
            return min(NEVER, sum(self._cost(p) for p in parts))
        return min((self._cost(p) for p in parts), default=NEVER)

    def _try(self, way: int) -> None:
        cost = self._cost(self.of.needs[way])
        cost += self.of.ways[way].price
        if cost >= self.way_costs[way]:
            return
        self.way_costs[way] = cost
        for leaf in self.of.gives[way]:
            self._improve(leaf, cost, (way,))
        for leaf in self.by_holder.get(self.of.ways[way].reveals or "", ()):
            self._improve(leaf, cost, (way,))
        for leaf, by in self.of.moves[way]:
            self._move(leaf, way, by)

    def _improve(self, leaf: int, cost: int, by: tuple[int, ...]) -> None:
        if cost < self.costs[leaf]:
            self.costs[leaf], self.best[leaf] = cost, by
            heapq.heappush(self.queue, (cost, leaf))

    def _move(self, leaf: int, way: int, by: int) -> None:
        """Count what is known to move a number until it is moved far enough."""
        missing = self.gaps[leaf]
        if missing * by <= 0:
            return
        self.moved[leaf][way] = (self.way_costs[way], abs(by))
        left, cost, chosen = abs(missing), 0, list[int]()
        ranked = sorted(self.moved[leaf].items(), key=lambda m: m[1])
        for n, (price, gain) in ranked:
            left, cost = left - gain, cost + price
            chosen.append(n)
            if left <= 0:
                break
        again = 0
        if left > 0:
            most = max((gain for n, (_, gain) in ranked if self.of.again[n]), default=0)
            again = -(-left // most) if most else NEVER
        if cost + again < self.costs[leaf]:
            self.repeats[leaf] = again
            self._improve(leaf, cost + again, tuple(chosen))

    # --- backward

    def led(self) -> Led | None:
        """Return the plan."""
        goal = self.of.index[self.of.leaves[0]]
        if self.costs[goal] >= NEVER:
            return None
        self._order: dict[int, None] = {}
        self._open: set[int] = set()
        self._wishes: list[Leaf] = []
        self._again = 0
        self._collect(goal)
        ways = tuple(self.of.ways[n] for n in self._order)
        steps = sum(w.price for w in ways) + self._again + UNKNOWN * len(self._wishes)
        return Led(ways, steps, tuple(self._wishes))

    def _collect(self, needs: Compiled) -> None:
        if not isinstance(needs, int):
            everything, parts = needs
            for part in parts if everything else (min(parts, key=self._cost),):
                self._collect(part)
            return
        if needs in self._open or not self.gaps[needs]:
            return
        self._open.add(needs)
        self._again += self.repeats[needs]
        if not self.best[needs]:
            self._wishes.append(self.of.leaves[needs])
        for way in self.best[needs]:
            if way not in self._order:
                self._collect(self.of.needs[way])
                self._order[way] = None
