"""The ways of messages, or in a word why they may not go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub import lines, messaging
from hub.db import Reader
from hub.messaging import Asked, NoWay, Way, Ways
from hub.sms.choice import Route, choose, ways
from hub.sms.counting import Counts, read_counts
from hub.sms.limits import read_limits
from hub.sms.places import Place, place_of
from hub.sms.quiet import not_before
from hub.sms.schemas import LimitsOut
from hub.sms.spending import Standing, read_standing, today
from hub.sms.store import load_routes

OF_THE_DAY: Final = frozenset({"spend_limit", "daily_limit"})  # they are over as the day (UTC) is


@dataclass(frozen=True, slots=True)
class Held:
    """All that messages are judged by, read once for many of them. ``made``: accounts with routes, on or off."""

    routes: Sequence[Route]
    made: frozenset[str]
    limits: LimitsOut
    stands: Standing
    counts: Counts
    accounts: Mapping[UUID, str | None]


async def ways_of_many(reader: Reader, asked: Sequence[Asked]) -> list[Ways]:
    """The ways of each, in a fixed number of queries. Where nobody has made a route, any account of the channel."""
    ours = [one for one in asked if one.channel == "sms"]
    if not ours:
        return await messaging.any_account(reader, asked)
    held = await hold(reader, ours)
    found = []
    for one in asked:
        judged = judge(one, held) if one.channel == "sms" else Ways((Way(account=one.account),))
        found.append(judged)
        if one.channel == "sms" and judged.no_way is None:
            held.counts.add(one, judged.first().account)
    return found


async def hold(reader: Reader, asked: Sequence[Asked]) -> Held:
    """Read what these are judged by."""
    made, limits = await load_routes(reader), await read_limits(reader)
    routes = [route for route in made if route.active]
    new = [one for one in asked if not one.begun]
    counts = await read_counts(reader, new, {route.account for route in routes}, limits)
    accounts = await _accounts_of_lines(reader, {one.line_id for one in asked if one.line_id})
    known = frozenset(route.account for route in made)
    return Held(routes, known, limits, await read_standing(reader), counts, accounts)


def judge(one: Asked, held: Held) -> Ways:
    """The ways of one: pure."""
    place = place_of(one.address)
    refused = None if one.begun else refusal(one, place, held.limits) or held.counts.refusal(one)
    if refused:
        return Ways(no_way=refused)
    prefer = held.accounts.get(one.line_id) if one.line_id else None
    at = quiet_until(one, held.limits)
    if place is None or not (held.made if one.account is None else one.account in held.made):
        return Ways((Way(account=one.account or prefer),), at=at)  # nobody has made a route there
    fitting = choose(held.routes, one, place, prefer)
    if not fitting:
        return Ways(no_way=NoWay("no_route", {"country": place.region or "", "purpose": one.purpose}))
    usable = [(route, why_not(route, one, held)) for route in fitting]
    able = [route for route, reason in usable if reason is None]
    if not able and at is not None and at.astimezone(UTC).date() > today():
        able = [route for route, reason in usable if reason in OF_THE_DAY]  # by the morning their day is over
    if not able:
        return Ways(no_way=NoWay(usable[0][1] or "no_route", {"route": fitting[0].name}))
    return Ways(ways(able, one.purpose), at=at)


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


def why_not(route: Route, one: Asked, held: Held) -> str | None:
    """Why a route that fits cannot take it now: its account has nothing left, or sent or spent enough today."""
    left = held.stands.balances.get(route.account)
    if left is not None and left.price.amount <= 0:
        return "no_credit"
    spent = held.stands.spent.get(route.id, 0)
    if route.spend_micros is not None and spent >= route.spend_micros:
        return "spend_limit"
    return "daily_limit" if not one.begun and held.counts.full(route.account) else None


def quiet_until(one: Asked, limits: LimitsOut) -> datetime | None:
    """Until when marketing waits."""
    if one.purpose != "marketing":
        return None
    return not_before(one.address, one.at or datetime.now(UTC), limits)


async def _accounts_of_lines(reader: Reader, ids: set[UUID]) -> Mapping[UUID, str | None]:
    if not ids:
        return {}
    query = sa.select(lines.Line.id, lines.Line.account).where(lines.Line.id.in_(ids))
    return {row.id: row.account for row in await reader.execute(query)}
