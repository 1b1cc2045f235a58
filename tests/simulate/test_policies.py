"""Each policy plays like the person it is named after, by what the screen shows."""

import pytest

from nightreel.core.dice import Stream
from nightreel.core.intent import Choice, Intent, Kind, Risk, Verb
from nightreel.simulate.policies import (
    MAKE,
    PATIENCE,
    Careful,
    Idle,
    Move,
    Policy,
    Take,
    View,
    Write,
    at_random,
    bold,
    idle,
    writing,
)
from nightreel.simulate.writing import write
from tests.simulate.world import pump_house


def button(
    verb: Verb, risk: Risk = "safe", target: str | None = None, label: str = "", kind: Kind = "bold"
) -> Choice:
    return Choice(label or f"{verb} {target}", Intent(verb, target), risk, kind)


def sees(
    *choices: Choice, near: bool = False, wounds: int = 0, clocked: bool = False, refused: int = 0
) -> View:
    return View(
        turn=4,
        choices=choices,
        place="track",
        visited=("track", "yard"),
        near=near,
        wounds=wounds,
        names=("truck", "bucket"),
        clocked=clocked,
        refused=refused,
    )


def takes(policy: Policy, view: View) -> str:
    move = policy(view, Stream(1, "policy", 4))
    assert isinstance(move, Take)
    return view.choices[move.choice].label


SAFE, RISKY, DESPERATE = button("wait"), button("climb", "risky"), button("fight", "desperate")


def test_random_takes_every_button_sooner_or_later() -> None:
    view = sees(SAFE, RISKY, DESPERATE)
    moves = {at_random(view, Stream(seed, "policy", 1)) for seed in range(40)}
    assert moves == {Take(0), Take(1), Take(2)}


def test_bold_takes_the_riskiest() -> None:
    assert takes(bold, sees(SAFE, RISKY, DESPERATE)) == DESPERATE.label
    assert takes(bold, sees(SAFE, RISKY)) == RISKY.label


def test_idle_waits_for_the_clock_and_takes_the_safest_where_there_is_none() -> None:
    assert idle(sees(DESPERATE, SAFE, clocked=True), Stream(1)) == Idle()
    assert takes(idle, sees(DESPERATE, SAFE)) == SAFE.label


@pytest.mark.parametrize(
    ("choices", "near", "taken"),
    [
        ((RISKY, SAFE), False, SAFE),
        ((button("wait"), button("move", target="shed")), False, button("move", target="shed")),
        ((button("move", target="yard"), button("read")), False, button("move", target="yard")),
        ((button("film"), button("move", target="yard"), button("read")), False, button("read")),
        ((button("examine"), button("treat")), False, button("treat")),
        ((button("examine"), button("hide")), True, button("hide")),
        ((button("search"), button("move", target="yard")), True, button("move", target="yard")),
        ((button("hide", "risky"), button("search")), True, button("search")),
    ],
)
def test_careful_takes_the_least_risk_and_then_what_is_sensible(
    choices: tuple[Choice, ...], near: bool, taken: Choice
) -> None:
    assert takes(Careful(pump_house()), sees(*choices, near=near)) == taken.label


def test_careful_gets_on_with_what_only_this_world_offers() -> None:
    stop = button("use", target="pump", label="Stop the pump")
    assert takes(Careful(pump_house()), sees(button("search"), stop)) == "Stop the pump"


def test_careful_dares_what_only_this_world_offers_while_it_can() -> None:
    start, wait = button("use", "risky", label="Start the truck"), button("wait")
    policy = Careful(pump_house())
    assert takes(policy, sees(start, wait)) == "Start the truck"
    assert takes(policy, sees(start, wait, near=True)) == wait.label
    assert takes(policy, sees(start, wait, wounds=2)) == wait.label
    reckless = button("use", "desperate", label="Start the truck")
    assert takes(policy, sees(reckless, wait)) == wait.label


def test_careful_meets_a_threat_with_what_answers_it() -> None:
    still = button("wait", target="keeper", label="Stand very still")
    policy = Careful(pump_house())
    assert takes(policy, sees(button("hide"), still, near=True)) == "Stand very still"


def test_careful_does_not_do_the_same_for_ever() -> None:
    policy, view = Careful(pump_house()), sees(button("search"), button("listen"))
    assert {takes(policy, view) for _ in range(3)} == {"search None", "listen None"}


def test_writing_gives_up_after_three_refusals() -> None:
    view = sees(SAFE, RISKY)
    assert isinstance(writing(view, Stream(1)), Write)
    assert isinstance(writing(sees(SAFE, refused=PATIENCE), Stream(1)), Take)


def test_what_is_typed_comes_of_the_scene() -> None:
    labels, names = ("Search the bucket",), ("bucket",)
    scraps = [write(labels, names, Stream(seed)) for seed in range(400)]
    sorts = [s.sort for s in scraps]
    assert {s.text for s in scraps if s.sort == "label"} >= {"search the bucket"}
    assert all("bucket" in s.text for s in scraps if s.sort == "thing")
    assert 5 < sorts.count("nonsense") < 40
    assert 5 < sorts.count("impossible") < 40


def test_where_nothing_is_in_sight_nothing_is_meddled_with() -> None:
    sorts = {write(("Wait",), (), Stream(seed)).sort for seed in range(100)}
    assert "thing" not in sorts


@pytest.mark.parametrize("name", list(MAKE))
def test_the_same_seed_makes_the_same_choice(name: str) -> None:
    def first() -> Move:
        return MAKE[name](pump_house())(sees(SAFE, RISKY, DESPERATE), Stream(9, "policy", 4))

    assert first() == first()
