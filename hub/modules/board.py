"""The modules of one process: which are on, and what brings them in and takes them out while it serves."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog
from aiohttp import web

from hub.accounts import HOOKS, Permission
from hub.db import Database, Reader
from hub.db.held import Held
from hub.modules import rules
from hub.modules.manifest import Kit, Module, Parts, Wire
from hub.modules.store import Switches, read_switches
from hub.web import DOCUMENT, LATE, NotFound, Routes

log = structlog.get_logger(__name__)
Refresh = Callable[[], Coroutine[Any, Any, None]]


class Modules(Held):
    """Every process has one; ``start`` brings in what is on, and follows what is switched from then on."""

    channel = "modules"

    def __init__(self, db: Database, catalogue: Sequence[Module], file: Mapping[str, bool]) -> None:
        super().__init__(db)
        self.catalogue = tuple(catalogue)
        self.by_key = {module.key: module for module in self.catalogue}
        self.pinned = rules.pin(self.catalogue, file)
        self.on: frozenset[str] = frozenset()
        self.after_change: list[Refresh] = []
        self._kit: Kit | None = None
        self._app: web.Application | None = None
        self._parts: dict[str, Parts] = {}
        self._lives: dict[str, AbstractAsyncContextManager[Any]] = {}
        self._lock = asyncio.Lock()
        self._age = 0
        self._told = True

    def attach(self, app: web.Application, kit: Kit) -> None:
        """Bring modules into this application, wired with ``kit``; before it is run."""
        self._app, self._kit = app, kit
        kit.rooms.gate = self
        kit.handlers.held = lambda: self.held
        HOOKS.withheld, HOOKS.modules = self.withheld, self.current
        for module in self.catalogue:
            app[LATE].refuse(module.key, module.paths, self._guard(module.key))

    async def read(self) -> None:
        """Follow what the store says."""
        async with self._db.read() as session:
            stored = await read_switches(session)
        await self.apply(stored)

    async def stop(self) -> None:
        """Take everything out again."""
        await super().stop()
        async with self._lock:
            for key in reversed(list(self._lives)):
                await self._end(key)

    def is_on(self, module: str) -> bool:
        """Whether it is."""
        return module in self.on

    def check(self, module: str) -> None:
        """Raises ``NotFound`` while the module is off."""
        if module not in self.on:
            raise NotFound(f"The module {module} is switched off.", code="module_off")

    def check_room(self, name: str) -> None:
        """Raises ``NotFound`` for a room of a module that is off."""
        for module in self.catalogue:
            if name in module.rooms:
                self.check(module.key)

    @property
    def held(self) -> list[str]:
        """The kinds of jobs that wait."""
        return [kind for module in self.catalogue if module.key not in self.on for kind in module.jobs]

    def withheld(self) -> frozenset[Permission]:
        """The rights that there is nothing to do with now."""
        off = [module.permissions for module in self.catalogue if module.key not in self.on]
        return frozenset().union(*off)

    async def current(self, reader: Reader) -> list[str]:
        """The modules that are on, as the store has it this moment."""
        stored = await read_switches(reader)
        if rules.switched_on(self.catalogue, self.pinned, stored.said) != self.on:
            await self.apply(stored)
        return sorted(self.on)

    async def apply(self, stored: Switches) -> None:
        """Take out what is off, bring in what is on. One that cannot be brought in stays off, and is tried again.

        It is done to its end, also where whoever asked has gone away meanwhile.
        """
        await asyncio.shield(asyncio.create_task(self._apply(stored), name="modules-apply"))

    async def _apply(self, stored: Switches) -> None:
        async with self._lock:
            if stored.age < self._age:  # read before what is followed already
                return
            self._age = stored.age
            wanted, before = rules.switched_on(self.catalogue, self.pinned, stored.said), self.on
            self.on &= wanted
            for key in [key for key in self._lives if key not in wanted]:
                await self._end(key)
            for module in self.catalogue:
                if module.key in wanted - self.on:
                    await self._begin(module)
            if self.on != before:
                self._describe()
                self._told = False
            if not self._told:  # where one could not be told, the store being away, all are the next time
                for refresh in self.after_change:
                    await refresh()
                self._told = True

    async def _begin(self, module: Module) -> None:
        try:
            parts = await self._wired(module)
            if parts.life:
                life = parts.life()
                await life.__aenter__()
                self._lives[module.key] = life
        except Exception:
            log.exception("module_failed", module=module.key)
            return
        self.on |= {module.key}

    async def _end(self, key: str) -> None:
        try:
            await self._lives.pop(key).__aexit__(None, None, None)
        except Exception:
            log.exception("module_not_stopped", module=key)

    async def _wired(self, module: Module) -> Parts:
        """Imported in a thread and wired when it is first switched on; never for one that is not."""
        if module.key not in self._parts:
            self._parts[module.key] = await self._wire(module.key, module.wiring) if module.wiring else Parts()
            if self._app is not None:
                self._app[LATE].add(module.key, self._parts[module.key].routes, self._guard(module.key))
        return self._parts[module.key]

    async def _wire(self, key: str, name: str) -> Parts:
        assert self._kit is not None  # noqa: S101 - attached before it is started
        found = await asyncio.to_thread(importlib.import_module, name)
        wire: Wire = found.wire
        with self._kit.rooms.adding_for(key):
            return wire(self._kit)

    def _describe(self) -> None:
        if self._app is not None:
            late: list[Routes] = [area for key, parts in self._parts.items() if key in self.on for area in parts.routes]
            self._app[DOCUMENT].describe_also(late)

    def _guard(self, key: str) -> Callable[[], None]:
        return lambda: self.check(key)
