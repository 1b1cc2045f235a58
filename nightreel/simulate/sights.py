"""What prose says of light, hour, weather and shelter: words that hold while something is so."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.simulate.shown import Finding, Said, Shown
from nightreel.worlds.pack import Pack


class Sight(Struct, frozen=True):
    """Words that can be true only while a condition holds, unless other words are beside them."""

    rule: str
    words: re.Pattern[str]
    so: Callable[[World, State], bool]
    why: str
    unless: re.Pattern[str] = re.compile(r"(?!)")


def _weather(world: World, state: State) -> int:
    stages = (state.threats[t.id].stage for t in world.threats.values() if t.sense == "time")
    return max(stages, default=0)


def _outdoors(world: World, state: State) -> bool:
    return "outdoors" in world.places[state.place].tags


def _blind(world: World, state: State) -> bool:
    """Whether something keeps you from seeing: the dark, the weather, or your eyes."""
    hurt = any("examine" in world.wounds[w].hinders for w in state.wounds)
    thick = _weather(world, state) >= 3 and _outdoors(world, state)
    return hurt or thick or state.hidden or not world.can_see(state)


# What makes of a sentence something that is not said to be so.
_UNREAL = re.compile(
    r"\b(?:if|until|till|would|was|were|had|been|like|as though|as if|before|cannot|never|remember"
    r"|tomorrow|morning|should|could|wait for|imagine)\b"
)
_DARK = re.compile(r"\b(?:no|not|nothing|none|without|by touch|by feel|by the red light)\b")

_SIGHTS = (
    Sight(
        "lamp",
        re.compile(r"\b(?:(?:your|the|camera) lamp(?:'s)?|lamp ?beam|lamplight)\b"),
        lambda _, s: s.lamp,
        "the lamp is off",
        re.compile(
            r"\b(?:off|out|dead|dark|unlit|without|kills?|killed|spares?|saves?|no|not|cold"
            r"|switch|dies|goes)\b(?! (?:ahead|in|over|along|into|across|as))"
        ),
    ),
    Sight(
        "sun",
        re.compile(r"\b(?:daylight|sunlight|sunshine|(?:the|late|low) sun(?! visor))\b"),
        lambda w, s: not w.is_night(s),
        "it is night",
        re.compile(r"\b(?:no|not|without|since|after|last|gone|set|of the)\b"),
    ),
    Sight(
        "night",
        re.compile(r"\b(?:it is night|moonlight|starlight|the stars|the night sky|full dark)\b"),
        lambda w, s: w.opens_at + s.minutes >= w.dusk,
        "it is day",
    ),
    Sight(
        "power",
        re.compile(
            r"\b(?:ceiling|strip|corridor) (?:light|bulb|lamp|tube)s? (?:\w+ )?(?:comes? on|hums?"
            r"|burns?|buzz(?:es)?|flickers?|shines?|is on|are on|glows?)\b"
            r"|\bthe (?:light is|lights are) on\b"
            r"|\bbulbs? (?:\w+ ){0,3}(?:lights?|burns?|hums?|glows?)\b"
        ),
        lambda _, s: "power" in s.flags,
        "the power is off",
        re.compile(r"\b(?:no|not|none|without|dead)\b"),
    ),
    Sight(
        "sky",
        re.compile(r"\b(?:the stars|clear sky|starlight|the moon(?:light)?|the horizon)\b"),
        lambda w, s: _weather(w, s) < 3,
        "the weather hides the sky",
        re.compile(r"\b(?:no|not|none|without|gone|lost|where)\b"),
    ),
    Sight(
        "storm",
        re.compile(
            r"\b(?:blackout|brown-out|the wall of dust (?:is|has|stands|takes))\b"
            r"|\b(?:blowing|driving|flying) (?:dust|grit|sand)\b"
            r"|\b(?:grit|dust|sand) (?:is |has begun to |has started to )?"
            r"(?:run|pour|stream|hiss|driv|strik|tick|build|fill|com)(?:s|es|e|ing|ning)?\b"
        ),
        lambda w, s: _weather(w, s) >= 1,
        "the weather is not here yet",
    ),
    Sight(
        "sight",
        re.compile(
            r"\byou (?:can )?(?:see(?! to\b| about\b| it is\b| that\b)|make out)\b"
            r"|\byou (?:watch|read) (?:the|it|him|her|them)\b"
        ),
        lambda w, s: w.can_see(s),
        "it is too dark to see",
        _DARK,
    ),
    Sight(
        "dark",
        re.compile(
            r"\bsee (?:nothing|none)\b|\b(?:cannot|can't|can not) see\b|\b(?:by touch|by feel)\b"
            r"|\beyes open or shut\b"
        ),
        _blind,
        "there is light",
        re.compile(r"\b(?:he|she|it|someone|somebody)\b"),
    ),
    Sight(
        "dark",
        re.compile(r"\bin the dark\b"),
        lambda w, s: w.is_dark(s) or _blind(w, s),
        "there is light",
    ),
    Sight(
        "hidden",
        re.compile(r"\b(?:where|while) you (?:hide|are hidden)\b|\byour hiding place\b"),
        lambda _, s: s.hidden,
        "nobody is hiding",
    ),
    Sight(
        "battery",
        re.compile(
            r"\bthe (?:red|recording) light\b|\bautofocus\b|\bthe viewfinder (?:shows|says)\b"
            r"|\bthe tape (?:is turning|runs|turns)\b|\bthe counter in the (?:view)?finder\b"
        ),
        lambda _, s: s.battery > 0,
        "the battery is dead",
        re.compile(r"\b(?:no|not|out|off|dead|dark|gone)\b"),
    ),
    Sight(
        "roof",
        re.compile(r"\b(?:the ceiling|linoleum|the floor|floorboards?|this room|the building)\b"),
        lambda w, s: not _outdoors(w, s) or "high" in w.places[s.place].tags,
        "this is out of doors",
        re.compile(r"\b(?:van|pickup|crawler|cab|pedal|clutch|boot flat|under the floor)\b"),
    ),
)


class Sights:
    """Rule (c), as far as it is about what surrounds you."""

    def __init__(self, pack: Pack) -> None:
        self._world = pack.world

    def check(self, shown: Shown, said: Said) -> Iterator[Finding]:
        """Yield what is said to be so, and was so at no moment of the turn."""
        if said.part in ("ending", "label") or shown.before is None:
            return
        if _UNREAL.search(said.bare) or _switched(shown):
            return
        for sight in _SIGHTS:
            if not sight.words.search(said.bare) or sight.unless.search(said.bare):
                continue
            if not any(sight.so(self._world, s) for s in shown.states):
                yield Finding(sight.rule, said.text, sight.why)


def _switched(shown: Shown) -> bool:
    return shown.outcome is not None and shown.outcome.verb in ("light_on", "light_off")
