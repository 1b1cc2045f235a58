"""Drawing lines: what fits, what is new, and what a player said as nothing but text."""

import asyncio
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nightreel.core.conditions import Moment, parse
from nightreel.core.dice import Stream
from nightreel.core.intent import WORDS_LIMIT, Intent, Refusal
from nightreel.core.sentences import digests, sentences
from nightreel.core.state import State
from nightreel.narrators.storyteller import Storyteller
from nightreel.narrators.storyteller.composing import counter, listed
from nightreel.narrators.storyteller.drawing import Drawer, filled
from nightreel.ports.narrator import Coda, Dispatch, Facts, Reaction
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Line, Pack, shipped
from tests.core import hut
from tests.core.walking import tried

WORLD = hut.world()


def drawer(
    lines: Mapping[str, list[str | tuple[str, str]]],
    state: State = WORLD.start,
    seed: int = 1,
    told: frozenset[str] = frozenset(),
) -> Drawer:
    """A drawer on pools of lines; a pair is a line and its condition."""
    pools = {
        key: tuple(
            Line(x, parse("")) if isinstance(x, str) else Line(x[0], parse(x[1])) for x in pool
        )
        for key, pool in lines.items()
    }
    pack = Pack(WORLD, pools, "", "", (), frozenset())
    return Drawer(pack, state, Stream(seed), told)


# --- drawing -------------------------------------------------------------------------------------


def test_a_line_is_drawn_once() -> None:
    it = drawer({"a": ["One.", "Two.", "Three."]})
    assert {it.draw("a"), it.draw("a"), it.draw("a")} == {"One.", "Two.", "Three."}
    assert it.draw("a") is None


def test_what_was_told_in_the_run_is_not_drawn() -> None:
    it = drawer({"a": ["One.", "Two."]}, told=digests("two!"))
    assert [it.draw("a"), it.draw("a")] == ["One.", None]


def test_a_line_of_which_a_part_was_told_is_not_drawn() -> None:
    it = drawer({"a": ["It rings. It stops."]}, told=digests("It stops."))
    assert it.draw("a", most=2) is None


def test_when_a_pool_is_used_up_the_next_is_drawn_from() -> None:
    it = drawer({"a": ["One."], "b": ["Two."]})
    assert [it.draw("a", "b"), it.draw("a", "b"), it.draw("a", "b")] == ["One.", "Two.", None]
    assert it.draw("none such") is None


@given(st.integers(0, 9999))
def test_a_line_whose_condition_does_not_hold_is_never_drawn(seed: int) -> None:
    lines: list[str | tuple[str, str]] = [("In the hut.", "at(hut)"), ("On the hill.", "at(hill)")]
    assert drawer({"a": lines}, seed=seed).draw("a") == "In the hut."


def test_what_fits_this_very_moment_is_preferred_and_not_always() -> None:
    lines: list[str | tuple[str, str]] = ["Plain.", ("Particular.", "at(hut)")]
    drawn = [drawer({"a": lines}, seed=seed).draw("a") for seed in range(400)]
    assert 0.65 < drawn.count("Particular.") / 400 < 0.85


def test_a_line_may_ask_what_was_just_done() -> None:
    it = drawer({"a": [("It gives.", "verb(open) and grade(cost) and on(chest)")]})
    assert it.draw("a") is None
    it.moment = Moment("open", "cost", "chest")
    assert it.draw("a") == "It gives."


def test_a_line_with_a_slot_that_nothing_fills_is_not_drawn() -> None:
    it = drawer({"a": ["You take {thing}.", "You take it."]})
    assert [it.draw("a"), it.draw("a")] == ["You take it.", None]
    assert (
        drawer({"a": ["{Thing} creaks."]}).draw("a", slots={"thing": "the chest"})
        == "The chest creaks."
    )


def test_a_plural_is_not_told_in_a_line_for_one() -> None:
    it = drawer({"a": ["{Thing} is heavy.", "{Thing} creaks.", "You lift {thing}."]})
    it.plural = True
    drawn = [it.draw("a", slots={"thing": "the boards"}) for _ in range(3)]
    assert "The boards is heavy." not in drawn
    assert "You lift the boards." in drawn


@pytest.mark.parametrize(
    ("most", "text"), [(1, "It rings."), (2, "It rings. It stops."), (9, "It rings. It stops.")]
)
def test_what_must_be_told_is_cut_to_its_first_sentences(most: int, text: str) -> None:
    assert drawer({"a": ["It rings. It stops."]}).draw("a", most=most) == text


def test_what_may_be_told_is_told_whole_or_not_at_all() -> None:
    it = drawer({"a": ["It rings. It stops.", "Rain."]})
    assert [it.draw("a", most=1, cut=False), it.draw("a", most=1, cut=False)] == ["Rain.", None]


def test_labels_and_answers_may_be_said_again() -> None:
    it = drawer({"a": ["Open {thing}"]})
    assert [it.peek("a", thing="the chest") for _ in range(2)] == ["Open the chest"] * 2
    assert it.peek("a") is None


def test_a_text_that_says_one_thing_twice_cannot_be_claimed() -> None:
    it = drawer({})
    assert not it.claim("It rings. It rings.")
    assert it.claim("It rings.")
    assert not it.claim("it rings!")


@given(st.text(), st.text())
def test_what_fills_a_slot_is_not_looked_into(thing: str, tool: str) -> None:
    made = filled("You lay {tool} against {thing}.", {"thing": thing, "tool": tool})
    assert made == f"You lay {tool} against {thing}."


@pytest.mark.parametrize(
    ("names", "text"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_things_are_listed_as_a_person_lists_them(names: list[str], text: str) -> None:
    assert listed(names) == text


@given(st.integers(0, 2000), st.integers(1, 200), st.integers(1, 60))
def test_the_tape_counter_only_ever_grows(minutes: int, turn: int, more: int) -> None:
    now = replace(WORLD.start, minutes=minutes, turn=turn)
    then = replace(WORLD.start, minutes=minutes + more, turn=turn + 1)
    assert [int(n) for n in counter(now).split(":")] < [int(n) for n in counter(then).split(":")]


# --- what a player said --------------------------------------------------------------------------

PACK = load(shipped()["relay-nine"])
STORYTELLER = Storyteller({PACK.world.id: PACK})
MARK = "Zq"


def told(words: str, seed: int) -> str:
    """What is told when somebody calls that out, and on the turn after it."""
    start = replace(PACK.world.start, place="gate", turn=5)
    called = tried(PACK.world, seed, start, Intent("call", words=words))
    waited = tried(PACK.world, seed, called.after, Intent("wait"))
    texts: list[str] = []
    for trial in (called, waited):
        facts = Facts(
            PACK.world.id,
            seed,
            trial.after.turn,
            trial.after,
            trial.before,
            trial.outcome,
            told=digests(" ".join(texts)),
        )
        texts += asyncio.run(_texts(facts))
    return " ".join(texts)


async def _texts(facts: Facts) -> list[str]:
    parts = [part async for part in STORYTELLER.tell(facts)]
    return [part.text for part in parts if isinstance(part, Reaction | Dispatch | Coda)]


# Whatever could be taken for more than text: slots, markup, mentions, orders, other scripts.
_PIECES = (
    *("{thing}", "{place}", "{words}", "{Tool}", "{", "}", "{}", "{0}", "%s", "${x}"),
    *("<b>", "</b>", "@everyone", "[a](b)", "**", "`", "\\1", "\\g<name>", "&amp;", "'", '"'),
    *("flag power", "end drove_out", "ignore all rules", "ä", "дверь", "👋", ",", ":"),
)
speech = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4).map(
    lambda pieces: f"{MARK} {' '.join(pieces)}"
)


@settings(max_examples=60)
@given(speech, st.integers(0, 40))
def test_what_a_player_says_changes_nothing_but_the_place_where_it_stands(
    words: str, seed: int
) -> None:
    assert told(words, seed) == told(MARK, seed).replace(MARK, words)


@settings(max_examples=30)
@given(speech)
def test_what_is_not_understood_comes_back_as_text(words: str) -> None:
    facts = Facts(PACK.world.id, 1, 1, PACK.world.start)
    for reason in ("not_here", "unclear"):
        answer = asyncio.run(STORYTELLER.answer(facts, Refusal(reason, {"words": words})))
        lines = [line.text for line in PACK.pools.get(f"refuse.{reason}", ())]
        assert answer in [line.replace("{words}", words) for line in lines] or words not in answer


def test_words_that_are_said_are_told_in_some_run() -> None:
    assert any(MARK in told(MARK, seed) for seed in range(20))


SPEECH = "Stop! Who is there? Come out."


def test_a_speech_of_several_sentences_is_told_whole_or_not_at_all() -> None:
    for seed in range(40):
        text = told(SPEECH, seed)
        assert "Stop!" not in text or SPEECH in text, text


def test_a_speech_of_several_sentences_is_part_of_one_sentence() -> None:
    it = drawer({"a": ["You call '{words}' into the dark. It listens."]})
    assert it.draw("a", most=1, slots={"words": SPEECH}) == f"You call '{SPEECH}' into the dark."


def test_a_long_speech_is_heard_in_part() -> None:
    trial = tried(PACK.world, 1, PACK.world.start, Intent("call", words="a" * 500))
    assert trial.after.words == "a" * WORDS_LIMIT


def test_the_first_scene_tells_how_it_began() -> None:
    facts = Facts(PACK.world.id, 1, 1, PACK.world.start)
    (prologue,) = asyncio.run(_texts(facts))
    assert prologue in [line.text for line in PACK.pools["world.prologue"]]
    assert len(sentences(prologue)) >= 2
