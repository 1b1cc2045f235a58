"""The parts of a film: cards from a ledger, pages, type, captions, sound."""

from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from PIL import Image

from nightreel.core.state import ThreatState
from nightreel.store.media import MemoryMedia
from nightreel.tape.film.captions import as_webvtt
from nightreel.tape.film.lettering import UNKNOWN, Lettering
from nightreel.tape.film.painting import PICTURE, Unreadable
from nightreel.tape.film.painting import opened as painted
from nightreel.tape.film.reel import Held, How, Mood, mood_of, reel_of
from nightreel.tape.film.rungs import ladder
from nightreel.tape.film.sound import PEAK, Bed, Moods, Samples
from nightreel.tape.film.timing import LINES, LONGEST, SHORTEST, WIDTH, pages_of, shots_of
from nightreel.tape.words import NOBODY
from nightreel.worlds.loader import load
from nightreel.worlds.pack import shipped
from tests.simulate.world import pump_house
from tests.tape.films import reel
from tests.tape.runs import DRIVEN, ended, filmed, played

LETTERING = Lettering()

# --- cards ----------------------------------------------------------------------------------------


async def test_every_scene_has_a_card_with_the_choice_that_led_to_it() -> None:
    cards = reel_of("run1", await played("go to the yard", "wait", stop=True), pump_house())
    assert [c.turn for c in cards.cards] == [1, 2, 3]
    assert [c.choice for c in cards.cards] == ["", "go to the yard", "wait"]
    assert cards.title.world == "Pump House"
    assert cards.title.where == "Track. 3 March 1991, 17:00"
    assert (cards.end.title, cards.end.how, cards.end.turns) == ("Tape stopped", "stopped", 2)


async def test_what_was_rewound_is_not_on_tape() -> None:
    cards = reel_of("run1", await played("wait", "listen", None, "go to the yard"), pump_house())
    assert [c.choice for c in cards.cards] == ["", "wait", "go to the yard"]


async def test_pictures_belong_to_their_scenes() -> None:
    records = filmed(await played("wait", "wait"), {1: "a" * 64, 3: None})
    cards = reel_of("run1", records, pump_house())
    assert [c.frame for c in cards.cards] == ["a" * 64, None, None]


async def test_an_ending_is_told_on_the_last_cards() -> None:
    cards = reel_of("run1", await ended(), pump_house())
    assert cards.cards[-1].coda == "The truck starts. You do not look back at the water."
    assert cards.end.title == "The Track"
    assert cards.end.line == "Survival: drove off."
    assert cards.end.epitaph == "Came home with *mud* to the roof."
    assert (cards.end.turns, cards.end.crew, cards.end.how) == (len(DRIVEN), 1, "survival")
    assert NOBODY not in [c.choice for c in cards.cards]


@given(st.integers(0, 3), st.integers(0, 5))
def test_a_nearer_threat_is_felt_more(stage: int, distance: int) -> None:
    world = pump_house().world
    threats = {**world.start.threats, "lineman": ThreatState(0, stage, distance)}
    near = {**threats, "lineman": ThreatState(0, stage, max(0, distance - 1))}
    here = mood_of(world, structs.replace(world.start, threats=threats))
    nearer = mood_of(world, structs.replace(world.start, threats=near))
    assert 0 <= here.dread <= nearer.dread <= 1
    assert stage > 0 or nearer.dread == 0
    assert 0 <= here.wind <= 1


# --- pages and type -------------------------------------------------------------------------------


SEEN = st.characters(exclude_categories=["C", "M"])


@given(st.text(SEEN, max_size=900), st.text(SEEN, max_size=300))
async def test_every_word_is_on_a_page_and_every_line_fits(text: str, choice: str) -> None:
    cards = await reel(1, MemoryMedia(), size=(16, 9))
    cards = structs.replace(cards, cards=(Held(1, text, choice),))
    pages = [p for p in pages_of(cards, LETTERING) if p.kind == "scene"]
    assert pages
    for page in pages:
        assert len(page.lines) <= LINES
        assert all(LETTERING.width(line) <= WIDTH for line in (page.head, *page.lines))
    told = " ".join(p.told for p in pages if not p.bright)
    assert told.split() == text.split()
    chosen = " ".join(p.told for p in pages if p.bright) or pages[0].chosen
    assert chosen.split() == (f"> {choice}".split() if choice else [])


async def test_pages_are_held_as_long_as_they_take_to_read() -> None:
    cards = await reel(20, MemoryMedia(), size=(16, 9))
    pages = pages_of(cards, LETTERING)
    shots = shots_of(pages, ladder("mp4")[0])
    held = [s for s in shots if not s.static]
    assert [s.page for s in held] == list(range(len(pages)))
    assert all(SHORTEST <= s.length <= LONGEST for s in held)
    assert (held[0].length, held[-1].length) == (3000, 5000)
    assert [s.at + s.length for s in shots[:-1]] == [s.at for s in shots[1:]]
    assert sum(s.static > 0 for s in shots) == 21 * ladder("mp4")[0].statics


def test_the_type_has_what_the_worlds_are_written_in() -> None:
    for folder in shipped().values():
        for lines in load(folder).pools.values():
            for line in lines:
                assert LETTERING.shown(line.text).count(UNKNOWN) == line.text.count(UNKNOWN)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“So,” she\u2019d said…", "“So,” she\u2019d said…"),
        ("sky\u2014and salt", "sky - and salt"),
        ("nine\u2013ten", "nine-ten"),
        ("caf\u00e9 na\u00efve \u0141\u00f3d\u017a", "cafe naive Lodz"),
        ("\u4e2d\u6587", "??"),
        ("a\u202eb\u200bc\x07", "abc"),
        ("one\n two", "one two"),
    ],
)
def test_what_the_type_lacks_is_written_with_what_it_has(text: str, shown: str) -> None:
    assert LETTERING.shown(text) == shown


# --- captions -------------------------------------------------------------------------------------


async def test_captions_have_a_cue_for_each_page_at_its_time() -> None:
    cards = await reel(3, MemoryMedia(), size=(16, 9))
    pages = pages_of(cards, LETTERING)
    shots = shots_of(pages, ladder("mp4")[0])
    head, *cues = as_webvtt(pages, shots).split("\n\n")
    assert head == "WEBVTT"
    assert cues[0].startswith("00:00:00.000 --> 00:00:03.000\nPump House. Track.")
    assert len(cues) == len(pages)
    assert "&gt; Walk to the guard hut by the hut door 1\nFrom here your van" in cues[2]


# --- sound ----------------------------------------------------------------------------------------


def moods(*held: Mood, how: How = "death", seed: int = 7) -> Moods:
    at = tuple(3000 + 5000 * n for n in range(len(held)))
    end = 3000 + 5000 * len(held)
    return Moods(at, held, (*at, end), end, end + 5000, how, seed)


def whole(bed: Bed) -> Samples:
    return bed.stretch(0, bed.length)


def loud(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def test_sound_is_quiet_and_the_same_each_time() -> None:
    made = moods(Mood(1, 1, 0), Mood(1, 1, 0))
    sound = whole(Bed(made, 8000))
    assert 0.02 < np.abs(sound).max() <= PEAK
    assert np.array_equal(sound, whole(Bed(made, 8000)))
    assert not np.array_equal(sound, whole(Bed(structs.replace(made, seed=8), 8000)))


@given(st.lists(st.integers(1, 144_000), max_size=4))
def test_sound_made_in_stretches_has_no_seams(cuts: list[int]) -> None:
    bed = BED
    bounds = sorted({0, bed.length, *(c for c in cuts if c < bed.length)})
    parts = [bed.stretch(a, b) for a, b in pairwise(bounds)]
    assert np.abs(np.concatenate(parts) - WHOLE).max() < 0.02


BED = Bed(moods(Mood(0.2, 0.3, 0), Mood(0.8, 0.9, 1), Mood(0.4, 0.1, 0)), 8000)
WHOLE = whole(BED)


def test_wind_is_louder_outside_and_a_threat_is_heard() -> None:
    def at(mood: Mood) -> float:
        return loud(Bed(moods(mood, how="running"), 8000).stretch(36_000, 60_000))

    assert at(Mood(0, 1, 0)) > 1.5 * at(Mood(0, 1, 1)) > 1.5 * at(Mood(0, 0, 1))
    assert at(Mood(1, 0, 1)) > 1.5 * at(Mood(0, 0, 1))


def test_each_kind_of_ending_sounds_its_own_way() -> None:
    hows: tuple[How, ...] = ("death", "survival", "truth", "stopped", "running")
    ends = [Bed(moods(Mood(), how=how), 8000).stretch(66_000, 80_000) for how in hows]
    for n, one in enumerate(ends):
        assert all(not np.array_equal(one, other) for other in ends[n + 1 :])
    assert all(loud(end) > 1.5 * loud(ends[-1]) for end in ends[:3])


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["EPS", "GIF", "TIFF"])
def test_what_frames_never_are_is_not_read_as_one(kind: str) -> None:
    file = BytesIO()
    Image.new("RGB", (64, 36)).save(file, kind)
    with pytest.raises(Unreadable):
        painted(file.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_frame_of_any_kind_and_shape_fills_its_place(kind: str) -> None:
    file = BytesIO()
    Image.new("RGB", (64, 64)).save(file, kind)
    assert painted(file.getvalue()).size == PICTURE
