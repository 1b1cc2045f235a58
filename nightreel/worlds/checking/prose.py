"""Sentences: told once only, clean, and not of what may be absent."""

import re
from collections import defaultdict
from collections.abc import Iterator

from nightreel.core.conditions import Condition
from nightreel.core.sentences import digest_of, sentences
from nightreel.core.state import CARRIED
from nightreel.core.world import Thing, Threat, World, holder_of
from nightreel.worlds.checking.depth import SLOT
from nightreel.worlds.checking.source import Source, Told
from nightreel.worlds.problems import Problem

BANNED = ("suddenly", "eerie", "eerily", "ominous", "ominously", "chill down")
_LONG = re.compile(r"world\.prologue|ending\..*")
_LABEL = re.compile(r"labels\..*|ending\..*\.epitaph|place\..*\.alt")
_UNTOLD = re.compile(r"labels\..*|refuse\..*|ending\..*\.epitaph|place\..*\.alt")
"""Pools that are shown again and again: the memory of sentences does not touch them."""
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<![\w\u2019'])'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)")
_ENDS = re.compile(r"[.!?…][\"'”\u2019)]*$")
_BEGINS = re.compile(r"[\"'“\u2018(…]*(?:[A-Z0-9]|\{[A-Z]|\{(?:words|counter|found)\})")
# A voice or figure that belongs to somebody is not the threat's.
_SOMEBODYS = re.compile(
    r"(?:\b(?:your|her|his|my|our|their|own|no|whose)|\w['\u2019]s?)\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)


def lint_prose(source: Source) -> Iterator[Problem]:
    """Yield what is wrong with the sentences."""
    yield from _twice(source)
    signs = _signs(source.world)
    for line in source.told:
        yield from _clean(source, line)
        yield from _length(source, line)
        yield from _absent(source, line, signs)
    yield from _movable(source)


def count(source: Source) -> int:
    """Return how many different sentences the pack has."""
    return len({digest_of(s) for line in source.told for s in sentences(line.text)})


# --- once only


def _twice(source: Source) -> Iterator[Problem]:
    first: dict[str, tuple[str, int]] = {}
    for line in source.told:
        if _UNTOLD.fullmatch(line.key):
            continue
        for sentence in sentences(filled(line.text)):
            mark = digest_of(sentence)
            at = source.problem(line.path, "", "")
            before = first.setdefault(mark, (at.file, at.line))
            if before != (at.file, at.line):
                what = f"“{sentence}” is also in {before[0]}:{before[1]}, and is told once only"
                yield source.problem(line.path, what, "write another sentence")


def filled(text: str) -> str:
    """Return the text with a word in each slot, as a sentence splitter would meet it."""
    return SLOT.sub(lambda m: "The thing" if m[1][:1].isupper() else "the thing", text)


# --- clean


def _clean(source: Source, line: Told) -> Iterator[Problem]:
    text = line.text
    for what, mend in _faults(text, label=bool(_LABEL.fullmatch(line.key)), alt=".alt" in line.key):
        yield source.problem(line.path, f"{what}: “{_short(text)}”", mend)


def _faults(text: str, *, label: bool, alt: bool) -> Iterator[tuple[str, str]]:
    if text != text.strip() or "  " in text or re.search(r"[\t\n]", text):
        yield "spaces too many", "take out double spaces, tabs and line breaks"
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        yield "a quotation mark is left over", "close the quotation"
    if not alt and not _BEGINS.match(text):
        yield "no capital letter at the start", "begin with one"
    if not label and not _ENDS.search(text):
        yield "no mark at the end", "end with . ! ? or …"
    for word in BANNED:
        if re.search(rf"\b{word}\b", text, re.IGNORECASE):
            yield f"`{word}` tells the reader what to feel", "show it"


def _length(source: Source, line: Told) -> Iterator[Problem]:
    told = len(sentences(filled(line.text)))
    if told > 2 and not _LONG.fullmatch(line.key):
        what = f"{told} sentences in one line: “{_short(line.text)}”"
        yield source.problem(line.path, what, "keep two, or make two lines of it")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


# --- not of what may be absent


def _signs(world: World) -> list[tuple[Threat, re.Pattern[str]]]:
    return [
        (t, re.compile(rf"\b(?:{'|'.join(map(re.escape, t.signs))})s?\b", re.IGNORECASE))
        for t in world.threats.values()
        if t.signs
    ]


def _absent(
    source: Source, line: Told, signs: list[tuple[Threat, re.Pattern[str]]]
) -> Iterator[Problem]:
    """Words for a threat in a line that can be drawn while it is not there."""
    kind = line.key.partition(".")[0]
    if kind in ("ending", "labels", "refuse", "world"):
        return
    bare = _QUOTED.sub(lambda m: " " * len(m[0]), line.text)
    for threat, words in signs:
        match = words.search(bare)
        if match is None or _SOMEBODYS.search(bare[: match.start()]):
            continue
        if not _about(source, line, threat):
            what = (
                f"`{match[0]}` is a sign of {threat.id}, which may be absent: “{_short(line.text)}”"
            )
            mend = f"add `stage({threat.id}) >= 1` to its `when`, or use another word"
            yield source.problem(line.path, what, mend)


def _about(source: Source, line: Told, threat: Threat) -> bool:
    """Whether a line is drawn only where its author has thought of the threat."""
    kind, _, rest = line.key.partition(".")
    owner = rest.partition(".")[0]
    world = source.world
    guards: list[Condition] = [line.when]
    if kind == "threat" and owner == threat.id:
        return True
    if kind == "act":
        guards.append(world.acts[owner].when)
        if world.acts[owner].target == threat.id:
            return True
    if kind == "storylet":
        guards.append(world.storylets[owner].when)
    return any(("threat", threat.id) in guard.names for guard in guards)


def _movable(source: Source) -> Iterator[Problem]:
    """Lines of a place that name what can be carried away from it."""
    world = source.world
    by_place: dict[str, list[tuple[Thing, re.Pattern[str]]]] = defaultdict(list)
    for thing in world.things.values():
        if "portable" in thing.traits and (home := _home(world, thing)) is not None:
            by_place[home].append((thing, _name(thing)))
    for line in source.told:
        kind, _, rest = line.key.partition(".")
        place = rest.partition(".")[0]
        if kind != "place" or place not in by_place:
            continue
        bare = _QUOTED.sub(" ", line.text)
        for thing, name in by_place[place]:
            guarded = any(n in (thing.id, holder_of(thing.where)) for _, n in line.when.names)
            if (match := name.search(bare)) and not guarded:
                what = f"`{match[0]}` can be taken from {place}: “{_short(line.text)}”"
                mend = f"add `here({thing.id})` to its `when`, or leave it out"
                yield source.problem(line.path, what, mend)


def _home(world: World, thing: Thing) -> str | None:
    """The place where a thing is found."""
    where = thing.where
    for _ in world.things:  # no further than there are things: one may lie in itself
        holder = holder_of(where)
        if holder is None or holder not in world.things:
            break
        where = world.things[holder].where
    home = holder_of(where) or where
    return home if home in world.places and where != CARRIED else None


def _name(thing: Thing) -> re.Pattern[str]:
    """By its full name, or as "the" and one of its nouns when it lies in view from the start."""
    nouns = [] if holder_of(thing.where) else [n for n in thing.nouns if len(n) > 3]
    names = [re.escape(thing.name), *(f"the {re.escape(n)}" for n in nouns)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])", re.IGNORECASE)
