"""Runs on tape: played in the pump house, or written down as if somebody had."""

from nightreel.core.adjudicate import Outcome
from nightreel.core.canonical import GENESIS, digest
from nightreel.core.effects import Did
from nightreel.core.events import Accepted, Filmed, Finished, Opened, Resolved, Started
from nightreel.core.intent import Choice, Intent
from nightreel.core.scene import Scene
from nightreel.core.settings import RunSettings
from nightreel.director.clocks import HandClock
from nightreel.director.commands import Act, Rewind, Start, Stop, WriteIn
from nightreel.director.director import Director
from nightreel.ports.ledger import Record, chain
from tests.simulate.world import opened, pump_house

HOST = "discord:80351110224678912"
WAIT = Choice("Wait", Intent("wait"), "safe", "careful")
Steps = tuple[str | int | None, ...]


async def act(director: Director, run: str, step: str | int | None) -> None:
    """Press a button, type something, or (None) go one turn back."""
    turn = (await director.run(run)).turn
    match step:
        case None:
            receipt = await director.submit(Rewind(run, HOST, 1))
        case str(text):
            receipt = await director.submit(WriteIn(run, turn, HOST, text))
        case index:
            receipt = await director.submit(Act(run, turn, HOST, index))
    assert receipt.accepted, receipt
    await director.settled(run)


async def played(*steps: str | int | None, stop: bool = False, seed: int = 4) -> list[Record]:
    clock = HandClock()
    async with opened(clock) as director:
        settings = RunSettings(clock=None)
        run = (await director.submit(Start("pump-house", HOST, settings, seed))).run
        for step in steps:
            await act(director, run, step)
        if stop:
            await director.submit(Stop(run, HOST))
        return await director.records(run)


DRIVEN: Steps = ("search the bucket", "take the brass key", "use the brass key on the truck")


async def ended() -> list[Record]:
    """Return a run that drove off: the first seed whose dice let it."""
    for seed in range(50):
        records = await played(*DRIVEN, seed=seed)
        if isinstance(records[-1].event, Finished):
            return records
    raise AssertionError("nobody drove off")


def written(text: str) -> list[Record]:
    """Return the records of a run in which that was typed and spoken of, whoever let it through."""
    pack = pump_house()
    started = Started(
        world="pump-house",
        version="2.1",
        digest=pack.digest,
        seed=1,
        host=HOST,
        settings=RunSettings(),
        state=digest(pack.world.start),
    )
    scene = Scene(1, "", "You are here.", "Here.", "Here.", (WAIT,))
    told = Scene(2, "So.", f"'{text}' goes out over the water.", "Here.", "Here.", (WAIT,))
    typed = Accepted(1, HOST, "write_in", Intent("wait"), None, text)
    outcome = Outcome(
        intent=typed.intent,
        key="verbs.wait",
        verb="wait",
        target=None,
        tool=None,
        fate="normal",
        risk="safe",
        grade="success",
        rolled=7,
        effects=(Did(typed.intent.key),),
        facts=(),
    )
    resolved = Resolved(1, outcome, "0")
    return chain(GENESIS, 0, [started, Opened(scene), typed, resolved, Opened(told)])


def filmed(records: list[Record], frames: dict[int, str | None]) -> list[Record]:
    """Return the run with those pictures, by turn, filmed right after their scenes."""
    events = [e for record in records for e in (record.event, *_shot(record, frames))]
    return chain(GENESIS, 0, events)


def _shot(record: Record, frames: dict[int, str | None]) -> list[Filmed]:
    event = record.event
    if isinstance(event, Opened) and event.scene.turn in frames:
        return [Filmed(event.scene.turn, frames[event.scene.turn], "camera", "taken")]
    return []
