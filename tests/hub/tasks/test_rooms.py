"""Who hears of which tasks, live."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.accounts import Permission, Role
from hub.events.models import Event
from hub.realtime import Rooms
from hub.tasks import add_rooms
from hub.web import Forbidden, NotFound, Principal
from tests.hub.tasks.conftest import Office


async def seen(office: Office, user: Principal, name: str) -> list[str]:
    """The titles that the user is shown on joining, if they are let in."""
    rooms = Rooms()
    add_rooms(rooms)
    room = rooms.visible_to(user, name)
    async with office.db.read() as session:
        await rooms.admit(session, user, room)
        return [task.title for task in (await room.kind.snapshot(session, user, room.item))["task"]]  # type: ignore[attr-defined]


async def test_a_teams_tasks_are_for_its_members_and_for_who_sees_all(office: Office) -> None:
    nora, omid = await office.agent("Nora"), await office.agent("Omid")
    boss = await office.agent("Boss", Role.SUPERVISOR)
    team: UUID = await office.team("Sales", nora)
    await office.task(nora, "For the team", team_id=team)
    await office.task(nora, "Mine")
    room = f"team_tasks:{team}"
    assert await seen(office, nora, room) == ["For the team"]
    assert await seen(office, boss, room) == ["For the team"]
    with pytest.raises(NotFound):
        await seen(office, omid, room)
    assert sorted(await seen(office, boss, "tasks")) == ["For the team", "Mine"]
    with pytest.raises(Forbidden):
        await seen(office, nora, "tasks")


async def test_a_customers_tasks_are_for_who_reads_both(office: Office) -> None:
    nora, sara = await office.agent("Nora"), await office.customer("Sara")
    await office.task(await office.agent("Omid"), "Send the offer", customer_id=sara)
    assert await seen(office, nora, f"customer_tasks:{sara}") == ["Send the offer"]
    for lacking in (Permission.TASKS_READ, Permission.CUSTOMERS_READ):
        with pytest.raises(Forbidden):
            await seen(office, replace(nora, permissions=nora.permissions - {lacking}), f"customer_tasks:{sara}")


async def test_a_team_that_loses_a_task_hears_of_it_too(office: Office) -> None:
    nora = await office.agent("Nora")
    old, new = await office.team("Old", nora), await office.team("New", nora)
    task = await office.task(nora, team_id=old)
    await office.change(nora, task.id, team_id=new)
    heard = await office.rooms("task", task.id)
    assert {f"team_tasks:{old}", f"team_tasks:{new}", f"user:{nora.id}", "tasks"} <= heard


async def test_a_task_that_moves_tells_its_former_team_once(office: Office) -> None:
    nora = await office.agent("Nora")
    sales, repairs = await office.team("Sales", nora), await office.team("Repairs", nora)
    task = await office.task(nora, "Mend it", team_id=sales)
    await office.change(nora, task.id, team_id=repairs)
    await office.change(nora, task.id, title="Mend it today")

    async def told(team: UUID) -> list[tuple[int, str]]:
        async with office.db.read() as session:
            query = sa.select(Event.version, Event.data["team"]["name"].as_string())
            query = query.where(Event.room == f"team_tasks:{team}", Event.key == str(task.id)).order_by(Event.version)
            return [(row[0], row[1]) for row in await session.execute(query)]

    assert await told(sales) == [(1, "Sales"), (2, "Repairs")]
    assert await told(repairs) == [(2, "Repairs"), (3, "Repairs")]
