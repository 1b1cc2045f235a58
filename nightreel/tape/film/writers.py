"""Film to file: what every writer does, and the two that write pictures alone, GIF and WebP."""

from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image

from nightreel.tape.film.painting import CANVAS
from nightreel.tape.film.pyav import PYAV
from nightreel.tape.film.rungs import Format, Rung
from nightreel.tape.film.showing import Exposure


class Writer(Protocol):
    """Writes one film, picture by picture.

    Attributes:
        written: bytes of it so far, the file's own tables not counted.
    """

    written: int

    def expose(self, exposure: Exposure) -> None:
        """Add a picture."""
        ...

    def finish(self) -> None:
        """Write what is left, and close the file."""
        ...

    def abandon(self) -> None:
        """Stop in the middle. What the file holds then is of no use. Harmless after `finish`."""
        ...


class Moving:
    """GIF and WebP: each picture once, with its length."""

    def __init__(self, path: Path, kind: Format, rung: Rung) -> None:
        self.written = 0
        self._rung = rung
        self._yuv = Yuv()
        self._gif = kind == "gif"
        # GIF counts hundredths of a second.
        self._base = Fraction(1, 100 if self._gif else 1000)
        options = {"loop": "0", **({"final_delay": "500"} if self._gif else {})}
        self._file = PYAV.open(path, "w", format=kind, options=options)
        self._stream = self._file.add_stream("gif" if self._gif else "libwebp_anim", rate=25)
        self._stream.width, self._stream.height = CANVAS
        self._stream.pix_fmt = "pal8" if self._gif else "yuv420p"
        self._stream.codec_context.time_base = self._stream.time_base = self._base
        if not self._gif:
            effort = "4" if rung.thorough else "2"
            quality = str(100 - rung.coarseness)
            self._stream.codec_context.options = {"quality": quality, "compression_level": effort}

    def expose(self, exposure: Exposure) -> None:
        """Add a picture."""
        frame = self._indexed(exposure.image) if self._gif else self._yuv.frame(exposure.image)
        frame.pts = int(Fraction(exposure.at, 1000) / self._base)
        frame.time_base = self._base
        self._mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write what is left, and close the file."""
        self._mux(self._stream.encode(None))
        self._file.close()

    def abandon(self) -> None:
        """Stop in the middle."""
        self._file.close()

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            self.written += packet.size
            self._file.mux(packet)

    def _indexed(self, image: Image.Image) -> Any:
        colors = 256 - self._rung.coarseness
        found = image.quantize(colors, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        table = np.zeros((256, 4), np.uint8)
        given = np.array(found.getpalette("RGB"), np.uint8).reshape(-1, 3)
        table[:, 0], table[: len(given), 1:] = 255, given
        return PYAV.VideoFrame.from_ndarray((np.array(found), table), format="pal8")


class Yuv:
    """Turns pictures into frames that H.264 and WebP take; keeps what it learns of their size."""

    def __init__(self) -> None:
        self._reformatter = PYAV.video.reformatter.VideoReformatter()

    def frame(self, image: Image.Image) -> Any:
        """Return the picture as a frame."""
        return self._reformatter.reformat(PYAV.VideoFrame.from_image(image), format="yuv420p")
