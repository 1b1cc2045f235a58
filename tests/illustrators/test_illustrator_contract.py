"""What every illustrator keeps to, whoever it is."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image

from nightreel.illustrators.camera import Camera
from nightreel.illustrators.camera.rehearsal import rehearse, shot_of
from nightreel.illustrators.fallback import Fallback
from nightreel.illustrators.null import NoPictures
from nightreel.ports.errors import ProviderError
from nightreel.ports.illustrator import Illustrator, Shot
from nightreel.store.media import MemoryMedia
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped

SIZE = (192, 108)
Open = Callable[[Mapping[str, Pack]], AbstractAsyncContextManager[Illustrator]]


@asynccontextmanager
async def camera(packs: Mapping[str, Pack]) -> AsyncGenerator[Illustrator]:
    async with Camera(packs, size=SIZE) as it:
        yield it


@asynccontextmanager
async def fallback(packs: Mapping[str, Pack]) -> AsyncGenerator[Illustrator]:
    async with Camera(packs, size=SIZE) as inner, Fallback(inner, MemoryMedia(), 30.0) as it:
        yield it


@asynccontextmanager
async def nobody(packs: Mapping[str, Pack]) -> AsyncGenerator[Illustrator]:
    del packs
    yield NoPictures()


OPEN: dict[str, Open] = {"camera": camera, "fallback": fallback, "nobody": nobody}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(shipped()["relay-nine"])


@pytest.fixture
def shot(pack: Pack) -> Shot:
    return replace(shot_of(pack, rehearse(pack, "guard_hut", 20, lamp=True)), quality="draft")


@pytest.fixture(params=OPEN)
async def illustrator(request: pytest.FixtureRequest, pack: Pack) -> AsyncGenerator[Illustrator]:
    async with OPEN[request.param]({pack.world.id: pack}) as it:
        yield it


async def test_a_picture_is_what_it_says_it_is(illustrator: Illustrator, shot: Shot) -> None:
    picture = await illustrator.film(shot)
    if picture is None:
        return
    with Image.open(BytesIO(picture.data)) as image:
        image.load()
        assert Image.MIME[image.format or ""] == picture.kind
        assert image.size == SIZE
    assert picture.by
    assert picture.rung == "taken"


async def test_who_takes_no_pictures_takes_none_ever(illustrator: Illustrator, shot: Shot) -> None:
    answers = [await illustrator.film(replace(shot, turn=turn)) is None for turn in (1, 2)]
    assert len(set(answers)) == 1


async def test_many_may_ask_at_once(illustrator: Illustrator, shot: Shot) -> None:
    asked = [illustrator.film(replace(shot, turn=turn)) for turn in (1, 2, 3)]
    pictures = await asyncio.gather(*asked)
    again = await illustrator.film(replace(shot, turn=2))
    assert pictures[1] == again


async def test_who_is_not_waited_for_any_more_leaves_no_mess(
    illustrator: Illustrator, shot: Shot
) -> None:
    asked = asyncio.ensure_future(illustrator.film(shot))
    await asyncio.sleep(0)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert asked.done()
    after = await illustrator.film(shot)
    assert after is None or after.data


async def test_a_world_that_is_not_there_is_an_error_with_a_name(
    illustrator: Illustrator, shot: Shot
) -> None:
    try:
        answer = await illustrator.film(replace(shot, world="nowhere"))
    except ProviderError:
        return
    assert answer is None
