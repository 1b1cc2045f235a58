"""What a command means for a run as it stands: the events to append, or the receipt that says why
not.

Pure. Whoever calls it appends on the head it was judged on, so a judgement on an old head has no
effect.
"""

from typing import assert_never

from msgspec import Struct, structs

from nightreel.core.clock import may_expire, next_deadline
from nightreel.core.crew import all_voted, cooling, may_act, tally
from nightreel.core.dice import Stream, pick
from nightreel.core.events import (
    Accepted,
    Balloted,
    Changed,
    ClockSet,
    ClockStopped,
    Event,
    Finished,
    Joined,
    Left,
    Paused,
    Regenerated,
    Resumed,
    Rewound,
    Via,
    Voted,
)
from nightreel.core.intent import Choice, Intent
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.core.run import Run, step
from nightreel.core.settings import RunSettings
from nightreel.core.world import World
from nightreel.director.commands import (
    Act,
    AutoPlay,
    Change,
    Expire,
    ExtendClock,
    Join,
    Leave,
    Pause,
    Receipt,
    Regenerate,
    Resume,
    Rewind,
    Stop,
    WriteIn,
)
from nightreel.director.reels import Live
from nightreel.director.texts import SAID

CREW = "crew"
"""The actor of an action that a vote decided."""
CLOCK = "clock"
"""The actor of an action that nobody took."""
AUTO = "auto"
"""The actor of an action that auto-play took."""
GAME = "game"
"""The actor of what the game itself does to a run: it pauses one that nobody can reach, lets it go
on, stops one for those whose place it is.
"""

VOTES_KEPT = 8
"""Write-ins on a ballot; more would not fit where ballots are shown."""


class Typed(Struct, frozen=True):
    """A write-in that was understood: what the player typed, and the choice it became."""

    run: str
    turn: int
    take: int
    actor: str
    text: str
    choice: Choice


class Dealt(Struct, frozen=True):
    """Other choices, ready to be shown as that hand of the turn."""

    run: str
    turn: int
    take: int
    hand: int
    actor: str
    choices: tuple[Choice, ...]


Judged = (
    Act
    | Typed
    | Dealt
    | Expire
    | AutoPlay
    | Pause
    | Resume
    | ExtendClock
    | Rewind
    | Stop
    | Change
    | Join
    | Leave
)
Events = tuple[Event, ...]


CLOCK_LIMIT = 86_400
"""Seconds that a clock may have, or be given."""
COOLDOWN_LIMIT = 20
"""Turns that a crew may have to do without its own words."""


def fitting(settings: RunSettings) -> bool:
    """Whether a run can be played by the settings."""
    clock, auto = settings.clock, settings.auto
    timed = (clock is None or 5 <= clock <= CLOCK_LIMIT) and (auto is None or 1 <= auto <= 3600)
    return timed and 0 <= settings.cooldown <= COOLDOWN_LIMIT


def refusal(live: Live, reason: str, status: str = "refused", text: str | None = None) -> Receipt:
    """Return the receipt of a command that is not taken."""
    said = SAID.get(reason, SAID["busy"]) if text is None else text
    return Receipt(status, live.id, live.run.turn, reason, said, live.head)  # pyright: ignore[reportArgumentType]


def judge(world: World, live: Live, command: Judged, now: int) -> Events | Receipt:  # noqa: C901
    """Return the events that the command makes of the run, or why it makes none."""
    run = live.run
    match command:
        case Act() | Typed():
            return _judge_action(world, live, command)
        case Expire(_, turn):
            if not may_expire(run, turn, now):
                return refusal(live, "stale" if run.turn != turn else "not_due", "stale")
            return _expired(world, run)
        case AutoPlay(_, turn):
            if run.status != "open" or run.turn != turn or run.settings.auto is None or run.paused:
                return refusal(live, "stale", "stale")
            return _auto(world, run)
        case Dealt():
            return _judge_deal(live, command)
        case Pause(_, actor):
            return _judge_pause(live, actor, now)
        case Resume(_, actor):
            return _with_the_vote(world, run, _judge_resume(live, actor, now))
        case ExtendClock(_, turn, actor, seconds):
            return _with_the_vote(world, run, _judge_clock(live, turn, actor, seconds, now))
        case Rewind():
            return _judge_rewind(live, command, now)
        case Stop(_, actor):
            if run.status == "over":
                return refusal(live, "over", "duplicate")
            if actor not in (run.host, GAME):
                return refusal(live, "not_host")
            return (Finished(run.turn, None, "stopped", ""),)
        case Change():
            return _with_the_vote(world, run, _judge_change(live, command, now))
        case Join(_, actor):
            here = actor in run.players
            return refusal(live, "already", "duplicate") if here else (Joined(actor),)
        case Leave(_, actor):
            return _judge_leave(world, live, actor)
        case _:
            assert_never(command)


# --- acting


def barred(live: Live, turn: int, actor: str) -> Receipt | None:
    """Return why the actor cannot act on that turn now, or None."""
    run = live.run
    if run.status == "over":
        return refusal(live, "over", "stale")
    if turn != run.turn:
        return refusal(live, "stale", "stale")
    if run.status == "resolving":
        return refusal(live, "taken", "stale")
    if run.paused:
        return refusal(live, "paused")
    reason = may_act(run, actor)
    return refusal(live, reason) if reason else None


def _judge_action(world: World, live: Live, command: Act | Typed) -> Events | Receipt:
    """ACCEPT: the event made here and the compare-and-swap on the head let one action through a
    turn.
    """
    run = live.run
    if _is_again(run, command):
        return refusal(live, "duplicate", "duplicate")
    no = barred(live, command.turn, command.actor)
    if no is not None:
        return no
    if isinstance(command, Act) and not seen_now(run, command):
        return refusal(live, "moved_on", "stale")
    if isinstance(command, Act) and not 0 <= command.choice < len(run.choices):
        return refusal(live, "no_such_choice")
    if isinstance(command, Typed) and cooling(run):
        return refusal(live, "cooling")
    if isinstance(command, Typed) and not _still_fits(world, run, command):
        return refusal(live, "moved_on", "stale")
    if run.settings.crew == "vote":
        return _vote(world, live, command)
    joined = () if command.actor in run.players else (Joined(command.actor),)
    if isinstance(command, Typed):
        taken = Accepted(
            run.turn, command.actor, "write_in", command.choice.intent, None, command.text
        )
    else:
        intent = run.choices[command.choice].intent
        taken = Accepted(run.turn, command.actor, "choice", intent, command.choice)
    return (*joined, taken)


def seen_now(run: Run, command: Act | Regenerate | WriteIn) -> bool:
    """Whether what the player saw is what is there: no rewind and no other hand came between."""
    hand = None if isinstance(command, WriteIn) else command.hand
    return command.take in (None, run.take) and hand in (None, run.hand)


def _still_fits(world: World, run: Run, typed: Typed) -> bool:
    """Whether a write-in is still what it was read as: reading takes time, and runs are rewound."""
    return run.take == typed.take and isinstance(plan(world, run.state, typed.choice.intent), Plan)


def _is_again(run: Run, command: Act | Typed) -> bool:
    """Whether this very action by this very actor was the one accepted on its turn."""
    last = run.accepted
    if last is None or (last.turn, last.actor) != (command.turn, command.actor):
        return False
    if isinstance(command, Typed):
        return last.text == command.text
    return last.via == "choice" and last.choice == command.choice


def _vote(world: World, live: Live, command: Act | Typed) -> Events | Receipt:
    run = live.run
    events: list[Event] = []
    if command.actor not in run.players:
        events.append(Joined(command.actor))
    if isinstance(command, Typed):
        at = next((i for i, c in enumerate(run.choices) if c.intent == command.choice.intent), None)
        if at is None:
            if len(run.ballots) >= VOTES_KEPT:
                return refusal(live, "ballot_full")
            events.append(Balloted(run.turn, command.actor, command.choice, command.text))
            at = len(run.choices)
    else:
        at = command.choice
    if run.votes.get(command.actor) == at:
        return refusal(live, "voted", "duplicate")
    events.append(Voted(run.turn, command.actor, at))
    moved = run
    for event in events:
        moved = step(moved, event)
    if all_voted(moved):
        events.append(_elected(world, moved))
    return tuple(events)


def _elected(world: World, run: Run) -> Accepted:
    won = tally(run, Stream(run.seed, "ballot", run.turn))
    if won is None:
        return _hesitated(run)
    return _taken(world, run, won, CREW, "vote")


def _taken(world: World, run: Run, index: int, actor: str, via: Via) -> Accepted:
    """Accept a choice; one that the rules refuse by now (it never should) becomes hesitation."""
    choice = run.choices[index]
    if not isinstance(plan(world, run.state, choice.intent), Plan):
        return _hesitated(run)
    return Accepted(run.turn, actor, via, choice.intent, index)


def _hesitated(run: Run) -> Accepted:
    return Accepted(run.turn, CLOCK, "clock", Intent("hesitate"))


def _expired(world: World, run: Run) -> Events:
    return (_elected(world, run) if run.settings.crew == "vote" else _hesitated(run),)


def _auto(world: World, run: Run) -> Events:
    calm = [i for i, c in enumerate(run.choices) if c.risk != "desperate"] or [
        *range(len(run.choices))
    ]
    index = pick(Stream(run.seed, "auto", run.turn, run.hand), calm)
    return (_taken(world, run, index, AUTO, "auto"),)


# --- everything else
# -------------------------------------------------------------------------------


def _judge_deal(live: Live, dealt: Dealt) -> Events | Receipt:
    no = barred(live, dealt.turn, dealt.actor)
    if no is not None:
        return no
    if (live.run.take, live.run.hand + 1) != (dealt.take, dealt.hand):
        return refusal(live, "duplicate", "duplicate")
    return (Regenerated(dealt.turn, dealt.choices),)


def _with_the_vote(world: World, run: Run, judged: Events | Receipt) -> Events | Receipt:
    """The events, and the end of a vote that nobody is waited for in any more."""
    if isinstance(judged, Receipt):
        return judged
    moved = run
    for event in judged:
        moved = step(moved, event)
    waits = moved.settings.crew == "vote" and moved.status == "open" and not moved.paused
    if waits and moved.votes and all_voted(moved):
        return (*judged, _elected(world, moved))
    return judged


def _judge_leave(world: World, live: Live, actor: str) -> Events | Receipt:
    run = live.run
    if actor not in run.players:
        return refusal(live, "already", "duplicate")
    # Whoever leaves may have been the one that the others waited for.
    return _with_the_vote(world, run, (Left(actor),))


def _judge_pause(live: Live, actor: str, now: int) -> Events | Receipt:
    run = live.run
    if run.status == "over":
        return refusal(live, "over")
    if run.paused:
        return refusal(live, "paused", "duplicate")
    if run.settings.crew == "host" and actor not in (run.host, GAME):
        return refusal(live, "not_host")
    left = max(1000, run.deadline - now) if run.deadline is not None else None
    return (Paused(actor, left),)


def _judge_resume(live: Live, actor: str, now: int) -> Events | Receipt:
    run = live.run
    if not run.paused:
        return refusal(live, "not_paused", "duplicate")
    if run.settings.crew == "host" and actor not in (run.host, GAME):
        return refusal(live, "not_host")
    return _with_clock(run, now, Resumed(actor))


def _with_clock(run: Run, now: int, event: Event, *, fresh: bool = False) -> Events:
    """The event, and the deadline that follows from it."""
    left = None if fresh else run.left
    moved = structs.replace(step(run, event), left=left)
    deadline = next_deadline(moved, now)
    return (event, ClockSet(moved.turn, deadline)) if deadline is not None else (event,)


def _judge_clock(
    live: Live, turn: int, actor: str, seconds: int | None, now: int
) -> Events | Receipt:
    run = live.run
    no = barred(live, turn, actor)
    if no is not None:
        return no
    if run.deadline is None:
        return refusal(live, "no_clock")
    if seconds is None:
        return (ClockStopped(turn),)
    if not 1 <= seconds <= CLOCK_LIMIT:
        return refusal(live, "bad_settings")
    return (ClockSet(turn, max(run.deadline, now) + seconds * 1000),)


def _judge_rewind(live: Live, command: Rewind, now: int) -> Events | Receipt:
    run, actor, turns = live.run, command.actor, command.turns
    if command.turn not in (None, run.turn) or command.take not in (None, run.take):
        return refusal(live, "moved_on", "stale")
    if run.status != "open":
        return refusal(live, "over" if run.status == "over" else "resolving")
    if actor != run.host:
        return refusal(live, "not_host")
    to = run.turn - turns
    if turns < 1 or to < 1:
        return refusal(live, "no_such_turn")
    seconds = run.settings.clock
    if seconds is None or to <= 1:
        return (Rewound(to, actor),)
    return (Rewound(to, actor), ClockSet(to, now + seconds * 1000))


def _judge_change(live: Live, change: Change, now: int) -> Events | Receipt:
    run = live.run
    changed = Changed(change.actor, _merged(run.settings, change))
    if change.actor not in (run.host, GAME):
        return refusal(live, "not_host")
    if changed.settings == run.settings:
        return refusal(live, "already", "duplicate")
    if not fitting(changed.settings):
        return refusal(live, "bad_settings")
    clock = changed.settings.clock
    if run.status != "open" or run.settings.clock == clock:
        return (changed,)
    if clock is None:
        return (changed, ClockStopped(run.turn)) if run.deadline is not None else (changed,)
    return _with_clock(run, now, changed, fresh=True)


def _merged(now: RunSettings, change: Change) -> RunSettings:
    """The settings as they are, with what the change is about."""
    if change.seen is None:
        return change.settings
    before, asked = structs.asdict(change.seen), structs.asdict(change.settings)
    return structs.replace(now, **{k: v for k, v in asked.items() if v != before[k]})
