"""Many phones at once, as a check of their PBX found them: who sits where is said with them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from hub.accounts import Permission, audit
from hub.calls.models import Extension
from hub.calls.routes_extensions import SEATS, routes
from hub.calls.schemas import NewExtension
from hub.calls.seats import Seats
from hub.db import Tx, new_id
from hub.web import Context, FieldError, Input, Invalid, Output

MOST = 500


class FoundPhone(Input):
    """A phone, and who sits at it from now on (null: nobody yet)."""

    endpoint: str = Field(pattern=NewExtension.model_fields["endpoint"].metadata[0].pattern)
    number: str = Field(pattern=r"^\d{1,20}$")
    label: str | None = Field(None, max_length=80)
    user_id: UUID | None = None


class FoundPhones(Input):
    """The phones of one account. A phone of another account is refused, unless `elsewhere_too` says it is another."""

    account: str = Field(min_length=1, max_length=40)
    items: list[FoundPhone] = Field(min_length=1, max_length=MOST)
    elsewhere_too: bool = False


class TakenOver(Output):
    """How many phones are new, and how many were known already."""

    added: int
    known: int


@routes.post("/api/extensions/found", permission=Permission.EXTENSIONS_MANAGE, summary="Add the phones of a PBX",
             status=201, errors=(403,))  # fmt: skip
async def add_found_extensions(ctx: Context, body: FoundPhones) -> TakenOver:
    """All of them or none. Phones that are known keep their number and label; a user given for one sits there."""
    _refuse_twice(body.items)
    seats, user, address = ctx.service(SEATS), ctx.user.id, ctx.peer.address

    async def work(tx: Tx) -> TakenOver:
        taken = await _take(tx, seats, body)
        audit.record(tx, "extensions_added", actor_id=user, address=address, account=body.account, added=taken.added)
        return taken

    return await ctx.db.write(work)


async def _take(tx: Tx, seats: Seats, body: FoundPhones) -> TakenOver:
    endpoints = [item.endpoint for item in body.items]
    known = {row.endpoint: row for row in await _with(tx, endpoints) if row.account == body.account}
    if not body.elsewhere_too:
        _refuse_elsewhere(body, await _with(tx, endpoints))
    new = {
        item.endpoint: Extension(
            id=new_id(), account=body.account, endpoint=item.endpoint, number=item.number, label=item.label
        )
        for item in body.items
        if item.endpoint not in known
    }
    tx.session.add_all(new.values())
    await tx.session.flush()
    phones = known | new
    for item in body.items:
        if item.user_id is not None:
            await seats.sit(tx, item.user_id, phones[item.endpoint].id)
    return TakenOver(added=len(new), known=len(known))


async def _with(tx: Tx, endpoints: Sequence[str]) -> Sequence[Extension]:
    return (await tx.session.scalars(sa.select(Extension).where(Extension.endpoint.in_(endpoints)))).all()


def _refuse_twice(items: Sequence[FoundPhone]) -> None:
    """Raises ``Invalid`` for an endpoint or a user that comes twice."""
    errors, endpoints, users = [], set[str](), set[UUID]()
    for place, item in enumerate(items):
        if item.endpoint in endpoints:
            detail = f"{item.endpoint} comes twice."
            errors.append(FieldError(field=f"body.items.{place}.endpoint", code="endpoint_twice", detail=detail))
        if item.user_id in users:
            detail = "One person sits at one phone."
            errors.append(FieldError(field=f"body.items.{place}.user_id", code="user_twice", detail=detail))
        endpoints.add(item.endpoint)
        users |= {item.user_id} if item.user_id else set()
    if errors:
        raise Invalid(errors)


def _refuse_elsewhere(body: FoundPhones, rows: Sequence[Extension]) -> None:
    """Raises ``Invalid`` for an endpoint with a number that another account claims: most often it is one PBX."""
    others = {(row.endpoint, row.number): row.account for row in rows if row.account != body.account}
    errors = [
        FieldError(
            field=f"body.items.{place}.endpoint",
            code="endpoint_elsewhere",
            detail=f"The account {others[item.endpoint, item.number]} has {item.endpoint} already.",
        )
        for place, item in enumerate(body.items)
        if (item.endpoint, item.number) in others
    ]
    if errors:
        raise Invalid(errors)
