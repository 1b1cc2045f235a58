"""A run's film and its page, made from what was kept: for the command line and for a run's end."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nightreel.ports.errors import WorldChanged
from nightreel.ports.ledger import Ledger, Record
from nightreel.ports.media import Media
from nightreel.tape.film.making import Progress, TapeOptions, TapeReport, make_tape
from nightreel.tape.film.reel import reel_of
from nightreel.tape.page import Film, as_page, frames_of
from nightreel.worlds.pack import Pack

PAGE_FILM_LIMIT = 8_000_000
"""Bytes of film in a page. A browser reads a page whole before it plays anything in it."""


async def make_run_tape(
    ledger: Ledger,
    media: Media,
    packs: Mapping[str, Pack],
    run: str,
    out: Path,
    options: TapeOptions | None = None,
    progress: Progress | None = None,
) -> TapeReport:
    """Make the film of a run at `out`.

    Raises:
        RunUnknown, LedgerBusy, LedgerBroken: the ledger has it not, or not now, or not whole.
        WorldChanged: the run's world is not here, or is another version.
        BrokenLedger: the records cannot have happened in this order.
        TapeTooLong, TapeUnwritable: as `make_tape`.
    """
    summary = await ledger.summary(run)
    pack = packs.get(summary.world)
    if pack is None:
        raise WorldChanged(f"world {summary.world} is not here")
    # Folding a long run takes longer than a loop may stand still.
    reel = await asyncio.to_thread(reel_of, run, await ledger.read(run), pack)
    return await make_tape(reel, media, out, options, progress)


async def make_page(
    media: Media,
    run: str,
    records: Sequence[Record],
    pack: Pack,
    *,
    tape: bool | None = None,
    film: Path | None = None,
) -> str:
    """Return a run as one page of HTML.

    Args:
        media: where its pictures are.
        run: its id.
        records: its ledger.
        pack: its world.
        tape: whether the film is in the page; None for: when there are pictures.
        film: a film of the run that is there already, its captions beside it. One is made where it
            is missing, or too large for a page.

    Raises:
        BrokenLedger, WorldChanged: as `tape.story.read`.
        TapeTooLong, TapeUnwritable: as `make_tape`.
    """
    hashes = await asyncio.to_thread(frames_of, run, records, pack)
    kept = [(digest, await media.get(digest)) for digest in hashes]
    pictures = {digest: data for digest, data in kept if data is not None}
    wanted = bool(pictures) if tape is None else tape
    kept_film = await asyncio.to_thread(_kept, film) if wanted and film else None
    if wanted and kept_film is None:
        kept_film = await _film(media, run, records, pack)
    return await asyncio.to_thread(as_page, run, records, pack, pictures, kept_film)


def _kept(film: Path) -> Film | None:
    """Return a film that was made before, if it is there and may go into a page."""
    captions = film.with_suffix(".vtt")
    if not film.is_file() or not captions.is_file() or film.stat().st_size > PAGE_FILM_LIMIT:
        return None
    return Film(film.read_bytes(), captions.read_text("utf-8"))


async def _film(media: Media, run: str, records: Sequence[Record], pack: Pack) -> Film:
    reel = await asyncio.to_thread(reel_of, run, records, pack)
    folder = await asyncio.to_thread(TemporaryDirectory[str], prefix="nightreel-")
    try:
        out = Path(folder.name) / "tape.mp4"
        await make_tape(reel, media, out, TapeOptions(limit=PAGE_FILM_LIMIT))
        captions = await asyncio.to_thread(out.with_suffix(".vtt").read_text, "utf-8")
        return Film(await asyncio.to_thread(out.read_bytes), captions)
    finally:
        await asyncio.to_thread(folder.cleanup)
