"""Conversations over HTTP: read by pages, assigned, refused where somebody was quicker."""

from __future__ import annotations

from typing import Any

from hub import conversations
from tests.hub.conversations.conftest import Inbox
from tests.support.accounts import MakeSite


async def test_they_are_read_by_pages_and_changed_by_version(
    inbox: Inbox, people: dict[str, Any], make_site: MakeSite
) -> None:
    for place in range(3):
        await inbox.hear(f"text {place}", minutes=place)
    found = await inbox.only()
    site = await make_site(also=[conversations.routes])
    agent = await site.signed_in("supervisor")
    base = f"/api/conversations/{found.id}"
    answer = await agent.get(f"/api/customers/{inbox.customer}/conversations")
    (listed,) = (await answer.json())["items"]
    assert (listed["id"], listed["shown_address"], listed["unread"]) == (str(found.id), "+98 912 123 4567", 3)
    page = await (await agent.get(f"{base}/messages?limit=2")).json()
    rest = await (await agent.get(f"{base}/messages?limit=2&cursor={page['next']}")).json()
    assert [one["text"] for one in page["items"] + rest["items"]] == ["text 2", "text 1", "text 0"]
    assert rest["next"] is None

    change = {"assignee_id": str(people["supervisor"].id), "state": "pending"}
    old = {"If-Match": f'"{found.version}"'}
    changed = await agent.patch(base, json=change, headers=old)
    assert ((await changed.json())["assignee"]["name"], changed.status) == (people["supervisor"].name, 200)
    assert (await agent.patch(base, json={"state": "resolved"}, headers=old)).status == 412
    for wrong in ({"assignee_id": str(found.id)}, {"team_id": str(found.id)}, {"state": "snoozed"}):
        assert (await agent.patch(base, json=wrong)).status == 422
    assert (await (await agent.post(f"{base}/read")).json())["unread"] == 0
    marketer = await site.signed_in("marketer")
    assert (await marketer.get(base)).status == 403
