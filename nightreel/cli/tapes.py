"""What is done with tapes: listed, proved, written out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nightreel.cli.edge import AsJson, RunArgument, run_to_end, settings_of_home, write_whole

if TYPE_CHECKING:
    from nightreel.store.verify import Verdict

EVERY = 1_000_000_000
"""More runs than there are."""


def runs(as_json: AsJson = False) -> None:
    """List the tapes, the latest first."""
    run_to_end(_runs(as_json))


async def _runs(as_json: bool) -> None:
    import msgspec

    from nightreel.app import open_ledger

    async with open_ledger(settings_of_home()) as ledger:
        found = await ledger.runs(limit=EVERY)
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(found)).decode())
        return
    rows = [("TAPE", "WORLD", "TURN", "STATUS", "ENDING")]
    rows += [(r.run, r.world, str(r.turn), r.status, r.ending or "") for r in found]
    wide = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows if found else ():
        print("  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip())
    if not found:
        print("No tapes yet. Begin one: nightreel play")


def verify(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="The run's id.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Check every run.")] = False,
) -> None:
    """Prove that a tape is what was written, every hash and state. The latest, or RUN."""
    if run is not None and every:
        raise typer.BadParameter("Name a run, or say --all.")
    run_to_end(_verify(run, every))


async def _verify(run: str | None, every: bool) -> int:
    from nightreel.app import open_ledger, packs
    from nightreel.store.verify import verify

    settings = settings_of_home()
    worlds = packs(settings.worlds)
    broken = 0
    async with open_ledger(settings) as ledger:
        found = (
            [await ledger.summary(run)] if run else await ledger.runs(limit=EVERY if every else 1)
        )
        for summary in found:
            pack = worlds.get(summary.world)
            if pack is None:
                print(f"{summary.run}: its world, {summary.world}, is not here")
                broken += 1
                continue
            verdict = await verify(ledger, summary.run, pack.world.start)
            print(_verdict(verdict))
            broken += not verdict.ok
    if not found:
        print("No tapes yet.")
    return 1 if broken else 0


def _verdict(verdict: "Verdict") -> str:
    if verdict.ok:
        return f"{verdict.run}: sound, {verdict.records} records"
    where = f"record {verdict.first_bad}: " if verdict.first_bad is not None else ""
    return f"{verdict.run}: broken. {where}{verdict.why}"


def export(
    run: RunArgument,
    form: Annotated[Literal["md", "json", "html"], typer.Option("--format", help="How.")] = "md",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file, instead of the screen.")
    ] = None,
    tape: Annotated[
        bool | None,
        typer.Option("--tape/--no-tape", help="The film in the page (with --format html)."),
    ] = None,
) -> None:
    """Write a tape out, to read or to keep."""
    import asyncio

    if tape is not None and form != "html":
        raise typer.BadParameter("--tape and --no-tape go with --format html")
    text = asyncio.run(_exported(run, form, tape))
    if output is None:
        print(text.removesuffix("\n"))
    else:
        write_whole(output, text)


async def _exported(run: str, form: Literal["md", "json", "html"], tape: bool | None) -> str:
    import asyncio

    from nightreel.app import open_ledger, open_media, packs
    from nightreel.ports.errors import WorldChanged
    from nightreel.tape.export import as_json, as_markdown

    settings = settings_of_home()
    async with open_ledger(settings) as ledger:
        summary, records = await ledger.summary(run), await ledger.read(run)
    pack = packs(settings.worlds).get(summary.world)
    if pack is None:
        raise WorldChanged(f"world {summary.world} is not here")
    if form == "html":
        from nightreel.tape.maker import make_page

        return await make_page(open_media(settings), run, records, pack, tape=tape)
    write = as_json if form == "json" else as_markdown
    return await asyncio.to_thread(write, run, records, pack)
