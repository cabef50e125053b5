"""What was read in a calendar, taken over into its owner's tasks in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.caldav.book import Book, read_book
from hub.caldav.entries import Entry
from hub.caldav.merge import merge
from hub.caldav.models import CalendarEntry, CalendarLink, CalendarRecord
from hub.caldav.schedule import AT_WORK
from hub.caldav.values import MORE, acceptable, changes_of
from hub.db import Tx, new_id
from hub.tasks import Task, change_each, is_deleted, keep_new, touch
from hub.web import Principal

LONGEST = 200
MOST_NEW = 100  # tasks made of entries at once


@dataclass(frozen=True, slots=True)
class Met:
    """An entry as it was found: ``gone``, or without ``entry`` where nobody can read it."""

    href: str
    etag: str
    gone: bool = False
    entry: Entry | None = None


@dataclass(slots=True)
class _Work:
    """What comes together of it."""

    changes: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    records: list[CalendarRecord] = field(default_factory=list)
    fresh: list[Met] = field(default_factory=list)


async def take(tx: Tx, link_id: UUID, owner: Principal, met: Sequence[Met]) -> None:
    """Bring these entries and their tasks together. Doing it twice changes nothing twice."""
    link = await tx.session.get(CalendarLink, link_id)
    if link is None or not met:
        return
    book = await read_book(tx.session, link)
    await _lock(tx, book, met)
    work, known = _Work(), {entry.href: entry for entry in book.entries}
    for one in met:
        entry = known.get(one.href)
        if entry is None:
            work.fresh.append(one)
        elif one.gone:
            await _gone(tx, book, entry, work)
        else:
            _compare(tx, book, entry, one, work)
    token = AT_WORK.set(link_id)
    try:
        await _adopt(tx, book, owner, work)
        changed = await change_each(tx, owner, work.changes) if work.changes else []
    finally:
        AT_WORK.reset(token)
    tx.session.add_all(work.records)
    told = {record.task_id for record in work.records} - {task.id for task in changed}
    if told:
        await touch(tx, [book.tasks[one] for one in sorted(told)])


async def _lock(tx: Tx, book: Book, met: Sequence[Met]) -> None:
    """What is compared must not change until it is written."""
    hrefs = {one.href for one in met}
    ids = [entry.task_id for entry in book.entries if entry.href in hrefs]
    query = sa.select(Task).where(Task.id.in_(ids)).order_by(Task.id).with_for_update()
    for task in await tx.session.scalars(query.execution_options(populate_existing=True)):
        book.tasks[task.id] = task


async def _gone(tx: Tx, book: Book, entry: CalendarEntry, work: _Work) -> None:
    """Deleted there: the task stays, and is not sent again until somebody says so."""
    task = book.tasks.get(entry.task_id)
    if task is None or task.state != "open" or not book.belongs(task, tx.now):
        await tx.session.delete(entry)
    elif entry.removed_at is None:
        entry.removed_at, entry.etag = tx.now, ""
        work.records.append(_record(tx, book, task.id, "removed"))


def _compare(tx: Tx, book: Book, entry: CalendarEntry, one: Met, work: _Work) -> None:
    task, found = book.tasks.get(entry.task_id), one.entry
    before, entry.etag = entry.etag, one.etag
    if task is None or not book.belongs(task, tx.now):
        return
    if found is None:
        if before != one.etag:
            work.records.append(_record(tx, book, task.id, "unreadable"))
        return
    entry.removed_at = None
    told, refused = acceptable(found.values, entry.base, task)
    times = {name: datetime.fromisoformat(at) for name, at in entry.touched.items()}
    merged = merge(entry.base, book.values(task), told, times, found.modified)
    for name in refused:
        work.records.append(_record(tx, book, task.id, "refused", name, "hub", told[name], found.values[name]))
    for clash in merged.clashes:
        work.records.append(
            _record(tx, book, task.id, "conflict", clash.field, clash.kept, clash.kept_value, clash.lost_value)
        )
    if merged.take:
        work.changes[task.id] = changes_of(merged.take, task.zone)
    entry.base = found.values | {MORE: entry.base.get(MORE, "")}
    kept = {clash.field for clash in merged.clashes if clash.kept == "hub"}
    entry.touched = {name: at for name, at in entry.touched.items() if name in kept or name not in merged.take}


def _record(
    tx: Tx, book: Book, task_id: UUID, kind: str, field_: str | None = None, kept: str | None = None,
    kept_value: str | None = None, lost_value: str | None = None,
) -> CalendarRecord:  # fmt: skip
    return CalendarRecord(
        id=new_id(), task_id=task_id, user_id=book.link.user_id, at=tx.now, kind=kind, field=field_, kept=kept,
        kept_value=None if kept_value is None else kept_value[:LONGEST],
        lost_value=None if lost_value is None else lost_value[:LONGEST],
    )  # fmt: skip


async def _adopt(tx: Tx, book: Book, owner: Principal, work: _Work) -> None:
    """Entries that no row knows: the owner's own that were sent before, and new ones where those are wanted."""
    by_uid = {task.uid: task for task in book.tasks.values()}
    linked = {entry.task_id for entry in book.entries}
    new = []
    for one in work.fresh:
        if one.entry is None:
            continue
        task = by_uid.get(one.entry.uid)
        if task is None:
            new.append(one)
        elif task.id not in linked:
            tx.session.add(_entry(book, task.id, one))
    if new and book.link.take_new and book.link.component == "VTODO":  # events there are appointments
        await _make(tx, book, owner, new)


async def _make(tx: Tx, book: Book, owner: Principal, met: Sequence[Met]) -> None:
    uids = [one.entry.uid for one in met if one.entry]
    taken = set(await tx.session.scalars(sa.select(Task.uid).where(Task.uid.in_(uids))))
    taken |= await is_deleted(tx.session, uids)
    made: dict[str, tuple[Task, Met]] = {}
    for one in met:
        task = _task(tx, owner, one.entry) if one.entry and one.entry.uid not in taken else None
        if task is not None and task.uid not in made and len(made) < MOST_NEW:
            made[task.uid] = (task, one)
    await keep_new(tx, [task for task, _ in made.values()], owner.id)
    tx.session.add_all(_entry(book, task.id, one) for task, one in made.values())


def _task(tx: Tx, owner: Principal, entry: Entry) -> Task | None:
    """An open to-do as a task of the owner's; None for what no task can be."""
    values = entry.values
    if values["state"] != "open" or not values["title"] or len(entry.uid) > 255:
        return None
    try:
        given = changes_of({name: value for name, value in values.items() if name != "state"}, owner.time_zone)
    except (ValueError, OverflowError):
        return None
    return Task(
        id=new_id(), uid=entry.uid, zone=owner.time_zone, state="open", created_by=owner.id, created_at=tx.now,
        updated_at=tx.now, sequence=0, version=1, occurrence=1, followed=False, promise=False, repeat_from="done",
        assignee_id=owner.id, **given,
    )  # fmt: skip


def _entry(book: Book, task_id: UUID, one: Met) -> CalendarEntry:
    values = one.entry.values if one.entry else {}
    return CalendarEntry(
        id=new_id(), link_id=book.link.id, task_id=task_id, href=one.href, etag=one.etag, touched={},
        base=values | {MORE: ""},
    )  # fmt: skip
