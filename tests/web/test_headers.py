"""What every answer carries, and what a page may ask for: of this house, and of nobody else."""

import re
from urllib.parse import urljoin, urlsplit

import httpx

from nightreel.surfaces.web.guards import HEADERS, POLICY
from nightreel.surfaces.web.pages import leaves
from tests.web.doors import Door, doors, knock
from tests.web.houses import House

ASKED_FOR = {
    "text/html": re.compile(r"""\b(?:src|href|srcset|action|poster)\s*=\s*["']?([^"'\s>]+)"""),
    "image/svg+xml": re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)|url\(([^)]+)\)"""),
    "text/css": re.compile(r"""(?:url\(\s*|@import\s*)["']?([^"')\s]+)"""),
    "text/javascript": re.compile(
        r"""(?:^import\b[^;"']*|\bimport\(\s*|^export\b[^;"']*\bfrom\s*
        |\b(?:fetch|EventSource|Worker|Audio|Image|sendBeacon)\(\s*)["'`]([^"'`]+)""",
        re.MULTILINE | re.VERBOSE,
    ),
}
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.I)
PAGES = ("/", "/docs")


def sealed(headers: httpx.Headers) -> bool:
    return all(headers[name] == value for name, value in HEADERS.items())


async def test_every_answer_is_sealed_whatever_it_is(house: House) -> None:
    ada, stranger = await house.player(), house.visitor()
    run = await ada.start(seed=7)
    asked = doors(house, run)
    more = [
        Door("GET", "/"),
        Door("GET", "/docs"),
        Door("GET", "/openapi.json"),
        Door("GET", "/healthz"),
        Door("GET", "/favicon.ico"),
        Door("GET", "/static/main.js"),
        Door("GET", "/static/nothing.js"),
        Door("GET", "/docs/"),
        Door("GET", "/nothing"),
        Door("DELETE", f"/api/runs/{run}", {}),
        Door("OPTIONS", "/api/runs"),
        Door("HEAD", "/"),
        Door("POST", f"/api/runs/{run}/act", {"turn": "x"}),
    ]
    found: set[int] = set()
    for door in (*asked, *more):
        for visitor in (ada, stranger):
            answer = await knock(visitor, door)
            found.add(answer.status)
            assert sealed(answer.headers), (door, answer.status)
            assert answer.headers["cache-control"], door
            assert "server" not in answer.headers
    assert found >= {200, 201, 307, 401, 404, 405, 409, 422}


async def test_the_policy_names_nobody_else(house: House) -> None:
    rules = {name: rest for name, _, rest in (r.strip().partition(" ") for r in POLICY.split(";"))}
    assert rules.pop("default-src") == "'none'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    words = {word for rule in rules.values() for word in rule.split()}
    assert words == {"'self'", "'none'", "'script'"}
    answer = await house.visitor().get("/")
    assert answer.headers.get_list("content-security-policy") == [POLICY]


async def test_no_answer_with_somebodys_data_may_be_kept_by_a_cache(house: House) -> None:
    ada = await house.player()
    run = await ada.start(seed=7)
    for path in ("/api/session", "/api/runs", f"/api/runs/{run}", f"/api/runs/{run}/story"):
        assert (await ada.get(path)).headers["cache-control"] == "no-store"


async def test_a_page_asks_nobody_else_and_for_nothing_that_is_not_there(house: House) -> None:
    anybody = house.visitor()
    waiting, seen = [*PAGES], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = await anybody.get(path)
        assert answer.status_code == 200, path
        kind = answer.headers["content-type"].partition(";")[0]
        for found in ASKED_FOR[kind].finditer(answer.text) if kind in ASKED_FOR else ():
            asked = found[found.lastindex or 0]
            if asked.startswith(("#", "data:", "/api/", "$")):
                continue
            address = urljoin(urljoin(house.address, path), asked)
            assert address.startswith(house.address), (path, asked)
            waiting.append(urlsplit(address).path)
    assert {"/static/main.js", "/static/base.css", "/static/docs.css", "/static/api.js"} <= seen
    assert len(seen) > 20


def test_no_file_of_the_page_names_an_address_elsewhere() -> None:
    for name, leaf in leaves().items():
        text = leaf.data.decode("utf-8", "replace")
        elsewhere = re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z][^\s\"'`)]*", text)
        assert [it for it in elsewhere if "www.w3.org" not in it] == [], name


async def test_no_page_has_script_or_style_in_its_lines(house: House) -> None:
    for path in PAGES:
        text = (await house.visitor().get(path)).text
        assert INLINE.findall(text) == [], path


async def test_the_description_tells_of_every_route(house: House) -> None:
    text = (await house.visitor().get("/docs")).text
    for path in house.web.app.openapi()["paths"]:
        assert path in text


async def test_a_part_of_the_page_that_is_still_the_same_is_not_sent_again(house: House) -> None:
    anybody = house.visitor()
    first = await anybody.get("/static/main.js")
    tag = {"If-None-Match": first.headers["etag"]}
    again = await anybody.get("/static/main.js", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert sealed(again.headers)
    other = await anybody.get("/static/base.css", headers=tag)
    assert other.status_code == 200
