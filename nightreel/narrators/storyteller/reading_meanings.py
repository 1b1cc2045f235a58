"""What a verb means for what is named: a thing, a threat, a way, the lamp, oneself, the sky."""

from msgspec import Struct

from nightreel.core.intent import Intent, Refusal, Verb
from nightreel.core.legality import act_ready
from nightreel.core.plan import present
from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.narrators.storyteller.reading_lexicon import Entry
from nightreel.narrators.storyteller.reading_nouns import Named

_OPENING = frozenset({"push", "pull", "switch", "open", "lift"})
"""Senses of using that mean going, where a way is named: "push the swing door"."""

ABOUT_THREATS = frozenset({"ward", "call", "film", "fight", "wait", "light_off", "use"})
"""What can be aimed at somebody; anything else is keeping still, with somebody there."""


class Meaning(Struct, frozen=True):
    """Turns an entry's verbs and what they are done to into intents."""

    world: World
    state: State
    entry: Entry

    def of(self, verb: Verb, it: Named, tool: str | None) -> Intent | Refusal:
        manner = self.entry.manner
        match it.kind:
            case "thing":
                if verb == "ward":
                    return Intent("use", it.id, tool, manner)
                return Intent(verb, it.id, tool, manner)
            case "threat":
                return self._toward(verb, it.id, tool)
            case "exit":
                return self._way(verb, it.id)
            case "wound":
                acts = self.world.acts_by_target.get(tool or "", ())
                own = any("treat" in a.verbs and act_ready(self.world, self.state, a) for a in acts)
                return Intent("treat", tool if own else it.id)
            case "lamp" | "camera":
                return self._lamp(verb)
            case "self":
                return self._self(verb)
            case _:
                return self._always(verb, it)

    def _toward(self, verb: Verb, threat: str, tool: str | None) -> Intent | Refusal:
        if threat and self.world.threats[threat].sense == "time":
            return self._always(verb, Named("scenery"))
        there = bool(threat) and present(self.state, threat)
        if not there and verb not in ("wait", "listen", "hide"):
            return Refusal("not_near" if threat and self.state.threats[threat].stage else "nobody")
        if verb in ("break", "drop"):
            return Intent("fight", threat, tool)
        if verb == "use" and tool is not None and self._offers(threat, tool):
            return Intent("ward", threat, tool)
        if verb in ABOUT_THREATS:
            return Intent(verb, threat or None, tool)
        return Intent(verb if verb in ("hide", "listen") else "wait")

    def _offers(self, threat: str, tool: str) -> bool:
        return any(
            a.tool == tool and "ward" in a.verbs for a in self.world.acts_by_target.get(threat, ())
        )

    def _way(self, verb: Verb, to: str) -> Intent | Refusal:
        exit_ = self.world.places[self.state.place].exit_to(to)
        if exit_ is None:
            return Refusal("no_way")
        match verb:
            case "examine":
                return Intent(exit_.verb, to) if "search" in self.entry.verbs else Intent("search")
            case "listen" | "wait" | "hide" | "film":
                return Intent(verb)
            case "close":
                return Refusal("already_closed", {"thing": exit_.way})
            case "break":
                return Refusal("unbreakable", {"thing": exit_.way})
            case "drop" | "treat" | "fight" | "ward" | "read":
                return Refusal("impossible")
            case "use" if self.entry.senses - _OPENING:
                return Refusal("impossible")
            case _:
                return Intent(exit_.verb, to)

    def _lamp(self, verb: Verb) -> Intent | Refusal:
        if verb in ("use", "take", "open", "light_on", "ward"):
            return Intent("light_on")
        if verb in ("close", "hide", "drop", "light_off"):
            return Intent("light_off")
        held = next((t for t in self.state.carried if "fixed" in self.world.things[t].traits), None)
        return Intent(verb, held) if held else Refusal("impossible")

    def _self(self, verb: Verb) -> Intent | Refusal:
        if verb in ("treat", "hide", "wait", "listen", "film"):
            return Intent(verb)
        if "search" in self.entry.senses:
            return Intent("search")
        if verb in ("examine", "search", "use"):
            return Intent("treat") if self.state.wounds else Refusal("unhurt")
        return Refusal("harm_self" if verb in ("break", "fight") else "nonsense")

    def _always(self, verb: Verb, it: Named) -> Intent | Refusal:
        if verb in ("examine", "search", "read"):
            return Intent("search")
        if verb in ("film", "hide", "listen", "wait"):
            return Intent(verb)
        return Refusal("impossible" if it.kind == "scenery" or verb == "break" else "nonsense")
