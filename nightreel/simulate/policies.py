"""How a simulated player picks among the buttons, by what a person could see and no more."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from nightreel.core.dice import Dice, pick
from nightreel.core.intent import RISKS, Choice
from nightreel.core.plan import in_scope
from nightreel.core.run import Run
from nightreel.simulate.writing import Scrap, write
from nightreel.worlds.pack import Pack


class Take(Struct, frozen=True):
    """Press the button with that index."""

    choice: int


class Write(Struct, frozen=True):
    """Type something."""

    scrap: Scrap


class Idle(Struct, frozen=True):
    """Let the clock run out."""


Move = Take | Write | Idle


class View(Struct, frozen=True):
    """What a person at the screen knows.

    Attributes:
        near: a threat is at hand; a dispatch always says so.
        names: what the things in sight are called.
        clocked: whether there is a clock to let run out.
        refused: write-ins refused on this turn.
    """

    turn: int
    choices: tuple[Choice, ...]
    place: str
    visited: tuple[str, ...]
    near: bool
    wounds: int
    names: tuple[str, ...]
    clocked: bool = False
    refused: int = 0


def view_of(pack: Pack, run: Run, refused: int, barred: frozenset[Choice]) -> View:
    """Return what a person sees of the run, without the buttons that turned out not to work."""
    state = run.state
    things = in_scope(pack.world, state)
    return View(
        turn=run.turn,
        choices=tuple(c for c in run.choices if c not in barred),
        place=state.place,
        visited=state.visited,
        near=any(t.stage >= 2 and t.distance <= 1 for t in state.threats.values()),
        wounds=len(state.wounds),
        names=tuple(name for t in things for name in (t.name, *t.nouns)),
        clocked=run.deadline is not None,
        refused=refused,
    )


class Policy(Protocol):
    """A player of one run."""

    def __call__(self, view: View, dice: Dice) -> Move:
        """Return what to do now."""
        ...


def at_random(view: View, dice: Dice) -> Move:
    """Press any button, all alike."""
    return Take(dice.roll(len(view.choices)) - 1)


def bold(view: View, dice: Dice) -> Move:
    """Press the riskiest button; among equals any."""
    most = max(RISKS.index(c.risk) for c in view.choices)
    return Take(pick(dice, [i for i, c in enumerate(view.choices) if RISKS.index(c.risk) == most]))


def idle(view: View, dice: Dice) -> Move:
    """Do nothing; where no clock runs, the safest thing."""
    del dice
    return Idle() if view.clocked else Take(_safest(view)[0])


def _safest(view: View) -> list[int]:
    least = min(RISKS.index(c.risk) for c in view.choices)
    return [i for i, c in enumerate(view.choices) if RISKS.index(c.risk) == least]


class Careful:
    """Takes the least risk and, among equals, what a sensible person would by what buttons say.

    One risk is worth taking: while nothing is near and little hurts, what only this world offers.
    Nobody ever gets away who never starts an engine.
    """

    # Best first. With a threat at hand: out of its sight, or out of its way.
    _NEAR = ("ward", "own", "hide", "light_off", "move", "climb", "wait", "listen", "treat")
    # And without one: get body and light in order, then get on, then look around.
    _CALM = (
        *("treat", "light_on", "own", "take", "open", "search", "read", "new place", "move"),
        *("climb", "use", "examine", "film", "listen", "hide", "light_off", "wait"),
    )

    def __init__(self, pack: Pack) -> None:
        acts = pack.world.acts.values()
        self._own = {a.label: "ward" if "ward" in a.verbs else "own" for a in acts}
        self._done: Counter[str] = Counter()

    def __call__(self, view: View, dice: Dice) -> Move:
        """Return the choice; equals that are left go to the dice."""
        risks = {i: self._risk(view, c) for i, c in enumerate(view.choices)}
        least = [i for i, risk in risks.items() if risk == min(risks.values())]
        worth = {i: self._worth(view, view.choices[i]) for i in least}
        best = min(worth.values())
        taken = pick(dice, [i for i, w in worth.items() if w == best])
        self._done[view.choices[taken].intent.key] += 1
        return Take(taken)

    def _risk(self, view: View, choice: Choice) -> int:
        daring = not view.near and view.wounds <= 1 and choice.label in self._own
        return 0 if daring and choice.risk == "risky" else RISKS.index(choice.risk)

    def _worth(self, view: View, choice: Choice) -> int:
        """Its rank, worse each time it was done before; small is good."""
        order = self._NEAR if view.near else self._CALM
        means = self._meaning(view, choice)
        rank = order.index(means) if means in order else len(order)
        if view.near:
            return rank
        if choice is view.choices[0] and rank < order.index("use"):
            # A hand's first choice leads on; whoever has played a little knows that.
            rank = order.index("own")
        # Going the same way again is how one gets about; doing the same again is not.
        tiring = 1 if choice.intent.verb in ("move", "climb") else 6
        return rank + tiring * self._done[choice.intent.key]

    def _meaning(self, view: View, choice: Choice) -> str:
        own = self._own.get(choice.label)
        if own is not None:
            return own if view.near else "own"
        verb, target = choice.intent.verb, choice.intent.target
        if verb in ("move", "climb") and not view.near and target not in view.visited:
            return "new place"
        return verb


PATIENCE = 3
"""Refused write-ins on a turn after which a person presses a button."""


def writing(view: View, dice: Dice) -> Move:
    """Type what to do; after three refusals press any button."""
    if view.refused >= PATIENCE:
        return at_random(view, dice)
    return Write(write(tuple(c.label for c in view.choices), view.names, dice))


MAKE: Mapping[str, Callable[[Pack], Policy]] = {
    "random": lambda _: at_random,
    "bold": lambda _: bold,
    "careful": Careful,
    "idle": lambda _: idle,
    "writein": lambda _: writing,
}
"""A policy for each run, by name. Some of them remember, so each run gets its own."""
