"""The `nightreel` command. It reads arguments, opens what a command needs, and answers every error in one place.

What a command needs is imported inside it, so that help is there at once.
"""

import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from nightreel.core.settings import RunSettings
    from nightreel.director.director import Director
    from nightreel.settings import Settings

CANCELLED, PIPE_CLOSED, TERMINATED = 130, 141, 143
"""Exit codes, as a shell gives them to programs that a signal ended."""

EVERY_RUN = 1_000_000_000
CLOCK = 60
"""Seconds to act when nothing else is said; none where no person sits at the input."""


class _Edge(TyperGroup):
    """Where every error ends: as one clear line on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command. With --debug an error keeps its traceback."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read our output has enough. What Python flushes at its end must not fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(PIPE_CLOSED) from None
        except KeyboardInterrupt:
            raise typer.Exit(CANCELLED) from None
        except Exception as error:
            told = None if ctx.params.get("debug") else _told(error)
            if told is None:
                raise
            print(f"nightreel: {told}", file=sys.stderr)
            raise typer.Exit(1) from None
        except BaseException as error:
            import asyncio

            if isinstance(error, asyncio.CancelledError):
                raise typer.Exit(TERMINATED) from None
            raise


def _told(error: Exception) -> str | None:
    """Return what to say of an error, or None for one that is not ours to answer."""
    from pydantic import ValidationError

    from nightreel.ports.errors import NightreelError
    from nightreel.worlds.problems import BadPack

    match error:
        case BadPack():
            return f"this world can't be loaded.\n{error}"
        case NightreelError():
            return f"{error.player_text} ({error})"
        case ValidationError():
            names = (f"NIGHTREEL_{'_'.join(str(p) for p in e['loc'])}".upper() for e in error.errors())
            return f"a setting can't be read: {', '.join(sorted(set(names)))}."
        case _ if type(error).__module__.startswith("typer"):
            return None
        case _:
            return f"{type(error).__name__}: {error}. For the whole story: nightreel --debug ..."


app = typer.Typer(
    cls=_Edge,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
world = typer.Typer(no_args_is_help=True, help="Worlds: list them, check one, see the format.")
app.add_typer(world, name="world")


@app.callback()
def _nightreel(
    debug: Annotated[bool, typer.Option(help="Show tracebacks.")] = False,
) -> None:
    """A survival story that an AI directs, a camera films and a whole channel plays."""


def main() -> None:
    """Run the command line."""
    app(prog_name="nightreel")


def _run(work: Coroutine[Any, Any, None]) -> None:
    import asyncio

    asyncio.run(work)


# --- playing ---------------------------------------------------------------------------------------

World = Annotated[str, typer.Option(help="Which world to play; `nightreel world list` names them.")]
Crew = Literal["open", "host", "vote", "rotation"]


@app.command()
def play(
    world: World = "relay-nine",
    seed: Annotated[int | None, typer.Option(min=0, help="Play the same dice again.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines, no motion, no colour.")] = False,
    clock: Annotated[
        int | None, typer.Option(min=5, max=86_400, help="Seconds to act.", show_default="60")
    ] = None,
    no_clock: Annotated[bool, typer.Option("--no-clock", help="All the time you want.")] = False,
    crew: Annotated[Crew, typer.Option(help="Who may act.")] = "open",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the latest run.")] = False,
    run: Annotated[str | None, typer.Option(help="Go on with this run.")] = None,
    name: Annotated[str | None, typer.Option(help="What you are called.")] = None,
    prepare: Annotated[bool, typer.Option(help="Think ahead while you read.")] = False,
) -> None:
    """Play in this terminal, or by lines through a pipe."""
    from nightreel.core.settings import RunSettings

    if clock is not None and no_clock:
        raise typer.BadParameter("--clock and --no-clock don't go together")
    live = not plain and _is_live()
    given = clock is not None or no_clock
    usual = CLOCK if sys.stdin.isatty() else None
    settings = RunSettings(
        clock=clock if given else usual, crew=crew, prepare=prepare
    )
    wanted = _Wanted(world, seed, settings, _name(name), run, resume, given)
    _run(_play(wanted, live=live))


class _Wanted:
    """What `play` was asked for."""

    def __init__(
        self,
        world: str,
        seed: int | None,
        settings: "RunSettings",
        name: str | None,
        run: str | None,
        resume: bool,
        clocked: bool,
    ) -> None:
        self.world, self.seed, self.settings, self.name = world, seed, settings, name
        self.run, self.resume, self.clocked = run, resume, clocked
