"""Everything that can change a state, in one list: what it needs, what it gives, how it is done.

It mirrors `core.verbs`, `core.threats` and the pack's own acts, roughly. The search is led by this
list and walks by the real rules: what is missing here may cost a proof, and gives no false one.
"""

from collections.abc import Iterator

from msgspec import Struct

from nightreel.core.conduct import IMPROVISED
from nightreel.core.effects import (
    Advanced,
    Cleared,
    Drawn,
    Effect,
    Ended,
    Filmed,
    Flagged,
    Happened,
    Healed,
    Hid,
    Lamp,
    Marked,
    Neared,
    Nerved,
    Passed,
    Put,
    Saw,
    Went,
    Wounded,
)
from nightreel.core.intent import Intent, Verb
from nightreel.core.plan import PRESENT
from nightreel.core.risk import STORM
from nightreel.core.state import CARRIED, WOUNDS_LIMIT
from nightreel.core.threats import DEADLY
from nightreel.core.world import Act, Exit, Place, Thing, Threat, World
from nightreel.worlds.checking.formula import (
    All,
    Count,
    Formula,
    Is,
    either,
    every,
    formula,
    negated,
    places_tagged,
    unlit,
)
from nightreel.worlds.checking.play import FAIR, Luck

SETBACK, DISASTER, STIRRED = Luck("setback"), Luck("disaster"), Luck(comes=True)
_CHANCY = 4
_WAIT, _HESITATE = Intent("wait"), Intent("hesitate")


class Way(Struct, frozen=True):
    """One way to change something.

    Attributes:
        gives: effects, as the rules would have them.
        intent: how it is done; None for what follows by itself.
        key: the prose key its outcome must have, when the same intent may mean something else.
        reveals: what lies in this holder comes into view.
    """

    name: str
    needs: Formula
    gives: tuple[Effect, ...] = ()
    intent: Intent | None = None
    luck: Luck = FAIR
    reveals: str | None = None
    key: str = ""

    @property
    def price(self) -> int:
        """Steps it takes: none when it follows by itself, several when it must happen by chance."""
        if self.intent is None:
            return 0
        return _CHANCY if self.luck.incident else 1


def ways(world: World) -> Iterator[Way]:
    """Yield every way the rules of this world have to change a state."""
    for place in world.places.values():
        yield from _in_place(world, place)
    for thing in world.things.values():
        yield from _with_thing(world, thing)
    for act in world.acts.values():
        yield from _by_act(world, act)
    for storylet in world.storylets.values():
        gives = (*storylet.do, Happened(storylet.id))
        luck = Luck(incident=storylet.id)
        yield Way(f"incident:{storylet.id}", formula(world, storylet.when), gives, _WAIT, luck)
    for threat in world.threats.values():
        yield from _from_weather(world, threat) if threat.sense == "time" else _from(world, threat)
    yield from _anywhere(world)


# --- places


def _in_place(world: World, place: Place) -> Iterator[Way]:
    here = Is("at", (place.id,))
    search = Intent("search")
    yield Way(f"search:{place.id}", here, (Saw(f"search:{place.id}"),), search, reveals=place.id)
    film = (Filmed(place.id), Advanced("footage", 1))
    yield Way(f"film:{place.id}", every((here, _lit(world))), film, Intent("film"))
    for way in place.exits:
        intent = Intent(way.verb, way.to)
        open_ = every((here, formula(world, way.when)))
        yield Way(f"go:{place.id}:{way.to}", open_, (Went(way.to),), intent)
        if way.fall is not None:
            needs = every((open_, _desperate(world, way)))
            yield Way(f"fall:{place.id}:{way.to}", needs, (Ended(way.fall),), intent, DISASTER)
        if way.risk != "safe":
            yield from _mishaps(world, intent, open_)


def _desperate(world: World, way: Exit) -> Formula:
    """What makes a way out desperate, whatever its own risk is."""
    against: tuple[Formula, ...] = (
        every((Is("lamp", so=False), unlit(world))),
        either(Is("wound", (w.id,)) for w in world.wounds.values() if way.verb in w.hinders),
        Count("nerve", "", "<=", 0),
        every(
            (
                Is("at", places_tagged(world, "outdoors")),
                either(
                    Count("stage", t.id, ">=", STORM)
                    for t in world.threats.values()
                    if t.sense == "time"
                ),
            )
        ),
    )
    match way.risk:
        case "desperate":
            return All()
        case "risky":
            return either(against)
        case "safe":
            pairs = [(a, b) for n, a in enumerate(against) for b in against[n + 1 :]]
            return either(every(pair) for pair in pairs)


def _mishaps(world: World, intent: Intent, needs: Formula) -> Iterator[Way]:
    """What may come of a plain risk that is lost."""
    for mishap in world.mishaps.values():
        if intent.verb in mishap.verbs or "any" in mishap.verbs:
            so = every((needs, formula(world, mishap.when)))
            name = f"{mishap.id}:{intent.key}"
            yield Way(f"fail:{name}", so, (Wounded(mishap.wound),), intent, DISASTER)
            if mishap.setback:
                yield Way(f"slip:{name}", so, mishap.setback, intent, SETBACK)


# --- things


def _with_thing(world: World, thing: Thing) -> Iterator[Way]:
    if "portable" in thing.traits:
        yield from _carrying(thing)
    if "openable" in thing.traits:
        yield from _opening(world, thing)
    if "breakable" in thing.traits:
        yield from _breaking(world, thing)
    if "searchable" in thing.traits:
        yield from _does(thing, "search", _here(thing, _not_locked(thing)), reveals=thing.id)
    if "readable" in thing.traits:
        yield from _does(thing, "read", _here(thing, _lit(world)))
    yield from _does(thing, "examine", _here(thing, _lit(world)))
    if thing.filmable:
        film = (Filmed(thing.id), Advanced("footage", 1))
        yield from _does(thing, "film", _here(thing, _lit(world)), film)
    if "hideable" in thing.traits:
        yield Way(f"hide:{thing.id}", _here(thing), (Hid(hidden=True),), Intent("hide"))
    if "medical" in thing.traits:
        unspent = Is("prop", (thing.id, "spent"), so=False)
        for wound in world.wounds:
            needs = _here(thing, unspent, Is("wound", (wound,)))
            yield Way(f"treat:{wound}", needs, (Healed(wound),), Intent("treat", wound))


def _here(thing: Thing, *more: Formula) -> Formula:
    return every((*more, Is("here", (thing.id,))))


def _not_locked(thing: Thing) -> Formula:
    if "openable" not in thing.traits:
        return All()
    ajar = (Is("prop", (thing.id, "open")), Is("prop", (thing.id, "broken")))
    shut = every(Is("prop", (thing.id, p), so=False) for p in ("locked", "stiff"))
    return either((*ajar, shut))


def _does(
    thing: Thing, verb: Verb, needs: Formula, plain: tuple[Effect, ...] = (), reveals: str = ""
) -> Iterator[Way]:
    gives = (*plain, *thing.does.get(verb, ()))
    if (gives or reveals) and verb not in thing.refuses:
        intent = Intent(verb, thing.id)
        yield Way(f"{verb}:{thing.id}", needs, gives, intent, reveals=reveals or None)


def _carrying(thing: Thing) -> Iterator[Way]:
    yield from _does(thing, "take", _here(thing), (Put(thing.id, CARRIED),))
    carried = Is("has", (thing.id,))
    yield Way(f"drop:{thing.id}", carried, (Put(thing.id, "here"),), Intent("drop", thing.id))


def _opening(world: World, thing: Thing) -> Iterator[Way]:
    key = (Is("here", (thing.key,)),) if thing.key else ()
    unlocked = either((Is("prop", (thing.id, "locked"), so=False), *key))
    shut = [Is("prop", (thing.id, p), so=False) for p in ("open", "broken")]
    gives = (Marked(thing.id, "open"), Cleared(thing.id, "locked"), Cleared(thing.id, "stiff"))
    needs = _here(thing, unlocked, *shut)
    yield from _does(thing, "open", needs, gives, reveals=thing.id)
    if "stiff" in thing.props and "open" not in thing.refuses:
        stiff = _here(thing, Is("prop", (thing.id, "stiff")))
        yield from _mishaps(world, Intent("open", thing.id), stiff)
    opened = _here(thing, Is("prop", (thing.id, "open")))
    yield from _does(thing, "close", opened, (Cleared(thing.id, "open"),))


def _breaking(world: World, thing: Thing) -> Iterator[Way]:
    whole = _here(thing, Is("prop", (thing.id, "broken"), so=False))
    lost = tuple(Cleared(thing.id, p) for p in ("locked", "stiff", "running", "lit"))
    gives = (Marked(thing.id, "broken"), *lost)
    yield from _does(thing, "break", whole, gives, reveals=thing.id)
    if "break" not in thing.refuses:
        yield from _mishaps(world, Intent("break", thing.id), whole)


# --- acts and threats


def _by_act(world: World, act: Act) -> Iterator[Way]:
    intent = Intent(act.verbs[0], act.target, act.tool)
    needs: list[Formula] = []
    if act.once:
        needs.append(Is("done", (act.id,), so=False))
    if act.tool is not None:
        # What can be carried is best carried here: that it lay in view once does not help.
        portable = "portable" in world.things[act.tool].traits
        needs.append(Is("has" if portable else "here", (act.tool,)))
    needs.append(formula(world, act.when))
    if act.target in world.threats:
        needs += [Count("stage", act.target, ">=", 1), Count("distance", act.target, "<=", PRESENT)]
    else:
        needs.append(Is("here", (act.target,)))
    if act.at:
        needs.append(Is("at", act.at))
    if act.beat is not None:
        needs.append(Is("beat", (act.beat,)))
    key, all_ = f"act.{act.id}", every(needs)
    yield Way(f"act:{act.id}", all_, act.do, intent, key=key)
    if act.risk != "safe":
        yield Way(f"setback:{act.id}", all_, act.setback, intent, SETBACK, key=key)
        yield Way(f"disaster:{act.id}", all_, act.disaster, intent, DISASTER, key=key)


def _from(world: World, threat: Threat) -> Iterator[Way]:
    """To stand there and do nothing draws everything that listens or looks."""
    yield Way(
        f"stir:{threat.id}", All(), (Drawn(threat.id, 1), Neared(threat.id, -1)), _HESITATE, STIRRED
    )
    needs: list[Formula] = [Count("distance", threat.id, "<=", 0)]
    if threat.where != "anywhere":
        needs.append(Is("at", places_tagged(world, threat.where)))
    needs.append(negated(formula(world, threat.barred)))
    hurt = every((Count("stage", threat.id, ">=", 2), *needs))
    yield Way(f"blow:{threat.id}", hurt, (Wounded(threat.wound), Nerved(-1)), _HESITATE, STIRRED)
    deadly = every((Count("stage", threat.id, ">=", DEADLY), *needs))
    yield Way(f"strike:{threat.id}", deadly, (Ended(threat.ending),), _HESITATE, STIRRED)


def _from_weather(world: World, threat: Threat) -> Iterator[Way]:
    out = Is("at", places_tagged(world, "outdoors"))
    storm = every((Count("stage", threat.id, ">=", STORM), out))
    yield Way(f"blow:{threat.id}", storm, (Wounded(threat.wound),), _HESITATE)
    worst = every((Count("stage", threat.id, ">=", STORM + 1), out))
    yield Way(f"strike:{threat.id}", worst, (Ended(threat.ending),), _HESITATE)


def _anywhere(world: World) -> Iterator[Way]:
    passed = (Passed(8 + world.pace),)
    yield Way("wait", All(), passed, _WAIT)
    yield Way("hesitate", All(), passed, _HESITATE)
    yield Way("light_on", Is("lamp", so=False), (Lamp(lit=True),), Intent("light_on"))
    yield Way("light_off", Is("lamp"), (Lamp(lit=False),), Intent("light_off"))
    cover = Is("at", places_tagged(world, "hide"))
    yield Way("hide", cover, (Hid(hidden=True),), Intent("hide"))
    words = Intent("call", words="Hello?")
    yield Way("call", All(), (Flagged("spoke"),), words)
    torn = every((Count("wounds", "", ">=", 1), Is("flag", (IMPROVISED,), so=False)))
    yield Way("treat", torn, (Flagged(IMPROVISED),), Intent("treat"))
    late = Count("minutes", "", ">=", world.midnight)
    yield Way("midnight", late, world.midnight_do, _WAIT)
    weak = Count("wounds", "", ">=", WOUNDS_LIMIT + 1)
    yield Way("exhausted", weak, (Ended(world.exhausted),))


def _lit(world: World) -> Formula:
    return either((Is("lamp"), negated(unlit(world))))
