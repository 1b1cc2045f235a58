"""Whole simulations in a small world: the figures add up, and what is wrong is said."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import msgspec
import pytest
from msgspec import structs

from nightreel.app import open_in_memory
from nightreel.core.conditions import ALWAYS
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.ports.illustrator import Illustrator
from nightreel.simulate.command import BadOptions, Options, simulate, simulated
from nightreel.simulate.lines import Lines
from nightreel.simulate.play import Player
from nightreel.simulate.policies import MAKE
from nightreel.simulate.report import Report, as_text
from nightreel.simulate.tally import spread
from nightreel.worlds.pack import Line, Pack
from tests.simulate.world import opened, pump_house

Opener = Callable[[HandClock, Illustrator | None], AbstractAsyncContextManager[Director]]


def options(policy: str = "random", runs: int = 6, turns: int = 80) -> Options:
    return Options("pump-house", runs=runs, seed=11, policy=policy, turns=turns)


async def report(policy: str, runs: int = 6, turns: int = 80, opener: Opener = opened) -> Report:
    return (await simulated(options(policy, runs, turns), opener))[0]


def with_line(key: str, text: str) -> Opener:
    """Return an opener of the world with one more line in it."""
    pack = pump_house()
    lines = (*pack.pools.get(key, ()), Line(text, ALWAYS))
    faulty: Pack = structs.replace(pack, pools={**pack.pools, key: lines})
    return lambda clock, camera: open_in_memory({"pump-house": faulty}, clock, camera)


@pytest.mark.parametrize("policy", list(MAKE))
async def test_every_policy_plays_runs_to_their_end(policy: str) -> None:
    it = await report(policy)
    assert it.runs == sum(it.endings.values()) == 6
    assert sum(it.kinds.values()) == pytest.approx(1, abs=0.01)
    assert it.kinds["unfinished"] == 0
    assert it.sentences.repeated == 0
    assert it.refused == 0
    assert it.millis.p50 > 0
    assert sum(it.taken.values()) == pytest.approx(1, abs=0.01)


async def test_the_same_seeds_tell_the_same_stories() -> None:
    one, two = [structs.replace(await report("random"), millis=spread([])) for _ in range(2)]
    assert one == two


async def test_who_does_nothing_is_heard_hesitating_on_every_turn_but_the_first() -> None:
    it = await report("idle")
    turns = round(it.turns.mean * 6)
    assert it.taken["hesitate"] == pytest.approx((turns - 6) / turns, abs=0.01)


async def test_what_is_typed_is_counted_as_taken_or_refused() -> None:
    it = (await report("writein")).typing
    assert it.total == round(it.accepted * it.total) + sum(it.reasons.values())
    assert it.sorts["nonsense"] < it.sorts["label"]


async def test_a_run_that_is_cut_is_unfinished() -> None:
    it = await report("idle", turns=3)
    assert it.endings == {"unfinished": 6}
    assert it.turns.p90 == 3


async def test_a_sentence_heard_in_an_earlier_run_counts_as_such() -> None:
    assert (await report("random", runs=1)).sentences.across == 0
    assert (await report("random", runs=2)).sentences.across > 0


async def test_a_pool_that_ran_dry_is_named() -> None:
    droughts = (await report("random")).droughts
    assert any(name.startswith("reaction of verbs.") for name in droughts)


async def test_a_contradiction_in_the_prose_is_found_with_its_pool() -> None:
    it = await report("random", opener=with_line("place.yard.first", "Somewhere the pump runs on."))
    finding = next(f for f in it.findings if f.pool == "place.yard.first")
    assert finding.text == "Somewhere the pump runs on."
    assert finding.rule == "thing"
    assert not it.clean


def test_the_command_prints_for_people_and_returns_what_it_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = simulate(options(), with_line("place.yard.first", "Somewhere the pump runs on."))
    text = capsys.readouterr().out
    assert code == 1
    assert text.startswith("pump-house 2.1, random: 6 runs from seed 11")
    assert "thing in place.yard.first" in text


def test_the_command_prints_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    simulate(structs.replace(options("all", runs=1), as_json=True), opened)
    reports: list[dict[str, Any]] = msgspec.json.decode(capsys.readouterr().out)
    assert [r["policy"] for r in reports] == list(MAKE)


def test_nothing_found_is_nothing_returned(capsys: pytest.CaptureFixture[str]) -> None:
    clean = simulate(options("idle", runs=1, turns=1), opened)
    assert (clean, "found      0" in capsys.readouterr().out) == (0, True)


@pytest.mark.parametrize(
    "wrong",
    [
        structs.replace(options(), world="nowhere"),
        structs.replace(options(), policy="clever"),
        structs.replace(options(), runs=0),
    ],
)
def test_what_cannot_be_simulated_is_said(wrong: Options) -> None:
    with pytest.raises(BadOptions, match="no "):
        simulate(wrong, opened)


async def test_every_scene_of_a_run_is_kept_with_the_state_it_shows() -> None:
    clock = HandClock()
    async with opened(clock) as director:
        player = Player(director, clock, pump_house(), MAKE["random"](pump_house()), 3)
        played = await player.play(clocked=False, turns=80)
    assert [s.scene.turn for s in played.shown] == list(range(1, len(played.shown) + 1))
    assert all(s.state.turn == s.scene.turn for s in played.shown)
    pairs = zip(played.shown, played.shown[1:], strict=False)
    assert all(later.before == earlier.state for earlier, later in pairs)
    assert played.shown[-1].ending
    assert len(played.millis) == len(played.verbs) == len(played.shown) - 1


def test_the_report_is_readable_without_any_runs_behind_it() -> None:
    assert spread([]).p50 == 0
    assert spread([1, 2, 3, 4]).p50 == 2
    assert spread([5.0]).p95 == 5


async def test_the_text_names_what_was_offered_and_taken() -> None:
    text = as_text(await report("writein"))
    assert "write-ins" in text
    assert "taken" in text


def test_a_sentence_is_found_in_its_pool_whatever_fills_its_slots() -> None:
    lines = Lines(pump_house())
    assert lines.key_of("The shovel comes away in your hand.") == "verbs.take.success"
    assert lines.key_of("'Is anyone there' goes out over the water.") == "verbs.call.success"
    assert lines.key_of("Rain and more rain. The hedges lean in over the ruts.") == (
        "place.track.first"
    )
    assert lines.key_of("Nobody wrote this.") is None
