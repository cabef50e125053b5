"""One look at a calendar: read what changed there, bring both sides together, write what changed here."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from hub import channels, jobs
from hub.accounts import Permission, access_of, acting_user
from hub.caldav import entries
from hub.caldav.book import Book, read_book
from hub.caldav.client import open_client
from hub.caldav.entries import Entry
from hub.caldav.guard import Places
from hub.caldav.links import note_ok, note_trouble, secret_of
from hub.caldav.models import CalendarLink
from hub.caldav.remote import Changes, Fetched, Remote
from hub.caldav.schedule import Payload
from hub.caldav.send import Outcome, keep, send, to_read
from hub.caldav.take import Met, take
from hub.caldav.trouble import Trouble
from hub.channels import Keyring
from hub.db import Database, Tx, utc_now
from hub.settings import Settings
from hub.web import Principal

log = structlog.get_logger(__name__)
ROUNDS: Final = 3  # entries that change while they are being written are read again so often
MOST_NEW: Final = 500  # unknown entries read in one go, where new ones are taken
_CLOSE: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Calendars:
    """What synchronising needs."""

    db: Database
    settings: Settings
    keyring: Keyring

    @property
    def places(self) -> Places:
        """Where calendars may be."""
        return Places(self.settings)

    async def look(self, ctx: jobs.Context, payload: Payload) -> None:
        """The job: whatever is wrong with a calendar is kept with it, and the next look is laid."""
        async with self.db.read() as session:
            link = await session.get(CalendarLink, payload.link_id)
            owner = await acting_user(session, link.user_id, demo=self.settings.demo) if link else None
        if link is None or link.state == "stopped":
            return
        try:
            more = await self._sync(link, owner)
        except Trouble as trouble:
            log.info("calendar_trouble", link=str(link.id), code=trouble.code, detail=trouble.detail)
            await self._end(ctx, link.id, trouble)
        else:
            await self._end(ctx, link.id, None, _CLOSE if more else None)

    async def _end(
        self, ctx: jobs.Context, link_id: UUID, trouble: Trouble | None, soon: timedelta | None = None
    ) -> None:
        usual = timedelta(minutes=self.settings.calendars.every_minutes) * random.uniform(0.9, 1.1)  # noqa: S311

        async def work(tx: Tx) -> None:
            await ctx.finish_in(tx)
            if trouble is None:
                await note_ok(tx, link_id, soon or usual)
            else:
                await note_trouble(tx, link_id, trouble, usual)

        await self.db.write(work)

    async def _sync(self, link: CalendarLink, owner: Principal | None) -> bool:
        if owner is None or not owner.may(Permission.TASKS_WRITE):
            raise Trouble("owner")
        async with self.db.read() as session:
            if await access_of(session, owner.id) != link.access:  # whoever knew the old password may have made it
                raise Trouble("confirm")
        try:
            async with self.db.read() as session:
                password = await channels.read_secret(session, self.keyring, secret_of(link.id))
        except channels.SealBrokenError:
            password = None
        if password is None:
            raise Trouble("secret_lost")
        async with open_client(self.places, link.url, link.username, password) as client:
            run = _Run(self.db, link, owner, Remote(client, link.url, link.component), self._page)
            return await run.all()

    @property
    def _page(self) -> str:
        http = self.settings.http
        site = http.public_url or f"http://{http.host}:{http.port}"
        return f"{site.rstrip('/')}/tasks?task="


@dataclass(slots=True)
class _Run:
    """One look."""

    db: Database
    link: CalendarLink
    owner: Principal
    remote: Remote
    page: str

    async def all(self) -> bool:
        """True where there is more to do at once."""
        changes = await self.remote.changes(self.link.sync_token, self.link.ctag)
        wanted = await self._wanted(changes)
        more, outcome = False, Outcome()
        for _ in range(ROUNDS):
            bodies = await self._read(wanted)
            outcome = await self._write(bodies)
            more = more or outcome.more
            wanted = outcome.again
            if not wanted:
                break
        await self.db.write(lambda tx: self._got_to(tx, changes, outcome))
        if outcome.read_only:
            raise Trouble("read_only")
        return more

    async def _got_to(self, tx: Tx, changes: Changes, outcome: Outcome) -> None:
        link = await tx.session.get(CalendarLink, self.link.id)
        if link is not None:
            book = await read_book(tx.session, link)
            link.sync_token, link.ctag = changes.token, changes.ctag
            link.left_out = book.left_out + outcome.refused

    async def _book(self) -> Book:
        async with self.db.read() as session:
            return await read_book(session, self.link)

    async def _wanted(self, changes: Changes) -> set[str]:
        """The entries to read: what changed there or here, and new ones where they become tasks."""
        book, now = await self._book(), utc_now()
        known = {entry.href: entry.etag for entry in book.entries}
        wanted = to_read(book, now) | (changes.gone & known.keys())
        wanted |= {
            href for href, etag in changes.changed.items() if href in known and (known[href] != etag or not etag)
        }
        if changes.whole:
            wanted |= {entry.href for entry in book.entries if entry.removed_at is None}
        if self.link.take_new and self.link.component == "VTODO":  # an event there is an appointment, not a task
            there = await self.remote.hrefs() if changes.whole else changes.changed
            wanted |= set(sorted(there.keys() - known.keys())[:MOST_NEW])
        return wanted

    async def _read(self, hrefs: Collection[str]) -> dict[str, Entry]:
        """Take over what stands there; returns it for those that are to be written."""
        if not hrefs:
            return {}
        fetched = await self.remote.fetch(sorted(hrefs))
        book = await self._book()
        met = await asyncio.to_thread(_understand, fetched, book, self.owner.time_zone, utc_now())
        await self.db.write(lambda tx: take(tx, self.link.id, self.owner, met))
        return {one.href: one.entry for one in met if one.entry}

    async def _write(self, bodies: dict[str, Entry]) -> Outcome:
        outcome, book = Outcome(), await self._book()
        try:
            await send(self.remote, book, bodies, self.page, utc_now(), outcome)
        finally:
            await self.db.write(lambda tx: keep(tx, self.link.id, outcome))
        return outcome


def _understand(fetched: Collection[Fetched], book: Book, zone: str, now: datetime) -> list[Met]:
    known = {entry.href: entry for entry in book.entries}
    met = []
    for one in fetched:
        row = known.get(one.href)
        task = book.tasks.get(row.task_id) if row else None
        found = None
        if one.text is not None:
            base = row.base if row else {}
            found = entries.read(one.text, book.link.component, task.zone if task else zone, base, now)
        met.append(Met(one.href, one.etag, one.text is None, found))
    return met
