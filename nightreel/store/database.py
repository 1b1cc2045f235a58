"""A database reached from an event loop: its connections, its threads, and what its errors mean.

It knows nothing of ledgers. Every piece of work is one transaction on a thread that the database
owns, so no call waits for a disk, a lock or a network on the event loop.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from time import monotonic, sleep
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from nightreel.ports.errors import LedgerBroken, LedgerBusy
from nightreel.store import migrations

P = ParamSpec("P")
T = TypeVar("T")

_READERS = 2
_WRITERS = 4
# What passes by itself, or once there is room again. Everything else that SQLite says about a file
# (corrupt, not a database, read-only, can't be opened) waits for an operator.
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_FULL,
    }
)


class Database:
    """Threads and connections for one database.

    `read` and `write` raise `LedgerBusy` when it could not be done now (nothing was written), and
    `LedgerBroken` when the database is damaged or out of reach, besides what the work raises.
    """

    def __init__(self, engine: Engine) -> None:
        # SQLite has one writer at a time. Ours queue for one thread, in order and asleep; left to
        # SQLite they would poll for its lock, and the unlucky would starve.
        writers = 1 if engine.dialect.name == "sqlite" else _WRITERS
        self._engine = engine
        self._writers = ThreadPoolExecutor(writers, "nightreel-write")
        self._readers = ThreadPoolExecutor(_READERS, "nightreel-read")

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, patience: float) -> AsyncGenerator[Self]:
        """Open the database with its tables up to date, whoever else is doing so. Close it after.

        What was begun by then is finished first.
        """
        database = cls(await _aside(partial(_prepared, url, patience)))
        try:
            yield database
        finally:
            await _aside(database._let_go)

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what the work returns. On SQLite all of it sees one moment of the database."""
        job = partial(_transact, self._engine, work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._readers, job)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what the work returns, committed. Work that raises leaves no trace.

        Cancelled, it may still be done: a thread can't be called back.
        """
        job = partial(_transact, _exclusive(self._engine), work, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._writers, job)

    def _let_go(self) -> None:
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()


async def _aside(job: Callable[[], T]) -> T:
    """Return what the job returns, done on a thread that ends with it."""
    executor = ThreadPoolExecutor(1, "nightreel-aside")
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, job)
    finally:
        # To wait for the thread, which has nothing left to do, would block the loop.
        executor.shutdown(wait=False)


def _prepared(url: str, patience: float) -> Engine:
    engine = _engine(_address(url), patience)
    try:
        if not _transact(engine, migrations.at_head):
            _transact(_exclusive(engine), migrations.upgrade)
    finally:
        # Nobody would close these connections, should the opening be cancelled. New ones are cheap.
        engine.dispose()
    return engine


def _exclusive(engine: Engine) -> Engine:
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def _transact(
    engine: Engine,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    try:
        with engine.begin() as connection:
            return work(connection, *args, **kwargs)
    except DBAPIError as error:
        raise _meaning(error) from error


def _meaning(error: DBAPIError) -> LedgerBusy | LedgerBroken:
    """Our name for a database's error, in the driver's words: SQLAlchemy's quote the statement."""
    if isinstance(error.orig, sqlite3.Error):
        # Errors of the module itself have no code. The low byte is the code without its details.
        passing = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _PASSING
    else:
        passing = isinstance(error, OperationalError)
    return LedgerBusy(str(error.orig)) if passing else LedgerBroken(str(error.orig))


def _address(url: str) -> URL:
    address = make_url(url)
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        raise ValueError(
            "an SQLite ledger needs a file; MemoryLedger is the one that keeps nothing"
        )
    return address


def _engine(address: URL, patience: float) -> Engine:
    # Parameters are players' words: they have no place in a traceback.
    engine = create_engine(address, pool_size=_READERS + _WRITERS, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_set_up_sqlite, patience))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(patience: float, connection: sqlite3.Connection, _: object) -> None:
    # The driver would begin transactions when it sees fit, and deferred ones: `_begin_sqlite` does.
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions (2026-07)
    connection.isolation_level = None
    # A damaged text must reach `verify` to be named, not fail to be read.
    connection.text_factory = partial(str, encoding="utf-8", errors="backslashreplace")
    connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is erased is gone from the file too, whatever the library was built with.
    connection.execute("PRAGMA secure_delete = ON")
    # A killed process loses nothing with NORMAL either, but a power cut would take the last commits
    # back. The director's durable steps live in another file: one that remembers a turn which this
    # file forgot would leave the run stuck. FULL costs an fsync a commit, 0.5 to 1 ms on an SSD.
    connection.execute("PRAGMA synchronous = FULL")
    _use_wal(connection, patience)


def _use_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Let readers and the writer work side by side. The file remembers it."""
    deadline = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # Of two that ask at once, on a new file, SQLite refuses one without waiting.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # Writers take the lock at once. One that read first and wrote then would be refused with
    # "database is locked", however patient, when somebody else wrote in between.
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
