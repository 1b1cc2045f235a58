import re

from hypothesis import given
from hypothesis import strategies as st

from nightreel.core.settings import RunSettings
from nightreel.surfaces.discord.custom_ids import (
    LIMIT,
    LOBBY,
    LOBBY_VERBS,
    PANEL,
    PRESS,
    VERBS,
    LobbyPress,
    PanelPress,
    Press,
    Pressed,
    read,
)

counts = st.integers(0, 9_999_999)
presses = st.builds(
    Press,
    verb=st.sampled_from(VERBS),
    run=st.from_regex(r"[0-9a-f]{10}", fullmatch=True),
    turn=counts,
    take=counts,
    hand=counts,
    index=st.none() | st.integers(0, 999),
)
settings = st.builds(
    RunSettings,
    clock=st.none() | st.integers(5, 86_400),
    auto=st.none() | st.integers(1, 3600),
    crew=st.sampled_from(("open", "host", "vote", "rotation")),
    pictures=st.booleans(),
    quality=st.sampled_from(("draft", "full")),
    language=st.from_regex(r"[a-z]{2}(-[A-Z]{2})?", fullmatch=True),
    rating=st.sampled_from(("mild", "tense", "harsh")),
    prepare=st.booleans(),
    cooldown=st.integers(0, 20),
)
lobbies = st.builds(
    LobbyPress,
    verb=st.sampled_from(LOBBY_VERBS),
    key=st.from_regex(r"[0-9]{17,20}|[0-9a-f]{10}", fullmatch=True),
    world=st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
    settings=settings,
)
panels = st.builds(
    PanelPress,
    area=st.sampled_from(("admin", "privacy")),
    what=st.from_regex(r"[a-z_]{1,24}", fullmatch=True),
    version=st.integers(0, 9_999_999),
)


@given(presses | lobbies | panels)
def test_what_is_written_on_a_button_is_read_from_it(pressed: Pressed) -> None:
    assert len(pressed.custom_id) <= LIMIT
    assert read(pressed.custom_id) == pressed


@given(presses | lobbies | panels)
def test_a_control_fits_one_template_only(pressed: Pressed) -> None:
    fitting = [t for t in (PRESS, LOBBY, PANEL) if re.fullmatch(t, pressed.custom_id)]
    assert len(fitting) == 1


@given(st.text(max_size=120))
def test_what_is_not_ours_is_nothing(text: str) -> None:
    pressed = read(text)
    assert pressed is None or pressed.custom_id == text


def test_figures_of_another_script_are_nothing() -> None:
    assert read("nr:act:0123456789:\u0667:0:0:1") is None


def test_a_number_too_long_to_be_a_turn_is_nothing() -> None:
    assert read(f"nr:act:0123456789:{'9' * 5000}:0:0:1") is None
