"""What changes: small frozen values, and the one function that applies them to a state."""

from typing import assert_never

from msgspec import Struct

from nightreel.core.state import (
    BATTERY_LIMIT,
    CARRIED,
    FAR,
    GONE,
    NERVE_LIMIT,
    Phase,
    State,
    replace,
    with_item,
    without_item,
)


class _Effect(Struct, frozen=True, tag_field="do", tag=str.lower):
    pass


class Went(_Effect, frozen=True):
    """The player is at another place."""

    place: str


class Put(_Effect, frozen=True):
    """A thing is somewhere else; `here` means the player's place."""

    thing: str
    where: str


class Marked(_Effect, frozen=True):
    """A thing has a property from now on."""

    thing: str
    prop: str


class Cleared(_Effect, frozen=True):
    """A thing has lost a property."""

    thing: str
    prop: str


class Flagged(_Effect, frozen=True):
    """A flag is set."""

    flag: str


class Unflagged(_Effect, frozen=True):
    """A flag is not set any more."""

    flag: str


class Learned(_Effect, frozen=True):
    """The player knows a fact."""

    fact: str


class Wounded(_Effect, frozen=True):
    """A wound is added; the same wound twice counts twice."""

    wound: str


class Healed(_Effect, frozen=True):
    """One wound of that name is gone."""

    wound: str


class Nerved(_Effect, frozen=True):
    """Nerve rises or falls, within 0 and 5."""

    by: int


class Charged(_Effect, frozen=True):
    """The battery rises or falls, within 0 and 100; an empty one puts the lamp out."""

    by: int


class Lamp(_Effect, frozen=True):
    """The lamp is switched."""

    lit: bool


class Passed(_Effect, frozen=True):
    """Minutes pass."""

    minutes: int


class Sounded(_Effect, frozen=True):
    """The action makes noise, for this turn only."""

    by: int


class Drawn(_Effect, frozen=True):
    """A threat's attention rises or falls."""

    threat: str
    by: int


class Staged(_Effect, frozen=True):
    """A threat is in another stage."""

    threat: str
    stage: int


class Neared(_Effect, frozen=True):
    """A threat's distance changes (negative: nearer), within 0 and 5."""

    threat: str
    by: int


class Struck(_Effect, frozen=True):
    """A threat has reached the player."""

    threat: str


class Exposed(_Effect, frozen=True):
    """Turns spent in the open when nobody should be: set, not added."""

    level: int


class Advanced(_Effect, frozen=True):
    """A progress clock moves, never below zero."""

    clock: str
    by: int


class Hid(_Effect, frozen=True):
    """The player is hidden, or is so no more."""

    hidden: bool


class Spoke(_Effect, frozen=True):
    """Words were said aloud."""

    words: str


class Filmed(_Effect, frozen=True):
    """Something is on tape for the first time."""

    subject: str


class Saw(_Effect, frozen=True):
    """A thing was examined, read or searched (`verb:thing`)."""

    key: str


class Happened(_Effect, frozen=True):
    """A storylet was drawn."""

    storylet: str


class Phased(_Effect, frozen=True):
    """The director's curve is in another phase."""

    phase: Phase


class Did(_Effect, frozen=True):
    """The turn's action by its key, for "again"; begins the next turn's bookkeeping."""

    key: str


class Ended(_Effect, frozen=True):
    """The run has reached an ending."""

    ending: str


Effect = (
    Went
    | Put
    | Marked
    | Cleared
    | Flagged
    | Unflagged
    | Learned
    | Wounded
    | Healed
    | Nerved
    | Charged
    | Lamp
    | Passed
    | Sounded
    | Drawn
    | Staged
    | Neared
    | Struck
    | Exposed
    | Advanced
    | Hid
    | Spoke
    | Filmed
    | Saw
    | Happened
    | Phased
    | Did
    | Ended
)

RECENT = 6
"""How many past actions the offer of choices remembers."""


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))


def _thing(state: State, thing: str, **changes: object) -> State:
    old = state.things[thing]
    return replace(state, things={**state.things, thing: replace(old, **changes)})


def _threat(state: State, threat: str, **changes: object) -> State:
    old = state.threats[threat]
    return replace(state, threats={**state.threats, threat: replace(old, **changes)})


def apply(state: State, effect: Effect) -> State:  # noqa: C901 - one line a case
    """Return the state after the effect. Total: every effect applies to every state of its world.

    Raises:
        KeyError: the effect names a thing or threat the state does not have (a ledger of another
        world).
    """
    match effect:
        case Went(place):
            return replace(
                state, place=place, visited=with_item(state.visited, place), hidden=False
            )
        case Put(thing, where):
            return _thing(state, thing, where=state.place if where == "here" else where)
        case Marked(thing, prop):
            return _thing(state, thing, props=with_item(state.things[thing].props, prop))
        case Cleared(thing, prop):
            return _thing(state, thing, props=without_item(state.things[thing].props, prop))
        case Flagged(flag):
            return replace(state, flags=with_item(state.flags, flag))
        case Unflagged(flag):
            return replace(state, flags=without_item(state.flags, flag))
        case Learned(fact):
            return replace(state, facts=with_item(state.facts, fact))
        case Wounded(wound):
            return replace(state, wounds=tuple(sorted((*state.wounds, wound))))
        case Healed(wound):
            if wound not in state.wounds:
                return state
            at = state.wounds.index(wound)
            return replace(state, wounds=state.wounds[:at] + state.wounds[at + 1 :])
        case Nerved(by):
            return replace(state, nerve=_clamp(state.nerve + by, 0, NERVE_LIMIT))
        case Charged(by):
            battery = _clamp(state.battery + by, 0, BATTERY_LIMIT)
            return replace(state, battery=battery, lamp=state.lamp and battery > 0)
        case Lamp(lit):
            return replace(state, lamp=lit and state.battery > 0)
        case Passed(minutes):
            return replace(state, minutes=state.minutes + minutes)
        case Sounded(by):
            return replace(state, noise=max(0, state.noise + by))
        case Drawn(threat, by):
            return _threat(state, threat, heat=max(0, state.threats[threat].heat + by))
        case Staged(threat, stage):
            return _threat(state, threat, stage=stage)
        case Neared(threat, by):
            return _threat(
                state, threat, distance=_clamp(state.threats[threat].distance + by, 0, FAR)
            )
        case Struck(threat):
            return _threat(state, threat, strikes=state.threats[threat].strikes + 1)
        case Exposed(level):
            return replace(state, exposure=level)
        case Advanced(clock, by):
            value = max(0, state.clocks.get(clock, 0) + by)
            return replace(state, clocks={**state.clocks, clock: value})
        case Hid(hidden):
            return replace(state, hidden=hidden)
        case Spoke(words):
            return replace(state, words=words, flags=with_item(state.flags, "spoke"))
        case Filmed(subject):
            return replace(state, filmed=with_item(state.filmed, subject))
        case Saw(key):
            return replace(state, seen=with_item(state.seen, key))
        case Happened(storylet):
            happened = {**state.storylets, storylet: state.turn}
            return replace(state, storylets=happened, beat=storylet)
        case Phased(phase):
            return replace(state, phase=phase, phase_since=state.turn)
        case Did(key):
            recent = (*state.recent, key)[-RECENT:]
            return replace(state, recent=recent, turn=state.turn + 1, noise=0, beat=None)
        case Ended(ending):
            return replace(state, ending=state.ending or ending)
        case _:
            assert_never(effect)


class BadOrder(ValueError):
    """An order of a pack that means nothing. The author must act; the text says how."""


def parse_order(order: str) -> Effect:  # noqa: C901 - one line a case
    """Return the effect a pack's order stands for, such as `set door open` or `threat lineman +2`.

    Raises:
        BadOrder: the order has no such form.
    """
    try:
        match order.split():
            case ["flag", flag]:
                return Flagged(flag)
            case ["unflag", flag]:
                return Unflagged(flag)
            case ["know", fact]:
                return Learned(fact)
            case ["set", thing, prop]:
                return Marked(thing, prop)
            case ["unset", thing, prop]:
                return Cleared(thing, prop)
            case ["reveal", thing]:
                return Put(thing, "here")
            case ["take", thing]:
                return Put(thing, CARRIED)
            case ["lose", thing]:
                return Put(thing, GONE)
            case ["put", thing, where]:
                return Put(thing, where)
            case ["go", place]:
                return Went(place)
            case ["wound", wound]:
                return Wounded(wound)
            case ["heal", wound]:
                return Healed(wound)
            case ["nerve", by]:
                return Nerved(int(by))
            case ["battery", by]:
                return Charged(int(by))
            case ["lamp", ("on" | "off") as lamp]:
                return Lamp(lamp == "on")
            case ["time", minutes] if int(minutes) >= 0:
                return Passed(int(minutes))
            case ["noise", by]:
                return Sounded(int(by))
            case ["clock", clock, by]:
                return Advanced(clock, int(by))
            case ["threat", threat, by]:
                return Drawn(threat, int(by))
            case ["near", threat, by]:
                return Neared(threat, int(by))
            case ["end", ending]:
                return Ended(ending)
            case _:
                pass
    except ValueError:
        raise BadOrder(f"`{order}`: a whole number is expected at the end") from None
    raise BadOrder(f"`{order}` is no order; docs/worlds.md lists them under Effects")
