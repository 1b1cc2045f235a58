"""Errors that say who must act, with one text for the log and one that is safe to show."""


class NightreelError(Exception):
    """Base of all our errors. `str(e)` is for the log; `player_text` is for people."""

    player_text = "The tape jams for a moment. Try that again."


class IllegalAction(NightreelError):
    """The player must act: what was asked for cannot be asked for."""

    def __init__(self, log: str, player_text: str) -> None:
        super().__init__(log)
        self.player_text = player_text


class RunUnknown(NightreelError):
    """The player must act: there is no such run."""

    player_text = "There is no tape with that number."


class RunExists(NightreelError):
    """The caller must act: a run of that id is already there."""


class LedgerConflict(NightreelError):
    """Time must act: somebody else wrote first. Read again, then decide again."""


class LedgerBusy(NightreelError):
    """Time must act: the database is locked or out of reach for the moment."""


class LedgerBroken(NightreelError):
    """The operator must act: a record is not what was written, or does not fit."""

    player_text = "This tape is damaged and can't be played on."


class WorldChanged(NightreelError):
    """The operator must act: the run was begun with another version of its world."""

    player_text = "The world of this tape has changed since it was begun. Start a new one."


class ProviderError(NightreelError):
    """Base of what a narrator or an illustrator may raise."""


class ProviderBusy(ProviderError):
    """Time must act: too slow, too many requests, or broken for the moment."""


class ProviderRefused(ProviderError):
    """The director must act: the provider will not do this; go down the ladder."""


class ProviderMisconfigured(ProviderError):
    """The operator must act: a key, a model name or a setting is wrong."""
