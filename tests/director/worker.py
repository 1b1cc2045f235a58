"""Another process with a director in it, which does what it is told a line at a time, or dies.

Usage: `python -m tests.director.worker HOME [POINT TURN]`. It opens the director on the files in
HOME and says `{"said": "open"}`. Then it reads orders as JSON lines and answers each with one.
With a POINT it kills itself with SIGKILL when it gets there on that TURN. Calls of providers are
noted in HOME/calls, one a line, by an append that a kill cannot undo.
"""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any, Literal

from nightreel.core.events import Accepted, Event, Resolved, Rewound
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import SystemClock
from nightreel.director.commands import Act, Rewind, Start, WriteIn
from nightreel.director.durable import DurableExecutor
from nightreel.director.executor import Resolve
from nightreel.director.pipeline import Step, TurnKey
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.illustrator import Picture, Shot
from nightreel.ports.ledger import Ledger, Record, Summary
from nightreel.ports.narrator import Facts, Narrator, Part
from tests.director.games import (
    HOST,
    WORLD,
    Game,
    a_file,
    a_long_life,
    a_story,
    direct,
    packs,
    still,
)
from tests.doubles import Keeping, Telling, painted

Point = Literal[
    "accepted",  # in the ledger, and nothing has begun
    "telling",  # the reaction was told
    "told",  # and recorded
    "filmed",  # and recorded
    "committing",  # everything is ready to be written
    "committed",  # it is written, and nobody knows
    "recorded",  # the whole turn is
    "rewound",  # in the ledger, and nothing else was done about it
    "hanging",  # the reaction was told, and then it does not die, but says so and waits for a line
    "never",
]


class Mortal:
    """Knows where to die."""

    def __init__(self, point: Point = "never", turn: int = 0) -> None:
        self._point, self._turn = point, turn

    def at(self, point: Point, turn: int) -> None:
        if (point, turn) == (self._point, self._turn):
            os.kill(os.getpid(), signal.SIGKILL)

    async def hangs(self, turn: int) -> None:
        if ("hanging", turn) == (self._point, self._turn):
            self._point = "never"
            say({"said": "hanging"})
            await asyncio.to_thread(sys.stdin.readline)


class Noting(Telling):
    """Notes the turns that it is asked to tell."""

    name = "storyteller"

    def __init__(self, narrator: Narrator, calls: Path, mortal: Mortal) -> None:
        super().__init__(narrator)
        self._calls, self._mortal = calls, mortal

    async def tell(self, facts: Facts) -> AsyncIterator[Part]:
        if facts.outcome is not None:
            note(self._calls, f"tell {facts.turn - 1}")
        async for part in self.narrator.tell(facts):
            yield part
            self._mortal.at("telling", facts.turn - 1)
            await self._mortal.hangs(facts.turn - 1)


class NotingPainter:
    """Notes the turns that it is asked to film."""

    name = "painter"

    def __init__(self, calls: Path) -> None:
        self._calls = calls

    async def film(self, shot: Shot) -> Picture | None:
        note(self._calls, f"film {shot.turn - 1}")
        return Picture(painted(shot.turn), "image/png", self.name)


class MortalLedger(Keeping):
    """Dies before or after it has written."""

    def __init__(self, ledger: Ledger, mortal: Mortal) -> None:
        super().__init__(ledger)
        self._mortal = mortal

    async def append(self, summary: Summary, after: int, events: Sequence[Event]) -> list[Record]:
        for event in events:
            if isinstance(event, Resolved):
                self._mortal.at("committing", event.turn)
        records = await super().append(summary, after, events)
        for event in events:
            match event:
                case Resolved(turn):
                    self._mortal.at("committed", turn)
                case Accepted(turn):
                    self._mortal.at("accepted", turn)
                case Rewound(to):
                    self._mortal.at("rewound", to)
                case _:
                    pass
        return records


def mortal_executor(home: Path, mortal: Mortal, resolve: Resolve) -> DurableExecutor:
    """The executor that records steps, but dies after one of them was recorded."""
    ends: dict[str, Point] = {"tell": "told", "film": "filmed", "commit": "recorded"}

    async def resolve_mortally(key: str, step: Step) -> str:
        async def mortal_step(name: str, work: Callable[[], Awaitable[str]], /) -> str:
            done = await step(name, work)
            mortal.at(ends[name], TurnKey.parse(key).turn)
            return done

        return await resolve(key, mortal_step)

    return DurableExecutor(f"sqlite:///{home}/turns.db", resolve_mortally)


def note(calls: Path, line: str) -> None:
    file = os.open(calls, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(file, f"{line}\n".encode())
    os.close(file)


def noted(home: Path) -> Counter[str]:
    """How often each provider was asked for each turn."""
    calls = home / "calls"
    return Counter(calls.read_text().splitlines() if calls.exists() else [])


async def a_game(stack: AsyncExitStack, home: Path, mortal: Mortal) -> Game:
    """A director on the files in that folder, and the run in them, if there is one already."""
    ledger = MortalLedger(await stack.enter_async_context(a_file(home, SystemClock())), mortal)
    director = direct(
        ledger=ledger,
        narrator=Noting(Storyteller(packs()), home / "calls", mortal),
        illustrator=NotingPainter(home / "calls"),
        clock=SystemClock(),
        executor=partial(mortal_executor, home, mortal),
    )
    await stack.enter_async_context(director)
    runs = await director.runs()
    return Game(director, runs[0].run if runs else "")


async def obey(game: Game, order: dict[str, Any]) -> dict[str, Any]:
    match order["do"]:
        case "start":
            settings = RunSettings(clock=order.get("clock"), pictures=order.get("pictures", False))
            start = Start(WORLD, HOST, settings, a_long_life(), "the run")
            receipt = await game.submit(start)
            game.name = receipt.run
            return {"status": receipt.status, "run": receipt.run}
        case "play":
            return {"turn": (await game.turns(order["turns"])).turn}
        case "rewind":
            return {"status": (await game.submit(Rewind(game.name, HOST))).status}
        case "story":
            await a_story(game)
            return {"hashes": [r.hash for r in await game.records()]}
        case "click":
            return await click(game, order["turn"], order["who"], order["times"])
        case "settle":
            await still(game.director)
            run = await game.run()
            return {"turn": run.turn, "status": run.status}
        case "prove":
            await game.sound()
            return {"hashes": [r.hash for r in await game.records()]}
        case _:
            raise ValueError(order)


async def click(game: Game, turn: int, who: str, times: int) -> dict[str, Any]:
    """Many people at once at all the buttons, and one of them types."""
    offered = len((await game.run()).choices)
    clicks = [Act(game.name, turn, f"{who}{n}", n % offered) for n in range(times - 1)]
    receipts = await asyncio.gather(
        *(game.submit(command) for command in clicks),
        game.submit(WriteIn(game.name, turn, f"{who} typed", "listen")),
    )
    untold = sum(not r.accepted and not r.player_text for r in receipts)
    return {"statuses": Counter(r.status for r in receipts), "untold": untold}


async def serve(home: Path, mortal: Mortal) -> None:
    async with AsyncExitStack() as stack:
        game = await a_game(stack, home, mortal)
        say({"said": "open"})
        while line := await asyncio.to_thread(sys.stdin.readline):
            say(await obey(game, json.loads(line)))


def say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _, folder, *rest = sys.argv
    asyncio.run(serve(Path(folder), Mortal(rest[0], int(rest[1])) if rest else Mortal()))  # pyright: ignore[reportArgumentType]
