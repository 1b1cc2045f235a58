"""Conditions of a pack: every documented form, and not one form more."""

import builtins
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from nightreel.core.canonical import canonical
from nightreel.core.conditions import ALWAYS, NEVER, NOW, BadCondition, Condition, Moment, parse
from nightreel.core.state import CARRIED, ThingState
from tests.core.hut import stalked, world

HUT = world()
START = HUT.start
_EVENING = replace(
    START,
    place="hill",
    minutes=620,
    turn=9,
    lamp=False,
    battery=12,
    nerve=1,
    noise=2,
    hidden=True,
    wounds=("bite", "bruise"),
    beat="bell",
    things={
        **START.things,
        "rope": ThingState(CARRIED, ("frayed",)),
        "chest": ThingState("hut", ("open",)),
        "coin": ThingState("hill"),
    },
    clocks={"way": 2},
    storylets={"bell": 3},
    flags=("power",),
    facts=("secret",),
    visited=("hill", "hut"),
)
LATER = stalked(_EVENING, 2, 0)
DONE = Moment("open", "cost", "chest")

# Each holds later, and not at the start; with `not` before it, the other way round.
FORMS = [
    "chest.open",
    "rope.frayed",
    "here(coin)",
    "has(rope)",
    "at(hill)",
    "visited(hill)",
    "tagged(outdoors)",
    "dark",
    "not lit",
    "not lamp",
    "night",
    "not day",
    "outdoors",
    "not indoors",
    "not inside(coin, chest)",
    "hidden",
    "wounded",
    "wound(bite)",
    "shaken",
    "cornered",
    "flag(power)",
    "known(secret)",
    "seen(bell)",
    "beat(bell)",
    "turn >= 9",
    "minutes > 600",
    "hour == 20",
    "wounds == 2",
    "nerve <= 1",
    "battery < 80",
    "noise != 0",
    "carrying >= 1",
    "stage(stalker) >= 2",
    "distance(stalker) == 0",
    "clock(way) >= 2",
    "chest.open and has(rope)",
    "chest.locked or has(rope)",
    "not (chest.locked or at(hut))",
    "at(hut) and at(hill) or hidden",
    "verb(open)",
    "grade(cost)",
    "on(chest)",
]


@pytest.mark.parametrize("source", FORMS)
def test_every_documented_form_says_what_is_so(source: str) -> None:
    condition = parse(source)
    assert condition.holds(HUT, LATER, DONE)
    assert not condition.holds(HUT, START)


@pytest.mark.parametrize("source", FORMS)
def test_not_turns_every_form_round(source: str) -> None:
    denied = parse(f"not ({source})")
    assert not denied.holds(HUT, LATER, DONE)
    assert denied.holds(HUT, START)


def test_day_dusk_and_night_follow_one_another_without_a_gap() -> None:
    for minutes in range(0, 1440, 20):
        hour = replace(START, minutes=minutes)
        assert [parse(w).holds(HUT, hour) for w in ("day", "dusk", "night")].count(True) == 1


def test_to_break_is_a_verb_though_python_has_the_word() -> None:
    condition = parse("verb(break) or verb(close)")
    assert condition.holds(HUT, START, Moment("break"))
    assert condition.names == {("verb", "break"), ("verb", "close")}


def test_outside_prose_nothing_was_just_done() -> None:
    assert not parse("verb(open) or grade(success) or on(chest)").holds(HUT, START, NOW)


@pytest.mark.parametrize("source", ["", "   ", "\n"])
def test_no_condition_always_holds(source: str) -> None:
    assert parse(source) is ALWAYS
    assert ALWAYS.holds(HUT, START)
    assert not NEVER.holds(HUT, START)


def test_a_condition_names_what_it_is_about() -> None:
    source = "chest.open and inside(coin, chest) and stage(stalker) > 1 and not flag(power)"
    assert parse(source).names == {
        ("thing", "chest"),
        ("prop", "chest.open"),
        ("thing", "coin"),
        ("holder", "chest"),
        ("threat", "stalker"),
        ("flag", "power"),
    }


def test_conditions_are_equal_when_their_sources_are() -> None:
    assert parse("lamp and dark") == parse("lamp and dark")
    assert hash(parse("lamp and dark")) == hash(parse("lamp and dark"))
    assert parse("lamp") != parse("dark")


# --- what is said with and, or, not --------------------------------------------------------------

Truth = Mapping[str, bool]


class Formula(Struct, frozen=True):
    """A condition beside what it means, by the truth of the simple ones in it."""

    source: str
    means: Callable[[Truth], bool]


SIMPLE = ("lamp", "hidden", "chest.open", "has(rope)", "nerve <= 1", "stage(stalker) >= 2")


def simple(source: str) -> Formula:
    return Formula(source, lambda truth: truth[source])


def denied(a: Formula) -> Formula:
    return Formula(f"not ({a.source})", lambda truth: not a.means(truth))


def both(a: Formula, b: Formula) -> Formula:
    return Formula(f"({a.source}) and ({b.source})", lambda t: a.means(t) and b.means(t))


def either(a: Formula, b: Formula) -> Formula:
    return Formula(f"({a.source}) or ({b.source})", lambda t: a.means(t) or b.means(t))


formulas = st.recursive(
    st.sampled_from(SIMPLE).map(simple),
    lambda some: st.one_of(
        st.builds(denied, some), st.builds(both, some, some), st.builds(either, some, some)
    ),
    max_leaves=12,
)


@given(formulas)
def test_a_formula_means_what_its_parts_mean(formula: Formula) -> None:
    for state in (START, LATER, replace(START, hidden=True), replace(LATER, lamp=True)):
        truth = {source: parse(source).holds(HUT, state) for source in SIMPLE}
        assert parse(formula.source).holds(HUT, state) == formula.means(truth)


# --- what is refused -----------------------------------------------------------------------------

REFUSED = [
    # attribute chains and subscripts
    "chest.lid.open",
    "().__class__",
    "chest.__class__.__mro__",
    "here(chest).open",
    "chest['open']",
    # calls
    "print(1)",
    "__import__('os')",
    "chest.open()",
    "eval(lamp)",
    "has('rope')",
    "has()",
    "has(rope, coin)",
    "has(*rope)",
    "has(chest.open)",
    "inside(coin)",
    "inside(coin, chest, hut)",
    # arithmetic
    "turn + 1 > 2",
    "turn >= 1 + 1",
    "-turn < 0",
    "turn >= -1",
    "turn % 2 == 0",
    "10 ** 10 ** 10 > turn",
    # other syntax
    "lambda: lamp",
    "(lambda: lamp)()",
    "[t for t in things]",
    "{t for t in things}",
    "any(t for t in things)",
    "f'{lamp}'",
    "lamp if dark else lit",
    "(dark := lamp)",
    "lamp, dark",
    "[lamp]",
    "{}",
    "...",
    "await lamp",
    "*lamp",
    # comparisons that are none of ours
    "turn",
    "stage(stalker)",
    "lamp == 1",
    "chest.open >= 1",
    "turn >= 1.5",
    "turn >= 'a'",
    "1 <= turn",
    "1 <= turn <= 3",
    "turn is 1",
    "turn in 3",
    "turn >= minutes",
    # words that are none of ours
    "moonlight",
    "Lamp",
    "None",
    "1",
    "'lamp'",
]


@pytest.mark.parametrize("bad", REFUSED)
@pytest.mark.parametrize("within", ["{}", "lamp and ({})", "not ({})"])
def test_whatever_else_python_can_say_is_refused_by_name(bad: str, within: str) -> None:
    source = within.format(bad)
    with pytest.raises(BadCondition) as refused:
        parse(source)
    assert source in str(refused.value)
    assert "docs/worlds.md" in str(refused.value) or "cannot be read" in str(refused.value)


@pytest.mark.parametrize(
    "source", ["lamp and", "(lamp", "lamp)", "lamp dark", "lamp; dark", "lamp\ndark", "\0", "= 1"]
)
def test_what_is_no_expression_is_refused_by_name(source: str) -> None:
    with pytest.raises(BadCondition, match="cannot be read") as refused:
        parse(source)
    assert source in str(refused.value)


@pytest.mark.parametrize("source", ["has(rope, of=coin)", "has(rope, **coin)", "turn >= True"])
def test_nothing_in_a_condition_is_passed_over(source: str) -> None:
    with pytest.raises(BadCondition):
        parse(source)


def test_nothing_is_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(builtins, "has", called.append, raising=False)
    monkeypatch.setattr(builtins, "boom", lambda: called.append("boom"), raising=False)
    for source in ("boom()", "has(boom())", "[boom() for x in (1,)]", "has(rope) or boom()"):
        with pytest.raises(BadCondition):
            parse(source)
    assert parse("has(rope)").holds(HUT, LATER)
    assert called == []


@pytest.mark.parametrize(
    "source",
    [
        "lamp and " * 5000 + "lamp",
        "(" * 60 + "lamp" + ")" * 60,
        "not " * 60 + "lamp",
        "(lamp or dark) and " * 2000 + "lit",
    ],
    ids=["a long row", "many brackets", "many nots", "a long product"],
)
def test_a_long_condition_is_read_in_one_pass(source: str) -> None:
    assert isinstance(parse(source).holds(HUT, START), bool)


@pytest.mark.parametrize(
    "source",
    [
        *("(" * 500 + "lamp" + ")" * 500, "has(" * 1000 + ")" * 1000, "a" + ".b" * 5000),
        *("not " * 5000 + "lamp", "not " * 100_000, "x" * 100_000, "turn >= " + "9" * 5000),
        "\ud800",
    ],
    ids=["brackets", "calls", "a chain", "nots", "only nots", "a word", "a number", "half a pair"],
)
def test_what_no_author_would_write_is_refused_like_the_rest(source: str) -> None:
    with pytest.raises(BadCondition):
        parse(source)


_TOKENS = (
    *("lamp", "not", "and", "or", "(", ")", "has", "rope", ".", ",", "stage", "turn", ">=", "1"),
    *("=", "[", "]", ":", "lambda", "'", "*", "{", "}", "for", "in", "-", ":=", "f''", "\\", "#"),
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(_TOKENS), max_size=12).map(" ".join)))
def test_any_text_is_a_condition_or_a_bad_one(source: str) -> None:
    try:
        condition = parse(source)
    except BadCondition:
        return
    assert isinstance(condition, Condition)


def test_to_ask_changes_nothing() -> None:
    before = canonical(LATER)
    for source in FORMS:
        parse(source).holds(HUT, LATER, DONE)
    assert canonical(LATER) == before
