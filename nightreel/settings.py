"""Settings of the process, read once from the environment and handed down. A run's settings are in
`core.settings`.
"""

import re
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

FRAME_SIZE = re.compile(r"([0-9]{3,4})x([0-9]{2,4})")
SMALLEST, LARGEST = (160, 90), (1920, 1080)


def _home() -> Path:
    return Path.home() / ".local" / "share" / "nightreel"


def size_of(text: str) -> tuple[int, int]:
    """Return width and height of WIDTHxHEIGHT.

    Raises:
        ValueError: it is written otherwise, or too small or too large to film.
    """
    sides = FRAME_SIZE.fullmatch(text)
    size = (int(sides[1]), int(sides[2])) if sides else (0, 0)
    if not all(low <= n <= high for low, n, high in zip(SMALLEST, size, LARGEST, strict=True)):
        raise ValueError("say WIDTHxHEIGHT, from 160x90 to 1920x1080, such as 768x432")
    return size


class Settings(BaseSettings):
    """Where things are kept, and how patient we are.

    Attributes:
        home: folder of ledgers, pictures (`media`) and tapes (`tapes`); made when it is missing.
        database: SQLAlchemy URL of the ledger; a file in `home` by default.
        worlds: folders with more worlds, besides those that ship.
        log_level: of the log on standard error; warnings only, so that the game's screen stays the
        game's.
        tell_patience: seconds a narrator has for a turn before its understudy takes over.
        film_patience: seconds an illustrator has for a frame.
        clean_picture: whether the camera's picture is left as it is, without the tape's look.
        frame_size: of the camera's frames, as WIDTHxHEIGHT, from 160x90 to 1920x1080.
        discord_token: of the bot; `DISCORD_TOKEN` is read too.
        web_token: the access key that players bring in a browser; needed to let others reach it.
    """

    model_config = SettingsConfigDict(env_prefix="NIGHTREEL_", frozen=True)

    home: Path = Field(default_factory=_home)
    database: str | None = None
    worlds: tuple[Path, ...] = ()
    log_level: str = "warning"
    tell_patience: float = Field(30.0, gt=0)
    film_patience: float = Field(60.0, gt=0)
    clean_picture: bool = False
    frame_size: str = "768x432"
    discord_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("NIGHTREEL_DISCORD_TOKEN", "DISCORD_TOKEN")
    )
    web_token: SecretStr | None = Field(None, min_length=12)

    @field_validator("frame_size")
    @classmethod
    def _can_be_filmed(cls, text: str) -> str:
        size_of(text)
        return text

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the camera's frames, in pixels."""
        return size_of(self.frame_size)

    @property
    def media(self) -> Path:
        """The folder in which pictures are kept."""
        return self.home / "media"

    @property
    def tapes(self) -> Path:
        """The folder in which tapes are put."""
        return self.home / "tapes"

    @property
    def ledger_url(self) -> str:
        """The ledger's URL."""
        return self.database or f"sqlite:///{self.home / 'nightreel.db'}"

    @property
    def turns_url(self) -> str:
        """URL of the file in which turns under way are recorded."""
        return f"sqlite:///{self.home / 'turns.db'}"
