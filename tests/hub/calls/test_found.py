"""The phones that a check found are taken over at once: all of them or none, each with who sits there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from hub.accounts import Role
from hub.calls import SEATS, Seats, extension_routes, found, seat_of
from hub.calls.models import Extension
from tests.support.accounts import MakeSite, Site


@pytest.fixture
async def office(people: dict[str, Any], make_site: MakeSite) -> Site:
    """A hub that serves extensions."""
    return await make_site(also=[extension_routes], services={SEATS: Seats()})


def phone(number: str, **more: Any) -> dict[str, Any]:
    return {"endpoint": f"PJSIP/{number}", "number": number, **more}


async def errors(response: Any) -> list[tuple[str, str]]:
    assert response.status == 422, await response.text()
    return [(error["field"], error["code"]) for error in (await response.json())["errors"]]


async def known(site: Site) -> list[tuple[str, str, str | None]]:
    async with site.db.read() as session:
        rows = await session.scalars(sa.select(Extension).order_by(Extension.account, Extension.number))
        return [(row.account, row.number, row.label) for row in rows]


async def test_new_ones_are_added_known_ones_kept_and_people_sit_down(office: Site, people: dict[str, Any]) -> None:
    admin = await office.signed_in(Role.ADMINISTRATOR)
    first = {"account": "pbx", "items": [phone("101", label="Sara")]}
    assert await (await admin.post("/api/extensions/found", json=first)).json() == {"added": 1, "known": 0}
    agent = people[Role.AGENT].id
    second = {"account": "pbx", "items": [phone("101", label="x", user_id=str(agent)), phone("102")]}
    assert await (await admin.post("/api/extensions/found", json=second)).json() == {"added": 1, "known": 1}
    assert await known(office) == [("pbx", "101", "Sara"), ("pbx", "102", None)]
    async with office.db.read() as session:
        seat = await seat_of(session, agent)
    assert seat
    assert seat.number == "101"


async def test_an_endpoint_claimed_twice_is_refused_at_its_field(office: Site, people: dict[str, Any]) -> None:
    admin = await office.signed_in(Role.ADMINISTRATOR)
    agent = str(people[Role.AGENT].id)
    twice = {"account": "pbx", "items": [phone("101", user_id=agent), phone("101"), phone("102", user_id=agent)]}
    assert await errors(await admin.post("/api/extensions/found", json=twice)) == [
        ("body.items.1.endpoint", "endpoint_twice"), ("body.items.2.user_id", "user_twice"),
    ]  # fmt: skip
    await admin.post("/api/extensions/found", json={"account": "pbx", "items": [phone("101")]})
    other = {"account": "branch", "items": [phone("100"), phone("101")]}
    refused = await admin.post("/api/extensions/found", json=other)
    assert await errors(refused) == [("body.items.1.endpoint", "endpoint_elsewhere")]
    assert [account for account, _, _ in await known(office)] == ["pbx"]
    assert (await admin.post("/api/extensions/found", json=other | {"elsewhere_too": True})).status == 201
    assert len(await known(office)) == 3


async def test_nothing_is_half_done(office: Site, people: dict[str, Any]) -> None:
    admin = await office.signed_in(Role.ADMINISTRATOR)
    marketer = str(people[Role.MARKETER].id)
    for user, status in ((marketer, 403), (str(uuid4()), 403)):
        body = {"account": "pbx", "items": [phone("101"), phone("102", user_id=user)]}
        assert (await admin.post("/api/extensions/found", json=body)).status == status
    many = {"account": "pbx", "items": [phone(str(number)) for number in range(1000, 1001 + found.MOST)]}
    assert (await admin.post("/api/extensions/found", json=many)).status == 422
    assert await known(office) == []


async def test_only_administrators_may(office: Site) -> None:
    for role in (Role.AGENT, Role.SUPERVISOR):
        other = await office.signed_in(role)
        body = {"account": "pbx", "items": [phone("101")]}
        assert (await other.post("/api/extensions/found", json=body)).status == 403
