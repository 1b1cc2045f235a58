"""What prose says of threats, wounds and where you are, held against what is so."""

import re
from collections.abc import Iterator

from nightreel.core.state import State
from nightreel.core.world import Threat, World
from nightreel.simulate.names import words_of_places
from nightreel.simulate.shown import Finding, Said, Shown
from nightreel.worlds.pack import Pack

NEAR = 4
"""A threat at this distance or nearer may be written of."""

# Voices and figures that are not the threat's.
_SOMEONES = re.compile(r"\b(?:your(?: own)?|no|ruth's|her|human|of) $")
_HURT = re.compile(r"\bthe hurt\b|\bhurt part\b|\bthe bandage\b")
_PAST = re.compile(r"\b(?:was|were|had|once|used to|if|would|could|like|think of|towards?)\b")


class Signs:
    """Rule (c), as far as it is about somebody or something: threats, wounds, places."""

    def __init__(self, pack: Pack) -> None:
        self._world = pack.world
        self._threats = [
            (t, _any_of(f"{re.escape(sign)}s?" for sign in t.signs))
            for t in pack.world.threats.values()
            if t.signs
        ]
        self._wounds = [(w, _hurt(w.name)) for w in pack.world.wounds.values()]
        self._rooms = [
            (place, _any_of(f"the {re.escape(w)}" for w in sorted(words)))
            for place, words in words_of_places(pack).items()
        ]

    def check(self, shown: Shown, said: Said) -> Iterator[Finding]:
        """Yield threats written of while absent, wounds nobody has, rooms that are not at hand."""
        if said.part in ("ending", "label") or shown.before is None:
            return
        yield from self._absent(shown, said)
        yield from self._unhurt(shown, said)
        if said.part != "alt" and not _PAST.search(said.bare):
            yield from self._elsewhere(shown, said)

    def _absent(self, shown: Shown, said: Said) -> Iterator[Finding]:
        for threat, words in self._threats:
            if any(_about(s, threat) for s in shown.states):
                continue
            match = words.search(said.bare)
            if match and not _SOMEONES.search(said.bare[: match.start()]):
                it = shown.state.threats[threat.id]
                why = f"{threat.id} is absent (stage {it.stage}, distance {it.distance})"
                yield Finding("sign", said.text, why)

    def _unhurt(self, shown: Shown, said: Said) -> Iterator[Finding]:
        had = {w for s in shown.states for w in s.wounds}
        told = [w for w, words in self._wounds if words.search(said.bare)]
        if told and not any(w.id in had for w in told):
            yield Finding("wound", said.text, f"there is no {told[0].name}")
        elif not had and _HURT.search(said.bare):
            yield Finding("wound", said.text, "nobody is hurt")

    def _elsewhere(self, shown: Shown, said: Said) -> Iterator[Finding]:
        """A room is not seen or heard from more than two doors away."""
        near = {p for s in shown.states for p in _around(self._world, s)}
        for place, words in self._rooms:
            match = words.search(said.bare) if place not in near else None
            if match:
                why = f"`{match[0]}` is of {place}, and this is {shown.state.place}"
                yield Finding("place", said.text, why)


def _around(world: World, state: State) -> set[str]:
    """The place, what is within two doors, and out of doors everything out of doors."""
    here = world.places[state.place]
    next_door = {e.to for e in here.exits}
    further = {e.to for p in next_door for e in world.places[p].exits}
    open_air = {p.id for p in world.places.values() if "outdoors" in p.tags}
    return {here.id} | next_door | further | (open_air if "outdoors" in here.tags else set())


def _any_of(words: Iterator[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")


def _hurt(name: str) -> re.Pattern[str]:
    """Words for a wound that is there: "your turned ankle", "the bad ankle"."""
    how, _, part = name.rpartition(" ")
    hurt = "|".join(filter(None, (re.escape(how), "bad", "hurt", "injured", "bandaged")))
    return re.compile(rf"\b(?:your|the) (?:{hurt}) {re.escape(part)}\b")


def _about(state: State, threat: Threat) -> bool:
    it = state.threats[threat.id]
    return it.stage >= 1 and it.distance <= NEAR
