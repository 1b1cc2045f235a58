"""The illustrator that takes no pictures: for play in words alone."""

from nightreel.ports.illustrator import Frame, Shot


class NoPictures:
    """Says at once that there is no frame."""

    name = "none"

    async def film(self, shot: Shot) -> Frame:
        """Return a frame without media."""
        del shot
        return Frame(media=None, by=self.name, rung="off")
