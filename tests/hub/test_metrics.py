"""Figures for Prometheus."""

from __future__ import annotations

import time

from prometheus_client.parser import text_string_to_metric_families

from hub import metrics
from hub.db import Database, Lane
from hub.version import VERSION
from tests.support.waiting import WaitFor


def value(name: str, **labels: str) -> float:
    """A figure as Prometheus would read it."""
    for family in text_string_to_metric_families(metrics.render().decode()):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return float(sample.value)
    return 0.0


async def test_a_blocked_loop_is_measured(wait_for: WaitFor) -> None:
    before = value("hub_event_loop_lag_seconds_sum")

    def measured() -> bool:
        time.sleep(0.2)  # the loop shall be blocked
        return value("hub_event_loop_lag_seconds_sum") > before + 0.1

    async with metrics.watched_loop(every=0.05):
        await wait_for(measured)


async def test_writes_are_timed_by_lane(database: Database) -> None:
    async def nothing(_: object) -> None: ...

    before = value("hub_store_write_seconds_count", lane="calls")
    await database.write(nothing, lane=Lane.CALLS)
    assert value("hub_store_write_seconds_count", lane="calls") == before + 1


def test_the_version_is_told() -> None:
    assert value("hub_build_info", version=VERSION) == 1
