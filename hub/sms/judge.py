"""The ways of messages, or in a word why they may not go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from hub import lines, messaging
from hub.customers import Identity
from hub.db import Reader
from hub.messaging import Asked, NoWay, OutboxMessage, Way, Ways
from hub.sms.choice import Route, choose, ways
from hub.sms.limits import read_limits
from hub.sms.places import Place, place_of
from hub.sms.schemas import LimitsOut
from hub.sms.store import load_routes

REQUESTS: Final = frozenset({"test", "code"})  # and what consent asks for
_COUNTED = OutboxMessage.state != "refused"


async def ways_of_many(reader: Reader, asked: Sequence[Asked]) -> list[Ways]:
    """The ways of each, in a fixed number of queries. Where nobody has made a route, any account of the channel."""
    if not any(one.channel == "sms" for one in asked):
        return await messaging.any_account(reader, asked)
    routes, limits = await load_routes(reader), await read_limits(reader)
    accounts = await _accounts_of_lines(reader, {one.line_id for one in asked if one.line_id})
    counted = await _counted(reader, [one for one in asked if one.channel == "sms"], limits)
    found = []
    for one in asked:
        if one.channel != "sms":
            found.append(Ways((Way(account=one.account),)))
            continue
        found.append(_judged(one, routes, limits, counted, accounts.get(one.line_id)))
        counted.add(one)
    return found


def is_request(origin: str) -> bool:
    """Whether it is a message that is asked for again and again when somebody plays: codes, links, tests."""
    return origin in REQUESTS or origin.startswith("consent")


def refusal(one: Asked, place: Place | None, limits: LimitsOut) -> NoWay | None:
    """What can be said of a message by itself: pure."""
    if one.parts < 1:
        return NoWay("empty")
    if one.parts > limits.parts_most:
        return NoWay("too_long", {"parts": one.parts, "most": limits.parts_most})
    if place is None:
        return NoWay("unreachable_number")
    if place.landline:
        return NoWay("unreachable_number", {"kind": "landline"})
    if limits.countries and place.region not in limits.countries:
        return NoWay("country_not_allowed", {"country": place.region or ""})
    return None


def _judged(one: Asked, routes: Sequence[Route], limits: LimitsOut, counted: Counts, prefer: str | None) -> Ways:
    place = place_of(one.address)
    if refused := refusal(one, place, limits) or counted.refusal(one):
        return Ways(no_way=refused)
    if place is None or not any(one.account in {None, route.account} for route in routes):
        return Ways((Way(account=one.account or prefer),))  # nobody has made a route there
    fitting = choose(routes, one, place, prefer)
    if not fitting:
        return Ways(no_way=NoWay("no_route", {"country": place.region or "", "purpose": one.purpose}))
    return Ways(ways(fitting, one.purpose))


class Counts:
    """How many went to each number, with those of the same batch."""

    def __init__(self, limits: LimitsOut, lately: Mapping[str, int], today: Mapping[str, int]) -> None:
        self._limits = limits
        self._lately, self._today = Counter(lately), Counter(today)

    def refusal(self, one: Asked) -> NoWay | None:
        """Whether the number has had enough."""
        limits = self._limits
        lately = self._lately[one.address]
        if limits.request_most is not None and is_request(one.origin) and lately >= limits.request_most:
            return NoWay("number_limit", {"most": limits.request_most, "minutes": limits.request_minutes})
        if limits.number_day is not None and self._today[one.address] >= limits.number_day:
            return NoWay("number_limit", {"most": limits.number_day, "minutes": 1_440})
        return None

    def add(self, one: Asked) -> None:
        """One more goes there."""
        self._today[one.address] += 1
        if is_request(one.origin):
            self._lately[one.address] += 1


async def _counted(reader: Reader, asked: Sequence[Asked], limits: LimitsOut) -> Counts:
    now = datetime.now(UTC)
    lately: dict[str, int] = {}
    today: dict[str, int] = {}
    requests = {one.address for one in asked if is_request(one.origin)}
    if limits.request_most is not None and requests:
        asking = sa.or_(OutboxMessage.origin.in_(REQUESTS), OutboxMessage.origin.startswith("consent"))
        since = now - timedelta(minutes=limits.request_minutes)
        lately = await _count(reader, requests, since, asking)
    if limits.number_day is not None:
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        today = await _count(reader, {one.address for one in asked}, day, sa.true())
    return Counts(limits, lately, today)


async def _count(reader: Reader, addresses: set[str], since: datetime, which: Any) -> dict[str, int]:
    query = sa.select(Identity.value, sa.func.count()).join(OutboxMessage, OutboxMessage.identity_id == Identity.id)
    query = query.where(Identity.kind == "phone", Identity.value.in_(sorted(addresses)))
    query = query.where(OutboxMessage.channel == "sms", OutboxMessage.created_at >= since, _COUNTED, which)
    return {row[0]: row[1] for row in await reader.execute(query.group_by(Identity.value))}


async def _accounts_of_lines(reader: Reader, ids: set[Any]) -> dict[Any, str | None]:
    if not ids:
        return {}
    query = sa.select(lines.Line.id, lines.Line.account).where(lines.Line.id.in_(ids))
    return {row.id: row.account for row in await reader.execute(query)}
