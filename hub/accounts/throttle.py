"""Attempts at passwords are counted in the store, so that every process sees them all."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts.models import SignInAttempts
from hub.db import Tx
from hub.web import Throttled

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10  # attempts in a window, right ones aside
PER_ADDRESS = 100  # failures in a window: many people share an office's address


async def count_account(tx: Tx, email_key: str) -> int:
    """Count an attempt at the account before its password is looked at; returns the seconds to wait, or 0."""
    return _excess(tx, await _add(tx, _key("account", email_key)), PER_ACCOUNT)


async def wait_of_address(tx: Tx, address: str) -> int:
    """The seconds that this address has to wait, or 0."""
    row = await tx.session.get(SignInAttempts, _key("address", address))
    return _excess(tx, (row.count + 1, row.since), PER_ADDRESS) if row else 0


async def count_failure(tx: Tx, address: str) -> None:
    """Count a failure of the address."""
    await _add(tx, _key("address", address))


async def forgive(tx: Tx, email_key: str) -> None:
    """Forget the account's attempts after the right password."""
    await tx.session.execute(sa.delete(SignInAttempts).where(SignInAttempts.key == _key("account", email_key)))


async def purge(tx: Tx) -> None:
    """Drop windows that are over; what remains is bounded by the attempts of one window."""
    await tx.session.execute(sa.delete(SignInAttempts).where(SignInAttempts.since < tx.now - WINDOW))


def raise_if_waiting(*seconds: int) -> None:
    """Raise ``Throttled`` for the longest wait."""
    if max(seconds) > 0:
        raise Throttled(max(seconds), "Too many attempts to sign in.")


async def _add(tx: Tx, key: bytes) -> tuple[int, datetime]:
    table = SignInAttempts
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    over = table.since < tx.now - WINDOW
    statement = (
        insert(table)
        .values(key=key, since=tx.now, count=1)
        .on_conflict_do_update(
            index_elements=[table.key],
            set_={
                "count": sa.case((over, 1), else_=table.count + 1),
                "since": sa.case((over, sa.literal(tx.now, table.since.type)), else_=table.since),
            },
        )
        .returning(table.count, table.since)
    )
    row = (await tx.session.execute(statement)).one()
    return row.count, row.since  # type: ignore[return-value]  # "count" is also a method of tuples


def _excess(tx: Tx, state: tuple[int, datetime], limit: int) -> int:
    count, since = state
    left = (since + WINDOW - tx.now).total_seconds()
    return max(1, int(left)) if count > limit and left > 0 else 0


def _key(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}:{value}".encode(errors="replace")).digest()
