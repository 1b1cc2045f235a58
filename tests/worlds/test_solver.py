"""Search by the real rules: what can be reached is shown, and what cannot is a problem."""

from pathlib import Path

import pytest

from nightreel.worlds.check import check
from nightreel.worlds.checking import wander
from nightreel.worlds.checking.play import Luck, play, replay
from nightreel.worlds.checking.solver import Solver
from nightreel.worlds.loader import load
from tests.worlds.conftest import Plant


def test_every_ending_has_a_witness_that_the_rules_play_again(small_world: Path) -> None:
    world = load(small_world).world
    report = check(small_world, effort=10)
    assert report.witnesses.keys() == world.endings.keys()
    for ending, witness in report.witnesses.items():
        again = replay(world, witness.steps)
        assert again is not None
        assert again.state.ending == ending
        assert len(witness.keys) == again.state.turn - 1
        assert all(i.key in witness.unoffered for i in again.unoffered)


def test_the_way_out_is_found_as_a_person_would_go(small_world: Path) -> None:
    witness = check(small_world, effort=10).witnesses["drove_off"]
    done = [key for key in witness.keys if not key.startswith(("move", "climb"))]
    assert done[-2:] == ["use:car:fuel_can", "use:car:"]
    assert "take:fuel_can:" in done
    assert witness.unoffered == ()


def test_the_same_pack_and_effort_give_the_same_report(small_world: Path) -> None:
    assert check(small_world, effort=5).lines() == check(small_world, effort=5).lines()


def test_deaths_are_found_by_search_alone(small_world: Path) -> None:
    world = load(small_world).world
    for ending in ("visited", "wounds_won"):
        found = Solver(world).find(ending, 200)
        assert found.steps is not None
        again = replay(world, found.steps)
        assert again is not None
        assert again.state.ending == ending


def test_an_ending_behind_what_never_comes_is_a_problem(planted: Plant) -> None:
    fault = planted("acts.yaml", 'when: "not flag(fuel)"', 'when: "flag(fuel)"')
    report = check(fault.folder, effort=5)
    whats = [p.what for p in report.problems]
    assert "no run was found that ends in `drove_off`, and none can be" in whats
    assert "`fill_car` is never possible" in whats
    assert "drove_off" not in report.witnesses
    idle = next(p for p in report.problems if p.what == "`fill_car` is never possible")
    assert (idle.file, idle.line) == (fault.file, fault.line)
    assert idle.mend == "nothing makes this so: flag(fuel)"


def test_an_ending_behind_a_contradiction_is_unproven(planted: Plant) -> None:
    fault = planted("acts.yaml", 'when: "flag(fuel)"', 'when: "flag(fuel) and has(fuel_can)"')
    report = check(fault.folder, effort=5)
    (problem,) = [p for p in report.problems if "drove_off" in p.what]
    assert "unproven: looked at" in problem.what or "none can be" in problem.what
    assert problem.file == "threats.yaml"
    assert "drive_off" in problem.mend
    assert not report.ok


def test_a_scene_with_too_little_to_do_is_a_problem(
    small_world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The rules find three things to do anywhere; so ask for more than there are.
    monkeypatch.setattr(wander, "FEWEST", 99)
    stuck = [p for p in check(small_world, effort=2).problems if "a scene has" in p.what]
    assert {p.file for p in stuck} == {"places.yaml"}
    assert "give the place something" in stuck[0].mend


def test_a_run_that_never_ends_is_a_problem(planted: Plant) -> None:
    fault = planted("threats.yaml", 'lures: [{when: "lamp and not day", by: 1}]', "lures: []")
    world = fault.folder / "world.yaml"
    world.write_text(
        world.read_text().replace('["threat visitor +3", "near visitor -1"]', '["time 1"]')
    )
    report = check(fault.folder, effort=8)
    endless = [p for p in report.problems if "is still there after 80 turns" in p.what]
    assert any("a player who waits" in p.what for p in endless)
    assert {p.file for p in endless} == {"world.yaml"}


def test_luck_is_had_when_it_can_be(small_world: Path) -> None:
    world = load(small_world).world
    climb = next(iter(world.acts.values()))
    assert climb.risk == "safe"
    state = world.start
    for intent_luck in ("setback", "disaster"):
        found = Solver(world).find("drove_off", 50)
        assert found.steps is not None
        for step in found.steps[:-1]:
            played = play(world, state, step.intent)
            assert played is not None
            state = played.state
        last = play(world, state, found.steps[-1].intent, Luck(grade=intent_luck))
        assert last is not None
        assert last.outcome.grade == intent_luck
        state = world.start


def test_what_is_safe_cannot_be_lost(small_world: Path) -> None:
    world = load(small_world).world
    found = Solver(world).find("drove_off", 50)
    assert found.steps is not None
    assert play(world, world.start, found.steps[0].intent, Luck(grade="disaster")) is None
