"""Another process that holds a lease and writes under it. Usage: holder.py URL MARKER

It writes its epoch to MARKER when it owns the lease, and appends ``refused`` or ``written`` for every guarded write.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from hub.db import Database, Tx
from hub.leases import LeaseHandle, LeaseKeeper, LeaseLost, guard


async def main(url: str, marker: Path) -> None:
    """Hold the lease ``one`` and write under it for ever."""
    database = await Database.open(url, exclusive=False)

    async def work(lease: LeaseHandle) -> None:
        async def write(tx: Tx) -> None:
            await guard(tx, lease)

        with marker.open("a", buffering=1) as out:
            out.write(f"owner {lease.epoch}\n")
            try:
                while True:
                    try:
                        await database.write(write)
                        out.write(f"written {lease.epoch}\n")
                    except LeaseLost:
                        out.write(f"refused {lease.epoch}\n")
                    await asyncio.sleep(0.3)  # long against a write: the test pauses us outside one
            except asyncio.CancelledError:
                out.write(f"stopped {lease.epoch}\n")
                raise

    await LeaseKeeper(database, ttl=1.0).hold("one", work)


asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
