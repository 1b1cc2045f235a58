"""What slash commands show: how a run is, what can be set or played, what is kept of whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from discord import ButtonStyle
from discord.ui import Container, Item

from nightreel.core.settings import RunSettings
from nightreel.surfaces.discord.custom_ids import PanelPress, Press
from nightreel.surfaces.discord.layouts.colors import color_of
from nightreel.surfaces.discord.layouts.parts import (
    Layout,
    button,
    menu,
    moment,
    option,
    rows,
    small,
    text,
)
from nightreel.surfaces.discord.layouts.plain import fit
from nightreel.surfaces.discord.menus import RUN_MENUS, pictured
from nightreel.surfaces.discord.saying import counted, played_by
from nightreel.surfaces.discord.shown import Listed, Playable, RunStatus
from nightreel.surfaces.discord.texts import COMMANDS, ERASE, HOW, HOW_CLOCK, PRIVACY

LINE = 160
NAMED = 12
"""Players named; of more, only how many."""
A_PAGE = 10
"""Runs or worlds in a list."""


def status(shown: RunStatus) -> Layout:
    """Return how a run is."""
    now, state = shown.standing, "paused" if shown.paused else shown.status
    lines = [
        f"### {fit(shown.title, LINE)} · turn {shown.turn}",
        f"{fit(shown.place, LINE)} · {fit(shown.hour, 40)} · {state}",
        small(fit(" · ".join((now.lamp, *now.threats)), 3 * LINE)),
    ]
    if now.wounds:
        lines.append(small(f"hurt: {fit(', '.join(now.wounds), LINE)}"))
    if now.ways:
        lines.append(small(fit(" · ".join(now.ways), 2 * LINE)))
    lines += [
        f"Started by {fit(shown.host, 64)}. Here: {_named(shown.players)}",
        small(f"{played_by(shown.settings)} · tape {fit(shown.run, 40)}"),
    ]
    if shown.link:
        lines.append(small(f"[Where the tape is now](<{shown.link}>)"))
    return Layout(Container(text("\n".join(lines)), accent_color=color_of(shown.world)))


def settings(shown: RunStatus, *, harsh: bool = False) -> Layout:
    """Return the panel of a run's settings. `harsh` says whether the channel allows that rating."""
    items: list[Item[Any]] = [
        text(f"### How this tape is played\n{small(played_by(shown.settings))}"),
        text("Whoever started it may change it. A new clock starts at once."),
    ]
    for field, offered in RUN_MENUS.items():
        press = Press(field, shown.run, shown.turn, shown.take, 0)  # pyright: ignore[reportArgumentType]
        now = _now(shown.settings, field)
        options = [
            option(e.value, e.label, default=e.value == _value(now))
            for e in offered.entries(now)
            if harsh or e.value != "harsh" or now == "harsh"
        ]
        items.append(menu(press.custom_id, offered.title, options))
    return Layout(Container(*items, accent_color=color_of(shown.world)))


def helping(worlds: Sequence[Playable]) -> Layout:
    """Return how to play, and every command."""
    commands = "\n".join(f"`{c.usage}` {c.help}" for c in COMMANDS)
    titles = ", ".join(fit(w.title, 60) for w in worlds[:A_PAGE])
    return Layout(
        Container(
            text("### How a tape is played\n" + "\n".join((*HOW, HOW_CLOCK))),
            text(commands),
            text(small(f"Worlds: {titles}")),
        )
    )


def about(shown: Playable) -> Layout:
    """Return what there is to know of a world before it is played."""
    lines = [f"### {fit(shown.title, LINE)}", small(fit(f"{shown.date} · {shown.version}", LINE))]
    lines.append(fit(shown.pitch, 2 * LINE))
    # The first line of a world's help says how an action is given: on Discord that is HOW.
    lines += [fit(line, 3 * LINE) for line in shown.helps[1:5]]
    return Layout(Container(text("\n".join(lines)), accent_color=color_of(shown.id)))


def worlds(shown: Sequence[Playable]) -> Layout:
    """Return the worlds that can be played here."""
    told = [f"**{fit(w.title, 60)}** {fit(w.pitch, 2 * LINE)}" for w in shown[:A_PAGE]]
    return Layout(Container(text("\n".join(told) or "No world can be played here.")))


def tapes(shown: Sequence[Listed]) -> Layout:
    """Return a list of runs, the latest first."""
    lines = [
        f"`{fit(t.run, 40)}` {fit(t.title, 60)} · {counted(t.turn, 'turn')} · "
        f"{fit(t.ended, 60)} · {moment(t.played)}"
        for t in shown[:A_PAGE]
    ]
    return Layout(Container(text("\n".join(lines) or "No tape has been made here yet.")))


def privacy() -> Layout:
    """Return what is kept about people, and what they can do about it."""
    buttons = [
        button(PanelPress("privacy", "export").custom_id, "Export"),
        button(PanelPress("privacy", "erase").custom_id, "Erase", ButtonStyle.danger),
    ]
    return Layout(Container(text("\n\n".join(PRIVACY)), *rows(buttons)))


def erasing() -> Layout:
    """Return the question before somebody is forgotten."""
    yes = button(PanelPress("privacy", "forget").custom_id, "Erase me", ButtonStyle.danger)
    return Layout(text(ERASE), *rows([yes]))


def _named(names: Iterable[str]) -> str:
    everyone = list(names)
    named = [fit(name, 64) for name in everyone[:NAMED]]
    if len(everyone) > NAMED:
        named.append(f"{len(everyone) - NAMED} more")
    return ", ".join(named) or "nobody yet"


def _now(settings: RunSettings, field: str) -> Any:
    return pictured(settings) if field == "pictures" else getattr(settings, field)


def _value(now: Any) -> str:
    return "off" if now is None else str(now)
