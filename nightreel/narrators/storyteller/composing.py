"""From facts to a dispatch: which parts must be told, which may be, and how many sentences each
gets.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from nightreel.core.adjudicate import Outcome
from nightreel.core.conditions import Moment
from nightreel.core.facts import Fact
from nightreel.core.plan import present
from nightreel.core.sentences import sentences
from nightreel.core.state import State
from nightreel.narrators.storyteller.drawing import Drawer
from nightreel.ports.narrator import Facts
from nightreel.worlds.pack import Pack

MOST = 3
"""Sentences in a dispatch."""


class Part(Struct):
    """Pools to try in order for one thing there is to tell. `pair` lets it keep its second
    sentence.
    """

    keys: tuple[str, ...]
    slots: dict[str, str] = {}
    pair: bool = False


def counter(state: State) -> str:
    """Return the tape counter: it only ever grows, so a line with it is never said twice."""
    seconds = state.minutes * 47 + state.turn * 7
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def listed(names: list[str]) -> str:
    """Return names as a person lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


class Composer:
    """Composes one scene's dispatch."""

    def __init__(self, pack: Pack, facts: Facts, drawer: Drawer) -> None:
        self.pack, self.world, self.facts, self.drawer = pack, pack.world, facts, drawer
        self.state = facts.state
        outcome = facts.outcome
        if outcome is not None:
            drawer.moment = Moment(outcome.verb, outcome.grade, outcome.target or "")
            drawer.plural = outcome.target in pack.plurals

    def dispatch(self) -> str:
        """Return the dispatch of a turn."""
        outcome = self.facts.outcome
        if outcome is None:
            return self.drawer.draw("world.prologue", most=9) or self._fallback()
        # A threat at hand comes last, and is told whatever gives way.
        musts = self._musts(outcome)[-MOST:]
        told: list[str] = []
        room = MOST
        for at, part in enumerate(musts):
            reserved = len(musts) - at - 1
            room = MOST - sum(len(sentences(t)) for t in told)
            text = self._draw(part, 2 if room - reserved >= 2 and part.pair else 1)
            if text is None and at == 0:
                text = self._fallback()
            if text:
                told.append(text)
        for part in self._mays(outcome):
            room = MOST - sum(len(sentences(t)) for t in told)
            if room < 1:
                break
            text = self.drawer.draw(*part.keys, most=min(room, 2), cut=False, slots=part.slots)
            if text:
                told.append(text)
        return " ".join(told)

    def _draw(self, part: Part, most: int) -> str | None:
        return self.drawer.draw(*part.keys, most=most, slots=part.slots)

    def _fallback(self) -> str:
        count = counter(self.state)
        drawn = self.drawer.draw("counter", most=1, slots={"counter": count})
        return drawn or f"The counter has reached {count}, and you are still here."

    # --- what must be told

    def _musts(self, outcome: Outcome) -> list[Part]:
        parts = [self._main(outcome)]
        for fact in outcome.facts:
            match fact.kind:
                case "mishap":
                    grade = "disaster" if outcome.grade == "disaster" else "setback"
                    parts.append(Part((f"mishap.{fact.id}.{grade}",)))
                case "strike":
                    parts.append(Part((f"threat.{fact.id}.strike",)))
                case "storylet":
                    parts.append(Part((f"storylet.{fact.id}",), self._words(), pair=True))
                case _:
                    pass
        parts += self._at_hand()
        return parts

    def _at_hand(self) -> Iterator[Part]:
        """A threat at hand is always told: nothing strikes that was not seen to stand there."""
        if self.state.ending:
            return
        for threat, it in self.state.threats.items():
            if it.distance == 0 and it.stage >= 2 and self.world.threats[threat].sense != "time":
                stage = self.world.threats[threat].stages[it.stage].id
                yield Part((f"threat.{threat}.{stage}.hand",), self._words())

    def _main(self, outcome: Outcome) -> Part:
        if outcome.key == "hesitate":
            before = self.facts.before or self.state
            phases = (
                before.phase,
                self.state.phase,
                "unease",
                "dread",
                "crisis",
                "calm",
                "release",
            )
            return Part(tuple(f"hesitate.{p}" for p in phases), pair=True)
        if outcome.key.startswith("act."):
            return Part(self._act_keys(outcome), self._slots(outcome), pair=True)
        if not outcome.worked:
            verb = f"verbs.{outcome.verb}"
            keys = (f"{verb}.{outcome.grade}", f"{verb}.setback", "verbs.any.setback")
            return Part(keys, self._slots(outcome))
        arrival = self._arrival()
        if arrival is not None and outcome.verb != "light_on":
            return Part(arrival, self._slots(outcome), pair=True)
        return Part(self._verb_keys(outcome), self._slots(outcome), pair=True)

    @staticmethod
    def _act_keys(outcome: Outcome) -> tuple[str, ...]:
        after = {"triumph": ("success",), "cost": ("success",), "disaster": ("setback",)}
        grades = (outcome.grade, *after.get(outcome.grade, ()))
        own = tuple(f"{outcome.key}.{g}" for g in grades)
        # A safe act can fail when dark, wounds or weather have made it a risk; its author need not
        # have written for that.
        return (
            own if outcome.worked else (*own, f"verbs.{outcome.verb}.setback", "verbs.any.setback")
        )

    def _arrival(self) -> tuple[str, ...] | None:
        """Pools for coming to a place, or None when the player has stayed."""
        before, place = self.facts.before, self.state.place
        if before is None or before.place == place:
            return None
        if not self.world.can_see(self.state):
            return ("dark.arrive", "dark.again")
        if f"look:{place}" in before.seen:
            return (f"place.{place}.again", f"place.{place}.quiet")
        return (f"place.{place}.first", f"place.{place}.again")

    def _verb_keys(self, outcome: Outcome) -> tuple[str, ...]:
        about = outcome.target
        own = f"thing.{about}" if about in self.world.things else f"place.{about}"
        found = any(f.kind == "found" for f in outcome.facts)
        special = _SPECIAL.get(outcome.verb)
        if special is not None:
            return special(self, outcome, own, found)
        return (f"{own}.{outcome.verb}", f"verbs.{outcome.verb}.success")

    def _slots(self, outcome: Outcome) -> dict[str, str]:
        slots = {"place": f"the {self.world.places[self.state.place].name}", **self._words()}
        if outcome.target:
            slots["thing"] = self.world.name_of(outcome.target)
        if outcome.tool:
            slots["tool"] = self.world.name_of(outcome.tool)
        if wound := self.world.wounds.get(outcome.target or ""):
            slots["wound"] = wound.name
        if outcome.intent.words:
            slots["words"] = outcome.intent.words
        found = [self.world.name_of(f.id) for f in outcome.facts if f.kind == "found"]
        if found:
            slots["found"] = listed(found)
        return slots

    def _words(self) -> dict[str, str]:
        return {"words": self.state.words} if self.state.words else {}

    # --- what may be told

    def _mays(self, outcome: Outcome) -> Iterator[Part]:
        place = self.state.place
        before = self.facts.before
        newly_seen = before is not None and f"look:{place}" not in before.seen
        if newly_seen and outcome.verb == "light_on":
            yield Part((f"place.{place}.first",))
        if outcome.verb == "break" and "found" in {f.kind for f in outcome.facts}:
            yield Part(("verbs.search.found",), self._slots(outcome))
        yield from self._after(outcome)
        if self.state.ending:
            return
        yield from self._presence()
        if self.drawer.moment.verb not in ("move", "climb", "run"):
            yield Part(
                (f"place.{place}.quiet",) if self.world.can_see(self.state) else ("dark.again",)
            )

    def _after(self, outcome: Outcome) -> Iterator[Part]:
        for fact in outcome.facts:
            keys = self._aftermath(fact)
            if keys:
                yield Part(keys, self._words())

    def _aftermath(self, fact: Fact) -> tuple[str, ...] | None:
        where = "indoors" if "indoors" in self.world.places[self.state.place].tags else "outdoors"
        match fact.kind:
            case "cost":
                return (f"cost.{fact.id}",)
            case "shielded" | "evade" | "leave":
                return (f"threat.{fact.id}.{fact.kind}",)
            case "rise":
                stage = self.world.threats[fact.id].stages[self.state.threats[fact.id].stage].id
                return (f"threat.{fact.id}.rise.{stage}",)
            case "hour" if fact.id == "midnight":
                return ("midnight",)
            case "hour":
                return (f"time.{fact.id}.{where}",)
            case "low":
                return (f"low.{fact.id}",)
            case _:
                return None

    def _presence(self) -> Iterator[Part]:
        """The threats as they are felt from here, nearest first; sometimes an old wound."""
        out = "outdoors" in self.world.places[self.state.place].tags
        nearest = sorted(self.state.threats.items(), key=lambda t: t[1].distance)
        for threat, it in nearest:
            rules = self.world.threats[threat]
            stage = rules.stages[it.stage].id
            if rules.sense == "time":
                yield Part((f"threat.{threat}.{stage}.{'out' if out else 'in'}",))
            elif present(self.state, threat):
                reach = "hand" if it.distance == 0 else "near" if it.distance <= 2 else "far"
                yield Part((f"threat.{threat}.{stage}.{reach}",), self._words())
        if self.state.wounds and self.state.turn % 3 == 0:
            yield Part((f"wound.{self.state.wounds[0]}.ache",))


_Special = Callable[[Composer, Outcome, str, bool], tuple[str, ...]]


def _examined(it: Composer, outcome: Outcome, own: str, found: bool) -> tuple[str, ...]:
    del found
    before = it.facts.before
    again = before is not None and f"examine:{outcome.target}" in before.seen
    return ("verbs.examine.again",) if again else (f"{own}.look", "verbs.examine.again")


def _read(it: Composer, outcome: Outcome, own: str, found: bool) -> tuple[str, ...]:
    del found
    before = it.facts.before
    again = before is not None and f"read:{outcome.target}" in before.seen
    return (f"{own}.read", "verbs.read.again") if not again else ("verbs.read.again",)


def _searched(it: Composer, outcome: Outcome, own: str, found: bool) -> tuple[str, ...]:
    del it, outcome
    if found:
        return (f"{own}.found", "verbs.search.found")
    return (f"{own}.search", "verbs.search.success")


def _opened(it: Composer, outcome: Outcome, own: str, found: bool) -> tuple[str, ...]:
    del it, outcome
    if found:
        return (f"{own}.found", "verbs.search.found", f"{own}.open", "verbs.open.success")
    return (f"{own}.open", "verbs.open.success")


def _filmed(it: Composer, outcome: Outcome, own: str, found: bool) -> tuple[str, ...]:
    del found
    if outcome.target in it.world.threats:
        return (f"threat.{outcome.target}.film", "verbs.film.place")
    if outcome.target in it.world.things:
        return (f"{own}.film", "verbs.film.success")
    return ("verbs.film.place",)


def _treated(it: Composer, outcome: Outcome, own: str, found: bool) -> tuple[str, ...]:
    del own, found
    before = it.facts.before
    torn = "improvised" in it.state.flags and before and "improvised" not in before.flags
    keys = (f"wound.{outcome.target}.treat", "verbs.treat.success")
    return ("treat.improvised", *keys) if torn else keys


def _fought(it: Composer, outcome: Outcome, own: str, found: bool) -> tuple[str, ...]:
    del it, own, found
    return (f"verbs.fight.{outcome.grade}", "verbs.fight.success")


_SPECIAL: dict[str, _Special] = {
    "examine": _examined,
    "read": _read,
    "search": _searched,
    "open": _opened,
    "film": _filmed,
    "treat": _treated,
    "fight": _fought,
}
