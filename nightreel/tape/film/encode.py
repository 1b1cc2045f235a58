"""Makes the film, and keeps it to a size: try steps of the ladder on a sample, encode, measure.

Everything here blocks; `nightreel.tape.film.making` runs it beside the event loop.
"""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from nightreel.tape.film.errors import TapeTooLong
from nightreel.tape.film.mp4 import Mp4, sample_rate
from nightreel.tape.film.rungs import Format, Rung, ladder
from nightreel.tape.film.showing import Exposure, Showing
from nightreel.tape.film.sound import Moods
from nightreel.tape.film.timing import Shot
from nightreel.tape.film.writers import Moving, Writer

SAMPLE = 6
"""Cards that are encoded to foresee the size of all."""
_MARGIN = 0.95
"""Share of the limit that is aimed at: a wrong guess costs a whole encoding."""
_TABLES = 8
"""Bytes that MP4 needs for each picture and each packet of sound, besides what is in it."""
_PACKET = 1024
"""Samples in a packet of sound."""


def ahead(drawn: Iterator[Exposure]) -> Generator[Exposure]:
    """Yield what an iterator does, while the next one is drawn on another thread."""
    with ThreadPoolExecutor(1, "tape-drawing") as worker:
        coming = worker.submit(next, drawn, None)
        while (exposure := coming.result()) is not None:
            coming = worker.submit(next, drawn, None)
            yield exposure


class Made(Struct, frozen=True):
    """A film that was made: the step it took, its timeline, and its size in bytes."""

    rung: Rung
    shots: tuple[Shot, ...]
    size: int


class Stop(Exception):
    """Whoever wanted the film does not want it any more."""


class _Over(Exception):
    """The limit is passed; `factor` times the limit is what the whole would come to."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor


class Encoder:
    """Encodes one film into one file."""

    def __init__(
        self,
        showing: Showing,
        out: Path,
        kind: Format,
        *,
        check: Callable[[], None],
        progress: Callable[[float], None],
    ) -> None:
        self._showing = showing
        self._out = out
        self._kind: Format = kind
        self._check = check
        self._progress = progress
        self._sampled: dict[int, float] = {}

    def encode(self, limit: int | None, *, silent: bool = False) -> Made:
        """Write the film, at the first step that fits `limit` bytes.

        Raises:
            TapeTooLong: no step fits. Nothing is left on disk.
            Stop: `check` raised it.
        """
        steps = ladder(self._kind, silent=silent)
        if limit is None:
            return self._film(steps[0], None)
        at = self._likely(steps, limit)
        while True:
            last = at == len(steps) - 1
            try:
                made = self._film(steps[at], None if last else limit)
            except _Over as over:
                at = self._next(steps, at, over.factor)
                continue
            if made.size <= limit:
                return made
            if last:
                self._out.unlink()
                raise TapeTooLong(limit, made.size)
            at = self._next(steps, at, made.size / limit)

    def _likely(self, steps: tuple[Rung, ...], limit: int) -> int:
        """Return the first step whose foreseen size is under the limit, or the last one.

        What a step usually takes tells which ones to sample; mostly that is one or two.
        """
        scale = 1.0
        while True:
            at = self._first(steps, 0, limit, scale)
            if at in self._sampled:
                return at
            self._sampled[at] = self._sample(steps[at])
            scale = self._sampled[at] / steps[at].usual

    def _first(self, steps: tuple[Rung, ...], start: int, limit: int, scale: float) -> int:
        """Return the first step from `start` on that is under the limit, or the last one.

        Args:
            steps: the ladder.
            start: number of the first step to look at.
            limit: bytes.
            scale: how many times the usual this film's pictures take.
        """
        for at in range(start, len(steps) - 1):
            pictures = self._sampled.get(at, steps[at].usual * scale)
            if self._whole(steps[at], pictures) <= limit * _MARGIN:
                return at
        return len(steps) - 1

    def _next(self, steps: tuple[Rung, ...], at: int, factor: float) -> int:
        """Return the next step that is smaller by as much as the last one was too large."""
        size = self._whole(steps[at], self._sampled.get(at, steps[at].usual))
        return self._first(steps, at + 1, round(size / factor), 1.0)

    def _film(self, rung: Rung, limit: int | None) -> Made:
        shots = self._showing.shots(rung)
        moods = self._moods(shots) if rung.sound else None
        self._write(shots, rung, moods, limit, self._progress)
        size = self._out.stat().st_size
        return Made(rung, tuple(shots), size)

    def _write(
        self,
        shots: list[Shot],
        rung: Rung,
        moods: Moods | None,
        limit: int | None,
        progress: Callable[[float], None] | None,
    ) -> int:
        """Write shots, and return their bytes. Raises `_Over` as soon as they pass the limit."""
        whole = sum(s.length for s in shots)
        writer = self._writer(rung, moods)
        try:
            with closing(ahead(self._showing.run(shots, rung))) as exposures:
                for exposure in exposures:
                    self._check()
                    writer.expose(exposure)
                    done = (exposure.at + exposure.length) / whole
                    if limit is not None and writer.written > limit:
                        raise _Over(writer.written / limit / done)
                    if progress is not None:
                        progress(done)
            writer.finish()
        finally:
            # A file that was never begun closes badly; then the first error is the one to tell.
            with suppress(OSError, ValueError):
                writer.abandon()
        return writer.written

    def _writer(self, rung: Rung, moods: Moods | None) -> Writer:
        if self._kind == "mp4":
            return Mp4(self._out, rung, moods)
        return Moving(self._out, self._kind, rung)

    def _sample(self, rung: Rung) -> float:
        """Return what a card's pictures take at a step, on average, in bytes."""
        cards = len(self._showing.reel.cards) + 2
        count = min(cards, SAMPLE)
        # From the middle of equal parts, so that no place and neither drawn card weighs more.
        chosen = {(2 * i + 1) * cards // (2 * count) for i in range(count)}
        pages = self._showing.pages
        shots = [s for s in self._showing.shots(rung) if pages[s.page].card in chosen]
        return self._write(shots, rung, None, None, None) / len(chosen)

    def _whole(self, rung: Rung, pictures: float) -> float:
        """Return about how many bytes the film has whose cards take so many each."""
        size = pictures * (len(self._showing.reel.cards) + 2)
        if self._kind != "mp4":
            return size
        shots = self._showing.shots(rung)
        exposures = sum(-(-s.length // rung.beat) for s in shots)
        seconds = sum(s.length for s in shots) / 1000
        packets = seconds * sample_rate(rung.sound) / _PACKET if rung.sound else 0
        return size + (exposures + packets) * _TABLES + seconds * rung.sound / 8

    def _moods(self, shots: list[Shot]) -> Moods:
        reel, pages = self._showing.reel, self._showing.pages
        firsts = [s for s in shots if s.first and pages[s.page].kind == "scene"]
        held = [reel.cards[pages[s.page].card - 1].mood for s in firsts]
        last = shots[-1]
        return Moods(
            at=tuple(s.at for s in firsts),
            moods=tuple(held),
            cuts=tuple(s.at for s in shots if s.first and s.at),
            end_at=last.at,
            length=last.at + last.length,
            how=reel.end.how,
            seed=reel.end.seed,
        )
