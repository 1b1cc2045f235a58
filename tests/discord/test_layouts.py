"""What each message says, and what can be pressed on it."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from discord.ui import LayoutView
from msgspec import structs

from nightreel.core.settings import RunSettings
from nightreel.ports.rooms import Ruled, Rules
from nightreel.surfaces.discord.custom_ids import Press, Verb, read
from nightreel.surfaces.discord.layouts import answers, ending, lobby, panels, rules
from nightreel.surfaces.discord.layouts.colors import color_of
from nightreel.surfaces.discord.layouts.turn import turn
from nightreel.surfaces.discord.layouts.writing import writing
from nightreel.surfaces.discord.shown import Heard, Listed, Option, Standing, Taken, Turn, told
from nightreel.surfaces.discord.texts import HALTED, NOBODY, UNDONE
from tests.discord.limits import buttons, controls, sent, texts, wrongs
from tests.discord.showing import (
    ENDED,
    LOBBY,
    OTHER,
    RUN,
    STATUS,
    TAKEN,
    TURN,
    WORLD,
    crammed,
    voting,
    with_,
)

SNAPSHOTS = Path(__file__).with_name("snapshots")
WRITE = "NIGHTREEL_WRITE_SNAPSHOTS"
"""Set it to draw the snapshots anew, then look at what has changed."""

LOCKED = with_(TURN, phase="locked", taken=TAKEN, deadline=None)
HEARD = Heard("The lid gives with a shriek.", "unlucky")
TYPED = "Pry the hatch with the *shovel*"
HOUSE = Ruled(
    Rules(channels=("103735883630395392",), worlds=("relay-nine",), hosts=("165511591545143296",)),
    4,
)


def drawn() -> Mapping[str, LayoutView]:
    """Every layout, by the name of its snapshot."""
    press = Press("eject", RUN, 7, 1, 0)
    listed = [Listed(RUN, "Relay Nine", 23, "you lived", 749_502_000_000)]
    return {
        "intro": lobby.lobby(LOBBY),
        "intro-begun": lobby.lobby(structs.replace(LOBBY, begun="Bo")),
        "turn-first": turn(with_(TURN, turn=1, take=0, deadline=None, frame=None)),
        "turn-telling": turn(with_(TURN, phase="telling", frame=None, options=())),
        "turn-open": turn(TURN),
        "turn-voting": turn(voting()),
        "turn-rotation": turn(
            with_(TURN, settings=RunSettings(crew="rotation", auto=45), cooling=2)
        ),
        "turn-longest": turn(crammed("m", "open", "vote")),
        "turn-locked": turn(LOCKED),
        "turn-locked-by-words": turn(with_(LOCKED, taken=Taken("Ada", TYPED, "write_in"))),
        "turn-locked-by-clock": turn(with_(LOCKED, taken=Taken("", "hesitate", "clock"))),
        "turn-slow": turn(with_(LOCKED, slow=True)),
        "turn-told": turn(told(LOCKED, HEARD)),
        "turn-past": turn(told(LOCKED, HEARD, past=True)),
        "turn-paused": turn(with_(TURN, phase="paused", deadline=None, left=12_000)),
        "turn-idle": turn(with_(TURN, phase="paused", deadline=None, why=HALTED["idle"])),
        "turn-undone": turn(with_(TURN, phase="undone", deadline=None)),
        "end": ending.ended(ENDED),
        "end-death": ending.ended(
            structs.replace(
                ENDED, how="death", ending="The Ladder", cause="fell from the mast", film="tape.mp4"
            )
        ),
        "end-stopped": ending.ended(
            structs.replace(ENDED, how="stopped", ending="", cause="", text="")
        ),
        "end-again": ending.ended(structs.replace(ENDED, again="Bo")),
        "eject": ending.ejecting(press),
        "status": panels.status(STATUS),
        "settings": panels.settings(STATUS),
        "help": panels.helping([WORLD, OTHER]),
        "world": panels.about(WORLD),
        "worlds": panels.worlds([WORLD, OTHER]),
        "tapes": panels.tapes(listed),
        "privacy": panels.privacy(),
        "erase": panels.erasing(),
        "admin-limits": rules.limits(HOUSE),
        "admin-defaults": rules.defaults(HOUSE),
        "admin-access": rules.access(HOUSE, [WORLD, OTHER]),
        "admin-rules": rules.ruled(HOUSE, [WORLD, OTHER]),
        "answer": answers.answer("undone", "https://discord.com/channels/1/2/3"),
        "words-kept": answers.kept("Too late.", TYPED, Press("write", RUN, 8, 1, 0)),
    }


@pytest.mark.parametrize("name", drawn())
def test_a_layout_is_drawn_as_it_was_looked_at(name: str) -> None:
    components = sent(drawn()[name])
    file = SNAPSHOTS / f"{name}.json"
    if os.environ.get(WRITE):
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(components, indent=2, ensure_ascii=False) + "\n")
    assert file.exists(), f"look at it first: {WRITE}=1 draws it"
    assert components == json.loads(file.read_text())
    assert wrongs(drawn()[name]) == []


def test_no_snapshot_is_of_a_layout_that_is_no_more() -> None:
    assert {file.stem for file in SNAPSHOTS.iterdir()} == set(drawn())


def test_the_box_to_write_in_is_drawn_as_it_was_looked_at() -> None:
    box = writing(Press("write", RUN, 7, 1, 0), "pry the hatch").to_dict()
    field = box["components"][0]["component"]
    assert box["custom_id"] == f"nr:say:{RUN}:7:1:0"
    assert (field["custom_id"], field["value"], field["max_length"]) == (
        "words",
        "pry the hatch",
        300,
    )


# --- a turn


def pressable(layout: LayoutView) -> list[Verb]:
    """What can be pressed on it."""
    found = [read(c["custom_id"]) for c in controls(layout) if not c["disabled"]]
    return [p.verb for p in found if isinstance(p, Press)]


def labels(layout: LayoutView) -> list[str]:
    return [b["label"] for b in buttons(layout)]


def test_risk_is_told_by_a_sign_and_a_word_on_the_button() -> None:
    assert labels(turn(TURN))[:3] == [
        "· Listen at the hatch (safe)",
        "! Pry the hatch open (risky)",
        "!! Run for the van (desperate)",
    ]


def test_an_open_turn_has_all_its_controls() -> None:
    assert pressable(turn(TURN)) == [
        "act",
        "act",
        "act",
        "write",
        "other",
        "auto",
        "quality",
        "eject",
    ]


@pytest.mark.parametrize("shown", [LOCKED, told(LOCKED, HEARD), with_(LOCKED, slow=True)])
def test_nothing_can_be_pressed_once_an_action_was_taken(shown: Turn) -> None:
    assert pressable(turn(shown)) == []


def test_the_chosen_button_is_marked_and_the_others_are_not() -> None:
    chosen = [label for label in labels(turn(LOCKED)) if label.startswith("▶")]
    assert chosen == ["▶ ! Pry the hatch open (risky)"]


def test_a_locked_turn_has_the_buttons_of_the_open_one() -> None:
    ids = [c["custom_id"] for c in controls(turn(TURN))]
    assert [c["custom_id"] for c in controls(turn(LOCKED))] == ids


def test_words_that_were_taken_mark_the_button_of_words() -> None:
    shown = with_(LOCKED, taken=Taken("Ada", TYPED, "write_in"))
    assert "▶ Written in" in labels(turn(shown))
    assert "**Ada**, in their own words: Pry the hatch with the \\*shovel\\*" in texts(turn(shown))


def test_a_turn_that_nobody_acted_on_says_so() -> None:
    shown = with_(LOCKED, taken=Taken("", "hesitate", "clock"))
    assert NOBODY in texts(turn(shown))


@pytest.mark.parametrize("phase", ["past", "undone", "telling"])
def test_an_old_turn_can_be_read_and_not_pressed(phase: str) -> None:
    layout = turn(with_(LOCKED, phase=phase, heard=HEARD))
    assert controls(layout) == []
    assert TURN.dispatch in texts(layout)


def test_a_past_turn_says_what_was_done_and_what_came_of_it() -> None:
    said = texts(turn(told(LOCKED, HEARD, past=True)))
    assert "**Ada**: Pry the hatch open" in said
    assert "*The lid gives with a shriek.*" in said
    assert "Fate: **unlucky**" in said


def test_a_turn_that_a_rewind_took_back_says_so() -> None:
    assert UNDONE in texts(turn(with_(LOCKED, phase="undone")))


def test_a_paused_turn_can_be_resumed_and_ended_and_nothing_else() -> None:
    layout = turn(with_(TURN, phase="paused", deadline=None, left=12_400))
    assert pressable(layout) == ["resume", "eject"]
    assert "12 s are left on the clock" in texts(layout)


def test_a_turn_that_the_game_has_paused_says_why() -> None:
    layout = turn(with_(TURN, phase="paused", why=HALTED["idle"]))
    assert HALTED["idle"] in texts(layout)


def test_the_clock_counts_down_in_each_reader_s_own_discord() -> None:
    assert "<t:749502000:R>" in texts(turn(TURN))


def test_the_first_scene_says_that_no_clock_runs_yet() -> None:
    layout = turn(with_(TURN, turn=1, deadline=None))
    assert "No clock yet" in texts(layout)
    assert "<t:" not in texts(layout)


def test_a_run_without_a_clock_says_nothing_of_one() -> None:
    shown = with_(TURN, turn=1, deadline=None, settings=RunSettings(clock=None))
    assert "clock" not in texts(turn(shown))


def test_a_frame_has_its_words_as_alt_text() -> None:
    gallery = next(c for c in sent(turn(TURN))[0]["components"] if c["type"] == 12)
    assert gallery["items"][0]["media"]["url"] == "attachment://turn-7.jpg"
    assert gallery["items"][0]["description"] == TURN.alt


def test_words_that_rest_cannot_be_pressed_and_say_for_how_long() -> None:
    layout = turn(with_(TURN, cooling=2))
    assert "Write in (2 turns)" in labels(layout)
    assert "write" not in pressable(layout)


def test_a_vote_shows_whose_vote_each_choice_has() -> None:
    said = texts(turn(voting()))
    assert "**1** · Listen at the hatch (safe) **1 vote**: Bo" in said
    assert "Pry the hatch open (risky) **4 votes**: Ada, Cy, Dee and 1 more" in said
    assert "Throw the lamp down the shaft (risky, written in)" in said
    assert "5 of 6" in said


def test_a_choice_too_long_for_its_button_is_spelled_out_above_it() -> None:
    long = "Take the shovel from the wall and pry the hatch of the generator room open with"
    options = (*TURN.options[:2], Option(long, "desperate"))
    layout = turn(with_(TURN, options=options))
    assert f"**3** !! {long} (desperate)" in texts(layout)
    assert labels(layout)[2].startswith("3 !! Take the shovel")


def test_whoever_moved_last_in_a_rotation_is_named() -> None:
    shown = with_(TURN, settings=RunSettings(crew="rotation"))
    assert "Bo moved last" in texts(turn(shown))


def test_nothing_that_people_typed_is_markup() -> None:
    evil = "<@80351110224678912> @everyone [x](https://example.org) **b**"
    shown = with_(
        LOCKED,
        taken=Taken(evil, evil, "write_in"),
        dispatch=evil,
        place=evil,
        host=evil,
        standing=Standing(evil, (evil,), (evil,), (evil,)),
        heard=Heard(evil),
    )
    for layout in (turn(shown), turn(told(shown, Heard(evil, "lucky"), past=True))):
        said = re.sub(r"\\.", "", texts(layout))
        for alive in ("<@", "@everyone", "[x", "](", "**b", "://"):
            assert alive not in said


def test_worlds_have_colors_of_their_own() -> None:
    assert color_of("relay-nine") != color_of("cold-harbor") != color_of("salt-line")
    assert all(0 <= color_of(f"world-{n}") <= 0xFFFFFF for n in range(100))


# --- intro and end


def test_an_intro_that_somebody_pressed_cannot_be_pressed_again() -> None:
    assert len(controls(lobby.lobby(LOBBY))) == 3
    assert controls(lobby.lobby(structs.replace(LOBBY, begun="Bo"))) == []


def test_how_a_run_ended_is_covered_until_somebody_looks() -> None:
    whole = ending.ended(structs.replace(ENDED, film="tape.mp4"))
    covered = str([c for c in sent(whole) if c.get("spoiler")])
    open_to_all = str([c for c in sent(whole) if not c.get("spoiler")])
    for told_of in ("The Causeway", "drove out", "you lived", "tape.mp4", "gas station"):
        assert told_of in covered
        assert told_of not in open_to_all


def test_a_run_that_was_stopped_has_nothing_to_cover() -> None:
    layout = ending.ended(structs.replace(ENDED, how="stopped", ending="", cause="", text=""))
    assert not any(c.get("spoiler") for c in sent(layout))


def test_play_again_cannot_be_pressed_once_somebody_did() -> None:
    assert pressable(ending.ended(ENDED)) == ["again"]
    layout = ending.ended(structs.replace(ENDED, again="Bo"))
    assert pressable(layout) == []
    assert "Bo plays it again." in texts(layout)


def test_many_players_are_named_as_far_as_there_is_room() -> None:
    crowd = tuple((f"Player {n}", n) for n in range(30))
    assert "Player 7 (7), 22 more" in texts(ending.ended(structs.replace(ENDED, players=crowd)))


def test_eject_asks_about_the_turn_on_which_it_was_pressed() -> None:
    [control] = controls(ending.ejecting(Press("eject", RUN, 7, 1, 2)))
    assert read(control["custom_id"]) == Press("end", RUN, 7, 1, 2)


def test_a_harsh_rating_is_offered_only_where_the_channel_allows_it() -> None:
    def offered(*, harsh: bool) -> str:
        return str(sent(panels.settings(STATUS, harsh=harsh)))

    assert "'harsh'" not in offered(harsh=False)
    assert "'harsh'" in offered(harsh=True)


def test_discord_py_keeps_no_layout() -> None:
    assert all(layout.is_finished() for layout in drawn().values())
