"""What is left of a run: its film in parts and whole, its captions, and its pages."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from nightreel.surfaces.web.keepsakes import State
from tests.director.games import direct
from tests.doubles import Painter
from tests.web.doors import Door, knock
from tests.web.houses import House, Shelf, Visitor, a_house

FILM = b"\0\0\0\x20ftypisom" + bytes(range(256)) * 40


@asynccontextmanager
async def over(
    folder: Path, *, pictures: bool = True
) -> AsyncGenerator[tuple[House, Visitor, str, Shelf]]:
    """A run that was filmed and has ended, in a house with an empty shelf."""
    shelf = Shelf(folder)
    async with a_house(direct(illustrator=Painter()), keepsakes=shelf) as house:
        ada = await house.player()
        run = await ada.start(seed=7, settings={"pictures": pictures})
        assert (await ada.tell(run, "stop")).status_code == 200
        yield house, ada, run, shelf


def put(folder: Path, run: str, *, captions: bool = True) -> None:
    (folder / f"{run}.mp4").write_bytes(FILM)
    if captions:
        (folder / f"{run}.vtt").write_text("WEBVTT\n", encoding="utf-8")


async def test_a_run_that_goes_on_has_no_film_yet(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    answer = await ada.tell(run, "tape")
    assert (answer.status_code, answer.json()["reason"]) == (409, "not_over")
    for end in ("mp4", "vtt"):
        film = await ada.get(f"/api/runs/{run}/tape.{end}")
        assert (film.status_code, film.json()["reason"]) == (404, "no_tape")


async def test_a_run_without_a_frame_has_no_film_and_nobody_is_sent_for_one(
    tmp_path: Path,
) -> None:
    async with over(tmp_path, pictures=False) as (_, ada, run, shelf):
        nothing = {"state": "none", "url": None, "captions": None, "size": None}
        assert (await ada.tell(run, "tape")).json() == nothing
        assert shelf.wanted == []


async def test_a_film_is_awaited_made_or_lost(tmp_path: Path) -> None:
    async with over(tmp_path) as (_, ada, run, shelf):
        for state in ("awaited", "lost"):
            shelf.state = state
            told = (await ada.tell(run, "tape")).json()
            assert told == {"state": state, "url": None, "captions": None, "size": None}
        shelf.state = "made"
        put(tmp_path, run)
        told = (await ada.tell(run, "tape")).json()
        assert (told["state"], told["size"]) == ("made", len(FILM))
        film, captions = await ada.get(told["url"]), await ada.get(told["captions"])
        assert (film.status_code, film.content) == (200, FILM)
        assert film.headers["content-type"] == "video/mp4"
        assert "content-disposition" not in film.headers
        assert captions.text.startswith("WEBVTT")
        assert captions.headers["content-type"].startswith("text/vtt")
        assert shelf.wanted == [run] * 3


class Winding(Shelf):
    """Winds until it is let go, or for as long as somebody is willing to wait."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked, self.go, self.patience = asyncio.Event(), asyncio.Event(), 0.0

    async def wind(self, run: str, patience: float) -> State:
        self.patience = patience
        self.asked.set()
        await self.go.wait()
        return await super().wind(run, patience)


async def test_who_asks_for_a_film_is_answered_when_it_is_there(tmp_path: Path) -> None:
    shelf = Winding(tmp_path)
    async with a_house(direct(illustrator=Painter()), keepsakes=shelf) as house:
        ada = await house.player()
        run = await ada.start(seed=7, settings={"pictures": True})
        await ada.tell(run, "stop")
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(ada.tell(run, "tape"))
            await shelf.asked.wait()
            assert not asked.done()
            assert 10 < shelf.patience < 30, "less than a browser or a proxy would wait"
            put(tmp_path, run)
            shelf.go.set()
        assert asked.result().json()["state"] == "made"


async def test_a_film_is_sent_in_parts_to_who_asks_for_parts(tmp_path: Path) -> None:
    async with over(tmp_path) as (_, ada, run, _):
        put(tmp_path, run)
        door = Door("GET", f"/api/runs/{run}/tape.mp4")
        size = len(FILM)
        for asked, start, end in (
            ("bytes=0-9", 0, 10),
            ("bytes=100-", 100, size),
            ("bytes=-16", size - 16, size),
            (f"bytes=10-{size * 2}", 10, size),
        ):
            part = await knock(ada, door, headers={"Range": asked})
            assert (part.status, part.body) == (206, FILM[start:end]), asked
            assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
            assert part.headers["accept-ranges"] == "bytes"
        whole = await knock(ada, door)
        changed = {"Range": "bytes=0-9", "If-Range": '"another film"'}
        assert (await knock(ada, door, headers=changed)).body == whole.body
        same = {"Range": "bytes=0-9", "If-Range": whole.headers["etag"]}
        assert (await knock(ada, door, headers=same)).status == 206


async def test_a_part_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    async with over(tmp_path) as (_, ada, run, _):
        put(tmp_path, run)
        door = Door("GET", f"/api/runs/{run}/tape.mp4")
        beyond = await knock(ada, door, headers={"Range": f"bytes={len(FILM)}-"})
        assert (beyond.status, beyond.problem["reason"]) == (416, "bad_range")
        assert beyond.headers["content-range"] == f"bytes */{len(FILM)}"
        for odd in ("bytes=zanzibar", "zanzibar=1-2", "bytes=9-3", "bytes="):
            answer = await knock(ada, door, headers={"Range": odd})
            if answer.status != 200:  # a range in another unit may as well be ignored
                assert answer.status in (400, 416), odd
                assert "zanzibar" not in answer.problem["player_text"]


async def test_a_film_is_saved_under_a_name_of_ours(tmp_path: Path) -> None:
    async with over(tmp_path) as (_, ada, run, _):
        put(tmp_path, run)
        film = await ada.get(f"/api/runs/{run}/tape.mp4?save=1")
        assert film.headers["content-disposition"] == f'attachment; filename="nightreel-{run}.mp4"'


async def test_a_film_without_captions_is_a_film(tmp_path: Path) -> None:
    async with over(tmp_path) as (_, ada, run, _):
        put(tmp_path, run, captions=False)
        assert (await ada.get(f"/api/runs/{run}/tape.mp4")).status_code == 200
        answer = await ada.get(f"/api/runs/{run}/tape.vtt")
        assert (answer.status_code, answer.json()["reason"]) == (404, "no_tape")
        assert (await ada.tell(run, "tape")).json()["captions"] is None


async def test_a_run_is_exported_to_be_saved_in_any_form(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    kinds = {"html": "text/html", "md": "text/markdown", "json": "application/json"}
    for form, kind in kinds.items():
        answer = await ada.get(f"/api/runs/{run}/export", params={"form": form})
        assert answer.status_code == 200
        assert answer.text == f"{form} of {run}"
        assert answer.headers["content-type"].partition(";")[0] == kind
        name = f'attachment; filename="nightreel-{run}.{form}"'
        assert answer.headers["content-disposition"] == name, "never shown as a page of ours"
    assert (await ada.get(f"/api/runs/{run}/export")).text.startswith("html")
    assert (await ada.get(f"/api/runs/{run}/export?form=exe")).status_code == 422
    assert (await ada.get("/api/runs/0000000000/export")).status_code == 404
