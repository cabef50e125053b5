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
from hub.consent.terms import OPT_OUTS, REASONS, Policy, kinds_of
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import UTCDateTime

Only = sa.FromClause | None
Moment = datetime | sa.BindParameter[datetime]
_MATCHES = (("value", None), ("domain", "email"), ("prefix", "phone"))
LENIENT = ("granted", "no_record", "pending")  # reasons that an opt-out said elsewhere outweighs
_NINES = "9" * 16  # no number is longer


def judged(asked: sa.FromClause, channel: str, purpose: str, at: Moment, policy: Policy) -> sa.Select[Any]:
    """For each distinct ``asked.c.id``, an identity: ``identity_id``, ``allowed``, ``reason`` and ``event_id``."""
    inner = coded(asked, channel, purpose, at).subquery("judged")
    reason = sa.case(dict(enumerate(REASONS, start=1)), value=inner.c.code)
    allowed = inner.c.code.in_([REASONS.index(word) + 1 for word in policy.allowing(purpose)])
    return sa.select(inner.c.identity_id, allowed.label("allowed"), reason.label("reason"), inner.c.event_id)


def coded(asked: sa.FromClause, channel: str, purpose: str, at: Moment) -> sa.Select[Any]:
    """The same, with the place of the reason in ``REASONS`` (from 1) as ``code``: no word is compared twice."""
    own = aliased(Consent)
    elsewhere = _once(_said_elsewhere(asked, channel, purpose), "elsewhere")
    suppressed = _once(_suppressed(asked, channel, purpose, at), "suppressed")
    outweighed = sa.and_(elsewhere.c.asked.is_not(None), sa.or_(own.stands.is_(None), own.stands == "granted"))
    code = sa.case(
        (suppressed.c.asked.is_not(None), _code("suppressed")),
        (outweighed, _code("opted_out_elsewhere")),
        *_own_codes(own),
        else_=_silent(asked, channel),
    )
    event = sa.case(
        (suppressed.c.asked.is_not(None), suppressed.c.event_id),
        (outweighed, elsewhere.c.event_id),
        else_=own.event_id,
    )
    return (
        sa.select(asked.c.id.label("identity_id"), code.label("code"), event.label("event_id"))
        .select_from(asked)
        .outerjoin(own, _mine(own, asked, channel, purpose))
        .outerjoin(elsewhere, elsewhere.c.asked == asked.c.id)
        .outerjoin(suppressed, suppressed.c.asked == asked.c.id)
    )


def alone(asked: sa.FromClause, channel: str, purpose: str) -> sa.Select[Any]:
    """The same by what stands at each address itself, without the ``exceptions``; and the ``place`` of each."""
    own = aliased(Consent)
    code = sa.case(*_own_codes(own), else_=_silent(asked, channel))
    query = sa.select(asked.c.place, code.label("code"), own.event_id)
    return query.select_from(asked).outerjoin(own, _mine(own, asked, channel, purpose))


def exceptions(channel: str, purpose: str, at: Moment) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """For all addresses: opt-outs said elsewhere, which outweigh what is LENIENT, and suppressions, which do all."""
    elsewhere = _once(_said_elsewhere(None, channel, purpose), "elsewhere")
    suppressed = _once(_suppressed(None, channel, purpose, at), "suppressed")
    return _exceptions(elsewhere, "opted_out_elsewhere"), _exceptions(suppressed, "suppressed")


def _exceptions(rows: sa.Subquery, reason: str) -> sa.Select[Any]:
    return sa.select(rows.c.asked.label("identity_id"), _code(reason).label("code"), rows.c.event_id)


def _mine(own: Any, asked: sa.FromClause, channel: str, purpose: str) -> Any:
    return sa.and_(own.identity_id == asked.c.id, own.channel == channel, own.purpose == purpose)


def _own_codes(own: Any) -> list[Any]:
    return [
        *((own.stands == word, _code(word)) for word in ("granted", *OPT_OUTS)),
        (own.state == "pending", _code("pending")),
        (own.state.is_not(None), _code("no_record")),
    ]


def _silent(asked: sa.FromClause, channel: str) -> Any:
    """Of an address where nothing was said: whether the channel reaches it. What was said was said of one that does."""
    identity = aliased(Identity)
    fits = sa.case((identity.kind.in_(kinds_of(channel)), _code("no_record")), else_=_code("wrong_channel"))
    return sa.func.coalesce(sa.select(fits).where(identity.id == asked.c.id).scalar_subquery(), _code("unknown"))


def _code(reason: str) -> Any:
    return sa.literal_column(str(REASONS.index(reason) + 1), sa.Integer)


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
        # ``link`` is named so that it is looked for last, where an opt-out reaches another address
        sa.select(link.id)
        .select_from(another)
        .join(user, user.id == another.customer_id)
        .where(another.identity_id == said.identity_id, another.valid_to.is_(None), user.root_id != members.root_id)
        .correlate(link, said, members)
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
    """What stands at the address itself decides there before this is asked, and is most of it."""
    here, there = aliased(Identity), aliased(Identity)
    of_that = sa.select(there.kind).where(there.id == said.identity_id).scalar_subquery()
    other = sa.or_(said.identity_id != link.identity_id, sa.not_(said.here))
    query = query.join(here, here.id == link.identity_id)
    return query.where(said.channel == channel, said.purpose == purpose, here.kind == of_that, other)


def _suppressed(only: Only, channel: str, purpose: str, at: Moment) -> Any:
    """What suppresses the addresses that the channel reaches, at that time."""
    moment = sa.literal(at, UTCDateTime()) if isinstance(at, datetime) else at
    parts = []
    for match, kind in _MATCHES:
        if kind is not None and kind not in kinds_of(channel):
            continue
        identity, one = aliased(Identity), aliased(Suppression)
        query = (
            sa.select(identity.id.label("asked"), one.id.label("event_id"), one.since.label("at"))
            .join(one, _fits(match, kind, identity, one))
            .where(
                identity.kind.in_(kinds_of(channel)), one.lifted_at.is_(None), one.channel.in_(["", channel]),
                one.purpose.in_(["", purpose]), one.since <= moment, sa.or_(one.until.is_(None), one.until > moment),
            )
        )  # fmt: skip
        parts.append(query if only is None else query.join(only, only.c.id == identity.id))
    return sa.union_all(*parts)


def _fits(match: str, kind: str | None, identity: Any, one: Any) -> Any:
    """Whether a suppression is of the address; of one kind alone where that is told."""
    kinds = (identity.kind == one.kind,) if kind is None else (identity.kind == kind, one.kind == kind)
    return sa.and_(*kinds, one.match == match, _matches(match, identity, one))


def _matches(match: str, identity: Any, one: Any) -> Any:
    if match == "value":
        return sa.and_(one.namespace == identity.namespace, one.value == identity.value)
    if match == "domain":
        return one.value == sa.func.substr(identity.value, _at_sign(identity.value) + 1)
    return sa.and_(  # the range finds them by an index, in whatever order the store sorts texts: they are digits
        sa.func.substr(identity.value, 1, sa.func.length(one.value)) == one.value,
        identity.namespace == one.namespace, identity.value >= one.value, identity.value <= one.value + _NINES,
    )  # fmt: skip


class _at_sign(FunctionElement[int]):  # noqa: N801 - an SQL function
    """Where the sign @ stands in a text, from 1; 0 where it is not."""

    type = sa.Integer()
    inherit_cache = True
    name = "at_sign"


@compiles(_at_sign)
def _found(element: _at_sign, compiler: SQLCompiler, **kw: Any) -> str:
    name = "strpos" if compiler.dialect.name == "postgresql" else "instr"
    return f"{name}({compiler.process(element.clauses, **kw)}, '@')"
