"""Runs played at random by the real rules, to meet the states that no plan leads to.

They show whether a scene can run out of options, and whether a run can go on for ever.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from nightreel.core.adjudicate import adjudicate
from nightreel.core.dice import Dice, Stream, fate_of, pick
from nightreel.core.intent import Intent
from nightreel.core.lean import lean_of
from nightreel.core.legality import plan
from nightreel.core.options import Option, options
from nightreel.core.plan import Plan
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.worlds.checking.play import Recorded, Step, after

LONGEST = 80
"""Turns within which every run is to end, whatever is done in it."""
FEWEST = 3
"""Options below which a scene is stuck."""

_HESITATE = Intent("hesitate")

Player = Callable[[State, list[Option], Dice], Intent]


@dataclass(slots=True)
class Seen:
    """What the runs have met.

    Attributes:
        endings: the shortest run to each ending.
        stuck: scenes with too few options, by place and what was left.
        endless: names of players whose run went on too long, and where.
        states: states on the way, for sampling.
        lengths: turns of the runs played at random.
    """

    endings: dict[str, tuple[Step, ...]] = field(default_factory=dict[str, tuple[Step, ...]])
    ended: Counter[str] = field(default_factory=Counter[str])
    stuck: dict[tuple[str, tuple[str, ...]], State] = field(
        default_factory=dict[tuple[str, tuple[str, ...]], State]
    )
    endless: dict[str, State] = field(default_factory=dict[str, State])
    states: list[State] = field(default_factory=list[State])
    lengths: list[int] = field(default_factory=list[int])
    scenes: int = 0


def wander(world: World, runs: int, samples: int) -> Seen:
    """Play so many runs at random, then idle ones from the opening and from states on the way."""
    seen = Seen()
    for seed in range(runs):
        _run(world, seen, seed, world.start, _anything, watched=True)
    keep = max(1, len(seen.states) // max(1, samples))
    seen.states = seen.states[keep // 2 :: keep][:samples]
    idle = (("hesitates", _hesitating), ("hides and waits", _hiding), ("waits", _waiting))
    starts = [world.start, *seen.states[:: max(1, len(seen.states) // max(1, runs // 4))]]
    for seed, start in enumerate(starts):
        for name, player in idle:
            last = _run(world, seen, 10_000 + seed, start, player, watched=False)
            if last.ending is None:
                seen.endless.setdefault(name, last)
    return seen


def _run(
    world: World, seen: Seen, seed: int, state: State, player: Player, *, watched: bool
) -> State:
    steps: list[Step] = []
    lean = lean_of(world, Stream(seed, "lean"))
    while state.ending is None and state.turn <= LONGEST:
        offered = options(world, state, lean) if watched else []
        if watched:
            _note(seen, state, offered)
        intent = player(state, offered, Stream(seed, "player", state.turn))
        planned = plan(world, state, intent)
        if not isinstance(planned, Plan):
            planned = plan(world, state, _HESITATE)
        if not isinstance(planned, Plan):
            break
        dice = Recorded(Stream(seed, state.turn))
        fate = fate_of(seed, state.turn)
        outcome = adjudicate(world, state, planned, fate, dice)
        steps.append(Step(planned.intent, fate, tuple(dice.rolls)))
        state = after(state, outcome.effects)
    if watched:
        _note_end(seen, state, steps)
    return state


def _note(seen: Seen, state: State, offered: list[Option]) -> None:
    seen.scenes += 1
    seen.states.append(state)
    if len(offered) < FEWEST:
        left = tuple(sorted(o.intent.key for o in offered))
        seen.stuck.setdefault((state.place, left), state)


def _note_end(seen: Seen, state: State, steps: list[Step]) -> None:
    seen.lengths.append(len(steps))
    if state.ending is None:
        seen.endless.setdefault("tries one thing and another", state)
        return
    seen.ended[state.ending] += 1
    known = seen.endings.get(state.ending)
    if known is None or len(steps) < len(known):
        seen.endings[state.ending] = tuple(steps)


# --- players


def _anything(state: State, offered: list[Option], dice: Dice) -> Intent:
    del state
    return pick(dice, offered).intent if offered else _HESITATE


def _hesitating(state: State, offered: list[Option], dice: Dice) -> Intent:
    del state, offered, dice
    return _HESITATE


def _hiding(state: State, offered: list[Option], dice: Dice) -> Intent:
    del offered, dice
    return Intent("wait" if state.hidden else "hide")


def _waiting(state: State, offered: list[Option], dice: Dice) -> Intent:
    del state, offered, dice
    return Intent("wait")
