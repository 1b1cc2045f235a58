"""The illustrator that takes no pictures: for play in words alone."""

from nightreel.ports.illustrator import Picture, Shot


class NoPictures:
    """Says at once that there is none."""

    name = "none"

    async def film(self, shot: Shot) -> Picture | None:
        """Return None."""
        del shot
        return None
