"""How much one visitor may ask for. Time is moved by hand, so nothing here depends on a machine."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest

from nightreel.director.clocks import HandClock
from nightreel.surfaces.web import limits
from nightreel.surfaces.web.keepsakes import Form
from nightreel.surfaces.web.limits import Buckets, Limits, Rate, Turnstile
from nightreel.surfaces.web.problems import Refused
from tests.web.doors import Door, hand, knock, true
from tests.web.houses import House, Shelf, Visitor, a_house, until


def refusal_of(buckets: Buckets, visitor: str) -> Refused:
    with pytest.raises(Refused) as caught:
        buckets.take(visitor)
    return caught.value


@pytest.mark.parametrize("rate", [Rate(40, 0.1), Rate(6, 10), Rate(300, 1), Rate(1, 3)])
@pytest.mark.parametrize("now", [750_000_000_000, 1_764_000_000_123, 4_000_000_000_007])
def test_a_rate_is_kept_to_the_last_one_at_any_time(rate: Rate, now: int) -> None:
    clock = HandClock(now)
    buckets = Buckets(rate, clock)
    for _ in range(rate.burst):
        buckets.take("ada")
    wait = int(refusal_of(buckets, "ada").headers["Retry-After"])
    assert rate.seconds <= wait <= rate.seconds + 1
    buckets.take("bo")
    for _ in range(3):
        clock.advance(int(rate.seconds * 1000))
        buckets.take("ada")
        assert refusal_of(buckets, "ada").problem.status == 429
    clock.advance(wait * 1000)
    buckets.take("ada")


def test_who_keeps_asking_in_vain_is_not_kept_waiting_for_it() -> None:
    clock = HandClock()
    buckets = Buckets(Rate(2, 1), clock)
    buckets.take("ada")
    buckets.take("ada")
    for _ in range(100):
        refusal_of(buckets, "ada")
    clock.advance(1000)
    buckets.take("ada")


def test_a_clock_that_is_set_back_shuts_nobody_out_for_longer_than_it_went_back() -> None:
    clock = HandClock()
    buckets = Buckets(Rate(2, 1), clock)
    buckets.take("ada")
    clock.advance(-3000)
    refused = refusal_of(buckets, "ada")
    clock.advance(int(refused.headers["Retry-After"]) * 1000)
    buckets.take("ada")


def test_no_more_visitors_are_remembered_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 3)
    buckets = Buckets(Rate(1, 1000), HandClock())
    for visitor in "abcd":
        buckets.take(visitor)
    assert len(buckets._due) == 3
    buckets.take("a")
    assert refusal_of(buckets, "d").problem.reason == "too_many"


def test_a_turnstile_counts_those_inside_and_forgets_who_has_left() -> None:
    turnstile = Turnstile(3)
    with turnstile.through("ada", 2), turnstile.through("ada", 2):
        with pytest.raises(Refused) as mine, turnstile.through("ada", 2):
            raise AssertionError
        assert mine.value.problem.status == 429
        with turnstile.through("bo", 2):
            with pytest.raises(Refused) as everybodys, turnstile.through("cy", 2):
                raise AssertionError
            assert everybodys.value.problem.status == 503
    assert not turnstile._open


# --- at the door ---------------------------------------------------------------------------------


async def test_who_acts_faster_than_hands_can_is_asked_to_wait_and_then_heard(
    house: House,
) -> None:
    ada, bo = await house.player(), await house.player()
    run = await ada.start(seed=7)
    for _ in range(40):
        # What the game refuses counts as well.
        assert (await ada.tell(run, "clock", turn=1, seconds=5)).status_code == 409
    answer = await knock(ada, Door("POST", f"/api/runs/{run}/pause", {}))
    assert (answer.status, answer.problem["reason"]) == (429, "too_many")
    assert answer.headers["retry-after"] == "1"
    assert answer.problem["player_text"]
    assert (await ada.view(run))["paused"] is False, "what came too fast was not done"
    assert (await bo.tell(run, "join")).status_code == 200, "others are not held up"
    hand(house.clock).advance(1000)
    assert (await ada.tell(run, "pause")).status_code == 200


async def test_runs_are_not_begun_by_the_dozen(house: House) -> None:
    ada = await house.player()
    for _ in range(6):
        await ada.start()
    answer = await knock(ada, Door("POST", "/api/runs", {}))
    assert (answer.status, answer.headers["retry-after"]) == (429, "11")
    hand(house.clock).advance(11_000)
    assert await ada.start()
    assert len(await house.director.runs()) == 7


async def test_seats_are_counted_by_the_address_of_who_has_none() -> None:
    async with a_house(limits=Limits(sessions=Rate(3, 1))) as house:
        ada = await house.player()
        await house.player()
        await house.player()
        stranger = house.visitor()
        answer = await stranger.post("/api/session", json={})
        assert (answer.status_code, answer.json()["reason"]) == (429, "too_many")
        assert "set-cookie" not in answer.headers
        # Another address can't be claimed by somebody who is not on this machine; here it may.
        assert (await ada.post("/api/session", json={})).status_code == 200, "known by name"
        hand(house.clock).advance(2000)
        assert (await stranger.post("/api/session", json={})).status_code == 200


async def test_a_key_cannot_be_guessed_at_leisure() -> None:
    async with a_house(key="the key of this house", limits=Limits(sessions=Rate(5, 1))) as house:
        guesses = [await house.visitor().post("/api/session", json={"key": "x"}) for _ in range(6)]
        assert [answer.status_code for answer in guesses] == [403] * 5 + [429]


async def opened(stack: AsyncExitStack, visitor: Visitor, run: str, **query: Any) -> None:
    """Open a stream for as long as the stack is."""
    events = await stack.enter_async_context(visitor.events(run, **query))
    stack.callback(lambda: events)  # held: a stream that nobody holds is closed
    await until(events, "you")


async def test_streams_are_counted_for_each_player_and_for_all() -> None:
    async with a_house(limits=Limits(streams=2, all_streams=3)) as house:
        ada, bo = await house.player(), await house.player()
        run = await ada.start(seed=7)
        door = Door("GET", f"/api/runs/{run}/events")
        async with AsyncExitStack() as stack:
            await opened(stack, ada, run)
            await opened(stack, ada, run)
            mine = await knock(ada, door)
            assert (mine.status, mine.problem["reason"]) == (429, "too_many")
            await opened(stack, bo, run)
            full = await knock(bo, door)
            assert (full.status, full.problem["reason"]) == (503, "full")
            for answer in (mine, full):
                assert answer.headers["retry-after"] == "5"
            assert (await ada.act(run)).status_code == 200, "who is in plays on"
        await true(lambda: not house.web.desk.streams._open)
        assert (await knock(ada, door)).status == 200


async def test_those_who_watch_are_counted_by_address() -> None:
    async with a_house(limits=Limits(streams=1, watchers=2)) as house:
        ada = await house.player()
        run = await ada.start(seed=7)
        code = (await ada.tell(run, "watch")).json()["watch"]
        async with AsyncExitStack() as stack:
            for _ in range(2):
                await opened(stack, house.visitor(), run, watch=code)
            door = Door("GET", f"/api/runs/{run}/events?watch={code}")
            assert (await knock(house.visitor(), door)).status == 429
            await opened(stack, ada, run)


class Printing(Shelf):
    """Takes its time over a page, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go, self.at_once = asyncio.Event(), asyncio.Event(), 0

    async def export(self, run: str, form: Form) -> str:
        self.at_once += 1
        assert self.at_once == 1, "one page at a time"
        self.begun.set()
        await self.go.wait()
        self.at_once -= 1
        return await super().export(run, form)


async def test_pages_are_made_one_at_a_time_and_the_line_for_them_is_short() -> None:
    shelf = Printing()
    async with a_house(keepsakes=shelf) as house:
        players = [await house.player() for _ in range(3)]
        run = await players[0].start(seed=7)
        door = Door("GET", f"/api/runs/{run}/export?form=md")
        async with asyncio.TaskGroup() as group:
            in_line = [group.create_task(knock(p, door)) for p in players[:2] for _ in range(2)]
            await true(lambda: house.web.desk.line._open.total() == 4)
            mine = await knock(players[0], door)
            assert (mine.status, mine.problem["reason"]) == (429, "too_many")
            full = await knock(players[2], door)
            assert (full.status, full.problem["reason"]) == (503, "full")
            shelf.go.set()
        assert [task.result().status for task in in_line] == [200] * 4
        assert (await knock(players[2], door)).status == 200


async def test_keepsakes_are_not_asked_for_without_end() -> None:
    async with a_house(limits=Limits(keeps=Rate(2, 2))) as house:
        ada, bo = await house.player(), await house.player()
        run = await ada.start(seed=7)
        export, tape = f"/api/runs/{run}/export", f"/api/runs/{run}/tape"
        assert (await ada.get(export)).status_code == 200
        assert (await ada.post(tape, json={})).status_code == 409
        assert (await ada.get(export)).status_code == 429
        assert (await ada.post(tape, json={})).status_code == 429
        assert (await bo.get(export)).status_code == 200
