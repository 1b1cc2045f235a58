"""Serving people blocks nothing: no file, no lock, no long fold on the loop that all share."""

import asyncio
from pathlib import Path

from blockbuster import blockbuster_ctx

from nightreel.director.clocks import HandClock
from nightreel.narrators.storyteller.reading_lexicon import lexicon
from tests.director.games import a_file, direct, durable, packs
from tests.doubles import Painter
from tests.web.doors import doors, knock
from tests.web.houses import Shelf, a_house, until


class Quiet(Shelf):
    """Looks for films beside the loop, as whoever keeps real ones does."""

    async def film(self, run: str) -> Path | None:
        path = Path(f"{self.folder}/{run}.mp4")
        return path if await asyncio.to_thread(path.is_file) else None


async def test_nothing_blocks_the_loop_while_people_play_and_look(tmp_path: Path) -> None:
    packs()
    lexicon()
    clock = HandClock()
    async with a_file(tmp_path, clock) as ledger:
        director = direct(
            ledger=ledger, executor=durable(tmp_path), clock=clock, illustrator=Painter()
        )
        async with a_house(director, clock=clock, keepsakes=Quiet(tmp_path)) as house:
            ada, bo, anybody = await house.player(), await house.player(), house.visitor()
            with blockbuster_ctx():
                settings = {"clock": 60, "pictures": True, "prepare": True}
                run = await ada.start(seed=7, settings=settings)
                code = (await ada.tell(run, "watch")).json()["watch"]
                async with (
                    ada.events(run) as hers,
                    bo.events(run) as his,
                    anybody.events(run, watch=code) as theirs,
                ):
                    for turn in range(2, 5):
                        await ada.act(run)
                        for events in (hers, his, theirs):
                            await until(events, "view", status="open", turn=turn)
                    answer = await ada.tell(run, "write-in", turn=4, take=0, text="listen")
                    assert answer.status_code == 200
                    await until(his, "view", turn=5)
                    for path in ("/", "/static/main.js", "/docs", "/openapi.json"):
                        assert (await anybody.get(path)).status_code == 200
                    for door in doors(house, run):
                        # Each is asked, in the order of the description: the run ends on the way.
                        assert (await knock(ada, door)).status < 500, door
                clock.advance(60_000)
            (tmp_path / f"{run}.mp4").write_bytes(b"\0" * 200_000)
            with blockbuster_ctx():
                assert (await ada.tell(run, "tape")).json()["state"] == "made"
                film = f"/api/runs/{run}/tape.mp4"
                assert len((await ada.get(film)).content) == 200_000
                part = await ada.get(film, headers={"Range": "bytes=0-9"})
                assert part.status_code == 206
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
