"""Measuring the bot: on the emulated Discord, as a process of its own."""

from functools import partial
from pathlib import Path

import pytest

from nightreel.bench import emulated
from nightreel.bench.command import BadBench
from nightreel.bench.discord import Size, discord
from nightreel.bench.measuring import alone

HANDFUL = Size(guilds=2, channels=2, clicks=12, rate=8.0, idle=1.0, filmed=1, turns=2)


@pytest.mark.slow
def test_a_handful_of_runs_is_played_left_alone_and_filmed() -> None:
    it = alone(partial(discord, HANDFUL), 2)
    more = {name: value for name, value in it.more.items() if isinstance(value, int | float)}

    assert it.name == "discord"
    assert it.count >= HANDFUL.clicks
    assert 0 < it.p50 <= it.p95 <= more["p99_ms"] + 0.1 <= it.worst + 0.2
    assert more["runs"] == 4
    assert (more["never_acknowledged"], more["complaints"]) == (0, 0)
    assert more["turns"] >= 6
    assert 2 <= more["calls_a_turn_mean"] <= more["calls_a_turn_worst"] <= 8
    assert more["filmed_turns"] == HANDFUL.turns
    assert 2 <= more["filmed_calls_a_turn_mean"] <= more["filmed_calls_a_turn_worst"] <= 8
    assert more["filming_presses"] >= HANDFUL.turns
    assert more["idle_calls"] == 0


def test_without_a_checkout_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadBench, match="only a checkout has"):
        emulated.emulator(tmp_path)


def test_an_emulator_that_cannot_be_loaded_says_what_it_needs(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "discord" / "emulator"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("import nothing_of_that_name\n", encoding="utf-8")
    with pytest.raises(BadBench, match="needs nothing_of_that_name: make setup"):
        emulated.emulator(tmp_path)


def test_a_process_that_is_gone_has_no_figures() -> None:
    gone = emulated.Bot(2**22 + 1)
    assert (gone.memory, gone.busy, gone.waits) == (0.0, 0.0, 0)
