"""Everything that changes a run: each route is one command of the director's."""

from fastapi import APIRouter

from nightreel.director.commands import (
    Act,
    Change,
    ExtendClock,
    Join,
    Leave,
    Pause,
    PlayAgain,
    Regenerate,
    Restart,
    Resume,
    Rewind,
    Stop,
    WriteIn,
)
from nightreel.surfaces.web.desk import JSON_ONLY, Actor, DeskOf, RunId, problems
from nightreel.surfaces.web.told import settings_of
from nightreel.surfaces.web.wire import (
    ActBody,
    ChangeBody,
    ClockBody,
    Empty,
    ReceiptOut,
    RegenerateBody,
    RewindBody,
    WriteInBody,
)


def act_routes() -> APIRouter:
    """Return the routes by which a run is played."""
    answers = problems(401, 404, 409, 415, 503)
    router = APIRouter(prefix="/api/runs/{run}", tags=["Play"], responses=answers)
    commands = {
        "act": act,
        "write-in": write_in,
        "regenerate": regenerate,
        "pause": pause,
        "resume": resume,
        "rewind": rewind,
        "clock": clock,
        "settings": settings,
        "join": join,
        "leave": leave,
        "stop": stop,
        "restart": restart,
        "again": again,
    }
    for path, command in commands.items():
        router.add_api_route(f"/{path}", command, methods=["POST"], dependencies=JSON_ONLY)
    return router


async def act(run: RunId, body: ActBody, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Take a choice; in a vote crew, vote for it."""
    return await desk.submit(Act(run, body.turn, who, body.choice, body.take, body.hand))


async def write_in(run: RunId, body: WriteInBody, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Do what was typed. What can't be done is answered in the story, and costs nothing."""
    return await desk.submit(WriteIn(run, body.turn, who, body.text, body.take))


async def regenerate(run: RunId, body: RegenerateBody, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Have other choices offered for the same scene."""
    return await desk.submit(Regenerate(run, body.turn, who, body.take, body.hand))


async def pause(run: RunId, _: Empty, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Stop the tape, and the clock with it."""
    return await desk.submit(Pause(run, who))


async def resume(run: RunId, _: Empty, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Let it run on."""
    return await desk.submit(Resume(run, who))


async def rewind(run: RunId, body: RewindBody, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Go back so many turns."""
    return await desk.submit(Rewind(run, who, body.turns, body.turn, body.take))


async def clock(run: RunId, body: ClockBody, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Give this turn more time, or take the clock off it."""
    return await desk.submit(ExtendClock(run, body.turn, who, body.seconds))


async def settings(run: RunId, body: ChangeBody, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Play by other settings from now on."""
    kept = (await desk.director.run(run)).settings
    return await desk.submit(Change(run, who, settings_of(body.settings, kept)))


async def join(run: RunId, _: Empty, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Take a seat in the run."""
    return await desk.submit(Join(run, who))


async def leave(run: RunId, _: Empty, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Give the seat up."""
    return await desk.submit(Leave(run, who))


async def stop(run: RunId, _: Empty, who: Actor, desk: DeskOf) -> ReceiptOut:
    """End the run where it stands, and keep the tape."""
    return await desk.submit(Stop(run, who))


async def restart(run: RunId, _: Empty, who: Actor, desk: DeskOf) -> ReceiptOut:
    """End the run where it stands and begin one like it. Answers with the new run."""
    return await desk.submit(Restart(run, who))


async def again(run: RunId, _: Empty, who: Actor, desk: DeskOf) -> ReceiptOut:
    """Begin a run like one that is over. Asked twice, it is one new run."""
    return await desk.submit(PlayAgain(run, who))
