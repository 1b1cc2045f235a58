"""When everything is seen: cards become pages, and pages and static become shots on a timeline."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from nightreel.tape.film.lettering import Lettering
from nightreel.tape.film.reel import Held, Reel
from nightreel.tape.film.rungs import Rung

WIDTH = 768 - 2 * 20
"""Pixels for a line of caption."""
LINES = 4
"""Lines on a page; more of them can't be read with a picture above."""
TITLE_MS, END_MS = 3000, 5000
SHORTEST, LONGEST = 2200, 9000
STATIC_MS = 90


class Page(Struct, frozen=True):
    """What is shown at once.

    Attributes:
        card: number of the card in the film: 0 is the title, the last one is the end.
        head: the choice that led here, in one line.
        lines: the caption, in lines that fit.
        told: the caption in the words as they were written, for those who listen or translate.
        chosen: the choice as it was made, for them; empty where another page tells it.
        bright: whether the caption is the choice itself, too long for one line.
    """

    kind: Literal["title", "scene", "end"]
    card: int
    head: str = ""
    lines: tuple[str, ...] = ()
    told: str = ""
    chosen: str = ""
    bright: bool = False


class Shot(Struct, frozen=True):
    """A stretch of film, in milliseconds. `static` counts the pictures of a cut from 1 on."""

    page: int
    at: int
    length: int
    static: int = 0
    first: bool = False


def pages_of(reel: Reel, lettering: Lettering) -> list[Page]:
    """Return the pages of a film in order. Every card has at least one."""
    end = reel.end
    pages = [Page("title", 0, told=f"{reel.title.world}. {reel.title.where}")]
    for card, held in enumerate(reel.cards, 1):
        pages += _scene(card, held, lettering)
    told = " ".join(filter(None, (f"{end.title}.", end.line, end.epitaph)))
    pages.append(Page("end", len(reel.cards) + 1, told=told))
    return pages


def shots_of(pages: Sequence[Page], rung: Rung) -> list[Shot]:
    """Return the shots of the pages: static where a new card begins, then the page, held."""
    shots: list[Shot] = []
    at = 0
    for index, page in enumerate(pages):
        first = index == 0 or pages[index - 1].card != page.card
        for static in range(1, rung.statics + 1) if first and index else ():
            shots.append(Shot(index, at, STATIC_MS, static))
            at += STATIC_MS
        length = held(page, rung.pace)
        shots.append(Shot(index, at, length, first=first))
        at += length
    return shots


def held(page: Page, pace: int) -> int:
    """Return how long a page is held, in milliseconds."""
    if page.kind == "title":
        return TITLE_MS
    chars = len(page.head) + sum(map(len, page.lines)) if page.kind == "scene" else len(page.told)
    shortest = END_MS if page.kind == "end" else SHORTEST
    return max(shortest, min(LONGEST, 1000 * chars // pace))


def _scene(card: int, held: Held, lettering: Lettering) -> Iterator[Page]:
    choice = f"> {held.choice}" if held.choice else ""
    head, chosen = lettering.cut(choice, WIDTH), choice
    if head != lettering.shown(choice):
        chosen = ""  # the pages of its own tell it whole
        for lines, told in _leaves(choice, lettering):
            yield Page("scene", card, lines=lines, told=told, bright=True)
    leaves = [leaf for text in (held.text, held.coda) for leaf in _leaves(text, lettering)]
    for lines, told in leaves or [((), "")]:
        yield Page("scene", card, head, lines, told, chosen)


def _leaves(text: str, lettering: Lettering) -> list[tuple[tuple[str, ...], str]]:
    """Cut a text into pages, evenly, so that none is left with one last word."""
    lines = lettering.wrapped(text, WIDTH)
    count = -(-len(lines) // LINES) or 1
    each = -(-len(lines) // count) or 1
    leaves = [lines[i : i + each] for i in range(0, len(lines), each)]
    return [
        (tuple(line.shown for line in leaf), " ".join(line.told for line in leaf if line.told))
        for leaf in leaves
    ]
