"""A tape fault: plain to see, the same every time, and still that picture."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nightreel.illustrators.fault import faulted
from tests.illustrators.failing import FORMATS, a_picture

SIZE = (320, 180)


def pixels(data: bytes) -> np.ndarray:
    with Image.open(BytesIO(data)) as image:
        assert image.format in FORMATS.values()
        return np.asarray(image.convert("RGB"), dtype=np.float32)


def colorful(frame: np.ndarray) -> float:
    """How far the channels are apart, in the mean."""
    return float((frame.max(axis=2) - frame.min(axis=2)).mean())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**63), kind=st.sampled_from(sorted(FORMATS)))
def test_a_fault_is_seen_and_takes_the_color(seed: int, kind: str) -> None:
    good = a_picture(kind, SIZE)
    before, after = pixels(good), pixels(faulted(good, seed))
    assert after.shape == before.shape
    assert np.abs(after - before).mean() > 8
    assert colorful(after) < colorful(before) / 2


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**63))
def test_the_picture_is_still_known_under_its_fault(seed: int) -> None:
    good = a_picture(size=SIZE)
    before, after = (pixels(data).mean(axis=2).ravel() for data in (good, faulted(good, seed)))
    assert np.corrcoef(before, after)[0, 1] > 0.2


def test_the_same_seed_is_the_same_fault_to_the_byte() -> None:
    good = a_picture(size=SIZE)
    assert faulted(good, 5) == faulted(good, 5)
    assert faulted(good, 5) != faulted(good, 6)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 200), (160, 90), (1920, 1080)])
def test_a_picture_of_any_size_can_have_a_fault(size: tuple[int, int]) -> None:
    for seed in range(5):
        assert pixels(faulted(a_picture(size=size), seed)).shape == (size[1], size[0], 3)


@pytest.mark.parametrize("data", [b"", b"no picture", a_picture()[:500]])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises((OSError, ValueError)):
        faulted(data, 1)
