"""What Prometheus reads: one registry, and the hub's own figures."""

from __future__ import annotations

import asyncio
import contextlib
import platform
import time
from collections.abc import AsyncIterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from hub.version import VERSION

REGISTRY = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SLOW = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300)
LAG_EVERY_SECONDS = 2.0

build = Info("hub_build", "Version of the hub and of Python.", registry=REGISTRY)
build.info({"version": VERSION, "python": platform.python_version()})
loop_lag = Histogram(
    "hub_event_loop_lag_seconds", "How late the event loop woke up, sampled.", buckets=_FAST, registry=REGISTRY
)
write_seconds = Histogram(
    "hub_store_write_seconds", "Time of a transaction, waiting included.", ["lane"], buckets=_FAST, registry=REGISTRY
)
write_queue = Gauge("hub_store_write_queue", "Transactions that wait for SQLite's writer.", registry=REGISTRY)
jobs_total = Counter("hub_jobs_total", "Attempts at jobs by how they ended.", ["kind", "outcome"], registry=REGISTRY)
job_seconds = Histogram("hub_job_seconds", "Time of an attempt.", ["kind"], buckets=_SLOW, registry=REGISTRY)
jobs_running = Gauge("hub_jobs_running", "Attempts at work now.", ["lane"], registry=REGISTRY)
taken_in_behind = Counter(
    "hub_messages_taken_in_behind_total", "Messages that came faster than they could be taken in.", registry=REGISTRY
)
connector_events = Counter("hub_connector_events_total", "Events received.", ["account"], registry=REGISTRY)
connector_commands = Counter(
    "hub_connector_commands_total", "Commands sent, by outcome.", ["account", "outcome"], registry=REGISTRY
)
sandbox = Gauge("hub_sandbox", "1 while every outgoing message is captured instead of sent.", registry=REGISTRY)
messages_total = Counter(
    "hub_messages_total", "Outgoing messages by what became of them.", ["channel", "outcome"], registry=REGISTRY
)
hooks_total = Counter(
    "hub_hooks_total", "What providers posted, by what became of it.", ["account", "outcome"], registry=REGISTRY
)
reports_dropped = Counter(
    "hub_delivery_reports_dropped_total",
    "Reports on unknown messages beyond those kept.",
    ["account"],
    registry=REGISTRY,
)
link_clicks = Counter("hub_link_clicks_total", "Short links opened, by whom.", ["kind"], registry=REGISTRY)
link_clicks_lost = Counter(
    "hub_link_clicks_lost_total", "Openings of short links that were not counted.", registry=REGISTRY
)
connector_up = Gauge("hub_connector_connected", "1 while the account is connected.", ["account"], registry=REGISTRY)


def render() -> bytes:
    """The text that Prometheus scrapes."""
    return generate_latest(REGISTRY)


@contextlib.asynccontextmanager
async def watched_loop(every: float = LAG_EVERY_SECONDS) -> AsyncIterator[None]:
    """Measure the event loop's lag while the block runs."""
    task = asyncio.create_task(_measure(every), name="loop-lag")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _measure(every: float) -> None:
    while True:
        due = time.monotonic() + every
        await asyncio.sleep(every)
        loop_lag.observe(max(0.0, time.monotonic() - due))
