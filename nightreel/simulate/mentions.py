"""Things in prose: what is named must be in reach, and what is carried lies nowhere."""

import re
from collections.abc import Iterator

from nightreel.core.effects import Cleared, Marked, Put
from nightreel.core.state import CARRIED, GONE, State
from nightreel.simulate.names import Mention, Names
from nightreel.simulate.shown import Finding, Said, Shown
from nightreel.worlds.pack import Pack

_LYING = (
    r"(?:lies|lie|lying|stands?|standing|hangs?|hanging|sits?|sitting|leans?|leaning|rests?"
    r"|resting|waits?|waiting)"
)
# "the shovel still leans", "leans the shovel"
_AFTER = re.compile(rf"^(?:\s+\w+)?\s+{_LYING}\b")
_BEFORE = re.compile(rf"\b{_LYING}\s+(?:(?:the|an?|your|her|his)\s+)?(?:[\w-]+\s+)?$")
_ON_YOU = re.compile(r"\b(?:your|you)\b")
_HELD = re.compile(
    r"^(?:\s+\w+)?\s+(?:is |are )?(?:in|under|over|across|against|round|around) your "
    r"(?:other |free |left |right )?"
    r"(?:hands?|arms?|shoulders?|pockets?|belt|knees?|chest|neck|wrists?)"
)
_PAST = re.compile(
    r"\b(?:was|were|had|been|used to|would|once|no longer|gone|missing|without|remember\w*"
    r"|think of|thinking of|if|unless|until)\b"
)
_FROM_AFAR = re.compile(
    r"\b(?:outside|out there|overhead|above|below|beyond|through|somewhere|far|distant|distance"
    r"|hear|heard|sound|sounds|listen|toward|towards|away|from the)\b"
)
_TOWARD = re.compile(r"\b(?:to|toward|towards|from|for) the (?:[\w-]+ )?$")
_BIG = frozenset({"vehicle", "audible"})


class Mentions:
    """Rule (a)."""

    def __init__(self, pack: Pack, names: Names) -> None:
        self._world, self._names = pack.world, names

    def check(self, shown: Shown, said: Said) -> Iterator[Finding]:
        """Yield what is named where it is not, or lies where it does not."""
        for mention in self._names.mentions(said.bare):
            whys = [self._why(shown, said, mention, thing) for thing in mention.things]
            if all(whys):
                yield Finding("thing", said.text, f"{mention.things[0]} {whys[0]}")

    def _why(self, shown: Shown, said: Said, mention: Mention, thing: str) -> str:
        wheres = {_where(s, thing) for s in shown.states}
        acted = thing in acted_on(shown)
        lying = _lies(said.bare, mention)
        if lying and wheres <= {CARRIED, GONE} and not acted:
            return f"lies there, and is {'/'.join(sorted(wheres))}"
        if _HELD.match(said.bare[mention.end :]) and CARRIED not in wheres and not acted:
            return f"is in hand, and is {'/'.join(sorted(wheres))}"
        if acted or not (mention.definite or lying) or self._may_name(shown, said, mention, thing):
            return ""
        places = "/".join(dict.fromkeys(s.place for s in shown.states))
        return f"is named at {places}, and is {'/'.join(sorted(wheres))}"

    def _may_name(self, shown: Shown, said: Said, mention: Mention, thing: str) -> bool:
        """Whether the sentence may speak of the thing: in reach, or elsewhere and said to be so."""
        if said.part == "ending" or shown.before is None or _PAST.search(said.bare):
            return True
        if said.part == "dispatch" and self._reading(shown):
            return True
        rules = self._world.things[thing]
        if "portable" not in rules.traits and _TOWARD.search(said.bare[: mention.start]):
            return True
        if any(self._in_reach(s, thing, said.bare) for s in shown.states):
            return True
        return self._said_where(shown.state, thing, said.bare)

    def _reading(self, shown: Shown) -> bool:
        """Whether the turn was spent on something written or recorded, which may name anything."""
        outcome = shown.outcome
        about = (outcome.target or "", outcome.tool or "") if outcome else ()
        things = (self._world.things.get(t) for t in about)
        return any(t is not None and "readable" in t.traits for t in things)

    def _in_reach(self, state: State, thing: str, bare: str) -> bool:
        """Whether the thing is here, can be seen from here, or makes the way out of here."""
        where = _where(state, thing)
        if where in (CARRIED, state.place):
            return True
        rules, here = self._world.things[thing], self._world.places[state.place]
        if any(rules.name in e.way for e in here.exits):
            return True
        there = self._world.places.get(where)
        if there is None or "outdoors" not in there.tags:
            return False
        if "high" in here.tags:
            return True
        if "portable" in rules.traits:
            return False
        if "outdoors" in here.tags:
            beside = here.exit_to(where) is not None
            return beside or bool(_BIG & rules.traits) or thing in where
        return bool(_BIG & rules.traits) and bool(_FROM_AFAR.search(bare))

    def _said_where(self, state: State, thing: str, bare: str) -> bool:
        """Whether the sentence says itself that it is about another place ("in the hut …")."""
        there = self._world.places.get(state.things[thing].where)
        words = set(re.findall(r"\w+", there.name)) - {"of", "the"} if there else set[str]()
        return any(re.search(rf"\b{word}\b", bare) for word in words)


def acted_on(shown: Shown) -> frozenset[str]:
    """Return the things that this turn was about, or changed."""
    outcome = shown.outcome
    if outcome is None:
        return frozenset()
    changed = (e.thing for e in outcome.effects if isinstance(e, Put | Marked | Cleared))
    return frozenset({*changed, outcome.target or "", outcome.tool or ""})


def _where(state: State, thing: str) -> str:
    """Where a thing is. One that walked off by itself has the property instead."""
    return GONE if state.prop(thing, GONE) else state.things[thing].where


def _lies(bare: str, mention: Mention) -> bool:
    """Whether the sentence says that the thing lies, stands or hangs somewhere that is not you."""
    clause = re.split(r"[,;:]", bare[mention.end :])[0]
    if _AFTER.match(clause):
        return not _ON_YOU.search(clause)
    return bool(_BEFORE.search(bare[: mention.start])) and not _ON_YOU.search(clause)
