"""Settings of one run. They belong to the run: nothing here is process-wide."""

from typing import Literal

from msgspec import Struct

Crew = Literal["open", "host", "vote", "rotation"]
Rating = Literal["mild", "tense", "harsh"]


class RunSettings(Struct, frozen=True):
    """How one run is played.

    Attributes:
        clock: seconds to act; None for no countdown.
        auto: seconds after which a choice is taken by itself; None when auto-play is off.
        crew: who may act.
        cooldown: turns that a crew has to do without words of its own after it has used some.
    """

    clock: int | None = 60
    auto: int | None = None
    crew: Crew = "open"
    pictures: bool = False
    quality: Literal["draft", "full"] = "full"
    language: str = "en"
    rating: Rating = "tense"
    prepare: bool = False
    cooldown: int = 0
