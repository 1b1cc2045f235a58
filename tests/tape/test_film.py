"""The film: under its limit at any length, whole, legible, the same each time."""

import asyncio
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from blockbuster import blockbuster_ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from PIL import Image

from nightreel.store.media import MemoryMedia
from nightreel.tape.film.errors import TapeTooLong, TapeUnwritable
from nightreel.tape.film.lettering import Lettering
from nightreel.tape.film.making import TapeOptions, TapeReport, make_tape
from nightreel.tape.film.painting import PICTURE, Painter, snow
from nightreel.tape.film.reel import Held, Reel
from nightreel.tape.film.rungs import Format, Rung, ladder
from nightreel.tape.film.timing import Page, pages_of
from tests.tape.films import heard, noisy, reel, seen

LIMITS = (8_000_000, 2_000_000)


async def made(scenes: int, out: Path, options: TapeOptions, **how: Any) -> tuple[TapeReport, Reel]:
    media = MemoryMedia()
    cards = await reel(scenes, media, **how)
    return await make_tape(cards, media, out, options), cards


def left_in(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


class Viewer:
    """Watches a film for the pages of its scenes, each in its turn."""

    def __init__(self, cards: Reel) -> None:
        lettering = Lettering()
        self._painter = Painter(lettering)
        self.wanted = [p for p in pages_of(cards, lettering) if p.kind == "scene"]
        self.read: list[Page] = []
        self._next: Any = None

    def see(self, gray: Any) -> None:
        """Look at a picture: is the next page there as it was set, but for an encoder's edges?"""
        strip = gray[PICTURE[1] :].ravel()
        if len(self.read) == len(self.wanted) or strip.std() < 1:
            return
        if self._next is None:
            page = self._painter.page(self.wanted[len(self.read)], snow(0))
            self._next = np.asarray(page.convert("L"))[PICTURE[1] :].ravel()
        if float(np.corrcoef(self._next, strip)[0, 1]) > 0.93:
            self.read.append(self.wanted[len(self.read)])
            self._next = None


def told(film: Path, cards: Reel) -> tuple[list[Page], list[float]]:
    """Return the pages that can be read in a film, and the times of its pictures."""
    viewer, times = Viewer(cards), list[float]()
    for at, gray in seen(film):
        viewer.see(gray)
        times.append(at)
    return viewer.read, times


async def keeps_its_promises(scenes: int, limit: int, tmp_path: Path) -> None:
    out = tmp_path / "tape.mp4"
    report, cards = await made(scenes, out, TapeOptions(limit=limit))
    assert out.stat().st_size == report.size <= limit
    assert report.turns == scenes
    read, times = told(out, cards)
    assert {p.card for p in read} == set(range(1, scenes + 1))
    assert read == Viewer(cards).wanted
    assert times == sorted(times)
    # The last picture of a beat stands until the end.
    assert report.length / 1000 - 10 < times[-1] < report.length / 1000
    assert max(np.diff(times)) <= 9.001
    captions = (tmp_path / "tape.vtt").read_text("utf-8")
    assert captions.count("-->") == len(read) + 2
    assert left_in(tmp_path) == {"tape.mp4", "tape.vtt"}


@pytest.mark.parametrize("limit", LIMITS)
async def test_a_film_of_two_scenes_keeps_its_promises(limit: int, tmp_path: Path) -> None:
    await keeps_its_promises(2, limit, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("scenes", [20, 60, 300])
async def test_a_film_of_any_length_keeps_its_promises(
    scenes: int, limit: int, tmp_path: Path
) -> None:
    await keeps_its_promises(scenes, limit, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gif", "webp"])
async def test_moving_pictures_of_twenty_scenes_fit_too(kind: Format, tmp_path: Path) -> None:
    out = tmp_path / f"tape.{kind}"
    report, cards = await made(20, out, TapeOptions(kind, 2_000_000, captions=False))
    assert out.stat().st_size == report.size <= 2_000_000
    viewer, length = Viewer(cards), 0
    with Image.open(out) as film:
        for n in range(getattr(film, "n_frames", 1)):
            film.seek(n)
            viewer.see(np.asarray(film.convert("L")))
            # Pillow knows it once the picture is read.
            length += film.info["duration"]
    assert viewer.read == viewer.wanted
    assert abs(length - report.length) < 20_000


async def test_the_same_reel_is_the_same_film(tmp_path: Path) -> None:
    first, again = tmp_path / "a.mp4", tmp_path / "b.mp4"
    options = TapeOptions(limit=600_000)
    await made(2, first, options)
    await made(2, again, options)
    assert first.read_bytes() == again.read_bytes()
    assert first.with_suffix(".vtt").read_text() == again.with_suffix(".vtt").read_text()


async def test_without_a_limit_nothing_is_given_up(tmp_path: Path) -> None:
    report, _ = await made(2, tmp_path / "tape.mp4", TapeOptions())
    assert report.given_up == ""
    assert report.told.startswith("2 scenes, 0:")


async def test_what_was_given_up_is_said(tmp_path: Path) -> None:
    report, _ = await made(2, tmp_path / "tape.mp4", TapeOptions(limit=35_000))
    assert report.size <= 35_000
    assert "pictures softened" in report.told
    assert "no sound" in report.told


async def test_where_nothing_fits_it_says_what_would_and_leaves_no_file(tmp_path: Path) -> None:
    out = tmp_path / "tape.mp4"
    out.write_bytes(b"the one before")
    with pytest.raises(TapeTooLong) as refused:
        await made(2, out, TapeOptions(limit=5000))
    assert f"{refused.value.least:,} at the least" in refused.value.player_text
    assert out.read_bytes() == b"the one before"
    report, _ = await made(2, out, TapeOptions(limit=refused.value.least))
    assert report.size == refused.value.least


async def test_a_film_has_sound_unless_it_is_to_be_silent(tmp_path: Path) -> None:
    loud, silent = tmp_path / "loud.mp4", tmp_path / "silent.mp4"
    report, _ = await made(2, loud, TapeOptions())
    await made(2, silent, TapeOptions(silent=True))
    sound = heard(loud)
    assert abs(len(sound) / 16_000 - report.length / 1000) < 0.2
    # AAC may overshoot what it was given (-12 dBFS) a little.
    assert 0.01 < np.abs(sound).max() < 0.3
    assert len(heard(silent)) == 0


async def test_a_player_can_seek_to_every_card(tmp_path: Path) -> None:
    from nightreel.tape.film.pyav import PYAV

    out = tmp_path / "tape.mp4"
    await made(4, out, TapeOptions(silent=True))
    with PYAV.open(out) as film:
        keys = sum(p.is_keyframe for p in film.demux(video=0) if p.size)
    assert keys == 4 + 2
    # What a player needs first stands first.
    assert out.read_bytes().index(b"moov") < out.read_bytes().index(b"mdat")


async def test_a_scene_without_a_picture_keeps_its_card(tmp_path: Path) -> None:
    media = MemoryMedia()
    cards = await reel(4, media)
    bad = await media.put(b"\xff\xd8\xff no picture")
    odd = await media.put(noisy(3, 200, 300))
    frames = (None, "0" * 64, bad, odd)
    held = [structs.replace(c, frame=f) for c, f in zip(cards.cards, frames, strict=True)]
    cards = structs.replace(cards, cards=tuple(held))
    out = tmp_path / "tape.mp4"
    report = await make_tape(cards, media, out)
    assert {p.card for p in told(out, cards)[0]} == {1, 2, 3, 4}
    assert report.lost == (2, 3)
    assert "No picture could be read for turn 2, 3" in report.told


async def test_static_never_flashes(tmp_path: Path) -> None:
    out = tmp_path / "tape.mp4"
    await made(4, out, TapeOptions(silent=True))
    light = [(at, gray[: PICTURE[1]].mean() / 255) for at, gray in seen(out)]
    turns: list[float] = []
    way = 0
    for (_, before), (at, now) in pairwise(light):
        # What counts as a flash changes by a tenth of full light.
        if abs(now - before) >= 0.1 and (now > before) != (way > 0):
            way = 1 if now > before else -1
            turns.append(at)
    # Three flashes are six changes of direction.
    assert all(b - a > 1 for a, b in zip(turns, turns[5:], strict=False))


HOSTILE = (
    "<script>alert(1)</script> -->",
    "00:00:00.000 --> 99:00:00.000",
    "WEBVTT\n\nNOTE & <b>bold</b>",
    "\u202eevil\u202c \U0001f9df \u4e2d\u6587 \u043f\u0440\u0438\u0432\u0435\u0442",
    "x" * 300,
    "%s {0} \\n \x00",
)


async def test_what_was_typed_is_shown_and_rules_nothing(tmp_path: Path) -> None:
    media = MemoryMedia()
    cards = await reel(1, media)
    held = tuple(Held(n + 2, "So it goes.", typed) for n, typed in enumerate(HOSTILE))
    cards = structs.replace(cards, cards=cards.cards + held)
    out = tmp_path / "tape.mp4"
    report = await make_tape(cards, media, out, TapeOptions(silent=True))
    assert report.turns == 1 + len(HOSTILE)
    blocks = (tmp_path / "tape.vtt").read_text("utf-8").removesuffix("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    for block in blocks[1:]:
        timing, *lines = block.split("\n")
        assert timing.count("-->") == 1
        assert lines
        assert not any(c in line for line in lines for c in "<>\u202e\x00")
    assert any("\u4e2d\u6587" in block for block in blocks)


async def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TapeUnwritable) as refused:
        await made(1, tmp_path / "file" / "tape.mp4", TapeOptions())
    assert "tape.mp4" in refused.value.player_text


async def test_what_is_there_and_no_file_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A rename would put the film in the place of a device for good.
    pipe, folder = tmp_path / "pipe.mp4", tmp_path / "folder.mp4"
    os.mkfifo(pipe)
    folder.mkdir()
    monkeypatch.chdir(folder)
    for out in (pipe, folder, Path()):
        with pytest.raises(TapeUnwritable, match="not a file"):
            await made(1, out, TapeOptions())
    assert pipe.is_fifo()
    assert left_in(tmp_path) == {"pipe.mp4", "folder.mp4"}


async def test_a_film_does_not_take_the_name_of_its_captions(tmp_path: Path) -> None:
    out = tmp_path / "tape.vtt"
    with pytest.raises(TapeUnwritable, match="captions"):
        await made(1, out, TapeOptions())
    assert left_in(tmp_path) == set()
    await made(1, out, TapeOptions(captions=False))
    assert left_in(tmp_path) == {"tape.vtt"}


async def test_a_maker_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    begun = asyncio.Event()
    media = MemoryMedia()
    cards = await reel(20, media)
    async with asyncio.TaskGroup() as group:
        out = tmp_path / "tape.mp4"
        making = group.create_task(make_tape(cards, media, out, progress=lambda _: begun.set()))
        await begun.wait()
        making.cancel()
    assert making.cancelled()
    assert left_in(tmp_path) == set()


async def test_what_a_killed_maker_left_long_ago_is_swept_away(tmp_path: Path) -> None:
    mine = {".nightreel-tape-dead", ".nightreel-tape-busy", ".tape-of-mine"}
    for name in mine:
        (tmp_path / name).mkdir()
        (tmp_path / name / "film").write_bytes(b"half")
    for old in (".nightreel-tape-dead", ".tape-of-mine"):
        os.utime(tmp_path / old, (0, 0))
    await made(1, tmp_path / "tape.mp4", TapeOptions(captions=False))
    assert left_in(tmp_path) == {"tape.mp4", ".nightreel-tape-busy", ".tape-of-mine"}


async def test_progress_is_told_and_the_loop_is_never_blocked(tmp_path: Path) -> None:
    shares: list[float] = []
    media = MemoryMedia()
    cards = await reel(2, media)
    with blockbuster_ctx():
        await make_tape(cards, media, tmp_path / "tape.mp4", progress=shares.append)
    await asyncio.sleep(0)
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(scenes=st.integers(1, 5), limit=st.integers(20_000, 400_000), silent=st.booleans())
def test_a_film_is_under_its_limit_or_not_made(
    scenes: int, limit: int, silent: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("films") / "tape.mp4"
    options = TapeOptions(limit=limit, silent=silent)
    result: TapeReport | TapeTooLong
    try:
        result, _ = asyncio.run(made(scenes, out, options, size=(96, 54)))
    except TapeTooLong as error:
        result = error
    if isinstance(result, TapeTooLong):
        assert result.least > limit
        assert not out.exists()
    else:
        assert out.stat().st_size == result.size <= limit


@pytest.mark.parametrize("kind", ["mp4", "gif", "webp"])
def test_every_step_down_takes_less(kind: Format) -> None:
    steps: tuple[Rung, ...] = ladder(kind)
    for step, after in pairwise(steps):
        assert (after.usual, after.sound) != (step.usual, step.sound)
        assert after.usual + after.sound < step.usual + step.sound
        assert after.pace >= step.pace or after.sound < step.sound
    assert all(r.sound == 0 for r in ladder(kind, silent=True))
