"""What every form of a tape says in the same words: what was done, how it went, how it ended."""

import unicodedata
from collections.abc import Iterator

from nightreel.core.world import World
from nightreel.tape.story import Moment, Story

NOBODY = "Nobody moves, and the time runs out."
_FATES = {"lucky": "lucky", "normal": "even luck", "unlucky": "unlucky"}
# That it went as hoped goes without saying.
_GRADES = {
    "triumph": "triumph",
    "success": "",
    "cost": "at a cost",
    "setback": "setback",
    "disaster": "disaster",
}


def visible(text: str) -> str:
    """Return the text in one line, without what is not seen and yet turns or hides what is."""
    shown = ("" if _hides(c) else c for c in text)
    return " ".join("".join(shown).split())


def action_of(moment: Moment) -> str:
    """Return what was done, as it was chosen or typed; empty for an opening."""
    accepted = moment.accepted
    if accepted is None:
        return ""
    if accepted.via == "clock":
        return NOBODY
    return accepted.text or moment.label or accepted.intent.verb.replace("_", " ")


def how_it_went(moment: Moment) -> str:
    """Return the small line: how it was chosen, what was risked, and how it went."""
    return " · ".join(filter(None, _how(moment)))


def how_it_ended(story: Story, world: World) -> str:
    """Return the end in few words, such as `drove out (survival)`."""
    ending = story.ending
    if ending is None:
        return "not yet"
    if ending.ending is None:
        return "stopped"
    return f"{world.endings[ending.ending].cause} ({ending.how})"


def _how(moment: Moment) -> Iterator[str]:
    via = moment.accepted.via if moment.accepted else ""
    if via in ("vote", "auto"):
        yield {"vote": "by vote", "auto": "by itself"}[via]
    if moment.resolved is not None:
        outcome = moment.resolved.outcome
        yield outcome.risk
        yield _FATES[outcome.fate]
        yield _GRADES[outcome.grade]


def _hides(char: str) -> bool:
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs") or char in "\ufffe\uffff"
    # The joiner makes one sign of several, and no more.
    return hidden and not char.isspace() and char != "\u200d"
