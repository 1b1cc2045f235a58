"""`nightreel play`: a game in this terminal, or by lines."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, redirect_stderr
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from nightreel.cli.edge import run_to_end, settings_of_home

if TYPE_CHECKING:
    from io import TextIOWrapper

    from nightreel.settings import Settings
    from nightreel.surfaces.terminal.begin import Wanted

CLOCK = 60
"""Seconds to act when nothing else is said; none where no person sits at the input."""

Crew = Literal["open", "host", "vote", "rotation"]


def play(
    world: Annotated[str, typer.Option(help="The world to play.")] = "relay-nine",
    seed: Annotated[int | None, typer.Option(min=0, help="Play with these dice.")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines only: no color, no motion.")
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
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Film it, scene by scene.")
    ] = True,
    prepare: Annotated[bool, typer.Option(help="Think ahead while you read.")] = False,
) -> None:
    """Play in this terminal; or by lines, through a pipe."""
    if clock is not None and no_clock:
        raise typer.BadParameter("--clock and --no-clock don't go together")
    from nightreel.core.settings import RunSettings
    from nightreel.surfaces.terminal.begin import Wanted

    clocked = clock is not None or no_clock
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
