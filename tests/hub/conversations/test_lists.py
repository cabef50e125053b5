"""Lists of conversations: whose are seen, how they are narrowed, and how many there are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import conversations
from hub.conversations import Conversation
from hub.db import new_id
from hub.teams import Team, TeamMember
from tests.hub.conversations.conftest import Inbox
from tests.support.accounts import MakeSite

OTHERS = {"nobody": "09350000001", "mine": "09350000002", "team": "09350000003", "foreign": "09350000004"}


async def write_all(inbox: Inbox, people: dict[str, Any]) -> dict[str, UUID]:
    """One of nobody, one of the agent, one of the agent's team, one of another team, and Sara's, of that team, too."""
    own, other = new_id(), new_id()

    async def teams(tx: Any) -> None:
        for place, team in enumerate((own, other)):
            named = {"name": f"Team {place}", "folded": f"team {place}", "sort_name": str(place), "colour": "teal"}
            tx.session.add(Team(id=team, **named, active=True, created_at=tx.now, updated_at=tx.now))
        await tx.session.flush()
        tx.session.add(TeamMember(team_id=own, user_id=people["agent"].id, created_at=tx.now))

    await inbox.db.write(teams)
    for minute, (name, number) in enumerate(OTHERS.items()):
        await inbox.hear(f"from {name}", sender=number, minutes=minute)
    await inbox.hear("from sara", minutes=9)
    made = dict(zip([*OTHERS, "sara"], [one.id for one in await inbox.conversations()], strict=True))
    given = {"mine": {"assignee_id": people["agent"].id}, "team": {"team_id": own}}
    given |= {name: {"team_id": other, "assignee_id": people["administrator"].id} for name in ("foreign", "sara")}
    for name, values in given.items():
        change = sa.update(Conversation).where(Conversation.id == made[name]).values(**values)
        await inbox.db.write(lambda tx, change=change: tx.session.execute(change))
    return made


async def test_each_view_shows_what_one_may_see(inbox: Inbox, people: dict[str, Any], make_site: MakeSite) -> None:
    made = await write_all(inbox, people)
    names = {str(key): name for name, key in made.items()}
    site = await make_site(also=[conversations.routes])
    agent, supervisor = await site.signed_in(), await site.signed_in("supervisor")

    async def seen(client: Any, query: str) -> list[str]:
        answer = await (await client.get(f"/api/conversations?{query}")).json()
        return [names[one["id"]] for one in answer["items"]]

    assert await seen(agent, "view=mine") == ["mine"]
    assert await seen(agent, "view=teams") == ["team"]
    assert await seen(agent, "view=unassigned") == ["team", "nobody"]
    assert await seen(agent, "view=all") == ["team", "mine", "nobody"]
    assert await seen(supervisor, "view=all") == ["sara", "foreign", "team", "mine", "nobody"]
    counts = await (await agent.get("/api/conversations/counts")).json()
    assert {view: one["unread"] for view, one in counts.items()} == {"mine": 1, "teams": 1, "unassigned": 2, "all": 3}

    for method, path in (("get", ""), ("get", "/messages"), ("post", "/read")):
        assert (await getattr(agent, method)(f"/api/conversations/{made['foreign']}{path}")).status == 404
    assert (await agent.patch(f"/api/conversations/{made['foreign']}", json={"state": "resolved"})).status == 404
    path = f"/api/customers/{inbox.customer}/conversations"
    assert (await (await agent.get(path)).json())["items"] == []
    await inbox.own_customer(people["agent"].id)  # who owns the customer sees what they write
    assert len((await (await agent.get(path)).json())["items"]) == 1
    assert await seen(agent, "view=all&q=sar") == ["sara"]


async def test_they_are_narrowed_and_paged(inbox: Inbox, people: dict[str, Any], make_site: MakeSite) -> None:
    made = await write_all(inbox, people)
    site = await make_site(also=[conversations.routes])
    client = await site.signed_in("supervisor")

    async def ids(query: str) -> list[str]:
        return [one["id"] for one in (await (await client.get(f"/api/conversations?view=all&{query}")).json())["items"]]

    assert await ids("q=0935 000 0003") == await ids("q=۹۳۵۰۰۰۰۰۰۳") == [str(made["team"])]
    assert await ids("q=%25") == await ids("q=nobody") == []
    assert (await client.post(f"/api/conversations/{made['nobody']}/read")).status == 200
    assert str(made["nobody"]) not in await ids("unread=true")
    assert (await client.patch(f"/api/conversations/{made['mine']}", json={"state": "resolved"})).status == 200
    assert await ids("state=resolved") == [str(made["mine"])]
    first = await (await client.get("/api/conversations?view=all&limit=3")).json()
    rest = await (await client.get(f"/api/conversations?view=all&limit=3&cursor={first['next']}")).json()
    assert [one["snippet"] for one in first["items"] + rest["items"]] == [
        "from sara", "from foreign", "from team", "from nobody",
    ]  # fmt: skip
    assert rest["next"] is None
    assert (await client.get("/api/conversations?view=others")).status == 422
