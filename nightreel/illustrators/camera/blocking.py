"""Who stands where, and from where it is filmed, so that everybody who is here is seen."""

from collections.abc import Callable

from nightreel.core.sight import threats_in_view
from nightreel.illustrators.camera.scene import Scene
from nightreel.illustrators.camera.shots import Take, named, takes
from nightreel.illustrators.camera.solids import Solid
from nightreel.illustrators.camera.staging import ENOUGH, find, stand
from nightreel.illustrators.camera.view import Buffer
from nightreel.ports.illustrator import Shot
from nightreel.worlds.filmed import Stand
from nightreel.worlds.pack import Pack

ROUGH = 90
"""Lines of the rough picture on which places for bodies are looked for."""
TRIED = 5
"""Takes that are looked at for bodies; each costs a rough picture."""
TALL = 1.82
"""Meters of a body."""
Body = tuple[str, tuple[Solid, ...]]
"""A threat and the solids that it is."""
Framed = tuple[Take, Buffer, tuple[Body, ...]]
"""A take with its geometry, and who stands in it."""


class Blocking:
    """Blocks one shot in its scene. `check` is called between steps; what it raises ends it."""

    def __init__(self, pack: Pack, scene: Scene, shot: Shot, check: Callable[[], None]) -> None:
        self._pack, self._scene, self._shot, self._check = pack, scene, shot, check
        seen = threats_in_view(pack.world, shot.state)
        self._present = tuple(threat for threat in seen if threat in pack.film.bodies)

    def framed(self, size: tuple[int, int], chosen: Take | None = None) -> Framed:
        """Return the take, or the one that was chosen, with its geometry at that size."""
        take, cast = self._blocked(size, (chosen,) if chosen else self._candidates())
        buffer = self._geometry(take, size)
        for _, body in cast:
            buffer.add(body, self._check)
        return take, buffer, cast

    def _candidates(self) -> tuple[Take, ...]:
        """Return the takes to look at: those that the set asks for, then the shot's own."""
        found = tuple(takes(self._scene, self._shot.state, self._shot))
        if not self._present:
            return found[:1]
        fixed = (self._fixed(threat) for threat in self._present)
        asked = (named(self._scene, it.shot) for it in fixed if it and it.shot)
        return (*(take for take in asked if take), *found)[:TRIED]

    def _blocked(
        self, size: tuple[int, int], wanted: tuple[Take, ...]
    ) -> tuple[Take, tuple[Body, ...]]:
        """Return the take, and where everybody stands in it, found on a small rough picture."""
        take, cast, best = wanted[0], (), -1.0
        if not self._present:
            return take, cast
        rough = (round(size[0] * ROUGH / size[1]), ROUGH)
        for candidate in wanted:
            standing, seen = self._cast(candidate, self._geometry(candidate, rough))
            if seen > best:
                take, cast, best = candidate, standing, seen
            if seen >= ENOUGH:
                break
        return take, cast

    def _cast(self, take: Take, buffer: Buffer) -> tuple[tuple[Body, ...], float]:
        """Return the bodies that stand in this take, and how well the worst of them is seen."""
        out: list[Body] = []
        worst = 1.0
        state = self._shot.state
        for threat in self._present:
            fixed = self._fixed(threat)
            if fixed is not None and fixed.shot in (None, take.name):
                at = fixed.at
            else:
                fixed = None
                number = self._shot.turn + self._shot.seed
                spot = find(buffer, self._scene, state.threats[threat].distance, TALL, number)
                at, worst = spot.at, min(worst, spot.free)
            body = self._pack.film.bodies[threat]
            out.append((threat, stand(body, threat, state, at, take.view, fixed)))
        return tuple(out), worst

    def _fixed(self, threat: str) -> Stand | None:
        """Return where the set has a threat stand at its distance, if it says so."""
        distance = self._shot.state.threats[threat].distance
        return self._scene.set.stands.get(threat, {}).get(distance)

    def _geometry(self, take: Take, size: tuple[int, int]) -> Buffer:
        """Return what is met from a take, without bodies; nothing in the dark."""
        buffer, scene = Buffer(take.view, *size), self._scene
        if scene.dark:
            return buffer
        if scene.room is not None:
            buffer.room(scene.room)
        if scene.ground is not None:
            buffer.ground(0.0 if scene.room is None else -0.03, scene.ground)
        buffer.add(scene.solids, self._check)
        return buffer
