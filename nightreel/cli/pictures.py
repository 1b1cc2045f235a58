"""The camera without a game: one frame, the contact sheet of a world, and what things cost."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightreel.cli.edge import AsJson, settings_of_home

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightreel.core.state import State
    from nightreel.worlds.pack import Pack

KINDS = (".png", ".jpg", ".jpeg", ".webp")
"""What a picture's file may be called."""

Output = Annotated[Path, typer.Option("-o", "--output", help="The PNG to write.")]
WorldOption = Annotated[str, typer.Option(help="The world.")]


def render(
    output: Output,
    place: Annotated[str, typer.Option(help="Where.")],
    world: WorldOption = "relay-nine",
    state: Annotated[
        Path | None, typer.Option(help="A state as JSON, instead of the options below.")
    ] = None,
    shot: Annotated[str | None, typer.Option(help="A mark of the set, by its name.")] = None,
    look: Annotated[str | None, typer.Option(help="A thing to look at.")] = None,
    minutes: Annotated[int, typer.Option(min=0, help="Since the story began.")] = 20,
    lamp: Annotated[bool, typer.Option(help="The lamp on the camera.")] = False,
    threat: Annotated[
        list[str] | None, typer.Option(help="NAME:STAGE:DISTANCE, as often as you like.")
    ] = None,
    flag: Annotated[list[str] | None, typer.Option(help="A flag that is set.")] = None,
    size: Annotated[str, typer.Option(help="WIDTHxHEIGHT.")] = "768x432",
    clean: Annotated[bool, typer.Option(help="Without the tape.")] = False,
) -> None:
    """Film one frame of a place."""
    from nightreel.illustrators.camera import Camera
    from nightreel.illustrators.camera.rehearsal import shot_of
    from nightreel.settings import size_of

    _check_output(output)
    pack = _pack(world)
    _check_named("thing", look, pack.world.things)
    try:
        wanted = (
            _read(state, place)
            if state is not None
            else _rehearsed(pack, place, minutes, lamp, threat or [], flag or [])
        )
        found = pack.sets.get(wanted.place)
        _check_named("shot", shot, [m.name for m in found.shots] if found else ())
        camera = Camera({world: pack}, size=size_of(size), clean=clean)
        study = camera.study(shot_of(pack, wanted, focus=look), mark=shot)
        study.save(output)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    print(f"{output}: {place}, shot {study.take.name}")


def _read(path: Path, place: str) -> "State":
    """Return the state that was written down, at that place."""
    import msgspec
    from msgspec import structs

    from nightreel.core.state import State

    state = msgspec.json.decode(path.read_bytes(), type=State)
    return structs.replace(state, place=place)


def _rehearsed(
    pack: "Pack", place: str, minutes: int, lamp: bool, threats: list[str], flags: list[str]
) -> "State":
    from nightreel.illustrators.camera.rehearsal import rehearse

    known: dict[str, tuple[int, int]] = {}
    for text in threats:
        name, _, rest = text.partition(":")
        stage, _, distance = rest.partition(":")
        if name not in pack.world.threats or not (stage.isdigit() and distance.isdigit()):
            raise typer.BadParameter(f"--threat NAME:STAGE:DISTANCE, not {text!r}")
        known[name] = (int(stage), int(distance))
    return rehearse(pack, place, minutes, lamp=lamp, threats=known, flags=tuple(flags))


def contact_sheet(
    output: Output,
    world: WorldOption = "relay-nine",
    place: Annotated[
        list[str] | None, typer.Option(help="Only this place; again for more.")
    ] = None,
) -> None:
    """Film every place from several marks, at every hour, with its threats, on one sheet."""
    import sys

    from nightreel.illustrators.camera.sheet import contact_sheet as laid

    def progress(name: str) -> None:
        if sys.stderr.isatty():
            print(f"  {name}", file=sys.stderr)

    _check_output(output)
    pack = _pack(world)
    for wanted in place or ():
        _check_named("place", wanted, pack.sets)
    try:
        count = laid(pack, output, places=tuple(place or ()), progress=progress)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    print(f"{output}: {count} frames")


def bench(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHAT]...",
            help="camera, tape, turn, web; or all of these. page and discord when named.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure what things cost on this machine."""
    from nightreel.bench.command import BadBench
    from nightreel.bench.command import bench as measured

    try:
        raise typer.Exit(measured(tuple(what or ()), as_json=as_json))
    except BadBench as error:
        raise typer.BadParameter(str(error)) from None


def _check_output(output: Path) -> None:
    """Say what is wrong with the file's name before anything is filmed for it."""
    if output.suffix.lower() not in KINDS:
        raise typer.BadParameter(f"`{output.name}` is no kind of picture; say one like frame.png")
    if not output.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}")


def _check_named(what: str, name: str | None, known: "Iterable[str]") -> None:
    if name is not None and name not in known:
        raise typer.BadParameter(f"no {what} `{name}`; there are {', '.join(known)}")


def _pack(world: str) -> "Pack":
    from nightreel.app import packs

    known = packs(settings_of_home().worlds)
    if world not in known:
        raise typer.BadParameter(f"no world `{world}`; there are {', '.join(known)}")
    return known[world]
