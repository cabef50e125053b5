"""Which routes a message may take, and in which order: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.messaging import Asked, Way
from hub.ports import Price
from hub.sms.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route as the choice needs it."""

    id: UUID
    name: str
    position: int
    account: str
    prefixes: tuple[str, ...] = ()
    purpose: str = "any"
    sender: str | None = None
    price: Price | None = None
    suffix: str | None = None
    suffix_added: bool = True
    rate: float | None = None
    spend_micros: int | None = None
    active: bool = True


def fits(route: Route, address: str, place: Place) -> float | None:
    """How exactly its prefixes name the number; None where they do not. A country says a little more than its code."""
    if not route.prefixes:
        return 0.0
    found = [
        float(len(prefix) - 1) if prefix.startswith("+") else place.code + 0.5
        for prefix in route.prefixes
        if (address.startswith(prefix) if prefix.startswith("+") else prefix == place.region)
    ]
    return max(found, default=None)


def choose(routes: Iterable[Route], asked: Asked, place: Place, prefer: str | None = None) -> list[Route]:
    """Those that fit: first of the account ``prefer``, then by the most exact prefix, then by their order."""
    found: list[tuple[bool, float, int, UUID, Route]] = []
    for route in routes:
        if asked.account not in {None, route.account} or route.purpose not in {"any", asked.purpose}:
            continue
        if (exact := fits(route, asked.address, place)) is not None:
            found.append((route.account != prefer, -exact, route.position, route.id, route))
    return [one[4] for one in sorted(found, key=lambda one: one[:4])]


def ways(routes: Sequence[Route], purpose: str) -> tuple[Way, ...]:
    """Routes as ways."""
    return tuple(
        Way(route.id, route.account, route.sender, suffix_of(route, purpose), route.price, route.rate)
        for route in routes
    )


def suffix_of(route: Route, purpose: str) -> str | None:
    """What is added to a text of this purpose."""
    return route.suffix if purpose == "marketing" and route.suffix_added else None
