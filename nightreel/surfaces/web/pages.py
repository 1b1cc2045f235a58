"""The page itself, its parts, and the description of the interface as a page."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from msgspec import Struct

from nightreel.surfaces.web.problems import Refused
from nightreel.surfaces.web.wire import HealthOut

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".webp": "image/webp",
    }
)
_FIRST = "index.html"


class Leaf(Struct, frozen=True):
    """A file of the page."""

    data: bytes
    kind: str
    tag: str


def leaves() -> dict[str, Leaf]:
    """Read the files of the page: a few, and small. Nothing else can be asked for by a name."""
    found: dict[str, Leaf] = {}
    for entry in (files("nightreel.surfaces.web") / "page").iterdir():
        kind = _KINDS.get("." + entry.name.rpartition(".")[2])
        if kind is not None:
            data = entry.read_bytes()
            found[entry.name] = Leaf(data, kind, f'"{sha256(data).hexdigest()[:20]}"')
    return found


def page_routes(app: FastAPI, page: Mapping[str, Leaf]) -> APIRouter:
    """Return the routes to what a browser shows."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def first(request: Request) -> Response:
        return _served(request, page, _FIRST)

    @router.get("/static/{name}")
    async def part(name: str, request: Request) -> Response:
        return _served(request, page, name)

    @router.get("/favicon.ico")
    async def icon(request: Request) -> Response:
        return _served(request, page, "icon.svg")

    @router.get("/docs")
    async def docs() -> Response:
        return Response(description(app.openapi()), media_type="text/html; charset=utf-8")

    @router.get("/healthz")
    async def health() -> HealthOut:
        return HealthOut()

    del first, part, icon, docs, health  # the router has them
    return router


def _served(request: Request, page: Mapping[str, Leaf], name: str) -> Response:
    leaf = page.get(name)
    if leaf is None:
        raise Refused(404, "not_found")
    # Asked for again each time, and sent only when another version of the game has another one.
    headers = {"Cache-Control": "no-cache", "ETag": leaf.tag}
    if leaf.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(leaf.data, headers=headers, media_type=leaf.kind)


# --- the description, for people


def description(openapi: Mapping[str, Any]) -> str:
    """Return the OpenAPI description as a page that needs no script, and asks nobody else."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<title>Nightreel: the interface</title>",
        '<link rel="stylesheet" href="/static/docs.css"></head><body><main>',
        f"<h1>{escape(openapi['info']['title'])} {escape(openapi['info']['version'])}</h1>",
        f"<p>{escape(openapi['info'].get('description', ''))}</p>",
        '<p>For programs: <a href="/openapi.json">openapi.json</a>.</p>',
        *_operations(openapi),
        *_schemas(openapi),
        "</main></body></html>",
    ]
    return "\n".join(lines)


def _operations(openapi: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in openapi["paths"].items():
        for method, it in methods.items():
            yield f"<section><h2><b>{method.upper()}</b> <code>{escape(path)}</code></h2>"
            yield f"<p>{escape(it.get('description') or it.get('summary', ''))}</p><dl>"
            for given in it.get("parameters", ()):
                yield f"<dt>{escape(given['name'])} ({escape(given['in'])})</dt>"
                yield f"<dd>{escape(_type(given['schema']))}</dd>"
            if "requestBody" in it:
                yield f"<dt>body</dt><dd>{_content(it['requestBody'])}</dd>"
            for status, answer in it["responses"].items():
                told = escape(answer.get("description", ""))
                yield f"<dt>{escape(status)}</dt><dd>{told} {_content(answer)}</dd>"
            yield "</dl></section>"


def _schemas(openapi: Mapping[str, Any]) -> Iterator[str]:
    yield "<h2>What is sent</h2>"
    for name, schema in sorted(openapi["components"]["schemas"].items()):
        yield f'<section id="{escape(name)}"><h3>{escape(name)}</h3>'
        yield f"<p>{escape(schema.get('description', ''))}</p><dl>"
        for field, inner in schema.get("properties", {}).items():
            yield f"<dt>{escape(field)}</dt><dd>{_linked(_type(inner))}</dd>"
        yield "</dl></section>"


def _content(it: Mapping[str, Any]) -> str:
    kinds = it.get("content", {})
    said = (f"{escape(kind)} {_linked(_type(v.get('schema', {})))}" for kind, v in kinds.items())
    return "; ".join(said)


def _type(schema: Mapping[str, Any]) -> str:
    """Return a schema in a few words: its name, or what it is made of."""
    if "$ref" in schema:
        return "#" + schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return str(schema.get("const") or schema.get("type") or "")


def _linked(text: str) -> str:
    words = (
        f'<a href="{escape(w)}">{escape(w[1:])}</a>' if w.startswith("#") else escape(w)
        for w in text.split()
    )
    return " ".join(words)
