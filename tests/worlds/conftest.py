"""A small world on disk, whole or with one fault in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.worlds import packs
from tests.worlds.packs import Planted

Plant = Callable[..., Planted]


@pytest.fixture
def small_world(tmp_path: Path) -> Path:
    return packs.write(tmp_path)


@pytest.fixture
def planted(tmp_path: Path) -> Plant:
    def plant(file: str, old: str, new: str, at: str | None = None) -> Planted:
        return packs.plant(tmp_path, file, old, new, at)

    return plant
