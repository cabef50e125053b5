"""Whose conversations somebody may see and work on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import Permission
from hub.conversations.models import Conversation
from hub.customers import Customer, CustomerIdentity
from hub.db import Reader
from hub.teams import teams_of
from hub.web import NotFound, Principal

Clause = sa.ColumnElement[bool]
_TABLE: Any = Conversation.__table__
_ROW = _TABLE.c


@dataclass(frozen=True, slots=True)
class Reach:
    """A user with their teams: what they may see follows from both."""

    user: Principal
    teams: Collection[UUID]

    @property
    def everything(self) -> bool:
        """Whether they see everybody's."""
        return self.user.may(Permission.CONVERSATIONS_READ_ALL)

    @property
    def mine(self) -> Clause:
        """Given to the user."""
        return sa.and_(_ROW.assignee_id == self.user.id)

    @property
    def in_teams(self) -> Clause:
        """Of one of their teams, whoever of it has them."""
        return _ROW.team_id.in_(list(self.teams)) if self.teams else sa.false()

    @property
    def unassigned(self) -> Clause:
        """Nobody's: of one of their teams or of none; for who sees everybody's, of any."""
        nobodys = _ROW.assignee_id.is_(None)
        return nobodys if self.everything else sa.and_(nobodys, sa.or_(_ROW.team_id.is_(None), self.in_teams))

    @property
    def visible(self) -> Clause:
        """Their own, their teams', those of nobody and no team, and those of customers whose owner they are."""
        if self.everything:
            return sa.true()
        return sa.or_(self.mine, self.in_teams, self.unassigned, _ROW.identity_id.in_(_owned_by(self.user.id)))

    async def require(self, reader: Reader, conversation_id: UUID) -> None:
        """Raises ``NotFound`` for one that is not theirs to see."""
        if self.everything:
            return
        query = sa.select(_ROW.id).where(_ROW.id == conversation_id, self.visible)
        if (await reader.execute(query)).first() is None:
            raise NotFound("There is no such conversation.")


def _owned_by(user_id: UUID) -> Any:
    """The addresses of customers whose owner this is."""
    member, root = sa.orm.aliased(Customer), sa.orm.aliased(Customer)
    query = sa.select(CustomerIdentity.identity_id).join(member, member.id == CustomerIdentity.customer_id)
    query = query.join(root, root.id == member.root_id)
    return query.where(root.owner_id == user_id, CustomerIdentity.valid_to.is_(None))


async def reach_of(reader: Reader, user: Principal) -> Reach:
    """The user's reach as it is now."""
    return Reach(user, await teams_of(reader, user.id))
