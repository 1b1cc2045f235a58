"""Frames: what is filmed, what it goes by, where it is kept, and what a failure costs."""

import asyncio
from pathlib import Path

import pytest

from nightreel.core.events import Filmed
from nightreel.core.settings import RunSettings
from nightreel.core.sight import subject
from nightreel.director.commands import Join, Leave, PlayAgain, Rewind, Start, Stop
from nightreel.director.memory import MemoryExecutor
from nightreel.illustrators.null import NoPictures
from nightreel.ports.illustrator import Shot
from nightreel.ports.media import MediaFailed, address_of
from nightreel.store.media import MemoryMedia
from nightreel.store.memory import MemoryLedger
from tests.director.conftest import ADirector
from tests.director.games import (
    HOST,
    WORLD,
    Game,
    a_long_life,
    a_short_life,
    begin,
    direct,
    durable,
    still,
)
from tests.doubles import Blind, Painter, painted

FILMED = RunSettings(clock=None, pictures=True)
SOON = 0.05


class Full(MemoryMedia):
    """A disk with no room."""

    async def put(self, data: bytes) -> str:
        raise MediaFailed("no space left on device")


class Stuck(MemoryMedia):
    """A disk that does not answer."""

    async def put(self, data: bytes) -> str:
        await asyncio.Event().wait()
        return ""


async def frames(game: Game) -> list[Filmed]:
    return [e for e in await game.events() if isinstance(e, Filmed)]


def taken(turn: int) -> str:
    return address_of(painted(turn))


# --- what is filmed ------------------------------------------------------------------------------


async def test_every_scene_is_filmed_the_first_one_too(a_director: ADirector) -> None:
    painter, media = Painter(), MemoryMedia()
    game = await begin(await a_director(illustrator=painter, media=media), FILMED)
    await game.turns(3)
    assert [s.turn for s in painter.shots] == [1, 2, 3, 4]
    expected = [Filmed(turn, taken(turn), "painter", "taken") for turn in (1, 2, 3, 4)]
    assert await frames(game) == expected
    assert [await media.get(taken(turn)) for turn in (1, 2, 3, 4)] == list(
        map(painted, range(1, 5))
    )
    run = await game.sound()
    assert run.scene
    assert run.scene.frame == taken(4)
    assert painter.shots[-1].state == run.state


async def test_the_camera_is_told_what_was_done_and_how_it_went(a_director: ADirector) -> None:
    painter = Painter()
    settings = RunSettings(clock=None, pictures=True, quality="draft")
    game = await begin(await a_director(illustrator=painter), settings)
    opening = painter.shots[0]
    assert (opening.verb, opening.focus, opening.before, opening.grade) == ("", None, None, None)
    before = await game.run()
    run = await game.turn()
    assert run.outcome
    outcome, shot = run.outcome.outcome, painter.shots[1]
    assert (shot.verb, shot.grade) == (outcome.verb, outcome.grade)
    world = game.director.packs[run.world].world
    of = subject(world, run.state, outcome.verb, outcome.target, outcome.tool)
    assert (shot.focus, shot.inside) == ((of.thing, of.inside) if of else (None, False))
    assert (shot.before, shot.quality, opening.quality) == (before.state.place, "draft", "draft")


async def test_nothing_is_filmed_when_pictures_are_off(a_director: ADirector) -> None:
    painter = Painter()
    game = await begin(await a_director(illustrator=painter))
    await game.turns(2)
    assert painter.shots == []
    assert await frames(game) == []


async def test_an_illustrator_that_takes_no_pictures_leaves_no_word_in_the_ledger(
    a_director: ADirector,
) -> None:
    game = await begin(await a_director(illustrator=NoPictures()), FILMED)
    await game.turns(2)
    assert await frames(game) == []


async def test_a_run_with_pictures_is_the_run_without_them_and_frames_beside(
    a_director: ADirector,
) -> None:
    plain = await begin(await a_director())
    shown = await begin(await a_director(illustrator=Painter()), FILMED)
    for game in (plain, shown):
        await game.turns(3)
    without = [e for e in await shown.events() if not isinstance(e, Filmed)]
    assert without[1:] == (await plain.events())[1:]


# --- the first scene -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["memory", "durable"])
async def test_a_run_that_is_there_already_is_not_filmed_again(
    a_director: ADirector, kind: str, tmp_path: Path
) -> None:
    painter, ledger = Painter(), MemoryLedger()
    executor = durable(tmp_path) if kind == "durable" else MemoryExecutor
    start = Start(WORLD, HOST, FILMED, a_long_life(), key="one press")
    async with direct(illustrator=painter, ledger=ledger, executor=executor) as before:
        assert (await before.submit(start)).accepted
    director = await a_director(illustrator=painter, ledger=ledger, executor=executor)
    assert (await director.submit(start)).status == "duplicate"
    assert [s.turn for s in painter.shots] == [1]


async def test_playing_again_twice_films_one_first_scene(a_director: ADirector) -> None:
    painter = Painter()
    game = await begin(await a_director(illustrator=painter), FILMED)
    assert (await game.submit(Stop(game.name, HOST))).accepted
    presses = [await game.submit(PlayAgain(game.name, HOST)) for _ in range(2)]
    assert [p.status for p in presses] == ["accepted", "duplicate"]
    assert [s.turn for s in painter.shots] == [1, 1]


async def test_two_presses_at_once_are_one_run_with_one_first_frame(a_director: ADirector) -> None:
    director = await a_director(illustrator=Painter())
    start = Start(WORLD, HOST, FILMED, a_long_life(), key="two presses")
    pressed = await asyncio.gather(director.submit(start), director.submit(start))
    assert sorted(p.status for p in pressed) == ["accepted", "duplicate"]
    assert len(await frames(Game(director, pressed[0].run))) == 1


async def test_a_start_waits_no_longer_for_its_frame_than_a_turn_does(
    a_director: ADirector,
) -> None:
    director = await a_director(illustrator=Blind(), film_patience=SOON)
    game = await begin(director, FILMED)
    assert await frames(game) == [Filmed(1, None, "blind", "lost")]
    assert (await game.sound()).status == "open"


# --- what it goes by -----------------------------------------------------------------------------


def where(shot: Shot) -> str:
    return shot.state.place


async def test_a_shot_refers_to_frames_of_its_place_alone_nearest_first(
    a_director: ADirector,
) -> None:
    painter = Painter()
    game = await begin(await a_director(illustrator=painter), FILMED)
    await game.turns(12)
    assert len({where(s) for s in painter.shots}) > 1, "nobody went anywhere"
    for at, shot in enumerate(painter.shots):
        earlier = [taken(s.turn) for s in painter.shots[:at] if where(s) == where(shot)][::-1]
        assert set(shot.references) <= set(earlier)
        assert shot.references[:2] == tuple(earlier[:2])
        assert shot.references[-1:] == tuple(earlier[-1:])


async def test_after_a_rewind_the_undone_is_nothing_to_go_by(a_director: ADirector) -> None:
    painter = Painter()
    game = await begin(await a_director(illustrator=painter), FILMED)
    await game.turns(4)
    then = {taken(turn) for turn in (1, 2)}
    assert (await game.submit(Rewind(game.name, HOST, 3))).accepted
    run = await game.sound()
    assert run.scene
    assert run.scene.frame == taken(2)
    await game.turn()
    assert set(painter.shots[-1].references) <= then


# --- what a failure costs ------------------------------------------------------------------------


@pytest.mark.parametrize("media", [Full(), Stuck()], ids=["full", "stuck"])
@pytest.mark.parametrize("kind", ["memory", "durable"])
async def test_a_picture_that_cannot_be_kept_does_not_cost_the_turn(
    a_director: ADirector, media: MemoryMedia, kind: str, tmp_path: Path
) -> None:
    executor = durable(tmp_path) if kind == "durable" else MemoryExecutor
    director = await a_director(
        illustrator=Painter(), media=media, executor=executor, film_patience=SOON
    )
    game = await begin(director, FILMED)
    await game.turn()
    assert await frames(game) == [Filmed(turn, None, "painter", "lost") for turn in (1, 2)]
    assert (await game.sound()).turn == 2


async def test_a_turn_that_is_cut_off_stops_filming(a_director: ADirector) -> None:
    class Waiting(Blind):
        def __init__(self) -> None:
            self.begun, self.stopped = asyncio.Event(), False

        async def film(self, shot: Shot) -> None:
            if shot.turn == 1:
                return
            self.begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                self.stopped = True

    waiting = Waiting()
    async with direct(illustrator=waiting) as director:
        game = await begin(director, FILMED)
        assert (await game.act(0)).accepted
        await waiting.begun.wait()
    assert waiting.stopped


# --- the end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["stopped", "told"])
async def test_the_end_of_a_run_is_said_once(a_director: ADirector, end: str) -> None:
    over: list[str] = []
    director = await a_director(on_over=over.append)
    game = await begin(director, seed=a_short_life() if end == "told" else None)
    if end == "told":
        while (await game.run()).status == "open":
            assert over == []
            await game.act(0)
            await game.settled()
    else:
        await game.turn()
        assert (await game.submit(Stop(game.name, HOST))).accepted
    await game.submit(Join(game.name, "bo"))
    await game.submit(Leave(game.name, "bo"))
    await still(director)
    assert over == [game.name]


async def test_who_hears_of_the_end_cannot_disturb_it(a_director: ADirector) -> None:
    def breaks(run: str) -> None:
        raise RuntimeError(run)

    caught: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, it: caught.append(it["exception"]))
    game = await begin(await a_director(on_over=breaks))
    assert (await game.submit(Stop(game.name, HOST))).accepted
    assert (await game.settled()).status == "over"
    assert [type(error) for error in caught] == [RuntimeError]
