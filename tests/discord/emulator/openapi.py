"""Holds every exchange to Discord's own OpenAPI description, where that is to be had.

The description is data and not part of the project. It is looked for where
NIGHTREEL_DISCORD_OPENAPI says, then beside the repository. Without it, or without `jsonschema-rs`,
nothing is checked and `skipped` says why.
"""

import json
import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from .wire import Json, obj, objs

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, Registry, ValidationError

_ROOT = Path(__file__).resolve().parents[3]
_URN = "urn:discord"


def description_path() -> Path | None:
    """Return where the description is, or None."""
    named = os.environ.get("NIGHTREEL_DISCORD_OPENAPI")
    path = Path(named) if named else _ROOT.parent / "shared" / "discord" / "openapi.json"
    return path if path.is_file() else None


@cache
def _load(path: Path) -> tuple[Json, "Registry"]:
    from jsonschema_rs import Registry

    known: Json = json.loads(path.read_text(encoding="utf-8"))
    return known, Registry([(_URN, known)])


@cache
def _validator(path: Path, pointer: str) -> "Draft202012Validator":
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(
        {"$ref": f"{_URN}#{quote(pointer, safe='/~')}"}, registry=_load(path)[1]
    )


class Description:
    """Says what in a request or an answer breaks the description."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.skipped = _reason_to_skip(path)

    def request(self, route: str, body: Any, *, multipart: bool) -> list[str]:
        """Return what is wrong with a request's body; routes are as in Exchange."""
        operation = self._operation(route)
        if operation is None or body is None:
            return []
        kind = "multipart/form-data" if multipart else "application/json"
        content = operation.get("requestBody", {}).get("content", {})
        if kind not in content:
            return [f"{route} takes no {kind}"]
        pointer = _pointer(route, "requestBody", "content", kind, "schema")
        return self._problems(pointer, _with_string_ids(body))

    def answer(self, route: str, status: int, body: Any) -> list[str]:
        """Return what is wrong with the emulator's own answer."""
        operation = self._operation(route)
        if operation is None or status >= 500:
            return []
        answers = operation["responses"]
        key = next((key for key in (str(status), f"{status // 100}XX") if key in answers), None)
        if key is None:
            return [f"{route} never answers {status}"]
        if "$ref" in answers[key]:
            name = answers[key]["$ref"].rsplit("/", 1)[1]
            pointer = f"/components/responses/{name}/content/application~1json/schema"
            return self._problems(pointer, body)
        if "content" not in answers[key]:
            return [f"{route} answers {status} without a body"] if body is not None else []
        return self._problems(
            _pointer(route, "responses", key, "content", "application/json", "schema"), body
        )

    def _operation(self, route: str) -> Json | None:
        if self.skipped or self._path is None:
            return None
        method, template = route.split(" ", 1)
        path = _load(self._path)[0]["paths"].get(template)
        return path and path.get(method.lower())

    def _problems(self, pointer: str, body: Any) -> list[str]:
        assert self._path is not None
        validator = _validator(self._path, pointer)
        return [line for error in validator.iter_errors(body) for line in _explain(error)]


def _reason_to_skip(path: Path | None) -> str | None:
    if path is None:
        return "no OpenAPI description: NIGHTREEL_DISCORD_OPENAPI names none"
    if find_spec("jsonschema_rs") is None:
        return "no jsonschema-rs to read the OpenAPI description with"
    return None


def _pointer(route: str, *keys: str) -> str:
    method, template = route.split(" ", 1)
    parts = ["paths", template, method.lower(), *keys]
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def _with_string_ids(body: Any) -> Any:
    """Return a body with string ids of attachments, as described; libraries send numbers."""
    known = obj(body)
    if data := obj(known.get("data")):
        return {**known, "data": _with_string_ids(data)}
    if not known.get("attachments"):
        return body
    attachments = [{**one, "id": str(one["id"])} for one in objs(known["attachments"])]
    return {**known, "attachments": attachments}


def _explain(error: "ValidationError") -> Iterator[str]:
    """Follow an error into the branch that was meant: the one whose `type` fits."""
    branches = cast(
        "Sequence[Sequence[ValidationError]] | None", getattr(error.kind, "context", None)
    )
    meant = [branch for branch in branches or () if not any(map(_is_other_type, branch))]
    if len(meant) != 1:
        where = "/".join(map(str, error.instance_path))
        yield f"at {where or 'the top'}: {error.message[:300]}"
        return
    for inner in meant[0]:
        yield from _explain(inner)


def _is_other_type(error: "ValidationError") -> bool:
    """Whether it only says that a tagged thing is not of this branch's kind."""
    path = list(error.instance_path)
    return (bool(path) and path[-1] == "type") or error.kind.name == "type"
