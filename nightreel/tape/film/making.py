"""The film from an event loop's side: made on a thread, with progress, a way to stop, a report."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from threading import Event

from msgspec import Struct

from nightreel.ports.media import Media
from nightreel.tape.film.captions import as_webvtt
from nightreel.tape.film.encode import Encoder, Made, Stop
from nightreel.tape.film.errors import TapeUnwritable
from nightreel.tape.film.reel import Reel
from nightreel.tape.film.rungs import Format, given_up, ladder
from nightreel.tape.film.showing import Fetch, Showing

SWEEP_PATIENCE = 10.0
"""Seconds for a film that nobody waits for any more to stop, and to sweep up after itself."""
FETCH_PATIENCE = 10.0
"""Seconds for a kept picture to come. Then its card is told over static."""

_UNDER_WAY = ".nightreel-tape-"
_DEAD = 86_400
"""Seconds after which nobody is still at work on a film."""

Progress = Callable[[float], None]


class TapeOptions(Struct, frozen=True):
    """How a tape is made.

    Attributes:
        limit: bytes that the film may have at most; None for no limit.
        silent: leave the sound out. GIF and WebP have none anyway.
        captions: write a WebVTT file beside the film.
    """

    kind: Format = "mp4"
    limit: int | None = None
    silent: bool = False
    captions: bool = True


class TapeReport(Struct, frozen=True):
    """What was made.

    Attributes:
        size: of the film, in bytes; `length` in milliseconds.
        turns: scenes in it, every one that counts.
        lost: turns told over static because their picture was gone or broken.
        given_up: what was given up to fit, in plain words; empty for nothing.
    """

    film: Path
    captions: Path | None
    size: int
    length: int
    turns: int
    lost: tuple[int, ...] = ()
    given_up: str = ""

    @property
    def told(self) -> str:
        """All of it in one line, for people."""
        minutes, seconds = divmod(round(self.length / 1000), 60)
        scenes = "1 scene" if self.turns == 1 else f"{self.turns} scenes"
        parts = [f"{scenes}, {minutes}:{seconds:02}, {self.size:,} bytes"]
        if self.given_up:
            parts.append(f"To fit: {self.given_up}")
        if self.lost:
            turns = ", ".join(map(str, self.lost))
            parts.append(f"No picture could be read for turn {turns}")
        return ". ".join(parts) + "."


async def make_tape(
    reel: Reel,
    media: Media,
    out: Path,
    options: TapeOptions | None = None,
    progress: Progress | None = None,
) -> TapeReport:
    """Make the film of a reel at `out`. It appears there whole, or not at all.

    Args:
        reel: what to film.
        media: where its pictures are.
        out: the film's file. Its folder is made when it is missing. Captions go beside it.
        options: how it is made.
        progress: called on the event loop with the share that is done, from 0 to 1. It starts again
            when the film did not fit at the first attempt.

    Raises:
        TapeTooLong: no form of the film fits the limit.
        TapeUnwritable: the file cannot be written, or something that is no file bears its name.
    """
    loop = asyncio.get_running_loop()
    stop = Event()

    def fetch(digest: str) -> bytes | None:
        coming = asyncio.run_coroutine_threadsafe(media.get(digest), loop)
        try:
            return coming.result(FETCH_PATIENCE)
        except FutureTimeout:
            coming.cancel()
            return None

    def told(share: float) -> None:
        if progress is not None:
            loop.call_soon_threadsafe(progress, share)

    def check() -> None:
        if stop.is_set():
            raise Stop

    work = _Work(reel, out, options or TapeOptions(), fetch, check, told)
    # Not the loop's own pool: films that fill it would wait for pictures that it should fetch.
    thread = ThreadPoolExecutor(1, "tape")
    making = loop.run_in_executor(thread, work.done)
    try:
        return await asyncio.shield(making)
    except asyncio.CancelledError:
        # The thread looks up at the next picture, and sweeps its own files away.
        stop.set()
        await asyncio.wait({making}, timeout=SWEEP_PATIENCE)
        if making.done():
            making.exception()  # it is the cancelling that is told, not what came of it
        raise
    except OSError as error:
        raise TapeUnwritable(str(out), error.strerror or str(error)) from error
    finally:
        thread.shutdown(wait=False)


class _Work:
    """One film's making, on its thread."""

    def __init__(
        self,
        reel: Reel,
        out: Path,
        options: TapeOptions,
        fetch: Fetch,
        check: Callable[[], None],
        progress: Progress,
    ) -> None:
        self._reel, self._out, self._options = reel, out, options
        self._fetch, self._check, self._progress = fetch, check, progress

    def done(self) -> TapeReport:
        """Make it, and put it in its place."""
        self._check_place()
        showing = Showing(self._reel, self._fetch)
        self._out.parent.mkdir(parents=True, exist_ok=True)
        # In the same folder: only there a rename is one step.
        with TemporaryDirectory(dir=self._out.parent, prefix=_UNDER_WAY) as folder:
            _sweep(Path(folder))
            film = Path(folder) / "film"
            encoder = Encoder(
                showing,
                film,
                self._options.kind,
                check=self._check,
                progress=self._progress,
            )
            made = encoder.encode(self._options.limit, silent=self._options.silent)
            captions = self._captions(showing, made, Path(folder))
            film.replace(self._out)
        first = ladder(self._options.kind, silent=self._options.silent)[0]
        last = made.shots[-1]
        return TapeReport(
            film=self._out,
            captions=captions,
            size=made.size,
            length=last.at + last.length,
            turns=len(self._reel.cards),
            lost=tuple(sorted(showing.lost)),
            given_up=given_up(first, made.rung),
        )

    def _check_place(self) -> None:
        """Raise `TapeUnwritable` for what a film must not take the place of."""
        out = self._out
        # A rename replaces whatever bears the name: as root, even a device.
        if out.exists() and not out.is_file():
            raise TapeUnwritable(str(out), "that is not a file")
        if self._options.captions and out.with_suffix(".vtt") == out:
            raise TapeUnwritable(str(out), "its captions go by that name")

    def _captions(self, showing: Showing, made: Made, folder: Path) -> Path | None:
        if not self._options.captions:
            return None
        text, beside = folder / "captions", self._out.with_suffix(".vtt")
        text.write_text(as_webvtt(showing.pages, made.shots), encoding="utf-8")
        text.replace(beside)
        return beside


def _sweep(mine: Path) -> None:
    """Clear away what makers that were killed have left beside ours, long ago."""
    now = mine.stat().st_mtime
    for folder in mine.parent.glob(f"{_UNDER_WAY}*"):
        with suppress(OSError):  # another maker may sweep here too
            if now - folder.stat().st_mtime > _DEAD:
                rmtree(folder)
