"""The way to the tables that the ledger uses."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from nightreel.ports.errors import LedgerBroken
from nightreel.store import migrations, schema
from nightreel.store.sql import SqlLedger
from tests.store.tape import Ticking


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A file that was opened once."""
    async with SqlLedger.open(f"sqlite:///{tmp_path}/runs.db", Ticking()):
        return tmp_path / "runs.db"


def test_migrations_lead_to_the_tables_that_the_ledger_uses(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == migrations.HEAD
    engine.dispose()


def test_the_newest_migration_is_the_one_that_is_asked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD


async def test_tables_of_a_later_nightreel_are_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerBroken, match="9999"):
        async with SqlLedger.open(f"sqlite:///{file}", Ticking()):
            pass
