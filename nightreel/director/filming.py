"""FILM: a shot from the facts, an illustrator asked inside a deadline, and the picture kept.

Whatever an illustrator or a disk does, what comes of it is a frame, with or without media.
"""

import asyncio

import structlog
from msgspec import Struct

from nightreel.core.adjudicate import Outcome
from nightreel.core.events import Filmed
from nightreel.core.run import Run
from nightreel.core.sight import subject
from nightreel.core.world import World
from nightreel.director.scenes import after
from nightreel.ports.illustrator import Illustrator, Shot
from nightreel.ports.media import Media
from nightreel.ports.narrator import Brief

log = structlog.get_logger()


class Frame(Struct, frozen=True):
    """What came of filming. `media` is the picture's address; None means there is none."""

    media: str | None = None
    by: str = "none"
    rung: str = "off"

    def of(self, turn: int) -> tuple[Filmed, ...]:
        """Return what the ledger says of it: nothing, when nobody was to film."""
        return () if self.rung == "off" else (Filmed(turn, self.media, self.by, self.rung),)


UNFILMED = Frame()
"""What comes of a scene that was not to be filmed."""


class Filming:
    """Takes the frames of scenes, and keeps them."""

    def __init__(self, illustrator: Illustrator, media: Media, patience: float) -> None:
        self._illustrator, self._media, self._patience = illustrator, media, patience

    async def take(self, shot: Shot) -> Frame:
        """Return the frame of a shot, within our patience. Raises nothing."""
        try:
            async with asyncio.timeout(self._patience):
                picture = await self._illustrator.film(shot)
                if picture is None:
                    return UNFILMED
                if not picture.data:
                    return self._lost(shot, "the picture is empty")
                kept = await self._media.put(picture.data)
                return Frame(kept, picture.by, picture.rung)
        except Exception as error:  # noqa: BLE001 - a bug in a provider is no reason to lose a game
            return self._lost(shot, repr(error))

    def _lost(self, shot: Shot, why: str) -> Frame:
        log.warning("frame_lost", run=shot.run, turn=shot.turn, why=why)
        return Frame(None, self._illustrator.name, "lost")


def shot_of(world: World, name: str, run: Run, outcome: Outcome, brief: Brief) -> Shot:
    """Return the shot of the scene that an outcome leads to, for the run of that name."""
    state = after(run.state, outcome)
    of = subject(world, state, outcome.verb, outcome.target, outcome.tool)
    return Shot(
        run=name,
        world=run.world,
        turn=run.turn + 1,
        seed=run.seed,
        state=state,
        brief=brief.text,
        alt=brief.alt,
        verb=outcome.verb,
        focus=of.thing if of else None,
        inside=of is not None and of.inside,
        # Of this place alone: what another looks like is nothing to go by, and the rules know
        # which is which.
        references=run.frames.get(state.place, ()),
        quality=run.settings.quality,
        before=run.state.place,
        grade=outcome.grade,
    )
