"""What modules are wired with, beside what every application of modules has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from hub.blobs import Blobs
from hub.channels import Keyring
from hub.lines import Lines
from hub.modules import Kit
from hub.ports import AudioSource
from hub.teams import Owned


@dataclass(slots=True)
class HubKit(Kit):
    """The hub's own parts that modules work with. ``audio`` finds where an account's provider keeps recordings."""

    roles: frozenset[str]
    blobs: Blobs
    lines: Lines
    owned: Owned
    audio: Callable[[str], AudioSource | None]
    keyring: Keyring


@asynccontextmanager
async def provided(services: dict[web.AppKey[Any], Any], key: web.AppKey[Any], service: Any) -> AsyncIterator[None]:
    """Let routes find ``service`` meanwhile."""
    services[key] = service
    try:
        yield
    finally:
        services.pop(key, None)
