"""Which way a message takes now: the first that is at work, in its turn, and may be paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.db import Tx
from hub.gsm import count_sms, suffixed, with_suffix, without_suffix
from hub.messaging.at_work import settled, standing
from hub.messaging.hooks import HOOKS
from hub.messaging.models import OutboxMessage
from hub.messaging.prices import stored
from hub.messaging.senders import Senders
from hub.messaging.ways import Asked, NoWay, Way, Ways
from hub.ports import Price, SendsMessages


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The account that sends it, in another process or once it is at work: its lane is where the job belongs."""

    account: str
    works: bool = True


@dataclass(frozen=True, slots=True)
class Later:
    """It is its turn in so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """A way of this process."""

    way: Way
    account: str
    sender: SendsMessages


async def choose(
    tx: Tx, row: OutboxMessage, senders: Senders, account: str | None = None
) -> Chosen | Elsewhere | Later:
    """The way that it takes. ``account``: whose lane its job is on. Raises ``NoWay``."""
    kept = Idle(row.channel)
    ways = await _ways(tx, row)
    if ways.at is not None and ways.at > tx.now:  # it was to go sooner, and could not
        return Later((ways.at - tx.now).total_seconds())
    for way in _untried(row, ways):
        found = _here(senders, row.channel, way, account)
        if found is None:
            if elsewhere := await kept.look(tx, way):
                return elsewhere
        elif (seconds := HOOKS.paces.wait(way.key, way.rate, row.id)) > 0:
            return Later(seconds)
        elif await HOOKS.reserve(tx, way, parts_on(row, way), None):
            return Chosen(way, *found)
        else:
            kept.reason = "spend_limit"
    return await kept.wait_for_one(tx)


async def untried(tx: Tx, row: OutboxMessage) -> Sequence[Way]:
    """Its ways but those that did not take it, best first. Raises ``NoWay``."""
    return _untried(row, await _ways(tx, row))


def _untried(row: OutboxMessage, ways: Ways) -> Sequence[Way]:
    gone = {one["key"] for one in row.tried}
    return [way for way in ways.ways if way.key not in gone]


async def _ways(tx: Tx, row: OutboxMessage) -> Ways:
    asked = Asked(
        channel=row.channel, purpose=row.purpose, address=row.address, line_id=row.line_id, origin=row.origin,
        parts=max(1, count_sms(row.text).parts), begun=True, account=None if row.route_id else row.account,
    )  # fmt: skip
    found = (await HOOKS.ways_of_many(tx.session, [asked]))[0]
    found.first()
    return found


def take(row: OutboxMessage, chosen: Chosen) -> None:
    """The message goes by this way: from its number, with what its line wants."""
    way = chosen.way
    row.sender_address = way.sender or (None if row.route_id else row.sender_address)
    row.account, row.route_id = chosen.account, way.route_id
    row.text, row.suffix = suffixed(without_suffix(row.text, row.suffix), way.suffix)
    if way.price is not None:  # until the provider tells its own
        estimate = stored(Price(way.price.amount * parts_on(row, way), way.price.currency))
        row.price_micros, row.currency = estimate.get("price_micros"), estimate.get("currency")


def note_tried(tx: Tx, row: OutboxMessage, way: Way, reason: str, detail: str | None) -> None:
    """The way did not take it, as its provider says in ``detail``."""
    told = {"account": row.account, "reason": reason, "detail": detail, "at": tx.now.isoformat()}
    row.tried = [*row.tried, {"key": way.key} | told]


def parts_on(row: OutboxMessage, way: Way) -> int:
    """How many parts it has on this way."""
    if row.channel != "sms":
        return 1
    return count_sms(with_suffix(without_suffix(row.text, row.suffix), way.suffix)).parts


def _here(senders: Senders, channel: str, way: Way, account: str | None) -> tuple[str, SendsMessages] | None:
    if way.account is None and account is not None and (found := senders.find(channel, account)):
        return found
    return senders.find(channel, way.account)


class Idle:
    """Which of the ways that this process does not have are at work elsewhere, asked at most once."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._stand: dict[str, bool] | None = None
        self._first: str | None = None
        self.reason = "no_route"

    async def look(self, tx: Tx, way: Way) -> Elsewhere | None:
        """The way, where it is at work elsewhere; the first that is not is kept."""
        if self._stand is None:
            self._stand = await standing(tx.session, self._channel)
        name = way.account or next(iter(self._stand), None)
        if name is None or name not in self._stand:
            return None
        if self._stand[name]:
            return Elsewhere(name)
        self._first = self._first or name
        return None

    async def wait_for_one(self, tx: Tx) -> Elsewhere:
        """The first that is known and not at work. Raises ``NoWay``."""
        found: Any = None if self._first is None else await settled(tx, self._channel, self._first)
        if found is None:
            raise NoWay(self.reason)
        return Elsewhere(found.account, found.works)
