"""Write down what was said: the log, how it stands, and who refused, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from hub.consent.load import Key, Loaded, load
from hub.consent.models import Consent, ConsentEvent, ConsentOptOut
from hub.consent.standing import Standing, Word
from hub.consent.terms import REACHED
from hub.db import Tx, new_id
from hub.web import Conflict, Invalid

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
REFUSALS = {
    "not_found": "There is no such address.",
    "wrong_channel": "This address is not reached on that channel.",
    "in_the_future": "This has not happened yet.",
    "older_than_opt_out": "Somebody opted out at the same time or later: this consent cannot undo it.",
    "somebody_elses_opt_out": "Somebody else who uses this address opted out: only they can undo it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said of an address. ``at`` None: now. ``customer_id`` None: only the address is known."""

    identity_id: UUID
    channel: str
    purpose: str
    state: str
    source: str
    at: datetime | None = None
    wording: str | None = None
    language: str | None = None
    actor_id: UUID | None = None
    customer_id: UUID | None = None
    import_id: UUID | None = None
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.identity_id, self.channel, self.purpose


async def record(tx: Tx, said: Said, place: str = "body") -> UUID:
    """Write one down; its event's id. Raises ``Invalid`` at fields of ``place``, or ``Conflict`` for a refusal."""
    (outcome,) = await record_many(tx, [said])
    if isinstance(outcome, UUID):
        return outcome
    fields = {"not_found": "identity_id", "wrong_channel": "channel", "in_the_future": "at"}
    if outcome in fields:
        raise Invalid.field(f"{place}.{fields[outcome]}", outcome, REFUSALS[outcome])
    raise Conflict(REFUSALS[outcome], code=outcome)


async def record_many(tx: Tx, said: Sequence[Said]) -> list[UUID | str]:
    """Write several down, in their order and a fixed number of statements: the event's id, or why it was refused.

    What is refused leaves nothing behind; the others stand.
    """
    named = {one.customer_id for one in said if one.customer_id}
    found = await load(tx.connection, {one.identity_id for one in said}, named)
    heard = hear(found, said, tx.now)
    await write_down(tx, found, heard)
    return heard.outcomes


@dataclass(slots=True)
class Heard:
    """What became of what was said: an outcome each, the events of the log, and the last one of each key."""

    outcomes: list[UUID | str] = field(default_factory=list)
    events: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    touched: dict[Key, dict[str, Any]] = field(default_factory=dict)


def hear(found: Loaded, said: Sequence[Said], now: datetime) -> Heard:
    """Take it in, in this order. What is refused leaves nothing behind."""
    heard = Heard()
    for one in said:
        event = _event(one, now)
        refusal = _heard(found, one, event, now)
        heard.outcomes.append(refusal or event["id"])
        if not refusal:
            heard.events[event["id"]] = heard.touched[one.key] = event
    return heard


async def write_down(tx: Tx, found: Loaded, heard: Heard) -> None:
    """Keep what was heard."""
    if heard.events:
        await tx.connection.execute(sa.insert(ConsentEvent), list(heard.events.values()))
        await keep(tx, found, heard.touched, heard.events)


def _event(said: Said, now: datetime) -> dict[str, Any]:
    names = ("identity_id", "channel", "purpose", "state", "source", "wording", "language", "actor_id", "customer_id",
             "import_id", "evidence")  # fmt: skip
    values = {name: getattr(said, name) for name in names}
    return values | {"id": new_id(), "at": said.at or now, "recorded_at": now}


def _heard(found: Loaded, said: Said, event: dict[str, Any], now: datetime) -> str | None:
    kind = found.kinds.get(said.identity_id)
    if kind is None:
        return "not_found"
    if said.channel not in REACHED.get(kind, ()):
        return "wrong_channel"
    if event["at"] > now:
        return "in_the_future"
    word = Word(event["id"], said.state, event["at"], said.customer_id)
    return found.standing(said.key).hear(word, found.users(said.identity_id))


async def keep(tx: Tx, found: Loaded, touched: Collection[Key], events: Mapping[UUID, dict[str, Any]]) -> None:
    """The rows of how these keys stand, and of who refused. ``events``: those that may be the last word."""
    rows, refused = [], []
    for key in touched:
        identity, channel, purpose = key
        standing = found.standing(key)
        about = {"identity_id": identity, "channel": channel, "purpose": purpose}
        rows.append(about | _row(standing, events, found.rows.get(key)) | {"id": new_id()})
        refused += [
            about | {"id": new_id(), "state": word.state, "customer_id": word.customer, "event_id": word.event,
                     "at": word.at, "here": word.here}
            for word in standing.opt_outs
        ]  # fmt: skip
    table: Any = Consent.__table__
    insert: Any = _INSERT[tx.dialect](table)
    names = ("state", "stands", "event_id", "source", "at", "recorded_by", "recorded_at")
    set_ = {name: insert.excluded[name] for name in names} | {"version": Consent.version + 1}
    key_columns = ["identity_id", "channel", "purpose"]
    await tx.connection.execute(insert.on_conflict_do_update(index_elements=key_columns, set_=set_), rows)
    await _forget(tx, found, touched)
    if refused:
        await tx.connection.execute(sa.insert(ConsentOptOut), refused)


def _row(standing: Standing, events: Mapping[UUID, dict[str, Any]], kept: Any) -> dict[str, Any]:
    last, decides = standing.last, standing.decides
    if last is None:  # pragma: no cover - something was said
        raise ValueError("nothing was said")
    event = events.get(last.event) or {
        "source": kept.source, "actor_id": kept.recorded_by, "recorded_at": kept.recorded_at,
    }  # fmt: skip
    return {
        "state": last.state, "stands": decides.state if decides else None, "event_id": last.event, "at": last.at,
        "source": event["source"], "recorded_by": event["actor_id"], "recorded_at": event["recorded_at"], "version": 1,
    }  # fmt: skip


async def _forget(tx: Tx, found: Loaded, touched: Collection[Key]) -> None:
    """The refusals of these keys are written anew."""
    ids = [row for key in touched for row in found.opt_out_rows.get(key, ())]
    if ids:
        query = sa.delete(ConsentOptOut).where(ConsentOptOut.id.in_(sa.bindparam("ids", ids, expanding=True)))
        await tx.connection.execute(query)
