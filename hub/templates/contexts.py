"""What a template's fields are for customers: many of them in one query, for bulk sending as for one reply."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from hub.accounts import User, user_refs
from hub.customers import Customer, CustomerIdentity, CustomerTag, Identity, Tag, display, load_fields, shown_address
from hub.db import Reader
from hub.lines import Line
from hub.templates.fields import CUSTOM
from hub.templating import TemplateValues

MOST = 1_000  # customers in one query
LONGEST = 1_000
_TITLES: Final = frozenset(
    {"dr", "mr", "mrs", "ms", "miss", "prof", "eng", "دکتر", "مهندس", "آقای", "خانم", "استاد", "سید"}
)
_asked, _home, _house, _owner = aliased(Customer), aliased(Customer), aliased(Customer), aliased(User)


def _address(kind: str) -> Any:
    link, identity, member = aliased(CustomerIdentity), aliased(Identity), aliased(Customer)
    query = (
        sa.select(shown_address(identity))
        .join(link, link.identity_id == identity.id)
        .join(member, member.id == link.customer_id)
    )
    query = query.where(member.root_id == _home.id, identity.kind == kind, link.valid_to.is_(None))
    return query.order_by(link.primary.desc(), link.valid_from, link.id).limit(1).correlate(_home).scalar_subquery()


def _tags() -> Any:
    named, member = aliased(CustomerTag), aliased(Customer)
    query = sa.select(sa.func.aggregate_strings(Tag.name, "\n"))
    query = query.join(named, named.tag_id == Tag.id).join(member, member.id == named.customer_id)
    return query.where(member.root_id == _home.id).correlate(_home).scalar_subquery()


_QUERY = (
    sa.select(
        _asked.id.label("asked"), _home.id, _home.kind, _home.name, _home.job_title, _home.language, _home.time_zone,
        _home.city, _home.stage, _home.fields, _house.name.label("organisation"), _owner.name.label("owner"),
        _address("phone").label("phone"), _address("email").label("email"), _tags().label("tags"),
    )
    .join(_home, _home.id == _asked.root_id)
    .outerjoin(_house, _house.id == _home.organisation_id)
    .outerjoin(_owner, _owner.id == _home.owner_id)
    .where(_asked.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Uuid())))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, on which line: the same for every customer of a batch."""

    organisation: str
    time_zone: str
    now: datetime
    agent_name: str | None = None
    agent_email: str | None = None
    line_name: str | None = None
    line_brand: str | None = None
    line_number: str | None = None


async def load_sender(
    reader: Reader,
    organisation: str,
    time_zone: str,
    now: datetime,
    *,
    agent: UUID | None = None,
    line: UUID | None = None,
) -> Sender:
    """The sender's side, in a query for each of the two that is named; one that is gone is nobody."""
    who: Any = None
    where: Any = None
    if agent is not None:
        who = (await reader.execute(sa.select(User.name, User.email).where(User.id == agent))).first()
    if line is not None:
        where = (await reader.execute(sa.select(Line.name, Line.brand, Line.number).where(Line.id == line))).first()
    return Sender(
        organisation, time_zone, now, who and who.name, who and who.email, where and where.name,
        where and where.brand, where and where.number,
    )  # fmt: skip


async def load_values(reader: Reader, customers: Sequence[UUID], sender: Sender) -> dict[UUID, TemplateValues]:
    """The values for each of these customers (at most 1,000), in one query; who is not there is left out.

    A merged customer is who it was merged into. Custom fields are read once, their people by the names that are kept.
    """
    if len(customers) > MOST:
        raise ValueError(f"at most {MOST} customers at once")
    fields = await load_fields(reader)
    rows = (await reader.execute(_QUERY, {"ids": list(customers)})).all()
    people = [key for key, one in fields.items() if one.kind == "person"]
    dates = [key for key, one in fields.items() if one.kind == "date"]
    ids = {UUID(value) for row in rows for key in people if (value := row.fields.get(key))}
    names = {str(user): ref.name for user, ref in (await user_refs(reader, ids) if ids else {}).items()}
    common = _of_sender(sender)
    return {
        row.asked: TemplateValues(
            common | _of_customer(row) | _custom(row.fields, people, dates, names) | _clock(row.time_zone, sender),
            (row.language,),
        )
        for row in rows
    }  # fmt: skip


def nobody(sender: Sender) -> TemplateValues:
    """The values where there is no customer."""
    return TemplateValues(_of_sender(sender) | _clock(None, sender))


def _of_sender(sender: Sender) -> dict[str, Any]:
    return {
        "agent.name": clean(sender.agent_name), "agent.first_name": first_name(sender.agent_name),
        "agent.email": clean(sender.agent_email), "line.name": clean(sender.line_name),
        "line.brand": clean(sender.line_brand or sender.organisation),
        "line.number": display(sender.line_number) if sender.line_number else None,
        "organisation.name": clean(sender.organisation),
    }  # fmt: skip


def _of_customer(row: Any) -> dict[str, Any]:
    person = row.kind == "person"
    return {
        "customer.name": clean(row.name), "customer.first_name": first_name(row.name) if person else None,
        "customer.last_name": last_name(row.name) if person else None, "customer.job_title": clean(row.job_title),
        "customer.organisation": clean(row.organisation) if person else clean(row.name),
        "customer.phone": display(row.phone) if row.phone else None, "customer.email": clean(row.email),
        "customer.city": clean(row.city), "customer.stage": clean(row.stage), "customer.owner": clean(row.owner),
        "customer.tags": ("، " if row.language == "fa" else ", ").join(_once(row.tags)),
    }  # fmt: skip


def _once(tags: str | None) -> list[str]:
    """Each tag once: two members of a merged customer may carry the same."""
    return list(dict.fromkeys(map(clean, (tags or "").split("\n"))))


def _custom(
    values: Mapping[str, Any], people: Sequence[str], dates: Sequence[str], names: Mapping[str, str]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in values.items():
        if key in people:
            made[CUSTOM + key] = names.get(value)
        elif key in dates:
            made[CUSTOM + key] = _day(value)
        else:
            made[CUSTOM + key] = clean(value) if isinstance(value, str) else value
    return made


def _clock(zone: str | None, sender: Sender) -> dict[str, Any]:
    now = sender.now.astimezone(_zone(zone or sender.time_zone, sender.time_zone))
    return {"now": now, "today": now.date()}


@lru_cache(maxsize=600)
def _zone(name: str, other: str) -> ZoneInfo | Any:
    for zone in (name, other):
        try:
            return ZoneInfo(zone)
        except (ValueError, OSError, KeyError):
            continue
    return UTC


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def first_name(name: str | None) -> str | None:
    """How somebody is addressed: the first word that is no title."""
    words = [word for word in clean(name).split() if word.strip(".").casefold() not in _TITLES]
    return words[0] if words else None


def last_name(name: str | None) -> str | None:
    """What follows the first name."""
    words = [word for word in clean(name).split() if word.strip(".").casefold() not in _TITLES]
    return " ".join(words[1:]) or None


def clean(text: str | None) -> str:
    """A value without control characters and without what turns the direction of the text behind it; one line."""
    if not text:
        return ""
    if text.isascii() and text.isprintable():
        return text[:LONGEST]
    kept = (" " if char in "\r\n\t\u2028\u2029" else char for char in text[:LONGEST])
    return "".join(
        char for char in kept
        if unicodedata.category(char) not in {"Cc", "Cs", "Co"} and not "\u202a" <= char <= "\u202e"
        and not "\u2066" <= char <= "\u2069"
    )  # fmt: skip
