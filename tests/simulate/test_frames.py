"""The witness: frames that agree with the rules are let be, and those that do not are named."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cache

import pytest
from msgspec import structs

from nightreel.app import open_in_memory
from nightreel.core.state import State
from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.illustrators.camera.rehearsal import hours, rehearse, shot_of
from nightreel.narrators.storyteller.framing import brief_of
from nightreel.ports.illustrator import Illustrator, Shot
from nightreel.ports.narrator import Facts
from nightreel.simulate.command import Options, simulated
from nightreel.simulate.frames import Witness
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped

WORLD = "relay-nine"
SPECK = (0.004, 0.004, 0.004)
Opener = Callable[[HandClock, Illustrator | None], AbstractAsyncContextManager[Director]]


@cache
def relay() -> Pack:
    return load(shipped()[WORLD])


def opener(pack: Pack) -> Opener:
    return lambda clock, camera: open_in_memory({WORLD: pack}, clock, camera)


def met(place: str, distance: int, *, lamp: bool = True) -> State:
    """Return a state at dusk with the lineman there."""
    dusk = hours(relay())[1].minutes
    return rehearse(relay(), place, dusk, lamp=lamp, threats={"lineman": (2, distance)})


def shot(state: State, focus: str | None = None) -> Shot:
    brief = brief_of(relay(), Facts(WORLD, 9, 1, state))
    return structs.replace(shot_of(relay(), state, 1, focus), brief=brief.text, alt=brief.alt)


async def found(pack: Pack, *shots: Shot) -> list[str]:
    witness = Witness({WORLD: pack})
    for it in shots:
        assert (await witness.film(it)).data.startswith(b"\xff\xd8")
    assert witness.frames == len(shots)
    assert witness.report().frames == len(shots)
    return [finding.what for finding in witness.findings]


async def test_a_short_run_is_filmed_as_the_rules_have_it() -> None:
    options = Options(WORLD, runs=1, seed=75, turns=6, frames=True)
    (report,) = await simulated(options, opener(relay()))
    assert report.filmed is not None
    assert report.filmed.frames >= 6
    assert report.filmed.findings == []


async def test_frames_that_agree_are_let_be() -> None:
    shots = [shot(met("salt_flat", 1)), shot(met("corridor", 3)), shot(met("cable_tunnel", 1))]
    assert await found(relay(), *shots) == []


async def test_a_body_that_is_not_drawn_is_missed() -> None:
    bodiless = structs.replace(relay(), film=structs.replace(relay().film, bodies={}))
    assert await found(bodiless, shot(met("salt_flat", 1))) == [
        "lineman is in view and fills 0 pixels at salt_flat"
    ]


async def test_a_body_too_small_to_be_noticed_is_named() -> None:
    body = relay().film.bodies["lineman"]
    speck = structs.replace(body, kind="key", options={})
    film = structs.replace(relay().film, bodies={"lineman": speck})
    (what,) = await found(structs.replace(relay(), film=film), shot(met("salt_flat", 2)))
    assert "lineman is in view and fills" in what


@pytest.mark.parametrize(
    ("place", "distance", "alt", "said"),
    [
        ("salt_flat", 1, "A flat of salt.", "the rules have lineman in view"),
        ("corridor", 3, "A corridor. The lineman, far off.", "the rules have lineman out of view"),
        ("yard", 4, "", "the alt text has 0 characters"),
        ("yard", 4, "A yard. " * 40, "the alt text has 320 characters"),
        ("yard", 4, "Black.", "dark is False"),
    ],
)
async def test_words_that_do_not_fit_the_state_are_named(
    place: str, distance: int, alt: str, said: str
) -> None:
    told = structs.replace(shot(met(place, distance)), alt=alt)
    assert any(said in what for what in await found(relay(), told))


async def test_a_thing_that_was_looked_at_and_is_hardly_drawn_is_named() -> None:
    found_set = relay().sets["corridor"]
    props = tuple(
        structs.replace(p, kind="block", size=SPECK) if p.thing == "axe_case" else p
        for p in found_set.props
    )
    doctored = structs.replace(
        relay(), sets={**relay().sets, "corridor": structs.replace(found_set, props=props)}
    )
    it = shot(rehearse(relay(), "corridor", 20, lamp=True), "axe_case")
    assert await found(relay(), it) == []
    (what,) = await found(doctored, it)
    assert what.startswith("axe_case was acted on and fills ")
