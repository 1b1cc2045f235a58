"""What every route needs: who is asking, in whose seat they sit, and how much they may ask for."""

import asyncio
from pathlib import PurePath
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from msgspec import Struct

from nightreel.director.commands import Command
from nightreel.director.director import Director
from nightreel.ports.clock import Clock
from nightreel.surfaces.people import OWNER
from nightreel.surfaces.web.feeds import Feeds
from nightreel.surfaces.web.identity import COOKIE, Identity
from nightreel.surfaces.web.keepsakes import Keepsakes
from nightreel.surfaces.web.limits import Buckets, Limits, Turnstile
from nightreel.surfaces.web.problems import Refused, receipt_out
from nightreel.surfaces.web.wire import Problem, ReceiptOut

RunId = Annotated[str, Path(pattern=r"^[0-9a-f]{10}$", description="The run's id.")]
WatchCode = Annotated[
    str | None, Query(max_length=200, description="Of a watch link: look on without a seat.")
]

KEEPING = 4
"""Exports that may wait for the one being made."""


class WebOptions(Struct, frozen=True):
    """How the house is kept.

    Attributes:
        secret: signs cookies and watch links; whoever has it can be anybody.
        key: the access key that players must bring; None for none.
        hosts: names that the house answers to; None for any. On a machine of one's own a page from
            elsewhere could otherwise reach it under a name of its own.
        local: only this machine can reach it: whoever plays in its browser is who plays in its
            terminal.
    """

    secret: str
    key: str | None = None
    hosts: frozenset[str] | None = None
    local: bool = True
    limits: Limits = Limits()


class Desk:
    """Where requests are received. Decides who may ask; what comes of it is the director's."""

    def __init__(
        self, director: Director, keepsakes: Keepsakes, clock: Clock, options: WebOptions
    ) -> None:
        self.director, self.keepsakes, self.clock, self.options = (
            director,
            keepsakes,
            clock,
            options,
        )
        limits = options.limits
        self.identity = Identity(options.secret, options.key)
        self.feeds = Feeds(director, clock)
        self.acts, self.starts = Buckets(limits.acts, clock), Buckets(limits.starts, clock)
        self.sessions, self.keeps = Buckets(limits.sessions, clock), Buckets(limits.keeps, clock)
        self.streams = Turnstile(limits.all_streams)
        # A machine that films and plays makes one page at a time, and keeps a short line for it.
        self.one = asyncio.Semaphore(1)
        self.line = Turnstile(KEEPING)

    async def actor(self, run: str, player: str) -> str:
        """Return who the player is in the run. Raises `RunUnknown`, `WorldChanged`."""
        host = (await self.director.run(run)).host
        return OWNER if self.options.local and host == OWNER else player

    async def submit(self, command: Command) -> ReceiptOut:
        """Return the receipt of a command. Raises `Refused` when it was not taken."""
        return receipt_out(await self.director.submit(command))


def json_only(request: Request) -> None:
    """Refuse a body of another kind: a form of another site's could send one unasked."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "not_json")


JSON_ONLY = (Depends(json_only),)
"""What every route that changes something depends on, before all else."""


# --- who asks, as routes name it. A player's id is never taken from anything but the cookie.


def desk_of(request: Request) -> Desk:
    """Return the desk of the app that the request came to."""
    return request.app.state.desk


DeskOf = Annotated[Desk, Depends(desk_of)]


def player_of(request: Request, desk: DeskOf) -> str:
    """Return who is asking. Raises `Refused` when nobody knows them."""
    player = desk.identity.player(request.cookies.get(COOKIE))
    if player is None:
        raise Refused(401, "key_needed" if desk.identity.key_needed else "no_session")
    return player


Player = Annotated[str, Depends(player_of)]


def looker_of(request: Request, run: RunId, desk: DeskOf, watch: WatchCode = None) -> str | None:
    """Return who looks at the run: a player, or None for whoever has a link to watch it."""
    if watch is None:
        return player_of(request, desk)
    if not desk.identity.may_watch(run, watch):
        raise Refused(403, "bad_link")
    return None


Looker = Annotated[str | None, Depends(looker_of)]


async def actor_of(run: RunId, player: Player, desk: DeskOf) -> str:
    """Return who the player is in the run. It counts as one act of theirs."""
    desk.acts.take(player)
    return await desk.actor(run, player)


Actor = Annotated[str, Depends(actor_of)]


def visitor_of(request: Request, desk: DeskOf) -> str:
    """Return what a visitor is counted by: who they are, or the address they come from."""
    player = desk.identity.player(request.cookies.get(COOKIE))
    return player or (request.client.host if request.client else "")


Visitor = Annotated[str, Depends(visitor_of)]


def attachment(name: str) -> dict[str, str]:
    """Return the header that has a file saved under a name of ours."""
    return {"Content-Disposition": f'attachment; filename="{PurePath(name).name}"'}


def problems(*statuses: int) -> dict[int | str, dict[str, object]]:
    """Return what the description says of the errors of a route."""
    return {
        status: {
            "model": Problem,
            "content": {"application/problem+json": {}},
            "description": _MEANS[status],
        }
        for status in sorted({*statuses, 403, 413, 422, 429})
    }


_MEANS = {
    400: "A range that can't be read.",
    401: "Nobody knows who is asking.",
    403: "Not theirs to ask.",
    404: "There is no such thing.",
    409: "It doesn't fit how things stand now.",
    413: "Too large.",
    415: "Not JSON.",
    416: "A range beyond the end of the file.",
    422: "It can't be read, or it won't do.",
    429: "Too often.",
    503: "Busy for the moment.",
}
