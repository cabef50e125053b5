"""How consent stands at the addresses of a customer, for their page: what was said, and what may be sent."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.consent.arrays import asked_of, asked_table, dialect_of, ids_for
from hub.consent.hooks import HOOKS
from hub.consent.models import Consent
from hub.consent.rule import judged
from hub.consent.terms import PURPOSES, REACHED, Policy
from hub.customers import ConsentOut, Customer, CustomerIdentity, Identity
from hub.db import Reader, UTCDateTime, utc_now

MOST = 1_000  # addresses of those who are shown at once


async def consents_of(reader: Reader, roots: Collection[UUID]) -> dict[UUID, list[ConsentOut]]:
    """For each customer, with all who were merged into it: every channel and purpose of every address in use."""
    if not roots:
        return {}
    places = [tuple(row) for row in await reader.execute(_addresses(reader, roots))]
    channels = sorted({channel for _, _, kind in places for channel in REACHED.get(kind, ())})
    if not channels:
        return {}
    judgement = await _judge(reader, {identity for _, identity, _ in places}, channels)
    found: dict[UUID, list[ConsentOut]] = {}
    for root, identity, kind in places:
        for channel in REACHED.get(kind, ()):
            found.setdefault(root, []).extend(judgement[identity, channel, purpose] for purpose in PURPOSES)
    return found


def _addresses(reader: Reader, roots: Collection[UUID]) -> Any:
    asked = asked_of(reader, roots)
    return (
        sa.select(Customer.root_id, Identity.id, Identity.kind)
        .join(CustomerIdentity, CustomerIdentity.customer_id == Customer.id)
        .join(Identity, Identity.id == CustomerIdentity.identity_id)
        .join(asked, asked.c.id == Customer.root_id)
        .where(CustomerIdentity.valid_to.is_(None))
        .distinct()
        .order_by(Customer.root_id, Identity.id)
        .limit(MOST)
    )


async def _judge(
    reader: Reader, identities: Collection[UUID], channels: Collection[str]
) -> dict[tuple[UUID, str, str], ConsentOut]:
    statement = _statement(dialect_of(reader), tuple(channels), HOOKS.policy)
    rows = await reader.execute(statement, {"ids": ids_for(reader, identities), "at": utc_now()})
    return {
        (row.identity_id, row.channel, row.purpose): ConsentOut(
            identity_id=row.identity_id, channel=row.channel, purpose=row.purpose, state=row.state or "none",
            allowed=bool(row.allowed), reason=row.reason, source=row.source, at=row.at, version=row.version or 0,
        )
        for row in rows
    }  # fmt: skip


@lru_cache(maxsize=32)
def _statement(dialect: str, channels: tuple[str, ...], policy: Policy) -> Any:
    asked: Any = asked_table(dialect)
    at: Any = sa.bindparam("at", type_=UTCDateTime())
    parts = [
        judged(asked, channel, purpose, at, policy).add_columns(
            sa.literal(channel).label("channel"), sa.literal(purpose).label("purpose")
        )
        for channel in channels
        for purpose in PURPOSES
    ]
    every = sa.union_all(*parts).subquery("every")
    own = sa.and_(
        Consent.identity_id == every.c.identity_id, Consent.channel == every.c.channel,
        Consent.purpose == every.c.purpose,
    )  # fmt: skip
    return sa.select(every, Consent.state, Consent.source, Consent.at, Consent.version).outerjoin(Consent, own)
