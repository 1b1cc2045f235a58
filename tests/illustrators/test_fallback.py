"""Whatever an illustrator does, there is a frame of the place, or a word that there is none."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from zlib import crc32

import pytest
from blockbuster import blockbuster_ctx
from PIL import Image

from nightreel.core.events import Filmed
from nightreel.core.settings import RunSettings
from nightreel.illustrators.fallback import BYTES_LIMIT, SIDE_LIMIT, Fallback
from nightreel.illustrators.null import NoPictures
from nightreel.ports.errors import ProviderBusy, ProviderError, ProviderRefused
from nightreel.ports.illustrator import Picture
from nightreel.ports.media import address_of
from nightreel.store.media import MemoryMedia
from tests.director.games import begin, direct, spin
from tests.illustrators.failing import (
    FORMATS,
    Broken,
    Failing,
    Garbage,
    Silent,
    Steady,
    Stubborn,
    a_picture,
    a_shot,
)

FILMED = RunSettings(clock=None, pictures=True)
SOON = 0.1
JPEG = "image/jpeg"


def pictured(data: bytes, kind: str = JPEG) -> Picture:
    return Picture(data, kind, "garbage")


FAILURES: dict[str, Callable[[int], Failing]] = {
    "silent": Silent,
    "stubborn": Stubborn,
    "busy": lambda good: Broken(ProviderBusy("429"), good),
    "refused": lambda good: Broken(ProviderRefused("no"), good),
    "bug": lambda good: Broken(ZeroDivisionError("bug"), good),
    "memory": lambda good: Broken(MemoryError(), good),
    "cancelled by itself": lambda good: Broken(asyncio.CancelledError(), good),
    "no picture": lambda good: Garbage(pictured(b"<html>502</html>"), good),
    "empty": lambda good: Garbage(pictured(b""), good),
    "cut short": lambda good: Garbage(pictured(a_picture()[:900]), good),
    "of another kind": lambda good: Garbage(pictured(a_picture("image/png")), good),
    "of no kind": lambda good: Garbage(pictured(a_picture(), "text/html"), good),
    "too heavy": lambda good: Garbage(pictured(bytes(BYTES_LIMIT + 1)), good),
    "too large": lambda good: Garbage(
        pictured(a_picture("image/png", (SIDE_LIMIT + 1, 1)), "image/png"), good
    ),
    "not even that": lambda good: Garbage("a picture", good),
}


@pytest.fixture(params=FAILURES)
def failing(request: pytest.FixtureRequest) -> Callable[[int], Failing]:
    """Makes an illustrator that fails after so many good pictures."""
    return FAILURES[request.param]


def size_of(picture: Picture | None) -> tuple[int, int]:
    assert picture
    with Image.open(BytesIO(picture.data)) as image:
        image.load()
        return image.size


def bomb(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of that size."""
    whole = a_picture("image/png")
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + whole[24:29]
    return whole[:12] + header + crc32(header).to_bytes(4, "big") + whole[33:]


# --- what is well ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
async def test_a_good_picture_is_handed_on_as_it_is(kind: str) -> None:
    async with Fallback(Steady(kind), MemoryMedia(), SOON * 20) as fallback:
        assert await fallback.film(a_shot()) == Picture(a_picture(kind), kind, "steady")
        assert fallback.name == "steady"


async def test_an_illustrator_that_takes_no_pictures_is_not_stood_in_for() -> None:
    media = MemoryMedia()
    reference = await media.put(a_picture())
    async with Fallback(NoPictures(), media, SOON) as fallback:
        assert await fallback.film(a_shot(reference)) is None


# --- what is not ----------------------------------------------------------------------------------


async def test_a_frame_that_fails_is_the_last_of_its_place_with_a_fault_on_it(
    failing: Callable[[int], Failing],
) -> None:
    media, good = MemoryMedia(), a_picture()
    reference = await media.put(good)
    async with Fallback(failing(0), media, SOON) as fallback:
        picture = await fallback.film(a_shot(reference))
    assert picture
    assert (picture.rung, picture.kind, picture.by) == ("previous", JPEG, "failing")
    assert picture.data != good
    assert size_of(picture) == (160, 90)


async def test_a_frame_that_fails_where_there_was_none_is_an_error_with_a_name(
    failing: Callable[[int], Failing],
) -> None:
    async with Fallback(failing(0), MemoryMedia(), SOON) as fallback:
        with pytest.raises(ProviderError):
            await fallback.film(a_shot())
        with pytest.raises(ProviderError):
            await fallback.film(a_shot("0" * 64, "../.."))


async def test_no_failure_costs_a_turn(failing: Callable[[int], Failing]) -> None:
    """The opening is filmed; what fails after is shown as it was, or not at all."""
    media = MemoryMedia()
    async with (
        Fallback(failing(1), media, 0.5) as fallback,
        direct(illustrator=fallback, media=media, film_patience=0.5) as director,
    ):
        game = await begin(director, FILMED)
        await game.turns(2)
        run = await game.sound()
        assert (run.turn, run.status) == (3, "open")
        filmed = [e for e in await game.events() if isinstance(e, Filmed)]
        assert filmed[0] == Filmed(1, address_of(a_picture()), "failing", "taken")
        assert {e.rung for e in filmed[1:]} <= {"previous", "lost"}
        assert all((e.media is None) == (e.rung == "lost") for e in filmed)
        here = run.state.place == game.world.start.place
        assert run.frames == {game.world.start.place: (address_of(a_picture()),)}
        assert filmed[-1].rung == ("previous" if here else "lost")
        for event in filmed:
            assert event.media is None or await media.get(event.media)


async def test_an_earlier_frame_that_is_gone_or_spoiled_is_passed_over() -> None:
    media = MemoryMedia()
    huge, wide = bomb(50_000, 50_000), bomb(SIDE_LIMIT + 1, 8)
    spoiled = [await media.put(data) for data in (b"no picture", huge, wide)]
    references = ["0" * 64, *spoiled, await media.put(a_picture())]
    async with Fallback(Silent(), media, SOON) as fallback:
        assert size_of(await fallback.film(a_shot(*references))) == (160, 90)


async def test_the_same_shot_fails_the_same_and_the_next_in_another_way() -> None:
    media = MemoryMedia()
    reference = await media.put(a_picture())
    async with Fallback(Garbage(b""), media, SOON * 20) as fallback:
        one, again, other = [
            await fallback.film(a_shot(reference, turn=turn)) for turn in (2, 2, 3)
        ]
    assert one == again
    assert one != other


# --- time and tasks -------------------------------------------------------------------------------


async def test_a_shot_that_is_cancelled_cancels_who_films_it() -> None:
    tasks = asyncio.all_tasks()
    async with Fallback(Silent(), MemoryMedia(), 60.0) as fallback:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(SOON):
                await fallback.film(a_shot())
    assert asyncio.all_tasks() == tasks


async def test_closing_stops_who_still_films() -> None:
    tasks = asyncio.all_tasks()
    async with Fallback(Stubborn(), MemoryMedia(), SOON) as fallback:
        with pytest.raises(ProviderBusy):
            await fallback.film(a_shot())
        await spin()
        assert len(asyncio.all_tasks() - tasks) == 1
    assert asyncio.all_tasks() == tasks


async def test_checking_and_spoiling_pictures_does_not_block_the_loop() -> None:
    media = MemoryMedia()
    reference = await media.put(a_picture())
    async with (
        Fallback(Steady(), media, 9.0) as good,
        Fallback(Garbage(b""), media, 9.0) as bad,
    ):
        with blockbuster_ctx():
            assert await good.film(a_shot())
            assert await bad.film(a_shot(reference))
