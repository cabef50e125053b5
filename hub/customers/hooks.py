"""What another area knows of customers. ``hub.app`` wires it once, before anything is served."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from hub.customers.schemas import ConsentOut
from hub.db import Reader

ConsentsOf = Callable[[Reader, Collection[UUID]], Awaitable[dict[UUID, list[ConsentOut]]]]


async def _none(reader: Reader, roots: Collection[UUID]) -> dict[UUID, list[ConsentOut]]:
    return {}


@dataclass
class Hooks:
    """``consents_of``: what is allowed at the addresses that each customer uses now."""

    consents_of: ConsentsOf = _none


HOOKS = Hooks()
