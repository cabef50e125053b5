"""Join, snapshot, events; and what was missed is read forward, or told to be gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub import events
from hub.accounts import Role
from hub.db import utc_now
from tests.hub.realtime.conftest import LiveHub
from tests.support.waiting import WaitFor


async def test_a_snapshot_then_events(live: LiveHub, wait_for: WaitFor) -> None:
    supervisor = await live.page(Role.SUPERVISOR)
    answer = await supervisor.join("presence")
    names = {item["name"] for item in answer["snapshot"]["presence"]}
    assert "Agent One" in names
    agent = await live.page(Role.AGENT)
    await agent.request("PUT", "/api/me/presence", {"state": "away", "reason": "lunch"})

    def lunch() -> Any:
        return [event for event in supervisor.heard if (event["data"] or {}).get("reason") == "lunch"]

    (event,) = await wait_for(lunch)
    assert (event["room"], event["kind"], event["key"]) == ("presence", "presence", str(agent.user_id))
    assert event["data"]["version"] == event["version"]
    assert isinstance(event["id"], str)


async def test_what_was_missed_is_read_forward(live: LiveHub) -> None:
    page = await live.page(Role.ADMINISTRATOR)
    await live.tell("connectors", "before")
    cursor = (await page.join("connectors"))["cursor"]
    await page.socket.disconnect()
    await live.tell("connectors", "one")
    await live.tell("connectors", "two", 2)
    await live.tell("presence", "elsewhere")
    again = await live.page(Role.ADMINISTRATOR)
    answer = await again.join("connectors", cursor)
    assert "snapshot" not in answer
    assert [(event["key"], event["version"], event["room"]) for event in answer["events"]] == [
        ("one", 1, "connectors"), ("two", 2, "connectors"),
    ]  # fmt: skip
    assert (await again.join("connectors", answer["cursor"]))["events"] == []
    assert all(isinstance(event["id"], str) for event in answer["events"])


async def test_much_is_read_in_pages(live: LiveHub) -> None:
    page = await live.page(Role.ADMINISTRATOR)
    await live.tell("connectors", "before")
    cursor = (await page.join("connectors"))["cursor"]

    async def many(tx: Any) -> None:
        for number in range(450):
            await events.append(tx, "connectors", events.Kind.CONNECTOR, number, 1, {"id": number})

    await live.db.write(many)
    assert "snapshot" in await page.join("connectors", cursor), "a snapshot is shorter than reading page by page"
    keys, more = [], True
    while more:
        answer = await page.ask("catch_up", {"room": "connectors", "cursor": cursor})
        keys += [event["key"] for event in answer["events"]]
        cursor, more = answer["cursor"], answer["more"]
    assert keys == [str(number) for number in range(450)]


async def test_purged_events_are_told_to_be_gone(live: LiveHub) -> None:
    page = await live.page(Role.ADMINISTRATOR)
    await live.tell("connectors", "old")
    cursor = (await page.join("connectors"))["cursor"]
    await live.db.write(lambda tx: events.purge(tx, utc_now() + timedelta(hours=1)))
    await live.tell("connectors", "new", 2)
    assert await page.refusal("catch_up", {"room": "connectors", "cursor": cursor}) == (410, "cursor_gone")
    answer = await page.join("connectors", cursor)
    assert answer["snapshot"] == {"connector": []}
    assert (await page.join("connectors", answer["cursor"]))["events"] == []


async def test_heads_tell_who_is_behind(live: LiveHub, wait_for: WaitFor) -> None:
    page = await live.page(Role.ADMINISTRATOR)
    await live.tell("connectors", "first")
    joined = (await page.join("connectors"))["cursor"]
    await live.realtime.heads.send()
    await wait_for(lambda: page.heads and page.heads[-1] == {"connectors": joined})
    live.db.listeners.remove(live.realtime.emitter.committed)  # as if the event were lost on the way
    await live.tell("connectors", "lost", 2)
    await live.realtime.heads.send()
    head = await wait_for(
        lambda: page.heads and page.heads[-1]["connectors"] != joined and page.heads[-1]["connectors"]
    )
    answer = await page.ask("catch_up", {"room": "connectors", "cursor": joined})
    assert ([event["key"] for event in answer["events"]], answer["cursor"]) == (["lost"], head)
    assert page.keys("connectors") == []
    live.db.listeners.append(live.realtime.emitter.committed)
