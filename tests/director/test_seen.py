"""A click means what its player saw: never what a rewind or another hand put there meanwhile."""

import pytest
from msgspec import structs

from nightreel.core.events import Regenerated, Rewound
from nightreel.director.commands import Act, Regenerate, Rewind, WriteIn
from nightreel.director.director import Director
from tests.director.conftest import ADirector
from tests.director.games import HOST, begin


@pytest.fixture
async def director(a_director: ADirector) -> Director:
    return await a_director()


async def test_a_click_on_choices_that_were_dealt_away_takes_nothing(director: Director) -> None:
    game = await begin(director)
    seen = Act(game.name, 1, HOST, 0, take=0, hand=0)
    assert (await game.submit(Regenerate(game.name, 1, HOST))).accepted
    receipt = await game.submit(seen)
    assert (receipt.status, receipt.reason) == ("stale", "moved_on")
    assert (await game.submit(structs.replace(seen, hand=1))).accepted


async def test_a_click_from_before_a_rewind_takes_nothing_after_it(director: Director) -> None:
    game = await begin(director)
    await game.turns(2)
    await game.submit(Rewind(game.name, HOST, 1))
    for late in (
        Act(game.name, 2, HOST, 0, take=0, hand=0),
        WriteIn(game.name, 2, HOST, "listen", take=0),
        Regenerate(game.name, 2, HOST, take=0, hand=0),
    ):
        receipt = await game.submit(late)
        assert (receipt.status, receipt.reason) == ("stale", "moved_on")
    assert (await game.submit(WriteIn(game.name, 2, HOST, "listen", take=1))).accepted


async def test_other_choices_asked_for_twice_at_once_are_dealt_once(director: Director) -> None:
    game = await begin(director)
    ask = Regenerate(game.name, 1, HOST, take=0, hand=0)
    assert (await game.submit(ask)).accepted
    assert (await game.submit(ask)).status == "stale"
    assert await game.count(Regenerated) == 1


async def test_a_rewind_pressed_twice_goes_back_once(director: Director) -> None:
    game = await begin(director)
    await game.turns(3)
    press = Rewind(game.name, HOST, 1, turn=4, take=0)
    assert (await game.submit(press)).accepted
    receipt = await game.submit(press)
    assert (receipt.status, receipt.reason) == ("stale", "moved_on")
    assert await game.count(Rewound) == 1
    assert (await game.run()).turn == 3
