"""One run played to its end by a policy, with everything that was shown on the way."""

import asyncio
from time import perf_counter

from msgspec import Struct, field

from nightreel.core.dice import Stream
from nightreel.core.events import Finished
from nightreel.core.intent import Choice
from nightreel.core.run import Run
from nightreel.core.settings import RunSettings
from nightreel.core.state import State
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Act, Receipt, Start, WriteIn
from nightreel.director.director import Director
from nightreel.simulate.policies import Idle, Move, Policy, Take, Write, view_of
from nightreel.simulate.shown import Shown
from nightreel.simulate.writing import Sort
from nightreel.worlds.pack import Pack

HOST = "simulation"
IDLE_CLOCK = 30
"""Seconds on the clock of a run that nobody plays."""
SPINS = 1000
"""Turns of the event loop after which a clock that rang is taken to be lost."""


class Typed(Struct, frozen=True):
    """A write-in, and whether the director took it."""

    turn: int
    sort: Sort
    text: str
    reason: str = ""


class Barred(Struct, frozen=True):
    """A button that was shown and that the director would not take."""

    seed: int
    turn: int
    label: str
    reason: str


class Played(Struct):
    """A run as it was played.

    Attributes:
        millis: wall time of each turn, from the command to the committed scene.
        verbs: the verb of each turn's action.
    """

    seed: int
    shown: list[Shown] = field(default_factory=list[Shown])
    millis: list[float] = field(default_factory=list[float])
    verbs: list[str] = field(default_factory=list[str])
    typed: list[Typed] = field(default_factory=list[Typed])
    barred: list[Barred] = field(default_factory=list[Barred])
    finished: Finished | None = None


class Lost(RuntimeError):
    """The director did not do what it must: the simulation cannot go on."""


class Player:
    """Plays one run."""

    def __init__(
        self,
        director: Director,
        clock: HandClock,
        pack: Pack,
        policy: Policy,
        seed: int,
        *,
        pictures: bool = False,
    ) -> None:
        self._director, self._clock, self._pack = director, clock, pack
        self._policy, self._pictures = policy, pictures
        self._played = Played(seed)

    async def play(self, *, clocked: bool, turns: int) -> Played:
        """Return the run, ended or cut after so many turns. Raises `Lost`."""
        seed = self._played.seed
        settings = RunSettings(clock=IDLE_CLOCK if clocked else None, pictures=self._pictures)
        receipt = await self._director.submit(
            Start(self._pack.world.id, HOST, settings, seed, key=f"simulation/{seed}")
        )
        if not receipt.accepted:
            raise Lost(f"seed {seed} did not start: {receipt.reason}")
        run = await self._director.run(receipt.run)
        self._note(None, run)
        while run.status == "open" and run.turn <= turns:
            run = await self._turn(receipt.run, run)
        self._played.finished = run.ending
        return self._played

    async def _turn(self, name: str, run: Run) -> Run:
        """Play one turn with dice of its own. What is refused costs nothing; try something else."""
        dice = Stream(run.seed, "policy", run.turn)
        refused = 0
        barred: set[Choice] = set()
        while True:
            view = view_of(self._pack, run, refused, frozenset(barred))
            if not view.choices:
                raise Lost(f"seed {run.seed}, turn {run.turn}: nothing can be done")
            move = self._policy(view, dice)
            began = perf_counter()
            receipt = await self._submit(name, run, move, view.choices)
            if receipt.accepted:
                after = await self._director.settled(name)
                self._played.millis.append((perf_counter() - began) * 1000)
                self._moved(run, after)
                return after
            if isinstance(move, Take):
                choice = view.choices[move.choice]
                barred.add(choice)
                self._played.barred.append(
                    Barred(run.seed, run.turn, choice.label, receipt.reason or receipt.status)
                )
            refused += 1

    async def _submit(
        self, name: str, run: Run, move: Move, choices: tuple[Choice, ...]
    ) -> Receipt:
        match move:
            case Take(at):
                return await self._director.submit(
                    Act(name, run.turn, HOST, run.choices.index(choices[at]))
                )
            case Write(scrap):
                receipt = await self._director.submit(WriteIn(name, run.turn, HOST, scrap.text))
                reason = "" if receipt.accepted else receipt.reason
                self._played.typed.append(Typed(run.turn, scrap.sort, scrap.text, reason))
                return receipt
            case Idle():
                return await self._hesitate(name, run)

    async def _hesitate(self, name: str, run: Run) -> Receipt:
        """Move the clock past the deadline; the run's own timer has to do the rest."""
        if run.deadline is None:
            raise Lost(f"seed {run.seed}, turn {run.turn}: no clock is running")
        self._clock.advance(run.deadline - self._clock.now())
        for _ in range(SPINS):
            now = await self._director.run(name)
            if now.turn != run.turn or now.status != "open":
                return Receipt("accepted", name, run.turn)
            await asyncio.sleep(0)
        raise Lost(f"seed {run.seed}, turn {run.turn}: the clock rang and nothing happened")

    def _moved(self, before: Run, after: Run) -> None:
        if after.turn == before.turn and after.status != "over":
            raise Lost(f"seed {before.seed}, turn {before.turn}: taken, and not resolved")
        self._note(before.state, after)
        self._played.verbs.append(after.outcome.outcome.verb if after.outcome else "")

    def _note(self, before: State | None, run: Run) -> None:
        if run.scene is None:
            raise Lost(f"seed {run.seed}: a run without a scene")
        self._played.shown.append(
            Shown(
                seed=run.seed,
                before=before,
                state=run.state,
                outcome=run.outcome.outcome if run.outcome and before else None,
                scene=run.scene,
                ending=run.ending.text if run.ending else "",
            )
        )
