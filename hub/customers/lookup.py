"""Who uses an address, with all that a pop shows of them, by one query: a pop waits for every round trip."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.customers.models import Customer, CustomerIdentity, CustomerTag, Identity, Tag
from hub.customers.numbers import Address
from hub.db import Precompiled, Reader
from hub.db.json_sql import json_list, json_object
from hub.timeline import RECENT, Interaction, TimelineEntry

MOST = 20  # people on one number; more is a switchboard, and nobody reads so many
_SUBJECT = 120
_AT_ONCE = 500  # addresses in one query of many


@dataclass(frozen=True, slots=True)
class Found:
    """The identity behind an address, or None when it was never seen, and rows of the roots who use it."""

    identity_id: UUID | None
    people: Sequence[Any]


def _tags(root: Any) -> Any:
    """The tags of the whole set, warnings first."""
    member = sa.orm.aliased(Customer)
    rank = sa.case((Tag.tone == "warn", 0), (Tag.tone == "vip", 1), else_=2)
    rows = (
        sa.select(Tag.name, Tag.tone)
        .join(CustomerTag, CustomerTag.tag_id == Tag.id)
        .join(member, member.id == CustomerTag.customer_id)
        .where(member.root_id == root.id)
        .group_by(Tag.name, Tag.tone)
        .order_by(rank, Tag.name)
        .correlate(root)
        .subquery()
    )
    return sa.select(json_list(json_object(name=rows.c.name, tone=rows.c.tone))).scalar_subquery()


def _recent(root: Any) -> Any:
    """The latest of each member of the set: a list a member, so that each is one short walk along an index."""
    member = sa.orm.aliased(Customer)
    text = sa.func.substr(sa.func.coalesce(Interaction.subject, Interaction.text), 1, _SUBJECT)
    rows = (
        sa.select(Interaction.id, Interaction.channel, Interaction.direction, Interaction.state,
                  text.label("subject"), TimelineEntry.occurred_at)
        .join(TimelineEntry, TimelineEntry.interaction_id == Interaction.id)
        .where(TimelineEntry.customer_id == member.id)
        .order_by(TimelineEntry.occurred_at.desc(), TimelineEntry.id.desc())
        .limit(RECENT)
        .correlate(member)
        .subquery()
    )  # fmt: skip
    names = ("id", "channel", "direction", "state", "subject", "occurred_at")
    latest = sa.select(json_list(json_object(**{name: rows.c[name] for name in names}))).correlate(member)
    return (
        sa.select(json_list(latest.scalar_subquery()))
        .where(member.root_id == root.id)
        .correlate(root)
        .scalar_subquery()
    )


def shown(root: Any) -> list[Any]:
    """The columns of a customer (a root) that ``describe.candidate`` reads."""
    named, organisation = sa.orm.aliased(Customer), sa.orm.aliased(Customer)  # it may have been merged
    name = sa.select(organisation.name).join(named, named.root_id == organisation.id)
    name = name.where(named.id == root.organisation_id).correlate(root)
    plain = ("id", "kind", "name", "job_title", "organisation_id", "owner_id", "city", "last_contact_at")
    return [
        *(getattr(root, one) for one in plain),
        name.scalar_subquery().label("organisation_name"),
        _tags(root).label("tags"),
        _recent(root).label("recent"),
    ]


def _links(where: Sequence[Any]) -> Any:
    """Who uses these identities now: one row for each identity and root, by the link chosen last."""
    member = sa.orm.aliased(Customer)
    best = sa.func.row_number().over(
        partition_by=[CustomerIdentity.identity_id, member.root_id],
        order_by=[CustomerIdentity.chosen_at.desc().nulls_last(), member.merged_into.is_not(None), CustomerIdentity.id],
    )
    return (
        sa.select(CustomerIdentity.identity_id, member.root_id, member.id.label("member_id"),
                  CustomerIdentity.chosen_at, best.label("place"))
        .join(member, member.id == CustomerIdentity.customer_id)
        .join(Identity, Identity.id == CustomerIdentity.identity_id)
        .where(*where, CustomerIdentity.valid_to.is_(None))
        .subquery()
    )  # fmt: skip


def _first(links: Any, root: Any) -> list[Any]:
    """Whoever was chosen last first, then who was heard last."""
    return [links.c.chosen_at.desc().nulls_last(), root.last_contact_at.desc().nulls_last(), root.id]


def _one() -> Any:
    links = _links(_KEY)
    return (
        sa.select(Identity.id.label("identity_id"), links.c.member_id, links.c.chosen_at, *shown(Customer))
        .outerjoin(links, sa.and_(links.c.identity_id == Identity.id, links.c.place == 1))
        .outerjoin(Customer, Customer.id == links.c.root_id)
        .where(*_KEY)
        .order_by(*_first(links, Customer))
        .limit(MOST)
    )


def _many() -> Any:
    """The same of many values of one kind; the ``MOST`` of each are found before anything is gathered of them."""
    links, root = _links(_KEYS), sa.orm.aliased(Customer)
    place = sa.func.row_number().over(partition_by=links.c.identity_id, order_by=_first(links, root))
    ranked = (
        sa.select(links.c.identity_id, links.c.root_id, links.c.member_id, links.c.chosen_at, place.label("place"))
        .join(root, root.id == links.c.root_id)
        .where(links.c.place == 1)
        .subquery()
    )
    return (
        sa.select(Identity.id.label("identity_id"), Identity.value.label("address"), ranked.c.member_id,
                  ranked.c.chosen_at, *shown(Customer))
        .outerjoin(ranked, sa.and_(ranked.c.identity_id == Identity.id, ranked.c.place <= MOST))
        .outerjoin(Customer, Customer.id == ranked.c.root_id)
        .where(*_KEYS)
        .order_by(Identity.id, ranked.c.place)
    )  # fmt: skip


_KEY = [getattr(Identity, name) == sa.bindparam(name) for name in ("kind", "namespace", "value")]
_KEYS = [*_KEY[:2], Identity.value.in_(sa.bindparam("values", expanding=True, type_=sa.String()))]
_LOOK_UP = Precompiled(_one())
_MANY = _many()

_BY_ID = sa.select(*shown(Customer)).where(Customer.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid())))


async def look_up(reader: Reader, address: Address, namespace: str = "") -> Found:
    """Whoever was chosen last for the address first, then who was heard last; ``member_id`` holds the link."""
    key = {"kind": address.kind, "namespace": namespace, "value": address.value}
    return _found(await _LOOK_UP.on(reader, key))


async def look_up_many(reader: Reader, addresses: Collection[Address]) -> dict[Address, Found]:
    """The same for each of these addresses, in a query for some hundred of a kind."""
    rows: dict[tuple[str, str, str], list[Any]] = {_key(address): [] for address in addresses}
    for (kind, namespace), values in _by_kind(rows):
        for row in await reader.execute(_MANY, {"kind": kind, "namespace": namespace, "values": values}):
            rows[kind, namespace, row.address].append(row)
    return {address: _found(rows[_key(address)]) for address in addresses}


def _key(address: Address) -> tuple[str, str, str]:
    return address.kind, address.namespace, address.value


def _found(rows: Sequence[Any]) -> Found:
    return Found(rows[0].identity_id if rows else None, [row for row in rows if row.id is not None])


def _by_kind(keys: Collection[tuple[str, str, str]]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The values of a kind and namespace at a time, and no more of them than a query takes."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for kind, namespace, value in keys:
        kinds.setdefault((kind, namespace), []).append(value)
    for key, values in kinds.items():
        for start in range(0, len(values), _AT_ONCE):
            yield key, values[start : start + _AT_ONCE]


async def shown_of(reader: Reader, ids: Sequence[UUID]) -> Sequence[Any]:
    """The same of roots that are known, in the order given."""
    rows = {row.id: row for row in await reader.execute(_BY_ID, {"ids": list(ids)})}
    return [rows[one] for one in ids if one in rows]
