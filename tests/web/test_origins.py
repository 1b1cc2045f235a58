"""What another site could send in a visitor's name is refused, and so is what is too much."""

from collections.abc import AsyncIterator

from nightreel.core.typed import LIMIT
from nightreel.surfaces.web.identity import COOKIE
from tests.web.doors import doors, knock, raw
from tests.web.houses import House, a_house

MARKER = "zanzibar"
ELSEWHERE = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "file://"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://localhost:1"},
    {"Origin": "http://127.0.0.1.elsewhere.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "anything new"},
]


async def test_no_command_is_taken_from_another_sites_page(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    commands = [door for door in doors(house, run) if door.method == "POST"]
    for door in commands:
        answer = await knock(ada, door, headers={"Origin": "https://elsewhere.example"})
        assert (answer.status, answer.problem["reason"]) == (403, "elsewhere"), door
    act = next(door for door in commands if door.path.endswith("/act"))
    for headers in ELSEWHERE:
        answer = await knock(ada, act, headers=headers)
        assert (answer.status, answer.problem["reason"]) == (403, "elsewhere"), headers
        assert "access-control-allow-origin" not in answer.headers
    # A name that fits is no origin that fits, and two that disagree are none.
    both = {"Origin": house.address.rstrip("/"), "Sec-Fetch-Site": "cross-site"}
    assert (await knock(ada, act, headers=both)).status == 403
    assert (await ada.view(run))["seq"] == 2
    assert len(await house.director.runs()) == 1


async def test_commands_of_our_own_page_and_of_programs_are_taken(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    own = {"Origin": house.address.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    for headers in (own, {"Sec-Fetch-Site": "none"}, {}):
        answer = await ada.post(f"/api/runs/{run}/watch", json={}, headers=headers)
        assert answer.status_code == 200, headers


async def test_a_page_that_names_no_site_is_not_ours_where_the_request_names_none_either() -> None:
    async with a_house(hosts=None) as house:
        ada = await house.player()
        run = await ada.start(seed=7)
        seated = f"Cookie: {COOKIE}={ada.cookies[COOKIE]}"
        json = ("Content-Type: application/json", "Content-Length: 2")
        answer = await raw(
            house, f"/api/runs/{run}/pause", "Origin: null", seated, *json,
            method="POST", host="", body=b"{}",
        )  # fmt: skip
        assert (answer.status, answer.problem["reason"]) == (403, "elsewhere")


async def test_no_other_site_is_told_that_it_may_ask(house: House) -> None:
    asks = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = await house.visitor().options("/api/runs", headers=asks)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]


FORMS = [
    {"Content-Type": "text/plain"},
    {"Content-Type": "application/x-www-form-urlencoded"},
    {"Content-Type": "multipart/form-data; boundary=x"},
    {"Content-Type": "text/plain; application/json"},
    {"Content-Type": "application/jsonp"},
    {"Content-Type": ""},
    {},
]


async def test_what_a_form_could_send_is_not_read(house: House) -> None:
    for headers in FORMS:
        answer = await house.visitor().post("/api/session", content=b"{}", headers=headers)
        assert (answer.status_code, answer.json()["reason"]) == (415, "not_json"), headers
        assert "set-cookie" not in answer.headers


async def test_json_says_so_in_more_ways_than_one(house: House) -> None:
    for kind in ("application/json", "Application/JSON; charset=utf-8"):
        headers = {"Content-Type": kind}
        answer = await house.visitor().post("/api/session", content=b"{}", headers=headers)
        assert answer.status_code == 200


async def test_a_house_of_ones_own_goes_by_no_strangers_name(house: House) -> None:
    """A page from elsewhere could reach it under a name that the page's owner points here."""
    strangers = [
        "elsewhere.example",
        "elsewhere.example:8009",
        "localhost.elsewhere.example",
        "127.0.0.1.elsewhere.example",
        "localhost@elsewhere.example",
        "127.0.0.2",
        "[::2]:8009",
        "",
    ]
    for host in strangers:
        for target in ("/", "/api/session", "/static/main.js", "/docs"):
            answer = await raw(house, target, host=host)
            assert (answer.status, answer.problem["reason"]) == (403, "wrong_host"), (host, target)
    for host in ("localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:8009"):
        assert (await raw(house, "/healthz", host=host)).status == 200, host


async def test_a_house_that_is_open_to_others_goes_by_any_name() -> None:
    async with a_house(key="the key of this house", hosts=None, local=False) as house:
        assert (await raw(house, "/healthz", host="elsewhere.example")).status == 200
        assert (await raw(house, "/api/session", host="elsewhere.example")).status == 401


# --- too much ------------------------------------------------------------------------------------

HUGE = 10_000_000


async def pieces(start: bytes) -> AsyncIterator[bytes]:
    yield start
    for _ in range(HUGE // 65_536):
        yield b"x" * 65_536


async def unchanged(house: House, run: str) -> bool:
    records = await house.director.records(run)
    return len(records) == 2 and MARKER.encode() not in b"".join(r.body for r in records)


async def test_ten_megabytes_of_write_in_are_refused_and_nothing_of_it_is_kept(
    house: House,
) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    begins = b'{"turn":1,"take":0,"text":"' + MARKER.encode()
    json = {"Content-Type": "application/json"}
    whole = begins + b"x" * HUGE + b'"}'
    told = await ada.post(f"/api/runs/{run}/write-in", content=whole, headers=json)
    untold = await ada.post(f"/api/runs/{run}/write-in", content=pieces(begins), headers=json)
    assert untold.request.headers["transfer-encoding"] == "chunked"
    for answer in (told, untold):
        assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
        assert answer.json()["player_text"]
    assert await unchanged(house, run)
    assert (await ada.act(run)).status_code == 200, "the house goes on"


WRITE_INS = [
    ("listen " * 286, "too_long"),
    ("x" * (LIMIT + 1), "too_long"),
    ("<b>listen</b>", "markup"),
    ("<script>alert(1)</script>", "markup"),
    ("@everyone listen", "markup"),
    ("[listen](https://elsewhere.example)", "markup"),
    ("listen\0", "control"),
    ("lis\x1b[31mten", "control"),
    ("lis\u202eten", "control"),
    ("   ", "empty"),
    ("", "empty"),
]


async def test_a_write_in_that_will_not_do_is_answered_kindly(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    for text, reason in WRITE_INS:
        answer = await ada.tell(run, "write-in", turn=1, take=0, text=text)
        assert (answer.status_code, answer.json()["reason"]) == (422, reason), text
        assert answer.json()["player_text"]
    assert await unchanged(house, run)


BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"[" * 16_000,
    b'{"turn":' + b"9" * 5000 + b',"take":0,"text":"x"}',
    b'{"turn":1e999,"take":0,"text":"x"}',
    b'{"turn":NaN,"take":0,"text":"x"}',
    b'{"turn":true,"take":0,"text":{}}',
    b'{"turn":1,"take":-1,"text":"x"}',
    b'{"turn":1,"take":0,"text":"\\ud800"}',
    b'{"turn":1,"take":0,"text":"\xff\xfe"}',
    b'{"turn":1,"take":0,"text":"x","actor":"player 1"}',
]


async def test_what_cannot_be_read_is_a_problem_and_no_crash(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    json = {"Content-Type": "application/json"}
    for body in BODIES:
        answer = await ada.post(f"/api/runs/{run}/write-in", content=body, headers=json)
        assert answer.status_code == 422, body
        assert answer.json()["player_text"]
    assert await unchanged(house, run)
