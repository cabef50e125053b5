"""Imports of files as jobs, whatever they bring in: checked, carried out, taken back; the files are let go later."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from pydantic import BaseModel

from hub.blobs import drop_references
from hub.db import Database, Lane, Tx
from hub.jobs.handlers import Context, Handlers
from hub.settings import Settings
from hub.sheets import Refusal

log = structlog.get_logger(__name__)
LANE: Final = "bulk"
KEEP_FILES: Final = timedelta(days=30)
AT_WORK: Final = ("checking", "running", "undoing")
Step = Callable[[Database, Settings, UUID], Awaitable[None]]


class ImportJob(BaseModel):
    """Which import."""

    import_id: UUID


class Stopped(Exception):
    """Somebody cancelled it, or another process carries it on."""


@dataclass(frozen=True, slots=True)
class Imports:
    """What an area's imports are kept in, who holds their files, and how one that cannot go on ends."""

    table: Any
    owner: str
    fail: Callable[[Tx, UUID, str], Awaitable[None]]

    def register(self, handlers: Handlers, settings: Settings, steps: Mapping[str, Step], *, timeout: float) -> None:
        """Let the workers take these steps, by their kinds of jobs. What a step raises as ``Refusal`` is its end."""

        async def buried(tx: Tx, job: ImportJob, reason: str) -> None:
            await self.fail(tx, job.import_id, f"The work was given up ({reason}).")

        def work(kind: str, step: Step) -> None:
            @handlers.on(kind, payload=ImportJob, lane=LANE, timeout=timeout, buried=buried)
            async def handle(ctx: Context, job: ImportJob) -> None:
                try:
                    await step(ctx.database, settings, job.import_id)
                except Stopped:
                    log.info("import_stopped", import_id=str(job.import_id), kind=kind)
                except Refusal as refusal:
                    words = str(refusal)
                    await ctx.database.write(lambda tx: self.fail(tx, job.import_id, words), lane=Lane.BULK)

        for kind, step in steps.items():
            work(kind, step)

    def purge_daily(self, handlers: Handlers, name: str) -> None:
        """Let go of files that nobody needs any more, once a day."""

        @handlers.cron(name, every=timedelta(hours=24))
        async def purge(ctx: Context) -> None:
            while await ctx.database.write(lambda tx: self.forget_files(tx, tx.now - KEEP_FILES), lane=Lane.BULK):
                pass

    async def forget_files(self, tx: Tx, before: datetime, limit: int = 100) -> int:
        """Let go of the files of imports that ended before then; returns how many. The blobs are purged later."""
        table = self.table
        idle = table.c.state.not_in(AT_WORK)
        old = sa.func.coalesce(table.c.finished_at, table.c.created_at) < before
        query = sa.select(table.c.id).where(table.c.blob_id.is_not(None), idle, old).limit(limit)
        ids = list((await tx.connection.execute(query)).scalars())
        await drop_references(tx, self.owner, *ids)
        await tx.connection.execute(sa.update(table).where(table.c.id.in_(ids)).values(blob_id=None))
        return len(ids)
