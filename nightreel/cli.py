"""The `nightreel` command: arguments in, exit codes out, every error answered in one place.

What a command needs is imported inside it, so that help is there at once.
"""

import os
import sys
from collections.abc import Coroutine, Generator
from contextlib import contextmanager, nullcontext, redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from io import TextIOWrapper

    from nightreel.ports.ledger import Record, Summary
    from nightreel.settings import Settings
    from nightreel.store.verify import Verdict
    from nightreel.surfaces.terminal.begin import Wanted

CANCELLED, PIPE_CLOSED, TERMINATED = 130, 141, 143
"""Exit codes, as a shell gives them to programs that a signal ended."""

EVERY = 1_000_000_000
"""More runs than there are."""
CLOCK = 60
"""Seconds to act when nothing else is said; none where no person sits at the input."""

Crew = Literal["open", "host", "vote", "rotation"]
Policy = Literal["random", "bold", "careful", "idle", "writein", "all"]


class _Edge(TyperGroup):
    """Where every error ends: as one clear line on standard error, and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command. With --debug an error keeps its traceback."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read our output has enough. The flush at the end must not fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            raise typer.Exit(PIPE_CLOSED) from None
        except KeyboardInterrupt:
            raise typer.Exit(CANCELLED) from None
        except Exception as error:
            if ctx.params.get("debug") or type(error).__module__.startswith("typer"):
                raise
            print(f"nightreel: {_told(error)}", file=sys.stderr)
            raise typer.Exit(1) from None


def _told(error: Exception) -> str:
    """Return what to say of an error."""
    from pydantic import ValidationError

    from nightreel.ports.errors import NightreelError
    from nightreel.worlds.problems import BadPack

    match error:
        case BadPack():
            return f"{error.player_text}\n{error}"
        case NightreelError():
            return error.player_text
        case ValidationError():
            wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            return f"Can't read a setting (NIGHTREEL_...). {'; '.join(wrong)}"
        case OSError():
            return str(error)
        case _:
            return f"{type(error).__name__}: {error}\nTo see where: nightreel --debug ..."


app = typer.Typer(
    cls=_Edge,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
world = typer.Typer(no_args_is_help=True, help="List worlds, check one, or see the format.")
app.add_typer(world, name="world")

RunArgument = Annotated[str, typer.Argument(metavar="RUN", help="The run's id.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.callback()
def nightreel(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """A survival story that an AI directs, a camera films and a whole channel plays."""
    del debug  # _Edge reads it


def main() -> None:
    """Run the command line."""
    app(prog_name="nightreel")


def _run(work: Coroutine[Any, Any, int | None]) -> None:
    """Run to the end, and exit with the code that comes of it."""
    import asyncio

    try:
        code = asyncio.run(work)
    except asyncio.CancelledError:
        code = TERMINATED
    if code:
        raise typer.Exit(code)


def _settings() -> "Settings":
    from nightreel.settings import Settings

    return Settings()  # pyright: ignore[reportCallIssue] - every field has a default


# --- play


@app.command()
def play(
    world: Annotated[str, typer.Option(help="The world to play.")] = "relay-nine",
    seed: Annotated[int | None, typer.Option(min=0, help="Play with these dice.")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines only: no colour, no motion.")
    ] = False,
    clock: Annotated[
        int | None, typer.Option(min=5, max=86_400, help="Seconds to act (60 unless you say).")
    ] = None,
    no_clock: Annotated[
        bool, typer.Option("--no-clock", help="Take all the time you want.")
    ] = False,
    crew: Annotated[Crew, typer.Option(help="Who may act.")] = "open",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the latest tape.")] = False,
    run: Annotated[str | None, typer.Option(help="Go on with this tape.")] = None,
    name: Annotated[str | None, typer.Option(help="What you are called in it.")] = None,
    prepare: Annotated[bool, typer.Option(help="Think ahead while you read.")] = False,
) -> None:
    """Play in this terminal; or by lines, through a pipe."""
    if clock is not None and no_clock:
        raise typer.BadParameter("--clock and --no-clock don't go together")
    from nightreel.core.settings import RunSettings
    from nightreel.surfaces.terminal.begin import Wanted

    clocked = clock is not None or no_clock
    seconds = clock if clocked or not sys.stdin.isatty() else CLOCK
    settings = RunSettings(clock=seconds, crew=crew, prepare=prepare)
    wanted = Wanted(world, settings, seed, name, run, resume, clocked)
    live, kept = _is_live(plain), _settings()
    with _log_beside(kept) if live else nullcontext():
        _run(_play(wanted, kept, live=live))


def _is_live(plain: bool) -> bool:
    terminals = sys.stdin.isatty() and sys.stdout.isatty()
    return terminals and not plain and os.environ.get("TERM", "dumb") != "dumb"


@contextmanager
def _log_beside(settings: "Settings") -> Generator[None]:
    """Keep the log off a live screen, which it would write into: it goes to a file meanwhile."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "nightreel.log").open("a", encoding="utf-8") as log, redirect_stderr(log):
        yield


async def _play(wanted: "Wanted", settings: "Settings", *, live: bool) -> None:
    from nightreel.app import open_app
    from nightreel.director.clocks import SystemClock
    from nightreel.surfaces.terminal.begin import begin
    from nightreel.surfaces.terminal.live import LiveScreen
    from nightreel.surfaces.terminal.plain import PlainScreen
    from nightreel.surfaces.terminal.player import play

    # A sign that this terminal can't write is no reason to stop a game.
    cast("TextIOWrapper", sys.stdout).reconfigure(errors="replace")
    clock, motion = SystemClock(), not os.environ.get("NO_MOTION")
    async with open_app(settings) as director:
        run, me = await begin(director, wanted)
        if live:
            screen = LiveScreen(sys.stdin, sys.stdout, clock, motion=motion)
        else:
            screen = PlainScreen(sys.stdin, sys.stdout, clock)
        await play(director, screen, run, me)


# --- tapes


@app.command()
def runs(as_json: AsJson = False) -> None:
    """List the tapes, the latest first."""
    _run(_runs(as_json))


async def _runs(as_json: bool) -> None:
    import msgspec

    from nightreel.app import open_ledger

    async with open_ledger(_settings()) as ledger:
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


@app.command()
def verify(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="The run's id.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Check every run.")] = False,
) -> None:
    """Prove that a tape is what was written, every hash and state. The latest, or RUN."""
    if run is not None and every:
        raise typer.BadParameter("Name a run, or say --all.")
    _run(_verify(run, every))


async def _verify(run: str | None, every: bool) -> int:
    from nightreel.app import open_ledger, packs
    from nightreel.store.verify import verify

    settings = _settings()
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


@app.command()
def export(
    run: RunArgument,
    form: Annotated[Literal["md", "json"], typer.Option("--format", help="How.")] = "md",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file, instead of the screen.")
    ] = None,
) -> None:
    """Write a tape out, to read or to keep."""
    import asyncio

    from nightreel.app import packs
    from nightreel.ports.errors import WorldChanged
    from nightreel.tape.export import as_json, as_markdown

    settings = _settings()
    summary, records = asyncio.run(_tape(settings, run))
    pack = packs(settings.worlds).get(summary.world)
    if pack is None:
        raise WorldChanged(f"world {summary.world} is not here")
    text = (as_json if form == "json" else as_markdown)(run, records, pack)
    if output is None:
        print(text.removesuffix("\n"))
    else:
        output.write_text(text, encoding="utf-8")


async def _tape(settings: "Settings", run: str) -> "tuple[Summary, list[Record]]":
    from nightreel.app import open_ledger

    async with open_ledger(settings) as ledger:
        return await ledger.summary(run), await ledger.read(run)


@app.command()
def simulate(
    world: Annotated[str, typer.Option(help="The world to play.")] = "relay-nine",
    runs: Annotated[int, typer.Option(min=1, help="How many.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Of the first; the others follow.")] = 1,
    policy: Annotated[Policy, typer.Option(help="How they play.")] = "random",
    turns: Annotated[int | None, typer.Option(min=1, help="At most, for each run.")] = None,
    as_json: AsJson = False,
) -> None:
    """Let nobody play, many times, and see what comes of it."""
    from msgspec import structs

    from nightreel.app import open_in_memory, packs
    from nightreel.simulate.command import BadOptions, Options
    from nightreel.simulate.command import simulate as simulated

    options = Options(world=world, runs=runs, seed=seed, policy=policy, as_json=as_json)
    if turns is not None:
        options = structs.replace(options, turns=turns)
    worlds = packs(_settings().worlds)
    try:
        code = simulated(options, lambda clock: open_in_memory(worlds, clock))
    except BadOptions as error:
        raise typer.BadParameter(str(error)) from None
    raise typer.Exit(code)


# --- worlds


@world.command("list")
def list_worlds() -> None:
    """List the worlds that can be played."""
    from nightreel.app import packs

    for pack in packs(_settings().worlds).values():
        print(f"{pack.world.id}  {pack.world.title} {pack.world.version}\n    {pack.pitch}")


@world.command("check")
def check_world(
    path: Annotated[str, typer.Argument(help="A folder, or the id of a world that ships.")],
) -> None:
    """Check a world: every fault with its file, its line and its mend."""
    from nightreel.worlds.check import check
    from nightreel.worlds.pack import shipped

    folder = Path(path)
    report = check(folder if folder.is_dir() else shipped().get(path, folder))
    for line in report.lines():
        print(line)
    raise typer.Exit(0 if report.ok else 1)


@world.command()
def schema() -> None:
    """Print the format of a world as a JSON schema, for an editor."""
    import json

    from nightreel.worlds.model import PackModel

    print(json.dumps(PackModel.model_json_schema(), indent=2))


@app.command()
def version() -> None:
    """Say which Nightreel this is."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        print(f"nightreel {installed('nightreel')}")
    except PackageNotFoundError:
        print("nightreel, not installed: run from its source")


if __name__ == "__main__":
    main()
