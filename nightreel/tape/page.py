"""A run as one web page that needs nothing else: pictures, words, choices, and the film.

It has no script, and its policy allows none; what was typed shows as typed.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from msgspec import Struct

from nightreel.ports.ledger import Record
from nightreel.ports.media import picture_kind
from nightreel.tape.story import Moment, Story, clock_time, epitaph, read
from nightreel.tape.words import action_of, how_it_ended, how_it_went, visible
from nightreel.worlds.pack import Pack

_REWOUND = '<p class="rewound">(rewound)</p>'


class Film(Struct, frozen=True):
    """The film that goes into the page: an MP4, and its captions as WebVTT."""

    data: bytes
    captions: str


def frames_of(run: str, records: Sequence[Record], pack: Pack) -> tuple[str, ...]:
    """Return the content hashes of the pictures that the page shows, each once.

    Raises:
        BrokenLedger, WorldChanged: as `tape.story.read`.
    """
    live = [m for m in read(run, records, pack).moments if not m.undone]
    return tuple(dict.fromkeys(m.scene.frame for m in live if m.scene.frame))


def as_page(
    run: str,
    records: Sequence[Record],
    pack: Pack,
    pictures: Mapping[str, bytes],
    film: Film | None = None,
) -> str:
    """Return the story of a run as HTML.

    Args:
        run: the run's id.
        records: its ledger.
        pack: its world.
        pictures: what was kept under the hashes of `frames_of`, as far as it is there: JPEG, PNG or
            WebP. A scene whose picture is missing is told without.
        film: the run's film, to play at the top.

    Raises:
        BrokenLedger, WorldChanged: as `tape.story.read`.
    """
    story = read(run, records, pack)
    style = (files("nightreel.tape") / "page.css").read_text("utf-8")
    sealed = b64encode(sha256(style.encode()).digest()).decode()
    title = _text(pack.world.title)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        # Before anything that it rules over.
        '<meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; style-src 'sha256-{sealed}'; img-src data:; media-src data:; "
        "base-uri 'none'; form-action 'none'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}: a Nightreel tape</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        *_head(story, pack, film),
        *_scenes(story, pack, pictures),
        *_end(story, pack),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _head(story: Story, pack: Pack, film: Film | None) -> Iterator[str]:
    yield f"<header>\n<h1>{_text(pack.world.title)}</h1>"
    yield f"<p>{_text(pack.world.date)} · seed {story.started.seed}</p>\n</header>"
    if film is not None:
        yield f'<video controls preload="metadata" src="{_data("video/mp4", film.data)}">'
        captions = _data("text/vtt", film.captions.encode())
        yield f'<track kind="captions" srclang="en" label="Captions" src="{captions}">'
        yield "</video>"


def _scenes(story: Story, pack: Pack, pictures: Mapping[str, bytes]) -> Iterator[str]:
    live = [m for m in story.moments if not m.undone]
    skipped = {m.seq for m in story.moments if m.undone}
    last = 0
    place = ""
    for at, moment in enumerate(live):
        if any(last < seq < moment.seq for seq in skipped):
            yield _REWOUND
        after = live[at + 1] if at + 1 < len(live) else None
        yield from _scene(moment, after, pack, pictures, arrived=moment.state.place != place)
        last, place = moment.seq, moment.state.place
    if any(seq > last for seq in skipped):
        yield _REWOUND


def _scene(
    moment: Moment,
    after: Moment | None,
    pack: Pack,
    pictures: Mapping[str, bytes],
    *,
    arrived: bool,
) -> Iterator[str]:
    scene, world = moment.scene, pack.world
    name = world.places[moment.state.place].name
    heading = f"{name[:1].upper()}{name[1:]}, {clock_time(world, moment.state)}"
    level = "" if arrived else ' class="stay"'
    yield f'<article id="turn-{scene.turn}">\n<h2{level}>{_text(heading)}</h2>'
    yield from _action(moment)
    yield from _picture(scene.frame, scene.alt, pictures)
    yield f"<p>{_text(scene.dispatch)}</p>"
    yield from _choices(moment, after)
    yield "</article>"


def _action(moment: Moment) -> Iterator[str]:
    done = action_of(moment)
    if done:
        # Typed words may run from right to left; the line around them must not.
        yield f'<p class="done"><bdi>{_text(done)}</bdi></p>'
        yield f'<p class="how">{_text(how_it_went(moment))}</p>'
    if moment.scene.reaction:
        yield f'<p class="reaction">{_text(moment.scene.reaction)}</p>'


def _picture(frame: str | None, alt: str, pictures: Mapping[str, bytes]) -> Iterator[str]:
    data = pictures.get(frame) if frame else None
    kind = picture_kind(data) if data else None
    if data and kind:
        yield f'<img src="{_data(kind, data)}" alt="{_text(alt)}">'


def _choices(moment: Moment, after: Moment | None) -> Iterator[str]:
    if not moment.scene.choices:
        return
    accepted = after.accepted if after else None
    # A number past the choices is a write-in's that was voted for.
    taken = accepted.choice if accepted else None
    yield '<ul class="choices">'
    for at, choice in enumerate(moment.scene.choices):
        mark = ' <span class="taken">taken</span>' if at == taken else ""
        risk = f' <span class="{choice.risk}">{choice.risk}</span>'
        yield f"<li>{_text(choice.label)}{risk}{mark}</li>"
    yield "</ul>"


def _end(story: Story, pack: Pack) -> Iterator[str]:
    ending, world = story.ending, pack.world
    yield "<footer>"
    if ending is None:
        yield "<p>The tape is still running.</p>"
    elif ending.ending is None:
        yield "<p>The tape was stopped here.</p>"
    else:
        yield f"<h2>{_text(world.endings[ending.ending].title)}</h2>"
        yield f"<p>{_text(ending.text)}</p>"
        last = epitaph(pack, ending.ending)
        if last:
            yield f'<p class="reaction">{_text(last)}</p>'
    turns = sum(m.accepted is not None and not m.undone for m in story.moments)
    rows = {
        "How it ended": how_it_ended(story, world),
        "Turns": str(turns),
        "Seed": str(story.started.seed),
        "World": f"{world.title}, version {story.started.version}",
        "Tape": story.run,
    }
    yield "<dl>"
    for name, value in rows.items():
        yield f"<div><dt>{name}</dt><dd>{_text(value)}</dd></div>"
    yield "</dl>\n</footer>"


def _data(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


def _text(text: str) -> str:
    """Return the text for a page or an attribute in double quotes, where it stays text."""
    return escape(visible(text))
