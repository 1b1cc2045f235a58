"""What every media store keeps to; and what is true of folders alone."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightreel.ports.media import Media, MediaFailed
from nightreel.store.media import FolderMedia, MemoryMedia

MAKE: dict[str, Callable[[Path], Media]] = {
    "memory": lambda _: MemoryMedia(),
    "folder": lambda folder: FolderMedia(folder / "media"),
}
PICTURE = b"\xff\xd8 a picture \x00"
ADDRESS = sha256(PICTURE).hexdigest()


@pytest.fixture(params=MAKE)
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Media:
    return MAKE[request.param](tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# --- the contract --------------------------------------------------------------------------------


async def test_what_is_put_is_there_under_its_hash(media: Media) -> None:
    assert await media.put(PICTURE) == ADDRESS
    assert await media.get(ADDRESS) == PICTURE


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(pictures=st.lists(st.binary(max_size=200), max_size=8))
async def test_pictures_do_not_get_in_each_others_way(media: Media, pictures: list[bytes]) -> None:
    addresses = await asyncio.gather(*(media.put(p) for p in pictures))
    assert addresses == [sha256(p).hexdigest() for p in pictures]
    assert [await media.get(a) for a in addresses] == pictures


async def test_putting_a_picture_many_times_at_once_is_putting_it_once(media: Media) -> None:
    assert set(await asyncio.gather(*(media.put(PICTURE) for _ in range(20)))) == {ADDRESS}
    assert await media.get(ADDRESS) == PICTURE


async def test_what_was_never_put_is_not_there(media: Media) -> None:
    assert await media.get("0" * 64) is None


@pytest.mark.parametrize(
    "name",
    [
        *("", "..", "../../../etc/passwd", "/etc/passwd", "ab/" + "a" * 61),
        *(ADDRESS[:-1], ADDRESS + "0", ADDRESS + "\n", ADDRESS.upper()),
        *("g" * 64, "\0" * 64, "\N{ARABIC-INDIC DIGIT ONE}" * 64),
    ],
)
async def test_what_is_no_address_is_never_a_path(media: Media, name: str) -> None:
    await media.put(PICTURE)
    assert await media.get(name) is None


# --- folders -------------------------------------------------------------------------------------


async def test_another_process_finds_the_picture(folder: Path) -> None:
    await FolderMedia(folder).put(PICTURE)
    assert await FolderMedia(folder).get(ADDRESS) == PICTURE
    assert files(folder) == [folder / ADDRESS[:2] / ADDRESS]


@pytest.mark.parametrize("damaged", [b"", PICTURE[:-1], b"something else"])
async def test_a_damaged_picture_is_missing_until_it_is_put_again(
    folder: Path, damaged: bytes
) -> None:
    media = FolderMedia(folder)
    await media.put(PICTURE)
    files(folder)[0].write_bytes(damaged)
    assert await media.get(ADDRESS) is None
    await media.put(PICTURE)
    assert await media.get(ADDRESS) == PICTURE


async def test_a_folder_that_cannot_be_written_says_so_and_leaves_nothing(folder: Path) -> None:
    (folder / ADDRESS[:2] / ADDRESS / "in the way").mkdir(parents=True)
    media = FolderMedia(folder)
    with pytest.raises(MediaFailed) as caught:
        await media.put(PICTURE)
    assert caught.value.player_text
    assert files(folder) == []
    assert await media.get(ADDRESS) is None


async def test_a_file_where_the_folder_should_be_is_a_failure_with_a_name(folder: Path) -> None:
    await asyncio.to_thread(folder.touch)
    media = FolderMedia(folder)
    with pytest.raises(MediaFailed):
        await media.put(PICTURE)
    assert await media.get(ADDRESS) is None


async def test_no_disk_is_waited_for_on_the_loop(folder: Path) -> None:
    media = FolderMedia(folder)
    with blockbuster_ctx():
        assert await media.get(await media.put(PICTURE)) == PICTURE
