"""What every ledger does."""

import asyncio
from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightreel.core.canonical import GENESIS
from nightreel.core.events import Event
from nightreel.core.run import fold
from nightreel.ports.errors import LedgerConflict, RunExists, RunUnknown
from nightreel.ports.ledger import Ledger, Record, Summary, chain
from tests.store.conftest import Crowd
from tests.store.tape import START, joined, opening, story, summed

_names = (f"run-{number}" for number in count())


async def begun(ledger: Ledger, events: Sequence[Event] = ()) -> Summary:
    """A run with an opening, or with these events, under a name of its own."""
    run = summed(next(_names), events or opening())
    await ledger.create(run, events or opening())
    return run


async def test_a_new_run_is_read_as_it_was_written(ledger: Ledger) -> None:
    written = await ledger.create(summed("r", story()), story())
    read = await ledger.read("r")
    assert read == written == chain(GENESIS, 0, story())
    assert [record.event for record in read] == story()


async def test_a_summary_carries_the_head_that_the_store_gave_it(ledger: Ledger) -> None:
    given_summary = summed("r", story())
    records = await ledger.create(given_summary, story())
    kept = await ledger.summary("r")
    assert (kept.head, kept.hash) == (len(story()), records[-1].hash)
    assert (kept.status, kept.turn, kept.take, kept.world) == ("resolving", 2, 1, "hut")


async def test_records_appended_follow_those_before(ledger: Ledger) -> None:
    run = await begun(ledger)
    appended = await ledger.append(run, 2, joined("bo", "cy"))
    assert [record.seq for record in appended] == [3, 4]
    assert await ledger.read(run.run) == chain(GENESIS, 0, [*opening(), *joined("bo", "cy")])


async def test_a_summary_is_that_of_the_latest_append(ledger: Ledger) -> None:
    await ledger.create(summed("r", opening()), opening())
    await ledger.append(summed("r", story()), 2, story()[2:])
    kept = await ledger.summary("r")
    assert (kept.status, kept.turn, kept.take, kept.head) == ("resolving", 2, 1, len(story()))


async def test_reading_after_a_number_gives_what_came_later(ledger: Ledger) -> None:
    run = await begun(ledger, story())
    everything = await ledger.read(run.run)
    for after in range(len(story()) + 2):
        assert await ledger.read(run.run, after) == everything[after:]


async def test_appending_behind_the_head_is_a_conflict_and_leaves_no_trace(ledger: Ledger) -> None:
    run = await begun(ledger, story())
    before = await ledger.read(run.run), await ledger.summary(run.run)
    for after in (0, len(story()) - 1, len(story()) + 1):
        with pytest.raises(LedgerConflict, match=run.run):
            await ledger.append(run, after, joined("bo", "cy"))
    assert (await ledger.read(run.run), await ledger.summary(run.run)) == before


async def test_appending_nothing_still_asks_for_the_head(ledger: Ledger) -> None:
    run = await begun(ledger)
    before = await ledger.summary(run.run)
    assert await ledger.append(run, 2, []) == []
    with pytest.raises(LedgerConflict):
        await ledger.append(run, 1, [])
    assert await ledger.summary(run.run) == before


async def test_a_run_can_begin_only_once(ledger: Ledger) -> None:
    run = await begun(ledger)
    before = await ledger.read(run.run), await ledger.summary(run.run)
    with pytest.raises(RunExists, match=run.run):
        await ledger.create(run, story())
    assert (await ledger.read(run.run), await ledger.summary(run.run)) == before


async def test_a_run_that_is_not_there_is_unknown(ledger: Ledger) -> None:
    nobody = summed("nobody", opening())
    with pytest.raises(RunUnknown, match="nobody"):
        await ledger.read("nobody")
    with pytest.raises(RunUnknown, match="nobody"):
        await ledger.summary("nobody")
    with pytest.raises(RunUnknown, match="nobody"):
        await ledger.append(nobody, 0, opening())
    assert await ledger.runs() == []


async def test_runs_keep_apart(ledger: Ledger) -> None:
    one, two = await begun(ledger), await begun(ledger)
    await ledger.append(one, 2, joined("bo"))
    await ledger.append(two, 2, joined("cy"))
    assert await ledger.read(one.run) == chain(GENESIS, 0, [*opening(), *joined("bo")])
    assert await ledger.read(two.run) == chain(GENESIS, 0, [*opening(), *joined("cy")])


async def test_the_run_touched_last_is_listed_first(ledger: Ledger) -> None:
    one, two, three = [await begun(ledger) for _ in range(3)]
    assert [s.run for s in await ledger.runs()] == [three.run, two.run, one.run]
    await ledger.append(one, 2, joined("bo"))
    assert [s.run for s in await ledger.runs()] == [one.run, three.run, two.run]
    assert [s.run for s in await ledger.runs(limit=2)] == [one.run, three.run]
    assert await ledger.runs(limit=1) == [await ledger.summary(one.run)]


async def test_a_lost_append_does_not_touch_a_run(ledger: Ledger) -> None:
    one, two = await begun(ledger), await begun(ledger)
    with pytest.raises(LedgerConflict):
        await ledger.append(one, 1, joined("bo"))
    assert [s.run for s in await ledger.runs()] == [two.run, one.run]


async def test_runs_can_be_asked_for_by_status(ledger: Ledger) -> None:
    resolving, open_ = await begun(ledger, story()), await begun(ledger)
    assert [s.run for s in await ledger.runs("resolving")] == [resolving.run]
    assert [s.run for s in await ledger.runs("open")] == [open_.run]
    assert await ledger.runs("over") == []


async def test_of_fifty_appends_on_one_head_one_wins(crowd: Crowd) -> None:
    run = await begun(crowd[0])
    tries = [crowd[n % 3].append(run, 2, joined(f"p{n}", f"q{n}")) for n in range(50)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    won = [result for result in results if isinstance(result, list)]
    assert len(won) == 1
    assert sum(isinstance(result, LedgerConflict) for result in results) == 49
    assert (await crowd[1].read(run.run))[2:] == won[0]


async def test_of_twenty_beginnings_of_one_run_one_wins(crowd: Crowd) -> None:
    run = summed(next(_names), opening())
    tries = [crowd[n % 3].create(run, opening()) for n in range(20)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, list) for result in results) == 1
    assert sum(isinstance(result, RunExists) for result in results) == 19


async def test_a_reader_never_sees_half_a_batch(crowd: Crowd) -> None:
    writer, reader, _ = crowd
    run = await begun(writer)

    async def write() -> None:
        for after in range(2, 80, 3):
            await writer.append(run, after, joined("bo", "cy", "di"))

    async def read() -> None:
        while len(records) < 80:
            records[:] = await reader.read(run.run)
            assert len(records) % 3 == 2
            # Without this a ledger in memory would never let the writer in.
            await asyncio.sleep(0)

    records: list[Record] = []
    await asyncio.gather(write(), read())


Batches = list[int]
"""Sizes of what one client appends, one after the other."""


@given(scripts=st.tuples(*[st.lists(st.integers(1, 4), max_size=5)] * 3))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_appends_by_three_clients_equal_some_serial_order(
    crowd: Crowd, scripts: tuple[Batches, Batches, Batches]
) -> None:
    run = await begun(crowd[0])
    won: list[list[Record]] = []

    async def client(ledger: Ledger, name: str, sizes: Batches) -> None:
        head = 2
        for number, size in enumerate(sizes):
            events = joined(*(f"{name}{number}.{n}" for n in range(size)))
            while True:
                try:
                    won.append(await ledger.append(run, head, events))
                except LedgerConflict:
                    head = (await ledger.summary(run.run)).head
                else:
                    head += size
                    break

    await asyncio.gather(*map(client, crowd, "xyz", scripts))

    serial = sorted(won, key=lambda records: records[0].seq)
    records = await crowd[2].read(run.run)
    assert records[2:] == [record for batch in serial for record in batch]
    assert records == chain(GENESIS, 0, [record.event for record in records])
    players = fold(START, [record.event for record in records]).players
    for name, sizes in zip("xyz", scripts, strict=True):
        in_order = [f"{name}{number}.{n}" for number, size in enumerate(sizes) for n in range(size)]
        assert [p for p in players if p[0] == name] == in_order


Step = tuple[int, bool]
"""A client, and whether it appends at the head it saw last (or looks for the head)."""


@given(steps=st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=25))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_an_append_wins_if_and_only_if_its_client_saw_the_head(
    crowd: Crowd, steps: list[Step]
) -> None:
    run = await begun(crowd[0])
    seen, head = [2, 2, 2], 2
    for number, (client, appends) in enumerate(steps):
        if not appends:
            seen[client] = (await crowd[client].summary(run.run)).head
            assert seen[client] == head
        elif seen[client] == head:
            await crowd[client].append(run, head, joined(f"p{number}"))
            head += 1
            seen[client] = head
        else:
            with pytest.raises(LedgerConflict):
                await crowd[client].append(run, seen[client], joined(f"p{number}"))
    assert len(await crowd[0].read(run.run)) == head
