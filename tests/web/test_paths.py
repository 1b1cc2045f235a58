"""A name is a name: it leads to what is offered under it, and to no file."""

from pathlib import Path

import pytest

from nightreel.surfaces.web.identity import COOKIE
from tests.web.doors import Answer, raw
from tests.web.houses import House, Shelf, a_house

UP = [
    "../index.html",
    "../../guards.py",
    "..%2fguards.py",
    "..%2Fguards.py",
    "%2e%2e/guards.py",
    "%2e%2e%2fguards.py",
    "%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%252e%252e%252fguards.py",
    "%25252e%25252e%25252fguards.py",
    "..\\guards.py",
    "..%5cguards.py",
    "%5c%5chost%5cshare",
    "....//guards.py",
    "..;/guards.py",
    "..%00/guards.py",
    "main.js%00.html",
    "%c0%ae%c0%ae%c0%afguards.py",
    "%u002e%u002e%u2215guards.py",
    "/etc/passwd",
    "//etc/passwd",
    "%2fetc%2fpasswd",
    "C:%5cwindows%5cwin.ini",
    "file:///etc/passwd",
    "guards.py",
    ".",
    "..",
    "%2e",
    "",
]
GIVEN_AWAY = (b"import ", b"root:", b"class Guards", b"Traceback", b"/nightreel/")


def refused(answer: Answer, name: str) -> None:
    assert answer.status in (404, 405, 422), (name, answer.status)
    assert answer.problem["player_text"]
    assert not [word for word in GIVEN_AWAY if word in answer.body], (name, answer.body)


async def test_a_part_of_the_page_is_named_and_nothing_else_is(house: House) -> None:
    for name in UP:
        refused(await raw(house, f"/static/{name}"), name)
    for name in ("/..", "/../", "/static/..", "/static/../docs", "/.git/config", "/docs/../.."):
        refused(await raw(house, name), name)
    absolute = await raw(house, f"{house.address}static/main.js")
    assert absolute.status in (200, 404)
    assert (await raw(house, "/static/main.js")).status == 200


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf of films, with something beside and above it that is nobody's business."""
    folder = tmp_path / "tapes"
    folder.mkdir()
    for secret in (tmp_path / "guards.py", tmp_path / "secret.mp4", folder / "guards.py"):
        secret.write_text("import secrets", encoding="ascii")
    return Shelf(folder)


async def test_runs_and_pictures_are_numbers_and_lead_to_no_file(shelf: Shelf) -> None:
    async with a_house(keepsakes=shelf) as house:
        ada = await house.player()
        run = await ada.start(seed=7)
        seated = f"Cookie: {COOKIE}={ada.cookies[COOKIE]}"
        for name in (*UP, "..%2fsecret", "%2e%2e%2fsecret", "../secret"):
            for pattern in ("{}/tape.mp4", "{}/tape.vtt", "{}/export", "{}/story", "{}/events"):
                target = f"/api/runs/{pattern.format(name)}"
                refused(await raw(house, target, seated), target)
            refused(await raw(house, f"/api/runs/{run}/frames/{name}", seated), name)


ODD_RUNS = [
    "0000000000",
    "000000000",
    "00000000000",
    "ABCDEF0123",
    "abcdefghij",
    "-000000001",
    "0x00000000",
    "%00%00%00%00%00",
    "0000000000%0a",
    "0000000000%0d%0aX:1",
    "' OR 1=1 --".replace(" ", "%20"),
    "%D9%A0" * 10,
    "0" * 5000,
]


async def test_a_run_that_is_not_there_is_a_problem_whatever_it_is_called(house: House) -> None:
    ada = await house.player()
    await ada.start(seed=7)
    seated = f"Cookie: {COOKIE}={ada.cookies[COOKIE]}"
    json = ("Content-Type: application/json", "Content-Length: 2")
    for run in ODD_RUNS:
        for end in ("", "/story", "/events", "/tape.mp4", "/tape.vtt", "/export?form=json"):
            answer = await raw(house, f"/api/runs/{run}{end}", seated)
            assert answer.status in (404, 422), (run, end)
            assert answer.problem["player_text"]
        paused = await raw(
            house, f"/api/runs/{run}/pause", seated, *json, method="POST", body=b"{}"
        )
        assert paused.status in (404, 422), run
        assert "x" not in paused.headers


async def test_a_picture_is_found_by_its_whole_name_alone(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    data = b"\x89PNG\r\n\x1a\n and the rest of it"
    name = await house.director._media.put(data)
    found = await ada.get(f"/api/runs/{run}/frames/{name}")
    assert (found.status_code, found.content) == (200, data)
    assert found.headers["content-type"] == "image/png"
    assert "immutable" in found.headers["cache-control"]
    assert "private" in found.headers["cache-control"]
    for other in (name[:-1], name.upper(), name + "0", name[:-1] + "g", "f" * 64):
        answer = await ada.get(f"/api/runs/{run}/frames/{other}")
        assert answer.status_code in (404, 422), other


async def test_what_is_kept_and_is_no_picture_is_not_served(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    name = await house.director._media.put(b"<script>alert(1)</script>")
    assert (await ada.get(f"/api/runs/{run}/frames/{name}")).status_code == 404
