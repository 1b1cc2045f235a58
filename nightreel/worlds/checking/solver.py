"""A way to every ending, found by search and walked by the real rules.

Best first, led by the relaxed plan: from the most promising state, the plan is walked as far as the
rules go along (Vidal's lookahead, ICAPS 2004); where they do not, every option of that state is
tried. Dice fall as the search wants them: it shows that a run can end so, not that it is likely.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import Struct

from nightreel.core.intent import Intent
from nightreel.core.options import options
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.worlds.checking.formula import Is
from nightreel.worlds.checking.play import FAIR, Luck, Played, Step, play
from nightreel.worlds.checking.relaxed import NEVER, Led, Relaxed
from nightreel.worlds.checking.ways import Way, ways

_FURTHER = 2
"""How much less promising than its parent a state is taken to be until it is looked at."""
LONGEST = 80
"""Turns within which every run is to end."""
_GREED = 4
"""How much a step to go weighs against a turn played: more finds sooner, less finds shorter."""
_STRIDE = 40
"""Steps of a plan walked at once."""
_REST = (Intent("wait"), Intent("hesitate"))


@dataclass(frozen=True, slots=True)
class Node:
    """A state in the search, and the steps that lead to it from where the search began."""

    state: State
    parent: "Node | None" = None
    step: Step | None = None

    def steps(self) -> tuple[Step, ...]:
        """Return the steps, first to last."""
        found: list[Step] = []
        node: Node | None = self
        while node is not None and node.step is not None:
            found.append(node.step)
            node = node.parent
        return tuple(reversed(found))


class Found(Struct, frozen=True):
    """The answer of a search: the steps to the ending (None: not found), and what it took.

    Attributes:
        looked: states that were looked at.
        doomed: no way was even imaginable, so that looking further would not help.
        wanting: what would have to be so, and nothing makes so, nearest to the ending.
        refused: the way that looked open and that the rules refused most often, such as `act:dig`.
    """

    steps: tuple[Step, ...] | None
    looked: int
    doomed: bool = False
    wanting: tuple[str, ...] = ()
    refused: str = ""


class Solver:
    """Searches of one world; the relaxed problems are made once and kept."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ways = tuple(ways(world))
        self._fair = tuple(w for w in self._ways if w.luck == FAIR)
        self._relaxed: dict[str, tuple[Relaxed, ...]] = {}

    def find(
        self, ending: str, budget: int, start: State | None = None, *, fair: bool = False
    ) -> Found:
        """Search for an ending from a state.

        Args:
            ending: id of the ending.
            budget: how many states may be looked at.
            start: where to begin; the opening when none is given.
            fair: without what takes ill luck, incidents or a threat coming nearer.
        """
        state = self.world.start if start is None else start
        found = Found(None, 0, doomed=True)
        for relaxed in self._problems(ending, fair=fair):
            if relaxed.plan(state) is not None:
                found = _Search(self.world, relaxed, ending, budget).run(state)
                if found.steps is not None:
                    return found
        return found

    def _problems(self, ending: str, *, fair: bool) -> Iterator[Relaxed]:
        """Yield the problem without ill luck and incidents first: it is smaller, mostly enough."""
        goal = Is("ended", (ending,))
        for n, every_way in enumerate((self._fair,) if fair else (self._fair, self._ways)):
            known = self._relaxed.get(ending, ())
            if n >= len(known):
                known = (*known, Relaxed(self.world, every_way, goal))
                self._relaxed[ending] = known
            yield known[n]


class _Job(Struct, frozen=True):
    """Something left to do with a state: look how far it is, walk its plan, or try every option."""

    node: Node
    steps: int
    led: Led | None = None
    todo: Literal["look", "walk", "try"] = "look"


class _Search:
    def __init__(self, world: World, relaxed: Relaxed, ending: str, budget: int) -> None:
        self.world, self.relaxed, self.ending, self.budget = world, relaxed, ending, budget
        self._lucks = tuple(dict.fromkeys(w.luck for w in relaxed.ways if w.intent is not None))
        self._queue: list[tuple[int, int, _Job]] = []
        self._seen: set[object] = set()
        self._pushed = self._looked = 0
        self._nearest: tuple[int, tuple[str, ...]] = (1_000_000, ())
        self._refused: Counter[str] = Counter()

    def run(self, start: State) -> Found:
        self._look(Node(start))
        while self._queue and self._looked < self.budget:
            _, _, job = heapq.heappop(self._queue)
            goal = self._done(job)
            if goal is not None:
                return Found(goal.steps(), self._looked)
        refused = next((way for way, _ in self._refused.most_common(1)), "")
        return Found(None, self._looked, not self._queue, self._nearest[1], refused)

    def _done(self, job: _Job) -> Node | None:
        """Do a job; return the ending's node when that was it."""
        match job.todo:
            case "look":
                self._look(job.node)
                return None
            case "walk":
                return self._walk(job)
            case "try":
                return self._try(job)

    def _look(self, node: Node) -> int:
        """Find out how far a state is from the ending, and mean to walk on from it."""
        self._looked += 1
        led = self.relaxed.plan(node.state)
        if led is None:
            return NEVER
        if led.steps < self._nearest[0]:
            self._nearest = (led.steps, tuple(str(w) for w in led.wishes))
        self._push(_Job(node, led.steps, led, "walk"))
        return led.steps

    def _push(self, job: _Job) -> None:
        if job.node.state.turn <= LONGEST:
            self._pushed += 1
            hope = _GREED * job.steps + job.node.state.turn
            heapq.heappush(self._queue, (hope, self._pushed, job))

    def _walk(self, job: _Job) -> Node | None:
        """Follow the plan of a state. If that brings nothing nearer, try every option of it."""
        at = job.node
        for way in [w for w in job.led.ways if w.intent is not None][:_STRIDE] if job.led else ():
            played = self._step(at, way)
            if played is None:
                self._refused[way.name] += 1
                if way.luck.incident is None:
                    break
                continue  # it may come later, or never: the director's curve has a say
            at = Node(played.state, at, played.step)
            if played.state.ending == self.ending:
                return at
        if at is not job.node and self._is_new(at.state) and self._look(at) < job.steps:
            self._push(_Job(job.node, job.steps + _FURTHER, None, "try"))
            return None
        return self._try(job)

    def _try(self, job: _Job) -> Node | None:
        for child in self._children(job.node):
            if child.state.ending == self.ending:
                return child
            if child.state.ending is None and self._is_new(child.state):
                self._push(_Job(child, job.steps + _FURTHER))
        return None

    def _step(self, at: Node, way: Way) -> Played | None:
        played = play(self.world, at.state, way.intent, way.luck) if way.intent else None
        if played is None or played.state.ending not in (None, self.ending):
            return None
        return played if way.key in ("", played.outcome.key) else None

    def _children(self, node: Node) -> Iterator[Node]:
        offered = [(o.intent, o.risk) for o in options(self.world, node.state)]
        for luck in self._lucks:
            incident = self.world.storylets.get(luck.incident or "")
            if incident and not incident.when.holds(self.world, node.state):
                continue
            for intent in self._worth_trying(offered, luck):
                played = play(self.world, node.state, intent, luck)
                if played is not None:
                    yield Node(played.state, node, played.step)

    @staticmethod
    def _worth_trying(offered: Sequence[tuple[Intent, str]], luck: Luck) -> Sequence[Intent]:
        if luck.comes or luck.incident:
            return _REST
        if luck.grade == "good":
            return [intent for intent, _ in offered]
        return [intent for intent, risk in offered if risk != "safe"]

    def _is_new(self, state: State) -> bool:
        key = sameness(state)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


def sameness(state: State) -> object:
    """Return what counts for where a run can end: states alike in it are searched once."""
    return (
        state.place,
        state.minutes // 15,
        state.lamp,
        state.hidden,
        state.nerve,
        state.battery // 20,
        state.exposure,
        state.beat,
        state.wounds,
        state.flags,
        state.facts,
        tuple(state.things.values()),
        tuple(state.threats.values()),
        tuple(state.clocks.values()),
        tuple(s for s in state.seen if s.startswith("act:")),
    )
