"""Sentences are the unit of memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightreel.core.sentences import digest_of, digests, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("  One.  ", ["One."]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It says 'Stop.' You stop.", ["It says 'Stop.'", "You stop."]),
        ("“Go on!” He goes on.", ["“Go on!”", "He goes on."]),
        ("The set reads 4.5 volts. It hums.", ["The set reads 4.5 volts.", "It hums."]),
        ("You wait... and wait.", ["You wait... and wait."]),
        ("By 3:33:33 it is dark. 'No,' it says.", ["By 3:33:33 it is dark.", "'No,' it says."]),
    ],
)
def test_a_text_is_taken_apart_at_its_end_marks(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@given(st.text(alphabet="aB1 .!?'\"“”,;:-"))
def test_nothing_but_space_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "same",
    ["the lamp goes out", "The lamp  goes out!", " THE LAMP goes out... ", "“The lamp goes out.”"],
)
def test_case_space_and_marks_do_not_make_another_sentence(same: str) -> None:
    assert digest_of(same) == digest_of("The lamp goes out.")


def test_other_words_make_another_sentence() -> None:
    assert digest_of("The lamp goes out.") != digest_of("The lamp goes on.")
    assert len(digests("One. Two. One.")) == 2
