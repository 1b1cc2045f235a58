"""The page of a run: whole in itself, open to nobody's script, with everything that was shown."""

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from nightreel.core.events import Opened
from nightreel.store.media import MemoryMedia
from nightreel.tape.maker import make_page
from nightreel.tape.page import Film, as_page, frames_of
from tests.simulate.world import pump_house
from tests.tape.films import noisy
from tests.tape.runs import HOST, ended, filmed, played, written

VOID = {"meta", "img", "br", "track"}


class Reader(HTMLParser):
    """Reads a page strictly: what is opened is closed, in order; what may not be there is not."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names)
        assert not any(name.startswith("on") for name in names)
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "title"):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


async def test_it_tells_the_run_with_choices_fate_and_end() -> None:
    records = await ended()
    page = Reader(as_page("run1", records, pump_house(), {}))
    for scene in (r.event.scene for r in records if isinstance(r.event, Opened)):
        assert " ".join(scene.dispatch.split()) in page.text
        assert all(choice.label in page.text for choice in scene.choices)
    assert "use the brass key on the truck" in page.text
    assert re.search(r"(safe|risky|desperate) · (lucky|even luck|unlucky)", page.text)
    for last in ("The Track", "You do not look back", "Came home with *mud*", "drove off"):
        assert last in page.text
    assert HOST not in page.text


async def test_a_choice_that_was_taken_is_marked() -> None:
    page = as_page("run1", await played(0, "wait"), pump_house(), {})
    assert page.count('class="taken"') == 1


async def test_what_was_rewound_is_left_out_with_a_mark() -> None:
    page = Reader(as_page("run1", await played("say never mind", None, "wait"), pump_house(), {}))
    assert "never mind" not in page.text
    assert page.text.count("(rewound)") == 1


async def test_pictures_are_in_the_page_with_their_words() -> None:
    media = MemoryMedia()
    frame, text = await media.put(noisy(1)), await media.put(b"no picture")
    records = filmed(await played("wait", "wait"), {1: frame, 2: text, 3: "0" * 64})
    assert set(frames_of("run1", records, pump_house())) == {frame, text, "0" * 64}
    page = Reader(await make_page(media, "run1", records, pump_house(), tape=False))
    (image,) = page.all("img")
    head, data = image["src"].split(",")
    assert head == "data:image/jpeg;base64"
    assert b64decode(data) == noisy(1)
    first = next(r.event.scene for r in records if isinstance(r.event, Opened))
    assert image["alt"] == first.alt
    assert page.all("video") == []


async def test_the_film_is_in_the_page_when_there_are_pictures() -> None:
    media = MemoryMedia()
    records = filmed(await played("wait"), {1: await media.put(noisy(1))})
    page = Reader(await make_page(media, "run1", records, pump_house()))
    (video,), (track,) = page.all("video"), page.all("track")
    assert b64decode(video["src"].split(",")[1])[4:8] == b"ftyp"
    assert b64decode(track["src"].split(",")[1]).startswith(b"WEBVTT")
    without = Reader(await make_page(media, "run1", await played("wait"), pump_house()))
    assert without.all("video") == []


async def test_it_asks_nobody_for_anything_and_runs_nothing() -> None:
    page = as_page("run1", await played("wait"), pump_house(), {}, Film(b"film", "WEBVTT"))
    read = Reader(page)
    assert {tag for tag, _ in read.tags}.isdisjoint({"script", "link", "iframe", "object", "form"})
    sources = [v for _, attrs in read.tags for k, v in attrs.items() if k in ("src", "href")]
    assert sources
    assert all(source.startswith("data:") for source in sources)
    policy = next(m["content"] for m in read.all("meta") if "http-equiv" in m)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    assert "url(" not in style


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</p></article></main><img src=x onerror=alert(1)>",
        '" onload="alert(1)" \'',
        "&lt;b&gt; &amp; &#x202e;",
        "--></style><style>*{display:none}</style>",
    ],
)
def test_what_was_typed_stays_text(text: str) -> None:
    records = written(text)
    page = Reader(as_page("run1", records, pump_house(), {}))
    assert page.text.count(" ".join(text.split())) == 2
    assert page.all("img") == []
    assert len(page.all("style")) == 1


def test_what_turns_the_writing_is_left_out() -> None:
    assert "\u202e" not in as_page("run1", written("a\u202eb"), pump_house(), {})
