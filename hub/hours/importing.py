"""Import special days: looked at first, carried out, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import user_refs
from hub.db import Tx, new_id
from hub.hours.models import HoursCalendar, HoursDay, HoursImport
from hub.hours.planning import counts_of, day_of, plan
from hub.hours.schemas import HoursImportCounts, HoursImportOut, HoursImportRow
from hub.hours.special import check_room, days_query
from hub.hours.store import announce, get_calendar, span_out, special_day, touch, week_of
from hub.web import Conflict, NotFound

KEEP = 20  # imports of one calendar


async def begin(tx: Tx, calendar_id: UUID, name: str, items: Sequence[Mapping[str, Any]], user: UUID) -> HoursImportOut:
    """Keep what an import would do; nothing is changed yet. Raises ``NotFound`` or ``Conflict``."""
    calendar = await get_calendar(tx, calendar_id)
    rows = plan(items, week_of(calendar.week), await _days(tx.session, calendar_id))
    counts = counts_of(rows)
    await check_room(tx, calendar_id, counts["add"])
    made = HoursImport(
        id=new_id(), calendar_id=calendar_id, name=name, state="checked", rows=rows, changes=[], counts=counts,
        created_by=user, created_at=tx.now, updated_at=tx.now,
    )  # fmt: skip
    tx.session.add(made)
    await tx.session.flush()
    await _forget_old(tx, calendar_id)
    return (await present(tx.session, [made]))[0]


async def start(tx: Tx, calendar_id: UUID, import_id: UUID) -> HoursImportOut:
    """Add and change the days as they stand now. Raises ``NotFound`` or ``Conflict``."""
    calendar, found = await _both(tx, calendar_id, import_id, "checked")
    rows = [row for row in found.rows if row["outcome"] in {"add", "change"}]
    stored = {day.key: day for day in await _stored(tx, HoursDay.key, [day_of(row).key for row in rows], calendar_id)}
    await check_room(tx, calendar_id, len(rows) - len(stored))
    changes = []
    for row in rows:
        day, old = day_of(row), stored.get(day_of(row).key)
        spans = [list(span) for span in day.spans]
        before = None if old is None else {"name": old.name, "spans": old.spans}
        if old is None:
            old = HoursDay(
                id=new_id(), calendar_id=calendar_id, key=day.key, name=day.name, spans=spans, repeats=day.repeats,
                on=day.on, month=day.month, day=day.day, version=1,
            )  # fmt: skip
            tx.session.add(old)
        else:
            old.name, old.spans, old.version = day.name, spans, old.version + 1
        changes.append({"id": str(old.id), "version": old.version, "before": before})
    found.changes, found.state = changes, "done"
    return await _finish(tx, calendar, found)


async def undo(tx: Tx, calendar_id: UUID, import_id: UUID) -> HoursImportOut:
    """As before, but for days that somebody has changed since. Raises ``NotFound`` or ``Conflict``."""
    calendar, found = await _both(tx, calendar_id, import_id, "done")
    ids = [UUID(change["id"]) for change in found.changes]
    stored = {str(day.id): day for day in await _stored(tx, HoursDay.id, ids, calendar_id)}
    kept = 0
    for change in found.changes:
        day = stored.get(change["id"])
        if day is None or day.version != change["version"]:
            kept += 1
        elif change["before"] is None:
            await tx.session.delete(day)
        else:
            day.name, day.spans, day.version = change["before"]["name"], change["before"]["spans"], day.version + 1
    found.state, found.counts = "undone", found.counts | {"kept": kept}
    return await _finish(tx, calendar, found)


async def list_imports(session: AsyncSession, calendar_id: UUID) -> list[HoursImportOut]:
    """The latest first."""
    query = sa.select(HoursImport).where(HoursImport.calendar_id == calendar_id).order_by(HoursImport.id.desc())
    return await present(session, (await session.scalars(query.limit(KEEP))).all())


async def get_import(session: AsyncSession, calendar_id: UUID, import_id: UUID, *, lock: bool = False) -> HoursImport:
    """The import. Raises ``NotFound``."""
    found = await session.get(HoursImport, import_id, with_for_update=lock or None)
    if found is None or found.calendar_id != calendar_id:
        raise NotFound("There is no such import.")
    return found


async def present(session: AsyncSession, found: Sequence[HoursImport]) -> list[HoursImportOut]:
    """Imports as the API gives them."""
    users = await user_refs(session, {one.created_by for one in found})
    return [
        HoursImportOut(
            id=one.id, calendar_id=one.calendar_id, name=one.name, state=one.state, by=users.get(one.created_by),
            counts=HoursImportCounts(**one.counts), created_at=one.created_at, updated_at=one.updated_at,
        )
        for one in found
    ]  # fmt: skip


def row_out(row: Mapping[str, Any]) -> HoursImportRow:
    """A row as the API gives it."""
    was_spans = row.get("was_spans")
    return HoursImportRow(
        row=row["row"], outcome=row["outcome"], code=row["code"], text=row["text"], name=row["name"], date=row["on"],
        repeats=row["repeats"], month=row["month"] or None, day=row["day"] or None, was=row["was"],
        hours=[span_out(start, end) for start, end in row["spans"]],
        was_hours=None if was_spans is None else [span_out(start, end) for start, end in was_spans],
    )  # fmt: skip


async def _both(tx: Tx, calendar_id: UUID, import_id: UUID, state: str) -> tuple[HoursCalendar, HoursImport]:
    calendar = await get_calendar(tx, calendar_id)
    found = await get_import(tx.session, calendar_id, import_id, lock=True)
    if found.state != state:
        raise Conflict(f"The import is {found.state}.", code=f"import_{found.state}")
    return calendar, found


async def _finish(tx: Tx, calendar: HoursCalendar, found: HoursImport) -> HoursImportOut:
    found.updated_at = tx.now
    touch(tx, calendar)
    await announce(tx, calendar.id)
    return (await present(tx.session, [found]))[0]


async def _days(session: AsyncSession, calendar_id: UUID) -> list[Any]:
    return [special_day(row) for row in (await session.execute(days_query(calendar_id))).mappings()]


async def _stored(tx: Tx, column: Any, values: Sequence[Any], calendar_id: UUID) -> Sequence[HoursDay]:
    query = sa.select(HoursDay).where(HoursDay.calendar_id == calendar_id, column.in_(values))
    return (await tx.session.scalars(query)).all()


async def _forget_old(tx: Tx, calendar_id: UUID) -> None:
    """Only the latest imports of a calendar are kept, and can be taken back."""
    mine = sa.select(HoursImport.id).where(HoursImport.calendar_id == calendar_id).order_by(HoursImport.id.desc())
    old = (await tx.session.scalars(mine.offset(KEEP).limit(KEEP))).all()
    await tx.session.execute(sa.delete(HoursImport).where(HoursImport.id.in_(old)))
