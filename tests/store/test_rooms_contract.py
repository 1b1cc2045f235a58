"""What every register does: rooms, posts, rules and people, whoever keeps them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from msgspec import structs

from nightreel.core.settings import RunSettings
from nightreel.ports.rooms import Asked, Post, Register, Room, Ruled, Rules, RulesChanged
from nightreel.store.database import Database
from nightreel.store.rooms import MemoryRooms
from nightreel.store.sql_rooms import SqlRooms

Pair = tuple[Register, Register]


@asynccontextmanager
async def memory(_: Path) -> AsyncGenerator[Pair]:
    register = MemoryRooms()
    yield register, register


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
def register(pair: Pair) -> Register:
    return pair[0]


ASKED = Asked("relay-nine", RunSettings(clock=90, crew="vote", pictures=True))


def a_room(run: str, channel: str = "c", created: int = 1) -> Room:
    return Room(run, "discord", "g", channel, "p-1", ASKED, created=created)


async def opened(register: Register, *rooms: Room) -> None:
    for room in rooms:
        await register.open(room)


async def test_a_room_is_read_as_it_was_opened(register: Register) -> None:
    await register.open(a_room("r"))
    assert await register.room("r") == a_room("r")
    assert await register.room("nobody") is None


async def test_a_room_opened_again_stays_as_it_was(register: Register) -> None:
    await opened(register, a_room("r"), a_room("r", channel="elsewhere"))
    assert await register.room("r") == a_room("r")


async def test_a_claim_makes_a_run_the_live_one_of_its_channel(register: Register) -> None:
    await opened(register, a_room("r"))
    claimed = await register.claim("r")
    assert claimed == structs.replace(a_room("r"), standing="live")
    assert await register.room("r") == claimed == await register.claim("r")


async def test_a_run_becomes_live_as_it_was_asked_for_last_and_stays_so(register: Register) -> None:
    await opened(register, a_room("r"))
    other = Asked("relay-nine", RunSettings(pictures=False))
    claimed = await register.claim("r", other)
    assert claimed is not None
    assert claimed.asked == other
    assert await register.claim("r", ASKED) == claimed == await register.room("r")


async def test_a_channel_that_is_taken_is_told_by_whom(register: Register) -> None:
    await opened(register, a_room("r"), a_room("s"))
    await register.claim("r")
    held = await register.claim("s")
    assert held is not None
    assert held.run == "r"
    left = await register.room("s")
    assert left is not None
    assert left.standing == "lobby"


async def test_of_twenty_claims_at_once_one_run_gets_the_channel(pair: Pair) -> None:
    await opened(pair[0], *(a_room(f"r{n}") for n in range(20)))
    claims = await asyncio.gather(*(pair[n % 2].claim(f"r{n}") for n in range(20)))
    assert len({room.run for room in claims if room}) == 1
    assert len(await pair[0].rooms(standing="live")) == 1


async def test_channels_do_not_share_their_live_run(register: Register) -> None:
    await opened(register, a_room("r", "c"), a_room("s", "d"))
    claims = [await register.claim("r"), await register.claim("s")]
    assert [room.run for room in claims if room] == ["r", "s"]


async def test_a_run_that_is_over_leaves_its_channel_for_good(register: Register) -> None:
    await opened(register, a_room("r"), a_room("s"))
    await register.claim("r")
    await register.update("r", standing="over")
    assert await register.claim("r") is None
    await register.update("r", standing="live")
    over = await register.room("r")
    assert over is not None
    assert over.standing == "over"
    held = await register.claim("s")
    assert held is not None
    assert held.run == "s"


async def test_a_claim_of_an_unknown_run_is_nothing(register: Register) -> None:
    assert await register.claim("nobody") is None


async def test_what_is_not_said_in_an_update_stays(register: Register) -> None:
    await opened(register, a_room("r"))
    await register.update("r", halted="gateway")
    await register.update("r", played=5)
    await register.update("nobody", played=5)
    assert await register.room("r") == structs.replace(a_room("r"), halted="gateway", played=5)


async def test_rooms_are_listed_the_latest_first_and_by_what_is_asked(register: Register) -> None:
    other = structs.replace(a_room("t", "e", 3), guild="h")
    await opened(register, a_room("r", "c", 1), a_room("s", "d", 2), other)
    await register.claim("s")
    assert [r.run for r in await register.rooms()] == ["t", "s", "r"]
    assert [r.run for r in await register.rooms(limit=2)] == ["t", "s"]
    assert [r.run for r in await register.rooms(guild="g")] == ["s", "r"]
    assert [r.run for r in await register.rooms(channel="c")] == ["r"]
    assert [r.run for r in await register.rooms(standing="live", guild="g")] == ["s"]


async def test_a_post_takes_the_place_of_the_one_with_its_key(register: Register) -> None:
    sent = Post("r", 0, 1, "turn", "c", "n1")
    shown = structs.replace(sent, message="77", digest="d")
    later = Post("r", 0, 2, "turn", "c", "n2", done=True)
    for post in (later, sent, shown, Post("s", 0, 1, "turn", "c", "n3")):
        await register.put(post)
    assert await register.posts("r") == [shown, later]
    assert await register.posts("nobody") == []


async def test_a_guild_has_the_usual_rules_until_it_has_others(register: Register) -> None:
    assert await register.rules("g") == Ruled()
    rules = Rules(runs=1, channels=("1", "2"), clock=None)
    assert await register.amend("g", rules, 0) == Ruled(rules, 1) == await register.rules("g")
    assert await register.rules("h") == Ruled()


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


async def test_a_person_keeps_a_pseudonym_and_has_the_latest_name(register: Register) -> None:
    ada = await register.meet("1", "Ada")
    renamed = await register.meet("1", "Ada L.")
    assert ada.pseudonym == renamed.pseudonym
    assert await register.person("1") == renamed
    assert await register.names([ada.pseudonym, "p-nobody"]) == {ada.pseudonym: "Ada L."}
    assert await register.names([]) == {}


async def test_a_pseudonym_says_nothing_of_an_account(register: Register) -> None:
    ada, bo = await register.meet("1", "Ada"), await register.meet("2", "Bo")
    assert ada.pseudonym != bo.pseudonym
    assert ada.pseudonym.startswith("p-")
    assert len(ada.pseudonym) == 14


async def test_whoever_meets_twice_at_once_is_one_person(pair: Pair) -> None:
    met = await asyncio.gather(*(pair[n % 2].meet("1", "Ada") for n in range(10)))
    assert len({person.pseudonym for person in met}) == 1


async def test_a_person_forgotten_is_unknown_and_somebody_else_when_met_again(
    register: Register,
) -> None:
    ada = await register.meet("1", "Ada")
    assert await register.forget("1")
    assert not await register.forget("1")
    assert await register.person("1") is None
    assert await register.names([ada.pseudonym]) == {}
    assert (await register.meet("1", "Ada")).pseudonym != ada.pseudonym
