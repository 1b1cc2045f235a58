"""What is true of every state, whatever has happened to it."""

from collections.abc import Iterator

from nightreel.core.effects import RECENT
from nightreel.core.state import BATTERY_LIMIT, FAR, NERVE_LIMIT, State


def unsound(state: State) -> list[str]:
    """What is wrong with the state, by name; nothing, if all is well."""
    return [name for name, well in _claims(state) if not well]


def _claims(state: State) -> Iterator[tuple[str, bool]]:
    yield "nerve is 0 to 5", 0 <= state.nerve <= NERVE_LIMIT
    yield "battery is 0 to 100", 0 <= state.battery <= BATTERY_LIMIT
    yield "a lamp needs a battery", state.battery > 0 or not state.lamp
    yield "noise is not negative", state.noise >= 0
    yield "time is not negative", state.minutes >= 0
    yield "progress is not negative", all(c >= 0 for c in state.clocks.values())
    yield "memory is short", len(state.recent) <= RECENT
    yield "wounds are in order", list(state.wounds) == sorted(state.wounds)
    for name in ("flags", "facts", "visited", "seen", "filmed"):
        yield f"{name} are a sorted set", _is_set(getattr(state, name))
    for id_, thing in state.things.items():
        yield f"properties of {id_} are a sorted set", _is_set(thing.props)
    for id_, threat in state.threats.items():
        yield f"distance of {id_} is 0 to 5", 0 <= threat.distance <= FAR
        yield f"heat of {id_} is not negative", threat.heat >= 0


def _is_set(items: tuple[str, ...]) -> bool:
    return list(items) == sorted(set(items))
