"""The tables as they are now. `migrations/versions` tells how they became so; a test compares."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("run", Text, primary_key=True),
    Column("world", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("take", Integer, nullable=False),
    Column("ending", Text),
    Column("deadline", BigInteger),
    Column("head", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("host", Text, nullable=False, server_default=""),
    # Counts up with every write to any run: the order of `Ledger.runs`, which no clock could give
    # (it stands still within a millisecond, and goes back). Where a database lets two writers in
    # together, both may draw the same number; then neither was later.
    Column("touched", BigInteger, nullable=False),
    # Milliseconds since the epoch, for people who look at the table. Nothing decides by them.
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("runs_by_touch", "touched"),
    Index("runs_by_status", "status", "touched"),
    Index("runs_by_host", "host", "touched"),
)

records = Table(
    "records",
    metadata,
    Column("run", Text, ForeignKey("runs.run"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("parent", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
