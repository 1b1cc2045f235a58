"""Which of a world's own acts a clause means: by what it shares with the act's label and names.

Nothing here knows a world. "Dig the wheels out" finds an act labelled "Dig the wheels out of the
crust" because of its words, and "clear the wheels" because *clear* and *dig* are of one sense in
the lexicon.
"""

from collections.abc import Sequence

from msgspec import Struct

from nightreel.core.intent import Intent, Refusal, Verb
from nightreel.core.legality import act_ready, plan
from nightreel.core.plan import Plan, present
from nightreel.core.state import State
from nightreel.core.world import Act, World
from nightreel.narrators.storyteller.reading_lexicon import Lexicon, Match, roots
from nightreel.narrators.storyteller.reading_nouns import Chunk, Found, Named, Scene, stem, stems

ENOUGH = 0.6
"""Below this a clause and an act have too little in common."""

MOST_WORDS = 30
"""A clause longer than this is no order; a label has 80 characters."""

LABEL_ENOUGH = 0.72
"""Share of a label's words that make the whole text that label."""


class ActWords(Struct, frozen=True):
    """The words of an act.

    Attributes:
        verb: the label's first word and the words of the id that are no names.
        said: all words of label and id.
        names: words of target and tool.
        denials: how often the label says no or not.
    """

    act: Act
    verb: frozenset[str]
    label: frozenset[str]
    said: frozenset[str]
    names: frozenset[str]
    senses: frozenset[str]
    denials: int


def words_of_acts(world: World, lex: Lexicon) -> tuple[ActWords, ...]:
    """Return the words of every act of a world."""
    return tuple(_words_of(world, lex, act) for act in world.acts.values())


def _words_of(world: World, lex: Lexicon, act: Act) -> ActWords:
    label = [w for w in stems(act.label) if w not in lex.words["small"]]
    ident = [stem(w) for w in act.id.split("_")]
    names: set[str] = set()
    for it in (act.target, act.tool or ""):
        if it in world.things:
            names |= {w for n in (world.things[it].name, *world.things[it].nouns) for w in stems(n)}
        elif it in world.threats:
            names |= {
                w for n in (world.threats[it].name, *world.threats[it].signs) for w in stems(n)
            }
    head = lex.head(act.label.lower().split(), 0)
    leans = head is None or (len(head.taken) == 1 and head.entry.phrase[0] in lex.words["weak"])
    senses = head.entry.senses if head and not leans else frozenset[str]()
    agents = [w for w in label if w.endswith("er") and w not in names]
    strong = [w for w in (*ident, *agents) if w not in lex.words["weak"] and w != "ward"]
    senses = senses.union(*(lex.senses(w) for w in strong))
    first = frozenset(label[:1]) | frozenset(w for w in ident if w not in names)
    denials = sum(w in lex.words["no"] for w in act.label.lower().split())
    said = frozenset(label) | frozenset(ident)
    return ActWords(act, first, frozenset(label), said, frozenset(names), senses, denials)


def near(state: State, act: Act) -> bool:
    """Whether what an act is done to is here, its tool and conditions apart."""
    here = present(state, act.target) if act.target in state.threats else state.here(act.target)
    return here and (not act.at or state.place in act.at)


class Clue(Struct, frozen=True):
    """What a clause gives to go by: its verb, its words, its nouns and what they name."""

    match: Match | None
    head: tuple[str, ...]
    words: tuple[str, ...]
    chunks: tuple[Chunk, ...]
    found: tuple[Found, ...]

    def names(self, it: str | None) -> bool:
        """Whether a noun names the thing or threat."""
        return any(
            n.id == it and n.kind in ("thing", "threat") for f in self.found for n in f.named
        )


def labelled(scene: Scene, acts: Sequence[ActWords], words: Sequence[str]) -> Act | None:
    """Return the act whose label the whole text repeats, or nearly."""
    typed = _content(scene.lex, words)
    if not 2 <= len(typed) <= MOST_WORDS:
        return None
    denied = sum(w in scene.lex.words["no"] for w in words)
    best: tuple[float, bool, Act] | None = None
    for it in acts:
        if not near(scene.state, it.act) or denied > it.denials:
            continue
        hits = sum(_among(w, it.label) for w in typed)
        if hits < 2 or hits < 0.85 * len(typed) or hits < LABEL_ENOUGH * len(it.label):
            continue
        scored = (hits / len(it.label), act_ready(scene.world, scene.state, it.act), it.act)
        if best is None or scored[:2] > best[:2]:
            best = scored
    return best[2] if best else None


def meant(scene: Scene, acts: Sequence[ActWords], clue: Clue) -> tuple[float, ActWords] | None:
    """Return the act that the clause means most likely, and how likely; None when there is none."""
    best: tuple[float, float, ActWords] | None = None
    if len(clue.words) > MOST_WORDS:
        return None
    for it in acts:
        if not near(scene.state, it.act):
            continue
        score = _score(scene, it, clue)
        if score < ENOUGH:
            continue
        rank = score + (0.25 if act_ready(scene.world, scene.state, it.act) else 0)
        if best is None or rank > best[0]:
            best = (rank, score, it)
    return (best[1], best[2]) if best else None


def _score(scene: Scene, it: ActWords, clue: Clue) -> float:
    if not clue.chunks and len(_heads(clue)) == 1 and _heads(clue)[0] in scene.lex.words["weak"]:
        return 0
    aimed, armed = clue.names(it.act.target), it.act.tool is not None and clue.names(it.act.tool)
    verb = verb_fit(scene.lex, it, clue)
    if verb < 0.4 or (verb < 0.5 and not armed):
        return 0
    typed = _content(scene.lex, clue.words)
    known = it.said | it.names
    explained = [_among(w, known) or (w in clue.head and verb >= 0.9) for w in typed]
    covered = sum(explained) / len(typed) if typed else 0.5
    return (
        0.45 * verb + 0.35 * covered + 0.2 * aimed + 0.1 * armed - 0.35 * _strays(scene, it, clue)
    )


def verb_fit(lex: Lexicon, it: ActWords, clue: Clue) -> float:
    """Return how well a verb fits an act: 1 its own word, 0.9 its sense, less for other words."""
    if any(
        _among(w, it.verb) or _begins(w, it.said)
        for w in _heads(clue)
        if w not in lex.words["weak"]
    ):
        return 1.0
    senses = clue.match.entry.senses if clue.match else frozenset[str]()
    if senses & it.senses:
        return 0.9
    if any(_among(w, it.verb) for w in _heads(clue)):
        return 0.7
    if any(_among(w, it.said - it.names) for w in clue.words):
        return 0.6
    plain = clue.match is not None and not senses and clue.match.entry.verbs[:1] == ("use",)
    return 0.4 if plain and "use" in it.act.verbs else 0.0


def _heads(clue: Clue) -> tuple[str, ...]:
    return clue.match.entry.phrase if clue.match else ()


def _strays(scene: Scene, it: ActWords, clue: Clue) -> bool:
    """Whether a noun names something else that is here and that the label does not speak of."""
    for chunk, found in zip(clue.chunks, clue.found, strict=True):
        ids = {n.id for n in found.named}
        if not ids or ids & {it.act.target, it.act.tool}:
            continue
        own = {p[-1] for n in found.named for p, r in scene.atlas.names.get(n, ()) if r > 1}
        if not (own & it.said) and not any(_among(w, it.said | it.names) for w in chunk.words):
            return True
    return False


def intent_for(scene: Scene, act: Act, clue: Clue | None = None) -> Intent | Refusal:
    """Return the intent that the rules read as this act, or why it cannot be."""
    typed: tuple[Verb, ...] = clue.match.entry.verbs if clue and clue.match else ()
    named = (
        act.tool is None
        or scene.state.here(act.tool)
        or (clue is not None and clue.names(act.tool))
    )
    verbs: list[Verb] = [
        *(v for v in typed if v in act.verbs),
        *(v for v in act.verbs if v not in typed),
    ]
    refused: Intent | None = None
    for verb in verbs:
        intent = Intent(verb, act.target, act.tool)
        planned = plan(scene.world, scene.state, intent)
        if isinstance(planned, Plan) and planned.act is not None and planned.act.id == act.id:
            return intent
        if isinstance(planned, Refusal) and planned.reason in (
            f"act.{act.id}",
            "nothing_to_use",
            "not_near",
        ):
            bare = Intent(verb, act.target)
            same = not named and plan(scene.world, scene.state, bare) == planned
            refused = refused or (bare if same else intent)
    if refused is not None:
        return refused
    slots = {"thing": scene.world.name_of(act.target)}
    equipped = act.tool is None or scene.state.here(act.tool)
    return Refusal(f"act.{act.id}" if equipped else "nothing_to_use", slots)


def with_tool(scene: Scene, tool: Named) -> Act | None:
    """Return the one act here that is done with a thing: ready before not ready."""
    fits = [a for a in scene.world.acts.values() if a.tool == tool.id and near(scene.state, a)]
    ready = [a for a in fits if act_ready(scene.world, scene.state, a)]
    if len(ready) == 1:
        return ready[0]
    return fits[0] if len(fits) == 1 else None


def _content(lex: Lexicon, words: Sequence[str]) -> list[str]:
    small = lex.words["small"]
    return [
        w
        for w in dict.fromkeys(words)
        if w not in small
        or (
            lex.entries.get(w, ())
            and w not in lex.words["prepositions"]
            and w not in lex.words["idle"]
        )
    ]


def _begins(word: str, words: frozenset[str]) -> bool:
    """Whether a word is the beginning of another: *start* and a starter."""
    return len(word) > 3 and any(w != word and w.startswith(word) for w in words)


def _among(word: str, words: frozenset[str]) -> bool:
    return stem(word) in words or any(r in words for r in roots(word))
