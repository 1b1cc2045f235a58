"""Factories: `await a_director(...)` and `await a_run(...)`, closed when the test is over."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Protocol

import pytest

from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.director.executor import MakeExecutor
from nightreel.director.memory import MemoryExecutor
from nightreel.ports.clock import Clock
from nightreel.ports.illustrator import Illustrator
from nightreel.ports.ledger import Ledger
from nightreel.ports.media import Media
from nightreel.ports.narrator import Narrator
from tests.director.games import QUIET, Game, begin, direct


class ADirector(Protocol):
    async def __call__(
        self,
        *,
        ledger: Ledger | None = None,
        narrator: Narrator | None = None,
        understudy: Narrator | None = None,
        illustrator: Illustrator | None = None,
        media: Media | None = None,
        clock: Clock | None = None,
        executor: MakeExecutor = MemoryExecutor,
        tell_patience: float = 30.0,
        film_patience: float = 30.0,
        on_over: Callable[[str], object] | None = None,
    ) -> Director: ...


class ARun(Protocol):
    async def __call__(
        self,
        director: Director | None = None,
        settings: RunSettings = QUIET,
        *,
        seed: int | None = None,
    ) -> Game: ...


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def a_director(stack: AsyncExitStack) -> ADirector:
    async def make(
        *,
        ledger: Ledger | None = None,
        narrator: Narrator | None = None,
        understudy: Narrator | None = None,
        illustrator: Illustrator | None = None,
        media: Media | None = None,
        clock: Clock | None = None,
        executor: MakeExecutor = MemoryExecutor,
        tell_patience: float = 30.0,
        film_patience: float = 30.0,
        on_over: Callable[[str], object] | None = None,
    ) -> Director:
        director = direct(
            ledger=ledger,
            narrator=narrator,
            understudy=understudy,
            illustrator=illustrator,
            media=media,
            clock=clock,
            executor=executor,
            tell_patience=tell_patience,
            film_patience=film_patience,
            on_over=on_over,
        )
        return await stack.enter_async_context(director)

    return make


@pytest.fixture
def a_run(a_director: ADirector) -> ARun:
    async def make(
        director: Director | None = None, settings: RunSettings = QUIET, *, seed: int | None = None
    ) -> Game:
        return await begin(director or await a_director(), settings, seed=seed)

    return make


@pytest.fixture
def clock() -> HandClock:
    return HandClock()
