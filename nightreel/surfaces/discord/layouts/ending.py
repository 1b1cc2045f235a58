"""The end of a run: its last scene, what it came to, and the tape. And the question before *eject*.

What it came to is covered until somebody wants to see it: others play the same world.
"""

from collections.abc import Iterator
from typing import Any

from discord import ButtonStyle
from discord.ui import Container, Item

from nightreel.surfaces.discord.custom_ids import Press
from nightreel.surfaces.discord.layouts.colors import ENDS, color_of
from nightreel.surfaces.discord.layouts.parts import (
    TEXT,
    Layout,
    button,
    moment,
    picture,
    rows,
    small,
    text,
)
from nightreel.surfaces.discord.layouts.plain import fit, plain
from nightreel.surfaces.discord.saying import counted, hours
from nightreel.surfaces.discord.shown import Ended
from nightreel.surfaces.discord.texts import EJECT, TAKEN_OUT
from nightreel.surfaces.words import ENDED

LINE = 160
CREDITS = 8
"""Players named at the end; of more, only how many."""


def ended(shown: Ended) -> Layout:
    """Return the last message of a run."""
    numbers, after = _numbers(shown), "\n".join(small(line) for line in _after(shown))
    items: list[Item[Any]] = []
    if shown.how != "stopped":
        head, verdict = _head(shown), _verdict(shown)
        title = f"## {fit(shown.ending, LINE)}"
        room = TEXT - sum(len(t) for t in (numbers, after, head, title, verdict))
        happened, came_to = _shares(shown.dispatch, shown.text, room)
        scene = [text(head), *_frame(shown), *_told(happened)]
        items.append(Container(*scene, accent_color=color_of(shown.world)))
        end = [text(title), *_told(came_to), text(verdict), *_film(shown)]
        items.append(Container(*end, accent_color=ENDS[shown.how], spoiler=True))
    card: list[Item[Any]] = [text(numbers), text(after), *rows([_again(shown)])]
    if shown.how == "stopped":
        card[1:1] = _film(shown)
    items.append(Container(*card, accent_color=color_of(shown.world)))
    return Layout(*items)


def ejecting(press: Press) -> Layout:
    """Return the question whether to end the run on which *eject* was pressed."""

    def as_(verb: Any) -> str:
        return Press(verb, press.run, press.turn, press.take, press.hand).custom_id

    yes = button(as_("end"), "Eject the tape", ButtonStyle.danger)
    return Layout(text(EJECT), *rows([yes]))


def _head(shown: Ended) -> str:
    hour = fit(shown.hour, 64)
    return f"### {fit(shown.place, LINE)}\n{small(f'{hour} · turn {shown.turn}')}"


def _verdict(shown: Ended) -> str:
    cause = f"Whoever held the camera {fit(shown.cause, LINE)}. " if shown.cause else ""
    return small(f"{cause}Ended: {ENDED[shown.how]}.")


def _shares(happened: str, came_to: str, room: int) -> tuple[str, str]:
    """Both texts in the room that there is: neither has to make way for more than its half."""
    first = fit(happened, max(room // 2, room - len(plain(came_to))))
    return first, fit(came_to, room - len(first))


def _told(content: str) -> list[Item[Any]]:
    return [text(content)] if content else []


def _frame(shown: Ended) -> list[Item[Any]]:
    return [picture(shown.frame, shown.alt)] if shown.frame is not None else []


def _film(shown: Ended) -> list[Item[Any]]:
    told = f"The film of this tape: {shown.title}, {counted(shown.turn, 'turn')}"
    hidden = shown.how != "stopped"
    return [picture(shown.film, told, spoiler=hidden)] if shown.film is not None else []


def _numbers(shown: Ended) -> str:
    told = [f"**{fit(shown.title, LINE)}** · tape {fit(shown.run, 40)}"]
    if shown.how == "stopped":
        told.append(TAKEN_OUT)
    told.append(f"{counted(shown.turn, 'turn')} · {hours(shown.minutes)} on the tape")
    if shown.wounds:
        told.append(f"Hurt: {fit(', '.join(shown.wounds), LINE)}")
    if shown.players:
        told.append(f"Played by {_credits(shown)}")
    return "\n".join(told)


def _after(shown: Ended) -> Iterator[str]:
    if shown.tape:
        yield fit(shown.tape, 2 * LINE)
    yield f"Seed {shown.seed}"
    if shown.again:
        yield f"{fit(shown.again, 64)} plays it again."
    elif shown.again_at is not None:
        yield f"The next tape starts by itself {moment(shown.again_at)}."


def _credits(shown: Ended) -> str:
    named = [f"{fit(name, 40)} ({times})" for name, times in shown.players[:CREDITS]]
    more = len(shown.players) - CREDITS
    if more > 0:
        named.append(f"{more} more")
    return ", ".join(named)


def _again(shown: Ended):
    press = Press("again", shown.run, shown.turn, shown.take, 0)
    return button(press.custom_id, "Play again", ButtonStyle.success, disabled=bool(shown.again))
