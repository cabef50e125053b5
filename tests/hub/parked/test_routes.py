"""What could not be processed is seen, tried again and discarded, with the right only."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import jobs, parked
from hub.accounts.models import AuditEntry
from hub.db import Database, Tx
from hub.events.models import Event
from hub.jobs.models import Job
from hub.parked.models import ParkedItem
from tests.support.accounts import Client, MakeSite, Site

SECRET = {"api_key": "hunter2", "text": "سلام", "url": "https://user:hunter2@sms.example/send"}


@pytest.fixture
async def site(make_site: MakeSite, people: dict[str, Any]) -> Site:
    made: Site = await make_site(also=[parked.routes])
    return made


@pytest.fixture
async def admin(site: Site) -> Client:
    return await site.signed_in("administrator")


async def add_item(db: Database, number: int = 1, **more: Any) -> str:
    """A parked message; its id."""
    options = {"reason": "refused", "detail": "no address", "account": "line", "retryable": True} | more
    made = await db.write(lambda tx: parked.park(tx, "inbound.message", SECRET | {"number": number}, **options))
    return str(made)


async def add_letter(
    db: Database, kind: str = "recordings.fetch", *, attempts: int = 10, reason: str = "failed"
) -> str:
    """A job that was given up, as the workers bury it."""

    async def work(tx: Tx) -> UUID:
        made = await jobs.enqueue(tx, kind, SECRET, max_attempts=attempts)
        dead = {"dead_at": tx.now, "dead_reason": reason, "last_error": "the PBX is away", "attempts": attempts}
        await tx.session.execute(sa.update(Job).where(Job.id == made).values(dead))
        return made

    return str(await db.write(work))


async def listed(client: Client, **query: Any) -> list[str]:
    """The ids of all pages."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        asked = {"limit": 2} | query | ({"cursor": cursor} if cursor else {})
        page = await (await client.get("/api/parked", params=asked)).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    return found


async def audited(db: Database) -> list[tuple[str, dict[str, Any]]]:
    async with db.read() as session:
        rows = await session.execute(
            sa.select(AuditEntry.action, AuditEntry.details)
            .where(AuditEntry.action.startswith("parked")).order_by(AuditEntry.at, AuditEntry.id)
        )  # fmt: skip
        return [(row.action, row.details) for row in rows]


async def test_both_kinds_stand_in_one_list_page_by_page(site: Site, admin: Client) -> None:
    made = [await add_item(site.db, 1), await add_letter(site.db), await add_item(site.db, 2),
            await add_letter(site.db, "search.index")]  # fmt: skip
    assert await listed(admin) == made[::-1]
    assert await listed(admin, source="job") == [made[3], made[1]]
    assert await listed(admin, kind="recordings.fetch") == [made[1]]
    assert await listed(admin, account="line") == [made[2], made[0]]
    told = await (await admin.get("/api/parked/summary")).json()
    assert told["total"] == 4
    assert {(kind["kind"], kind["count"], kind["retryable"]) for kind in told["kinds"]} == {
        ("inbound.message", 2, 2), ("recordings.fetch", 1, 1), ("search.index", 1, 1),
    }  # fmt: skip


async def test_the_content_is_shown_without_its_secrets(site: Site, admin: Client) -> None:
    for made in (await add_item(site.db), await add_letter(site.db)):
        answer = await admin.get(f"/api/parked/{made}")
        assert "hunter2" not in await answer.text()
        assert (await answer.json())["payload"]["text"] == "سلام"
    assert (await admin.get(f"/api/parked/{UUID(int=1)}")).status == 404


async def test_the_same_thing_is_parked_once(site: Site) -> None:
    assert await add_item(site.db) != "None"
    assert await add_item(site.db) == "None"
    assert await add_item(site.db, account="other line") != "None"


async def test_a_dead_letter_is_done_after_all(site: Site, admin: Client) -> None:
    letter = await add_letter(site.db)
    assert (await admin.post(f"/api/parked/{letter}/retry")).status == 202
    assert await listed(admin) == []
    async with site.db.read() as session:
        job = await session.get_one(Job, UUID(letter))
    assert (job.dead_at, job.attempts) == (None, 0)
    assert (await admin.post(f"/api/parked/{letter}/retry")).status == 404


async def test_what_may_be_begun_only_once_or_came_too_late_is_not_tried_again(site: Site, admin: Client) -> None:
    letter = await add_letter(site.db, "calls.command", attempts=1)
    late = await add_letter(site.db, "messaging.send", reason="expired")
    fact = await add_item(site.db, retryable=False)
    for made in (letter, late, fact):
        answer = await admin.post(f"/api/parked/{made}/retry")
        assert (answer.status, (await answer.json())["code"]) == (409, "not_retryable")
    assert await (await admin.post("/api/parked/retry", json={})).json() == {"count": 0}
    assert await listed(admin) == [fact, late, letter]


async def test_all_of_a_kind_are_tried_again_in_their_order(site: Site, admin: Client) -> None:
    items = [await add_item(site.db, number) for number in range(3)]
    letter = await add_letter(site.db)
    answer = await admin.post("/api/parked/retry", json={"kind": "inbound.message"})
    assert await answer.json() == {"count": 3}
    async with site.db.read() as session:
        payload = await session.scalar(sa.select(Job.payload).where(Job.kind == "parked.retry"))
        assert set(await session.scalars(sa.select(ParkedItem.retrying))) == {True}
    assert payload == {"ids": items}
    assert letter in await listed(admin)


async def test_what_several_try_again_at_once_is_tried_once(site: Site, admin: Client) -> None:
    made = await add_item(site.db)
    answers = await asyncio.gather(*(admin.post(f"/api/parked/{made}/retry") for _ in range(4)))
    assert {answer.status for answer in answers} == {202}
    assert await (await admin.post("/api/parked/retry", json={})).json() == {"count": 0}
    async with site.db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).where(Job.kind == "parked.retry")) == 1


async def test_discarding_needs_a_reason_and_is_on_record(site: Site, admin: Client) -> None:
    item, letter = await add_item(site.db), await add_letter(site.db)
    for made in (item, letter):
        assert (await admin.post(f"/api/parked/{made}/discard", json={"reason": "  "})).status == 422
        assert (await admin.post(f"/api/parked/{made}/discard", json={"reason": "spam"})).status == 204
        assert (await admin.post(f"/api/parked/{made}/discard", json={"reason": "spam"})).status == 404
    assert await listed(admin) == []
    assert await audited(site.db) == [
        ("parked_discarded", {"kind": "inbound.message", "reason": "spam"}),
        ("parked_discarded", {"kind": "recordings.fetch", "reason": "spam"}),
    ]
    async with site.db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


async def test_all_of_a_kind_are_discarded_and_each_is_named(site: Site, admin: Client) -> None:
    items = [await add_item(site.db, number) for number in range(3)]
    letter = await add_letter(site.db)
    body = {"source": "item", "kind": "inbound.message", "reason": "a test of the gateway"}
    assert await (await admin.post("/api/parked/discard", json=body)).json() == {"count": 3}
    assert await listed(admin) == [letter]
    ((_, details),) = await audited(site.db)
    assert sorted(details["ids"]) == sorted(items)


async def test_supervisors_see_and_agents_do_not(site: Site) -> None:
    made = await add_item(site.db)
    supervisor, agent = await site.signed_in("supervisor"), await site.signed_in("agent")
    assert await listed(supervisor) == [made]
    assert (await supervisor.post(f"/api/parked/{made}/retry")).status == 403
    assert (await supervisor.post("/api/parked/discard", json={})).status == 403
    assert (await agent.get("/api/parked")).status == 403


async def test_what_is_told_live_is_what_the_list_shows(site: Site, admin: Client) -> None:
    """The newest event of each, put together, is the list."""
    kept, gone, letter = await add_item(site.db, 1), await add_item(site.db, 2), await add_letter(site.db)
    await admin.post(f"/api/parked/{kept}/retry")
    await admin.post(f"/api/parked/{gone}/discard", json={"reason": "spam"})
    await admin.post(f"/api/parked/{letter}/retry")
    async with site.db.read() as session:
        rows = await session.execute(sa.select(Event.key, Event.version, Event.data).where(Event.room == "parked"))
        newest: dict[str, Any] = {}
        for row in sorted(rows, key=lambda row: row.version):
            newest[row.key] = row.data
    shown = (await (await admin.get("/api/parked")).json())["items"]
    assert [data for data in newest.values() if data] == shown
    assert newest[gone] is None
    assert newest[letter] is None
