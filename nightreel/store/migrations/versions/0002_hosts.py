"""Who hosts each run, so that people can be shown theirs."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("host", sa.Text(), nullable=False, server_default=""))
    op.create_index("runs_by_host", "runs", ["host", "touched"])
    db = op.get_bind()
    # A run's first record says who hosts it, and nothing changes that.
    firsts = db.execute(sa.text("SELECT run, body FROM records WHERE seq = 1")).all()
    for run, body in firsts:
        host = _host(body)
        if host:
            named = sa.text("UPDATE runs SET host = :host WHERE run = :run")
            db.execute(named, {"host": host, "run": run})


def downgrade() -> None:
    op.drop_index("runs_by_host", "runs")
    op.drop_column("runs", "host")


def _host(body: bytes) -> str:
    """Return the host; of a record that is damaged, nobody: `verify` tells of it."""
    try:
        return str(json.loads(bytes(body)).get("host", ""))
    except (ValueError, TypeError, AttributeError):
        return ""
