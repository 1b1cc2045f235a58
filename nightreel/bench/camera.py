"""How long a frame takes: every place of a world, by several hours, with a threat in some."""

from nightreel.app import packs
from nightreel.bench.measuring import Figures, Series, figures
from nightreel.illustrators.camera import Camera
from nightreel.illustrators.camera import look as tape
from nightreel.illustrators.camera.rehearsal import hours, rehearse, shot_of
from nightreel.ports.illustrator import Shot
from nightreel.worlds.pack import Pack

WORLD = "relay-nine"


def camera() -> Figures:
    """Film every place: day, dusk and night, the nearest threat in half of them."""
    pack = packs()[WORLD]
    film = Camera({WORLD: pack})
    series, sizes, places = Series(), list[int](), dict[str, Series]()
    tape.encode(film.study(shot_of(pack, pack.world.start)).image)  # tables are made once
    for shot in shots(pack):
        before = len(series.millis)
        data = series.time(lambda shot=shot: tape.encode(film.study(shot).image))
        sizes.append(len(data))
        places.setdefault(shot.state.place, Series()).millis += series.millis[before:]
    slowest = max(places, key=lambda p: places[p].at(0.5))
    return figures(
        "camera",
        series,
        {
            "size": "768x432",
            "frame_kb": round(sum(sizes) / len(sizes) / 1000, 1),
            "slowest_place": slowest,
            "slowest_place_p50": round(places[slowest].at(0.5), 1),
        },
    )


def shots(pack: Pack) -> list[Shot]:
    """Return orders for frames of every place."""
    out: list[Shot] = []
    for place in pack.sets:
        for number, hour in enumerate(hours(pack)):
            for turn in (1, 2):
                threats = dict.fromkeys(pack.film.bodies, (2, number)) if turn == 2 else {}
                indoors = pack.sets[place].room is not None
                lamp = indoors or hour.lamp
                state = rehearse(pack, place, hour.minutes, lamp=lamp, threats=threats)
                focus = _something(pack, place) if turn == 1 and number == 1 else None
                out.append(shot_of(pack, state, turn + number, focus))
    return out


def _something(pack: Pack, place: str) -> str | None:
    return next((t.id for t in pack.world.things.values() if t.where == place), None)
