"""Read, add, change, order and delete routes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from hub import events, jobs
from hub.db import Reader, Tx, new_id
from hub.sms.balances import is_low
from hub.sms.choice import Route
from hub.sms.models import SmsRoute
from hub.sms.money import amount, micros, price
from hub.sms.schemas import BalanceOut, RouteIn, RouteOut
from hub.sms.spending import Standing, read_standing
from hub.web import Conflict, FieldError, Invalid, NotFound, Stale

MOST = 100
ROOM = "sms_routes"
ROUTE_LEFT = "sms.bulk.route_left"
_ALL = sa.select(SmsRoute).order_by(SmsRoute.position, SmsRoute.id).limit(MOST)
_ROWS = sa.select(SmsRoute.__table__).order_by(SmsRoute.position, SmsRoute.id).limit(MOST)
_MONEY = (("price", "price_micros"), ("spend_limit", "spend_micros"), ("balance_warning", "warn_micros"))
_NEEDED = frozenset({"name", "account", "prefixes", "purpose", "suffix_added", "active"})


class RouteLeft(BaseModel):
    """A route leads to this account no more: what waits for it goes otherwise."""

    route_id: UUID
    account: str


async def list_routes(reader: Reader) -> list[RouteOut]:
    """All routes, also those that are switched off, in their order."""
    found = [SmsRoute(**row) for row in (await reader.execute(_ROWS)).mappings()]
    stands = await read_standing(reader)
    return [present(row, stands) for row in found]


async def load_routes(reader: Reader) -> list[Route]:
    """All routes, also those that are switched off, as the choice needs them."""
    rows = await reader.execute(_ROWS)
    return [
        Route(
            id=row.id, name=row.name, position=row.position, account=row.account, prefixes=tuple(row.prefixes),
            purpose=row.purpose, sender=row.sender, price=price(row.price_micros, row.currency), suffix=row.suffix,
            suffix_added=row.suffix_added, rate=row.rate, spend_micros=row.spend_micros,
            active=row.active,
        )
        for row in rows
    ]  # fmt: skip


async def route_names(reader: Reader, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """How these routes are called; one that is gone is left out."""
    if not ids:
        return {}
    found = await reader.execute(sa.select(SmsRoute.id, SmsRoute.name).where(SmsRoute.id.in_(list(ids))))
    return {row.id: row.name for row in found}


async def get_route(reader: Reader, route_id: UUID) -> RouteOut:
    """One route. Raises ``NotFound``."""
    found = next((one for one in await list_routes(reader) if one.id == route_id), None)
    if found is None:
        raise NotFound("There is no such route.")
    return found


async def add_route(tx: Tx, wanted: RouteIn) -> RouteOut:
    """Add one at the end. Raises ``Conflict`` where there are too many."""
    known = await _locked(tx)
    if len(known) >= MOST:
        raise Conflict(f"There may be {MOST} routes at most.", code="too_many_routes")
    route = SmsRoute(id=new_id(), position=len(known), created_at=tx.now, updated_at=tx.now, version=1,
                     **_columns(wanted.model_dump()))  # fmt: skip
    _check_money(route)
    tx.session.add(route)
    return (await _told(tx, route))[0]


async def change_route(tx: Tx, route_id: UUID, changes: dict[str, Any], version: int | None) -> RouteOut:
    """Change one. Raises ``NotFound``, ``Invalid``, or ``Stale`` when ``version`` is an old one."""
    known = await _locked(tx)
    route = _of(known, route_id)
    await _check_version(tx, route, version, changes)
    position = changes.pop("position", None)
    if missing := [name for name in sorted(_NEEDED & changes.keys()) if changes[name] is None]:
        raise Invalid([FieldError(field=f"body.{name}", code="missing", detail="Give a value.") for name in missing])
    await _check_spent(tx, route, changes)
    was = RouteLeft(route_id=route.id, account=route.account)
    for name, value in _columns(changes).items():
        setattr(route, name, value)
    _check_money(route)
    if position is not None:
        await _move(tx, route, position, known)
    route.updated_at, route.version = tx.now, route.version + 1
    if route.account != was.account or not route.active:
        await _left(tx, was)
    return (await _told(tx, route))[0]


async def _left(tx: Tx, left: RouteLeft) -> None:
    key = f"{ROUTE_LEFT}:{left.route_id}:{left.account}"
    await jobs.enqueue(tx, ROUTE_LEFT, left, lane="bulk", key=key)


async def _check_version(tx: Tx, route: SmsRoute, version: int | None, changes: dict[str, Any]) -> None:
    if version in (None, route.version):
        return
    shown = present(route, await read_standing(tx.session))
    differing = [name for name, value in changes.items() if getattr(shown, name) != value]
    raise Stale(shown, differing, version=route.version)


def _check_money(route: SmsRoute) -> None:
    if route.currency is None and any(getattr(route, column) is not None for _, column in _MONEY):
        raise Invalid.field("body.currency", "currency_missing", "Say in which currency.")
    if route.spend_micros is not None and not route.price_micros:  # what costs nothing is never limited by it
        raise Invalid.field("body.price", "price_missing", "A limit of what may be spent needs the price of a part.")


async def _check_spent(tx: Tx, route: SmsRoute, changes: dict[str, Any]) -> None:
    """What was spent today stays what it is."""
    if route.currency is None or changes.get("currency", route.currency) == route.currency:
        return
    if (await read_standing(tx.session)).spent.get(route.id):
        raise Invalid.field("body.currency", "currency_spent", f"Today's sum is in {route.currency}.")


async def delete_route(tx: Tx, route_id: UUID, version: int | None = None) -> str:
    """Forget one; its name. Messages that went by it keep its id. Raises ``NotFound``, or ``Stale``."""
    route = _of(await _locked(tx), route_id)
    await _check_version(tx, route, version, {})
    await tx.session.delete(route)
    await _left(tx, RouteLeft(route_id=route.id, account=route.account))
    await tx.session.flush()
    await events.append(tx, ROOM, events.Kind.SMS_ROUTE, route.id, route.version + 1, None)
    return route.name


def present(route: SmsRoute, stands: Standing) -> RouteOut:
    """A route as the API gives it."""
    money = {name: getattr(route, column) for name, column in _MONEY}
    names = set(RouteOut.model_fields) - money.keys() - {"spent", "balance"}
    spent = stands.spent.get(route.id, 0) if route.currency else None
    return RouteOut(
        **{name: getattr(route, name) for name in names},
        **{name: None if value is None else amount(value) for name, value in money.items()},
        spent=None if spent is None else amount(spent), balance=_balance(route, stands),
    )  # fmt: skip


def _balance(route: SmsRoute, stands: Standing) -> BalanceOut | None:
    found = stands.balances.get(route.account)
    if found is None:
        return None
    told = found.price
    low = is_low(told, route.currency, route.warn_micros)
    return BalanceOut(amount=told.amount, currency=told.currency, told_at=found.told_at, low=low)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """Values of the API as columns."""
    found = dict(values)
    for name, column in _MONEY:
        if name in found:
            given = found.pop(name)
            found[column] = None if given is None else micros(given)
    if found.get("prefixes"):
        found["prefixes"] = list(dict.fromkeys(found["prefixes"]))
    return found


def _of(known: list[SmsRoute], route_id: UUID) -> SmsRoute:
    found = next((one for one in known if one.id == route_id), None)
    if found is None:
        raise NotFound("There is no such route.")
    return found


async def _move(tx: Tx, route: SmsRoute, position: int, known: list[SmsRoute]) -> None:
    """Put it there; the others stand around it as they did, and are told where they moved."""
    ordered = [one for one in known if one is not route]
    ordered.insert(position, route)
    moved: list[SmsRoute] = []
    for place, one in enumerate(ordered):
        if one.position != place:
            one.position = place
            if one is not route:
                one.version += 1
                moved.append(one)
    await _told(tx, *moved)


async def _told(tx: Tx, *routes: SmsRoute) -> list[RouteOut]:
    await tx.session.flush()
    stands = await read_standing(tx.session)
    shown = [present(route, stands) for route in routes]
    for one in shown:
        await events.append(tx, ROOM, events.Kind.SMS_ROUTE, one.id, one.version, one)
    return shown


async def _locked(tx: Tx) -> list[SmsRoute]:
    if tx.dialect == "postgresql":  # one that somebody else is adding cannot be locked by its row
        await tx.session.execute(sa.text("LOCK TABLE sms_route IN SHARE ROW EXCLUSIVE MODE"))
    return list(await tx.session.scalars(_ALL))
