"""What a storyteller asks a pack for: every pool by key, how deep it must be, and its slots.

A table of its own, because worlds know nothing of narrators; `tests/worlds` holds it against the
rules.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

from msgspec import Struct

from nightreel.core.intent import VERBS
from nightreel.core.state import WITHIN, Phase
from nightreel.core.world import Act, Place, Thing, Threat, World

_MAIN = frozenset({"place", "words", "thing"})
_WORDS = frozenset({"words"})
_TOOL = frozenset({"tool"})
_NONE: frozenset[str] = frozenset()


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


REFUSALS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        _each(
            "dark impossible no_cover nobody not_near say_what unhurt no_supplies lamp_already_on"
            " lamp_already_off dead_battery no_way already_done"
        ),
        _NONE,
    ),
    **dict.fromkeys(
        _each(
            "nothing_here locked already_have fixed hands_full not_carrying not_openable"
            " already_open already_closed unbreakable already_broken not_readable nothing_to_use"
            " not_climbable"
        ),
        frozenset({"thing"}),
    ),
    "not_here": _WORDS,
    "blocked": frozenset({"way"}),
    "no_effect": frozenset({"thing", "tool"}),
}
"""Reasons of the rules for refusing an intent, with what they say it about."""
MISREAD = frozenset({"nonsense", "meta", "harm_self", "not_doing", "unclear"})
"""Reasons of whoever reads typed actions."""

_OFFERED = _each(
    "move climb examine search take open break read hide wait listen fight treat light_on light_off"
    " film"
)
_UNAIMED = frozenset({"wait", "light_on", "light_off", "hesitate"})
_TOLD = _each(
    "search take drop open close break hide wait listen call treat light_on light_off film"
)
_COSTS = ("noise", "time", "nerve", "battery")


class Ask(Struct, frozen=True):
    """A pool that may be asked for.

    Attributes:
        plain: least number of lines without a condition.
        total: least number of lines; 0 when something else serves in its place.
    """

    key: str
    slots: frozenset[str] = _NONE
    plain: int = 0
    total: int = 0
    path: tuple[str, ...] = ("lines",)


def asked(world: World) -> dict[str, Ask]:
    """Return every pool that a run of this world may ask for."""
    return {ask.key: ask for ask in _asked(world)}


def _asked(world: World) -> Iterator[Ask]:
    yield Ask("world.prologue", _NONE, 1, 1, ("world",))
    for place in world.places.values():
        yield from _place(place)
    for thing in world.things.values():
        yield from _thing(world, thing)
    for act in world.acts.values():
        yield from _act(act)
    for storylet in world.storylets:
        yield Ask(f"storylet.{storylet}", _WORDS, 0, 1, ("storylets", storylet))
    for threat in world.threats.values():
        yield from _threat(threat)
    for wound in world.wounds:
        yield Ask(f"wound.{wound}.ache", _NONE, 1, 2, ("wounds", wound))
        yield Ask(f"wound.{wound}.treat", _MAIN | {"wound"}, 0, 1, ("wounds", wound))
    for mishap in world.mishaps:
        for field in ("setback", "disaster"):
            yield Ask(f"mishap.{mishap}.{field}", _NONE, 1, 2, ("mishaps", mishap))
    for ending in world.endings:
        yield Ask(f"ending.{ending}.text", _NONE, 1, 1, ("endings", ending))
        yield Ask(f"ending.{ending}.epitaph", _NONE, 1, 1, ("endings", ending))
    yield from _lines(world)


def _place(place: Place) -> Iterator[Ask]:
    key, path = f"place.{place.id}", ("places", place.id)
    hide = 2 if "hide" in place.tags else 0
    yield Ask(f"{key}.alt", _NONE, 1, 1, path)
    yield Ask(f"{key}.first", _MAIN, 1, 1, path)
    yield Ask(f"{key}.again", _MAIN, 1, 3, path)
    yield Ask(f"{key}.quiet", _NONE, 0, 0, path)
    yield Ask(f"{key}.hide", _MAIN, min(1, hide), hide, path)
    yield Ask(f"{key}.search", _MAIN, 0, 0, path)
    yield Ask(f"{key}.found", _MAIN | {"found"}, 0, 0, path)
    # These have no field of their own; `lines:` may hold them.
    yield Ask(f"{key}.listen", _MAIN, path=path)
    yield Ask(f"{key}.call", _MAIN, path=path)


_TRAITS = {
    "take": "portable",
    "drop": "portable",
    "close": "openable",
    "open": "openable",
    "break": "breakable",
    "search": "searchable",
}


def _thing(world: World, thing: Thing) -> Iterator[Ask]:
    key, path = f"thing.{thing.id}", ("things", thing.id)
    yield Ask(f"{key}.look", _MAIN, 1, 1, path)
    if "readable" in thing.traits:
        yield Ask(f"{key}.read", _MAIN, 1, 1, path)
    for verb in ("listen", "film", *(v for v, trait in _TRAITS.items() if trait in thing.traits)):
        yield Ask(f"{key}.{verb}", _MAIN | _TOOL if verb == "break" else _MAIN, path=path)
    if any(t.where == WITHIN + thing.id for t in world.things.values()):
        yield Ask(f"{key}.found", _MAIN | {"found"}, path=path)
    for verb in thing.refuses:
        yield Ask(f"refuse.thing.{thing.id}.{verb}", frozenset({"thing"}), path=path)


def _act(act: Act) -> Iterator[Ask]:
    key, path = f"act.{act.id}", ("acts", act.id)
    slots = _MAIN | _TOOL if act.tool else _MAIN
    lost = int(act.risk != "safe")
    yield Ask(f"{key}.success", slots, 1, 1, path)
    yield Ask(f"{key}.setback", slots, lost, lost, path)
    for grade in ("triumph", "cost", "disaster"):
        yield Ask(f"{key}.{grade}", slots, path=path)
    yield Ask(f"{key}.reaction", frozenset({"thing"}), path=path)
    yield Ask(f"refuse.act.{act.id}", frozenset({"thing"}), path=path)


def _threat(threat: Threat) -> Iterator[Ask]:
    key, path = f"threat.{threat.id}", ("threats", threat.id, "lines")
    timed = threat.sense == "time"
    for at, stage in enumerate(threat.stages):
        here = min(1, at)
        if timed:
            for where in ("out", "in"):
                yield Ask(f"{key}.{stage.id}.{where}", _NONE, here, 2 * here, path)
        elif at:
            for reach in ("far", "near", "hand"):
                need = 0 if reach == "hand" and at < 2 else 3
                yield Ask(f"{key}.{stage.id}.{reach}", _WORDS, min(1, need), need, path)
        yield Ask(f"{key}.rise.{stage.id}", _WORDS, here, here, path)
    yield Ask(f"{key}.strike", _NONE, 1, 2, path)
    yield Ask(
        f"{key}.film", _MAIN, int(threat.sense == "light"), 2 * (threat.sense == "light"), path
    )
    if threat.shield is not None:
        yield Ask(f"{key}.shielded", _WORDS, 1, 1, path)
    if not timed:
        for left in ("evade", "leave"):
            yield Ask(f"{key}.{left}", _WORDS, 1, 2, path)


# --- pools that belong to nobody


def _lines(world: World) -> Iterator[Ask]:
    yield from _reactions(world)
    yield from _verbs()
    yield from _labels()
    for phase in get_args(Phase):
        yield Ask(f"hesitate.{phase}", _NONE, 1, 3)
    for cost in _COSTS:
        yield Ask(f"cost.{cost}", _WORDS, 1, 3)
    for low in ("battery", "dead", "nerve"):
        yield Ask(f"low.{low}", _WORDS, 1, 1)
    for hour in ("dusk", "night"):
        for where in ("indoors", "outdoors"):
            yield Ask(f"time.{hour}.{where}", _WORDS, 1, 1)
    yield Ask("midnight", _WORDS, 1, 3)
    yield Ask("dark.arrive", _MAIN, 1, 3)
    yield Ask("dark.again", _MAIN, 1, 3)
    yield Ask("counter", frozenset({"counter"}), 1, 3)
    for reason, slots in REFUSALS.items():
        yield Ask(f"refuse.{reason}", slots, 1, 1)
    for reason in sorted(MISREAD):
        yield Ask(f"refuse.{reason}", frozenset({"thing", "words"}), 1, 1)


def _reactions(world: World) -> Iterator[Ask]:
    aimed = {v for act in world.acts.values() for v in act.verbs}
    yield Ask("reaction.any", _NONE, 1, 10)
    yield Ask("hesitate.reaction", _NONE)
    for verb in VERBS:
        slots = _NONE if verb in _UNAIMED - aimed else frozenset({"thing"})
        yield Ask(f"reaction.{verb}", slots, 1, 2)
        yield Ask(f"verbs.{verb}.reaction", slots)


def _verbs() -> Iterator[Ask]:
    for verb in _TOLD:
        yield Ask(f"verbs.{verb}.success", _slots(verb), 1, 2)
    for verb in ("examine", "read"):
        yield Ask(f"verbs.{verb}.again", _slots(verb), 1, 2)
    yield Ask("verbs.fight.success", _slots("fight"), 1, 2)
    for grade in ("triumph", "cost"):
        yield Ask(f"verbs.fight.{grade}", _slots("fight"))
    yield Ask("verbs.any.setback", _MAIN, 1, 3)
    for verb in VERBS:
        yield Ask(f"verbs.{verb}.setback", _slots(verb))
        yield Ask(f"verbs.{verb}.disaster", _slots(verb))
    yield Ask("verbs.film.place", _slots("film"), 1, 2)
    yield Ask("verbs.search.found", _slots("search") | {"found"}, 1, 2)
    yield Ask("treat.improvised", _slots("treat"), 1, 1)


def _slots(verb: str) -> frozenset[str]:
    slots = _MAIN - {"thing"} if verb in _UNAIMED else _MAIN
    more = {"break": {"tool"}, "fight": {"tool"}, "use": {"tool"}, "treat": {"wound"}}
    return slots | more.get(verb, set())


def _labels() -> Iterator[Ask]:
    for verb in VERBS:
        slots = {"place"} if verb in _UNAIMED else {"place", "thing"}
        slots |= {"way"} if verb in ("move", "climb", "run") else set()
        slots |= {"wound"} if verb == "treat" else set()
        least = int(verb in _OFFERED)
        yield Ask(f"labels.{verb}", frozenset(slots), least, least)
    for key in ("search.place", "film.place", "film.threat", "fight.threat"):
        least = int(not key.startswith("fight"))
        yield Ask(f"labels.{key}", frozenset({"place", "thing"}), least, least)
