"""Captions beside a film, as WebVTT: a cue for each page."""

from collections.abc import Iterator, Sequence

from nightreel.tape.film.timing import Page, Shot
from nightreel.tape.words import visible


def as_webvtt(pages: Sequence[Page], shots: Sequence[Shot]) -> str:
    """Return the captions of a film. What was typed stays text."""
    return "\n\n".join(["WEBVTT", *_cues(pages, shots)]) + "\n"


def _cues(pages: Sequence[Page], shots: Sequence[Shot]) -> Iterator[str]:
    for shot in shots:
        page = pages[shot.page]
        words = [escaped(t) for t in (page.chosen, page.told) if t and not shot.static]
        if words:
            span = f"{_stamp(shot.at)} --> {_stamp(shot.at + shot.length)}"
            yield "\n".join([span, *words])


def escaped(text: str) -> str:
    """Return the text as one line of cue text that shows exactly that text."""
    line = visible(text)
    # `>` too: an arrow inside a cue would read as the timing of another.
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"
