"""Who may act, and what a vote decides."""

from collections import Counter

from nightreel.core.dice import Dice, pick
from nightreel.core.run import Run


def may_act(run: Run, actor: str) -> str | None:
    """Return None when the actor may act on this turn, else the reason: `not_host` or
    `not_your_turn`.
    """
    match run.settings.crew:
        case "host":
            return None if actor == run.host else "not_host"
        case "rotation":
            others = any(p != actor for p in run.players)
            just_acted = bool(run.last_actors) and run.last_actors[-1] == actor
            return "not_your_turn" if just_acted and others else None
        case "open" | "vote":
            return None


def cooling(run: Run) -> int:
    """Return for how many turns, this one counted, no write-in is taken."""
    if run.written is None or run.written == run.turn:
        return 0
    return max(0, run.written + run.settings.cooldown + 1 - run.turn)


def all_voted(run: Run) -> bool:
    """Whether every player who is here has a vote on this turn, and nobody else is waited for.

    One voter alone is no crew yet: while a clock runs, others may join.
    """
    alone = len(run.players) == 1 and run.deadline is not None
    return bool(run.players) and not alone and all(p in run.votes for p in run.players)


def tally(run: Run, dice: Dice) -> int | None:
    """Return the index of the choice that won, ties broken by the run's dice; None without
    votes.
    """
    if not run.votes:
        return None
    counts = Counter(run.votes.values())
    most = max(counts.values())
    return pick(dice, sorted(c for c, n in counts.items() if n == most))
