"""A process that carries an import out and is killed with -9 in its third batch. Usage: victim.py URL BLOBS ID WHEN"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any
from uuid import UUID

import hub.schema  # noqa: F401 - every table
from hub.db import Database
from hub.imports import batches, run
from hub.settings import Settings

batches.AIMS = {"sqlite": (0.05, 100, 100), "postgresql": (0.05, 100, 100)}
SEEN: list[Any] = []


def die() -> None:
    """As by ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, blobs: str, import_id: str, when: str) -> None:
    """Die before the commit of the third batch, or right after it."""
    move_on, write = run.Batches._move_on, run.Batches.write

    async def moved(self: Any, *rest: Any) -> None:
        await move_on(self, *rest)
        SEEN.append(rest)
        if len(SEEN) == 3 and when == "before":
            die()

    async def wrote(self: Any, *rest: Any) -> None:
        await write(self, *rest)
        if len(SEEN) == 3:
            die()

    run.Batches._move_on, run.Batches.write = moved, wrote  # type: ignore[method-assign]
    settings = Settings.model_validate({"blobs": {"directory": blobs}})
    await run.carry_out(await Database.open(url), settings, UUID(import_id))


asyncio.run(main(*sys.argv[1:]))
