"""What may be done with a lease, each within the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.db import Precompiled, Tx
from hub.db.clock import StoreNow
from hub.leases.models import Lease


class LeaseLost(Exception):
    """Somebody else owns the lease now; what the old owner wanted to write is refused."""


@dataclass(frozen=True, slots=True)
class LeaseHandle:
    """The proof of owning a lease: good as long as nobody took it over."""

    name: str
    owner: str
    epoch: int


_NAMES = ("name", "owner", "epoch")
_GUARD = (  # built once: it is run by each transaction of a call
    sa.select(Lease.__table__.c.name)
    .where(*(Lease.__table__.c[name] == sa.bindparam(f"lease_{name}") for name in _NAMES))
    .with_for_update(read=True, key_share=True)
)
_HELD = Precompiled(_GUARD)


async def guard(tx: Tx, lease: LeaseHandle) -> None:
    """Hold the lease until this transaction ends. Raises ``LeaseLost`` when it has another owner."""
    if not await _HELD.on(tx.connection, _mine_of(lease)):
        raise LeaseLost(f"{lease.name} has another owner")


@dataclass(frozen=True, slots=True)
class Guard:
    """``guard`` with its lease; alone, or along with a query by the same round trip."""

    lease: LeaseHandle

    async def __call__(self, tx: Tx) -> None:
        """Raises ``LeaseLost``."""
        await guard(tx, self.lease)

    async def select(self, tx: Tx, query: Precompiled, values: dict[str, Any]) -> list[Any]:
        """Rows of ``query``, which is built once and whose first column is never null. Raises ``LeaseLost``."""
        rows = await _guarded(query).on(tx.connection, values | _mine_of(self.lease))
        if not rows:
            raise LeaseLost(f"{self.lease.name} has another owner")
        return [row for row in rows if row[0] is not None]


@lru_cache(maxsize=32)
def _guarded(query: Precompiled) -> Precompiled:
    """A row at least, as long as the lease is held."""
    mine, found = _GUARD.cte("mine"), query.statement.subquery("found")
    return Precompiled(sa.select(*found.c).select_from(mine.outerjoin(found, sa.true())))


def _mine_of(lease: LeaseHandle) -> dict[str, Any]:
    return {f"lease_{name}": getattr(lease, name) for name in _NAMES}


async def acquire(tx: Tx, name: str, owner: str, ttl: float, heirs: str | None = None) -> LeaseHandle | float:
    """Take the lease when it is free, else tell how many seconds it is held for.

    ``heirs`` is given where no other process can be alive (SQLite): owners that do not start with it are dead.
    """
    made = await _create(tx, name, owner, ttl)
    if made:
        return LeaseHandle(name, owner, 1)
    # a plain FOR UPDATE waits for guards of the owner that runs out; skipping keeps us off a paused owner's lock
    query = sa.select(Lease.epoch, Lease.owner, Lease.expires_at, StoreNow()).where(Lease.name == name)
    row = (await tx.session.execute(query.with_for_update(skip_locked=True))).first()
    if row is None:
        return 0.5
    epoch, holder, expires_at, now = row
    left = float((expires_at - now).total_seconds())
    orphan = heirs is not None and not holder.startswith(heirs)
    if left > 0 and not orphan and holder != owner:
        return left
    taken = sa.update(Lease).where(Lease.name == name).values(owner=owner, epoch=epoch + 1, expires_at=StoreNow(ttl))
    await tx.session.execute(taken)
    return LeaseHandle(name, owner, epoch + 1)


async def renew(tx: Tx, leases: Collection[LeaseHandle], ttl: float) -> set[LeaseHandle]:
    """Prolong these leases of one owner; returns those that are still its own."""
    owner = next(iter(leases)).owner
    names = [lease.name for lease in leases]
    change = sa.update(Lease).where(Lease.owner == owner, Lease.name.in_(names)).values(expires_at=StoreNow(ttl))
    rows = await tx.session.execute(change.returning(Lease.name, Lease.epoch))
    return {LeaseHandle(name, owner, epoch) for name, epoch in rows} & set(leases)


async def release(tx: Tx, lease: LeaseHandle) -> None:
    """Let the next owner in at once; the row stays, so that epochs never repeat."""
    await tx.session.execute(sa.update(Lease).where(*_mine(lease)).values(expires_at=StoreNow(-1)))


async def _create(tx: Tx, name: str, owner: str, ttl: float) -> bool:
    insert: Any = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    values = {"name": name, "owner": owner, "epoch": 1, "expires_at": StoreNow(ttl)}
    result = await tx.session.execute(insert(Lease).values(values).on_conflict_do_nothing().returning(Lease.name))
    return result.first() is not None


def _mine(lease: LeaseHandle) -> tuple[sa.ColumnElement[bool], ...]:
    return Lease.name == lease.name, Lease.owner == lease.owner, Lease.epoch == lease.epoch
