"""Organisations and the people who belong to them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.customers.models import Customer
from hub.customers.store import get_customer
from hub.web import NotFound


async def get_organisation(session: AsyncSession, organisation_id: UUID) -> Customer:
    """The organisation, or the one that it was merged into. Raises ``NotFound``, also for a person."""
    found = await get_customer(session, organisation_id)
    if found.kind != "organisation":
        raise NotFound("There is no such organisation.")
    return found
