"""The commands that make films and pages of a run."""

import json
from pathlib import Path

import pytest

from tests.terminal.programs import nightreel

pytestmark = pytest.mark.slow


def a_run(home: Path) -> str:
    nightreel(home, "play", "--terminal", "--seed", "7", "--no-pictures", script="1\n1\n")
    (run,) = json.loads(nightreel(home, "runs", "--json").stdout)
    return run["run"]


def test_a_tape_is_made_among_the_tapes_and_told_in_a_line(tmp_path: Path) -> None:
    run = a_run(tmp_path)
    done = nightreel(tmp_path, "tape", run, "--max-bytes", "2000000")
    assert done.returncode == 0
    assert done.stderr == ""
    where, told = done.stdout.splitlines()
    film = tmp_path / "tapes" / f"{run}.mp4"
    assert where == str(film)
    assert told.startswith("3 scenes, ")
    assert 0 < film.stat().st_size <= 2_000_000
    assert film.with_suffix(".vtt").read_text("utf-8").startswith("WEBVTT")


def test_a_tape_goes_where_it_is_told_in_the_form_that_was_asked_for(tmp_path: Path) -> None:
    run, out = a_run(tmp_path), tmp_path / "here" / "a.gif"
    done = nightreel(tmp_path, "tape", run, "--format", "gif", "--no-captions", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"GIF89a")
    assert [p.name for p in out.parent.iterdir()] == ["a.gif"]


def test_a_page_is_written_with_its_film_when_asked(tmp_path: Path) -> None:
    run, out = a_run(tmp_path), tmp_path / "page.html"
    plain = nightreel(tmp_path, "export", run, "--format", "html")
    assert plain.stdout.startswith("<!DOCTYPE html>")
    assert "<video" not in plain.stdout
    done = nightreel(tmp_path, "export", run, "--format", "html", "--tape", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert "<video controls" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("tape", "RUN", "--max-bytes", "900"), 1, "doesn't fit into 900 bytes: it needs "),
        (("tape", "RUN", "--max-bytes", "0"), 2, "--max-bytes"),
        (("tape", "RUN", "--format", "avi"), 2, "avi"),
        (("tape", "nothing"), 1, "There is no tape with that number."),
        (("tape", "RUN", "-o", "/dev/null/a.mp4"), 1, "can't be written to /dev/null/a.mp4"),
        (("export", "RUN", "--tape"), 2, "--format html"),
    ],
)
def test_an_error_is_a_line_and_a_code(
    tmp_path: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    run = a_run(tmp_path)
    done = nightreel(tmp_path, *(run if arg == "RUN" else arg for arg in args))
    assert done.returncode == code
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_help_names_the_tape(tmp_path: Path) -> None:
    assert "  tape " in nightreel(tmp_path, "--help").stdout
