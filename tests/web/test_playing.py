"""A run is played over HTTP: what is sent is done once, and what is done is seen by everybody."""

import asyncio

from nightreel.core.events import Accepted, Regenerated, Rewound
from tests.web.houses import House, until


async def test_a_run_is_played_a_turn_at_a_time(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    async with ada.events(run) as events:
        first = await until(events, "view", status="open")
        assert first.data["scene"]["dispatch"]
        assert first.data["choices"]
        assert first.id == first.data["seq"]
        assert (await ada.act(run)).json()["status"] == "accepted"
        locked = await until(events, "view", status="resolving")
        assert locked.data["accepted"]["label"] == first.data["choices"][0]["label"]
        reaction = await until(events, "part", kind="reaction")
        scene = await until(events, "view", status="open")
    assert scene.data["turn"] == 2
    assert scene.data["scene"]["reaction"] == reaction.data["text"]
    assert scene.data["scene"]["fate"] in ("lucky", "normal", "unlucky")
    assert scene.data["scene"]["action"] == first.data["choices"][0]["label"]


async def test_the_same_click_many_times_at_once_is_one_turn(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    answers = await asyncio.gather(
        *(ada.act(run, n % 2, turn=1, take=0, hand=0) for n in range(20))
    )
    won = [a for a in answers if a.json().get("status") == "accepted"]
    assert len(won) == 1
    assert all(a.json()["player_text"] for a in answers if a not in won)
    assert {a.status_code for a in answers} <= {200, 409}
    await house.director.settled(run)
    accepted = [r for r in await house.director.records(run) if isinstance(r.event, Accepted)]
    assert len(accepted) == 1


async def test_two_people_on_one_run_see_the_same(house: House) -> None:
    ada, bo = await house.player(), await house.player()
    run = await ada.start(seed=7)
    async with ada.events(run) as hers, bo.events(run) as his:
        assert (await until(hers, "you")).data == {
            "seat": "player 1",
            "host": True,
            "readonly": False,
        }
        assert (await until(his, "you")).data == {"seat": None, "host": False, "readonly": False}
        await until(hers, "view")
        await until(his, "view")
        await bo.act(run)
        assert (await until(his, "you")).data["seat"] == "player 2"
        one = await until(hers, "view", status="open", turn=2)
        other = await until(his, "view", status="open", turn=2)
    assert one.data == other.data
    assert one.data["scene"]["by"] == "player 2"


async def test_nobody_learns_an_id_from_what_is_shown(house: House) -> None:
    ada = await house.player()
    me = (await ada.get("/api/session")).json()["player"]
    run = await ada.start(seed=7)
    await ada.act(run)
    await house.director.settled(run)
    for path in ("", "/story"):
        assert me not in (await ada.get(f"/api/runs/{run}{path}")).text


async def test_a_stream_resumes_behind_the_last_event_that_was_seen(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    async with ada.events(run) as events:
        seen = await until(events, "view")
    async with ada.events(run, last=seen.id) as events:
        await until(events, "you")
        await ada.act(run)
        # The first view that comes is a new one: the old one had been seen.
        first = await until(events, "view")
        assert first.id == (seen.id or 0) + 1
    await house.director.settled(run)
    async with ada.events(run, after=str(seen.id)) as events:
        caught_up = await until(events, "view")
    assert caught_up.data["turn"] == 2


async def test_what_cannot_be_done_is_answered_in_the_story(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    answer = await ada.tell(run, "write-in", turn=1, take=0, text="fly to the moon")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["player_text"]
    assert (await ada.view(run))["turn"] == 1


async def test_what_is_typed_is_done_and_shown_as_typed(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    answer = await ada.tell(run, "write-in", turn=1, take=0, text="listen & wait")
    assert answer.json()["status"] == "accepted"
    await house.director.settled(run)
    assert (await ada.view(run))["scene"]["action"] == "listen & wait"


async def test_other_choices_and_rewinds_pressed_twice_are_done_once(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    seen = {"turn": 1, "take": 0, "hand": 0}
    deals = await asyncio.gather(*(ada.tell(run, "regenerate", **seen) for _ in range(2)))
    assert sorted(a.status_code for a in deals) == [200, 409]
    for _ in range(3):
        await ada.act(run)
        await house.director.settled(run)
    back = {"turns": 1, "turn": 4, "take": 0}
    goes = await asyncio.gather(*(ada.tell(run, "rewind", **back) for _ in range(2)))
    assert sorted(a.status_code for a in goes) == [200, 409]
    events = [r.event for r in await house.director.records(run)]
    assert sum(isinstance(e, Regenerated) for e in events) == 1
    assert sum(isinstance(e, Rewound) for e in events) == 1
    story = (await ada.get(f"/api/runs/{run}/story")).json()
    assert [m["turn"] for m in story["moments"]] == [1, 2, 3]


async def test_a_start_asked_for_twice_is_one_run(house: House) -> None:
    ada, bo = await house.player(), await house.player()
    one, again = [await ada.start(key="the-same-form") for _ in range(2)]
    assert one == again
    assert await bo.start(key="the-same-form") != one
