"""A run as text to keep and share: Markdown that reads as a story, JSON for programs.

Neither names who played: ids of people stay in the ledger.
"""

from collections.abc import Iterator, Sequence

import msgspec

from nightreel.core.state import State
from nightreel.core.world import World
from nightreel.ports.ledger import Record
from nightreel.tape.markdown import escaped
from nightreel.tape.story import Moment, Story, clock_time, epitaph, read
from nightreel.tape.wire import wired
from nightreel.tape.words import NOBODY, how_it_ended, how_it_went
from nightreel.worlds.pack import Pack

REWOUND = "*(rewound)*"


def as_markdown(run_id: str, records: Sequence[Record], pack: Pack) -> str:
    """Return the story of a run as Markdown.

    Raises:
        BrokenLedger, WorldChanged: as `tape.story.read`.
    """
    story = read(run_id, records, pack)
    blocks = [*_title(story, pack), *_body(story, pack.world), *_end(story, pack)]
    return "\n\n".join(blocks) + "\n"


def as_json(run_id: str, records: Sequence[Record], pack: Pack) -> str:
    """Return a run as JSON, schema `nightreel.run/1` (see `tape.wire`), undone scenes included.

    Raises:
        BrokenLedger, WorldChanged: as `tape.story.read`.
    """
    wire = wired(read(run_id, records, pack), pack)
    return msgspec.json.format(msgspec.json.encode(wire), indent=2).decode() + "\n"


def _title(story: Story, pack: Pack) -> Iterator[str]:
    yield f"# {escaped(pack.world.title)}"
    yield f"*{escaped(pack.world.date)} · seed {story.started.seed}*"


# --- the story


def _body(story: Story, world: World) -> Iterator[str]:
    shown: Moment | None = None
    skipped = False
    for moment in story.moments:
        if not moment.undone:
            if skipped and shown is not None:
                yield REWOUND
                yield _heading(world, shown.state)
            yield from _moment(moment, world, shown)
            shown, skipped = moment, False
        else:
            skipped = True
    if skipped:
        yield REWOUND


def _moment(moment: Moment, world: World, before: Moment | None) -> Iterator[str]:
    """What was done, and what came of it. A place's heading stands where one comes to it."""
    scene = moment.scene
    if before is None:
        yield escaped(scene.dispatch)
        yield _heading(world, moment.state)
        return
    yield _action(moment)
    if moment.state.place == before.state.place:
        yield escaped(f"{scene.reaction} {scene.dispatch}")
    else:
        yield escaped(scene.reaction)
        yield _heading(world, moment.state)
        yield escaped(scene.dispatch)


def _heading(world: World, state: State) -> str:
    name = world.places[state.place].name
    return f"#### {escaped(name[:1].upper() + name[1:])}, {clock_time(world, state)}"


def _action(moment: Moment) -> str:
    accepted = moment.accepted
    if accepted is None or accepted.via == "clock":
        done = f"**{NOBODY}**"
    elif accepted.text is not None:
        done = f"**“{escaped(accepted.text)}”**"
    else:
        done = f"**{escaped(moment.label) or escaped(accepted.intent.verb)}**"
    how = how_it_went(moment)
    return f"> {done}  \n> *{how}*" if how else f"> {done}"


# --- the end


def _end(story: Story, pack: Pack) -> Iterator[str]:
    yield "---"
    ending = story.ending
    if ending is None:
        yield "*The tape is still running.*"
    elif ending.ending is None:
        yield "*The tape was stopped here.*"
    else:
        yield f"## {escaped(pack.world.endings[ending.ending].title)}"
        if ending.text:
            yield escaped(ending.text)
        words = epitaph(pack, ending.ending)
        if words:
            yield f"*{escaped(words)}*"
    yield _card(story, pack)


def _card(story: Story, pack: Pack) -> str:
    live = [m for m in story.moments if not m.undone]
    last = live[-1].state if live else pack.world.start
    began = clock_time(pack.world, pack.world.start)
    rows = {
        "How it ended": escaped(how_it_ended(story, pack.world)),
        "Turns": str(sum(m.accepted is not None for m in live)),
        "Hours": f"{began} to {clock_time(pack.world, last)}",
        "Seed": str(story.started.seed),
        "World": f"{escaped(pack.world.title)}, version {escaped(story.started.version)}",
        "Tape": escaped(story.run),
    }
    lines = "\n".join(f"| {name} | {value} |" for name, value in rows.items())
    return f"| | |\n|---|---|\n{lines}"
