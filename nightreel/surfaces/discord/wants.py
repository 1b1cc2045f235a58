"""What should be on the screen: a function of the ledger, and of nothing that a restart loses."""

from collections.abc import Iterable, Mapping

import msgspec
from discord.ui import LayoutView
from msgspec import Struct, structs

from nightreel.core.canonical import digest
from nightreel.core.run import Run
from nightreel.director.judging import GAME
from nightreel.surfaces.discord.layouts.ending import ended
from nightreel.surfaces.discord.layouts.turn import turn
from nightreel.surfaces.discord.shown import Ended, Heard, Turn, ended_of, taken_of, told, turn_of
from nightreel.surfaces.discord.strip import Moment, Strip
from nightreel.surfaces.discord.texts import HALTED

Names = Mapping[str, str]
Key = tuple[int, int, str]
"""A take, a turn of it, and what is shown of it."""


class Want(Struct, frozen=True):
    """A message as it should be.

    Attributes:
        media: address of the picture that it shows, if it shows one.
        final: whether it will never show anything else.
        live: whether it is sent again when somebody has taken it away.
    """

    key: Key
    shows: Turn | Ended
    media: str | None = None
    final: bool = False
    live: bool = False

    @property
    def pictures(self) -> int:
        """How many pictures and films it shows."""
        film = isinstance(self.shows, Ended) and self.shows.film is not None
        return int(self.shows.frame is not None) + int(film)

    @property
    def digest(self) -> str:
        """What tells this message from the same one showing something else."""
        return digest(msgspec.to_builtins(self.shows))

    def draw(self) -> LayoutView:
        """Return the message as Discord takes it."""
        return turn(self.shows) if isinstance(self.shows, Turn) else ended(self.shows)


class Around(Struct, frozen=True):
    """What is known of a run besides its ledger, and shown."""

    bare: bool = False
    halted: str = ""
    slow: bool = False
    hasty: bool = False
    tape: str = ""
    film: str | None = None
    again: str = ""
    again_at: int | None = None
    complete: bool = False


def wanted(strip: Strip, names: Names, posted: Iterable[Key], around: Around) -> list[Want]:
    """Return the messages that should be there, in their order.

    Args:
        strip: the run.
        names: what its people are called.
        posted: keys of the messages that are there.
        around: what else is to be shown.
    """
    there = set(posted)
    over = strip.run.status == "over"
    wants: list[Want] = []
    for moment in strip.moments.values():
        current = moment is strip.now
        if over and current and (*moment.key, "turn") not in there:
            continue  # the last scene is a part of the end's message
        wants.append(_turn(strip, moment, names, around, current=current and not over))
    if over:
        wants.append(_end(strip, names, around))
    return wants


def _turn(strip: Strip, moment: Moment, names: Names, around: Around, *, current: bool) -> Want:
    run = moment.run
    media = run.scene.frame if run.scene and not around.bare else None
    why = HALTED.get(around.halted, "") if strip.paused_by == GAME else ""
    shown = turn_of(
        strip.id,
        run,
        strip.pack,
        names,
        frame=frame_name(run) if media else None,
        slow=around.slow and current,
        why=why if current else "",
    )
    if not current:
        shown = _closed(shown, moment, names)
    elif run.status == "resolving" and moment.heard.reaction and not around.hasty:
        shown = told(shown, moment.heard)
    return Want((*moment.key, "turn"), shown, media, final=not current, live=current)


def _closed(shown: Turn, moment: Moment, names: Names) -> Turn:
    """The turn without its controls, as it can be read ever after."""
    bare = structs.replace(shown, deadline=None, left=None, cooling=0, slow=False, why="")
    if moment.run.status == "resolving":
        taken = taken_of(moment.run, names)
        return told(structs.replace(bare, taken=taken), moment.heard, past=True)
    if moment.run.status == "open" and moment.past:
        return structs.replace(bare, phase="undone")
    return told(bare, Heard(), past=True)


def _end(strip: Strip, names: Names, around: Around) -> Want:
    run = strip.run
    stopped = run.ending is not None and run.ending.how == "stopped"
    media = run.scene.frame if run.scene and not stopped and not around.bare else None
    shown = ended_of(
        strip.id,
        run,
        strip.pack,
        names,
        strip.acted,
        frame=frame_name(run) if media else None,
        film=around.film,
        tape=around.tape,
        again_at=around.again_at,
    )
    shown = structs.replace(shown, again=around.again)
    return Want((run.take, run.turn, "end"), shown, media, final=around.complete, live=True)


def frame_name(run: Run) -> str | None:
    """Return the name under which the frame of the run's scene is sent."""
    scene = run.scene
    if scene is None or scene.frame is None:
        return None
    return f"turn-{scene.turn}.jpg"
