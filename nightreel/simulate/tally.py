"""Many runs added up to the figures of a report."""

import re
from collections import Counter

from msgspec import Struct

from nightreel.core.intent import VERBS
from nightreel.core.sentences import digest_of, sentences
from nightreel.simulate.checker import Checker, Finding, Shown, unfit
from nightreel.simulate.lines import Lines
from nightreel.simulate.play import Barred, Played
from nightreel.worlds.pack import Pack

LISTED = 20
"""Findings that a report names; the rest are counted."""
DROUGHTS = 10

# Only the tape counter is written like this, and it stands in for a pool that ran dry.
_COUNTER = re.compile(r"\d:\d\d:\d\d")


class Listed(Struct, frozen=True):
    """A finding, and the pool that its sentence was drawn from."""

    seed: int
    turn: int
    rule: str
    pool: str
    text: str
    why: str
    times: int


class Spread(Struct, frozen=True):
    """How a number is spread over many measurements."""

    mean: float = 0.0
    p10: float = 0.0
    p50: float = 0.0
    p90: float = 0.0
    p95: float = 0.0


def spread(values: list[float]) -> Spread:
    """Return mean and percentiles (nearest rank); zeros when there is nothing."""
    if not values:
        return Spread()
    ranked = sorted(values)

    def at(percent: int) -> float:
        return round(ranked[max(0, -(-len(ranked) * percent // 100) - 1)], 3)

    return Spread(round(sum(ranked) / len(ranked), 3), at(10), at(50), at(90), at(95))


class Tally:
    """Adds up the runs of one policy."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self._checker, self._lines = pack, Checker(pack), Lines(pack)
        self.endings: Counter[str] = Counter()
        self.turns: list[float] = []
        self.millis: list[float] = []
        self.labels: set[str] = set()
        self.offered: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.choices: list[float] = []
        self.sentences = self.repeated = self.across = self.fallbacks = 0
        self.droughts: Counter[str] = Counter()
        self.typed: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self.barred: list[Barred] = []
        self.refused = 0
        self.found: dict[tuple[str, str, str], tuple[Finding, int]] = {}
        self.runs = 0
        self._told: set[str] = set()

    def add(self, played: Played) -> None:
        """Add a run."""
        self.runs += 1
        self.endings[played.finished.ending or "stopped" if played.finished else "unfinished"] += 1
        self.turns.append(len(played.verbs))
        self.millis += played.millis
        self.taken.update(played.verbs)
        self.barred += played.barred
        self.refused += len(played.barred)
        for typed in played.typed:
            self.typed[typed.sort] += 1
            self.read[typed.sort] += not typed.reason
            self.unread[typed.reason] += bool(typed.reason)
        told: set[str] = set()
        for shown in played.shown:
            self._add_scene(shown)
            self._add_sentences(shown, told)
        self._told |= told

    def _add_scene(self, shown: Shown) -> None:
        for finding in self._checker.check(shown):
            same = (finding.rule, finding.text, finding.why)
            first, times = self.found.get(same, (finding, 0))
            self.found[same] = (first, times + 1)
        choices = shown.scene.choices
        if shown.state.ending is None:
            self.choices.append(len(choices))
        self.labels.update(c.label for c in choices)
        self.offered.update({c.intent.verb for c in choices})
        self.refused += sum(bool(unfit(self.pack.world, shown.state, c)) for c in choices)

    def _add_sentences(self, shown: Shown, told: set[str]) -> None:
        scene = shown.scene
        parts = (("reaction", scene.reaction), ("dispatch", scene.dispatch), ("", shown.ending))
        for part, text in parts:
            for sentence in sentences(text):
                mark = digest_of(sentence)
                self.sentences += 1
                self.repeated += mark in told
                self.across += mark in self._told
                told.add(mark)
                if part and _COUNTER.search(sentence):
                    self.fallbacks += 1
                    self.droughts[_thirst(shown, part)] += 1

    def listed(self) -> list[Listed]:
        """Return the findings, the most frequent first, with their pools."""
        ranked = sorted(self.found.values(), key=lambda f: -f[1])
        return [
            Listed(f.seed, f.turn, f.rule, self._lines.key_of(f.text) or "?", f.text, f.why, times)
            for f, times in ranked
        ]

    def shares(self, verbs: Counter[str], of: int) -> dict[str, float]:
        """Return the share of turns by verb, for every verb there is."""
        return {v: round(verbs[v] / of, 4) if of else 0.0 for v in VERBS}


def _thirst(shown: Shown, part: str) -> str:
    """Name what had nothing left to say, as nearly as the outcome tells."""
    outcome = shown.outcome
    if outcome is None:
        return part
    if part == "reaction":
        return f"reaction of {outcome.key}"
    about = outcome.target if outcome.key.startswith("verbs.") and outcome.target else ""
    return f"{outcome.key}.{outcome.grade} {about}".strip()
