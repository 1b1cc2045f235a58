"""Settings of the process: where things are, and what a frame may be."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from nightreel.settings import Settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NIGHTREEL_HOME", str(tmp_path))
    return tmp_path


def settings() -> Settings:
    return Settings()  # pyright: ignore[reportCallIssue] - every field has a default


def test_pictures_and_tapes_are_kept_at_home(home: Path) -> None:
    assert (settings().media, settings().tapes) == (home / "media", home / "tapes")


def test_frames_are_taken_as_on_tape_and_of_a_size_that_is_quick() -> None:
    assert (settings().size, settings().clean_picture) == ((768, 432), False)


@pytest.mark.parametrize(
    ("text", "size"), [("160x90", (160, 90)), ("1920x1080", (1920, 1080)), ("200x400", (200, 400))]
)
def test_frames_have_the_size_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, text: str, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NIGHTREEL_FRAME_SIZE", text)
    assert settings().size == size


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "768", "768x", "768X432", "768 x 432", "-768x432", "768x432x3", "768x432\n"),
        *("159x90", "160x89", "1921x1080", "1920x1081", "0x0", "99999x99999"),
        "\u0661\u0666\u0660x90",
    ],
)
def test_a_size_that_cannot_be_filmed_is_refused_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("NIGHTREEL_FRAME_SIZE", text)
    with pytest.raises(ValidationError, match="from 160x90 to 1920x1080"):
        settings()


@pytest.mark.parametrize(("text", "clean"), [("1", True), ("true", True), ("0", False)])
def test_the_look_of_the_tape_can_be_turned_off(
    monkeypatch: pytest.MonkeyPatch, text: str, clean: bool
) -> None:
    monkeypatch.setenv("NIGHTREEL_CLEAN_PICTURE", text)
    assert settings().clean_picture == clean
