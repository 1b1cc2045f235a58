"""The panels for whoever manages a server: limits, who may play what where, and defaults."""

from collections.abc import Mapping, Sequence
from typing import Any

from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType
from discord.ui import ActionRow, ChannelSelect, Container, Item, RoleSelect

from nightreel.ports.rooms import Ruled
from nightreel.surfaces.discord.custom_ids import PanelPress
from nightreel.surfaces.discord.layouts.parts import OPTIONS, Layout, menu, option, small, text
from nightreel.surfaces.discord.layouts.plain import fit
from nightreel.surfaces.discord.menus import DEFAULT_MENUS, LIMIT_MENUS, Menu
from nightreel.surfaces.discord.shown import Playable

AREA = "admin"
"""What the controls of these panels carry as their area; `what` is the field of the rules."""


class Picked(SelectDefaultValue):
    """What is picked already. discord.py writes its id as a number; Discord describes a string."""

    def to_dict(self) -> Any:
        """Return it as Discord describes it."""
        return {**super().to_dict(), "id": str(self.id)}


def limits(shown: Ruled) -> Layout:
    """Return the panel of limits."""
    head = "### Limits\nHow much is played here at once, and how fast."
    return Layout(Container(text(head), *_menus(shown, LIMIT_MENUS)))


def defaults(shown: Ruled) -> Layout:
    """Return the panel of what a run is like unless /play says otherwise."""
    head = "### Defaults\nWhat a tape is like unless /play says otherwise."
    return Layout(Container(text(head), *_menus(shown, DEFAULT_MENUS)))


def access(shown: Ruled, known: Sequence[Playable]) -> Layout:
    """Return the panel of channels, worlds and hosts. What is left empty means all."""
    rules = shown.rules
    channels: ChannelSelect[Layout] = ChannelSelect(
        custom_id=_id(shown, "channels"),
        placeholder="Channels: all",
        channel_types=[ChannelType.text, ChannelType.public_thread, ChannelType.private_thread],
        min_values=0,
        max_values=OPTIONS,
        default_values=_picked(rules.channels, SelectDefaultValueType.channel),
        required=False,
    )
    hosts: RoleSelect[Layout] = RoleSelect(
        custom_id=_id(shown, "hosts"),
        placeholder="Who may start a tape: everybody",
        min_values=0,
        max_values=OPTIONS,
        default_values=_picked(rules.hosts, SelectDefaultValueType.role),
        required=False,
    )
    items: list[Item[Any]] = [
        text("### Who plays what, and where\nWhat is left empty means all."),
        ActionRow(channels),
        ActionRow(hosts),
    ]
    if known:
        offered = [option(w.id, w.title, w.pitch, default=w.id in rules.worlds) for w in known]
        items.append(menu(_id(shown, "worlds"), "Worlds: all", offered, many=True))
    if len(known) > OPTIONS:
        items.append(text(small(f"The first {OPTIONS} worlds are listed.")))
    return Layout(Container(*items))


def ruled(shown: Ruled, known: Sequence[Playable]) -> Layout:
    """Return the rules in words."""
    rules = shown.rules
    titles = {w.id: w.title for w in known}
    named = [fit(titles.get(w, w), 60) for w in rules.worlds[:OPTIONS]]
    lines = ["### Rules of this server"]
    lines += [
        _told(offered, getattr(rules, field))
        for field, offered in {**LIMIT_MENUS, **DEFAULT_MENUS}.items()
    ]
    lines += [
        f"Channels: {_some([f'<#{c}>' for c in rules.channels[:OPTIONS]])}",
        f"Worlds: {_some(named)}",
        f"Who may start a tape: {_some([f'<@&{r}>' for r in rules.hosts[:OPTIONS]], 'everybody')}",
    ]
    return Layout(Container(text("\n".join(lines))))


def _menus(shown: Ruled, menus: Mapping[str, Menu]) -> list[Item[Any]]:
    return [_menu(shown, field, offered) for field, offered in menus.items()]


def _menu(shown: Ruled, field: str, offered: Menu) -> Item[Any]:
    now = getattr(shown.rules, field)
    current = "off" if now is None else str(now)
    options = [option(e.value, e.label, default=e.value == current) for e in offered.entries(now)]
    return menu(_id(shown, field), offered.title, options)


def _told(offered: Menu, now: Any) -> str:
    return offered.none if now is None else offered.told(now)


def _some(named: Sequence[str], everything: str = "all") -> str:
    return ", ".join(named) or everything


def _picked(ids: Sequence[str], kind: SelectDefaultValueType) -> list[SelectDefaultValue]:
    return [Picked(id=int(i), type=kind) for i in ids[:OPTIONS] if i.isdecimal()]


def _id(shown: Ruled, field: str) -> str:
    return PanelPress(AREA, field, shown.version).custom_id
