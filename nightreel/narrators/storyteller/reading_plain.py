"""A clause of verb and nouns to an intent: what is acted on, with what tool, and what fits here."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from nightreel.core.intent import Intent, Refusal
from nightreel.core.legality import act_ready, plan
from nightreel.core.plan import Plan, in_scope, present
from nightreel.narrators.storyteller.reading_acts import (
    ActWords,
    Clue,
    intent_for,
    meant,
    verb_fit,
    with_tool,
)
from nightreel.narrators.storyteller.reading_lexicon import Entry
from nightreel.narrators.storyteller.reading_meanings import ABOUT_THREATS, Meaning
from nightreel.narrators.storyteller.reading_nouns import Chunk, Found, Named, Scene, stems

_ASIDE = frozenset({"and", "for", "like", "as", "before", "after", "about"})
_IN = frozenset(
    {"in", "inside", "into", "under", "behind", "on", "through", "around", "at", "from", "within"}
)
# These mean something without what they are about: "wait for rescue", "hide in the corner".
_ALONE = frozenset({"wait", "hide", "listen", "treat", "light_on", "light_off", "ward", "fight"})
_BARE_HANDED = frozenset({"examine", "search", "film", "listen", "read", "hide", "wait"})
_FINAL = frozenset({"locked", "hands_full", "already_have"})
_PARTS = frozenset({"on", "at", "in", "inside", "under", "behind", "by"})


class PlainClause(Struct, frozen=True):
    """A clause as read so far. `before` is what the clause before it was about."""

    entry: Entry
    clue: Clue
    typed: str
    before: str | None = None


class Plain:
    """Reads one clause that is neither going nor speech."""

    def __init__(self, scene: Scene, acts: Sequence[ActWords], clause: PlainClause) -> None:
        self.scene, self.acts, self.clause = scene, {a.act.id: a for a in acts}, clause
        self.world, self.state = scene.world, scene.state
        self.entry, self.clue = clause.entry, clause.clue
        self.meaning = Meaning(world=scene.world, state=scene.state, entry=clause.entry)

    def read(self) -> Intent | Refusal | None:
        """Return what the clause means, or None when it is not clear what it is about."""
        act = meant(self.scene, tuple(self.acts.values()), self.clue)
        if act is not None and (self._missing_tool(act[1]) or not self._close(*act)):
            act = None
        if act is not None and self._sure(*act):
            return intent_for(self.scene, act[1].act, self.clue)
        plain = self._plain()
        legal = isinstance(plain, Intent) and self._fits(plain)
        first = isinstance(plain, Intent) and plain.verb == self.entry.verbs[0]
        if act is not None and not (legal and (first or self._fit_of(act[1]) < 0.9)):
            return intent_for(self.scene, act[1].act, self.clue)
        if plain is None or legal:
            return plain
        return self._mismatch(plain) if isinstance(plain, Intent) else plain

    def _fit_of(self, it: ActWords) -> float:
        return verb_fit(self.scene.lex, it, self.clue)

    def _close(self, score: float, it: ActWords) -> bool:
        """Whether an act has enough of the clause, where the rules have another answer too."""
        if self._fit_of(it) < 0.9:
            return score >= 0.75
        return score >= 0.8 or "use" in self.entry.verbs or self.clue.names(it.act.target)

    def _sure(self, score: float, it: ActWords) -> bool:
        """Whether the act is meant, and can be done, even where a plain reading would work."""
        if not act_ready(self.world, self.state, it.act):
            return False
        using = "use" in self.entry.verbs
        if any(self.scene.is_here(c.words) for c in self.clue.chunks):
            return False
        named = any(n.kind == "thing" for f in self.clue.found for n in f.named)
        if named and not using and not self.clue.names(it.act.target):
            return False
        fit = self._fit_of(it)
        generic = not self.entry.senses and self.entry.verbs == ("use",)
        return fit == 1.0 or (fit >= 0.9 and using) or (generic and score > 0.7)

    def _missing_tool(self, it: ActWords | None = None) -> bool:
        """Whether a noun is typed for something that is not here, and that no label speaks of."""
        for chunk, found in zip(self.clue.chunks, self.clue.found, strict=True):
            spoken_of = it is not None and set(chunk.words) <= it.label
            if not found.named and found.far and chunk.prep not in _ASIDE and not spoken_of:
                return True
        return False

    # --- whether a reading works

    def _fits(self, intent: Intent) -> bool:
        """Whether it can be tried, and is no other act that shares verb and target by chance."""
        planned = plan(self.world, self.state, intent)
        return isinstance(planned, Plan) and not self._strange(intent, planned)

    def _strange(self, intent: Intent, planned: Plan) -> bool:
        if planned.act is None or intent.verb not in ("use", "ward") or not self.entry.senses:
            return False
        own = self.acts[planned.act.id]
        handed = planned.act.tool is not None and intent.tool == planned.act.tool
        return not handed and self._fit_of(own) < 0.9

    def _mismatch(self, intent: Intent) -> Intent | Refusal:
        """An act that was not meant must not be set off: say that it can't be used so."""
        planned = plan(self.world, self.state, intent)
        if not isinstance(planned, Plan) or intent.target is None:
            return intent
        thing = self.world.things.get(intent.target)
        if thing is None:
            return Refusal("impossible" if present(self.state, intent.target) else "nobody")
        reason = f"thing.{thing.id}.use" if "use" in thing.refuses else "nothing_to_use"
        return Refusal(reason, {"thing": thing.the})

    # --- the plain reading

    def _plain(self) -> Intent | Refusal | None:
        first: Intent | Refusal | None = None
        for target, tool in self._roles():
            for found in self._readings(target, tool):
                reading = self._turned(found) if isinstance(found, Intent) else found
                if isinstance(reading, Intent) and self._fits(reading):
                    return reading
                if first is None or (isinstance(first, Refusal) and isinstance(reading, Intent)):
                    first = reading
                if isinstance(reading, Intent) and self._final(reading):
                    return first
        return first

    def _turned(self, intent: Intent) -> Intent:
        """Put tool and target as the world's act has them: "use the generator on the crank"."""
        acts = self.world.acts_by_target.get(intent.tool or "", ())
        if intent.target is None or not any(a.tool == intent.target for a in acts):
            return intent
        return replace(intent, target=intent.tool, tool=intent.target)

    def _final(self, intent: Intent) -> bool:
        """Whether the rules' answer says more than another verb: who searches does not look."""
        planned = plan(self.world, self.state, intent)
        return isinstance(planned, Refusal) and (
            planned.reason in _FINAL or planned.reason[:4] == "act."
        )

    def _roles(self) -> Iterator[tuple[int | None, int | None]]:
        """Yield which noun is acted on and which is the tool, as positions; the likeliest first."""
        sets = self.scene.lex.words
        every = range(len(self.clue.chunks))
        spots = [i for i in every if self.clue.chunks[i].prep not in _ASIDE]
        if not spots and self.entry.verbs[0] == "use":
            spots = list(every)
        tools = [i for i in spots if self.clue.chunks[i].prep in sets["tool"]]
        others = [i for i in spots if i not in tools]
        frame = self.entry.frame
        if frame == "seek":
            yield next((i for i in others if self.clue.chunks[i].prep in _IN), None), None
        elif frame in ("put", "give") and not tools and len(others) > 1:
            first, second = others[0], others[1]
            if frame == "give" and not self.clue.chunks[second].prep:
                first, second = second, first
            yield second, first
            if frame == "put":
                yield first, second
        else:
            target = self._whole(others) if others else tools[0] if tools else None
            yield target, tools[0] if tools and others else None

    def _whole(self, spots: Sequence[int]) -> int:
        """The noun acted on: the first, or what it is a part of, "the label on the console"."""
        first = spots[0]
        found = self.clue.found[first]
        if found.named or found.far or self.entry.verbs[0] in ("take", "drop"):
            return first
        rest = (
            i for i in spots[1:] if self.clue.chunks[i].prep in _PARTS and self.clue.found[i].named
        )
        return next(rest, first)

    def _readings(self, target: int | None, tool: int | None) -> Iterator[Intent | Refusal | None]:
        tool_id, missing = self._tool(tool)
        if missing is not None:
            yield missing
            return
        if target is None:
            yield from self._without_target()
            return
        chunk, found = self.clue.chunks[target], self.clue.found[target]
        if self.entry.verbs[0] == "take" and chunk.prep == "from" and found.named:
            yield Intent("search", found.named[0].id)
            return
        named = self._named(chunk, found)
        if not named:
            yield self._source(target) or self._unknown(chunk, found)
            return
        for verb in self.entry.verbs:
            for it in named:
                yield self.meaning.of(verb, it, tool_id)
        alone = self._by_tool(named) if tool_id is None and "use" in self.entry.verbs else None
        if alone is not None:
            yield alone

    def _tool(self, at: int | None) -> tuple[str | None, Refusal | None]:
        if at is None or self.entry.verbs[0] in _BARE_HANDED:
            return None, None
        chunk, found = self.clue.chunks[at], self.clue.found[at]
        if not found.named and not self._handy(chunk):
            return None, self._not_here(chunk)
        return next((n.id for n in found.named if n.kind == "thing"), None), None

    def _handy(self, chunk: Chunk) -> bool:
        return any(w in self.scene.lex.words["handy"] for w in chunk.words[-1:] + chunk.words[:1])

    def _named(self, chunk: Chunk, found: Found) -> tuple[Named, ...]:
        """What the noun names, a pronoun by what was spoken of or done last."""
        if self.entry.verbs[0] in ("search", "film") and self.scene.is_here(chunk.words):
            return (Named("here"),)
        if found.named and found.named[0].kind in ("thing", "threat", "wound"):
            exits = self._exits(chunk, found)
            return exits or found.named
        sets = self.scene.lex.words
        if len(chunk.words) == 1 and chunk.words[0] in sets["it"] | sets["somebody"]:
            return self._pronoun(chunk.words[0])
        return self._exits(chunk, found) or found.named

    def _exits(self, chunk: Chunk, found: Found) -> tuple[Named, ...]:
        """The ways a noun names, if it names them better than any thing."""
        words = set(chunk.words)
        if not chunk.words:
            return ()
        named: list[tuple[int, Named]] = []
        for exit_, way, to in self.scene.ways:
            hits = len(words & (way | to))
            whole = chunk.words[-1] in (way | to) and (
                hits > 1 or _is_head(self.scene, exit_.to, exit_.way, chunk)
            )
            if whole:
                named.append((hits, Named("exit", exit_.to)))
        most = max((h for h, _ in named), default=0)
        rival = found.score // 10
        here = bool(found.named) and found.named[0].kind == "thing"
        if most == 0 or (here and most <= rival) or (found.far and most < rival):
            return ()
        return tuple(n for h, n in named if h == most)

    def _pronoun(self, word: str) -> tuple[Named, ...]:
        facing = self.scene.facing(bodies=self.entry.verbs[0] in ("film", "fight", "break"))
        person = word not in self.scene.lex.words["it"]
        fits_threat = (
            bool(({"listen"} | ABOUT_THREATS) & set(self.entry.verbs))
            or "break" in self.entry.verbs
        )
        if self.clause.before is not None and not person:
            return (Named("thing", self.clause.before),)
        if facing is not None and (person or fits_threat):
            return (Named("threat", facing),)
        if person:
            return (Named("threat"),)
        for key in reversed(self.state.recent):
            thing = key.split(":")[1]
            if thing in self.world.things and self.state.here(thing):
                return (Named("thing", thing),)
        return tuple(Named("thing", t) for t in self._only())

    def _only(self) -> list[str]:
        """The one thing here that the verb can be tried on, if there is one."""
        fits = [
            t.id
            for t in in_scope(self.world, self.state)
            if any(
                isinstance(plan(self.world, self.state, Intent(v, t.id)), Plan)
                for v in self.entry.verbs[:1]
            )
        ]
        lying = [t for t in fits if not self.state.has(t)]
        return fits if len(fits) == 1 else lying if len(lying) == 1 else []

    def _without_target(self) -> Iterator[Intent | Refusal | None]:
        verb = self.entry.verbs[0]
        if verb in ("examine", "search"):
            yield Intent("search")
        elif verb == "use":
            yield None
        elif verb in _ALONE or verb == "film":
            threat = self.scene.facing() if verb in ("fight", "ward") else None
            yield Intent(verb, threat)
        else:
            only = self._only()
            yield self.meaning.of(verb, Named("thing", only[0]), None) if only else None

    def _unknown(self, chunk: Chunk, found: Found) -> Intent | Refusal:
        verb = self.entry.verbs[0]
        tool = None if "use" not in self.entry.verbs else self._carried_use()
        if tool is not None:
            return tool
        if verb in ("wait", "listen") or (
            verb in _ALONE and not found.far and self.entry.frame is None
        ):
            return Intent(verb, self.scene.facing() if verb in ("fight", "ward") else None)
        return self._not_here(chunk)

    def _source(self, target: int) -> Intent | None:
        """Begin "take the card from the desk", the card not found yet, by searching the desk."""
        rest = zip(self.clue.chunks[target + 1 :], self.clue.found[target + 1 :], strict=True)
        if self.entry.verbs[0] != "take":
            return None
        for chunk, found in rest:
            for it in found.named:
                search = Intent("search", it.id)
                if (
                    it.kind == "thing"
                    and chunk.prep in ("from", "in", "inside", "out")
                    and self._fits(search)
                ):
                    return search
        return None

    def _carried_use(self) -> Intent | Refusal | None:
        """Let the tool say enough: "put the key in the lock"."""
        things = [
            n
            for f in self.clue.found
            for n in f.named
            if n.kind == "thing" and self.state.has(n.id)
        ]
        return self._by_tool(tuple(things)) if things and self.entry.frame == "put" else None

    def _by_tool(self, named: tuple[Named, ...]) -> Intent | Refusal | None:
        """What a tool is for here: the one act done with it, or the one thing it opens."""
        for it in named:
            if it.kind != "thing":
                continue
            act = with_tool(self.scene, it)
            if act is not None:
                return intent_for(self.scene, act, self.clue)
            for thing in in_scope(self.world, self.state):
                opened = Intent("use", thing.id, it.id)
                if it.id in (thing.key, *thing.aids) and isinstance(
                    plan(self.world, self.state, opened), Plan
                ):
                    return opened
        return None

    def _not_here(self, chunk: Chunk) -> Refusal:
        words = self.scene_text(chunk)
        return (
            Refusal("nobody")
            if words in self.scene.lex.words["somebody"]
            else Refusal("not_here", {"words": words})
        )

    def scene_text(self, chunk: Chunk) -> str:
        """The noun as typed."""
        return self.clause.typed[chunk.start : chunk.end][:40]


def _is_head(scene: Scene, to: str, way: str, chunk: Chunk) -> bool:
    """Whether the noun's last word is the last word of the way or of the place it leads to."""
    return chunk.words[-1] in (stems(way)[-1:] + stems(scene.world.places[to].name)[-1:])
