"""The JSON form of a run, `nightreel.run/1`: what its fields are, and where they come from.

A field is never taken away or given another meaning under the same version; new ones may be added.
"""

from msgspec import Struct

from nightreel.core.adjudicate import Outcome
from nightreel.core.events import Via
from nightreel.core.intent import Choice, Intent
from nightreel.tape.story import Moment, Story, clock_time, epitaph
from nightreel.worlds.pack import Pack

SCHEMA = "nightreel.run/1"


class WorldOf(Struct, frozen=True):
    """The world as it was when the run began; `digest` covers its rules and its prose."""

    id: str
    title: str
    version: str
    date: str
    digest: str


class ActionOf(Struct, frozen=True):
    """What was done. `by` is "player 1" and so on, or what decided instead; `text` was typed."""

    via: Via
    by: str
    intent: Intent
    label: str | None
    text: str | None


class SceneOf(Struct, frozen=True):
    """A scene with the action that led to it.

    Attributes:
        minutes: since the start of the story; `time` is the hour of the day.
        state: SHA-256 of the state the scene shows; None for the first, which the world gives.
        seq: number of the ledger's record of the scene; `hash` is its hash.
        undone: whether a rewind took it back.
    """

    turn: int
    place: str
    minutes: int
    time: str
    action: ActionOf | None
    outcome: Outcome | None
    state: str | None
    reaction: str
    dispatch: str
    brief: str
    alt: str
    choices: tuple[Choice, ...]
    frame: str | None
    narrated_by: str
    seq: int
    hash: str
    undone: bool


class EndingOf(Struct, frozen=True):
    """How the run ended. `id`, `title`, `cause` and `epitaph` are None when it was stopped."""

    how: str
    turn: int
    text: str
    id: str | None = None
    title: str | None = None
    cause: str | None = None
    epitaph: str | None = None


class RunOf(Struct, frozen=True):
    """A run. `head` and `hash` are number and hash of its last record, which covers all before."""

    schema: str
    run: str
    world: WorldOf
    seed: int
    players: int
    scenes: tuple[SceneOf, ...]
    ending: EndingOf | None
    head: int
    hash: str


def wired(story: Story, pack: Pack) -> RunOf:
    """Return the run in its JSON form."""
    started, world = story.started, pack.world
    names = {p: f"player {n}" for n, p in enumerate(story.players, 1)}
    return RunOf(
        schema=SCHEMA,
        run=story.run,
        world=WorldOf(world.id, world.title, started.version, world.date, started.digest),
        seed=started.seed,
        players=len(story.players),
        scenes=tuple(_scene(m, names, pack) for m in story.moments),
        ending=_ending(story, pack),
        head=story.head[0],
        hash=story.head[1],
    )


def _scene(moment: Moment, names: dict[str, str], pack: Pack) -> SceneOf:
    scene, resolved = moment.scene, moment.resolved
    return SceneOf(
        turn=scene.turn,
        place=moment.state.place,
        minutes=moment.state.minutes,
        time=clock_time(pack.world, moment.state),
        action=_action(moment, names),
        outcome=resolved.outcome if resolved else None,
        state=resolved.state if resolved else None,
        reaction=scene.reaction,
        dispatch=scene.dispatch,
        brief=scene.brief,
        alt=scene.alt,
        choices=scene.choices,
        frame=scene.frame,
        narrated_by=scene.narrated_by,
        seq=moment.seq,
        hash=moment.hash,
        undone=moment.undone,
    )


def _action(moment: Moment, names: dict[str, str]) -> ActionOf | None:
    it = moment.accepted
    if it is None:
        return None
    by = names[it.actor] if it.via in ("choice", "write_in") else it.via
    return ActionOf(it.via, by, it.intent, moment.label or None, it.text)


def _ending(story: Story, pack: Pack) -> EndingOf | None:
    ending = story.ending
    if ending is None:
        return None
    if ending.ending is None:
        return EndingOf(ending.how, ending.turn, ending.text)
    rules = pack.world.endings[ending.ending]
    last = epitaph(pack, rules.id)
    return EndingOf(ending.how, ending.turn, ending.text, rules.id, rules.title, rules.cause, last)
