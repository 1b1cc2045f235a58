"""What the SQL ledger says to a database, one transaction a function. Plain SQL for any dialect."""

from collections.abc import Sequence

import msgspec
from msgspec import structs
from sqlalchemy import (
    Connection,
    LargeBinary,
    bindparam,
    cast,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from nightreel.core.canonical import GENESIS
from nightreel.core.events import Event
from nightreel.core.run import Status
from nightreel.ports.errors import LedgerBroken, LedgerConflict, RunExists, RunUnknown
from nightreel.ports.ledger import Record, Summary, chain
from nightreel.store import schema

_runs, _records = schema.runs.c, schema.records.c
_others = schema.runs.alias()

_TOUCH = select(func.coalesce(func.max(_others.c.touched), 0) + 1).scalar_subquery()
_BEGIN = insert(schema.runs).values(touched=_TOUCH)
_WRITE = insert(schema.records)
_TIP = select(_runs.head, _runs.hash).where(_runs.run == bindparam("of"))
_SWAP = (
    update(schema.runs)
    .where(_runs.run == bindparam("of"), _runs.head == bindparam("after"))
    .values(touched=_TOUCH)
)
_READ = (
    # The cast is for SQLite, which keeps whatever type it is given: a body that somebody edited by
    # hand comes back as text, and has to reach `verify` to be named.
    select(_records.seq, _records.parent, _records.hash, cast(_records.body, LargeBinary))
    .where(_records.run == bindparam("of"), _records.seq > bindparam("after"))
    .order_by(_records.seq)
)
_FIELDS = Summary.__struct_fields__
_SUMMARY = select(*(_runs[name] for name in _FIELDS))
_ONE = _SUMMARY.where(_runs.run == bindparam("of"))
_LATEST = _SUMMARY.order_by(_runs.touched.desc(), _runs.run).limit(bindparam("limit"))
_OF_STATUS = _runs.status == bindparam("which")
_OF_HOSTS = _runs.host.in_(bindparam("hosts", expanding=True))


def create(db: Connection, summary: Summary, events: Sequence[Event], now: int) -> list[Record]:
    """Begin a run. Raises `RunExists`."""
    records = chain(GENESIS, 0, events)
    row = _row(summary, records, now)
    try:
        db.execute(_BEGIN, {"head": 0, "hash": GENESIS, "created_at": now, **row})
    except IntegrityError as error:
        raise RunExists(f"run {summary.run} is already there") from error
    _write(db, summary.run, records)
    return records


def append(
    db: Connection, summary: Summary, after: int, events: Sequence[Event], now: int
) -> list[Record]:
    """Append events if the head is still number `after`. Raises `LedgerConflict`, `RunUnknown`.

    The invariant of the store is held here: whoever moves `runs.head` on from `after`, and nobody
    else, writes the records that follow it, in the same transaction. Records are never changed, so
    a number names one hash for ever, and the hash read here is the right parent if the swap finds
    the head still at `after`. On SQLite nobody comes between the read and the swap (BEGIN
    IMMEDIATE); on a database with several writers the loser waits for the row, then matches none.
    """
    tip = db.execute(_TIP, {"of": summary.run}).one_or_none()
    if tip is None:
        raise RunUnknown(f"there is no run {summary.run}")
    if tip.head != after:
        raise LedgerConflict(f"run {summary.run}: the head is {tip.head}, not {after}")
    records = chain(tip.hash, after, events)
    row = _row(summary, records, now)
    swap = db.execute(_SWAP, {"of": summary.run, "after": after, **row})
    if swap.rowcount != 1:
        raise LedgerConflict(f"run {summary.run}: the head is not {after} any more")
    _write(db, summary.run, records)
    return records


def read(db: Connection, run: str, after: int) -> list[Record]:
    """Return the records with a higher number than `after`. Raises `RunUnknown`."""
    rows = db.execute(_READ, {"of": run, "after": after}).all()
    if not rows and db.execute(_TIP, {"of": run}).one_or_none() is None:
        raise RunUnknown(f"there is no run {run}")
    return [Record(*row) for row in rows]


def summary(db: Connection, run: str) -> Summary:
    """Return the run's summary. Raises `RunUnknown`."""
    row = db.execute(_ONE, {"of": run}).one_or_none()
    if row is None:
        raise RunUnknown(f"there is no run {run}")
    return _summary(row)


def latest(
    db: Connection, status: Status | None, limit: int, hosts: Sequence[str]
) -> list[Summary]:
    """Return summaries, the latest touched first; of these hosts alone, if any are named."""
    statement, asked = _LATEST, dict[str, object](limit=limit)
    if status is not None:
        statement, asked = statement.where(_OF_STATUS), {**asked, "which": status}
    if hosts:
        statement, asked = statement.where(_OF_HOSTS), {**asked, "hosts": list(hosts)}
    return [_summary(row) for row in db.execute(statement, asked)]


def _row(summary: Summary, records: list[Record], now: int) -> dict[str, object]:
    """The row of `runs` after these records. Without records head and hash stay what they are."""
    row: dict[str, object] = {**structs.asdict(summary), "updated_at": now}
    del row["head"], row["hash"]
    if records:
        row |= {"head": records[-1].seq, "hash": records[-1].hash}
    return row


def _write(db: Connection, run: str, records: list[Record]) -> None:
    # An insert of no rows is, to SQLAlchemy, an insert of one row of defaults.
    if records:
        db.execute(_WRITE, [{"run": run, **structs.asdict(record)} for record in records])


def _summary(row: Sequence[object]) -> Summary:
    try:
        return msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Summary)
    except msgspec.ValidationError as error:
        raise LedgerBroken(f"run {row[0]}: {error}") from error
