"""A run as text: it reads as a story, leaves out what was undone, and shows typing as typed."""

import re
from html import unescape
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec import structs

from nightreel.core.events import Opened, Resolved
from nightreel.core.run import BrokenLedger
from nightreel.ports.errors import WorldChanged
from nightreel.ports.ledger import Record
from nightreel.tape.export import REWOUND, as_json, as_markdown
from nightreel.tape.markdown import escaped
from tests.simulate.world import pump_house
from tests.tape.runs import HOST, ended, played, written

BREAK = "\u200b"
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def markdown(records: list[Record]) -> str:
    return as_markdown("run1", records, pump_house())


def decoded(records: list[Record]) -> dict[str, Any]:
    return msgspec.json.decode(as_json("run1", records, pump_house()))


# --- the story ------------------------------------------------------------------------------------


async def test_it_begins_with_title_date_seed_and_prologue() -> None:
    head = markdown(await played()).split("\n\n")[:4]
    assert head[0] == "# Pump House"
    assert head[1] == "*3 March 1991 · seed 4*"
    assert head[2].startswith("The track ends at the pump house.")
    assert head[3] == "#### Track, 17:00"


async def test_a_turn_says_what_was_done_how_and_what_came_of_it() -> None:
    records = await played("go to the yard")
    opening, scene = [r.event.scene for r in records if isinstance(r.event, Opened)]
    text = markdown(records)
    assert opening.dispatch in text
    assert "> **“go to the yard”**  \n> *safe · " in text
    assert f"\n\n{scene.reaction}\n\n#### Pump yard, 17:07\n\n{scene.dispatch}\n\n" in text


async def test_where_one_stays_there_is_no_new_heading() -> None:
    assert markdown(await played("wait", "wait")).count("####") == 1


async def test_a_button_is_told_by_its_label() -> None:
    records = await played(0)
    first = next(r.event.scene for r in records if isinstance(r.event, Opened))
    assert f"> **{first.choices[0].label}**" in markdown(records)


async def test_what_was_rewound_is_left_out_with_a_mark() -> None:
    text = markdown(await played("wait", "say never mind", "wait", None, None, "go to the yard"))
    assert text.count(REWOUND) == 1
    assert "never mind" not in text
    assert text.index("“wait”") < text.index(REWOUND) < text.index("“go to the yard”")


async def test_a_rewind_at_the_very_end_is_marked_too() -> None:
    assert REWOUND in markdown(await played("wait", None))


async def test_a_run_that_goes_on_or_was_stopped_says_so() -> None:
    assert "*The tape is still running.*" in markdown(await played("wait"))
    stopped = markdown(await played("wait", stop=True))
    assert "*The tape was stopped here.*" in stopped
    assert "| How it ended | stopped |" in stopped


async def test_it_ends_with_title_text_epitaph_and_card() -> None:
    text = markdown(await ended())
    tail = text[text.index("---") :].split("\n\n")
    assert tail[1] == "## The Track"
    assert tail[2] == "The truck starts. You do not look back at the water."
    assert tail[3] == "*Came home with \\*mud\\* to the roof.*"
    card = tail[4]
    assert "| How it ended | drove off (survival) |" in card
    assert "| Turns | 3 |" in card
    assert re.search(r"\| Hours \| 17:00 to 17:\d\d \|", card)
    assert re.search(r"\| Seed \| \d+ \|", card)
    assert "| World | Pump House, version 2.1 |" in card
    assert "| Tape | run1 |" in card


async def test_nobody_is_named() -> None:
    records = await ended()
    assert HOST not in markdown(records)
    assert HOST not in as_json("run1", records, pump_house())


# --- what was typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "**bold** _thin_ `code` ~~gone~~",
        "[a link](https://example.com) ![a picture](x.png)",
        "@everyone look at https://example.com or www.example.com",
        "a\n\n# heading\n\n---\n\n> quote",
        "&lt;b&gt; | a | table |",
    ],
)
def test_what_was_typed_stays_text(text: str) -> None:
    html = MARKDOWN.render(markdown(written(text)))
    shown = " ".join(text.split())
    assert unescape(html).replace(BREAK, "").count(shown) == 2
    assert not re.search(r"<(?!/?(?:h1|h4|p|em|strong|blockquote|br|hr|table|t[a-z]+)\b)", html)
    assert "@everyone" not in html


@given(st.text(st.characters(exclude_categories=["C"]), max_size=80))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    # A word before it and after it, because a paragraph cannot begin or end with every character.
    tokens = MARKDOWN.parse(escaped(f"So {text} so"))
    inline = [t for t in tokens if t.type == "inline"]
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {t.type for t in inline[0].children or ()} == {"text"}
    shown = "".join(t.content for t in inline[0].children or ())
    assert shown.replace(BREAK, "") == " ".join(f"So {text} so".split())


@pytest.mark.parametrize(
    "text", ["# no", "1. no", "12) no", "- no", "+ no", "=== no", "> no", "---"]
)
def test_no_line_begins_anything(text: str) -> None:
    tokens = MARKDOWN.parse(escaped(text))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert tokens[1].children
    assert "".join(t.content for t in tokens[1].children) == text


def test_what_cannot_be_seen_is_left_out() -> None:
    assert escaped("a\u202eb\x07c\u200bd") == "ab cd"


# --- JSON -----------------------------------------------------------------------------------------


async def test_json_has_every_scene_with_choices_outcome_and_hashes() -> None:
    records = await played("go to the yard", 0)
    run = decoded(records)
    scenes = run["scenes"]
    opened_by = [r for r in records if isinstance(r.event, Opened)]
    assert run["schema"] == "nightreel.run/1"
    assert (run["head"], run["hash"]) == (records[-1].seq, records[-1].hash)
    assert run["world"]["digest"] == pump_house().digest
    assert [s["hash"] for s in scenes] == [r.hash for r in opened_by]
    assert [s["turn"] for s in scenes] == [1, 2, 3]
    assert scenes[0]["action"] is None
    assert scenes[1]["action"]["text"] == "go to the yard"
    assert scenes[1]["action"]["by"] == "player 1"
    assert scenes[1]["outcome"]["verb"] == "move"
    assert scenes[1]["state"] == next(
        r.event.state for r in records if isinstance(r.event, Resolved)
    )
    assert scenes[2]["action"]["label"] == scenes[1]["choices"][0]["label"]
    assert all(s["choices"] for s in scenes)


async def test_json_keeps_what_was_undone_and_says_so() -> None:
    scenes = decoded(await played("wait", None, "go to the yard"))["scenes"]
    assert [(s["turn"], s["undone"]) for s in scenes] == [(1, False), (2, True), (2, False)]


async def test_json_tells_the_end() -> None:
    ending = decoded(await ended())["ending"]
    assert (ending["id"], ending["how"], ending["cause"]) == ("drove_off", "survival", "drove off")
    assert ending["epitaph"] == "Came home with *mud* to the roof."
    assert decoded(await played())["ending"] is None
    assert decoded(await played(stop=True))["ending"]["how"] == "stopped"


# --- what is no run -------------------------------------------------------------------------------


def test_records_that_begin_with_nothing_are_refused() -> None:
    with pytest.raises(BrokenLedger, match="begins with"):
        markdown(written("wait")[1:])
    with pytest.raises(BrokenLedger, match="begins with"):
        markdown([])


async def test_a_run_of_another_world_is_refused() -> None:
    pack = pump_house()
    start = structs.replace(pack.world.start, battery=1)
    other = structs.replace(pack, world=structs.replace(pack.world, start=start))
    with pytest.raises(WorldChanged):
        as_markdown("run1", await played(), other)
