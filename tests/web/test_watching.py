"""A watch link lets people look at one run, and touch nothing."""

import pytest

from nightreel.surfaces.web.desk import WebOptions
from nightreel.surfaces.web.identity import COOKIE, Identity
from tests.web.doors import Door, doors, knock
from tests.web.houses import OPTIONS, House, Visitor, a_house, until

KEY = "the key of this house"


async def link(ada: Visitor, run: str) -> str:
    answer = (await ada.tell(run, "watch")).json()
    assert answer["url"] == f"/?watch={run}.{answer['watch']}"
    return answer["watch"]


@pytest.mark.parametrize("options", [OPTIONS, WebOptions(OPTIONS.secret, KEY, local=False)])
async def test_a_link_opens_what_is_read_of_its_run_and_no_more(options: WebOptions) -> None:
    async with a_house(options=options) as house:
        ada, anybody = await house.visitor().come_in(options.key), house.visitor()
        run = await ada.start(seed=7)
        code = await link(ada, run)
        for door in doors(house, run):
            if door.comes_in:
                continue
            answer = await knock(anybody, door, params={"watch": code})
            if door.method == "GET" and run in door.path:
                assert answer.status in (200, 404), door
                if answer.status == 404:
                    assert answer.problem["reason"] in ("no_tape", "not_found"), door
            else:
                assert answer.status == 401, door
        assert (await ada.view(run))["seq"] == 2
        assert COOKIE not in anybody.cookies


async def test_a_link_is_for_its_run_and_cannot_be_made_up(house: House) -> None:
    ada = await house.player()
    run, other = await ada.start(seed=7), await ada.start(seed=8)
    code, others = await link(ada, run), await link(ada, other)
    assert code != others
    made_up = [
        others,
        "",
        "x",
        code[:-1],
        code + "x",
        code.swapcase(),
        "ü" * 20,
        Identity("another secret", None).watch_code(run),
    ]
    anybody = house.visitor()
    for wrong in made_up:
        for visitor in (anybody, ada):
            answer = await knock(visitor, Door("GET", f"/api/runs/{run}"), params={"watch": wrong})
            assert (answer.status, answer.problem["reason"]) == (403, "bad_link"), wrong
    answer = await knock(anybody, Door("GET", f"/api/runs/{run}"), params={"watch": "x" * 201})
    assert answer.status == 422


async def test_a_link_outlives_the_key_that_let_its_maker_in() -> None:
    """Whoever was let in to look keeps looking; who plays has to bring the new key."""
    async with a_house(key=KEY) as house:
        run = await (ada := await house.visitor().come_in(KEY)).start(seed=7)
        code = await link(ada, run)
    assert Identity(OPTIONS.secret, "another key").may_watch(run, code)


async def test_who_watches_is_told_so_and_sees_what_players_see(house: House) -> None:
    ada, anybody = await house.player(), house.visitor()
    run = await ada.start(seed=7)
    code = await link(ada, run)
    async with ada.events(run) as hers, anybody.events(run, watch=code) as theirs:
        assert (await until(theirs, "you")).data == {"seat": None, "host": False, "readonly": True}
        await ada.act(run)
        one = await until(hers, "view", status="open", turn=2)
        other = await until(theirs, "view", status="open", turn=2)
    assert one == other


async def test_a_player_who_follows_a_link_only_watches(house: House) -> None:
    ada, bo = await house.player(), await house.player()
    run = await ada.start(seed=7)
    code = await link(ada, run)
    async with bo.events(run, watch=code) as events:
        assert (await until(events, "you")).data["readonly"] is True


async def test_no_link_leads_to_a_run_that_is_not_there(house: House) -> None:
    ada = await house.player()
    assert (await ada.tell("0" * 10, "watch")).status_code == 404
