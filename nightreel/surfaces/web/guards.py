"""What every request passes, before anything reads it: host, origin, kind and size of the body.

And what every answer passes: headers that seal it, and an end for errors that nobody expected.
"""

from pathlib import PurePath
from traceback import extract_tb
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nightreel.surfaces.web.problems import Refused, response_of

log = structlog.get_logger()

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guards:
    """Lets through what may come in, and seals what goes out."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None, limit: int) -> None:
        """Guard an app.

        Args:
            app: what is behind.
            hosts: names that it answers to; None for any.
            limit: bytes of a body.
        """
        self._app, self._hosts, self._limit = app, hosts, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, self._limited(receive), sealed)
        except Refused as refused:
            await response_of(refused)(scope, receive, sealed)
        except Exception as error:
            # The edge: what it was goes to the log, and none of it to the page. Here and not in a
            # handler of the app's, because its last one answers from outside of the seals.
            log.error("request_failed", path=scope["path"], why=repr(error), where=_where(error))  # noqa: TRY400 - a line, not a page
            if begun:
                raise
            await response_of(Refused(500, "broken"))(scope, receive, sealed)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            raise Refused(403, "wrong_host")
        if scope["method"] != "POST":  # nothing is changed in any other way
            return
        _check_origin(headers, f"{scope['scheme']}://{host}")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._limit:
            raise Refused(413, "too_large")

    def _limited(self, receive: Receive) -> Receive:
        """Count what comes: a body need not say how long it is."""
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise HTTPException(413)  # of this kind, because others are taken for bad JSON
            return message

        return limited


def _check_origin(headers: Headers, own: str) -> None:
    """Refuse what another site's page sends in a visitor's name. Programs name no site at all."""
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "same-origin")
    # Behind a proxy that speaks TLS our own scheme is not what the browser sees: names are enough.
    # `null` and a request without a host have none, and so are nobody's.
    name = urlsplit(own).netloc
    ours = origin is None or (bool(name) and urlsplit(origin).netloc == name)
    if not ours or site not in ("same-origin", "none"):
        raise Refused(403, "elsewhere")


def _where(error: Exception) -> str:
    """Return the file and line that raised it."""
    frames = extract_tb(error.__traceback__)
    return f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()
