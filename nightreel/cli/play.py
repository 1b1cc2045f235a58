"""`nightreel play`: a game in a browser, in this terminal, or by lines."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, redirect_stderr
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from nightreel.cli.edge import run_to_end, settings_of_home
from nightreel.cli.serve import in_browser

if TYPE_CHECKING:
    from io import TextIOWrapper

    from nightreel.settings import Settings
    from nightreel.surfaces.terminal.begin import Wanted

WORLD = "relay-nine"
CLOCK = 60
"""Seconds to act when nothing else is said; none where no person sits at the input."""

Crew = Literal["open", "host", "vote", "rotation"]


def play(
    world: Annotated[str, typer.Option(help="The world to play.")] = WORLD,
    seed: Annotated[int | None, typer.Option(min=0, help="Play with these dice.")] = None,
    clock: Annotated[
        int | None, typer.Option(min=5, max=86_400, help="Seconds to act (60 unless you say).")
    ] = None,
    no_clock: Annotated[
        bool, typer.Option("--no-clock", help="Take all the time you want.")
    ] = False,
    crew: Annotated[Crew, typer.Option(help="Who may act.")] = "open",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the latest tape.")] = False,
    run: Annotated[str | None, typer.Option(help="Go on with this tape.")] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Film it, scene by scene.")
    ] = True,
    prepare: Annotated[bool, typer.Option(help="Think ahead while you read.")] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only say where the page is.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="Of the page; a free one unless you say.")
    ] = 0,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="Play in this terminal instead.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="In the terminal, lines only: no color, no motion.")
    ] = False,
    name: Annotated[str | None, typer.Option(help="What you are called (with --terminal).")] = None,
) -> None:
    """Play in your browser; or in this terminal; or by lines, through a pipe."""
    if clock is not None and no_clock:
        raise typer.BadParameter("--clock and --no-clock don't go together")
    clocked = clock is not None or no_clock
    if not (terminal or plain):
        if name is not None:
            raise typer.BadParameter("--name goes with --terminal")
        asked = {
            "run": run,
            "resume": "1" if resume else None,
            "world": world if world != WORLD else None,
            "seed": seed,
            "clock": (clock or 0) if clocked else None,
            "crew": crew if crew != "open" else None,
            "pictures": None if pictures else 0,
            "prepare": 1 if prepare else None,
        }
        in_browser(asked, port, opens=not no_browser)
        return
    from nightreel.core.settings import RunSettings
    from nightreel.surfaces.terminal.begin import Wanted

    seconds = clock if clocked or not sys.stdin.isatty() else CLOCK
    settings = RunSettings(clock=seconds, crew=crew, pictures=pictures, prepare=prepare)
    wanted = Wanted(world, settings, seed, name, run, resume, clocked)
    live, kept = _is_live(plain), settings_of_home()
    with _log_beside(kept) if live else nullcontext():
        run_to_end(_play(wanted, kept, live=live))


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
    import asyncio

    from nightreel.app import keep_time, open_app, packs
    from nightreel.cli.winding import Winding
    from nightreel.director.clocks import SystemClock
    from nightreel.surfaces.terminal.begin import begin
    from nightreel.surfaces.terminal.live import LiveScreen
    from nightreel.surfaces.terminal.plain import PlainScreen
    from nightreel.surfaces.terminal.player import play

    # A sign that this terminal can't write is no reason to stop a game.
    cast("TextIOWrapper", sys.stdout).reconfigure(errors="replace")
    clock, motion = SystemClock(), not os.environ.get("NO_MOTION")
    worlds = await asyncio.to_thread(packs, settings.worlds)
    winding = Winding(settings, worlds)
    try:
        async with open_app(settings, worlds, winding.make) as director:
            keep_time()
            run, me = await begin(director, wanted)
            if live:
                screen = LiveScreen(sys.stdin, sys.stdout, clock, motion=motion)
            else:
                screen = PlainScreen(sys.stdin, sys.stdout, clock)
            try:
                await play(director, screen, run, me, winding)
            finally:
                _say(winding.leaving(), live=live)
    finally:
        _say(winding.left(), live=live)


def _say(lines: list[str], *, live: bool) -> None:
    """Say something after the game, in its margin."""
    for line in lines:
        print(f"  {line}\n" if live else f"{line}\n", flush=True)
