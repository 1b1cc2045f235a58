"""The tables as they are now. `migrations/versions` tells how they became so; a test compares."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
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

_LIVE = text("standing = 'live'")

rooms = Table(
    "rooms",
    metadata,
    # No foreign key: a room is there before its run begins, and outlives nothing but the channel.
    Column("run", Text, primary_key=True),
    Column("surface", Text, nullable=False),
    Column("guild", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("halted", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("played", BigInteger, nullable=False),
    # One live run a channel, whoever asks at once.
    Index(
        "rooms_live", "surface", "channel", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
    ),
    Index("rooms_by_guild", "guild", "created"),
    Index("rooms_by_standing", "standing", "created"),
)

posts = Table(
    "posts",
    metadata,
    Column("run", Text, primary_key=True),
    Column("take", Integer, primary_key=True, autoincrement=False),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("slot", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("message", Text),
    Column("digest", Text, nullable=False),
    Column("done", Boolean, nullable=False),
)

rules = Table(
    "rules",
    metadata,
    Column("guild", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("rules", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("account", Text, primary_key=True),
    # The only thread between an account and what it did in a ledger. Cut, there is none.
    Column("pseudonym", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
)
