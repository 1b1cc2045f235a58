"""Dice as a counted stream: every draw is a function of seed, stream and count.

Two branches of one run never disturb one another, because each turn and purpose has its own stream.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")

Fate = Literal["lucky", "normal", "unlucky"]


class Dice(Protocol):
    """What the rules need of dice. `Stream` is the real one; tests load theirs."""

    def roll(self, sides: int) -> int:
        """Return a whole number from 1 to `sides`."""
        ...


class Stream:
    """Dice drawn from `(seed, *name)`; the n-th draw is always the same."""

    __slots__ = ("_count", "_key")

    def __init__(self, seed: int, *name: str | int) -> None:
        self._key = "/".join(str(part) for part in (seed, *name)).encode()
        self._count = 0

    def roll(self, sides: int) -> int:
        """Return a whole number from 1 to `sides`. The bias is below 2**-50 for any die used
        here.
        """
        block = blake2b(self._key, digest_size=8, salt=self._count.to_bytes(8, "big")).digest()
        self._count += 1
        return int.from_bytes(block, "big") % sides + 1


def chance(dice: Dice, percent: int) -> bool:
    """Return whether an event of that many percent happens."""
    return dice.roll(100) <= percent


def pick(dice: Dice, items: Sequence[T]) -> T:
    """Return one of the items, all alike. Raises `IndexError` on an empty sequence."""
    return items[dice.roll(len(items)) - 1] if items else items[0]


def weighted(dice: Dice, items: Sequence[T], weights: Sequence[int]) -> T:
    """Return one of the items by whole-number weight; at least one weight is above zero."""
    point = dice.roll(sum(weights))
    for item, weight in zip(items, weights, strict=True):
        point -= weight
        if point <= 0:
            return item
    raise ValueError("weights must add up to more than zero")


def fate_of(seed: int, turn: int) -> Fate:
    """Return the fate of a turn, fixed before anyone acts: 25 % lucky, 50 % normal, 25 %
    unlucky.
    """
    rolled = Stream(seed, "fate", turn).roll(100)
    return "lucky" if rolled <= 25 else "normal" if rolled <= 75 else "unlucky"
