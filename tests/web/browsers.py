"""A real Chromium in a test's hands, and what a person does with it."""

import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
)
PATIENCE = 15_000
"""Milliseconds after which a test says that something never showed."""
OFFLINE = ("net::ERR_CONNECTION_REFUSED", "net::ERR_INCOMPLETE_CHUNKED_ENCODING", "net::ERR_EMPTY")


def chromium() -> str:
    """Return the path of the system's Chromium; without one the test is skipped, but not on CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        why = "needs a Chromium on the path (Debian: apt-get install chromium)"
        if "CI" in os.environ:
            pytest.fail(why)
        pytest.skip(why)
    return found


class Screen:
    """A page, and what it complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[tuple[str, str]] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.asked.append((request.method, request.url)))

    def _said(self, message: ConsoleMessage) -> None:
        # What the server refuses, Chromium puts into the console on its own: that is no complaint
        # of the page.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    # --- looking

    async def sees(self, selector: str) -> None:
        await self.page.wait_for_selector(selector)

    async def holds(self, selector: str) -> None:
        """Wait until it is in the page, seen or not."""
        await self.page.wait_for_selector(selector, state="attached")

    async def text(self, selector: str) -> str:
        return (await self.page.inner_text(selector)).strip()

    async def done(self) -> str:
        """What was done last, without how it went."""
        return (await self.text("#done")).partition("\n")[0].strip()

    async def has(self, name: str) -> str:
        return await self.page.get_attribute("body", f"data-{name}") or ""

    async def turn(self) -> int:
        return int(await self.has("turn"))

    async def is_over(self) -> bool:
        return await self.has("phase") == "over"

    async def runs(self, script: str) -> Any:
        return await self.page.evaluate(script)

    def posted(self, path: str) -> int:
        return sum(method == "POST" and url.endswith(path) for method, url in self.asked)

    # --- doing

    async def begins(self, button: str = "#play-words") -> str:
        """Begin a run from the start page and return its id."""
        await self.page.click(button)
        await self.sees("body[data-phase=open]")
        return self.page.url.rpartition("run=")[2]

    async def takes(self, choice: int = 0) -> None:
        """Take a choice and wait for what comes of it."""
        turn = await self.turn()
        await self.page.click(f'#choices button[data-choice="{choice}"]')
        await self.moves_on(turn)

    async def types(self, text: str) -> None:
        await self.page.fill("#write-in", text)
        await self.page.press("#write-in", "Enter")

    async def moves_on(self, turn: int) -> None:
        await self.sees(f'body:not([data-turn="{turn}"])[data-phase=open], body[data-phase=over]')


@asynccontextmanager
async def a_browser() -> AsyncGenerator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


async def a_screen(context: BrowserContext, address: str, query: str = "?new=1&clock=0") -> Screen:
    """Open a page of a house. A context is a person: its pages share a cookie."""
    screen = Screen(await context.new_page())
    await screen.page.goto(f"{address}{query}")
    return screen
