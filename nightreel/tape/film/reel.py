"""A run as cards to film: a title, each scene that still counts, an end. Words only, no pictures.

Scenes that a rewind took back are left out. A scene without a frame keeps its card.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from nightreel.core.state import FAR, State
from nightreel.core.world import Threat, World
from nightreel.ports.ledger import Record
from nightreel.tape.story import Moment, Story, clock_time, epitaph, read
from nightreel.tape.words import action_of
from nightreel.worlds.pack import Pack

How = Literal["death", "survival", "truth", "stopped", "running"]


class Mood(Struct, frozen=True):
    """What the sound follows, each from 0 to 1. `indoors` is 0 or 1."""

    dread: float = 0.0
    wind: float = 0.0
    indoors: float = 0.0


class Held(Struct, frozen=True):
    """A scene on tape.

    Attributes:
        frame: content hash of its picture, when it has one.
        choice: what was done to get here, as it was chosen or typed; empty for an opening.
        coda: the end of the story, told after the last scene.
    """

    turn: int
    text: str
    choice: str = ""
    frame: str | None = None
    coda: str = ""
    mood: Mood = Mood()


class Title(Struct, frozen=True):
    """The first card."""

    world: str
    where: str
    seed: int


class End(Struct, frozen=True):
    """The last card. `how` decides its music."""

    title: str
    how: How
    line: str
    epitaph: str
    turns: int
    crew: int
    world: str
    seed: int


class Reel(Struct, frozen=True):
    """All the cards of a film."""

    run: str
    title: Title
    cards: tuple[Held, ...]
    end: End


def reel_of(run: str, records: Sequence[Record], pack: Pack) -> Reel:
    """Return the cards of a run.

    Raises:
        BrokenLedger, WorldChanged: as `tape.story.read`.
    """
    story = read(run, records, pack)
    live = [m for m in story.moments if not m.undone]
    coda = story.ending.text if story.ending else ""
    cards = tuple(_held(m, pack.world, coda if m is live[-1] else "") for m in live)
    return Reel(run, _title(story, live, pack), cards, _end(story, live, pack))


def mood_of(world: World, state: State) -> Mood:
    """Return how a state sounds."""
    winds = [
        state.threats[t.id].stage / max(1, len(t.stages) - 1)
        for t in world.threats.values()
        if t.sense == "time"
    ]
    dreads = [_dread(t, state) for t in world.threats.values() if t.sense != "time"]
    return Mood(
        dread=max(dreads, default=0.0),
        wind=max(winds, default=0.2),
        indoors=float("indoors" in world.places[state.place].tags),
    )


def _dread(threat: Threat, state: State) -> float:
    """Half of it is how awake the threat is, half how near; one that sleeps is not felt."""
    now = state.threats[threat.id]
    if now.stage == 0:
        return 0.0
    awake = now.stage / max(1, len(threat.stages) - 1)
    return min(1.0, 0.5 * awake + 0.5 * (FAR - min(now.distance, FAR)) / FAR)


def _held(moment: Moment, world: World, coda: str) -> Held:
    scene = moment.scene
    return Held(
        turn=scene.turn,
        text=scene.dispatch,
        choice=action_of(moment),
        frame=scene.frame,
        coda=coda,
        mood=mood_of(world, moment.state),
    )


def _title(story: Story, live: Sequence[Moment], pack: Pack) -> Title:
    world = pack.world
    state = live[0].state if live else world.start
    place = world.places[state.place].name
    where = f"{place[:1].upper()}{place[1:]}. {world.date}, {clock_time(world, state)}"
    return Title(world.title, where, story.started.seed)


def _end(story: Story, live: Sequence[Moment], pack: Pack) -> End:
    world, ending = pack.world, story.ending
    title, how, line, last = "Tape running", "running", "The tape is still running.", ""
    if ending is not None and ending.ending is None:
        title, how, line = "Tape stopped", "stopped", "The tape was stopped here."
    elif ending is not None and ending.ending is not None:
        rules = world.endings[ending.ending]
        title, how, line = rules.title, ending.how, f"{ending.how.capitalize()}: {rules.cause}."
        last = epitaph(pack, rules.id) or ""
    return End(
        title=title,
        how=how,
        line=line,
        epitaph=last,
        turns=sum(m.accepted is not None for m in live),
        crew=len(story.players),
        world=f"{world.title} {story.started.version}",
        seed=story.started.seed,
    )
