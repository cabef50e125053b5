"""What modules cost: a hub's start and its memory at rest, with all of them switched off and with all on.

``python -m tests.bench.modules``: one process on SQLite, started several times each way, in turns. Beside it, in
the same run, the least that any hub here costs: a process that imports its libraries and no more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError

from hub.modules import CATALOGUE
from tests.bench.figures import Row, load, report
from tests.support.ports import free_port

RUNS = 5
PATIENCE = 60.0  # seconds
REST = 1.0  # seconds after it is ready
BARE = (
    "import aiohttp.web, socketio, sqlalchemy.ext.asyncio, aiosqlite, pydantic, structlog; print(flush=True); input()"
)


@contextmanager
def started(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=env, **pipes)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def memory(process: subprocess.Popen[bytes]) -> float:
    """MB that are this process's own."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty"))) / 1024


def hub(folder: Path, modules: bool) -> tuple[float, float]:
    """Milliseconds until it answers that it is ready, and its MB a moment later."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    env |= {"HUB_DATABASE__URL": f"sqlite:///{folder / 'hub.db'}", "HUB_BLOBS__DIRECTORY": str(folder / "blobs")}
    env |= {"HUB_HTTP__PORT": str(port), "HUB_LOG__LEVEL": "error"}
    env |= {f"HUB_MODULES__{module.key.upper()}": str(modules).lower() for module in CATALOGUE}
    began = time.perf_counter()
    with started([sys.executable, "-m", "hub", "serve"], env) as process:
        _wait(f"http://127.0.0.1:{port}/readyz")
        took = (time.perf_counter() - began) * 1000
        time.sleep(REST)
        return took, memory(process)


def bare() -> tuple[float, float]:
    """The same of a process that imports the libraries and no more."""
    began = time.perf_counter()
    with started([sys.executable, "-c", BARE], dict(os.environ)) as process:
        assert process.stdout
        process.stdout.readline()
        return (time.perf_counter() - began) * 1000, memory(process)


def _wait(address: str) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.005)
    raise TimeoutError(address)


def main() -> int:
    """Measure, and report."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        hub(folder, True)  # migrates, and fills the machine's caches
        on, off, least = [], [], []
        for _ in range(RUNS):
            on.append(hub(folder, True))
            off.append(hub(folder, False))
            least.append(bare())
    figures = {name: [median(column) for column in zip(*runs, strict=True)] for name, runs in
               (("on", on), ("off", off), ("least", least))}  # fmt: skip
    rows = [
        Row("start, all modules off: no slower than with all on", figures["off"][0], figures["on"][0]),
        Row("start, all modules on", figures["on"][0]),
        Row("the libraries imported, and no more", figures["least"][0]),
        Row("memory at rest, all modules off: no more than with all on", figures["off"][1], figures["on"][1], "MB"),
        Row("memory at rest, all modules on", figures["on"][1], unit="MB"),
        Row("memory of the libraries imported, and no more", figures["least"][1], unit="MB"),
        Row("load of the machine meanwhile", load(), unit=""),
    ]
    return report(rows)


if __name__ == "__main__":
    sys.exit(main())
