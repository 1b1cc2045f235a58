"""What only a ledger in a database can do, or suffer."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import AbstractAsyncContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from blockbuster import blockbuster_ctx
from sqlalchemy import Connection

import nightreel
from nightreel.ports.errors import LedgerBroken, LedgerBusy, LedgerConflict
from nightreel.ports.ledger import Record
from nightreel.store import database, statements
from nightreel.store.sql import SqlLedger
from nightreel.store.verify import check
from tests.store.tape import START, Ticking, joined, opening, story, summed

ROOT = Path(nightreel.__file__).parents[1]
slow = pytest.mark.slow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "100 % ours.db"


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def opened(file: Path, patience: float = 5.0) -> AbstractAsyncContextManager[SqlLedger]:
    return SqlLedger.open(url(file), Ticking(), patience=patience)


@contextmanager
def other_process(file: Path, *args: object) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.store.other_process", url(file), *map(str, args)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:  # noqa: S603
        try:
            assert said(process) == "ready"
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


async def test_a_run_is_there_when_the_ledger_is_opened_again(file: Path) -> None:
    async with opened(file) as ledger:
        written = await ledger.create(summed("r", story()), story())
    async with opened(file) as ledger:
        assert await ledger.read("r") == written
        assert (await ledger.summary("r")).head == len(story())


@slow
async def test_a_process_killed_at_any_instant_loses_nothing_it_acknowledged(file: Path) -> None:
    before = 0
    for acknowledged in (1, 2, 9, 40):
        with other_process(file, "r") as process:
            go(process)
            assert said(process) == "open"
            heads = [int(said(process)) for _ in range(acknowledged)]
            process.kill()
            # Read to the end: `communicate` would pass over lines that are buffered already.
            while line := said(process):
                heads.append(int(line))
        async with opened(file) as ledger:
            records, summary = await ledger.read("r"), await ledger.summary("r")
        # The last append may have been done before there was time to say so.
        assert len(records) - heads[-1] in (0, 3)
        assert heads[0] - before in (3, 5)
        assert check(records, START, summary).ok
        before = len(records)


@slow
async def test_processes_that_open_a_new_file_together_all_succeed(file: Path) -> None:
    with (
        other_process(file, "r", 5) as one,
        other_process(file, "r", 5) as two,
        other_process(file, "r", 5) as three,
    ):
        for process in (one, two, three):
            go(process)
        for process in (one, two, three):
            process.communicate()
            assert process.returncode == 0
    async with opened(file) as ledger:
        records = await ledger.read("r")
        assert len(records) == 2 + 3 * 5 * 3
        assert check(records, START, await ledger.summary("r")).ok


class Contended(sqlite3.Connection):
    """A connection that is refused twice, as when another asks at the same time."""

    refusals = 2

    def execute(self, *args: Any) -> sqlite3.Cursor:
        if self.refusals:
            self.refusals -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return super().execute(*args)


def test_a_connection_that_is_refused_the_journal_asks_again(file: Path) -> None:
    with closing(sqlite3.connect(file, factory=Contended)) as connection:
        database._use_wal(connection, patience=5.0)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with (
        closing(sqlite3.connect(file, factory=Contended)) as connection,
        pytest.raises(sqlite3.OperationalError),
    ):
        database._use_wal(connection, patience=0.0)


async def test_ledgers_opened_together_on_a_new_file_are_one(file: Path) -> None:
    async with opened(file) as one, opened(file) as two:
        await one.create(summed("r", opening()), opening())
        assert len(await two.read("r")) == 2
    for number in range(5):
        fresh = file.with_name(f"{number}.db")
        async with asyncio.TaskGroup() as group:
            for _ in range(4):
                group.create_task(_open_and_close(fresh))


async def _open_and_close(file: Path) -> None:
    async with opened(file) as ledger:
        assert await ledger.runs() == []


def _overwrite(file: Path, start: int) -> None:
    kept = file.read_bytes()[:start] if start else b""
    file.write_bytes(kept + b"There once was a database in this file.\n" * 5000)


async def test_a_file_that_is_no_database_is_named_broken(file: Path) -> None:
    _overwrite(file, 0)
    with pytest.raises(LedgerBroken, match="file is not a database"):
        async with opened(file):
            pass


async def test_a_file_damaged_in_the_middle_is_named_broken(file: Path) -> None:
    async with opened(file) as ledger:
        for number in range(40):
            await ledger.create(summed(f"r{number}", story()), story())
    _overwrite(file, 4096)
    with pytest.raises(LedgerBroken, match="malformed"):
        async with opened(file) as ledger:
            await ledger.read("r7")


async def test_a_ledger_whose_tables_are_gone_is_named_broken(file: Path) -> None:
    async with opened(file) as ledger:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("DROP TABLE records")
        with pytest.raises(LedgerBroken, match="no such table"):
            await ledger.create(summed("r", opening()), opening())
        # The run was not begun by halves.
        assert await ledger.runs() == []


async def test_records_beyond_the_head_are_named_broken(file: Path) -> None:
    async with opened(file) as ledger:
        run = summed("r", opening())
        await ledger.create(run, opening())
        await ledger.append(run, 2, joined("bo"))
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("UPDATE runs SET head = 2")
        with pytest.raises(LedgerBroken, match="UNIQUE"):
            await ledger.append(run, 2, joined("cy"))
        assert (await ledger.summary("r")).head == 2


async def test_a_file_that_others_keep_locked_is_busy_until_they_are_done(file: Path) -> None:
    async with opened(file, patience=0.02) as ledger:
        run = summed("r", opening())
        await ledger.create(run, opening())
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LedgerBusy, match="locked"):
                await ledger.append(run, 2, joined("bo"))
            # Reading needs no lock, and neither does opening.
            assert len(await ledger.read("r")) == 2
            async with opened(file, patience=0.02) as late:
                assert len(await late.read("r")) == 2
        assert len(await ledger.append(run, 2, joined("bo"))) == 1


async def test_a_full_disk_is_busy_and_costs_nothing_that_is_there(file: Path) -> None:
    async with opened(file) as ledger:
        run = summed("r", opening())
        await ledger.create(run, opening())
        # Every connection that writes is the same one: there is one writer.
        await ledger._database.write(lambda db: db.exec_driver_sql("PRAGMA max_page_count = 1"))
        with pytest.raises(LedgerBusy, match="full"):
            await ledger.append(run, 2, joined(*(f"{n:0100}" for n in range(500))))
        assert (await ledger.summary("r")).head == len(await ledger.read("r")) == 2


async def test_an_error_does_not_quote_what_was_written(file: Path) -> None:
    async with opened(file) as ledger:
        await ledger._database.write(lambda db: db.exec_driver_sql("DROP TABLE records"))
        with pytest.raises(LedgerBroken) as caught:
            await ledger.create(summed("my secret", opening()), opening())
        assert "secret" not in f"{caught.value} {caught.value.__cause__}"


async def test_a_closed_ledger_leaves_no_thread_and_no_file_but_its_own(file: Path) -> None:
    before = set(threading.enumerate())
    async with opened(file) as ledger:
        await ledger.create(summed("r", opening()), opening())
        assert len(await ledger.read("r")) == 2
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
    assert set(threading.enumerate()) <= before
    assert list(file.parent.iterdir()) == [file]


async def test_what_was_begun_is_finished_before_the_ledger_closes(file: Path) -> None:
    run = summed("r", opening())
    begun, go_on = threading.Event(), threading.Event()
    appended: list[Record] = []

    def append(db: Connection) -> None:
        begun.set()
        assert go_on.wait(5)
        appended.extend(statements.append(db, run, 2, joined("bo"), 0))

    async with opened(file) as ledger:
        await ledger.create(run, opening())
        async with asyncio.TaskGroup() as group:
            appending = group.create_task(ledger._database.write(append))
            await asyncio.to_thread(begun.wait, 5)
            appending.cancel()
        asyncio.get_running_loop().call_soon(go_on.set)
    assert [record.seq for record in appended] == [3]
    async with opened(file) as ledger:
        assert await ledger.read("r", 2) == appended


async def test_nothing_blocks_the_event_loop(file: Path) -> None:
    with blockbuster_ctx():
        async with opened(file) as ledger:
            run = summed("r", opening())
            await ledger.create(run, opening())
            await ledger.append(run, 2, joined("bo"))
            with pytest.raises(LedgerConflict):
                await ledger.append(run, 2, joined("cy"))
            await ledger.read("r")
            await ledger.runs("open")


async def test_a_database_in_memory_is_refused(file: Path) -> None:
    for nowhere in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(ValueError, match="MemoryLedger"):
            async with SqlLedger.open(nowhere, Ticking()):
                pass
