"""Discord's limits for a message of components, checked by hand on what would be sent."""

from collections.abc import Iterator
from typing import Any

from discord.ui import LayoutView

BUTTON, SELECTS, TEXT, GALLERY, ROW = 2, (3, 5, 6, 7, 8), 10, 12, 1


def sent(layout: LayoutView) -> list[dict[str, Any]]:
    """The components as they are sent."""
    return layout.to_components()


def walked(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, those inside others too."""
    for component in components:
        yield component
        yield from walked(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def texts(layout: LayoutView) -> str:
    """Everything that can be read in the texts of a message."""
    return "\n".join(c["content"] for c in walked(sent(layout)) if c["type"] == TEXT)


def buttons(layout: LayoutView) -> list[dict[str, Any]]:
    return [c for c in walked(sent(layout)) if c["type"] == BUTTON]


def controls(layout: LayoutView) -> list[dict[str, Any]]:
    return [c for c in walked(sent(layout)) if "custom_id" in c]


def wrongs(layout: LayoutView) -> list[str]:
    """What Discord would refuse."""
    whole = list(walked(sent(layout)))
    ids = [c["custom_id"] for c in whole if "custom_id" in c]
    length = sum(len(c["content"]) for c in whole if c["type"] == TEXT)
    found = [f"{len(whole)} components"] if len(whole) > 40 else []
    found += [f"{length} characters"] if length > 4000 else []
    found += ["an id twice"] if len(set(ids)) < len(ids) else []
    found += [f"id of {len(i)}" for i in ids if not 1 <= len(i) <= 100]
    return found + [wrong for component in whole for wrong in _wrong(component)]


def _wrong(component: dict[str, Any]) -> Iterator[str]:
    kind = component["type"]
    if kind == BUTTON and not 1 <= len(component["label"]) <= 80:
        yield f"label of {len(component['label'])}"
    if kind == TEXT and not component["content"].strip():
        yield "a text of nothing"
    if kind == ROW:
        yield from _wrong_row(component["components"])
    if kind == GALLERY:
        for item in component["items"]:
            if len(item.get("description") or "") > 1024:
                yield "alt text too long"
    if kind in SELECTS:
        yield from _wrong_menu(component)


def _wrong_row(inside: list[dict[str, Any]]) -> Iterator[str]:
    menus = sum(c["type"] in SELECTS for c in inside)
    if not 1 <= len(inside) <= (1 if menus else 5):
        yield f"{len(inside)} in a row"


def _wrong_menu(menu: dict[str, Any]) -> Iterator[str]:
    if len(menu.get("placeholder") or "") > 150:
        yield "placeholder too long"
    least, most = menu["min_values"], menu["max_values"]
    if not 0 <= least <= most <= 25:
        yield f"from {least} to {most} values"
    if len(menu.get("default_values") or []) > most:
        yield "more defaults than may be picked"
    if menu["type"] != 3:
        return
    options = menu["options"]
    values = [o["value"] for o in options]
    if not 1 <= len(options) <= 25 or most > len(options) or len(set(values)) < len(values):
        yield f"options {values}"
    if sum(bool(o.get("default")) for o in options) > most:
        yield "more defaults than may be picked"
    for o in options:
        if max(len(o["label"]), len(o["value"]), len(o.get("description") or "")) > 100:
            yield f"option {o['value']} too long"
        if not o["label"]:
            yield "an option without a label"
