"""Takes a request all the way: who asks, what goes wrong, who answers, and what is noted of it."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from traceback import format_exc
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from .errors import Malformed, Refused, unauthorized
from .exchanges import Exchange, Exchanges
from .faults import CALLBACK, Fault, Faults
from .limits import Limits
from .multipart import Form, read
from .openapi import Description
from .things import Channel, Message
from .verdict import Judge
from .wire import Json, obj
from .world import World

PREFIX = "/api/v10"


@dataclass(frozen=True)
class Call:
    """A request that has found its route."""

    exchange: Exchange
    form: Form
    arrived: float

    @property
    def body(self) -> Json:
        """The JSON of the body; an empty object when there is none."""
        return obj(self.form.body)

    @property
    def query(self) -> dict[str, str]:
        return self.exchange.query

    def id(self, name: str) -> int:
        """Return a snowflake from the path.

        Raises:
            Malformed: When it is none.
        """
        value = self.exchange.params[name]
        if not value.isdecimal():
            raise Malformed([f"{name} {value!r} is no snowflake"])
        return int(value)

    def word(self, name: str) -> str:
        return self.exchange.params[name]


@dataclass(frozen=True)
class Answer:
    """What is sent back, and what it is about."""

    body: Any = None
    status: int = 200
    message: Message | None = None
    channel: Channel | None = None


NOTHING = Answer(status=204)


@dataclass(frozen=True)
class Route:
    """A method, a path as Discord's description writes it, and who handles it."""

    name: str
    handle: Callable[[Call], Answer]
    open: bool = False
    """Whether the path itself is the key, and no token is asked for."""


@dataclass
class Rest:
    """Everything under /api/v10."""

    world: World
    judge: Judge
    faults: Faults
    limits: Limits
    description: Description
    token: str
    routes: Sequence[Route]
    note_refusal: Callable[[str, Refused, str], None]
    answers_first: bool = False
    exchanges: Exchanges = field(default_factory=Exchanges)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of the bot's."""
        arrived = self.world.clock.seconds()
        method, path = request.method, unquote(request.path.removeprefix(PREFIX))
        route, params = self._find(method, path)
        exchange = Exchange(
            route.name if route else f"{method} {path}",
            path,
            arrived,
            params,
            dict(request.query),
        )
        self.exchanges.add(exchange)
        # Whole before anything befalls it: what has arrived is done, even if its sender is gone.
        form = await _form(request)
        if isinstance(form, ConnectionError):
            exchange.fault = "sender gone"
            return self._break(request)
        fault = self.faults.take(exchange.route)
        if fault and not await self._befalls(fault, exchange):
            return self._break(request)
        answer, headers = await self._answer(request, route, exchange, fault, form)
        held, self.world.held = self.world.held, None
        self._note(exchange, answer, arrived)
        if fault and fault.loses_answer:
            response = self._break(request)
        else:
            response = _response(answer, headers)
        if held:
            await response.prepare(request)
            await response.write_eof()
            for event in held:
                self.world.tell(event)
        self.world.bell.ring()
        return response

    async def _befalls(self, fault: Fault, exchange: Exchange) -> bool:
        """Let a fault happen, and say whether the request survives it."""
        exchange.fault = fault.name
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.gate:
            await fault.gate.pass_through()
        if fault.loses_request and exchange.route == CALLBACK:
            token = exchange.params["interaction_token"]
            self.note_refusal(token, Refused(0, 0, "request lost"), fault.name)
        return not fault.loses_request

    async def _answer(
        self,
        request: web.Request,
        route: Route | None,
        exchange: Exchange,
        fault: Fault | None,
        form: Form | Exception,
    ) -> tuple[Answer, dict[str, str]]:
        headers: dict[str, str] = {}
        try:
            if isinstance(form, Exception):
                raise form  # noqa: TRY301 (answered where every other error is)
            exchange.body = form.body
            exchange.files = {part.name: len(part.data) for part in form.files.values()}
            self._strike(fault, exchange)
            answer = self._handle(request, route, Call(exchange, form, exchange.at), headers)
        except Refused as refusal:
            headers |= getattr(refusal, "headers", {})
            if isinstance(refusal, Malformed):
                for problem in refusal.problems:
                    self.judge.find("limit", f"{exchange.route}: {problem}")
            answer = Answer(refusal.body(), refusal.status)
        except Exception as error:  # noqa: BLE001 (the edge: a test has to hear of it)
            self.judge.find("emulator", f"{exchange.route}: {error!r}\n{format_exc()}")
            answer = Answer({"message": repr(error), "code": 0}, 503)
        return answer, headers

    def _strike(self, fault: Fault | None, exchange: Exchange) -> None:
        if fault is None or fault.refusal is None:
            return
        if exchange.route == CALLBACK:
            self.note_refusal(exchange.params["interaction_token"], fault.refusal, fault.name)
        raise fault.refusal

    def _handle(
        self, request: web.Request, route: Route | None, call: Call, headers: dict[str, str]
    ) -> Answer:
        if route is None:
            self.judge.find(
                "route", f"Discord has no, or the emulator knows no, {call.exchange.route}"
            )
            raise Refused(404, 0, "404: Not Found")
        if not route.open and request.headers.get("Authorization") != f"Bot {self.token}":
            raise unauthorized()
        headers |= self.limits.take(route.name, call.exchange.params)
        wrong = self.description.request(route.name, call.form.body, multipart=call.form.multipart)
        for problem in wrong:
            self.judge.find("description", f"request {route.name}: {problem}")
        if self.answers_first:
            self.world.held = []
        return route.handle(call)

    def _note(self, exchange: Exchange, answer: Answer, arrived: float) -> None:
        exchange.status, exchange.answer = answer.status, answer.body
        exchange.seconds = self.world.clock.seconds() - arrived
        if answer.message:
            exchange.message = answer.message.id
            exchange.channel = answer.message.channel.id
        elif answer.channel:
            exchange.channel = answer.channel.id
        elif "channel_id" in exchange.params:
            exchange.channel = int(exchange.params["channel_id"])
        if exchange.message is None and exchange.params.get("message_id", "").isdecimal():
            exchange.message = int(exchange.params["message_id"])
        if exchange.fault in (None, "429"):
            for problem in self.description.answer(exchange.route, answer.status, answer.body):
                self.judge.find("description", f"answer {exchange.route}: {problem}")

    def _break(self, request: web.Request) -> web.StreamResponse:
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)

    def _find(self, method: str, path: str) -> tuple[Route | None, dict[str, str]]:
        asked = path.split("/")
        for route in self.routes:
            own_method, template = route.name.split(" ", 1)
            if own_method != method:
                continue
            params = _match(template.split("/"), asked)
            if params is not None:
                return route, params
        return None, {}


async def _form(request: web.Request) -> Form | Exception:
    """Return what was sent, or why it could not be read."""
    try:
        return await read(request)
    except Exception as error:  # noqa: BLE001 (the edge: whoever answers raises it)
        return error


def _response(answer: Answer, headers: dict[str, str]) -> web.Response:
    # Exactly this content type: discord.py leaves a body with a charset beside it as text.
    content = b"" if answer.body is None else json.dumps(answer.body).encode()
    kind = {"Content-Type": "application/json"} if content else {}
    return web.Response(body=content, status=answer.status, headers={**headers, **kind})


def _match(template: Sequence[str], asked: Sequence[str]) -> dict[str, str] | None:
    if len(template) != len(asked):
        return None
    params: dict[str, str] = {}
    for wanted, given in zip(template, asked, strict=True):
        if wanted.startswith("{"):
            params[wanted.strip("{}")] = given
        elif wanted != given:
            return None
    return params
