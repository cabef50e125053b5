"""Who may use a template, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import Permission, held_roles
from hub.db import Reader, Tx
from hub.teams import team_refs, teams_of
from hub.templates.models import MessageTemplate as T
from hub.templates.schemas import TemplateRight
from hub.web import Conflict, FieldError, Principal

MANAGE, WRITE = Permission.TEMPLATES_MANAGE, Permission.TEMPLATES_WRITE


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader of templates, with the teams that they are in."""

    user: Principal
    teams: frozenset[UUID]

    @property
    def manages(self) -> bool:
        """Whether every template is theirs to change."""
        return self.user.may(MANAGE)

    def visible(self) -> sa.ColumnElement[bool]:
        """The templates that the reader may use or change."""
        if self.manages:
            return sa.true()
        by: list[sa.ColumnElement[bool]] = []
        for who, team, role in ((T.use_by, T.use_team_id, T.use_role), (T.edit_by, T.edit_team_id, T.edit_role)):
            if who is T.edit_by and not self.user.may(WRITE):
                continue
            by += [who == "everybody", sa.and_(who == "role", role == self.user.role)]
            if self.teams:
                by.append(sa.and_(who == "team", team.in_(self.teams)))
        return sa.or_(*by)

    def may_edit(self, template: T) -> bool:
        """Whether the reader may change this template, which they see."""
        return self.manages or (self.user.may(WRITE) and self.is_among(edit_right(template)))

    def is_among(self, right: TemplateRight) -> bool:
        """Whether the right is the reader's."""
        if right.by == "team":
            return right.team_id in self.teams
        return right.by == "everybody" or right.role == self.user.role


async def reading(reader: Reader, user: Principal) -> Reading:
    """Who reads."""
    return Reading(user, frozenset() if user.may(MANAGE) else frozenset(await teams_of(reader, user.id)))


def use_right(template: T) -> TemplateRight:
    """Who may use it."""
    return _right(template.use_by, template.use_team_id, template.use_role)


def edit_right(template: T) -> TemplateRight:
    """Who may change it."""
    return _right(template.edit_by, template.edit_team_id, template.edit_role)


async def check_rights(tx: Tx, who: Reading, given: dict[str, TemplateRight]) -> list[FieldError]:
    """What is wrong with the rights that somebody gives: a team or role that is none, or one that shuts them out."""
    teams = await team_refs(tx.session, {right.team_id for right in given.values() if right.team_id})
    roles = await held_roles(tx, {right.role for right in given.values() if right.role})
    errors = []
    for name, right in given.items():
        if right.team_id is not None and right.team_id not in teams:
            errors.append(FieldError(field=f"body.{name}.team_id", code="not_found", detail="There is no such team."))
        elif right.role is not None and right.role not in roles:
            errors.append(FieldError(field=f"body.{name}.role", code="role", detail="There is no such role."))
        elif name == "edit" and not who.manages and not who.is_among(right):
            detail = "You would not be able to change the template any more."
            errors.append(FieldError(field="body.edit", code="own_right", detail=detail))
    return errors


async def keep_role(tx: Tx, role: str) -> None:
    """Raises ``Conflict`` for a role that a template is for: it would be nobody's."""
    held = sa.or_(sa.and_(T.use_by == "role", T.use_role == role), sa.and_(T.edit_by == "role", T.edit_role == role))
    count = await tx.session.scalar(sa.select(sa.func.count()).select_from(T).where(held))
    if count:
        raise Conflict(f"{count} templates are for this role: give them to others first.", code="role_of_templates")


def _right(by: str, team_id: UUID | None, role: str | None) -> TemplateRight:
    return TemplateRight.model_validate({"by": by, "team_id": team_id, "role": role})
