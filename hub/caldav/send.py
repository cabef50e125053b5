"""Tasks on their way to a calendar: what is to be written, changed or taken away there, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub.caldav import entries
from hub.caldav.book import Book
from hub.caldav.entries import Entry, Sent
from hub.caldav.models import CalendarEntry, CalendarLink
from hub.caldav.remote import Remote
from hub.caldav.trouble import Trouble
from hub.caldav.values import Values
from hub.db import Tx, new_id
from hub.tasks import Task

MOST_SENT: Final = 200  # in one go; the rest follows at once
_ENTRY_REFUSED: Final = frozenset({400, 403, 413, 415, 422})


@dataclass(frozen=True, slots=True)
class Written:
    """A task as the calendar has it now."""

    task_id: UUID
    href: str
    etag: str
    values: Values
    at: datetime


@dataclass(slots=True)
class Outcome:
    """What came of it: ``again`` are entries that are otherwise there than was thought, or not read yet."""

    written: list[Written] = field(default_factory=list)
    dropped: list[UUID] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    refused: int = 0
    read_only: bool = False
    more: bool = False


def to_read(book: Book, now: datetime) -> set[str]:
    """The entries that must be read before they can be written."""
    return {
        entry.href
        for entry in book.entries
        if (task := book.tasks.get(entry.task_id)) and _is_behind(book, entry, task, now)
    }


def _is_behind(book: Book, entry: CalendarEntry, task: Task, now: datetime) -> bool:
    if entry.removed_at is not None or not book.belongs(task, now) or book.is_over(task, now):
        return False
    return book.values(task) != entry.base


async def send(
    remote: Remote, book: Book, bodies: Mapping[str, Entry], page: str, now: datetime, outcome: Outcome
) -> None:
    """Write what differs. Raises ``Trouble``; what was done until then stands in ``outcome``."""
    sender = _Sender(remote, book, bodies, page, now, outcome)
    linked = {entry.task_id for entry in book.entries}
    for entry in book.entries:
        await sender.follow(entry)
    for task in book.wanted:
        if task.id not in linked:
            await sender.create(task)
    outcome.read_only = outcome.read_only and not outcome.written


@dataclass(slots=True)
class _Sender:
    remote: Remote
    book: Book
    bodies: Mapping[str, Entry]
    page: str
    now: datetime
    outcome: Outcome

    @property
    def full(self) -> bool:
        self.outcome.more = len(self.outcome.written) + len(self.outcome.dropped) >= MOST_SENT
        return self.outcome.more

    async def follow(self, entry: CalendarEntry) -> None:
        """Change the entry, or take it away where the task is gone, somebody else's, or lost its day."""
        task = self.book.tasks.get(entry.task_id)
        if self.full:
            return
        if task is None or not self.book.belongs(task, self.now):
            if entry.removed_at is None:
                await self.remote.delete(entry.href, entry.etag)
            self.outcome.dropped.append(entry.id)
        elif self.book.is_over(task, self.now) or (entry.removed_at is not None and task.state != "open"):
            self.outcome.dropped.append(entry.id)
        elif _is_behind(self.book, entry, task, self.now):
            await self._change(entry, task)

    async def _change(self, entry: CalendarEntry, task: Task) -> None:
        there = self.bodies.get(entry.href)
        if there is None:
            return
        sent = self._sent(task)
        body = entries.change(there, self.book.link.component, sent, self.now)
        await self._put(entry.href, body, entry.etag, sent)

    async def create(self, task: Task) -> None:
        """A task that the calendar does not have yet."""
        if not self.full:
            sent = self._sent(task)
            body = entries.make(self.book.link.component, sent, self.now)
            await self._put(self.remote.href_for(task.uid), body, None, sent)

    def _sent(self, task: Task) -> Sent:
        return Sent(task, self.book.values(task), self.book.customer(task), self.page)

    async def _put(self, href: str, body: bytes, etag: str | None, sent: Sent) -> None:
        try:
            found = await self.remote.put(href, body, etag)
        except Trouble as trouble:
            if trouble.status not in _ENTRY_REFUSED:
                raise
            self.outcome.refused += 1
            self.outcome.read_only = self.outcome.read_only or trouble.status == 403
            return
        if found is None:
            self.outcome.again.add(href)
        else:
            self.outcome.written.append(Written(sent.task.id, href, found, sent.values, self.now))


async def keep(tx: Tx, link_id: UUID, outcome: Outcome) -> None:
    """Remember what the calendar has now. Doing it twice changes nothing."""
    link = await tx.session.get(CalendarLink, link_id)
    if link is None:
        return
    if outcome.dropped:
        await tx.session.execute(sa.delete(CalendarEntry).where(CalendarEntry.id.in_(outcome.dropped)))
    ids = [one.task_id for one in outcome.written]
    query = sa.select(CalendarEntry).where(CalendarEntry.link_id == link_id, CalendarEntry.task_id.in_(ids))
    known = {entry.task_id: entry for entry in await tx.session.scalars(query)} if ids else {}
    for one in outcome.written:
        entry = known.get(one.task_id)
        if entry is None:
            entry = CalendarEntry(id=new_id(), link_id=link_id, task_id=one.task_id, touched={})
            tx.session.add(entry)
        entry.href, entry.etag, entry.base, entry.removed_at = one.href, one.etag, dict(one.values), None
        later = {name: at for name, at in entry.touched.items() if datetime.fromisoformat(at) > one.at}
        entry.touched = later
