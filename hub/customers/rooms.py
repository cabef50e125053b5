"""What the customers area shows in live rooms."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.customers import store
from hub.customers.merges import members
from hub.realtime import RoomKind, Rooms, Snapshot
from hub.timeline import Window, customer_timeline
from hub.web import NotFound, Principal

LATEST = 50  # entries; older ones are read by the API


def add_rooms(rooms: Rooms) -> None:
    """A room for each customer: the profile and the latest entries."""
    rooms.add(RoomKind("customer", Permission.CUSTOMERS_READ, _snapshot, keyed=True))


async def _snapshot(session: AsyncSession, user: Principal, customer_id: UUID | None) -> Snapshot:
    if customer_id is None:
        raise NotFound("There is no such customer.")
    customer = await store.get_customer(session, customer_id)
    page = await customer_timeline(session, await members(session, customer.id), Window(LATEST))
    return {"customer": [await store.describe(session, customer)], "entry": page.items}
