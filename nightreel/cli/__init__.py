"""The `nightreel` command: arguments in, exit codes out, every error answered in one place.

What a command needs is imported inside it, so that help is there at once.
"""

from typing import Annotated

import typer

from nightreel.cli.bot import bot
from nightreel.cli.edge import Edge
from nightreel.cli.film import tape
from nightreel.cli.pictures import bench, contact_sheet, render
from nightreel.cli.play import play
from nightreel.cli.serve import serve
from nightreel.cli.simulate import simulate
from nightreel.cli.tapes import export, runs, verify
from nightreel.cli.worlds import check_world, list_worlds, schema

app = typer.Typer(
    cls=Edge,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
world = typer.Typer(no_args_is_help=True, help="List worlds, check one, or see the format.")
app.add_typer(world, name="world")

for command in (play, serve, bot, runs, tape, verify, export, simulate):
    app.command()(command)
for picture in (render, contact_sheet, bench):
    app.command()(picture)
world.command("list")(list_worlds)
world.command("check")(check_world)
world.command()(schema)


@app.callback()
def nightreel(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """A survival story that an AI directs, a camera films and a whole channel plays."""
    del debug  # Edge reads it


@app.command()
def version() -> None:
    """Say which Nightreel this is."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        print(f"nightreel {installed('nightreel')}")
    except PackageNotFoundError:
        print("nightreel, not installed: run from its source")


def main() -> None:
    """Run the command line."""
    app(prog_name="nightreel")
