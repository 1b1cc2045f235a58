"""Proof that a world can be played: a way to every ending, no scene stuck, no run endless."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from nightreel.core.state import State
from nightreel.core.world import Ending
from nightreel.worlds.checking.play import Step, replay
from nightreel.worlds.checking.relaxed import Relaxed
from nightreel.worlds.checking.solver import Found, Solver
from nightreel.worlds.checking.source import Source
from nightreel.worlds.checking.wander import FEWEST, LONGEST, Seen, wander
from nightreel.worlds.checking.ways import ways
from nightreel.worlds.problems import Problem

_LOOKS, _LOOKS_PER_EFFORT = 100, 3
_LOOKS_PER_SAMPLE = 12
_SAMPLES_PER_EFFORT = 2


class Witness(Struct, frozen=True):
    """A run to an ending, played again by the rules to be sure.

    Attributes:
        unoffered: steps that no button shows; they must be typed.
    """

    ending: str
    kind: str
    steps: tuple[Step, ...]
    by: Literal["search", "chance"]
    unoffered: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What was done, turn by turn."""
        return tuple(step.intent.key for step in self.steps)


class Proof(Struct, frozen=True):
    """What the search has shown.

    Attributes:
        alive: of the sampled states, how many can still be survived.
    """

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    ended: dict[str, int]
    lengths: tuple[int, int]
    looked: int
    scenes: int
    sampled: int
    alive: int


def _hint(found: Found) -> str:
    if found.wanting:
        return f"nothing makes this so: {', '.join(found.wanting)}"
    if found.refused:
        kind, _, name = found.refused.partition(":")
        return f"see what `{name}` asks for: no search got past it ({kind})"
    return "see what the acts and exits on the way ask for"


def prove(source: Source, effort: int) -> Proof:
    """Search and wander as far as the effort goes."""
    return _Prover(source, effort).proof()


class _Prover:
    def __init__(self, source: Source, effort: int) -> None:
        self.source, self.world, self.effort = source, source.world, effort
        self.solver = Solver(self.world)
        self.looked = 0
        self.problems: list[Problem] = []
        self.notes: list[str] = []

    def proof(self) -> Proof:
        seen = wander(self.world, self.effort, _SAMPLES_PER_EFFORT * self.effort)
        self.problems += self._idle()
        self.problems += self._stuck(seen)
        found = [self._witness(e, seen) for e in self.world.endings.values()]
        witnesses = tuple(w for w in found if w is not None)
        for witness in witnesses:
            if witness.unoffered:
                typed = ", ".join(dict.fromkeys(witness.unoffered))
                self.notes.append(f"on the way to {witness.ending} these must be typed: {typed}")
        alive = sum(self._alive(state, witnesses) for state in seen.states)
        lengths = (min(seen.lengths, default=0), max(seen.lengths, default=0))
        return Proof(
            problems=tuple(self.problems),
            notes=tuple(self.notes),
            witnesses=witnesses,
            ended=dict(seen.ended.most_common()),
            lengths=lengths,
            looked=self.looked,
            scenes=seen.scenes,
            sampled=len(seen.states),
            alive=alive,
        )

    # --- endings

    def _witness(self, ending: Ending, seen: Seen) -> Witness | None:
        """Return a run to the ending: met by chance (deaths mostly are), or searched for."""
        met = seen.endings.get(ending.id)
        if met is not None and ending.kind == "death":
            return self._confirmed(ending, met, "chance")
        found = self.solver.find(ending.id, _LOOKS + _LOOKS_PER_EFFORT * self.effort)
        self.looked += found.looked
        if found.steps is not None:
            return self._confirmed(ending, found.steps, "search")
        if met is not None:
            return self._confirmed(ending, met, "chance")
        what = f"no run was found that ends in `{ending.id}`"
        what += (
            ", and none can be" if found.doomed else f" (unproven: looked at {found.looked} states)"
        )
        self.problems.append(self.source.problem(("endings", ending.id), what, _hint(found)))
        return None

    def _confirmed(
        self, ending: Ending, steps: tuple[Step, ...], by: Literal["search", "chance"]
    ) -> Witness | None:
        again = replay(self.world, steps)
        if again is None or again.state.ending != ending.id:
            what = f"a run to `{ending.id}` was found that the rules do not play again"
            mend = "this is a fault of the checker: please report it"
            self.problems.append(self.source.problem(("endings", ending.id), what, mend))
            return None
        return Witness(ending.id, ending.kind, steps, by, tuple(i.key for i in again.unoffered))

    def _alive(self, state: State, witnesses: Iterable[Witness]) -> bool:
        """Whether a good ending can still be reached from a state; tried in order of ease."""
        good = [w for w in witnesses if w.kind != "death"]
        for witness in sorted(good, key=lambda w: len(w.steps)):
            found = self.solver.find(witness.ending, _LOOKS_PER_SAMPLE, state, fair=True)
            self.looked += found.looked
            if found.steps is not None:
                return True
        return False

    # --- scenes and rules

    def _stuck(self, seen: Seen) -> Iterator[Problem]:
        places: dict[str, list[tuple[str, ...]]] = {}
        for place, left in seen.stuck:
            places.setdefault(place, []).append(left)
        for place, scenes in places.items():
            fewest = min(scenes, key=len)
            state = seen.stuck[place, fewest]
            what = (
                f"in `{place}` a scene has {len(fewest)} options (turn {state.turn}, "
                f"lamp {'on' if state.lamp else 'off'}): {', '.join(fewest) or 'none'}"
            )
            mend = f"a scene needs {FEWEST}: give the place something that can always be done"
            yield self.source.problem(("places", place), what, mend)
        for who, state in seen.endless.items():
            what = f"a player who {who} in `{state.place}` is still there after {LONGEST} turns"
            mend = "let midnight's orders reach there: `end …`, `near …`, `threat …`"
            yield self.source.problem(("world", "midnight"), what, mend)

    def _idle(self) -> Iterator[Problem]:
        """Acts, incidents and exits that no play can lead to."""
        told = {"act": ("acts", "is never possible"), "incident": ("storylets", "never happens")}
        for way, missing in Relaxed(self.world, tuple(ways(self.world))).never():
            kind, _, name = way.name.partition(":")
            mend = "nothing makes this so: " + ", ".join(str(m) for m in missing)
            if kind in told:
                section, never = told[kind]
                yield self.source.problem((section, name, "when"), f"`{name}` {never}", mend)
            elif kind == "go":
                place, _, to = name.partition(":")
                at = [e.to for e in self.world.places[place].exits].index(to)
                path = ("places", place, "exits", at)
                yield self.source.problem(path, f"the way from {place} to {to} never opens", mend)
