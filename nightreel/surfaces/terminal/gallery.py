"""The pictures of a run, fetched through the director and made ready for a screen."""

import asyncio

from nightreel.core.events import Filmed
from nightreel.director.director import Director
from nightreel.ports.errors import LedgerBusy
from nightreel.surfaces.terminal.stills import Canvas, Still, still

PATIENCE = 3.0
"""Seconds that a scene waits for its picture. Then it is told in words."""


class Gallery:
    """Finds pictures. Whatever is wrong with one, it is only missing."""

    def __init__(self, director: Director, run: str, *, patience: float = PATIENCE) -> None:
        self._director, self._run, self._patience = director, run, patience

    async def frame(self, opened: int) -> str | None:
        """Return the frame of the scene that record number `opened` opened, if there is one.

        The frame is the next record, of the same transaction: whoever has heard the one can read
        the other, and need not wait to hear it.
        """
        try:
            async with asyncio.timeout(self._patience):
                later = await self._director.records(self._run, opened)
        except (LedgerBusy, TimeoutError):
            return None
        event = later[0].event if later else None
        return event.media if isinstance(event, Filmed) else None

    async def still(self, frame: str | None, canvas: Canvas | None) -> Still | None:
        """Return the picture for that canvas; None when there is no picture, or no canvas."""
        if frame is None or canvas is None:
            return None
        try:
            async with asyncio.timeout(self._patience):
                data = await self._director.picture(frame)
                return await asyncio.to_thread(still, data, canvas) if data else None
        except TimeoutError:
            return None
