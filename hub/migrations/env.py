"""Alembic's entry: runs on the connection that ``hub.db.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from hub.db.migrate import is_ours
from hub.schema import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
    compare_type=True,
    include_object=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
