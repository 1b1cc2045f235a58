"""The durable executor: turns as DBOS workflows in one SQLite file that processes may share.

Each open executor holds `<db>.live/<its id>.lock`. Whoever can take that lock knows that its
process is dead, and
continues its turns at the step they were in; a live one's turns are never touched. All turns run
on the loop that opened
the executor. An idle executor does nothing: DBOS's once-a-second loops are ended, for we use none
of what they serve.

DBOS is one instance a process, so one of these can be open at a time. Written against DBOS 3.4;
each use of a name that
DBOS keeps private is marked PRIVATE.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, PortableWorkflowError, SetWorkflowID
from dbos._core import execute_dequeued_workflow  # PRIVATE
from filelock import FileLock, Timeout
from sqlalchemy import event as sa_event

from nightreel.director.pipeline import Step
from nightreel.ports.errors import NightreelError

Resolve = Callable[[str, Step], Awaitable[str]]

POLL = 0.05
"""Seconds between looks for a result that another process is producing. Only while somebody waits
for it."""
WATCH = 0.5
"""Seconds between looks, in that time, at whether the other process has died."""


FORGOTTEN = "forgotten"
"""What a turn returned whose record is gone: whatever it was, the ledger has it."""


class TurnFailed(NightreelError):
    """The operator must act: a turn could not be resolved, and the reason is recorded with it."""


class DurableExecutor:
    """Executes each turn once, ever, whatever dies meanwhile."""

    def __init__(self, url: str, resolve: Resolve, *, version: str = "1") -> None:
        database = sa.make_url(url).database
        if not url.startswith("sqlite") or not database or database == ":memory:":
            raise ValueError(f"a SQLite file is needed, not {url!r}")
        self.id = uuid.uuid4().hex
        self._url, self._resolve, self._version = url, resolve, version
        self._live = Path(f"{Path(database).resolve()}.live")
        self._here: set[str] = set()
        self._recovery: asyncio.Task[None] | None = None
        self._drives: dict[str, asyncio.Task[str]] = {}
        self._stack = AsyncExitStack()
        self._dbos: Any = None
        self._turn: Any = None

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await asyncio.to_thread(self._be_present, stack)
            engine = self._engine(stack)
            self._quiet(stack)
            self._dbos = DBOS(config=self._config(engine))
            if DBOS.executor_id != self.id:  # DBOS() gives back an instance that is there already
                raise TurnFailed("another executor is open in this process")
            stack.push_async_callback(self._shut_down, asyncio.get_running_loop())
            self._turn = DBOS.workflow(name="turn")(self._workflow())
            DBOS.launch()  # on our loop, so recovered turns run on it too
            self._end_idle_loops()
            await self.recover()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def execute(self, key: str) -> str:
        """Run the turn once and return what it returned. Cancelling the caller does not stop it.

        Raises:
            TurnFailed: the pipeline raised; it will not be run again under this key.
        """
        drive = self._drives.get(key)
        if drive is None:
            drive = asyncio.get_running_loop().create_task(self._drive(key))
            self._drives[key] = drive
            drive.add_done_callback(lambda task: self._driven(key, task))
        return await asyncio.shield(drive)

    async def forget(self, run: str) -> None:
        """Delete the records of a run that is over: its ledger says all that they said."""
        done = await DBOS.list_workflows_async(
            workflow_id_prefix=f"{run}/",
            status=["SUCCESS", "ERROR"],
            load_input=False,
            load_output=False,
        )
        # This turn's own record is still being written when it asks; it goes with the next run's.
        await DBOS.delete_workflows_async([w.workflow_id for w in done])

    async def recover(self) -> None:
        """Continue here the turns of executors that are dead. Safe at any time."""
        if self._recovery is None or self._recovery.done():
            self._recovery = asyncio.get_running_loop().create_task(
                asyncio.to_thread(self._recover)
            )
        await asyncio.shield(self._recovery)

    # --- a turn

    def _workflow(self) -> Callable[[str], Awaitable[str]]:
        async def turn(key: str) -> str:
            self._here.add(key)
            try:
                return await self._resolve(key, _step)
            finally:
                self._here.discard(key)

        return turn

    async def _drive(self, key: str) -> str:
        with SetWorkflowID(key):
            handle = await DBOS.start_workflow_async(self._turn, key)
        result = asyncio.ensure_future(handle.get_result(polling_interval_sec=POLL))
        try:
            while not result.done():
                await asyncio.wait({result}, timeout=None if key in self._here else WATCH)
                if not result.done() and key not in self._here:
                    await self.recover()
                    if await DBOS.get_workflow_status_async(key) is None:
                        return FORGOTTEN  # its run is over elsewhere, and its record was deleted
            return result.result()
        except NightreelError:
            raise
        except Exception as error:
            raise TurnFailed(f"{key}: {type(error).__name__}: {error}") from error
        finally:
            result.cancel()

    def _driven(self, key: str, task: "asyncio.Task[str]") -> None:
        self._drives.pop(key, None)
        if not task.cancelled():
            task.exception()  # every caller may have gone: take it, or asyncio complains

    # --- opening and closing

    def _lock(self, executor_id: str) -> FileLock:
        path = self._live / f"{executor_id}.lock"
        return FileLock(path, timeout=0, thread_local=False, fallback_to_soft=False)

    def _be_present(self, stack: AsyncExitStack) -> None:
        self._live.mkdir(parents=True, exist_ok=True)
        presence = stack.enter_context(self._lock(self.id).acquire(timeout=10))
        stack.callback(Path(presence.lock_file).unlink, missing_ok=True)

    def _engine(self, stack: AsyncExitStack) -> sa.Engine:
        engine = sa.create_engine(self._url, pool_size=4, max_overflow=0)
        stack.callback(engine.dispose)
        sa_event.listen(engine, "connect", _configure)
        opening = FileLock(self._live / "opening", timeout=30, thread_local=False)
        with opening, engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        return engine

    @staticmethod
    def _quiet(stack: AsyncExitStack) -> None:
        logger, quiet = logging.getLogger("dbos"), logging.NullHandler()
        logger.addHandler(quiet)  # or DBOS adds one that writes to stderr, for good
        stack.callback(logger.removeHandler, quiet)

    def _config(self, engine: sa.Engine) -> DBOSConfig:
        return {
            "name": "nightreel-turns",
            "application_version": self._version,
            "executor_id": self.id,
            "system_database_url": self._url,
            "system_database_engine": engine,
            "serializer": DBOSPortableJSONSerializer(),
            "max_executor_threads": 4,
            "notification_listener_polling_interval_sec": 0.001,
            "log_level": "CRITICAL",
        }

    def _end_idle_loops(self) -> None:
        """End the loops for queues, schedules, timeouts and notifications, which poll once a
        second. PRIVATE.
        """
        stops = [*self._dbos.background_thread_stop_events, self._dbos._background_jobs_stop_event]
        for stop in stops:
            stop.set()
        self._dbos._sys_db._run_background_processes = False

    async def _shut_down(self, loop: asyncio.AbstractEventLoop) -> None:
        await _cancel(self._drives.values())
        if self._recovery is not None:  # its thread needs our loop to start what it has claimed
            await asyncio.wait({self._recovery})
        await _cancel(self._dbos._workflow_tasks)  # PRIVATE
        threads = self._dbos._executor_field  # PRIVATE
        DBOS.destroy(destroy_registry=True)
        if threads is not None:
            threads.shutdown(wait=True)  # a cancelled task may have left a write under way
        loop.set_default_executor(ThreadPoolExecutor())  # DBOS had put its own, now dead, there

    def _recover(self) -> None:
        pending = DBOS.list_workflows(
            status="PENDING", app_version=self._version, load_input=False, load_output=False
        )
        owners = {w.executor_id for w in pending if w.executor_id}
        owners |= {lock.stem for lock in self._live.glob("*.lock")}
        for executor_id in owners - {self.id}:
            with suppress(Timeout), self._lock(executor_id) as lock:
                DBOS._recover_pending_workflows(  # pyright: ignore[reportPrivateUsage]
                    [executor_id]
                )  # PRIVATE: pending becomes enqueued
                Path(lock.lock_file).unlink(missing_ok=True)
        self._claim()

    def _claim(self) -> None:
        """What DBOS's queue thread does once a second: claim what is enqueued, run it on our loop.
        PRIVATE.
        """
        token, system = uuid.uuid4().hex, self._dbos._sys_db
        queue = self._dbos._registry.get_internal_queue()
        claimed, _ = system.start_queued_workflows(
            queue, self.id, self._version, None, owner_xid=token
        )
        for status in system.get_workflow_statuses(claimed):
            with suppress(Exception):  # one that cannot run is recorded as failed
                execute_dequeued_workflow(self._dbos, status, token)


class StepFailed(NightreelError):
    """The director must act: a step raised. Recorded; a replay raises it again."""


async def _step(name: str, work: Callable[[], Awaitable[str]], /) -> str:
    async def recorded() -> str:
        try:
            return await work()
        except Exception as error:
            raise StepFailed(f"{type(error).__name__}: {error}") from error

    try:
        return await DBOS.run_step_async({"name": name}, recorded)
    except PortableWorkflowError as error:  # what DBOS makes of a recorded failure
        raise StepFailed(error.message) from None


def _configure(connection: Any, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"  # as DBOS sets it on engines of its own
    # WAL with NORMAL loses nothing when a process is killed; only a power cut may take the last
    # moments.
    for pragma in ("busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


async def _cancel(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    waiting = list(tasks)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
