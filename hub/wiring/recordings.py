"""Recordings: none are wanted of calls that end while they are off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub import calls, recordings
from hub.modules import Parts
from hub.wiring.kit import HubKit

ROUTES = (recordings.routes,)


def wire(kit: HubKit) -> Parts:
    """Add its jobs and routes; only the process with the accounts fetches."""
    settings = kit.settings.recordings
    kit.services[recordings.LISTENS] = recordings.Listens()
    recordings.register_retention(kit.handlers, kit.blobs, settings.keep_days)
    if "connectors" in kit.roles:
        fetcher = recordings.Fetcher(kit.db, kit.blobs, kit.audio, max_bytes=settings.max_bytes)
        recordings.register(kit.handlers, fetcher)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        calls.HOOKS.ended = recordings.want
        try:
            yield
        finally:
            calls.HOOKS.ended = None

    return Parts(routes=ROUTES, life=life)
