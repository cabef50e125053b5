"""Connecting a calendar, mending and ending that, and how it stands."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import channels, events
from hub.accounts import access_of, audit
from hub.caldav.discovery import Calendar
from hub.caldav.models import CalendarEntry, CalendarLink
from hub.caldav.schedule import sync_soon
from hub.caldav.schemas import ConnectedCalendar, RemovedTask
from hub.caldav.trouble import STOPS, Trouble
from hub.channels import Keyring
from hub.db import Tx, new_id
from hub.tasks import Task
from hub.web import Conflict, NotFound, Principal

FIRST: Final = timedelta(minutes=1)  # until a calendar in trouble is looked at again; twice that the next time
LONGEST: Final = timedelta(hours=6)
MOST_REMOVED: Final = 50


def secret_of(link_id: UUID) -> str:
    """The owner's name of its password."""
    return f"caldav:{link_id}"


async def find_link(session: AsyncSession, user_id: UUID) -> CalendarLink | None:
    """Somebody's calendar."""
    return (await session.scalars(sa.select(CalendarLink).where(CalendarLink.user_id == user_id))).one_or_none()


async def get_link(session: AsyncSession, user_id: UUID) -> CalendarLink:
    """The same. Raises ``NotFound``."""
    link = await find_link(session, user_id)
    if link is None:
        raise NotFound("No calendar is connected.")
    return link


async def connect(
    tx: Tx, keyring: Keyring, user: Principal, found: Calendar, *, username: str, password: str, component: str,
    take_new: bool,
) -> CalendarLink:  # fmt: skip
    """Keep the user's tasks in this calendar from now on. Raises ``Conflict`` where one is connected already."""
    if await find_link(tx.session, user.id) is not None:
        raise Conflict("A calendar is connected already: disconnect it first.", code="calendar_connected")
    take_new = take_new and component == "VTODO"  # events there are appointments, not tasks
    link = CalendarLink(
        id=new_id(), user_id=user.id, name=found.name, url=found.url, username=username, component=component,
        take_new=take_new, state="new", failures=0, since=tx.now, left_out=0, version=1,
        created_at=tx.now, access=await access_of(tx.session, user.id),
    )  # fmt: skip
    tx.session.add(link)
    await channels.keep_secret(tx, keyring, secret_of(link.id), password)
    audit.record(tx, "calendar_connected", actor_id=user.id, subject_id=link.id)
    await sync_soon(tx, link.id)
    await push(tx, link)
    return link


async def change_password(tx: Tx, keyring: Keyring, user: Principal, password: str) -> CalendarLink:
    """Sign in with another password from now on. Raises ``NotFound``."""
    link = await get_link(tx.session, user.id)
    await channels.keep_secret(tx, keyring, secret_of(link.id), password)
    audit.record(tx, "calendar_password_changed", actor_id=user.id, subject_id=link.id)
    return await resume(tx, link)


async def set_take_new(tx: Tx, link: CalendarLink, take_new: bool) -> None:
    """Let open to-dos that stand there become tasks, or no more; the calendar is read as a whole for it."""
    link.take_new = take_new and link.component == "VTODO"  # as above
    link.sync_token = link.ctag = None
    await resume(tx, link)


async def resume(tx: Tx, link: CalendarLink) -> CalendarLink:
    """Look at the calendar now, also after it was given up."""
    if link.state == "stopped":
        _set(link, tx, "trouble", link.problem)
    link.access = await access_of(tx.session, link.user_id)
    await sync_soon(tx, link.id)
    await push(tx, link)
    return link


async def disconnect(tx: Tx, user: Principal) -> None:
    """Keep nothing in step any more; what is in the calendar stays there. Raises ``NotFound``."""
    link = await get_link(tx.session, user.id)
    await forget(tx, link)
    audit.record(tx, "calendar_disconnected", actor_id=user.id, subject_id=link.id)


async def forget(tx: Tx, link: CalendarLink) -> None:
    """Take the link and all that belongs to it away."""
    version = link.version + 1
    await channels.forget_secret(tx, secret_of(link.id))
    await tx.session.execute(sa.delete(CalendarEntry).where(CalendarEntry.link_id == link.id))
    await tx.session.delete(link)
    await tx.session.flush()
    await events.append(tx, events.user_room(link.user_id), events.Kind.CALENDAR, link.id, version, None)


async def put_back(tx: Tx, user: Principal) -> CalendarLink:
    """Send the tasks again that were deleted there. Raises ``NotFound``."""
    link = await get_link(tx.session, user.id)
    gone = sa.delete(CalendarEntry).where(CalendarEntry.link_id == link.id, CalendarEntry.removed_at.is_not(None))
    await tx.session.execute(gone)
    return await resume(tx, link)


def _set(link: CalendarLink, tx: Tx, state: str, problem: str | None) -> None:
    if (state, problem) != (link.state, link.problem):
        link.since = tx.now
    link.state, link.problem = state, problem


async def note_ok(tx: Tx, link_id: UUID, after: timedelta) -> None:
    """It went well: look again after so long."""
    link = await tx.session.get(CalendarLink, link_id)
    if link is None:
        return
    _set(link, tx, "ok", None)
    link.failures, link.synced_at, link.next_at = 0, tx.now, tx.now + after
    await sync_soon(tx, link_id, after)
    await push(tx, link)


async def note_trouble(tx: Tx, link_id: UUID, trouble: Trouble, usual: timedelta) -> None:
    """It did not: stop where only the owner can mend it, else look again, less and less often."""
    link = await tx.session.get(CalendarLink, link_id)
    if link is None:
        return
    stops = trouble.code in STOPS
    _set(link, tx, "stopped" if stops else "trouble", trouble.code)
    link.failures += 1
    wait = min(LONGEST, max(FIRST * 2.0 ** min(link.failures - 1, 12), FIRST)) * random.uniform(0.8, 1.2)  # noqa: S311
    link.next_at = None if stops else tx.now + wait
    if not stops:
        await sync_soon(tx, link_id, wait)
    await push(tx, link)


async def push(tx: Tx, link: CalendarLink) -> None:
    """Tell the owner's open pages how it stands."""
    link.version += 1
    await tx.session.flush()
    out = await describe(tx.session, link)
    await events.append(tx, events.user_room(link.user_id), events.Kind.CALENDAR, link.id, link.version, out)


async def describe(session: AsyncSession, link: CalendarLink) -> ConnectedCalendar:
    """As the API gives it."""
    count = sa.select(sa.func.count()).where(CalendarEntry.link_id == link.id, CalendarEntry.removed_at.is_(None))
    query = (
        sa.select(Task.id, Task.title, Task.promise, CalendarEntry.removed_at)
        .join(Task, Task.id == CalendarEntry.task_id)
        .where(CalendarEntry.link_id == link.id, CalendarEntry.removed_at.is_not(None), Task.state == "open")
        .order_by(CalendarEntry.removed_at.desc())
        .limit(MOST_REMOVED)
    )
    removed = [RemovedTask.model_validate(row) for row in (await session.execute(query)).all()]
    plain = ConnectedCalendar.model_fields.keys() - {"host", "tasks", "removed"}
    return ConnectedCalendar(
        **{name: getattr(link, name) for name in plain},
        host=_host(link.url), tasks=await session.scalar(count) or 0, removed=removed,
    )  # fmt: skip


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
