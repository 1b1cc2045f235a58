"""Every error of this surface ends here, as a problem document that is safe to show."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from nightreel.director.commands import Receipt
from nightreel.ports.errors import (
    LedgerBusy,
    NightreelError,
    RunUnknown,
    WorldChanged,
)
from nightreel.surfaces.web.wire import Problem, ReceiptOut

log = structlog.get_logger()

KIND = "application/problem+json"

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "no_session": "Nobody knows you here yet. Load the page again.",
        "key_needed": "This house has a key. Ask whoever keeps it.",
        "wrong_key": "That key doesn't fit.",
        "elsewhere": "That came from another page. It is refused here.",
        "wrong_host": "This house doesn't go by that name.",
        "read_only": "You are watching. The buttons are theirs.",
        "bad_link": "That link doesn't open anything.",
        "not_found": "There is nothing here.",
        "no_method": "That can't be done here.",
        "not_json": "That can't be read. It wants to be JSON.",
        "malformed": "That can't be read.",
        "too_large": "That is too much at once.",
        "too_many": "Slowly. The tape can't keep up with you.",
        "full": "The house is full. Try again in a moment.",
        "no_tape": "There is no film of this one.",
        "not_ready": "The film is not wound yet.",
        "bad_range": "That part of the film is not there.",
        "broken": "The tape jams. Whoever keeps this house has to look at it.",
    }
)
"""What players are told by this surface itself. What the game says is in `director.texts`."""

_STATUS: Mapping[str, int] = MappingProxyType(
    {
        "not_host": 403,
        "not_your_turn": 403,
        "empty": 422,
        "too_long": 422,
        "control": 422,
        "markup": 422,
        "no_such_choice": 422,
        "no_such_turn": 422,
        "bad_settings": 422,
        "unknown_world": 422,
        "busy": 503,
    }
)
"""Of a command that is refused; every other reason is a conflict with how things stand."""

_BY_STATUS: Mapping[int, str] = MappingProxyType(
    {404: "not_found", 405: "no_method", 413: "too_large", 503: "full"}
)


class Refused(Exception):
    """Ends a request with a problem. The caller must act, by what `status` says."""

    def __init__(
        self,
        status: int,
        reason: str,
        player_text: str | None = None,
        *,
        turn: int | None = None,
        seq: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.problem = Problem(
            title=HTTPStatus(status).phrase,
            status=status,
            reason=reason,
            player_text=player_text or TEXTS.get(reason, TEXTS["malformed"]),
            turn=turn,
            seq=seq,
        )
        self.headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}


def receipt_out(receipt: Receipt) -> ReceiptOut:
    """Return a receipt for the wire. Raises `Refused` for one of a command that was not taken."""
    match receipt.status:
        case "accepted" | "duplicate" as status:
            return ReceiptOut(
                status=status,
                run=receipt.run,
                turn=receipt.turn,
                seq=receipt.seq,
                reason=receipt.reason,
                player_text=receipt.player_text,
            )
        case "stale" | "refused":
            status = 409 if receipt.status == "stale" else _STATUS.get(receipt.reason, 409)
            raise Refused(
                status,
                receipt.reason,
                receipt.player_text,
                turn=receipt.turn,
                seq=receipt.seq,
                retry_after=1 if status == HTTPStatus.SERVICE_UNAVAILABLE else None,
            )


def problem_of(error: NightreelError) -> Refused:
    """Return what to answer when the game itself cannot."""
    match error:
        case RunUnknown():
            return Refused(404, "unknown_run", error.player_text)
        case WorldChanged():
            return Refused(409, "world_changed", error.player_text)
        case LedgerBusy():
            return Refused(503, "busy", error.player_text, retry_after=1)
        case _:
            return Refused(500, "broken", error.player_text)


def response_of(refused: Refused) -> Response:
    """Return the problem document."""
    return Response(
        refused.problem.model_dump_json(exclude_none=True),
        refused.problem.status,
        refused.headers,
        media_type=KIND,
    )


def as_problems(openapi: Mapping[str, Any]) -> None:
    """Let a description say what errors are. The framework takes every model for plain JSON."""
    for methods in openapi["paths"].values():
        for route in methods.values():
            for answer in route["responses"].values():
                content = answer.get("content", {})
                if KIND in content:
                    content[KIND] = content.pop("application/json")


def answer_errors(app: FastAPI) -> None:
    """Let the app answer the errors that it knows with problem documents; `Guards` has the rest."""

    @app.exception_handler(Refused)
    async def _refused(_: Request, error: Refused) -> Response:
        return response_of(error)

    @app.exception_handler(NightreelError)
    async def _game(request: Request, error: NightreelError) -> Response:
        refused = problem_of(error)
        if refused.problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("request_failed", path=request.url.path, why=str(error))
        return response_of(refused)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> Response:
        return response_of(Refused(422, "malformed", _named(error)))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        # A body that can't be decoded is one that can't be read, like any other.
        status = 422 if error.status_code == HTTPStatus.BAD_REQUEST else error.status_code
        refused = Refused(status, _BY_STATUS.get(status, "malformed"))
        refused.headers.update(error.headers or {})
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            refused.headers["Allow"] = _allowed(app, request.url.path)
        return response_of(refused)

    del _refused, _game, _invalid, _http  # the app holds them


def _allowed(app: FastAPI, path: str) -> str:
    """Return the methods of all routes to a path: the framework names those of the first alone."""
    described = app.openapi()["paths"].items()
    methods = {m.upper() for at, it in described if compile_path(at)[0].match(path) for m in it}
    return ", ".join(sorted(methods or {"GET"}))


def _named(error: RequestValidationError) -> str:
    """Name the fields that are wrong, and nothing that was sent."""
    fields = sorted({_field(e["type"], e["loc"][1:]) for e in error.errors()})
    named = ", ".join(f"`{field[:40]}`" for field in fields[:4])
    return f"That can't be read: {named} won't do."


def _field(kind: str, path: Sequence[str | int]) -> str:
    """Return the name of a field. One that is not ours is what was sent: its place is named."""
    ours = path[:-1] if kind == "extra_forbidden" else path
    return ".".join(str(part) for part in ours if part) or "body"
