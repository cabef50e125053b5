"""Messages join their conversations, in the transaction that stores them: a fixed number of statements a batch."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.accounts import User
from hub.conversations import arrivals
from hub.conversations.models import Conversation, ConversationItem
from hub.conversations.push import keep
from hub.conversations.states import came_in, went_out
from hub.db import Tx, new_id
from hub.inbound import Arrived
from hub.teams import owners_of

CHANNELS = frozenset({"sms"})  # a mail's thread is found by its headers, not by its addresses alone
BY_PEOPLE = frozenset({"agent"})  # origins of messages that people wrote
LONGEST_OWN = 80
Key = tuple[UUID, str, str, str]
_TABLE: Any = Conversation.__table__
_ITEMS: Any = ConversationItem.__table__
_KEY = (_TABLE.c.identity_id, _TABLE.c.channel, _TABLE.c.account, _TABLE.c.own)
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def follow_arrivals(tx: Tx, arrived: Sequence[Arrived]) -> None:
    """Open or reopen the conversations of what came in, and tell those whom it concerns."""
    mine = [one for one in arrived if one.message.channel in CHANNELS]
    if not mine:
        return
    rows = await _rows(tx, mine)
    for one in mine:
        row = rows[_key(one)]
        row |= came_in(row, one.message.at)
    await _add_items(tx, [(rows[_key(one)]["id"], one.interaction_id, one.message.at) for one in mine])
    users = {one.identity_id: one.users for one in mine}
    shown = {one.id: one for one in await keep(tx, list(rows.values()), users)}
    await arrivals.tell(tx, {rows[_key(one)]["id"]: one for one in mine}, shown)


async def follow_written(tx: Tx, written: Sequence[Mapping[str, Any]]) -> None:
    """What goes out joins the conversation that it belongs to, where there is one: nobody's is opened by a campaign."""
    mine = [row for row in written if row["channel"] in CHANNELS]
    if not mine:
        return
    query = sa.select(_TABLE).where(_TABLE.c.identity_id.in_({row["identity_id"] for row in mine}))
    by_identity: dict[UUID, list[dict[str, Any]]] = {}
    for found in await tx.connection.execute(query.order_by(_TABLE.c.id).with_for_update()):
        by_identity.setdefault(found.identity_id, []).append(dict(found._mapping))
    items, changed = [], {}
    for one in mine:
        row = _thread_of(by_identity.get(one["identity_id"], []), one)
        if row is not None:
            row |= went_out(row, one["created_at"], by_person=one["origin"] in BY_PEOPLE)
            changed[row["id"]] = row
            items.append((row["id"], one["interaction_id"], one["created_at"]))
    await _add_items(tx, items)
    await keep(tx, list(changed.values()))


def _thread_of(rows: Sequence[dict[str, Any]], message: Mapping[str, Any]) -> dict[str, Any] | None:
    """The one that it answers; else the latest of the channel, of the account and own number that the message names.

    What a person answers by another way is an answer still; what goes by itself from elsewhere is no part of it.
    """
    own, account = message["sender_address"], message["account"]
    mine = [row for row in rows if row["channel"] == message["channel"]]
    if answered := [row for row in mine if row["id"] == message["conversation_id"]]:
        return answered[0]
    fit = [row for row in mine if account in {None, row["account"]} and own in {None, row["own"]}]
    some = fit or (mine if message["origin"] in BY_PEOPLE else [])
    return max(some, key=lambda row: (row["last_at"], row["id"]), default=None)


def _key(one: Arrived) -> Key:
    return one.identity_id, one.message.channel, one.account, (one.message.own or "")[:LONGEST_OWN]


async def _rows(tx: Tx, arrived: Sequence[Arrived]) -> dict[Key, dict[str, Any]]:
    """The conversations of these, made where there are none, and held until the transaction ends."""
    first = {_key(one): one for one in reversed(arrived)}
    teams = await owners_of(tx.connection, "line", {one.line_id for one in first.values() if one.line_id})
    new = [_new(tx, key, one, teams) for key, one in sorted(first.items())]
    insert: Any = _INSERT[tx.dialect](_TABLE)
    await tx.connection.execute(insert.on_conflict_do_nothing(), new)
    query = sa.select(_TABLE).where(sa.tuple_(*_KEY).in_(list(first))).order_by(*_KEY).with_for_update()
    found = [dict(row._mapping) for row in await tx.connection.execute(query)]
    gone = await _gone(tx, {row["assignee_id"] for row in found if row["assignee_id"]})
    for row in found:
        row["assignee_id"] = None if row["assignee_id"] in gone else row["assignee_id"]
    return {(row["identity_id"], row["channel"], row["account"], row["own"]): row for row in found}


async def _gone(tx: Tx, users: Collection[UUID]) -> set[UUID]:
    """Those of them who have left: what comes in is nobody's then, so that somebody sees it."""
    query = sa.select(User.id).where(User.id.in_(list(users)), User.active.is_(False))
    return set((await tx.connection.execute(query)).scalars()) if users else set()


def _new(tx: Tx, key: Key, one: Arrived, teams: Mapping[UUID, Any]) -> dict[str, Any]:
    team = teams.get(one.line_id) if one.line_id else None
    return {
        "id": new_id(), "identity_id": key[0], "channel": key[1], "account": key[2], "own": key[3],
        "line_id": one.line_id, "state": "open", "assignee_id": None, "team_id": team.id if team else None,
        "unread": 0, "last_at": one.message.at, "snoozed_until": None, "resolved_at": None, "created_at": tx.now,
        "version": 0,
    }  # fmt: skip


async def _add_items(tx: Tx, items: Sequence[tuple[UUID, UUID, Any]]) -> None:
    rows = [{"conversation_id": thread, "interaction_id": line, "occurred_at": at} for thread, line, at in items]
    if rows:
        await tx.written()
        await tx.connection.execute(sa.insert(_ITEMS), rows)
