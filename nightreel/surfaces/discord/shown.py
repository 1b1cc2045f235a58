"""What messages show, as values that layouts take: made of a run, its world and its people's names.

Nothing here is Discord's. Text is as people wrote it: escaping is the layouts' affair.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, structs

from nightreel.core.crew import cooling
from nightreel.core.events import Via
from nightreel.core.intent import Choice, Risk
from nightreel.core.run import Run
from nightreel.core.settings import RunSettings
from nightreel.surfaces.words import (
    STOPPED,
    begun,
    felt,
    hour_of,
    lamp_of,
    place_of,
    wounds_of,
)
from nightreel.worlds.pack import Pack

Names = Mapping[str, str]
"""What people are called, by actor. Whoever is not in it is `SOMEBODY`."""

SOMEBODY = "Somebody"

Phase = Literal["telling", "open", "paused", "locked", "told", "past", "undone"]
"""`telling`, a scene whose picture and choices are to come; `open` for an action; `paused`, open
but standing still; `locked` by an action; `told` what it sets off; `past`, when the next turn is
there; `undone`, when a rewind took it back.
"""


class Option(Struct, frozen=True):
    """A choice as it is offered.

    Attributes:
        voters: names of those whose vote it has.
        typed: whether a player put it on the ballot.
    """

    label: str
    risk: Risk
    voters: tuple[str, ...] = ()
    typed: bool = False


class Taken(Struct, frozen=True):
    """The action that was taken: by whom (empty for the game itself), and which choice, if one."""

    by: str
    what: str
    via: Via
    index: int | None = None


class Heard(Struct, frozen=True):
    """What came of a turn, as far as it was heard."""

    reaction: str = ""
    fate: str = ""


class Standing(Struct, frozen=True):
    """How things stand, in words."""

    lamp: str
    threats: tuple[str, ...] = ()
    wounds: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


class Turn(Struct, frozen=True):
    """A turn's message.

    Attributes:
        run: id; with turn, take and hand it names what a press is meant for.
        world: id of the world: it has its colors.
        frame: name of the picture that is uploaded with the message; None without one.
        deadline: when the time to act is up, in ms since the epoch.
        left: ms left on a clock that stands.
        cooling: turns until a write-in is taken again.
        host: name of who started the run.
        last: name of who acted last.
        voted: how many have voted, and how many are here.
        slow: whether the turn takes longer than it should.
        why: why it is paused, in a sentence; empty when somebody simply paused it.
    """

    run: str
    turn: int
    take: int
    hand: int
    world: str
    title: str
    place: str
    hour: str
    dispatch: str
    alt: str
    standing: Standing
    settings: RunSettings
    phase: Phase = "open"
    options: tuple[Option, ...] = ()
    frame: str | None = None
    deadline: int | None = None
    left: int | None = None
    taken: Taken | None = None
    heard: Heard = Heard()
    cooling: int = 0
    host: str = SOMEBODY
    last: str = ""
    voted: tuple[int, int] = (0, 0)
    slow: bool = False
    why: str = ""


class Playable(Struct, frozen=True):
    """A world on offer."""

    id: str
    title: str
    pitch: str
    date: str = ""
    version: str = ""
    helps: tuple[str, ...] = ()


class Lobby(Struct, frozen=True):
    """The intro: a run that waits to be begun.

    Attributes:
        key: what the run will be begun with, so that two presses begin one.
        worlds: what can be chosen; `world` is the one that is.
        host: name of who asked for it.
        begun: name of who pressed; empty while nobody has.
    """

    key: str
    world: str
    worlds: tuple[Playable, ...]
    settings: RunSettings
    host: str = SOMEBODY
    begun: str = ""


class Ended(Struct, frozen=True):
    """The last message of a run.

    Attributes:
        how: `death`, `survival`, `truth` or `stopped`; `cause` is what became of the player.
        text: the end of the story.
        minutes: of the story, from its beginning.
        players: names of those who acted, each with how often.
        film: name of the film that is uploaded with the message; `tape` says what there is of it.
        again_at: when it begins anew by itself, in ms since the epoch.
        again: name of who pressed *Play again*; empty while nobody has.
    """

    run: str
    turn: int
    take: int
    world: str
    title: str
    place: str
    hour: str
    dispatch: str
    alt: str
    how: Literal["death", "survival", "truth", "stopped"]
    ending: str = STOPPED
    cause: str = ""
    text: str = ""
    minutes: int = 0
    wounds: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    seed: int = 0
    players: tuple[tuple[str, int], ...] = ()
    frame: str | None = None
    film: str | None = None
    tape: str = ""
    again_at: int | None = None
    again: str = ""


class Listed(Struct, frozen=True):
    """A run in a list. `played` is when it was played last, in ms since the epoch."""

    run: str
    title: str
    turn: int
    ended: str
    played: int


class RunStatus(Struct, frozen=True):
    """How a run is, for `/run status`. `link` leads to its live message."""

    run: str
    turn: int
    take: int
    world: str
    title: str
    host: str
    players: tuple[str, ...]
    settings: RunSettings
    standing: Standing
    place: str
    hour: str
    status: Literal["open", "resolving", "over"]
    paused: bool = False
    link: str = ""


# --- made from a run


def turn_of(
    run_id: str,
    run: Run,
    pack: Pack,
    names: Names,
    *,
    phase: Phase | None = None,
    frame: str | None = None,
    slow: bool = False,
    why: str = "",
) -> Turn:
    """Return the turn that the run stands at. Without a `phase` it is as the run's status says."""
    scene = run.scene
    taken = run.accepted if run.status == "resolving" else None
    return Turn(
        run=run_id,
        turn=run.turn,
        take=run.take,
        hand=run.hand,
        world=run.world,
        title=pack.world.title,
        place=place_of(pack.world, run.state),
        hour=hour_of(pack.world, run.state),
        dispatch=scene.dispatch if scene else "",
        alt=scene.alt if scene else "",
        standing=standing_of(run, pack),
        settings=run.settings,
        phase=phase or phase_of(run),
        options=options_of(run, names),
        frame=frame,
        deadline=run.deadline,
        left=run.left,
        taken=taken_of(run, names) if taken else None,
        cooling=cooling(run),
        host=called(names, run.host),
        last=called(names, run.last_actors[-1]) if run.last_actors else "",
        voted=(sum(p in run.votes for p in run.players), len(run.players)),
        slow=slow,
        why=why,
    )


def phase_of(run: Run) -> Phase:
    """Return the phase that follows from the ledger alone."""
    if run.status == "resolving":
        return "locked"
    return "paused" if run.paused else "open"


def told(turn: Turn, heard: Heard, *, past: bool = False) -> Turn:
    """Return the turn with what came of it; `past` when the next one is there."""
    return structs.replace(turn, phase="past" if past else "told", heard=heard)


def options_of(run: Run, names: Names) -> tuple[Option, ...]:
    """Return everything that can be picked, with whose vote it has."""
    offered = len(run.scene.choices) if run.scene else 0
    votes: dict[int, list[str]] = {}
    for actor, index in run.votes.items():
        votes.setdefault(index, []).append(called(names, actor))
    return tuple(
        Option(c.label, c.risk, tuple(votes.get(i, ())), typed=i >= offered)
        for i, c in enumerate(run.choices)
    )


def taken_of(run: Run, names: Names) -> Taken | None:
    """Return the action being resolved, or the latest that was, as long as its scene is there."""
    event = run.accepted
    if event is None:
        return None
    by = called(names, event.actor) if event.via in ("choice", "write_in") else ""
    what = event.text or _label(run.choices, event.choice) or event.intent.verb.replace("_", " ")
    return Taken(by, what, event.via, event.choice)


def standing_of(run: Run, pack: Pack) -> Standing:
    """Return how things stand."""
    world, state = pack.world, run.state
    threats = (f"{it.text}, {it.near}" if it.near else it.text for it in felt(world, state))
    ways = (f"{it.name} {it.filled}/{it.size}" for it in begun(world, state))
    return Standing(lamp_of(state), tuple(threats), tuple(wounds_of(world, state)), tuple(ways))


def ended_of(
    run_id: str,
    run: Run,
    pack: Pack,
    names: Names,
    acted: Mapping[str, int],
    *,
    frame: str | None = None,
    film: str | None = None,
    tape: str = "",
    again_at: int | None = None,
) -> Ended:
    """Return the end of a run that is over. `acted` says how often each actor acted."""
    world, scene, end = pack.world, run.scene, run.ending
    ending = world.endings.get(end.ending or "") if end else None
    standing = standing_of(run, pack)
    return Ended(
        run=run_id,
        turn=run.turn,
        take=run.take,
        world=run.world,
        title=world.title,
        place=place_of(world, run.state),
        hour=hour_of(world, run.state),
        dispatch=scene.dispatch if scene else "",
        alt=scene.alt if scene else "",
        how=end.how if end else "stopped",
        ending=ending.title if ending else STOPPED,
        cause=ending.cause if ending else "",
        text=end.text if end else "",
        minutes=run.state.minutes,
        wounds=standing.wounds,
        ways=standing.ways,
        seed=run.seed,
        players=tuple((called(names, actor), times) for actor, times in acted.items()),
        frame=frame,
        film=film,
        tape=tape,
        again_at=again_at,
    )


def status_of(run_id: str, run: Run, pack: Pack, names: Names, link: str = "") -> RunStatus:
    """Return how a run is."""
    return RunStatus(
        run=run_id,
        turn=run.turn,
        take=run.take,
        world=run.world,
        title=pack.world.title,
        host=called(names, run.host),
        players=tuple(called(names, p) for p in run.players),
        settings=run.settings,
        standing=standing_of(run, pack),
        place=place_of(pack.world, run.state),
        hour=hour_of(pack.world, run.state),
        status=run.status,
        paused=run.paused,
        link=link,
    )


def playable(pack: Pack) -> Playable:
    """Return a world as it is offered."""
    world = pack.world
    return Playable(world.id, world.title, pack.pitch, world.date, world.version, pack.helps)


def called(names: Names, actor: str) -> str:
    """Return what somebody is called."""
    return names.get(actor) or SOMEBODY


def _label(choices: tuple[Choice, ...], index: int | None) -> str:
    return choices[index].label if index is not None and 0 <= index < len(choices) else ""
