"""Facts on their way to the store: all of them, in their order, and a pop before what came after it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest

from connectors.asterisk.notices import Notices
from connectors.asterisk.outbox import FEW, Outbox
from hub.ports import CallEvent, Host, LegEnded, LegRef, LegRinging
from tests.connectors.asterisk.conftest import AT, BOOT

RINGING = LegRinging(LegRef(BOOT, "2"), AT, None)


class Store:
    """Keeps the batches."""

    def __init__(self) -> None:
        self.batches: list[Sequence[Any]] = []

    async def receive(self, events: Sequence[Any]) -> None:
        """As a hub does it."""
        self.batches.append(events)


def ended(count: int) -> list[CallEvent]:
    return [LegEnded(LegRef(BOOT, f"9.{place}"), AT, 16) for place in range(count)]


async def sent(facts: Sequence[CallEvent]) -> list[Sequence[Any]]:
    """The batches in which the hub was handed ``facts``."""
    store = Store()
    outbox = Outbox(cast(Host, store), Notices("pbx"), 1_000)
    assert outbox.offer(facts)
    running = asyncio.create_task(outbox.run())
    await outbox.flush(10)
    running.cancel()
    assert [fact for batch in store.batches for fact in batch] == list(facts)
    return store.batches


@pytest.mark.parametrize("before", [0, 3])
async def test_pop_does_not_wait_for_what_came_after(before: int) -> None:
    facts = [*ended(before), RINGING, *ended(5)]

    assert list(map(len, await sent(facts))) == [before + 1, 5]


async def test_phones_that_ring_together_go_together() -> None:
    facts = [RINGING, RINGING, *ended(2)]

    assert list(map(len, await sent(facts))) == [2, 2]


async def test_many_share_a_transaction() -> None:
    facts = [RINGING, *ended(FEW), RINGING]

    assert list(map(len, await sent(facts))) == [FEW + 2]
