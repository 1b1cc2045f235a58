"""Plain mode, through a real process: text in, text out."""

import re
from pathlib import Path

import pytest

from tests.terminal.programs import SOON, nightreel, piped, told

pytestmark = pytest.mark.slow

SCRIPT = "1\nlook under the console\n2\n"
PLAY = ("play", "--plain", "--seed", "7", "--no-clock")


def turns(text: str) -> list[int]:
    """Return the turns whose scenes were shown."""
    return [int(n) for n in re.findall(r"^\S.* · \d\d:\d\d · turn (\d+)$", text, re.MULTILINE)]


def test_the_same_seed_and_script_are_the_same_text(tmp_path: Path) -> None:
    first = nightreel(tmp_path / "a", *PLAY, script=SCRIPT)
    second = nightreel(tmp_path / "b", *PLAY, script=SCRIPT, FORCE_COLOR="1", COLUMNS="40")
    assert (first.returncode, first.stderr) == (0, "")
    assert told(first.stdout) == told(second.stdout)
    assert first.stdout != second.stdout
    assert turns(first.stdout) == [1, 2, 3]
    assert "> look under the console" in first.stdout
    assert first.stdout.count("\nPicture: ") == 3
    assert "\x1b" not in first.stdout + second.stdout
    assert not re.search(r"[ \t]$", first.stdout, re.MULTILINE)


def test_without_a_terminal_it_is_plain_by_itself_and_has_no_clock(tmp_path: Path) -> None:
    bare = nightreel(tmp_path, "play", "--terminal", "--seed", "7", script=SCRIPT)
    assert told(bare.stdout) == told(nightreel(tmp_path, *PLAY, script=SCRIPT).stdout)


def test_without_pictures_there_is_no_word_of_them(tmp_path: Path) -> None:
    filmed = nightreel(tmp_path, *PLAY, script=SCRIPT, COLORTERM="truecolor")
    bare = nightreel(tmp_path / "bare", *PLAY, "--no-pictures", script=SCRIPT)
    assert "Picture" not in bare.stdout
    words = re.sub(r"^Picture: (?:.+\n)+\n", "", filmed.stdout, flags=re.MULTILINE)
    assert told(words) == told(bare.stdout)
    assert not (tmp_path / "bare" / "media").exists()


def test_what_is_refused_costs_no_turn_and_no_line(tmp_path: Path) -> None:
    bad = [
        ":dance",
        "9",
        "x" * 400,
        "y" * 100_000,
        "wait\x1b[2J\x07",
        "<b>wait</b> [red]@everyone[/red]",
        "   ",
        "eat the moon with a spoon of light",
    ]
    script = "\n".join([*bad, "1", ""]).encode() + b"\xff\xfe\r\n1\r\n"
    done = nightreel(tmp_path, *PLAY, script=script)
    assert done.returncode == 0
    assert turns(done.stdout) == [1, 2, 3]
    assert "[red]@everyone[/red]" in done.stdout
    assert not set(done.stdout) & set(map(chr, [*range(10), *range(11, 32), 127]))
    for said in ("There is no :dance", "no such choice", "too long", "can't be read", "markup"):
        assert said in done.stdout


def test_input_may_end_in_a_line_and_anywhere(tmp_path: Path) -> None:
    assert turns(nightreel(tmp_path, *PLAY, script="1").stdout) == [1, 2]
    done = nightreel(tmp_path, *PLAY)
    assert done.returncode == 0
    assert turns(done.stdout) == [1]
    run = nightreel(tmp_path, "runs").stdout.split()[5]
    assert done.stdout.splitlines()[-2:] == [
        f"Tape {run}. Resume with: nightreel play --terminal --run {run}",
        "",
    ]


def test_after_the_end_of_input_resume_goes_on_at_that_turn(tmp_path: Path) -> None:
    before = nightreel(tmp_path, *PLAY, script=SCRIPT)
    after = nightreel(tmp_path, "play", "--terminal", "--resume", "--plain", script="1\n")
    assert turns(after.stdout) == [3, 4]
    scene = before.stdout[before.stdout.index("turn 3") : before.stdout.index("Tape ")]
    assert scene.strip() in after.stdout
    whole = nightreel(tmp_path / "whole", *PLAY, script=SCRIPT + "1\n")
    assert told(whole.stdout)[-12:] == told(after.stdout)[-12:]


def test_a_game_killed_dead_goes_on_where_it_was(tmp_path: Path) -> None:
    with piped(tmp_path, *PLAY) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        for turn in (1, 2, 3):
            while not game.stdout.readline().endswith(f"· turn {turn}\n"):
                assert game.poll() is None
            if turn < 3:
                game.stdin.write("1\n")
                game.stdin.flush()
        game.kill()
        game.wait(SOON)
    after = nightreel(tmp_path, "play", "--terminal", "--resume", "--plain", script="1\n")
    assert turns(after.stdout) == [3, 4]
    assert nightreel(tmp_path, "verify").returncode == 0


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    with piped(tmp_path, *PLAY) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        game.stdout.readline()
        game.stdout.close()
        game.stdin.write("1\n1\n1\n")
        game.stdin.close()
        assert game.wait(SOON) == 141


def test_a_file_serves_as_input(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text(SCRIPT)
    with script.open() as lines, piped(tmp_path, *PLAY, stdin=lines) as game:
        out, _ = game.communicate(timeout=SOON)
    assert turns(out) == [1, 2, 3]
