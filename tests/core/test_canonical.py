"""One value, one spelling, one hash."""

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from nightreel.core.canonical import GENESIS, canonical, chained, digest
from nightreel.core.intent import Choice, Intent
from nightreel.core.state import State
from tests.core.hut import world

# What the ledger is made of: no floats.
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=12,
)


def shuffled(value: Any, dice: Any) -> Any:
    """The same value, built in another order."""
    if isinstance(value, dict):
        items = list(cast("dict[str, Any]", value).items())
        dice.shuffle(items)
        return {key: shuffled(inner, dice) for key, inner in items}
    if isinstance(value, list):
        return [shuffled(inner, dice) for inner in cast("list[Any]", value)]
    return value


def spelled(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@given(values, st.randoms(use_true_random=False))
def test_the_same_value_is_the_same_bytes_however_it_was_built(value: Any, dice: Any) -> None:
    other = shuffled(value, dice)
    assert canonical(other) == canonical(value)
    assert digest(other) == digest(value)


@given(values, values)
def test_another_value_has_another_hash(one: Any, two: Any) -> None:
    assert (digest(one) == digest(two)) == (spelled(one) == spelled(two))


@given(st.frozensets(st.text()), st.randoms(use_true_random=False))
def test_a_set_has_one_spelling(items: frozenset[str], dice: Any) -> None:
    order = sorted(items)
    dice.shuffle(order)
    assert canonical(frozenset(order)) == canonical(items)


def test_the_spelling_is_json_with_sorted_keys_and_no_spaces() -> None:
    choice = Choice("Größe: ∞", Intent("take", "key"), "safe", "bold")
    assert canonical(choice).decode() == (
        '{"intent":{"target":"key","verb":"take"},"kind":"bold","label":"Größe: ∞","risk":"safe"}'
    )


@pytest.mark.parametrize("field", [f.name for f in structs.fields(State)])
def test_any_change_of_a_state_changes_its_hash(field: str) -> None:
    start = world().start
    changed = structs.replace(start, **{field: another(getattr(start, field))})
    assert digest(changed) != digest(start)


def another(value: Any) -> Any:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case tuple():
            return (*cast("tuple[str, ...]", value), "other")
        case dict():
            some = cast("dict[str, Any]", value)
            return {**some, "other": next(iter(some.values()), 1)}
        case _:
            return "other"


bodies = st.binary(min_size=1).filter(lambda body: b"\n" not in body)
parents = st.integers(0, 2**256 - 1).map(lambda n: f"{n:064x}")


@given(parents, bodies, parents, bodies)
def test_a_record_is_bound_to_its_body_and_to_all_before_it(
    parent: str, body: bytes, other_parent: str, other_body: bytes
) -> None:
    same = (parent, body) == (other_parent, other_body)
    assert (chained(parent, body) == chained(other_parent, other_body)) == same


# Written down once: a hash that changes makes every old ledger look forged.
def test_hashes_are_the_ones_of_old_ledgers() -> None:
    assert digest(Intent("take", "key")) == (
        "ea3fe422310e1ab079d35ab0dffa06a896ffd0ef9953e99c813d1e60c7378ec9"
    )
    assert chained(GENESIS, b"{}") == (
        "5649d09ed68c17156095d175eef152856c5b1a81c117c409c1e00f096aa6838e"
    )
