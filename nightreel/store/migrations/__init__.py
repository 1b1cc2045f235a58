"""How the tables came to be, step by step, and the way to the latest step.

Alembic takes a fifth of a second to import, so a database that is up to date is opened without it.
"""

from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, inspect, text

from nightreel.ports.errors import LedgerBroken

HEAD = "0003"
"""The newest file in `versions/`."""

_VERSION = text("SELECT version_num FROM alembic_version")
# Any number of our own: who holds it on a server may change the tables there.
_LATCH = text("SELECT pg_advisory_xact_lock(7412053)")
# Alembic keeps what it is working on in module globals, so one thread at a time.
_alembic = Lock()


def at_head(db: Connection) -> bool:
    """Return whether the tables are as this version of Nightreel wants them."""
    return inspect(db).has_table("alembic_version") and db.scalar(_VERSION) == HEAD


def upgrade(db: Connection) -> None:
    """Bring the tables up to date, in the transaction that the connection is in.

    The transaction has to keep others out: a second process waits, then finds nothing left to do.
    """
    if db.dialect.name == "postgresql":
        db.execute(_LATCH)
    if at_head(db):
        return
    with _alembic:
        _upgrade(db)


def _upgrade(db: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    # The value is interpolated: a percent sign in a path would be taken for a variable.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = db
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        # Most likely the tables were made by a newer Nightreel, whose steps are not here.
        raise LedgerBroken(f"the tables can't be brought to version {HEAD}: {error}") from error
