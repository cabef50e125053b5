"""Store failures that callers can act on, told apart from programming errors."""

from __future__ import annotations

from sqlalchemy import exc

_FULL = ("database or disk is full", "no space left", "could not extend file", "disk full")
_AWAY = (
    "database is locked",
    "unable to open database file",
    "disk i/o error",
    "file is not a database",
    "database disk image is malformed",
    "attempt to write a readonly database",
    "connection was closed",
    "connection refused",
    "terminating connection",
    "the database system is",
    "too many clients",
    "cannot connect now",
)
DISCONNECTS = {"57P01", "57P02", "57P03", "08000", "08003", "08006", "25P03", "53300", "3D000"}
_AGAIN = {"40001", "40P01", "23505", "23503"}
_STALE = "cached statement plan is invalid"  # the driver has forgotten it by now; SQLAlchemy keeps no code of it


class StoreError(Exception):
    """The store did not take or give the data; nothing of the transaction was kept."""


class StoreUnavailable(StoreError):
    """The store is away, locked or restarting; the same call may work later."""


class StoreFull(StoreUnavailable):
    """The disk below the store is full."""


def translate(error: Exception) -> Exception:
    """The store error behind a driver's exception, or the exception itself when it is something else."""
    if isinstance(error, exc.TimeoutError | TimeoutError | ConnectionError):
        return StoreUnavailable(str(error) or "the store did not answer in time")
    if isinstance(error, OSError):
        return StoreUnavailable(str(error))
    if not isinstance(error, exc.DBAPIError):
        return error
    text = str(error.orig).lower()
    if any(sign in text for sign in _FULL) or getattr(error.orig, "sqlstate", None) == "53100":
        return StoreFull(str(error.orig))
    away = error.connection_invalidated or (isinstance(error, exc.InterfaceError) and not is_unsendable(error.orig))
    if away or getattr(error.orig, "sqlstate", None) in DISCONNECTS or any(sign in text for sign in _AWAY):
        return StoreUnavailable(str(error.orig))
    return error


def is_unsendable(error: BaseException | None) -> bool:
    """True where a value was refused before anything was sent (asyncpg's DataError): it would be refused for ever."""
    return error is not None and isinstance(error.__cause__, ValueError)


def is_retriable(error: Exception) -> bool:
    """True where the transaction may simply be run again, and goes another way once it sees what others committed.

    A serialization failure, a deadlock; a key that somebody else has just taken, or a row that has just gone; a
    statement prepared before the schema was upgraded.
    """
    if not isinstance(error, exc.DBAPIError):
        return False
    return getattr(error.orig, "sqlstate", None) in _AGAIN or _STALE in str(error.orig)
