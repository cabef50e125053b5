"""Messages as the API gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from hub import gsm
from hub.accounts import user_refs
from hub.customers import Customer, display
from hub.messaging.conceal import conceal
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.prices import shown
from hub.messaging.schemas import OutboxMessageOut, OutboxRow, RouteRef, TemplateRef, TriedWay
from hub.timeline import CustomerRef

SNIPPET = 160
PLANNED = timedelta(minutes=1)
_PLAIN = ("id", "channel", "purpose", "address", "language", "state", "reason", "detail", "origin",
          "operator", "links", "opened", "opened_at", "send_at", "created_at", "ended_at", "version")  # fmt: skip
_WHOLE = ("sender_name", "sender_address", "account", "interaction_id", "handed_at")


@lru_cache(maxsize=1_024)
def parts_of(channel: str, text: str) -> int:
    """How many parts an SMS is sent in; of anything else, one."""
    return gsm.count_sms(text).parts if channel == "sms" else 1


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the timeline's line says beside its words."""
    opened_at = row.get("opened_at")
    told = {
        "operator": row.get("operator"), "price": shown(row), "links": row.get("links"), "opened": row.get("opened"),
        "opened_at": opened_at and opened_at.isoformat(), "send_at": _planned(row),
    }  # fmt: skip
    return {
        "kind": "message", "message_id": str(row["id"]), "purpose": row["purpose"], "reason": row["reason"],
        "parts": row.get("parts") or parts_of(row["channel"], row["text"]), "origin": row["origin"],
        **{name: value for name, value in told.items() if value},
    }  # fmt: skip


def _planned(row: Mapping[str, Any]) -> str | None:
    """When one that waits for its time goes; the moments in which it may be undone are no plan."""
    at = row.get("send_at")
    if at is None or row.get("state") != "accepted" or at - row["created_at"] < PLANNED:
        return None
    return str(at.isoformat())


async def describe(session: AsyncSession, rows: Sequence[OutboxMessage]) -> list[OutboxRow]:
    """Messages as a list shows them, in two more queries."""
    people = await _customers(session, {row.customer_id for row in rows if row.customer_id})
    users = await user_refs(session, {row.actor_id for row in rows if row.actor_id})
    return [OutboxRow.model_validate(_row(row, people, users)) for row in rows]


async def describe_whole(session: AsyncSession, row: OutboxMessage) -> OutboxMessageOut:
    """One message with its words, as its recipient gets them."""
    from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

    people = await _customers(session, {row.customer_id} if row.customer_id else set())
    users = await user_refs(session, {row.actor_id} if row.actor_id else set())
    sms, text = row.channel == "sms", conceal(row.text)
    return OutboxMessageOut.model_validate(
        _row(row, people, users) | {name: getattr(row, name) for name in _WHOLE} | {
            "text": text, "html": row.html and templates.clean_html(conceal(row.html)),
            "pieces": gsm.split_sms(text) if sms else [],
            "alphabet": gsm.count_sms(row.text).alphabet if sms else None,
            "template": await _template(session, row),
        } | await _ways(session, row)
    )  # fmt: skip


def _row(row: OutboxMessage, people: Mapping[UUID, CustomerRef], users: Mapping[UUID, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _PLAIN} | {
        "subject": row.subject and conceal(row.subject),
        "customer": people.get(row.customer_id) if row.customer_id else None,
        "actor": users.get(row.actor_id) if row.actor_id else None,
        "shown_address": display(row.address) if row.channel == "sms" and row.address.startswith("+") else row.address,
        "snippet": " ".join(conceal(row.text)[: 2 * SNIPPET].split())[:SNIPPET],
        "parts": row.parts or parts_of(row.channel, row.text),
        "price": shown({"price_micros": row.price_micros, "currency": row.currency}),
    }  # fmt: skip


async def _ways(session: AsyncSession, row: OutboxMessage) -> dict[str, Any]:
    """By which route it goes or went, and which ways did not take it before."""
    keys = [_route_id(one["key"]) for one in row.tried]
    names = await HOOKS.route_names(session, {key for key in (row.route_id, *keys) if key})
    return {
        "route": _route(row.route_id, names),
        "tried": [
            TriedWay(
                route=_route(key, names), account=one["account"], reason=one["reason"], detail=one.get("detail"),
                at=datetime.fromisoformat(one["at"]) if one.get("at") else None,
            )
            for key, one in zip(keys, row.tried, strict=True)
        ],
    }  # fmt: skip


def _route(key: UUID | None, names: Mapping[UUID, str]) -> RouteRef | None:
    return RouteRef(id=key, name=names.get(key)) if key else None


def _route_id(key: str) -> UUID | None:
    """Of the way that has this key; None where it is an account without a route."""
    try:
        return UUID(key)
    except ValueError:
        return None


async def _customers(session: AsyncSession, ids: set[UUID]) -> dict[UUID, CustomerRef]:
    """Who they are now, merged or not."""
    if not ids:
        return {}
    root = aliased(Customer)
    query = sa.select(Customer.id, root.id, root.name).join(root, root.id == Customer.root_id)
    rows = await session.execute(query.where(Customer.id.in_(ids)))
    return {member: CustomerRef(id=key, name=name) for member, key, name in rows}


async def _template(session: AsyncSession, row: OutboxMessage) -> TemplateRef | None:
    if row.template_version_id is None:
        return None
    from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

    template, version = templates.MessageTemplate, templates.TemplateVersion
    query = sa.select(template.id, template.name, version.number)
    query = query.join(version, version.template_id == template.id).where(version.id == row.template_version_id)
    found = (await session.execute(query)).first()
    return TemplateRef.model_validate(found) if found else None
