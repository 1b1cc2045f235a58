"""What every house does: rooms, posts, rules and people, whoever keeps them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from msgspec import structs

from nightreel.core.settings import RunSettings
from nightreel.ports.rooms import Asked, House, Post, Room, Ruled, Rules, RulesChanged
from nightreel.store.database import Database
from nightreel.store.rooms import MemoryRooms
from nightreel.store.sql_rooms import SqlRooms

Pair = tuple[House, House]


@asynccontextmanager
async def memory(_: Path) -> AsyncGenerator[Pair]:
    house = MemoryRooms()
    yield house, house


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncGenerator[Pair]:
    url = f"sqlite:///{folder}/runs.db"
    async with AsyncExitStack() as stack:
        one, two = [await stack.enter_async_context(Database.open(url, 5.0)) for _ in range(2)]
        yield SqlRooms(one), SqlRooms(two)


@pytest.fixture(params=[memory, sqlite], ids=lambda kind: kind.__name__)
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    kind: Callable[[Path], AbstractAsyncContextManager[Pair]] = request.param
    async with kind(tmp_path) as houses:
        yield houses


@pytest.fixture
def house(pair: Pair) -> House:
    return pair[0]


ASKED = Asked("relay-nine", RunSettings(clock=90, crew="vote", pictures=True))


def a_room(run: str, channel: str = "c", created: int = 1) -> Room:
    return Room(run, "discord", "g", channel, "p-1", ASKED, created=created)


async def opened(house: House, *rooms: Room) -> None:
    for room in rooms:
        await house.open(room)


async def test_a_room_is_read_as_it_was_opened(house: House) -> None:
    await house.open(a_room("r"))
    assert await house.room("r") == a_room("r")
    assert await house.room("nobody") is None


async def test_a_room_opened_again_stays_as_it_was(house: House) -> None:
    await opened(house, a_room("r"), a_room("r", channel="elsewhere"))
    assert await house.room("r") == a_room("r")


async def test_a_claim_makes_a_run_the_live_one_of_its_channel(house: House) -> None:
    await opened(house, a_room("r"))
    claimed = await house.claim("r")
    assert claimed == structs.replace(a_room("r"), standing="live")
    assert await house.room("r") == claimed == await house.claim("r")


async def test_a_run_becomes_live_as_it_was_asked_for_last_and_stays_so(house: House) -> None:
    await opened(house, a_room("r"))
    other = Asked("relay-nine", RunSettings(pictures=False))
    claimed = await house.claim("r", other)
    assert claimed is not None
    assert claimed.asked == other
    assert await house.claim("r", ASKED) == claimed == await house.room("r")


async def test_a_channel_that_is_taken_is_told_by_whom(house: House) -> None:
    await opened(house, a_room("r"), a_room("s"))
    await house.claim("r")
    held = await house.claim("s")
    assert held is not None
    assert held.run == "r"
    left = await house.room("s")
    assert left is not None
    assert left.standing == "lobby"


async def test_of_twenty_claims_at_once_one_run_gets_the_channel(pair: Pair) -> None:
    await opened(pair[0], *(a_room(f"r{n}") for n in range(20)))
    claims = await asyncio.gather(*(pair[n % 2].claim(f"r{n}") for n in range(20)))
    assert len({room.run for room in claims if room}) == 1
    assert len(await pair[0].rooms(standing="live")) == 1


async def test_channels_do_not_share_their_live_run(house: House) -> None:
    await opened(house, a_room("r", "c"), a_room("s", "d"))
    claims = [await house.claim("r"), await house.claim("s")]
    assert [room.run for room in claims if room] == ["r", "s"]


async def test_a_run_that_is_over_leaves_its_channel_for_good(house: House) -> None:
    await opened(house, a_room("r"), a_room("s"))
    await house.claim("r")
    await house.update("r", standing="over")
    assert await house.claim("r") is None
    await house.update("r", standing="live")
    over = await house.room("r")
    assert over is not None
    assert over.standing == "over"
    held = await house.claim("s")
    assert held is not None
    assert held.run == "s"


async def test_a_claim_of_an_unknown_run_is_nothing(house: House) -> None:
    assert await house.claim("nobody") is None


async def test_what_is_not_said_in_an_update_stays(house: House) -> None:
    await opened(house, a_room("r"))
    await house.update("r", halted="gateway")
    await house.update("r", played=5)
    await house.update("nobody", played=5)
    assert await house.room("r") == structs.replace(a_room("r"), halted="gateway", played=5)


async def test_rooms_are_listed_the_latest_first_and_by_what_is_asked(house: House) -> None:
    other = structs.replace(a_room("t", "e", 3), guild="h")
    await opened(house, a_room("r", "c", 1), a_room("s", "d", 2), other)
    await house.claim("s")
    assert [r.run for r in await house.rooms()] == ["t", "s", "r"]
    assert [r.run for r in await house.rooms(limit=2)] == ["t", "s"]
    assert [r.run for r in await house.rooms(guild="g")] == ["s", "r"]
    assert [r.run for r in await house.rooms(channel="c")] == ["r"]
    assert [r.run for r in await house.rooms(standing="live", guild="g")] == ["s"]


async def test_a_post_takes_the_place_of_the_one_with_its_key(house: House) -> None:
    sent = Post("r", 0, 1, "turn", "c", "n1")
    shown = structs.replace(sent, message="77", digest="d")
    later = Post("r", 0, 2, "turn", "c", "n2", done=True)
    for post in (later, sent, shown, Post("s", 0, 1, "turn", "c", "n3")):
        await house.put(post)
    assert await house.posts("r") == [shown, later]
    assert await house.posts("nobody") == []


async def test_a_guild_has_the_usual_rules_until_it_has_others(house: House) -> None:
    assert await house.rules("g") == Ruled()
    rules = Rules(runs=1, channels=("1", "2"), clock=None)
    assert await house.amend("g", rules, 0) == Ruled(rules, 1) == await house.rules("g")
    assert await house.rules("h") == Ruled()


async def test_rules_changed_by_somebody_else_first_are_not_overwritten(pair: Pair) -> None:
    await pair[0].amend("g", Rules(runs=1), 0)
    for version in (0, 2):
        with pytest.raises(RulesChanged):
            await pair[1].amend("g", Rules(runs=2), version)
    await pair[1].amend("g", Rules(runs=2), 1)
    assert await pair[0].rules("g") == Ruled(Rules(runs=2), 2)


async def test_of_ten_changes_of_the_same_rules_one_is_made(pair: Pair) -> None:
    tries = [pair[n % 2].amend("g", Rules(runs=n + 1), 0) for n in range(10)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, Ruled) for result in results) == 1
    assert sum(isinstance(result, RulesChanged) for result in results) == 9


async def test_a_person_keeps_a_pseudonym_and_has_the_latest_name(house: House) -> None:
    ada = await house.meet("1", "Ada")
    renamed = await house.meet("1", "Ada L.")
    assert ada.pseudonym == renamed.pseudonym
    assert await house.person("1") == renamed
    assert await house.names([ada.pseudonym, "p-nobody"]) == {ada.pseudonym: "Ada L."}
    assert await house.names([]) == {}


async def test_a_pseudonym_says_nothing_of_an_account(house: House) -> None:
    ada, bo = await house.meet("1", "Ada"), await house.meet("2", "Bo")
    assert ada.pseudonym != bo.pseudonym
    assert ada.pseudonym.startswith("p-")
    assert len(ada.pseudonym) == 14


async def test_whoever_meets_twice_at_once_is_one_person(pair: Pair) -> None:
    met = await asyncio.gather(*(pair[n % 2].meet("1", "Ada") for n in range(10)))
    assert len({person.pseudonym for person in met}) == 1


async def test_a_person_forgotten_is_unknown_and_somebody_else_when_met_again(
    house: House,
) -> None:
    ada = await house.meet("1", "Ada")
    assert await house.forget("1")
    assert not await house.forget("1")
    assert await house.person("1") is None
    assert await house.names([ada.pseudonym]) == {}
    assert (await house.meet("1", "Ada")).pseudonym != ada.pseudonym
