"""Which function does which kind of job."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from hub.db import Database, Tx
from hub.jobs import queue
from hub.jobs.cron import Plan

M = TypeVar("M", bound=BaseModel)
TIMEOUT = 600.0


class Empty(BaseModel):
    """The payload of a job that needs none."""


@dataclass(slots=True)
class Context:
    """One attempt at a job, for its handler."""

    job: queue.Claimed
    database: Database
    finishing: bool = False
    finished: bool = field(default=False)

    async def finish_in(self, tx: Tx) -> None:
        """Complete the job in the handler's own transaction: its effects in the store then happen exactly once.

        Raises ``JobLost`` (and so rolls the transaction back) when somebody else may be running the job.
        """
        self.finishing = True
        await queue.finish(tx, self.job)
        tx.after_commit(self._done)

    async def pass_on(self, tx: Tx, lane: str) -> None:
        """Leave the job to ``lane``, as if it had not been begun; as with ``finish_in`` for the rest."""
        self.finishing = True
        await queue.pass_on(tx, self.job, lane)
        tx.after_commit(self._done)

    async def put_off(self, tx: Tx, seconds: float) -> None:
        """Have it begun again then, as if it had not been begun; as with ``finish_in`` for the rest."""
        self.finishing = True
        await queue.put_off(tx, self.job, seconds)
        tx.after_commit(self._done)

    def _done(self) -> None:
        self.finished = True


Handle = Callable[[Context, Any], Awaitable[None]]
Buried = Callable[[Tx, Any, str], Awaitable[None]]
GivenUp = Callable[[Tx, queue.Claimed, str, str], Awaitable[None]]
"""Told of every job that is given up, with the reason and the error, in the transaction that does so."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A function, what it takes, and how long it may take (seconds)."""

    kind: str
    handle: Handle
    payload: type[BaseModel]
    lane: str
    timeout: float
    buried: Buried | None


class Handlers:
    """The registry: areas add to it when the app is put together, the workers read it."""

    def __init__(self) -> None:
        self.by_kind: dict[str, Handler] = {}
        self.plans: list[Plan] = []
        self.given_up: GivenUp | None = None
        self.held: Callable[[], Sequence[str]] = tuple
        """The kinds that nobody works on now; one that ends in a dot stands for all that begin so."""

    def on(
        self,
        kind: str,
        *,
        payload: type[M],
        lane: str = "default",
        timeout: float = TIMEOUT,
        buried: Callable[[Tx, M, str], Awaitable[None]] | None = None,
    ) -> Callable[[Callable[[Context, M], Awaitable[None]]], Callable[[Context, M], Awaitable[None]]]:
        """Do jobs of ``kind`` with the decorated ``async def(ctx, payload)``; it may run more than once.

        ``buried(tx, payload, reason)`` is called when a job is given up, in the transaction that does so; reasons:
        ``expired``, ``failed`` (all attempts), ``refused``, ``abandoned`` (the process died in the last attempt).
        """

        def add(handle: Callable[[Context, M], Awaitable[None]]) -> Callable[[Context, M], Awaitable[None]]:
            if kind in self.by_kind:
                raise ValueError(f"two handlers for {kind}")
            self.by_kind[kind] = Handler(kind, handle, payload, lane, timeout, buried)
            return handle

        return add

    def cron(
        self,
        name: str,
        *,
        every: timedelta | None = None,
        at: time | None = None,
        zone: ZoneInfo | None = None,
        lane: str = "default",
        timeout: float = TIMEOUT,
    ) -> Callable[[Callable[[Context], Awaitable[None]]], Callable[[Context], Awaitable[None]]]:
        """Do ``name`` once over all processes, ``every`` so often or daily ``at`` this time of ``zone`` (UTC)."""
        plan = Plan(name, lane, every=every, at=at, zone=zone or ZoneInfo("UTC"))

        def add(handle: Callable[[Context], Awaitable[None]]) -> Callable[[Context], Awaitable[None]]:
            async def run(ctx: Context, _payload: Empty) -> None:
                await handle(ctx)

            self.on(name, payload=Empty, lane=lane, timeout=timeout)(run)
            self.plans.append(plan)
            return handle

        return add

    def due_plans(self) -> list[Plan]:
        """The repeated jobs, but those that nobody works on now."""
        held = self.held()
        return [plan for plan in self.plans if not is_held(plan.name, held)]

    def lanes(self) -> set[str]:
        """Every lane that has a handler, and ``default``."""
        return {"default"} | {handler.lane for handler in self.by_kind.values()}


def is_held(kind: str, held: Sequence[str]) -> bool:
    """Whether jobs of this kind wait."""
    return any(kind == name or (name.endswith(".") and kind.startswith(name)) for name in held)
