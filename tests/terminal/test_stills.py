"""Pictures as half blocks."""

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nightreel.surfaces.terminal.stills import HALF, Canvas, Still, still
from tests.terminal.flags import BLUE, RED, flag

ROOM = Canvas(72, 20)
COLORS = re.compile(r"\x1b\[38;2;(\d+);(\d+);(\d+);48;2;(\d+);(\d+);(\d+)m")


def seen(data: bytes, canvas: Canvas = ROOM) -> Still:
    made = still(data, canvas)
    assert made is not None
    return made


def encoded(image: Image.Image, kind: str) -> bytes:
    data = BytesIO()
    image.save(data, kind)
    return data.getvalue()


def brightness(made: Still) -> float:
    tones = [int(n) for row in made.rows for cell in COLORS.findall(row) for n in cell]
    return sum(tones) / len(tones)


@pytest.mark.parametrize(
    ("size", "canvas", "cells"),
    [
        ((768, 432), Canvas(76, 20), (71, 20)),
        ((768, 432), Canvas(56, 20), (56, 16)),
        ((768, 432), Canvas(116, 14), (50, 14)),
        ((400, 400), Canvas(76, 20), (40, 20)),
        ((4000, 40), Canvas(76, 20), (76, 1)),
        ((40, 4000), Canvas(76, 20), (1, 20)),
        ((16, 9), Canvas(76, 20), (71, 20)),
    ],
)
def test_a_picture_fills_the_room_and_keeps_its_proportions(
    size: tuple[int, int], canvas: Canvas, cells: tuple[int, int]
) -> None:
    rows = seen(flag(size=size), canvas).rows
    assert {row.count(HALF) for row in rows} == {cells[0]}
    assert len(rows) == cells[1]


def test_a_cell_shows_one_pixel_over_another() -> None:
    image = Image.new("RGB", (2, 2))
    for at, color in (((0, 0), RED), ((1, 0), BLUE), ((0, 1), BLUE), ((1, 1), BLUE)):
        image.putpixel(at, color)
    (row,) = seen(encoded(image, "PNG"), Canvas(2, 1)).rows
    first, second = (tuple(map(int, cell)) for cell in COLORS.findall(row))
    assert first[0] > 2 * first[2]
    assert first[5] > 2 * first[3]
    assert min(second[2], second[5]) > 2 * max(second[0], second[3])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_every_kind_of_frame_is_shown(kind: str, mode: str) -> None:
    assert len(seen(encoded(Image.new(mode, (160, 90), 90), kind)).rows) == 20


def test_each_row_leaves_the_terminal_as_it_was() -> None:
    assert all(row.endswith("\x1b[0m") for row in seen(flag()).rows)


def test_a_color_that_goes_on_is_said_once() -> None:
    assert all(len(COLORS.findall(row)) == 1 for row in seen(flag(size=(160, 90))).rows)


def test_a_dark_frame_is_lifted_and_a_black_one_is_left_black() -> None:
    dusk, night = flag((110, 100, 90), (10, 10, 14)), flag((9, 9, 9), (4, 4, 4))
    assert brightness(seen(dusk)) > 1.15 * (110 + 100 + 90 + 10 + 10 + 14) / 6
    assert brightness(seen(night)) < 12


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        flag()[:200],
        b"GIF89a" + flag(),
        encoded(Image.new("RGB", (90, 90)), "BMP"),
        encoded(Image.new("1", (5000, 8)), "PNG"),
        flag() + b"\0" * 16_000_000,
    ],
    ids=["nothing", "words", "cut", "of two kinds", "of no kind", "too wide", "too large"],
)
def test_what_is_no_picture_gives_none(data: bytes) -> None:
    assert still(data, ROOM) is None


@given(st.binary(max_size=40), st.integers(0, 400), st.integers(0, 40))
def test_no_damage_ever_raises_or_leaks_more_than_colors(junk: bytes, at: int, gone: int) -> None:
    whole = flag(size=(64, 36))
    made = still(whole[:at] + junk + whole[at + gone :], Canvas(16, 5))
    for row in made.rows if made else ():
        assert COLORS.sub("", row).replace(HALF, "") == "\x1b[0m"
