"""Relay Nine before the camera: states of it, frames of them, and what differs between two."""

from functools import cache

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from nightreel.core.state import GONE, State
from nightreel.core.world import holder_of
from nightreel.illustrators.camera.camera import Camera, Study
from nightreel.illustrators.camera.light import expose
from nightreel.illustrators.camera.rehearsal import hours, rehearse, shot_of
from nightreel.illustrators.camera.scene import Scene, build
from nightreel.illustrators.camera.shapes import Floats
from nightreel.illustrators.camera.shots import Take
from nightreel.illustrators.camera.view import Buffer
from nightreel.ports.illustrator import Shot
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped

WORLD = "relay-nine"
SMALL = (384, 216)
DRAFT = (320, 180)
FULL = (512, 288)
"""The size at which a frame is computed."""


@cache
def relay() -> Pack:
    return load(shipped()[WORLD])


def of_full(pixels: int) -> float:
    """Return how many pixels of a draft as much is as that many of a full picture."""
    return pixels * DRAFT[0] * DRAFT[1] / (FULL[0] * FULL[1])


# --- states


def indoors(place: str) -> bool:
    return "indoors" in relay().world.places[place].tags


def there(
    place: str,
    hour: str = "day",
    *,
    lamp: bool | None = None,
    power: bool = False,
    threats: dict[str, tuple[int, int]] | None = None,
) -> State:
    """Return a state in a place at an hour; the lamp is on where one would have it on."""
    at = next(h for h in hours(relay()) if h.name == hour)
    on = (at.lamp or indoors(place)) if lamp is None else lamp
    flags = ("power",) if power else ()
    return rehearse(relay(), place, at.minutes, lamp=on, threats=threats, flags=flags)


def found_at(thing: str) -> str | None:
    """Return the place in which a thing is, once it is found; None when it is carried."""
    return relay().world.place_of(relay().world.start, thing)


def having(state: State, thing: str, props: str = "", where: str | None = None) -> State:
    """Return the state with a thing here, or elsewhere, and with these properties alone."""
    it = structs.replace(
        state.things[thing], where=where or state.place, props=tuple(sorted(props.split()))
    )
    return structs.replace(state, things={**state.things, thing: it})


def found(state: State, thing: str) -> State:
    """Return the state with a thing in view as it was at the start, and what held it open."""
    holder = holder_of(relay().world.start.things[thing].where) or ""
    held = relay().world.things.get(holder)
    if held is not None and "openable" in held.traits:
        state = having(state, holder, "open")
    return having(state, thing, " ".join(state.things[thing].props))


def gone(state: State, thing: str) -> State:
    return having(state, thing, where=GONE)


def order(state: State, focus: str | None = None, turn: int = 1) -> Shot:
    return shot_of(relay(), state, turn, focus)


# --- frames


def a_camera(size: tuple[int, int] = SMALL, *, clean: bool = True) -> Camera:
    return Camera({WORLD: relay()}, size=size, clean=clean)


def filmed(
    state: State, focus: str | None = None, *, turn: int = 1, take: Take | None = None
) -> Study:
    """Return a clean small frame, and what is known of it."""
    return a_camera().study(order(state, focus, turn), take=take)


def brightness(study: Study) -> float:
    """Return the mean of a frame, 0 to 1."""
    return float(study.image.mean() / 255)


class Laid(Struct):
    """A frame as geometry: how it was taken, and what is where in it."""

    scene: Scene
    take: Take
    buffer: Buffer

    def seen(self, owner: str) -> int:
        """Return how many pixels show something of a thing or threat."""
        return int(self.buffer.owned(owner).sum())

    def lit(self) -> Floats:
        """Return the picture in linear light, before any exposure, (3, n)."""
        return expose(self.buffer, self.scene.light, [s for s in self.scene.solids if s.casts])

    def box(self, owner: str, grown: float = 0.0) -> NDArray[np.bool_]:
        """Return which pixels lie in the boxes around the parts of a thing, as projected; grown
        by a share of their size.
        """
        out = np.zeros((self.buffer.height, self.buffer.width), np.bool_)
        for solid in self.scene.of(owner):
            rect = self.buffer.rect(solid)
            if rect is None:
                continue
            left, top, right, bottom = rect
            x, y = (right - left) * grown, (bottom - top) * grown
            rows = slice(max(0, int(top - y)), int(bottom + y) + 1)
            out[rows, max(0, int(left - x)) : int(right + x) + 1] = True
        return out


def laid(
    state: State,
    focus: str | None = None,
    *,
    turn: int = 1,
    take: Take | None = None,
    size: tuple[int, int] = DRAFT,
) -> Laid:
    """Return the geometry of a frame: what is where, without the price of its light."""
    scene = build(relay(), state)
    shot = order(state, focus, turn)
    taken, buffer, _ = a_camera()._framed(relay(), scene, shot, size, lambda: None, take)
    return Laid(scene, taken, buffer)


def difference(one: Laid, other: Laid) -> NDArray[np.float64]:
    """Return by how much two pictures differ, 0 to 1 for each pixel, both exposed as the first is:
    a camera would open its iris when something bright is taken away, and all would change.
    """
    linear = one.lit()
    gain = 0.25 / float(np.exp(np.log(linear.mean(axis=0) + 0.0015).mean()))
    a, b = (_developed(picture * gain) for picture in (linear, other.lit()))
    return np.abs(a - b).mean(axis=0).reshape(one.buffer.height, one.buffer.width)


def _developed(linear: Floats) -> NDArray[np.float64]:
    x = np.asarray(linear, np.float64)
    return np.clip(x / (0.72 + x), 0, 1) ** (1 / 2.2)
