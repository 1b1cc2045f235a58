"""What commands write: asked about before the work, whole afterwards, and nothing else touched."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nightreel.cli.edge import write_whole
from tests.terminal.programs import nightreel, surroundings


def left_in(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


SMALL = ("--place", "gate", "--size", "160x90")


@pytest.mark.parametrize("command", [("render", *SMALL), ("contact-sheet",)])
@pytest.mark.parametrize(
    ("out", "words"),
    [("a.xyz", "no kind of picture"), ("none", "no kind of picture"), ("no/a.png", "no folder")],
)
def test_a_picture_that_cannot_be_written_is_not_filmed_first(
    tmp_path: Path, command: tuple[str, ...], out: str, words: str
) -> None:
    done = nightreel(tmp_path / "home", *command, "-o", str(tmp_path / out))
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("option", "words"),
    [("--shot", "no shot `nosuch`; there are"), ("--look", "no thing `nosuch`; there are")],
)
def test_what_a_place_has_not_is_not_filmed_as_something_else(
    tmp_path: Path, option: str, words: str
) -> None:
    out = tmp_path / "a.png"
    done = nightreel(tmp_path / "home", "render", *SMALL, option, "nosuch", "-o", str(out))
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert not out.exists()


def test_a_sheet_of_a_place_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    out = str(tmp_path / "a.png")
    done = nightreel(tmp_path / "home", "contact-sheet", "--place", "nowhere", "-o", out)
    assert done.returncode == 2
    assert "no place `nowhere`; there are" in " ".join(done.stderr.split())


def test_a_page_for_which_there_is_no_room_leaves_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    out.write_text("the old page")
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
    code += "from signal import SIG_IGN, SIGXFSZ, signal; signal(SIGXFSZ, SIG_IGN); "
    code += "from pathlib import Path; from nightreel.cli.edge import write_whole; "
    code += f"write_whole(Path({str(out)!r}), 'new ' * 1000)"
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-B", "-c", code],
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "File too large" in done.stderr
    assert out.read_text() == "the old page"
    assert left_in(tmp_path) == {"page.html"}


def test_a_page_that_is_written_again_is_written_where_its_link_leads(tmp_path: Path) -> None:
    out, link = tmp_path / "page.html", tmp_path / "link.html"
    link.symlink_to(out)
    for text in ("old", "new"):
        write_whole(link, text)
        assert out.read_text() == text
    assert link.is_symlink()
    assert left_in(tmp_path) == {"page.html", "link.html"}


@pytest.mark.slow
def test_a_page_can_go_into_a_pipe(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "pipe"
    nightreel(home, "play", "--terminal", "--seed", "7", "--no-pictures", script="1\n")
    (run,) = json.loads(nightreel(home, "runs", "--json").stdout)
    os.mkfifo(out)
    with subprocess.Popen(["cat", str(out)], stdout=subprocess.PIPE, text=True) as reader:  # noqa: S603, S607
        nightreel(home, "export", run["run"], "--format", "html", "-o", str(out))
        assert reader.communicate()[0].startswith("<!DOCTYPE html>")
    assert out.is_fifo()
