"""What is left of a run: its film, its page, and a link for those who only want to look."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from nightreel.core.run import Run
from nightreel.surfaces.web.desk import (
    JSON_ONLY,
    Desk,
    DeskOf,
    Looker,
    Player,
    RunId,
    Visitor,
    attachment,
    problems,
)
from nightreel.surfaces.web.keepsakes import Form
from nightreel.surfaces.web.problems import Refused, response_of
from nightreel.surfaces.web.wire import Empty, TapeOut, WatchOut

PATIENCE = 20.0
"""Seconds that a request waits for a film. Whoever wants to wait longer asks again."""

_TYPES: dict[Form, str] = {
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
}
_TEXTS: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/html": {}, "text/markdown": {}, "application/json": {}}}
}


def keep_routes() -> APIRouter:
    """Return the routes to what is kept."""
    router = APIRouter(prefix="/api/runs/{run}", tags=["Keep"])
    changes, looks = problems(401, 404, 409, 415, 503), problems(401, 404, 409, 503)
    router.post("/watch", responses=changes, dependencies=JSON_ONLY)(watch)
    router.post("/tape", responses=changes, dependencies=JSON_ONLY)(tape)
    for path, served, kind in (
        ("/tape.mp4", film, "video/mp4"),
        ("/tape.vtt", captions, "text/vtt"),
    ):
        parts = {**_parts(kind), **problems(400, 401, 404, 409, 416, 503)}
        router.get(path, response_class=FileResponse, responses=parts)(served)
    router.get("/export", response_class=Response, responses={**_TEXTS, **looks})(export)
    return router


async def watch(run: RunId, _: Empty, who: Player, desk: DeskOf) -> WatchOut:
    """Make a link by which others may look on."""
    await desk.actor(run, who)
    code = desk.identity.watch_code(run)
    return WatchOut(watch=code, url=f"/?watch={run}.{code}")


async def tape(run: RunId, _: Empty, who: Player, desk: DeskOf) -> TapeOut:
    """Have the film of a run that is over made, and wait a while for it."""
    desk.keeps.take(who)
    it = await desk.director.run(run)
    if it.status != "over":
        raise Refused(409, "not_over", "This tape is still running.")
    if not _filmed(it):
        return TapeOut(state="none")
    return await _wound(desk, run)


async def film(run: RunId, _: Looker, desk: DeskOf, *, save: bool = False) -> Response:
    """Fetch the film; to be saved as a file, if `save`."""
    path = await desk.keepsakes.film(run)
    headers = attachment(f"nightreel-{run}.mp4") if save else {}
    return await _sent(path, "video/mp4", headers)


async def captions(run: RunId, _: Looker, desk: DeskOf) -> Response:
    """Fetch the film's captions."""
    path = await desk.keepsakes.film(run)
    return await _sent(path and path.with_suffix(".vtt"), "text/vtt", {})


async def export(
    run: RunId, _: Looker, visitor: Visitor, desk: DeskOf, form: Annotated[Form, Query()] = "html"
) -> Response:
    """Fetch a run to read and to keep: a page of its own, a story, or JSON."""
    desk.keeps.take(visitor)
    with desk.line.through(visitor, 2):
        async with desk.one:
            text = await desk.keepsakes.export(run, form)
    return Response(text, headers=attachment(f"nightreel-{run}.{form}"), media_type=_TYPES[form])


async def _wound(desk: Desk, run: str) -> TapeOut:
    state = await desk.keepsakes.wind(run, PATIENCE)
    path = await desk.keepsakes.film(run) if state == "made" else None
    if path is None:
        return TapeOut(state="lost" if state == "made" else state)
    at = f"/api/runs/{run}/tape"
    film, words = [await _stat_of(it) for it in (path, path.with_suffix(".vtt"))]
    if film is None:
        return TapeOut(state="lost")
    captions = f"{at}.vtt" if words else None
    return TapeOut(state="made", url=f"{at}.mp4", captions=captions, size=film.st_size)


def _filmed(run: Run) -> bool:
    """Whether there is a frame to show. Places that were left keep theirs in the run."""
    return bool(run.frames) or bool(run.scene and run.scene.frame)


async def _sent(path: Path | None, kind: str, headers: Mapping[str, str]) -> Response:
    """Return a file, or parts of it. Raises `Refused` when it isn't there."""
    # Looked for once more: a film may have been made without captions, or be deleted just now.
    stat = await _stat_of(path) if path else None
    if path is None or stat is None:
        raise Refused(404, "no_tape")
    return _Parts(path, headers=headers, media_type=kind, stat_result=stat)


async def _stat_of(path: Path) -> os.stat_result | None:
    try:
        return await asyncio.to_thread(path.stat)
    except FileNotFoundError:
        return None


class _Parts(FileResponse):
    """A file in parts. A range that can't be had is a problem like any other."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused: Refused | None = None

        async def looked_at(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] in _BAD_RANGES:
                refused = Refused(message["status"], "bad_range")
                size = Headers(raw=message["headers"]).get("content-range")
                refused.headers |= {"Content-Range": size} if size else {}
            if refused is None:
                await send(message)

        await super().__call__(scope, receive, looked_at)
        if refused is not None:
            await response_of(refused)(scope, receive, send)


_BAD_RANGES = (400, 416)


def _parts(kind: str) -> dict[int | str, dict[str, object]]:
    """What the description says of a file that can be fetched in parts."""
    return {
        200: {"content": {kind: {}}},
        206: {"content": {kind: {}}, "description": "A part of it."},
    }
