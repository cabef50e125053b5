"""The rule of who may be written to, as one query; docs/consent.md tells it in words.

An opt-out counts at its address, for everybody who uses it, and at every address of the same kind of the person who
said it, with all who were merged with them. Who said it is whoever was named, or the only one who uses the address.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from hub.consent.models import Consent, ConsentOptOut, Suppression
from hub.consent.terms import OPT_OUTS, Policy, kinds_of
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import UTCDateTime

Only = sa.FromClause | None
Moment = datetime | sa.BindParameter[datetime]


def judged(
    asked: sa.FromClause, channel: str, purpose: str, at: Moment, policy: Policy, *, many: bool = False
) -> sa.Select[Any]:
    """For each distinct ``asked.c.id``, an identity: ``identity_id``, ``allowed``, ``reason`` and ``event_id``.

    ``many``: a good part of all identities is asked about, so that the opt-outs are what is gone through.
    """
    own, identity = aliased(Consent), aliased(Identity)
    only = None if many else asked
    elsewhere = _once(_said_elsewhere(only, channel, purpose), "elsewhere")
    suppressed = _once(_suppressed(only, channel, purpose, at), "suppressed")
    fits, opted_out = identity.kind.in_(kinds_of(channel)), own.stands.in_(OPT_OUTS)
    reason = sa.case(
        (identity.id.is_(None), "unknown"),
        (~fits, "wrong_channel"),
        (suppressed.c.asked.is_not(None), "suppressed"),
        (opted_out, own.stands),
        (elsewhere.c.asked.is_not(None), "opted_out_elsewhere"),
        (own.stands == "granted", "granted"),
        (own.state == "pending", "pending"),
        else_="no_record",
    ).label("reason")
    event = sa.case(
        (suppressed.c.asked.is_not(None), suppressed.c.event_id),
        (sa.or_(opted_out, elsewhere.c.asked.is_(None)), own.event_id),
        else_=elsewhere.c.event_id,
    )
    mine = sa.and_(own.identity_id == asked.c.id, own.channel == channel, own.purpose == purpose)
    inner = (
        sa.select(asked.c.id.label("identity_id"), reason, event.label("event_id"))
        .select_from(asked)
        .outerjoin(identity, identity.id == asked.c.id)
        .outerjoin(own, mine)
        .outerjoin(elsewhere, elsewhere.c.asked == asked.c.id)
        .outerjoin(suppressed, suppressed.c.asked == asked.c.id)
    ).subquery("judged")
    may = ("granted", "no_record", "pending") if policy.allows(purpose) else ("granted",)
    return sa.select(inner.c.identity_id, inner.c.reason.in_(may).label("allowed"), inner.c.reason, inner.c.event_id)


def _once(rows: Any, name: str) -> sa.Subquery:
    """One row for each that was asked, the earliest: both stores pick the same one."""
    found = rows.subquery()
    place = sa.func.row_number().over(partition_by=found.c.asked, order_by=(found.c.at, found.c.event_id))
    placed = sa.select(found.c.asked, found.c.event_id, place.label("place")).subquery()
    return sa.select(placed.c.asked, placed.c.event_id).where(placed.c.place == 1).subquery(name)


def _said_elsewhere(only: Only, channel: str, purpose: str) -> Any:
    """The opt-outs that people who use the addresses said at others of the same kind."""
    return sa.union_all(_named(only, channel, purpose), _unnamed(only, channel, purpose))


def _named(only: Only, channel: str, purpose: str) -> Any:
    """Those that name a person of the set that uses the address."""
    said, members, link, query = _people_of(only)
    return _of_one_kind(query.join(said, said.customer_id == members.id), said, link, channel, purpose)


def _unnamed(only: Only, channel: str, purpose: str) -> Any:
    """Those that name nobody, at addresses that this set alone uses."""
    said, members, link, query = _people_of(only)
    theirs, another, user = aliased(CustomerIdentity), aliased(CustomerIdentity), aliased(Customer)
    others = (
        sa.select(another.id)
        .join(user, user.id == another.customer_id)
        .where(another.identity_id == said.identity_id, another.valid_to.is_(None), user.root_id != members.root_id)
    )
    query = query.join(theirs, sa.and_(theirs.customer_id == members.id, theirs.valid_to.is_(None)))
    query = query.join(said, sa.and_(said.identity_id == theirs.identity_id, said.customer_id.is_(None)))
    # looked up for each opt-out: planners would hash every user of every address for a NOT EXISTS
    nobody_else = others.limit(1).scalar_subquery().is_(None)
    return _of_one_kind(query, said, link, channel, purpose).where(nobody_else)


def _people_of(only: Only) -> tuple[Any, Any, Any, Any]:
    """Everybody in the merged sets that use an address now."""
    said, members, holder, link = (
        aliased(ConsentOptOut),
        aliased(Customer),
        aliased(Customer),
        aliased(CustomerIdentity),
    )
    query = (
        sa.select(link.identity_id.label("asked"), said.event_id, said.at)
        .select_from(link)
        .join(holder, holder.id == link.customer_id)
        .join(members, members.root_id == holder.root_id)
        .where(link.valid_to.is_(None))
    )
    if only is not None:
        query = query.join(only, only.c.id == link.identity_id)
    return said, members, link, query


def _of_one_kind(query: Any, said: Any, link: Any, channel: str, purpose: str) -> Any:
    here, there = aliased(Identity), aliased(Identity)
    query = query.join(there, there.id == said.identity_id).join(here, here.id == link.identity_id)
    return query.where(said.channel == channel, said.purpose == purpose, there.kind == here.kind)


def _suppressed(only: Only, channel: str, purpose: str, at: Moment) -> Any:
    """What suppresses the addresses at that time."""
    moment = sa.literal(at, UTCDateTime()) if isinstance(at, datetime) else at
    parts = []
    for match in ("value", "mailbox", "domain", "prefix"):
        identity, one = aliased(Identity), aliased(Suppression)
        fits = sa.and_(
            one.kind == identity.kind,
            one.match == ("value" if match == "mailbox" else match),
            _matches(match, identity, one),
        )
        query = (
            sa.select(identity.id.label("asked"), one.id.label("event_id"), one.since.label("at"))
            .join(one, fits)
            .where(
                one.lifted_at.is_(None), one.channel.in_(["", channel]), one.purpose.in_(["", purpose]),
                one.since <= moment, sa.or_(one.until.is_(None), one.until > moment),
            )
        )  # fmt: skip
        parts.append(query if only is None else query.join(only, only.c.id == identity.id))
    return sa.union_all(*parts)


def _matches(match: str, identity: Any, one: Any) -> Any:
    if match == "value":
        return sa.and_(identity.kind != "email", one.namespace == identity.namespace, one.value == identity.value)
    if match == "mailbox":  # providers do not tell capitals from small letters; suppressions are kept in small ones
        return sa.and_(identity.kind == "email", one.value == _small(identity.value))
    if match == "domain":
        return sa.and_(identity.kind == "email", one.value == sa.func.substr(
            identity.value, _at_sign(identity.value) + 1))  # fmt: skip
    return sa.func.substr(identity.value, 1, sa.func.length(one.value)) == one.value


class _small(FunctionElement[str]):  # noqa: N801 - an SQL function
    """A text with the letters A to Z small, and no others: stores differ over those, and ``mailbox`` must agree."""

    type = sa.Text()
    inherit_cache = True
    name = "small"


@compiles(_small, "postgresql")
def _lower_c(element: _small, compiler: SQLCompiler, **kw: Any) -> str:
    return f'lower({compiler.process(element.clauses, **kw)} COLLATE "C")'


@compiles(_small, "sqlite")
def _lower(element: _small, compiler: SQLCompiler, **kw: Any) -> str:
    return f"lower({compiler.process(element.clauses, **kw)})"


class _at_sign(FunctionElement[int]):  # noqa: N801 - an SQL function
    """Where the sign @ stands in a text, from 1; 0 where it is not."""

    type = sa.Integer()
    inherit_cache = True
    name = "at_sign"


@compiles(_at_sign, "postgresql")
def _strpos(element: _at_sign, compiler: SQLCompiler, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)}, '@')"


@compiles(_at_sign, "sqlite")
def _instr(element: _at_sign, compiler: SQLCompiler, **kw: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kw)}, '@')"
