"""Bring a store up to the newest schema.

Alembic is loaded when a store is to be changed: it is a tenth of the memory of a hub, which most starts do not need.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import structlog

from hub.db import engines
from hub.db.errors import StoreError, StoreUnavailable, translate

if TYPE_CHECKING:
    from alembic.config import Config

log = structlog.get_logger(__name__)
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))


def config() -> Config:
    """Alembic's configuration; the migrations lie inside the package."""
    from alembic.config import Config  # noqa: PLC0415 - only to change a store

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def is_ours(item: Any, name: str | None, kind: str, _reflected: bool, found: Any) -> bool:
    """For Alembic's comparison: neither SQLite's own full-text tables nor an index that is for another store."""
    elsewhere = kind == "index" and found is None and item._ddl_if is not None
    return not elsewhere and (kind != "table" or "_fts" not in (name or ""))


@cache
def revisions() -> frozenset[str]:
    """Every schema revision that this version of the hub knows: a migration's file begins with its own."""
    return frozenset(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def newest() -> str:
    """The schema revision that this version of the hub needs."""
    return max(revisions())


async def upgrade(url: str, revision: str = "head") -> None:
    """Migrate the store at ``url`` upward. Raises ``StoreError`` when it cannot be reached, or is newer than we are."""
    path = engines.sqlite_path(url)
    reader, writer = engines.create(url, command_timeout=None)  # an index on a large table takes as long as it takes
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        async with writer.connect() as connection:
            await connection.run_sync(_upgrade, revision)
            await connection.commit()
    except Exception as error:
        known = translate(error)
        if known is error:
            raise
        raise known from error
    finally:
        await reader.dispose()
        await writer.dispose()


async def current(url: str) -> str | None:
    """The schema revision of the store, or None when it is empty."""
    reader, writer = engines.create(url)
    try:
        async with reader.connect() as connection:
            return await connection.run_sync(_current)
    except Exception as error:
        known = translate(error)
        if known is error:
            raise
        raise known from error
    finally:
        await reader.dispose()
        await writer.dispose()


async def require_newest(url: str) -> None:
    """Raise ``StoreError`` unless the schema is the one that this version needs."""
    found, needed = await current(url), newest()
    _refuse_newer(found)
    if found != needed:
        raise StoreUnavailable(f"the store's schema is {found or 'empty'}, needed is {needed}: run `peyvand migrate`")


def _upgrade(connection: sa.Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":  # two nodes may start at once
        connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(723001)"))
    before = _current(connection)
    _refuse_newer(before)
    if revision == "head" and before == newest():
        return  # without reading every table's definition, which takes time and memory
    from alembic import command  # noqa: PLC0415 - only to change a store

    made = config()
    attributes: dict[str, Any] = made.attributes
    attributes["connection"] = connection
    command.upgrade(made, revision)
    after = _current(connection)
    if after != before:
        log.info("schema_upgraded", before=before, after=after)


def _current(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    found: str | None = connection.scalar(sa.select(_VERSION.c.version_num))
    return found


def _refuse_newer(found: str | None) -> None:
    """Raise ``StoreError`` for a revision that this version of the hub has never heard of."""
    if found is not None and found not in revisions():
        raise StoreError(
            f"the store was made by a newer version of the hub (schema {found}, this version knows {newest()}): "
            "install that version, or restore a backup made before"
        )
