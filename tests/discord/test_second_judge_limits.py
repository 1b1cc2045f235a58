"""Limits of messages and forms, on which simcord and the emulator have to agree.

Each has been written from Discord's documentation by other people. Where they did not agree, and
who was right, is in `test_emulator_judged.py`.
"""

from typing import Any

import pytest

pytest.importorskip("simcord", reason="simcord is not installed")

from simcord.components import (
    ComponentValidationError,
    validate_message_state,
    validate_modal,
)

from tests.discord.emulator.checks import message_problems, modal_problems
from tests.discord.emulator.wire import Flag, Json, Part


def words(text: str = "Here.", **more: Any) -> Json:
    return {"type": Part.TEXT, "content": text, **more}


def button(at: str = "a", **more: Any) -> Json:
    return {"type": Part.BUTTON, "style": 1, "custom_id": at, "label": "Go", **more}


def row(*parts: Json) -> Json:
    return {"type": Part.ROW, "components": list(parts)}


def box(*parts: Json) -> Json:
    return {"type": Part.CONTAINER, "components": list(parts)}


def menu(*values: str, **more: Any) -> Json:
    options = [{"label": value, "value": value} for value in values]
    return {"type": Part.STRING_SELECT, "custom_id": "menu", "options": options, **more}


def gallery(pictures: int, alt: str = "A wall") -> Json:
    item = {"media": {"url": "https://example.org/wall.png"}, "description": alt}
    return {"type": Part.GALLERY, "items": [item] * pictures}


def section(*parts: Json, beside: Json) -> Json:
    return {"type": Part.SECTION, "components": list(parts), "accessory": beside}


def form(*parts: Json, title: str = "Turn 1") -> Json:
    return {"custom_id": "form", "title": title, "components": list(parts)}


def field(label: str = "What?", at: str = "words", **more: Any) -> Json:
    inside = {"type": Part.TEXT_INPUT, "custom_id": at, "style": 2, **more}
    return {"type": Part.LABEL, "label": label, "component": inside}


LAYOUTS: dict[str, tuple[bool, list[Json]]] = {
    "a text": (True, [words()]),
    "an empty text": (False, [words("")]),
    "4,000 characters": (True, [words("x" * 2000), box(words("y" * 2000))]),
    "4,001 characters": (False, [words("x" * 2000), box(words("y" * 2001))]),
    "40 components": (True, [box(*[words()] * 39)]),
    "41 components": (False, [box(*[words()] * 40)]),
    "nothing": (False, []),
    "five buttons a row": (True, [row(*(button(str(n)) for n in range(5)))]),
    "six buttons a row": (False, [row(*(button(str(n)) for n in range(6)))]),
    "six rows": (True, [row(button(str(n))) for n in range(6)]),
    "an empty row": (False, [row()]),
    "a label of 80": (True, [row(button(label="x" * 80))]),
    "a label of 81": (False, [row(button(label="x" * 81))]),
    "a custom id of 100": (True, [row(button("x" * 100))]),
    "a custom id of 101": (False, [row(button("x" * 101))]),
    "an empty custom id": (False, [row(button(""))]),
    "a custom id twice": (False, [row(button()), box(row(button()))]),
    "an id twice": (False, [words(id=7), box(words(id=7))]),
    "a button on top": (False, [button()]),
    "a box in a box": (False, [box(box(words()))]),
    "a link with a custom id": (False, [row(button(style=5, url="https://example.org"))]),
    "a button with a url": (False, [row(button(url="https://example.org"))]),
    "25 options": (True, [row(menu(*map(str, range(25))))]),
    "26 options": (False, [row(menu(*map(str, range(26))))]),
    "an option twice": (False, [row(menu("a", "a"))]),
    "a menu beside a button": (False, [row(menu("a"), button())]),
    "more wanted than taken": (False, [row(menu("a", "b", min_values=2, max_values=1))]),
    "ten pictures": (True, [gallery(10)]),
    "eleven pictures": (False, [gallery(11)]),
    "alt text of 1,024": (True, [gallery(1, "x" * 1024)]),
    "alt text of 1,025": (False, [gallery(1, "x" * 1025)]),
    "three texts a section": (True, [section(*[words()] * 3, beside=button())]),
    "four texts a section": (False, [section(*[words()] * 4, beside=button())]),
    "a menu beside a text": (False, [section(words(), beside=menu("a"))]),
    "a field in a message": (False, [row({"type": Part.TEXT_INPUT, "custom_id": "a"})]),
}

FORMS: dict[str, tuple[bool, Json]] = {
    "a field": (True, form(field())),
    "no field": (False, form()),
    "five fields": (True, form(*(field(at=str(n)) for n in range(5)))),
    "six fields": (False, form(*(field(at=str(n)) for n in range(6)))),
    "a field twice": (False, form(field(), field())),
    "a title of 45": (True, form(field(), title="x" * 45)),
    "a title of 46": (False, form(field(), title="x" * 46)),
    "a label of 45": (True, form(field("x" * 45))),
    "a label of 46": (False, form(field("x" * 46))),
    "a placeholder of 101": (False, form(field(placeholder="x" * 101))),
    "more wanted than taken": (False, form(field(min_length=5, max_length=3))),
    "a field without a label": (False, form(field()["component"])),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_both_judges_say_the_same_of_a_layout(name: str) -> None:
    fits, parts = LAYOUTS[name]
    ours = message_problems("", [], parts, Flag.COMPONENTS_V2)
    assert (ours == [], simcord_takes(parts)) == (fits, fits), ours


def simcord_takes(parts: list[Json]) -> bool:
    try:
        validate_message_state(parts, flags=Flag.COMPONENTS_V2, content=None, embeds=[])
    except ComponentValidationError:
        return False
    return True


@pytest.mark.parametrize("beside", ["content", "embeds"])
def test_neither_judge_takes_anything_beside_components_v2(beside: str) -> None:
    content = "Look." if beside == "content" else ""
    embeds: list[Json] = [{"title": "Look."}] if beside == "embeds" else []
    assert message_problems(content, embeds, [words()], Flag.COMPONENTS_V2)
    with pytest.raises(ComponentValidationError, match="cannot contain"):
        validate_message_state([words()], flags=Flag.COMPONENTS_V2, content=content, embeds=embeds)


@pytest.mark.parametrize("name", FORMS)
def test_both_judges_say_the_same_of_a_form(name: str) -> None:
    fits, form = FORMS[name]
    ours = modal_problems(form)
    try:
        validate_modal(form)
    except ComponentValidationError:
        assert not fits
    else:
        assert fits
    assert (ours == []) == fits, ours
