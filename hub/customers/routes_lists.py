"""Lists of customers, of an organisation's people, and what can be filtered by."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from hub import search, views
from hub.accounts import Permission
from hub.customers import lists
from hub.customers.filter_fields import load_catalogue
from hub.customers.filter_sql import Frame
from hub.customers.filters import notices, read_filter
from hub.customers.lists import Key, Selection, Sort
from hub.customers.organisations import get_organisation
from hub.customers.rows import present_rows
from hub.customers.schemas_lists import CustomerPage, CustomersQuery, FilterFieldOut, PeopleQuery, parse_filter
from hub.db import utc_now
from hub.web import (
    Context,
    FieldError,
    Invalid,
    Items,
    NotFound,
    Principal,
    Routes,
    UtcTime,
    decode_cursor,
    encode_cursor,
)  # fmt: skip

routes = Routes("customers")
READ = Permission.CUSTOMERS_READ
PATIENCE = 10.0  # seconds: a rare part of many texts is looked for in all of them


@routes.get("/api/customers", permission=READ, summary="List or search customers")
async def list_customers(ctx: Context, query: CustomersQuery) -> CustomerPage:
    """Customers who fulfil all that is asked, in the order asked for; merged ones are shown as one."""
    async with _bounded(ctx) as session:
        raw, place, sort = parse_filter(query.filter) if query.filter else None, "query.filter", query.sort
        if query.view:
            view = await _view(session, ctx.user, query.view)
            raw, place = (view.filter, "query.view.filter") if raw is None else (raw, place)
            sort = sort or _known_sort(view.sort)
        wanted = Selection(
            q=query.q, kind=query.kind, tags=tuple(query.tag), owner_id=query.owner_id,
            organisation_id=query.organisation_id, identity_id=query.identity_id,
        )  # fmt: skip
        told: list[FieldError] = []
        if raw is not None:
            checked = read_filter(raw, await load_catalogue(session), place)
            wanted, told = replace(wanted, filter=checked), notices(checked, place)
        return await _page(ctx, session, wanted, sort or "name", query, told)


@routes.get("/api/organisations/{organisation_id}/people", permission=READ, summary="An organisation's people",
            errors=(404,))  # fmt: skip
async def list_people(ctx: Context, organisation_id: UUID, query: PeopleQuery) -> CustomerPage:
    """Those who belong to it, or to one that was merged into it."""
    async with _bounded(ctx) as session:
        organisation = await get_organisation(session, organisation_id)
        wanted = Selection(q=query.q, organisation_id=organisation.id)
        return await _page(ctx, session, wanted, query.sort or "name", query, [])


@routes.get("/api/filter-fields", permission=READ, summary="What customers can be filtered by")
async def list_filter_fields(ctx: Context) -> Items[FilterFieldOut]:
    """The fields, what may be asked of each, and the options of a choice."""
    async with ctx.db.read() as session:
        catalogue = await load_catalogue(session)
    return Items(
        items=[
            FilterFieldOut(
                field=one.field, label_key=None if one.key else f"filter.field.{one.field}", label=one.label,
                kind=one.kind, ops=list(one.ops), options=list(one.options), archived=one.archived,
            )
            for one in catalogue.values()
        ]
    )  # fmt: skip


async def load_filter_check(session: AsyncSession) -> views.Check:
    """For saved views: what is to be known of a filter that works."""
    catalogue = await load_catalogue(session)
    return lambda raw, place: notices(read_filter(raw, catalogue, place), place)


VIEW_AREA = views.Area(frozenset(lists.SORTS), load_filter_check)


def frame_of(ctx: Context) -> Frame:
    """The signed-in user's “me” and “today”, and the organisation's country."""
    return make_frame(ctx.db.dialect, ctx.user, utc_now(), ctx.settings.organisation.region)


def make_frame(dialect: str, user: Principal, now: datetime, region: str | None = None) -> Frame:
    """What “me” and “today” mean to a user at a moment."""
    zone = ZoneInfo(user.time_zone)
    return Frame(dialect, zone, now.astimezone(zone).date(), user.id, region)


@asynccontextmanager
async def _bounded(ctx: Context) -> AsyncIterator[AsyncSession]:
    """A session for a list. Raises ``Invalid`` for what takes too long to find."""
    try:
        async with search.timeboxed(ctx.db, PATIENCE, scans=True) as session:
            yield session
    except search.TooSlow:
        detail = "This takes too long to find. Narrow it further, or ask for what is more common."
        raise Invalid.field("query.filter", "too_slow", detail) from None


async def _view(session: AsyncSession, user: Principal, view_id: UUID) -> views.SavedView:
    try:
        return await views.get_view(session, user, view_id)
    except NotFound:
        raise Invalid.field("query.view", "not_found", "There is no such view.") from None


def _known_sort(name: str) -> Sort | None:
    return next((sort for sort in lists.SORTS if sort == name), None)


async def _page(
    ctx: Context,
    session: AsyncSession,
    wanted: Selection,
    sort: Sort,
    query: CustomersQuery | PeopleQuery,
    told: list[FieldError],
) -> CustomerPage:
    frame = frame_of(ctx)
    after, total = _read_cursor(query.cursor, sort) if query.cursor else (None, None)
    found = await lists.find_customers(session, wanted, frame, sort=sort, after=after, limit=query.limit + 1)
    if total is None:
        total = len(found) if len(found) <= query.limit else await lists.count_customers(session, wanted, frame)
    rows, cursor = found[: query.limit], None
    if len(found) > query.limit:
        cursor = encode_cursor(sort, total, *lists.key_of(rows[-1], sort))
    return CustomerPage(items=await present_rows(session, rows), next=cursor, total=total, notices=told)


def _read_cursor(cursor: str, sort: Sort) -> tuple[Key, int]:
    """Where the page begins, and the total that the first one counted: counting may cost more than a page."""
    value = str if sort.endswith("name") else UtcTime | None if sort.endswith("last_contact_at") else UtcTime
    order, total, *key = decode_cursor(cursor, str, int, value, UUID)
    if order != sort:
        raise Invalid.field("query.cursor", "cursor", "This cursor belongs to another order.")
    return (key[0], key[1]), max(0, min(total, lists.MOST))
