"""The intro: who you are, how a turn works, and what begins a run."""

from collections.abc import Iterator
from typing import Any

from discord import ButtonStyle
from discord.ui import Container, Item, Separator

from nightreel.surfaces.discord.custom_ids import LobbyPress, LobbyVerb
from nightreel.surfaces.discord.layouts.colors import color_of
from nightreel.surfaces.discord.layouts.parts import (
    OPTIONS,
    Layout,
    button,
    menu,
    option,
    rows,
    small,
    text,
)
from nightreel.surfaces.discord.layouts.plain import fit
from nightreel.surfaces.discord.saying import played_by
from nightreel.surfaces.discord.shown import Lobby, Playable
from nightreel.surfaces.discord.texts import HOW, HOW_CLOCK

PITCH = 400


def lobby(shown: Lobby) -> Layout:
    """Return the intro's message."""
    return Layout(Container(*_items(shown), accent_color=color_of(shown.world)))


def _items(shown: Lobby) -> Iterator[Item[Any]]:
    world = _world(shown)
    yield text(
        f"## {fit(world.title, 100)}\n{small(fit(world.date, 100))}"
        if world.date
        else f"## {fit(world.title, 100)}"
    )
    yield text(fit(world.pitch, PITCH))
    yield Separator()
    clocked = (HOW_CLOCK,) if shown.settings.clock is not None else ()
    yield text("\n".join((*HOW, *clocked)))
    yield text(small(played_by(shown.settings)))
    if shown.begun:
        yield text(small(f"{fit(shown.begun, 64)} pressed Play. The tape runs."))
    else:
        yield text(
            small(f"{fit(shown.host, 64)} brought this tape. Whoever presses Play starts it.")
        )
        yield from _controls(shown)


def _controls(shown: Lobby) -> Iterator[Item[Any]]:
    yield from rows(
        [
            button(_id(shown, "play"), "Play", ButtonStyle.success),
            button(_id(shown, "mute"), "Play without pictures"),
        ]
    )
    offered = [w for w in shown.worlds if w.id == shown.world]
    offered += [w for w in shown.worlds if w.id != shown.world][: OPTIONS - len(offered)]
    options = [option(w.id, w.title, w.pitch, default=w.id == shown.world) for w in offered]
    if len(options) > 1:
        yield menu(_id(shown, "world"), "Another world", options)


def _world(shown: Lobby) -> Playable:
    unknown = Playable(shown.world, shown.world, "")
    return next((w for w in shown.worlds if w.id == shown.world), unknown)


def _id(shown: Lobby, verb: LobbyVerb) -> str:
    return LobbyPress(verb, shown.key, shown.world, shown.settings).custom_id
