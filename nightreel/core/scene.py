"""A scene: what players see now."""

from msgspec import Struct

from nightreel.core.dice import Fate
from nightreel.core.intent import Choice, Grade


class Scene(Struct, frozen=True):
    """What a turn shows. `dispatch` is what happened; `reaction` was said at the click.

    Attributes:
        turn: number of the turn that this scene opens.
        brief: what the picture shows, for an illustrator; `alt` is the same for a person.
        fate: fate and `grade` of the action that led here; None for an opening.
        frame: content hash of the picture, when there is one.
    """

    turn: int
    reaction: str
    dispatch: str
    brief: str
    alt: str
    choices: tuple[Choice, ...] = ()
    fate: Fate | None = None
    grade: Grade | None = None
    frame: str | None = None
    narrated_by: str = ""
