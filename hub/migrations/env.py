"""Alembic's entry: runs on the connection that ``hub.db.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from hub.schema import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
