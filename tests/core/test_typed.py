"""What people type: ordinary sentences pass, and nothing that is live, hidden or endless does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightreel.core.typed import LIMIT, clean, why_not

anything = st.text(alphabet=st.characters(codec=None), max_size=400)


@pytest.mark.parametrize(
    "text",
    [
        "open the door",
        "I don't want to. I won't!",
        "who's there?! \"it's me,\" I say",
        "say 'hello, is anybody there?'",
        "take the rope & the lamp; go up (slowly)",
        "wait 5 minutes... then run, 3 > 2 and 2 < 3",
        "déjà vu: öffne die Tür",
        "открой дверь",
        "打开门",
        "افتح الباب",
        "wave 👋🏽 at it",
        "hug the 👩‍👩‍👧‍👦 family",
        "I ❤️ this",
        "x",
        "7",
        "a" * LIMIT,
    ],
)
def test_an_ordinary_sentence_is_taken_as_it_is(text: str) -> None:
    assert why_not(text) is None
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", ["", " ", "\n\t \u3000", "...", "?!", "👋", "\u200d", "\u200b"])
def test_a_text_without_a_letter_or_a_number_is_empty(text: str) -> None:
    assert why_not(text) == "empty"


@pytest.mark.parametrize("filler", ["\u115f", "\u1160", "\u3164", "\uffa0"])
def test_a_text_that_nobody_can_see_is_empty(filler: str) -> None:
    assert why_not(filler) == "empty"


@pytest.mark.parametrize("text", ["a" * (LIMIT + 1), "a " * (LIMIT // 2) + "bc", "a" * 10_000_000])
def test_a_text_that_is_too_long_is_not_taken(text: str) -> None:
    assert why_not(text) == "too_long"


def test_space_that_is_folded_away_does_not_count() -> None:
    assert why_not("a" + " " * LIMIT + "b") is None


@pytest.mark.parametrize(
    "hidden",
    [
        *("\0", "\x07", "\x1b[31m", "\x7f", "\x9b"),
        *("\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u180e"),
        *("\u202a", "\u202e", "\u2066", "\u200f", "\u061c"),
        *("\U000e0061", "\ue000", "\U0010ffff", "\ud800"),
    ],
    ids=ascii,
)
def test_what_cannot_be_seen_is_refused(hidden: str) -> None:
    assert why_not(f"open{hidden} the door") == "control"


@pytest.mark.parametrize(
    "live",
    [
        *("<b>door</b>", "<script>x</script>", "<!-- x", "<img src=x>", "</b>", "<?php"),
        *("<@1234>", "<@&1234>", "<@!1234>", "<#1234>", "<:owl:1234>", "<a:owl:1234>", "<t:0:R>"),
        *("@everyone", "@here", "hey @EveryOne look", "&lt;b&gt;", "&#60;", "```code```"),
        *("http://example.org", "HTTPS://example.org", "see www.example.org", "discord.gg/abc"),
        *("[door](https://example.org)", "[door](javascript:x)"),
    ],
)
def test_what_would_come_alive_on_a_page_is_refused(live: str) -> None:
    assert why_not(f"open {live} now") == "markup"


@pytest.mark.parametrize("emoji", ["\U0001fa77", "\U0001fae8"], ids=["pink heart", "shaking face"])
def test_an_emoji_may_be_newer_than_the_machine(emoji: str) -> None:
    assert why_not(f"hug it {emoji}") is None


@given(anything)
def test_any_text_is_taken_or_refused_for_a_reason(text: str) -> None:
    assert why_not(text) in (None, "empty", "too_long", "control", "markup")


@given(anything)
def test_what_is_taken_is_one_short_clean_line(text: str) -> None:
    if why_not(text) is not None:
        return
    line = clean(text)
    assert 0 < len(line) <= LIMIT
    assert line == line.strip()
    assert len(line.splitlines()) == 1
    assert "  " not in line
    assert clean(line) == line
    assert why_not(line) is None
    unseen = {c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")}
    assert unseen <= {"\u200d"}
    line.encode()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz '\"!?.,;:-()", min_size=1, max_size=LIMIT))
def test_plain_writing_is_never_taken_for_anything_else(text: str) -> None:
    assert why_not(text) in (None, "empty")
