"""The camera as an illustrator: beside the event loop, and given up when nobody waits."""

import asyncio
from collections.abc import Callable
from threading import Event

import pytest
from blockbuster import blockbuster_ctx
from msgspec import structs

from nightreel.illustrators.camera import Camera
from nightreel.illustrators.camera.camera import Cancelled, Study
from nightreel.illustrators.camera.shots import Take
from nightreel.ports.errors import ProviderError
from nightreel.ports.illustrator import Shot
from tests.illustrators.filming import SMALL, WORLD, order, relay, there

SOON = 30.0


def a_shot(turn: int = 1) -> Shot:
    return order(there("quiet_room"), turn=turn)


def packs():
    return {WORLD: relay()}


class Stopped(Camera):
    """A camera that waits at the beginning of turn 1 until it is told to go on, and remembers which
    turns it gave up and which it finished.
    """

    def __init__(self) -> None:
        super().__init__(packs(), size=SMALL)
        self.begun, self.go_on = Event(), Event()
        self.given_up = list[int]()
        self.finished = list[int]()

    def study(
        self,
        shot: Shot,
        check: Callable[[], None] = lambda: None,
        mark: str | None = None,
        take: Take | None = None,
    ) -> Study:
        if shot.turn == 1:
            self.begun.set()
            assert self.go_on.wait(SOON)
        try:
            study = super().study(shot, check, mark, take)
        except Cancelled:
            self.given_up.append(shot.turn)
            raise
        self.finished.append(shot.turn)
        return study


async def test_a_frame_is_a_jpeg_by_the_camera() -> None:
    async with Camera(packs(), size=SMALL) as camera:
        picture = await camera.film(a_shot())
    assert picture.data.startswith(b"\xff\xd8")
    assert (picture.kind, picture.by, picture.rung) == ("image/jpeg", "camera", "taken")


async def test_a_film_that_nobody_waits_for_stops_early_and_the_next_one_is_taken() -> None:
    async with Stopped() as camera:
        first = asyncio.ensure_future(camera.film(a_shot(1)))
        await asyncio.to_thread(camera.begun.wait, SOON)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        camera.go_on.set()
        assert (await camera.film(a_shot(2))).data
    assert camera.given_up == [1]
    assert camera.finished == [2]


async def test_a_film_that_had_not_begun_is_never_begun() -> None:
    async with Stopped() as camera:
        first = asyncio.ensure_future(camera.film(a_shot(1)))
        await asyncio.to_thread(camera.begun.wait, SOON)
        second = asyncio.ensure_future(camera.film(a_shot(2)))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        camera.go_on.set()
        await first
        await camera.film(a_shot(3))
    assert camera.given_up == []
    assert camera.finished == [1, 3]


async def test_frames_asked_for_at_once_are_each_their_own() -> None:
    async with Camera(packs(), size=SMALL) as camera:
        apart = [(await camera.film(a_shot(turn))).data for turn in (1, 2, 3)]
        together = await asyncio.gather(*(camera.film(a_shot(turn)) for turn in (1, 2, 3)))
    assert [p.data for p in together] == apart
    assert len(set(apart)) == 3


async def test_a_closed_camera_films_nothing() -> None:
    camera = Camera(packs())
    with pytest.raises(ProviderError, match="closed"):
        await camera.film(a_shot())
    async with camera:
        pass
    with pytest.raises(ProviderError, match="closed"):
        await camera.film(a_shot())


async def test_a_place_without_a_set_is_a_providers_error() -> None:
    bare = structs.replace(relay(), sets={})
    async with Camera({WORLD: bare}) as camera:
        with pytest.raises(ProviderError, match="`quiet_room` has no set"):
            await camera.film(a_shot())


async def test_nothing_blocks_the_loop_while_a_frame_is_made() -> None:
    shot = a_shot()
    with blockbuster_ctx():
        async with Camera({WORLD: relay()}, size=SMALL) as camera:
            assert (await camera.film(shot)).data
