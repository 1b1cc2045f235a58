"""The page in a real Chromium: what a person presses, sees, and is kept from breaking."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from nightreel.core.events import Accepted, Rewound
from nightreel.director.clocks import HandClock
from nightreel.narrators.storyteller import Storyteller
from nightreel.ports.illustrator import Picture, Shot
from tests.director.games import a_short_life, direct, packs
from tests.doubles import Held
from tests.web.browsers import Screen, a_browser, a_screen
from tests.web.houses import House, a_house

pytestmark = pytest.mark.slow

FRAME = Path(__file__).parents[2] / "docs" / "frames" / "guard-hut.jpg"


class Still:
    """Takes the same real picture each time."""

    name = "still"

    async def film(self, shot: Shot) -> Picture:
        del shot
        return Picture(await asyncio.to_thread(FRAME.read_bytes), "image/jpeg", self.name)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest.fixture
async def house() -> AsyncIterator[House]:
    clock = HandClock()
    async with a_house(direct(clock=clock, illustrator=Still()), clock=clock) as opened:
        yield opened


@pytest.fixture
async def screen(browser: Browser, house: House) -> AsyncIterator[Screen]:
    opened = await a_screen(await browser.new_context(), house.address)
    yield opened
    assert opened.complaints == []
    strangers = [url for _, url in opened.asked if not url.startswith(house.address)]
    assert strangers == []


async def accepted(house: House, run: str) -> int:
    records = await house.director.records(run)
    return sum(isinstance(r.event, Accepted) for r in records)


async def test_a_run_is_played_to_its_end_by_buttons_and_words(
    screen: Screen, house: House
) -> None:
    await screen.page.goto(f"{house.address}?new=1&clock=0&seed={a_short_life()}")
    run = await screen.begins("#play-button")
    await screen.sees("#monitor img:not([hidden])")
    assert await screen.page.get_attribute("#monitor img", "alt")
    for n in range(80):
        if await screen.is_over():
            break
        if n == 1:
            turn = await screen.turn()
            await screen.types("wait and listen")
            await screen.moves_on(turn)
            assert await screen.done() == "wait and listen"
        else:
            await screen.takes()
    await screen.sees("#ending-title")
    ended = (await house.director.run(run)).ending
    assert ended is not None
    title = packs()["relay-nine"].world.endings[ended.ending or ""].title
    assert await screen.text("#ending-title") == title
    # Play again: pressed twice in one frame, it is one new run.
    await screen.runs("() => { const b = document.querySelector('#again'); b.click(); b.click(); }")
    await screen.sees('body[data-phase="open"][data-turn="1"]')
    assert len(await house.director.runs()) == 2
    assert screen.page.url != f"{house.address}?run={run}"


async def test_two_clicks_in_one_frame_are_one_turn(screen: Screen, house: House) -> None:
    run = await screen.begins()
    await screen.runs(
        """() => { const b = document.querySelectorAll('#choices button');
        b[0].click(); b[1].click(); }"""
    )
    assert await screen.has("locked") == "true" or await screen.turn() == 2
    await screen.moves_on(1)
    assert screen.posted("/act") == 1
    assert await accepted(house, run) == 1


async def test_buttons_are_locked_before_anything_is_sent(screen: Screen) -> None:
    await screen.begins()
    locked = await screen.runs(
        """() => { const b = document.querySelector('#choices button'); b.click();
        return [document.body.dataset.locked, b.getAttribute('aria-disabled'),
                b.getAttribute('aria-pressed'), document.querySelector('#send').disabled]; }"""
    )
    assert locked == ["true", "true", "true", True]
    await screen.moves_on(1)


async def test_two_tabs_that_act_at_once_play_one_turn(browser: Browser) -> None:
    held = Held(Storyteller(packs()))
    async with a_house(direct(narrator=held)) as house:
        person = await browser.new_context()
        one = await a_screen(person, house.address)
        run = await one.begins()
        other = await a_screen(person, house.address, f"?run={run}")
        await other.sees("body[data-phase=open]")
        press = "() => document.querySelector('#choices button[data-choice=\"{}\"]').click()"
        await asyncio.gather(one.runs(press.format(0)), other.runs(press.format(1)))
        await held.begun.wait()
        for tab in (one, other):
            await tab.sees("body[data-phase=resolving][data-locked=true]")
        held.go.set()
        for tab in (one, other):
            await tab.moves_on(1)
        assert await accepted(house, run) == 1
        assert await one.text("#dispatch") == await other.text("#dispatch")
        assert one.complaints == other.complaints == []


async def test_when_the_time_runs_out_the_moment_passes(screen: Screen, house: House) -> None:
    await screen.page.goto(f"{house.address}?new=1&clock=60")
    await screen.begins()
    await screen.takes()
    await screen.sees("#clock:not([hidden])")
    assert await screen.text("#clock .time") in ("1:00", "0:59", "0:58")
    clock = house.clock
    assert isinstance(clock, HandClock)
    clock.advance(61_000)
    await screen.moves_on(2)
    assert await screen.done() == "Nobody moves, and the time runs out."


async def test_a_page_that_is_loaded_again_in_mid_turn_goes_on_there(browser: Browser) -> None:
    clock, held = HandClock(), Held(Storyteller(packs()))
    async with a_house(direct(clock=clock, narrator=held), clock=clock) as house:
        screen = await a_screen(await browser.new_context(), house.address)
        held.go.set()
        run = await screen.begins()
        held.go.clear()
        held.begun.clear()
        await screen.page.click("#choices button")
        await held.begun.wait()
        await screen.page.reload()
        await screen.sees("body[data-phase=resolving][data-locked=true]")
        await screen.sees("#reaction:not([hidden])")
        assert await screen.text("#reaction")
        held.go.set()
        await screen.moves_on(1)
        assert await accepted(house, run) == 1
        assert screen.complaints == []


async def test_a_rewind_goes_back_on_the_page_too(screen: Screen, house: House) -> None:
    run = await screen.begins()
    first = await screen.text("#dispatch")
    for _ in range(2):
        await screen.takes()
    await screen.page.click("#controls")
    await screen.page.fill("#rewind-by", "2")
    await screen.page.click("#rewind")
    await screen.sees('body[data-turn="1"][data-take="1"]')
    assert await screen.text("#dispatch") == first
    await screen.holds("#log li:only-child")
    events = [r.event for r in await house.director.records(run)]
    assert sum(isinstance(e, Rewound) for e in events) == 1


async def test_whoever_has_the_link_watches_and_touches_nothing(
    browser: Browser, screen: Screen, house: House
) -> None:
    await screen.begins()
    await screen.page.click("#controls")
    await screen.page.click("#watch-link")
    await screen.sees("#watch-url:visible")
    link = await screen.page.input_value("#watch-url")
    await screen.page.keyboard.press("Escape")
    watcher = Screen(await (await browser.new_context()).new_page())
    await watcher.page.goto(link)
    await watcher.sees("body[data-phase=open][data-readonly]")
    assert await watcher.page.locator("#choices button").count() == 0
    assert not await watcher.page.is_visible("#write-in")
    await screen.takes()
    await watcher.moves_on(1)
    assert await watcher.text("#dispatch") == await screen.text("#dispatch")
    assert watcher.posted("/act") == 0
    assert watcher.complaints == []
    assert house.address in link


async def test_the_keyboard_alone_plays_it(screen: Screen) -> None:
    keys = screen.page.keyboard
    await screen.sees("#play-words")
    for _ in range(30):
        if await screen.runs("() => document.activeElement.id") == "play-words":
            break
        await keys.press("Tab")
    await keys.press("Enter")
    await screen.sees("body[data-phase=open]")
    await keys.press("2")
    await screen.moves_on(1)
    # By Tab and Enter: the focus stays among the choices from turn to turn.
    for _ in range(40):
        if await screen.runs("() => document.activeElement.dataset.choice") == "0":
            break
        await keys.press("Tab")
    await keys.press("Enter")
    await screen.moves_on(2)
    assert await screen.runs("() => document.activeElement.closest('#choices') !== null")
    await keys.press("r")
    await screen.sees('#choices button[aria-disabled="false"]')
    await keys.press("Enter")
    if await screen.runs("() => document.activeElement.id") != "write-in":
        await screen.page.focus("#write-in")
    await keys.type("listen")
    turn = await screen.turn()
    await keys.press("Enter")
    await screen.moves_on(turn)
    await screen.runs("() => document.activeElement.blur()")
    await keys.press("p")
    await screen.sees("body[data-paused]")
    await keys.press("p")
    await screen.sees("body:not([data-paused])")
    await keys.press("ArrowLeft")
    await screen.sees("body[data-back]")
    assert await screen.text("#look-back")
    await keys.press("Escape")
    await screen.sees("body:not([data-back])")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1920, 1080)])
async def test_it_fits_from_a_telephone_to_a_large_screen(
    browser: Browser, house: House, width: int, height: int
) -> None:
    person = await browser.new_context(viewport={"width": width, "height": height})
    screen = await a_screen(person, house.address)
    await screen.sees("#play-button")
    await fits(screen, width)
    await screen.begins("#play-button")
    await screen.takes()
    await fits(screen, width)
    small = await screen.runs(
        """() => [...document.querySelectorAll('#choices button, #send, #tools button')]
        .map(b => b.getBoundingClientRect()).filter(r => r.width && (r.height < 40)).length"""
    )
    assert small == 0


async def fits(screen: Screen, width: int) -> None:
    assert await screen.runs("() => document.documentElement.scrollWidth") <= width


async def test_what_is_typed_is_shown_as_typed(screen: Screen, house: House) -> None:
    await screen.begins()
    hostile = "listen \"' onerror=alert(1) {{7*7}} & <3 %3Cb%3E"
    await screen.types(hostile)
    await screen.moves_on(1)
    assert await screen.done() == hostile
    await screen.types("<img src=x onerror=alert(1)>")
    await screen.sees("#message:not(:empty)")
    assert await screen.text("#message") == "Plain words only: no links, mentions or markup."
    assert await screen.page.input_value("#write-in") == "<img src=x onerror=alert(1)>"
    assert await screen.page.locator("img[onerror]").count() == 0
    del house


async def test_what_cannot_be_done_is_said_and_gives_the_words_back(screen: Screen) -> None:
    await screen.begins()
    await screen.types("fly to the moon")
    await screen.sees("#message:not(:empty)")
    assert await screen.page.input_value("#write-in") == "fly to the moon"
    assert await screen.has("locked") == "false"
    assert await screen.turn() == 1


@pytest.mark.parametrize("how", ["reduced motion", "clean picture"])
async def test_nothing_moves_for_those_who_ask_for_it(
    browser: Browser, house: House, how: str
) -> None:
    reduced = how == "reduced motion"
    person = await browser.new_context(reduced_motion="reduce" if reduced else "no-preference")
    screen = await a_screen(person, house.address)
    await screen.begins("#play-button")
    if not reduced:
        await screen.page.click("#controls")
        await screen.page.check("#clean")
        await screen.page.keyboard.press("Escape")
    await screen.takes()
    moving = """() => document.getAnimations()
        .filter(a => a.playState === 'running' && a.effect.getComputedTiming().duration > 1)
        .map(a => a.animationName || a.transitionProperty)"""
    assert await screen.runs(moving) == []
    assert await screen.text("#fate")  # told in words


async def test_a_page_without_its_key_asks_for_it(browser: Browser) -> None:
    key = "an-old-brass-key"
    async with a_house(key=key, local=False) as house:
        screen = await a_screen(await browser.new_context(), house.address, "")
        await screen.page.fill("#key", "a wrong one")
        await screen.page.press("#key", "Enter")
        await screen.sees("#start-message:not(:empty)")
        await screen.page.fill("#key", key)
        await screen.page.press("#key", "Enter")
        await screen.sees("#play-button")
        linked = await a_screen(await browser.new_context(), house.address, f"#key={key}")
        await linked.sees("#play-button")
        assert key not in linked.page.url
