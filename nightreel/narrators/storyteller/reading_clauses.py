"""One clause to a reading: finds the verb, orders the words, and asks whoever reads its kind."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from nightreel.core.intent import Intent, Manner, Refusal
from nightreel.core.legality import act_ready, plan
from nightreel.core.plan import Plan
from nightreel.narrators.storyteller.reading_acts import (
    ActWords,
    Clue,
    intent_for,
    meant,
    verb_fit,
)
from nightreel.narrators.storyteller.reading_lexicon import Entry, Match
from nightreel.narrators.storyteller.reading_moves import WAYS, Mover
from nightreel.narrators.storyteller.reading_nouns import WHOLE, Found, Named, Scene
from nightreel.narrators.storyteller.reading_plain import Plain, PlainClause
from nightreel.narrators.storyteller.reading_speech import quoted, say
from nightreel.narrators.storyteller.reading_words import QUOTE, Clause, Token

_GOING = frozenset({"move", "run", "climb"})
_ATTACK = Entry(("attack",), ("fight",), frozenset({"fight"}))
_WALK = Entry(("go",), ("move",))
_LATER = 6
"""Words before a verb that is not at the head: "my hand slowly opens the desk"."""


class Read(Struct, frozen=True):
    """A clause's reading; `prepares` when a next clause, if there is one, is what counts."""

    reading: Intent | Refusal | None = None
    prepares: bool = False
    about: str | None = None


class ClauseReader:
    """Reads clauses of one text."""

    def __init__(self, scene: Scene, acts: Sequence[ActWords], typed: str) -> None:
        self.scene, self.acts, self.typed, self.lex = scene, acts, typed, scene.lex

    def speaks(self, clause: Clause) -> bool:
        """Whether the clause is speech."""
        if clause.words[0] == QUOTE:
            return True
        match = self.lex.head(clause.words, 0)
        return match is not None and match.entry.frame == "say"

    def read(self, clause: Clause, before: str | None = None) -> Read:
        """Return the reading of a clause whose verb comes first."""
        if clause.words[0] == QUOTE:
            return Read(quoted(self.scene, self.typed, clause))
        clause = self._in_order(clause)
        match = self.lex.head(clause.words, 0)
        if match is None:
            return Read()
        if match.entry.refuses:
            return Read(Refusal(match.entry.refuses))
        if match.entry.frame == "say":
            said = say(self.scene, self.typed, clause, match)
            return Read(replace(said, manner=clause.manner) if said.manner == "plain" else said)
        read = self._acted(clause, match, before)
        if isinstance(read.reading, Intent):
            manner = self._manner(clause, match, read.reading.manner)
            read = replace(read, reading=replace(read.reading, manner=manner))
        return read

    # --- the order of words

    def _in_order(self, clause: Clause) -> Clause:
        """Put a tool named first behind its verb: "with the axe break", "use the axe to break"."""
        words, tokens = clause.words, clause.tokens
        if words[0] in self.lex.words["tool"]:
            at = self._verb_after(words, 2)
            return clause if at is None else replace(clause, tokens=tokens[at:] + tokens[:at])
        match = self.lex.head(words, 0)
        if match and match.entry.frame == "say":
            return clause
        cut = self._purpose(words, match.end if match else 1)
        if cut is None:
            return self._quietly(clause)
        if match and match.entry.verbs == ("use",) and not match.entry.senses:
            tool = (Token("with", tokens[0].start, tokens[0].start), *tokens[match.end : cut])
            return replace(clause, tokens=tokens[cut + 1 :] + tool)
        return replace(clause, tokens=tokens[:cut])

    def _verb_after(self, words: Sequence[str], start: int) -> int | None:
        spots = (i for i in range(start, len(words)) if self.lex.head(words, i) is not None)
        free = (i for i in spots if not self.scene.names(words[i]))
        return next(free, None)

    def _purpose(self, words: Sequence[str], start: int) -> int | None:
        """Position of the "to" that opens what it is done for: "go out to look for her"."""
        for at in range(start + 1, len(words) - 1):
            if words[at] == "to" and not self.scene.names(words[at + 1]):
                match = self.lex.head(words, at + 1)
                if match is not None and words[at + 1] not in self.lex.words["small"]:
                    return at
        return None

    def _quietly(self, clause: Clause) -> Clause:
        """Take "without a sound" for a manner."""
        words = clause.words
        if "without" not in words[1:]:
            return clause
        at = words.index("without", 1)
        return replace(clause, tokens=clause.tokens[:at], manner="careful")

    def _manner(self, clause: Clause, match: Match, own: Manner) -> Manner:
        if clause.manner != "plain":
            return clause.manner
        for at, word in enumerate(clause.words):
            if at not in match.taken and word in self.lex.words["careful"]:
                return "careful"
            if at not in match.taken and word in self.lex.words["bold"]:
                return "bold"
        return match.entry.manner if own == "plain" else own

    # --- the kinds of clauses

    def _acted(self, clause: Clause, match: Match, before: str | None) -> Read:
        entry = match.entry
        clue = self._clue(clause, match)
        if entry.frame == "switch_off" and _somebody(clue):
            match = Match(_ATTACK, match.taken)
            entry, clue = _ATTACK, self._clue(clause, match)
        about = next((n.id for f in clue.found for n in f.named if n.kind == "thing"), before)
        if entry.verbs[0] in _GOING or self._passes(entry, clue):
            return self._gone(clause, match, clue, about)
        if entry.frame == "pose":
            act = self._act_of(clue)
            return Read(act or Intent("wait"), prepares=True, about=about)
        if entry.frame in ("switch_on", "switch_off"):
            lamp = self._switched(clue, on=entry.frame == "switch_on")
            if lamp is not None:
                return Read(lamp)
        reading = Plain(self.scene, self.acts, PlainClause(entry, clue, self.typed, before)).read()
        return Read(self._asked(match, reading), self._done(reading), about)

    def _passes(self, entry: Entry, clue: Clue) -> bool:
        """Whether "go through" is through a way and not through somebody's pockets."""
        words = {w for c in clue.chunks for w in c.words}
        if entry.verbs[0] == "take":
            return any(
                len(way) > 1 and way <= words | {"in", "on"} for _, way, _ in self.scene.ways
            )
        if "pass" not in entry.senses:
            return False
        ways = max((len(words & (way | to)) for _, way, to in self.scene.ways), default=0)
        things = [n.id for f in clue.found for n in f.named if n.kind == "thing"]
        kept = any("searchable" in self.scene.world.things[t].traits for t in things)
        return ways > 0 and not (kept and ways < 2)

    def _clue(self, clause: Clause, match: Match | None) -> Clue:
        taken = match.taken if match else frozenset[int]()
        chunks = tuple(self.scene.chunks(clause.tokens, taken))
        found = tuple(self._find(c.words) for c in chunks)
        head = tuple(w for i, w in enumerate(clause.words) if i in taken)
        return Clue(match, head, clause.words, chunks, found)

    def _find(self, words: tuple[str, ...]) -> Found:
        found = self.scene.find(words)
        who = self.lex.words["somebody"] - self.lex.words["it"]
        facing = (
            self.scene.facing() if not found.named and len(words) == 1 and words[0] in who else None
        )
        return Found((Named("threat", facing),), 10) if facing else found

    def _act_of(self, clue: Clue) -> Intent | Refusal | None:
        """An act that is named by more than one word that could be anything."""
        act = meant(self.scene, self.acts, clue)
        fit = verb_fit(self.lex, act[1], clue) if act else 0
        if act is None or act[0] < 0.75 or fit < 0.9:
            return None
        if fit < 1 and not act_ready(self.scene.world, self.scene.state, act[1].act):
            return None
        shared = sum(w in act[1].said or w in act[1].names for w in dict.fromkeys(clue.words))
        aimed = clue.names(act[1].act.target)
        return intent_for(self.scene, act[1].act, clue) if aimed or shared > 1 else None

    def _gone(self, clause: Clause, match: Match, clue: Clue, about: str | None) -> Read:
        act = self._act_of(clue)
        if act is not None:
            return Read(act)
        nouns = list(zip(clue.chunks, clue.found, strict=True))
        reading = Mover(self.scene, match.entry, clause.words, nouns).read()
        near = isinstance(reading, Intent) and reading.verb in ("examine", "search")
        return Read(reading, prepares=near, about=about)

    def _switched(self, clue: Clue, *, on: bool) -> Intent | None:
        """The lamp, unless a thing is meant that is called so too and the lamp needs no hand."""
        lamp = Intent("light_on" if on else "light_off")
        sets = self.lex.words
        if not clue.chunks:
            return lamp
        words, found = clue.chunks[0].words, clue.found[0]
        if words[-1] not in sets["light"] and words[-1] not in sets["camera"]:
            return None
        if len(clue.chunks) > 1 and clue.chunks[1].words[-1] in sets["me"]:
            return None
        named = found.named[0] if found.named else Named("lamp")
        if named.kind != "thing" or words[-1] in sets["camera"]:
            return lamp
        if found.score % 10 < WHOLE:
            return lamp
        owned = len(words) > 1 and found.score >= 20
        return None if owned or not self._works(lamp) else lamp

    def _works(self, intent: Intent) -> bool:
        return isinstance(plan(self.scene.world, self.scene.state, intent), Plan)

    def _asked(self, match: Match, reading: Intent | Refusal | None) -> Intent | Refusal | None:
        """A question about what is not here is a question to nobody."""
        asks = match.entry.phrase[0] in self.lex.words["questions"]
        if asks and (reading is None or reading == Intent("search")):
            return (
                Refusal("meta") if match.entry.phrase in (("whats",), ("what", "is")) else reading
            )
        return reading

    def _done(self, reading: Intent | Refusal | None) -> bool:
        """Whether a first step is behind us: what is to be taken is carried."""
        if not isinstance(reading, Intent) or reading.verb != "take":
            return False
        return reading.target in self.scene.state.carried

    # --- no verb at the head

    def without_verb(self, clause: Clause) -> Intent | Refusal | None:
        """Return what a clause means that does not begin with a verb, or None."""
        words = clause.words
        clue = self._clue(clause, None)
        if all(w in self.lex.words["compass"] for w in words):
            return Refusal("no_way")
        if all(w in WAYS for w in words):
            return Mover(self.scene, _WALK, words, ()).read()
        bare = len(clue.chunks) == 1 and len(clue.chunks[0].words) <= 3
        act = meant(self.scene, self.acts, clue)
        if bare:
            reading = self._bare_noun(clue)
            if reading is not None:
                return reading
        if act is not None and act[0] >= 0.75:
            return intent_for(self.scene, act[1].act, clue)
        for at in range(1, min(len(words), _LATER)):
            match = self.lex.head(words, at)
            if match is None or self.scene.names(words[at]) or words[at] in self.lex.words["small"]:
                continue
            subject = self.scene.chunks(clause.tokens[:at])
            if any(self.scene.find(c.words).named for c in subject):
                return Refusal("meta")
            return self.read(replace(clause, tokens=clause.tokens[at:])).reading
        return None

    def _bare_noun(self, clue: Clue) -> Intent | Refusal | None:
        """A noun alone: a way is taken, a thing is looked at."""
        words, found = clue.chunks[0].words, clue.found[0]
        ways = self.scene.exits(words)
        hits = sum(any(w in way | to for _, way, to in self.scene.ways) for w in words)
        if ways and hits == len(words) and hits > _length(found):
            return Intent(ways[0][1].verb, ways[0][1].to)
        named = found.named[0] if found.named else None
        typed = self.typed[clue.chunks[0].start : clue.chunks[0].end]
        if named is None:
            return Refusal("not_here", {"words": typed[:40]}) if found.far else None
        if any(w not in self.scene.nouns and w not in self.lex.known for w in words):
            return None
        if named.kind == "thing":
            return Intent("examine", named.id)
        return Intent("search") if named.kind == "here" else None


def _somebody(clue: Clue) -> bool:
    return any(n.kind == "threat" for f in clue.found for n in f.named)


def _length(found: Found) -> int:
    return found.score // 10 if found.named and found.named[0].kind == "thing" else 0
