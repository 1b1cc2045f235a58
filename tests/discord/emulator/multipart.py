"""Reads what the bot sends: JSON, or a form with `payload_json` and `files[n]`."""

import io
import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web
from PIL import Image, UnidentifiedImageError

from .errors import Malformed
from .looks import Upload

_FILE = re.compile(r"files\[(\d+)\]")


@dataclass(frozen=True)
class Part:
    """A file on its way."""

    name: str
    data: bytes = field(repr=False)
    content_type: str


@dataclass(frozen=True)
class Form:
    """A request's body: its JSON, and its files by number."""

    body: Any = None
    files: dict[int, Part] = field(default_factory=dict[int, Part])
    multipart: bool = False


async def read(request: web.Request) -> Form:
    """Return a request's body.

    Raises:
        Malformed: When it is neither JSON nor such a form.
    """
    if request.content_type == "multipart/form-data":
        return await _read_parts(request)
    raw = await request.read()
    return Form(_parse(raw) if raw else None)


async def _read_parts(request: web.Request) -> Form:
    body: Any = None
    files: dict[int, Part] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise Malformed(["a form inside a form"])
        data = bytes(await part.read(decode=True))
        numbered = _FILE.fullmatch(part.name or "")
        if part.name == "payload_json":
            body = _parse(data)
        elif numbered:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[int(numbered[1])] = Part(part.filename or "unknown", data, kind)
        else:
            raise Malformed([f"a form has no part named {part.name!r}"])
    return Form(body, files, multipart=True)


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise Malformed([f"the body is no JSON: {error}"]) from None


def upload(part: Part, number: int, *, name: str | None, description: str | None) -> Upload:
    """Return a file as it is kept, with the size of the picture if it is one."""
    width, height, kind = None, None, part.content_type
    try:
        with Image.open(io.BytesIO(part.data)) as picture:
            width, height = picture.size
            kind = picture.get_format_mimetype() or kind
    except (UnidentifiedImageError, OSError):
        pass
    return Upload(number, name or part.name, part.data, kind, description, width, height)
