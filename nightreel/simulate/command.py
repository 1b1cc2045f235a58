"""`nightreel simulate`: many runs without people, and what came of them."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from nightreel.director.clocks import HandClock
from nightreel.director.director import Director
from nightreel.ports.illustrator import Illustrator
from nightreel.simulate.play import Player
from nightreel.simulate.policies import MAKE
from nightreel.simulate.report import Report, as_text, report_of
from nightreel.simulate.tally import Tally

if TYPE_CHECKING:
    from nightreel.simulate.frames import Witness

OpenDirector = Callable[[HandClock, Illustrator | None], AbstractAsyncContextManager[Director]]

ALL = "all"
POLICIES = (*MAKE, ALL)
TURNS = 80


class Options(Struct, frozen=True):
    """What to simulate. Run number i has seed `seed` + i. A run is cut after `turns` turns. With
    `frames` every scene is filmed, and the frames are compared with the state.
    """

    world: str
    runs: int = 100
    seed: int = 1
    policy: str = "random"
    as_json: bool = False
    turns: int = TURNS
    frames: bool = False


class BadOptions(ValueError):
    """The caller must act: `str` says what there is to choose from."""


def simulate(options: Options, open_director: OpenDirector) -> int:
    """Print the report; return 0, or 1 when something was found that must be mended.

    Args:
        options: what to play.
        open_director: opens a director that keeps nothing, on the clock it is given, with whoever
            films.

    Raises:
        BadOptions: no such world or policy.
    """
    reports = asyncio.run(simulated(options, open_director))
    if options.as_json:
        text = msgspec.json.format(msgspec.json.encode(reports), indent=2).decode() + "\n"
    else:
        text = "\n".join(as_text(r) for r in reports)
    sys.stdout.write(text)
    return 0 if all(r.clean for r in reports) else 1


async def simulated(options: Options, open_director: OpenDirector) -> list[Report]:
    """Return a report for each policy asked for. Raises `BadOptions`."""
    if options.policy not in POLICIES:
        raise BadOptions(f"no policy `{options.policy}`; there are {', '.join(POLICIES)}")
    names = tuple(MAKE) if options.policy == ALL else (options.policy,)
    return [await _policy(options, name, open_director) for name in names]


async def _policy(options: Options, policy: str, open_director: OpenDirector) -> Report:
    tally: Tally | None = None
    witness = _witness() if options.frames else None
    for seed in range(options.seed, options.seed + options.runs):
        # A director a run: nothing of one run is there for the next, and memory does not grow.
        clock = HandClock()
        async with open_director(clock, witness) as director:
            pack = director.packs.get(options.world)
            if pack is None:
                known = ", ".join(director.packs)
                raise BadOptions(f"no world `{options.world}`; there are {known}")
            tally = tally or Tally(pack)
            if witness is not None:
                witness.packs = director.packs
            player = Player(
                director, clock, pack, MAKE[policy](pack), seed, pictures=options.frames
            )
            tally.add(await player.play(clocked=policy == "idle", turns=options.turns))
    if tally is None:
        raise BadOptions("no runs asked for")
    return report_of(tally, policy, options.seed, witness.report() if witness else None)


def _witness() -> "Witness":
    # Numpy and Pillow are not wanted by runs without pictures.
    from nightreel.simulate.frames import Witness

    return Witness()
