"""The server: a socket that is bound before anybody hears of it, and an end to every stream."""

import socket
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn

from nightreel.ports.errors import NightreelError
from nightreel.surfaces.web.app import Web

LOCAL = "127.0.0.1"
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
PATIENCE = 3
"""Seconds for answers under way when the server stops."""
BACKLOG = 512


class PortTaken(NightreelError):
    """The operator must act: the address can't be listened at."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host}:{port}: {why}")
        self.player_text = f"Can't listen at {host}, port {port}: {why}. Name another --port."


def is_local(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket; port 0 takes a free one. Raises `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Or a server that was killed could not come back at once to the pages that wait for it.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise PortTaken(host, port, error.strerror or str(error)) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address of the page."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


Up = Callable[[Callable[[], None]], object]
"""Told when requests are answered; what it is given stops the server."""


class _Server(uvicorn.Server):
    """Ends the streams first: they would keep it waiting for as long as somebody looks."""

    def __init__(self, config: uvicorn.Config, web: Web, up: Up) -> None:
        super().__init__(config)
        self._web, self._up = web, up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up(self._stop)

    def _stop(self) -> None:
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._web.close()
        await super().shutdown(sockets)


async def serve(web: Web, listening: socket.socket, up: Up) -> None:
    """Serve until a signal asks to stop, or what `up` is given is called."""
    config = uvicorn.Config(
        web.app,
        http="h11",
        loop="none",
        lifespan="off",
        # Addresses hold watch codes, which are nobody's business: no request is logged.
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=PATIENCE,
    )
    await _Server(config, web, up).serve(sockets=[listening])
