"""The longest that the worlds which ship can produce is shown whole, and fits."""

import re
from collections.abc import Mapping
from functools import cache

import pytest
from msgspec import structs

from nightreel.core.canonical import digest
from nightreel.core.events import Finished, Opened, Started
from nightreel.core.run import Run, fold
from nightreel.core.scene import Scene
from nightreel.core.settings import RunSettings
from nightreel.core.state import ThreatState
from nightreel.director.telling import DISPATCH_LIMIT, LABEL_LIMIT, cut
from nightreel.surfaces.discord.layouts.ending import ended
from nightreel.surfaces.discord.layouts.lobby import lobby
from nightreel.surfaces.discord.layouts.panels import about, helping, status, worlds
from nightreel.surfaces.discord.layouts.plain import BREAK, visible
from nightreel.surfaces.discord.layouts.turn import turn
from nightreel.surfaces.discord.shown import (
    Heard,
    Lobby,
    ended_of,
    playable,
    status_of,
    told,
    turn_of,
)
from nightreel.surfaces.words import place_of
from nightreel.worlds.loader import load
from nightreel.worlds.pack import Pack, shipped
from tests.director.games import Game, begin, direct
from tests.discord.limits import texts, wrongs

NAMES = {"ada": "Ada"}
SEEDS = range(3)
TURNS = 25


@cache
def packs() -> Mapping[str, Pack]:
    return {name: load(folder) for name, folder in shipped().items()}


def read(markdown: str) -> str:
    """What people read of it."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown).replace(f"@{BREAK}", "@")


def run_at(pack: Pack, place: str) -> Run:
    """A run in that place with all that can stand in its status: each threat at its longest."""
    world = pack.world
    threats = {
        t.id: ThreatState(99, max(range(len(t.stages)), key=lambda i: len(t.stages[i].felt)), 1)
        for t in world.threats.values()
    }
    longest = sorted(world.wounds.values(), key=lambda w: -len(w.name))[:3]
    state = structs.replace(
        world.start,
        place=place,
        threats=threats,
        wounds=tuple(w.id for w in longest),
        clocks={c.id: c.size for c in world.clocks.values()},
    )
    started = Started(
        world.id, world.version, pack.digest, 1, "ada", RunSettings(clock=60), digest(state)
    )
    return fold(state, [started])


def lines_of(pack: Pack) -> list[str]:
    """Every line of prose in the world, the longest first."""
    return sorted({line.text for pool in pack.pools.values() for line in pool}, key=len)[::-1]


@pytest.mark.parametrize("name", shipped())
def test_every_place_at_its_worst_is_shown_whole(name: str) -> None:
    pack = packs()[name]
    line = cut(" ".join(lines_of(pack)[:3]), DISPATCH_LIMIT)
    for place in pack.world.places:
        run = run_at(pack, place)
        run = structs.replace(run, scene=Scene(7, "", line, "", line))
        layout = turn(turn_of("0a1b2c3d4e", run, pack, NAMES, frame="turn-7.jpg"))
        assert wrongs(layout) == []
        seen = read(texts(layout))
        assert visible(line) in seen
        assert place_of(pack.world, run.state) in seen
        for threat in pack.world.threats.values():
            assert threat.stages[run.state.threats[threat.id].stage].felt in seen
        for wound in run.state.wounds:
            assert pack.world.wounds[wound].name in seen
        for clock in pack.world.clocks.values():
            assert f"{clock.name} {clock.size}/{clock.size}" in seen


@pytest.mark.parametrize("name", shipped())
def test_every_line_of_a_world_can_be_a_dispatch_and_is_shown_whole(name: str) -> None:
    pack = packs()[name]
    run = run_at(pack, pack.world.start.place)
    for line in lines_of(pack):
        scene = Scene(7, "", line, "", line)
        layout = turn(turn_of("0a1b2c3d4e", structs.replace(run, scene=scene), pack, NAMES))
        assert wrongs(layout) == []
        assert visible(line) in read(texts(layout))


@pytest.mark.parametrize("name", shipped())
def test_every_ending_of_a_world_is_shown_whole(name: str) -> None:
    pack = packs()[name]
    run = run_at(pack, pack.world.start.place)
    line = cut(" ".join(lines_of(pack)[:3]), DISPATCH_LIMIT)
    for ending in pack.world.endings.values():
        for coda in pack.pools[f"ending.{ending.id}.text"]:
            finished = Finished(7, ending.id, ending.kind, cut(coda.text, DISPATCH_LIMIT))  # pyright: ignore[reportArgumentType]
            over = structs.replace(
                run, status="over", ending=finished, scene=Scene(7, "", line, "", line)
            )
            layout = ended(ended_of("0a1b2c3d4e", over, pack, NAMES, {"ada": 7}))
            assert wrongs(layout) == []
            seen = read(texts(layout))
            for told_of in (ending.title, ending.cause, visible(line), visible(finished.text)):
                assert told_of in seen


@pytest.mark.parametrize("name", shipped())
def test_an_act_is_named_in_full_where_it_can_be_picked(name: str) -> None:
    pack = packs()[name]
    run = run_at(pack, pack.world.start.place)
    assert all(len(act.label) <= LABEL_LIMIT for act in pack.world.acts.values())
    shown = [playable(p) for p in packs().values()]
    for layout in (
        lobby(Lobby("1" * 19, name, tuple(shown), RunSettings())),
        helping(shown),
        worlds(shown),
        about(playable(pack)),
        status(status_of("0a1b2c3d4e", run, pack, NAMES)),
    ):
        assert wrongs(layout) == []
    assert visible(pack.pitch) in read(texts(about(playable(pack))))


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_played_run_fits_in_every_phase(seed: int) -> None:
    async with direct() as director:
        game = await begin(director, RunSettings(clock=None, crew="open"), seed=seed)
        run = await game.run()
        for number in range(TURNS):
            run = await game.run()
            if run.status == "over":
                break
            expect_fitting(game, run)
            await game.act(number % len(run.choices))
            run = await game.settled()
        if run.status == "over":
            pack = director.packs[run.world]
            assert wrongs(ended(ended_of(game.name, run, pack, NAMES, {"ada": 3}))) == []
        assert any(isinstance(event, Opened) for event in await game.events())


def expect_fitting(game: Game, run: Run) -> None:
    """Expect the turn that the run stands at to fit, and each choice to be read in full."""
    pack = game.director.packs[run.world]
    shown = turn_of(game.name, run, pack, NAMES, frame="turn.jpg")
    heard = Heard(run.scene.reaction if run.scene else "", "lucky")
    for phase in ("open", "paused", "locked"):
        layout = turn(structs.replace(shown, phase=phase))
        assert wrongs(layout) == []
        if phase == "open":
            said = read(texts(layout)) + str(layout.to_components())
            assert all(choice.label in said for choice in run.choices)
    assert wrongs(turn(told(shown, heard))) == []
    assert wrongs(turn(told(shown, heard, past=True))) == []
