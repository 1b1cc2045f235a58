"""Runs that were begun elsewhere: whoever has the machine to himself goes on with his own."""

from nightreel.core.settings import RunSettings
from nightreel.director.commands import Start, Stop
from nightreel.surfaces.people import OWNER
from tests.director.games import WORLD
from tests.web.houses import House, a_house, until

QUIET = RunSettings(clock=None, pictures=False)
KEY = "the key of this house"


async def begun(house: House, host: str = OWNER) -> str:
    """A run that was begun in a terminal, or by that one."""
    return (await house.director.submit(Start(WORLD, host, QUIET, 7))).run


async def test_a_run_of_the_terminal_is_the_browsers_on_a_machine_of_ones_own(
    house: House,
) -> None:
    run = await begun(house)
    ada = await house.player()
    (listed,) = (await ada.get("/api/runs?open=true")).json()
    assert (listed["run"], listed["mine"]) == (run, True)
    async with ada.events(run) as events:
        you = (await until(events, "you")).data
        assert you == {"seat": "player 1", "host": True, "readonly": False}
        await ada.act(run)
        view = await until(events, "view", status="open", turn=2)
        assert view.data["scene"]["by"] == "player 1"
        assert view.data["players"] == ["player 1"]
    assert (await ada.tell(run, "rewind", turns=1, turn=2, take=0)).status_code == 200
    assert (await ada.tell(run, "stop")).status_code == 200


async def test_it_is_nobodys_in_a_house_that_others_come_to() -> None:
    async with a_house(key=KEY, hosts=None, local=False) as house:
        run = await begun(house)
        ada = await house.visitor().come_in(KEY)
        assert (await ada.get("/api/runs")).json() == []
        async with ada.events(run) as events:
            you = (await until(events, "you")).data
            assert you == {"seat": None, "host": False, "readonly": False}
        for what, body in (("stop", {}), ("restart", {}), ("rewind", {"turn": 1, "take": 0})):
            answer = await ada.tell(run, what, **body)
            assert (answer.status_code, answer.json()["reason"]) == (403, "not_host"), what
        await ada.act(run)
        assert (await house.director.settled(run)).players == (OWNER, await who(house))


async def who(house: House) -> str:
    return (await house._visitors[0].get("/api/session")).json()["player"]


async def test_a_list_has_ones_own_runs_and_the_latest_first(house: House) -> None:
    ada, bo = await house.player(), await house.player()
    first, second, theirs = await ada.start(), await ada.start(), await bo.start()
    other = await begun(house, "discord-77")
    listed = [it["run"] for it in (await ada.get("/api/runs")).json()]
    assert listed == [second, first]
    assert [it["run"] for it in (await bo.get("/api/runs")).json()] == [theirs]
    await ada.act(first)
    await house.director.settled(first)
    assert (await ada.get("/api/runs?open=true")).json()[0]["run"] == first
    await house.director.submit(Stop(first, await who(house)))
    (still_open,) = (await ada.get("/api/runs?open=true")).json()
    assert still_open["run"] == second
    over = next(it for it in (await ada.get("/api/runs")).json() if it["run"] == first)
    assert (over["status"], over["turn"], over["title"]) == ("over", 2, "Relay Nine")
    assert other not in listed


async def test_a_list_is_short(house: House) -> None:
    ada = await house.player()
    for _ in range(25):
        await begun(house)
    assert len((await ada.get("/api/runs")).json()) == 20
    assert len((await ada.get("/api/runs?open=true")).json()) == 20


async def test_a_run_that_is_played_again_is_another_run_of_the_same_host(house: House) -> None:
    run = await begun(house)
    ada = await house.player()
    assert (await ada.tell(run, "again")).json()["reason"] == "not_over"
    new = (await ada.tell(run, "restart")).json()["run"]
    assert new != run
    assert (await house.director.run(new)).host == OWNER
    assert (await house.director.run(run)).status == "over"
    twice = {(await ada.tell(run, "again")).json()["run"] for _ in range(2)}
    assert twice == {new}, "asked twice, it is one new run"
