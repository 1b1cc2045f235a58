"""`nightreel serve`, and what `nightreel play` does in a browser."""

import os
import sys
import webbrowser
from collections.abc import Callable, Mapping
from threading import Thread
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

import typer

from nightreel.cli.edge import run_to_end, settings_of_home

if TYPE_CHECKING:
    from nightreel.settings import Settings
    from nightreel.surfaces.web.desk import WebOptions

PORT = 8009


def serve(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 for a free one.")] = PORT,
) -> None:
    """Serve the page, and the interface behind it, until Ctrl-C."""
    run_to_end(_serving(host, port, lambda _: None))


def in_browser(asked: Mapping[str, object], port: int, *, opens: bool) -> None:
    """Serve this machine's own browser, and open it on what was asked for (None: nothing said)."""
    said = urlencode({name: value for name, value in asked.items() if value is not None})

    def up(address: str) -> None:
        page = f"{address}?{said}" if said else address
        if said:
            print(f"Your game: {page}", flush=True)
        if opens and _has_a_screen():
            # A browser may take its time to start, and the page would wait for that.
            Thread(target=webbrowser.open, args=(page,), daemon=True).start()

    run_to_end(_serving("127.0.0.1", port, up))


def _has_a_screen() -> bool:
    """Whether a browser would get a window. In a bare terminal it would take the terminal."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or any(os.environ.get(s) for s in screens)


async def _serving(host: str, port: int, up: Callable[[str], object]) -> None:
    """Serve until a signal asks to stop. `up` is called with the page's address.

    Raises:
        IllegalAction: others could reach it, and no access key is set.
        PortTaken: the address can't be listened at.
    """
    import asyncio

    from nightreel.app import keep_time, open_house, packs
    from nightreel.cli.keeping import Kept
    from nightreel.cli.winding import Winding
    from nightreel.director.clocks import SystemClock
    from nightreel.surfaces.web.app import create_web
    from nightreel.surfaces.web.pages import leaves
    from nightreel.surfaces.web.server import address_of, listen
    from nightreel.surfaces.web.server import serve as served

    settings = settings_of_home()
    options = _options(settings, host)
    with listen(host, port) as listening:
        worlds = await asyncio.to_thread(packs, settings.worlds)
        winding = Winding(settings, worlds)
        async with open_house(settings, worlds, winding.make) as house:
            page = await asyncio.to_thread(leaves)
            kept = Kept(settings, worlds, house)
            web = create_web(house.director, kept, SystemClock(), options, page)
            keep_time()
            await served(web, listening, lambda _: _up(address_of(listening), options, up))
            for line in winding.leaving():
                print(line, flush=True)


def _options(settings: "Settings", host: str) -> "WebOptions":
    from nightreel.cli.keeping import web_secret
    from nightreel.ports.errors import IllegalAction
    from nightreel.surfaces.web.desk import WebOptions
    from nightreel.surfaces.web.server import LOCAL_NAMES, is_local

    local = is_local(host)
    key = settings.web_token.get_secret_value() if settings.web_token else None
    if not local and key is None:
        raise IllegalAction(
            f"{host} is not this machine alone",
            f"At {host} others can reach this. Set NIGHTREEL_WEB_TOKEN to a key of at least 12 "
            "signs that players must bring, or leave --host away.",
        )
    hosts = LOCAL_NAMES | {host} if local else None
    return WebOptions(web_secret(settings), key, hosts, local and key is None)


def _up(address: str, options: "WebOptions", up: Callable[[str], object]) -> None:
    print(f"Nightreel is at {address}  (Ctrl-C ends it; every run can be resumed)", flush=True)
    if options.key is not None:
        print(f"Players bring the key in NIGHTREEL_WEB_TOKEN, or a link: {address}#key=KEY")
    sys.stdout.flush()
    up(address)
