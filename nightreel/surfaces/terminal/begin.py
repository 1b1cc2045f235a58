"""Which run a player sits down to: a new one, the latest that is not over, or one by its id."""

from msgspec import Struct, structs

from nightreel.core.settings import RunSettings
from nightreel.core.typed import why_not
from nightreel.director.commands import Change, Receipt, Start
from nightreel.director.director import Director
from nightreel.director.judging import AUTO, CLOCK, CREW
from nightreel.ports.errors import IllegalAction, WorldChanged
from nightreel.surfaces.people import OWNER

LONGEST_NAME = 40
LOOKED_AT = 1000
"""Runs looked through for one that is not over."""


class Wanted(Struct, frozen=True):
    """What somebody at a terminal asks for.

    Attributes:
        run: id of a run to go on with.
        resume: go on with the latest run that is not over.
        clocked: the clock in `settings` was asked for: it holds for a run gone on with, too.
    """

    world: str
    settings: RunSettings
    seed: int | None = None
    name: str | None = None
    run: str | None = None
    resume: bool = False
    clocked: bool = False


async def begin(director: Director, wanted: Wanted) -> tuple[str, str]:
    """Return the run's id, and who the player is in it.

    Raises:
        IllegalAction: there is no such world, nothing to go on with, or the name won't do.
        RunUnknown, WorldChanged, LedgerBroken: as the director does.
    """
    if wanted.name is not None:
        _expect_name(wanted.name)
    if wanted.run is not None:
        return await _go_on(director, wanted, wanted.run)
    if wanted.resume:
        for summary in await director.runs(limit=LOOKED_AT):
            if summary.status != "over":
                try:
                    return await _go_on(director, wanted, summary.run)
                except WorldChanged:
                    continue
        raise IllegalAction("no run is open", "There is no tape to go on with. Start one.")
    me = wanted.name or OWNER
    receipt = await director.submit(
        Start(world=wanted.world, host=me, settings=wanted.settings, seed=wanted.seed)
    )
    _expect(receipt)
    return receipt.run, me


async def _go_on(director: Director, wanted: Wanted, run_id: str) -> tuple[str, str]:
    run = await director.attach(run_id)
    me = wanted.name or run.host
    if wanted.clocked and run.status != "over" and run.settings.clock != wanted.settings.clock:
        settings = structs.replace(run.settings, clock=wanted.settings.clock)
        _expect(await director.submit(Change(run_id, me, settings)))
    return run_id, me


def _expect(receipt: Receipt) -> None:
    if not receipt.accepted:
        raise IllegalAction(receipt.reason, receipt.player_text)


def _expect_name(name: str) -> None:
    """Refuse names that don't show, and those under which the game itself acts."""
    wrong = "too_long" if len(name) > LONGEST_NAME else why_not(name)
    if wrong is not None or name in (AUTO, CLOCK, CREW):
        raise IllegalAction(f"bad name: {wrong}", "That name won't do. A short plain one, please.")
