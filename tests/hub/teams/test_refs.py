"""What other areas ask of teams."""

from __future__ import annotations

from uuid import UUID

import pytest

from hub.accounts import create_user
from hub.db import Database, Tx, new_id
from hub.teams import Team, TeamMember, members_of, team_refs, teams_of


@pytest.fixture
async def mina(database: Database) -> UUID:
    made = await create_user(
        database, email="mina@example.com", name="Mina Rad", role="agent", password="a long enough sentence"
    )
    return made.id


async def add_team(database: Database, name: str, *members: UUID, active: bool = True) -> UUID:
    team_id = new_id()

    async def work(tx: Tx) -> None:
        times = {"created_at": tx.now, "updated_at": tx.now}
        tx.session.add(Team(id=team_id, name=name, folded=name.lower(), sort_name=name, active=active, **times))
        await tx.session.flush()
        tx.session.add_all(TeamMember(team_id=team_id, user_id=user, created_at=tx.now) for user in members)

    await database.write(work)
    return team_id


async def test_the_teams_of_somebody_without_archived_ones(database: Database, mina: UUID) -> None:
    sales = await add_team(database, "Sales", mina)
    await add_team(database, "Others")
    await add_team(database, "Old", mina, active=False)
    async with database.read() as session:
        assert await teams_of(session, mina) == {sales}
        assert await teams_of(session, new_id()) == set()


async def test_members_and_names(database: Database, mina: UUID) -> None:
    sales, old = await add_team(database, "Sales", mina), await add_team(database, "Old", active=False)
    async with database.read() as session:
        assert await members_of(session, [sales, old]) == {sales: {mina}, old: set()}
        refs = await team_refs(session, [sales, old, new_id()])
        assert await team_refs(session, []) == {}
    assert [(refs[team].name, refs[team].active) for team in (sales, old)] == [("Sales", True), ("Old", False)]
