"""What a part of the hub that can be switched off says of itself, without being imported."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from hub.accounts import Permission
from hub.db import Database
from hub.db.notify import Signals
from hub.jobs import Handlers
from hub.realtime import Rooms
from hub.settings import Settings
from hub.web import Routes

Kind = Literal["area", "connector"]


@dataclass(frozen=True, slots=True)
class Module:
    """One part. ``wiring`` names the module (in Python's sense) that is imported when it is first switched on.

    ``paths`` are the addresses that it answers, each with all below; ``jobs`` the kinds of its jobs, where one that
    ends in a dot stands for all that begin so. Both are known before it is imported, and a test compares them.
    """

    key: str
    kind: Kind = "area"
    needs: frozenset[str] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    paths: tuple[str, ...] = ()
    rooms: frozenset[str] = frozenset()
    jobs: tuple[str, ...] = ()
    wiring: str | None = None


Life = Callable[[], AbstractAsyncContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a module adds to the hub. ``life`` lasts as long as it is switched on: what it starts, it stops."""

    routes: tuple[Routes, ...] = ()
    life: Life | None = None


@dataclass(slots=True)
class Kit:
    """What a module is wired with. ``services`` holds what routes find by ``Context.service`` while it is on."""

    db: Database
    settings: Settings
    rooms: Rooms
    handlers: Handlers
    signals: Signals
    services: dict[web.AppKey[Any], Any]


Wire = Callable[[Any], Parts]
"""What the module named by ``wiring`` has as ``wire``; it takes the hub's kit."""
