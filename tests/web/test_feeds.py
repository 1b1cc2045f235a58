"""Live views: everybody sees the same, nobody holds anybody up, and nothing is left when all go."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from nightreel.core.events import Event as Happened
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Join
from nightreel.director.director import Director
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.errors import LedgerBroken, LedgerBusy, RunUnknown, WorldChanged
from nightreel.ports.ledger import Record
from nightreel.store.memory import MemoryLedger
from nightreel.surfaces.web.feeds import BEHIND, Feed, Feeds, Onlooker
from tests.director.games import HOST, Game, a_file, begin, direct, packs, spin
from tests.doubles import Held, Keeping
from tests.web.doors import true
from tests.web.houses import Event, House, a_house, until

AT_ONCE = 0.005
"""Seconds after which a feed looks for what others wrote, where a test waits for that."""


def read(message: bytes) -> Event | None:
    """Return the event in a message; None of a comment."""
    lines = (line.partition(": ") for line in message.decode().splitlines() if line)
    fields = {name: value for name, _, value in lines}
    if "data" not in fields:
        return None
    seq = int(fields["id"]) if "id" in fields else None
    return Event(fields["event"], msgspec.json.decode(fields["data"]), seq)


def waiting(onlooker: Onlooker) -> list[Event]:
    """Return the events that wait for an onlooker."""
    return [it for it in map(read, onlooker._waiting) if it is not None]


async def soon(onlooker: Onlooker, name: str, **so: object) -> Event:
    """Return the next event of that name whose data is so, as the onlooker's stream gives it."""
    async with asyncio.timeout(5):
        async for message in onlooker.stream():
            it = read(message)
            if it and it.name == name and all(it.data.get(k) == v for k, v in so.items()):
                return it
    raise AssertionError(f"the stream ended before {name} {so}")


class Torn(Keeping):
    """Can't be read any more, once it is given an error."""

    error: Exception | None = None

    async def read(self, run: str, after: int = 0) -> list[Record]:
        if self.error:
            raise self.error
        return await super().read(run, after)


class Away(Keeping):
    """Writes without a word to who watches here: as another process would."""

    async def write(self, run: str, *events: Happened) -> Sequence[Record]:
        summary = await self.summary(run)
        return await self.append(summary, summary.head, events)


@asynccontextmanager
async def feeds_of(
    director: Director, clock: HandClock | None = None, look: float = 60.0
) -> AsyncGenerator[Feeds]:
    feeds = Feeds(director, clock or HandClock(), look)
    try:
        yield feeds
    finally:
        await feeds.close()


# --- what is seen --------------------------------------------------------------------------------


async def test_who_joins_in_the_middle_of_a_turn_is_told_what_was_told_so_far() -> None:
    held = Held(Storyteller(packs()))
    async with a_house(direct(narrator=held)) as house:
        ada, bo = await house.player(), await house.player()
        run = await ada.start(seed=7)
        async with ada.events(run) as hers:
            await ada.act(run)
            reaction = await until(hers, "part", kind="reaction")
            async with bo.events(run) as his:
                seen = [await anext(his) for _ in range(3)]
                assert [it.name for it in seen] == ["you", "view", "part"]
                assert seen[1].data["status"] == "resolving"
                assert seen[2] == reaction
                held.go.set()
                assert (await until(his, "part")).data["kind"] == "dispatch"
                scene = await until(his, "view", status="open")
                assert scene.data["scene"]["reaction"] == reaction.data["text"]
            async with bo.events(run) as his:
                # What became history is not told again as if it were happening.
                seen = [await anext(his) for _ in range(2)]
                assert [it.name for it in seen] == ["you", "view"]
                bystander = house.web.desk.feeds._feeds[run]
                assert bystander.told.parts == []


async def test_everybody_is_shown_the_same_views_in_order(house: House) -> None:
    people = [await house.player() for _ in range(4)]
    run = await people[0].start(seed=7)

    async def look(at: int, ready: asyncio.Barrier) -> list[Event]:
        seen = list[Event]()
        async with people[at].events(run) as events:
            seen.append(await until(events, "view"))
            await ready.wait()
            async with asyncio.timeout(10):
                async for it in events:
                    seen += [it] if it.name != "you" else []
                    if it.data.get("turn") == 4 and it.data.get("status") == "open":
                        return seen
        raise AssertionError("the stream ended too early")

    ready = asyncio.Barrier(5)
    async with asyncio.TaskGroup() as group:
        looking = [group.create_task(look(at, ready)) for at in range(4)]
        await ready.wait()
        for _ in range(3):
            await people[0].act(run)
            await house.director.settled(run)
    first, *others = [task.result() for task in looking]
    assert all(other == first for other in others)
    views = [it.id for it in first if it.name == "view"]
    assert views == sorted(set(views), key=lambda seq: seq or 0)


async def test_a_view_is_numbered_by_its_record_and_not_sent_to_who_has_seen_it() -> None:
    async with direct() as director, feeds_of(director) as feeds:
        game = await begin(director)
        for seen, views in ((None, 1), (0, 1), (1, 1), (2, 0), (9_000, 1)):
            async with feeds.looking(game.name, None, seen) as onlooker:
                events = [it for it in waiting(onlooker) if it.name == "view"]
                assert [it.id for it in events] == [2] * views


async def test_what_one_transaction_wrote_is_one_view() -> None:
    async with direct() as director, feeds_of(director) as feeds:
        game = await begin(director)
        async with feeds.looking(game.name, HOST, None) as onlooker:
            await soon(onlooker, "view")
            await game.turn()
            await spin()
            views = [it for it in waiting(onlooker) if it.name == "view"]
            assert [it.data["status"] for it in views] == ["resolving", "open"]
            assert views[-1].id == len(await game.records())


# --- who is slow ---------------------------------------------------------------------------------


async def test_who_never_reads_is_kept_one_view_and_not_the_whole_run() -> None:
    async with direct() as director, feeds_of(director) as feeds:
        game = await begin(director)
        async with (
            feeds.looking(game.name, None, None) as asleep,
            feeds.looking(game.name, None, None) as awake,
        ):
            await soon(awake, "view")
            for n in range(BEHIND * 3):
                assert (await game.submit(Join(game.name, f"p{n}"))).accepted
                await spin(5)
                assert len(asleep._waiting) <= BEHIND
                assert (await soon(awake, "view")).id == 3 + n
            last = [it for it in waiting(asleep) if it.name == "view"][-1]
            assert last.id == len(await game.records()) == 2 + BEHIND * 3
            assert last.data["players"][-1] == f"player {BEHIND * 3 + 1}"


async def test_who_is_dropped_is_told_again_who_he_is() -> None:
    async with direct() as director, feeds_of(director) as feeds:
        game = await begin(director)
        async with feeds.looking(game.name, HOST, None) as asleep:
            for n in range(BEHIND):
                await game.submit(Join(game.name, f"p{n}"))
                await spin(5)
            first, second, *_ = waiting(asleep)
            assert (first.name, first.data["seat"], first.data["host"]) == ("you", "player 1", True)
            assert second.name == "view"


async def test_even_who_never_reads_is_told_that_there_is_nothing_more() -> None:
    ledger = Torn(MemoryLedger())
    async with direct(ledger=ledger) as director, feeds_of(director, look=AT_ONCE) as feeds:
        game = await begin(director)
        async with feeds.looking(game.name, None, None) as asleep:
            asleep.give(*[b": so much\n\n"] * BEHIND)
            ledger.error = LedgerBroken("torn")
            await asyncio.wait(set(feeds._tasks), timeout=5)
            assert waiting(asleep)[-1].name == "gone"
            assert len(asleep._waiting) <= BEHIND + 1


# --- what is gone --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (LedgerBroken("a record is not what was written"), 500, "broken"),
        (WorldChanged("another version"), 409, "world_changed"),
        (RunUnknown("it was there"), 404, "unknown_run"),
        (ZeroDivisionError("nobody expected this"), 500, "broken"),
    ],
    ids=lambda it: type(it).__name__ if isinstance(it, Exception) else None,
)
async def test_a_run_that_can_be_followed_no_more_is_said_to_be_gone(
    error: Exception, status: int, reason: str
) -> None:
    ledger = Torn(MemoryLedger())
    async with direct(ledger=ledger) as director, feeds_of(director, look=AT_ONCE) as feeds:
        game = await begin(director)
        async with (
            feeds.looking(game.name, HOST, None) as ada,
            feeds.looking(game.name, None, None) as bo,
        ):
            with capture_logs() as logs:
                ledger.error = error
                for onlooker in (ada, bo):
                    gone = await soon(onlooker, "gone")
                    assert (gone.data["status"], gone.data["reason"]) == (status, reason)
                    assert gone.data["player_text"]
                    assert str(error) not in str(gone.data)
                    # And then the stream ends, so that nobody waits for more.
                    assert [it async for it in onlooker.stream()] == []
                await spin()
            assert [it["event"] for it in logs] == ["feed_lost"]
            assert feeds._feeds == {}


async def test_who_comes_while_a_run_is_being_lost_is_told_so_too() -> None:
    """A feed that has ended may be met before it is forgotten."""
    ledger = Torn(MemoryLedger())
    async with direct(ledger=ledger) as director, feeds_of(director) as feeds:
        game = await begin(director)
        feed = Feed(director, HandClock(), await feeds.told(game.name), AT_ONCE)
        ledger.error = LedgerBroken("torn")
        await feed.follow()
        late = Onlooker(HOST)
        feed.admit(late, None)
        assert (await soon(late, "gone")).data["reason"] == "broken"
        assert [it async for it in late.stream()] == []


async def test_a_ledger_that_is_busy_for_a_moment_loses_nobody() -> None:
    ledger = Torn(MemoryLedger())
    async with direct(ledger=ledger) as director, feeds_of(director, look=AT_ONCE) as feeds:
        game = await begin(director)
        async with feeds.looking(game.name, HOST, None) as ada:
            # Both ways in which it is read: to listen, as now, and to look whether others wrote.
            ledger.error = LedgerBusy("locked")
            await asyncio.sleep(AT_ONCE * 4)
            ledger.error = None
            await asyncio.sleep(AT_ONCE * 2)
            ledger.error = LedgerBusy("locked")
            await asyncio.sleep(AT_ONCE * 4)
            ledger.error = None
            await game.turn()
            assert await soon(ada, "view", status="open", turn=2)


async def test_what_cannot_be_looked_at_is_answered_before_the_stream_begins(
    house: House,
) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    assert (await ada.get("/api/runs/0000000000/events")).status_code == 404
    house.director._reels._packs = {}  # as after a start without that world
    house.director._reels.forget(run)
    answer = await ada.get(f"/api/runs/{run}/events")
    assert (answer.status_code, answer.json()["reason"]) == (409, "world_changed")


# --- who else writes -----------------------------------------------------------------------------


async def test_what_another_process_did_to_a_run_shows_up(tmp_path: Path) -> None:
    clock = HandClock()
    async with (
        a_file(tmp_path, clock) as ours,
        a_file(tmp_path, clock) as theirs,
        direct(ledger=ours, clock=clock) as here,
        direct(ledger=theirs, clock=clock) as there,
        feeds_of(here, clock, AT_ONCE) as feeds,
    ):
        game = await begin(here)
        async with feeds.looking(game.name, HOST, None) as onlooker:
            await soon(onlooker, "view")
            away = Game(there, game.name)
            for turn in (2, 3):
                await away.turn("bo")
                assert (await soon(onlooker, "view", status="open")).data["turn"] == turn
            # And what is done here after that follows on, with no number missing.
            await game.turn()
            last = await soon(onlooker, "view", status="open")
            assert (last.data["turn"], last.id) == (4, len(await game.records()))


# --- who leaves ----------------------------------------------------------------------------------


async def test_a_feed_ends_with_the_last_onlooker_and_leaves_nothing() -> None:
    async with direct() as director, feeds_of(director) as feeds:
        game = await begin(director)
        before = asyncio.all_tasks()
        async with feeds.looking(game.name, None, None):
            async with feeds.looking(game.name, None, None) as other:
                await soon(other, "view")
                assert len(feeds._tasks) == 1, "a run is followed once, however many look"
            await spin()
            assert len(director._watching._watches[game.name]) == 1
        await spin()
        assert (feeds._tasks, feeds._feeds, feeds._following) == (set(), {}, {})
        assert director._watching._watches == {}
        assert asyncio.all_tasks() == before


async def test_many_who_come_at_once_share_one_feed() -> None:
    async with direct() as director, feeds_of(director) as feeds:
        game = await begin(director)

        async def look(together: asyncio.Barrier) -> int:
            async with feeds.looking(game.name, None, None) as onlooker:
                await together.wait()
                await game.submit(Join(game.name, "bo"))
                return (await soon(onlooker, "view", seq=3)).id or 0

        together = asyncio.Barrier(20)
        async with asyncio.TaskGroup() as group:
            looks = [group.create_task(look(together)) for _ in range(20)]
        assert {task.result() for task in looks} == {3}
        await spin()
        assert (feeds._tasks, director._watching._watches) == (set(), {})


async def test_a_connection_that_is_gone_is_noticed_at_once(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    feeds = house.web.desk.feeds
    async with ada.events(run) as events:
        await until(events, "view")
        assert len(feeds._feeds[run].onlookers) == 1
    await true(lambda: run not in feeds._feeds, 1)
    await spin()
    assert not house.web.desk.streams._open
    assert feeds._tasks == set()


async def test_closing_ends_every_stream_at_once_and_takes_nobody_in(house: House) -> None:
    ada, bo = await house.player(), await house.player()
    run = await ada.start(seed=7)
    async with ada.events(run) as hers, bo.events(run) as his:
        for events in (hers, his):
            await until(events, "view")
        async with asyncio.timeout(1):
            await house.web.close()
            for events in (hers, his):
                assert [it async for it in events] == []
    async with asyncio.timeout(1), ada.events(run) as late:
        assert [it.name async for it in late] == ["you", "view"]
