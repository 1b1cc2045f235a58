"""What the terminal has to know of the films that somebody makes of runs: what to say of them."""

from typing import Protocol


class Films(Protocol):
    """Knows where films are."""

    def told(self, run: str, *, just_now: bool) -> str:
        """Say in one line where the film of a run is, or will be.

        Args:
            run: its id. It is over, and has pictures.
            just_now: whether it has ended before the player's eyes.
        """
        ...
