"""The countdown as policy: when a turn's time is up. A deadline is a fact of the ledger, never a
loop.
"""

from nightreel.core.run import Run

GRACE_MS = 400
"""How much earlier than its deadline an expiry may arrive (timers and clocks differ a little)."""


def next_deadline(run: Run, now: int) -> int | None:
    """Return the deadline for the open turn, in ms since the epoch; None when no clock runs.

    The first scene has none before somebody has acted: nobody dies reading the introduction.
    """
    seconds = run.settings.clock
    if run.status != "open" or run.paused or seconds is None or run.turn <= 1:
        return None
    return now + (run.left if run.left is not None else seconds * 1000)


def auto_due(run: Run, now: int) -> int | None:
    """Return when auto-play takes a choice on the open turn, in ms; None when it does not."""
    if run.status != "open" or run.paused or run.settings.auto is None:
        return None
    return now + run.settings.auto * 1000


def may_expire(run: Run, turn: int, now: int) -> bool:
    """Whether the clock made for `turn` can act now: only on its own turn, only when its time is
    up.
    """
    return (
        run.status == "open"
        and not run.paused
        and run.turn == turn
        and run.deadline is not None
        and now >= run.deadline - GRACE_MS
    )
