import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nightreel.surfaces.discord.layouts.plain import BREAK, fit, plain, short, visible

MARKS = "\\`*_~|>#[]<"
typed = st.text(max_size=400) | st.text(alphabet=MARKS + "@:./-1 ab\u202e\u200d\n", max_size=200)


def shown(markdown: str) -> str:
    """What Discord shows of it: a mark behind a backslash stands for itself."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown).replace(f"@{BREAK}", "@")


@given(typed)
@example("1. one")
@example("- one")
@example("https://example.org/a_b_c")
def test_text_shows_as_it_was_written(text: str) -> None:
    assert shown(plain(text)) == visible(text)


@given(typed)
def test_no_mark_is_left_alive(text: str) -> None:
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", plain(text))
    assert not set(bare) & set(MARKS)
    assert not re.search(r":\S|^-|^\d+\.\s|@[^\u200b\s]", bare)


@pytest.mark.parametrize(
    "text",
    [
        "<@80351110224678912>",
        "<@&165511591545143296>",
        "<#103735883630395392>",
        "</play:816437322781949972>",
        "<:reel:41771983429993937>",
        "<a:reel:41771983429993937>",
        "<t:1618953630:R>",
        "<id:customize>",
        "@everyone and @here",
        "[a door](https://example.org)",
        "https://example.org",
        "discord.gg/abcdef",
        "# loud",
        "-# small",
        "||hidden||",
        "`code` ```block```",
        "**bold** _slant_ ~~gone~~ __under__",
        "> quoted",
    ],
)
def test_markup_is_only_its_own_letters(text: str) -> None:
    assert shown(plain(text)) == text
    assert not plain(text).startswith(text)


@given(typed, st.integers(1, 120))
def test_a_cut_never_parts_a_mark_from_its_backslash(text: str, limit: int) -> None:
    cut = fit(text, limit)
    assert len(cut) <= limit
    bare = shown(cut)
    assert bare == visible(text) or (
        bare.endswith("…") and visible(text).startswith(bare[:-1].rstrip())
    )


@given(typed, st.integers(1, 120))
def test_a_label_is_one_line_without_what_hides(text: str, limit: int) -> None:
    label = short(text, limit)
    assert len(label) <= limit
    assert label == visible(label)


def test_what_turns_the_writing_round_is_left_out() -> None:
    assert plain("a\u202eb\u2066c\u200bd\ue000") == "abcd"


def test_an_emoji_of_several_signs_stays_whole() -> None:
    assert plain("👩\u200d🚀") == "👩\u200d🚀"
