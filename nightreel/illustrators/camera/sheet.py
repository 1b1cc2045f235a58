"""The contact sheet of a world: every place, from several marks, at three hours, with its threats
in every stage. For whoever builds sets: a change to a prop can be seen at once.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from nightreel.core.state import State
from nightreel.illustrators.camera.camera import Camera
from nightreel.illustrators.camera.rehearsal import hours, rehearse, shot_of
from nightreel.illustrators.camera.scene import Unfilmable
from nightreel.worlds.pack import Pack

CELL = (384, 216)
SMALL = (208, 117)
LABEL = 16
COLUMNS = 13


class Cell(Struct, frozen=True):
    """One picture of the sheet: a state from a mark. No mark lets the camera choose."""

    label: str
    state: State
    mark: str | None


def cells(pack: Pack, place: str) -> list[Cell]:
    """Return the pictures of a place: its marks by day, dusk and night; power; threats."""
    day, dusk, night = hours(pack)
    marks = [m.name for m in pack.sets[place].shots if not m.glass]
    indoors = pack.sets[place].room is not None
    out = [
        Cell(f"{mark}, day", rehearse(pack, place, day.minutes, lamp=indoors), mark)
        for mark in marks[:3]
    ]
    out.append(Cell("dusk", rehearse(pack, place, dusk.minutes, lamp=indoors), marks[0]))
    out.append(Cell("night", rehearse(pack, place, night.minutes, lamp=True), marks[-1]))
    if pack.world.places[place].power:
        lit = rehearse(pack, place, night.minutes, flags=("power",))
        out.append(Cell("with power", lit, marks[0]))
    out += _threatened(pack, place, indoors=indoors)
    return out


def _threatened(pack: Pack, place: str, *, indoors: bool) -> Iterator[Cell]:
    day, dusk, night = hours(pack)
    mark = pack.sets[place].shots[0].name
    for threat in pack.film.bodies:
        for stage in range(1, len(pack.world.threats[threat].stages)):
            distance = {1: 2 if indoors else 3, 2: 1}.get(stage, 0)
            hour = night if stage == 2 else dusk
            state = rehearse(
                pack,
                place,
                hour.minutes,
                lamp=indoors or hour.lamp,
                threats={threat: (stage, distance)},
            )
            yield Cell(pack.world.threats[threat].stages[stage].id, state, None)
    for threat in pack.film.voices:
        stage = len(pack.world.threats[threat].stages) - 1
        state = rehearse(pack, place, day.minutes, lamp=indoors, threats={threat: (stage, 0)})
        yield Cell(pack.world.threats[threat].stages[stage].id, state, mark)
    if indoors:
        return
    for threat in pack.film.weather:
        for stage in range(1, len(pack.world.threats[threat].stages)):
            minutes = pack.world.threats[threat].stages[stage].at
            lamp = minutes >= night.minutes - 45
            state = rehearse(pack, place, minutes, lamp=lamp, threats={threat: (stage, 4)})
            yield Cell(pack.world.threats[threat].stages[stage].id, state, mark)


def contact_sheet(
    pack: Pack,
    path: Path,
    *,
    places: tuple[str, ...] = (),
    progress: Callable[[str], None] = lambda place: None,
) -> int:
    """Write the sheet as a PNG and return how many pictures are on it.

    Args:
        pack: the world.
        path: of the file.
        places: only these; all of them by default.
        progress: told each place as it is begun.

    Raises:
        Unfilmable: a place has no set, or asks for what the camera has not.
        ValueError: the path names no kind of picture.
    """
    for place in places:
        if place not in pack.sets:
            raise Unfilmable(f"no set `{place}`; there are {', '.join(pack.sets)}")
    camera = Camera({pack.world.id: pack}, size=CELL)
    rows: list[tuple[str, list[Image.Image]]] = []
    for place in places or tuple(pack.sets):
        progress(place)
        rows.append((pack.world.places[place].name, _row(camera, pack, place)))
    _laid(rows).save(path, optimize=True)
    return sum(len(row) for _, row in rows)


def _row(camera: Camera, pack: Pack, place: str) -> list[Image.Image]:
    out: list[Image.Image] = []
    for at, cell in enumerate(cells(pack, place)):
        study = camera.study(shot_of(pack, cell.state, at + 1), mark=cell.mark)
        picture = Image.fromarray(study.image).resize(SMALL, Image.Resampling.LANCZOS)
        framed = Image.new("RGB", (SMALL[0], SMALL[1] + LABEL))
        framed.paste(picture, (0, LABEL))
        ImageDraw.Draw(framed).text((4, 2), cell.label, fill=(190, 190, 180), font=_font(11))
        out.append(framed)
    return out


def _laid(rows: list[tuple[str, list[Image.Image]]]) -> Image.Image:
    high = SMALL[1] + LABEL
    lines = [
        (name if not i else "", row[i : i + COLUMNS])
        for name, row in rows
        for i in range(0, len(row), COLUMNS)
    ]
    title = 22
    total = sum(high + (title if name else 0) for name, _ in lines)
    sheet = Image.new("RGB", (SMALL[0] * COLUMNS, total), (8, 8, 8))
    draw, y = ImageDraw.Draw(sheet), 0
    for name, row in lines:
        if name:
            draw.text((6, y + 3), name.upper(), fill=(240, 200, 120), font=_font(15))
            y += title
        for i, picture in enumerate(row):
            sheet.paste(picture, (i * SMALL[0], y))
        y += high
    return sheet


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
