"""The command around the game: lists, proofs, and errors in one line."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.terminal.programs import nightreel

pytestmark = pytest.mark.slow


def test_help_names_every_command_and_loads_no_game(tmp_path: Path) -> None:
    done = nightreel(tmp_path, "--help", PYTHONPROFILEIMPORTTIME="1")
    for name in ("play", "runs", "verify", "export", "simulate", "world", "version"):
        assert f"  {name} " in done.stdout
    for heavy in ("sqlalchemy", "dbos", "pydantic", "rich", "yaml", "asyncio"):
        assert f" {heavy}\n" not in done.stderr


def test_runs_are_listed(tmp_path: Path) -> None:
    assert "No tapes yet" in nightreel(tmp_path, "runs").stdout
    nightreel(tmp_path, "play", "--terminal", "--seed", "7", script="1\n")
    head, row = nightreel(tmp_path, "runs").stdout.splitlines()
    assert head.split() == ["TAPE", "WORLD", "TURN", "STATUS", "ENDING"]
    assert row.split()[1:] == ["relay-nine", "2", "open"]
    (run,) = json.loads(nightreel(tmp_path, "runs", "--json").stdout)
    assert (run["run"], run["turn"]) == (row.split()[0], 2)


def test_verify_names_the_first_bad_record(tmp_path: Path) -> None:
    nightreel(tmp_path, "play", "--terminal", "--seed", "7", script="1\n1\n")
    sound = nightreel(tmp_path, "verify", "--all")
    assert sound.returncode == 0
    assert ": sound, " in sound.stdout
    with sqlite3.connect(tmp_path / "nightreel.db") as ledger:
        ledger.execute(
            "update records set body = replace(body, '\"turn\":1', '\"turn\":2') where seq = 3"
        )
    ledger.close()
    for args in ((), ("--all",), (sound.stdout.split(":")[0],)):
        broken = nightreel(tmp_path, "verify", *args)
        assert broken.returncode == 1
        assert "broken. record 3: " in broken.stdout


def test_a_world_is_checked_and_its_format_is_told(tmp_path: Path) -> None:
    known = nightreel(tmp_path, "world", "check", "relay-nine")
    assert known.returncode == (1 if "to mend" in known.stdout else 0)
    assert known.stderr == ""
    (tmp_path / "empty").mkdir()
    assert nightreel(tmp_path, "world", "check", str(tmp_path / "empty")).returncode == 1
    assert "relay-nine" in nightreel(tmp_path, "world", "list").stdout
    schema = json.loads(nightreel(tmp_path, "world", "schema").stdout)
    assert schema["title"] == "PackModel"


def test_a_tape_is_exported(tmp_path: Path) -> None:
    nightreel(tmp_path, "play", "--terminal", "--seed", "7", script="1\n1\n")
    run = nightreel(tmp_path, "runs").stdout.splitlines()[1].split()[0]
    text = nightreel(tmp_path, "export", run)
    assert text.returncode == 0
    assert "Relay Nine" in text.stdout
    kept = tmp_path / "tape.json"
    assert nightreel(tmp_path, "export", run, "--format", "json", "-o", str(kept)).returncode == 0
    assert json.loads(kept.read_text())


def test_simulation_reports(tmp_path: Path) -> None:
    done = nightreel(tmp_path, "simulate", "--runs", "1", "--turns", "3", "--json")
    assert json.loads(done.stdout)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("play", "--terminal", "--world", "nowhere"), 1, "There is no world of that name here."),
        (("play", "--terminal", "--resume"), 1, "There is no tape to go on with."),
        (("play", "--terminal", "--run", "nothing"), 1, "There is no tape with that number."),
        (("play", "--terminal", "--name", "clock"), 1, "That name won't do."),
        (("play", "--clock", "60", "--no-clock"), 2, "don't go together"),
        (("play", "--clock", "3"), 2, "--clock"),
        (("export", "nothing"), 1, "There is no tape with that number."),
        (("verify", "nothing"), 1, "There is no tape with that number."),
        (("verify", "x", "--all"), 2, "--all"),
        (("simulate", "--world", "nowhere"), 2, "nowhere"),
        (("dance",), 2, "dance"),
    ],
)
def test_an_error_is_a_line_and_a_code(
    tmp_path: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    done = nightreel(tmp_path, *args)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_where_an_error_came_from(tmp_path: Path) -> None:
    assert (
        "Traceback"
        in nightreel(tmp_path, "--debug", "play", "--terminal", "--run", "nothing").stderr
    )


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = nightreel(tmp_path, "runs", NIGHTREEL_TELL_PATIENCE="-1")
    assert done.returncode == 1
    assert "tell_patience" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = nightreel(tmp_path / "home", "runs")
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
