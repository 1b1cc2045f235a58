"""What prose says of a thing's condition: open or shut, whole or broken, running, lit, locked."""

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from nightreel.core.effects import Cleared, Effect, Marked
from nightreel.core.world import World
from nightreel.simulate.names import Mention, Names
from nightreel.simulate.shown import Finding, Said, Shown
from nightreel.worlds.pack import Pack

Props = frozenset[str]


class Claim(Struct, frozen=True):
    """Words for a condition, the property they are about, and when they are true."""

    words: str
    prop: str
    true: Callable[[Props], bool]


_CLAIMS = (
    Claim("wide open|open|ajar", "open", lambda p: bool({"open", "broken"} & p)),
    Claim("shut|closed", "open", lambda p: not {"open", "broken"} & p),
    Claim("locked", "locked", lambda p: "locked" in p),
    Claim("unlocked", "locked", lambda p: "locked" not in p),
    Claim("broken|smashed|shattered|in pieces", "broken", lambda p: "broken" in p),
    Claim("whole|intact|unbroken", "broken", lambda p: "broken" not in p),
    Claim("running|humming|turning over", "running", lambda p: "running" in p),
    Claim("silent|stopped|switched off", "running", lambda p: "running" not in p),
    Claim("lit|burning|glowing|alight", "lit", lambda p: "lit" in p),
    Claim("dark|unlit", "lit", lambda p: "lit" not in p),
)
# "the hatch is still open": the verb, small words, the condition, then no noun of its own.
_IS = (
    r"^(?:'s|\s+(?:is|are|stands?|hangs?|sits?|lies|lie|stays?|remains?))"
    r"\s+(?:(?:still|now|half|all)\s+)*"
)
_END = r"(?=\s*(?:[.,;:!?]|$|\band\b|\bbut\b|\bwhen\b|\bagain\b))"
_UNSURE = re.compile(
    r"\b(?:if|unless|until|till|when|would|could|should|might|may|as though|was|were|had"
    r"|been|not|never|no longer|once|before|used to|will|cannot|can't|isn't|aren't)\b"
)

_PRONOUN = re.compile(r"(?:it|they)\b")


class Claims:
    """Rule (b)."""

    def __init__(self, pack: Pack, names: Names) -> None:
        self._names, self._known = names, _known_props(pack.world)
        self._tests = [
            (c, re.compile(rf"{_IS}(?:{c.words}){_END}"), re.compile(rf"\b(?:{c.words})\s+$"))
            for c in _CLAIMS
        ]

    def check(self, shown: Shown, said: Said) -> Iterator[Finding]:
        """Yield what is said to be so, and was so at no moment of the turn."""
        if _UNSURE.search(said.bare):
            return
        for mention in (*self._names.mentions(said.bare), *_it(shown, said)):
            yield from self._of(shown, said, mention)

    def _of(self, shown: Shown, said: Said, mention: Mention) -> Iterator[Finding]:
        before, after = said.bare[: mention.start], said.bare[mention.end :]
        for claim, predicate, attribute in self._tests:
            known = [t for t in mention.things if claim.prop in self._known.get(t, ())]
            if not known or not (predicate.match(after) or attribute.search(before)):
                continue
            props = [frozenset(s.things[t].props) for t in known for s in shown.states]
            if not any(claim.true(p) for p in props):
                so = ", ".join(sorted(props[-1])) or "nothing of note"
                why = f"{known[0]} is said to be {claim.words.replace('|', '/')}; it is {so}"
                yield Finding("claim", said.text, why)


def _it(shown: Shown, said: Said) -> Iterator[Mention]:
    """Yield what "it" means at the head of a dispatch: what was acted on."""
    target = shown.outcome.target if shown.outcome else None
    first = said.part == "dispatch" and shown.scene.dispatch.startswith(said.text)
    match = _PRONOUN.match(said.bare) if first else None
    if match and target in shown.state.things:
        yield Mention((target,), 0, match.end(), definite=True)


def _known_props(world: World) -> Mapping[str, frozenset[str]]:
    """Return, by thing, the properties that mean something for it: others are figures of speech."""
    known = {t.id: set(t.props) for t in world.things.values()}
    for thing in world.things.values():
        known[thing.id] |= {"open"} if "openable" in thing.traits else set()
        known[thing.id] |= {"broken"} if "breakable" in thing.traits else set()
    for effect in _orders(world):
        if isinstance(effect, Marked | Cleared) and effect.thing in known:
            known[effect.thing].add(effect.prop)
    return {thing: frozenset(props) for thing, props in known.items()}


def _orders(world: World) -> Iterator[Effect]:
    for act in world.acts.values():
        yield from (*act.do, *act.cost, *act.setback, *act.disaster)
    for storylet in world.storylets.values():
        yield from storylet.do
    for thing in world.things.values():
        for orders in thing.does.values():
            yield from orders
