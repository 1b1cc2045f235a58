"""What is put together for a process: who films, and where the pictures go."""

from pathlib import Path

from structlog.testing import capture_logs

from nightreel.app import open_in_memory, open_media
from nightreel.core.events import Event, Filmed, Opened
from nightreel.core.settings import RunSettings
from nightreel.director.commands import Act, Start
from nightreel.director.director import Director
from nightreel.ports.media import address_of
from nightreel.settings import Settings
from nightreel.store.media import MemoryMedia
from tests.director.games import begin, packs
from tests.doubles import Painter, painted
from tests.simulate.world import pump_house

FILMED = RunSettings(clock=None, pictures=True)


async def test_a_simulation_brings_its_own_illustrator_and_keeps_its_pictures() -> None:
    painter, media = Painter(), MemoryMedia()
    async with open_in_memory(packs(), illustrator=painter, media=media) as director:
        game = await begin(director, FILMED)
        await game.turn()
    assert [s.turn for s in painter.shots] == [1, 2]
    assert await media.get(address_of(painted(2))) == painted(2)


async def test_a_simulation_films_nothing_unless_it_is_asked_to() -> None:
    async with open_in_memory(packs()) as director:
        game = await begin(director, FILMED)
        run = await game.turn()
    assert run.frames == {}


async def test_pictures_are_kept_in_the_media_folder_of_the_settings(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)  # pyright: ignore[reportCallIssue] - the rest has defaults
    address = await open_media(settings).put(b"a picture")
    assert (settings.media / address[:2] / address).is_file()
    assert await open_media(settings).get(address) == b"a picture"


async def test_a_world_without_sets_is_told_in_words_and_nobody_is_warned() -> None:
    worlds = {"pump-house": pump_house()}
    async with open_in_memory(worlds, frames=True, size=(160, 90)) as director:
        with capture_logs() as logs:
            events = await two_scenes(director)
    assert sum(isinstance(e, Opened) for e in events) == 2
    assert not [e for e in events if isinstance(e, Filmed)]
    assert logs == []


async def two_scenes(director: Director) -> list[Event]:
    start = Start("pump-house", "ada", FILMED, 4)
    run = (await director.submit(start)).run
    await director.submit(Act(run, 1, "ada", 0))
    await director.settled(run)
    return [r.event for r in await director.records(run)]
