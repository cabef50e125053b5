"""A store with a customer, and a hub that makes short links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from hub.jobs import Context, Handlers
from hub.jobs.attempt import attempt
from hub.links import Shortener, register_telling
from hub.messaging import HOOKS
from tests.hub.messaging.conftest import Outbox, as_before, outbox

__all__ = ["as_before", "outbox"]
BASE: Final = "https://pv.example/l/"


@pytest.fixture(autouse=True)
def shortener() -> Iterator[Shortener]:
    """The module is on, with an address."""
    HOOKS.links = made = Shortener(BASE)
    yield made
    HOOKS.links = None


async def told(outbox: Outbox) -> None:
    """The jobs that tell of clicks are done."""
    handlers = Handlers()
    register_telling(handlers)
    for job in await outbox.claim("default"):
        await attempt(Context(job, outbox.db), handlers.by_kind[job.kind], 1.0)
