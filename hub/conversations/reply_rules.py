"""What is answered by itself, and where: kept by those who keep the routes of SMS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.conversations.hooks import HOOKS
from hub.conversations.models import AutoReply
from hub.conversations.schemas import AutoReplyIn, AutoReplyOut
from hub.db import Reader, Tx, new_id
from hub.lines import Line
from hub.teams import TeamRef, owners_of
from hub.web import Conflict, Invalid, NotFound, Stale

MOST = 200
_TABLE: Any = AutoReply.__table__


async def list_rules(reader: Reader) -> list[AutoReplyOut]:
    """All of them."""
    rows = (await reader.execute(sa.select(_TABLE).order_by(_TABLE.c.created_at, _TABLE.c.id).limit(MOST))).all()
    return await _show(reader, [dict(row._mapping) for row in rows])


async def _show(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> list[AutoReplyOut]:
    """With what each would answer now, in one query."""
    teams = await owners_of(reader, "line", {row["line_id"] for row in rows if row["line_id"]})
    return [AutoReplyOut.model_validate(dict(row) | {"now": _now(row, teams)}) for row in rows]


def _now(row: Mapping[str, Any], teams: Mapping[UUID, TeamRef]) -> dict[str, Any]:
    team = teams.get(row["line_id"]) if row["line_id"] else None
    opening = HOOKS.opens(row["line_id"], team.id if team else None)
    template = row["open_template_id"] if opening.open else row["closed_template_id"]
    return {"open": opening.open, "until": opening.until, "template_id": template if row["active"] else None}


async def _shown(tx: Tx, row: AutoReply) -> AutoReplyOut:
    (found,) = await _show(tx.session, [{column.key: getattr(row, column.key) for column in _TABLE.c}])
    return found


async def add(tx: Tx, wanted: AutoReplyIn) -> AutoReplyOut:
    """Raises ``Invalid``, or ``Conflict`` where the line or account has one."""
    values = wanted.model_dump()
    await _check(tx, values, None)
    row = AutoReply(id=new_id(), **values, created_at=tx.now, updated_at=tx.now, version=1)
    tx.session.add(row)
    await tx.session.flush()
    return await _shown(tx, row)


async def change(tx: Tx, rule_id: UUID, given: Mapping[str, Any], version: int | None) -> AutoReplyOut:
    """Raises ``NotFound``, ``Invalid``, ``Conflict`` or ``Stale``."""
    row = await tx.session.get(AutoReply, rule_id, with_for_update=True)
    if row is None:
        raise NotFound("There is no such automatic reply.")
    if version is not None and version != row.version:
        raise Stale(await _shown(tx, row), sorted(given), version=row.version)
    names = AutoReplyIn.model_fields
    values = {name: getattr(row, name) for name in names} | dict(given)
    await _check(tx, values, rule_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.updated_at = row.version + 1, tx.now
    await tx.session.flush()
    return await _shown(tx, row)


async def delete(tx: Tx, rule_id: UUID) -> None:
    """Raises ``NotFound``."""
    gone = await tx.session.execute(sa.delete(AutoReply).where(AutoReply.id == rule_id).returning(AutoReply.id))
    if gone.first() is None:
        raise NotFound("There is no such automatic reply.")


async def _check(tx: Tx, values: Mapping[str, Any], own: UUID | None) -> None:
    if (values["line_id"] is None) == (values["account"] is None):
        raise Invalid.field("body.line_id", "one_of", "Name a line or an account, not both.")
    if values["line_id"] and await tx.session.scalar(sa.select(Line.id).where(Line.id == values["line_id"])) is None:
        raise Invalid.field("body.line_id", "not_found", "There is no such line.")
    await _check_templates(tx, values)
    same = sa.select(AutoReply.id).where(
        AutoReply.line_id == values["line_id"] if values["line_id"] else AutoReply.account == values["account"]
    )
    other = await tx.session.scalar(same.limit(1))
    if other is not None and other != own:
        raise Conflict("There is an automatic reply for it already.", code="auto_reply_taken")


async def _check_templates(tx: Tx, values: Mapping[str, Any]) -> None:
    from hub.templates import MessageTemplate  # noqa: PLC0415 - a hub without templates does not load them

    wanted = {name: values[name] for name in ("closed_template_id", "open_template_id") if values[name]}
    if not wanted:
        raise Invalid.field("body.closed_template_id", "missing", "Choose what is answered.")
    query = sa.select(MessageTemplate.id).where(
        MessageTemplate.id.in_(list(wanted.values())), MessageTemplate.channel == "sms"
    )
    known = set(await tx.session.scalars(query))
    for name, template in wanted.items():
        if template not in known:
            raise Invalid.field(f"body.{name}", "not_found", "There is no such template for SMS.")
