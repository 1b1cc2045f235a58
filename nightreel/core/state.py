"""The state of a run's world: a frozen value, changed only by effects."""

from typing import Literal

from msgspec import Struct, structs

CARRIED = "carried"
GONE = "gone"
WITHIN = "in:"

Phase = Literal["calm", "unease", "dread", "crisis", "release"]

WOUNDS_LIMIT = 3
NERVE_LIMIT = 5
BATTERY_LIMIT = 100
FAR = 5
"""Distance of a threat that is not there. 0 is at hand."""


class ThingState(Struct, frozen=True):
    """Where a thing is (place id, `carried`, `gone`, or `in:` + holder while unseen) and its
    properties.
    """

    where: str
    props: tuple[str, ...] = ()


class ThreatState(Struct, frozen=True):
    """A threat's attention (`heat`), stage index, distance (0 at hand, 5 gone) and blows landed."""

    heat: int = 0
    stage: int = 0
    distance: int = FAR
    strikes: int = 0


class State(Struct, frozen=True):
    """Everything the rules look at. Collections are ordered so that equal states are equal
    bytes.
    """

    place: str
    minutes: int = 0
    turn: int = 1
    battery: int = 80
    lamp: bool = True
    nerve: int = 4
    noise: int = 0
    exposure: int = 0
    hidden: bool = False
    phase: Phase = "calm"
    phase_since: int = 1
    wounds: tuple[str, ...] = ()
    words: str | None = None
    ending: str | None = None
    beat: str | None = None
    things: dict[str, ThingState] = {}
    threats: dict[str, ThreatState] = {}
    clocks: dict[str, int] = {}
    storylets: dict[str, int] = {}
    flags: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    filmed: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()

    def has(self, thing: str) -> bool:
        """Return whether the thing is carried."""
        return self.things[thing].where == CARRIED

    def here(self, thing: str) -> bool:
        """Return whether the thing is carried or lies in view at this place."""
        return self.things[thing].where in (CARRIED, self.place)

    def prop(self, thing: str, prop: str) -> bool:
        """Return whether the thing has the property."""
        return prop in self.things[thing].props

    @property
    def carried(self) -> tuple[str, ...]:
        """Ids of what is carried, in pack order."""
        return tuple(t for t, s in self.things.items() if s.where == CARRIED)

    @property
    def cornered(self) -> bool:
        """Whether a threat that can strike is at hand."""
        return any(t.distance == 0 and t.stage >= 2 for t in self.threats.values())


def with_item(items: tuple[str, ...], item: str) -> tuple[str, ...]:
    """Return the sorted tuple with the item in it."""
    return items if item in items else tuple(sorted((*items, item)))


def without_item(items: tuple[str, ...], item: str) -> tuple[str, ...]:
    """Return the tuple without the item."""
    return tuple(i for i in items if i != item)


replace = structs.replace
