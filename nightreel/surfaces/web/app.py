"""The web application: guards, routes and errors around one desk."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import FastAPI

from nightreel.director.director import Director
from nightreel.ports.clock import Clock
from nightreel.surfaces.web.desk import Desk, WebOptions
from nightreel.surfaces.web.guards import Guards
from nightreel.surfaces.web.keepsakes import Keepsakes
from nightreel.surfaces.web.pages import Leaf, page_routes
from nightreel.surfaces.web.problems import answer_errors, as_problems
from nightreel.surfaces.web.routes_acts import act_routes
from nightreel.surfaces.web.routes_keep import keep_routes
from nightreel.surfaces.web.routes_runs import run_routes

ABOUT = (
    "Games as they are played in a browser. Begin with POST /api/session, and keep the cookie. "
    "Every error is a problem document (RFC 9457) whose player_text can be shown."
)


class _App(FastAPI):
    """Describes its errors as the problem documents that they are."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            as_problems(super().openapi())
        return super().openapi()


class Web:
    """An application, with what must be closed before its server may stop."""

    def __init__(self, app: FastAPI, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def close(self) -> None:
        """End every stream: a server waits for the answers that it is giving."""
        await self.desk.feeds.close()


def create_web(
    director: Director,
    keepsakes: Keepsakes,
    clock: Clock,
    options: WebOptions,
    page: dict[str, Leaf],
) -> Web:
    """Put the application together.

    Args:
        director: runs the games.
        keepsakes: makes films and pages of them.
        clock: for rates, countdowns and absences.
        options: how the house is kept.
        page: the files of the page (`pages.leaves`).
    """
    app = _App(
        title="Nightreel",
        version=_version(),
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
    )
    desk = Desk(director, keepsakes, clock, options)
    answer_errors(app)
    app.state.desk = desk
    for router in (run_routes(), act_routes(), keep_routes(), page_routes(app, page)):
        app.include_router(router)
    app.add_middleware(Guards, hosts=options.hosts, limit=options.limits.body)
    return Web(app, desk)


def _version() -> str:
    try:
        return version("nightreel")
    except PackageNotFoundError:  # run from its source
        return "0"
