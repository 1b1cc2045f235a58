"""`nightreel simulate`: nobody plays, many times."""

from typing import Annotated, Literal

import typer

from nightreel.cli.edge import AsJson, settings_of_home

Policy = Literal["random", "bold", "careful", "idle", "writein", "all"]


def simulate(
    world: Annotated[str, typer.Option(help="The world to play.")] = "relay-nine",
    runs: Annotated[int, typer.Option(min=1, help="How many.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Of the first; the others follow.")] = 1,
    policy: Annotated[Policy, typer.Option(help="How they play.")] = "random",
    turns: Annotated[int | None, typer.Option(min=1, help="At most, for each run.")] = None,
    frames: Annotated[
        bool, typer.Option("--frames", help="Film every scene, and check what was filmed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let nobody play, many times, and see what comes of it."""
    from msgspec import structs

    from nightreel.app import open_in_memory, packs
    from nightreel.simulate.command import BadOptions, Options
    from nightreel.simulate.command import simulate as simulated

    options = Options(
        world=world, runs=runs, seed=seed, policy=policy, frames=frames, as_json=as_json
    )
    if turns is not None:
        options = structs.replace(options, turns=turns)
    worlds = packs(settings_of_home().worlds)
    try:
        code = simulated(options, lambda clock, camera: open_in_memory(worlds, clock, camera))
    except BadOptions as error:
        raise typer.BadParameter(str(error)) from None
    raise typer.Exit(code)
