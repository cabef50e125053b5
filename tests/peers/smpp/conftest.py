"""An SMSC and an account bound to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from connectors.smpp.client import SmppAccount
from hub.ports import Connection
from tests.connectors.smpp.conftest import make_options
from tests.connectors.smpp.remembering import RememberingHost
from tests.peers.smpp.smsc import RealSmsc


@pytest.fixture
def host() -> RememberingHost:
    return RememberingHost()


@pytest.fixture
async def smsc() -> AsyncIterator[RealSmsc]:
    server = RealSmsc()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def start(
    host: RememberingHost, smsc: RealSmsc, wait_for: Callable[..., Awaitable[Any]]
) -> AsyncIterator[Callable[..., Awaitable[SmppAccount]]]:
    tasks: list[asyncio.Task[None]] = []

    async def begin(**changes: Any) -> SmppAccount:
        account = SmppAccount(make_options(port=smsc.port, **changes), host)
        tasks.append(asyncio.create_task(account.run()))
        await wait_for(lambda: host.states and host.states[-1].connection is Connection.CONNECTED and smsc.sessions)
        return account

    yield begin
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
