"""Saved views: one's own and the shared ones; who may change which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import Permission, user_refs
from hub.db import Tx
from hub.views.models import SavedView
from hub.views.schemas import NewView, ViewOut
from hub.web import Conflict, FieldError, Forbidden, Invalid, NotFound, Principal

MOST_OWN = 100  # views of one user and list
MOST_SHOWN = 500


Check = Callable[[Any, str], list[FieldError]]
"""Of a filter, named by its place: tells what is to be known of one that works, raises ``Invalid`` for another."""


@dataclass(frozen=True, slots=True)
class Area:
    """A list that views are saved of: its orders, and what loads the ``Check`` of its filters."""

    sorts: frozenset[str]
    load_check: Callable[[AsyncSession], Awaitable[Check]]


AREAS: web.AppKey[dict[str, Area]] = web.AppKey("view_areas")
"""The lists by name; the application fills it."""


def visible(user: Principal) -> sa.ColumnElement[bool]:
    """The user's own views and the shared ones."""
    return sa.or_(SavedView.owner_id == user.id, SavedView.shared.is_(sa.true()))


async def list_views(session: AsyncSession, user: Principal, area: str) -> Sequence[SavedView]:
    """The views that the user sees, in their order."""
    query = sa.select(SavedView).where(SavedView.area == area, visible(user))
    query = query.order_by(SavedView.position, SavedView.created_at, SavedView.id).limit(MOST_SHOWN)
    return (await session.scalars(query)).all()


async def get_view(session: AsyncSession, user: Principal, view_id: UUID) -> SavedView:
    """A view that the user sees. Raises ``NotFound``, also for somebody else's own."""
    found = await session.scalar(sa.select(SavedView).where(SavedView.id == view_id, visible(user)))
    if found is None:
        raise NotFound("There is no such view.")
    return found


async def add_view(tx: Tx, user: Principal, wanted: NewView, area: Area) -> SavedView:
    """Save a view. Raises ``Invalid``, or ``Conflict`` for too many."""
    await _check(tx.session, area, wanted.filter, wanted.sort)
    own = sa.select(sa.func.count()).where(SavedView.area == wanted.area, SavedView.owner_id == user.id)
    if (await tx.session.scalar(own) or 0) >= MOST_OWN:
        raise Conflict(f"You may save {MOST_OWN} views of a list at most: delete one first.", code="too_many_views")
    view = SavedView(**wanted.model_dump(), owner_id=user.id, created_at=tx.now, updated_at=tx.now, version=1)
    tx.session.add(view)
    await tx.session.flush()
    return view


async def change_view(
    tx: Tx, user: Principal, view_id: UUID, changes: dict[str, Any], areas: dict[str, Area]
) -> SavedView:
    """Change a view. Raises ``NotFound``, ``Forbidden`` or ``Invalid``."""
    view = await _mine(tx, user, view_id)
    changes = {name: value for name, value in changes.items() if value is not None}
    if changes.get("shared") is False and view.owner_id != user.id:
        raise Invalid.field("body.shared", "not_owner", "Only its owner takes a view back: it would vanish for you.")
    if "filter" in changes or "sort" in changes:
        await _check(tx.session, areas[view.area], changes.get("filter"), changes.get("sort"))
    for name, value in changes.items():
        setattr(view, name, value)
    view.updated_at, view.version = tx.now, view.version + 1
    await tx.session.flush()
    return view


async def delete_view(tx: Tx, user: Principal, view_id: UUID) -> None:
    """Forget a view. Raises ``NotFound`` or ``Forbidden``."""
    await tx.session.delete(await _mine(tx, user, view_id))


async def present(
    session: AsyncSession, user: Principal, views: Sequence[SavedView], areas: dict[str, Area]
) -> list[ViewOut]:
    """The views as the API gives them."""
    owners = await user_refs(session, {view.owner_id for view in views})
    checks = {name: await areas[name].load_check(session) for name in {view.area for view in views}}
    return [
        ViewOut(
            **{name: getattr(view, name) for name in _PLAIN},
            mine=view.owner_id == user.id, may_change=may_change(user, view), owner=owners.get(view.owner_id),
            problems=problems(view, checks[view.area]),
        )
        for view in views
    ]  # fmt: skip


def problems(view: SavedView, check: Check) -> list[FieldError]:
    """What is to be known of its filter: it was fine when it was saved."""
    try:
        return check(view.filter, "filter")
    except Invalid as error:
        return error.errors


def may_change(user: Principal, view: SavedView) -> bool:
    """Whether it is the user's own, or a shared one that they may look after."""
    return view.owner_id == user.id or (view.shared and user.may(Permission.VIEWS_MANAGE))


async def _mine(tx: Tx, user: Principal, view_id: UUID) -> SavedView:
    view = await get_view(tx.session, user, view_id)
    if not may_change(user, view):
        raise Forbidden("Only its owner, a supervisor or an administrator changes a shared view.")
    return view


async def _check(session: AsyncSession, area: Area, filter_: Any, sort: str | None) -> None:
    if filter_ is not None:
        (await area.load_check(session))(filter_, "body.filter")
    if sort is not None and sort not in area.sorts:
        raise Invalid.field("body.sort", "sort", f"The list can be sorted by {', '.join(sorted(area.sorts))}.")


_PLAIN = (
    "id", "area", "name", "shared", "filter", "columns", "sort", "position", "created_at", "updated_at", "version"
)  # fmt: skip
