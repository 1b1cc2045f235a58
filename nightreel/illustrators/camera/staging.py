"""Where a threat with a body stands: at its distance, on free ground, where the camera sees it."""

from math import hypot

import numpy as np
from msgspec import Struct, structs

from nightreel.core.state import State
from nightreel.illustrators.camera.footing import Footing
from nightreel.illustrators.camera.kit import kinds
from nightreel.illustrators.camera.kit.making import Order, placed
from nightreel.illustrators.camera.scene import Scene
from nightreel.illustrators.camera.shapes import Point
from nightreel.illustrators.camera.solids import Solid
from nightreel.illustrators.camera.view import Buffer, View
from nightreel.worlds.filmed import Body, Stand

_F = np.float32
METERS = (1.75, 4.2, 10.0, 26.0)
"""How far a threat stands at distance 0 (at hand) to 3 (far)."""
INDOORS = (1.5, 2.7, 4.6, 7.0)
CLEAR = 0.8
"""The dust goes around a body: so much of the fog it is spared."""
ENOUGH = 0.72
IN_THE_WAY = 0.4
"""What a spot is worth at which a body would be in something else."""


class Spot(Struct, frozen=True):
    """A place to stand, and how much of a body there is seen (0 to 1)."""

    at: Point
    free: float


def stand(
    body: Body, threat: str, state: State, spot: Point, view: View, fixed: Stand | None
) -> tuple[Solid, ...]:
    """Return the body's solids, standing there, facing the lens."""
    it = state.threats[threat]
    pose = body.pose(it.stage)
    if fixed is not None and fixed.pose is not None:
        pose = fixed.pose
    kind = kinds()[body.kind]
    order = Order(kind.size, options={**body.options, "pose": pose})
    turn = float(np.degrees(np.arctan2(spot[0] - view.eye[0], spot[2] - view.eye[2])))
    if fixed is not None and fixed.turn is not None:
        turn = fixed.turn
    solids = placed(kind.make(order), spot, turn, threat).solids
    return tuple(structs.replace(s, clear=CLEAR) for s in solids)


def find(buffer: Buffer, scene: Scene, distance: int, height: float, number: int) -> Spot:
    """Return where at about this distance a body is seen best; `number` varies among good ones."""
    far = (INDOORS if scene.room else METERS)[distance]
    best = Spot((0.0, 0.0, 0.0), -1.0)
    footing = Footing(scene.solids)
    for shrink in (1.0, 0.8, 0.62, 0.48):
        columns = _columns(number, lit=scene.light.torch > 0)
        found = [_spot(buffer, scene, footing, far * shrink, column, height) for column in columns]
        fit = [s for s in found if s is not None]
        good = [s for s in fit if s.free >= ENOUGH]
        if good:
            return good[0]
        best = max([best, *fit], key=lambda s: s.free)
    return best


def _columns(number: int, *, lit: bool) -> list[float]:
    """Shares of the picture's width to try, on alternating sides: the thirds first; by torchlight
    nearer the middle, where the light is.
    """
    side = 1 if number % 2 else -1
    thirds = (0.19, -0.21, 0.10, -0.11, 0.28, -0.29, 0.02, 0.36, -0.36)
    beam = (0.09, -0.10, 0.04, -0.05, 0.16, -0.17, 0.25, -0.26, 0.33)
    return [0.5 + side * off for off in (beam if lit else thirds)]


def _spot(
    buffer: Buffer, scene: Scene, footing: Footing, far: float, column: float, height: float
) -> Spot | None:
    view = buffer.view
    w, h = buffer.width, buffer.height
    right, _, forward = view.axes()
    k = np.tan(np.radians(view.lens) / 2) * w / h * (column * 2 - 1)
    dx, dz = forward[0] + right[0] * k, forward[2] + right[2] * k
    size = max(hypot(dx, dz), 1e-6)
    at = (view.eye[0] + dx / size * far, 0.0, view.eye[2] + dz / size * far)
    if scene.room and not _inside(scene, at):
        return None
    at = (at[0], footing.height(at[0], at[2]), at[2])
    seen = _free(buffer, at, height)
    # Last resort before nothing at all: half inside a truck is better than not there.
    return Spot(at, seen if footing.free(*at) else seen * IN_THE_WAY)


def _inside(scene: Scene, at: Point) -> bool:
    room = scene.room
    return room is None or all(room.lo[i] + 0.35 < at[i] < room.hi[i] - 0.35 for i in (0, 2))


def _free(buffer: Buffer, at: Point, height: float) -> float:
    """Return which share of an upright body at a point is in the picture with nothing before it."""
    view, w, h = buffer.view, buffer.width, buffer.height
    seen = total = 0
    for up in np.linspace(0.06, 0.97, 9):
        for aside in (-0.16, 0.0, 0.16):
            total += 1
            x, y, depth = view.seen((at[0], at[1] + height * float(up), at[2]), w, h)
            x += aside / max(depth, 0.1) / buffer.pixel
            if depth <= 0.1 or not (0 <= x < w and 0 <= y < h):
                continue
            there = buffer.t[int(y) * w + int(x)] * buffer.cosine[int(y) * w + int(x)]
            seen += bool(there > depth - 0.25)
    return seen / total
