"""From the PBX's bytes to the pop: measure, print, and fail when a promise is not kept."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench import world
from tests.bench.pops import Figures, measure_hub, measure_relay
from tests.support.postgres import private_server

# (p50, p99) in ms; memory in MB; start to ready in seconds on an existing store
PROMISES = {"SQLite": (10, 40), "PostgreSQL": (10, 40), "SQLite, bulk job": (None, 100)}
MEMORY, READY = 150, 2.0


async def main(options: argparse.Namespace) -> int:
    """All figures of one run."""
    found: list[Figures] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/hub.db"
        await world.fill(url, options.customers)
        found.append(await measure_relay(options.calls, options.rate))
        found.append(await measure_hub("SQLite", folder, url, options.calls, options.rate))
        if options.quick:
            return report(found, options)
        found.append(await measure_hub("SQLite, bulk job", folder, url, options.calls, options.rate, bulk=True))
        with private_server(durable=True) as server:
            await world.fill(server.url, options.customers)
            found.append(await measure_hub("PostgreSQL", folder, server.url, options.calls, options.rate))
            server.close()
    return report(found, options)


def report(found: list[Figures], options: argparse.Namespace) -> int:
    """Print a table; 1 when a promise is broken."""
    print(f"\nAMI bytes written → pop at a Socket.IO client; {options.customers:,} customers, {options.rate:g} calls/s")
    print(f"{'':<26}{'p50 ms':>9}{'p99 ms':>9}{'calls':>8}{'lost':>6}{'idle MB':>9}{'ready s':>9}")
    kept = True
    for one in found:
        print(
            f"{one.name:<26}{one.p50:>9.1f}{one.p99:>9.1f}{one.calls:>8}{one.missing:>6}{one.memory:>9.0f}{one.ready:>9.2f}"
        )
        p50, p99 = PROMISES.get(one.name, (None, None))
        kept &= not one.missing and one.p50 <= (p50 or one.p50) and one.p99 <= (p99 or one.p99)
        kept &= one.name not in PROMISES or (one.memory <= MEMORY and one.ready <= READY)
    print(
        "every promise is kept" if kept else "A PROMISE IS BROKEN: p50 10, p99 40 (bulk 100) ms, idle 150 MB, ready 2 s"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calls")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=400)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--quick", action="store_true", help="SQLite only")
    sys.exit(asyncio.run(main(parser.parse_args())))
