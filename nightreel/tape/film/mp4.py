"""Film to MP4: H.264 at a constant quantizer, held pictures as single long frames, AAC beside."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

from nightreel.tape.film.painting import CANVAS
from nightreel.tape.film.pyav import PYAV
from nightreel.tape.film.rungs import Rung
from nightreel.tape.film.showing import Exposure
from nightreel.tape.film.sound import Bed, Moods
from nightreel.tape.film.writers import Yuv

_BASE = Fraction(1, 1000)
_STRETCH = 5
"""Seconds of sound that are made at once."""
_LEAD = 500
"""Milliseconds by which sound comes before its picture in the file."""
_PATIENCE = 60
"""Seconds that a stretch of sound may take; a stretch takes a twentieth of one."""
# A constant quantizer makes sizes foreseeable. Rate control weighs a picture by how long it stands,
# and gave a held one three times the bytes. What only serves rate control and reordering is off.
# Two threads on every machine, or the bytes would differ between them.
_X264 = (
    "scenecut=0:keyint=1000:mbtree=0:rc-lookahead=0:ipratio=1.0:"
    "colorprim=smpte170m:transfer=smpte170m:colormatrix=smpte170m"
)
_THREADS = 2
_TYPES = PYAV.video.frame.PictureType


def sample_rate(bits: int) -> int:
    """Return the samples a second that suit so many bits a second."""
    return 16_000 if bits >= 12_000 else 8_000


class Mp4:
    """Writes one film."""

    def __init__(self, path: Path, rung: Rung, moods: Moods | None) -> None:
        self.written = 0
        self._beat = rung.beat
        self._yuv = Yuv()
        self._lengths: dict[int, int] = {}
        options = {"movflags": "+faststart"}
        self._file = PYAV.open(path, "w", format="mp4", options=options)
        self._video = _video(self._file, rung)
        self._sound = _Sound(self._file, rung.sound, moods) if moods and rung.sound else None

    def expose(self, exposure: Exposure) -> None:
        """Add a picture, repeated every beat."""
        frame = self._yuv.frame(exposure.image)
        for since in range(0, exposure.length, self._beat):
            frame.pts, frame.time_base = exposure.at + since, _BASE
            key = exposure.key and not since
            frame.pict_type = _TYPES.I if key else _TYPES.NONE
            self._lengths[exposure.at + since] = min(self._beat, exposure.length - since)
            for packet in self._video.encode(frame):
                self._mux(packet)

    def finish(self) -> None:
        """Write what is left, and close the file."""
        for packet in self._video.encode(None):
            self._mux(packet)
        if self._sound is not None:
            self._mux_sound(None)
            self._sound.close()
        self._file.close()

    def abandon(self) -> None:
        """Stop in the middle."""
        if self._sound is not None:
            self._sound.close()
        self._file.close()

    def _mux(self, packet: Any) -> None:
        at = int((packet.pts or 0) * (packet.time_base or _BASE) * 1000)
        packet.duration = self._lengths.pop(at, self._beat)
        self._mux_sound(at + _LEAD)
        self.written += packet.size
        self._file.mux(packet)

    def _mux_sound(self, until: int | None) -> None:
        for packet in self._sound.packets(until) if self._sound is not None else ():
            self.written += packet.size
            self._file.mux(packet)


def _video(file: Any, rung: Rung) -> Any:
    stream = file.add_stream("libx264", rate=25)
    stream.width, stream.height = CANVAS
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = stream.time_base = _BASE
    stream.codec_context.thread_count = _THREADS
    thorough = ":trellis=2:psy=0" if rung.thorough else ""
    stream.codec_context.options = {
        "qp": str(rung.coarseness),
        "preset": "medium" if rung.thorough else "superfast",
        "bf": "0",
        "forced-idr": "1",
        "x264-params": _X264 + thorough,
    }
    stream.codec_context.open()
    return stream


class _Sound:
    """The sound of a film, encoded on a thread of its own, one stretch ahead of the pictures."""

    def __init__(self, file: Any, bits: int, moods: Moods) -> None:
        rate = sample_rate(bits)
        self._stream = file.add_stream("aac", rate=rate)
        self._context = self._stream.codec_context
        self._context.layout = "mono"
        self._context.format = "fltp"
        self._context.bit_rate = bits
        self._context.options = {"aac_coder": "fast"}
        self._context.open()
        self._bed: Bed | None = None
        self._moods, self._rate = moods, rate
        self._at = 0
        self._ready: list[Any] = []
        self._worker = ThreadPoolExecutor(1, "tape-sound")
        self._next: Future[list[Any]] | None = self._worker.submit(self._stretch)

    def packets(self, until: int | None) -> Iterator[Any]:
        """Yield the packets up to that millisecond; all that are left for None."""
        while True:
            while self._ready:
                first = self._ready[0]
                if until is not None and (first.pts or 0) * 1000 > until * self._rate:
                    return
                yield self._ready.pop(0)
            if self._next is None:
                return
            self._ready = self._next.result(_PATIENCE)
            self._next = self._worker.submit(self._stretch) if self._ready else None

    def close(self) -> None:
        """End the thread."""
        self._worker.shutdown(cancel_futures=True)

    def _stretch(self) -> list[Any]:
        """Make and encode the next stretch. Nothing comes of it after the last one."""
        bed = self._bed = self._bed or Bed(self._moods, self._rate)
        if self._at > bed.length:
            return []
        packets: list[Any] = []
        stop = min(bed.length, self._at + _STRETCH * self._rate)
        if stop > self._at:
            frame = PYAV.AudioFrame.from_ndarray(
                bed.stretch(self._at, stop)[None], format="fltp", layout="mono"
            )
            frame.sample_rate, frame.pts = self._rate, self._at
            frame.time_base = Fraction(1, self._rate)
            packets += self._stream.encode(frame)
        if stop == bed.length:
            packets += self._stream.encode(None)
            stop += 1
        self._at = stop
        return packets
