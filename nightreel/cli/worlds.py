"""`nightreel world`: lists of worlds, proofs of one, and the format."""

from pathlib import Path
from typing import Annotated

import typer

from nightreel.cli.edge import settings_of_home


def list_worlds() -> None:
    """List the worlds that can be played."""
    from nightreel.app import packs

    for pack in packs(settings_of_home().worlds).values():
        print(f"{pack.world.id}  {pack.world.title} {pack.world.version}\n    {pack.pitch}")


def check_world(
    path: Annotated[str, typer.Argument(help="A folder, or the id of a world that ships.")],
) -> None:
    """Check a world: every fault with its file, its line and its mend."""
    from nightreel.illustrators.camera.checking import faults
    from nightreel.worlds.check import check
    from nightreel.worlds.pack import shipped

    folder = Path(path)
    report = check(folder if folder.is_dir() else shipped().get(path, folder), look=faults)
    for line in report.lines():
        print(line)
    raise typer.Exit(0 if report.ok else 1)


def schema() -> None:
    """Print the format of a world as a JSON schema, for an editor."""
    import json

    from nightreel.worlds.model import PackModel

    print(json.dumps(PackModel.model_json_schema(), indent=2))
