"""The proof that a run is what was written: numbers, hashes, and a fold that comes out the same.

It finds damage, and changes by somebody who did not make the hashes anew. Somebody who did, from
the change to the head, wrote another run: only a hash kept elsewhere can tell.
"""

import asyncio
from collections.abc import Sequence

import msgspec
from msgspec import Struct, structs

from nightreel.core.canonical import GENESIS, canonical, chained, digest
from nightreel.core.events import Event, Resolved, Rewound, Started
from nightreel.core.run import BrokenLedger, Run, begin, rewound, step
from nightreel.core.state import State
from nightreel.ports.errors import LedgerBroken
from nightreel.ports.ledger import Ledger, Record, Summary, summary_of


class Verdict(Struct, frozen=True):
    """What came of a check.

    Attributes:
        records: how many there are.
        first_bad: number of the first record that is wrong or missing; None when there is none,
            though the summary may still be wrong, or the database beyond reading.
        why: what is wrong, for an operator; empty when nothing is.
    """

    ok: bool
    run: str
    records: int
    first_bad: int | None = None
    why: str = ""


async def verify(ledger: Ledger, run: str, start_state: State) -> Verdict:
    """Check a run, which may be played meanwhile. Raises `RunUnknown`.

    Args:
        ledger: where the run is.
        run: its id.
        start_state: the opening state of its world.
    """
    try:
        summary = await ledger.summary(run)
        while True:
            records = await ledger.read(run)
            # The same before and after: nobody wrote in between, so the two belong together.
            before, summary = summary, await ledger.summary(run)
            if before == summary:
                break
    except LedgerBroken as error:
        return Verdict(False, run, 0, None, str(error))
    return await asyncio.to_thread(check, records, start_state, summary)


def check(records: Sequence[Record], start: State, summary: Summary | None = None) -> Verdict:
    """Check all records of a run, and that the summary, if there is one, sums them up."""
    name = summary.run if summary else ""
    run: Run | None = None
    past: list[Event] = []
    parent = GENESIS
    for number, record in enumerate(records, 1):
        try:
            _expect_link(number, parent, record)
            past.append(_decoded(record))
            run = _folded(run, past, start)
        except BrokenLedger as error:
            return Verdict(False, name, len(records), number, str(error))
        parent = record.hash
    first_bad, why = _whole(run, records, summary)
    return Verdict(not why, name, len(records), first_bad, why)


def _expect_link(number: int, parent: str, record: Record) -> None:
    if record.seq != number:
        raise BrokenLedger(f"it is missing: number {record.seq} stands in its place")
    if record.parent != parent:
        raise BrokenLedger("its parent is not the hash of the record before it")
    if record.hash != chained(parent, record.body):
        raise BrokenLedger("its hash is not that of its parent and body")


def _decoded(record: Record) -> Event:
    try:
        event = record.event
        # Spelled anew without our types: a field that they gained since is no fault of the body.
        spelled = canonical(msgspec.json.decode(record.body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenLedger(f"its body is not an event: {error}") from error
    if spelled != record.body:
        raise BrokenLedger("its body is not canonical")
    return event


def _folded(run: Run | None, past: Sequence[Event], start: State) -> Run:
    """Return the run after the last event, if its state is what the event says."""
    event = past[-1]
    try:
        now = _next(run, past, start)
    except KeyError as error:
        raise BrokenLedger(f"it names {error}, which is not in its world") from error
    if isinstance(event, Started | Resolved) and event.state != digest(now.state):
        raise BrokenLedger(f"its state is {event.state}, but comes out as {digest(now.state)}")
    return now


def _next(run: Run | None, past: Sequence[Event], start: State) -> Run:
    event = past[-1]
    if run is not None:
        return rewound(start, past) if isinstance(event, Rewound) else step(run, event)
    if isinstance(event, Started):
        return begin(start, event)
    raise BrokenLedger("a ledger begins with `started`")


def _whole(
    run: Run | None, records: Sequence[Record], summary: Summary | None
) -> tuple[int | None, str]:
    """What is wrong with the run though each of its records fits the one before it."""
    last = len(records)
    if summary and summary.head > last:
        return last + 1, f"it is missing: the head is record {summary.head}, the last one {last}"
    if run is None:
        return 1, "it is missing: there are no records"
    if summary is None:
        return None, ""
    if summary.head < last:
        return summary.head + 1, f"it stands after the head, which is record {summary.head}"
    if summary.hash != records[-1].hash:
        return last, "its hash is not the head's"
    true = structs.replace(summary_of(summary.run, run), head=summary.head, hash=summary.hash)
    lies = [f for f in true.__struct_fields__ if getattr(true, f) != getattr(summary, f)]
    return None, f"the summary is not that of its records: {', '.join(lies)}" if lies else ""
