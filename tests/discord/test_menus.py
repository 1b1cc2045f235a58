import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from nightreel.core.settings import RunSettings
from nightreel.director.judging import fitting
from nightreel.ports.rooms import Ruled, Rules
from nightreel.surfaces.discord.layouts import panels, rules
from nightreel.surfaces.discord.menus import (
    ACCESS,
    DEFAULT_MENUS,
    LIMIT_MENUS,
    RUN_MENUS,
    auto_switched,
    pictured,
    quality_switched,
    rules_with,
    settings_with,
)
from tests.discord.limits import sent, walked
from tests.discord.showing import STATUS, settings


@given(settings)
def test_everything_on_offer_is_understood_and_can_be_played(now: RunSettings) -> None:
    for field, menu in RUN_MENUS.items():
        current = pictured(now) if field == "pictures" else getattr(now, field)
        for entry in menu.entries(current)[-len(menu.values) :]:
            changed = settings_with(now, field, entry.value)
            assert changed is not None
            assert fitting(changed)


def test_every_rule_on_offer_is_understood() -> None:
    for field, menu in {**LIMIT_MENUS, **DEFAULT_MENUS}.items():
        for value in menu.values:
            now = rules_with(Rules(), field, ["off" if value is None else str(value)])
            assert now is not None
            assert getattr(now, field) == value


@pytest.mark.parametrize("field", ACCESS)
def test_a_list_that_is_emptied_means_all(field: str) -> None:
    some = rules_with(Rules(), field, ["1", "2"])
    assert some is not None
    assert getattr(some, field) == ("1", "2")
    none = rules_with(some, field, [])
    assert none is not None
    assert getattr(none, field) == ()


@given(st.text(max_size=12), st.text(max_size=12))
def test_what_was_never_on_offer_changes_nothing(field: str, value: str) -> None:
    known = {**RUN_MENUS, **LIMIT_MENUS, **DEFAULT_MENUS}
    if field not in known and field not in ACCESS:
        assert rules_with(Rules(), field, [value]) is None
        assert settings_with(RunSettings(), field, value) is None


@pytest.mark.parametrize("field", RUN_MENUS)
def test_a_made_up_value_changes_nothing(field: str) -> None:
    assert settings_with(RunSettings(), field, "9999999") is None


def test_the_picture_button_goes_round() -> None:
    now = RunSettings(pictures=True, quality="full")
    seen: list[str] = []
    for _ in range(4):
        seen.append(pictured(now))
        now = quality_switched(now)
    assert seen == ["full", "draft", "off", "full"]


def test_auto_goes_on_and_off() -> None:
    on = auto_switched(RunSettings())
    assert on.auto == 45
    assert auto_switched(on) == RunSettings()


def test_a_setting_that_nobody_would_offer_is_shown_as_it_is() -> None:
    shown = structs.replace(STATUS, settings=RunSettings(clock=77))
    menus = [c for c in walked(sent(panels.settings(shown))) if c["type"] == 3]
    clock = next(m for m in menus if ":clock:" in m["custom_id"])
    assert [o["label"] for o in clock["options"] if o.get("default")] == ["77 s to act"]


def test_a_panel_of_rules_carries_the_version_that_it_was_made_from() -> None:
    menus = [c for c in walked(sent(rules.limits(Ruled(Rules(), 4)))) if "custom_id" in c]
    assert all(m["custom_id"].endswith(":4") for m in menus)
