"""Limits that Discord holds messages and modals to, and that its OpenAPI description doesn't know.

Each check returns sentences about what is wrong. Limits that the description does know are checked
here too where a surface is likely to meet them, because the description may be absent.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from .looks import walk
from .wire import LINK_BUTTON, SELECTS, Flag, Json, Part, obj

MOST_COMPONENTS = 40
MOST_TEXT = 4000
MOST_CONTENT = 2000
MOST_LABEL = 80
MOST_IN_ROW = 5
MOST_ROWS = 5
MOST_CUSTOM_ID = 100
MOST_ALT = 1024
MOST_OPTIONS = 25
MOST_OPTION_TEXT = 100
MOST_IN_GALLERY = 10
MOST_IN_SECTION = 3
MOST_FILES = 10
MOST_EMBEDS = 10
MOST_EMBED_TEXT = 6000
MOST_MODAL_TITLE = 45
MOST_MODAL_PARTS = 5
MOST_INPUT = 4000
MOST_FIELD_LABEL = 45
MOST_FIELD_DESCRIPTION = 100

_ON_TOP = {
    Part.ROW,
    Part.SECTION,
    Part.TEXT,
    Part.GALLERY,
    Part.FILE,
    Part.SEPARATOR,
    Part.CONTAINER,
}
_IN_LABEL = SELECTS | {
    Part.TEXT_INPUT, Part.FILE_UPLOAD, Part.RADIO_GROUP, Part.CHECKBOX_GROUP, Part.CHECKBOX,
}  # fmt: skip


def message_problems(
    content: str, embeds: Sequence[Json], components: Sequence[Json], flags: int
) -> list[str]:
    """Return what is wrong with a message as it would stand."""
    found = list(_parts(components))
    if flags & Flag.COMPONENTS_V2:
        found += _v2(content, embeds, components)
    else:
        found += _v1(content, embeds, components)
    return found


def modal_problems(data: Json) -> list[str]:
    """Return what is wrong with a modal."""
    parts: list[Json] = data.get("components") or []
    found = list(_length("a modal's title", data.get("title"), MOST_MODAL_TITLE, fewest=1))
    found += _length("a modal's custom_id", data.get("custom_id"), MOST_CUSTOM_ID, fewest=1)
    if not 1 <= len(parts) <= MOST_MODAL_PARTS:
        found.append(f"a modal has {len(parts)} parts, of 1 to {MOST_MODAL_PARTS}")
    for part in parts:
        if part["type"] not in (Part.ROW, Part.LABEL, Part.TEXT):
            found.append(f"a modal can't hold a component of type {part['type']}")
        if part["type"] == Part.LABEL:
            found += _label(part)
    return [*found, *_parts(parts, modal=True)]


def choice_problems(choices: Sequence[Json]) -> list[str]:
    """Return what is wrong with what an autocomplete offers."""
    found: list[str] = []
    if len(choices) > MOST_OPTIONS:
        found.append(f"{len(choices)} choices are offered, of {MOST_OPTIONS}")
    for choice in choices:
        found += _length("a choice's name", choice.get("name"), MOST_OPTION_TEXT, fewest=1)
        if isinstance(choice.get("value"), str):
            found += _length("a choice's value", choice["value"], MOST_OPTION_TEXT)
    return found


def mention_problems(allowed: Json | None) -> list[str]:
    """Return what is wrong with whom a message may call."""
    asked = allowed or {}
    parsed: list[str] = asked.get("parse") or []
    return [
        f"allowed_mentions lets all {kind} through, and names some"
        for kind in ("users", "roles")
        if kind in parsed and asked.get(kind)
    ]


def _v2(content: str, embeds: Sequence[Json], components: Sequence[Json]) -> Iterator[str]:
    everything = list(walk(components))
    if content:
        yield "content stands beside Components V2"
    if embeds:
        yield "embeds stand beside Components V2"
    if not components:
        yield "a Components V2 message has no components"
    if len(everything) > MOST_COMPONENTS:
        yield f"a message has {len(everything)} components, of {MOST_COMPONENTS}"
    written = sum(len(part.get("content", "")) for part in everything if part["type"] == Part.TEXT)
    if written > MOST_TEXT:
        yield f"a message's texts have {written} characters, of {MOST_TEXT}"
    for part in components:
        if part["type"] not in _ON_TOP:
            yield f"a component of type {part['type']} can't stand on top"
    for part in everything:
        if part["type"] == Part.CONTAINER and any(
            inner["type"] == Part.CONTAINER for inner in part["components"]
        ):
            yield "a container stands in a container"


def _v1(content: str, embeds: Sequence[Json], components: Sequence[Json]) -> Iterator[str]:
    yield from _length("content", content, MOST_CONTENT)
    if len(embeds) > MOST_EMBEDS:
        yield f"a message has {len(embeds)} embeds, of {MOST_EMBEDS}"
    written = sum(map(_embed_length, embeds))
    if written > MOST_EMBED_TEXT:
        yield f"a message's embeds have {written} characters, of {MOST_EMBED_TEXT}"
    if len(components) > MOST_ROWS:
        yield f"a message has {len(components)} rows, of {MOST_ROWS}"
    for part in components:
        if part["type"] != Part.ROW:
            yield f"a component of type {part['type']} needs the Components V2 flag"


def _embed_length(embed: Json) -> int:
    fields: list[Json] = embed.get("fields") or []
    total = sum(len(embed.get(key) or "") for key in ("title", "description"))
    total += len(obj(embed.get("footer")).get("text") or "")
    total += len(obj(embed.get("author")).get("name") or "")
    return total + sum(len(one["name"]) + len(one["value"]) for one in fields)


def _parts(components: Sequence[Json], *, modal: bool = False) -> Iterator[str]:
    everything = list(walk(components))
    yield from _repeated("custom_id", everything)
    yield from _repeated("id", everything)
    for part in everything:
        if "custom_id" in part:
            yield from _length("a custom_id", part["custom_id"], MOST_CUSTOM_ID, fewest=1)
        yield from _of_kind(part, modal=modal)


def _of_kind(part: Json, *, modal: bool) -> Iterator[str]:
    kind = part["type"]
    if kind == Part.ROW:
        yield from _row(part)
    elif kind == Part.BUTTON:
        yield from _button(part)
    elif kind in SELECTS:
        yield from _select(part)
    elif kind == Part.SECTION:
        yield from _section(part)
    elif kind == Part.TEXT:
        yield from _length("a text", part.get("content"), MOST_TEXT, fewest=1)
    elif kind == Part.GALLERY:
        yield from _gallery(part)
    elif kind == Part.THUMBNAIL:
        yield from _described("alt text", part, MOST_ALT)
    elif kind == Part.TEXT_INPUT:
        yield from _input(part, modal=modal)


def _row(part: Json) -> Iterator[str]:
    inside: list[Json] = part["components"]
    kinds = {one["type"] for one in inside}
    if not inside:
        yield "a row is empty"
    if len(inside) > MOST_IN_ROW:
        yield f"a row has {len(inside)} buttons, of {MOST_IN_ROW}"
    if len(inside) > 1 and kinds != {Part.BUTTON}:
        yield "a row holds a select or an input beside something else"


def _button(part: Json) -> Iterator[str]:
    label = part.get("label") or ""
    yield from _length("a button's label", label, MOST_LABEL)
    link = part["style"] == LINK_BUTTON
    if not label and not part.get("emoji") and "sku_id" not in part:
        yield "a button has neither label nor emoji"
    if link != ("url" in part):
        yield "only a link button has a url, and it has one"
    if link == bool(part.get("custom_id")) and "sku_id" not in part:
        yield "a button has a custom_id unless it is a link"


def _select(part: Json) -> Iterator[str]:
    fewest, most = bounds(part)
    yield from _length("a placeholder", part.get("placeholder"), 150)
    if fewest > most:
        yield f"a select wants at least {fewest} values and at most {most}"
    if part["type"] != Part.STRING_SELECT:
        return
    options: list[Json] = part.get("options") or []
    if not 1 <= len(options) <= MOST_OPTIONS:
        yield f"a select has {len(options)} options, of 1 to {MOST_OPTIONS}"
    for option in options:
        for key, fewest in (("label", 1), ("value", 1), ("description", 0)):
            yield from _length(
                f"an option's {key}", option.get(key), MOST_OPTION_TEXT, fewest=fewest
            )
    if len({option["value"] for option in options}) < len(options):
        yield "two options of a select have one value"
    if most > max(1, len(options)):
        yield "a select wants more values than it has options"


def _section(part: Json) -> Iterator[str]:
    inside: list[Json] = part["components"]
    if not 1 <= len(inside) <= MOST_IN_SECTION:
        yield f"a section has {len(inside)} texts, of 1 to {MOST_IN_SECTION}"
    if obj(part.get("accessory")).get("type") not in (Part.BUTTON, Part.THUMBNAIL):
        yield "a section has no button or thumbnail"


def _gallery(part: Json) -> Iterator[str]:
    items: list[Json] = part["items"]
    if not 1 <= len(items) <= MOST_IN_GALLERY:
        yield f"a gallery has {len(items)} items, of 1 to {MOST_IN_GALLERY}"
    for item in items:
        yield from _described("alt text", item, MOST_ALT)


def _input(part: Json, *, modal: bool) -> Iterator[str]:
    if not modal:
        yield "a text input stands outside a modal"
    yield from _length("an input's value", part.get("value"), part.get("max_length") or MOST_INPUT)
    yield from _length("a placeholder", part.get("placeholder"), 100)
    yield from _length("an input's label", part.get("label"), MOST_FIELD_LABEL)
    if (part.get("min_length") or 0) > (part.get("max_length") or MOST_INPUT):
        yield "an input wants more characters than it takes"


def _label(part: Json) -> Iterator[str]:
    yield from _length("a label", part.get("label"), MOST_FIELD_LABEL, fewest=1)
    yield from _described("a description", part, MOST_FIELD_DESCRIPTION)
    if obj(part.get("component")).get("type") not in _IN_LABEL:
        yield "a label holds nothing to fill in"


def bounds(part: Json) -> tuple[int, int]:
    """Return how many values a select wants; what is null or absent is one."""
    fewest, most = part.get("min_values"), part.get("max_values")
    return 1 if fewest is None else fewest, 1 if most is None else most


def _described(what: str, part: Json, most: int) -> Iterator[str]:
    """A description may be left out, but not be empty."""
    if part.get("description") is not None:
        yield from _length(what, part["description"], most, fewest=1)


def _length(what: str, text: str | None, most: int, *, fewest: int = 0) -> Iterator[str]:
    if not fewest <= len(text or "") <= most:
        begins = (text or "")[:60]
        yield f"{what} has {len(text or '')} characters, of {fewest} to {most}: {begins!r}"


def _repeated(key: str, everything: Sequence[Json]) -> Iterator[str]:
    counted = Counter(part[key] for part in everything if part.get(key))
    for value, times in counted.items():
        if times > 1:
            yield f"{times} components have the {key} {value!r}"
