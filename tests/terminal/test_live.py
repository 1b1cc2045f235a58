"""Live mode, on a terminal of its own."""

import os
import re
import signal
from io import StringIO
from pathlib import Path

import pytest

from tests.terminal.flags import pictures
from tests.terminal.programs import at_a_terminal, at_a_terminal_of, nightreel

pytestmark = pytest.mark.slow

READY = "> "
STILL = {"NO_MOTION": "1"}
COLORS = {"COLORTERM": "truecolor", "NIGHTREEL_FRAME_SIZE": "320x180", **STILL}


def test_choices_words_and_help(tmp_path: Path) -> None:
    game = at_a_terminal(tmp_path, "play", "--terminal", "--seed", "7", "--no-clock")
    game.expect("turn 1")
    game.expect(READY)
    game.send("1\r")
    game.expect(r"Fate \. \. \.")
    game.expect("(LUCKY|NORMAL|UNLUCKY)")
    game.expect("turn 2")
    game.expect(READY)
    game.send("li\x1b[Dstenn\x7f\r")
    game.expect("turn 3")
    game.expect(READY)
    game.send("?\r")
    game.expect(":rewind")
    game.expect(READY)
    game.send(":q\r")
    game.expect("Resume with: nightreel play --terminal --run")
    game.expect("code 0")
    game.expect(" icanon")


def test_the_countdown_runs_while_somebody_types_and_keeps_what_was_typed(tmp_path: Path) -> None:
    game = at_a_terminal(tmp_path, "play", "--terminal", "--seed", "7", "--clock", "5", **STILL)
    game.expect("turn 1")
    game.expect(READY)
    game.send("1\r")
    game.expect("turn 2")
    game.expect("0:05")
    game.send("climb the")
    game.expect("0:04.*climb the")
    game.expect("0:03.*climb the")
    game.expect("The moment passes, and you let it. What you were typing is still in the line.")
    game.expect("turn 3")
    game.expect("0:05.*climb the")
    game.send("\x15wait\r")
    game.expect("turn 4")
    game.send(":quit\r")
    game.expect("code 0")


def test_pause_stops_the_countdown(tmp_path: Path) -> None:
    game = at_a_terminal(tmp_path, "play", "--terminal", "--seed", "7", "--clock", "60", **STILL)
    game.expect(READY)
    game.send("1\r")
    game.expect("0:59")
    game.send(":pause\r")
    game.expect("paused")
    game.expect(READY)
    game.send("1\r")
    game.expect("The tape is paused")
    game.expect("paused > .*1")
    game.send("\x15:resume\r")
    game.expect("The tape runs on")
    game.expect("0:5")
    game.sendeof()
    game.expect("Resume with")


def test_ctrl_c_gives_the_terminal_back_and_says_how_to_resume(tmp_path: Path) -> None:
    game = at_a_terminal(tmp_path, "play", "--terminal", "--seed", "7", **STILL)
    game.expect("turn 1")
    game.expect(READY)
    game.send("half a li")
    game.expect("half a li")
    game.sendintr()
    game.expect(r"Resume with: nightreel play --terminal --run (\w+)")
    game.expect("code 130")
    rest = game.read()
    assert "Traceback" not in rest
    assert re.search(r"[^-]icanon\b", rest)
    assert re.search(r"[^-]echo\b", rest)


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_a_signal_gives_the_terminal_back(tmp_path: Path, ending: int, code: int) -> None:
    game = at_a_terminal(tmp_path, "play", "--terminal", "--seed", "7", **STILL)
    game.expect("turn 1")
    game.expect(READY)
    running = next(Path("/proc").glob(f"{game.pid}/task/*/children")).read_text().split()
    os.kill(int(running[0]), ending)
    game.expect("Resume with")
    game.expect(f"code {code}")
    assert re.search(r"[^-]icanon\b", game.read())


def test_a_paste_presses_nothing(tmp_path: Path) -> None:
    game = at_a_terminal(tmp_path, "play", "--terminal", "--seed", "7", "--no-clock", **STILL)
    game.expect(re.escape("\x1b[?2004h"))
    game.expect("turn 1")
    game.expect(READY)
    game.send("\x1b[200~1\n2\n\x1b[201~")
    game.expect("1 2 ")
    game.send("\x15:q\r")
    game.expect("code 0")
    assert "turn 2" not in game.before  # pyright: ignore[reportOperatorIssue]


def test_on_a_terminal_plain_is_still_without_escape_codes(tmp_path: Path) -> None:
    game = at_a_terminal(tmp_path, "play", "--plain", "--seed", "7", "--clock", "5")
    game.expect("turn 1")
    shown = str(game.before)
    game.expect_exact("> ")
    shown += str(game.before)
    game.sendline("1")
    game.expect("You have 5 seconds.")
    shown += str(game.before)
    game.expect("The moment passes")
    shown += str(game.before)
    game.expect("turn 3")
    shown += str(game.before)
    game.sendline(":quit")
    game.expect("Resume with")
    shown += str(game.before)
    assert "\x1b" not in shown
    assert "Fate: " in shown


def test_a_dumb_terminal_and_one_without_colour_are_respected(tmp_path: Path) -> None:
    dumb = at_a_terminal(tmp_path, "play", "--terminal", "--no-clock", TERM="dumb")
    dumb.expect_exact("> ")
    assert "\x1b" not in str(dumb.before)
    dumb.sendeof()
    dumb.expect("code 0")
    grey = at_a_terminal(tmp_path, "play", "--terminal", "--no-clock", NO_COLOR="1", **STILL)
    grey.expect("turn 1")
    grey.expect_exact("> ")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", str(grey.before))
    grey.sendintr()
    grey.expect("code 130")


def test_a_tape_goes_on_at_a_terminal_as_its_host(tmp_path: Path) -> None:
    nightreel(tmp_path, "play", "--plain", "--seed", "7", "--name", "ada", script="1\n1\n")
    game = at_a_terminal(tmp_path, "play", "--terminal", "--resume", **STILL)
    game.expect("The tape goes on where it stopped.")
    game.expect("turn 3")
    game.expect(READY)
    game.send(":rewind\r")
    game.expect("The tape runs back.")
    game.expect("turn 2")
    game.send("\x03")
    game.expect("code 130")


def seen(home: Path, size: tuple[int, int], **more: str) -> str:
    """Return all that a terminal was sent in two turns of a game."""
    game = at_a_terminal_of(size, home, "play", "--terminal", "--seed", "7", "--no-clock", **more)
    game.logfile_read = shown = StringIO()
    game.expect("turn 1")
    game.expect(READY)
    game.send("1\r")
    game.expect("turn 2")
    game.expect(READY)
    game.sendeof()
    game.expect("code 0")
    return shown.getvalue()


@pytest.mark.parametrize(
    ("size", "cells"), [((40, 100), (71, 20)), ((50, 120), (71, 20)), ((24, 80), (50, 14))]
)
def test_a_terminal_with_true_color_shows_each_picture_once(
    tmp_path: Path, size: tuple[int, int], cells: tuple[int, int]
) -> None:
    shown = seen(tmp_path, size, **COLORS)
    assert pictures(shown) == [cells, cells]
    assert shown.index("\u2580") < shown.index("turn 1")
    assert shown.index("Fate:") < shown.rindex("\u2580") < shown.index("turn 2")
    assert "Picture:" not in shown


@pytest.mark.parametrize(
    ("size", "more"),
    [
        ((40, 100), {"COLORTERM": ""}),
        ((40, 100), {"NO_COLOR": "1"}),
        ((40, 100), {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}),
        ((40, 59), {}),
    ],
    ids=["256 colors", "no color", "no such sign", "narrow"],
)
def test_a_terminal_that_cannot_show_pictures_gets_words(
    tmp_path: Path, size: tuple[int, int], more: dict[str, str]
) -> None:
    shown = seen(tmp_path, size, **(COLORS | more))
    assert pictures(shown) == []
    assert "[38;2;" not in shown
    assert shown.count("Picture: ") == 2


def test_plain_on_a_terminal_of_any_color_gets_words_and_no_escape_code(tmp_path: Path) -> None:
    game = at_a_terminal(tmp_path, "play", "--plain", "--seed", "7", "--no-clock", **COLORS)
    game.expect_exact("> ")
    assert "\x1b" not in str(game.before)
    assert "Picture: " in str(game.before)
    game.sendeof()
    game.expect("code 0")
