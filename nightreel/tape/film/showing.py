"""Runs the cards of a film past a writer, one picture at a time."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from PIL import Image

from nightreel.tape.film.lettering import Lettering
from nightreel.tape.film.painting import Painter, Unreadable, cut, opened, snow, softened
from nightreel.tape.film.reel import Reel
from nightreel.tape.film.rungs import Rung
from nightreel.tape.film.timing import Page, Shot, pages_of, shots_of

Fetch = Callable[[str], bytes | None]


class Exposure(Struct, frozen=True):
    """A picture on film: from `at`, for `length` milliseconds. `key`: players can seek to it."""

    image: Image.Image
    at: int
    length: int
    key: bool


class Showing:
    """Draws a reel. The latest two cards' pictures are all that it holds.

    Attributes:
        pages: what is told, in order.
        lost: turns whose frame could not be had or read; their cards are told over static.
    """

    def __init__(self, reel: Reel, fetch: Fetch) -> None:
        lettering = Lettering()
        self.reel = reel
        self.pages: tuple[Page, ...] = tuple(pages_of(reel, lettering))
        self.lost: set[int] = set()
        self._painter = Painter(lettering)
        self._fetch = fetch

    def shots(self, rung: Rung) -> list[Shot]:
        """Return the whole film's timeline at a step of the ladder."""
        return shots_of(self.pages, rung)

    def run(self, shots: Sequence[Shot], rung: Rung) -> Iterator[Exposure]:
        """Yield the pictures of some shots, in order, one after the other in time."""
        at, card = 0, -1
        before = after = snow(0)
        for shot in shots:
            page = self.pages[shot.page]
            if page.card != card:
                card = page.card
                before, after = after, softened(self._picture(page), rung.detail)
            yield Exposure(
                self._drawn(shot, page, before, after, rung), at, shot.length, shot.first
            )
            at += shot.length

    def _drawn(
        self, shot: Shot, page: Page, before: Image.Image, after: Image.Image, rung: Rung
    ) -> Image.Image:
        if shot.static:
            return cut(before, after, shot.static, rung.statics, page.card)
        match page.kind:
            case "title":
                return self._painter.title(self.reel.title, self.reel.title.seed % 2**32)
            case "end":
                return self._painter.end(self.reel.end, self.reel.end.seed % 2**32)
            case "scene":
                return self._painter.page(page, after)

    def _picture(self, page: Page) -> Image.Image:
        if page.kind != "scene":
            return snow(page.card)
        held = self.reel.cards[page.card - 1]
        if held.frame is None:
            return snow(page.card)
        data = self._fetch(held.frame)
        try:
            if data is not None:
                return opened(data)
        except Unreadable:
            pass
        self.lost.add(held.turn)
        return snow(page.card)
