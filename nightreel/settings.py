"""Settings of the process, read once from the environment and handed down. A run's settings are in
`core.settings`.
"""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _home() -> Path:
    return Path.home() / ".local" / "share" / "nightreel"


class Settings(BaseSettings):
    """Where things are kept, and how patient we are.

    Attributes:
        home: folder of tapes and ledgers; made when it is missing.
        database: SQLAlchemy URL of the ledger; a file in `home` by default.
        worlds: folders with more worlds, besides those that ship.
        log_level: of the log on standard error; warnings only, so that the game's screen stays the
        game's.
        tell_patience: seconds a narrator has for a turn before its understudy takes over.
        film_patience: seconds an illustrator has for a frame.
    """

    model_config = SettingsConfigDict(env_prefix="NIGHTREEL_", frozen=True)

    home: Path = Field(default_factory=_home)
    database: str | None = None
    worlds: tuple[Path, ...] = ()
    log_level: str = "warning"
    tell_patience: float = Field(30.0, gt=0)
    film_patience: float = Field(60.0, gt=0)

    @property
    def ledger_url(self) -> str:
        """The ledger's URL."""
        return self.database or f"sqlite:///{self.home / 'nightreel.db'}"

    @property
    def turns_url(self) -> str:
        """URL of the file in which turns under way are recorded."""
        return f"sqlite:///{self.home / 'turns.db'}"
