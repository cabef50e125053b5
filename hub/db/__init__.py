"""The store: SQLite by default, PostgreSQL in production, one code path for both."""

from hub.db.base import Base, Json, UTCDateTime, new_id, utc_now
from hub.db.changes import change_many
from hub.db.database import Database, Lane, Reader, Tx
from hub.db.errors import StoreError, StoreFull, StoreUnavailable
from hub.db.precompiled import Precompiled

__all__ = [
    "Base",
    "Database",
    "Json",
    "Lane",
    "Precompiled",
    "Reader",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "Tx",
    "UTCDateTime",
    "change_many",
    "new_id",
    "utc_now",
]
