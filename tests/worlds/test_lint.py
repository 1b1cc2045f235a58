"""One fault at a time in a world that has none: the checker finds it, and says what to do."""

from pathlib import Path

import pytest

from nightreel.worlds.check import check
from tests.worlds.conftest import Plant

QUICK = 4


def test_the_small_world_has_nothing_to_mend(small_world: Path) -> None:
    report = check(small_world, effort=10)
    assert report.problems == []
    assert report.ok
    assert report.counts["places"] == 4
    assert report.lines()[-1] == "small-house is fit to be played."


# file, old, new, where it points to (None: where `new` begins), what is said, the mend
NAMES = [
    ("places.yaml", "{to: garden, way: the wicket", "{to: gardn, way: the wicket", None,
     "there is no place `gardn`", "did you mean `garden`?"),
    ("world.yaml", "start: {place: road", "start: {place: raod", None,
     "there is no place `raod`", "did you mean `road`?"),
    ("world.yaml", "carried: [camera]", "carried: [camra]", None,
     "there is no thing `camra`", "did you mean `camera`?"),
    ("world.yaml", "exhausted: wounds_won", "exhausted: wounds_win", None,
     "there is no ending `wounds_win`", "did you mean `wounds_won`?"),
    ("world.yaml", '"near visitor -1"', '"near guest -1"', None,
     "there is no threat `guest`", ""),
    ("things.yaml", "key: iron_key", "key: iron_kye", None,
     "there is no thing `iron_kye`", "did you mean `iron_key`?"),
    ("things.yaml", "aids: {spade: 2}", "aids: {spode: 2}", None,
     "there is no thing `spode`", "did you mean `spade`?"),
    ("things.yaml", "inside: shelf", "inside: shelves", None,
     "there is no place or thing `shelves`", "did you mean `shelf`?"),
    ("things.yaml", "know his_name", "know her_name", None,
     "there is no fact `her_name`", "did you mean `his_name`?"),
    ("acts.yaml", "tool: fuel_can", "tool: fuel_cann", None,
     "there is no thing `fuel_cann`", "did you mean `fuel_can`?"),
    ("acts.yaml", "target: visitor", "target: vistor", None,
     "there is no thing `vistor`", ""),
    ("acts.yaml", 'at: road\n    when: "flag(fuel)"', 'at: rode\n    when: "flag(fuel)"', None,
     "there is no place `rode`", "did you mean `road`?"),
    ("acts.yaml", "wound bruise", "wound bruize", None,
     "there is no wound `bruize`", "did you mean `bruise`?"),
    ("acts.yaml", '"end drove_off"', '"end drove_of"', None,
     "there is no ending `drove_of`", "did you mean `drove_off`?"),
    ("acts.yaml", '["clock car +1", "end', '["clock cart +1", "end', None,
     "there is no clock `cart`", "did you mean `car`?"),
    ("acts.yaml", '"lose fuel_can"', '"put fuel_can raod"', None,
     "`fuel_can` is put at `raod`, which is no place", "did you mean `road`?"),
    ("acts.yaml", "label: Drive off", "label: Drive off\n    beat: horn", "beat: horn",
     "there is no storylet `horn`", ""),
    ("acts.yaml", "label: Drive off", "label: Drive off\n    goal: cart", "goal: cart",
     "there is no clock `cart`", "did you mean `car`?"),
    ("acts.yaml", "known(his_name)", "known(her_name)", None,
     "there is no fact `her_name`", "did you mean `his_name`?"),
    ("acts.yaml", 'when: "flag(fuel)"', 'when: "flag(fuel) and verb(use)"', None,
     "rules can't", "only lines can ask"),
    ("threats.yaml", "wound: bruise\n    ending", "wound: bruises\n    ending", None,
     "there is no wound `bruises`", "did you mean `bruise`?"),
    ("threats.yaml", "ending: visited", "ending: visitd", None,
     "there is no ending `visitd`", "did you mean `visited`?"),
    ("threats.yaml", "where: anywhere", "where: anywhere\n    shield: hat", "shield: hat",
     "there is no thing `hat`", ""),
]  # fmt: skip

RULES = [
    ("acts.yaml", 'when: "flag(fuel)"', 'when: "flag(feul)"', None,
     "nothing ever sets the flag `feul`", "did you mean `fuel`?"),
    ("places.yaml", '      - {to: cellar, way: the coal hatch, verb: climb, when: "hatch.open or',
     '      - {to: cellar, way: the coal hatch, verb: climb, when: "hatch.opened or', None,
     "nothing ever sets `hatch.opened`", "did you mean `hatch.open`?"),
    ("acts.yaml", "distance(visitor) <= 1", "distance(visitor) > 5", None,
     "`distance(visitor) > 5` is never so", "mend the number"),
    ("acts.yaml", "distance(visitor) <= 1", "tagged(wet)", None,
     "no place has the tag `wet`", ""),
    ("things.yaml", "traits: [openable, breakable]\n    props: [locked]\n    key: iron_key",
     "traits: [openable]\n    props: [locked]", "props: [locked]",
     "`hatch` is locked for ever", "give it a key"),
    ("things.yaml", "traits: [portable, readable]", "traits: [portable, readible]", None,
     "`letter` has the trait `readible`", "did you mean `readable`?"),
    ("things.yaml", "traits: [portable, readable]", "traits: [portable]", "do: {read",
     "`do` of `letter` never happens", "add the trait readable"),
    ("things.yaml", "tell: {read:", 'refuse: {take: "Leave it."}\n    tell: {read:', None,
     "`letter` is portable, and refuses to be", "take out refuse.take"),
    ("threats.yaml", "verbs: [any]", "verbs: [move]", "mishaps:",
     "no mishap fits everywhere", "verbs: [any]"),
    ("threats.yaml", "id: away, at: 0", "id: away, at: 1", "stages:",
     "`visitor` begins below its first stage", "begin the first stage at 0"),
    ("threats.yaml", "id: coming, at: 6", "id: coming, at: 2", "stages:",
     "do not rise", "put them in order"),
    ("threats.yaml", "ending: visited", "ending: drove_off", None,
     "`visitor` ends in `drove_off`, which is no death", "name a death"),
    ("places.yaml", "  cellar:\n    name", "  attic:\n    name: attic\n    tags: [indoors]\n"
     "    exits: [{to: hall, way: the ladder}]\n    alt: an attic\n"
     '    first: ["Rafters."]\n    again: ["Dust.", "More dust.", "Wasps."]\n  cellar:\n    name',
     "attic:", "no way leads to `attic`", "add an exit to it"),
    ("places.yaml", "tags: [indoors, dark]", "tags: [dark]", None,
     "`cellar` is neither indoors nor outdoors, or both", "give it one of the two"),
    ("places.yaml", "{to: hall, way: the kitchen door, minutes: 2}",
     "{to: hall, way: the kitchen door}\n      - {to: hall, way: the window}",
     "{to: hall, way: the w",
     "a second way from `garden` to `hall`", "keep one"),
    ("things.yaml", "place: cellar\n    traits: [searchable]", "place: cellar\n    traits: [fixed]",
     "fuel_can:", "`fuel_can` is never found: `shelf` can be neither searched", "searchable"),
    ("things.yaml", "{name: iron key, inside: coats", "{name: iron key, inside: iron_key", None,
     "it lies in itself", ""),
]  # fmt: skip

PROSE = [
    ("threats.yaml",
     '      evade: ["You slip by him.", "He has your sleeve, and then he has not."]\n', "",
     "lines:", "`threat.visitor.evade` is missing", "write 2 lines"),
    ("acts.yaml", '"It coughs, and is quiet."', '', "drive_off:\n",
     "`act.drive_off.setback` is missing", "write 1 line"),
    ("lines.yaml", '  refuse.locked:\n    - "Of refuse locked, this is number 0."\n', "", None,
     "`refuse.locked` is missing", "write 1 line"),
    ("places.yaml", '"Gravel again.", ', "", "again: [\"The road",
     "`place.road.again` has 2 lines", "write 1 more"),
    ("things.yaml", 'look: ["An opened letter."]',
     'look: [{text: "An opened letter.", when: lit}]', None,
     "`thing.letter.look` has no line that always fits", "write one without `when`"),
    ("acts.yaml", "The road begins to move.", "{Tool} begins to move.", None,
     "nobody fills {Tool} in `act.drive_off.success`", "take the slot out"),
    ("threats.yaml", "It will be blue.", "It will be blue, {thing.", None,
     "a brace is left over", "close the slot"),
    ("lines.yaml", "labels.take: Take", f"labels.take: {'Take very carefully ' * 4}{{thing}}", None,
     "a button holds 80", "say it in fewer words"),
    ("places.yaml", "Wet leaves underfoot.", "You count the coats.",
     'again: ["You count', "“You count the coats.” is also in", "write another sentence"),
    ("places.yaml", "Wet leaves underfoot.", "Wet leaves. A rake. A boot.", None,
     "3 sentences in one line", "keep two"),
    ("places.yaml", "Wet leaves underfoot.", "wet leaves underfoot.", None,
     "no capital letter at the start", "begin with one"),
    ("places.yaml", "Wet leaves underfoot.", "Wet leaves underfoot", None,
     "no mark at the end", "end with"),
    ("places.yaml", "Wet leaves underfoot.", "Wet  leaves underfoot.", None,
     "spaces too many", "take out"),
    ("places.yaml", "Wet leaves underfoot.", 'Wet \\"leaves underfoot.', None,
     "a quotation mark is left over", "close the quotation"),
    ("places.yaml", "Wet leaves underfoot.", "Suddenly, wet leaves.", None,
     "`suddenly` tells the reader what to feel", "show it"),
    ("places.yaml", "Wet leaves underfoot.", "A visitor has been here.", None,
     "`visitor` is a sign of visitor, which may be absent", "add `stage(visitor) >= 1`"),
    ("places.yaml", "Wet leaves underfoot.", "A spade leans on the wall.", None,
     "`spade` can be taken from garden", "add `here(spade)`"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "at", "what", "mend"), [*NAMES, *RULES, *PROSE])
def test_a_fault_is_found_where_it_is(
    planted: Plant, file: str, old: str, new: str, at: str | None, what: str, mend: str
) -> None:
    fault = planted(file, old, new, at)
    report = check(fault.folder, effort=QUICK)
    named = [p for p in report.problems if what in p.what]
    assert named, report.lines()
    if file != "lines.yaml" or new:
        assert fault.line in [p.line for p in named], (fault, named)
    assert mend in named[0].mend


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wet leaves underfoot.", "A letter says: 'The visitor is here.'"),
        ("Wet leaves underfoot.", "Your visitor's card is on the step."),
        ('"Wet leaves underfoot."', '{text: "The visitor waits.", when: "stage(visitor) >= 2"}'),
        ('"Wet leaves underfoot."', '{text: "A spade leans there.", when: "here(spade)"}'),
        ("Wet leaves underfoot.", "Somebody has written 'spade' on the wall."),
        ("Wet leaves underfoot.", "{Thing} is wet."),
    ],
)
def test_what_is_meant_so_is_let_be(planted: Plant, old: str, new: str) -> None:
    fault = planted("places.yaml", old, new)
    assert check(fault.folder, effort=10).problems == []


def test_an_ending_that_no_rule_names_is_found(planted: Plant) -> None:
    fault = planted("acts.yaml", ', "end drove_off"', "")
    report = check(fault.folder, effort=QUICK)
    ending = [p for p in report.problems if p.what == "no rule leads to the ending `drove_off`"]
    assert ending[0].file == "threats.yaml"
    assert "drove_off" not in report.witnesses


def test_harmless_oddities_are_notes(planted: Plant) -> None:
    fault = planted("acts.yaml", '"near visitor 3"', '"near visitor 3", "flag met"')
    report = check(fault.folder, effort=10)
    assert report.ok
    assert "flags set and never asked for: met" in report.notes
    assert "never asked for: wound.bruise.tell (1 line)" in report.notes


def test_a_broken_name_stops_the_search_and_says_so(planted: Plant) -> None:
    fault = planted("acts.yaml", "tool: fuel_can", "tool: fuel_cann")
    report = check(fault.folder)
    assert report.proof is None
    assert report.notes[-1].startswith("the search for endings waits")
