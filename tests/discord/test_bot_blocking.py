"""Playing on Discord blocks nothing: no file, no lock, no long fold on the loop that all share."""

import io
from pathlib import Path

import pytest

pytest.importorskip("discord", reason="discord.py is not installed")

from blockbuster import blockbuster_ctx
from PIL import Image

from nightreel.narrators.storyteller.reading_lexicon import lexicon
from nightreel.ports.illustrator import Picture, Shot
from tests.director.games import packs
from tests.discord.rooms import a_night, choices, is_end, now


class Flash:
    """Takes a small dark picture of everything."""

    name = "flash"

    async def film(self, shot: Shot) -> Picture | None:
        del shot
        drawn = io.BytesIO()
        Image.new("RGB", (16, 9)).save(drawn, "PNG")
        return Picture(drawn.getvalue(), "image/png", self.name)


async def test_nothing_blocks_the_loop_from_the_command_to_the_end(tmp_path: Path) -> None:
    packs()
    lexicon()
    async with a_night(tmp_path, illustrator=Flash()) as night:
        with blockbuster_ctx(scanned_modules=["nightreel", "discord"]):
            message = await night.play(await night.begin(pictures=True), 2)
            bo = night.people[1]
            box = (await bo.click(message, label="Write in")).modal
            await bo.submit(box, {"words": "wait and listen"})
            message = await night.turn(4)
            await bo.click(message, label="Other choices")
            await night.discord.until(lambda: now(message).hand == 1, "other choices")
            await night.ada.click(message, custom_id=choices(message)[0].custom_id)
            await night.turn(5)
            for asked in ("run status", "tape list", "privacy", "help", "world list"):
                assert (await night.ada.slash(night.channel, asked)).acknowledged
            export = await night.ada.slash(night.channel, "privacy")
            await night.ada.click(export.replies[0], label="Export")
            await night.ada.slash(night.channel, "run stop")
            end = await night.shown(await night.discord.message_where(is_end))
            await night.ada.click(end, label="Play again")
            await night.turn(1)
