"""Whose tasks somebody may see and change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission
from hub.tasks.models import Task
from hub.teams import teams_of
from hub.web import Forbidden, NotFound, Principal

Clause = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Reach:
    """A user with their teams: what they may see follows from both."""

    user: Principal
    teams: Collection[UUID]

    @property
    def mine(self) -> Clause:
        """For the user, or for nobody yet in a team of theirs."""
        own = Task.assignee_id == self.user.id
        if not self.teams:
            return own
        return sa.or_(own, sa.and_(Task.assignee_id.is_(None), Task.team_id.in_(list(self.teams))))

    def visible(self, customer_id: UUID | None = None) -> list[Clause]:
        """Their own, those they made, their teams'; a customer's to whoever may see customers; or everybody's."""
        whole = customer_id is not None and self.user.may(Permission.CUSTOMERS_READ)
        if whole or self.user.may(Permission.TASKS_READ_ALL):
            return []
        own = [Task.assignee_id == self.user.id, Task.created_by == self.user.id]
        return [sa.or_(*own, Task.team_id.in_(list(self.teams))) if self.teams else sa.or_(*own)]

    def sees(self, task: Task) -> bool:
        """True when ``visible`` holds for the task, on the customer's page at least."""
        if self.user.may(Permission.TASKS_READ_ALL) or self.user.id in {task.assignee_id, task.created_by}:
            return True
        return task.team_id in self.teams or (task.customer_id is not None and self.user.may(Permission.CUSTOMERS_READ))

    def may_delete(self, task: Task) -> bool:
        """Who made it, who is to do it, and who sees everybody's."""
        return self.user.may(Permission.TASKS_READ_ALL) or self.user.id in {task.assignee_id, task.created_by}


async def reach_of(session: AsyncSession, user: Principal) -> Reach:
    """The user's reach as it is now."""
    return Reach(user, await teams_of(session, user.id))


async def get_task(session: AsyncSession, user: Principal, task_id: UUID, *, lock: bool = False) -> Task:
    """A task that the user may see. Raises ``NotFound``."""
    task = await session.get(Task, task_id, with_for_update=lock or None, populate_existing=True)
    if task is None or not (await reach_of(session, user)).sees(task):
        raise NotFound("There is no such task.")
    return task


def refuse_deletion(reach: Reach, task: Task) -> None:
    """Raise ``Forbidden`` for who has no part in it."""
    if not reach.may_delete(task):
        raise Forbidden("Somebody else's task is closed, not deleted.", code="not_your_task")
