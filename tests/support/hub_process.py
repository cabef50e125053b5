"""The hub as people start it: a process of its own, on a free port."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Mapping
from pathlib import Path
from typing import Protocol

import aiohttp
import pytest

from tests.support import servers
from tests.support.ports import free_port
from tests.support.processes import warm_hub
from tests.support.waiting import until

ROOT = Path(__file__).resolve().parents[2]


class HubProcess:
    """A running hub: where it listens, what it logs, and how to end it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = log

    def output(self) -> str:
        """All that it has logged."""
        return self.log.read_text(errors="replace")

    async def ready(self, timeout: float = 30) -> None:
        """Wait until it serves; fails with its log when it ends before."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http:
            await until(lambda: self._is_ready(http), timeout, f"the hub to be ready:\n{self.output()[-1500:]}")
        if self.process.poll() is not None:
            pytest.fail(f"the hub ended with {self.process.returncode}:\n{self.output()[-3000:]}")

    async def _is_ready(self, http: aiohttp.ClientSession) -> bool:
        if self.process.poll() is not None:
            return True
        try:
            async with http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and return its exit status."""
        return await asyncio.to_thread(servers.end, self.process, how)

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        await asyncio.to_thread(self.process.wait)


class StartHub(Protocol):
    """The type of the ``start_hub`` fixture."""

    def __call__(
        self,
        database_url: str | None = None,
        *,
        command: tuple[str, ...] = ("serve",),
        env: Mapping[str, str] | None = None,
        port: int | None = None,
        wait: bool = True,
        cold: bool = False,
    ) -> Awaitable[HubProcess]:
        """Start ``peyvand COMMAND`` with these settings and wait until it is ready."""


def settings(url: str, port: int) -> dict[str, str]:
    """The environment of a test's hub."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return inherited | {
        "HUB_DATABASE__URL": url,
        "HUB_HTTP__PORT": str(port),
        "HUB_HTTP__UI": str(ROOT / "webui" / "dist"),
        "HUB_LOG__FORMAT": "json",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",  # compiling everything at each start costs three times as much as the start
        "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "pycache"),
    }


def launch(
    url: str, log: Path, command: tuple[str, ...], *, env: Mapping[str, str] | None = None, port: int | None = None,
    cold: bool = False,
) -> HubProcess:  # fmt: skip
    """Start ``peyvand COMMAND`` on the store at ``url``, in the folder of its log; it may not be ready yet.

    ``cold``: as people do, with all that it loads; else by a process that has loaded it.
    """
    port = port or free_port()
    environment = settings(url, port) | dict(env or {})
    warm = None if cold else warm_hub()
    if warm is not None:
        return HubProcess(warm.start(command, log=log, env=environment), port, log)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*servers.end_with_us(signal.SIGKILL), sys.executable, "-m", "hub", *command],
            cwd=log.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return HubProcess(process, port, log)


@pytest.fixture
async def start_hub(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[StartHub]:
    """Starts hubs; whatever still runs at the end of the test is stopped."""
    started: list[HubProcess] = []

    async def start(
        database_url: str | None = None,
        *,
        command: tuple[str, ...] = ("serve",),
        env: Mapping[str, str] | None = None,
        port: int | None = None,
        wait: bool = True,
        cold: bool = False,
    ) -> HubProcess:
        url = database_url or request.getfixturevalue("sqlite_url")
        hub = launch(url, tmp_path / f"hub-{len(started)}.log", command, env=env, port=port, cold=cold)
        started.append(hub)
        if wait:
            await hub.ready()
        return hub

    yield start
    for hub in started:
        await hub.stop()


@pytest.fixture
async def hub_process(start_hub: StartHub) -> HubProcess:
    """A hub on a fresh SQLite store, started as people do."""
    return await start_hub(cold=True)
