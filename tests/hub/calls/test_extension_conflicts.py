"""Two at once want one phone: one of them has it, the other is told, and nothing is half done."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import accounts
from hub.accounts import Role
from hub.calls import SEATS, Seats, extension_routes
from hub.calls.models import Extension, ExtensionClaim
from tests.support.accounts import PASSWORD, MakeSite, Site

PHONE = {"account": "pbx", "endpoint": "PJSIP/101", "number": "101"}
AT_ONCE = 4
SHIFT = 12


@pytest.fixture
async def office(people: dict[str, Any], make_site: MakeSite) -> Site:
    """A hub that serves extensions."""
    return await make_site(also=[extension_routes], services={SEATS: Seats()})


async def test_a_phone_is_added_once(office: Site) -> None:
    admin = await office.signed_in(Role.ADMINISTRATOR)
    answers = await asyncio.gather(*(admin.post("/api/extensions", json=PHONE) for _ in range(AT_ONCE)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    refused = [await answer.json() for answer in answers if answer.status == 409]
    assert {problem["code"] for problem in refused} == {"extension_exists"}
    other = await admin.post("/api/extensions", json={**PHONE, "account": "branch"})
    assert other.status == 201, "another exchange may have the same"


async def test_a_phone_where_somebody_sits_is_kept(office: Site) -> None:
    admin, agent = await office.signed_in(Role.ADMINISTRATOR), await office.signed_in(Role.AGENT)
    made = await (await admin.post("/api/extensions", json=PHONE)).json()
    assert (await agent.put("/api/me/extension", json={"extension_id": made["id"]})).status == 200
    refused = await admin.delete(f"/api/extensions/{made['id']}")
    assert (refused.status, (await refused.json())["code"]) == (409, "extension_in_use")


async def test_one_seat_has_one_holder_when_two_want_it_at_once(office: Site) -> None:
    admin, agent = await office.signed_in(Role.ADMINISTRATOR), await office.signed_in(Role.AGENT)
    supervisor = await office.signed_in(Role.SUPERVISOR)
    made = await (await admin.post("/api/extensions", json=PHONE)).json()
    wish = {"extension_id": made["id"]}
    answers = await asyncio.gather(*(one.put("/api/me/extension", json=wish) for one in (agent, supervisor)))
    assert [answer.status for answer in answers] == [200, 200]
    async with office.db.read() as session:
        held = sa.select(sa.func.count()).select_from(ExtensionClaim).where(ExtensionClaim.until.is_(None))
        assert await session.scalar(held) == 1
        assert await session.scalar(sa.select(sa.func.count()).select_from(Extension)) == 1


async def test_a_shift_that_wants_one_seat_at_once_is_seated_one_after_the_other(office: Site) -> None:
    admin = await office.signed_in(Role.ADMINISTRATOR)
    made = UUID((await (await admin.post("/api/extensions", json=PHONE)).json())["id"])
    shift = [
        (
            await accounts.create_user(
                office.db, email=f"{at}@shift.example.com", name="A", role=Role.AGENT, password=PASSWORD
            )
        ).id
        for at in range(SHIFT)
    ]
    seats = Seats()
    await asyncio.gather(*(office.db.write(lambda tx, user=user: seats.sit(tx, user, made)) for user in shift))
    async with office.db.read() as session:
        claims = list(await session.scalars(sa.select(ExtensionClaim)))
    assert len(claims) == SHIFT
    assert len([claim for claim in claims if claim.until is None]) == 1
