"""What the browser's surface keeps: one secret for all processes, and what is left of runs."""

import json
import stat
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Barrier
from types import MappingProxyType

import pytest

from nightreel.app import open_house
from nightreel.cli import keeping
from nightreel.cli.keeping import Kept, web_secret
from nightreel.cli.winding import Winding
from nightreel.core.settings import RunSettings
from nightreel.director.commands import Act, Start, Stop
from nightreel.director.director import Director
from nightreel.ports.errors import IllegalAction, RunUnknown, WorldChanged
from nightreel.settings import Settings
from tests.director.games import HOST, WORLD, a_short_life, packs

SMALL = {"frame_size": "160x90"}


def at(home: Path, **more: str) -> Settings:
    return Settings.model_validate({"home": home, **more})


def test_the_secret_is_made_once_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    secret = web_secret(at(home))
    assert len(secret) == 64
    assert stat.S_IMODE((home / "web.secret").stat().st_mode) == 0o600
    assert web_secret(at(home)) == secret
    assert web_secret(at(tmp_path / "other")) != secret
    assert [p.name for p in home.iterdir()] == ["web.secret"], "nothing half written is left"


def test_all_who_start_at_once_sign_with_the_same(tmp_path: Path) -> None:
    """Not with nothing, which is what a file holds that somebody else is about to write."""
    for attempt in range(20):
        settings, together = at(tmp_path / str(attempt)), Barrier(8)

        def start(settings: Settings = settings, together: Barrier = together) -> str:
            together.wait()
            return web_secret(settings)

        with ThreadPoolExecutor(8) as pool:
            found = {task.result() for task in [pool.submit(start) for _ in range(8)]}
        assert len(found) == 1
        assert len(found.pop()) == 64


def test_a_secret_is_read_only_once_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process is about to write is no secret yet."""
    met: list[str] = []

    def token(size: int) -> str:
        if size == keeping.SECRET_BYTES and not met:
            met.append("on the way")
            met.append(web_secret(at(tmp_path)))  # another one, right before ours is written
        return "ab" * size

    monkeypatch.setattr(keeping.secrets, "token_hex", token)
    assert web_secret(at(tmp_path)) == met[1] == "ab" * 32


@pytest.mark.parametrize("text", ["", "\n", "short"])
def test_a_file_without_a_secret_is_not_signed_with(tmp_path: Path, text: str) -> None:
    (tmp_path / "web.secret").write_text(text)
    with pytest.raises(IllegalAction) as caught:
        web_secret(at(tmp_path))
    assert str(tmp_path / "web.secret") in caught.value.player_text


# --- what is left of a run -----------------------------------------------------------------------


@asynccontextmanager
async def a_house_that_keeps(home: Path) -> AsyncGenerator[tuple[Director, Kept]]:
    settings = at(home, **SMALL)
    winding = Winding(settings, packs())
    async with open_house(settings, packs(), winding.make) as house:
        yield house.director, Kept(settings, packs(), house)


async def lived(director: Director, settings: RunSettings) -> str:
    """Play a short life to its end, and return the run."""
    run = (await director.submit(Start(WORLD, HOST, settings, a_short_life()))).run
    while (now := await director.run(run)).status != "over":
        assert (await director.submit(Act(run, now.turn, HOST, 0))).accepted
        await director.settled(run)
    return run


@pytest.mark.slow
async def test_a_run_that_ended_is_kept_as_a_film_a_page_a_story_and_data(tmp_path: Path) -> None:
    async with a_house_that_keeps(tmp_path) as (director, kept):
        run = await lived(director, RunSettings(clock=None, pictures=True))
        assert await kept.wind(run, 60.0) == "made"
        film = await kept.film(run)
        assert film == tmp_path / "tapes" / f"{run}.mp4"
        assert film is not None
        assert film.read_bytes()[4:8] == b"ftyp"
        assert film.with_suffix(".vtt").read_text("utf-8").startswith("WEBVTT")
        page = await kept.export(run, "html")
        assert page.startswith("<!DOCTYPE html>")
        assert "<video controls" in page
        assert "<script" not in page
        story = await kept.export(run, "md")
        assert story.startswith("#")
        data = json.loads(await kept.export(run, "json"))
        assert data["run"] == run
        film.unlink()
        assert await kept.wind(run, 60.0) == "made", "what was thrown away is made again"


@pytest.mark.slow
async def test_a_film_that_cannot_be_made_is_lost_and_one_without_frames_is_none(
    tmp_path: Path,
) -> None:
    async with a_house_that_keeps(tmp_path) as (director, kept):
        words = await lived(director, RunSettings(clock=None, pictures=False))
        assert await kept.wind(words, 60.0) == "lost"
        (tmp_path / "tapes").touch()  # where the folder should be
        run = (
            await director.submit(Start(WORLD, HOST, RunSettings(clock=None, pictures=True), 7))
        ).run
        await director.submit(Stop(run, HOST))
        assert await kept.wind(run, 60.0) == "lost"


async def test_what_is_not_there_is_not_exported(tmp_path: Path) -> None:
    async with a_house_that_keeps(tmp_path) as (director, kept):
        with pytest.raises(RunUnknown):
            await kept.export("0000000000", "md")
        assert await kept.film("0000000000") is None
        settings = RunSettings(clock=None, pictures=False)
        run = (await director.submit(Start(WORLD, HOST, settings, 7))).run
        kept._worlds = MappingProxyType({})
        with pytest.raises(WorldChanged):
            await kept.export(run, "md")
