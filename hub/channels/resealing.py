"""Which key sealed what; seal all with the newest, retire the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from pydantic import BaseModel

from hub import jobs
from hub.accounts import audit
from hub.channels.keyring import Keyring
from hub.channels.models import SealedSecret, Setup
from hub.channels.schemas_keys import KeyOut, KeysOut
from hub.channels.vault import SealBrokenError, Sealed
from hub.db import Database, Lane, Reader, Tx
from hub.jobs import Context, Handlers
from hub.web import Conflict

log = structlog.get_logger(__name__)
JOB = "secrets.reseal"
BLOCK = 50
_SETUP: Any = Setup.__table__
_OTHERS: Any = SealedSecret.__table__
_HOLDERS = ((_SETUP, _SETUP.c.account), (_OTHERS, _OTHERS.c.owner))
"""Where sealed secrets lie, and whose each is."""
Holder = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many were sealed anew, and whose secrets cannot be opened."""

    count: int = 0
    unreadable: tuple[str, ...] = ()


class Empty(BaseModel):
    """The job needs no payload."""


async def usage(reader: Reader) -> dict[str, int]:
    """By key, how many secrets it sealed."""
    keys = [sa.select(table.c.key_id).where(table.c.secrets.is_not(None)) for table, _ in _HOLDERS]
    each = sa.union_all(*keys).subquery()
    query = sa.select(each.c.key_id, sa.func.count()).group_by(each.c.key_id)
    return {row[0]: row[1] for row in await reader.execute(query)}


async def describe_keys(reader: Reader, keyring: Keyring) -> KeysOut:
    """Every key that there is or that something was sealed with."""
    vault, used = await keyring.vault(), await usage(reader)
    ids = list(dict.fromkeys([*vault.key_ids, *sorted(used)]))
    keys = [
        KeyOut(id=key, current=key == vault.key_id, present=key in vault.key_ids, secrets=used.get(key, 0))
        for key in ids
    ]
    waiting = await jobs.count_waiting(reader, [JOB])
    source = "settings" if keyring.path is None else "file"
    return KeysOut(source=source, keys=keys, resealing=bool(waiting))


async def missing_keys(reader: Reader, keyring: Keyring) -> dict[str, int]:
    """Keys that secrets are sealed with and that nobody has, with how many."""
    present = (await keyring.vault()).key_ids
    return {key: count for key, count in (await usage(reader)).items() if key not in present}


async def begin_rotation(db: Database, keyring: Keyring, *, actor_id: UUID | None, address: str | None) -> str:
    """Have all secrets sealed with a new key, or with the first of the settings; its id. Raises ``Conflict``."""
    key_id = await keyring.add() if keyring.path else (await keyring.vault()).key_id

    async def work(tx: Tx) -> None:
        audit.record(tx, "keys_rotated", actor_id=actor_id, address=address, key=key_id)
        await jobs.enqueue(tx, JOB, Empty(), key=JOB)

    await db.write(work)
    return key_id


async def retire(db: Database, keyring: Keyring, key_id: str, *, actor_id: UUID | None, address: str | None) -> None:
    """Forget a key that nothing uses. Raises ``NotFound``, or ``Conflict`` that says what stands against it."""

    dropped = False

    async def work(tx: Tx) -> None:
        nonlocal dropped
        await one_at_a_time(tx)
        if count := (await usage(tx.session)).get(key_id):
            raise Conflict(f"{count} secrets are sealed with this key: rotate first.", code="key_in_use")
        audit.record(tx, "key_retired", actor_id=actor_id, address=address, key=key_id)
        await tx.session.flush()
        if not dropped:  # the transaction may run more than once
            await keyring.drop(key_id)
        dropped = True

    await db.write(work)


async def reseal(db: Database, keyring: Keyring) -> Resealed:
    """Seal with the newest key what another sealed, some at a time; ends early and begins anew without harm."""
    done, broken = 0, list[str]()
    for holder in _HOLDERS:
        done += await _reseal_all(db, keyring, holder, broken)
    return Resealed(done, tuple(broken))


async def _reseal_all(db: Database, keyring: Keyring, holder: Holder, broken: list[str]) -> int:
    done, after = 0, ""
    while True:
        sealed = await _block(db, holder, (await keyring.vault()).key_id, after)
        if not sealed:
            return done
        after = sealed[-1].owner
        count, unreadable = await db.write(lambda tx, some=sealed: _put(tx, keyring, holder, some), lane=Lane.BULK)  # type: ignore[misc]
        done += count
        broken += unreadable


async def _block(db: Database, holder: Holder, key_id: str, after: str) -> Sequence[Any]:
    table, owner = holder
    query = (
        sa.select(owner.label("owner"), table.c.secrets, table.c.key_id)
        .where(table.c.secrets.is_not(None), table.c.key_id != key_id, owner > after)
        .order_by(owner)
        .limit(BLOCK)
    )
    async with db.read() as session:
        return (await session.execute(query)).all()


async def _put(tx: Tx, keyring: Keyring, holder: Holder, sealed: Sequence[Any]) -> tuple[int, list[str]]:
    """Only over what was read: a secret that was given anew meanwhile is the newer one.

    With the keys of this moment, since nobody retires one meanwhile; how many, and what cannot be opened.
    """
    await one_at_a_time(tx)
    vault, (table, owner) = await keyring.vault(), holder
    rows, broken = [], []
    for row in sealed:
        try:
            text = vault.open(Sealed(row.key_id, row.secrets), row.owner)
        except SealBrokenError as error:
            broken.append(row.owner)
            log.warning("secret_not_resealed", account=row.owner, key=row.key_id, reason=str(error))
            continue
        fresh = vault.seal(text, row.owner)
        rows.append({"of": row.owner, "before": row.secrets, "data": fresh.data, "key": fresh.key_id})
    where = sa.and_(owner == sa.bindparam("of"), table.c.secrets == sa.bindparam("before"))
    change = sa.update(table).where(where).values(secrets=sa.bindparam("data"), key_id=sa.bindparam("key"))
    if rows:
        await (await tx.session.connection()).execute(change, rows)
    return len(rows), broken


async def one_at_a_time(tx: Tx) -> None:
    """Two administrators at once must not both find a name free, nor one seal with a key that another retires."""
    if tx.dialect == "postgresql":
        await tx.session.execute(sa.text("LOCK TABLE connector_setup IN SHARE ROW EXCLUSIVE MODE"))


def register_keys(handlers: Handlers, keyring: Keyring) -> None:
    """Add the job."""

    @handlers.on(JOB, payload=Empty)
    async def work(ctx: Context, _payload: Empty) -> None:
        result = await reseal(ctx.database, keyring)
        log.info("secrets_resealed", count=result.count, unreadable=len(result.unreadable))


async def tell_missing(db: Database, keyring: Keyring) -> None:
    """One line in the log for each key that is missing."""
    async with db.read() as session:
        missing = await missing_keys(session, keyring)
    for key, count in missing.items():
        where = "the setting secrets.keys" if keyring.path is None else str(keyring.path)
        log.error("secret_key_missing", key=key, secrets=count, do=f"put it back into {where}")
