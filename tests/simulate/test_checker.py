"""Every rule of the checker, with a fault planted for it, and what looks like one and is none."""

import pytest

from nightreel.core.effects import (
    Cleared,
    Flagged,
    Hid,
    Marked,
    Passed,
    Put,
    Struck,
    Wounded,
)
from nightreel.core.intent import Choice, Intent
from nightreel.core.state import CARRIED, GONE, State, replace
from nightreel.simulate.checker import Checker
from nightreel.simulate.shown import Finding, Shown
from tests.simulate.world import at, did, honest, near, pump_house, scene

NIGHT = Passed(170)
CHECKER = Checker(pump_house())


def found(shown: Shown) -> list[Finding]:
    return CHECKER.check(shown)


def rules(shown: Shown) -> set[str]:
    return {f.rule for f in found(shown)}


def said(text: str, state: State) -> set[str]:
    return rules(scene(text, state))


# --- what is where --------------------------------------------------------------------------------

CARRYING = at("shed", Put("shovel", CARRIED))
SHOVEL_GONE = at("shed", Put("shovel", GONE))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The shovel leans against the wall.", CARRYING),
        ("By the door the shovel still stands.", CARRYING),
        ("In the corner leans a shovel.", CARRYING),
        ("The spade hangs from its hook.", SHOVEL_GONE),
        ("The pump knocks twice.", at("shed")),
        ("You step over the brass key.", at("track")),
        ("The shovel is in your hand.", at("shed")),
        ("Water has got into the daybook.", at("cellar")),
    ],
)
def test_a_thing_that_is_not_there_is_noticed(text: str, state: State) -> None:
    assert said(text, state) == {"thing"}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The shovel leans against the wall.", at("shed")),
        ("The shovel is in your hand.", CARRYING),
        ("The shovel hangs from your shoulder.", CARRYING),
        ("The pump was louder than this.", at("shed")),
        ("A note says 'the pump will not stop'.", at("shed")),
        ("Rain drums on the truck.", at("yard")),
        ("It has the length of a shovel.", at("track")),
        ("Down in the cellar the pump knocks.", at("yard")),
        ("The iron hatch is over your head.", at("cellar")),
        ("Over the door somebody has painted PUMP.", at("yard")),
    ],
)
def test_what_is_there_or_remembered_or_far_away_may_be_named(text: str, state: State) -> None:
    assert said(text, state) == set()


def test_what_a_turn_takes_may_be_told_as_lying_and_as_taken() -> None:
    before, effect = at("shed"), Put("shovel", CARRIED)
    text = "The shovel leans by the door, and then it is in your hand."
    taking = did("take", "shovel", effect)
    assert rules(scene(text, CARRYING, before=before, outcome=taking)) == set()


def test_what_is_read_may_name_anything() -> None:
    reading = did("read", "daybook")
    assert rules(scene("The pump is on every page.", at("shed"), outcome=reading)) == set()


def test_a_label_names_nothing_that_is_not_there() -> None:
    state = at("track")
    choices = (*honest(state)[:2], Choice("Kick the pump", Intent("search"), "safe", "curious"))
    assert rules(scene("Rain.", state, choices=choices)) == {"thing"}


def test_alt_text_is_held_to_the_same() -> None:
    assert rules(scene("Rain.", CARRYING, alt="The shovel leans on a wall.")) == {"thing"}


# --- in what condition ----------------------------------------------------------------------------

OPEN = at("yard", Cleared("hatch", "locked"), Marked("hatch", "open"))
BROKEN = at("yard", Marked("hatch", "broken"))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The hatch stands open.", at("yard")),
        ("Rain falls through the open hatch.", at("yard")),
        ("The iron hatch is still shut.", OPEN),
        ("The hatch is whole, and wet.", BROKEN),
        ("The pump is silent.", at("cellar")),
        ("The beacon is lit.", at("yard")),
        ("The hatch is locked.", OPEN),
    ],
)
def test_a_condition_that_is_not_so_is_noticed(text: str, state: State) -> None:
    assert said(text, state) == {"claim"}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The hatch stands open.", OPEN),
        ("The hatch is shut.", at("yard")),
        ("If the hatch is open, you have not heard it.", at("yard")),
        ("The pump is running.", at("cellar")),
        ("The truck is open to the rain.", at("track")),
    ],
)
def test_a_condition_that_is_so_or_means_nothing_here_is_not(text: str, state: State) -> None:
    assert said(text, state) == set()


def test_it_is_what_was_acted_on() -> None:
    looking = did("examine", "hatch")
    assert rules(scene("It stands open.", at("yard"), outcome=looking)) == {"claim"}
    assert rules(scene("It stands open.", OPEN, outcome=looking)) == set()


def test_a_turn_may_speak_of_how_it_was_before() -> None:
    opening = did("open", "hatch", Marked("hatch", "open"))
    text = "The hatch is shut, and then it is not."
    assert rules(scene(text, OPEN, before=at("yard"), outcome=opening)) == set()


# --- who is there, and what surrounds you ---------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text", "false", "true"),
    [
        ("sign", "A figure waits by the hedge.", at("yard"), near("keeper", at("yard"))),
        ("sign", "The flood is at the sill.", at("shed"), near("rain", at("shed"), 2, 3)),
        ("wound", "Your cut hand sticks to the rung.", at("yard"), at("yard", Wounded("cut_hand"))),
        ("place", "A tile drops in the loft.", at("track"), at("yard")),
        ("lamp", "Your lamp finds the wall.", at("shed", lamp=False), at("shed")),
        ("sun", "The sun is on the concrete.", at("yard", NIGHT), at("yard")),
        ("night", "It is night over the hedges.", at("yard"), at("yard", NIGHT)),
        ("power", "The ceiling bulb hums.", at("shed"), at("shed", Flagged("power"))),
        (
            "sight",
            "You can see the far wall.",
            at("shed", lamp=False),
            at("shed"),
        ),
        ("dark", "You go on by touch.", at("yard"), at("yard", NIGHT, lamp=False)),
        ("hidden", "Rain runs into your hiding place.", at("yard"), at("yard", Hid(hidden=True))),
        ("battery", "The red light is on.", at("yard", battery=0), at("yard")),
        ("roof", "Rain drips from the ceiling.", at("track"), at("shed")),
        (
            "sky",
            "The horizon is a wet line.",
            near("rain", at("yard"), 3, 3),
            at("yard"),
        ),
    ],
)
def test_what_is_not_so_is_noticed_and_what_is_so_is_not(
    rule: str, text: str, false: State, true: State
) -> None:
    assert said(text, false) == {rule}
    assert said(text, true) == set()


def test_what_is_quoted_is_somebody_elses_word() -> None:
    assert said("A card says 'beware of the keeper'.", at("yard")) == set()


def test_an_opening_may_name_what_is_still_to_come() -> None:
    shown = scene("The pump is in the cellar, and the keeper is not.", at("track"))
    opening = replace(shown, before=None, outcome=None)
    assert rules(opening) == set()


# --- buttons --------------------------------------------------------------------------------------


def hand(*choices: Choice) -> set[str]:
    return {f.why.split(":")[0] for f in found(scene("Rain.", at("track"), choices=choices))}


WAIT, LISTEN, SEARCH = honest(at("track"))


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ((WAIT, LISTEN, Choice("Take it", Intent("take", "shovel"), "safe", "bold")), "refused"),
        ((WAIT, LISTEN, replace(SEARCH, risk="desperate")), "shown as desperate, and is safe"),
        ((WAIT, LISTEN), "2 choices"),
        ((WAIT, LISTEN, replace(SEARCH, label="Wait 0")), "`wait 0` twice"),
        ((WAIT, LISTEN, replace(WAIT, label="Wait more")), "`wait"),
        ((WAIT, LISTEN, replace(SEARCH, label="L" * 81)), "longer than 80"),
        ((WAIT, LISTEN, replace(SEARCH, label="Search {place}")), "an unfilled slot"),
        ((WAIT, LISTEN, replace(SEARCH, label="")), "no label"),
        ((WAIT, LISTEN, replace(SEARCH, label="search")), "does not begin with a capital"),
    ],
)
def test_a_faulty_hand_is_noticed(choices: tuple[Choice, ...], why: str) -> None:
    assert why in hand(*choices)


def test_a_sound_hand_is_not() -> None:
    assert hand(WAIT, LISTEN, SEARCH) == set()


def test_a_hand_of_desperate_choices_only_is_noticed() -> None:
    choices = tuple(replace(c, risk="desperate") for c in (WAIT, LISTEN, SEARCH))
    assert "all desperate" in hand(*choices)


def test_choices_after_the_end_are_noticed() -> None:
    over = replace(at("track"), ending="drowned")
    shown = scene("Rain.", over, choices=(WAIT, LISTEN, SEARCH), ending="You go under.")
    assert "hand" in rules(shown)
    assert rules(scene("Rain.", over, choices=(), ending="You go under.")) == set()


# --- text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "rain on the hedges.",
        "Rain on the hedges",
        "Rain on  the hedges.",
        "Rain on {thing}.",
        "Rain on the the hedges.",
        "Rain on the hedges .",
        "Rain on the hedges,.",
        "Rain. and more of it.",
        "Rain on the your hedges.",
        "Rain on the wet_hedge.",
        "One. Two. Three. Four.",
    ],
)
def test_faulty_text_is_noticed(text: str) -> None:
    assert "text" in said(text, at("track"))


@pytest.mark.parametrize(
    "text",
    ["Rain.", "'rain' is the word.", "9 hedges, counted twice.", "Rain… and then?", "“Rain.”"],
)
def test_sound_text_is_not(text: str) -> None:
    assert said(text, at("track")) == set()


def test_reaction_alt_and_ending_are_held_to_the_same() -> None:
    assert rules(scene("Rain.", at("track"), reaction="")) == {"text"}
    assert rules(scene("Rain.", at("track"), alt="")) == {"text"}
    assert rules(scene("Rain.", at("track"), alt="A" * 300 + ".")) == {"text"}
    over = replace(at("track"), ending="drowned")
    assert rules(scene("Rain.", over, choices=(), ending="")) == {"text"}


# --- promises -------------------------------------------------------------------------------------


def struck_from(distance: int) -> set[str]:
    before = near("keeper", at("yard"), 2, distance)
    blow = did("wait", None, Struck("keeper"))
    return rules(scene("A hand closes on your sleeve.", before, before=before, outcome=blow))


def test_nothing_strikes_that_was_not_at_hand() -> None:
    assert struck_from(1) == {"fair"}
    assert struck_from(0) == set()


def test_safe_is_safe() -> None:
    failed = replace(did("wait"), grade="setback")
    assert rules(scene("Rain.", at("yard"), outcome=failed)) == {"fair"}
    assert rules(scene("Rain.", at("yard"), outcome=replace(failed, risk="risky"))) == set()


def test_a_finding_says_where_and_why() -> None:
    finding = found(scene("The pump knocks.", at("shed")))[0]
    assert (finding.seed, finding.turn, finding.text) == (7, 5, "The pump knocks.")
    assert finding.why == "pump is named at shed, and is cellar"
