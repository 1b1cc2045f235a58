"""What a button carries: everything that a press needs to be understood, after a restart too.

At most 100 characters, and never a secret: whoever sees the button can read it.
"""

import re
from typing import Literal, get_args

from msgspec import Struct

from nightreel.core.settings import Crew, Rating, RunSettings

LIMIT = 100
"""Discord's, for a custom id."""

Verb = Literal[
    "act",  # take the choice `index`
    "write",  # open the box to write in
    "say",  # the box itself
    "other",  # other choices
    "auto",
    "quality",
    "eject",  # asks whether
    "end",  # and this ends it
    "resume",
    "again",  # play again
    "crew",  # the settings of a run, by select menu
    "clock",
    "rating",
    "pictures",
    "cooldown",
]
VERBS: tuple[Verb, ...] = get_args(Verb)

LobbyVerb = Literal["play", "mute", "world"]
"""*Play*, *Play without pictures*, the select of worlds."""
LOBBY_VERBS: tuple[LobbyVerb, ...] = get_args(LobbyVerb)

_N = "(?:0|[1-9][0-9]{0,6})"

PRESS = (
    r"nr:(?P<verb>" + "|".join(VERBS) + r"):(?P<run>[0-9a-z-]{1,40})"
    rf":(?P<turn>{_N}):(?P<take>{_N}):(?P<hand>{_N})(?::(?P<index>0|[1-9][0-9]{{0,2}}))?"
)
"""The template of a press on a run's message."""

LOBBY = (
    r"nr:(?P<verb>"
    + "|".join(LOBBY_VERBS)
    + r"):(?P<key>[0-9a-z]{1,20}):(?P<world>[a-z][a-z0-9-]*)"
    r":(?P<clock>(?:[1-9][0-9]{0,4})?)\.(?P<auto>(?:[1-9][0-9]{0,3})?)\.(?P<crew>[ohvr])(?P<rating>[mth])"
    r"(?P<quality>[df])(?P<pictures>[01])(?P<prepare>[01])\.(?P<cooldown>0|[1-9][0-9]?)"
    r"\.(?P<language>[A-Za-z-]{2,7})"
)
"""The template of a press on the intro."""

PANEL = rf"nr:panel:(?P<area>[a-z]{{1,12}}):(?P<what>[a-z_]{{1,24}}):(?P<version>{_N})"
"""The template of a control on a panel of settings, or of what is kept about somebody."""

_CREWS: dict[str, Crew] = {c[0]: c for c in get_args(Crew)}
_RATINGS: dict[str, Rating] = {r[0]: r for r in get_args(Rating)}


class Press(Struct, frozen=True):
    """A control on a turn's message: meant for that turn, take and hand of that run."""

    verb: Verb
    run: str
    turn: int
    take: int
    hand: int
    index: int | None = None

    @property
    def custom_id(self) -> str:
        """As Discord carries it."""
        whole = f"nr:{self.verb}:{self.run}:{self.turn}:{self.take}:{self.hand}"
        return whole if self.index is None else f"{whole}:{self.index}"


class LobbyPress(Struct, frozen=True):
    """A control on the intro: what would be begun by it."""

    verb: LobbyVerb
    key: str
    world: str
    settings: RunSettings

    @property
    def custom_id(self) -> str:
        """As Discord carries it."""
        s = self.settings
        flags = f"{s.crew[0]}{s.rating[0]}{s.quality[0]}{s.pictures:d}{s.prepare:d}"
        numbers = f"{'' if s.clock is None else s.clock}.{'' if s.auto is None else s.auto}"
        return f"nr:{self.verb}:{self.key}:{self.world}:{numbers}.{flags}.{s.cooldown}.{s.language}"


class PanelPress(Struct, frozen=True):
    """A control on a panel: `version` is of what the panel was made from."""

    area: str
    what: str
    version: int = 0

    @property
    def custom_id(self) -> str:
        """As Discord carries it."""
        return f"nr:panel:{self.area}:{self.what}:{self.version}"


Pressed = Press | LobbyPress | PanelPress


def read(custom_id: str) -> Pressed | None:
    """Return what a control carries, or None when it is none of ours."""
    for pattern, made in ((PRESS, _press), (LOBBY, _lobby), (PANEL, _panel)):
        match = re.fullmatch(pattern, custom_id)
        if match is not None and custom_id.isascii():
            return made(match)
    return None


def _press(match: re.Match[str]) -> Press:
    index = match["index"]
    return Press(
        match["verb"],  # pyright: ignore[reportArgumentType]
        match["run"],
        int(match["turn"]),
        int(match["take"]),
        int(match["hand"]),
        None if index is None else int(index),
    )


def _lobby(match: re.Match[str]) -> LobbyPress:
    settings = RunSettings(
        clock=int(match["clock"]) if match["clock"] else None,
        auto=int(match["auto"]) if match["auto"] else None,
        crew=_CREWS[match["crew"]],
        pictures=match["pictures"] == "1",
        quality="draft" if match["quality"] == "d" else "full",
        language=match["language"],
        rating=_RATINGS[match["rating"]],
        prepare=match["prepare"] == "1",
        cooldown=int(match["cooldown"]),
    )
    return LobbyPress(match["verb"], match["key"], match["world"], settings)  # pyright: ignore[reportArgumentType]


def _panel(match: re.Match[str]) -> PanelPress:
    return PanelPress(match["area"], match["what"], int(match["version"]))
