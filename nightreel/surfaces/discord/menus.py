"""What menus and switches offer, and what it makes of a run's settings or a server's rules.

One list for both ways: what can be picked is what is understood.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from msgspec import Struct, structs

from nightreel.core.settings import Crew, Rating, RunSettings
from nightreel.ports.rooms import Rules
from nightreel.surfaces.discord.saying import counted, span
from nightreel.surfaces.discord.texts import CREWS, RATINGS

AUTO = 45
"""Seconds after which the game moves by itself, once it is told to."""

_PICTURES = {"full": "Pictures", "draft": "Quick pictures", "off": "No pictures"}


class Entry(Struct, frozen=True):
    """One thing that can be picked."""

    value: str
    label: str


class Menu(Struct, frozen=True):
    """A menu over one field.

    Attributes:
        values: what the field may become, in the order in which it is offered.
        none: what stands for None; empty where None is no choice.
    """

    field: str
    title: str
    values: tuple[Any, ...]
    told: Callable[[Any], str]
    none: str = ""

    def entries(self, now: Any) -> list[Entry]:
        """Return what is offered; what is so now is on the list even when nobody would offer it."""
        return [
            Entry(_written(v), self.none if v is None else self.told(v)) for v in self._offered(now)
        ]

    def read(self, value: str, now: Any) -> tuple[Any, ...]:
        """Return what was picked, alone in a tuple; nothing when it was never offered."""
        return tuple(v for v in self._offered(now) if _written(v) == value)

    def _offered(self, now: Any) -> tuple[Any, ...]:
        return self.values if now in self.values else (now, *self.values)


def _written(value: Any) -> str:
    return "off" if value is None else str(value)


def _minutes(value: int) -> str:
    return f"After {span(value * 60)} without a move, a tape pauses itself"


CREW = Menu("crew", "Who acts", get_args(Crew), lambda c: CREWS[c])
CLOCK = Menu(
    "clock",
    "The clock",
    (15, 30, 60, 90, 120, 300, 900, 3600, None),
    lambda s: f"{span(s)} to act",
    "No clock",
)
RATING = Menu("rating", "Rating", get_args(Rating), lambda r: RATINGS[r])
COOLDOWN = Menu(
    "cooldown",
    "Own words",
    (0, 1, 2, 3, 5),
    lambda n: f"Own words rest for {counted(n, 'turn')}" if n else "Own words at any time",
)
PICTURES = Menu("pictures", "Pictures", tuple(_PICTURES), lambda p: _PICTURES[p])

RUN_MENUS: Mapping[str, Menu] = {m.field: m for m in (CREW, CLOCK, RATING, PICTURES, COOLDOWN)}
"""The menus of a run's settings, by the word that its control carries."""

FILMED = Menu("pictures", "Pictures", (True, False), lambda on: "Pictures" if on else "No pictures")
DEFAULT_MENUS: Mapping[str, Menu] = {m.field: m for m in (CREW, CLOCK, RATING, FILMED, COOLDOWN)}
"""The menus of what a run is like unless somebody says otherwise."""

LIMIT_MENUS: Mapping[str, Menu] = {
    m.field: m
    for m in (
        Menu(
            "runs",
            "Tapes at once",
            (1, 2, 3, 5, 10, 20, 50),
            lambda n: f"{counted(n, 'tape')} at once",
        ),
        Menu(
            "runs_each",
            "Tapes a person",
            (1, 2, 3, 5, 10),
            lambda n: f"{counted(n, 'tape')} a person",
        ),
        Menu("write_ins", "Own words", (2, 4, 6, 10, 20), lambda n: f"{n} write-ins a minute"),
        Menu("idle", "Standing still", (2, 5, 10, 20, 60), _minutes),
        Menu(
            "again",
            "After the end",
            (None, 30, 60, 300),
            lambda s: f"The next tape starts by itself after {span(s)}",
            "The next tape starts when somebody wants it",
        ),
    )
}
"""The menus of a server's limits."""

ACCESS = ("channels", "hosts", "worlds")
"""The lists of a server's rules: ids, where an empty list means all."""


def settings_with(settings: RunSettings, field: str, value: str) -> RunSettings | None:
    """Return the settings with what was picked; None when it was never on offer."""
    menu = RUN_MENUS.get(field)
    if field == "pictures":
        return _pictured(settings, value) if value in PICTURES.values else None
    picked = menu.read(value, getattr(settings, field)) if menu else ()
    if not picked:
        return None
    return structs.replace(settings, **{field: picked[0]})


def rules_with(rules: Rules, field: str, values: Sequence[str]) -> Rules | None:
    """Return the rules with what was picked; None when it was never on offer."""
    if field in ACCESS:
        return structs.replace(rules, **{field: tuple(values)})
    menu = LIMIT_MENUS.get(field) or DEFAULT_MENUS.get(field)
    picked = menu.read(values[0], getattr(rules, field)) if menu and values else ()
    return structs.replace(rules, **{field: picked[0]}) if picked else None


def auto_switched(settings: RunSettings) -> RunSettings:
    """Return the settings after a press on *Auto*."""
    return structs.replace(settings, auto=AUTO if settings.auto is None else None)


def quality_switched(settings: RunSettings) -> RunSettings:
    """Return the settings after a press on *Picture*: full, draft, off, and round again."""
    order = tuple(_PICTURES)
    return _pictured(settings, order[(order.index(pictured(settings)) + 1) % len(order)])


def pictured(settings: RunSettings) -> str:
    """Return what pictures there are: `full`, `draft` or `off`."""
    return settings.quality if settings.pictures else "off"


def _pictured(settings: RunSettings, value: str) -> RunSettings:
    if value == "off":
        return structs.replace(settings, pictures=False)
    return structs.replace(settings, pictures=True, quality=value)
