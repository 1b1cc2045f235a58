"""Measuring: figures of a process of their own."""

import os

import pytest

from nightreel.bench.measuring import Figures, Heart, Series, alone, figures, peak

HELD = 60_000_000


def trivial() -> Figures:
    """Measure five sums; say which process did, on how many cores."""
    series = Series()
    for _ in range(5):
        series.time(lambda: sum(range(10_000)))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return figures("trivial", series, {"process": str(os.getpid()), "cores": float(cores)})


def hungry() -> Figures:
    """Hold many bytes once."""
    series = Series()
    series.time(lambda: len(bytearray(HELD)))
    return figures("hungry", series)


def failing() -> Figures:
    raise ValueError("nothing to measure")


@pytest.mark.slow
def test_a_benchmark_is_measured_in_a_process_of_its_own_on_the_cores_it_was_given() -> None:
    it = alone(trivial, 1)
    assert (it.name, it.count) == ("trivial", 5)
    assert 0 < it.p50 <= it.p95 <= it.worst
    assert it.more["process"] != str(os.getpid())
    assert it.more["cores"] == 1


@pytest.mark.slow
def test_memory_is_counted_for_the_benchmark_alone() -> None:
    little, much = alone(trivial, 1).peak, alone(hungry, 1).peak
    assert 5 < little < 1000
    assert much - little > HELD / 1e6 * 0.8


@pytest.mark.slow
def test_what_fails_in_the_other_process_fails_here() -> None:
    with pytest.raises(ValueError, match="nothing to measure"):
        alone(failing, 1)


def test_a_series_ranks_what_it_timed() -> None:
    series = Series()
    assert series.at(0.5) == 0
    series.millis = [float(n) for n in range(100, 0, -1)]
    assert (series.at(0), series.at(0.5), series.at(0.95), series.at(1)) == (1, 51, 96, 100)
    it = figures("ranked", series)
    assert (it.count, it.p50, it.p95, it.worst) == (100, 51, 96, 100)
    assert it.peak > 5


def test_a_time_comes_with_what_was_made() -> None:
    series = Series()
    assert series.time(lambda: "made") == "made"
    assert len(series.millis) == 1
    assert series.millis[0] >= 0


def test_memory_is_told_in_megabytes() -> None:
    assert 5 < peak() < 20_000


async def test_a_heart_beats_as_long_as_it_is_open() -> None:
    async with Heart() as heart:
        assert heart._task is not None
        assert not heart._task.done()
    assert heart._task is not None
    assert heart._task.done()
    assert heart.longest >= 0
