"""What the game itself does to a run, and how long words of one's own have to rest."""

import pytest

from nightreel.core.settings import Crew, RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Change, Pause, Resume, Rewind, Stop
from nightreel.director.director import Director
from nightreel.director.judging import COOLDOWN_LIMIT, GAME
from tests.director.conftest import ADirector
from tests.director.games import HOST, begin


@pytest.fixture
async def director(a_director: ADirector, clock: HandClock) -> Director:
    return await a_director(clock=clock)


@pytest.mark.parametrize("crew", ["open", "host", "vote", "rotation"])
async def test_the_game_pauses_any_run_and_lets_it_go_on(
    director: Director, clock: HandClock, crew: Crew
) -> None:
    game = await begin(director, RunSettings(clock=60, crew=crew))
    await game.turn()
    assert (await director.submit(Pause(game.name, GAME))).accepted
    clock.advance(600_000)
    run = await game.settled()
    assert run.paused
    assert run.turn == 2
    assert (await director.submit(Resume(game.name, GAME))).accepted
    run = await game.sound()
    assert run.deadline == clock.now() + 60_000


async def test_the_game_stops_a_run_for_those_whose_place_it_is(director: Director) -> None:
    game = await begin(director, RunSettings(clock=None, crew="host"))
    assert not (await director.submit(Stop(game.name, "bo"))).accepted
    assert (await director.submit(Stop(game.name, GAME))).accepted
    assert (await game.sound()).status == "over"


async def test_the_game_itself_never_plays(director: Director) -> None:
    game = await begin(director, RunSettings(clock=None))
    await game.turn()
    await director.submit(Pause(game.name, GAME))
    await director.submit(Resume(game.name, GAME))
    assert (await game.sound()).players == (HOST,)


async def test_words_of_ones_own_rest_for_as_long_as_the_run_says(director: Director) -> None:
    game = await begin(director, RunSettings(clock=None, cooldown=2))
    assert (await game.write("listen")).accepted
    await game.settled()
    for _ in range(2):
        refused = await game.write("listen")
        assert (refused.status, refused.reason) == ("refused", "cooling")
        assert refused.player_text
        await game.turn()
    assert (await game.write("listen")).accepted
    await game.settled()
    await game.sound()


async def test_a_rewind_gives_back_the_words_that_it_undoes(director: Director) -> None:
    game = await begin(director, RunSettings(clock=None, cooldown=5))
    assert (await game.write("listen")).accepted
    await game.settled()
    assert (await director.submit(Rewind(game.name, HOST))).accepted
    assert (await game.write("listen")).accepted
    await game.settled()
    await game.sound()


@pytest.mark.parametrize("cooldown", [-1, COOLDOWN_LIMIT + 1])
async def test_a_rest_that_makes_no_sense_is_refused(director: Director, cooldown: int) -> None:
    game = await begin(director, RunSettings(clock=None))
    changed = RunSettings(clock=None, cooldown=cooldown)
    assert (await director.submit(Change(game.name, HOST, changed))).reason == "bad_settings"
