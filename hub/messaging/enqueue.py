"""The one way for a message out of the hub: asked for in the transaction of whoever wants it, sent by a job after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects import postgresql, sqlite

from hub import jobs, search, timeline
from hub.consent import Channel, Purpose, Verdict, may_send
from hub.customers import Identity, shown_address, users_of_many
from hub.db import Tx, new_id
from hub.gsm import count_sms, suffixed
from hub.messaging import push
from hub.messaging.conceal import conceal
from hub.messaging.confirming import key_of, may_go
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.present import facts_of
from hub.messaging.ways import Asked, Ways
from hub.text import fold

SEND_JOB = "messaging.send"
LANE = "messages"
TOLD = 100  # of one batch: a page that is open on a long list reads it again
_COLUMNS = ("dedupe_key", "channel", "purpose", "account", "line_id", "identity_id", "sender_name", "suffix",
            "sender_address", "language", "subject", "text", "html", "template_id", "template_version_id", "origin",
            "actor_id", "send_at", "confirms")  # fmt: skip
_TABLE: Any = OutboxMessage.__table__
_NEW = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
Users = Mapping[UUID, Sequence[tuple[UUID, UUID]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A message that somebody wants sent, its words ready. The same ``dedupe_key`` is the same message.

    ``confirms``: the opt-out that it says was heard, which alone does not keep it back.
    ``origin`` names what made it. ``account`` None: whichever sends on the channel. ``send_at`` None: at once.
    ``suffix``: what its way has put under the text, which another way takes away again. ``shorten``: its links become
    short ones, with these ``utm`` fields, where anybody makes such. ``conversation_id``: the one that it answers.
    """

    dedupe_key: str
    channel: Channel
    purpose: Purpose
    identity_id: UUID
    language: str
    text: str
    origin: str
    subject: str | None = None
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    customer_id: UUID | None = None
    account: str | None = None
    line_id: UUID | None = None
    sender_name: str | None = None
    sender_address: str | None = None
    template_id: UUID | None = None
    template_version_id: UUID | None = None
    actor_id: UUID | None = None
    send_at: datetime | None = None
    expires_at: datetime | None = None
    confirms: UUID | None = None
    suffix: str | None = None
    shorten: bool = False
    utm: Mapping[str, str] = field(default_factory=dict)
    conversation_id: UUID | None = None

    def __post_init__(self) -> None:
        if self.confirms is not None and self.dedupe_key != key_of(self.confirms):
            raise ValueError("an opt-out is confirmed once: take the key of confirming.key_of")


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What became of it: ``accepted``, or ``refused`` with the reason; ``new`` False where it was asked for before.

    ``at``: when it goes, where it waits for that.
    """

    id: UUID
    state: str
    reason: str | None
    new: bool
    at: datetime | None = None


class Send(BaseModel):
    """The job that sends one."""

    message_id: UUID


async def enqueue(tx: Tx, wanted: Wanted) -> Enqueued:
    """Have one sent once this transaction is committed."""
    return (await enqueue_many(tx, [wanted]))[0]


async def enqueue_many(tx: Tx, wanted: Sequence[Wanted], *, held: bool = False) -> list[Enqueued]:
    """Have several sent, in a fixed number of statements; what became of each, in order.

    ``held``: no job sends those that may go at once; whoever asks does (``hub.messaging.many``), and tells of them.
    Raises ``LookupError`` for an address that there is not.
    """
    first = {one.dedupe_key: one for one in reversed(wanted)}
    first, targets = _shortened(first)
    addresses = await _addresses(tx, {one.identity_id for one in first.values()})
    first, ways = await _routed(tx, first, addresses)
    verdicts = await _verdicts(tx, list(first.values()))
    users = await users_of_many(tx.connection, addresses.keys())
    rows = {key: _row(tx, one, addresses, verdicts, users, ways.get(key)) for key, one in sorted(first.items())}
    linked = await _keep_links(tx, rows, targets)
    made = set((await tx.connection.execute(_NEW[tx.dialect], list(rows.values()))).scalars()) if rows else set()
    if (twice := linked - made) and HOOKS.links:
        await HOOKS.links.drop(tx, twice)
    new = {key: row for key, row in rows.items() if row["id"] in made}
    accepted = [(first[key], row) for key, row in new.items() if row["state"] == "accepted"]
    await _remember(tx, [row | {"conversation_id": one.conversation_id} for one, row in accepted], users)
    await HOOKS.accepted(tx, [
        (_asked(one, row["address"]), ways[one.dedupe_key].first()) for one, row in accepted if one.channel == "sms"
    ])  # fmt: skip
    await jobs.enqueue_many(tx, SEND_JOB, [
        jobs.Later(Send(message_id=row["id"]), one.send_at, one.expires_at) for one, row in accepted
        if not held or one.send_at is not None
    ], lane=LANE)  # fmt: skip
    await push.push(tx, [] if held else [row["id"] for row in new.values()][:TOLD])
    known = await _known(tx, [key for key in rows if key not in new])
    fresh = set(new)
    found = []
    for one in wanted:
        row = new.get(one.dedupe_key) or known[one.dedupe_key]
        found.append(Enqueued(row["id"], row["state"], row["reason"], one.dedupe_key in fresh, row.get("send_at")))
        fresh.discard(one.dedupe_key)
    return found


def _shortened(wanted: Mapping[str, Wanted]) -> tuple[dict[str, Wanted], dict[str, dict[str, str]]]:
    """The messages with short links where they want such, and what these stand for."""
    changed, targets = dict(wanted), {}
    for key, one in wanted.items():
        if one.shorten and HOOKS.links is not None:
            text, targets[key] = HOOKS.links.shorten(one.text, one.utm)
            changed[key] = replace(one, text=text)
    return changed, targets


async def _keep_links(
    tx: Tx, rows: Mapping[str, dict[str, Any]], targets: Mapping[str, Mapping[str, str]]
) -> set[UUID]:
    """Keep the links of what was accepted: a code that another has is another now. Whose links were kept."""
    linked = {rows[key]["id"]: all_ for key, all_ in targets.items() if all_ and rows[key]["state"] == "accepted"}
    if not linked or HOOKS.links is None:
        return set()
    changed = await HOOKS.links.keep(tx, linked)
    for row in rows.values():
        row["links"] = len(linked.get(row["id"], ()))
        for old, new in changed.get(row["id"], {}).items():
            row["text"] = row["text"].replace(old, new)
            row["folded"] = _folded(row["address"], row["subject"], row["text"])
    return set(linked)


def _folded(address: str, subject: str | None, text: str) -> str:
    return fold(f"{address} {conceal(subject or '')} {conceal(text)}")[:4_000]


async def _addresses(tx: Tx, ids: set[UUID]) -> dict[UUID, str]:
    query = sa.select(Identity.id, shown_address().label("value")).where(Identity.id.in_(list(ids)))
    found = {row.id: row.value for row in await tx.connection.execute(query)} if ids else {}
    if missing := ids - found.keys():
        raise LookupError(f"there is no address {next(iter(missing))}")
    return found


async def _routed(
    tx: Tx, wanted: Mapping[str, Wanted], addresses: Mapping[UUID, str]
) -> tuple[dict[str, Wanted], dict[str, Ways]]:
    """The ways of what goes by SMS, and the messages with what their way adds: a suffix, or a time to wait for."""
    keys = [key for key, one in wanted.items() if one.channel == "sms"]
    if not keys:
        return dict(wanted), {}
    asked = [_asked(wanted[key], addresses[wanted[key].identity_id]) for key in keys]
    await HOOKS.hold(tx, asked)
    ways = dict(zip(keys, await HOOKS.ways_of_many(tx.connection, asked), strict=True))
    changed = dict(wanted)
    for key, found in ways.items():
        if found.no_way is None:
            text, suffix = suffixed(wanted[key].text, found.first().suffix)
            changed[key] = replace(wanted[key], text=text, suffix=suffix, send_at=found.at or wanted[key].send_at)
    return changed, ways


def _asked(one: Wanted, address: str) -> Asked:
    return Asked(
        channel=one.channel, purpose=one.purpose, address=address, line_id=one.line_id, account=one.account,
        parts=count_sms(one.text).parts if one.text.strip() else 0, origin=one.origin, at=one.send_at,
    )  # fmt: skip


async def _verdicts(tx: Tx, wanted: Sequence[Wanted]) -> dict[tuple[UUID, str, str], Verdict]:
    """One question for each channel and purpose."""
    groups: dict[tuple[Channel, Purpose], set[UUID]] = {}
    for one in wanted:
        groups.setdefault((one.channel, one.purpose), set()).add(one.identity_id)
    found: dict[tuple[UUID, str, str], Verdict] = {}
    for (channel, purpose), ids in groups.items():  # a handful, however many messages
        for identity, verdict in (await may_send(tx, ids, channel, purpose, tx.now)).items():
            found[identity, channel, purpose] = verdict
    return found


def _row(
    tx: Tx,
    one: Wanted,
    addresses: Mapping[UUID, str],
    verdicts: Mapping[Any, Verdict],
    users: Users,
    ways: Ways | None,
) -> dict[str, Any]:
    verdict = verdicts[one.identity_id, one.channel, one.purpose]
    empty = not one.text.strip() and not one.html
    reason = "empty" if empty else None if may_go(verdict, one.confirms) else verdict.reason
    reason = reason or (ways.no_way.reason if ways and ways.no_way else None)
    address, people = addresses[one.identity_id], users.get(one.identity_id, [])
    only = people[0][0] if len(people) == 1 else None
    return {name: getattr(one, name) for name in _COLUMNS} | {
        "id": new_id(), "customer_id": one.customer_id or only, "headers": dict(one.headers), "address": address,
        "folded": _folded(address, one.subject, one.text), "links": 0,
        "state": "refused" if reason else "accepted", "reason": reason, "detail": None, "provider_id": None,
        "route_id": None, "tried": [],
        "interaction_id": None if reason else new_id(), "sandboxed": HOOKS.senders.sandbox, "created_at": tx.now,
        "handed_at": None, "ended_at": tx.now if reason else None, "version": 1,
    }  # fmt: skip


async def _remember(tx: Tx, rows: Sequence[dict[str, Any]], users: Users) -> None:
    """Put them on the timelines of whom they are for, or of everybody who uses the address."""
    if not rows:
        return
    await timeline.add_interactions(tx, [_arrival(row, users) for row in rows])
    await search.index_messages(
        tx, [(row["interaction_id"], row["created_at"], _subject(row), conceal(row["text"])) for row in rows]
    )
    for follow in HOOKS.written:
        await follow(tx, rows)


def _arrival(row: dict[str, Any], users: Users) -> timeline.Arrival:
    touch = timeline.Touch(
        channel=row["channel"], direction="out", state=row["state"], occurred_at=row["created_at"],
        account=row["account"], identity_id=row["identity_id"], author_id=row["actor_id"], subject=_subject(row),
        text=conceal(row["text"]), line_id=row["line_id"], facts=facts_of(row),
    )  # fmt: skip
    everybody = users.get(row["identity_id"], [])
    chosen = [one for one in everybody if row["customer_id"] in one]
    return timeline.Arrival(row["interaction_id"], touch, [
        timeline.Taking(row["identity_id"], "to", chosen or everybody)
    ])  # fmt: skip


def _subject(row: Mapping[str, Any]) -> str | None:
    return row["subject"] and conceal(row["subject"])


async def _known(tx: Tx, keys: Sequence[str]) -> dict[str, Any]:
    if not keys:
        return {}
    query = sa.select(_TABLE.c.dedupe_key, _TABLE.c.id, _TABLE.c.state, _TABLE.c.reason)
    rows = await tx.connection.execute(query.where(_TABLE.c.dedupe_key.in_(keys)))
    return {row.dedupe_key: row._mapping for row in rows}
