"""Several processes on the same files, and processes that are killed: one story all the same."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import pytest

import nightreel
from nightreel.core.events import Accepted, Resolved
from nightreel.core.settings import RunSettings
from nightreel.director.commands import Stop
from tests.director.conftest import ADirector
from tests.director.games import HOST, QUIET, Game, a_story, begin, direct, durable, spin, still
from tests.director.worker import Mortal, Point, a_game, noted

pytestmark = pytest.mark.slow
ROOT = Path(nightreel.__file__).parents[1]


class Worker:
    """A process with a director in it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def told(self, do: str, **order: Any) -> Self:
        """Tell it to do something, and go on."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.process.stdin.flush()
        return self

    def said(self) -> dict[str, Any]:
        """Wait for its answer; an empty one when it has died instead."""
        assert self.process.stdout
        return json.loads(self.process.stdout.readline() or "{}")

    def does(self, do: str, **order: Any) -> dict[str, Any]:
        return self.told(do, **order).said()

    def dies(self) -> None:
        """Wait until it has killed itself."""
        assert self.said() == {}
        assert self.process.wait() == -signal.SIGKILL


@contextmanager
def a_process(home: Path, *args: object, seed: str = "0") -> Generator[Worker]:
    command = [sys.executable, "-m", "tests.director.worker", str(home), *map(str, args)]
    pipe, env = subprocess.PIPE, {**os.environ, "PYTHONHASHSEED": seed}
    with subprocess.Popen(  # noqa: S603
        command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=env
    ) as process:
        try:
            yield Worker(process)
        finally:
            process.kill()


@contextmanager
def a_worker(home: Path, *args: object, seed: str = "0") -> Generator[Worker]:
    """A process that has opened its director."""
    with a_process(home, *args, seed=seed) as worker:
        assert worker.said() == {"said": "open"}
        yield worker


# --- two at once ---------------------------------------------------------------------------------


def test_of_fifty_clicks_in_two_processes_one_counts_on_each_of_ten_turns(tmp_path: Path) -> None:
    with a_worker(tmp_path, seed="1") as one, a_worker(tmp_path, seed="2") as two:
        assert one.does("start")["status"] == "accepted"
        assert two.does("start")["status"] == "duplicate"
        played = 0
        for turn in range(1, 11):
            one.told("click", turn=turn, who="a", times=25)
            two.told("click", turn=turn, who="b", times=25)
            answers = [one.said(), two.said()]
            statuses = [answer["statuses"] for answer in answers]
            assert sum(s.get("accepted", 0) for s in statuses) == 1
            assert sum(s.get("stale", 0) for s in statuses) == 49
            assert sum(answer["untold"] for answer in answers) == 0
            first, second = (one, two) if "accepted" in statuses[0] else (two, one)
            played += 1
            now = first.does("settle")
            if now == {"turn": turn + 1, "status": "over"}:
                break
            assert now == second.does("settle") == {"turn": turn + 1, "status": "open"}
        assert one.does("prove") == two.does("prove")
    calls = noted(tmp_path)
    assert set(calls.values()) == {1}
    assert len(calls) == played


def test_a_run_begun_by_two_processes_at_once_is_one_run(tmp_path: Path) -> None:
    with a_worker(tmp_path) as one, a_worker(tmp_path) as two:
        one.told("start")
        two.told("start")
        answers = [one.said(), two.said()]
        assert {a["status"] for a in answers} == {"accepted", "duplicate"}
        assert len({a["run"] for a in answers}) == 1
        assert one.does("play", turns=2) == {"turn": 3}
        assert two.does("play", turns=2) == {"turn": 5}
        assert one.does("prove") == two.does("prove")
    assert set(noted(tmp_path).values()) == {1}


# --- killed --------------------------------------------------------------------------------------


@asynccontextmanager
async def opened_again(home: Path) -> AsyncGenerator[Game]:
    """The same files in this process, with everything that was begun continued."""
    async with AsyncExitStack() as stack:
        game = await a_game(stack, home, Mortal())
        (summary,) = await game.director.runs()
        game.name = summary.run
        yield game


TOLD_TWICE: list[Point] = ["telling"]
"""Cut short before it was recorded, a telling is paid for again. No other is."""


@pytest.mark.parametrize(
    "point",
    ["accepted", "telling", "told", "filmed", "committing", "committed", "recorded"],
)
async def test_a_process_killed_in_a_turn_is_continued_where_it_was(
    tmp_path: Path, point: Point
) -> None:
    with a_worker(tmp_path, point, 3) as worker:
        worker.does("start", pictures=True)
        worker.told("play", turns=5).dies()
    async with opened_again(tmp_path) as game:
        run = await game.settled()
        assert (run.turn, run.status) == (4, "open")
        await game.turns(2)
        run = await game.sound()
        assert run.turn == 6
        assert await game.count(Accepted) == await game.count(Resolved) == 5
    calls = noted(tmp_path)
    assert calls.pop("tell 3") == (2 if point in TOLD_TWICE else 1)
    films = calls.pop("film 3")
    assert films == 1 or (films == 2 and point in ("telling", "told"))
    assert set(calls.values()) == {1}


async def test_a_process_killed_again_while_it_continues_is_continued_too(tmp_path: Path) -> None:
    with a_worker(tmp_path, "told", 3) as worker:
        worker.does("start")
        worker.told("play", turns=5).dies()
    with a_process(tmp_path, "committed", 3) as worker, suppress(BrokenPipeError):
        worker.told("settle")  # it goes on by itself, and may be dead before it hears this
    assert worker.process.wait() == -signal.SIGKILL
    async with opened_again(tmp_path) as game:
        run = await game.settled()
        assert (run.turn, run.status) == (4, "open")
        await game.turn()
        await game.sound()
    assert noted(tmp_path)["tell 3"] == 1


async def test_a_process_that_waits_for_anothers_turn_takes_it_over_when_that_one_dies(
    tmp_path: Path,
) -> None:
    with a_worker(tmp_path, "hanging", 2) as other:
        other.does("start")
        assert other.does("play", turns=5) == {"said": "hanging"}
        async with opened_again(tmp_path) as game:
            assert (await game.director.attach(game.name)).status == "resolving"
            await spin()
            assert noted(tmp_path)["tell 2"] == 1  # a living process is left to do its work
            other.process.kill()
            run = await game.settled()
            assert (run.turn, run.status) == (3, "open")
            await game.turn()
            await game.sound()
    assert noted(tmp_path) == {"tell 1": 1, "tell 2": 2, "tell 3": 1}


async def test_a_process_does_not_wait_for_ever_for_a_turn_that_another_has_forgotten(
    tmp_path: Path,
) -> None:
    """The run ended there, and the engine's records of it were deleted."""
    with a_worker(tmp_path, "hanging", 1) as other:
        other.does("start")
        assert other.does("play", turns=1) == {"said": "hanging"}
        async with opened_again(tmp_path) as game:
            assert (await game.director.attach(game.name)).status == "resolving"
            assert (await game.submit(Stop(game.name, HOST))).accepted
            other.told("go on")
            assert await asyncio.to_thread(other.said) == {"turn": 1}
            run = await game.settled()
            assert (run.status, run.turn) == ("over", 1)
            await game.sound()


async def test_a_process_killed_in_a_rewind_leaves_a_run_with_a_clock(tmp_path: Path) -> None:
    with a_worker(tmp_path, "rewound", 2) as worker:
        worker.does("start", clock=60)
        worker.does("play", turns=2)
        worker.told("rewind").dies()
    async with opened_again(tmp_path) as game:
        run = await game.director.attach(game.name)
        assert run.turn == 2
        assert run.deadline is not None
        await game.sound()


# --- the same story ------------------------------------------------------------------------------


async def test_the_same_seed_and_actions_are_the_same_ledger_everywhere(
    a_director: ADirector, tmp_path: Path
) -> None:
    in_memory = await begin(await a_director(), QUIET)
    await a_story(in_memory)
    await in_memory.sound()
    hashes = {"in memory": await _hashes(in_memory)}
    async with direct(executor=durable(tmp_path)) as director:
        recorded = await begin(director, RunSettings(clock=None))
        await a_story(recorded)
        await still(director)
        hashes["recorded"] = await _hashes(recorded)
    for seed in ("1", "2"):
        home = tmp_path / seed
        home.mkdir()
        with a_worker(home, seed=seed) as worker:
            worker.does("start")
            hashes[seed] = worker.does("story")["hashes"]
    assert len(hashes["in memory"]) > 25
    assert all(found == hashes["in memory"] for found in hashes.values())


async def _hashes(game: Game) -> list[str]:
    return [record.hash for record in await game.records()]
