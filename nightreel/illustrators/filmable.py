"""An illustrator around another, for those worlds alone that it can film."""

from collections.abc import Set as AbstractSet

from nightreel.ports.illustrator import Illustrator, Picture, Shot


class Filmable:
    """Leaves the other worlds to words, without asking or complaining turn after turn."""

    def __init__(self, illustrator: Illustrator, worlds: AbstractSet[str]) -> None:
        """Wrap an illustrator that films the worlds of these ids."""
        self._illustrator, self._worlds = illustrator, worlds

    @property
    def name(self) -> str:
        """The name of whoever takes the pictures."""
        return self._illustrator.name

    async def film(self, shot: Shot) -> Picture | None:
        """Return the picture; None in another world. Raises as the illustrator does."""
        return await self._illustrator.film(shot) if shot.world in self._worlds else None
