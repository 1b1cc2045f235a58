"""What a person waits for in a browser: from the click to the lock, and to the next scene.

Needs Playwright (`make setup` brings it) and a Chromium on the path.
"""

import asyncio
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nightreel.bench.measuring import Figures, Series, figures
from nightreel.bench.web import served

if TYPE_CHECKING:
    from playwright.async_api import Page

TURNS = 50
PATIENCE = 300.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# Times are taken in the page, at the next paint: what is measured is what can be seen.
WATCH = """() => {
  const seen = (window.seen = { shut: [], locks: [], scenes: [] });
  const painted = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
  let clicked = 0, waiting = false;
  addEventListener("click", (event) => {
    if (!event.target.closest("#choices button")) return;
    clicked = event.timeStamp;
    waiting = true;
  }, true);
  const frame = document.querySelector("#frame");
  let turn = document.body.dataset.turn;
  const look = async () => {
    const { dataset } = document.body;
    if (waiting && dataset.locked === "true") {
      waiting = false;
      seen.shut.push(performance.now() - clicked);
      painted((now) => seen.locks.push(now - clicked));
    }
    if (dataset.turn === turn || dataset.phase === "resolving") return;
    turn = dataset.turn;
    await frame.decode().catch(() => {});
    painted((now) => { seen.scenes.push(now - clicked); });
  };
  new MutationObserver(look).observe(document.body, { attributes: true });
}"""


class NoBrowser(RuntimeError):
    """The caller must act: there is no Chromium, or no Playwright to drive it."""


def page() -> Figures:
    """Play 50 turns with pictures in a real browser, over as many runs as it takes."""
    return asyncio.run(asyncio.wait_for(_page(), PATIENCE))


async def _page() -> Figures:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NoBrowser("there is no Chromium on the path")
    try:
        from playwright.async_api import async_playwright
    except ImportError as error:
        raise NoBrowser("Playwright is missing: make setup") from error

    shut, locks, scenes = Series(), Series(), Series()
    with TemporaryDirectory() as home:
        async with served(Path(home)) as (port, _), async_playwright() as driver:
            opened = await driver.chromium.launch(executable_path=browser, args=FLAGS)
            tab = await opened.new_page(viewport={"width": 1280, "height": 800})
            seed = 1
            while len(scenes.millis) < TURNS:
                await tab.goto(f"http://127.0.0.1:{port}/?new=1&clock=0&seed={seed}")
                await tab.click("#play-button")
                await tab.wait_for_selector("body[data-phase=open]")
                await tab.evaluate(WATCH)
                over = False
                while not over and len(scenes.millis) + await _told(tab) < TURNS:
                    turn = await tab.get_attribute("body", "data-turn")
                    await tab.click('#choices button[data-choice="0"]')
                    await tab.wait_for_selector(
                        f'body:not([data-turn="{turn}"])[data-locked=false],body[data-phase=over]'
                    )
                    await asyncio.sleep(0.4)  # somebody looks at it for a moment
                    over = await tab.get_attribute("body", "data-phase") == "over"
                seen = await tab.evaluate("() => window.seen")
                shut.millis += seen["shut"]
                locks.millis += seen["locks"]
                scenes.millis += seen["scenes"]
                seed += 1
            await opened.close()
    return figures(
        "page",
        scenes,
        {
            "scenes_over_1_s": sum(m > 1000 for m in scenes.millis),
            "shut_worst_ms": round(max(shut.millis), 1),
            "lock_p50_ms": round(locks.at(0.5), 1),
            "lock_p95_ms": round(locks.at(0.95), 1),
            "lock_worst_ms": round(max(locks.millis), 1),
            "locks": len(locks.millis),
        },
    )


async def _told(tab: "Page") -> int:
    """Return how many scenes the page has noted."""
    return int(await tab.evaluate("() => window.seen.scenes.length"))
