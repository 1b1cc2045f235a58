"""Where the camera stands: the shot follows what was done."""

from collections.abc import Iterator
from math import atan2, degrees, hypot

import numpy as np
from msgspec import Struct

from nightreel.core.state import State
from nightreel.illustrators.camera.scene import Scene
from nightreel.illustrators.camera.shadows import lit
from nightreel.illustrators.camera.shapes import Point, corners_of
from nightreel.illustrators.camera.solids import Solid
from nightreel.illustrators.camera.view import View
from nightreel.ports.illustrator import Shot
from nightreel.worlds.filmed import Mark

_F = np.float32
HURRIED = frozenset({"run", "fight"})
LOW = 0.42
"""Height of the lens, in meters, of one who hides."""


class Take(Struct, frozen=True):
    """A shot as it is taken.

    Attributes:
        name: of the mark; `look` when the camera goes to a thing.
        glass: it is filmed through a windshield.
    """

    view: View
    name: str
    glass: bool = False


def takes(scene: Scene, state: State, shot: Shot) -> Iterator[Take]:
    """Yield ways to take the shot, the best first; there is always one."""
    if state.hidden:
        yield _hidden(scene)
    elif shot.focus is not None and shot.focus in scene.drawn:
        if shot.inside:
            yield from (_taken(m, shot) for m in scene.set.shots if m.glass)
        found = look(scene, shot.focus, shot.turn)
        if found is not None:
            yield found
    marks = [m for m in scene.set.shots if not m.glass] or list(scene.set.shots)
    for k in range(len(marks)):
        yield _taken(marks[(shot.turn + k) % len(marks)], shot)


def named(scene: Scene, name: str) -> Take | None:
    """Return the take from a mark by its name."""
    return next((Take(_view(m), m.name, m.glass) for m in scene.set.shots if m.name == name), None)


def _view(mark: Mark) -> View:
    return View(mark.eye, mark.to, mark.lens)


def _taken(mark: Mark, shot: Shot) -> Take:
    """The mark, held in a hand: a little off each time, tilted in haste."""
    sway = ((shot.turn * 7 + shot.seed) % 11 - 5) / 5
    roll = sway * (7.0 if shot.verb in HURRIED else 0.7)
    x, y, z = mark.to
    return Take(View(mark.eye, (x + sway * 0.12, y, z), mark.lens, roll), mark.name, mark.glass)


def _hidden(scene: Scene) -> Take:
    if scene.set.hide is not None:
        return Take(_view(scene.set.hide), "hide")
    mark = scene.set.shots[0]
    x, _, z = mark.eye
    return Take(View((x, LOW, z), (mark.to[0], 0.9, mark.to[2]), mark.lens), "hide")


def bounds(solids: tuple[Solid, ...]) -> tuple[Point, Point]:
    """Return the corners of a box around solids."""
    points = [c for s in solids for c in corners_of(s.shape, s.rows, s.at)]
    lo = [min(p[i] for p in points) for i in range(3)]
    hi = [max(p[i] for p in points) for i in range(3)]
    return (lo[0], lo[1], lo[2]), (hi[0], hi[1], hi[2])


def look(scene: Scene, thing: str, turn: int) -> Take | None:
    """Return the camera turned to a thing and moved in: from the mark that sees it best, and from
    the next best on every other turn. None when nothing of it is there.
    """
    mine = scene.of(thing)
    if not mine:
        return None
    lo, hi = bounds(mine)
    middle = tuple((lo[i] + hi[i]) / 2 for i in range(3))
    others = [s for s in scene.solids if s.owner != thing]
    ranked = sorted(
        (m for m in scene.set.shots if not m.glass),
        key=lambda m: -_sight(m.eye, lo, hi, others),
    )
    good = [m for m in ranked[:2] if _sight(m.eye, lo, hi, others) > 0.6] or ranked[:1]
    mark = good[turn % len(good)]
    return Take(_closer(scene, mark.eye, (middle[0], middle[1], middle[2]), lo, hi), "look")


def _closer(scene: Scene, eye: Point, middle: Point, lo: Point, hi: Point) -> View:
    radius = max(hypot(*(hi[i] - lo[i] for i in range(3))) / 2, 0.06)
    away = hypot(*(eye[i] - middle[i] for i in range(3)))
    far = min(away, max(1.05 + radius * 0.9, radius * 2.3))
    k = far / max(away, 1e-6)
    x, y, z = (middle[i] + (eye[i] - middle[i]) * k for i in range(3))
    # One bends over what lies low, and no closer than a face would come.
    y = max(y, min(middle[1] + far * 0.55, 1.5)) if middle[1] < 1.0 else y
    if scene.room is not None:
        y = min(y, scene.room.hi[1] - 0.15)
    far = hypot(x - middle[0], y - middle[1], z - middle[2])
    lens = degrees(2 * atan2(radius * 1.28, far))
    return View((x, y, z), middle, min(max(lens, 24.0), 62.0))


def _sight(eye: Point, lo: Point, hi: Point, others: list[Solid]) -> float:
    """Return which share of a box can be seen from a point, less a little for distance."""
    grid = [
        [lo[i] + (hi[i] - lo[i]) * k for i, k in enumerate(ks)]
        for ks in np.ndindex(3, 3, 3)
        for ks in [[0.15 + 0.35 * k for k in ks]]
    ]
    at = np.array(grid, np.float32).T
    v = np.array(eye, np.float32)[:, None] - at
    far = np.sqrt((v * v).sum(axis=0))
    seen = lit(at, v / np.maximum(far, _F(1e-4)), far, others, 80)
    return float((seen > 0.5).mean()) * _broadside(eye, lo, hi) - 0.004 * float(far.mean())


def _broadside(eye: Point, lo: Point, hi: Point) -> float:
    """Return how much of a box's broadest face is turned to a point: little of a board edge on."""
    wide = [hi[i] - lo[i] + 1e-3 for i in range(3)]
    faces = (wide[1] * wide[2], wide[0] * wide[2], wide[0] * wide[1])
    v = [eye[i] - (lo[i] + hi[i]) / 2 for i in range(3)]
    shown = sum(faces[i] * abs(v[i]) for i in range(3)) / max(hypot(*v), 1e-6)
    return min(1.0, 0.25 + 0.75 * shown / max(faces))
