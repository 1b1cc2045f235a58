"""What can go wrong with a tape."""

from nightreel.ports.errors import NightreelError


class TapeError(NightreelError):
    """Base of what making a tape may raise."""

    player_text = "The tape could not be made. Try again."


class TapeTooLong(TapeError):
    """The player must act: even the smallest form of the film is over the limit.

    Attributes:
        least: bytes that would do.
    """

    def __init__(self, limit: int, least: int) -> None:
        super().__init__(f"no form of the film fits {limit} bytes; {least} would do")
        self.limit, self.least = limit, least
        self.player_text = (
            f"This tape doesn't fit into {limit:,} bytes: it needs {least:,} at the least."
        )


class TapeUnwritable(TapeError):
    """The operator must act: the file can't be written where it should go."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.player_text = f"The tape can't be written to {where}: {why}"
