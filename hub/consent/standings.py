"""How consent stands at some addresses themselves, by purpose."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from hub.consent.models import Consent
from hub.db import Reader


async def standing_of(reader: Reader, identities: Collection[UUID], channel: str) -> dict[UUID, dict[str, str | None]]:
    """By address, what stands for each purpose that was spoken of; one query."""
    query = sa.select(Consent.identity_id, Consent.purpose, Consent.stands)
    query = query.where(Consent.identity_id.in_(list(identities)), Consent.channel == channel)
    found: dict[UUID, dict[str, str | None]] = {}
    for row in await reader.execute(query):
        found.setdefault(row.identity_id, {})[row.purpose] = row.stands
    return found
