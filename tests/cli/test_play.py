"""The films of the games that are played: told of, waited for, there."""

import re
from pathlib import Path

import pytest

from nightreel.cli.winding import Winding
from nightreel.ports.errors import RunUnknown
from nightreel.settings import Settings
from tests.director.games import a_short_life
from tests.terminal.programs import at_a_terminal, nightreel

SMALL = {"NIGHTREEL_FRAME_SIZE": "160x90"}
TO_THE_END = "1\n" * 24


def at(home: Path) -> Winding:
    return Winding(Settings.model_validate({"home": home}), {})


def test_before_anything_was_made_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    winding = at(tmp_path)
    assert winding.told("ab12", just_now=False).endswith("nightreel tape ab12")
    assert (winding.leaving(), winding.left()) == ([], [])


def test_a_film_that_is_there_is_named_and_not_waited_for(tmp_path: Path) -> None:
    winding, film = at(tmp_path), tmp_path / "tapes" / "ab12.mp4"
    film.parent.mkdir()
    film.touch()
    assert winding.told("ab12", just_now=False) == f"The film is here: {film}"
    assert (winding.leaving(), winding.left()) == ([], [])


def test_a_film_that_is_awaited_is_told_twice_and_then_there_or_not(tmp_path: Path) -> None:
    winding, film = at(tmp_path), tmp_path / "tapes" / "ab12.mp4"
    assert winding.told("ab12", just_now=True) == f"The film is being wound: {film}"
    assert len(winding.leaving()) == 1
    assert winding.left() == ["The film was not finished. To make it: nightreel tape ab12"]
    film.parent.mkdir()
    film.touch()
    assert winding.left() == [f"The film is here: {film}"]


async def test_a_film_that_failed_is_not_waited_for_but_told(tmp_path: Path) -> None:
    winding = at(tmp_path)
    with pytest.raises(RunUnknown):
        await winding.make("ab12")
    assert winding.leaving() == []
    assert winding.left() == ["The film was not finished. To make it: nightreel tape ab12"]


@pytest.mark.slow
def test_a_game_that_ends_leaves_its_film(tmp_path: Path) -> None:
    seed = str(a_short_life())
    done = nightreel(tmp_path, "play", "--terminal", "--seed", seed, script=TO_THE_END, **SMALL)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if line.startswith("The film ")]
    wound = re.fullmatch(r"The film is being wound: (.+\.mp4)", lines[0])
    assert wound
    assert lines[1].startswith("The film is still being wound.")
    assert lines[2:] == [f"The film is here: {wound[1]}"]
    film = Path(wound[1])
    assert film.parent == tmp_path / "tapes"
    assert film.read_bytes()[4:8] == b"ftyp"
    again = nightreel(tmp_path, "play", "--terminal", "--run", film.stem, script="n\n")
    assert f"\nThe film is here: {film}\n" in again.stdout
    film.unlink()
    again = nightreel(tmp_path, "play", "--terminal", "--run", film.stem, script="n\n")
    assert f"To make one: nightreel tape {film.stem}\n" in again.stdout


@pytest.mark.slow
def test_a_film_that_cannot_be_made_is_owned_up_to(tmp_path: Path) -> None:
    (tmp_path / "tapes").touch()  # where the folder should be
    seed = str(a_short_life())
    done = nightreel(tmp_path, "play", "--terminal", "--seed", seed, script=TO_THE_END, **SMALL)
    assert done.returncode == 0
    assert "The film was not finished. To make it: nightreel tape " in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_without_pictures_no_film_is_made_or_told_of(tmp_path: Path) -> None:
    seed = str(a_short_life())
    done = nightreel(
        tmp_path, "play", "--terminal", "--seed", seed, "--no-pictures", script=TO_THE_END
    )
    assert "Another tape?" in done.stdout
    assert "The film" not in done.stdout
    assert "nightreel tape" not in done.stdout
    assert not (tmp_path / "tapes").exists()


@pytest.mark.slow
def test_ctrl_c_twice_leaves_without_the_film(tmp_path: Path) -> None:
    seed = str(a_short_life())
    colors = {"COLORTERM": "truecolor", "NO_MOTION": "1"}
    game = at_a_terminal(
        tmp_path, "play", "--terminal", "--no-clock", "--seed", seed, **SMALL, **colors
    )
    said = game.expect(["Another tape", "> "])
    while said == 1:
        game.send("1\r")
        game.expect("\r\n")
        said = game.expect(["Another tape", "\x1b\\[1m> "])
    assert "The film is being wound: " in str(game.before)
    game.sendintr()
    game.expect("The film is still being wound.")
    game.sendintr()
    game.expect("The film (was not finished|is here)")
    game.expect("code 130")
    assert "Traceback" not in game.read()
