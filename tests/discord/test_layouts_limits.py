"""Every layout stays within what Discord takes, whatever is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from nightreel.core.settings import Crew, RunSettings
from nightreel.director.commands import Receipt
from nightreel.director.texts import SAID
from nightreel.ports.rooms import Ruled, Rules
from nightreel.surfaces.discord.custom_ids import Press, read
from nightreel.surfaces.discord.layouts import answers, ending, lobby, panels, rules, writing
from nightreel.surfaces.discord.layouts.turn import turn
from nightreel.surfaces.discord.shown import Ended, Listed, Lobby, Phase, Playable, RunStatus, Turn
from nightreel.surfaces.discord.texts import ANSWERS
from tests.discord import showing
from tests.discord.limits import controls, texts, wrongs

snowflakes = st.integers(10**16, 10**19).map(str)
house = st.builds(
    Rules,
    runs=st.integers(1, 999),
    runs_each=st.integers(1, 999),
    write_ins=st.integers(1, 999),
    channels=st.lists(snowflakes, max_size=40).map(tuple),
    worlds=st.lists(showing.awful(40), max_size=40).map(tuple),
    hosts=st.lists(snowflakes, max_size=40).map(tuple),
    idle=st.integers(1, 10_000),
    again=st.none() | st.integers(5, 3600),
    clock=st.none() | st.integers(5, 86_400),
    cooldown=st.integers(0, 20),
)


@given(showing.turns)
def test_a_turn_fits_into_a_message(shown: Turn) -> None:
    assert wrongs(turn(shown)) == []


@pytest.mark.parametrize("crew", ["open", "host", "vote", "rotation"])
@pytest.mark.parametrize("phase", ["telling", "open", "paused", "locked", "told", "past", "undone"])
@pytest.mark.parametrize("sign", ["*", "m"])
def test_a_turn_with_everything_at_its_longest_fits(phase: Phase, crew: Crew, sign: str) -> None:
    layout = turn(showing.crammed(sign, phase, crew))
    assert wrongs(layout) == []
    assert len(texts(layout)) > 2500


@given(showing.turns)
def test_every_choice_can_be_seen_and_pressed_while_the_turn_is_open(shown: Turn) -> None:
    shown = structs.replace(shown, phase="open")
    pressed = [read(c["custom_id"]) for c in controls(turn(shown)) if not c["disabled"]]
    picked = [p.index for p in pressed if isinstance(p, Press) and p.verb == "act"]
    assert picked == [*range(len(shown.options))]


@given(showing.turns)
def test_every_control_of_a_turn_carries_what_it_was_made_for(shown: Turn) -> None:
    for control in controls(turn(shown)):
        pressed = read(control["custom_id"])
        assert isinstance(pressed, Press)
        meant = (pressed.run, pressed.turn, pressed.take, pressed.hand)
        assert meant == (shown.run, shown.turn, shown.take, shown.hand)


@given(showing.ends)
def test_an_end_fits_into_a_message(shown: Ended) -> None:
    assert wrongs(ending.ended(shown)) == []


@given(showing.shelves, showing.settings, showing.names, st.booleans())
def test_an_intro_fits_into_a_message(
    shelf: tuple[Playable, ...], settings: RunSettings, name: str, begun: bool
) -> None:
    shown = Lobby("9" * 20, shelf[-1].id, shelf, settings, name, begun=name if begun else "")
    layout = lobby.lobby(shown)
    assert wrongs(layout) == []
    for control in controls(layout):
        assert read(control["custom_id"]) is not None


@given(showing.statuses, st.booleans(), showing.shelves)
def test_panels_fit_into_a_message(
    shown: RunStatus, harsh: bool, shelf: tuple[Playable, ...]
) -> None:
    listed = [Listed(showing.RUN, w.title, 9_999_999, w.pitch, 10**14) for w in shelf]
    layouts = [
        panels.status(shown),
        panels.settings(shown, harsh=harsh),
        panels.helping(shelf),
        panels.about(shelf[0]),
        panels.worlds(shelf),
        panels.tapes(listed),
        panels.privacy(),
        panels.erasing(),
    ]
    assert [wrongs(layout) for layout in layouts] == [[]] * len(layouts)


@given(house, st.integers(0, 9_999_999), showing.shelves)
def test_the_rules_of_a_server_fit_into_a_message(
    kept: Rules, version: int, shelf: tuple[Playable, ...]
) -> None:
    shown = Ruled(kept, version)
    layouts = [
        rules.limits(shown),
        rules.defaults(shown),
        rules.access(shown, shelf),
        rules.ruled(shown, shelf),
    ]
    assert [wrongs(layout) for layout in layouts] == [[]] * len(layouts)
    for layout in layouts:
        assert all(read(c["custom_id"]) is not None for c in controls(layout))


def test_nothing_to_list_is_said() -> None:
    for layout in (panels.tapes([]), panels.worlds([]), rules.access(Ruled(), [])):
        assert wrongs(layout) == []


@pytest.mark.parametrize("reason", SAID)
def test_every_refusal_is_told_word_for_word(reason: str) -> None:
    layout = answers.refused(Receipt("refused", showing.RUN, 7, reason, SAID[reason]))
    assert wrongs(layout) == []
    assert texts(layout) == SAID[reason]


@pytest.mark.parametrize("reason", ANSWERS)
def test_every_answer_is_told_word_for_word(reason: str) -> None:
    layout = answers.answer(reason, "https://discord.com/channels/1/2/3")
    assert wrongs(layout) == []
    assert texts(layout).startswith(ANSWERS[reason])
    assert "(<https://discord.com/channels/1/2/3>)" in texts(layout)


@given(showing.awful(1500), showing.awful(4000))
def test_an_answer_of_any_length_fits(words: str, typed: str) -> None:
    again = Press("write", showing.RUN, 8, 1, 0)
    assert wrongs(answers.said(words or "x")) == []
    assert wrongs(answers.kept(words or "x", typed or "x", again)) == []


@given(st.text(max_size=300) | showing.awful(300))
def test_words_given_back_are_the_words_that_were_typed(typed: str) -> None:
    given_back = answers.kept("Too late.", typed, Press("write", showing.RUN, 8, 1, 0))
    assert answers.words_kept(texts(given_back)) == typed.replace("\u200b", "")
    assert texts(given_back).count("```") == 2


@given(st.text(max_size=300), showing.counts)
def test_the_box_to_write_in_is_one_that_discord_takes(words: str, number: int) -> None:
    pressed = Press("write", showing.RUN, number, 1, 0)
    box = writing.writing(pressed, words).to_dict()
    label = box["components"][0]
    field = label["component"]
    assert len(box["title"]) <= 45
    assert len(label["label"]) <= 45
    assert len(label["description"]) <= 100
    assert len(field["placeholder"]) <= 100
    assert field["max_length"] == 300
    assert len(field.get("value") or "") <= 300
    assert read(box["custom_id"]) == structs.replace(pressed, verb="say")
