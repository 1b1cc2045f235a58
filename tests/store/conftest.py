"""Ledgers of every kind, each seen by three clients at once. One contract holds for all of them."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from nightreel.ports.ledger import Ledger
from nightreel.store.memory import MemoryLedger
from nightreel.store.sql import SqlLedger
from tests.store.tape import Ticking

Crowd = tuple[Ledger, Ledger, Ledger]


@asynccontextmanager
async def memory(_: Path) -> AsyncGenerator[Crowd]:
    ledger = MemoryLedger()
    yield ledger, ledger, ledger


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncGenerator[Crowd]:
    url = f"sqlite:///{folder}/runs.db"
    async with AsyncExitStack() as stack:
        # As from three processes: they share nothing but the file.
        one, two, three = [
            await stack.enter_async_context(SqlLedger.open(url, Ticking())) for _ in range(3)
        ]
        yield one, two, three


@pytest.fixture(params=[memory, sqlite], ids=lambda kind: kind.__name__)
async def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Crowd]:
    kind: Callable[[Path], AbstractAsyncContextManager[Crowd]] = request.param
    async with kind(tmp_path) as ledgers:
        yield ledgers


@pytest.fixture
def ledger(crowd: Crowd) -> Ledger:
    return crowd[0]
