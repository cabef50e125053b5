"""Who is told of what came in: the assignee, else the owner, else those of the team who are there."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub import presence
from hub.accounts import User
from hub.conversations import Conversation
from hub.db import new_id
from hub.events import user_room
from hub.teams import Team, TeamMember
from tests.hub.conversations.conftest import Inbox


async def rooms(inbox: Inbox) -> list[str]:
    return [event.room for event in await inbox.told()]


async def test_the_owner_is_told_and_the_assignee_before_the_owner(inbox: Inbox, people: dict[str, Any]) -> None:
    await inbox.hear("nobody's")
    assert await rooms(inbox) == []
    await inbox.own_customer(people["agent"].id)
    await inbox.hear("سلام  خوبی؟", minutes=1)
    (event,) = await inbox.told()
    assert event.room == user_room(people["agent"].id)
    assert event.data
    assert (event.data["snippet"], event.data["customer"]["name"], event.data["unread"]) == ("سلام خوبی؟", "Sara", 2)
    given = sa.update(Conversation).values(assignee_id=people["supervisor"].id)
    await inbox.db.write(lambda tx: tx.session.execute(given))
    await inbox.hear("again", minutes=2)
    assert await rooms(inbox) == [user_room(people["agent"].id), user_room(people["supervisor"].id)]


async def test_nobody_who_has_left_keeps_what_comes_in(inbox: Inbox, people: dict[str, Any]) -> None:
    await inbox.own_customer(people["agent"].id)
    await inbox.hear("one")
    given = sa.update(Conversation).values(assignee_id=people["supervisor"].id)
    await inbox.db.write(lambda tx: tx.session.execute(given))
    for role, told in (("supervisor", ["agent", "agent"]), ("agent", ["agent", "agent"])):
        left = sa.update(User).where(User.id == people[role].id).values(active=False)
        await inbox.db.write(lambda tx, change=left: tx.session.execute(change))  # type: ignore[misc]
        await inbox.hear(f"without the {role}", minutes=1)
        assert await rooms(inbox) == [user_room(people[one].id) for one in told]
        assert (await inbox.only()).assignee_id is None


async def test_of_a_team_only_those_who_are_available(inbox: Inbox, people: dict[str, Any]) -> None:
    team = new_id()

    async def work(tx: Any) -> None:
        named = {"id": team, "name": "Shop", "folded": "shop", "sort_name": "1", "colour": "teal"}
        tx.session.add(Team(**named, active=True, created_at=tx.now, updated_at=tx.now))
        await tx.session.flush()
        for role in ("agent", "supervisor"):
            tx.session.add(TeamMember(team_id=team, user_id=people[role].id, created_at=tx.now))
        await presence.come_online(tx, people["agent"].id)

    await inbox.db.write(work)
    await inbox.hear("one")
    await inbox.db.write(lambda tx: tx.session.execute(sa.update(Conversation).values(team_id=team)))
    await inbox.hear("two", minutes=1)
    assert await rooms(inbox) == [user_room(people["agent"].id)]
