"""Agents' presence follows their phones, a step behind the pop: a pop must not wait for it."""

from __future__ import annotations

import asyncio
import random
import time
from uuid import UUID

import structlog

from hub import presence
from hub.db import Database, StoreUnavailable, Tx

log = structlog.get_logger(__name__)
PAUSE = 1.0  # seconds, when the store is away
AT_ONCE = 8  # agents in one transaction: calls wait meanwhile
ON_CALL = "on_call"
REST = 2.0  # times as long as a write took nothing more is written: calls go first when much is going on


class PhonePresence:
    """Brings what people see in line with what the phones do; only the newest state is written.

    But for a call that was answered and is over by then: wrap-up follows it, so it is told that they were on it.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._shown: dict[UUID, str] = {}
        self._wanted: dict[UUID, str] = {}
        self._talked: set[UUID] = set()  # who has been on a call since they were last shown so
        self._task: asyncio.Task[None] | None = None

    def start_from(self, shown: dict[UUID, str]) -> None:
        """What the store says now, so that what ended meanwhile is taken back."""
        self._shown = shown

    def follow(self, wanted: dict[UUID, str]) -> None:
        """Show this from now on."""
        self._wanted = wanted
        self._talked |= {agent for agent, state in wanted.items() if state == ON_CALL != self._shown.get(agent)}
        if (wanted != self._shown or self._talked) and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._catch_up(), name="phone-presence")

    async def settled(self) -> None:
        """Wait until what was wanted is shown."""
        while self._task is not None and not self._task.done():
            await asyncio.wait({self._task})

    async def _catch_up(self) -> None:
        while self._wanted != self._shown or self._talked:
            changed = self._changed()
            talked = self._talked & changed.keys()
            self._talked -= talked
            began = time.monotonic()
            try:
                await self._write(changed, talked)
            except StoreUnavailable:
                self._talked |= talked
                await asyncio.sleep(PAUSE)
            except Exception:
                self._talked |= talked
                log.exception("phone_presence_failed")
                return
            else:
                self._shown = {agent: state for agent, state in (self._shown | changed).items() if state}
                await asyncio.sleep(REST * (time.monotonic() - began))

    def _changed(self) -> dict[UUID, str | None]:
        """Some of the agents who are shown otherwise than their phones are; drawn, so that everybody's turn comes."""
        agents = self._wanted.keys() | self._shown.keys()
        differ = [agent for agent in agents if self._wanted.get(agent) != self._shown.get(agent)]
        differ += [agent for agent in self._talked if self._wanted.get(agent) == self._shown.get(agent)]
        return {agent: self._wanted.get(agent) for agent in random.sample(differ, min(AT_ONCE, len(differ)))}

    async def _write(self, changed: dict[UUID, str | None], talked: set[UUID]) -> None:
        async def work(tx: Tx) -> None:
            for agent, state in sorted(changed.items()):
                if agent in talked and state != ON_CALL:
                    await presence.overlay(tx, agent, ON_CALL)
                await presence.overlay(tx, agent, state)

        await self._db.write(work)
