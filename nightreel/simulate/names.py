"""Which words of a sentence mean a certain thing of the world, and no other."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec import Struct

from nightreel.core.world import Thing, World, holder_of
from nightreel.worlds.pack import Line, Pack

OWN = 0.85
"""Share of the lines with a noun that must be about the thing for the noun to mean just that."""
ENOUGH = 5
"""Lines that a word must be in before its company says anything."""
_TYPED = ("labels.", "refuse.")


class Mention(Struct, frozen=True):
    """A name in a sentence, and the things that go by it: one, or a few of a kind ("the reel").

    `definite` is false for "a van", for comparisons, and for a substance or a kind.
    """

    things: tuple[str, ...]
    start: int
    end: int
    definite: bool


class Names:
    """Finds things by their full names, and by nouns that only they go by.

    A pack's nouns are what players may type; many of them ("light", "paper", "line") mean other
    things in prose. A noun is the thing's own when nearly all lines with it are about the thing.
    """

    def __init__(self, pack: Pack) -> None:
        self._things = _own_names(pack)
        # Longer names of something else ("the mast ladder") must not be read as a thing's ("mast").
        others = {n.lower() for n in _other_names(pack.world)} - self._things.keys()
        every = sorted((*self._things, *others), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, every))})(?![\w-])")

    def mentions(self, bare: str) -> Iterator[Mention]:
        """Yield the things named in a sentence in lower case."""
        for match in self._pattern.finditer(bare):
            things = self._things.get(match[0])
            if things is not None:
                definite = bool(_DEFINITE.search(bare[: match.start()]))
                yield Mention(things, match.start(), match.end(), definite)


# "the van", "your other shovel". A word between that is no plain adjective makes it another thing:
# "the ladder cupboard". Without an article it is a substance or a kind: "it smells of diesel".
_DEFINITE = re.compile(
    r"(?<!like )\b(?:the|this|that|these|those|your|her|his|ruth's|both)"
    r"(?:\s+(?:other|old|whole|open|closed|shut|locked|broken|cut|heavy|far|near|nearest|same"
    r"|little|big|long|small|cold|empty|wet|dry|dead|dark|lit|unlit|running|silent|two|three))?\s+$"
)


def _other_names(world: World) -> Iterator[str]:
    for place in world.places.values():
        yield place.name
        yield from (e.way.removeprefix("the ") for e in place.exits)
    for named in (*world.threats.values(), *world.wounds.values(), *world.clocks.values()):
        yield named.name


def _own_names(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return things by name, in lower case: full names, and nouns that mean nothing else."""
    own: dict[str, tuple[str, ...]] = {t.name.lower(): (t.id,) for t in pack.world.things.values()}
    users: dict[str, list[Thing]] = defaultdict(list)
    for thing in pack.world.things.values():
        for noun in {n.lower() for n in thing.nouns} - own.keys():
            users[noun].append(thing)
    lines = _lines_by_word(pack)
    for noun, things in users.items():
        found = _lines_with(noun, lines)
        about = sum(any(_about(pack, t, key, line) for t in things) for key, line in found)
        if about >= OWN * len(found):
            own[noun] = tuple(t.id for t in things)
    return own


def words_of_places(pack: Pack) -> dict[str, frozenset[str]]:
    """Return, by place, the words that are about it alone: its name, and what only it has."""
    world = pack.world
    words = {p.id: {p.name.lower()} for p in world.places.values()}
    # Things are looked after by their names, and some of them can be carried off.
    names = (name for t in world.things.values() for name in (t.name, *t.nouns))
    things = {word for name in names for word in name.lower().split()}
    for word, found in _lines_by_word(pack).items():
        if len(found) < ENOUGH or len(word) < len("pole") or word in things:
            continue
        seen = Counter(p for key, line in found for p in _subjects(pack, key, line))
        for place, count in seen.most_common(1):
            if place in words and count >= OWN * len(found):
                words[place].add(word)
    return {place: frozenset(own) for place, own in words.items()}


Placed = tuple[str, Line]


def _lines_by_word(pack: Pack) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for key, lines in pack.pools.items():
        if not key.startswith(_TYPED):
            for line in lines:
                for word in set(re.findall(r"[a-z]+(?:'[a-z]+)?", line.text.lower())):
                    found[word].append((key, line))
    return found


def _lines_with(noun: str, lines: dict[str, list[Placed]]) -> list[Placed]:
    last = noun.split()[-1]
    return [(k, line) for k, line in lines.get(last, []) if noun in line.text.lower()]


def _about(pack: Pack, thing: Thing, key: str, line: Line) -> bool:
    return not _homes(pack.world, thing).isdisjoint(_subjects(pack, key, line))


def _subjects(pack: Pack, key: str, line: Line) -> set[str]:
    """Return the things and places that a line is about: by its pool, its act, or its condition."""
    world = pack.world
    kind, _, rest = key.partition(".")
    owner = rest.split(".")[0]
    names = {name for what, name in line.when.names if what in ("thing", "place")}
    if kind in ("thing", "place"):
        names.add(owner)
    elif kind == "storylet":
        conditions = world.storylets[owner].when.names
        names |= {name for what, name in conditions if what in ("thing", "place")}
    elif kind == "act":
        names |= {world.acts[owner].target, world.acts[owner].tool or "", *world.acts[owner].at}
    for thing in names & world.things.keys():
        names |= _homes(world, world.things[thing])
    return names


def _homes(world: World, thing: Thing) -> set[str]:
    """The thing, what it lies in, and the place where all of that is."""
    homes = {thing.id}
    where = thing.where
    while (holder := holder_of(where)) is not None:
        homes.add(holder)
        where = world.things[holder].where if holder in world.things else holder
    return homes | {where}
