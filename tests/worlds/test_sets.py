"""Sets of the small world, with one fault at a time: found where it is, with what to do."""

from itertools import takewhile
from pathlib import Path
from textwrap import dedent

import pytest

from nightreel.illustrators.camera.checking import faults
from nightreel.worlds.check import Report, check
from nightreel.worlds.filmed import FilmModel, PropModel, SetModel
from nightreel.worlds.loader import load
from nightreel.worlds.reader import read_tree
from tests.worlds import packs
from tests.worlds.packs import Planted

QUICK = 2
PAGE = Path(__file__).parents[2] / "docs" / "sets.md"
FILE = "sets.yaml"
SETS = """\
film:
  date: NOV 1 1990
  bodies:
    visitor: {kind: figure, poses: [stand, walk, reach], options: {cap: true}}
forms:
  spade: {kind: shovel}
  fuel_can: {kind: water_can}
  iron_key: {kind: key, words: "1"}
  letter: {kind: card}
sets:
  road:
    ground: gravel
    props:
      - {kind: van, thing: car, at: [2, 0, 3]}
      - {kind: hatch, thing: hatch, at: [-2, 0, 4]}
      - {kind: post_lamp, at: [4, 0, 6], when: "flag(fuel)"}
    spots:
      letter: {at: [0.5, 0, 2]}
    loose: [[0, 0, 2]]
    shots:
      - {name: up, eye: [0, 1.6, -3], to: [0, 1, 4]}
      - {name: down, eye: [3, 1.6, 9], to: [0, 1, 3]}
    stands:
      visitor:
        far: {at: [0, 0, 12], shot: up, pose: stand}
  garden:
    ground: salt
    props:
      - {kind: block, at: [0, 0, 8], size: [1, 2, 1]}
    shots:
      - {name: beds, eye: [0, 1.6, -3], to: [0, 1, 4]}
      - {name: wicket, eye: [3, 1.6, 9], to: [0, 1, 3]}
  hall:
    room: {size: [3, 2.5, 5], wall: plaster_cream}
    props:
      - {kind: hooks, thing: coats, at: [0, 1.6, 2.4]}
    shots:
      - {name: in, eye: [0, 1.6, -2], to: [0, 1, 2]}
      - {name: out, eye: [0, 1.6, 2], to: [0, 1, -2]}
  cellar:
    room: {size: [3, 2.5, 5]}
    props:
      - {kind: shelves, thing: shelf, at: [0, 0, 2.2]}
      - {kind: hatch, mirrors: hatch, at: [0, 2, 0]}
    shots:
      - {name: in, eye: [0, 1.6, -2], to: [0, 1, 2]}
      - {name: out, eye: [0, 1.6, 2], to: [0, 1, -2]}
"""

# old, new, where it points to (None: where `new` begins), what is said, the mend
WORLD = [
    ("walk, reach]", "walk, reach], bearings: [standing]", "visitor: {",
     "`visitor` has 3 poses, and 1 bearings", "say each pose in words"),
    ("thing: car,", "thing: carr,", None, "there is no thing `carr`", "did you mean `car`?"),
    ("mirrors: hatch", "mirrors: hetch", None,
     "there is no thing `hetch`", "did you mean `hatch`?"),
    ("letter: {at:", "lettr: {at:", None, "there is no thing `lettr`", "did you mean `letter`?"),
    ("  spade: {kind", "  spode: {kind", None,
     "there is no thing `spode`", "did you mean `spade`?"),
    ("visitor:\n        far", "visitr:\n        far", None,
     "there is no threat `visitr`", "did you mean `visitor`?"),
    ("visitor: {kind", "visitr: {kind", None,
     "there is no threat `visitr`", "did you mean `visitor`?"),
    ("kind: shelves, thing: shelf,", "kind: shelves, thing: coats,", None,
     "`coats` is never at cellar", "use `mirrors:`"),
    ("letter: {at:", "car: {at:", None, "`car` has a spot and no form", "add `forms"),
    ("  garden:\n    ground", "  gardn:\n    ground", None,
     "there is no place `gardn`", "did you mean `garden`?"),
    ("eye: [3, 1.6, 9], to: [0, 1, 3]}\n    stands", "eye: [3, 1.6, 9], to: [0, 1, 3], glass: true}"
     "\n    stands", "shots:", "`road` has fewer than 2 shots", "add a shot"),
    ("name: wicket, eye: [3", "name: beds, eye: [3", None,
     "two shots of `garden` are called `beds`", "another name"),
    ("name: beds, eye: [0, 1.6, -3]", "name: beds, eye: [0, 1, 4]", None,
     "the shot `beds` looks at where it stands", "move `to`"),
    ("shot: up,", "shot: upp,", None, "`road` has no shot `upp`", "did you mean `up`?"),
    ("flag(fuel)", "flag(feul)", None,
     "nothing ever sets the flag `feul`", "did you mean `fuel`?"),
    ("flag(fuel)", "here(carr)", None, "there is no thing `carr`", "did you mean `car`?"),
    ("flag(fuel)", "verb(move)", None, "asks about the action just done", "only lines"),
]  # fmt: skip

CAMERA = [
    ("size: [3, 2.5, 5], wall", "size: [3, 2.5, 3], wall", "hall:\n    room",
     "the shot `in` is outside of the room", ""),
    ("name: beds, eye: [0, 1.6, -3]", "name: beds, eye: [0, 1, 8]", "garden:",
     "the shot `beds` is inside of a prop", ""),
    ("kind: van,", "kind: vann,", None,
     "there is no kind of prop `vann`", "did you mean `van`?"),
    ("wall: plaster_cream", "wall: plaster_creem", None,
     "no material `plaster_creem`", "did you mean `plaster_cream`?"),
    ("ground: gravel", "ground: grovel", None,
     "no material `grovel`", "did you mean `gravel`?"),
    ("ground: gravel", "ground: {like: gravel, colour: [1, 1, 1]}", None,
     "a material has no `colour`", "did you mean `color`?"),
    ("pose: stand", "pose: stnd", "visitor:\n        far",
     "there is no pose `stnd`", "did you mean `stand`?"),
    ("poses: [stand,", "poses: [stnd,", None,
     "there is no pose `stnd`", "did you mean `stand`?"),
    ("options: {cap", "options: {cup", None, "`figure` has no option `cup`", "did you mean `cap`?"),
    ('words: "1"', 'wrods: "1"', None, "`key` has no option `wrods`", "did you mean `words`?"),
    ("mirrors: hatch,", "collar: marble,", "- {kind: hatch, collar", "no material `marble`",
     ""),
]  # fmt: skip


def whole(folder: Path) -> Path:
    (folder / FILE).write_text(SETS, encoding="utf-8")
    return packs.write(folder)


def plant(folder: Path, old: str, new: str, at: str | None) -> Planted:
    return packs.plant(whole(folder), FILE, old, new, at)


def looked(folder: Path) -> Report:
    return check(folder, effort=QUICK, look=faults)


def held(report: Report, fault: Planted, what: str, mend: str) -> None:
    named = [p for p in report.problems if what in p.what and p.file == fault.file]
    assert named, report.lines()
    assert fault.line in [p.line for p in named], (fault, named)
    assert mend in named[0].mend
    assert not report.ok


def test_the_small_world_has_sets_without_a_fault(tmp_path: Path) -> None:
    report = check(whole(tmp_path), effort=10, look=faults)
    assert report.problems == []


@pytest.mark.parametrize(("old", "new", "at", "what", "mend"), [*WORLD, *CAMERA])
def test_a_fault_in_a_set_is_found_where_it_is(
    tmp_path: Path, old: str, new: str, at: str | None, what: str, mend: str
) -> None:
    fault = plant(tmp_path, old, new, at)
    held(looked(fault.folder), fault, what, mend)


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "what", "mend"),
    [
        ("things.yaml", "letter:\n", "note: {name: note, place: hall, traits: [portable],"
         ' look: ["A note."]}\n  letter:\n', None,
         "`note` can be at cellar, garden, hall, and nothing shows it there", "add `forms: {note"),
        ("things.yaml", "place: hall, traits: [searchable]", "place: garden, traits: [searchable]",
         "coats:", "`coats` can be at garden, and nothing shows it there", "thing: coats"),
        ("threats.yaml", "sense: light", "sense: sound", None,
         "`visitor` comes by sound: its body is never seen", "take the body out"),
    ],
)  # fmt: skip
def test_a_world_that_its_sets_do_not_fit_is_found(
    tmp_path: Path, file: str, old: str, new: str, at: str | None, what: str, mend: str
) -> None:
    fault = packs.plant(whole(tmp_path), file, old, new, at)
    named = [p for p in looked(fault.folder).problems if what in p.what]
    assert named
    assert mend in named[0].mend


def test_a_thing_without_a_form_is_named_where_the_thing_is(tmp_path: Path) -> None:
    fault = plant(tmp_path, "  spade: {kind: shovel}\n", "", "forms:")
    (named,) = [p for p in looked(fault.folder).problems if "`spade`" in p.what]
    assert named.file == "things.yaml"
    assert "nothing shows it there" in named.what


def test_a_place_without_a_set_is_named_once_others_have_one(tmp_path: Path) -> None:
    text = SETS.partition("  cellar:\n")[0]
    packs.write(tmp_path)
    assert looked(tmp_path).ok
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    (named,) = looked(tmp_path).problems
    assert named.file == "places.yaml"
    assert named.what == "`cellar` has no set, and other places have"


def test_somebody_who_is_seen_must_have_a_body(tmp_path: Path) -> None:
    fault = plant(tmp_path, "    visitor: {kind: figure, poses: [stand, walk, reach], options: "
                  "{cap: true}}\n", "    {}\n", "bodies:")  # fmt: skip
    held(looked(fault.folder), fault, "`visitor` comes by light, so it is seen", "film: {bodies")


WEATHER = (
    "  weather:\n    visitor: {color: [1, 1, 1], fog: [0, 1], wall: [0, 0, 0, 0], thick: %s}\n"
)


def test_weather_has_a_number_for_each_stage(tmp_path: Path) -> None:
    text = WEATHER % "[0, 0, 0, 0]"
    fault = plant(tmp_path, "forms:\n", f"{text}forms:\n", "    visitor: {color")
    held(looked(fault.folder), fault, "`fog` has 2 numbers, and `visitor` 4 stages", "one number")
    assert len(looked(fault.folder).problems) == 1


def test_weather_and_voices_of_nobody_are_found(tmp_path: Path) -> None:
    text = (
        "  voices: [echo]\n  weather:\n    rain: {color: [1, 1, 1], fog: [], wall: [], thick: []}\n"
    )
    fault = plant(tmp_path, "forms:\n", f"{text}forms:\n", "  voices")
    named = {p.what for p in looked(fault.folder).problems}
    assert named == {"there is no threat `echo`", "there is no threat `rain`"}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("poses: [stand, walk, reach]", "poses: []", "film.bodies.visitor.poses"),
        ("flag(fuel)", "flag fuel", "flag fuel"),
        ("at: [2, 0, 3]", "at: [2, 0]", "sets.road.props.0.at"),
        ("size: [3, 2.5, 5], wall", "size: [3, 2.5], wall", "sets.hall.room.size"),
        ("eye: [0, 1.6, -3], to: [0, 1, 4]}\n      - {name: down",
         "eye: [0, 1.6, -3], to: [0, 1, 4], zoom: 2}\n      - {name: down", "zoom"),
    ],
)  # fmt: skip
def test_what_the_format_does_not_know_does_not_load(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    fault = plant(tmp_path, old, new, None)
    report = looked(fault.folder)
    assert any(what in p.what and p.file == FILE and p.line > 0 for p in report.problems), report


def test_a_set_is_no_part_of_what_a_run_remembers(tmp_path: Path) -> None:
    plain = load(packs.write(tmp_path)).digest
    assert load(whole(tmp_path)).digest == plain


def test_the_examples_on_the_page_for_authors_are_well_formed(tmp_path: Path) -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for name in ("sets", "forms", "film"):
        block = list(
            takewhile(lambda x: x.startswith("    "), lines[lines.index(f"    {name}:") :])
        )
        (tmp_path / f"{name}.yaml").write_text(dedent("\n".join(block)), encoding="utf-8")
    tree, _ = read_tree(tmp_path)
    for place in tree["sets"].values():
        assert SetModel.model_validate(place).shots
    for form in tree["forms"].values():
        assert PropModel.model_validate(form).kind
    assert FilmModel.model_validate(tree["film"]).bodies
