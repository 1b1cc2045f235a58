"""Runs never share state: two of them interleaved equal the same two apart."""

from collections.abc import Iterator
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from nightreel.core.canonical import canonical
from nightreel.core.events import Event
from nightreel.core.run import Run, begin, step
from nightreel.worlds.loader import load
from nightreel.worlds.pack import shipped
from tests.core.reels import START, played, started
from tests.core.walking import HABITS, Habit, Turn, scattered, walk

WORLD = load(shipped()["relay-nine"]).world
TURNS = 8

nights = st.tuples(st.integers(0, 2**31), st.sampled_from(HABITS), st.booleans())


def night(seed: int, habit: Habit, under_way: bool) -> Iterator[Turn]:
    return islice(walk(WORLD, seed, habit, scattered(WORLD, seed) if under_way else None), TURNS)


def written(turn: Turn) -> bytes:
    return canonical([turn.before, turn.outcome, turn.after, [o.intent for o in turn.hand]])


@settings(max_examples=12)
@given(nights, nights, st.lists(st.booleans(), min_size=2 * TURNS, max_size=2 * TURNS))
def test_two_runs_interleaved_equal_the_same_two_apart(
    one: tuple[int, Habit, bool], other: tuple[int, Habit, bool], order: list[bool]
) -> None:
    apart = [written(t) for t in night(*one)], [written(t) for t in night(*other)]
    first, second = night(*one), night(*other)
    mixed: tuple[list[bytes], list[bytes]] = ([], [])
    for mine in order:
        turn = next(first if mine else second, None)
        if turn is not None:
            (mixed[0] if mine else mixed[1]).append(written(turn))
    mixed[0].extend(written(t) for t in first)
    mixed[1].extend(written(t) for t in second)
    assert mixed == apart


@given(st.lists(st.booleans(), max_size=30))
def test_two_ledgers_read_in_turns_are_two_runs(order: list[bool]) -> None:
    ledgers: list[list[Event]] = [played(3), played(2)]
    runs: list[Run] = [begin(START, started()), begin(START, started())]
    left = [iter(ledger[1:]) for ledger in ledgers]
    for which in [*order, *[True] * 20, *[False] * 20]:
        event = next(left[which], None)
        if event is not None:
            runs[which] = step(runs[which], event)
    for run, turns in zip(runs, (3, 2), strict=True):
        alone = begin(START, started())
        for event in played(turns)[1:]:
            alone = step(alone, event)
        assert run == alone


def test_a_world_is_the_same_after_a_thousand_turns_as_before() -> None:
    fresh = load(shipped()["relay-nine"]).world
    for seed in range(6):
        for _ in night(seed, "anything", under_way=True):
            pass
    assert fresh == WORLD
