"""States for trying a set out: a place at an hour, with its lamps and its threats as one likes."""

from collections.abc import Mapping

from msgspec import Struct, structs

from nightreel.core.state import State, ThreatState
from nightreel.illustrators.camera.scene import Unfilmable
from nightreel.ports.illustrator import Shot
from nightreel.worlds.pack import Pack


class Hour(Struct, frozen=True):
    """A moment of a world's day: minutes since its start, and whether the lamp would be on."""

    name: str
    minutes: int
    lamp: bool


def hours(pack: Pack) -> tuple[Hour, ...]:
    """Return day, dusk and night, as the world has them."""
    world = pack.world
    dusk = max(world.dusk - world.opens_at, 0)
    night = max(world.night - world.opens_at, dusk)
    return (
        Hour("day", dusk // 5, lamp=False),
        Hour("dusk", dusk + (night - dusk) // 4, lamp=False),
        Hour("night", night + 45, lamp=True),
    )


def rehearse(
    pack: Pack,
    place: str,
    minutes: int,
    *,
    lamp: bool = False,
    threats: Mapping[str, tuple[int, int]] | None = None,
    flags: tuple[str, ...] = (),
) -> State:
    """Return a state in which somebody stands in a place at an hour.

    Args:
        pack: the world.
        place: id of the place.
        minutes: since the world's start; weather is as far as it would be by then.
        lamp: whether the camera's lamp is on.
        threats: stage and distance by threat; others are not there.
        flags: that are set.

    Raises:
        Unfilmable: there is no such place.
    """
    world = pack.world
    if place not in world.places:
        raise Unfilmable(f"no place `{place}`; there are {', '.join(world.places)}")
    known = dict(world.start.threats)
    for threat in world.threats.values():
        if threat.sense == "time":
            known[threat.id] = ThreatState(stage=threat.stage_for(minutes), distance=4)
    for threat, (stage, distance) in (threats or {}).items():
        known[threat] = ThreatState(stage=stage, distance=distance)
    return structs.replace(
        world.start,
        place=place,
        minutes=minutes,
        lamp=lamp,
        threats=known,
        flags=tuple(sorted(flags)),
    )


def shot_of(pack: Pack, state: State, turn: int = 1, focus: str | None = None) -> Shot:
    """Return the order to film a rehearsed state."""
    return Shot(
        run="rehearsal",
        world=pack.world.id,
        turn=turn,
        seed=9,
        state=state,
        brief="",
        alt="",
        verb="examine" if focus else "wait",
        focus=focus,
    )
