"""A turn's message, in each of its phases."""

from collections.abc import Iterator
from typing import Any

from discord import ButtonStyle
from discord.ui import Button, Container, Item, Separator

from nightreel.core.intent import Risk
from nightreel.surfaces.discord.custom_ids import Press, Verb
from nightreel.surfaces.discord.layouts.colors import STILL, color_of
from nightreel.surfaces.discord.layouts.parts import (
    LABEL,
    TEXT,
    Layout,
    button,
    moment,
    picture,
    rows,
    small,
    text,
)
from nightreel.surfaces.discord.layouts.plain import fit, short, visible
from nightreel.surfaces.discord.shown import Option, Phase, Taken, Turn
from nightreel.surfaces.discord.texts import (
    FATES,
    LOCKED,
    NO_CLOCK_YET,
    NOBODY,
    PAUSED,
    SLOW,
    TELLING,
    UNDONE,
)
from nightreel.surfaces.words import MARKS

DISPATCH = 1700
"""Characters for what happened: what narrators may say at most, and a little for its marks."""
LINE = 160
"""Characters for a short line of text."""
NAME = 64
WORDS = 420
"""Characters for what was done, in a player's words."""
VOTERS = 3
"""Names beside a choice; of more, only how many."""

CHOSEN = "▶"

_STYLES: dict[Risk, ButtonStyle] = {
    "safe": ButtonStyle.secondary,
    "risky": ButtonStyle.primary,
    "desperate": ButtonStyle.danger,
}
_LIVE: frozenset[Phase] = frozenset({"open", "paused", "locked", "told"})
"""Phases in which controls are shown, live or not."""


def turn(shown: Turn) -> Layout:
    """Return the message of a turn."""
    color = STILL if shown.phase in ("paused", "undone") else color_of(shown.world)
    return Layout(Container(*_items(shown), accent_color=color))


def _items(shown: Turn) -> Iterator[Item[Any]]:
    blocks = list(_blocks(shown))
    listed = _listed(shown, TEXT - sum(len(b) for b in blocks))
    yield text(blocks[0])
    if shown.frame is not None:
        yield picture(shown.frame, shown.alt)
    yield from (text(block) for block in blocks[1:])
    if shown.phase in _LIVE:
        yield Separator()
        if listed:
            yield text(listed)
        yield from rows(_choices(shown))
        yield from rows(_controls(shown))


# --- words


def _blocks(shown: Turn) -> Iterator[str]:
    """The texts, each a block of its own: heading, dispatch, how things stand, what goes on."""
    hour = fit(shown.hour, NAME)
    yield f"### {fit(shown.place, LINE)}\n{small(f'{hour} · turn {shown.turn}')}"
    if shown.dispatch:
        yield fit(shown.dispatch, DISPATCH)
    yield "\n".join(small(line) for line in _standing(shown))
    going_on = "\n".join(_going_on(shown))
    if going_on:
        yield going_on


def _standing(shown: Turn) -> Iterator[str]:
    now = shown.standing
    yield fit(" · ".join((now.lamp, *now.threats)), 3 * LINE)
    if now.wounds:
        yield f"hurt: {fit(', '.join(now.wounds), LINE)}"
    if now.ways:
        yield fit(" · ".join(now.ways), 2 * LINE)


def _going_on(shown: Turn) -> Iterator[str]:
    match shown.phase:
        case "telling":
            yield small(TELLING)
        case "open":
            yield from _crew(shown)
            yield from _clock(shown)
        case "paused":
            yield fit(shown.why, LINE) if shown.why else PAUSED
            if shown.left is not None:
                yield small(f"{max(1, round(shown.left / 1000))} s are left on the clock.")
        case "locked" | "told" | "past" | "undone":
            yield from _decided(shown)


def _clock(shown: Turn) -> Iterator[str]:
    if shown.deadline is not None:
        yield f"The moment passes **{moment(shown.deadline)}**."
    elif shown.settings.clock is not None and shown.turn <= 1:
        yield small(NO_CLOCK_YET)
    if shown.settings.auto is not None:
        yield small(f"The game moves by itself after {shown.settings.auto} s.")


def _crew(shown: Turn) -> Iterator[str]:
    match shown.settings.crew:
        case "host":
            yield small(f"{fit(shown.host, NAME)} acts on this tape.")
        case "vote":
            voted, here = shown.voted
            yield small(f"By vote: {voted} of {here} so far. A vote may be changed.")
        case "rotation" if shown.last:
            yield small(f"{fit(shown.last, NAME)} moved last. Now somebody else.")
        case _:
            pass


def _decided(shown: Turn) -> Iterator[str]:
    if shown.taken is not None:
        yield _done(shown.taken)
    if shown.heard.reaction:
        yield f"*{fit(shown.heard.reaction, 2 * LINE)}*"
    if shown.heard.fate:
        yield small(FATES.get(shown.heard.fate, fit(shown.heard.fate, NAME)))
    if shown.phase == "undone":
        yield small(UNDONE)
    elif shown.slow and shown.phase in ("locked", "told"):
        yield small(SLOW)
    elif shown.phase == "locked":
        yield small(LOCKED)


def _done(taken: Taken) -> str:
    what = fit(taken.what, WORDS)
    match taken.via:
        case "clock":
            return NOBODY
        case "auto":
            return f"By itself: {what}"
        case "vote":
            return f"By vote: {what}"
        case "choice":
            return f"**{fit(taken.by, NAME)}**: {what}"
        case "write_in":
            return f"**{fit(taken.by, NAME)}**, in their own words: {what}"


# --- choices


def _label(option: Option) -> str:
    return f"{MARKS[option.risk]} {visible(option.label)} ({option.risk})"


def _spelled_out(shown: Turn) -> bool:
    """Whether choices stand in the text, and buttons name them only by number and beginning."""
    longest = max((len(_label(o)) for o in shown.options), default=0)
    marked = len(CHOSEN) + 1
    return shown.settings.crew == "vote" or longest + marked > LABEL


def _listed(shown: Turn, room: int) -> str:
    """The choices as a list, in at most `room` characters; empty where buttons say enough."""
    if not shown.options or not _spelled_out(shown):
        return ""
    each = room // len(shown.options) - 1
    if shown.phase not in ("open", "paused") and each < LINE // 2:
        return ""  # it is decided: what was taken is told in full, the rest may be brief
    vote = shown.settings.crew == "vote"
    lines = (_line(n, o, each, vote=vote) for n, o in enumerate(shown.options, 1))
    return "\n".join(lines)


def _line(number: int, option: Option, limit: int, *, vote: bool) -> str:
    lead = f"**{number}** {MARKS[option.risk]} "
    tail = f" ({option.risk}{', written in' if option.typed else ''})"
    votes = _votes(option, limit - len(lead) - len(tail) - 40) if vote else ""
    label = fit(option.label, limit - len(lead) - len(tail) - len(votes))
    return f"{lead}{label}{tail}{votes}"


def _votes(option: Option, limit: int) -> str:
    """How many votes it has, and whose while they fit."""
    count = len(option.voters)
    if not count:
        return ""
    counted = f" **{count} vote{'s' if count > 1 else ''}**"
    names = ", ".join(fit(name, NAME // 2) for name in option.voters[:VOTERS])
    more = f" and {count - VOTERS} more" if count > VOTERS else ""
    named = f"{counted}: {names}{more}"
    return named if len(named) <= limit else counted


def _choices(shown: Turn) -> list[Button[Layout]]:
    return [_choice(shown, i, option) for i, option in enumerate(shown.options)]


def _choice(shown: Turn, index: int, option: Option) -> Button[Layout]:
    label = _label(option)
    if _spelled_out(shown):
        label = f"{index + 1} {MARKS[option.risk]} {visible(option.label)}"
    chosen = shown.taken is not None and shown.taken.index == index
    style = _STYLES[option.risk] if shown.phase == "open" else ButtonStyle.secondary
    return button(
        _id(shown, "act", index),
        short(f"{CHOSEN} {label}" if chosen else label, LABEL),
        ButtonStyle.success if chosen else style,
        disabled=shown.phase != "open",
    )


# --- the second row


def _controls(shown: Turn) -> list[Button[Layout]]:
    off = shown.phase != "open"
    auto = shown.settings.auto
    last = button(_id(shown, "eject"), "Eject", disabled=shown.phase not in ("open", "paused"))
    if shown.phase == "paused":
        return [button(_id(shown, "resume"), "Resume", ButtonStyle.success), last]
    return [
        _writing(shown),
        button(_id(shown, "other"), "Other choices", disabled=off),
        button(_id(shown, "auto"), f"Auto: {auto} s" if auto else "Auto: off", disabled=off),
        button(_id(shown, "quality"), f"Picture: {_quality(shown)}", disabled=off),
        last,
    ]


def _writing(shown: Turn) -> Button[Layout]:
    written = shown.taken is not None and shown.taken.via == "write_in"
    label = f"{CHOSEN} Written in" if written else "Write in"
    if shown.cooling:
        label = f"Write in ({shown.cooling} turn{'s' if shown.cooling > 1 else ''})"
    return button(
        _id(shown, "write"),
        label,
        ButtonStyle.success if written else ButtonStyle.secondary,
        disabled=shown.phase != "open" or shown.cooling > 0,
    )


def _quality(shown: Turn) -> str:
    return shown.settings.quality if shown.settings.pictures else "off"


def _id(shown: Turn, verb: Verb, index: int | None = None) -> str:
    return Press(verb, shown.run, shown.turn, shown.take, shown.hand, index).custom_id
