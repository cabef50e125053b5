"""Who may see which room: everybody in every role, for every room that the hub has."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from hub.accounts import ROLE_PERMISSIONS, Permission, Role
from hub.app import HUB
from hub.db import new_id
from hub.realtime import RoomKind
from hub.web import NotFound, Principal
from tests.hub.realtime.conftest import LiveHub
from tests.support.waiting import WaitFor

KNOWN = {
    "calls", "connectors", "consent_imports", "conversation", "conversations", "customer", "customer_tasks",
    "hours", "modules", "outbox", "parked", "people",
    "presence", "sms_bulks", "sms_routes", "suppressions", "tasks", "team_tasks", "templates",
}  # fmt: skip
WITHIN = {  # for whom it concerns; for others only with this
    "team_tasks": Permission.TASKS_READ_ALL,
    "conversation": Permission.CONVERSATIONS_READ_ALL,
}


async def customer(live: LiveHub) -> str:
    page = await live.page(Role.ADMINISTRATOR, connect=False)
    made = await page.request("POST", "/api/customers", {"name": "Mina Rahimi"})
    return str(made["id"])


@pytest.mark.parametrize("role", Role)
async def test_every_room_is_granted_by_its_permission_alone(role: Role, live: LiveHub) -> None:
    kinds = list(live.app[HUB].rooms)
    assert {kind.name for kind in kinds} == KNOWN, "a new room: say below what it holds, and who may see it"
    item = await customer(live)
    page = await live.page(role)
    for kind in kinds:
        name = f"{kind.name}:{item}" if kind.keyed else kind.name
        for event, message in (("join", {"room": name}), ("catch_up", {"room": name, "cursor": "0.0"})):
            answer = await page.ask(event, message)
            status = answer.get("problem", {}).get("status")
            if kind.permission not in ROLE_PERMISSIONS[role]:
                assert status == 403, (name, event, answer)
            elif WITHIN.get(kind.name, kind.permission) not in ROLE_PERMISSIONS[role]:
                assert status == 404, (name, event, answer)
            else:
                assert status in {None, 410}, (name, event, answer)


async def test_a_refused_room_tells_nothing(live: LiveHub, wait_for: WaitFor) -> None:
    agent = await live.page(Role.AGENT)
    assert await agent.refusal("join", {"room": "calls"}) == (403, "forbidden")
    await agent.join("presence")
    await live.tell("calls", "secret")
    await live.tell("presence", "public")
    await wait_for(lambda: "public" in agent.keys("presence"))
    assert "secret" not in agent.keys("calls")


async def test_ones_own_room_is_nobody_elses(live: LiveHub, wait_for: WaitFor) -> None:
    agent, other = await live.page(Role.AGENT), await live.page(Role.SUPERVISOR)
    for page in (agent, other):
        await page.join("me")
    await live.tell(f"user:{agent.user_id}", "for the agent")
    await live.tell(f"user:{other.user_id}", "for the supervisor")
    await wait_for(lambda: "for the supervisor" in other.keys("me"))
    await wait_for(lambda: "for the agent" in agent.keys("me"))
    assert "for the agent" not in other.keys("me")
    assert "for the supervisor" not in agent.keys("me")
    assert {event["room"] for event in [*agent.heard, *other.heard]} == {"me"}


NO_ROOMS: tuple[Any, ...] = (
    "nothing", "", "user:", "me:1", "calls:1", "customer", "customer:", "customer:1", "customer:" + "x" * 60,
    "presence\x00", "\ud800",
)  # fmt: skip


@pytest.mark.parametrize("name", NO_ROOMS, ids=ascii)
async def test_no_such_room(name: str, live: LiveHub) -> None:
    page = await live.page(Role.ADMINISTRATOR)
    assert await page.refusal("join", {"room": name}) == (404, "not_found")


async def test_rooms_of_others_and_of_nobody(live: LiveHub) -> None:
    page = await live.page(Role.ADMINISTRATOR)
    assert await page.refusal("join", {"room": f"user:{page.user_id}"}) == (404, "not_found")
    assert await page.refusal("join", {"room": f"customer:{new_id()}"}) == (404, "not_found")
    item = await customer(live)
    for other_spelling in (item.upper(), item.replace("-", ""), "{" + item + "}"):
        assert await page.refusal("join", {"room": f"customer:{other_spelling}"}) == (404, "not_found")


async def test_a_room_that_was_left_tells_nothing_more(live: LiveHub, wait_for: WaitFor) -> None:
    page = await live.page(Role.ADMINISTRATOR)
    await page.join("presence")
    await page.join("connectors")
    assert await page.ask("leave", {"room": "presence"}) == {"ok": True}
    assert await page.ask("leave", {"room": "never joined"}) == {"ok": True}
    await live.tell("presence", "late")
    await live.tell("connectors", "seen")
    await wait_for(lambda: page.keys("connectors") == ["seen"])
    assert "late" not in page.keys("presence")


async def test_a_room_asks_for_more_than_a_permission_at_each_door(live: LiveHub, wait_for: WaitFor) -> None:
    member, asked = set[UUID](), new_id()

    async def admit(_session: Any, user: Principal, item: UUID | None) -> None:
        assert item == asked
        if user.id not in member:
            raise NotFound

    async def snapshot(*_: Any) -> Any:
        return {}

    live.app[HUB].rooms.add(RoomKind("club", Permission.SESSION, snapshot, keyed=True, admit=admit))
    room, page = f"club:{asked}", await live.page(Role.AGENT)
    await live.tell(room, "before")
    missed = {"room": room, "cursor": "0.0"}
    for event, message in (("join", {"room": room}), ("join", missed), ("catch_up", missed)):
        assert await page.refusal(event, message) == (404, "not_found")
    await live.tell(room, "secret")
    member.add(page.user_id)
    cursor = (await page.join(room))["cursor"]
    assert page.keys(room) == []
    assert (await page.ask("catch_up", {"room": room, "cursor": cursor}))["ok"]
    await live.tell(room, "news")
    await wait_for(lambda: page.keys(room) == ["news"])
    member.clear()
    live.realtime.sessions.changed(f"user:{page.user_id}")
    await wait_for(lambda: not page.socket.connected)
