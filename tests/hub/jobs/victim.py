"""A process that begins a job and never ends it; the test kills it. Usage: victim.py URL MARKER"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from hub.db import Database
from hub.jobs import Context, Handlers, Workers
from hub.jobs.handlers import Empty


async def main(url: str, marker: Path) -> None:
    """Run jobs of the kind ``greet`` until killed."""
    handlers = Handlers()

    @handlers.on("greet", payload=Empty)
    async def greet(ctx: Context, payload: Empty) -> None:
        marker.write_text(ctx.job.token)
        await asyncio.Event().wait()

    workers = Workers(await Database.open(url), handlers, lease_seconds=1.5)
    await workers.start()
    await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
