"""What is left of a run: its film, its page, and a link for those who only want to look."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse

from nightreel.core.run import Run
from nightreel.surfaces.web.desk import (
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
from nightreel.surfaces.web.problems import Refused
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
    router.post("/watch", responses=changes)(watch)
    router.post("/tape", responses=changes)(tape)
    for path, served, kind in (
        ("/tape.mp4", film, "video/mp4"),
        ("/tape.vtt", captions, "text/vtt"),
    ):
        router.get(path, response_class=FileResponse, responses={**_parts(kind), **looks})(served)
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


async def film(run: RunId, _: Looker, desk: DeskOf, *, save: bool = False) -> FileResponse:
    """Fetch the film; to be saved as a file, if `save`."""
    path = await desk.keepsakes.film(run)
    if path is None:
        raise Refused(404, "no_tape")
    headers = attachment(f"nightreel-{run}.mp4") if save else {}
    return FileResponse(path, headers=headers, media_type="video/mp4")


async def captions(run: RunId, _: Looker, desk: DeskOf) -> FileResponse:
    """Fetch the film's captions."""
    path = await desk.keepsakes.film(run)
    if path is None:
        raise Refused(404, "no_tape")
    return FileResponse(path.with_suffix(".vtt"), media_type="text/vtt")


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
    return TapeOut(state="made", url=f"{at}.mp4", captions=f"{at}.vtt", size=path.stat().st_size)


def _filmed(run: Run) -> bool:
    """Whether there is a frame to show. Places that were left keep theirs in the run."""
    return bool(run.frames) or bool(run.scene and run.scene.frame)


def _parts(kind: str) -> dict[int | str, dict[str, object]]:
    """What the description says of a file that can be fetched in parts."""
    return {
        200: {"content": {kind: {}}},
        206: {"content": {kind: {}}, "description": "A part of it."},
        400: {"description": "A range that can't be read."},
        416: {"description": "A range beyond its end."},
    }
