"""What is known of people: where it is kept, who is told of it, and how it goes away."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from nightreel.core.events import Accepted, Started
from nightreel.core.intent import Intent
from nightreel.narrators.storyteller import Storyteller
from nightreel.surfaces.discord.layouts.plain import plain
from tests.director.games import packs
from tests.discord.emulator import Impossible, Interaction, Kind, Message, Person
from tests.discord.rooms import Night, a_night, asked, choices, menu, now, run_id
from tests.doubles import Reading

NAUGHTY = ("**@everyone**", "<@1> [x](https://x.co)", "||`code`|| # -# >", "@here discord.gg/x")
"""What people call themselves; Discord lets them have up to 32 characters."""
ALIVE = re.compile(r"@everyone|@here|<[@#][!&]?\d|(?<!\\)\]\(http|\|\|")
"""What would be a mention, a link or markup on Discord."""


def waiting() -> Reading:
    """A narrator that takes everything typed for a call that nobody offers, so that it is taken."""
    return Reading(Storyteller(packs()), Intent("call", words="hello there"))


async def write(message: Message, who: Person, words: str) -> Interaction:
    box = (await who.click(message, label="Write in")).modal
    return await who.submit(box, {"words": words})


def shown(night: Night) -> Iterator[tuple[Message, str]]:
    """Every text that any message has ever shown to anybody."""
    for channel in night.discord.world.channels.values():
        for message in channel.sent.values():
            for look in message.history:
                yield message, look.text


# --- names ---------------------------------------------------------------------------------------


async def test_names_are_shown_as_they_are_and_nothing_in_them_comes_alive(
    tmp_path: Path,
) -> None:
    async with a_night(tmp_path, narrator=waiting()) as night:
        people = night.people[: len(NAUGHTY)]
        for person, name in zip(people, NAUGHTY, strict=True):
            person.user.display = name
        message = await night.begin(people[0], crew="vote")
        await write(message, people[1], "sit down")
        for person in people[2:]:
            await person.click(message, custom_id=choices(message)[0].custom_id)
        await people[0].click(message, custom_id=choices(message)[0].custom_id)
        message = await night.turn(2)
        panel = (await people[0].slash(night.channel, "run settings")).replies[0]
        await people[0].select(panel, custom_id=menu(panel, "crew"), values=["open"])
        message = await night.go_on(message, 3, who=lambda turn: people[turn % 4])
        await asked(night.channel, people[1], "run status")
        await people[0].slash(night.channel, "run stop")
        end = await night.shown(await night.next(now(message).turn, run=run_id(message)))
        everything = "\n".join(text for _, text in shown(night))
        for name in NAUGHTY:
            assert plain(name) in everything
        assert plain(NAUGHTY[0]) in end.text
        for message, text in shown(night):
            assert message.pinged == frozenset()
            assert message.mentioned == []
            assert ALIVE.search(text) is None


async def test_somebody_who_takes_another_name_is_called_by_it(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.go_on(await night.begin())
        night.ada.user.display = "Countess"
        await night.go_on(message)
        await night.discord.until(lambda: "**Countess**" in message.text, "the new name")
        assert "Started by Countess" in await asked(night.channel, night.people[1], "run status")
        runs = await night.run_of(message)
        assert len(runs.players) == 1


# --- what is kept --------------------------------------------------------------------------------


async def test_the_ledger_has_no_id_or_name_of_discords(tmp_path: Path) -> None:
    async with a_night(tmp_path, narrator=waiting()) as night:
        for person, name in zip(night.people, ("Marlowe", "Sternwood"), strict=False):
            person.user.display = name
        message = await night.go_on(await night.begin(crew="rotation"))
        await write(message, night.people[1], "sit down")
        await night.turn(3)
        await night.ada.slash(night.channel, "run stop")
        await night.discord.until(lambda: "taken out" in night.channel.messages[-1].text, "the end")
        known = [str(p.id) for p in night.people] + ["Marlowe", "Sternwood", "player0", "player1"]
    turns = files(tmp_path)["turns.db"]
    assert not [k for k in known if k.encode() in turns]
    kept = tables(tmp_path / "runs.db")
    assert "Marlowe" in kept.pop("people")
    for table, rows in kept.items():
        assert not [k for k in known if k in rows], table
    assert "sit down" in "".join(kept.values())


def tables(file: Path) -> dict[str, str]:
    """All that a database holds, table by table."""
    with closing(sqlite3.connect(file)) as db:
        names = [row[0] for row in db.execute("select name from sqlite_master where type='table'")]
        rows = {name: db.execute(f'select * from "{name}"') for name in names}  # noqa: S608
        return {name: repr(found.fetchall()) for name, found in rows.items()}


# --- /privacy ------------------------------------------------------------------------------------


async def exported(night: Night, who: Person) -> dict[str, Any]:
    """What somebody is sent of themselves."""
    panel = (await who.slash(night.channel, "privacy")).replies[0]
    sent = await (await who.click(panel, label="Export")).reply()
    assert sent.ephemeral
    return json.loads(sent.uploads[0].data)


async def erase(night: Night, who: Person) -> str:
    panel = (await who.slash(night.channel, "privacy")).replies[0]
    question = (await who.click(panel, label="Erase")).replies[0]
    assert "If you play again, you begin as somebody new." in question.text
    await who.click(question, label="Erase me")
    return question.text


async def test_an_export_has_ones_own_deeds_and_nobody_elses(tmp_path: Path) -> None:
    async with a_night(tmp_path, narrator=waiting()) as night:
        ada, bo = night.people[:2]
        message = await night.begin(crew="vote")
        await write(message, bo, "sit down on the bumper")
        await bo.click(message, custom_id=choices(message)[1].custom_id)
        await ada.click(message, custom_id=choices(message)[1].custom_id)
        message = await night.next(1)
        panel = (await ada.slash(night.channel, "run settings")).replies[0]
        await ada.select(panel, custom_id=menu(panel, "crew"), values=["open"])
        await write(message, ada, "sit down on the roof")
        await night.next(2)
        await bo.slash(night.channel, "run pause")
        await ada.slash(night.channel, "run resume")
        await ada.slash(night.channel, "run rewind")
        run = await night.run_of(message)
        mine, theirs = await exported(night, ada), await exported(night, bo)
        assert (mine["account"], mine["name"]) == (str(ada.id), "player0")
        assert [did(r) for r in mine["runs"]] == [
            ["started", "vote 1", "changed", "write_in", "resumed", "rewound"]
        ]
        assert [did(r) for r in theirs["runs"]] == [
            ["joined", "ballot", "vote 4", "vote 1", "paused"]
        ]
        assert theirs["runs"][0]["run"] == run_id(message)
        for one, other in ((mine, theirs), (theirs, mine)):
            whole = json.dumps(one)
            assert other["pseudonym"] in run.players
            assert not [x for x in (other["pseudonym"], other["name"]) if x in whole]
        assert "roof" not in json.dumps(theirs)
        assert "bumper" not in json.dumps(mine)


def did(run: dict[str, Any]) -> list[str]:
    """The deeds of somebody in a run, in a word or two each."""
    return [
        f"vote {deed['choice']}" if deed["via"] == "vote" else deed["via"] for deed in run["moves"]
    ]


async def test_who_never_played_is_not_known(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        bo = night.people[1]
        panel = (await bo.slash(night.channel, "privacy")).replies[0]
        assert await (await bo.click(panel, label="Export")).told() == (
            "Nothing is kept about you."
        )
        assert await erase(night, bo) == "Nothing is kept about you."


async def test_the_erased_are_named_no_more(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        bo = night.people[1]
        message = await night.go_on(await night.begin(bo), who=lambda _: bo)
        assert "Done." in await erase(night, bo)
        before = len(night.channel.messages)
        following = await night.go_on(message, 2)
        assert "player1" not in await asked(night.channel, night.ada, "run status")
        mod = night.guild.member("mod", permissions=("manage_channels",))
        await mod.slash(night.channel, "run stop")
        end = await night.shown(await night.next(now(following).turn, run=run_id(message)))
        assert "Somebody (1)" in end.text
        assert not [m for m in night.channel.messages[before:] if "player1" in m.text]
        await night.intact(end)


async def test_the_turn_that_is_played_loses_a_name_that_was_erased(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        bo = night.people[1]
        message = await night.begin(crew="vote")
        await bo.click(message, custom_id=choices(message)[0].custom_id)
        await night.discord.until(lambda: "player1" in message.text, "the vote")
        await erase(night, bo)
        await night.discord.until(lambda: "player1" not in message.text, "nobody's vote")
        assert "**1 vote**: Somebody" in message.text


async def test_who_was_erased_and_plays_again_is_somebody_new(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        message = await night.begin()
        await erase(night, night.ada)
        assert "Only the one" in await asked(night.channel, night.ada, "run stop")
        message = await night.go_on(message)
        records = await night.ledger.read(run_id(message))
        before = next(r.event.host for r in records if isinstance(r.event, Started))
        after = next(r.event.actor for r in records if isinstance(r.event, Accepted))
        assert before != after
        assert (await exported(night, night.ada))["pseudonym"] == after


async def test_what_was_erased_is_in_no_file_any_more(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        night.ada.user.display = "Philippa Marlowe"
        await night.go_on(await night.begin())
        await erase(night, night.ada)
        account = str(night.ada.id)
    for file, left in files(tmp_path).items():
        assert b"Philippa" not in left, file
        assert account.encode() not in left, file


def files(folder: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in folder.rglob("*") if f.is_file()}


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "wake <@1> up",
        "call @everyone here",
        "read https://evil.test aloud",
        "open [the door](http://x)",
        "shout ``` out",
        "join discord.gg/abc",
        "follow <#12> home",
    ],
)
async def test_words_with_links_mentions_or_markup_are_refused_and_given_back(
    tmp_path: Path, words: str
) -> None:
    async with a_night(tmp_path, narrator=waiting()) as night:
        message = await night.begin()
        sent = await write(message, night.ada, words)
        assert (await sent.told()).startswith("Plain words only: no links, mentions or markup.")
        again = await night.ada.click(sent.replies[0], label="Write it in now")
        assert again.modal is not None
        assert again.modal.fields["words"]["value"] == words
        assert (await night.run_of(message)).status == "open"
        assert all(m.pinged == frozenset() for m, _ in shown(night))


async def test_signs_that_mean_something_on_discord_stay_signs(tmp_path: Path) -> None:
    words = "sit **down** and _wait_ ||there|| `now` ~~or~~ never @home # ok"
    async with a_night(tmp_path, narrator=waiting()) as night:
        message = await night.begin()
        await write(message, night.ada, words)
        await night.next(1)
        await night.discord.until(lambda: plain(words) in message.text, "the words as typed")
        assert words not in message.text
        assert all(m.pinged == frozenset() for m, _ in shown(night))


async def test_three_hundred_characters_are_taken_and_not_one_more(tmp_path: Path) -> None:
    async with a_night(tmp_path, narrator=waiting()) as night:
        message = await night.begin()
        box = (await night.ada.click(message, label="Write in")).modal
        assert box is not None
        words = "wait " * 60
        with pytest.raises(Impossible):
            await night.ada.submit(box, {"words": f"{words}!"})
        field = {"type": 4, "custom_id": "words", "value": "wait " * 60 + "for it"}
        data = {"custom_id": box.custom_id, "components": [{"type": 18, "component": field}]}
        asker = box.asker
        forged = night.ada._open(Kind.MODAL, night.channel, data, source=message, trigger=asker)
        assert "three hundred characters or fewer" in await forged.told()
        await night.ada.submit(box, {"words": words})
        await night.next(1)
        records = await night.ledger.read(run_id(message))
        typed = [r.event.text for r in records if isinstance(r.event, Accepted)]
        assert typed == [words.strip()]
