"""What changes: orders of a pack, and effects on a state."""

from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core import effects as fx
from nightreel.core.canonical import canonical
from nightreel.core.effects import BadOrder, Effect, apply, parse_order
from nightreel.core.state import CARRIED, FAR, GONE, State
from tests.core.hut import THINGS, THREATS, stalked, world
from tests.core.soundness import unsound
from tests.core.walking import PHASES, after

START = world().start

things = st.sampled_from(sorted(THINGS))
threats = st.sampled_from(sorted(THREATS))
places = st.sampled_from(["hut", "hill"])
words = st.sampled_from(["open", "power", "bruise", "bite", "way", "truth", "wait::"])
steps = st.integers(-10_000, 10_000)
switches = st.booleans()
anything: dict[type[Effect], st.SearchStrategy[Effect]] = {
    fx.Went: st.builds(fx.Went, places),
    fx.Put: st.builds(
        fx.Put, things, st.sampled_from(["here", "hut", "hill", CARRIED, GONE, "in:chest"])
    ),
    fx.Marked: st.builds(fx.Marked, things, words),
    fx.Cleared: st.builds(fx.Cleared, things, words),
    fx.Flagged: st.builds(fx.Flagged, words),
    fx.Unflagged: st.builds(fx.Unflagged, words),
    fx.Learned: st.builds(fx.Learned, words),
    fx.Wounded: st.builds(fx.Wounded, words),
    fx.Healed: st.builds(fx.Healed, words),
    fx.Nerved: st.builds(fx.Nerved, steps),
    fx.Charged: st.builds(fx.Charged, steps),
    fx.Lamp: st.builds(fx.Lamp, switches),
    fx.Passed: st.builds(fx.Passed, st.integers(0, 10_000)),
    fx.Sounded: st.builds(fx.Sounded, steps),
    fx.Drawn: st.builds(fx.Drawn, threats, steps),
    fx.Staged: st.builds(fx.Staged, threats, st.integers(0, 3)),
    fx.Neared: st.builds(fx.Neared, threats, steps),
    fx.Struck: st.builds(fx.Struck, threats),
    fx.Exposed: st.builds(fx.Exposed, st.integers(0, 20)),
    fx.Advanced: st.builds(fx.Advanced, words, steps),
    fx.Hid: st.builds(fx.Hid, switches),
    fx.Spoke: st.builds(fx.Spoke, st.text(max_size=120)),
    fx.Filmed: st.builds(fx.Filmed, words),
    fx.Saw: st.builds(fx.Saw, words),
    fx.Happened: st.builds(fx.Happened, words),
    fx.Phased: st.builds(fx.Phased, st.sampled_from(PHASES)),
    fx.Did: st.builds(fx.Did, words),
    fx.Ended: st.builds(fx.Ended, words),
}
effects_of_any_kind = st.one_of(*anything.values())
sequences = st.lists(effects_of_any_kind, max_size=40)


# --- on a state ----------------------------------------------------------------------------------


def test_the_effects_tried_here_are_all_there_are() -> None:
    assert set(anything) == set(get_args(Effect))


@given(sequences)
def test_no_sequence_of_effects_breaks_a_state(effects: list[Effect]) -> None:
    state = START
    for effect in effects:
        state = apply(state, effect)
        assert unsound(state) == []


@given(sequences)
def test_a_state_is_read_as_it_was_written(effects: list[Effect]) -> None:
    state = after(START, effects)
    written = canonical(state)
    read = msgspec.json.decode(written, type=State)
    assert read == state
    assert canonical(read) == written


@given(sequences)
def test_effects_are_read_as_they_were_written(effects: list[Effect]) -> None:
    written = canonical(effects)
    read = msgspec.json.decode(written, type=list[Effect])
    assert read == effects
    assert canonical(after(START, read)) == canonical(after(START, effects))


@given(sequences, sequences)
def test_an_effect_leaves_the_old_state_as_it_was(before: list[Effect], more: list[Effect]) -> None:
    state = after(START, before)
    written = canonical(state)
    after(state, more)
    assert canonical(state) == written


@given(sequences)
def test_some_things_only_ever_grow(effects: list[Effect]) -> None:
    state = START
    for effect in effects:
        then = apply(state, effect)
        assert then.minutes >= state.minutes
        assert then.turn >= state.turn
        for name in ("visited", "facts", "seen", "filmed"):
            assert set(getattr(then, name)) >= set(getattr(state, name))
        for id_, threat in state.threats.items():
            assert then.threats[id_].strikes >= threat.strikes
        assert state.ending is None or then.ending == state.ending
        state = then


_SETS = (fx.Went, fx.Put, fx.Marked, fx.Cleared, fx.Flagged, fx.Unflagged, fx.Learned, fx.Lamp)
_MORE_SETS = (fx.Staged, fx.Exposed, fx.Hid, fx.Spoke, fx.Filmed, fx.Saw, fx.Phased, fx.Ended)


@given(sequences, st.one_of(*(anything[kind] for kind in (*_SETS, *_MORE_SETS))))
def test_to_set_what_is_set_changes_nothing(before: list[Effect], effect: Effect) -> None:
    state = apply(after(START, before), effect)
    assert apply(state, effect) == state


@pytest.mark.parametrize(
    ("effect", "field", "value"),
    [
        (fx.Nerved(-9), "nerve", 0),
        (fx.Nerved(9), "nerve", 5),
        (fx.Charged(-999), "battery", 0),
        (fx.Charged(999), "battery", 100),
        (fx.Sounded(-9), "noise", 0),
    ],
)
def test_what_has_ends_stays_between_them(effect: Effect, field: str, value: int) -> None:
    assert getattr(apply(START, effect), field) == value


@pytest.mark.parametrize(("by", "distance"), [(-9, 0), (9, FAR), (-1, 1), (2, 4)])
def test_nobody_is_nearer_than_at_hand_or_farther_than_gone(by: int, distance: int) -> None:
    state = apply(stalked(START, 2, 2), fx.Neared("stalker", by))
    assert state.threats["stalker"].distance == distance


def test_an_empty_battery_puts_the_lamp_out_and_keeps_it_out() -> None:
    state = apply(START, fx.Charged(-100))
    assert not state.lamp
    assert not apply(state, fx.Lamp(lit=True)).lamp
    assert apply(apply(state, fx.Charged(5)), fx.Lamp(lit=True)).lamp


def test_a_wound_twice_is_two_wounds_and_is_healed_twice() -> None:
    hurt = after(START, [fx.Wounded("bite"), fx.Wounded("bite")])
    assert hurt.wounds == ("bite", "bite")
    assert apply(hurt, fx.Healed("bite")).wounds == ("bite",)
    assert apply(hurt, fx.Healed("bruise")) == hurt


def test_the_first_ending_is_the_ending() -> None:
    assert after(START, [fx.Ended("caught"), fx.Ended("lost")]).ending == "caught"


def test_whoever_goes_is_hidden_no_more() -> None:
    assert not after(START, [fx.Hid(hidden=True), fx.Went("hill")]).hidden


def test_here_is_where_the_player_stands() -> None:
    state = after(START, [fx.Went("hill"), fx.Put("rope", "here")])
    assert state.things["rope"].where == "hill"


def test_a_turn_done_clears_what_belonged_to_it() -> None:
    state = after(START, [fx.Sounded(3), fx.Happened("bell"), fx.Did("wait::")])
    assert (state.noise, state.beat, state.turn) == (0, None, START.turn + 1)
    assert state.recent == ("wait::",)


def test_only_the_latest_actions_are_remembered() -> None:
    state = after(START, [fx.Did(f"wait:{n}:") for n in range(9)])
    assert state.recent == tuple(f"wait:{n}:" for n in range(3, 9))


@pytest.mark.parametrize(
    "effect", [fx.Marked("ghost", "open"), fx.Put("ghost", "hut"), fx.Neared("ghost", 1)]
)
def test_an_effect_on_what_the_world_does_not_have_is_an_error(effect: Effect) -> None:
    with pytest.raises(KeyError):
        apply(START, effect)


# --- as orders of a pack -------------------------------------------------------------------------

ORDERS: dict[str, Effect] = {
    "flag power": fx.Flagged("power"),
    "unflag power": fx.Unflagged("power"),
    "set door open": fx.Marked("door", "open"),
    "unset door locked": fx.Cleared("door", "locked"),
    "reveal key": fx.Put("key", "here"),
    "take key": fx.Put("key", CARRIED),
    "lose key": fx.Put("key", GONE),
    "put key yard": fx.Put("key", "yard"),
    "go corridor": fx.Went("corridor"),
    "wound cut_hand": fx.Wounded("cut_hand"),
    "heal cut_hand": fx.Healed("cut_hand"),
    "nerve -1": fx.Nerved(-1),
    "nerve +2": fx.Nerved(2),
    "battery +40": fx.Charged(40),
    "lamp on": fx.Lamp(lit=True),
    "lamp off": fx.Lamp(lit=False),
    "time 15": fx.Passed(15),
    "time 0": fx.Passed(0),
    "noise 2": fx.Sounded(2),
    "clock van +1": fx.Advanced("van", 1),
    "clock van -1": fx.Advanced("van", -1),
    "threat lineman +2": fx.Drawn("lineman", 2),
    "near lineman -1": fx.Neared("lineman", -1),
    "know tone_is_a_fence": fx.Learned("tone_is_a_fence"),
    "end drove_out": fx.Ended("drove_out"),
}


@pytest.mark.parametrize(("order", "effect"), ORDERS.items())
def test_every_documented_order_is_read(order: str, effect: Effect) -> None:
    assert parse_order(order) == effect
    assert parse_order(f"  {order.replace(' ', '   ')} ") == effect


@pytest.mark.parametrize(
    "order",
    [
        *("", " ", "flag", "flag a b", "unflag", "set door", "set door open wide", "unset door"),
        *("reveal", "take", "take key yard", "lose", "put key", "go", "wound", "heal", "know"),
        *("nerve", "nerve much", "nerve 1.5", "battery full", "battery", "lamp", "lamp dim"),
        *("time -5", "time soon", "time", "noise loud", "clock van", "clock van up", "clock +1"),
        *("threat lineman", "threat lineman x", "near lineman", "near lineman close", "end"),
        *("end a b", "explode", "FLAG power", "flag: power", "nerve - 1", "nerve 0x1"),
    ],
)
def test_an_order_that_means_nothing_is_refused_by_name(order: str) -> None:
    with pytest.raises(BadOrder) as refused:
        parse_order(order)
    assert f"`{order}`" in str(refused.value)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from([*" ".join(ORDERS).split(), "x", "1e3"]), max_size=4).map(
            " ".join
        ),
    )
)
def test_any_text_is_an_order_or_a_bad_one(order: str) -> None:
    try:
        effect = parse_order(order)
    except BadOrder:
        return
    assert isinstance(effect, get_args(Effect))


@given(effects_of_any_kind)
def test_no_order_of_a_pack_turns_time_back(effect: Effect) -> None:
    state = replace(START, minutes=500)
    assert apply(state, effect).minutes >= 500
