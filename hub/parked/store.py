"""Keep what could not be taken in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub import events
from hub.db import Tx, new_id
from hub.logs import redact_text
from hub.parked.area import ROOM
from hub.parked.models import ParkedItem
from hub.parked.query import present_item

LONGEST = 500  # characters of what was said when it failed


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stood in the way: a word of ``jobs.CAUSES``, and what was said."""

    cause: str
    detail: str


async def park(
    tx: Tx, kind: str, payload: dict[str, Any], *, reason: str, detail: str, account: str | None = None,
    cause: str | None = None, retryable: bool = False, key: str | None = None,
) -> UUID | None:  # fmt: skip
    """Keep ``payload`` (JSON) until somebody decides; its id, or None where the same thing is parked already.

    ``reason``: refused or failed; ``cause``: a word of ``jobs.CAUSES``. ``key`` says what is the same thing;
    without it, the content does.
    """
    seed = key if key is not None else json.dumps(payload, sort_keys=True, default=str)
    values = {
        "id": new_id(), "kind": kind, "key": hashlib.sha256(f"{account} {seed}".encode()).hexdigest(),
        "account": account, "reason": reason, "cause": cause, "detail": clean(detail), "payload": payload,
        "attempts": 1, "parked_at": tx.now, "tried_at": tx.now, "retryable": retryable, "retrying": False, "version": 1,
    }  # fmt: skip
    insert = (postgresql.insert if tx.dialect == "postgresql" else sqlite.insert)(ParkedItem).values(values)
    made = await tx.session.execute(insert.on_conflict_do_nothing().returning(ParkedItem.id))
    found: UUID | None = made.scalar_one_or_none()
    if found is not None:
        await push(tx, [found])
    return found


async def count(tx: Tx, kind: str, account: str | None, most: int) -> int:
    """How many of a kind an account has there, counted up to ``most``."""
    some = sa.select(ParkedItem.id).where(ParkedItem.kind == kind, ParkedItem.account == account).limit(most)
    return await tx.session.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0


async def push(tx: Tx, keys: Sequence[UUID]) -> None:
    """Tell the list of items as they stand now."""
    wanted = sa.select(ParkedItem).where(ParkedItem.id.in_(keys)).execution_options(populate_existing=True)
    for item in (await tx.session.scalars(wanted)).all() if keys else ():
        await events.append(tx, ROOM, events.Kind.PARKED, item.id, item.version, present_item(item))


async def forget(tx: Tx, keys: Sequence[UUID], *, idle: bool = False) -> set[UUID]:
    """The items are taken in, or discarded: they leave the list. With ``idle`` only those that no job has in hand."""
    left = sa.delete(ParkedItem).where(ParkedItem.id.in_(keys)).returning(ParkedItem.id, ParkedItem.version)
    left = left.where(ParkedItem.retrying.is_(False)) if idle else left
    gone = (await tx.session.execute(left)).all() if keys else ()
    for key, version in gone:
        await events.append(tx, ROOM, events.Kind.PARKED, key, version + 1, None)
    return {key for key, _version in gone}


async def failed_again(tx: Tx, keys: Sequence[UUID], reason: str, trouble: Trouble | None) -> None:
    """They could not be taken in this time either; those that nobody waits for any more are left alone."""
    values: dict[str, Any] = {
        "retrying": False, "attempts": ParkedItem.attempts + 1, "tried_at": tx.now, "version": ParkedItem.version + 1,
        "reason": reason,
    } | ({"detail": clean(trouble.detail), "cause": trouble.cause} if trouble else {})  # fmt: skip
    mine = sa.update(ParkedItem).where(ParkedItem.id.in_(keys), ParkedItem.retrying)
    await push(tx, list((await tx.session.execute(mine.values(values).returning(ParkedItem.id))).scalars()))


def clean(text: str) -> str:
    """What was said when it failed, as the store takes it: no secrets, no U+0000, cut."""
    return redact_text(text).replace("\0", "")[:LONGEST]
