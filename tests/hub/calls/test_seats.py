"""Only who takes calls sits at a phone: its calls and pops are pushed to whoever does."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.accounts import HOOKS, Hooks, Role
from hub.accounts.users import change_user
from hub.calls import Seats, seat_of
from hub.calls.models import Extension
from hub.db import Tx
from hub.web import Forbidden
from tests.hub.calls.conftest import Office


async def turn(office: Office, agent: str, role: Role) -> None:
    await office.db.write(lambda tx: change_user(tx, office.agents[agent], {"role": role}, actor_id=None))


async def sits(office: Office, agent: str) -> bool:
    async with office.db.read() as session:
        return await seat_of(session, office.agents[agent]) is not None


async def test_who_takes_no_calls_takes_nobodys_seat(office: Office) -> None:
    await turn(office, "B", Role.MARKETER)

    async def sit(tx: Tx) -> None:
        desk: UUID = (await tx.session.execute(sa.select(Extension.id).where(Extension.number == "101"))).scalar_one()
        await Seats().sit(tx, office.agents["B"], desk)

    with pytest.raises(Forbidden):
        await office.db.write(sit)
    assert await sits(office, "A")


async def test_a_role_without_calls_gives_up_the_seat(office: Office, hooks: Hooks) -> None:
    HOOKS.user_changed.append(Seats().follow_role)
    await turn(office, "A", Role.SUPERVISOR)
    assert await sits(office, "A")
    await turn(office, "A", Role.MARKETER)
    assert not await sits(office, "A")
