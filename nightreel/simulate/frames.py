"""Whether pictures agree with the rules: an illustrator that films, and looks at what it filmed.

It compares three things for every frame: what the state says is there, what the alt text says, and
which pixels show it.
"""

import asyncio
from collections.abc import Mapping

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from nightreel.core.sight import threats_in_view
from nightreel.illustrators.camera import Camera
from nightreel.illustrators.camera import look as tape
from nightreel.illustrators.camera.camera import Study
from nightreel.ports.illustrator import Picture, Shot
from nightreel.simulate.report import Filmed
from nightreel.simulate.tally import LISTED
from nightreel.worlds.pack import Pack

ALT_LIMIT = 300
FIGURE_PIXELS = 40
"""Of the computed picture: fewer than this is nobody that a player would notice."""
THING_PIXELS = 60
STANDS_OUT = 0.02
"""Mean difference (of 1) that a body must make inside its own outline."""


class Finding(Struct, frozen=True):
    """A frame that does not agree."""

    seed: int
    turn: int
    what: str


class Witness:
    """A camera that checks its own frames. `findings` are what did not agree."""

    name = "camera"

    def __init__(self, packs: Mapping[str, Pack] | None = None) -> None:
        self.packs = packs or {}
        self.frames = self.peopled = 0
        self.findings: list[Finding] = []

    def report(self) -> Filmed:
        """Return what was found."""
        told = [f"{f.seed}:{f.turn} {f.what}" for f in self.findings]
        return Filmed(self.frames, self.peopled, len(told), told[:LISTED])

    async def film(self, shot: Shot) -> Picture:
        """Take the frame and look at it."""
        data = await asyncio.to_thread(self._looked, shot)
        return Picture(data=data, kind="image/jpeg", by=self.name)

    def _looked(self, shot: Shot) -> bytes:
        study = Camera(self.packs).study(shot)
        self.frames += 1
        self.peopled += bool(study.bodies)
        for what in self._wrong(shot, study):
            self.findings.append(Finding(shot.seed, shot.turn, what))
        return tape.encode(study.image)

    def _wrong(self, shot: Shot, study: Study) -> list[str]:
        pack = self.packs[shot.world]
        return [
            *_alt(shot),
            *_light(pack, shot, study),
            *(w for threat in _bodies(pack, shot) for w in self._body(pack, shot, study, threat)),
            *_things(shot, study),
        ]

    def _body(self, pack: Pack, shot: Shot, study: Study, threat: str) -> list[str]:
        there = threat in threats_in_view(pack.world, shot.state)
        name = pack.world.threats[threat].name
        told = name in shot.alt.lower()
        shown = int(study.buffer.owned(threat).sum())
        out: list[str] = []
        if there != told:
            out.append(f"the rules have {name} {_in(there)}, the alt text has not: {shot.alt!r}")
        if there and shown < FIGURE_PIXELS:
            out.append(f"{name} is in view and fills {shown} pixels at {shot.state.place}")
        if not there and shown:
            out.append(f"{name} is not in view and fills {shown} pixels")
        if there and shown >= FIGURE_PIXELS:
            out += self._stands_out(shot, study, threat, name)
        return out

    def _stands_out(self, shot: Shot, study: Study, threat: str, name: str) -> list[str]:
        """Take the same picture with nobody in it; where the body was, it must be another."""
        it = shot.state.threats[threat]
        gone = {**shot.state.threats, threat: structs.replace(it, distance=5)}
        empty = structs.replace(shot, state=structs.replace(shot.state, threats=gone))
        # Without the tape, so that the two differ by what is in them alone.
        plain = Camera(self.packs, clean=True)
        present = plain.study(shot, take=study.take)
        without = plain.study(empty, take=study.take)
        mask = _grown(present.buffer.owned(threat), without.image.shape)
        difference = np.abs(present.image.astype(np.float32) - without.image.astype(np.float32))
        mean = float(difference[mask].mean() / 255) if mask.any() else 0.0
        if mean < STANDS_OUT:
            return [f"{name} cannot be told from what is behind ({mean:.3f}) at {shot.state.place}"]
        return []


def _bodies(pack: Pack, shot: Shot) -> list[str]:
    """Who may be drawn, and who must be."""
    return sorted({*pack.film.bodies, *threats_in_view(pack.world, shot.state)})


def _in(there: bool) -> str:
    return "in view" if there else "out of view"


def _grown(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return the mask at the size of the finished frame."""
    rows = np.arange(shape[0]) * mask.shape[0] // shape[0]
    columns = np.arange(shape[1]) * mask.shape[1] // shape[1]
    return mask[rows][:, columns]


def _alt(shot: Shot) -> list[str]:
    if not shot.alt or len(shot.alt) > ALT_LIMIT:
        return [f"the alt text has {len(shot.alt)} characters"]
    return []


def _light(pack: Pack, shot: Shot, study: Study) -> list[str]:
    """Black when there is nothing to see by, and only then."""
    dark = not pack.world.can_see(shot.state)
    out: list[str] = []
    if dark != shot.alt.startswith("Black"):
        out.append(f"dark is {dark} and the alt text says {shot.alt[:40]!r}")
    if dark != study.scene.dark:
        out.append(f"dark is {dark} and the camera has it otherwise")
    if dark and study.solids_seen:
        out.append("it is dark, and something is drawn")
    if (study.scene.light.torch > 0) != (shot.state.lamp and shot.state.battery > 0):
        out.append("the lamp is not as the rules have it")
    return out


def _things(shot: Shot, study: Study) -> list[str]:
    """What is not here is not drawn; what was acted on, and is here, is in the picture."""
    out: list[str] = []
    for thing, it in shot.state.things.items():
        shown = int(study.buffer.owned(thing).sum())
        if shown and it.where != shot.state.place:
            out.append(f"{thing} is {it.where} and fills {shown} pixels at {shot.state.place}")
        if study.take.name == "look" and thing == shot.focus and shown < THING_PIXELS:
            out.append(f"{thing} was acted on and fills {shown} pixels at {shot.state.place}")
    return out
