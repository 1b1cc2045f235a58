"""Where pictures come in a game: above their scene, once, or as words, or not at all."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import pytest
from blockbuster import blockbuster_ctx
from msgspec import structs

from nightreel.app import open_in_memory
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.ports.illustrator import Illustrator
from nightreel.ports.media import Media
from nightreel.store.media import MemoryMedia
from nightreel.surfaces.terminal.begin import Wanted, begin
from nightreel.surfaces.terminal.gallery import Gallery
from nightreel.surfaces.terminal.player import play
from nightreel.surfaces.terminal.stills import HALF, Canvas, Still, still
from nightreel.worlds.pack import Pack
from tests.director.games import a_short_life
from tests.terminal.flags import Flags, of_turn
from tests.terminal.screens import Move, Paper

ROOM = Canvas(72, 20)
FILMED = RunSettings(clock=None, pictures=True)


@asynccontextmanager
async def filming(
    worlds: Mapping[str, Pack], illustrator: Illustrator | None = None, media: Media | None = None
) -> AsyncGenerator[Director]:
    camera = illustrator or Flags()
    async with open_in_memory(worlds, HandClock(), camera, media) as director:
        yield director


async def on(
    director: Director,
    *moves: Move,
    canvas: Canvas | None = ROOM,
    settings: RunSettings = FILMED,
    run: str | None = None,
    seed: int = 7,
) -> Paper:
    paper = Paper(*moves, canvas=canvas)
    wanted = Wanted("relay-nine", settings, seed=seed, name="ada", run=run)
    await play(director, paper, *await begin(director, wanted))
    return paper


def shown(paper: Paper) -> list[tuple[str, Still]]:
    """Return what stood under each picture: its page's first line with words."""
    pages = zip(paper.pages, paper.above, strict=True)
    return [(page.strip().splitlines()[0], above) for page, above in pages if above]


def turn_of(turn: int) -> Still | None:
    return still(of_turn(turn), ROOM)


async def test_each_scene_has_its_picture_right_above_it(worlds: dict[str, Pack]) -> None:
    async with filming(worlds) as director:
        paper = await on(director, "1", "1")
    heads, stills = zip(*shown(paper), strict=True)
    assert [head.rsplit(" ", 1)[1] for head in heads] == ["1", "2", "3"]
    assert list(stills) == [turn_of(1), turn_of(2), turn_of(3)]
    assert "Picture:" not in paper.text
    fate = next(at for at, page in enumerate(paper.pages) if page.startswith("Fate:"))
    assert paper.above[fate + 1] == turn_of(2)


async def test_without_a_canvas_it_is_told_in_words_before_what_happened(
    worlds: dict[str, Pack],
) -> None:
    async with filming(worlds) as director:
        paper = await on(director, "1", canvas=None)
        run = await director.run((await director.runs())[0].run)
    assert paper.above == [None] * len(paper.pages)
    assert paper.text.count("Picture: ") == 2
    assert run.scene is not None
    told = " ".join(paper.pages[-2].split())
    assert f"turn 2 Picture: {run.scene.alt} {run.scene.dispatch}" in told


async def test_a_run_without_pictures_says_nothing_of_them(worlds: dict[str, Pack]) -> None:
    for canvas in (ROOM, None):
        async with filming(worlds) as director:
            settings = structs.replace(FILMED, pictures=False)
            paper = await on(director, "1", ":picture", canvas=canvas, settings=settings)
        assert shown(paper) == []
        assert "Picture:" not in paper.text
        assert "This tape is told in words alone." in paper.text


@pytest.mark.parametrize("canvas", [ROOM, None])
async def test_a_lost_frame_is_no_picture_and_no_word(
    worlds: dict[str, Pack], canvas: Canvas | None
) -> None:
    async with filming(worlds, Flags({2: None})) as director:
        paper = await on(director, "1", ":picture", "1", canvas=canvas)
    pictures = len(shown(paper)) if canvas else paper.text.count("Picture: ")
    assert pictures == 2
    assert "The camera missed this moment." in paper.text
    assert "turn 3" in paper.text


class Moth(MemoryMedia):
    """Keeps pictures, and eats some of them."""

    def __init__(self, *, leaves: bytes | None) -> None:
        super().__init__()
        self.leaves = leaves

    async def get(self, digest: str) -> bytes | None:
        del digest
        return self.leaves


@pytest.mark.parametrize("leaves", [None, b"", b"\x89PNG\r\n\x1a\n of no kind", of_turn(1)[:99]])
async def test_a_picture_that_cannot_be_read_is_told_in_words(
    worlds: dict[str, Pack], leaves: bytes | None
) -> None:
    async with filming(worlds, media=Moth(leaves=leaves)) as director:
        paper = await on(director, "1", ":picture")
    assert shown(paper) == []
    assert paper.text.count("Picture: ") == 3


async def test_a_picture_that_does_not_come_holds_a_scene_for_a_moment_only(
    worlds: dict[str, Pack],
) -> None:
    class Nowhere(MemoryMedia):
        async def get(self, digest: str) -> bytes | None:
            await asyncio.Event().wait()
            return await super().get(digest)

    async with filming(worlds, media=Nowhere()) as director:
        run, _ = await begin(director, Wanted("relay-nine", FILMED, seed=7))
        gallery = Gallery(director, run, patience=0.01)
        frame = (await director.run(run)).frames["causeway"][0]
        assert await gallery.still(frame, ROOM) is None


async def test_a_run_gone_on_with_shows_the_picture_of_where_it_stands(
    worlds: dict[str, Pack],
) -> None:
    async with filming(worlds) as director:
        await on(director, "1")
        run = (await director.runs())[0].run
        paper = await on(director, "1", run=run)
    assert [above for _, above in shown(paper)] == [turn_of(2), turn_of(3)]


async def test_a_rewind_shows_the_picture_that_it_goes_back_to_and_then_new_ones(
    worlds: dict[str, Pack],
) -> None:
    async with filming(worlds) as director:
        paper = await on(director, "1", "1", ":rewind 2", "1")
    stills = [above for _, above in shown(paper)]
    assert stills == [turn_of(n) for n in (1, 2, 3, 1, 2)]
    back = paper.pages.index("The tape runs back.")
    assert paper.above[back + 1] == turn_of(1)


async def test_picture_shows_it_again_with_its_words(worlds: dict[str, Pack]) -> None:
    async with filming(worlds) as director:
        paper = await on(director, "1", ":picture", ":pic")
    assert [above for _, above in shown(paper)] == [turn_of(n) for n in (1, 2, 2, 2)]
    assert paper.text.count("Picture: ") == 2
    assert paper.pages[-2].startswith("\nPicture: ")


async def test_pictures_do_not_hold_the_loop(worlds: dict[str, Pack]) -> None:
    async with filming(worlds) as director:
        with blockbuster_ctx():
            paper = await on(director, "1", "1")
    assert len(shown(paper)) == 3


class Lab:
    """Says where films are."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []

    def told(self, run: str, *, just_now: bool) -> str:
        self.asked.append((run, just_now))
        return f"The film is being wound: /a/rather/{'long/' * 20}folder/{run}.mp4"


async def ended(director: Director, paper: Paper, lab: Lab, settings: RunSettings) -> str:
    wanted = Wanted("relay-nine", settings, seed=a_short_life(), name="ada")
    run, me = await begin(director, wanted)
    await play(director, paper, run, me, lab)
    return run


async def test_the_end_says_where_the_film_will_be_in_one_line(worlds: dict[str, Pack]) -> None:
    lab, paper = Lab(), Paper(*["1"] * 24, canvas=ROOM)
    async with filming(worlds) as director:
        run = await ended(director, paper, lab, FILMED)
        assert lab.asked == [(run, True)]
        said = lab.told(run, just_now=True)
        at = paper.pages.index(said)
        assert paper.pages[at - 1].startswith(f"Tape {run}.")
        assert paper.pages[at + 1] == "Another tape? y or n"
        again = Paper(canvas=ROOM)
        await play(director, again, run, "ada", lab)
    assert lab.asked[-1] == (run, False)
    assert HALF not in again.text
    assert len(shown(again)) == 1


@pytest.mark.parametrize(
    ("illustrator", "settings"),
    [
        (Flags(), structs.replace(FILMED, pictures=False)),
        (Flags(dict.fromkeys(range(99))), FILMED),
    ],
    ids=["off", "lost"],
)
async def test_the_end_says_nothing_of_a_film_where_nothing_was_filmed(
    worlds: dict[str, Pack], illustrator: Illustrator, settings: RunSettings
) -> None:
    lab, paper = Lab(), Paper(*["1"] * 24, canvas=ROOM)
    async with filming(worlds, illustrator) as director:
        await ended(director, paper, lab, settings)
    assert "Another tape?" in paper.text
    assert lab.asked == []
