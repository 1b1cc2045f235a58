"""Modals: what a form asks, what a client lets a user send, and what is sent then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .checks import bounds
from .errors import Impossible
from .looks import walk
from .wire import SELECTS, Json, Part

Filled: TypeAlias = str | bool | Sequence[str]
"""What goes into a field: a text, a tick, or the values that are chosen."""

_MANY = SELECTS | {Part.CHECKBOX_GROUP, Part.FILE_UPLOAD}
_FIELDS = _MANY | {Part.TEXT_INPUT, Part.RADIO_GROUP, Part.CHECKBOX}


@dataclass(frozen=True)
class Modal:
    """A form that stands before one user."""

    data: Json
    asker: Any = field(repr=False)
    """The interaction that opened it."""

    @property
    def custom_id(self) -> str:
        return self.data["custom_id"]

    @property
    def title(self) -> str:
        return self.data["title"]

    @property
    def fields(self) -> dict[str, Json]:
        """Everything to fill in, by custom_id."""
        parts = walk(self.data["components"])
        return {part["custom_id"]: part for part in parts if part["type"] in _FIELDS}

    def filled(self, values: Mapping[str, Filled]) -> list[Json]:
        """Return the form's components as they are sent, filled with these values.

        Raises:
            Impossible: When a client would not send that.
        """
        strangers = values.keys() - self.fields.keys()
        if strangers:
            raise Impossible(f"the form has {sorted(self.fields)}, not {sorted(strangers)}")
        numbers = iter(range(1, 1000))
        return [_mirror(part, values, numbers) for part in self.data["components"]]


def _mirror(part: Json, values: Mapping[str, Filled], numbers: Any) -> Json:
    known: Json = {"type": part["type"], "id": part.get("id") or next(numbers)}
    if part["type"] == Part.ROW:
        return {
            **known,
            "components": [_mirror(one, values, numbers) for one in part["components"]],
        }
    if part["type"] == Part.LABEL:
        return {**known, "component": _mirror(part["component"], values, numbers)}
    if part["type"] not in _FIELDS:
        return known
    return {**known, "custom_id": part["custom_id"], **_value(part, values.get(part["custom_id"]))}


def _value(part: Json, given: Filled | None) -> Json:
    kind = part["type"]
    if kind == Part.TEXT_INPUT:
        return {"value": _text(part, part.get("value", "") if given is None else str(given))}
    if kind == Part.CHECKBOX:
        return {"value": bool(given)}
    if kind == Part.RADIO_GROUP:
        if given is None and part.get("required", True):
            raise Impossible(f"{part['custom_id']} has to be chosen")
        return {"value": given}
    return {"values": _chosen(part, given)}


def _text(part: Json, text: str) -> str:
    name = part["custom_id"]
    if not text and part.get("required", True):
        raise Impossible(f"{name} has to be filled in")
    if len(text) > (part.get("max_length") or 4000):
        raise Impossible(f"{name} takes {part.get('max_length')} characters, not {len(text)}")
    if text and len(text) < (part.get("min_length") or 0):
        raise Impossible(f"{name} needs {part.get('min_length')} characters, not {len(text)}")
    return text


def _chosen(part: Json, given: Filled | None) -> list[str]:
    name = part["custom_id"]
    values = (
        [given]
        if isinstance(given, str)
        else list(given or ())
        if not isinstance(given, bool)
        else []
    )
    offered: list[Json] = part.get("options") or []
    unknown = set(values) - {option["value"] for option in offered}
    if offered and unknown:
        raise Impossible(f"{name} offers no {sorted(unknown)}")
    fewest, most = bounds(part)
    fewest = fewest if part.get("required", True) else 0
    if not fewest <= len(values) <= most:
        raise Impossible(f"{name} takes {fewest} to {most} values")
    return values
