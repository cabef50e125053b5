"""What would become of a text to a number: its ways with what they cost, or why there is none."""

from __future__ import annotations

from hub.customers import read_number
from hub.db import Reader
from hub.gsm import count_sms, with_suffix
from hub.messaging import Asked, NoWay, Way
from hub.sms.judge import ways_of_many
from hub.sms.places import place_of
from hub.sms.schemas import TriedOut, TryRoutes, WayOut
from hub.sms.store import load_routes
from hub.web import Invalid


async def try_routes(reader: Reader, wanted: TryRoutes, region: str) -> TriedOut:
    """Nothing is sent. Raises ``Invalid`` for what is no number."""
    address = read_number(wanted.number, region)
    if address is None or address.kind != "phone":
        raise Invalid.field("body.number", "phone", "This is not a number that can be written to.")
    place = place_of(address.value)
    asked = Asked(channel="sms", purpose=wanted.purpose, address=address.value, parts=parts(wanted.text, None),
                  account=wanted.account)  # fmt: skip
    found = (await ways_of_many(reader, [asked]))[0]
    names = {route.id: route.name for route in await load_routes(reader)}
    refused = found.no_way or (None if found.ways else NoWay("no_route"))
    return TriedOut(
        number=address.value, region=place and place.region, reason=refused and refused.reason,
        facts=dict(refused.facts) if refused else {},
        ways=[shown(way, wanted.text, names.get(way.route_id) if way.route_id else None) for way in found.ways],
    )  # fmt: skip


def parts(text: str, suffix: str | None) -> int:
    """How many parts the text is sent in, with what the line wants under it."""
    return count_sms(with_suffix(text, suffix)).parts if text.strip() else 0


def shown(way: Way, text: str, name: str | None) -> WayOut:
    """A way with what the text costs on it."""
    count = parts(text, way.suffix)
    return WayOut(
        route_id=way.route_id, name=name, account=way.account, sender=way.sender, suffix=way.suffix, parts=count,
        price=way.price and way.price.amount, cost=way.price and way.price.amount * count,
        currency=way.price and way.price.currency,
    )  # fmt: skip
