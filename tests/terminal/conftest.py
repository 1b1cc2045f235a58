"""The worlds, loaded once, and a game on paper."""

from collections.abc import AsyncIterator
from typing import Protocol

import pytest

from nightreel.app import open_in_memory, packs
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.surfaces.terminal.begin import Wanted, begin
from nightreel.surfaces.terminal.player import play
from nightreel.worlds.pack import Pack
from tests.terminal.screens import Move, Paper


@pytest.fixture(scope="session")
def worlds() -> dict[str, Pack]:
    return packs()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def director(worlds: dict[str, Pack], clock: HandClock) -> AsyncIterator[Director]:
    async with open_in_memory(worlds, clock) as director:
        yield director


class Played(Protocol):
    async def __call__(self, *moves: Move, clock: int | None = None, me: str = "ada") -> Paper: ...


@pytest.fixture
def played(director: Director) -> Played:
    """Play a new run by those moves, to the point where the player goes, and return the paper."""

    async def make(*moves: Move, clock: int | None = None, me: str = "ada") -> Paper:
        paper = Paper(*moves)
        wanted = Wanted("relay-nine", RunSettings(clock=clock), seed=7, name=me)
        await play(director, paper, *await begin(director, wanted))
        return paper

    return make
