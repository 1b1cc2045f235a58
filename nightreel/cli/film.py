"""`nightreel tape`: the film of a run."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nightreel.cli.edge import RunArgument, run_to_end, settings_of_home

if TYPE_CHECKING:
    from nightreel.tape.film.making import TapeOptions

Kind = Literal["mp4", "gif", "webp"]


def tape(
    run: RunArgument,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The file; among your tapes unless you say."),
    ] = None,
    kind: Annotated[Kind, typer.Option("--format", help="How.")] = "mp4",
    max_bytes: Annotated[
        int | None, typer.Option("--max-bytes", min=1, help="Never larger than this.")
    ] = None,
    silent: Annotated[bool, typer.Option("--silent", help="Without sound.")] = False,
    captions: Annotated[
        bool, typer.Option("--captions/--no-captions", help="A WebVTT file beside it.")
    ] = True,
) -> None:
    """Make the film of a run, to keep or to share."""
    from nightreel.tape.film.making import TapeOptions

    options = TapeOptions(kind=kind, limit=max_bytes, silent=silent, captions=captions)
    run_to_end(_tape(run, output, options))


async def _tape(run: str, output: Path | None, options: "TapeOptions") -> None:
    from nightreel.app import open_ledger, open_media, packs
    from nightreel.tape.maker import make_run_tape

    settings = settings_of_home()
    worlds, media = packs(settings.worlds), open_media(settings)
    out = output or settings.tapes / f"{run}.{options.kind}"
    watched = sys.stderr.isatty()
    try:
        async with open_ledger(settings) as ledger:
            report = await make_run_tape(
                ledger, media, worlds, run, out, options, _progress if watched else None
            )
    finally:
        if watched:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    print(report.film)
    print(report.told)


def _progress(share: float) -> None:
    print(f"\rWinding the tape: {share:4.0%}", end="", file=sys.stderr, flush=True)
