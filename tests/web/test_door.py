"""Nobody comes in who isn't known, and nobody is known by what he says of himself."""

from itsdangerous import TimestampSigner

from nightreel.surfaces.web.identity import COOKIE, COOKIE_SECONDS, Identity
from tests.web.doors import Door, doors, knock, raw
from tests.web.houses import OPTIONS, House, Visitor, a_house

KEY = "the key of this house"
WHO = Door("GET", "/api/session")


async def test_no_route_but_the_way_in_answers_who_brings_no_cookie(house: House) -> None:
    ada, stranger = await house.player(), house.visitor()
    run = await ada.start(seed=7)
    asked = [door for door in doors(house, run) if not door.comes_in]
    assert len(asked) > 20
    for door in asked:
        answer = await knock(stranger, door)
        assert (answer.status, answer.problem["reason"]) == (401, "no_session"), door
        assert answer.problem["player_text"]
    assert (await ada.view(run))["seq"] == 2, "somebody unknown has changed the run"


def an_old(cookie: str, seconds: int) -> str:
    """The cookie of that one's player, as it was signed so many seconds ago."""

    class Past(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - seconds

    identity = Identity(OPTIONS.secret, None)
    now = identity._players
    past = Past(now.secret_key, now.salt, digest_method=now.digest_method)
    return past.sign(cookie.split(".")[0]).decode()


async def test_a_cookie_that_is_not_ours_to_the_letter_is_nobody(house: House) -> None:
    ada = await house.player()
    cookie = ada.cookies[COOKIE]
    player, stamp, sign = cookie.split(".")
    other = "B" if sign[10] != "B" else "C"
    forged = [
        "",
        "x",
        "..",
        player,
        f"{player}.{stamp}",
        f"{player}.{stamp}.",
        f"{player}.{stamp}.{sign[:10]}{other}{sign[11:]}",
        f"{player}.{stamp}.{sign[:-1]}",
        f"{player[:-1]}{'0' if player[-1] != '0' else '1'}.{stamp}.{sign}",
        f"player.{stamp}.{sign}",
        f"{player}.{stamp[:-1]}{'A' if stamp[-1] != 'A' else 'B'}.{sign}",
        cookie + "x",
        cookie * 3,
        "a" * 20_000,
        Identity("another secret", None).cookie(player),
        Identity(OPTIONS.secret, KEY).cookie(player),
        an_old(cookie, COOKIE_SECONDS + 60),
    ]
    for value in forged:
        answer = await knock(house.visitor(), WHO, headers={"Cookie": f"{COOKIE}={value}"})
        assert (answer.status, answer.problem["reason"]) == (401, "no_session"), value
    signs = await raw(house, "/api/session", f"Cookie: {COOKIE}=\xff\xfe\x80.{stamp}.{sign}")
    assert signs.status == 401
    # What makes the difference is the cookie alone, and an old one is good while it lasts.
    for value in (cookie, an_old(cookie, COOKIE_SECONDS - 60)):
        known = await knock(house.visitor(), WHO, headers={"Cookie": f"{COOKIE}={value}"})
        assert known.status == 200


async def test_a_player_stays_who_he_is_and_two_browsers_are_two_players(house: House) -> None:
    ada, bo = await house.player(), await house.player()
    asked = [(await v.get("/api/session")).json()["player"] for v in (ada, bo)]
    assert asked[0] != asked[1]
    again = await ada.post("/api/session", json={})
    assert again.json() == {"player": asked[0], "key_needed": False}


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    first, *flags = (
        (await house.visitor().post("/api/session", json={})).headers["set-cookie"].split("; ")
    )
    flags = {flag.lower() for flag in flags}
    assert first.startswith(f"{COOKIE}=web-")
    assert flags == {"httponly", "samesite=strict", "path=/", f"max-age={COOKIE_SECONDS}"}


async def test_behind_a_proxy_that_speaks_tls_the_cookie_is_only_for_tls(house: House) -> None:
    headers = {"X-Forwarded-Proto": "https"}
    answer = await house.visitor().post("/api/session", json={}, headers=headers)
    assert "; Secure" in answer.headers["set-cookie"]


async def test_who_does_not_bring_the_key_of_a_house_stays_outside() -> None:
    async with a_house(key=KEY, local=False) as house:
        stranger = house.visitor()
        asked = await knock(stranger, WHO)
        assert (asked.status, asked.problem["reason"]) == (401, "key_needed")
        for key, reason in ((None, "key_needed"), ("", "key_needed"), (KEY[:-1], "wrong_key")):
            answer = await stranger.post("/api/session", json={"key": key})
            assert (answer.status_code, answer.json()["reason"]) == (403, reason)
            assert "set-cookie" not in answer.headers
            assert KEY not in answer.text
        for odd in (KEY + "\0", KEY.upper(), "ключ" * 9):
            assert (await stranger.post("/api/session", json={"key": odd})).status_code == 403
        ada = await house.visitor().come_in(KEY)
        assert (await ada.get("/api/session")).json()["key_needed"] is True
        assert (await ada.post("/api/session", json={})).status_code == 200, "she is in already"
        assert await ada.start()


async def test_a_key_that_is_no_text_is_refused_like_any_other() -> None:
    async with a_house(key=KEY) as house:
        broken = rb'{"key": "\ud800"}'
        headers = {"Content-Type": "application/json"}
        answer = await house.visitor().post("/api/session", content=broken, headers=headers)
        assert answer.status_code in (403, 422)


async def test_another_key_ends_the_sessions_that_the_old_one_began() -> None:
    async with a_house(key=KEY) as house:
        cookie = (await house.visitor().come_in(KEY)).cookies[COOKIE]
    headers = {"Cookie": f"{COOKIE}={cookie}"}
    async with a_house(key="another key by now") as house:
        answer = await knock(house.visitor(), WHO, headers=headers)
        assert (answer.status, answer.problem["reason"]) == (401, "key_needed")
    async with a_house(key=KEY) as house:
        assert (await knock(house.visitor(), WHO, headers=headers)).status == 200


async def test_a_house_without_a_key_minds_no_key(house: House) -> None:
    ada: Visitor = await house.visitor().come_in("whatever")
    assert (await ada.get("/api/session")).json()["key_needed"] is False
