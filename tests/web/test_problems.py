"""Every error is a problem document whose text can be shown: it tells what to do, and no more."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from nightreel.core.run import Run
from nightreel.director.director import Director
from nightreel.ports.errors import LedgerBroken, LedgerBusy, WorldChanged
from nightreel.store.memory import MemoryLedger
from nightreel.surfaces.web.problems import TEXTS, Refused
from tests.director.games import direct
from tests.doubles import Jammed
from tests.web.doors import BODIES, Answer, Door, doors, hand, knock
from tests.web.houses import House, a_house

MARKER = "zanzibar"
LEAKS = ("Traceback", "nightreel/", ".py", "site-packages", "Error", "0x", str(Path.home()))


def fit_to_show(answer: Answer) -> None:
    """Hold a problem to what is promised of every one."""
    problem = answer.problem
    assert problem.keys() >= {"type", "title", "status", "reason", "player_text"}
    assert problem["status"] == answer.status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["reason"].replace("_", "").isalpha()
    text = problem["player_text"]
    assert text[0].isupper()
    assert text[-1] in ".!?"
    assert MARKER not in answer.body.decode().lower()
    assert not [leak for leak in LEAKS if leak in text], text


def spoilt(door: Door) -> list[dict[str, Any]]:
    """Bodies for that door, each with a word in a place where it does not belong."""
    body = door.body or {}
    wrong: list[dict[str, Any]] = [{**body, name: MARKER} for name in body if name != "text"]
    wrong += [{**body, MARKER: 1}, {**body, f"../{MARKER}/x.py": {MARKER: MARKER}}]
    if "settings" in body:
        settings = body["settings"]
        wrong += [{**body, "settings": {**settings, name: MARKER}} for name in ("crew", MARKER)]
    return wrong


async def test_no_problem_repeats_what_was_sent_nor_tells_how_we_are_made(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    met: set[int] = set()
    for door in doors(house, run):
        bodies = spoilt(door) if door.method == "POST" else [None]
        for body in bodies:
            spoils = Door(door.method, door.path, body)
            query = {"watch": MARKER, "form": MARKER, "after": MARKER, "open": MARKER}
            for answer in (
                await knock(ada, spoils, params=query if body is None else None),
                await knock(ada, Door(door.method, door.path.replace(run, MARKER), body)),
            ):
                if answer.status >= 400:
                    fit_to_show(answer)
                    met.add(answer.status)
            # The clock is by hand: nobody gets slower by asking all of this at once.
            hand(house.clock).advance(60_000)
    assert met >= {403, 422}


async def test_errors_of_every_kind_are_fit_to_show(house: House) -> None:
    ada, stranger = await house.player(), house.visitor()
    run = await ada.start(seed=7)
    act = Door("POST", f"/api/runs/{run}/act", BODIES["/act"])
    ask: list[tuple[int, str, Answer]] = [
        (401, "no_session", await knock(stranger, Door("GET", "/api/runs"))),
        (403, "elsewhere", await knock(ada, act, headers={"Origin": f"http://{MARKER}.example"})),
        (403, "bad_link", await knock(ada, Door("GET", f"/api/runs/{run}?watch={MARKER}"))),
        (404, "not_found", await knock(ada, Door("GET", f"/{MARKER}"))),
        (404, "not_found", await knock(ada, Door("GET", f"/static/{MARKER}"))),
        (404, "unknown_run", await knock(ada, Door("GET", "/api/runs/0000000000"))),
        (405, "no_method", await knock(ada, Door("GET", f"/api/runs/{run}/act"))),
        (409, "no_clock", await knock(ada, Door("POST", f"/api/runs/{run}/clock",
                                                {"turn": 1, "seconds": 5}))),
        (409, "not_over", await knock(ada, Door("POST", f"/api/runs/{run}/tape", {}))),
        (422, "unknown_world", await knock(ada, Door("POST", "/api/runs", {"world": MARKER}))),
        (422, "no_such_choice", await knock(ada, Door("POST", act.path,
                                                      {**BODIES["/act"], "choice": 900}))),
    ]  # fmt: skip
    for status, reason, answer in ask:
        fit_to_show(answer)
        assert (answer.status, answer.problem["reason"]) == (status, reason)
    assert ask[-1][2].problem["turn"] == 1, "a receipt says how things stand"
    assert ask[6][2].headers["allow"] == "POST"


class Tripping(Director):
    """Raises what it is given whenever a run is asked for. It is made of another director."""

    error: Exception | None = None

    def __init__(self, made: Director) -> None:
        self.__dict__.update(made.__dict__)

    async def run(self, run: str) -> Run:
        if self.error:
            raise self.error
        return await super().run(run)


@asynccontextmanager
async def tripping() -> AsyncGenerator[tuple[House, Tripping, str, str]]:
    """A house whose director trips once it is told to, and two routes that ask it for a run."""
    director = Tripping(direct())
    async with a_house(director) as house:
        ada = await house.player()
        run = await ada.start(seed=7)
        yield house, director, f"/api/runs/{run}", f"/api/runs/{run}/events"


SECRET = "a secret of /root/.ssh/id at 0xdeadbeef"  # noqa: S105 - a word to look for


async def test_what_nobody_expected_is_told_to_the_log_and_not_to_the_player() -> None:
    async with tripping() as (house, director, look, events):
        ada = house._visitors[0]
        director.error = ZeroDivisionError(SECRET)
        for path in (look, events):
            with capture_logs() as logs:
                answer = await knock(ada, Door("GET", path))
            fit_to_show(answer)
            assert (answer.status, answer.problem["reason"]) == (500, "broken")
            assert answer.problem["player_text"] == TEXTS["broken"]
            assert b"secret" not in answer.body
            (line,) = [it for it in logs if it["event"] == "request_failed"]
            assert line["log_level"] == "error"
            assert line["path"] == path
            assert SECRET in line["why"]
        director.error = None
        assert (await knock(ada, Door("GET", look))).status == 200, "the house goes on"


async def test_an_error_that_nobody_expected_is_sealed_like_every_answer() -> None:
    async with tripping() as (house, director, look, _):
        director.error = ZeroDivisionError(SECRET)
        answer = await knock(house._visitors[0], Door("GET", look))
        assert answer.status == 500
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (WorldChanged(SECRET), 409, "world_changed"),
        (LedgerBusy(SECRET), 503, "busy"),
        (LedgerBroken(SECRET), 500, "broken"),
    ],
    ids=lambda it: type(it).__name__ if isinstance(it, Exception) else str(it),
)
async def test_what_the_game_cannot_do_is_told_in_its_own_words(
    error: Any, status: int, reason: str
) -> None:
    async with tripping() as (house, director, look, _):
        director.error = error
        answer = await knock(house._visitors[0], Door("GET", look))
        fit_to_show(answer)
        assert (answer.status, answer.problem["reason"]) == (status, reason)
        assert answer.problem["player_text"] == error.player_text
        assert ("retry-after" in answer.headers) == (status == 503)
        assert b"secret" not in answer.body


async def test_a_ledger_that_is_busy_is_asked_again_and_not_given_up() -> None:
    ledger = Jammed(MemoryLedger())
    async with a_house(direct(ledger=ledger)) as house:
        ada = await house.player()
        run = await ada.start(seed=7)
        ledger.jam_a_read(0)
        answer = await knock(ada, Door("GET", f"/api/runs/{run}/story"))
        assert answer.status == 503
        assert answer.headers["retry-after"] == "1"
        assert (await knock(ada, Door("GET", f"/api/runs/{run}/story"))).status == 200


def test_every_text_of_our_own_is_a_sentence() -> None:
    for reason, text in TEXTS.items():
        assert text[0].isupper(), reason
        assert text.endswith("."), reason
        assert Refused(400, reason).problem.player_text == text
