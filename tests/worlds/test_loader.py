"""What the loader says of a pack that cannot be loaded: file, line, fault and mend."""

from pathlib import Path

import pytest

from nightreel.worlds.check import check
from nightreel.worlds.loader import load
from nightreel.worlds.problems import BadPack, Problem
from nightreel.worlds.reader import read_tree
from tests.worlds.conftest import Plant


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(BadPack) as bad:
        load(folder)
    return bad.value.problems


def test_the_small_world_loads(small_world: Path) -> None:
    pack = load(small_world)
    assert pack.world.id == "small-house"
    assert pack.pools["refuse.locked"][0].text == "Of refuse locked, this is number 0."


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "what", "mend"),
    [
        ("things.yaml", "name: car\n", "name: car\n    name: cart\n", "name: cart",
         "`name` is given twice", "keep one of them"),
        ("things.yaml", "nouns: [hatch]", "nonus: [hatch]", None,
         "`things.hatch.nonus`", "check the spelling"),
        ("things.yaml", "    place: road\n    traits: [vehicle, searchable]",
         "    traits: [vehicle, searchable]", "car:",
         "`car` is nowhere, or in two places", "give `place:` or `inside:`"),
        ("things.yaml", "know his_name", "knows his_name", None,
         "`knows his_name` is no order", ""),
        ("acts.yaml", "clock car +1\", \"lose fuel_can", "clock car more\", \"lose fuel_can", None,
         "a whole number is expected", ""),
        ("acts.yaml", 'when: "flag(fuel)"', 'when: "flag(fuel"', None,
         "cannot be read: check brackets", ""),
        ("acts.yaml", 'when: "flag(fuel)"', "when: fuel", None,
         "`fuel` is no condition", ""),
        ("acts.yaml", "use\n    target: car\n    tool", "fill\n    target: car\n    tool", None,
         "`acts.fill_car.verb", "see docs/worlds.md"),
        ("acts.yaml", "risk: risky", "risk: deadly", None,
         "`acts.drive_off.risk`", "see docs/worlds.md"),
        ("places.yaml", "  hall:\n", "  Hall:\n", None,
         "String should match pattern", "use lower case letters, digits and _"),
        ("threats.yaml", "    cause: was visited\n", "", "visited:\n    kind",
         "`endings.visited.cause`: Field required", "add the field"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_line_and_mend(
    planted: Plant, file: str, old: str, new: str, at: str | None, what: str, mend: str
) -> None:
    fault = planted(file, old, new, at)
    found = problems_of(fault.folder)
    named = [p for p in found if what in p.what]
    assert named, found
    assert (named[0].file, named[0].line) == (fault.file, fault.line)
    assert mend in named[0].mend


def test_the_same_field_in_two_files_names_both(small_world: Path) -> None:
    (small_world / "more.yaml").write_text('things:\n  car: {look: ["Two."]}\n', encoding="utf-8")
    (problem,) = problems_of(small_world)
    # Files are read in the order of their names: `more` before `things`.
    assert problem.file == "things.yaml"
    assert problem.what == "`things.car.look` is also given in more.yaml:2"
    assert problem.mend == "keep one of them"


def test_yaml_that_cannot_be_read_is_named_with_its_line(planted: Plant) -> None:
    fault = planted("places.yaml", "name: hall\n", 'name: "hall\n')
    (problem,) = problems_of(fault.folder)
    assert problem.file == "places.yaml"
    assert problem.line >= fault.line
    assert "quotes" in problem.mend


def test_a_folder_without_yaml_is_no_pack(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path)
    assert problem.mend == "give a pack's folder"


def test_text_that_is_not_utf_8_is_named(small_world: Path) -> None:
    (small_world / "latin.yaml").write_bytes(b"lines: {x: \xe9}\n")
    (problem,) = problems_of(small_world)
    assert (problem.file, problem.what) == ("latin.yaml", "not UTF-8 text")


def test_every_problem_is_found_at_once(planted: Plant) -> None:
    fault = planted("acts.yaml", 'when: "flag(fuel)"', "when: fuel")
    things = fault.folder / "things.yaml"
    things.write_text(things.read_text().replace("know his_name", "knows his_name"))
    assert {p.file for p in problems_of(fault.folder)} == {"acts.yaml", "things.yaml"}


def test_words_that_yaml_would_bend_stay_words(tmp_path: Path) -> None:
    words = ["on", "no", "12:30", "1.0", "0x1F", "2020-01-01", "y", "Off", "1e3", "NaN", '"7"']
    text = "".join(f"w{n}: {word}\n" for n, word in enumerate(words))
    (tmp_path / "a.yaml").write_text(f"{text}yes: no\n", encoding="utf-8")
    tree, _ = read_tree(tmp_path)
    assert list(tree.values()) == [*(word.strip('"') for word in words), "no"]
    assert "yes" in tree


def test_numbers_truth_and_nothing_are_what_json_has(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 7\nb: -7\nc: true\nd: null\ne: ~\nf:\n")
    tree, _ = read_tree(tmp_path)
    assert tree == {"a": 7, "b": -7, "c": True, "d": None, "e": None, "f": None}


def test_the_checker_hands_load_errors_on(planted: Plant) -> None:
    fault = planted("acts.yaml", 'when: "flag(fuel)"', "when: fuel")
    report = check(fault.folder)
    assert not report.ok
    assert str(report.problems[0]).startswith(f"acts.yaml:{fault.line}: `fuel` is no condition")
    assert report.lines()[-1] == "1 problem to mend."
