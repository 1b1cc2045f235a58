"""What Alembic runs to migrate: on the connection it is handed, in the transaction open there."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
