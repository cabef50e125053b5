"""Supervisors choose for others: who may, what the agent is told, and what is kept of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from hub import events, presence
from hub.accounts.models import AuditEntry
from hub.db import Database
from tests.support.accounts import Client, Site

LUNCH = {"state": "away", "reason": "lunch"}


@pytest.fixture
async def agent(site: Site, people: dict[str, Any]) -> str:
    """The agent's id; they are signed in and available."""
    await site.signed_in()
    return str(people["agent"].id)


@pytest.fixture
async def supervisor(site: Site, agent: str) -> Client:
    """A supervisor's browser."""
    return await site.signed_in("supervisor")


async def seen(browser: Client, user: str) -> dict[str, Any]:
    """What the list says of the user."""
    items = (await (await browser.get("/api/presence")).json())["items"]
    return next(item for item in items if item["user_id"] == user)


async def last_event(db: Database, user: str) -> Any:
    """The newest presence event of the user."""
    async with db.read() as session:
        page = await events.read_forward(session, [presence.ROOM], "0.0")
    return [event.data for event in page.events if event.key == user][-1]


async def audited(db: Database) -> list[tuple[str, str, dict[str, Any]]]:
    """Action, subject and details of what was recorded of presence."""
    query = sa.select(AuditEntry).where(AuditEntry.action == "presence_set").order_by(AuditEntry.id)
    async with db.read() as session:
        return [(row.action, str(row.subject_id), row.details) for row in await session.scalars(query)]


async def test_a_break_is_set_told_and_recorded(site: Site, agent: str, supervisor: Client) -> None:
    body = await (await supervisor.put(f"/api/presence/{agent}", json=LUNCH)).json()
    assert (body["state"], body["reason"], body["source"]) == ("away", "lunch", "hub")
    told = body["told"]
    assert (told["by"], told["what"], told["reason"], told["queue"]) == (
        "Supervisor One", "away", "lunch", None,
    )  # fmt: skip
    assert (await last_event(site.db, agent))["told"] == told
    assert await seen(supervisor, agent) == body
    assert await audited(site.db) == [("presence_set", agent, LUNCH)]


async def test_during_a_call_it_is_told_at_once_and_counts_after_it(
    site: Site, agent: str, supervisor: Client, people: dict[str, Any]
) -> None:
    user = people["agent"].id
    await site.db.write(lambda tx: presence.overlay(tx, user, "on_call"))
    body = await (await supervisor.put(f"/api/presence/{agent}", json=LUNCH)).json()
    assert (body["state"], body["told"]["reason"]) == ("on_call", "lunch")
    assert (await last_event(site.db, agent))["told"] == body["told"]
    await site.db.write(lambda tx: presence.overlay(tx, user, None))
    after = await seen(supervisor, agent)
    assert (after["state"], after["reason"], after["told"]) == ("away", "lunch", body["told"])


@pytest.mark.parametrize("own", [LUNCH, {"state": "available"}])
async def test_what_the_agent_chooses_afterwards_is_their_own(
    site: Site, agent: str, supervisor: Client, own: dict[str, str]
) -> None:
    await supervisor.put(f"/api/presence/{agent}", json={"state": "away", "reason": "meeting"})
    body = await (await (await site.signed_in()).put("/api/me/presence", json=own)).json()
    assert (body["state"], body["told"]) == (own["state"], None)


async def test_the_end_of_a_break_is_told_too(site: Site, agent: str, supervisor: Client) -> None:
    await (await site.signed_in()).put("/api/me/presence", json=LUNCH)
    body = await (await supervisor.put(f"/api/presence/{agent}", json={"state": "available"})).json()
    assert (body["state"], body["told"]["what"]) == ("available", "available")


@pytest.mark.parametrize(
    "body",
    [{"state": "offline"}, {"state": "available", "reason": "lunch"}, {"state": "away", "reason": "nap"}, {}],
)
async def test_what_cannot_be_chosen(site: Site, agent: str, supervisor: Client, body: dict[str, str]) -> None:
    assert (await supervisor.put(f"/api/presence/{agent}", json=body)).status == 422
    assert (await seen(supervisor, agent))["told"] is None
    assert await audited(site.db) == []


async def test_agents_may_not_and_nobody_is_404(site: Site, agent: str, supervisor: Client) -> None:
    assert (await (await site.signed_in()).put(f"/api/presence/{agent}", json=LUNCH)).status == 403
    assert (await supervisor.put(f"/api/presence/{uuid4()}", json=LUNCH)).status == 404
    assert await audited(site.db) == []
