"""Coming in, worlds, runs: everything that is looked at."""

from contextlib import AsyncExitStack
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from nightreel.director.commands import Start
from nightreel.ports.ledger import Summary
from nightreel.ports.media import picture_kind
from nightreel.surfaces.people import OWNER
from nightreel.surfaces.web.desk import (
    JSON_ONLY,
    Desk,
    DeskOf,
    Looker,
    Player,
    RunId,
    Visitor,
    problems,
)
from nightreel.surfaces.web.identity import COOKIE, COOKIE_SECONDS, fresh_player
from nightreel.surfaces.web.problems import Refused, receipt_out
from nightreel.surfaces.web.told import settings_of
from nightreel.surfaces.web.wire import (
    ReceiptOut,
    RunOut,
    SessionBody,
    SessionOut,
    StartBody,
    StoryOut,
    View,
    WorldOut,
)

LISTED = 20

_EVENTS: dict[int | str, dict[str, object]] = {200: {"content": {"text/event-stream": {}}}}
_IMAGES: dict[int | str, dict[str, object]] = {
    200: {"content": {"image/jpeg": {}, "image/png": {}, "image/webp": {}}}
}


def run_routes() -> APIRouter:
    """Return the routes by which one comes in and looks."""
    router = APIRouter(prefix="/api")
    looks = problems(401, 404, 409, 503)
    session = problems(415)
    router.post("/session", responses=session, tags=["Coming in"], dependencies=JSON_ONLY)(come_in)
    router.get("/session", responses=problems(401), tags=["Coming in"])(who_am_i)
    router.get("/worlds", responses=problems(401), tags=["Runs"])(worlds)
    router.get("/runs", responses=problems(401, 503), tags=["Runs"])(runs)
    begun = problems(401, 409, 415, 503)
    router.post("/runs", status_code=201, responses=begun, tags=["Runs"], dependencies=JSON_ONLY)(
        start
    )
    router.get("/runs/{run}", responses=looks, tags=["Runs"])(look)
    router.get("/runs/{run}/story", responses=looks, tags=["Runs"])(story)
    router.get(
        "/runs/{run}/events",
        response_class=StreamingResponse,
        responses={**_EVENTS, **looks},
        tags=["Runs"],
    )(events)
    router.get(
        "/runs/{run}/frames/{digest}",
        response_class=Response,
        responses={**_IMAGES, **problems(401, 404)},
        tags=["Runs"],
    )(frame)
    return router


async def come_in(
    body: SessionBody, request: Request, response: Response, desk: DeskOf, visitor: Visitor
) -> SessionOut:
    """Take a seat in this house, or the one that the cookie says is yours."""
    desk.sessions.take(visitor)
    known = desk.identity.player(request.cookies.get(COOKIE))
    if known is None and not desk.identity.fits(body.key):
        raise Refused(403, "wrong_key" if body.key else "key_needed")
    who = known or fresh_player()
    response.set_cookie(
        COOKIE,
        desk.identity.cookie(who),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return SessionOut(player=who, key_needed=desk.identity.key_needed)


async def who_am_i(who: Player, desk: DeskOf) -> SessionOut:
    """Say whose seat the cookie is for."""
    return SessionOut(player=who, key_needed=desk.identity.key_needed)


async def worlds(_: Player, desk: DeskOf) -> list[WorldOut]:
    """List the worlds that can be played."""
    return [
        WorldOut(
            id=pack.world.id,
            title=pack.world.title,
            version=pack.world.version,
            date=pack.world.date,
            pitch=pack.pitch,
            helps=list(pack.helps),
            filmed=bool(pack.sets),
        )
        for pack in desk.director.packs.values()
    ]


async def runs(
    who: Player, desk: DeskOf, is_open: Annotated[bool, Query(alias="open")] = False
) -> list[RunOut]:
    """List your runs, the latest first; only those that are not over, if `open`."""
    # On a machine of one's own, those of its terminal are one's own too.
    hosts = (who, OWNER) if desk.options.local else (who,)
    found = await desk.director.runs(limit=LISTED, hosts=hosts)
    if is_open:
        found = [
            *await desk.director.runs("open", LISTED, hosts),
            *await desk.director.runs("resolving", LISTED, hosts),
        ]
    return [_listed(desk, it) for it in found if it.world in desk.director.packs][:LISTED]


async def start(body: StartBody, who: Player, desk: DeskOf, response: Response) -> ReceiptOut:
    """Begin a run."""
    desk.starts.take(who)
    receipt = await desk.director.submit(
        Start(
            world=body.world,
            host=who,
            settings=settings_of(body.settings),
            seed=body.seed,
            # A key is of its player: nobody else's run can be named by it.
            key=f"web/{who}/{body.key}" if body.key else None,
        )
    )
    out = receipt_out(receipt)
    response.headers["Location"] = f"/api/runs/{out.run}"
    return out


async def look(run: RunId, _: Looker, desk: DeskOf) -> View:
    """Look at a run as it stands."""
    return (await desk.feeds.told(run)).view(desk.clock.now())


async def story(run: RunId, _: Looker, desk: DeskOf) -> StoryOut:
    """Read a run's story so far."""
    return (await desk.feeds.told(run)).story()


async def events(
    run: RunId,
    who: Looker,
    desk: DeskOf,
    visitor: Visitor,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
    after: Annotated[int | None, Query(ge=0, le=2**53 - 1)] = None,
) -> "Stream":
    """Follow a run, as server-sent events.

    `you`: who you are in it. `view`: all there is to be seen, under its record's number. `part`: of
    the turn being told. `gone`: a problem; there is nothing to follow any more. It resumes by
    `Last-Event-ID`, or `after`.
    """
    numbered = last_event_id is not None and last_event_id.isdecimal()
    seen = int(last_event_id) if numbered and last_event_id else after
    actor = await desk.actor(run, who) if who is not None else None
    return Stream(desk, run, actor, seen, visitor)


async def frame(
    run: RunId, digest: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")], _: Looker, desk: DeskOf
) -> Response:
    """Fetch a picture that a scene's `frame` names."""
    del run  # the looker may look at it; whoever knows a picture's hash has been shown the picture
    data = await desk.director.picture(digest)
    kind = picture_kind(data) if data else None
    if data is None or kind is None:
        raise Refused(404, "not_found")
    cached = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(data, media_type=kind, headers=cached)


class Stream(StreamingResponse):
    """The events of a run to one onlooker. Whatever is wrong is answered before it begins."""

    media_type = "text/event-stream"

    def __init__(
        self, desk: Desk, run: str, actor: str | None, seen: int | None, visitor: str
    ) -> None:
        super().__init__(iter(()), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._desk, self._run, self._actor = desk, run, actor
        self._seen, self._visitor = seen, visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look on for as long as the connection is there."""
        async with AsyncExitStack() as stack:
            limits = self._desk.options.limits
            most = limits.watchers if self._actor is None else limits.streams
            stack.enter_context(self._desk.streams.through(self._visitor, most))
            looking = self._desk.feeds.looking(self._run, self._actor, self._seen)
            self.body_iterator = (await stack.enter_async_context(looking)).stream()
            await super().__call__(scope, receive, send)


def _listed(desk: Desk, summary: Summary) -> RunOut:
    world = desk.director.packs[summary.world].world
    ending = world.endings.get(summary.ending or "")
    return RunOut(
        run=summary.run,
        world=summary.world,
        title=world.title,
        turn=summary.turn,
        status=summary.status,
        ending=ending.title if ending else summary.ending,
        mine=True,
    )
