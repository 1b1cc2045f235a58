"""Dice that are a function of seed, purpose and count, and of nothing else."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightreel.core.dice import Fate, Stream, chance, fate_of, pick, weighted
from tests.core.hut import Loaded

SEEDS = 10_000
seeds = st.integers(0, 2**63 - 1)
parts = st.one_of(st.integers(0, 999), st.from_regex(r"[a-z_:.]{1,12}", fullmatch=True))
names = st.lists(parts, max_size=4).map(tuple)
sides = st.integers(1, 1000)


def rolls(dice: Stream, count: int, of: int = 1000) -> list[int]:
    return [dice.roll(of) for _ in range(count)]


# A ledger of last year must be played again as it was. Whoever changes these numbers changes what
# every run that was ever recorded says of itself.
@pytest.mark.parametrize(
    ("seed", "thrown", "percent", "fates"),
    [
        (0, "615512266432", "88 75 15 24 78 51", "lnlnluulnnnluuln"),
        (7, "331632162116", "36 84 89 40 92 62", "nnullnulnnululuu"),
        (20_231_013, "156432614523", "24 98 99 74 15 52", "nullnuluuulnnnnn"),
    ],
)
def test_the_dice_are_the_ones_that_old_ledgers_were_played_with(
    seed: int, thrown: str, percent: str, fates: str
) -> None:
    sixes = rolls(Stream(seed, "turn", 1, "wait::"), 12, of=6)
    hundreds = rolls(Stream(seed, "offer", 3, 0), 6, of=100)
    assert "".join(map(str, sixes)) == thrown
    assert " ".join(map(str, hundreds)) == percent
    assert "".join(fate_of(seed, turn)[0] for turn in range(1, 17)) == fates


@pytest.mark.parametrize("turn", [1, 2, 40])
def test_a_quarter_of_all_fates_is_lucky_and_a_quarter_is_not(turn: int) -> None:
    counts = Counter(fate_of(seed, turn) for seed in range(SEEDS))
    shares: dict[Fate, float] = {"lucky": 0.25, "normal": 0.5, "unlucky": 0.25}
    for fate, share in shares.items():
        assert abs(counts[fate] / SEEDS - share) < 0.015


def test_fate_is_as_even_along_a_run_as_across_runs() -> None:
    counts = Counter(fate_of(1, turn) for turn in range(SEEDS))
    assert abs(counts["lucky"] / SEEDS - 0.25) < 0.015
    assert abs(counts["unlucky"] / SEEDS - 0.25) < 0.015


def test_every_side_of_a_die_comes_up_as_often_as_the_others() -> None:
    counts = Counter(Stream(seed, "turn", 1).roll(6) for seed in range(SEEDS))
    assert sorted(counts) == [1, 2, 3, 4, 5, 6]
    assert all(abs(n / SEEDS - 1 / 6) < 0.015 for n in counts.values())


@given(seeds, names, st.lists(sides, max_size=30))
def test_a_die_shows_one_of_its_sides(
    seed: int, name: tuple[str | int, ...], dice: list[int]
) -> None:
    stream = Stream(seed, *name)
    assert all(1 <= stream.roll(die) <= die for die in dice)


@given(seeds, names, names, st.lists(st.booleans(), max_size=40))
def test_drawing_from_one_stream_never_changes_another(
    seed: int, one: tuple[str | int, ...], two: tuple[str | int, ...], order: list[bool]
) -> None:
    apart = (
        rolls(Stream(seed, *one), order.count(True)),
        rolls(Stream(seed, *two), order.count(False)),
    )
    first, second = Stream(seed, *one), Stream(seed, *two)
    mixed: tuple[list[int], list[int]] = ([], [])
    for mine in order:
        (mixed[0] if mine else mixed[1]).append((first if mine else second).roll(1000))
    assert mixed == apart


@given(seeds, names, names)
def test_streams_of_two_names_are_two_streams(
    seed: int, one: tuple[str | int, ...], two: tuple[str | int, ...]
) -> None:
    same = [str(part) for part in one] == [str(part) for part in two]
    assert (rolls(Stream(seed, *one), 12) == rolls(Stream(seed, *two), 12)) == same


@given(seeds, seeds)
def test_streams_of_two_seeds_are_two_streams(one: int, two: int) -> None:
    assert (rolls(Stream(one, "turn"), 12) == rolls(Stream(two, "turn"), 12)) == (one == two)


@given(seeds, st.lists(st.tuples(st.text(), st.integers(0, 5)), min_size=1))
def test_what_weighs_nothing_is_never_drawn(seed: int, items: list[tuple[str, int]]) -> None:
    weights = [weight for _, weight in items]
    if sum(weights):
        assert weighted(Stream(seed), items, weights)[1] > 0


def test_weights_are_shares() -> None:
    counts = Counter(weighted(Stream(seed), "abc", [1, 2, 7]) for seed in range(SEEDS))
    for item, share in zip("abc", (0.1, 0.2, 0.7), strict=True):
        assert abs(counts[item] / SEEDS - share) < 0.015


def test_a_pick_is_one_of_the_items_all_alike() -> None:
    counts = Counter(pick(Stream(seed), "abcd") for seed in range(SEEDS))
    assert sorted(counts) == ["a", "b", "c", "d"]
    assert all(abs(n / SEEDS - 0.25) < 0.015 for n in counts.values())


def test_nothing_can_be_picked_from_nothing() -> None:
    with pytest.raises(IndexError):
        pick(Stream(1), "")


@pytest.mark.parametrize(("rolled", "happens"), [(1, True), (30, True), (31, False), (100, False)])
def test_a_chance_of_thirty_percent_is_thirty_numbers_of_a_hundred(
    rolled: int, happens: bool
) -> None:
    assert chance(Loaded(rolled), 30) is happens
