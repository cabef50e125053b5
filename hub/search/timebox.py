"""A session for queries that may take so long and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Database

SECONDS = 1.0


class TooSlow(Exception):
    """The store did not find the answer in time; what it had found is lost."""


@asynccontextmanager
async def timeboxed(db: Database, seconds: float | None = None, *, scans: bool = False) -> AsyncIterator[AsyncSession]:
    """A session whose statements are stopped in time; ``scans``: reading whole tables is fine. Raises ``TooSlow``."""
    seconds = SECONDS if seconds is None else seconds
    try:
        async with db.read() as session:
            if db.dialect == "postgresql":
                await session.execute(_TIMEOUT if scans else _LIMITS, {"timeout": str(int(seconds * 1000))})
                yield session
                return
            timer = asyncio.get_running_loop().call_later(seconds, (await _driver(session)).interrupt)
            try:
                yield session
            finally:
                timer.cancel()
    except exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == "57014" or "interrupted" in str(error.orig):
            raise TooSlow from error
        raise


_TIMEOUT = sa.text("SELECT set_config('statement_timeout', :timeout, true)")
# where many rows match, the planner would rather read the table until it has enough; of a rare mix it then reads all.
# With little memory the index tells only in which pages matches are, and all rows of those are looked at
_LIMITS = sa.text(
    "SELECT set_config('statement_timeout', :timeout, true), set_config('enable_seqscan', 'off', true), "
    "set_config('jit', 'off', true), set_config('work_mem', '16MB', true)"
)


async def _driver(session: AsyncSession) -> Any:
    """SQLite's own connection, which may be interrupted from any thread."""
    connection: Any = await (await session.connection()).get_raw_connection()
    return connection.driver_connection._conn
