"""The hub in a process of its own, optionally with a bulk job that writes all the time."""

from __future__ import annotations

import asyncio
import cProfile
import os
import sys
from pathlib import Path

import sqlalchemy as sa
from aiohttp import web

from hub import channels, logs
from hub.app import build
from hub.cli.serving import settle_memory
from hub.customers import Identity
from hub.db import Database, Lane, Tx, new_id
from hub.settings import load
from tests.bench import stamps

BATCH = 200  # rows a transaction: what an import does


async def main(config: Path, bulk: bool, kept: str | None) -> None:
    """Serve until the standard input is closed; then keep there when each event was committed."""
    keep = stamps.install(Path(kept)) if kept else None
    settings = load(config, os.environ)
    logs.configure(settings.log.level)
    db = await Database.open(settings.database.url.get_secret_value())
    runner = web.AppRunner(build(settings, db, channels.configure(settings)), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", settings.http.port).start()
    settle_memory()
    writing = asyncio.create_task(_write_for_ever(db)) if bulk else None
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, sys.stdin.read)
    if writing:
        writing.cancel()
    await runner.cleanup()
    await db.close()
    if keep:
        keep()


async def _write_for_ever(db: Database) -> None:
    while True:
        await db.write(_batch, lane=Lane.BULK)


async def _batch(tx: Tx) -> None:
    rows = [{"id": new_id(), "kind": "external", "namespace": "bench", "value": str(new_id()), "region": None,
             "first_seen_at": tx.now, "last_seen_at": tx.now} for _ in range(BATCH)]  # fmt: skip
    await tx.session.execute(sa.insert(Identity), rows)


if __name__ == "__main__":
    kept = next((given.partition("=")[2] for given in sys.argv if given.startswith("--stamps=")), None)
    arguments = Path(sys.argv[1]), "--bulk" in sys.argv, kept
    if os.environ.get("HUB_BENCH_PROFILE"):
        profile = cProfile.Profile()
        profile.runcall(asyncio.run, main(*arguments))
        profile.dump_stats(os.environ["HUB_BENCH_PROFILE"])
    else:
        asyncio.run(main(*arguments))
