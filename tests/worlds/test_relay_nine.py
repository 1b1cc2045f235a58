"""The world that ships is fit to be played."""

import pytest

from nightreel.worlds.check import Report, check
from nightreel.worlds.loader import load
from nightreel.worlds.pack import shipped

FOLDER = shipped()["relay-nine"]


@pytest.fixture(scope="module")
def report() -> Report:
    return check(FOLDER, effort=20)


def test_every_ending_can_be_reached(report: Report) -> None:
    assert report.witnesses.keys() == load(FOLDER).world.endings.keys()


def test_most_runs_can_still_be_survived_on_the_way(report: Report) -> None:
    assert report.proof is not None
    assert report.proof.alive > report.proof.sampled // 2


def test_there_is_nothing_to_mend(report: Report) -> None:
    assert report.problems == []


@pytest.mark.slow
def test_there_is_nothing_to_mend_on_a_long_look() -> None:
    assert check(FOLDER).problems == []
