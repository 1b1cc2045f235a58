"""What there is to tell of a turn: small tokens a narrator puts into words. Never the other way
round.
"""

from typing import Literal

from msgspec import Struct

FactKind = Literal[
    "act",  # what was tried: id is the plan's key
    "arrive",  # at a place
    "found",  # a thing came into view
    "mishap",
    "wound",
    "cost",  # id: noise, time, nerve, battery
    "strike",  # a threat reached the player
    "shielded",
    "evade",
    "leave",
    "rise",
    "sink",
    "storylet",
    "hour",  # id: dusk, night, midnight
    "low",  # id: battery, dead, nerve
    "ending",
]


class Fact(Struct, frozen=True):
    """One thing that happened, by kind and id."""

    kind: FactKind
    id: str
