"""The commands of the camera: what they take, and what they say of what they do not."""

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from nightreel.cli import app


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTREEL_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")


def said(*args: str) -> Result:
    return CliRunner().invoke(app, args)


@pytest.mark.parametrize("command", ["render", "contact-sheet", "bench"])
def test_help_is_there(command: str) -> None:
    it = said(command, "--help")
    assert it.exit_code == 0
    assert f"Usage: nightreel {command}" in it.output.replace("root", "nightreel")


def test_a_frame_is_rendered_in_the_size_that_was_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "frame.png"
    it = said("render", "--place", "quiet_room", "--lamp", "--size", "160x90", "-o", str(out))
    assert it.exit_code == 0, it.output
    assert it.output.startswith(f"{out}: quiet_room, shot ")
    with Image.open(out) as picture:
        assert picture.size == (160, 90)


def test_a_frame_is_rendered_from_a_mark_with_somebody_in_it(tmp_path: Path) -> None:
    plain, met = tmp_path / "a.png", tmp_path / "b.png"
    args = ("render", "--place", "mess", "--shot", "table", "--lamp", "--size", "160x90", "--clean")
    assert said(*args, "-o", str(plain)).output.endswith("shot table\n")
    assert said(*args, "--threat", "lineman:2:1", "-o", str(met)).exit_code == 0
    assert plain.read_bytes() != met.read_bytes()


def test_a_sheet_of_one_place_is_laid(tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    it = said("contact-sheet", "--place", "quiet_room", "-o", str(out))
    assert it.exit_code == 0, it.output
    with Image.open(out) as sheet:
        assert sheet.width > 256
        assert sheet.height > 144
    count = int(it.output.split()[-2])
    assert count >= 8


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("render",), "Missing option"),
        (("render", "--place", "nowhere"), "no place `nowhere`; there are causeway"),
        (("render", "--place", "mess", "--world", "nowhere"), "no world `nowhere`; there are"),
        (("render", "--place", "mess", "--size", "huge"), "say WIDTHxHEIGHT"),
        (("render", "--place", "mess", "--threat", "lineman"), "NAME:STAGE:DISTANCE"),
        (("render", "--place", "mess", "--threat", "nobody:1:1"), "NAME:STAGE:DISTANCE"),
        (("render", "--place", "mess", "--minutes", "-1"), "--minutes"),
        (("contact-sheet", "--place", "nowhere"), "nowhere"),
        (("contact-sheet", "--world", "nowhere"), "no world `nowhere`; there are"),
    ],
)
def test_what_cannot_be_filmed_is_said(tmp_path: Path, args: tuple[str, ...], words: str) -> None:
    it = said(*args, "-o", str(tmp_path / "out.png")) if "--place" in args else said(*args)
    it = it if "-o" in args or len(args) == 1 else said(*args, "-o", str(tmp_path / "out.png"))
    assert it.exit_code == 2, it.output
    assert words in " ".join(it.output.split())
    assert not (tmp_path / "out.png").exists()


def test_a_benchmark_that_there_is_not_is_named() -> None:
    it = said("bench", "speed")
    assert it.exit_code == 2
    assert "no benchmark `speed`; there are camera" in it.output


def test_the_check_of_a_world_looks_at_its_sets_with_the_eyes_of_the_camera(
    tmp_path: Path,
) -> None:
    from tests.worlds import packs
    from tests.worlds.test_sets import FILE, SETS

    packs.write(tmp_path)
    (tmp_path / FILE).write_text(SETS.replace("kind: van,", "kind: vann,"), encoding="utf-8")
    it = said("world", "check", str(tmp_path))
    assert it.exit_code == 1
    line = SETS[: SETS.index("kind: van,")].count("\n") + 1
    expected = f"{FILE}:{line}: there is no kind of prop `vann` → did you mean `van`?"
    assert expected in it.output.splitlines()
