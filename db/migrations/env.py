"""Alembic's entry: runs on the connection that houxu hands over, so that an upgrade is one transaction."""

from alembic import context

from houxu.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
