"""Where a clause of going leads: a way that it names, a direction, or a place known from before."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from nightreel.core.intent import Intent, Refusal, Verb
from nightreel.core.legality import plan
from nightreel.core.plan import Plan
from nightreel.core.world import Exit, World
from nightreel.narrators.storyteller.reading_lexicon import Entry
from nightreel.narrators.storyteller.reading_nouns import Chunk, Found, Scene

WAYS = {
    "back": "back",
    "out": "out",
    "outside": "out",
    "outdoors": "out",
    "away": "back",
    "in": "in",
    "inside": "in",
    "indoors": "in",
    "up": "up",
    "upstairs": "up",
    "down": "down",
    "downstairs": "down",
    "on": "on",
    "forward": "on",
    "forwards": "on",
    "ahead": "on",
}
_STEEP = frozenset({"stair", "ladder", "hatch", "trap", "step", "shaft", "ramp", "manhole"})
_RIDING = frozenset({"in", "with", "by"})
_ALONG = frozenset({"along", "from", "by"})


class Mover:
    """Reads one clause of going."""

    def __init__(
        self, scene: Scene, entry: Entry, words: Sequence[str], nouns: Sequence[tuple[Chunk, Found]]
    ) -> None:
        self.scene, self.entry, self.words = scene, entry, words
        self.nouns = [(c, f) for c, f in nouns if c.prep not in scene.lex.words["tool"]]
        self.world, self.state = scene.world, scene.state
        self.verb: Verb = entry.verbs[0] if entry.verbs[0] in ("run", "climb") else "move"

    def read(self) -> Intent | Refusal:
        """Return where it leads."""
        fleeing = self._fleeing()
        if fleeing is not None:
            return fleeing
        named = self._named()
        if named is not None:
            return named
        if any(w in self.scene.lex.words["compass"] for w in self.words):
            return Refusal("no_way")
        way = self._way()
        unknown = [c for c, f in self.nouns if not f.named]
        if unknown and WAYS.get(unknown[-1].prep) not in ("up", "down", "in", "out"):
            return self._elsewhere(unknown[-1])
        found = self.direction(way)
        return self._through(found) if found else Refusal("no_way")

    def _way(self) -> str | None:
        """The direction said: "back", "down the hole", but not "down the corridor" in it."""
        here = {c.prep for c, f in self.nouns if f.named and f.named[0].kind == "here"}
        said = [WAYS[w] for w in self.words if w in WAYS and w not in here]
        outdoors = "indoors" not in self.world.places[self.state.place].tags
        if here and (said[-1] == "out" and outdoors if said else self.entry.way is None):
            return "on"
        return said[-1] if said else self.entry.way

    def _fleeing(self) -> Intent | None:
        """Away from somebody: any way that is open, the way back first."""
        others = ((c, f) for c, f in self.nouns if not f.named or f.named[0].kind != "threat")
        if self.scene.exits(tuple(w for c, _ in others for w in c.words)):
            return None
        away = any(
            f.named
            and f.named[0].kind == "threat"
            and (c.prep in ("from", "away") or self.verb == "run")
            for c, f in self.nouns
        )
        ways = self.direction("back") if away else None
        return self._through(ways) if ways else None

    def _named(self) -> Intent | Refusal | None:
        """A way or a thing that the clause names; ways first, since this is a clause of going."""
        words = tuple(w for c, _ in self.nouns for w in c.words)
        ways = self.scene.exits(words)
        things = [(f.score // 10, c, f) for c, f in self.nouns if _is_thing(f)]
        most = max((s for s, _, _ in things), default=0)
        hits = self._hits(words)
        far = max((f.score // 10 for _, f in self.nouns if f.far), default=0)
        if ways and hits >= far and (hits >= most or (self.verb == "climb" and hits)):
            top = [e for s, e in ways if s > ways[0][0] - 0.005]
            return self._through(self._likeliest(top))
        if things:
            _, chunk, found = things[0]
            return self._to_thing(chunk, found.named[0].id)
        return None

    def _hits(self, words: Sequence[str]) -> int:
        return max((len(set(words) & (way | to)) for _, way, to in self.scene.ways), default=0)

    def _to_thing(self, chunk: Chunk, thing: str) -> Intent:
        """Going along a thing may be an act of the world's; going up to it is a look at it."""
        if self.entry.phrase == ("leave",) and self.state.has(thing):
            return Intent("drop", thing)
        ridden = "vehicle" in self.world.things[thing].traits and chunk.prep in _RIDING
        if (
            chunk.prep in _ALONG
            or "follow" in self.entry.senses
            or (ridden and self.entry.way != "in")
        ):
            for verb in (self.verb, "use"):
                planned = plan(self.world, self.state, Intent(verb, thing))
                if isinstance(planned, Plan) and planned.act is not None:
                    return Intent(verb, thing)
        if self.verb == "climb" and self.entry.way != "in":
            return Intent("climb", thing)
        traits = self.world.things[thing].traits
        if self.entry.way == "in" or chunk.prep in ("in", "into", "inside"):
            verb = (
                "search"
                if "searchable" in traits
                else "hide"
                if "hideable" in traits
                else "examine"
            )
            return Intent(verb, thing)
        return Intent("examine", thing)

    def _elsewhere(self, chunk: Chunk) -> Intent | Refusal:
        """The first step on a known path to a place that is not next to this one."""
        if self.verb == "climb":
            return Refusal("not_here", {"words": " ".join(chunk.words)})
        place = self.scene.known_place(chunk.words)
        if place is None or place not in self.state.visited:
            return Refusal("no_way")
        known = [e for e, _ in self._paths(lambda p: p == place, known=True)]
        return self._through(known[0]) if known else Refusal("no_way")

    # --- directions

    def direction(self, way: str | None) -> Exit | None:
        """Return the exit in a direction, or None when there is none, or no telling which."""
        exits = [e for e, _, _ in self.scene.ways]
        if way == "on":
            return self._onward(exits)
        if len(exits) == 1 and way is not None:
            return exits[0]
        tags = self.world.places[self.state.place].tags
        if way == "out" and "indoors" in tags:
            return self._toward(lambda p: "outdoors" in self.world.places[p].tags)
        if way in ("out", "back"):
            return self._toward(lambda p: p == self.world.start.place)
        if way == "in" and "indoors" not in tags:
            return self._toward(lambda p: "indoors" in self.world.places[p].tags)
        if way in ("up", "down"):
            return self._steep(way)
        return exits[0] if len(exits) == 1 else None

    def _onward(self, exits: Sequence[Exit]) -> Exit | None:
        """The one way that does not lead back, or the one of them that is new."""
        start = self.state.place == self.world.start.place
        back = None if start else self.direction("back")
        on = [e for e in exits if e != back and self._legal(e)]
        fresh = [e for e in on if e.to not in self.state.visited]
        return next((ways[0] for ways in (on, fresh) if len(ways) == 1), None)

    def _steep(self, way: str) -> Exit | None:
        steep = [e for e, w, _ in self.scene.ways if e.verb == "climb" or w & _STEEP]
        if len(steep) > 1:
            out = "outdoors" if way == "up" else "indoors"
            steep = [e for e in steep if out in self.world.places[e.to].tags] or steep
        return steep[0] if steep else None

    def _toward(self, goal: Callable[[str], bool]) -> Exit | None:
        paths = list(self._paths(goal))
        legal = [e for e, _ in paths if self._legal(e)]
        return legal[0] if legal else paths[0][0] if paths else None

    def _paths(
        self, goal: Callable[[str], bool], *, known: bool = False
    ) -> Iterator[tuple[Exit, int]]:
        """Exits that lead to a goal, the shortest way first."""
        here = self.state.place
        found: list[tuple[int, int, Exit]] = []
        for order, (exit_, _, _) in enumerate(self.scene.ways):
            far = _steps(self.world, exit_.to, here, goal, self.state.visited if known else None)
            if far is not None:
                found.append((far, order, exit_))
        for far, _, exit_ in sorted(found, key=lambda it: it[:2]):
            yield exit_, far

    def _likeliest(self, exits: Sequence[Exit]) -> Exit:
        """Of several ways called alike: one that is open, and new, before one that is not."""
        return min(exits, key=lambda e: (not self._legal(e), e.to in self.state.visited))

    def _legal(self, exit_: Exit) -> bool:
        return exit_.when.holds(self.world, self.state)

    def _through(self, exit_: Exit) -> Intent:
        return Intent("run" if self.verb == "run" else exit_.verb, exit_.to)


def _is_thing(found: Found) -> bool:
    return bool(found.named) and found.named[0].kind == "thing"


def _steps(
    world: World, start: str, barred: str, goal: Callable[[str], bool], known: Sequence[str] | None
) -> int | None:
    """Return the number of steps from a place to a goal without coming back, or None."""
    queue, seen = deque([(start, 0)]), {barred, start}
    while queue:
        place, far = queue.popleft()
        if goal(place):
            return far
        if known is not None and place not in known:
            continue
        for exit_ in world.places[place].exits:
            if exit_.to not in seen:
                seen.add(exit_.to)
                queue.append((exit_.to, far + 1))
    return None
