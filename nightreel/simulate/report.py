"""What a simulation found, as a value; and as text for people."""

from msgspec import Struct

from nightreel.simulate.tally import DROUGHTS, LISTED, Listed, Spread, Tally, spread


class Sentences(Struct, frozen=True):
    """Sentences told; `repeated` within a run, `across` the share that an earlier run had told."""

    total: int
    repeated: int
    across: float
    fallback: float


class Typing(Struct, frozen=True):
    """Write-ins: how many, the share taken by sort, and the reasons for the rest."""

    total: int
    accepted: float
    sorts: dict[str, float]
    reasons: dict[str, int]


class Filmed(Struct, frozen=True):
    """Frames taken, with how many of them had somebody in them, and what did not agree with the
    rules or with their alt texts.
    """

    frames: int
    peopled: int
    disagreements: int
    findings: list[str]


class Report(Struct, frozen=True):
    """The figures of one policy.

    Attributes:
        endings: runs by ending; `kinds` the same by kind, as shares.
        survival: share of runs that ended in survival or truth.
        offered: share of scenes that offered the verb; `taken`, share of turns that did it.
        refused: choices that the rules or the director would not take as shown.
        contradictions: findings in all; `findings` lists the most frequent.
        droughts: what had only the tape counter left to say, most often first.
    """

    world: str
    version: str
    policy: str
    runs: int
    seed: int
    endings: dict[str, int]
    kinds: dict[str, float]
    survival: float
    deaths: dict[str, int]
    turns: Spread
    millis: Spread
    labels: int
    choices: float
    offered: dict[str, float]
    taken: dict[str, float]
    sentences: Sentences
    typing: Typing
    refused: int
    barred: list[str]
    contradictions: int
    findings: list[Listed]
    droughts: dict[str, int]
    filmed: Filmed | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing was found that must be mended."""
        told = self.contradictions or self.refused or self.sentences.repeated
        return not told and not (self.filmed and self.filmed.disagreements)


def report_of(tally: Tally, policy: str, seed: int, filmed: Filmed | None = None) -> Report:
    """Return the report of the runs added up."""
    world = tally.pack.world
    kinds: dict[str, int] = dict.fromkeys(("death", "survival", "truth", "unfinished"), 0)
    deaths: dict[str, int] = {}
    for name, count in tally.endings.items():
        ending = world.endings.get(name)
        kind = ending.kind if ending else "unfinished"
        kinds[kind] += count
        if ending and kind == "death":
            deaths[ending.cause] = count
    listed = tally.listed()
    return Report(
        world=world.id,
        version=world.version,
        policy=policy,
        runs=tally.runs,
        seed=seed,
        endings=dict(tally.endings.most_common()),
        kinds={k: _share(n, tally.runs) for k, n in kinds.items()},
        survival=_share(kinds["survival"] + kinds["truth"], tally.runs),
        deaths=deaths,
        turns=spread(tally.turns),
        millis=spread(tally.millis),
        labels=len(tally.labels),
        choices=spread(tally.choices).mean,
        offered=tally.shares(tally.offered, len(tally.choices)),
        taken=tally.shares(tally.taken, tally.taken.total()),
        sentences=_sentences(tally),
        typing=_typing(tally),
        refused=tally.refused,
        barred=[f"{b.seed}:{b.turn} {b.label}: {b.reason}" for b in tally.barred[:LISTED]],
        contradictions=sum(f.times for f in listed),
        findings=listed[:LISTED],
        droughts=dict(tally.droughts.most_common(DROUGHTS)),
        filmed=filmed,
    )


def _share(part: int, of: int) -> float:
    return round(part / of, 4) if of else 0.0


def _sentences(tally: Tally) -> Sentences:
    total = tally.sentences
    return Sentences(
        total, tally.repeated, _share(tally.across, total), _share(tally.fallbacks, total)
    )


def _typing(tally: Tally) -> Typing:
    total = tally.typed.total()
    return Typing(
        total=total,
        accepted=_share(tally.read.total(), total),
        sorts={sort: _share(tally.read[sort], n) for sort, n in tally.typed.items()},
        reasons=dict(tally.unread.most_common()),
    )


def as_text(report: Report) -> str:
    """Return the report as a person reads it."""
    it = report
    lines = [
        f"{it.world} {it.version}, {it.policy}: {it.runs} runs from seed {it.seed}",
        "",
        _row("endings", _counts(it.endings, it.runs)),
        _row("kinds", ", ".join(f"{k} {v:.1%}" for k, v in it.kinds.items())),
        _row("survival", f"{it.survival:.1%}"),
        _row("deaths", ", ".join(f"{k} {n}" for k, n in it.deaths.items()) or "none"),
        _row("turns", f"p10 {it.turns.p10:.0f}, p50 {it.turns.p50:.0f}, p90 {it.turns.p90:.0f}"),
        _row("choices", f"{it.choices:.2f} a scene, {it.labels} different labels"),
        _row("taken", _top(it.taken)),
        _row("offered", _top(it.offered)),
        _row("sentences", f"{it.sentences.total}, {it.sentences.repeated} repeated within a run"),
        _row("", f"{it.sentences.across:.1%} told in an earlier run"),
        _row("", f"{it.sentences.fallback:.2%} were the tape counter"),
    ]
    if it.typing.total:
        sorts = ", ".join(f"{sort} {share:.0%}" for sort, share in it.typing.sorts.items())
        taken = f"{it.typing.accepted:.1%} taken ({sorts})"
        lines.append(_row("write-ins", f"{it.typing.total}, {taken}"))
        lines.append(_row("", ", ".join(f"{r} {n}" for r, n in it.typing.reasons.items() if n)))
    took = f"mean {it.millis.mean:.2f}, p50 {it.millis.p50:.2f}, p95 {it.millis.p95:.2f} ms"
    lines += [
        _row("a turn", took),
        _row("refused", str(it.refused)),
        *(_row("", line) for line in it.barred),
        _row("found", str(it.contradictions)),
        *(line for f in it.findings for line in _finding(f)),
    ]
    if it.filmed:
        disagree = f"{it.filmed.disagreements} disagree with the rules"
        peopled = f"{it.filmed.peopled} with somebody in them"
        lines.append(_row("frames", f"{it.filmed.frames}, {peopled}; {disagree}"))
        lines += [_row("", line) for line in it.filmed.findings]
    lines += [_row("ran dry", f"{n} x {what}") for what, n in it.droughts.items()]
    return "\n".join(lines) + "\n"


def _row(name: str, value: str) -> str:
    return f"  {name:<10} {value}".rstrip()


def _counts(counts: dict[str, int], of: int) -> str:
    return ", ".join(f"{name} {n} ({n / of:.1%})" for name, n in counts.items())


def _top(shares: dict[str, float]) -> str:
    ranked = sorted(shares.items(), key=lambda s: -s[1])
    return ", ".join(f"{verb} {share:.1%}" for verb, share in ranked if share)


def _finding(it: Listed) -> tuple[str, str]:
    head = f"    {it.times} x {it.rule} in {it.pool} (seed {it.seed}, turn {it.turn}): {it.why}"
    return head, f"        {it.text}"
