"""Take an import back: how its addresses stand is worked out anew from what else was said there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.consent.arrays import asked_of
from hub.consent.load import Key, Loaded, counts, load
from hub.consent.models import Consent, ConsentEvent, ConsentOptOut
from hub.consent.record import keep
from hub.consent.standing import Standing, Word
from hub.db import Tx


async def next_keys(tx: Tx, import_id: UUID, after: UUID | None, limit: int) -> tuple[set[Key], UUID | None]:
    """The keys of some of the import's events, and the last event; None when there are no more."""
    event = ConsentEvent
    query = sa.select(event.id, event.identity_id, event.channel, event.purpose).where(event.import_id == import_id)
    if after is not None:
        query = query.where(event.id > after)
    rows = (await tx.connection.execute(query.order_by(event.id).limit(limit))).all()
    return {(row.identity_id, row.channel, row.purpose) for row in rows}, rows[-1].id if rows else None


async def replay(tx: Tx, keys: Collection[Key]) -> None:
    """Let these keys stand as what counts in the log says, in a fixed number of statements."""
    events = await _events(tx, keys)
    named = {one["customer_id"] for one in events.values() if one["customer_id"]}
    found = await load(tx.connection, {key[0] for key in keys}, named)
    for key in keys:
        found.standings[key] = Standing()
    for one in sorted(events.values(), key=lambda one: (one["at"], one["state"] != "granted", one["recorded_at"])):
        key = one["identity_id"], one["channel"], one["purpose"]
        word = Word(one["id"], one["state"], one["at"], one["customer_id"])
        found.standing(key).hear(word, found.users(one["identity_id"]))
    silent = [key for key in keys if found.standing(key).last is None]
    if rest := [key for key in keys if found.standing(key).last is not None]:
        await keep(tx, found, rest, events)
    await _forget(tx, found, silent)


async def _events(tx: Tx, keys: Collection[Key]) -> dict[UUID, dict[str, Any]]:
    event, asked = ConsentEvent, asked_of(tx.connection, {key[0] for key in keys})
    query = (
        sa.select(event.id, event.identity_id, event.channel, event.purpose, event.state, event.source, event.at,
                  event.actor_id, event.customer_id, event.recorded_at)
        .join(asked, asked.c.id == event.identity_id)
        .where(counts(event))
    )  # fmt: skip
    rows = (await tx.connection.execute(query)).mappings()
    return {row["id"]: dict(row) for row in rows if (row["identity_id"], row["channel"], row["purpose"]) in keys}


async def _forget(tx: Tx, found: Loaded, keys: Collection[Key]) -> None:
    """Nothing is said there any more."""
    for table, ids in (
        (Consent, [found.rows[key].id for key in keys if key in found.rows]),
        (ConsentOptOut, [row for key in keys for row in found.opt_out_rows.get(key, ())]),
    ):
        if ids:
            query = sa.delete(table).where(table.id.in_(sa.bindparam("ids", ids, expanding=True)))
            await tx.connection.execute(query)
