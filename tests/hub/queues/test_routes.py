"""One's own queues over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from hub import queues
from hub.accounts.models import AuditEntry
from hub.calls import SEATS, Extension
from hub.db import Tx
from hub.ports import JoinQueue, LeaveQueue, QueueMember
from hub.queues.mine import shape
from tests.hub.queues.conftest import SALES, SUPPORT, Desk
from tests.support.accounts import Client, MakeSite


@pytest.fixture
async def browser(make_site: MakeSite, desk: Desk) -> Client:
    """The agent's, at a phone that is fixed in support, joined sales, and never was in night."""
    site = await make_site(
        also=[queues.routes], services={queues.RULES: queues.Rules(join_any=True), SEATS: desk.seats}
    )
    await desk.list(SUPPORT, SALES, names=("night", "sales", "support"))
    await desk.work()
    desk.commands.clear()
    return await site.signed_in()


async def mine(browser: Client) -> dict[str, dict[str, Any]]:
    items = (await (await browser.get("/api/me/queues")).json())["items"]
    return {item["name"]: item for item in items}


async def choose(browser: Client, name: str, *, signed_in: bool) -> tuple[int, dict[str, Any]]:
    queue = (await mine(browser))[name]["id"]
    answer = await browser.put(f"/api/me/queues/{queue}", json={"signed_in": signed_in})
    return answer.status, await answer.json()


async def test_the_list(browser: Client) -> None:
    found = await mine(browser)
    assert [(name, item["signed_in"], item["fixed"], item["penalty"]) for name, item in found.items()] == [
        ("night", False, False, 0), ("sales", True, False, 3), ("support", True, True, 0),
    ]  # fmt: skip


async def test_leaving_and_joining_keep_the_penalty(browser: Client, desk: Desk) -> None:
    status, body = await choose(browser, "sales", signed_in=False)
    assert (status, body["changing"]) == (200, True)
    assert await desk.work() == [LeaveQueue("sales", "PJSIP/101")]
    assert not (await mine(browser))["sales"]["signed_in"]
    await choose(browser, "sales", signed_in=True)
    assert (await desk.work())[0] == JoinQueue("sales", "PJSIP/101", "", "Agent One", 3, paused=False)


async def test_a_queue_in_which_the_phone_never_was(browser: Client, desk: Desk) -> None:
    await choose(browser, "night", signed_in=True)
    assert (await desk.work())[0] == JoinQueue("night", "PJSIP/101", "", "101", 0, paused=False)


async def test_a_fixed_member_cannot_leave(browser: Client, desk: Desk) -> None:
    status, body = await choose(browser, "support", signed_in=False)
    assert (status, body["code"]) == (409, "queue_fixed")
    assert await desk.work() == []


async def test_a_queue_that_vanished_is_shown_as_gone(browser: Client, desk: Desk) -> None:
    await desk.list(SUPPORT, names=("night", "support"))
    assert (await mine(browser))["sales"]["gone"]
    status, body = await choose(browser, "sales", signed_in=True)
    assert (status, body["code"]) == (409, "queue_gone")


async def test_who_sits_nowhere_has_no_queues(browser: Client, desk: Desk) -> None:
    queue = (await mine(browser))["sales"]["id"]
    await desk.db.write(lambda tx: desk.seats.leave(tx, desk.agent))
    assert await mine(browser) == {}
    answer = await browser.put(f"/api/me/queues/{queue}", json={"signed_in": True})
    assert (await answer.json())["code"] == "no_extension"


async def test_the_new_member_is_named_as_the_others_are(desk: Desk, browser: Client) -> None:
    local = QueueMember("400", "Local/102@from-queue/n", None, "102", state_interface="hint:102@ext-local")
    await desk.list(SUPPORT, local, names=("400", "support"))
    await choose(browser, "400", signed_in=True)
    join = (await desk.work())[0]
    assert isinstance(join, JoinQueue)
    assert (join.interface, join.state_interface) == ("Local/101@from-queue/n", "hint:101@ext-local")


async def test_without_the_rule_only_known_queues_may_be_joined(make_site: MakeSite, desk: Desk) -> None:
    site = await make_site(also=[queues.routes], services={queues.RULES: queues.Rules(join_any=False)})
    await desk.list(SUPPORT, replace(SALES), names=("night", "sales", "support"))
    assert sorted(await mine(await site.signed_in())) == ["sales", "support"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("Local/102@from-queue/n", "Local/101@from-queue/n"), ("PJSIP/102", "PJSIP/101"), ("hint:2@x", "hint:101@x")],
)
def test_shapes(pattern: str, expected: str) -> None:
    assert shape(pattern, Extension(account="pbx", endpoint="PJSIP/101", number="101")) == expected


async def test_the_job_of_a_phone_that_is_no_more_does_nothing(desk: Desk) -> None:
    async def forget(tx: Tx) -> None:
        await desk.seats.leave(tx, desk.agent)

    await desk.db.write(forget)
    assert await desk.planned() == []


@pytest.fixture
async def supervisor(make_site: MakeSite, browser: Client, desk: Desk) -> Client:
    """A supervisor's browser."""
    site = await make_site(
        also=[queues.routes], services={queues.RULES: queues.Rules(join_any=True), SEATS: desk.seats}
    )
    return await site.signed_in("supervisor")


async def recorded(desk: Desk) -> list[tuple[str, object]]:
    """What was audited of queues: the action and the queue."""
    query = sa.select(AuditEntry).where(AuditEntry.action.startswith("queue")).order_by(AuditEntry.id)
    async with desk.db.read() as session:
        return [(row.action, row.details["queue"]) for row in await session.scalars(query)]


async def test_a_supervisor_signs_out_of_all_that_can_be_left(browser: Client, supervisor: Client, desk: Desk) -> None:
    answer = await supervisor.delete(f"/api/presence/{desk.agent}/queues")
    changing = {item["name"]: item["changing"] for item in (await answer.json())["items"]}
    assert changing == {"night": False, "sales": True, "support": False}
    assert await desk.work() == [LeaveQueue("sales", "PJSIP/101")]
    told = (await desk.look()).told
    assert told is not None
    assert (told.by, told.what) == ("Supervisor One", "queues_left")
    await supervisor.delete(f"/api/presence/{desk.agent}/queues")
    assert await recorded(desk) == [("queues_left", None)]


async def test_a_supervisor_signs_in_to_one(browser: Client, supervisor: Client, desk: Desk) -> None:
    path = f"/api/presence/{desk.agent}/queues"
    theirs = (await (await supervisor.get(path)).json())["items"]
    assert theirs == list((await mine(browser)).values())
    night, sales, support = (item["id"] for item in theirs)
    assert (await supervisor.put(f"{path}/{night}", json={"signed_in": True})).status == 200
    assert (await supervisor.put(f"{path}/{sales}", json={"signed_in": False})).status == 200
    assert (await supervisor.put(f"{path}/{support}", json={"signed_in": False})).status == 409
    told = (await desk.look()).told
    assert told is not None
    assert (told.what, told.queue) == ("queue_left", "sales")
    assert await recorded(desk) == [("queue_joined", "night"), ("queue_left", "sales")]


async def test_others_queues_are_not_for_agents_and_nobody_has_none(
    browser: Client, supervisor: Client, desk: Desk
) -> None:
    path = f"/api/presence/{desk.agent}/queues"
    sales = (await mine(browser))["sales"]["id"]
    assert (await browser.get(path)).status == 403
    assert (await browser.delete(path)).status == 403
    assert (await browser.put(f"{path}/{sales}", json={"signed_in": False})).status == 403
    assert (await (await supervisor.get(f"/api/presence/{uuid4()}/queues")).json())["items"] == []
    assert (await supervisor.delete(f"/api/presence/{uuid4()}/queues")).status == 409
    assert await desk.work() == []
    assert await recorded(desk) == []
