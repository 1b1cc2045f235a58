"""A small world, complete and without a fault: four places next to one another, and a visitor.

`write(folder)` puts it on disk; `plant` changes one thing in it and knows on which line. There are
three endings: you leave by car (survival), the visitor has you (death), or your wounds do (death).
"""

from dataclasses import dataclass
from pathlib import Path

WORLD = """\
world:
  id: small-house
  title: The Small House
  version: "1"
  date: 1 November 1990
  start: {place: road, clock: "17:00", carried: [camera]}
  hours: {dusk: "18:00", night: "19:00"}
  pace: 5
  exhausted: wounds_won
  midnight: {minutes: 240, do: ["threat visitor +3", "near visitor -1"]}
  clocks:
    car: {name: The car, size: 2}
  flags: {fuel: The car has fuel}
  facts:
    his_name: The visitor is called Abel
  pitch: "A house on a road that nobody repairs."
  prologue:
    - "You have stopped at the small house. The car has no more to say. A lamp burns upstairs."
  help: ["Choose, or type."]
"""

PLACES = """\
places:
  road:
    name: road
    tags: [outdoors]
    exits:
      - {to: garden, way: the wicket, minutes: 2}
      - {to: hall, way: the front door, minutes: 2}
      - {to: cellar, way: the coal hatch, verb: climb, when: "hatch.open or hatch.broken"}
    alt: "a road beside a house"
    first: ["The road ends at the house. Weeds have begun on it."]
    again: ["The road is as you left it.", "Gravel again.", "Your own tracks lead to the house."]
  garden:
    name: garden
    tags: [outdoors]
    exits:
      - {to: road, way: the wicket, minutes: 2}
      - {to: hall, way: the kitchen door, minutes: 2}
      - {to: cellar, way: the cellar steps, minutes: 2}
    alt: "a garden gone to seed"
    first: ["Cabbages stand in rows, each with a hole in it."]
    again: ["The cabbages have not moved.", "Wet leaves underfoot.", "A bucket stands on its head."]
  hall:
    name: hall
    tags: [indoors]
    exits:
      - {to: road, way: the front door, minutes: 2}
      - {to: garden, way: the kitchen door, minutes: 2}
      - {to: cellar, way: the cellar stair, minutes: 2}
    alt: "a hall with a row of coats"
    first: ["Nine coats hang in the hall. They are all the same coat."]
    again: ["You count the coats.", "The hall smells of wet wool.", "A clock that stopped at four."]
  cellar:
    name: cellar
    tags: [indoors, dark]
    exits:
      - {to: road, way: the coal hatch, verb: climb, when: "hatch.open or hatch.broken", minutes: 2}
      - {to: garden, way: the cellar steps, minutes: 2}
      - {to: hall, way: the cellar stair, minutes: 2}
    alt: "a cellar with shelves"
    first: ["Shelves, and on the shelves jars. Something pale leans in each."]
    again: ["Jars, in your light.", "The cellar drips.", "Your head finds the beam."]
"""

THINGS = """\
things:
  camera: {name: camera, place: carried, traits: [fixed], look: ["A tape turns in it."]}
  car:
    name: car
    place: road
    traits: [vehicle, searchable]
    look: ["It is a blue car with one white door."]
  hatch:
    name: coal hatch
    nouns: [hatch]
    place: road
    traits: [openable, breakable]
    props: [locked]
    key: iron_key
    aids: {spade: 2}
    look: ["An iron hatch, low in the wall."]
  spade: {name: spade, place: garden, traits: [portable], look: ["Its edge has been kept."]}
  shelf:
    name: shelf
    place: cellar
    traits: [searchable]
    look: ["Jars, and one thing that is not a jar."]
  fuel_can: {name: fuel can, inside: shelf, traits: [portable], look: ["It sloshes."]}
  coats: {name: coats, plural: true, place: hall, traits: [searchable], look: ["Nine, and heavy."]}
  iron_key: {name: iron key, inside: coats, traits: [portable], look: ["A key as long as a hand."]}
  letter:
    name: letter
    place: hall
    traits: [portable, readable]
    do: {read: ["know his_name"]}
    look: ["An opened letter."]
    tell: {read: ["It begins with a name, Abel, and asks him not to come."]}
"""

ACTS = """\
acts:
  fill_car:
    verb: use
    target: car
    tool: fuel_can
    at: road
    when: "not flag(fuel)"
    label: Fill the car
    pull: 5
    do: ["flag fuel", "clock car +1", "lose fuel_can"]
    tell: {success: ["It drinks the whole can."]}
  drive_off:
    verb: use
    target: car
    at: road
    when: "flag(fuel)"
    risk: risky
    label: Drive off
    pull: 5
    do: ["clock car +1", "end drove_off"]
    setback: ["time 5"]
    disaster: ["wound bruise"]
    tell: {success: ["The road begins to move."], setback: ["It coughs, and is quiet."]}
  greet:
    verb: [ward, call]
    target: visitor
    when: "known(his_name) and distance(visitor) <= 1"
    label: Greet him by his name
    do: ["near visitor 3", "threat visitor -4"]
    tell: {success: ["He stops, as people do who have been called."]}
"""

THREATS = """\
threats:
  visitor:
    name: visitor
    sense: light
    stages:
      - {id: away, at: 0, felt: nobody}
      - {id: seen, at: 3, felt: somebody}
      - {id: coming, at: 6, felt: somebody comes}
      - {id: come, at: 9, felt: he is here}
    signs: [visitor]
    where: anywhere
    wound: bruise
    ending: visited
    lures: [{when: "lamp and not day", by: 1}]
    lines:
      seen:
        far: ["A visitor, far down.", "Far off he stands.", "One more post than there was."]
        near: ["He is nearer.", "He has come on a little.", "You could hit him with a stone."]
      coming:
        far: ["He walks.", "He keeps to the middle.", "He is in no hurry."]
        near: ["He is close.", "You hear his shoes.", "He has a hat."]
        hand: ["He is here.", "He holds out a hand.", "His sleeve is wet."]
      come:
        far: ["He waits down there.", "He looks at the house.", "He has put down his case."]
        near: ["He has come.", "He is at the step.", "You smell wet wool on him."]
        hand: ["He stands before you.", "He takes off his hat.", "He would like to sit."]
      rise:
        seen: ["Somebody is about."]
        coming: ["Somebody begins to walk."]
        come: ["Somebody has arrived."]
      strike: ["He takes hold of you.", "He will not let go."]
      evade: ["You slip by him.", "He has your sleeve, and then he has not."]
      leave: ["He goes a little way off.", "He seems to think better of it."]
      film: ["He looks into the lens.", "He stands still for the picture."]
wounds:
  bruise:
    name: bruise
    hinders: [climb]
    tell: ["It will be blue."]
    ache: ["The bruise has an opinion.", "You walk round your bruise."]
    treat: ["You bind it."]
mishaps:
  knock:
    verbs: [any]
    setback_do: ["time 3"]
    wound: bruise
    setback: ["You knock into it.", "It takes three tries."]
    disaster: ["You go down hard.", "Your shoulder meets the wall."]
endings:
  drove_off:
    kind: survival
    title: The Road
    cause: drove off
    text: ["You drive until there are lamps. Then you drive on. Nobody asks."]
    epitaph: Drove off.
  visited:
    kind: death
    title: The Guest
    cause: was visited
    text: ["He sits down with you. It takes all night. There are ten coats in the hall."]
    epitaph: Had a visitor.
  wounds_won:
    kind: death
    title: Tired
    cause: sat down
    text: ["You sit down on the stair. You do not get up."]
    epitaph: Sat down.
"""

_VERBS = (
    "move climb run examine search take drop use open close break read hide wait listen fight ward"
    " call treat light_on light_off film hesitate"
)
_TOLD = "search take drop open close break hide wait listen call treat light_on light_off film"
_LABELS = (
    "move climb examine search search.place take open break read hide wait listen fight treat"
    " light_on light_off film film.place film.threat"
)
_REFUSALS = (
    "not_here dark nothing_here locked already_have fixed hands_full not_carrying impossible"
    " not_openable already_open already_closed unbreakable already_broken not_readable no_cover"
    " nobody not_near say_what unhurt no_supplies lamp_already_on lamp_already_off dead_battery"
    " no_effect nothing_to_use no_way not_climbable blocked already_done"
    " nonsense meta harm_self not_doing unclear"
)


def _pools() -> dict[str, int]:
    """The pools that belong to nobody, and how many lines each is given."""
    pools = {"reaction.any": 10, "counter": 3, "midnight": 3, "dark.arrive": 3, "dark.again": 3}
    pools |= {f"reaction.{v}": 2 for v in _VERBS.split()}
    pools |= {f"verbs.{v}.success": 2 for v in [*_TOLD.split(), "fight"]}
    pools |= {"verbs.any.setback": 3}
    pools |= {"verbs.examine.again": 2, "verbs.read.again": 2, "verbs.search.found": 2}
    pools |= {"verbs.film.place": 2, "treat.improvised": 2}
    pools |= {f"hesitate.{p}": 3 for p in ("calm", "unease", "dread", "crisis", "release")}
    pools |= {f"cost.{c}": 3 for c in ("noise", "time", "nerve", "battery")}
    pools |= {f"low.{c}": 1 for c in ("battery", "dead", "nerve")}
    pools |= {f"time.{h}.{w}": 1 for h in ("dusk", "night") for w in ("indoors", "outdoors")}
    pools |= {f"refuse.{r}": 1 for r in _REFUSALS.split()}
    return pools


def lines() -> str:
    """Return `lines.yaml`: a line a pool and number, dull, and no two alike."""
    told = ["lines:"]
    for key, count in _pools().items():
        told.append(f"  {key}:")
        told += [f'    - "Of {key.replace(".", " ")}, this is number {n}."' for n in range(count)]
    told += [f"  labels.{key}: {key.replace('.', ' ').capitalize()}" for key in _LABELS.split()]
    return "\n".join(told) + "\n"


FILES = {
    "world.yaml": WORLD,
    "places.yaml": PLACES,
    "things.yaml": THINGS,
    "acts.yaml": ACTS,
    "threats.yaml": THREATS,
}


def write(folder: Path) -> Path:
    """Write the small world into the folder, and return it."""
    for name, text in (*FILES.items(), ("lines.yaml", lines())):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Planted:
    """A pack with one thing changed in it, and the line (1-based) where that begins."""

    folder: Path
    file: str
    line: int


def plant(folder: Path, file: str, old: str, new: str, at: str | None = None) -> Planted:
    """Write the small world with `old` replaced by `new`; `at` says what line to point to."""
    write(folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{old!r} is in {file} {text.count(old)} times")
    changed = text.replace(old, new)
    path.write_text(changed, encoding="utf-8")
    point = changed.index(at if at is not None else new)
    return Planted(folder, file, changed.count("\n", 0, point) + 1)
