"""The tape look: what it may do to a picture, and what it may never do."""

import io
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from nightreel.illustrators.camera.look import Display, Tape, develop, encode
from nightreel.illustrators.camera.osd import stamps

SIZE = (768, 432)
SMALL = (333, 187)
DISPLAY = Display(
    clock="17:42:08", date="OCT 9 1993", counter="0:07:31", battery=62, level=0.5, lamp=True
)

Frame = NDArray[np.uint8]


def a_night(width: int = 384, height: int = 216) -> NDArray[np.float32]:
    """A lamp over a road, a post, a slanted roof: light, dark and edges in every direction."""
    x = np.linspace(-0.9, 0.9, width, dtype=np.float32)[None, :]
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    light = 0.12 + 0.2 * (y + 0.5) + 0.004 / ((x - 0.4) ** 2 + (y + 0.2) ** 2 + 0.003)
    light = np.where((np.abs(x + 0.3) < 0.015) & (y < 0.3), 0.03, light)
    light = np.where((x > 0) & (x < 0.3) & (y > 0.1 - 0.3 * x), 0.08, light)
    picture = light[..., None] * np.array([1.0, 0.8, 0.6])
    return np.clip(picture, 0, 1).astype(np.float32)


def filmed(tape: Tape, size: tuple[int, int] = SMALL, clean: bool = False) -> Frame:
    return develop(a_night(), size, tape, DISPLAY, clean=clean)


def a_tape(**changes: Any) -> Tape:
    return msgspec.structs.replace(Tape(seed=7, frame=3), **changes)


def distance(one: Frame, other: Frame) -> float:
    return float(np.abs(one.astype(float) - other.astype(float)).mean())


def roughness(frame: Frame) -> float:
    luma = frame.mean(axis=2)
    return float(np.abs(np.diff(luma, axis=0)).mean() + np.abs(np.diff(luma, axis=1)).mean())


def test_the_same_state_gives_the_same_bytes() -> None:
    tape = a_tape(wear=0.7, gain=0.4, echo=0.5, hum=0.5, hurt=0.5, hidden=True, glass=True)
    assert encode(filmed(tape, SIZE)) == encode(filmed(tape, SIZE))


@pytest.mark.parametrize("change", [{"seed": 8}, {"frame": 4}])
def test_another_tape_or_frame_has_other_noise(change: dict[str, int]) -> None:
    assert distance(filmed(a_tape()), filmed(a_tape(**change))) > 0.5


def test_a_clean_frame_is_smoother_than_a_taped_one() -> None:
    assert roughness(filmed(a_tape(), clean=True)) < 0.7 * roughness(filmed(a_tape()))


def test_a_clean_frame_knows_no_tape() -> None:
    worn = a_tape(frame=9, wear=1.0, gain=1.0, echo=1.0, hum=1.0, smear=(30.0, 4.0))
    assert np.array_equal(filmed(worn, clean=True), filmed(a_tape(), clean=True))


def test_more_wear_is_further_from_a_clean_picture() -> None:
    clean = filmed(a_tape(), clean=True)
    far = [distance(filmed(a_tape(wear=w)), clean) for w in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert far == sorted(far)
    assert far[-1] > 1.25 * far[0]


@pytest.mark.parametrize(
    "change",
    [
        {"echo": 1.0},
        {"hum": 1.0},
        {"hurt": 0.8},
        {"hidden": True},
        {"glass": True},
        {"smear": (24.0, 6.0)},
    ],
)
def test_what_means_something_can_be_seen(change: dict[str, Any]) -> None:
    assert distance(filmed(a_tape(**change)), filmed(a_tape())) > 1.0


@pytest.mark.parametrize("change", [{"hurt": 0.8}, {"hidden": True}, {"glass": True}])
def test_a_clean_frame_keeps_what_matters_and_keeps_it_quieter(change: dict[str, Any]) -> None:
    clean = distance(filmed(a_tape(**change), clean=True), filmed(a_tape(), clean=True))
    assert 0.5 < clean < distance(filmed(a_tape(**change)), filmed(a_tape()))


def test_the_echo_stands_to_the_left_of_what_it_doubles() -> None:
    picture = np.full((216, 384, 3), 0.5, dtype=np.float32)
    picture[:, 190:198] = 0.0
    still = develop(picture, SIZE, a_tape(wear=0.0), None)
    doubled = develop(picture, SIZE, a_tape(wear=0.0, echo=1.0), None)
    darker = (still.astype(float) - doubled.astype(float)).mean(axis=(0, 2))
    assert 0.42 < np.argmax(darker) / SIZE[0] < 0.49


@pytest.mark.parametrize("wear", [0.1, 0.6, 1.0])
def test_no_frame_flashes_beside_another(wear: float) -> None:
    means = [
        float(filmed(a_tape(seed=s, frame=f, wear=wear, gain=0.5)).mean())
        for s in (1, 2, 3)
        for f in (0, 1, 2)
    ]
    assert max(means) - min(means) < 0.02 * np.mean(means)


def test_humming_bars_do_not_change_how_bright_the_frame_is() -> None:
    flat = np.full((216, 384, 3), 0.4, dtype=np.float32)
    quiet, humming = (develop(flat, SMALL, a_tape(hum=h), None).mean() for h in (0.0, 1.0))
    assert abs(quiet - humming) < 0.02 * quiet


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize(
    ("change", "right", "low"),
    [
        ({"clock": "03:00:00"}, False, True),
        ({"date": "NOV 30 1993"}, False, True),
        ({"counter": "9:59:59"}, True, False),
        ({"battery": 5}, True, False),
        ({"lamp": False}, True, False),
        ({"recording": False}, False, False),
        ({"level": 1.0}, True, True),
    ],
)
def test_a_changed_sign_changes_only_its_corner(
    change: dict[str, Any], right: bool, low: bool, clean: bool
) -> None:
    other = msgspec.structs.replace(DISPLAY, **change)
    one, two = (develop(a_night(), SIZE, a_tape(), d, clean=clean) for d in (DISPLAY, other))
    rows, cols = np.nonzero((one != two).any(axis=2))
    assert rows.size > 20
    assert (cols > SIZE[0] * 0.6).all() if right else (cols < SIZE[0] * 0.4).all()
    assert (rows > SIZE[1] * 0.7).all() if low else (rows < SIZE[1] * 0.3).all()


def test_every_sign_of_the_font_has_its_own_shape() -> None:
    shapes: set[bytes] = set()
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:.-/%'"
    for sign in signs:
        display = Display(clock="", date="", counter=sign, recording=False, mode="")
        shapes.add(b"".join(stamp.ink.tobytes() for stamp in stamps(display, SIZE)))
    assert len(shapes) == len(signs)


def test_without_a_display_nothing_is_printed() -> None:
    bare, printed = (
        develop(a_night(), SIZE, a_tape(), d, clean=True)[-80:, :250] for d in (None, DISPLAY)
    )
    assert bare.max() < 200 < printed.max()


def test_slanted_edges_lose_their_stairs() -> None:
    y, x = np.mgrid[0:216, 0:384]
    steps = np.where(y < 60 + 0.22 * x, 0.7, 0.15).astype(np.float32)
    picture = np.repeat(steps[..., None], 3, axis=2)
    frame = develop(picture, SIZE, a_tape(), None, clean=True).astype(float)[..., 1]
    plain = np.array(Image.fromarray(steps * 255).resize(SIZE, Image.Resampling.BICUBIC))

    def jag(luma: NDArray[Any]) -> float:
        """How far the edge strays from a straight line, in lines of the frame."""
        edge = ((luma[:, 80:-80] - 38.25) / 140.25).sum(axis=0)
        along = np.linspace(0, 1, SIZE[0] - 160)
        line = np.polynomial.Polynomial.fit(along, edge, 1)
        return float(np.std(edge - line(along)))

    assert jag(frame) < 0.75 * jag(plain)


@pytest.mark.parametrize("level", [0.0, 1.0, -3.0, 40.0])
@pytest.mark.parametrize("clean", [True, False])
def test_black_white_and_worse_come_out_as_a_frame(level: float, clean: bool) -> None:
    picture = np.full((216, 384, 3), level, dtype=np.float32)
    tape = a_tape(wear=1.0, gain=1.0, hum=1.0, echo=1.0, hurt=1.0, hidden=True, glass=True)
    frame = develop(picture, SMALL, tape, DISPLAY, clean=clean)
    assert frame.shape == (187, 333, 3)
    assert frame.dtype == np.uint8


unit = st.floats(-0.5, 1.5)


@settings(max_examples=40, deadline=None)
@given(
    size=st.tuples(st.integers(32, 420), st.integers(32, 260)),
    tape=st.builds(
        Tape,
        seed=st.integers(0, 2**70),
        frame=st.integers(0, 10**7),
        wear=unit,
        gain=unit,
        smear=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
        hurt=unit,
        hum=unit,
        echo=unit,
        hidden=st.booleans(),
        glass=st.booleans(),
    ),
    battery=st.integers(-5, 130),
    level=st.none() | unit,
    clean=st.booleans(),
)
def test_any_size_and_any_tape_give_a_frame(
    size: tuple[int, int], tape: Tape, battery: int, level: float | None, clean: bool
) -> None:
    display = msgspec.structs.replace(DISPLAY, battery=battery, level=level, date="ÉTÉ ☂")
    frame = develop(a_night(96, 54), size, tape, display, clean=clean)
    assert frame.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_picture_that_is_no_number_is_refused_by_name(bad: float) -> None:
    picture = a_night()
    picture[3, 4, 1] = bad
    with pytest.raises(ValueError, match="no numbers"):
        develop(picture, SIZE, a_tape(), None)


def test_a_picture_of_another_shape_a_tiny_frame_and_a_broken_tape_are_refused() -> None:
    with pytest.raises(ValueError, match="a picture is"):
        develop(a_night()[..., 0], SIZE, a_tape(), None)
    with pytest.raises(ValueError, match="a frame is at least"):
        develop(a_night(), (768, 20), a_tape(), None)
    with pytest.raises(ValueError, match="tape"):
        develop(a_night(), SIZE, a_tape(wear=float("nan")), None)


def test_developing_leaves_the_picture_as_it_was() -> None:
    picture = a_night(333, 187)
    before = picture.copy()
    develop(picture, SMALL, a_tape(hidden=True, hurt=0.5, smear=(9.0, 0.0)), DISPLAY)
    develop(picture, SMALL, a_tape(), DISPLAY, clean=True)
    assert np.array_equal(picture, before)


def test_a_frame_is_a_plain_jpeg_of_a_modest_size() -> None:
    data = encode(filmed(a_tape(wear=0.5, gain=0.4), SIZE))
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", SIZE, {})
    assert len(data) < 140_000
