"""Whatever is done to a run behind its ledger's back, `verify` finds it and says where."""

import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from nightreel.core.canonical import GENESIS, canonical, chained
from nightreel.core.events import Event, Finished, Joined, Resolved, Rewound
from nightreel.core.state import State
from nightreel.ports.errors import RunUnknown
from nightreel.ports.ledger import Ledger, Record, chain
from nightreel.store.memory import MemoryLedger
from nightreel.store.sql import SqlLedger
from nightreel.store.verify import Verdict, check, verify
from tests.store.tape import START, Ticking, joined, opened, opening, started, story, summed, turn

EVENTS = story()
LAST = len(EVENTS)
SCENE = canonical(EVENTS[1])
numbers = st.integers(1, LAST)


def written() -> list[Record]:
    return chain(GENESIS, 0, EVENTS)


def sealed(bodies: Sequence[bytes]) -> list[Record]:
    """Records of these bodies, with hashes that fit them."""
    records: list[Record] = []
    parent = GENESIS
    for seq, body in enumerate(bodies, 1):
        records.append(Record(seq, parent, chained(parent, body), body))
        parent = records[-1].hash
    return records


def checked(events: Sequence[Event]) -> Verdict:
    return check(chain(GENESIS, 0, events), START)


async def test_a_run_that_nobody_touched_is_sound(ledger: Ledger) -> None:
    await ledger.create(summed("r", EVENTS), EVENTS)
    assert await verify(ledger, "r", START) == Verdict(True, "r", LAST)


async def test_a_run_that_is_not_there_is_unknown(ledger: Ledger) -> None:
    with pytest.raises(RunUnknown):
        await verify(ledger, "nobody", START)


async def test_a_run_without_records_is_not_sound(ledger: Ledger) -> None:
    await ledger.create(summed("r", opening()), [])
    verdict = await verify(ledger, "r", START)
    assert (verdict.ok, verdict.first_bad) == (False, 1)


@given(numbers, st.sampled_from(["parent", "hash", "body"]), st.data())
def test_a_flipped_bit_is_found_in_its_record(seq: int, field: str, data: st.DataObject) -> None:
    records = written()
    old = getattr(records[seq - 1], field)
    raw = bytearray(old.encode() if isinstance(old, str) else old)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    new = raw.decode("latin-1") if isinstance(old, str) else bytes(raw)
    records[seq - 1] = structs.replace(records[seq - 1], **{field: new})
    verdict = check(records, START)
    assert (verdict.ok, verdict.first_bad) == (False, seq)


@given(numbers, st.integers())
def test_another_number_is_found_in_its_record(seq: int, number: int) -> None:
    records = written()
    records[seq - 1] = structs.replace(records[seq - 1], seq=number)
    assert check(records, START).first_bad == (None if seq == number else seq)


@given(numbers)
def test_a_deleted_record_is_missed(seq: int) -> None:
    records = written()
    del records[seq - 1]
    summary = structs.replace(summed("r", EVENTS), head=LAST, hash=written()[-1].hash)
    verdict = check(records, START, summary)
    assert (verdict.ok, verdict.first_bad) == (False, seq)
    assert "missing" in verdict.why


@given(numbers, numbers)
def test_two_swapped_records_are_found_at_the_first(one: int, two: int) -> None:
    records = written()
    records[one - 1], records[two - 1] = (
        structs.replace(records[two - 1], seq=one),
        structs.replace(records[one - 1], seq=two),
    )
    assert check(records, START).first_bad == (None if one == two else min(one, two))


@given(st.integers(0, LAST + 1))
def test_a_head_that_is_not_the_last_record_is_found(head: int) -> None:
    tip = written()[head - 1].hash if 0 < head <= LAST else GENESIS
    verdict = check(written(), START, structs.replace(summed("r", EVENTS), head=head, hash=tip))
    assert verdict.ok is (head == LAST)
    assert verdict.first_bad == (None if head == LAST else min(head, LAST) + 1)


def test_a_head_of_another_hash_is_found() -> None:
    verdict = check(written(), START, structs.replace(summed("r", EVENTS), head=LAST, hash=GENESIS))
    assert (verdict.ok, verdict.first_bad) == (False, LAST)


def test_a_summary_of_another_story_is_found() -> None:
    true = structs.replace(summed("r", EVENTS), head=LAST, hash=written()[-1].hash)
    verdict = check(written(), START, structs.replace(true, turn=9, deadline=1))
    assert (verdict.ok, verdict.first_bad) == (False, None)
    assert verdict.why.endswith(": turn, deadline")


def test_a_world_that_begins_otherwise_is_found_at_once() -> None:
    verdict = check(written(), State("hut", battery=79))
    assert (verdict.ok, verdict.first_bad) == (False, 1)
    assert "state" in verdict.why


def test_a_state_that_does_not_come_about_is_found_where_it_is_claimed() -> None:
    elsewhere = turn(1, State("elsewhere"))
    verdict = checked([*opening(), *elsewhere])
    assert verdict.first_bad == 4
    assert "state" in verdict.why


@pytest.mark.parametrize(
    ("events", "first_bad"),
    [
        ([opened()], 1),
        ([started(), started()], 2),
        ([*opening(), *turn(1, START)[1:]], 3),
        ([*opening(), *turn(2, START)], 3),
        ([*opening(), Rewound(4, "ada")], 3),
        ([*opening(), Joined("bo"), Finished(1, None, "stopped"), *turn(1, START)], 5),
    ],
)
def test_an_event_that_does_not_fit_is_found(events: list[Event], first_bad: int) -> None:
    assert checked(events).first_bad == first_bad


def test_an_effect_on_what_the_world_does_not_have_is_found() -> None:
    spoilt = [canonical(event) for event in EVENTS]
    at = next(n for n, event in enumerate(EVENTS) if isinstance(event, Resolved))
    effect = b'{"do":"struck","threat":"nobody"}'
    spoilt[at] = spoilt[at].replace(b'{"by":-1,"do":"nerved"}', effect)
    verdict = check(sealed(spoilt), START)
    assert verdict.first_bad == at + 1
    assert "'nobody'" in verdict.why


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (SCENE.replace(b'":', b'": ', 1), "canonical"),
        (SCENE[:-1] + b',"kind":"opened"}', "canonical"),
        (SCENE[:-1], "not an event"),
        (b'{"kind":"abducted"}', "not an event"),
        (b"", "not an event"),
        (SCENE.replace(b"A hut", b"A \xff\xfe\xfd"), "not an event"),
        (SCENE[:-1] + b',"x":' + b"[" * 100_000 + b"}", "not an event"),
    ],
    ids=["spaced", "said twice", "cut", "unknown", "empty", "no text", "too deep"],
)
def test_a_body_of_another_spelling_is_found_though_its_hash_fits(body: bytes, why: str) -> None:
    verdict = check(sealed([canonical(EVENTS[0]), body]), START)
    assert verdict.first_bad == 2
    assert why in verdict.why


@given(numbers, st.data())
def test_whatever_a_body_says_the_check_ends_in_a_verdict(seq: int, data: st.DataObject) -> None:
    bodies = [canonical(event) for event in EVENTS]
    body = bytearray(bodies[seq - 1])
    body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    bodies[seq - 1] = bytes(body)
    verdict = check(sealed(bodies), START)
    assert verdict.ok or verdict.first_bad


def test_a_field_that_a_later_nightreel_added_is_no_fault() -> None:
    bodies = [canonical(event) for event in EVENTS]
    bodies[1] = SCENE[:-1] + b',"weather":"rain"}'
    assert check(sealed(bodies), START).ok


@pytest.fixture
async def whole(tmp_path: Path) -> Path:
    file = tmp_path / "whole.db"
    async with SqlLedger.open(f"sqlite:///{file}", Ticking()) as ledger:
        await ledger.create(summed("other", EVENTS), EVENTS)
        await ledger.create(summed("r", EVENTS), EVENTS)
    return file


async def after_surgery(whole: Path, statement: str, *values: object) -> Verdict:
    """What is said of a copy of the file after this was done to it."""
    copy = whole.with_name("copy.db")
    shutil.copy(whole, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        database.execute(statement, values)
    async with SqlLedger.open(f"sqlite:///{copy}", Ticking()) as ledger:
        assert (await verify(ledger, "other", START)).ok
        return await verify(ledger, "r", START)


COLUMNS = ["run", "seq", "parent", "hash", "body"]


@given(numbers, st.sampled_from(COLUMNS), st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_byte_flipped_in_the_file_is_found_in_its_record(
    whole: Path, seq: int, column: str, data: st.DataObject
) -> None:
    with closing(sqlite3.connect(whole)) as database:
        where = "WHERE run = 'r' AND seq = ?"
        query = f"SELECT CAST({column} AS BLOB), typeof({column}) FROM records {where}"  # noqa: S608
        raw, kind = database.execute(query, (seq,)).fetchone()
    at, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    new = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
    statement = f"UPDATE OR REPLACE records SET {column} = CAST(? AS {kind}) {where}"  # noqa: S608
    verdict = await after_surgery(whole, statement, new, seq)
    assert not verdict.ok
    # A record that took the place of one before it is found there.
    taken = int(re.sub(rb"\D.*", b"", new, flags=re.DOTALL) or 0) if column == "seq" else seq
    assert verdict.first_bad in (seq, taken)


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("DELETE FROM records WHERE run = 'r' AND seq = 5", 5),
        ("DELETE FROM records WHERE run = 'r' AND seq > 12", 13),
        ("DELETE FROM records WHERE run = 'r'", 1),
        ("UPDATE records SET body = replace(body, 'bo', 'ob') WHERE run = 'r'", 3),
        ("UPDATE records SET hash = x'ff' WHERE run = 'r' AND seq = 4", 4),
        ("UPDATE records SET seq = seq + 1000 WHERE run = 'r' AND seq > 6", 7),
        ("UPDATE runs SET head = 12 WHERE run = 'r'", 13),
        ("UPDATE runs SET hash = CAST(x'ff' AS TEXT) WHERE run = 'r'", LAST),
        ("UPDATE runs SET turn = 99 WHERE run = 'r'", None),
        ("UPDATE runs SET status = 'opem' WHERE run = 'r'", None),
    ],
)
async def test_surgery_on_the_file_is_found(
    whole: Path, statement: str, first_bad: int | None
) -> None:
    verdict = await after_surgery(whole, statement)
    assert (verdict.ok, verdict.first_bad) == (False, first_bad)
    assert verdict.why


class Played(MemoryLedger):
    """A ledger in which somebody acts twice while it is read."""

    acts = 2

    async def read(self, run: str, after: int = 0) -> list[Record]:
        if self.acts:
            self.acts -= 1
            tip = await self.summary(run)
            await self.append(tip, tip.head, joined(f"p{self.acts}"))
        return await super().read(run, after)


async def test_a_run_that_is_played_meanwhile_is_sound() -> None:
    ledger = Played()
    await ledger.create(summed("r", EVENTS), EVENTS)
    assert await verify(ledger, "r", START) == Verdict(True, "r", LAST + 2)
