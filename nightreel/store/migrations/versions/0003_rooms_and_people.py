"""The tables of surfaces where many play: rooms, posts, rules, people."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    live = sa.text("standing = 'live'")
    op.create_table(
        "rooms",
        sa.Column("run", sa.Text(), primary_key=True),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("guild", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("halted", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("played", sa.BigInteger(), nullable=False),
    )
    op.create_index(
        "rooms_live",
        "rooms",
        ["surface", "channel"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("rooms_by_guild", "rooms", ["guild", "created"])
    op.create_index("rooms_by_standing", "rooms", ["standing", "created"])
    op.create_table(
        "posts",
        sa.Column("run", sa.Text(), primary_key=True),
        sa.Column("take", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("turn", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("slot", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("message", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "rules",
        sa.Column("guild", sa.Text(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("account", sa.Text(), primary_key=True),
        sa.Column("pseudonym", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    for table in ("people", "rules", "posts", "rooms"):
        op.drop_table(table)
