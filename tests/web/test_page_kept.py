"""The page against a server of its own: killed and started again, filmed to the end, and read by a
checker of accessibility.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.director.games import a_short_life
from tests.web.browsers import OFFLINE, Screen, a_browser, a_screen
from tests.web.houses import PATIENCE

pytestmark = pytest.mark.slow

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PAGE = Path(__file__).parents[2] / "nightreel" / "surfaces" / "web" / "page"
WEIGHT = 150_000
"""Bytes of a page without its pictures."""


class Server:
    """`nightreel serve` as a process, on a port that it keeps when it is started again."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self._env = {
            **os.environ,
            "NIGHTREEL_HOME": str(home),
            "NIGHTREEL_FRAME_SIZE": "320x180",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = ("-m", "nightreel.cli", "serve", "--port", str(self.port))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=self._env, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(3 * PATIENCE):
            assert b"Nightreel is at" in await self._process.stdout.readline()

    async def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            async with asyncio.timeout(4 * PATIENCE):
                await self._process.wait()


@asynccontextmanager
async def a_server(home: Path) -> AsyncGenerator[Server]:
    server = Server(home)
    await server.start()
    try:
        yield server
    finally:
        await server.end()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest.mark.timeout(180)
async def test_a_server_that_is_killed_in_mid_turn_costs_the_page_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    async with a_server(tmp_path) as server:
        screen = await a_screen(await browser.new_context(), server.address)
        await screen.begins("#play-button")
        for _ in range(2):
            turn = await screen.turn()
            await screen.page.click("#choices button")
            # It is accepted and its frame is not there yet: a frame takes longer than this.
            await screen.sees("body[data-phase=resolving]")
            await server.end(signal.SIGKILL)
            await screen.sees("body[data-lost][data-locked=true]")
            assert await screen.text("#connection")
            await server.start()
            await screen.sees("body:not([data-lost])")
            await screen.moves_on(turn)
            assert await screen.turn() == turn + 1
            await screen.sees("body[data-locked=false]")
        await screen.takes()
        real = [c for c in screen.complaints if not any(o in c for o in OFFLINE)]
        assert real == []


@pytest.mark.timeout(240)
async def test_a_run_ends_on_tape_and_every_page_can_be_read_by_all(
    browser: Browser, tmp_path: Path
) -> None:
    async with a_server(tmp_path) as server:
        person = await browser.new_context()
        screen = await a_screen(person, server.address, f"?new=1&clock=0&seed={a_short_life()}")
        await screen.sees("#play-button")
        await readable(screen, "start")
        await screen.begins("#play-button")
        await readable(screen, "play")
        while not await screen.is_over():
            await screen.takes()
        await screen.sees("#tape video")
        played = "() => document.querySelector('#tape video').play().then(() => true)"
        assert await screen.runs(played)
        before = await screen.runs("() => document.querySelector('#tape video').currentTime")
        await goes_past(screen, before + 0.5)
        await readable(screen, "end")
        async with screen.page.expect_download() as saving:
            await screen.page.click("#save-tape")
        film = await (await saving.value).path()
        assert film.read_bytes()[4:8] == b"ftyp"
        async with screen.page.expect_download() as sharing:
            await screen.page.click("#share-page")
        shared = await (await sharing.value).path()
        assert "<video" in shared.read_text("utf-8")
        assert screen.complaints == []


async def goes_past(screen: Screen, seconds: float) -> None:
    """Wait until the film has played past a moment."""
    await screen.runs(
        f"""() => new Promise((done, lost) => {{
            const film = document.querySelector('#tape video');
            setTimeout(lost, 20000);
            const look = () => film.currentTime > {seconds} && done();
            film.addEventListener('timeupdate', look); look(); }})"""
    )


async def readable(screen: Screen, name: str) -> None:
    """Assert that axe-core finds nothing serious."""
    if not AXE.exists():
        why = "needs axe-core: npm ci --prefix tests/web"
        if "CI" in os.environ:
            pytest.fail(why)
        pytest.skip(why)
    await screen.page.keyboard.press("Shift")  # any key shows the rest of the words at once
    # Evaluated by the debugger, which the page's policy does not bind.
    await screen.runs(await asyncio.to_thread(AXE.read_text, "utf-8"))
    found: list[dict[str, Any]] = (await screen.runs("() => axe.run(document)"))["violations"]
    serious = [
        (it["id"], [n["html"][:120] for n in it["nodes"]])
        for it in found
        if it["impact"] in ("serious", "critical")
    ]
    assert serious == [], name


def test_the_page_is_light() -> None:
    weight = sum(p.stat().st_size for p in PAGE.iterdir() if p.suffix in (".html", ".css", ".js"))
    assert weight < WEIGHT
