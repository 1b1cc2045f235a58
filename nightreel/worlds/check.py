r"""The world checker: is a pack whole, well told, and playable to every one of its endings?

    report = check(Path("my-world"))
    print("\n".join(report.lines()))

Deterministic: the same pack and effort give the same report.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from nightreel.worlds.checking.depth import idle_pools, lint_pools
from nightreel.worlds.checking.lint import lint_idle, lint_references
from nightreel.worlds.checking.proof import Proof, Witness, prove
from nightreel.worlds.checking.prose import count, lint_prose
from nightreel.worlds.checking.reach import lint_map, one_way
from nightreel.worlds.checking.rules import lint_rules, loose_ends
from nightreel.worlds.checking.sets import lint_sets
from nightreel.worlds.checking.source import Source, read
from nightreel.worlds.pack import Pack
from nightreel.worlds.problems import BadPack, Fault, Problem

EFFORT = 100
"""Runs played at random; how many states are sampled and looked at follows from it."""

__all__ = ["EFFORT", "Report", "Witness", "check"]


class Report(Struct, frozen=True):
    """What is wrong with a pack, what is merely odd, and what was proved.

    Attributes:
        problems: sorted by file and line; a pack with none is fit to be played.
        notes: nothing is wrong with these, but somebody may want to know.
        counts: how much there is of everything, by name.
        proof: None when the search could not begin.
    """

    title: str
    problems: list[Problem]
    notes: list[str] = []
    counts: dict[str, int] = {}
    proof: Proof | None = None

    @property
    def ok(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problems

    @property
    def witnesses(self) -> dict[str, Witness]:
        """A run to each ending that was found."""
        return {w.ending: w for w in self.proof.witnesses} if self.proof else {}

    def lines(self) -> list[str]:
        """Return the report as a person reads it."""
        return [*self._summary(), *map(str, self.problems), *self._notes(), self._verdict()]

    def _summary(self) -> Iterator[str]:
        if self.counts:
            counted = ", ".join(f"{name} {n}" for name, n in self.counts.items())
            yield f"{self.title}: {counted}"
        if self.proof is not None:
            yield from _proved(self.proof)

    def _notes(self) -> Iterator[str]:
        return (f"note: {note}" for note in self.notes)

    def _verdict(self) -> str:
        if self.ok:
            return f"{self.title} is fit to be played."
        return f"{len(self.problems)} problem{'s' * (len(self.problems) != 1)} to mend."


def _proved(proof: Proof) -> Iterator[str]:
    for it in proof.witnesses:
        how = "found by search" if it.by == "search" else "met by chance"
        yield f"  {it.kind} {it.ending}: {len(it.steps)} turns, {how}"
    runs = sum(proof.ended.values())
    ends = ", ".join(f"{ending} {n}" for ending, n in proof.ended.items())
    least, most = proof.lengths
    yield f"{runs} random runs of {least} to {most} turns ended: {ends}"
    yield f"{proof.alive} of {proof.sampled} states on their way can still be survived, given luck"
    yield f"looked at {proof.looked} states and {proof.scenes} scenes"


def _nothing(_: Pack) -> Iterable[Fault]:
    return ()


def check(
    folder: Path, *, effort: int = EFFORT, look: Callable[[Pack], Iterable[Fault]] = _nothing
) -> Report:
    """Return everything that can be said about a pack without playing it with people.

    Args:
        folder: the pack's folder.
        effort: how long to search and wander; less is faster, and may leave an ending unproven.
        look: what somebody else finds wrong with it: a camera, with its sets.
    """
    try:
        source = read(folder)
    except BadPack as bad:
        return Report(folder.name, sorted(bad.problems))
    broken = list(lint_references(source))
    problems = [*broken, *_lint(source)]
    problems += [source.problem(f.path, f.what, f.mend) for f in look(source.pack)]
    notes = [*loose_ends(source), *one_way(source), *idle_pools(source)]
    proof = None
    if broken:
        notes.append("the search for endings waits until what would break a run is mended")
    else:
        proof = prove(source, effort)
        problems += proof.problems
        notes += proof.notes
    return Report(source.world.id, sorted(set(problems)), notes, _counts(source), proof)


def _lint(source: Source) -> Iterator[Problem]:
    yield from lint_idle(source)
    yield from lint_rules(source)
    yield from lint_map(source)
    yield from lint_pools(source)
    yield from lint_prose(source)
    yield from lint_sets(source)


def _counts(source: Source) -> dict[str, int]:
    world = source.world
    return {
        "places": len(world.places),
        "things": len(world.things),
        "acts": len(world.acts),
        "threats": len(world.threats),
        "storylets": len(world.storylets),
        "endings": len(world.endings),
        "sentences": count(source),
    }
