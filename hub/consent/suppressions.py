"""Suppress addresses and patterns, and lift what was suppressed; nothing is ever deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events
from hub.accounts import audit, user_refs
from hub.consent.hooks import HOOKS
from hub.consent.models import Suppression
from hub.consent.schemas import NewSuppression, SuppressionOut, SuppressionPage, SuppressionQuery
from hub.customers import Identity, display, read_email, read_number
from hub.db import Tx, new_id
from hub.text import digits
from hub.web import Conflict, Invalid, NotFound, Stale, cut_page, decode_cursor

ROOM = "suppressions"
PATTERNS = 200  # that stand at once: each is held against every address
_DOMAIN = re.compile(r"(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_PREFIX = re.compile(r"\+[1-9]\d{0,13}")


async def list_suppressions(session: AsyncSession, query: SuppressionQuery, now: datetime) -> SuppressionPage:
    """A page of them, the newest first."""
    table = Suppression
    wanted = sa.select(table)
    if query.state != "all":
        wanted = wanted.where(stands(now) if query.state == "standing" else ~stands(now))
    if query.reason is not None:
        wanted = wanted.where(table.reason == query.reason)
    if query.q and (part := digits(query.q).strip().lower()):
        wanted = wanted.where(table.value.contains(part.replace(" ", ""), autoescape=True))
    if query.cursor is not None:
        at, row = decode_cursor(query.cursor, datetime, UUID)
        after = sa.tuple_(sa.literal(at, table.created_at.type), sa.literal(row))
        wanted = wanted.where(sa.tuple_(table.created_at, table.id) < after)
    rows = list(await session.scalars(
        wanted.order_by(table.created_at.desc(), table.id.desc()).limit(query.limit + 1)))  # fmt: skip
    items, following = cut_page(rows, query.limit, "created_at", "id")
    standing = await session.scalar(sa.select(sa.func.count()).select_from(table).where(stands(now)))
    return SuppressionPage(items=await present(session, items, now), next=following, standing=standing or 0)


def stands(now: datetime) -> Any:
    """Whether a suppression holds at that time."""
    moment = sa.literal(now, Suppression.since.type)
    return sa.and_(
        Suppression.lifted_at.is_(None), sa.or_(Suppression.until.is_(None), Suppression.until > moment)
    )  # fmt: skip


async def suppress(
    tx: Tx, wanted: NewSuppression, by: UUID | None, source: str = "agent", *, region: str = "IR",
    area_code: str | None = None, import_id: UUID | None = None,
) -> Suppression:  # fmt: skip
    """Suppress it. Raises ``Invalid`` at the field, or ``Conflict`` where the same stands already."""
    value = read_value(wanted, region, area_code)
    if wanted.until is not None and wanted.until <= tx.now:
        raise Invalid.field("body.until", "in_the_past", "This time is over.")
    one = Suppression(
        id=new_id(), kind=wanted.kind, namespace="", match=wanted.match, value=value, channel=wanted.channel or "",
        purpose=wanted.purpose or "", reason=wanted.reason, note=wanted.note, source=source, since=tx.now,
        until=wanted.until, created_by=by, created_at=tx.now, import_id=import_id, version=1,
    )  # fmt: skip
    await _check_new(tx, one)
    tx.session.add(one)
    await tx.session.flush()
    await announce(tx, one)
    audit.record(tx, "suppression.added", actor_id=by, subject_id=one.id, match=one.match, reason=one.reason)
    return one


def read_value(wanted: NewSuppression, region: str, area_code: str | None) -> str:
    """The address or pattern as it is kept. Raises ``Invalid``."""
    raw = digits(wanted.value).strip()
    if wanted.match == "value":
        return _address(wanted.kind, raw, region, area_code)
    if wanted.match == "domain":
        domain = raw.lower().removeprefix("@").rstrip(".")
        if wanted.kind != "email" or not _DOMAIN.fullmatch(domain):
            raise Invalid.field("body.value", "domain", "This is not a mail domain, such as example.com.")
        return domain
    prefix = re.sub(r"[\s()-]", "", raw)
    prefix = "+" + prefix[2:] if prefix.startswith("00") else prefix
    if wanted.kind != "phone" or not _PREFIX.fullmatch(prefix):
        raise Invalid.field("body.value", "prefix", "Give the first digits with the country code, such as +98900.")
    return prefix


def _address(kind: str, raw: str, region: str, area_code: str | None) -> str:
    address = read_email(raw) if kind == "email" else read_number(raw, region, area_code)
    if address is None or address.kind != kind:
        told = "This is not an email address." if kind == "email" else "This is not a phone number."
        raise Invalid.field("body.value", kind, told)
    return address.value


async def _check_new(tx: Tx, one: Suppression) -> None:
    table = Suppression
    if one.match != "value":
        patterns = sa.select(sa.func.count()).select_from(table).where(table.match != "value", stands(tx.now))
        if (await tx.session.scalar(patterns) or 0) >= PATTERNS:
            raise Conflict(f"There may be {PATTERNS} patterns at most.", code="too_many_patterns")
    same = sa.select(table.id).where(
        table.kind == one.kind, table.namespace == one.namespace, table.match == one.match, table.value == one.value,
        table.channel == one.channel, table.purpose == one.purpose, table.reason == one.reason, stands(tx.now),
    )  # fmt: skip
    if (await tx.session.execute(same.limit(1))).first():
        raise Conflict("This is suppressed already, for the same reason.", code="suppressed_already")


async def lock(tx: Tx, suppression_id: UUID, version: int | None) -> Suppression:
    """The suppression, held. Raises ``NotFound``, ``Stale``, or ``Conflict`` when it is lifted already."""
    one = await tx.session.get(Suppression, suppression_id, with_for_update=True)
    if one is None:
        raise NotFound("There is no such suppression.")
    if version is not None and version != one.version:
        (current,) = await present(tx.session, [one], tx.now)
        raise Stale(current, ["lifted_at"] if one.lifted_at else ["until"], version=one.version)
    if one.lifted_at is not None:
        raise Conflict("It is lifted already.", code="lifted_already")
    return one


async def lift(tx: Tx, suppression_id: UUID, why: str, version: int | None, by: UUID) -> SuppressionOut:
    """End it now; it stays as a record, with the reason."""
    one = await lock(tx, suppression_id, version)
    one.lifted_by, one.lifted_at, one.lifted_why, one.version = by, tx.now, why, one.version + 1
    await tx.session.flush()
    await tell_users(tx, one)
    audit.record(tx, "suppression.lifted", actor_id=by, subject_id=one.id, match=one.match, reason=one.reason)
    return await announce(tx, one)


async def tell_users(tx: Tx, one: Suppression) -> None:
    """Show it on the pages of those who use the address; a pattern is seen when they look again."""
    if one.match == "value":
        query = sa.select(Identity.id).where(
            Identity.kind == one.kind, Identity.namespace == one.namespace, Identity.value == one.value
        )
        await HOOKS.tell(tx, list(await tx.session.scalars(query)))


async def change(
    tx: Tx, suppression_id: UUID, changes: dict[str, Any], version: int | None, by: UUID
) -> SuppressionOut:
    """Another note, or another end. Raises as ``lock`` does, and ``Invalid``."""
    one = await lock(tx, suppression_id, version)
    if changes.get("until") is not None and changes["until"] <= tx.now:
        raise Invalid.field("body.until", "in_the_past", "To end it now, lift it.")
    for name, value in changes.items():
        setattr(one, name, value)
    one.version += 1
    await tx.session.flush()
    audit.record(tx, "suppression.changed", actor_id=by, subject_id=one.id, fields=sorted(changes))
    return await announce(tx, one)


async def announce(tx: Tx, one: Suppression) -> SuppressionOut:
    """Tell the pages that are open on suppressions."""
    (shown,) = await present(tx.session, [one], tx.now)
    await events.append(tx, ROOM, events.Kind.SUPPRESSION, one.id, one.version, shown)
    return shown


async def present(session: AsyncSession, rows: Sequence[Suppression], now: datetime) -> list[SuppressionOut]:
    """As the API gives them."""
    people = await user_refs(session, {who for one in rows for who in (one.created_by, one.lifted_by) if who})
    plain = ("id", "kind", "match", "value", "reason", "note", "source", "since", "until", "lifted_at", "lifted_why",
             "version")  # fmt: skip
    return [
        SuppressionOut(
            **{name: getattr(one, name) for name in plain}, channel=one.channel or None, purpose=one.purpose or None,
            display=display(one.value) if one.match == "value" else one.value,
            created_by=people.get(one.created_by) if one.created_by else None,
            lifted_by=people.get(one.lifted_by) if one.lifted_by else None,
            standing=one.lifted_at is None and (one.until is None or one.until > now),
        )
        for one in rows
    ]  # fmt: skip
