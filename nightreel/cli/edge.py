"""Where every error ends, and what all commands share: settings, exit codes, arguments."""

import os
import secrets
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from nightreel.settings import Settings

CANCELLED, PIPE_CLOSED, TERMINATED = 130, 141, 143
"""Exit codes, as a shell gives them to programs that a signal ended."""

RunArgument = Annotated[str, typer.Argument(metavar="RUN", help="The run's id.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


class Edge(TyperGroup):
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


def run_to_end(work: Coroutine[Any, Any, int | None]) -> None:
    """Run to the end, and exit with the code that comes of it."""
    import asyncio

    try:
        code = asyncio.run(work)
    except asyncio.CancelledError:
        code = TERMINATED
    if code:
        raise typer.Exit(code)


def settings_of_home() -> "Settings":
    """Return the settings that the environment gives."""
    from nightreel.settings import Settings

    return Settings()  # pyright: ignore[reportCallIssue] - every field has a default


def write_whole(output: Path, text: str) -> None:
    """Write a file that is whole or, where the disk is full, as it was. Raises `OSError`."""
    if output.exists() and not output.is_file():
        output.write_text(text, encoding="utf-8")  # a pipe or a device takes what comes
        return
    whole = output.resolve()  # a link goes on naming it
    half = whole.with_name(f".nightreel-{secrets.token_hex(8)}")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(whole)
    finally:
        half.unlink(missing_ok=True)
