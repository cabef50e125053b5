"""An SMSC that a test steers, and an account bound to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from connectors.smpp.client import SmppAccount
from connectors.smpp.config import SmppOptions
from hub.ports import Connection
from tests.connectors.smpp.remembering import RememberingHost
from tests.connectors.smpp.smsc import ScriptedSmsc

FAST = {"reconnect_min": 0.05, "reconnect_max": 0.1, "throttle_pause": 0.05, "response_timeout": 5.0}


def make_options(**changes: Any) -> SmppOptions:
    given: dict[str, Any] = {"host": "127.0.0.1", "system_id": "hub", "password": "s3cr3t", "sender": "+982100000"}
    return SmppOptions.model_validate(given | FAST | changes)


@pytest.fixture
def host() -> RememberingHost:
    return RememberingHost()


@pytest.fixture
async def smsc() -> AsyncIterator[ScriptedSmsc]:
    server = ScriptedSmsc()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def tasks() -> AsyncIterator[list[asyncio.Task[None]]]:
    running: list[asyncio.Task[None]] = []
    yield running
    await _end(running)


@pytest.fixture
def restart(tasks: list[asyncio.Task[None]], host: RememberingHost) -> Callable[[], Awaitable[None]]:
    """Stop what runs; ``start`` then begins anew, with nothing but what the hub kept."""

    async def stop() -> None:
        await _end(tasks)
        host.states.clear()

    return stop


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    tasks.clear()


@pytest.fixture
async def start(
    host: RememberingHost, smsc: ScriptedSmsc, wait_for: Callable[..., Awaitable[Any]], tasks: list[asyncio.Task[None]]
) -> Callable[..., Awaitable[SmppAccount]]:

    async def begin(*, until: Connection = Connection.CONNECTED, **changes: Any) -> SmppAccount:
        account = SmppAccount(make_options(port=smsc.port, **changes), host)
        tasks.append(asyncio.create_task(account.run()))
        await wait_for(lambda: host.states and host.states[-1].connection is until)
        return account

    return begin
